#ifndef SAR_PLAN_LINT_H
#define SAR_PLAN_LINT_H

#include "plan/plan.h"

/* Something about a plan that a person should look at. */
struct sar_finding {
	unsigned item;                  /* its number; 0: the plan as a whole */
	const char *what;               /* code, as "cross-talk" */
	bool error;                     /* the plan cannot be built as it is */
	const struct sar_plan_cut *cut; /* it is about; or NULL */
};

typedef void sar_lint_fn(void *ctx, const struct sar_finding *finding);

/**
 * sar_lint_run: Call ${fn} for each finding: errors are what makes the plan
 * wait for a person; warnings are what often is a mistake (a cut on one channel
 * only, one shorter than words, a gap or an end that leaves a sliver).
 */
void sar_lint_run(const struct sar_plan *plan, sar_lint_fn *fn, void *ctx);

/** sar_lint_waits: Does the item wait for a person, so that no plan that has it
 * is built?  There are as many as the plan has undecided. */
bool sar_lint_waits(const struct sar_plan_item *item);

/** sar_lint_text: Plain English for a code, as what is wrong and what to do. */
const char *sar_lint_text(const char *what);

#endif
