#ifndef SAR_TLOG_PATHS_H
#define SAR_TLOG_PATHS_H

#include "tlog/range.h"

/*
 * Inclusion proofs of several leaves, made in one pass over the leaf hashes of
 * a tree whose size nobody knows yet: while leaves go by, what lies beside
 * the way from each of them up is kept.
 */
struct sar_paths; /* opaque */

/** sar_paths_new: Of the ${n} leaves with these numbers, sorted, each once. */
SAR_MUST_CHECK struct sar_paths *sar_paths_new(const uint64_t *wanted, size_t n,
    struct sar_err *err);
void sar_paths_free(struct sar_paths *paths); /* accepts NULL */

/** sar_paths_leaf: The next leaf's hash, from 0 on. */
void sar_paths_leaf(struct sar_paths *paths,
    const uint8_t leaf[SAR_SHA256_LEN]);

/** sar_paths_size: How many leaves have gone by. */
uint64_t sar_paths_size(const struct sar_paths *paths);

/**
 * sar_paths_get: That leaf wanted[${k}] is in the tree of the leaves so far.
 * SAR_EFAIL when it has not gone by.
 */
SAR_MUST_CHECK int sar_paths_get(const struct sar_paths *paths, size_t k,
    struct sar_range_proof *out, struct sar_err *err);

#endif
