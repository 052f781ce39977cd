#include "export/review_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"

#define FLAGS (CASE_FLAGS | O_NOFOLLOW)
/* A case's folder may be kept elsewhere, and a link lead there. */
#define CASE_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

/* "original-01.flac", "redacted-100.flac" */
bool
sar_review_is_copy(const char *name)
{
	static const char *const begin[] = { "original-", "redacted-" };
	size_t digits, i;

	for (i = 0; i < 2; i++) {
		if (strncmp(name, begin[i], strlen(begin[i])) != 0)
			continue;
		name += strlen(begin[i]);
		digits = strspn(name, "0123456789");
		return digits >= 2 && digits < 11 &&
		       strcmp(name + digits, ".flac") == 0;
	}
	return false;
}

bool
sar_review_is_ours(const char *name)
{
	return strcmp(name, SAR_REVIEW_PAGE) == 0 ||
	       strcmp(name, SAR_REVIEW_LIST) == 0 || sar_review_is_copy(name);
}

/* Things of one name that somebody put into reviews, one after the other. */
#define SAME_NAME 1000

typedef int entry_fn(void *ctx, int dir, const char *name);

/* Each entry of the folder ${name} of ${parent}; errno tells. */
static int
each(int parent, const char *name, entry_fn *fn, void *ctx)
{
	int fd = openat(parent, name, FLAGS);
	struct dirent *entry;
	DIR *dir;
	int rc = 0;

	if (fd == -1)
		return -1;
	if ((dir = fdopendir(fd)) == NULL) {
		(void)close(fd);
		return -1;
	}
	while (rc == 0 && (errno = 0, entry = readdir(dir)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			rc = fn(ctx, fd, entry->d_name);
	if (rc == 0 && errno != 0)
		rc = -1;
	(void)closedir(dir);
	return rc;
}

static int
drop_ours(void *ctx, int dir, const char *name)
{
	(void)ctx;
	return sar_review_is_ours(name) ? unlinkat(dir, name, 0) : 0;
}

/* Empty it of what is ours; one that is empty then goes. */
static int
drop(int parent, const char *name)
{
	if (each(parent, name, drop_ours, NULL) == -1) {
		if (errno == ENOENT)
			return 0;
		/* A link, or a file: not what is behind it. */
		return errno == ENOTDIR || errno == ELOOP
			   ? unlinkat(parent, name, 0)
			   : -1;
	}
	if (unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOTEMPTY ||
	    errno == EEXIST || errno == ENOENT)
		return 0;
	return -1;
}

struct moving {
	int to;
};

/* What somebody saved there, under a name that nothing has. */
static int
move_other(void *ctx, int dir, const char *name)
{
	const struct moving *moving = ctx;
	char other[NAME_MAX + 16];
	unsigned i;

	if (sar_review_is_ours(name))
		return 0;
	(void)snprintf(other, sizeof(other), "%s", name);
	for (i = 1;
	     renameat2(dir, name, moving->to, other, RENAME_NOREPLACE) == -1;
	     i++) {
		if (errno != EEXIST || i > SAME_NAME)
			return -1;
		(void)snprintf(other, sizeof(other), "%s.%u", name, i);
	}
	return 0;
}

/* A run was killed between the two renames of a file system that cannot
   exchange: the old one is the review, or what is left of it. */
static void
put_back(int dir)
{
	struct stat st;

	if (fstatat(dir, SAR_REVIEW_DIR, &st, AT_SYMLINK_NOFOLLOW) == -1 &&
	    errno == ENOENT)
		(void)renameat(dir, SAR_REVIEW_OLD, dir, SAR_REVIEW_DIR);
}

/* What could not go the next run finds, and "status" tells of. */
void
sar_review_sweep(int dir)
{
	/* Killed after they were exchanged, the old one has the first. */
	static const char *const left[] = { SAR_REVIEW_ASIDE, SAR_REVIEW_OLD };
	struct moving moving = { .to = openat(dir, SAR_REVIEW_DIR, FLAGS) };
	size_t i;

	if (moving.to == -1)
		put_back(dir);
	for (i = 0; i < 2; i++) {
		if (moving.to != -1)
			(void)each(dir, left[i], move_other, &moving);
		(void)drop(dir, left[i]);
	}
	if (moving.to != -1)
		(void)close(moving.to);
}

/* Whoever put something else there means something by it. */
static int
check_place(const struct sar_review_folder *folder, struct sar_err *err)
{
	struct stat st;

	if (fstatat(folder->parent, SAR_REVIEW_DIR, &st, AT_SYMLINK_NOFOLLOW) ==
	    -1)
		return errno == ENOENT
			   ? 0
			   : sar_err_errno(err, "%s: review", folder->c->dir);
	if (!S_ISDIR(st.st_mode))
		return sar_err_set(err, SAR_EREFUSED,
		    "%s: review: is not a folder", folder->c->dir);
	return 0;
}

int
sar_review_begin(const struct sar_case *c, struct sar_review_folder *folder,
    struct sar_err *err)
{
	folder->c = c;
	folder->fd = -1;
	if ((folder->parent = open(c->dir, CASE_FLAGS)) == -1)
		return sar_err_errno(err, "%s", c->dir);
	sar_review_sweep(folder->parent);
	if (check_place(folder, err) == -1)
		return -1;
	if (mkdirat(folder->parent, SAR_REVIEW_ASIDE, 0700) == -1 ||
	    (folder->fd = openat(folder->parent, SAR_REVIEW_ASIDE, FLAGS)) ==
		-1 ||
	    fchmod(folder->fd, 0700) == -1)
		return sar_err_output(err, "%s: review", c->dir);
	return 0;
}

int
sar_review_room(const struct sar_review_folder *folder, uint64_t bytes,
    struct sar_err *err)
{
	struct statvfs fs;

	if (fstatvfs(folder->fd, &fs) == -1)
		return sar_err_errno(err, "%s", folder->c->dir);
	if (fs.f_frsize != 0 && bytes / fs.f_frsize >= fs.f_bavail) {
		(void)sar_err_set(err, SAR_ESPACE,
		    "%s: no room for copies of the recordings", folder->c->dir);
		sar_err_hint(err, "they may take %llu MB",
		    (unsigned long long)(bytes / 1000000 + 1));
		return -1;
	}
	return 0;
}

int
sar_review_put(const struct sar_review_folder *folder, const char *name,
    const void *data, size_t len, struct sar_err *err)
{
	int fd = openat(folder->fd, name,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int rc = -1;

	if (fd == -1)
		return sar_err_output(err, "review: %s", name);
	if (sar_file_write_all(fd, name, data, len, err) == 0) {
		rc = fsync(fd);
		if (rc == -1)
			(void)sar_err_output(err, "review: %s", name);
	}
	(void)close(fd);
	return rc;
}

/* The new one for the old one.  Where they cannot be exchanged, a kill leaves
   the old one aside: put_back(). */
static int
exchange(int parent)
{
	if (renameat2(parent, SAR_REVIEW_ASIDE, parent, SAR_REVIEW_DIR,
		RENAME_NOREPLACE) == 0)
		return 0;
	if (errno == EEXIST && renameat2(parent, SAR_REVIEW_ASIDE, parent,
				   SAR_REVIEW_DIR, RENAME_EXCHANGE) == 0)
		return renameat(parent, SAR_REVIEW_ASIDE, parent,
		    SAR_REVIEW_OLD);
	if (errno != EEXIST && errno != EINVAL && errno != ENOSYS)
		return -1;
	if (renameat(parent, SAR_REVIEW_DIR, parent, SAR_REVIEW_OLD) == -1 &&
	    errno != ENOENT)
		return -1;
	return renameat(parent, SAR_REVIEW_ASIDE, parent, SAR_REVIEW_DIR);
}

int
sar_review_commit(struct sar_review_folder *folder, struct sar_err *err)
{
	if (fsync(folder->fd) == -1 || exchange(folder->parent) == -1)
		return sar_err_output(err, "%s: review", folder->c->dir);
	sar_review_sweep(folder->parent);
	if (fsync(folder->parent) == -1)
		return sar_err_errno(err, "%s", folder->c->dir);
	return 0;
}

void
sar_review_end(struct sar_review_folder *folder)
{
	if (folder->fd != -1)
		(void)close(folder->fd);
	if (folder->parent != -1) {
		sar_review_sweep(folder->parent);
		(void)close(folder->parent);
	}
	folder->fd = folder->parent = -1;
}

static int
count(void *ctx, int dir, const char *name)
{
	struct sar_review_there *there = ctx;
	struct stat st;

	there->copies += sar_review_is_copy(name);
	there->others += !sar_review_is_ours(name);
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_size > 0)
		there->bytes += (uint64_t)st.st_size;
	return 0;
}

/* That there is none is no failure. */
static int
look_at(int parent, const char *name, struct sar_review_there *there)
{
	if (each(parent, name, count, there) == 0)
		there->any = true;
	else if (errno != ENOENT)
		return -1;
	return 0;
}

static int
look_all(int parent, const char *dir, struct sar_review_there *there,
    struct sar_err *err)
{
	*there = (struct sar_review_there){ .any = false };
	if (look_at(parent, SAR_REVIEW_DIR, there) == -1 ||
	    look_at(parent, SAR_REVIEW_ASIDE, there) == -1 ||
	    look_at(parent, SAR_REVIEW_OLD, there) == -1)
		return sar_err_errno(err, "%s: review", dir);
	return 0;
}

int
sar_review_look(const char *dir, struct sar_review_there *there,
    struct sar_err *err)
{
	int parent = open(dir, CASE_FLAGS);
	int rc;

	*there = (struct sar_review_there){ .any = false };
	/* A case that is closed as lost has no folder. */
	if (parent == -1)
		return errno == ENOENT ? 0 : sar_err_errno(err, "%s", dir);
	rc = look_all(parent, dir, there, err);
	(void)close(parent);
	return rc;
}

int
sar_review_purge(const struct sar_case *c, struct sar_review_there *was,
    struct sar_err *err)
{
	int parent = open(c->dir, CASE_FLAGS);
	int rc = -1;

	*was = (struct sar_review_there){ .any = false };
	if (parent == -1)
		return errno == ENOENT ? 0 : sar_err_errno(err, "%s", c->dir);
	if (look_all(parent, c->dir, was, err) == -1)
		goto out;
	sar_review_sweep(parent);
	if (drop(parent, SAR_REVIEW_DIR) == -1 ||
	    drop(parent, SAR_REVIEW_ASIDE) == -1 ||
	    drop(parent, SAR_REVIEW_OLD) == -1 || fsync(parent) == -1)
		(void)sar_err_output(err, "%s: review", c->dir);
	else
		rc = 0;

out:
	(void)close(parent);
	return rc;
}
