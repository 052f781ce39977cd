#include <stdlib.h>

#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/intake_view.h"
#include "sar-export/step.h"

static int dry_run;

static const struct poptOption options[] = {
	ARGS_INCLUDE(request_options, "The request (or --ref of a case):"),
	{ "by", '\0', POPT_ARG_STRING, &build_args.by, 21,
	    "who took it in: a staff id, not a name", "ID" },
	STEP_TEXT("why the answer is corrected"),
	{ "dry-run", 'n', POPT_ARG_NONE, &dry_run, 60,
	    "say what it would be, and write nothing", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
open_case(struct sar_err *err)
{
	struct sar_home *home = sar_home_open(cmd_home(), err);
	char *ref;

	if (home == NULL)
		return -1;
	ref = intake_take(home, dry_run != 0, true, err);
	sar_home_free(home);
	free(ref);
	return ref == NULL ? -1 : 0;
}

int
cmd_request(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--file FILE", &rest, &err);
	if (rc == -1 || (rc == 0 && open_case(&err) == -1))
		status = cmd_report(&err);
	free(step_args.text);
	step_args.text = NULL;
	args_free();
	return status;
}
