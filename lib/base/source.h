#ifndef SAR_BASE_SOURCE_H
#define SAR_BASE_SOURCE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

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

typedef int sar_source_fn(void *ctx, const char *data, size_t len,
    struct sar_err *err);

/**
 * sar_source_each: Read all of ${source} in order and give it to ${fn} block by
 * block, until that returns -1.
 */
SAR_MUST_CHECK int sar_source_each(const struct sar_source *source,
    sar_source_fn *fn, void *ctx, struct sar_err *err);

/**
 * sar_source_fd: The bytes of the open regular file *${fd}, which messages
 * call ${name}; both outlive the source and stay the caller's.  Return 0, or
 * -1 with ${err} set when it is not a regular file.
 */
SAR_MUST_CHECK int sar_source_fd(int *fd, const char *name,
    struct sar_source *source, struct sar_err *err);

/** sar_source_get_fd: The descriptor that sar_source_fd() took; else -1. */
int sar_source_get_fd(const struct sar_source *source);

/** sar_source_text: The ${len} bytes at *${text}, which outlive the source. */
void sar_source_text(const char **text, size_t len, const char *name,
    struct sar_source *source);

#endif
