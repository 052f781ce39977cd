#ifndef SAR_TLOG_POLICY_DATA_H
#define SAR_TLOG_POLICY_DATA_H

/* Private to tlog: what a policy is made of. */

#include <stdbool.h>
#include <stddef.h>

#include "tlog/policy.h"

#define SAR_POLICY_NAME_MAX 255
#define SAR_POLICY_GROUPS 64
#define SAR_POLICY_NODES (SAR_POLICY_WITNESSES + SAR_POLICY_GROUPS)
#define SAR_POLICY_NOBODY ((size_t)-1)

/*
 * A witness or a group.  Each is a member of one group at most, which comes
 * after it, so one pass in the order of the file says who is satisfied.
 */
struct sar_policy_node {
	char name[SAR_POLICY_NAME_MAX + 1];
	size_t witness; /* of witnesses; SAR_POLICY_NOBODY: a group */
	size_t need;    /* of a group's members */
	size_t group;   /* it is a member of; SAR_POLICY_NOBODY: none */
};

struct sar_policy {
	size_t n_logs;
	struct sar_key_public logs[SAR_POLICY_LOGS];
	size_t n_witnesses;
	struct sar_key_public witnesses[SAR_POLICY_WITNESSES];
	size_t n;
	struct sar_policy_node nodes[SAR_POLICY_NODES];
	size_t quorum; /* of nodes; SAR_POLICY_NOBODY: none is asked for */
};

/** sar_policy_met: Is the quorum there when ${seen} of the witnesses are? */
bool sar_policy_met(const struct sar_policy *policy,
    const bool seen[SAR_POLICY_WITNESSES]);

#endif
