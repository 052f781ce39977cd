#include "disclosure/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define HEAD "entries-"
#define HEAD_LEN 8
#define TAIL ".jsonl"
#define PIECE 65536

void
sar_segment_name(unsigned number, uint64_t first, char out[SAR_SEGMENT_NAME])
{
	(void)snprintf(out, SAR_SEGMENT_NAME, HEAD "%04u-%012" PRIu64 TAIL,
	    number, first);
}

void
sar_segment_rotation(unsigned number, char out[SAR_SEGMENT_NAME])
{
	(void)snprintf(out, SAR_SEGMENT_NAME, "rotation-%04u.note", number);
}

bool
sar_segment_parse(const char *name, unsigned *number, uint64_t *first)
{
	char again[SAR_SEGMENT_NAME];
	char digits[5] = "", begin[13] = "";
	uint64_t n = 0;

	if (strlen(name) != HEAD_LEN + 4 + 1 + 12 + strlen(TAIL))
		return false;
	memcpy(digits, name + HEAD_LEN, 4);
	memcpy(begin, name + HEAD_LEN + 5, 12);
	if (!sar_text_number(digits, SAR_SEGMENT_LAST, &n) ||
	    !sar_text_number(begin, UINT64_MAX, first))
		return false;
	*number = (unsigned)n;
	sar_segment_name(*number, *first, again);
	return strcmp(name, again) == 0;
}

static int
look_at(struct sar_segment_file *file, struct sar_err *err)
{
	struct stat st;

	if (fstat(file->fd, &st) == -1)
		return sar_err_errno(err, "%s", file->name);
	if (!S_ISREG(st.st_mode) || st.st_size < 0)
		return sar_err_set(err, SAR_ETAMPER, "%s: not a regular file",
		    file->name);
	if ((uint64_t)st.st_size < file->len)
		return sar_err_set(err, SAR_ETAMPER,
		    "%s: became shorter while it was read", file->name);
	file->len = (uint64_t)st.st_size;
	file->dev = st.st_dev;
	file->ino = st.st_ino;
	file->mode = st.st_mode & 07777;
	return 0;
}

int
sar_segment_open(int dir, const char *name, struct sar_segment_file *file,
    struct sar_err *err)
{
	memset(file, 0, sizeof(*file));
	(void)snprintf(file->name, sizeof(file->name), "%s", name);
	/* O_NONBLOCK: a FIFO under the name must not hang a cron job. */
	file->fd = openat(dir, name,
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (file->fd == -1 && errno == ENOENT)
		return 0;
	if (file->fd == -1)
		return sar_err_errno(err, "%s", name);
	return look_at(file, err);
}

void
sar_segment_close(struct sar_segment_file *file)
{
	if (file->fd != -1)
		(void)close(file->fd);
	file->fd = -1;
}

int
sar_segment_grown(struct sar_segment_file *file, struct sar_err *err)
{
	return file->fd == -1 ? 0 : look_at(file, err);
}

int
sar_segment_read(const struct sar_segment_file *file, uint64_t offset,
    void *out, size_t len, struct sar_err *err)
{
	size_t done = 0;
	ssize_t n;

	while (done < len) {
		n = pread(file->fd, (char *)out + done, len - done,
		    (off_t)(offset + done));
		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return sar_err_errno(err, "%s", file->name);
		if (n == 0)
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: became shorter while it was read", file->name);
		done += (size_t)n;
	}
	return 0;
}

int
sar_segment_load(int dir, const char *name, size_t max, char **text,
    size_t *len, struct sar_err *err)
{
	struct sar_segment_file file;
	char *data = NULL;
	int rc = -1;

	*text = NULL;
	*len = 0;
	if (sar_segment_open(dir, name, &file, err) == -1)
		goto out;
	if (file.fd == -1)
		return 0;
	if (file.len > max) {
		(void)sar_err_set(err, SAR_ETAMPER,
		    "%s: larger than a log's file can be", name);
		goto out;
	}
	if ((data = malloc((size_t)file.len + 1)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (sar_segment_read(&file, 0, data, (size_t)file.len, err) == -1)
		goto out;
	data[file.len] = '\0';
	*len = (size_t)file.len;
	*text = data;
	data = NULL;
	rc = 0;

out:
	free(data);
	sar_segment_close(&file);
	return rc;
}

int
sar_segment_each(const struct sar_segment_file *file, uint64_t from,
    uint64_t to, sar_segment_fn *fn, void *ctx, struct sar_err *err)
{
	char piece[PIECE];
	size_t n;

	for (; from < to; from += n) {
		n = to - from < sizeof(piece) ? (size_t)(to - from)
					      : sizeof(piece);
		if (sar_segment_read(file, from, piece, n, err) == -1)
			return -1;
		fn(ctx, piece, n);
	}
	return 0;
}
