#ifndef SAR_EXPORT_READY_H
#define SAR_EXPORT_READY_H

#include "docket/docket.h"
#include "export/case.h"

/**
 * sar_ready_check(ref, docket, err):
 * May case ${ref} be answered, as the log has it?  Whatever packages, approves
 * or gives up asks this first, on every path (reference I4): a request that was
 * not received, or of somebody who is not known, is not answered by a way
 * round. -1 with ${err} set: SAR_EREVIEW when its receipt is not in the log;
 * SAR_EREFUSED when who asks is neither verified nor need be, the authority of
 * a representative is not, a fee that was asked for was neither paid nor
 * waived, the request was refused, or the case is closed.
 */
SAR_MUST_CHECK int sar_ready_check(const char *ref,
    const struct sar_docket *docket, struct sar_err *err);

/** sar_ready_request: Is the request that was read for ${c} the one whose
 * receipt the log has, if it has one?  SAR_EREFUSED if not. */
SAR_MUST_CHECK int sar_ready_request(const struct sar_case *c,
    struct sar_err *err);

/**
 * sar_ready_case: The same as both of ${c}, by the home's log.  A request that
 * is only tried, and that the log has nothing of, is judged as it says of
 * itself: what would be logged of it first.
 */
SAR_MUST_CHECK int sar_ready_case(const struct sar_case *c,
    struct sar_err *err);

#endif
