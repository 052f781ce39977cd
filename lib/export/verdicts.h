#ifndef SAR_EXPORT_VERDICTS_H
#define SAR_EXPORT_VERDICTS_H

#include <stdbool.h>
#include <stdint.h>

#include "export/answer.h"
#include "export/case.h"
#include "review/saved.h"

/*
 * What a saved review, sar-review(5), says of a case, held against the case:
 * the page is never the authority.  The file itself is kept as
 * cases/REF/reviews/SHA256.json, beside what became of it, before any of its
 * marks count.
 */
#define SAR_VERDICTS_DIR "reviews"

/* Below this a recording that is approved has hardly been heard. */
#define SAR_VERDICTS_HEARD 950 /* per mille */

/* Of one item: in the file, or waiting for a person, or both. */
struct sar_verdict {
	const struct sar_saved_item *said; /* NULL: not in the file */
	/* The file decides it.  Else it stays as it is in the case, whatever
	   the file has of it. */
	bool decides;
	unsigned item;
	const struct sar_marks *marks; /* that it has then, or NULL; borrowed */
	const struct sar_plan_item *was; /* of the answer's plan; borrowed */
	const struct sar_plan_item *is;  /* of the plan that comes of it */
	/* What it waits for when the file has been taken: "not-in-review" or
	   "changed-in-review", or what sar_lint_text() knows; NULL: nothing. */
	const char *waits;
	bool little; /* approved, and less of it heard than that */
};

struct sar_verdicts {
	const struct sar_saved *saved; /* borrowed, and its marks: */
	struct sar_marks **marks;      /* each recording's that is decided */
	size_t n;
	struct sar_plan *plan;          /* as it will be */
	char *then;                     /* the text of the plan as it is */
	char *text;                     /* and as it will be */
	uint8_t digest[SAR_SHA256_LEN]; /* of that */
	bool taken; /* by a run before this one, which may have been killed */
	char by[SAR_MARKS_STAFF]; /* who handed it in, of one that was taken */
	struct sar_verdict *all;  /* by number */
	size_t n_all;
	size_t waiting; /* of them, and marks of no recording */
};

struct sar_verdicts_options {
	const char *name; /* of the file, for messages */
	const char *by;   /* who hands it in */
	const struct sar_plan_options *with;
	int64_t now;
};

/**
 * sar_verdicts_make(c, answer, saved, options, out, err):
 * Everything ${saved} says, checked as if it were marked by hand, and the plan
 * that comes of it; nothing is written.  ${answer} is of ${c}, which is locked,
 * with the same plan options.  To be freed in any case, before ${saved} and
 * ${answer}.  -1 with ${err} set: SAR_EINPUT for another case's file, an item
 * or a recording that is not the case's, an item that the page has and the file
 * has not, marks that cannot be and days that cannot be; SAR_EREVIEW when the
 * page was made of another plan than there is now, or of what is approved less
 * was played than is asked for; SAR_EREFUSED when who asked for a second person
 * would settle it, or hand that in; SAR_ECORRUPT or SAR_EMISSING for a
 * recording on disk.
 */
SAR_MUST_CHECK int sar_verdicts_make(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_saved *saved,
    const struct sar_verdicts_options *options, struct sar_verdicts *out,
    struct sar_err *err);
void sar_verdicts_free(struct sar_verdicts *verdicts);

/**
 * sar_verdicts_store: Keep the file's ${text}, as handed in by ${by}, then
 * store all marks at once.  The same once more completes what was cut short.
 */
SAR_MUST_CHECK int sar_verdicts_store(const struct sar_case *c,
    const struct sar_verdicts *verdicts, const char *text, const char *by,
    struct sar_err *err);

/**
 * sar_verdicts_may: Could ${by}, who hands it in, approve what comes of it?
 * SAR_EREFUSED where sar_approval_give() would say so of who it is.
 */
SAR_MUST_CHECK int sar_verdicts_may(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_verdicts *verdicts,
    const char *by, struct sar_err *err);

/**
 * sar_verdicts_note: The note, or "", on the recording of ${marks} in the saved
 * review that they were taken from, if that is still kept in the case: a note
 * for people, so one that cannot be read is none.  The caller frees it.
 */
SAR_MUST_CHECK int sar_verdicts_note(const struct sar_case *c,
    const struct sar_marks *marks, char **note, struct sar_err *err);

/** sar_verdicts_text: Plain English for what an item waits for. */
const char *sar_verdicts_text(const char *waits);

#endif
