#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure/walk.h"

void
sar_walk_pending(struct sar_log *log, size_t from, size_t to,
    struct sar_walk_pending *out)
{
	const struct sar_segment *segment;
	const char *p, *end;
	size_t i;

	memset(out, 0, sizeof(*out));
	for (i = from; i < to; i++) {
		segment = &log->segments[i];
		p = segment->file.data + segment->end;
		end = segment->file.data + segment->file.len;
		/* The tree's hash is at rest between two lines. */
		sar_sha256_add(log->tree.hash, p, (size_t)(end - p));
		out->bytes += (size_t)(end - p);
		while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
			out->records++;
			p++;
		}
	}
	sar_sha256_end(log->tree.hash, out->sha256);
}

/* The gap between the checkpoints around the recover record. */
static struct sar_checkpoints_gap *
gap_here(const struct sar_walk *walk)
{
	const struct sar_checkpoints *points = &walk->log->points;
	size_t i;

	/* next is the first checkpoint that covers the record. */
	for (i = 0; i < points->n_gaps; i++)
		if (points->gaps[i].next == walk->next)
			return &points->gaps[i];
	return NULL;
}

/* The record tells of bytes in checkpoints too: are they these? */
static int
check_gap(const struct sar_walk *walk, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_checkpoints_gap *gap;
	uint8_t told[SAR_SHA256_LEN], is[SAR_SHA256_LEN];
	const char *text;
	uint64_t bytes;

	if (!sar_record_has(record, "note_bytes"))
		return 0;
	if (!sar_record_number(record, "note_bytes", &bytes) || bytes == 0 ||
	    !sar_record_digest(record, "note_sha256", told))
		return sar_walk_bad(walk,
		    "note_bytes or note_sha256 is not right", err);
	if ((gap = gap_here(walk)) == NULL || bytes > gap->len)
		return sar_walk_bad(walk,
		    "what it says is left in checkpoints is not there", err);
	text = walk->log->notes.data + gap->offset;
	/* The writer ended the line that was cut short. */
	if (gap->len != bytes && (gap->len != bytes + 1 || text[bytes] != '\n'))
		return sar_walk_bad(walk,
		    "what it says is left in checkpoints is of another length",
		    err);
	if (sar_sha256_text(text, (size_t)bytes, is, err) == -1)
		return -1;
	if (memcmp(told, is, sizeof(is)) != 0)
		return sar_walk_bad(walk,
		    "what it says is left in checkpoints has changed", err);
	gap->told = true;
	return 0;
}

int
sar_walk_recover(struct sar_walk *walk, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_walk_pending is;
	uint64_t bytes, records;
	uint8_t told[SAR_SHA256_LEN];

	if (walk->line != 1 || walk->at == 0)
		return sar_walk_bad(walk,
		    "a recover record that begins no file", err);
	if (!sar_record_number(record, "tail_bytes", &bytes) ||
	    !sar_record_number(record, "tail_records", &records) ||
	    !sar_record_digest(record, "tail_sha256", told))
		return sar_walk_bad(walk, "does not say what was left", err);
	sar_walk_pending(walk->log, walk->untold, walk->at, &is);
	if (bytes != is.bytes || records != is.records ||
	    memcmp(told, is.sha256, sizeof(told)) != 0)
		return sar_walk_bad(walk,
		    "what was left in the files before it has changed", err);
	walk->untold = walk->at;
	return check_gap(walk, record, err);
}

int
sar_walk_settled(const struct sar_walk *walk, struct sar_err *err)
{
	const struct sar_segment *segment;
	size_t i;

	for (i = walk->untold; i < walk->at; i++) {
		segment = &walk->log->segments[i];
		if (segment->end < segment->file.len)
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: line %" PRIu64 ": bytes after the committed "
			    "part that no record tells of",
			    segment->file.name, segment->count + 1);
	}
	return 0;
}

static int
add_tail(struct sar_log *log, const struct sar_segment_file *file, size_t from,
    size_t to, bool told, struct sar_err *err)
{
	struct sar_log_tail_part *part, *grown;

	if (from == to)
		return 0;
	grown = reallocarray(log->tails, log->n_tails + 1, sizeof(*part));
	if (grown == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	log->tails = grown;
	part = &grown[log->n_tails++];
	part->file = file->name;
	part->offset = from;
	part->bytes = to - from;
	part->told = told;
	return sar_sha256_text(file->data + from, to - from, part->sha256, err);
}

int
sar_walk_tails(struct sar_walk *walk, struct sar_err *err)
{
	struct sar_log *log = walk->log;
	const struct sar_checkpoints_gap *gap;
	const struct sar_segment *segment;
	size_t i;

	for (i = 0; i < log->n_segments; i++) {
		segment = &log->segments[i];
		if (add_tail(log, &segment->file, segment->end,
			segment->file.len, i < walk->untold, err) == -1)
			return -1;
	}
	for (i = 0; i < log->points.n_gaps; i++) {
		gap = &log->points.gaps[i];
		if (!gap->told)
			return sar_err_set(err, SAR_ETAMPER,
			    SAR_LOG_CHECKPOINTS
			    ": line %zu: not a checkpoint that verifies, and "
			    "no record tells of it",
			    gap->line);
		if (add_tail(log, &log->notes, gap->offset,
			gap->offset + gap->len, true, err) == -1)
			return -1;
	}
	return add_tail(log, &log->notes, log->points.end, log->notes.len,
	    false, err);
}
