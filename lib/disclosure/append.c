#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/file.h"
#include "disclosure/log_state.h"
#include "disclosure/record_make.h"
#include "disclosure/walk.h"
#include "tlog/note.h"

/* Room for some two hundred records once the disk is full. */
#define RESERVE 65536

/* One append, under the lock. */
struct append {
	const struct sar_log_writer *writer;
	struct sar_log *log;
	int dir;
	bool torn_line; /* checkpoints does not end in LF */
	bool reserve;
};

static int
check_type(const char *type, struct sar_err *err)
{
	static const char *const not_here[] = { "genesis", "recover", "erase",
		"key-rotate" };
	size_t i;

	for (i = 0; i < sizeof(not_here) / sizeof(not_here[0]); i++)
		if (strcmp(type, not_here[i]) == 0)
			return sar_err_set(err, SAR_EFAIL,
			    "log: %s: not a record to append", type);
	return 0;
}

/* Open a file of the log for appending: the very one that was verified. */
static int
open_read(const struct append *a, const struct sar_segment_file *file,
    struct sar_err *err)
{
	struct stat st;
	int fd;

	fd = openat(a->dir, file->name,
	    O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1)
		return sar_err_errno(err, "%s", file->name);
	if (fstat(fd, &st) == -1) {
		(void)sar_err_errno(err, "%s", file->name);
	} else if (st.st_dev != file->dev || st.st_ino != file->ino ||
		   (uintmax_t)st.st_size != file->len) {
		(void)sar_err_set(err, SAR_ETAMPER,
		    "%s: changed since it was verified", file->name);
	} else {
		return fd;
	}
	(void)close(fd);
	return -1;
}

/* A new segment, readable by whoever may read the checkpoints. */
static int
open_new(struct append *a, struct sar_err *err)
{
	struct sar_log *log = a->log;
	struct sar_segment *segment, *grown;
	struct stat st;
	int fd;

	if (log->n_segments > SAR_SEGMENT_LAST)
		return sar_err_set(err, SAR_EFAIL, "log: no file number left");
	grown = reallocarray(log->segments, log->n_segments + 1,
	    sizeof(*segment));
	if (grown == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	log->segments = grown;
	segment = &grown[log->n_segments];
	memset(segment, 0, sizeof(*segment));
	segment->number = (unsigned)log->n_segments;
	segment->first = log->tree.size;
	sar_segment_name(segment->number, segment->first, segment->file.name);
	fd = openat(a->dir, segment->file.name,
	    O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	    0600);
	if (fd == -1)
		return sar_err_errno(err, "%s", segment->file.name);
	if (fchmod(fd, log->notes.mode & 0640) == -1 || fstat(fd, &st) == -1) {
		(void)sar_err_errno(err, "%s", segment->file.name);
		(void)close(fd);
		return -1;
	}
	segment->file.dev = st.st_dev;
	segment->file.ino = st.st_ino;
	log->n_segments++;
	return fd;
}

/* Keep room for what must still be logged when the disk is full. */
static int
reserve(int fd, const char *name, size_t at, struct sar_err *err)
{
	if (fallocate(fd, FALLOC_FL_KEEP_SIZE, (off_t)at, RESERVE) == 0)
		return 0;
	/* Not every file system can; a full one must say so now. */
	if (errno == ENOSPC || errno == EDQUOT)
		return sar_err_errno(err, "%s", name);
	return 0;
}

/*
 * Write and flush, both once: after a failed flush Linux may drop the bytes
 * and call the next one good, so the run fails and the next reads from disk.
 */
static int
put(const struct append *a, int fd, struct sar_segment_file *file,
    const struct sar_buf *bytes, struct sar_err *err)
{
	ssize_t n;

	if (a->reserve && reserve(fd, file->name, file->len, err) == -1)
		return -1;
	if ((n = write(fd, bytes->data, bytes->len)) == -1)
		return sar_err_errno(err, "%s", file->name);
	if ((size_t)n != bytes->len)
		return sar_err_set(err, SAR_ESPACE,
		    "%s: only %zd of %zu bytes could be written", file->name, n,
		    bytes->len);
	if (fdatasync(fd) == -1)
		return sar_err_errno(err, "%s", file->name);
	file->len += bytes->len;
	return 0;
}

static int
put_line(struct append *a, bool fresh, const struct sar_buf *line,
    struct sar_err *err)
{
	struct sar_log *log = a->log;
	struct sar_segment *last = &log->segments[log->n_segments - 1];
	int fd, rc;

	if (fresh || last->file.len + line->len > SAR_SEGMENT_MAX)
		fd = open_new(a, err);
	else
		fd = open_read(a, &last->file, err);
	if (fd == -1)
		return -1;
	last = &log->segments[log->n_segments - 1];
	rc = put(a, fd, &last->file, line, err);
	(void)close(fd);
	/* Till it holds a committed record, its name may not be durable. */
	if (rc == 0 && last->count == 0 && fsync(a->dir) == -1)
		rc = sar_err_errno(err, "log");
	return rc;
}

static int
put_note(struct append *a, struct sar_err *err)
{
	struct sar_log *log = a->log;
	struct sar_buf note = SAR_BUF_INIT;
	uint8_t root[SAR_SHA256_LEN];
	int fd = -1;
	int rc = -1;

	if (a->torn_line)
		sar_buf_add(&note, "\n", 1);
	sar_tree_root(&log->tree, root);
	if (sar_note_add(&note, a->writer->key, log->tree.size, root, err) ==
		-1 ||
	    (fd = open_read(a, &log->notes, err)) == -1)
		goto out;
	if ((rc = put(a, fd, &log->notes, &note, err)) == 0)
		a->torn_line = false;

out:
	if (fd != -1)
		(void)close(fd);
	sar_buf_free(&note);
	return rc;
}

/* A file that a reader would refuse for its size must not come to be. */
static int
check_room(const struct sar_log *log, size_t more, struct sar_err *err)
{
	size_t total = more, i;

	for (i = 0; i < log->n_segments; i++)
		total += log->segments[i].file.len;
	if (total > SAR_SEGMENT_LOG_MAX ||
	    log->notes.len > SAR_SEGMENT_LOG_MAX - SAR_RECORD_MAX)
		return sar_err_set(err, SAR_EFAIL,
		    "the log is full: it cannot be larger than %zu bytes",
		    SAR_SEGMENT_LOG_MAX);
	return 0;
}

/* One record, then the checkpoint that makes it part of the log. */
static int
commit(struct append *a, const char *type, const json_t *members, bool fresh,
    struct sar_err *err)
{
	struct sar_log *log = a->log;
	struct sar_buf line = SAR_BUF_INIT;
	int rc = -1;

	if (sar_record_make(type, members, log->tree.size, a->writer->now,
		&line, err) == -1 ||
	    check_room(log, line.len, err) == -1 ||
	    put_line(a, fresh, &line, err) == -1)
		goto out;
	sar_tree_add(&log->tree, line.data, line.len - 1);
	if (put_note(a, err) == -1)
		goto out;
	log->segments[log->n_segments - 1].count++;
	rc = 0;

out:
	sar_buf_free(&line);
	return rc;
}

/* What a recover record tells of. */
static json_t *
recover_members(struct sar_log *log, struct sar_err *err)
{
	char sum[SAR_B64_LEN(SAR_SHA256_LEN)];
	size_t left = log->notes.len - log->points.end;
	struct sar_walk_pending pending;
	uint8_t digest[SAR_SHA256_LEN];
	json_t *members;

	sar_walk_pending(log, log->untold, log->n_segments, &pending);
	sar_b64_put(pending.sha256, sizeof(pending.sha256), sum);
	members = json_pack("{sIsIss}", "tail_bytes", (json_int_t)pending.bytes,
	    "tail_records", (json_int_t)pending.records, "tail_sha256", sum);
	if (left > 0) {
		if (sar_sha256_text(log->notes.data + log->points.end, left,
			digest, err) == -1) {
			json_decref(members);
			return NULL;
		}
		sar_b64_put(digest, sizeof(digest), sum);
		(void)json_object_set_new(members, "note_bytes",
		    json_integer((json_int_t)left));
		(void)json_object_set_new(members, "note_sha256",
		    json_string(sum));
	}
	if (members == NULL ||
	    json_object_size(members) != (left > 0 ? 5 : 3)) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		json_decref(members);
		return NULL;
	}
	return members;
}

