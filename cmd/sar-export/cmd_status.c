#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "base/utc.h"
#include "export/delivery.h"
#include "export/history.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/outcome.h"

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "One case, or all when not given:"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static const char *
state_of(const struct sar_history *history)
{
	if (history->released)
		return "released";
	if (history->open)
		return "interrupted";
	if (history->nil)
		return "nil-return";
	/* Of some plan: whether it still is this one, "plan" says. */
	return history->approved ? "approved" : "open";
}

static size_t
count_marks(const struct sar_case *c)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_case_marks marks;
	char *dir = sar_case_path(c, "marks", &ignored);
	size_t n = 0;

	if (dir != NULL && sar_case_marks_read(dir, &marks, &ignored) == 0) {
		n = marks.n;
		sar_case_marks_free(&marks);
	}
	free(dir);
	return n;
}

/* What went out, and which way. */
static json_t *
deliveries_json(const struct sar_deliveries *went)
{
	json_t *list = json_array();
	char on[SAR_DATE_LEN];
	size_t i;

	for (i = 0; i < went->n; i++) {
		const struct sar_delivery *d = &went->all[i];

		sar_date_format(d->on, on);
		(void)json_array_append_new(list,
		    json_pack("{s:s,s:s,s:s,s:s,s:I}", "what",
			sar_delivery_what_name(d->what), "channel",
			sar_delivery_channel_name(d->channel), "on", on, "by",
			d->by, "record", (json_int_t)d->record));
	}
	return list;
}

static void
print_deliveries(const struct sar_deliveries *went)
{
	char on[SAR_DATE_LEN];
	size_t i;

	for (i = 0; i < went->n; i++) {
		const struct sar_delivery *d = &went->all[i];

		sar_date_format(d->on, on);
		cmd_say("%-24s  %s  %s by %s, %s\n", "", on,
		    sar_delivery_what_name(d->what),
		    sar_delivery_channel_name(d->channel), d->by);
	}
}

/* How many days after it was due its outcome came; 0 for none, or in time. */
static long long
days_late(const struct sar_case *c, const struct sar_history *history,
    struct sar_date due)
{
	int64_t utc;
	long long late;

	if ((!history->released && !history->nil) ||
	    !sar_utc_parse(history->when, &utc))
		return 0;
	late = (long long)
		   sar_date_days(sar_zone_local(c->home->zone, utc).date) -
	       sar_date_days(due);
	return late > 0 ? late : 0;
}

static void
say_end(const struct sar_history *history, bool waits, long long left,
    long long late)
{
	if (waits && left < 0)
		cmd_say("%lld day%s OVERDUE\n", -left, left == -1 ? "" : "s");
	else if (waits)
		cmd_say("%lld day%s left\n", left, left == 1 ? "" : "s");
	else if (late > 0)
		cmd_say("%s, %lld day%s LATE\n", history->when, late,
		    late == 1 ? "" : "s");
	else
		cmd_say("%s\n", history->when);
}

/* What is still in the outbox of it. */
static void
print_proofs(const struct sar_build_result *outbox)
{
	char indent[32];
	size_t i;

	(void)snprintf(indent, sizeof(indent), "%-24s  ", "");
	for (i = 0; i < outbox->n_packages; i++)
		outcome_proof(indent, &outbox->packages[i]);
}

static void
print_case(const struct sar_case *c, const struct sar_history *history,
    const struct sar_deliveries *went, const struct sar_build_result *outbox)
{
	struct sar_date due = sar_request_due(c->request);
	struct sar_date today =
	    sar_zone_local(c->home->zone, (int64_t)time(NULL)).date;
	char received[SAR_DATE_LEN], by[SAR_DATE_LEN];
	long long left = sar_date_days(due) - sar_date_days(today);
	bool waits = !history->released && !history->nil;
	long long late = days_late(c, history, due);
	json_t *line;

	sar_date_format(c->request->received, received);
	sar_date_format(due, by);
	if (cmd_options.json) {
		line = json_pack("{ssssssssssssso}", "type", "case", "schema",
		    "sar-export.status/1", "ref", c->request->ref, "received",
		    received, "due", by, "state", state_of(history), "marks",
		    json_integer((json_int_t)count_marks(c)));
		if (waits)
			(void)json_object_set_new(line, "days_left",
			    json_integer(left));
		if (history->when[0] != '\0')
			(void)json_object_set_new(line, "outcome_at",
			    json_string(history->when));
		if (late > 0)
			(void)json_object_set_new(line, "days_late",
			    json_integer(late));
		(void)json_object_set_new(line, "deliveries",
		    deliveries_json(went));
		if (history->released)
			(void)json_object_set_new(line, "packages",
			    outcome_packages(outbox));
		cmd_print_json(line);
		return;
	}
	cmd_say("%-24s  %s  %s  %-12s  %5zu  ", c->request->ref, received, by,
	    state_of(history), count_marks(c));
	say_end(history, waits, left, late);
	print_deliveries(went);
	print_proofs(outbox);
}

static int
show_case(const struct sar_home *home, const struct sar_history_case *one,
    struct sar_err *err)
{
	struct sar_build_result outbox = { 0 };
	struct sar_case *c = sar_case_open(home, one->ref, false, 0, err);
	int rc = -1;

	if (c == NULL)
		return -1;
	if (!one->history.released ||
	    sar_build_outbox(c, &one->history, &outbox, err) == 0) {
		print_case(c, &one->history, &one->went, &outbox);
		rc = 0;
	}
	sar_build_result_free(&outbox);
	sar_case_free(c);
	return rc;
}

static int
show_cases(const struct sar_home *home, struct sar_history_case *cases,
    size_t n, struct sar_err *err)
{
	int rc = sar_history_cases(home, cases, n, err);
	size_t i;

	if (rc == 0)
		cmd_say("%-24s  %-10s  %-10s  %-12s  %5s\n", "case", "received",
		    "due", "state", "marks");
	for (i = 0; rc == 0 && i < n; i++)
		rc = show_case(home, &cases[i], err);
	sar_history_clear(cases, n);
	return rc;
}

static int
is_case(const struct dirent *entry)
{
	return sar_text_plain(entry->d_name, SAR_REQUEST_REF_MAX);
}

static int
show_all(const struct sar_home *home, struct sar_err *err)
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
	rc = show_cases(home, all, (size_t)n, err);

out:
	for (i = 0; i < n; i++)
		free(names[i]);
	free(names);
	free(all);
	free(cases);
	return rc;
}

static int
status_of(struct sar_err *err)
{
	struct sar_home *home = sar_home_open(cmd_home(), err);
	struct sar_history_case one = { .ref = request_args.ref };
	int rc = -1;

	if (home == NULL)
		return -1;
	if (request_args.ref != NULL)
		rc = show_cases(home, &one, 1, err);
	else
		rc = show_all(home, err);
	sar_home_free(home);
	return rc;
}

int
cmd_status(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && status_of(&err) == -1))
		status = cmd_report(&err);
	args_free();
	return status;
}
