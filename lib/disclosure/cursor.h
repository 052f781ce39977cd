#ifndef SAR_DISCLOSURE_CURSOR_H
#define SAR_DISCLOSURE_CURSOR_H

/* Private to disclosure: the lines of all segments, block after block. */

#include "disclosure/block.h"
#include "disclosure/log_state.h"

struct sar_cursor {
	int dir;
	const struct sar_segment_list *list;
	uint64_t goal; /* how many records are signed */
	/* Where it is. */
	size_t at;
	struct sar_segment_file file; /* of segment at; fd -1: not open */
	uint64_t offset;
	uint64_t line;
	uint64_t next;  /* record */
	size_t typical; /* bytes of a line */
	/* What is left in the files since one that a record told of. */
	struct sar_block_left left;
	struct sar_sha256 *hash; /* of it */
	struct sar_log *log;     /* gets the tails */
};

SAR_MUST_CHECK int sar_cursor_init(struct sar_cursor *cursor,
    struct sar_err *err);
void sar_cursor_clear(struct sar_cursor *cursor);

/**
 * sar_cursor_read: The next lines of records that are signed, into ${block};
 * block->n is 0 if there are no more.  SAR_ETAMPER when there are too few.
 */
SAR_MUST_CHECK int sar_cursor_read(struct sar_cursor *cursor,
    struct sar_block *block, struct sar_err *err);

/**
 * sar_cursor_end: With all records read, what there is after them, as it is
 * now: told of by nobody.  It may be asked again later.
 */
SAR_MUST_CHECK int sar_cursor_end(struct sar_cursor *cursor,
    struct sar_err *err);

/** sar_cursor_tail: Note bytes of a file that are no part of the log. */
SAR_MUST_CHECK int sar_cursor_tail(struct sar_log *log,
    const struct sar_log_tail_part *part, struct sar_err *err);

#endif
