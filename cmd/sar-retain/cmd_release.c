#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "export/hold.h"
#include "export/open_cases.h"
#include "sar-retain/commands.h"

static struct {
	char *ref, *name, *reason, *by;
	int dry_run;
} args;

static const struct poptOption options[] = {
	{ "ref", '\0', POPT_ARG_STRING, &args.ref, 1,
	    "the case whose hold it is", "REF" },
	{ "name", '\0', POPT_ARG_STRING, &args.name, 2,
	    "the hold's name, if it is not a case's own", "NAME" },
	{ "reason", '\0', POPT_ARG_STRING, &args.reason, 3,
	    "why it ends: a code, as case-closed or claim-settled", "CODE" },
	{ "by", '\0', POPT_ARG_STRING, &args.by, 4,
	    "who ends it: a staff id, not a name", "ID" },
	{ "dry-run", 'n', POPT_ARG_NONE, &args.dry_run, 5,
	    "only see whether it could be", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
check_args(struct sar_err *err)
{
	if (args.ref == NULL && args.name == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "expected --ref, --name, or both");
	if (args.by == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--by: expected the id of who ends it");
	if (args.reason == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--reason: expected the code of why it ends");
	return 0;
}

/* While somebody waits for an answer, deleting what it is about may be an
   offence of whoever did it (DPA 2018 s. 173: reference D1). */
static int
refuse_case(const struct sar_home *home, struct sar_err *err)
{
	bool open;

	if (sar_open_cases_is(home, args.ref, &open, err) == -1)
		return -1;
	if (!open)
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "hold: the case is not answered and sent, nor closed");
	sar_err_hint(err, "send the answer, or close the case, first");
	return -1;
}

/* What a complaint is about is its evidence. */
static int
refuse_complaint(const struct sar_home *home, struct sar_err *err)
{
	bool open;

	if (sar_open_cases_complaint(home, args.ref, args.name, &open, err) ==
	    -1)
		return -1;
	if (!open)
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "hold: the complaint is not decided");
	sar_err_hint(err, "\"sar-export complain ... decided\" comes first");
	return -1;
}

static int
refuse_open(const struct sar_home *home, struct sar_err *err)
{
	if (args.name != NULL && strcmp(args.name, SAR_HOLD_REQUEST) != 0)
		return refuse_complaint(home, err);
	return args.ref == NULL ? 0 : refuse_case(home, err);
}

static void
say(uint64_t record, bool logged)
{
	json_t *s = cmd_summary();

	(void)json_object_set_new(s, "record",
	    json_integer((json_int_t)record));
	(void)json_object_set_new(s, "logged", json_boolean(logged));
	if (args.dry_run != 0)
		cmd_say("It could be released.\n");
	else
		cmd_say("Released: record %" PRIu64 " of the log%s.\n", record,
		    logged ? "" : ", as before");
}

static int
release(struct sar_err *err)
{
	struct sar_hold_lifting lifting = { .by = args.by,
		.ref = args.ref,
		.name = args.name,
		.reason = args.reason,
		.now = (int64_t)time(NULL),
		.lock_wait = cmd_lock_wait(),
		.dry_run = args.dry_run != 0 };
	struct sar_home *home = NULL;
	uint64_t record;
	bool logged;
	int rc = -1;

	if (check_args(err) == 0 &&
	    (home = sar_home_open(cmd_home(), err)) != NULL &&
	    refuse_open(home, err) == 0 &&
	    sar_hold_lift(home, &lifting, &record, &logged, err) == 0) {
		say(record, logged);
		rc = 0;
	}
	sar_home_free(home);
	return rc;
}

int
cmd_release_hold(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0,
	    "--ref REF|--name NAME --reason CODE --by ID", &rest, &err);
	if (rc == -1 || (rc == 0 && release(&err) == -1))
		status = cmd_report(&err);
	free(args.ref);
	free(args.name);
	free(args.reason);
	free(args.by);
	return status;
}
