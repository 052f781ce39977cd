#ifndef SAR_DISCLOSURE_VALUE_H
#define SAR_DISCLOSURE_VALUE_H

/* Private to disclosure: the values in a line, as they are written. */

#include "disclosure/schema.h"

#define SAR_VALUE_DIGEST 44 /* characters of 32 bytes in Base64 */
#define SAR_VALUE_SALT 24   /* of 16 */

/**
 * sar_value_take: The value of ${kind} that begins at ${p}; where it ends, or
 * NULL if there is none.  *${number} is that of a number, 1 for true, and the
 * seconds, an int64_t, of a time.
 */
const char *sar_value_take(const char *p, const char *end,
    enum sar_schema_kind kind, uint64_t *number);

/** sar_value_number: 0 to 2^53 - 1, no sign, no leading zero. */
const char *sar_value_number(const char *p, const char *end, uint64_t *out);

/**
 * sar_value_b64: Read ${n} characters of Base64 as the ${len} bytes they
 * stand for, written in the one way; false otherwise.  Not for secrets: how
 * long it takes depends on them.
 */
bool sar_value_b64(const char *text, size_t n, uint8_t *out, size_t len);

#endif
