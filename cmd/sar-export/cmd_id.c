#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "sar-export/args.h"
#include "sar-export/commands.h"
#include "sar-export/step.h"

static char *what_word, *who_word, *kind_word;

static const char *const whats[] = { "asked", "received", "verified",
	"not-needed", "failed", NULL };
static const char *const whos[] = { "requester", "authority", NULL };

static const struct poptOption options[] = {
	STEP_OPTIONS,
	{ "what", '\0', POPT_ARG_STRING, &what_word, 40,
	    "what became of the proof of who asks",
	    "asked|received|verified|not-needed|failed" },
	{ "who", '\0', POPT_ARG_STRING, &who_word, 41,
	    "of the requester, or that a representative may ask for them",
	    "requester|authority" },
	{ "kind", '\0', POPT_ARG_STRING, &kind_word, 42,
	    "what kind of proof it is, as passport or utility-bill; no copy "
	    "is kept",
	    "CODE" },
	STEP_REASON("why none is needed", "CODE"),
	STEP_TEXT("with \"asked\", what else the letter says"),
	CMD_COMMON,
	POPT_TABLEEND,
};

/* A code that stays in the log: no name, no number. */
static int
check_code(const char *option, const char *code, struct sar_err *err)
{
	size_t len = code == NULL ? 0 : strlen(code);

	if (code == NULL ||
	    (len < SAR_DOCKET_WORD && len > 0 && code[0] != '-' &&
		strspn(code, "abcdefghijklmnopqrstuvwxyz-") == len))
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "%s: expected a code of at most %d small letters and '-'", option,
	    SAR_DOCKET_WORD - 1);
}

static int
check(int what, struct sar_err *err)
{
	bool comes = what == 1 || what == 2; /* received, verified */
	bool not_needed = what == 3;

	if (kind_word != NULL && !comes)
		return sar_err_set(err, SAR_EINPUT,
		    "--kind: is of proof that was received or verified");
	if (what == 1 && kind_word == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--kind: missing: what kind of proof was received");
	if (not_needed && step_args.reason == NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--reason: missing: why no proof is needed");
	if (!not_needed && step_args.reason != NULL)
		return sar_err_set(err, SAR_EINPUT,
		    "--reason: is of proof that is not needed");
	if (check_code("--kind", kind_word, err) == -1)
		return -1;
	return check_code("--reason", step_args.reason, err);
}

static int
set_optional(json_t *members, const char *name, const char *value)
{
	return value == NULL
		   ? 0
		   : json_object_set_new(members, name, json_string(value));
}

static int
identity(const char *unused, struct sar_err *err)
{
	struct step step = { .type = SAR_RECORD_IDENTITY, .asks = true };
	int what, who = 0;
	int rc = -1;

	(void)unused;
	if ((what = step_word("--what", what_word, whats, err)) == -1 ||
	    (who_word != NULL &&
		(who = step_word("--who", who_word, whos, err)) == -1) ||
	    check(what, err) == -1)
		return -1;
	step.what = who == 0 ? "Identity" : "Authority";
	step.word = whats[what];
	step.writes = step.asks_by_letter = what == 0;
	step.letter = who == 0 ? SAR_NOTICE_IDENTITY : SAR_NOTICE_AUTHORITY;
	step.members = json_pack("{ss}", "who", whos[who]);
	if (step.members == NULL ||
	    set_optional(step.members, "kind", kind_word) == -1 ||
	    set_optional(step.members, "reason", step_args.reason) == -1)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	else
		rc = step_run(&step, err);
	json_decref(step.members);
	return rc;
}

int
cmd_id(int argc, const char **argv)
{
	int status = step_command(argc, argv, options,
	    "--ref REF --by ID --what WHAT", 0, identity);

	free(what_word);
	free(who_word);
	free(kind_word);
	what_word = who_word = kind_word = NULL;
	return status;
}
