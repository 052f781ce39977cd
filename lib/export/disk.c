#include "export/disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define DAY_S 86400

/* Is there nothing in the folder? */
static bool
is_empty(int folder)
{
	const struct dirent *entry;
	bool empty = true;
	DIR *dir;
	int fd;

	if ((fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)) ==
	    -1)
		return false;
	if ((dir = fdopendir(fd)) == NULL) {
		(void)close(fd);
		return false;
	}
	while (empty && (entry = readdir(dir)) != NULL)
		empty = strcmp(entry->d_name, ".") == 0 ||
			strcmp(entry->d_name, "..") == 0;
	(void)closedir(dir);
	return empty;
}

static void
hint_store(struct sar_err *err)
{
	sar_err_hint(err, "is the disk mounted, and \"recordings\" in sar.conf "
			  "the right folder?");
}

/* Say why: ${why} is the errno of the attempt below ${root}. */
static void
say_why(int root, int why, const char *name, bool *gone, struct sar_err *err)
{
	switch (why) {
	case ENOENT:
	case ENOTDIR:
		/* What is left of a disk that is not mounted. */
		if (is_empty(root)) {
			(void)sar_err_set(err, SAR_EMISSING,
			    "recording root: is empty");
			hint_store(err);
			return;
		}
		*gone = true;
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: gone since it was imported", name);
		sar_err_hint(err, "find out who moved or deleted it, and put "
				  "it back from a backup");
		return;
	case ELOOP:
	case EISDIR:
	case EXDEV:
		(void)sar_err_set(err, SAR_ECORRUPT,
		    "%s: something else is in its place", name);
		sar_err_hint(err, "an incident: find out who replaced it");
		return;
	case EACCES:
	case EPERM:
		(void)sar_err_set(err, SAR_EMISSING, "%s: may not be read",
		    name);
		sar_err_hint(err, "see the owner and mode of the file and of "
				  "the folders above it");
		return;
	default:
		errno = why;
		(void)sar_err_errno(err, "%s", name);
	}
}

int
sar_disk_open(const char *root, const char *path, const char *name, bool *gone,
    struct sar_err *err)
{
	int dir, fd, why;

	*gone = false;
	dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir == -1) {
		(void)sar_err_errno(err, "recording root: %s", root);
		hint_store(err);
		return -1;
	}
	if ((fd = sar_file_open_at(dir, path)) == -1) {
		why = errno;
		say_why(dir, why, name, gone, err);
	}
	(void)close(dir);
	return fd;
}

/* The nearest folder above ${path} that there is: *${own}, its own? */
static int
nearest(const char *root, const char *path, bool *own)
{
	char *folder = strdup(path);
	int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *slash;
	int fd = -1;

	*own = true;
	while (dir != -1 && folder != NULL && fd == -1 &&
	       (slash = strrchr(folder, '/')) != NULL) {
		*slash = '\0';
		if ((fd = sar_file_dir_at(dir, folder)) == -1)
			*own = false;
	}
	free(folder);
	/* Right below the root. */
	if (fd == -1 && *own && dir != -1)
		return dir;
	if (dir != -1)
		(void)close(dir);
	return fd;
}

/* Is it what a disk is mounted on?  It is empty, and nothing was taken from it
   since: that would have changed it. */
static bool
is_bare(int folder, int64_t since)
{
	struct stat st;

	return is_empty(folder) &&
	       (fstat(folder, &st) == -1 || (int64_t)st.st_mtim.tv_sec < since);
}

bool
sar_disk_away(const char *root, const char *path, int64_t since)
{
	bool own;
	int fd = nearest(root, path, &own);
	bool away = fd == -1 || (own ? is_bare(fd, since) : is_empty(fd));

	if (fd != -1)
		(void)close(fd);
	return away;
}

/*
 * A purge deletes files and no folder: one that is not there took the file
 * elsewhere, whatever is left of those above it.
 */
static bool
was_deleted_from(const char *root, const char *path, int64_t since)
{
	bool own;
	int fd = nearest(root, path, &own);
	bool was = fd != -1 && own && !is_bare(fd, since);

	if (fd != -1)
		(void)close(fd);
	return was;
}

int
sar_disk_claimed(const char *root, const char *path, int32_t day,
    enum sar_disk_claimed *out, struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;
	int64_t since = ((int64_t)day - 1) * DAY_S;
	bool gone = false;
	int fd;

	*out = SAR_DISK_THERE;
	fd = sar_disk_open(root, path, "recording", &gone, &why);
	if (fd != -1)
		(void)close(fd);
	else if (gone)
		*out = was_deleted_from(root, path, since) ? SAR_DISK_DELETED
							   : SAR_DISK_AWAY;
	else if (why.code != SAR_ECORRUPT) {
		*out = SAR_DISK_AWAY;
		*err = why;
		return -1;
	}
	return 0;
}

int
sar_disk_stamp(int fd, const char *name, struct sar_disk_stamp *stamp,
    struct sar_err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return sar_err_errno(err, "%s", name);
	stamp->device = st.st_dev;
	stamp->number = st.st_ino;
	stamp->size = st.st_size;
	stamp->changed = st.st_ctim;
	stamp->modified = st.st_mtim;
	return 0;
}

static bool
same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

bool
sar_disk_same(const struct sar_disk_stamp *a, const struct sar_disk_stamp *b)
{
	return a->device == b->device && a->number == b->number &&
	       a->size == b->size && same_time(&a->changed, &b->changed) &&
	       same_time(&a->modified, &b->modified);
}
