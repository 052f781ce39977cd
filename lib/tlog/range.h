#ifndef SAR_TLOG_RANGE_H
#define SAR_TLOG_RANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"

/*
 * Inclusion and consistency proofs (RFC 9162, 2.1.3 and 2.1.4), made in one
 * pass over the leaf hashes without keeping them: a proof is the roots of a
 * few subtrees that lie side by side, and each is added up as its leaves go
 * by.  What is checked is never trusted: sizes and proofs may be hostile.
 */
#define SAR_RANGE_MAX 64 /* hashes of one proof at most */

struct sar_range_proof {
	size_t n;
	uint8_t hashes[SAR_RANGE_MAX][SAR_SHA256_LEN]; /* in proof order */
};

struct sar_range; /* opaque: a proof being made */

/**
 * sar_range_inclusion: That leaf ${index} is in the tree of ${size}, below
 * 2^63.  NULL with ${err} set: SAR_EINPUT for an index past the end.
 */
SAR_MUST_CHECK struct sar_range *sar_range_inclusion(uint64_t index,
    uint64_t size, struct sar_err *err);

/** sar_range_consistency: That the tree of ${size} begins with that of ${old}
 * leaves, ${old} <= ${size}.  Of none, and of all, the proof is empty. */
SAR_MUST_CHECK struct sar_range *sar_range_consistency(uint64_t old,
    uint64_t size, struct sar_err *err);
void sar_range_free(struct sar_range *range); /* accepts NULL */

/** sar_range_leaf: The next leaf's hash, from 0 on; those past the size do
 * not matter. */
void sar_range_leaf(struct sar_range *range,
    const uint8_t leaf[SAR_SHA256_LEN]);

/** sar_range_end: The proof, once all leaves it is of were given; SAR_EFAIL
 * before. */
SAR_MUST_CHECK int sar_range_end(struct sar_range *range,
    struct sar_range_proof *proof, struct sar_err *err);

/**
 * sar_range_included, sar_range_consistent: Does ${proof} prove it?  Nothing
 * but yes or no: a proof that is longer than it need be is no proof, nor is any
 * of a size past 2^63 - 1.  The tree of no leaf, whose root is SHA-256(""), is
 * consistent with every other; the proof of that is empty.
 */
SAR_MUST_CHECK bool sar_range_included(uint64_t index, uint64_t size,
    const uint8_t leaf[SAR_SHA256_LEN], const uint8_t root[SAR_SHA256_LEN],
    const struct sar_range_proof *proof);
SAR_MUST_CHECK bool sar_range_consistent(uint64_t old,
    const uint8_t old_root[SAR_SHA256_LEN], uint64_t size,
    const uint8_t root[SAR_SHA256_LEN], const struct sar_range_proof *proof);

#endif
