#include "tlog/tree.h"

#include <assert.h>
#include <string.h>

#define LEAF_MARK 0x00 /* RFC 6962, 2.1: none can be taken for a node */

static size_t
edge_len(const struct sar_tree *tree)
{
	return (size_t)__builtin_popcountll(tree->size);
}

void
sar_tree_leaf(const void *line, size_t len, uint8_t out[SAR_SHA256_LEN])
{
	sar_sha256_marked(LEAF_MARK, line, len, out);
}

void
sar_tree_add_whole(struct sar_tree *tree, unsigned level,
    const uint8_t root[SAR_SHA256_LEN])
{
	uint8_t sum[SAR_SHA256_LEN];
	size_t top = edge_len(tree);
	uint64_t one = (uint64_t)1 << level, bit;

	assert((tree->size & (one - 1)) == 0);
	memcpy(sum, root, sizeof(sum));
	/* As in adding to size: every carry makes two equal trees one. */
	for (bit = one; (tree->size & bit) != 0; bit <<= 1)
		sar_sha256_node(tree->edge[--top], sum, sum);
	memcpy(tree->edge[top], sum, sizeof(sum));
	tree->size += one;
}

void
sar_tree_add_leaf(struct sar_tree *tree, const uint8_t leaf[SAR_SHA256_LEN])
{
	sar_tree_add_whole(tree, 0, leaf);
}

void
sar_tree_add(struct sar_tree *tree, const void *line, size_t len)
{
	uint8_t leaf[SAR_SHA256_LEN];

	sar_tree_leaf(line, len, leaf);
	sar_tree_add_leaf(tree, leaf);
}

void
sar_tree_root(const struct sar_tree *tree, uint8_t out[SAR_SHA256_LEN])
{
	/* SHA-256 of nothing. */
	static const uint8_t empty[SAR_SHA256_LEN] = { 0xe3, 0xb0, 0xc4, 0x42,
		0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f,
		0xb9, 0x24, 0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c,
		0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55 };
	size_t top = edge_len(tree);

	if (top == 0) {
		memcpy(out, empty, sizeof(empty));
		return;
	}
	memcpy(out, tree->edge[--top], SAR_SHA256_LEN);
	while (top > 0)
		sar_sha256_node(tree->edge[--top], out, out);
}
