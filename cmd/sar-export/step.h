#ifndef SAR_EXPORT_CMD_STEP_H
#define SAR_EXPORT_CMD_STEP_H

#include <jansson.h>

#include "common/cmd.h"
#include "export/event.h"
#include "letter/notice.h"

/* What the commands share that record one step of a case. */

struct step_args {
	char *on, *text, *reason;
	int again, dry_run;
};
extern struct step_args step_args;

/* --ref, --by, --on, --again and --dry-run. */
extern const struct poptOption step_options[];

#define STEP_OPTIONS                                                         \
	{                                                                    \
		NULL, '\0', POPT_ARG_INCLUDE_TABLE, CMD_TABLE(step_options), \
		    0, "The step:", NULL                                     \
	}
#define STEP_TEXT(help)                                              \
	{                                                            \
		"text", '\0', POPT_ARG_STRING, &step_args.text, 52,  \
		    help ": a file, or - for standard input", "FILE" \
	}
#define STEP_REASON(help, codes)                                              \
	{                                                                     \
		"reason", '\0', POPT_ARG_STRING, &step_args.reason, 53, help, \
		    codes                                                     \
	}

/* A step, as its command says it. */
struct step {
	enum sar_record_type type;
	const char *what; /* "Extension", for people */
	const char *word; /* member "what"; or NULL */
	json_t *members;  /* others, borrowed; or NULL */
	/* The step is taken by a letter, in which --text is said: the log has a
	   commitment to all of it. */
	bool writes;
	bool asks_by_letter; /* nothing need be said in it */
	enum sar_notice_kind letter;
	bool lost;      /* it is of a case whose folder is gone */
	uint64_t pence; /* of a fee that is asked for */
	bool asks;      /* only till the request is answered */
	/* What else has to be so; or NULL. */
	int (*may)(const char *ref, const struct sar_docket *docket,
	    struct sar_err *err);
	/* And on its day; or NULL. */
	int (*may_on)(const char *ref, const struct sar_docket *docket,
	    struct sar_date on, struct sar_err *err);
	/* What else is said and done once it was taken; or NULL. */
	int (*said)(const struct sar_case *c, const struct sar_docket *after,
	    struct sar_err *err);
};

/** step_run: Record it, as the options say, and say so. */
SAR_MUST_CHECK int step_run(const struct step *step, struct sar_err *err);

/** step_reason: The same, with the reason for it in the record: --reason has to
 * be one of ${reasons}, of which the last is NULL. */
SAR_MUST_CHECK int step_reason(struct step *step, const char *const *reasons,
    struct sar_err *err);

/** step_word: Which of ${words}, of which the last is NULL, is ${word}?
 * -1 with ${err} set, "${name}: expected a, b or c". */
SAR_MUST_CHECK int step_word(const char *name, const char *word,
    const char *const *words, struct sar_err *err);

/** step_on: The day of --on; else today, at ${now}. */
SAR_MUST_CHECK int step_on(const struct sar_home *home, int64_t now,
    struct sar_date *on, struct sar_err *err);

/** step_text: What --text says, or NULL for none; the caller frees it. */
SAR_MUST_CHECK int step_text(char **text, struct sar_err *err);

/** step_by: --by, which has to be given: nobody did it by being logged in. */
SAR_MUST_CHECK const char *step_by(const struct sar_home *home,
    struct sar_err *err);

/** step_command: A command that takes the ${words} arguments of ${options};
 * ${run} does it. */
int step_command(int argc, const char **argv, const struct poptOption *options,
    const char *arguments, int words,
    int (*run)(const char *word, struct sar_err *err));

#endif
