/* Private to export: when the copies of a review have to be gone. */
#ifndef SAR_EXPORT_REVIEW_OVER_H
#define SAR_EXPORT_REVIEW_OVER_H

#include "docket/docket.h"
#include "export/review.h"

/** sar_review_is_over: Has the answer gone out, whole, or is the case closed?
 */
bool sar_review_is_over(const struct sar_docket *docket);

typedef int sar_review_over_fn(void *ctx, const char *ref, uint64_t copies,
    struct sar_err *err);

/** sar_review_each_over: Call ${fn} for each case that has copies of recordings
 * in its review and is over, or that the log does not know. */
SAR_MUST_CHECK int sar_review_each_over(const struct sar_home *home,
    sar_review_over_fn *fn, void *ctx, struct sar_err *err);

#endif
