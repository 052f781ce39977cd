/* Private to marks: text in the encodings people's programs write. */
#ifndef SAR_MARKS_ENCODING_H
#define SAR_MARKS_ENCODING_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/**
 * sar_encoding_utf8(name, text, len, out, err):
 * Add the ${len} bytes at ${text} to ${out}, UTF-16 turned into UTF-8: that
 * with a mark, or without one when its first two characters can be nothing
 * else.  All else is added as it is.  -1 with ${err} set: SAR_EINPUT for half
 * a character, or half of a pair of surrogates.
 */
SAR_MUST_CHECK int sar_encoding_utf8(const char *name, const char *text,
    size_t len, struct sar_buf *out, struct sar_err *err);

/** sar_encoding_add: Add the character ${code} to ${out}, as UTF-8. */
void sar_encoding_add(struct sar_buf *out, uint32_t code);

#endif
