#ifndef SAR_BASE_DATE_H
#define SAR_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A date of the Gregorian calendar, 0001 to 9999. */
struct sar_date {
	int year;
	int month; /* 1 to 12 */
	int day;   /* 1 to 31 */
};

#define SAR_DATE_LEN 11 /* "2026-10-10" and NUL */

/* The first and last day, as sar_date_days() counts: 0001-01-01, 9999-12-31 */
#define SAR_DATE_FIRST (-719162)
#define SAR_DATE_LAST 2932896

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

#endif
