#ifndef SAR_EXPORT_CORRECTION_H
#define SAR_EXPORT_CORRECTION_H

/*
 * Private to export: a case whose answer takes the place of another's.  What
 * was answered stays as it is, in its package and in the log; the new case says
 * which one it corrects, and its letter why.
 */

#include "docket/docket.h"
#include "export/case.h"
#include "export/receipts.h"
#include "letter/letter.h"

#define SAR_CORRECTION "correction.txt" /* what was not right, in words */

/* What the letter says of it; owned. */
struct sar_correction {
	struct sar_letter_correction letter;
	char *why;
};

/**
 * sar_correction_read: Of a case that corrects another, what its letter says of
 * that, to be freed; *${out} is NULL for other cases.  Why may be NULL, if
 * nobody has written it: then there is no letter.
 */
SAR_MUST_CHECK int sar_correction_read(const struct sar_case *c,
    struct sar_correction **out, struct sar_err *err);
void sar_correction_free(struct sar_correction *correction);

/**
 * sar_correction_check: May ${c}, whose receipt is not logged yet, correct what
 * it says it does?  SAR_EREFUSED when that was not answered, or is corrected by
 * another case already, or is not the same request; SAR_EINPUT when it was
 * received on another day.
 */
SAR_MUST_CHECK int sar_correction_check(const struct sar_case *c,
    const struct sar_receipts *receipts, struct sar_err *err);

/** sar_correction_said: Is it said why, in ${why} or in the case?  SAR_EINPUT
 * if not. */
SAR_MUST_CHECK int sar_correction_said(const struct sar_case *c,
    const char *why, struct sar_err *err);

/**
 * sar_correction_prepare: Give ${c} what it needs before its receipt is logged:
 * ${why}, which may be NULL when it has it, and copies of the marks of the case
 * it corrects, if that is kept.  Once more, it changes nothing.
 */
SAR_MUST_CHECK int sar_correction_prepare(const struct sar_case *c,
    const char *why, struct sar_err *err);

/**
 * sar_correction_text: The request of the case ${old} as one that corrects it,
 * request.conf(5) without a ref unless ${ref} is not NULL; the caller frees it.
 * Who asked is taken to be known if the log has it so.
 */
SAR_MUST_CHECK char *sar_correction_text(const struct sar_home *home,
    const char *old, const char *ref, struct sar_err *err);

#endif
