#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/hex.h"
#include "export/approval.h"
#include "export/ready.h"
#include "export/traces.h"
#include "sar-export/approve.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/step_say.h"

static struct {
	char *plan, *confirm;
	int dry_run;
} args;

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	{ "plan", '\0', POPT_ARG_STRING, &args.plan, 60,
	    "take what was saved on the page of \"review\" first", "FILE" },
	{ "dry-run", 'n', POPT_ARG_NONE, &args.dry_run, 61,
	    "with --plan: show what would change, and change nothing", NULL },
	{ "confirm", '\0', POPT_ARG_STRING, &args.confirm, 62,
	    "with --plan: the plan that comes of it, as --dry-run says it",
	    "HEX" },
	{ "by", '\0', POPT_ARG_STRING, &build_args.by, 21,
	    "who approves: a staff id, not a name", "ID" },
	ARGS_INCLUDE(plan_options, "As for \"build\":"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static void
say_approval(const struct sar_case *c, const struct sar_approval *approval)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char letter[SAR_HEX_LEN(SAR_SHA256_LEN)];
	json_t *s = cmd_summary();

	sar_hex_put(approval->plan, SAR_SHA256_LEN, hex);
	sar_hex_put(approval->letter, SAR_SHA256_LEN, letter);
	(void)json_object_set_new(s, "ref", json_string(c->request->ref));
	(void)json_object_set_new(s, "plan", json_string(hex));
	(void)json_object_set_new(s, "letter", json_string(letter));
	(void)json_object_set_new(s, "by", json_string(approval->by));
	(void)json_object_set_new(s, "at", json_string(approval->at));
	(void)json_object_set_new(s, "record",
	    json_integer((json_int_t)approval->record));
	cmd_say("Approved by %s: record %" PRIu64 " of the log.\n"
		"Plan of %s, SHA-256 %s\n"
		"Letter and schedules, date left open, SHA-256 %s\n",
	    approval->by, approval->record, c->request->ref, hex, letter);
}

int
approve_answer(const struct sar_case *c, const struct sar_answer *answer,
    const struct sar_approval_options *how, struct sar_err *err)
{
	const struct sar_traces_options found = {
		.by = how->by,
		.lock_wait = how->lock_wait,
		.now = how->now,
	};
	struct sar_approval approval;
	struct sar_traces traces;

	/* Of a case that may not be answered nothing more is logged either. */
	if (sar_ready_case(c, err) == -1 ||
	    sar_traces_log(c, &answer->find, &answer->marks, &found, &traces,
		err) == -1 ||
	    sar_approval_give(c, answer, how, &approval, err) == -1)
		return -1;
	say_approval(c, &approval);
	step_timeline(c);
	return 0;
}

static int
approve_case(const struct sar_case *c, const struct sar_plan_options *with,
    const struct sar_approval_options *how, struct sar_err *err)
{
	struct sar_answer answer;
	int rc;

	if (sar_ready_case(c, err) == -1 ||
	    sar_answer_make(c, NULL, with, &answer, err) == -1)
		return -1;
	rc = approve_answer(c, &answer, how, err);
	sar_answer_free(&answer);
	return rc;
}

static int
check_args(const char **rest, struct sar_err *err)
{
	/* Nobody approves by being logged in: it is said who does. */
	if (args_take_ref(rest, err) == -1)
		return -1;
	if (build_args.by == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--by: expected the id of who approves");
	if (args.plan == NULL && (args.dry_run != 0 || args.confirm != NULL))
		return sar_err_set(err, SAR_EINPUT,
		    "--dry-run and --confirm: go with --plan");
	if (args.dry_run != 0 && args.confirm != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--dry-run and --confirm: one of them");
	return 0;
}

static int
approve(const char **rest, struct sar_err *err)
{
	struct sar_approval_options how = {
		.lock_wait = cmd_lock_wait(),
		.now = (int64_t)time(NULL),
	};
	struct sar_plan_options with = { 0 };
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	const struct approve_plan plan = { .file = args.plan,
		.confirm = args.confirm,
		.dry = args.dry_run != 0,
		.with = &with };
	int rc = -1;

	if (check_args(rest, err) == -1)
		return -1;
	if ((home = sar_home_open(cmd_home(), err)) == NULL ||
	    (how.by = args_by(home, err)) == NULL ||
	    args_plan(home, &with, err) == -1 ||
	    (c = sar_case_open(home, request_args.ref, true, cmd_lock_wait(),
		 err)) == NULL)
		goto out;
	how.vcon = args_vcon(home);
	rc = args.plan == NULL ? approve_case(c, &with, &how, err)
			       : approve_plan(c, &plan, &how, err);

out:
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

int
cmd_approve(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 1, "REF --by ID", &rest, &err);
	if (rc == -1 || (rc == 0 && approve(rest, &err) == -1))
		status = cmd_report(&err);
	free(args.plan);
	free(args.confirm);
	args_free();
	return status;
}
