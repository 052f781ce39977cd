#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/standing.h"

#define DAYS_MAX 3650

static struct {
	int within;
} args = { ARGS_NONE };

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "One case, or all when not given:"),
	{ "due-within", '\0', POPT_ARG_INT, &args.within, 1,
	    "only what has to be done in so many days, or is overdue", "DAYS" },
	CMD_COMMON,
	POPT_TABLEEND,
};

/* One look at the log. */
struct look {
	const struct sar_home *home;
	struct sar_docket_book *book; /* complaints of all cases, and none */
	int64_t now;
	int32_t today;
	size_t shown;
};

/* Is there something of it to be done, in the days asked about?  What has no
   receipt in the log has, whenever it is due. */
static bool
is_wanted(const struct standing *s)
{
	return args.within == ARGS_NONE ||
	       (s->waits && (s->left <= args.within ||
				s->one->docket.receive == SAR_DOCKET_NO));
}

/* Nothing to be done prints nothing, where that was asked for. */
static void
before_shown(struct look *look)
{
	if (look->shown++ == 0)
		cmd_say("%-24s  %-10s  %-10s  %-12s  %5s\n", "case", "received",
		    "due", "state", "marks");
}

static int
show_case(struct look *look, const struct sar_history_case *one,
    struct sar_err *err)
{
	struct sar_build_result outbox = { 0 };
	struct sar_case *c = sar_case_open(look->home, one->ref, false, 0, err);
	struct sar_intake_repeats earlier = { NULL, 0 };
	struct standing standing;
	int rc = -1;

	if (c == NULL)
		return -1;
	if ((request_args.ref == NULL ||
		sar_intake_repeats(c, &earlier, err) == 0) &&
	    (!one->history.released ||
		sar_build_outbox(c, &one->history, &outbox, err) == 0)) {
		standing_of(c, one, look->now, &standing);
		standing.earlier = earlier;
		standing.outbox = &outbox;
		standing.detail = request_args.ref != NULL;
		if (is_wanted(&standing)) {
			before_shown(look);
			standing_print(&standing);
		}
		rc = 0;
	}
	sar_build_result_free(&outbox);
	free(earlier.all);
	sar_case_free(c);
	return rc;
}

/* Of the case asked about, or of all and of none. */
static void
show_complaints(struct look *look)
{
	const struct sar_docket_complaint *all;
	size_t i, n;

	all = sar_docket_book_complaints(look->book, &n);
	for (i = 0; i < n; i++) {
		if (all[i].received == SAR_DOCKET_NEVER ||
		    (request_args.ref != NULL &&
			strcmp(all[i].ref, request_args.ref) != 0))
			continue;
		if (args.within != ARGS_NONE &&
		    (!standing_complaint_open(&all[i]) ||
			sar_clock_acknowledge(all[i].received) - look->today >
			    args.within))
			continue;
		before_shown(look);
		standing_complaint(&all[i], look->today);
	}
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	enum sar_docket_slip slip;

	return sar_docket_book_take(ctx, record, &slip, err);
}

static int
show_cases(const struct sar_home *home, struct sar_history_case *cases,
    size_t n, size_t *shown, struct sar_err *err)
{
	struct look look = { .home = home, .now = (int64_t)time(NULL) };
	struct sar_history_watch watch = { .record = take };
	size_t i;
	int rc = -1;

	look.today = sar_due_today(home, look.now);
	look.book = sar_docket_book_new(home->zone, err);
	watch.ctx = look.book;
	if (look.book != NULL)
		rc = sar_history_cases_watched(home, cases, n, &watch, err);
	if (rc == 0 && args.within == ARGS_NONE)
		before_shown(&look);
	for (i = 0; rc == 0 && i < n; i++)
		rc = show_case(&look, &cases[i], err);
	if (rc == 0)
		show_complaints(&look);
	*shown = look.shown;
	sar_docket_book_free(look.book);
	sar_history_clear(cases, n);
	return rc;
}

static int
is_case(const struct dirent *entry)
{
	return sar_text_plain(entry->d_name, SAR_REQUEST_REF_MAX);
}

static int
show_all(const struct sar_home *home, size_t *shown, struct sar_err *err)
{
	struct sar_history_case *all = NULL;
	struct dirent **names = NULL;
	char *cases = sar_home_path(home, "cases", err);
	int i, n = 0;
	int rc = -1;

	if (cases == NULL)
		return -1;
	if ((n = scandir(cases, &names, is_case, alphasort)) == -1) {
		(void)sar_err_errno(err, "%s", cases);
		n = 0;
		goto out;
	}
	if ((all = calloc((size_t)n + 1, sizeof(*all))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	for (i = 0; i < n; i++)
		all[i].ref = names[i]->d_name;
	rc = show_cases(home, all, (size_t)n, shown, err);

out:
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	free(all);
	free(cases);
	return rc;
}

static int
status_of(size_t *shown, struct sar_err *err)
{
	struct sar_history_case one = { .ref = request_args.ref };
	struct sar_home *home;
	int rc;

	if (args.within != ARGS_NONE &&
	    (args.within < 0 || args.within > DAYS_MAX))
		return sar_err_set(err, SAR_EINPUT,
		    "--due-within: expected a number of days");
	if ((home = sar_home_open(cmd_home(), err)) == NULL)
		return -1;
	if (request_args.ref != NULL)
		rc = show_cases(home, &one, 1, shown, err);
	else
		rc = show_all(home, shown, err);
	sar_home_free(home);
	return rc;
}

int
cmd_status(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	size_t shown = 0;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == 0 && status_of(&shown, &err) == -1)
		rc = -1;
	if (rc == -1)
		status = cmd_report(&err);
	/* What a person has to do about what was shown, no job does. */
	else if (rc == 0 && args.within != ARGS_NONE && shown > 0)
		status = SAR_EREVIEW;
	args_free();
	return status;
}
