#include "export/review_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"

#define FLAGS (CASE_FLAGS | O_NOFOLLOW)
/* A case's folder may be kept elsewhere, and a link lead there. */
#define CASE_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

/* What nobody can take away by this program may be a copy of a recording. */
static int
fail_left(const struct sar_case *c, int why, struct sar_err *err)
{
	errno = why;
	(void)sar_err_output(err, "%s: what an older review left", c->dir);
	sar_err_hint(err, "it is in " SAR_REVIEW_ASIDE " or " SAR_REVIEW_OLD
			  " there: take it away, copies of recordings too");
	return -1;
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
	int why;

	folder->c = c;
	folder->fd = -1;
	if ((folder->parent = open(c->dir, CASE_FLAGS)) == -1)
		return sar_err_errno(err, "%s", c->dir);
	why = sar_review_sweep(folder->parent) == 0 ? 0 : errno;
	if (check_place(folder, err) == -1)
		return -1;
	if (why != 0)
		return fail_left(c, why, err);
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
	int why;

	if (fsync(folder->fd) == -1 || exchange(folder->parent) == -1)
		return sar_err_output(err, "%s: review", folder->c->dir);
	why = sar_review_sweep(folder->parent) == 0 ? 0 : errno;
	if (fsync(folder->parent) == -1)
		return sar_err_errno(err, "%s", folder->c->dir);
	return why == 0 ? 0 : fail_left(folder->c, why, err);
}

void
sar_review_end(struct sar_review_folder *folder)
{
	if (folder->fd != -1)
		(void)close(folder->fd);
	if (folder->parent != -1) {
		(void)sar_review_sweep(folder->parent);
		(void)close(folder->parent);
	}
	folder->fd = folder->parent = -1;
}
