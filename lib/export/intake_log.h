#ifndef SAR_EXPORT_INTAKE_LOG_H
#define SAR_EXPORT_INTAKE_LOG_H

/* Private to export: what the log gets of a request, and what it has of others
 * like it. */

#include "export/intake.h"
#include "export/plan_salt.h"
#include "export/receipts.h"

/** sar_intake_log: The receipt, and who it is by if the request says so: one
 * commit.  *${record} is the receipt's number. */
SAR_MUST_CHECK int sar_intake_log(const struct sar_case *c,
    const struct sar_intake_options *options, uint64_t *record,
    struct sar_err *err);

/** sar_intake_check_receipt: Is the request on file the one whose receipt the
 * log has?  SAR_EREFUSED if not. */
SAR_MUST_CHECK int sar_intake_check_receipt(const struct sar_case *c,
    const struct sar_receipt *receipt, struct sar_err *err);

/** sar_intake_doubted: SAR_EREFUSED when the request says that who asks is
 * known, or need not be, and by the log who asked by a number of it in another
 * case did not show who they were.  Only a step of the case settles that. */
SAR_MUST_CHECK int sar_intake_doubted(const struct sar_case *c,
    const struct sar_receipts *receipts, struct sar_err *err);

/** sar_intake_compare: As sar_intake_repeats(), by ${receipts}. */
SAR_MUST_CHECK int sar_intake_compare(const struct sar_case *c,
    const struct sar_receipts *receipts, struct sar_intake_repeats *out,
    struct sar_err *err);

#endif
