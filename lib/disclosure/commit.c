#include "disclosure/commit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "disclosure/record_make.h"
#include "disclosure/segment.h"
#include "tlog/note.h"

/* Room for some two hundred records once the disk is full. */
#define RESERVE 65536
/* What has to be free where none can be kept. */
#define FREE_MIN ((uint64_t)1 << 20)

int
sar_commit_room(const struct sar_session *session, uint64_t bytes,
    struct sar_err *err)
{
	struct statvfs fs;

	if (fstatvfs(session->dir, &fs) == -1)
		return sar_err_errno(err, "%s", session->writer->dir);
	if ((uint64_t)fs.f_bavail * fs.f_frsize >= bytes + FREE_MIN)
		return 0;
	(void)sar_err_set(err, SAR_ESPACE, "%s: the disk is nearly full",
	    session->writer->dir);
	sar_err_hint(err, "what follows could not be logged: free some room");
	return -1;
}

/* Keep room for what must still be logged when the disk is full. */
static int
reserve(const struct sar_session *session, const struct sar_session_file *file,
    struct sar_err *err)
{
	if (fallocate(file->fd, FALLOC_FL_KEEP_SIZE, (off_t)file->len,
		RESERVE) == 0)
		return 0;
	if (errno == EOPNOTSUPP || errno == ENOSYS)
		return sar_commit_room(session, 0, err);
	return sar_err_errno(err, "%s", file->name);
}

void
sar_commit_reserve(const struct sar_session *session)
{
	struct sar_err ignored = SAR_ERR_INIT;

	if (reserve(session, &session->segment, &ignored) == -1 ||
	    reserve(session, &session->notes, &ignored) == -1)
		return;
}

/*
 * Write and flush, both once: after a failed flush Linux may drop the bytes
 * and call the next one good, so the run fails and the next reads from disk.
 * A write cut short is no other thing than a crash there.
 */
static int
put(struct sar_session_file *file, const struct sar_buf *bytes,
    struct sar_err *err)
{
	ssize_t n;

	if ((n = write(file->fd, bytes->data, bytes->len)) == -1)
		return sar_err_errno(err, "%s", file->name);
	if ((size_t)n != bytes->len)
		return sar_err_set(err, SAR_ESPACE,
		    "%s: only a part could be written", file->name);
	if (fdatasync(file->fd) == -1)
		return sar_err_errno(err, "%s", file->name);
	file->len += bytes->len;
	return 0;
}

/* Is ${now} in a later month than ${then}?  Both in UTC. */
static bool
later_month(int64_t then, int64_t now)
{
	time_t a = (time_t)then, b = (time_t)now;
	struct tm from, to;

	if (gmtime_r(&a, &from) == NULL || gmtime_r(&b, &to) == NULL)
		return false;
	return to.tm_year > from.tm_year ||
	       (to.tm_year == from.tm_year && to.tm_mon > from.tm_mon);
}

static bool
wants_new(const struct sar_session *s, bool fresh, size_t len)
{
	if (fresh)
		return true;
	/* One that a run which failed made, and nothing is in it. */
	if (s->segment.len == 0)
		return false;
	return s->segment.len + len > SAR_SEGMENT_MAX ||
	       later_month(s->since, s->now);
}

/* A new segment, readable by whoever may read the checkpoints. */
static int
open_new(struct sar_session *s, struct sar_err *err)
{
	struct sar_session_file *file = &s->segment;

	if (s->number >= SAR_SEGMENT_LAST)
		return sar_err_set(err, SAR_EFAIL, "log: no file number left");
	(void)close(file->fd);
	s->number++;
	s->first = s->tree.size;
	file->len = 0;
	sar_segment_name(s->number, s->first, file->name);
	file->fd = openat(s->dir, file->name,
	    O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	    0600);
	if (file->fd == -1 || fchmod(file->fd, s->mode & 0640) == -1)
		return sar_err_errno(err, "%s", file->name);
	/* What an intent kept is in the segment before. */
	sar_commit_reserve(s);
	return 0;
}

static int
put_records(struct sar_session *s, const struct sar_buf *lines,
    struct sar_err *err)
{
	/* Till it holds a committed record, its name may not be durable. */
	bool sync = s->first == s->tree.size;

	if (put(&s->segment, lines, err) == -1)
		return -1;
	if (sync && fsync(s->dir) == -1)
		return sar_err_errno(err, "log");
	return 0;
}

static void
add_leaves(struct sar_session *s, const struct sar_buf *lines)
{
	const char *p = lines->data, *end = lines->data + lines->len, *lf;

	for (; p < end; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		sar_tree_add(&s->tree, p, (size_t)(lf - p));
	}
}

static int
put_note(struct sar_session *s, struct sar_err *err)
{
	struct sar_buf note = SAR_BUF_INIT;
	uint8_t root[SAR_SHA256_LEN];
	size_t head = s->torn ? 1 : 0;
	int rc = -1;

	if (s->torn)
		sar_buf_add(&note, "\n", 1);
	sar_tree_root(&s->tree, root);
	if (sar_note_add(&note, s->key, s->tree.size, root, err) == 0 &&
	    put(&s->notes, &note, err) == 0) {
		s->torn = false;
		(void)snprintf(s->last, sizeof(s->last), "%s",
		    note.data + head);
		sar_mark_put(&s->mark, note.data + head, note.len - head);
		if (s->writer->committed != NULL)
			s->writer->committed(s->writer->ctx, note.data + head,
			    note.len - head);
		rc = 0;
	}
	sar_buf_free(&note);
	return rc;
}

/*
 * Under the lock: what others wrote while this one waited, or built a package,
 * is older, and an auditor sees time go back otherwise.
 */
static int64_t
now_is(const struct sar_log_writer *writer)
{
	int64_t is = writer->clock == NULL ? writer->now : writer->clock();

	return is > writer->now ? is : writer->now;
}

static int
make_lines(struct sar_session *s, const struct sar_commit *commit,
    struct sar_buf *lines, struct sar_err *err)
{
	const struct sar_log_entry *entry;
	size_t i;

	s->now = now_is(s->writer);
	for (i = 0; i < commit->n; i++) {
		entry = &commit->entries[i];
		if (sar_record_make(entry->type, entry->members,
			s->tree.size + i, s->now, lines, err) == -1)
			return -1;
	}
	if (lines->len <= SAR_SEGMENT_MAX)
		return 0;
	return sar_err_set(err, SAR_EFAIL,
	    "log: more records at once than a file of it holds");
}

int
sar_commit_records(struct sar_session *s, const struct sar_commit *commit,
    struct sar_err *err)
{
	struct sar_buf lines = SAR_BUF_INIT;
	int rc = -1;

	if (make_lines(s, commit, &lines, err) == -1)
		goto out;
	if (wants_new(s, commit->fresh, lines.len) && open_new(s, err) == -1)
		goto out;
	/* Before the first byte: what is begun must come to its end. */
	if (commit->reserve && (reserve(s, &s->segment, err) == -1 ||
				   reserve(s, &s->notes, err) == -1))
		goto out;
	if (put_records(s, &lines, err) == -1)
		goto out;
	add_leaves(s, &lines);
	s->since = s->now;
	rc = put_note(s, err);

out:
	sar_buf_free(&lines);
	return rc;
}
