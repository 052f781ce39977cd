#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"

#define FLAGS (O_CLOEXEC | O_NOFOLLOW)

/* One folder at a time, for kernels before 5.6 and filters without openat2. */
static int
walk(int dir, const char *path, int how)
{
	char *copy = strdup(path);
	char *part = copy;
	char *slash;
	int fd = -1;
	int at = dir;
	int next;

	if (copy == NULL)
		return -1;
	while ((slash = strchr(part, '/')) != NULL) {
		*slash = '\0';
		next = strcmp(part, "..") == 0
			   ? -1
			   : openat(at, part, O_DIRECTORY | O_PATH | FLAGS);
		if (at != dir)
			(void)close(at);
		at = next;
		if (at == -1)
			break;
		part = slash + 1;
	}
	if (at != -1 && strcmp(part, "..") != 0)
		fd = openat(at, part, how | FLAGS);
	if (at != dir && at != -1)
		(void)close(at);
	free(copy);
	return fd;
}

static int
open_below(int dir, const char *path, int mode)
{
	struct open_how how = {
		.flags = (unsigned)(mode | FLAGS),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
			   RESOLVE_NO_MAGICLINKS,
	};
	long fd = syscall(SYS_openat2, dir, path, &how, sizeof(how));

	if (fd == -1 && (errno == ENOSYS || errno == EPERM))
		return walk(dir, path, mode);
	return (int)fd;
}

/* If not, close it and say so in errno. */
static bool
is_regular(int fd)
{
	struct stat st = { 0 };

	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		return true;
	(void)close(fd);
	errno = S_ISLNK(st.st_mode) ? ELOOP : EISDIR;
	return false;
}

int
sar_file_open_at(int dir, const char *path)
{
	int fd;

	if (path[0] == '/' || path[0] == '\0') {
		errno = EXDEV;
		return -1;
	}
	/* Looked at before it is opened: a FIFO has somebody at its other
	   end, and a device may do something. */
	if ((fd = open_below(dir, path, O_PATH)) == -1)
		return -1;
	if (!is_regular(fd))
		return -1;
	(void)close(fd);
	if ((fd = open_below(dir, path, O_RDONLY | O_NONBLOCK)) == -1)
		return -1;
	return is_regular(fd) ? fd : -1;
}

int
sar_file_dir_at(int dir, const char *path)
{
	if (path[0] == '/' || path[0] == '\0') {
		errno = EXDEV;
		return -1;
	}
	return open_below(dir, path, O_RDONLY | O_DIRECTORY);
}

int
sar_file_open_below(const char *root, const char *path, struct sar_err *err)
{
	int dir, fd, why;

	dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir == -1)
		return sar_err_errno(err, "recording root: %s", root);
	fd = sar_file_open_at(dir, path);
	why = errno;
	(void)close(dir);
	if (fd != -1)
		return fd;
	errno = why;
	if (why == EISDIR)
		(void)sar_err_set(err, SAR_EMISSING,
		    "recording: not a regular file");
	else if (why == EXDEV)
		(void)sar_err_set(err, SAR_EMISSING,
		    "recording: path is not below the root");
	else
		(void)sar_err_errno(err, "recording");
	errno = why;
	return -1;
}
