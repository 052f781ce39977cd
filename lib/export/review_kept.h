/* Private to export: of which recordings there are copies in reviews. */
#ifndef SAR_EXPORT_REVIEW_KEPT_H
#define SAR_EXPORT_REVIEW_KEPT_H

#include "export/case.h"
#include "export/review.h"

/* A recording that is going to be deleted. */
struct sar_review_kept_one {
	uint8_t sha256[SAR_SHA256_LEN];
	bool waits; /* set: a case that is at work has a copy */
};

struct sar_review_kept {
	struct sar_review_kept_one *all;
	size_t n;
	unsigned wait_s;       /* for a case that is at work */
	struct sar_err locked; /* the first that was, if any */
};

/**
 * sar_review_kept_tidy: In each case that is not at work, take away what a
 * review that was killed left.  SAR_ECORRUPT for a review whose list is none:
 * nobody knows then what there are copies of.
 */
SAR_MUST_CHECK int sar_review_kept_tidy(const struct sar_home *home,
    struct sar_err *err);

/**
 * sar_review_kept_drop: Take away each review that has a copy of one of them;
 * what a review that was killed left, and one without a list, may have one of
 * anything.  They are to be claimed in the index before: a review that begins
 * after this looks there before its copies are in place.  Those that a case at
 * work has copies of have to wait, as ${kept} says then.  -1 when there may be
 * a copy of any, so that none can be deleted: SAR_ELOCKED when a review is
 * being made.
 */
SAR_MUST_CHECK int sar_review_kept_drop(const struct sar_home *home,
    struct sar_review_kept *kept, struct sar_err *err);

#endif
