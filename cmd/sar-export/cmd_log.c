#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/group.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/log_args.h"
#include "sar-export/log_prove.h"

static char *basis, *exceptions, *report;

static const struct poptOption by_options[] = {
	ARGS_BY,
	CMD_COMMON,
	POPT_TABLEEND,
};

static const struct poptOption erase_options[] = {
	{ "basis", '\0', POPT_ARG_STRING, &basis, 1,
	    "what it rests on: art17, court-order, retention or error",
	    "CODE" },
	ARGS_BY,
	CMD_COMMON,
	POPT_TABLEEND,
};

static const struct poptOption review_options[] = {
	{ "exceptions", '\0', POPT_ARG_STRING, &exceptions, 1,
	    "how many exceptions were found", "N" },
	{ "report", '\0', POPT_ARG_STRING, &report, 2,
	    "what was written about it: its digest is logged", "FILE" },
	ARGS_BY,
	CMD_COMMON,
	POPT_TABLEEND,
};

static void
free_args(void)
{
	free(basis);
	free(exceptions);
	free(report);
	basis = exceptions = report = NULL;
	args_free();
}

static void
put_number(const char *name, uint64_t value)
{
	(void)json_object_set_new(cmd_summary(), name,
	    json_integer((json_int_t)value));
}

static int
erase(const char *argument, struct sar_err *err)
{
	struct sar_care care = { 0 };
	struct sar_home *home = NULL;
	uint64_t target, seq;
	int rc = -1;

	if (log_args_record(argument, &target, err) == -1)
		return -1;
	if (basis == NULL) {
		(void)sar_err_set(err, SAR_EINPUT, "--basis: missing");
		sar_err_hint(err, "art17, court-order, retention or error");
		return -1;
	}
	if (log_args_care(true, &care, &home, err) == 0 &&
	    sar_care_erase(&care, target, basis, &seq, err) == 0) {
		put_number("erased", target);
		put_number("record", seq);
		cmd_say("Erased record %" PRIu64 ": record %" PRIu64
			" of the log says so.\n",
		    target, seq);
		rc = 0;
	}
	sar_home_free(home);
	return rc;
}

static int
run_erase(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, erase_options, 1, 1,
	    "RECORD --basis CODE --by ID", &rest, &err);
	if (rc == -1 || (rc == 0 && erase(rest[0], &err) == -1))
		status = cmd_report(&err);
	free_args();
	return status;
}

static void
say_found(const struct sar_care_found *found)
{
	put_number("through", found->through);
	put_number("tail_bytes", found->tail);
	put_number("erasures_pending", found->pending);
	(void)json_object_set_new(cmd_summary(), "rotating",
	    json_boolean(found->rotating));
	put_number("unattested", found->unattested);
	put_number("record", found->seq);
	cmd_say("The log verifies: %" PRIu64 " records. Record %" PRIu64
		" says so.\n",
	    found->through, found->seq);
	if (found->tail > 0)
		cmd_say("Left by a run that was stopped, and told of now: "
			"%" PRIu64 " bytes.\n",
		    found->tail);
	if (found->pending > 0)
		cmd_say("Erasures that had not been carried out: %" PRIu64
			".\n",
		    found->pending);
	if (found->rotating)
		cmd_say("A change of key had not been finished.\n");
	if (found->unattested > 0)
		cmd_say("Cosignatures that are logged and not in their file: "
			"%" PRIu64 ".\n",
		    found->unattested);
}

static int
verify(struct sar_err *err)
{
	struct sar_care care = { 0 };
	struct sar_care_found found;
	struct sar_home *home = NULL;
	int rc = -1;

	if (log_args_care(false, &care, &home, err) == 0 &&
	    sar_care_verify(&care, &found, err) == 0) {
		say_found(&found);
		rc = sar_care_exceptions(&found) == 0
			 ? 0
			 : sar_err_set(err, SAR_EREVIEW,
			       "log: it had open items");
	}
	sar_home_free(home);
	return rc;
}

static int
run_verify(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, by_options, 0, 0, "", &rest, &err);
	if (rc == -1 || (rc == 0 && verify(&err) == -1))
		status = cmd_report(&err);
	free_args();
	return status;
}

static int
review(struct sar_err *err)
{
	struct sar_care_review what = { .report = report };
	struct sar_care care = { 0 };
	struct sar_home *home = NULL;
	uint64_t through, seq;
	int rc = -1;

	if (exceptions == NULL ||
	    !log_args_number(exceptions, &what.exceptions))
		return sar_err_set(err, SAR_EINPUT,
		    "--exceptions: expected how many were found, or 0");
	if (log_args_care(true, &care, &home, err) == 0 &&
	    sar_care_review(&care, &what, &through, &seq, err) == 0) {
		put_number("through", through);
		put_number("exceptions", what.exceptions);
		put_number("record", seq);
		cmd_say("Reviewed by %s, %" PRIu64 " records: record %" PRIu64
			" of the log.\n",
		    care.by, through, seq);
		rc = 0;
	}
	sar_home_free(home);
	return rc;
}

static int
run_review(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, review_options, 0, 0,
	    "--exceptions N --by ID", &rest, &err);
	if (rc == -1 || (rc == 0 && review(&err) == -1))
		status = cmd_report(&err);
	free_args();
	return status;
}

static int
adopt(struct sar_err *err)
{
	struct sar_care care = { 0 };
	struct sar_home *home = NULL;
	uint64_t seq;
	int rc = -1;

	if (log_args_care(true, &care, &home, err) == 0 &&
	    sar_care_adopt(&care, &seq, err) == 0) {
		put_number("record", seq);
		cmd_say("Adopted by %s: record %" PRIu64 " of the log.\n",
		    care.by, seq);
		rc = 0;
	}
	sar_home_free(home);
	return rc;
}

static int
run_adopt(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, by_options, 0, 0, "--by ID", &rest, &err);
	if (rc == -1 || (rc == 0 && adopt(&err) == -1))
		status = cmd_report(&err);
	free_args();
	return status;
}

int
cmd_log(int argc, const char **argv)
{
	static const struct cmd commands[] = {
		{ "verify", "verify the log, and log that it was done",
		    run_verify },
		{ "review", "log that somebody reviewed it", run_review },
		{ "prove", "write the proof that a record is in it",
		    log_prove },
		{ "erase", "put its hash in place of a record", run_erase },
		{ "adopt", "begin a new high-water mark for it", run_adopt },
		{ NULL, NULL, NULL },
	};

	return cmd_group(commands, argc, argv);
}
