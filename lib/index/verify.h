#ifndef SAR_INDEX_VERIFY_H
#define SAR_INDEX_VERIFY_H

#include "base/progress.h"
#include "index/index.h"

/*
 * Does an index agree with itself?  SQLite notices a broken tree, not a
 * flipped bit in a row: for that there are the digests.
 */
struct sar_index_verdict {
	uint64_t legs, recordings, uses, commitments; /* rows looked at */
	uint64_t faults;
};

/* A fault: the table, and the row's id (0 where it has none). */
typedef int sar_index_fault_fn(void *ctx, const char *table, int64_t id,
    struct sar_err *err);

struct sar_index_verifying {
	bool quick; /* rows only, not the trees of the file */
	const struct sar_progress *progress; /* of steps; or NULL */
	sar_index_fault_fn *fault;           /* -1 ends it */
	void *ctx;
};

/**
 * sar_index_verify(index, how, verdict, err):
 * Read all of the index, in one transaction and in flat memory: the trees
 * and the foreign keys, every row against its digest, every source against
 * the sum of what it brought, the counts of what nobody can attribute against
 * the parties, each line that was registered against its leaf.  Return 0 with
 * ${verdict}, faults or none; -1 with ${err} set when it could not be done.
 */
SAR_MUST_CHECK int sar_index_verify(struct sar_index *index,
    const struct sar_index_verifying *how, struct sar_index_verdict *verdict,
    struct sar_err *err);

#endif
