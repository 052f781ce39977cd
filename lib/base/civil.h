#ifndef SAR_BASE_CIVIL_H
#define SAR_BASE_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/utc.h"

/* A date and a time of day, of no particular zone. */
struct sar_civil {
	struct sar_date date;
	int hour;
	int minute;
	int second; /* 0 to 59: no leap seconds in call records */
};

#define SAR_CIVIL_LEN 20 /* "2026-10-10 09:31:07" and NUL */

/** sar_civil_parse: Just "YYYY-MM-DD HH:MM:SS" ('T' also taken). */
bool sar_civil_parse(const char *text, struct sar_civil *out);
void sar_civil_format(const struct sar_civil *civil, char out[SAR_CIVIL_LEN]);

/** sar_civil_seconds: Seconds since 1970 as if ${civil} were UTC, and back. */
int64_t sar_civil_seconds(const struct sar_civil *civil);
struct sar_civil sar_civil_of_seconds(int64_t seconds);

#endif
