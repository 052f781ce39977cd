#include "disclosure/cursor.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TYPICAL 256 /* bytes of a line, till it is known better */

int
sar_cursor_init(struct sar_cursor *cursor, struct sar_err *err)
{
	cursor->file.fd = -1;
	cursor->typical = TYPICAL;
	cursor->hash = sar_sha256_new(err);
	return cursor->hash == NULL ? -1 : 0;
}

void
sar_cursor_clear(struct sar_cursor *cursor)
{
	sar_segment_close(&cursor->file);
	sar_sha256_free(cursor->hash);
	cursor->hash = NULL;
}

int
sar_cursor_tail(struct sar_log *log, const struct sar_log_tail_part *part,
    struct sar_err *err)
{
	struct sar_log_tail_part *tails;
	char(*names)[SAR_SEGMENT_NAME];
	size_t i;

	tails = reallocarray(log->tails, log->n_tails + 1, sizeof(*tails));
	if (tails != NULL)
		log->tails = tails;
	names = reallocarray(log->names, log->n_tails + 1, sizeof(*names));
	if (names != NULL)
		log->names = names;
	if (tails == NULL || names == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	(void)snprintf(names[log->n_tails], sizeof(*names), "%s", part->file);
	tails[log->n_tails++] = *part;
	for (i = 0; i < log->n_tails; i++)
		tails[i].file = names[i];
	return 0;
}

/* What hashes and counts a tail. */
struct counting {
	struct sar_cursor *cursor;
	struct sar_sha256 *own;
};

static void
count(void *ctx, const char *data, size_t len)
{
	struct counting *counting = ctx;
	const char *p = data, *end = data + len;

	sar_sha256_add(counting->own, data, len);
	sar_sha256_add(counting->cursor->hash, data, len);
	counting->cursor->left.bytes += len;
	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		counting->cursor->left.records++;
		p++;
	}
}

/* All from where the cursor is to the end of its file is a tail. */
static int
leave(struct sar_cursor *cursor, struct sar_err *err)
{
	struct sar_log_tail_part part = { .file = cursor->file.name,
		.offset = cursor->offset,
		.bytes = cursor->file.len - cursor->offset };
	struct counting counting = { cursor, NULL };
	int rc;

	if (part.bytes == 0)
		return 0;
	cursor->left.segment = cursor->at;
	cursor->left.line = cursor->line;
	if ((counting.own = sar_sha256_new(err)) == NULL)
		return -1;
	rc = sar_segment_each(&cursor->file, cursor->offset, cursor->file.len,
	    count, &counting, err);
	sar_sha256_end(counting.own, part.sha256);
	sar_sha256_free(counting.own);
	return rc == -1 ? -1 : sar_cursor_tail(cursor->log, &part, err);
}

/* Open segment cursor->at. */
static int
enter(struct sar_cursor *cursor, struct sar_err *err)
{
	const struct sar_segment *segment = &cursor->list->all[cursor->at];

	if (segment->first != cursor->next)
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: expected to begin with record %" PRIu64, segment->name,
		    cursor->next);
	if (sar_segment_open(cursor->dir, segment->name, &cursor->file, err) ==
	    -1)
		return -1;
	if (cursor->file.fd == -1)
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: gone while the log was read", segment->name);
	cursor->offset = 0;
	cursor->line = 1;
	return 0;
}

/* Be in the segment that has the next record. */
static int
arrive(struct sar_cursor *cursor, struct sar_err *err)
{
	for (;;) {
		if (cursor->at == cursor->list->n)
			return sar_err_set(err, SAR_ETAMPER,
			    "the log's records are missing: %" PRIu64 " are "
			    "signed, %" PRIu64 " are there",
			    cursor->goal, cursor->next);
		if (cursor->file.fd == -1 && enter(cursor, err) == -1)
			return -1;
		if (cursor->at + 1 == cursor->list->n ||
		    cursor->list->all[cursor->at + 1].first > cursor->next)
			return 0;
		if (sar_segment_grown(&cursor->file, err) == -1 ||
		    leave(cursor, err) == -1)
			return -1;
		sar_segment_close(&cursor->file);
		cursor->at++;
	}
}

