#ifndef SAR_BASE_STREAM_H
#define SAR_BASE_STREAM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/source.h"

/* The size of a stream that is known only when it has been read. */
#define SAR_STREAM_UNSIZED UINT64_MAX

/*
 * Bytes pulled in order, once.  read gives up to ${len} bytes, 0 at the end
 * and -1 with ${err} set on failure; after a failure or the end it is not
 * called again.  size is exact, or SAR_STREAM_UNSIZED.  close, when not NULL,
 * releases ctx and accepts a half-read stream.
 */
struct sar_stream {
	void *ctx;
	ssize_t (*read)(void *ctx, void *buf, size_t len, struct sar_err *err);
	void (*close)(void *ctx);
	uint64_t size;
};

/** sar_stream_close: Release ${stream}; harmless on one already closed. */
void sar_stream_close(struct sar_stream *stream);

/**
 * sar_stream_text: A stream of a copy of ${len} bytes at ${text}.  Return 0,
 * or -1 with ${err} set when memory runs out.
 */
SAR_MUST_CHECK int sar_stream_text(const char *text, size_t len,
    struct sar_stream *stream, struct sar_err *err);

#endif
