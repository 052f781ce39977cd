#ifndef SAR_LETTER_REGISTER_H
#define SAR_LETTER_REGISTER_H

#include "base/err.h"
#include "plan/plan.h"

/*
 * For the organisation alone: what was decided of every item and of every cut,
 * why, and by whom, with what the requester is not told of.  The requester's
 * schedules come from the same plan, through sar_plan_told().  It stays in the
 * case: it has notes of decisions, which are personal.
 */

/**
 * sar_letter_register: register.csv: a row for each cut, and for each item that
 * has none.  No cell can be taken for a formula.  CRLF, RFC 4180.
 */
SAR_MUST_CHECK char *sar_letter_register(const struct sar_plan *plan,
    struct sar_err *err);

/** sar_letter_register_text: register.txt, the same to be read, UTF-8, CRLF. */
SAR_MUST_CHECK char *sar_letter_register_text(const struct sar_plan *plan,
    const char *ref, struct sar_err *err);

#endif
