#ifndef SAR_BASE_CIVIL_H
#define SAR_BASE_CIVIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A date of the Gregorian calendar, 0001 to 9999. */
struct sar_date {
	int year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
};

/* A date and a time of day, of no particular zone. */
struct sar_civil {
	struct sar_date date;
	int hour;
	int minute;
	int second; /* 0 to 59: no leap seconds in call records */
};

#define SAR_DATE_LEN 11  /* "2026-10-10" and NUL */
#define SAR_CIVIL_LEN 20 /* "2026-10-10 09:31:07" and NUL */
#define SAR_UTC_LEN 21   /* "2026-10-10T08:31:07Z" and NUL */

/** sar_date_parse: Just YYYY-MM-DD, a date that exists; false otherwise. */
bool sar_date_parse(const char *text, struct sar_date *out);
void sar_date_format(struct sar_date date, char out[SAR_DATE_LEN]);
bool sar_date_valid(struct sar_date date);
int sar_date_compare(struct sar_date a, struct sar_date b);

/**
 * sar_date_days: Days since 1970-01-01, and back.  Here and below, what lies
 * outside the years 0001 to 9999 becomes the first or last day of them.
 */
int64_t sar_date_days(struct sar_date date);
struct sar_date sar_date_of_days(int64_t days);

/** sar_date_weekday: 0 for Sunday to 6. */
int sar_date_weekday(struct sar_date date);

/**
 * sar_date_add_months: The same day number ${months} later (or earlier, when
 * negative), or the month's last day when it has no such day.
 */
struct sar_date sar_date_add_months(struct sar_date date, int months);

/**
 * sar_date_cutoff: The first date whose sar_date_add_months(date, months) is
 * not before ${received}: the exact inverse of counting forward, which
 * subtracting with a clamp is not (phone-and-index.md rule T5).
 */
struct sar_date sar_date_cutoff(struct sar_date received, int months);

/** sar_civil_parse: Just "YYYY-MM-DD HH:MM:SS" ('T' also taken). */
bool sar_civil_parse(const char *text, struct sar_civil *out);
void sar_civil_format(const struct sar_civil *civil, char out[SAR_CIVIL_LEN]);

/** sar_civil_seconds: Seconds since 1970 as if ${civil} were UTC, and back. */
int64_t sar_civil_seconds(const struct sar_civil *civil);
struct sar_civil sar_civil_of_seconds(int64_t seconds);

/** sar_utc_format: RFC 3339 UTC, whole seconds, years 1 to 9999. */
void sar_utc_format(int64_t utc, char out[SAR_UTC_LEN]);
bool sar_utc_parse(const char *text, int64_t *utc);

#endif