/* Leave what a write cut short left where it is, and begin a new file. */
static int
recover(struct append *a, struct sar_err *err)
{
	json_t *members;
	int rc;

	if (sar_log_tail(a->log) == 0)
		return 0;
	if ((members = recover_members(a->log, err)) == NULL)
		return -1;
	rc = commit(a, "recover", members, true, err);
	json_decref(members);
	return rc;
}

static int
append_locked(struct append *a, const char *type, const json_t *members,
    uint64_t *seq, struct sar_err *err)
{
	struct sar_log_reading how = { .dir = a->writer->dir,
		.key = sar_key_secret_public(a->writer->key) };
	const struct sar_segment_file *notes;

	a->log = sar_log_read(&how, err);
	if (a->log == NULL)
		return -1;
	a->dir = open(a->writer->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (a->dir == -1)
		return sar_err_errno(err, "%s", a->writer->dir);
	notes = &a->log->notes;
	a->torn_line = notes->data[notes->len - 1] != '\n';
	if (recover(a, err) == -1)
		return -1;
	a->reserve = strcmp(type, "intent") == 0;
	*seq = a->log->tree.size;
	return commit(a, type, members, false, err);
}

int
sar_log_append(const struct sar_log_writer *writer, const char *type,
    const json_t *members, uint64_t *seq, struct sar_err *err)
{
	struct append a = { .writer = writer, .dir = -1 };
	int lock, rc;

	if (check_type(type, err) == -1 ||
	    (lock = sar_file_lock(writer->lock, writer->lock_wait, err)) == -1)
		return -1;
	rc = append_locked(&a, type, members, seq, err);
	if (a.dir != -1)
		(void)close(a.dir);
	sar_log_free(a.log);
	(void)close(lock);
	return rc;
}
