#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure/scan.h"
#include "disclosure/walk.h"

int
sar_walk_bad(const struct sar_walk *walk, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER, "%s: line %zu: record %zu: %s",
	    walk->log->segments[walk->at].file.name, walk->line,
	    walk->log->n_lines, why);
}

/* Name the records that no longer fit the checkpoint. */
static int
mismatch(const struct sar_walk *walk, const struct sar_checkpoints_one *point,
    struct sar_err *err)
{
	const char *file = walk->log->segments[walk->good_at].file.name;

	if (point->size == walk->good)
		return sar_err_set(err, SAR_ETAMPER,
		    SAR_LOG_CHECKPOINTS ": line %zu: another root for the same "
					"size, %" PRIu64,
		    point->line, point->size);
	if (point->size == walk->good + 1)
		return sar_err_set(err, SAR_ETAMPER,
		    "record %" PRIu64 " does not match the checkpoint of size "
		    "%" PRIu64 ": %s: line %zu (" SAR_LOG_CHECKPOINTS
		    ": line %zu)",
		    walk->good, point->size, file, walk->good_line,
		    point->line);
	return sar_err_set(err, SAR_ETAMPER,
	    "records %" PRIu64 " to %" PRIu64 " do not match the checkpoint of "
	    "size %" PRIu64 ": %s: from line %zu (" SAR_LOG_CHECKPOINTS
	    ": line %zu)",
	    walk->good, point->size - 1, point->size, file, walk->good_line,
	    point->line);
}

/* Compare the checkpoints of the size reached. */
static int
check_points(struct sar_walk *walk, struct sar_err *err)
{
	const struct sar_checkpoints *points = &walk->log->points;
	const struct sar_checkpoints_one *point;
	uint8_t root[SAR_SHA256_LEN];

	while (walk->next < points->n) {
		point = &points->all[walk->next];
		if (point->size != walk->log->tree.size)
			break;
		sar_tree_root(&walk->log->tree, root);
		if (memcmp(root, point->root, sizeof(root)) != 0)
			return mismatch(walk, point, err);
		walk->good = point->size;
		walk->next++;
	}
	return 0;
}

/* The first record binds the log to its key. */
static int
check_genesis(const struct sar_walk *walk, const struct sar_record *record,
    struct sar_err *err)
{
	char vkey[SAR_VKEY_MAX];

	sar_key_public_format(&walk->log->key, vkey);
	if (record->type != SAR_RECORD_GENESIS)
		return sar_walk_bad(walk, "not a genesis record", err);
	if (!sar_record_is(record, "key", vkey))
		return sar_walk_bad(walk, "the log was begun with another key",
		    err);
	if (sar_record_has(record, "origin") &&
	    !sar_record_is(record, "origin", walk->log->key.name))
		return sar_walk_bad(walk, "origin is not the key's name", err);
	return 0;
}

static int
by_seq(const void *a, const void *b)
{
	const struct sar_walk_tombstone *one = a, *other = b;

	return (one->seq > other->seq) - (one->seq < other->seq);
}

/* An erase record names an erased record and its leaf hash. */
static int
check_erase(const struct sar_walk *walk, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_walk_tombstone want = { 0 }, *found = NULL;

	if (!sar_record_number(record, "target", &want.seq) ||
	    !sar_record_digest(record, "leaf", want.leaf))
		return sar_walk_bad(walk, "names no target and leaf", err);
	if (walk->n_tombstones > 0)
		found = bsearch(&want, walk->tombstones, walk->n_tombstones,
		    sizeof(want), by_seq);
	if (found == NULL ||
	    memcmp(found->leaf, want.leaf, sizeof(want.leaf)) != 0)
		return sar_walk_bad(walk, "what it says is erased is not", err);
	found->named = true;
	return 0;
}

