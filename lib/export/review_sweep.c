#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "export/review_folder.h"

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

/* A folder of such a name is somebody else's. */
static bool
is_ours_at(int dir, const char *name)
{
	struct stat st;

	return sar_review_is_ours(name) &&
	       (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == -1 ||
		   !S_ISDIR(st.st_mode));
}

/* One that cannot go keeps no other: the first errno is kept. */
static int
drop_ours(void *ctx, int dir, const char *name)
{
	int *failed = ctx;

	if (is_ours_at(dir, name) && unlinkat(dir, name, 0) == -1 &&
	    errno != ENOENT && *failed == 0)
		*failed = errno;
	return 0;
}

/* Empty it of what is ours; one that is empty then goes. */
static int
drop(int parent, const char *name)
{
	int failed = 0;

	if (each(parent, name, drop_ours, &failed) == -1) {
		if (errno == ENOENT)
			return 0;
		/* A link, or a file: not what is behind it. */
		return errno == ENOTDIR || errno == ELOOP
			   ? unlinkat(parent, name, 0)
			   : -1;
	}
	if (failed != 0) {
		errno = failed;
		return -1;
	}
	if (unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOTEMPTY ||
	    errno == EEXIST || errno == ENOENT)
		return 0;
	return -1;
}

struct moving {
	int to;
};

/* What somebody saved there, under a name that nothing has; what cannot be
   moved stays where it is. */
static int
move_other(void *ctx, int dir, const char *name)
{
	const struct moving *moving = ctx;
	char other[NAME_MAX + 16];
	unsigned i;

	if (is_ours_at(dir, name))
		return 0;
	(void)snprintf(other, sizeof(other), "%s", name);
	for (i = 1;
	     renameat2(dir, name, moving->to, other, RENAME_NOREPLACE) == -1;
	     i++) {
		if (errno != EEXIST || i > SAME_NAME)
			return 0;
		(void)snprintf(other, sizeof(other), "%s.%u", name, i);
	}
	return 0;
}

/* Where there is no review: that one is it, or what is left of it. */
static void
put_back(int dir, const char *name)
{
	struct stat st;

	if (fstatat(dir, SAR_REVIEW_DIR, &st, AT_SYMLINK_NOFOLLOW) == -1 &&
	    errno == ENOENT)
		(void)renameat(dir, name, dir, SAR_REVIEW_DIR);
}

/* Killed after they were exchanged, the old one has the first. */
static const char *const left[] = { SAR_REVIEW_ASIDE, SAR_REVIEW_OLD };

static bool
is_left(int dir)
{
	struct stat st;

	return fstatat(dir, left[0], &st, AT_SYMLINK_NOFOLLOW) == 0 ||
	       fstatat(dir, left[1], &st, AT_SYMLINK_NOFOLLOW) == 0;
}

int
sar_review_sweep(int dir)
{
	struct moving moving;
	int failed = 0;
	size_t i;

	/* Killed between the two renames of a file system that cannot
	   exchange. */
	put_back(dir, SAR_REVIEW_OLD);
	moving.to = openat(dir, SAR_REVIEW_DIR, FLAGS);
	for (i = 0; i < 2; i++) {
		if (moving.to != -1)
			(void)each(dir, left[i], move_other, &moving);
		if (drop(dir, left[i]) == -1)
			failed = errno;
		else if (moving.to == -1)
			put_back(dir, left[i]);
	}
	if (moving.to != -1)
		(void)close(moving.to);
	if (!is_left(dir))
		return 0;
	errno = failed == 0 ? ENOTEMPTY : failed;
	return -1;
}

int
sar_review_left(const char *dir, bool *is, struct sar_err *err)
{
	int parent = open(dir, CASE_FLAGS);

	*is = false;
	if (parent == -1)
		return errno == ENOENT ? 0 : sar_err_errno(err, "%s", dir);
	*is = is_left(parent);
	(void)close(parent);
	return 0;
}

static int
count(void *ctx, int dir, const char *name)
{
	struct sar_review_there *there = ctx;
	bool ours = is_ours_at(dir, name);
	struct stat st;

	there->copies += ours && sar_review_is_copy(name);
	there->others += !ours;
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

/* All three, whatever is wrong with one of them. */
static int
drop_all(int parent)
{
	static const char *const all[] = { SAR_REVIEW_DIR, SAR_REVIEW_ASIDE,
		SAR_REVIEW_OLD };
	int failed = 0;
	size_t i;

	(void)sar_review_sweep(parent);
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (drop(parent, all[i]) == -1)
			failed = errno;
	if (failed == 0)
		return fsync(parent);
	errno = failed;
	return -1;
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
	if (drop_all(parent) == -1)
		(void)sar_err_output(err, "%s: review", c->dir);
	else
		rc = 0;

out:
	(void)close(parent);
	return rc;
}
