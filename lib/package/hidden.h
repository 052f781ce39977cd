#ifndef SAR_PACKAGE_HIDDEN_H
#define SAR_PACKAGE_HIDDEN_H

#include <stddef.h>

#include "base/err.h"
#include "base/stream.h"
#include "package/ahead.h"
#include "package/late.h"

/* Private to package.c: all that is in a hidden package, as one stream. */
struct sar_hidden; /* opaque */

/**
 * sar_hidden_new: Of the ${n} entries of ${ahead}, which encrypts nothing, and
 * of those ${late} makes.  ${late} has the names of all of them, and gets
 * their sizes and digests.  Both outlive the result.
 */
SAR_MUST_CHECK struct sar_hidden *sar_hidden_new(struct sar_ahead *ahead,
    size_t n, struct sar_late *late, struct sar_err *err);

/** sar_hidden_stream: The zip; ${hidden} outlives it. */
SAR_MUST_CHECK int sar_hidden_stream(struct sar_hidden *hidden,
    struct sar_stream *stream, struct sar_err *err);

void sar_hidden_free(struct sar_hidden *hidden);

#endif
