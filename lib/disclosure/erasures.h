#ifndef SAR_DISCLOSURE_ERASURES_H
#define SAR_DISCLOSURE_ERASURES_H

/*
 * Private to disclosure: what was erased, and what says so.  A tombstone needs
 * an erase record after it; an erase record needs a tombstone, or the line
 * with that very leaf, which waits to be replaced.  Two for one are not right.
 */

#include "disclosure/block.h"
#include "disclosure/log_state.h"

struct sar_erasures_list {
	struct sar_log_erasure *all;
	size_t n;
	size_t room;
};

/* Where a block was, and what its leaves were: 64 bytes for a thousand. */
struct sar_erasures_place {
	uint64_t first; /* record */
	uint64_t offset;
	uint32_t segment;
	uint32_t n;
	uint8_t sum[SAR_SHA256_LEN];
};

struct sar_erasures {
	const volatile int *stop;            /* as in struct sar_log_reading */
	struct sar_erasures_list tombstones; /* in order */
	struct sar_erasures_list waiting;    /* named, but no tombstone */
	struct sar_erasures_place *places;
	size_t n;
	size_t room;
};

void sar_erasures_clear(struct sar_erasures *erasures);

/** sar_erasures_place: Note where a block is that was read. */
SAR_MUST_CHECK int sar_erasures_place(struct sar_erasures *erasures,
    const struct sar_block *block, struct sar_err *err);

/** sar_erasures_tombstone: Record ${seq} is erased. */
SAR_MUST_CHECK int sar_erasures_tombstone(struct sar_erasures *erasures,
    const struct sar_record *record, struct sar_err *err);

/** sar_erasures_take: An erase record; *${why} is NULL, or what is wrong. */
SAR_MUST_CHECK int sar_erasures_take(struct sar_erasures *erasures,
    const struct sar_record *record, const char **why, struct sar_err *err);

/**
 * sar_erasures_end: With all read, does every tombstone have its record, and
 * is each line named by one, and by no other, still there as it was?  Those are
 * pending.  Each block is read once, however many of its lines are named.
 */
SAR_MUST_CHECK int sar_erasures_end(struct sar_erasures *erasures, int dir,
    const struct sar_segment_list *list, struct sar_log *log,
    struct sar_err *err);

#endif
