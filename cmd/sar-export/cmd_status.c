#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "docket/dockets.h"
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
	struct sar_dockets *all;
	int64_t now;
	int32_t today;
	size_t shown;
	struct sar_err failed; /* the first case that could not be read */
};

/* Is there something of it to be done, in the days asked about?  What has no
   receipt in the log has, whenever it is due. */
static bool
is_wanted(const struct standing *s)
{
	return args.within == ARGS_NONE ||
	       (s->due && (s->left <= args.within ||
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

/* What else was found of it, where its folder can be read. */
struct beside {
	struct sar_build_result outbox;
	struct sar_intake_repeats earlier; /* if it was asked about */
};

/* Which case corrects the answer of ${ref}; NULL: none. */
static const char *
corrected_by(const struct look *look, const char *ref)
{
	const struct sar_docket *docket;
	const char *by;
	size_t i;

	for (i = 0; i < sar_dockets_count(look->all); i++) {
		docket = sar_dockets_at(look->all, i, &by);
		if (strcmp(docket->corrects, ref) == 0)
			return by;
	}
	return NULL;
}

static void
show(struct look *look, const struct sar_case *c,
    const struct sar_history_case *one, const struct beside *beside)
{
	struct standing standing;

	standing_of(look->home, c, one, look->now, &standing);
	standing.detail = request_args.ref != NULL;
	if (standing.detail)
		standing.corrected = corrected_by(look, one->ref);
	if (beside != NULL) {
		standing.outbox = &beside->outbox;
		standing.earlier = beside->earlier;
	}
	if (!is_wanted(&standing))
		return;
	before_shown(look);
	standing_print(&standing);
}

/* One case that is amiss hides no other, nor its own day. */
static void
amiss(struct look *look, const struct sar_err *err)
{
	if (look->failed.code == SAR_OK)
		look->failed = *err;
	else
		cmd_report_one(err);
}

static void
show_case(struct look *look, const struct sar_history_case *one)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_case *c = sar_case_open(look->home, one->ref, false, 0,
	    &err);
	struct beside beside = { .earlier = { .n = 0 } };

	if (c == NULL) {
		amiss(look, &err);
		if (one->docket.receive != SAR_DOCKET_NO)
			show(look, NULL, one, NULL);
		return;
	}
	if ((request_args.ref != NULL &&
		sar_intake_repeats(c, &beside.earlier, &err) == -1) ||
	    (one->history.released &&
		sar_build_outbox(c, &one->history, &beside.outbox, &err) == -1))
		amiss(look, &err);
	show(look, c, one, &beside);
	sar_build_result_free(&beside.outbox);
	free(beside.earlier.all);
	sar_case_free(c);
}

static bool
is_among(const struct sar_history_case *cases, size_t n, const char *ref)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(cases[i].ref, ref) == 0)
			return true;
	return false;
}

/* The log is the register: a case that is open there is due, whatever became
   of its folder. */
static void
show_lost(struct look *look, const struct sar_history_case *cases, size_t n)
{
	struct sar_history_case lost = { 0 };
	const struct sar_docket *docket;
	size_t i;

	for (i = 0; i < sar_dockets_count(look->all); i++) {
		docket = sar_dockets_at(look->all, i, &lost.ref);
		if (docket->receive == SAR_DOCKET_NO ||
		    !sar_docket_owed(docket) || is_among(cases, n, lost.ref))
			continue;
		lost.docket = *docket; /* which the dockets own */
		lost.history.open = docket->intent != SAR_DOCKET_NO;
		show(look, NULL, &lost, NULL);
	}
}

static void
show_complaints(struct look *look, const struct sar_docket_complaint *all,
    size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (all[i].received == SAR_DOCKET_NEVER)
			continue;
		if (args.within != ARGS_NONE &&
		    (!sar_docket_complaint_waits(&all[i]) ||
			sar_clock_acknowledge(all[i].received) - look->today >
			    args.within))
			continue;
		before_shown(look);
		standing_complaint(&all[i], look->today);
	}
}

/* Of the case asked about, or of all and of none. */
static void
show_all_complaints(struct look *look)
{
	const struct sar_docket_complaint *none;
	const struct sar_docket *docket;
	const char *ref;
	size_t i, n;

	for (i = 0; i < sar_dockets_count(look->all); i++) {
		docket = sar_dockets_at(look->all, i, &ref);
		if (request_args.ref == NULL ||
		    strcmp(ref, request_args.ref) == 0)
			show_complaints(look, docket->complaints,
			    docket->n_complaints);
	}
	none = sar_dockets_complaints(look->all, &n);
	if (request_args.ref == NULL)
		show_complaints(look, none, n);
}

static int
show_cases(struct look *look, struct sar_history_case *cases, size_t n,
    struct sar_err *err)
{
	struct sar_history_watch watch = { .record = sar_dockets_record };
	size_t i;
	int rc = -1;

	look->now = (int64_t)time(NULL);
	look->today = sar_due_today(look->home, look->now);
	look->all = watch.ctx = sar_dockets_new(look->home->zone, err);
	if (look->all != NULL)
		rc = sar_history_cases_watched(look->home, cases, n, &watch,
		    err);
	if (rc == 0) {
		if (args.within == ARGS_NONE)
			before_shown(look);
		for (i = 0; i < n; i++)
			show_case(look, &cases[i]);
		if (request_args.ref == NULL)
			show_lost(look, cases, n);
		show_all_complaints(look);
	}
	sar_dockets_free(look->all);
	sar_history_clear(cases, n);
	return rc;
}

static int
show_all(struct look *look, struct sar_err *err)
{
	struct sar_history_case *all = NULL;
	struct sar_case_names names;
	int rc = sar_case_names_read(look->home, &names, err);
	size_t i;

	if (rc == 0 && (all = calloc(names.n + 1, sizeof(*all))) == NULL)
		rc = sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; rc == 0 && i < names.n; i++)
		all[i].ref = names.all[i];
	if (rc == 0)
		rc = show_cases(look, all, names.n, err);
	free(all);
	sar_case_names_free(&names);
	return rc;
}

static int
status_of(struct look *look, struct sar_err *err)
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
	look->home = home;
	if (request_args.ref != NULL)
		rc = show_cases(look, &one, 1, err);
	else
		rc = show_all(look, err);
	sar_home_free(home);
	if (rc == 0 && look->failed.code != SAR_OK) {
		*err = look->failed;
		rc = -1;
	}
	return rc;
}

int
cmd_status(int argc, const char **argv)
{
	struct look look = { .failed = SAR_ERR_INIT };
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == 0 && status_of(&look, &err) == -1)
		rc = -1;
	if (rc == -1)
		status = cmd_report(&err);
	/* What a person has to do about what was shown, no job does. */
	else if (rc == 0 && args.within != ARGS_NONE && look.shown > 0)
		status = SAR_EREVIEW;
	args_free();
	return status;
}
