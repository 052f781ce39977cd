#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/step.h"

static const char *const words[] = { "asked", "answered", "withdrawn", NULL };

static const struct poptOption options[] = {
	STEP_OPTIONS,
	STEP_TEXT("with \"asked\", the question"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
clarify(const char *word, struct sar_err *err)
{
	struct step step = { .type = SAR_RECORD_CLARIFY, .what = "Question" };
	int what = step_word("what was done", word, words, err);

	if (what == -1)
		return -1;
	step.word = words[what];
	step.asks = what == 0;
	step.writes = what == 0;
	step.letter = SAR_NOTICE_CLARIFICATION;
	return step_run(&step, err);
}

int
cmd_clarify(int argc, const char **argv)
{
	return step_command(argc, argv, options,
	    "--ref REF --by ID asked|answered|withdrawn", 1, clarify);
}
