#include "base/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crew.h"
#include "base/file.h"

#define OPEN_MAX_AT_ONCE 64 /* descriptors; there may be many files */

struct one {
	char *name;
	char temp[sizeof(".sar-0123456789abcdef")]; /* "": has its name */
	int fd;                                     /* -1: on the disk */
};

struct sar_batch {
	char *folder; /* for messages */
	int dir;
	struct one *files;
	size_t n;
	size_t first; /* not known to be on the disk */
};

struct sar_batch *
sar_batch_new(const char *folder, struct sar_err *err)
{
	struct sar_batch *batch = calloc(1, sizeof(*batch));

	if (batch == NULL || (batch->folder = strdup(folder)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(batch);
		return NULL;
	}
	batch->dir = open(folder,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (batch->dir == -1) {
		(void)sar_err_errno(err, "%s", folder);
		sar_batch_free(batch);
		return NULL;
	}
	return batch;
}

static int
fail(const struct sar_batch *batch, const struct one *one, struct sar_err *err)
{
	return sar_err_output(err, "%s/%s", batch->folder, one->name);
}

static int
open_temp(const struct sar_batch *batch, struct one *one, struct sar_err *err)
{
	uint64_t word;

	do {
		if (getrandom(&word, sizeof(word), 0) != (ssize_t)sizeof(word))
			return fail(batch, one, err);
		(void)snprintf(one->temp, sizeof(one->temp), ".sar-%016jx",
		    (uintmax_t)word);
		one->fd = openat(batch->dir, one->temp,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	} while (one->fd == -1 && errno == EEXIST);
	if (one->fd != -1)
		return 0;
	one->temp[0] = '\0';
	return fail(batch, one, err);
}

static int
sync_one(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	struct sar_batch *batch = ctx;
	struct one *one = &batch->files[batch->first + i];
	int fd = one->fd;

	(void)worker;
	if (fsync(fd) == -1)
		return fail(batch, one, err);
	one->fd = -1;
	return close(fd) == 0 ? 0 : fail(batch, one, err);
}

/* Several at a time, so that the disk has to flush less often. */
static int
sync_all(struct sar_batch *batch, struct sar_err *err)
{
	if (sar_crew_run(SAR_CREW_MAX, batch->n - batch->first, sync_one, batch,
		err) == -1)
		return -1;
	batch->first = batch->n;
	return 0;
}

static int
grow(struct sar_batch *batch, const char *name, struct sar_err *err)
{
	struct one *more;

	more = reallocarray(batch->files, batch->n + 1, sizeof(*more));
	if (more == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	batch->files = more;
	memset(&more[batch->n], 0, sizeof(*more));
	more[batch->n].fd = -1;
	if ((more[batch->n].name = strdup(name)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	batch->n++;
	return 0;
}

int
sar_batch_add(struct sar_batch *batch, const char *name, const void *data,
    size_t len, struct sar_err *err)
{
	struct one *one;

	if (batch->n - batch->first == OPEN_MAX_AT_ONCE &&
	    sync_all(batch, err) == -1)
		return -1;
	if (grow(batch, name, err) == -1)
		return -1;
	one = &batch->files[batch->n - 1];
	if (open_temp(batch, one, err) == -1 ||
	    sar_file_write_all(one->fd, name, data, len, err) == -1)
		return -1;
	/* The umask may have taken something. */
	if (fchmod(one->fd, 0600) == -1)
		return fail(batch, one, err);
	/* To have it begin; whether it has been done fsync(2) says. */
	(void)sync_file_range(one->fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	return 0;
}

int
sar_batch_commit(struct sar_batch *batch, struct sar_err *err)
{
	struct one *one;
	size_t i;

	if (batch->n == 0)
		return 0;
	if (sync_all(batch, err) == -1)
		return -1;
	for (i = 0; i < batch->n; i++) {
		one = &batch->files[i];
		if (renameat(batch->dir, one->temp, batch->dir, one->name) ==
		    -1)
			return fail(batch, one, err);
		one->temp[0] = '\0';
	}
	if (fsync(batch->dir) == -1)
		return sar_err_errno(err, "%s", batch->folder);
	return 0;
}

void
sar_batch_free(struct sar_batch *batch)
{
	size_t i;

	if (batch == NULL)
		return;
	for (i = 0; i < batch->n; i++) {
		if (batch->files[i].fd != -1)
			(void)close(batch->files[i].fd);
		if (batch->files[i].temp[0] != '\0')
			(void)unlinkat(batch->dir, batch->files[i].temp, 0);
		free(batch->files[i].name);
	}
	if (batch->dir != -1)
		(void)close(batch->dir);
	free(batch->files);
	free(batch->folder);
	free(batch);
}
