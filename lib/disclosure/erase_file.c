#include "disclosure/erase_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/file.h"
#include "disclosure/commit.h"

#define TEMP "erasing.new"
#define PIECE 65536
#define TOMBSTONE_LEN SAR_B64_LEN(SAR_SHA256_LEN) /* '-', no LF, no NUL */

/* A line that is to give way. */
struct gap {
	uint64_t from;
	uint64_t to; /* of its LF */
	char tombstone[TOMBSTONE_LEN + 1];
};

struct gaps {
	struct gap *all;
	size_t n;
};

/* Where in a file its lines are. */
struct scan {
	struct sar_session *s;
	const struct sar_segment_file *file;
	uint64_t next;   /* record, whose line it is at */
	uint64_t offset; /* of the piece */
	size_t have;
	size_t at;
	char piece[PIECE];
};

int
sar_erase_find(const struct sar_session *s, uint64_t target,
    struct sar_erase_place *place, struct sar_err *err)
{
	const struct dirent *entry;
	unsigned number, best = 0;
	bool found = false;
	uint64_t first;
	DIR *stream;

	place->end = UINT64_MAX;
	if ((stream = opendir(s->writer->dir)) == NULL)
		return sar_err_errno(err, "%s", s->writer->dir);
	while ((entry = readdir(stream)) != NULL) {
		if (!sar_segment_parse(entry->d_name, &number, &first))
			continue;
		if (first > target) {
			place->end = first < place->end ? first : place->end;
		} else if (!found || number >= best) {
			found = true;
			best = number;
			place->first = first;
			sar_segment_name(number, first, place->name);
		}
	}
	(void)closedir(stream);
	return found ? 0
		     : sar_err_set(err, SAR_ETAMPER,
			   "%s: changed since it was verified", s->writer->dir);
}

static int
changed(const struct sar_segment_file *file, struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: changed since it was verified", file->name);
}

static int
cannot(const char *name, struct sar_err *err)
{
	if (errno != EPERM && errno != EACCES)
		return sar_err_errno(err, "%s", name);
	(void)sar_err_set(err, SAR_EREFUSED, "%s: it may not be replaced",
	    name);
	sar_err_hint(err, "\"chattr -a\" on the log's folder and this file "
			  "lifts that: an erasure needs it");
	return -1;
}

/* The file as it is, which must be there. */
static int
open_segment(const struct sar_session *s, const struct sar_erase_place *place,
    struct sar_segment_file *file, struct sar_err *err)
{
	if (sar_segment_open(s->dir, place->name, file, err) == -1)
		return -1;
	return file->fd == -1 ? changed(file, err) : 0;
}

/* Whatever is there a killed run left: the lock is held. */
static int
open_temp(const struct sar_session *s)
{
	return openat(s->dir, TEMP,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
	    0600);
}

static bool
is_append_only(int fd)
{
	int flags = 0;

	return ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 &&
	       (flags & (FS_APPEND_FL | FS_IMMUTABLE_FL)) != 0;
}

int
sar_erase_check(const struct sar_session *s,
    const struct sar_erase_place *place, struct sar_err *err)
{
	struct sar_segment_file file;
	int rc = -1, fd;

	if (open_segment(s, place, &file, err) == -1 ||
	    sar_commit_room(s, file.len, err) == -1)
		goto out;
	if (is_append_only(s->dir) || is_append_only(file.fd)) {
		errno = EPERM;
		rc = cannot(place->name, err);
		goto out;
	}
	/* What else could be in the way shows when it is tried. */
	if ((fd = open_temp(s)) == -1) {
		rc = cannot(place->name, err);
		goto out;
	}
	(void)close(fd);
	rc = unlinkat(s->dir, TEMP, 0) == -1 ? cannot(place->name, err) : 0;

out:
	sar_segment_close(&file);
	return rc;
}

/* Go on to the line ${lines} further on; *${offset} is where it begins. */
static int
skip(struct scan *scan, uint64_t lines, uint64_t *offset, struct sar_err *err)
{
	const char *lf;
	uint64_t left;

	while (lines > 0) {
		if (scan->at == scan->have) {
			scan->offset += scan->have;
			scan->at = 0;
			left = scan->file->len - scan->offset;
			scan->have = left < PIECE ? (size_t)left : PIECE;
			if (scan->have == 0)
				return changed(scan->file, err);
			if (sar_segment_read(scan->file, scan->offset,
				scan->piece, scan->have, err) == -1)
				return -1;
		}
		lf = memchr(scan->piece + scan->at, '\n',
		    scan->have - scan->at);
		scan->at = lf == NULL ? scan->have
				      : (size_t)(lf - scan->piece) + 1;
		lines -= lf != NULL;
	}
	*offset = scan->offset + scan->at;
	return 0;
}

