#ifndef SAR_REDACT_EDGE_H
#define SAR_REDACT_EDGE_H

#include "redact/extent.h"

/*
 * Private to redact: the right edge of an RFC 6962 tree that is given leaves
 * and whole subtrees, in order.  A node of level l stands for 2^l leaves.
 */
struct sar_edge {
	uint64_t size;
	uint8_t node[SAR_EXTENT_HEIGHT + 2][SAR_SHA256_LEN]; /* by level */
};

/** sar_edge_add: The next 2^level leaves, where a subtree of theirs may
 * begin. */
void sar_edge_add(struct sar_edge *edge, struct sar_sha256 *hash,
    unsigned level, const uint8_t node[SAR_SHA256_LEN]);

/** sar_edge_root: Of all added; SHA-256("") of none. */
void sar_edge_root(const struct sar_edge *edge, struct sar_sha256 *hash,
    uint8_t out[SAR_SHA256_LEN]);

#endif
