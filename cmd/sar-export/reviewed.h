#ifndef SAR_EXPORT_CMD_REVIEWED_H
#define SAR_EXPORT_CMD_REVIEWED_H

#include "export/review.h"

/**
 * reviewed_end: A step has been logged after which nobody may need the copies
 * of ${c} any more, which is locked: if so, take them away and say so.  -1 with
 * ${err} set, whose hint says that the step was logged.
 */
SAR_MUST_CHECK int reviewed_end(const struct sar_case *c, struct sar_err *err);

/** reviewed_others: Warn of what is in the folder and stays. */
void reviewed_others(const struct sar_review_there *was);

#endif
