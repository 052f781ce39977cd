#ifndef SAR_TLOG_TREE_H
#define SAR_TLOG_TREE_H

/* The RFC 6962 tree, grown a leaf at a time. */

#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"

/*
 * The right edge: the roots of the whole subtrees that make up the tree so
 * far, largest first, one for each bit set in size.  All zero: no leaf yet.
 */
struct sar_tree {
	uint64_t size;
	uint8_t edge[64][SAR_SHA256_LEN];
};

/** sar_tree_add: One more line, without its LF. */
void sar_tree_add(struct sar_tree *tree, const void *line, size_t len);

/** sar_tree_add_leaf: One more leaf hash (a tombstone's). */
void sar_tree_add_leaf(struct sar_tree *tree,
    const uint8_t leaf[SAR_SHA256_LEN]);

/**
 * sar_tree_add_whole: Two to the ${level} leaves at once, of which ${root} is
 * the root: where so many end, or none are added yet.
 */
void sar_tree_add_whole(struct sar_tree *tree, unsigned level,
    const uint8_t root[SAR_SHA256_LEN]);

/** sar_tree_leaf: The leaf hash of a line, without its LF. */
void sar_tree_leaf(const void *line, size_t len, uint8_t out[SAR_SHA256_LEN]);

/** sar_tree_root: The root of all added; SHA-256("") of none. */
void sar_tree_root(const struct sar_tree *tree, uint8_t out[SAR_SHA256_LEN]);

#endif
