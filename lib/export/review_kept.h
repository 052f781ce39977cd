/* Private to export: of which recordings there are copies in reviews. */
#ifndef SAR_EXPORT_REVIEW_KEPT_H
#define SAR_EXPORT_REVIEW_KEPT_H

#include "export/case.h"
#include "export/review.h"

struct sar_review_kept_one {
	uint8_t sha256[SAR_SHA256_LEN];
	size_t of; /* whose: which of the names */
};

struct sar_review_kept {
	const struct sar_home *home;
	struct sar_case_names names;
	struct sar_review_kept_one *all;
	size_t n, room;
};

/**
 * sar_review_kept_read: Read what the review of each case says that there are
 * copies of.  To be freed in any case.  SAR_ECORRUPT for a list that is none:
 * nobody knows then what there are copies of.
 */
SAR_MUST_CHECK int sar_review_kept_read(const struct sar_home *home,
    struct sar_review_kept *out, struct sar_err *err);
void sar_review_kept_free(struct sar_review_kept *kept);

/**
 * sar_review_kept_drop: The recording is going to be deleted: take away each
 * review that has a copy of it.  SAR_ELOCKED when a case is at work, for
 * ${wait_s} seconds: then the recording has to wait as well.
 */
SAR_MUST_CHECK int sar_review_kept_drop(struct sar_review_kept *kept,
    const uint8_t sha256[SAR_SHA256_LEN], unsigned wait_s, struct sar_err *err);

#endif
