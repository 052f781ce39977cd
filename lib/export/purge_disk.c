#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/source.h"
#include "export/purging.h"

#define NAME "recording"

/* One name is all the disk has it by, or deleting it would delete nothing. */
static int
count_names(int fd, struct sar_purging_file *file, struct sar_err *err)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return sar_err_errno(err, NAME);
	if (file->fate == SAR_PURGE_DUE && st.st_nlink != 1)
		file->fate = SAR_PURGE_LINKED;
	return 0;
}

/* A file that shrinks while it is read is another one, not an error. */
static int
compare(const struct sar_source *source, struct sar_purging_file *file,
    struct sar_err *err)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err why = SAR_ERR_INIT;

	file->fate = SAR_PURGE_CHANGED;
	if (sar_sha256_source(source, digest, &why) == -1) {
		if (why.code == SAR_ECORRUPT)
			return 0;
		*err = why;
		return -1;
	}
	if (memcmp(digest, file->rec.sha256, sizeof(digest)) == 0)
		file->fate = SAR_PURGE_DUE;
	return 0;
}

int
sar_purging_look(const struct sar_purging *purging,
    struct sar_purging_file *file, struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;
	struct sar_source source;
	bool gone = false;
	int rc = -1;
	int fd;

	fd = sar_disk_open(purging->home->recordings, file->rec.path, NAME,
	    &gone, &why);
	if (fd == -1 && why.code == SAR_ECORRUPT) {
		file->fate = gone ? SAR_PURGE_GONE : SAR_PURGE_CHANGED;
		file->away = gone && sar_disk_away(purging->home->recordings,
					 file->rec.path, file->since);
		return 0;
	}
	if (fd == -1) {
		*err = why;
		return -1;
	}
	/* Before it is read: whoever writes meanwhile makes it another. */
	if (sar_disk_stamp(fd, NAME, &file->stamp, err) == 0 &&
	    sar_source_fd(&fd, NAME, &source, err) == 0 &&
	    compare(&source, file, err) == 0)
		rc = count_names(fd, file, err);
	(void)close(fd);
	return rc;
}

int
sar_purging_sync(struct sar_purging_folder *folder, struct sar_err *err)
{
	int rc = 0;

	if (folder->fd != -1) {
		if (fsync(folder->fd) == -1)
			rc = sar_err_errno(err, "folder of recordings");
		(void)close(folder->fd);
	}
	folder->fd = -1;
	free(folder->path);
	folder->path = NULL;
	return rc;
}

/* Be in the folder of ${path}; *${name} is the rest of it. */
static int
enter(struct sar_purging_folder *folder, const char *path, const char **name,
    struct sar_err *err)
{
	const char *slash = strrchr(path, '/');
	char *own = slash == NULL ? strdup(".")
				  : strndup(path, (size_t)(slash - path));

	*name = slash == NULL ? path : slash + 1;
	if (own == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (folder->path != NULL && strcmp(folder->path, own) == 0) {
		free(own);
		return 0;
	}
	if (sar_purging_sync(folder, err) == -1) {
		free(own);
		return -1;
	}
	folder->path = own;
	folder->fd = sar_file_dir_at(folder->root, own);
	return 0;
}

/* Is the file of ${name} still the one that was looked at? */
static bool
is_same(int dir, const char *name, const struct sar_purging_file *file,
    nlink_t *names, int *fd)
{
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_disk_stamp stamp;
	struct stat st;

	*names = 0;
	*fd = sar_file_open_at(dir, name);
	if (*fd == -1 || sar_disk_stamp(*fd, NAME, &stamp, &ignored) == -1 ||
	    fstat(*fd, &st) == -1)
		return false;
	*names = st.st_nlink;
	/* A name more or less changes when it was changed, and no content. */
	if (st.st_nlink != 1)
		stamp.changed = file->stamp.changed;
	return sar_disk_same(&stamp, &file->stamp);
}

int
sar_purging_unlink(struct sar_purging_folder *folder,
    struct sar_purging_file *file, struct sar_err *err)
{
	const char *name;
	nlink_t names = 0;
	bool same;
	int fd = -1;
	int rc = 0;

	if (enter(folder, file->rec.path, &name, err) == -1)
		return -1;
	if (folder->fd == -1) {
		file->fate = SAR_PURGE_GONE;
		return 0;
	}
	same = is_same(folder->fd, name, file, &names, &fd);
	if (fd == -1 && errno == ENOENT)
		file->fate = SAR_PURGE_GONE;
	else if (!same)
		file->fate = SAR_PURGE_CHANGED;
	else if (names != 1)
		file->fate = SAR_PURGE_LINKED;
	else if (unlinkat(folder->fd, name, 0) == -1)
		rc = sar_err_errno(err, NAME);
	else
		file->fate = SAR_PURGE_DELETED;
	if (fd != -1)
		(void)close(fd);
	return rc;
}
