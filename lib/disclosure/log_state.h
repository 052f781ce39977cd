#ifndef SAR_DISCLOSURE_LOG_STATE_H
#define SAR_DISCLOSURE_LOG_STATE_H

/* Private to disclosure: what is known of a log that was read. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "disclosure/log.h"
#include "disclosure/segment.h"
#include "tlog/tree.h"

#define SAR_LOG_CHECKPOINTS "checkpoints"

/* Which files a writer goes on in: those that were verified, fd -1. */
struct sar_log_end {
	struct sar_segment_file segment; /* the last */
	unsigned number;                 /* of it */
	uint64_t first;                  /* record in it, or to be */
	struct sar_segment_file notes;
	bool torn_line; /* checkpoints do not end in LF */
};

/* A record that is to be erased, and what says so. */
struct sar_log_erasure {
	uint64_t seq;
	uint8_t leaf[SAR_SHA256_LEN];
	uint64_t by; /* erase record; 0: none yet */
};

/* Numbers of records. */
struct sar_log_list {
	uint64_t *all;
	size_t n;
	size_t room;
};

struct sar_log {
	struct sar_tree tree; /* of all records */
	uint8_t root[SAR_SHA256_LEN];
	char *last;          /* checkpoint, with its LF and a NUL */
	uint64_t points;     /* checkpoints, of which */
	uint64_t unverified; /* were compared with the tree only */
	struct sar_log_key *keys;
	size_t n_keys;
	bool rotating;
	struct sar_log_list pending;
	struct sar_log_erasure *erasures; /* the same, as many */
	struct sar_log_list unattested;
	struct sar_log_tail_part *tails;
	char (*names)[SAR_SEGMENT_NAME]; /* of their files */
	size_t n_tails;
	struct sar_log_end end;
};

/** sar_log_read: sar_log_open() under the lock: what follows the last
 * checkpoint is a tail, and nobody's commit under way. */
SAR_MUST_CHECK struct sar_log *sar_log_read(const struct sar_log_reading
						*reading,
    struct sar_err *err);

/** sar_log_tree: The right edge, to be copied. */
const struct sar_tree *sar_log_tree(const struct sar_log *log);
const struct sar_log_end *sar_log_end(const struct sar_log *log);

/** sar_log_erasures: As sar_log_pending(), with what says so. */
const struct sar_log_erasure *sar_log_erasures(const struct sar_log *log,
    size_t *n);

/** sar_log_list_add: One more number. */
SAR_MUST_CHECK int sar_log_list_add(struct sar_log_list *list, uint64_t seq,
    struct sar_err *err);

#endif