/* How many bytes ${n} lines are likely to have. */
static size_t
likely(const struct sar_cursor *cursor, size_t n)
{
	return n * cursor->typical + n * cursor->typical / 64 + 1024;
}

/* Why is there not one whole line? */
static int
too_few(const struct sar_cursor *cursor, size_t have, struct sar_err *err)
{
	if (have > SAR_RECORD_MAX)
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: line %" PRIu64 ": record %" PRIu64
		    ": longer than 16384 bytes",
		    cursor->file.name, cursor->line, cursor->next);
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: ends before record %" PRIu64 ", of %" PRIu64
	    " that are signed",
	    cursor->file.name, cursor->next, cursor->goal);
}

/* At most ${max} lines of the segment, and at least one. */
static int
read_lines(struct sar_cursor *cursor, struct sar_block *block, size_t max,
    struct sar_err *err)
{
	uint64_t there = cursor->file.len - cursor->offset;
	size_t have = 0, used = 0, want;

	if (there > SAR_BLOCK_BYTES)
		there = SAR_BLOCK_BYTES;
	while (block->n < max && have < there) {
		want = have + likely(cursor, max - block->n);
		want = want < there ? want : (size_t)there;
		if (sar_segment_read(&cursor->file, cursor->offset + have,
			block->text + have, want - have, err) == -1)
			return -1;
		have = want;
		used = sar_block_split(block, have, max);
	}
	if (block->n == 0)
		return too_few(cursor, have, err);
	cursor->typical = used / block->n + 1;
	cursor->offset += used;
	return 0;
}

int
sar_cursor_read(struct sar_cursor *cursor, struct sar_block *block,
    struct sar_err *err)
{
	uint64_t limit = cursor->goal;
	size_t max;

	block->n = block->good = 0;
	block->first = cursor->next;
	if (cursor->next >= cursor->goal)
		return 0;
	if (arrive(cursor, err) == -1)
		return -1;
	if (cursor->at + 1 < cursor->list->n &&
	    cursor->list->all[cursor->at + 1].first < limit)
		limit = cursor->list->all[cursor->at + 1].first;
	max = SAR_BLOCK_LINES - (size_t)(cursor->next & (SAR_BLOCK_LINES - 1));
	if (limit - cursor->next < max)
		max = (size_t)(limit - cursor->next);
	block->segment = cursor->at;
	block->offset = cursor->offset;
	block->line = cursor->line;
	if (read_lines(cursor, block, max, err) == -1)
		return -1;
	if (block->line == 1) {
		block->left = cursor->left;
		sar_sha256_end(cursor->hash, block->left.sha256);
		memset(&cursor->left, 0, sizeof(cursor->left));
	}
	cursor->line += block->n;
	cursor->next += block->n;
	return 0;
}

/* The end of the segment the cursor is in, and those after it. */
static int
leave_rest(struct sar_cursor *rest, int keep, struct sar_err *err)
{
	struct sar_log_end *end = &rest->log->end;
	int rc = 0;

	for (; rc == 0 && rest->at < rest->list->n; rest->at++) {
		if (rest->file.fd == -1)
			rc = enter(rest, err);
		if (rc == 0)
			rc = sar_segment_grown(&rest->file, err);
		if (rc == 0)
			rc = leave(rest, err);
		end->segment = rest->file;
		end->segment.fd = -1;
		end->number = rest->list->all[rest->at].number;
		end->first = rest->list->all[rest->at].first;
		if (rest->file.fd != keep)
			sar_segment_close(&rest->file);
		rest->file.fd = -1;
	}
	return rc;
}

int
sar_cursor_end(struct sar_cursor *cursor, struct sar_err *err)
{
	struct sar_cursor rest = *cursor;
	int rc;

	/* The cursor itself stays where it is, should the log grow. */
	if ((rest.hash = sar_sha256_new(err)) == NULL)
		return -1;
	rc = leave_rest(&rest, cursor->file.fd, err);
	sar_sha256_free(rest.hash);
	return rc;
}
