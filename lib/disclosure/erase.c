#include "disclosure/erase.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/file.h"
#include "disclosure/append.h"
#include "disclosure/commit.h"
#include "disclosure/record.h"
#include "disclosure/segment.h"

#define TEMP "erasing.new"
#define TOMBSTONE_LEN (SAR_B64_LEN(SAR_SHA256_LEN) + 1) /* '-', LF, no NUL */

/* The file of a record, in three parts. */
struct parts {
	char name[SAR_SEGMENT_NAME];
	char *text;
	size_t len;
	mode_t mode;
	size_t from; /* of the line */
	size_t to;   /* of the next one */
};

/* The last segment that begins with ${target} or before it. */
static int
find_file(const struct sar_session *s, uint64_t target, struct parts *parts,
    uint64_t *first, struct sar_err *err)
{
	const struct dirent *entry;
	unsigned number, best = 0;
	bool found = false;
	uint64_t begins;
	DIR *stream;

	if ((stream = opendir(s->writer->dir)) == NULL)
		return sar_err_errno(err, "%s", s->writer->dir);
	while ((entry = readdir(stream)) != NULL) {
		if (!sar_segment_parse(entry->d_name, &number, &begins) ||
		    begins > target || (found && number < best))
			continue;
		found = true;
		best = number;
		*first = begins;
		sar_segment_name(number, begins, parts->name);
	}
	(void)closedir(stream);
	return found ? 0
		     : sar_err_set(err, SAR_ETAMPER,
			   "%s: changed since it was verified", s->writer->dir);
}

static int
read_file(const struct sar_session *s, struct parts *parts, struct sar_err *err)
{
	struct stat st;
	int fd, rc;

	fd = openat(s->dir, parts->name,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1 || fstat(fd, &st) == -1) {
		rc = sar_err_errno(err, "%s", parts->name);
	} else {
		parts->mode = st.st_mode & 07777;
		rc = sar_file_read_fd(fd, parts->name, SAR_SEGMENT_MAX,
		    &parts->text, &parts->len, err);
	}
	if (fd != -1)
		(void)close(fd);
	return rc;
}

/* Where line ${n}, from 0, is. */
static int
find_line(struct parts *parts, uint64_t n, struct sar_err *err)
{
	const char *end = parts->text + parts->len;
	const char *p = parts->text;
	const char *lf = NULL;

	for (;; p = lf + 1) {
		lf = memchr(p, '\n', (size_t)(end - p));
		if (lf == NULL)
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: changed since it was verified", parts->name);
		if (n-- == 0)
			break;
	}
	parts->from = (size_t)(p - parts->text);
	parts->to = (size_t)(lf - parts->text) + 1;
	return 0;
}

