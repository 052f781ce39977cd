#ifndef SAR_DISCLOSURE_WALK_H
#define SAR_DISCLOSURE_WALK_H

/* Private to verify.c and recover.c: where in the log a verifier is. */

#include "disclosure/log_state.h"

/* An erased record: a later erase record must name it. */
struct sar_walk_tombstone {
	uint64_t seq;
	uint8_t leaf[SAR_SHA256_LEN];
	bool named;
};

struct sar_walk {
	struct sar_log *log;
	size_t at;      /* the segment being read */
	size_t line;    /* of the record being read, in its segment, from 1 */
	size_t untold;  /* first segment whose tail is not told of yet */
	size_t next;    /* checkpoint to compare next */
	uint64_t good;  /* size at the last that matched */
	size_t good_at; /* where the first record after it is */
	size_t good_line;
	struct sar_walk_tombstone *tombstones;
	size_t n_tombstones;
};

/** sar_walk_bad: "FILE: line N: record R: WHY", SAR_ETAMPER; return -1. */
int sar_walk_bad(const struct sar_walk *walk, const char *why,
    struct sar_err *err);

/** sar_walk_recover: Does the recover record just read tell the truth? */
SAR_MUST_CHECK int sar_walk_recover(struct sar_walk *walk,
    const struct sar_record *record, struct sar_err *err);

/**
 * sar_walk_settled: With a committed record past them, has every tail before
 * it been told of?
 */
SAR_MUST_CHECK int sar_walk_settled(const struct sar_walk *walk,
    struct sar_err *err);

/** sar_walk_tails: List all tails; SAR_ETAMPER for a gap not told of. */
SAR_MUST_CHECK int sar_walk_tails(struct sar_walk *walk, struct sar_err *err);

/** sar_walk_pending: The bytes in tails of the segments not told of. */
struct sar_walk_pending {
	uint64_t bytes;
	uint64_t records; /* whole lines among them */
	uint8_t sha256[SAR_SHA256_LEN];
};
void sar_walk_pending(struct sar_log *log, size_t from, size_t to,
    struct sar_walk_pending *out);

#endif
