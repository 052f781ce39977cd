#ifndef SAR_DISCLOSURE_BLOCK_H
#define SAR_DISCLOSURE_BLOCK_H

/*
 * Private to disclosure: some lines of a segment, what they say, and the part
 * of the tree over them.  A block never goes over a multiple of its size, so
 * that its nodes are nodes of the tree.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "disclosure/checkpoints.h"
#include "disclosure/scan.h"
#include "tlog/tree.h"

#define SAR_BLOCK_LEVELS 10
#define SAR_BLOCK_LINES ((size_t)1 << SAR_BLOCK_LEVELS)
#define SAR_BLOCK_BYTES ((size_t)1 << 19) /* that are read at once, at most */

struct sar_block_line {
	uint32_t at;
	uint32_t len; /* without its LF */
};

/* What is left in files before the one that begins here, see recover.c. */
struct sar_block_left {
	uint64_t bytes;
	uint64_t records; /* whole lines among them */
	uint8_t sha256[SAR_SHA256_LEN];
	size_t segment; /* the last that has some */
	uint64_t line;  /* there */
};

struct sar_block {
	/* Where it is. */
	size_t segment;
	uint64_t offset;
	uint64_t line;  /* of the first, in its segment, from 1 */
	uint64_t first; /* record */
	size_t n;
	struct sar_block_left left; /* if line is 1 */
	/* Its lines; all of these have room for SAR_BLOCK_LINES. */
	bool keep;  /* the members of all records, and not just of some */
	char *room; /* one byte, then: */
	char *text; /* SAR_BLOCK_BYTES, and SAR_SHA256_PAD */
	struct sar_block_line *lines;
	/* What they say. */
	size_t good;                   /* how many are records */
	struct sar_record_fault fault; /* of the one after them */
	struct sar_record *records;
	struct sar_record_member *members;
	char *scratch; /* as large as text, for records in other forms */
	/* The nodes that are whole in it: level 0 first, each half as many. */
	uint8_t (*nodes)[SAR_SHA256_LEN];
	/* The tree before it, and the checkpoints on its way. */
	struct sar_tree before;
	struct sar_checkpoints_batch *points;
	bool taken; /* they were read */
};

/** sar_block_new: NULL with ${err} set when memory runs out. */
SAR_MUST_CHECK struct sar_block *sar_block_new(struct sar_err *err);
void sar_block_free(struct sar_block *block); /* accepts NULL */

/**
 * sar_block_split: Find the lines, up to ${max}, in the ${have} bytes of text,
 * of which some may have been found before.  Return how many bytes they have.
 */
size_t sar_block_split(struct sar_block *block, size_t have, size_t max);

/** sar_block_read: What do the lines say, and what is the tree over them? */
SAR_MUST_CHECK int sar_block_read(struct sar_block *block, struct sar_err *err);

/** sar_block_add: Add the block's leaves to ${tree}, up to record ${to}. */
void sar_block_add(const struct sar_block *block, struct sar_tree *tree,
    uint64_t to);

/** sar_block_leaf: The hash of record ${i} of the block. */
const uint8_t *sar_block_leaf(const struct sar_block *block, size_t i);

/** sar_block_sum: One hash for all of the block's leaves. */
void sar_block_sum(const struct sar_block *block, uint8_t sum[SAR_SHA256_LEN]);

#endif
