/* Private to export: the texts an approval binds to. */
#ifndef SAR_EXPORT_APPROVAL_TEXTS_H
#define SAR_EXPORT_APPROVAL_TEXTS_H

#include "export/approval.h"
#include "export/said.h"

/* What the log has of the case, and whether there can be proofs. */
struct sar_approval_seen {
	struct sar_history history;
	bool proofs;
};

/** sar_approval_read: From ${view}, or by reading the log once. */
SAR_MUST_CHECK int sar_approval_read(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_approval_view *view,
    struct sar_approval_seen *seen, struct sar_err *err);

struct sar_approval_text {
	char *text; /* owned; NULL: not made */
	uint8_t digest[SAR_SHA256_LEN];
};

/** sar_approval_plan_text: plan.json as it is now. */
SAR_MUST_CHECK int sar_approval_plan_text(const struct sar_case *c,
    const struct sar_answer *answer, struct sar_approval_text *out,
    struct sar_err *err);

/** sar_approval_said: Letter and schedules as they are now, no date in them.
 * To be freed in any case. */
SAR_MUST_CHECK int sar_approval_said(const struct sar_case *c,
    const struct sar_answer *answer, bool vcon, bool proofs,
    struct sar_said *said, struct sar_err *err);

/** sar_approval_letter_text: The same in one. */
SAR_MUST_CHECK int sar_approval_letter_text(const struct sar_case *c,
    const struct sar_answer *answer, bool vcon, bool proofs,
    struct sar_approval_text *out, struct sar_err *err);

/**
 * sar_approval_kept: The text ${name} of the case, if it is what ${commitment}
 * of the log is to; the caller frees it.  NULL with ${err} set: SAR_EMISSING,
 * or SAR_ECORRUPT when it is another.
 */
SAR_MUST_CHECK char *sar_approval_kept(const struct sar_case *c,
    const char *name, const uint8_t commitment[SAR_SHA256_LEN],
    struct sar_err *err);

/** sar_approval_refuse_other: SAR_EREFUSED: who approves did what another has
 * to look after; return -1. */
int sar_approval_refuse_other(const struct sar_case *c, struct sar_err *err);

/**
 * sar_approval_other: May ${by} approve it?  SAR_EREFUSED where policy wants
 * somebody else than who listened or decided.
 */
SAR_MUST_CHECK int sar_approval_other(const struct sar_case *c,
    const struct sar_answer *answer, const char *by, struct sar_err *err);

#endif
