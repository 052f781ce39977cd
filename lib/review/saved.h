#ifndef SAR_REVIEW_SAVED_H
#define SAR_REVIEW_SAVED_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "marks/marks.h"

/*
 * What the page of sar-review(5) saves: what one person says of each recording
 * of a case.  Anybody may have written the file, so it proves nothing; what it
 * says is held against the case before it counts.
 */
#define SAR_SAVED_SCHEMA "sar-review.saved/1"
#define SAR_SAVED_MAX ((size_t)16 * 1024 * 1024) /* bytes of it */
#define SAR_SAVED_REF 65                         /* of a case, with the NUL */
#define SAR_SAVED_NOTE 500                       /* bytes of a note */

enum sar_saved_verdict {
	SAR_VERDICT_UNDECIDED, /* not looked at yet */
	SAR_VERDICT_APPROVED,  /* heard, and what is cut is right */
	SAR_VERDICT_REJECTED,  /* it must not leave as it stands */
	SAR_VERDICT_SECOND     /* another person has to listen */
};

/* Of one recording. */
struct sar_saved_item {
	unsigned item; /* its number in the case */
	enum sar_saved_verdict verdict;
	unsigned heard_permille; /* how much of it was played */
	char *note;              /* or ""; it may be personal */
	/*
	 * As they would be stored, but for the day of the review and what was
	 * heard, which the case has.  Messages call them "NAME: item N".  Of an
	 * undecided recording they are a draft, and not checked as a whole.
	 */
	struct sar_marks *marks;
};

struct sar_saved {
	char ref[SAR_SAVED_REF];
	uint8_t base[SAR_SHA256_LEN];   /* of the plan the page was made of */
	uint8_t digest[SAR_SHA256_LEN]; /* of the file itself */
	char by[SAR_MARKS_STAFF];       /* who listened */
	int64_t saved;                  /* when */
	struct sar_saved_item *items;   /* by number, each once */
	size_t n;
};

/**
 * sar_saved_parse(name, text, len, err):
 * Read a saved review, which messages call ${name}.  The caller frees the
 * result with sar_saved_free().  NULL with ${err} set to SAR_EINPUT, naming the
 * item and the member and no value: for a member that is missing, there twice,
 * unknown or of another kind, for numbers that are no whole ones in their
 * bounds, for items out of order, and, of a recording that is decided, for cuts
 * and decisions that do not go together.
 */
SAR_MUST_CHECK struct sar_saved *sar_saved_parse(const char *name,
    const char *text, size_t len, struct sar_err *err);
void sar_saved_free(struct sar_saved *saved); /* accepts NULL */

/** sar_saved_verdict_name: "approved", "rejected", "second-person" or
 * "undecided". */
const char *sar_saved_verdict_name(enum sar_saved_verdict verdict);

#endif
