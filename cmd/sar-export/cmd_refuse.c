#include <string.h>

#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/step.h"

static const char *const reasons[] = { "unfounded", "excessive", "exempt",
	"not-the-person", "no-authority", NULL };

static const struct poptOption options[] = {
	STEP_OPTIONS,
	STEP_REASON("why it is refused: unfounded, excessive, exempt, "
		    "not-the-person or no-authority",
	    "REASON"),
	STEP_TEXT("the reasons in full"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
may(const char *ref, const struct sar_docket *docket, struct sar_err *err)
{
	if (strcmp(step_args.reason, "no-authority") == 0 && !docket->agent)
		return sar_err_set(err, SAR_EREFUSED,
		    "case %s: no-authority: nobody asks for another", ref);
	if (docket->intent != SAR_DOCKET_NO) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "case %s: packaging has begun, and has no outcome yet",
		    ref);
		sar_err_hint(err, "\"sar-export build\" completes it or gives "
				  "it up");
		return -1;
	}
	return 0;
}

static int
refuse(const char *unused, struct sar_err *err)
{
	struct step step = { .type = SAR_RECORD_REFUSE,
		.what = "Refusal",
		.writes = true,
		.letter = SAR_NOTICE_REFUSAL,
		.asks = true,
		.may = may };

	(void)unused;
	return step_reason(&step, reasons, err);
}

int
cmd_refuse(int argc, const char **argv)
{
	return step_command(argc, argv, options,
	    "--ref REF --by ID --reason REASON --text FILE", 0, refuse);
}
