/* Private to package: age's text form, strict PEM (RFC 7468, figure 3). */
#ifndef SAR_PACKAGE_AGE_ARMOR_H
#define SAR_PACKAGE_AGE_ARMOR_H

#include <stdbool.h>

#include "base/buf.h"

/** sar_age_armor_put: Add ${len} bytes at ${data} as text. */
void sar_age_armor_put(struct sar_buf *out, const char *data, size_t len);

/**
 * sar_age_armor_is: Is it text?  A file of age in its binary form begins with
 * another character.
 */
bool sar_age_armor_is(const char *text, size_t len);

/**
 * sar_age_armor_get: Add what the text holds to ${out}.  NULL, or what is wrong
 * with it, in words.  White space may be before and after it, and lines may end
 * in CR LF; nothing else may differ from what sar_age_armor_put() writes.
 */
SAR_MUST_CHECK const char *sar_age_armor_get(const char *text, size_t len,
    struct sar_buf *out);

#endif
