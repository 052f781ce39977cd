/* Private to index: the parts of sar_index_verify(). */
#ifndef SAR_INDEX_VERIFYING_H
#define SAR_INDEX_VERIFYING_H

#include "index/db.h"
#include "index/verify.h"

struct sar_index_check {
	struct sar_index *index;
	const struct sar_index_verifying *how;
	struct sar_index_verdict *verdict;
	uint64_t done, total; /* steps, for progress */
};

/** sar_index_verifying_fault: Count one and tell of it. */
SAR_MUST_CHECK int sar_index_verifying_fault(struct sar_index_check *check,
    const char *table, int64_t id, struct sar_err *err);

/** sar_index_verifying_step: One more row is done. */
SAR_MUST_CHECK int sar_index_verifying_step(struct sar_index_check *check,
    struct sar_err *err);

/** sar_index_verifying_extra: What is beside each leg, and the sources. */
SAR_MUST_CHECK int sar_index_verifying_extra(struct sar_index_check *check,
    struct sar_err *err);

/** sar_index_verifying_committed: Commitments, and lines of batches. */
SAR_MUST_CHECK int sar_index_verifying_committed(struct sar_index_check *check,
    struct sar_err *err);

/** sar_index_verifying_held: Holds, and what was purged. */
SAR_MUST_CHECK int sar_index_verifying_held(struct sar_index_check *check,
    struct sar_err *err);

/** sar_index_verifying_unread: The counts of those nobody can attribute. */
SAR_MUST_CHECK int sar_index_verifying_unread(struct sar_index_check *check,
    struct sar_err *err);

#endif
