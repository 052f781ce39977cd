#ifndef SAR_BASE_STREAM_H
#define SAR_BASE_STREAM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

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

/*
 * Bytes readable at any place, of a size known beforehand.  pread gives
 * between 1 and ${len} bytes, all of them below size (the caller sees to
 * that), 0 when the bytes have gone since, and -1 with ${err} set on failure.
 * The owner of ctx outlives the source.
 */
struct sar_source {
	void *ctx;
	ssize_t (*pread)(void *ctx, void *buf, size_t len, uint64_t off,
	    struct sar_err *err);
	uint64_t size;
	const char *name; /* for messages; never personal */
};

/**
 * sar_source_read: Read exactly ${len} bytes at ${off}.  Return 0, or -1 with
 * ${err} set: SAR_ECORRUPT when the source ends before that.
 */
SAR_MUST_CHECK int sar_source_read(const struct sar_source *source, void *buf,
    size_t len, uint64_t off, struct sar_err *err);

/**
 * sar_source_fd: The bytes of the open regular file *${fd}, which messages
 * call ${name}; both outlive the source and stay the caller's.  Return 0, or
 * -1 with ${err} set when it is not a regular file.
 */
SAR_MUST_CHECK int sar_source_fd(
    int *fd, const char *name, struct sar_source *source, struct sar_err *err);

/** sar_source_text: The ${len} bytes at *${text}, which outlive the source. */
void sar_source_text(
    const char **text, size_t len, const char *name, struct sar_source *source);

#endif
