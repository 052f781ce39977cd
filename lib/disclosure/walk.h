#ifndef SAR_DISCLOSURE_WALK_H
#define SAR_DISCLOSURE_WALK_H

/*
 * Private to disclosure: a log being verified.  Blocks of lines are read one
 * after another and looked into by several threads; what needs the order of
 * records is done between, by one.
 */

#include <pthread.h>

#include "disclosure/block.h"
#include "disclosure/chain.h"
#include "disclosure/checkpoints.h"
#include "disclosure/cosignatures.h"
#include "disclosure/cursor.h"
#include "disclosure/erasures.h"

#define SAR_WALK_BLOCKS 8 /* that are in memory at once */

/* What a recover record says of bytes in checkpoints. */
struct sar_walk_claim {
	uint64_t seq;
	size_t segment;
	uint64_t bytes;
	uint8_t sha256[SAR_SHA256_LEN];
};

/* Where the records begin that no checkpoint was compared with yet. */
struct sar_walk_good {
	uint64_t size;
	size_t segment;
	uint64_t line;
};

struct sar_walk {
	const struct sar_log_reading *reading;
	struct sar_log *log;
	unsigned jobs;
	int dir;
	struct sar_segment_list list;
	struct sar_cursor cursor;
	struct sar_checkpoints points;
	struct sar_chain chain;
	struct sar_erasures erasures;
	struct sar_cosignatures cosignatures;
	struct sar_tree tree; /* of all records taken */
	struct sar_walk_good good;
	struct sar_walk_claim *claims; /* not compared yet, in order */
	size_t n_claims;
	/* The blocks at work; those past ${used} are empty. */
	struct sar_block *blocks[SAR_WALK_BLOCKS];
	size_t used;
	pthread_mutex_t lock;  /* of what is read one after another: */
	size_t turn;           /* whose it is */
	bool stalled;          /* a block's checkpoints are not all read */
	struct sar_err failed; /* what ends the walk once all before it is told
				*/
};

/** sar_walk_init: To be cleared in any case. */
SAR_MUST_CHECK int sar_walk_init(struct sar_walk *walk,
    const struct sar_log_reading *reading, struct sar_log *log,
    struct sar_err *err);
void sar_walk_clear(struct sar_walk *walk);

/** sar_walk_look: Read what is signed by now, on from where it was. */
SAR_MUST_CHECK int sar_walk_look(struct sar_walk *walk, struct sar_err *err);

/** sar_walk_end: What is left when all was read, as it is now. */
SAR_MUST_CHECK int sar_walk_end(struct sar_walk *walk, struct sar_err *err);

/** sar_walk_bad: "FILE: line N: record R: WHY", SAR_ETAMPER; return -1. */
int sar_walk_bad(const struct sar_walk *walk, const struct sar_block *block,
    size_t i, const char *why, struct sar_err *err);

/** sar_walk_take: What do the block's records mean where they stand?  Add them
 * to the tree.  What is wrong is in walk->failed, and the block ends there. */
SAR_MUST_CHECK int sar_walk_take(struct sar_walk *walk, struct sar_block *block,
    struct sar_err *err);

/** sar_walk_compare: Compare the block's checkpoints with the tree.  By any
 * thread; what is found is in the batch. */
void sar_walk_compare(const struct sar_walk *walk, struct sar_block *block);

/** sar_walk_tell: Tell of the block's records and checkpoints, in order. */
SAR_MUST_CHECK int sar_walk_tell(struct sar_walk *walk, struct sar_block *block,
    struct sar_err *err);

/** sar_walk_recover: Does a recover record, the first of ${block}, tell the
 * truth?  *${why} is NULL, or what is wrong. */
SAR_MUST_CHECK int sar_walk_recover(struct sar_walk *walk,
    const struct sar_block *block, const char **why, struct sar_err *err);

/** sar_walk_gap: Bytes in checkpoints before the one of ${size}, if any, must
 * be told of by a record that it is the first to cover. */
SAR_MUST_CHECK int sar_walk_gap(struct sar_walk *walk,
    const struct sar_checkpoints_gap *gap, uint64_t size, struct sar_err *err);

#endif
