/* Private to ingest: times as documents of the IETF write them. */
#ifndef SAR_INGEST_RFC3339_H
#define SAR_INGEST_RFC3339_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil.h"

struct sar_rfc3339 {
	bool zoned; /* it has an offset: utc_ms is what it names */
	int64_t utc_ms;
	struct sar_civil civil; /* as written, to the second */
	unsigned ms;            /* of that second */
};

/**
 * sar_rfc3339_read: All of ${text}: a date, 'T' or a space, a time, a
 * fraction or none, 'Z' or an offset or, which RFC 3339 does not allow and
 * old recorders write, neither.  Digits of the fraction after the third are
 * cut off; second 60 is the second after.
 */
bool sar_rfc3339_read(const char *text, struct sar_rfc3339 *out);

#endif
