#include "base/stream.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
sar_stream_close(struct sar_stream *stream)
{
	if (stream->close != NULL)
		stream->close(stream->ctx);
	memset(stream, 0, sizeof(*stream));
}

struct text {
	size_t len;
	size_t at;
	char data[];
};

static ssize_t
read_text(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct text *text = ctx;

	(void)err;
	if (len > text->len - text->at)
		len = text->len - text->at;
	memcpy(buf, text->data + text->at, len);
	text->at += len;
	return (ssize_t)len;
}

static void
close_text(void *ctx)
{
	struct text *text = ctx;

	explicit_bzero(text->data, text->len);
	free(text);
}

int
sar_stream_text(const char *text, size_t len, struct sar_stream *stream,
    struct sar_err *err)
{
	struct text *copy;

	if ((copy = malloc(sizeof(*copy) + len)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	copy->len = len;
	copy->at = 0;
	memcpy(copy->data, text, len);
	stream->ctx = copy;
	stream->read = read_text;
	stream->close = close_text;
	stream->size = len;
	return 0;
}

int
sar_source_read(const struct sar_source *source, void *buf, size_t len,
    uint64_t off, struct sar_err *err)
{
	char *to = buf;
	ssize_t n;

	if (off > source->size || len > source->size - off)
		return sar_err_set(
		    err, SAR_ECORRUPT, "%s: ends too early", source->name);
	while (len > 0) {
		n = source->pread(source->ctx, to, len, off, err);
		if (n == -1)
			return -1;
		if (n == 0)
			return sar_err_set(err, SAR_ECORRUPT,
			    "%s: ends too early", source->name);
		to += n;
		off += (uint64_t)n;
		len -= (size_t)n;
	}
	return 0;
}

static ssize_t
pread_fd(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	const int *fd = ctx;
	ssize_t n;

	do {
		n = pread(*fd, buf, len, (off_t)off);
	} while (n == -1 && errno == EINTR);
	if (n == -1)
		return sar_err_errno(err, "reading");
	return n;
}

int
sar_source_fd(
    int *fd, const char *name, struct sar_source *source, struct sar_err *err)
{
	struct stat st;

	if (fstat(*fd, &st) == -1)
		return sar_err_errno(err, "%s", name);
	if (!S_ISREG(st.st_mode))
		return sar_err_set(
		    err, SAR_EMISSING, "%s: not a regular file", name);
	source->ctx = fd;
	source->pread = pread_fd;
	source->size = (uint64_t)st.st_size;
	source->name = name;
	return 0;
}

static ssize_t
pread_text(void *ctx, void *buf, size_t len, uint64_t off, struct sar_err *err)
{
	const char *const *text = ctx;

	(void)err;
	memcpy(buf, *text + off, len);
	return (ssize_t)len;
}

void
sar_source_text(
    const char **text, size_t len, const char *name, struct sar_source *source)
{
	source->ctx = text;
	source->pread = pread_text;
	source->size = len;
	source->name = name;
}
