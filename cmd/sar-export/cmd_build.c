#include "sar-export/answer.h"
#include "sar-export/commands.h"

static int dry_run;

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	ARGS_INCLUDE(build_options, "The package:"),
	{ "dry-run", 'n', POPT_ARG_NONE, &dry_run, 60, "do all but write",
	    NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
build(struct sar_err *err)
{
	struct sar_home *home = NULL;
	const char *ref;
	int rc = -1;

	if ((ref = args_need_ref(err)) == NULL ||
	    (home = sar_home_open(cmd_home(), err)) == NULL)
		return -1;
	rc = dry_run ? answer_dry_run(home, err) : answer_run(home, ref, err);
	sar_home_free(home);
	return rc;
}

int
cmd_build(int argc, const char **argv)
{
	struct sar_err err = SAR_ERR_INIT;
	const char **rest;
	int status = 0;
	int rc;

	rc = cmd_parse(argc, argv, options, 0, 0, "--ref REF", &rest, &err);
	if (rc == -1 || (rc == 0 && build(&err) == -1))
		status = cmd_report(&err);
	args_free();
	return status;
}
