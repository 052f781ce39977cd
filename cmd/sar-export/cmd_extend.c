#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/step.h"

/* UK GDPR Art. 12(3): for these reasons and no other. */
static const char *const reasons[] = { "complex", "numerous", NULL };

static const struct poptOption options[] = {
	STEP_OPTIONS,
	STEP_REASON("why it takes longer", "complex|numerous"),
	STEP_TEXT("the reasons in full"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
extend(const char *unused, struct sar_err *err)
{
	struct step step = { .type = SAR_RECORD_EXTEND,
		.what = "Extension",
		.writes = true,
		.letter = SAR_NOTICE_EXTENSION,
		.asks = true };
	int rc;

	(void)unused;
	if (step_word("--reason", step_args.reason, reasons, err) == -1)
		return -1;
	step.members = json_pack("{ss}", "reason", step_args.reason);
	if (step.members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = step_run(&step, err);
	json_decref(step.members);
	return rc;
}

int
cmd_extend(int argc, const char **argv)
{
	return step_command(argc, argv, options,
	    "--ref REF --by ID --reason REASON --text FILE", 0, extend);
}
