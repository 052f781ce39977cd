#ifndef SAR_PACKAGE_AHEAD_H
#define SAR_PACKAGE_AHEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "base/stream.h"

/*
 * Private to the package module.  A package is written one entry after the
 * other; the work is in what is read.  Threads read, hash and encrypt the
 * entries that come next into memory, all of them together within a budget;
 * the one that is being written may always go on, so none waits for another.
 * What comes out, and in what order, is as with one thread.
 */
struct sar_ahead; /* opaque */

struct sar_ahead_options {
	unsigned jobs; /* threads; with 1, all is done when it is asked for */
	size_t budget; /* bytes */
	const struct sar_secret *passphrase; /* NULL: nothing is encrypted */
	bool hashed; /* the digest of each is wanted, when encrypted */
	const volatile int *stop; /* or NULL */
};

SAR_MUST_CHECK struct sar_ahead *sar_ahead_new(const struct sar_ahead_options
						   *options,
    struct sar_err *err);

/**
 * sar_ahead_add: Take over *${stream} as the next entry, counted from 0, which
 * messages call ${name} (borrowed).  On failure it is closed all the same.
 */
SAR_MUST_CHECK int sar_ahead_add(struct sar_ahead *ahead, const char *name,
    struct sar_stream *stream, struct sar_err *err);

/** sar_ahead_size: What the stream of entry ${i} said of its size. */
uint64_t sar_ahead_size(const struct sar_ahead *ahead, size_t i);

/* What comes next of an entry. */
struct sar_ahead_part {
	const uint8_t *data;
	size_t len;
	size_t plain; /* bytes of the stream that are in it */
};

/**
 * sar_ahead_next: The next part of entry ${i}: what belongs into the file, or
 * the bytes of the stream when nothing is encrypted.  It is valid until the
 * next call for this entry; len is 0 at the end.  One thread calls it.
 */
SAR_MUST_CHECK int sar_ahead_next(struct sar_ahead *ahead, size_t i,
    struct sar_ahead_part *part, struct sar_err *err);

/**
 * sar_ahead_written: Digest, or zeros when there is none, and size of entry
 * ${i}, encrypted to its end.
 */
void sar_ahead_written(const struct sar_ahead *ahead, size_t i,
    uint8_t sha256[SAR_SHA256_LEN], uint64_t *size);

/** sar_ahead_close: Nobody will ask for what is left of entry ${i}. */
void sar_ahead_close(struct sar_ahead *ahead, size_t i);

/**
 * sar_ahead_stream: Entry ${i}, when nothing is encrypted, as a stream; it
 * does not outlive ${ahead}.
 */
void sar_ahead_stream(struct sar_ahead *ahead, size_t i,
    struct sar_stream *stream);

/**
 * sar_ahead_free: End the threads and close what is still open; first close
 * the streams.  Plaintext that was read is wiped.
 */
void sar_ahead_free(struct sar_ahead *ahead);

#endif
