#ifndef SAR_BASE_B64_H
#define SAR_BASE_B64_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hex.h"

/* Characters, with the NUL, of ${n} bytes in Base64. */
#define SAR_B64_LEN(n) (((n) + 2) / 3 * 4 + 1)

/** sar_b64_put: Standard alphabet with padding; ${out} has SAR_B64_LEN. */
void sar_b64_put(const uint8_t *data, size_t len, char *out);

/**
 * sar_b64_get: Decode exactly ${len} characters into at most ${max} bytes at
 * ${out}, *${got} of them.  False unless the text is the one way of writing
 * these bytes (C2SP signed-note: no white space, padding present, unused bits
 * zero).
 */
bool sar_b64_get(const char *text, size_t len, uint8_t *out, size_t max,
    size_t *got);

#endif