static int
write_parts(int fd, const struct parts *parts, const char *tombstone,
    struct sar_err *err)
{
	if (sar_file_write_all(fd, parts->name, parts->text, parts->from,
		err) == -1 ||
	    sar_file_write_all(fd, parts->name, tombstone, TOMBSTONE_LEN,
		err) == -1 ||
	    sar_file_write_all(fd, parts->name, parts->text + parts->to,
		parts->len - parts->to, err) == -1)
		return -1;
	if (fchmod(fd, parts->mode) == -1 || fsync(fd) == -1)
		return sar_err_errno(err, "%s", parts->name);
	return 0;
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

/* A new file in place of the old one, whole or not at all. */
static int
replace(const struct sar_session *s, const struct parts *parts,
    const char *tombstone, struct sar_err *err)
{
	int fd, rc;

	/* Whatever is there a killed run left: the lock is held. */
	fd = openat(s->dir, TEMP,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
	    0600);
	if (fd == -1)
		return cannot(parts->name, err);
	rc = write_parts(fd, parts, tombstone, err);
	(void)close(fd);
	if (rc == 0 && renameat(s->dir, TEMP, s->dir, parts->name) == -1)
		rc = cannot(parts->name, err);
	if (rc == -1) {
		(void)unlinkat(s->dir, TEMP, 0);
		return -1;
	}
	return fsync(s->dir) == -1 ? sar_err_errno(err, "log") : 0;
}

/* What is added to from now on is the file that has the name now. */
static int
reopen(struct sar_session *s, const struct parts *parts, struct sar_err *err)
{
	struct sar_session_file *file = &s->segment;

	if (strcmp(parts->name, file->name) != 0)
		return 0;
	(void)close(file->fd);
	file->fd = openat(s->dir, file->name,
	    O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
	if (file->fd == -1)
		return sar_err_errno(err, "%s", file->name);
	file->len = parts->from + TOMBSTONE_LEN + (parts->len - parts->to);
	sar_commit_reserve(s);
	return 0;
}

/* Put the leaf hash of record ${target} in its place. */
static int
carry_out(struct sar_session *s, uint64_t target, struct sar_err *err)
{
	char tombstone[TOMBSTONE_LEN + 1] = "-";
	struct parts parts = { .text = NULL };
	uint8_t leaf[SAR_SHA256_LEN];
	uint64_t first = 0;
	int rc = -1;

	if (find_file(s, target, &parts, &first, err) == -1 ||
	    read_file(s, &parts, err) == -1 ||
	    find_line(&parts, target - first, err) == -1)
		goto out;
	sar_tree_leaf(&s->tree, parts.text + parts.from,
	    parts.to - parts.from - 1, leaf);
	sar_b64_put(leaf, sizeof(leaf), tombstone + 1);
	tombstone[TOMBSTONE_LEN - 1] = '\n';
	if (replace(s, &parts, tombstone, err) == 0)
		rc = reopen(s, &parts, err);

out:
	free(parts.text);
	return rc;
}

int
sar_erase_settle(struct sar_session *s, struct sar_err *err)
{
	struct sar_err ignored = SAR_ERR_INIT;
	const uint64_t *targets;
	size_t n, i;

	targets = sar_log_pending(s->log, &n);
	for (i = 0; i < n; i++) {
		if (carry_out(s, targets[i], &ignored) == 0)
			continue;
		/* What is added next must go where it was read. */
		return s->segment.fd == -1
			   ? sar_err_set(err, ignored.code, "%s", ignored.msg)
			   : 0;
	}
	return 0;
}

/* Only what says something about somebody can have to go. */
static int
check_target(const struct sar_session *s, uint64_t target, struct sar_err *err)
{
	if (target >= sar_log_size(s->log))
		return sar_err_set(err, SAR_EINPUT,
		    "log: there is no record of that number");
	switch ((int)s->sought.type) {
	case SAR_RECORD_ERASED:
		return sar_err_set(err, SAR_EREFUSED,
		    "log: the record is erased already");
	case SAR_RECORD_REGISTER:
	case SAR_RECORD_RETAIN:
	case SAR_RECORD_DELETE:
	case SAR_RECORD_VERIFY:
	case SAR_RECORD_REVIEW:
		/* What was registered can be proved with its record only. */
		return sar_err_set(err, SAR_EREFUSED,
		    "log: a record of this type cannot be erased: there is "
		    "nothing personal in it");
	case SAR_RECORD_GENESIS:
	case SAR_RECORD_RECOVER:
	case SAR_RECORD_KEY_ROTATE:
	case SAR_RECORD_ERASE:
	case SAR_RECORD_COSIGNED:
		return sar_err_set(err, SAR_EREFUSED,
		    "log: a record of this type cannot be erased: the log "
		    "would not verify");
	default:
		return 0;
	}
}

static bool
is_append_only(int fd)
{
	int flags = 0;

	return ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0 &&
	       (flags & (FS_APPEND_FL | FS_IMMUTABLE_FL)) != 0;
}

/* Before it is logged: can it be done? */
static int
check_place(const struct sar_session *s, uint64_t target, struct sar_err *err)
{
	struct parts parts = { .text = NULL };
	struct stat st;
	uint64_t first;
	int fd, rc = 0;

	if (find_file(s, target, &parts, &first, err) == -1)
		return -1;
	fd = openat(s->dir, parts.name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1)
		return sar_err_errno(err, "%s", parts.name);
	if (fstat(fd, &st) == -1) {
		rc = sar_err_errno(err, "%s", parts.name);
	} else if (sar_commit_room(s, (uint64_t)st.st_size, err) == -1) {
		rc = -1;
	} else if (is_append_only(s->dir) || is_append_only(fd)) {
		errno = EPERM;
		rc = cannot(parts.name, err);
	}
	(void)close(fd);
	return rc;
}

static int
check_basis(const char *basis, struct sar_err *err)
{
	static const char *const codes[] = { "art17", "court-order",
		"retention", "error" };
	size_t i;

	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (strcmp(basis, codes[i]) == 0)
			return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "basis: expected art17, court-order, retention or error");
}

static int
log_erasure(struct sar_session *s, const char *basis, const char *by,
    struct sar_err *err)
{
	struct sar_log_entry entry = { "erase", NULL };
	struct sar_commit commit = { &entry, 1, false, false };
	char leaf[SAR_B64_LEN(SAR_SHA256_LEN)];
	json_t *members;
	int rc;

	sar_b64_put(s->sought.leaf, SAR_SHA256_LEN, leaf);
	members = json_pack("{sssIssss}", "by", by, "target",
	    (json_int_t)s->sought.seq, "leaf", leaf, "basis", basis);
	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	entry.members = members;
	rc = sar_commit_records(s, &commit, err);
	json_decref(members);
	return rc;
}

int
sar_log_erase(const struct sar_log_writer *writer, uint64_t target,
    const char *basis, const char *by, uint64_t *seq, struct sar_err *err)
{
	struct sar_session session;
	int rc = -1;

	if (check_basis(basis, err) == -1)
		return -1;
	if (sar_session_open(writer, target, &session, err) == 0 &&
	    check_target(&session, target, err) == 0 &&
	    check_place(&session, target, err) == 0 &&
	    sar_append_settle(&session, err) == 0) {
		*seq = session.tree.size;
		if (log_erasure(&session, basis, by, err) == 0)
			rc = carry_out(&session, target, err);
	}
	sar_session_close(&session);
	return rc;
}
