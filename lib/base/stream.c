#include "base/stream.h"

#include <stdlib.h>
#include <string.h>

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
