#ifndef SAR_VERIFY_OUTCOME_H
#define SAR_VERIFY_OUTCOME_H

#include "audit/audit.h"
#include "base/err.h"

/* What is said of a package, and the status that all of it comes to. */
struct outcome {
	struct sar_err worst; /* finding; SAR_OK as long as there is none */
	size_t findings;
	bool certificates; /* the list of them is the log's */
};

/** outcome_finding: Take a finding; all but the gravest are printed now. */
void outcome_finding(void *ctx, enum sar_audit_check check,
    const struct sar_err *err);

/** outcome_say: What was checked, what was not, for people and for --json. */
void outcome_say(const struct outcome *outcome,
    const struct sar_audit_options *how, const struct sar_audit_seen *seen);

/**
 * outcome_end: Print the gravest finding, and ${failed} unless it is NULL;
 * return the exit status.
 */
int outcome_end(struct outcome *outcome, const struct sar_err *failed);

#endif
