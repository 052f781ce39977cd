#ifndef SAR_DISCLOSURE_VALUE_H
#define SAR_DISCLOSURE_VALUE_H

/* Private to disclosure: the values in a line, as they are written. */

#include "disclosure/schema.h"

#define SAR_VALUE_DIGEST 44 /* characters of 32 bytes in Base64 */
#define SAR_VALUE_SALT 24   /* of 16 */

/* Each returns where the value that begins at ${p} ends; NULL if none does. */

/** sar_value_number: 0 to 2^53 - 1, no sign, no leading zero. */
const char *sar_value_number(const char *p, const char *end, uint64_t *out);
const char *sar_value_bool(const char *p, const char *end, uint64_t *out);

/** sar_value_text: A text of ${kind}, with both quotes. */
const char *sar_value_text(const char *p, const char *end,
    enum sar_schema_kind kind);

/** sar_value_time: The seconds of a time that sar_value_text() took. */
int64_t sar_value_time(const char *text);

/**
 * sar_value_b64: Read ${n} characters of Base64 as the ${len} bytes they
 * stand for, written in the one way; false otherwise.  Not for secrets: how
 * long it takes depends on them.
 */
bool sar_value_b64(const char *text, size_t n, uint8_t *out, size_t len);

#endif
