#include <time.h>

#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/hold_place.h"
#include "sar-export/step.h"
#include "sar-export/step_say.h"

static const struct poptOption options[] = {
	ARGS_INCLUDE(ref_option, "The case:"),
	{ "by", '\0', POPT_ARG_STRING, &build_args.by, 21,
	    "who holds them: a staff id, not a name", "ID" },
	{ "dry-run", 'n', POPT_ARG_NONE, &step_args.dry_run, 60,
	    "do all but write", NULL },
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
hold(const char *unused, struct sar_err *err)
{
	struct hold_place place = { .of_case = true,
		.with = { .now = (int64_t)time(NULL),
		    .lock_wait = cmd_lock_wait(),
		    .dry_run = step_args.dry_run != 0 } };
	struct sar_home *home = NULL;
	struct sar_case *c = NULL;
	const char *ref;
	int rc = -1;

	(void)unused;
	if ((ref = args_need_ref(err)) != NULL &&
	    (home = sar_home_open(cmd_home(), err)) != NULL &&
	    (place.with.by = step_by(home, err)) != NULL &&
	    (c = sar_case_open(home, ref, true, cmd_lock_wait(), err)) !=
		NULL) {
		place.home = home;
		place.c = c;
		(void)json_object_set_new(cmd_summary(), "ref",
		    json_string(ref));
		rc = hold_place(&place, err);
		if (rc == 0 && !place.with.dry_run)
			step_timeline(c);
	}
	sar_case_free(c);
	sar_home_free(home);
	return rc;
}

int
cmd_hold(int argc, const char **argv)
{
	return step_command(argc, argv, options, "--ref REF --by ID", 0, hold);
}
