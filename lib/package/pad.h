#ifndef SAR_PACKAGE_PAD_H
#define SAR_PACKAGE_PAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/stream.h"
#include "package/content.h"

/* Private to the package module: padding, a run of zeros. */

/**
 * sar_pad_solve: How long the padding must be for the zip of ${n} entries to
 * have a Padme size: the least there is.  The padding is the last of them but
 * two; its size, and that of the manifest after it, are those of any padding.
 */
SAR_MUST_CHECK int sar_pad_solve(const struct sar_content_entry *entries,
    size_t n, uint64_t *size, struct sar_err *err);

/** sar_pad_stream: ${size} zeros. */
SAR_MUST_CHECK int sar_pad_stream(uint64_t size, struct sar_stream *stream,
    struct sar_err *err);

#endif