/* Is what stands there the line that may go?  *${done}: it went already. */
static int
judge(struct scan *scan, const struct sar_log_erasure *erasure, struct gap *gap,
    bool *done, struct sar_err *err)
{
	const struct sar_segment_file *file = scan->file;
	uint64_t len = gap->to - gap->from;
	char line[SAR_RECORD_MAX];
	uint8_t leaf[SAR_SHA256_LEN];

	gap->tombstone[0] = '-';
	sar_b64_put(erasure->leaf, sizeof(erasure->leaf), gap->tombstone + 1);
	if (len > sizeof(line))
		return changed(file, err);
	if (sar_segment_read(file, gap->from, line, (size_t)len, err) == -1)
		return -1;
	*done = len == TOMBSTONE_LEN &&
		memcmp(line, gap->tombstone, TOMBSTONE_LEN) == 0;
	if (*done)
		return 0;
	sar_tree_leaf(line, (size_t)len, leaf);
	return memcmp(leaf, erasure->leaf, sizeof(leaf)) == 0
		   ? 0
		   : changed(file, err);
}

/* Which lines are those, of which some may be tombstones already? */
static int
find_gaps(struct scan *scan, const struct sar_log_erasure *all, size_t n,
    struct gaps *gaps, struct sar_err *err)
{
	struct gap *gap;
	bool done = false;
	size_t i;

	if ((gaps->all = calloc(n, sizeof(*gaps->all))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++) {
		gap = &gaps->all[gaps->n];
		if (skip(scan, all[i].seq - scan->next, &gap->from, err) ==
			-1 ||
		    skip(scan, 1, &gap->to, err) == -1)
			return -1;
		scan->next = all[i].seq + 1;
		gap->to--;
		if (judge(scan, &all[i], gap, &done, err) == -1)
			return -1;
		gaps->n += !done;
	}
	return 0;
}

static int
copy(const struct sar_segment_file *file, uint64_t from, uint64_t to, int fd,
    struct sar_err *err)
{
	char piece[PIECE];
	size_t n;

	for (; from < to; from += n) {
		n = to - from < sizeof(piece) ? (size_t)(to - from)
					      : sizeof(piece);
		if (sar_segment_read(file, from, piece, n, err) == -1 ||
		    sar_file_write_all(fd, file->name, piece, n, err) == -1)
			return -1;
	}
	return 0;
}

/* Who lifts "chattr +a" is root, and who writes to the log is not. */
static int
take_owner(const struct sar_segment_file *file, int fd)
{
	struct stat was, is;

	if (fstat(file->fd, &was) == -1 || fstat(fd, &is) == -1)
		return -1;
	if (was.st_uid == is.st_uid && was.st_gid == is.st_gid)
		return 0;
	return fchown(fd, was.st_uid, was.st_gid);
}

static int
write_file(const struct sar_segment_file *file, const struct gaps *gaps, int fd,
    struct sar_err *err)
{
	uint64_t at = 0;
	size_t i;

	for (i = 0; i < gaps->n; i++) {
		if (copy(file, at, gaps->all[i].from, fd, err) == -1 ||
		    sar_file_write_all(fd, file->name, gaps->all[i].tombstone,
			TOMBSTONE_LEN, err) == -1)
			return -1;
		at = gaps->all[i].to;
	}
	if (copy(file, at, file->len, fd, err) == -1)
		return -1;
	if (take_owner(file, fd) == -1 || fchmod(fd, file->mode) == -1 ||
	    fsync(fd) == -1)
		return sar_err_errno(err, "%s", file->name);
	return 0;
}

/* A new file in place of the old one, whole or not at all. */
static int
replace(const struct sar_session *s, const struct sar_segment_file *file,
    const struct gaps *gaps, struct sar_err *err)
{
	int fd, rc;

	if ((fd = open_temp(s)) == -1)
		return cannot(file->name, err);
	rc = write_file(file, gaps, fd, err);
	(void)close(fd);
	if (rc == 0 && renameat(s->dir, TEMP, s->dir, file->name) == -1)
		rc = cannot(file->name, err);
	if (rc == -1) {
		(void)unlinkat(s->dir, TEMP, 0);
		return -1;
	}
	return fsync(s->dir) == -1 ? sar_err_errno(err, "log") : 0;
}

/* What is added to from now on is the file that has the name now. */
static int
reopen(struct sar_session *s, const struct sar_segment_file *old,
    struct sar_err *err)
{
	struct sar_session_file *file = &s->segment;
	struct stat st;

	if (strcmp(old->name, file->name) != 0)
		return 0;
	(void)close(file->fd);
	file->fd = openat(s->dir, file->name,
	    O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	if (file->fd == -1 || fstat(file->fd, &st) == -1)
		return sar_err_errno(err, "%s", file->name);
	file->len = (uint64_t)st.st_size;
	sar_commit_reserve(s);
	return 0;
}

int
sar_erase_replace(struct sar_session *s, const struct sar_erase_place *place,
    const struct sar_log_erasure *all, size_t n, struct sar_err *err)
{
	struct sar_segment_file file;
	struct scan scan = { .s = s, .file = &file, .next = place->first };
	struct gaps gaps = { NULL, 0 };
	int rc = -1;

	if (open_segment(s, place, &file, err) == 0 &&
	    find_gaps(&scan, all, n, &gaps, err) == 0 &&
	    (gaps.n == 0 || (replace(s, &file, &gaps, err) == 0 &&
				reopen(s, &file, err) == 0)))
		rc = 0;
	free(gaps.all);
	sar_segment_close(&file);
	return rc;
}