static int
add_tombstone(struct sar_walk *walk, const uint8_t leaf[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct sar_walk_tombstone *grown;

	if (walk->log->n_lines == 0)
		return sar_walk_bad(walk, "not a genesis record", err);
	grown = reallocarray(walk->tombstones, walk->n_tombstones + 1,
	    sizeof(*grown));
	if (grown == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	walk->tombstones = grown;
	grown += walk->n_tombstones++;
	grown->seq = walk->log->n_lines;
	memcpy(grown->leaf, leaf, sizeof(grown->leaf));
	grown->named = false;
	return 0;
}

/* What a record says must fit where it stands. */
static int
check_record(struct sar_walk *walk, const struct sar_log_line *line,
    struct sar_err *err)
{
	struct sar_record_member members[SAR_SCHEMA_MEMBERS];
	struct sar_record_fault fault;
	struct sar_record record;
	char scratch[SAR_RECORD_MAX], why[128];

	if (!sar_scan_any(line->text, line->len, walk->log->n_lines, scratch,
		members, &record, &fault)) {
		(void)snprintf(why, sizeof(why), "%s%s%s",
		    fault.member == NULL ? "" : fault.member,
		    fault.member == NULL ? "" : " ", fault.is_not);
		return sar_walk_bad(walk, why, err);
	}
	if (walk->log->n_lines == 0)
		return check_genesis(walk, &record, err);
	if (record.type == SAR_RECORD_GENESIS)
		return sar_walk_bad(walk, "a second genesis record", err);
	if (record.type == SAR_RECORD_RECOVER)
		return sar_walk_recover(walk, &record, err);
	if (record.type == SAR_RECORD_ERASE)
		return check_erase(walk, &record, err);
	return 0;
}

static int
keep_line(struct sar_log *log, const struct sar_log_line *line,
    struct sar_err *err)
{
	struct sar_log_line *grown;

	if (log->n_lines == log->room) {
		log->room = log->room == 0 ? 64 : 2 * log->room;
		grown = reallocarray(log->lines, log->room, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		log->lines = grown;
	}
	log->lines[log->n_lines++] = *line;
	return 0;
}

static int
take_line(struct sar_walk *walk, const struct sar_log_line *line,
    struct sar_err *err)
{
	struct sar_log *log = walk->log;
	uint8_t leaf[SAR_SHA256_LEN];

	if (log->n_lines == walk->good) {
		walk->good_at = walk->at;
		walk->good_line = walk->line;
	}
	if (sar_scan_tombstone(line->text, line->len, leaf)) {
		if (add_tombstone(walk, leaf, err) == -1)
			return -1;
		sar_tree_add_leaf(&log->tree, leaf);
	} else {
		if (check_record(walk, line, err) == -1)
			return -1;
		sar_tree_add(&log->tree, line->text, line->len);
	}
	if (walk->line == 1 && sar_walk_settled(walk, err) == -1)
		return -1;
	if (keep_line(log, line, err) == -1)
		return -1;
	return check_points(walk, err);
}

/* All committed records of one segment. */
static int
walk_segment(struct sar_walk *walk, uint64_t size, struct sar_err *err)
{
	struct sar_log *log = walk->log;
	struct sar_segment *segment = &log->segments[walk->at];
	const struct sar_segment_file *file = &segment->file;
	struct sar_log_line line;
	const char *lf;
	uint64_t limit = size;

	if (segment->first != log->n_lines)
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: expected to begin with record %zu", file->name,
		    log->n_lines);
	if (walk->at + 1 < log->n_segments && segment[1].first < limit)
		limit = segment[1].first;
	for (walk->line = 1; log->n_lines < limit; walk->line++) {
		line.text = file->data + segment->end;
		lf = memchr(line.text, '\n', file->len - segment->end);
		if (lf == NULL)
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: ends before record %zu, of %" PRIu64
			    " that are signed",
			    file->name, log->n_lines, size);
		line.len = (size_t)(lf - line.text);
		if (take_line(walk, &line, err) == -1)
			return -1;
		segment->end += line.len + 1;
		segment->count++;
	}
	return 0;
}

static int
check_tombstones(const struct sar_walk *walk, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < walk->n_tombstones; i++)
		if (!walk->tombstones[i].named)
			return sar_err_set(err, SAR_ETAMPER,
			    "record %" PRIu64 " is erased, and no record says "
			    "so",
			    walk->tombstones[i].seq);
	return 0;
}

static int
walk_all(struct sar_walk *walk, struct sar_err *err)
{
	struct sar_log *log = walk->log;
	uint64_t size = log->points.all[log->points.n - 1].size;

	if (check_points(walk, err) == -1)
		return -1;
	for (walk->at = 0; walk->at < log->n_segments; walk->at++)
		if (walk_segment(walk, size, err) == -1)
			return -1;
	if (log->n_lines < size)
		return sar_err_set(err, SAR_ETAMPER,
		    "the log's records are missing: %" PRIu64 " are signed, "
		    "%zu are there",
		    size, log->n_lines);
	if (check_tombstones(walk, err) == -1)
		return -1;
	return sar_walk_tails(walk, err);
}

/* What is asked for later: the last checkpoint, whole with its LF. */
static int
keep(struct sar_log *log, struct sar_err *err)
{
	const struct sar_checkpoints_one *one;
	size_t len;

	one = &log->points.all[log->points.n - 1];
	len = one->len;
	if ((log->last = malloc(len + 2)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memcpy(log->last, log->notes.data + one->offset, len);
	if (log->last[len - 1] != '\n')
		log->last[len++] = '\n';
	log->last[len] = '\0';
	memcpy(log->root, one->root, sizeof(log->root));
	log->first.key = log->key;
	return 0;
}

int
sar_log_verify(struct sar_log *log, struct sar_err *err)
{
	struct sar_walk walk = { .log = log };
	int rc;

	if (log->notes.len == 0)
		return sar_err_set(err, SAR_ETAMPER,
		    SAR_LOG_CHECKPOINTS ": absent or empty beside records");
	if (sar_tree_init(&log->tree, err) == -1 ||
	    sar_checkpoints_parse(log->notes.data, log->notes.len, &log->key,
		&log->points, err) == -1)
		return -1;
	if (log->points.n == 0)
		return sar_err_set(err, SAR_ETAMPER,
		    SAR_LOG_CHECKPOINTS ": no checkpoint signed by this key");
	rc = walk_all(&walk, err);
	free(walk.tombstones);
	log->untold = walk.untold;
	return rc == -1 ? -1 : keep(log, err);
}
