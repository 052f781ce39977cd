#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/stop.h"

int
sar_file_open(const char *path, struct sar_err *err)
{
	struct stat st;
	int fd;

	/* O_NONBLOCK: a FIFO under the name must not hang a cron job. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1)
		return sar_err_errno(err, "%s", path);
	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return sar_err_set(err, SAR_EMISSING, "%s: not a regular file",
		    path);
	}
	return fd;
}

int
sar_file_read_fd(int fd, const char *name, size_t max, char **text, size_t *len,
    struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;
	char block[16384];
	ssize_t n;

	while ((n = read(fd, block, sizeof(block))) != 0) {
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1) {
			(void)sar_err_errno(err, "%s", name);
			goto failed;
		}
		if ((size_t)n > max - buf.len) {
			(void)sar_err_set(err, SAR_EINPUT,
			    "%s: larger than %zu bytes", name, max);
			goto failed;
		}
		sar_buf_add(&buf, block, (size_t)n);
		if (sar_buf_check(&buf, err) == -1)
			goto failed;
	}
	explicit_bzero(block, sizeof(block));
	*len = buf.len;
	if ((*text = sar_buf_take(&buf)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return 0;

failed:
	explicit_bzero(block, sizeof(block));
	sar_buf_free(&buf);
	return -1;
}

int
sar_file_read(const char *path, size_t max, char **text, size_t *len,
    struct sar_err *err)
{
	int fd, rc;

	if ((fd = sar_file_open(path, err)) == -1)
		return -1;
	rc = sar_file_read_fd(fd, path, max, text, len, err);
	(void)close(fd);
	return rc;
}

int
sar_file_write_all(int fd, const char *name, const void *data, size_t len,
    struct sar_err *err)
{
	const char *from = data;
	ssize_t n;

	while (len > 0) {
		n = write(fd, from, len);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return sar_err_errno(err, "%s", name);
		from += n;
		len -= (size_t)n;
	}
	return 0;
}

/* A file to be made: what is to stand in it, and where. */
struct wanted {
	const char *path;
	const char *folder; /* the path's */
	const void *data;
	size_t len;
	mode_t mode;
};

/* The folder part of ${path}, malloc'd. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return strdup(".");
	if (slash == path)
		return strdup("/");
	return strndup(path, (size_t)(slash - path));
}

/* Fill the new file ${fd} and see it to the disk. */
static int
fill(int fd, const struct wanted *wanted, struct sar_err *err)
{
	if (sar_file_write_all(fd, wanted->path, wanted->data, wanted->len,
		err) == -1)
		return -1;
	if (fchmod(fd, wanted->mode) == -1 || fsync(fd) == -1)
		return sar_err_output(err, "%s", wanted->path);
	return 0;
}

/* Record why a finished file could not be given the name ${path}. */
static int
no_name(const char *path, struct sar_err *err)
{
	if (errno == EEXIST)
		return sar_err_set(err, SAR_EREFUSED, "%s: exists already",
		    path);
	return sar_err_output(err, "%s", path);
}

/*
 * By way of a file that has no name, so a kill leaves nothing behind.
 * Return 1 where the file system or a sandbox does not let us.
 */
static int
write_unnamed(const struct wanted *wanted, struct sar_err *err)
{
	char self[32];
	int fd;
	int rc = -1;

	fd = open(wanted->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	if (fd == -1)
		return 1;
	if (fill(fd, wanted, err) == -1)
		goto out;
	rc = 0;
	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	if (linkat(AT_FDCWD, self, AT_FDCWD, wanted->path, AT_SYMLINK_FOLLOW) ==
	    -1)
		rc = errno == EEXIST ? no_name(wanted->path, err) : 1;

out:
	(void)close(fd);
	return rc;
}

/* Give the finished file ${temp} its name, and only that one. */
static int
publish(const char *temp, const char *path, bool replace, struct sar_err *err)
{
	int rc = 0;

	if (replace ? rename(temp, path) == -1 : link(temp, path) == -1)
		rc = no_name(path, err);
	if (!replace || rc == -1)
		(void)unlink(temp);
	return rc;
}

/* By way of a file with another name in the same folder. */
static int
write_named(const struct wanted *wanted, bool replace, struct sar_err *err)
{
	char *temp = NULL;
	int fd;
	int rc = -1;

	if (asprintf(&temp, "%s/.sar-XXXXXX", wanted->folder) == -1)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if ((fd = mkostemp(temp, O_CLOEXEC)) == -1) {
		(void)sar_err_output(err, "%s", wanted->path);
		goto out;
	}
	if (fill(fd, wanted, err) == -1)
		(void)unlink(temp);
	else
		rc = publish(temp, wanted->path, replace, err);
	(void)close(fd);

out:
	free(temp);
	return rc;
}

int
sar_file_write(const char *path, const void *data, size_t len, mode_t mode,
    bool replace, struct sar_err *err)
{
	char *folder = folder_of(path);
	struct wanted wanted = { path, folder, data, len, mode };
	int rc = 1;

	if (folder == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	/* Only rename(2) replaces, and it wants a name to begin with. */
	if (!replace)
		rc = write_unnamed(&wanted, err);
	if (rc == 1)
		rc = write_named(&wanted, replace, err);
	if (rc == 0 && (rc = sar_file_sync_dir(folder, err)) == -1 && !replace)
		(void)unlink(path);
	free(folder);
	return rc;
}

int
sar_file_sync_dir(const char *path, struct sar_err *err)
{
	int fd, rc = 0;

	if ((fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) == -1)
		return sar_err_errno(err, "%s", path);
	if (fsync(fd) == -1)
		rc = sar_err_errno(err, "%s", path);
	(void)close(fd);
	return rc;
}

int
sar_file_mkdir(const char *path, mode_t mode, struct sar_err *err)
{
	struct stat st;

	if (mkdir(path, mode) == 0)
		return 0;
	if (errno != EEXIST || lstat(path, &st) == -1)
		return sar_err_errno(err, "%s", path);
	if (!S_ISDIR(st.st_mode))
		return sar_err_set(err, SAR_EMISSING, "%s: not a folder", path);
	return 0;
}

bool
sar_file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

char *
sar_file_join(const char *dir, const char *name, struct sar_err *err)
{
	char *path;

	if (asprintf(&path, "%s/%s", dir, name) == -1) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	return path;
}

int
sar_file_lock(const char *path, unsigned wait_s, struct sar_err *err)
{
	static const struct timespec nap = { 0, 50000000 };
	unsigned long tries = (unsigned long)wait_s * 20;
	int fd;

	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return sar_err_errno(err, "%s", path);
	while (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK) {
			(void)sar_err_errno(err, "%s", path);
			goto failed;
		}
		if (sar_stop_check(err) == -1)
			goto failed;
		if (tries-- == 0) {
			(void)sar_err_set(err, SAR_ELOCKED,
			    "%s: another run holds the lock", path);
			sar_err_hint(err,
			    "try again later, or give --lock-wait");
			goto failed;
		}
		(void)nanosleep(&nap, NULL);
	}
	return fd;

failed:
	(void)close(fd);
	return -1;
}
