#ifndef SAR_BASE_UTC_H
#define SAR_BASE_UTC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SAR_UTC_LEN 21 /* "2026-10-10T08:31:07Z" and NUL */

/** sar_utc_format: RFC 3339 UTC, whole seconds, years 1 to 9999. */
void sar_utc_format(int64_t utc, char out[SAR_UTC_LEN]);
bool sar_utc_parse(const char *text, int64_t *utc);

#endif
