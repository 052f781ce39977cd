/* Private to ingest: a time in one of the forms that Asterisk writes. */
#ifndef SAR_INGEST_STAMP_H
#define SAR_INGEST_STAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil.h"

#define SAR_STAMP_FIRST INT64_C(946684800) /* 2000: no recorder is older */

struct sar_stamp {
	bool instant;           /* utc_ms tells when; else civil does, in a
				   zone the text does not give */
	bool offset;            /* an instant written with its offset */
	int64_t utc_ms;         /* since 1970 */
	struct sar_civil civil; /* to the second */
	unsigned ms;            /* of that second */
};

/**
 * sar_stamp_read: All of ${text}: "2026-05-01 09:31:07" ('T' also taken), a
 * fraction after it or not, and after that an offset or not ("Z", "+01:00",
 * "+0100"); or seconds since 1970, a fraction after them or not.  False for
 * anything else, and for an instant before 2000 or after 9998.
 */
bool sar_stamp_read(const char *text, struct sar_stamp *out);

/** sar_stamp_none: Is ${text} what is written for a time that never came? */
bool sar_stamp_none(const char *text);

#endif
