#include "disclosure/seed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/secret.h"

#define FILE_MAX 4096

static char *
next_path(const char *path, struct sar_err *err)
{
	char *next;

	if (asprintf(&next, "%s.new", path) != -1)
		return next;
	(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	return NULL;
}

int
sar_seed_read(const char *path, struct sar_seed *seed, struct sar_err *err)
{
	struct sar_err unread = SAR_ERR_INIT;
	struct sar_err why = SAR_ERR_INIT;
	char *next = next_path(path, err);
	int rc = -1;

	memset(seed, 0, sizeof(*seed));
	if (next == NULL)
		return -1;
	/* While one takes the other's place only one of them may be there; and
	   a key that was not yet whole on the disk signed nothing. */
	seed->now = sar_key_secret_read(path, &why);
	if (sar_file_exists(next))
		seed->next = sar_key_secret_read(next, &unread);
	if (seed->now != NULL || seed->next != NULL)
		rc = 0;
	else
		*err = why;
	free(next);
	return rc;
}

void
sar_seed_clear(struct sar_seed *seed)
{
	sar_key_secret_free(seed->now);
	sar_key_secret_free(seed->next);
	memset(seed, 0, sizeof(*seed));
}

/*
 * Zeros where the seed was, as well as can be done: a disk may have copies of
 * its own, and a file that cannot be written to is still replaced.
 */
static void
overwrite(const char *path)
{
	static const char zeros[FILE_MAX];
	struct stat st;
	int fd;

	fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    st.st_size <= FILE_MAX &&
	    pwrite(fd, zeros, (size_t)st.st_size, 0) == st.st_size)
		(void)fdatasync(fd);
	(void)close(fd);
}

/* See to it that a changed name in ${path}'s folder stays. */
static int
sync_folder(const char *path, struct sar_err *err)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int rc;

	folder = slash == NULL ? strdup(".")
			       : strndup(path, (size_t)(slash - path) + 1);
	if (folder == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	rc = sar_file_sync_dir(folder, err);
	free(folder);
	return rc;
}

int
sar_seed_drop(const char *path, struct sar_seed *seed, struct sar_err *err)
{
	char *next = next_path(path, err);
	int rc = 0;

	if (next == NULL)
		return -1;
	if (sar_file_exists(next)) {
		overwrite(next);
		if (unlink(next) == -1)
			rc = sar_err_errno(err, "%s", next);
		else
			rc = sync_folder(path, err);
	}
	sar_key_secret_free(seed->next);
	seed->next = NULL;
	free(next);
	return rc;
}

int
sar_seed_begin(const char *path, struct sar_seed *seed, struct sar_err *err)
{
	const char *name = sar_key_secret_public(seed->now)->name;
	struct sar_secret *skey = NULL;
	char *next;
	int rc = -1;

	if (sar_seed_drop(path, seed, err) == -1 ||
	    (next = next_path(path, err)) == NULL)
		return -1;
	if ((skey = sar_key_generate(name, err)) != NULL &&
	    sar_secret_to_file(skey, next, err) == 0 &&
	    (seed->next = sar_key_secret_parse(skey, err)) != NULL)
		rc = 0;
	sar_secret_free(skey);
	free(next);
	return rc;
}

int
sar_seed_install(const char *path, struct sar_seed *seed, struct sar_err *err)
{
	char *next = next_path(path, err);
	int rc = -1;

	if (next == NULL)
		return -1;
	overwrite(path);
	if (rename(next, path) == -1)
		(void)sar_err_errno(err, "%s", path);
	else
		rc = sync_folder(path, err);
	if (rc == 0) {
		sar_key_secret_free(seed->now);
		seed->now = seed->next;
		seed->next = NULL;
	}
	free(next);
	return rc;
}
