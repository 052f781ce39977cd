#include "package/output.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

#define ROOM ((size_t)65536)        /* libzip writes headers in small pieces */
#define AT_ONCE ((uint64_t)4 << 20) /* the disk is told to write */

struct sar_output {
	char *folder;
	char *hidden; /* the file's name, when it has one */
	struct sar_err *err;
	zip_error_t error;
	int fd;
	uint64_t pos;   /* where the next byte goes */
	uint64_t end;   /* bytes of the file, with those not yet written */
	uint64_t base;  /* where buf belongs */
	uint64_t begun; /* till here the disk has been told to write */
	size_t zeros;   /* libzip will write, for what was written there */
	size_t len;     /* bytes in buf */
	uint8_t buf[ROOM];
};

struct sar_output *
sar_output_new(const char *folder, struct sar_err *err)
{
	struct sar_output *output = calloc(1, sizeof(*output));

	if (output == NULL || (output->folder = strdup(folder)) == NULL) {
		free(output);
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	output->err = err;
	output->fd = -1;
	zip_error_init(&output->error);
	return output;
}

void
sar_output_drop(struct sar_output *output)
{
	if (output->fd != -1)
		(void)close(output->fd);
	output->fd = -1;
	if (output->hidden != NULL)
		(void)unlink(output->hidden);
	free(output->hidden);
	output->hidden = NULL;
}

void
sar_output_free(struct sar_output *output)
{
	if (output == NULL)
		return;
	sar_output_drop(output);
	zip_error_fini(&output->error);
	free(output->folder);
	free(output);
}

static int
open_hidden(struct sar_output *output)
{
	if (asprintf(&output->hidden, "%s/.sar-package-XXXXXX",
		output->folder) == -1) {
		output->hidden = NULL;
		return sar_err_set(output->err, SAR_EFAIL, "out of memory");
	}
	/* O_EXCL and 0600. */
	output->fd = mkostemp(output->hidden, O_CLOEXEC);
	if (output->fd != -1)
		return 0;
	free(output->hidden);
	output->hidden = NULL;
	return sar_err_output(output->err, "%s", output->folder);
}

static int
begin(struct sar_output *output)
{
	output->pos = output->end = output->base = 0;
	output->len = output->zeros = 0;
	output->fd = open(output->folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (output->fd != -1)
		return 0;
	/* NFS, and overlay and FUSE file systems of some kernels. */
	if (errno == EOPNOTSUPP || errno == EISDIR)
		return open_hidden(output);
	return sar_err_output(output->err, "%s", output->folder);
}

/*
 * The disk is to write while the next is encrypted, or all would wait for it at
 * the end.  Whether it has been written fdatasync(2) says.
 */
static void
begin_writing(struct sar_output *output, uint64_t end)
{
	if (end < output->begun + AT_ONCE)
		return;
	(void)sync_file_range(output->fd, (off_t)output->begun,
	    (off_t)(end - output->begun), SYNC_FILE_RANGE_WRITE);
	output->begun = end;
}

static int
write_at(struct sar_output *output, const uint8_t *from, size_t left,
    uint64_t off)
{
	ssize_t n;

	while (left > 0) {
		n = pwrite(output->fd, from, left, (off_t)off);
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return sar_err_errno(output->err, "%s", output->folder);
		from += n;
		off += (uint64_t)n;
		left -= (size_t)n;
	}
	begin_writing(output, off);
	return 0;
}

static int
flush(struct sar_output *output)
{
	if (write_at(output, output->buf, output->len, output->base) == -1)
		return -1;
	output->base += output->len;
	output->len = 0;
	return 0;
}

/* libzip is not where it should be, or not with what it should have. */
static int
astray(struct sar_output *output)
{
	return sar_err_set(output->err, SAR_EFAIL,
	    "package: libzip writes what it was not given");
}

int
sar_output_part(struct sar_output *output, const uint8_t *data, size_t len)
{
	if (output->fd == -1)
		return astray(output);
	/* libzip asks for more before it has written what it got. */
	if (flush(output) == -1 ||
	    write_at(output, data, len, output->pos + output->zeros) == -1)
		return -1;
	output->zeros += len;
	return 0;
}

/* What stands for a part that has its place in the file already. */
static int
skip(struct sar_output *output, const uint8_t *data, size_t len)
{
	static const uint8_t zeros[8192];
	size_t part;

	if (len > output->zeros)
		return astray(output);
	output->zeros -= len;
	output->pos += len;
	output->base = output->pos;
	if (output->end < output->pos)
		output->end = output->pos;
	for (; len > 0; data += part, len -= part) {
		part = len < sizeof(zeros) ? len : sizeof(zeros);
		if (memcmp(data, zeros, part) != 0)
			return astray(output);
	}
	return 0;
}

/* libzip goes back to a header when it knows the sizes. */
static int
put(struct sar_output *output, const uint8_t *data, size_t len)
{
	size_t at, part;

	if (output->zeros > 0)
		return skip(output, data, len);
	while (len > 0) {
		if (output->pos < output->base ||
		    output->pos > output->base + output->len ||
		    output->pos == output->base + ROOM) {
			if (flush(output) == -1)
				return -1;
			output->base = output->pos;
		}
		at = (size_t)(output->pos - output->base);
		part = len < ROOM - at ? len : ROOM - at;
		memcpy(output->buf + at, data, part);
		if (output->len < at + part)
			output->len = at + part;
		output->pos += part;
		data += part;
		len -= part;
	}
	if (output->end < output->pos)
		output->end = output->pos;
	return 0;
}

static int
commit(struct sar_output *output)
{
	if (output->zeros > 0)
		return astray(output);
	if (flush(output) == -1)
		return -1;
	if (fdatasync(output->fd) == -1)
		return sar_err_errno(output->err, "%s", output->folder);
	/* What is read back should come from the disk, not from a cache. */
	(void)posix_fadvise(output->fd, 0, 0, POSIX_FADV_DONTNEED);
	return 0;
}

static int
seek(struct sar_output *output, void *data, zip_uint64_t len)
{
	zip_int64_t to;

	if (output->zeros > 0)
		return astray(output);
	to = zip_source_seek_compute_offset(output->pos, output->end, data, len,
	    &output->error);
	if (to < 0)
		return sar_err_set(output->err, SAR_EFAIL,
		    "%s: seek out of bounds", output->folder);
	output->pos = (uint64_t)to;
	return 0;
}

static zip_int64_t
act(struct sar_output *output, void *data, zip_uint64_t len,
    zip_source_cmd_t command)
{
	/* After a failure, of a stream maybe, the file is only dropped. */
	if (output->err->code != SAR_OK)
		return -1;
	if (command == ZIP_SOURCE_BEGIN_WRITE)
		return begin(output);
	if (output->fd == -1)
		return sar_err_set(output->err, SAR_EFAIL,
		    "%s: nothing open to write to", output->folder);
	if (command == ZIP_SOURCE_WRITE)
		return put(output, data, len) == -1 ? -1 : (zip_int64_t)len;
	if (command == ZIP_SOURCE_SEEK_WRITE)
		return seek(output, data, len);
	if (command == ZIP_SOURCE_TELL_WRITE)
		return (zip_int64_t)output->pos;
	return commit(output);
}

static zip_int64_t
refuse(struct sar_output *output, int code, int number)
{
	zip_error_set(&output->error, code, number);
	return -1;
}

static zip_int64_t
callback(void *ctx, void *data, zip_uint64_t len, zip_source_cmd_t command)
{
	struct sar_output *output = ctx;
	zip_int64_t n;

	/* libzip has more commands than it asks of a file it makes anew. */
	if (command == ZIP_SOURCE_BEGIN_WRITE || command == ZIP_SOURCE_WRITE ||
	    command == ZIP_SOURCE_SEEK_WRITE ||
	    command == ZIP_SOURCE_TELL_WRITE ||
	    command == ZIP_SOURCE_COMMIT_WRITE) {
		n = act(output, data, len, command);
		return n == -1 ? refuse(output, ZIP_ER_WRITE, EIO) : n;
	}
	if (command == ZIP_SOURCE_SUPPORTS)
		return ZIP_SOURCE_SUPPORTS_WRITABLE;
	if (command == ZIP_SOURCE_ERROR)
		return zip_error_to_data(&output->error, data, len);
	/* Otherwise libzip would take it for an archive to add to. */
	if (command == ZIP_SOURCE_STAT)
		return refuse(output, ZIP_ER_READ, ENOENT);
	if (command == ZIP_SOURCE_FREE || command == ZIP_SOURCE_CLOSE)
		return 0;
	if (command != ZIP_SOURCE_ROLLBACK_WRITE &&
	    command != ZIP_SOURCE_REMOVE)
		return refuse(output, ZIP_ER_OPNOTSUPP, 0);
	sar_output_drop(output);
	return 0;
}

zip_source_t *
sar_output_zip(struct sar_output *output, zip_error_t *error)
{
	return zip_source_function_create(callback, output, error);
}

int
sar_output_source(struct sar_output *output, struct sar_source *source,
    struct sar_err *err)
{
	assert(output->fd != -1);
	return sar_source_fd(&output->fd, "package", source, err);
}

static int
name_it(struct sar_output *output, const char *path)
{
	char self[64];
	int rc;

	if (output->hidden == NULL) {
		(void)snprintf(self, sizeof(self), "/proc/self/fd/%d",
		    output->fd);
		return linkat(AT_FDCWD, self, AT_FDCWD, path,
		    AT_SYMLINK_FOLLOW);
	}
	if ((rc = sar_file_move(output->hidden, path)) == 0) {
		free(output->hidden);
		output->hidden = NULL;
	}
	return rc;
}

int
sar_output_publish(struct sar_output *output, const char *path,
    struct sar_err *err)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int rc = -1;

	assert(output->fd != -1);
	folder = slash == NULL   ? strdup(".")
		 : slash == path ? strdup("/")
				 : strndup(path, (size_t)(slash - path));
	if (folder == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (name_it(output, path) == -1) {
		rc = errno == EEXIST ? sar_err_set(err, SAR_EREFUSED,
					   "%s: exists already", path)
				     : sar_err_errno(err, "%s", path);
		goto out;
	}
	/* The inode for its new name, the folder for the entry. */
	if (fsync(output->fd) == -1)
		(void)sar_err_errno(err, "%s", path);
	else if (sar_file_sync_dir(folder, err) == 0)
		rc = 0;
	if (rc == -1)
		(void)unlink(path);

out:
	free(folder);
	return rc;
}
