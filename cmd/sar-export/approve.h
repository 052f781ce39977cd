#ifndef SAR_EXPORT_CMD_APPROVE_H
#define SAR_EXPORT_CMD_APPROVE_H

#include "export/answer.h"
#include "export/approval.h"
#include "export/case.h"

/** approve_answer: Log what is not logged of ${answer}, approve it, and say so.
 */
SAR_MUST_CHECK int approve_answer(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_approval_options *how,
    struct sar_err *err);

/* What a saved review is taken with. */
struct approve_plan {
	const char *file;
	const char *confirm; /* SHA-256 of the plan that comes of it; or NULL */
	bool dry;
	const struct sar_plan_options *with;
};

/**
 * approve_plan: Take a saved review: show what changes, have it confirmed,
 * store and log the marks, and approve where nothing waits.
 */
SAR_MUST_CHECK int approve_plan(const struct sar_case *c,
    const struct approve_plan *plan, struct sar_approval_options *how,
    struct sar_err *err);

#endif
