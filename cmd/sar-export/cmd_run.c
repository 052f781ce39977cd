#include <stdlib.h>
#include <string.h>

#include "sar-export/answer.h"
#include "sar-export/commands.h"
#include "sar-export/intake_view.h"
#include "sar-export/run_all.h"

static int dry_run;

static const struct poptOption options[] = {
	ARGS_INCLUDE(request_options, "The request (or --ref of a case):"),
	ARGS_INCLUDE(build_options, "The package:"),
	ARGS_INCLUDE(run_all_options, "Many cases, with nobody there:"),
	{ "dry-run", 'n', POPT_ARG_NONE, &dry_run, 60, "do all but write",
	    NULL },
	{ "unattended", '\0', POPT_ARG_NONE, &build_args.unattended, 67,
	    "decide nothing by default that is for a person, as --all does",
	    NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
run(struct sar_err *err)
{
	struct sar_home *home;
	char *ref = NULL;
	int rc = -1;

	if ((home = sar_home_open(cmd_home(), err)) == NULL)
		return -1;
	if (dry_run) {
		rc = answer_dry_run(home, err);
		goto out;
	}
	if (args_has_request())
		ref = intake_take(home, false, false, err);
	else if (args_need_ref(err) != NULL)
		ref = strdup(request_args.ref);
	if (ref != NULL)
		rc = answer_run(home, ref, err);

out:
	free(ref);
	sar_home_free(home);
	return rc;
}

/* The exit status; trouble has been told of, unless nothing could be begun. */
static int
run_many(void)
{
	struct sar_err err = SAR_ERR_INIT;
	int status = run_all(dry_run != 0, &err);

	return status == -1 ? cmd_report(&err) : status;
}

int
cmd_run(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--ref REF|--file FILE|--all",
	    &rest, &err);
	if (rc == 0)
		rc = run_all_check(&err);
	if (rc == 0 && run_all_asked())
		status = run_many();
	else if (rc == -1 || (rc == 0 && run(&err) == -1))
		status = cmd_report(&err);
	run_all_free();
	args_free();
	return status;
}
