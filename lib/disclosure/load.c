#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "disclosure/log_state.h"
#include "disclosure/scan.h"

/* A writer's commit takes milliseconds; its flushes can take more. */
#define LOOKS 5

void
sar_log_free(struct sar_log *log)
{
	if (log == NULL)
		return;
	free(log->lines);
	free(log->tails);
	free(log->last);
	sar_tree_clear(&log->tree);
	sar_checkpoints_clear(&log->points);
	sar_segment_file_clear(&log->notes);
	sar_segment_list_free(log->segments, log->n_segments);
	free(log);
}

static bool
is_empty(const struct sar_log *log)
{
	size_t i;

	for (i = 0; i < log->n_segments; i++)
		if (log->segments[i].file.len > 0)
			return false;
	return log->notes.len == 0;
}

static int
load(struct sar_log *log, const char *dir, struct sar_err *err)
{
	int fd, rc = -1;

	if ((fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return sar_err_errno(err, "%s", dir);
	/*
	 * The checkpoints first: what they cover was durable before they were
	 * written, so a writer at work can only add what is not covered.
	 */
	if (sar_segment_read(fd, SAR_LOG_CHECKPOINTS, SAR_SEGMENT_LOG_MAX,
		&log->notes, err) == -1 ||
	    sar_segment_list(fd, &log->segments, &log->n_segments, err) == -1)
		goto out;
	if (is_empty(log)) {
		(void)sar_err_set(err, SAR_EMISSING, "%s: no log here", dir);
		goto out;
	}
	rc = 0;

out:
	(void)close(fd);
	return rc;
}

struct sar_log *
sar_log_load(const char *dir, const struct sar_key_public *key,
    struct sar_err *err)
{
	struct sar_log *log = calloc(1, sizeof(*log));

	if (log == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	log->key = *key;
	if (load(log, dir, err) == -1) {
		sar_log_free(log);
		return NULL;
	}
	return log;
}

static struct sar_log *
read_once(const struct sar_log_reading *reading, struct sar_err *err)
{
	struct sar_log *log = sar_log_load(reading->dir, reading->key, err);

	if (log != NULL && sar_log_verify(log, err) == -1) {
		sar_log_free(log);
		return NULL;
	}
	return log;
}

/* A log that stood still for a moment. */
static struct sar_log *
read_settled(const struct sar_log_reading *reading, struct sar_err *err)
{
	static const struct timespec nap = { 0, 20000000 };
	struct sar_log *log = NULL;
	uint64_t size = 0, tail = 0;
	int i;

	for (i = 1;; i++) {
		log = read_once(reading, err);
		if (log == NULL)
			return NULL;
		/*
		 * Without a lock a commit under way looks like a tail.  One
		 * that is still the same a moment later is one.
		 */
		if (sar_log_tail(log) == 0 || i == LOOKS ||
		    (i > 1 && sar_log_size(log) == size &&
			sar_log_tail(log) == tail))
			return log;
		size = sar_log_size(log);
		tail = sar_log_tail(log);
		sar_log_free(log);
		(void)nanosleep(&nap, NULL);
	}
}

static int
tell_record(const struct sar_log_reading *reading, struct sar_tree *tree,
    const struct sar_log_line *line, uint64_t seq, struct sar_err *err)
{
	struct sar_record record = { .seq = seq,
		.type = SAR_RECORD_ERASED,
		.line = line->text,
		.len = line->len };
	struct sar_record_member members[SAR_SCHEMA_MEMBERS];
	struct sar_record_fault fault;
	char scratch[SAR_RECORD_MAX];
	uint8_t leaf[SAR_SHA256_LEN];

	if (!sar_scan_tombstone(line->text, line->len, leaf)) {
		if (!sar_scan_any(line->text, line->len, seq, scratch, members,
			&record, &fault))
			return sar_err_set(err, SAR_EFAIL,
			    "log: a record that verified does not read");
		sar_tree_leaf(tree, line->text, line->len, leaf);
	}
	record.leaf = leaf;
	return reading->record(reading->ctx, &record, err);
}

static int
tell(const struct sar_log_reading *reading, struct sar_log *log,
    struct sar_err *err)
{
	struct sar_log_note note;
	size_t i;

	for (i = 0; reading->record != NULL && i < log->n_lines; i++)
		if (tell_record(reading, &log->tree, &log->lines[i], i, err) ==
		    -1)
			return -1;
	for (i = 0; reading->note != NULL && i < log->points.n; i++) {
		note.size = log->points.all[i].size;
		memcpy(note.root, log->points.all[i].root, sizeof(note.root));
		note.text = log->notes.data + log->points.all[i].offset;
		note.len = log->points.all[i].len;
		if (reading->note(reading->ctx, &note, err) == -1)
			return -1;
	}
	return 0;
}

struct sar_log *
sar_log_read(const struct sar_log_reading *reading, struct sar_err *err)
{
	struct sar_log *log = read_once(reading, err);

	if (log != NULL && tell(reading, log, err) == -1) {
		sar_log_free(log);
		return NULL;
	}
	return log;
}

struct sar_log *
sar_log_open(const struct sar_log_reading *reading, struct sar_err *err)
{
	struct sar_log *log = read_settled(reading, err);

	if (log != NULL && tell(reading, log, err) == -1) {
		sar_log_free(log);
		return NULL;
	}
	return log;
}
