#ifndef SAR_EXPORT_RELEASED_H
#define SAR_EXPORT_RELEASED_H

#include "export/answer.h"
#include "export/case.h"

/**
 * sar_released_is(c, released, err): Does the log say that the case's package
 * has been released?
 */
SAR_MUST_CHECK int sar_released_is(const struct sar_case *c, bool *released,
    struct sar_err *err);

/**
 * sar_released_same(c, answer, err):
 * Is the plan of ${answer} the one that the released package was built from?
 * What that build had to leave out, as it could not be decoded any more, is
 * left out of ${answer}'s plan too.  -1 with ${err} set: SAR_EREVIEW when it
 * is another, SAR_EMISSING when the plan of the release is gone.
 */
SAR_MUST_CHECK int sar_released_same(const struct sar_case *c,
    const struct sar_answer *answer, struct sar_err *err);

#endif
