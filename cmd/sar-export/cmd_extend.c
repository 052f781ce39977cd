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

	(void)unused;
	return step_reason(&step, reasons, err);
}

int
cmd_extend(int argc, const char **argv)
{
	return step_command(argc, argv, options,
	    "--ref REF --by ID --reason REASON --text FILE", 0, extend);
}
