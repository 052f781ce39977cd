/* Private to export: streams read before it is their turn. */
#ifndef SAR_EXPORT_AHEAD_H
#define SAR_EXPORT_AHEAD_H

#include <stddef.h>

#include "base/err.h"
#include "base/stream.h"

/*
 * A package is written one entry after the other; the work is in what is
 * read.  Threads read the streams that come next into memory, all of them
 * together within a budget; the one that is being read may always go on, so
 * none waits for another.  What is read, and in what order, is as with one
 * thread.
 */
struct sar_ahead; /* opaque */

/**
 * sar_ahead_new: With ${jobs} threads and ${budget} bytes.  For one job there
 * is no thread: everything is read when it is asked for.
 */
SAR_MUST_CHECK struct sar_ahead *sar_ahead_new(unsigned jobs, size_t budget,
    struct sar_err *err);

/**
 * sar_ahead_add: Take over *${stream}, to be read after those added before,
 * and put in its place the one to read it by.  Not after the first read.
 * On failure the stream is closed all the same.
 */
SAR_MUST_CHECK int sar_ahead_add(struct sar_ahead *ahead,
    struct sar_stream *stream, struct sar_err *err);

/**
 * sar_ahead_free: End the threads and close what is still open; first close
 * the streams.  What was read is wiped.
 */
void sar_ahead_free(struct sar_ahead *ahead);

#endif
