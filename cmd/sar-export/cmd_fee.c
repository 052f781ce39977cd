#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/step.h"

#define PENCE_MAX 100000000

static int pence = ARGS_NONE;

static const char *const words[] = { "asked", "paid", "waived", NULL };

/* Art. 12(5), and further copies by Art. 15(3): else it is free. */
static const char *const reasons[] = { "unfounded", "excessive", "copies",
	NULL };

/* A concession is a decision too. */
static const char *const concessions[] = { "hardship", "goodwill", "not-due",
	NULL };

static const struct poptOption options[] = {
	STEP_OPTIONS,
	{ "pence", '\0', POPT_ARG_INT, &pence, 40, "how much is asked for",
	    "N" },
	STEP_REASON("why it is not free; or why it is waived",
	    "unfounded|excessive|copies|hardship|goodwill|not-due"),
	STEP_TEXT("the reasons in full"),
	CMD_COMMON,
	POPT_TABLEEND,
};

static int
ask(struct step *step, struct sar_err *err)
{
	if (pence < 1 || pence > PENCE_MAX)
		return sar_err_set(err, SAR_EINPUT, "--pence: expected 1 to %d",
		    PENCE_MAX);
	if (step_word("--reason", step_args.reason, reasons, err) == -1)
		return -1;
	step->asks = true;
	step->writes = true;
	step->letter = SAR_NOTICE_FEE;
	step->pence = (uint64_t)pence;
	step->members = json_pack("{siss}", "pence", pence, "reason",
	    step_args.reason);
	return step->members == NULL
		   ? sar_err_set(err, SAR_EFAIL, "out of memory")
		   : 0;
}

static int
fee(const char *word, struct sar_err *err)
{
	struct step step = { .type = SAR_RECORD_FEE, .what = "Fee" };
	int what = step_word("what was done", word, words, err);
	int rc;

	if (what == -1)
		return -1;
	step.word = words[what];
	if (what != 0 && pence != ARGS_NONE)
		return sar_err_set(err, SAR_EINPUT,
		    "--pence: is of a fee that is asked for");
	if (what == 1 && step_args.reason != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--reason: is of a fee that is asked for or waived");
	if (what == 2)
		return step_reason(&step, concessions, err);
	if (what == 0 && ask(&step, err) == -1)
		return -1;
	rc = step_run(&step, err);
	json_decref(step.members);
	return rc;
}

int
cmd_fee(int argc, const char **argv)
{
	int status = step_command(argc, argv, options,
	    "--ref REF --by ID asked|paid|waived", 1, fee);

	pence = ARGS_NONE;
	return status;
}
