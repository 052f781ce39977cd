#include "base/date.h"

#include <string.h>

#include "base/digits.h"

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
month_length(int year, int month)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	return month == 2 && is_leap(year) ? 29 : length[month - 1];
}

bool
sar_date_valid(struct sar_date date)
{
	return date.year >= 1 && date.year <= 9999 && date.month >= 1 &&
	       date.month <= 12 && date.day >= 1 &&
	       date.day <= month_length(date.year, date.month);
}

bool
sar_date_parse(const char *text, struct sar_date *out)
{
	struct sar_date date;
	int part[3] = { 0 };

	if (!sar_digits_read(text, "0000-00-00", part))
		return false;
	date = (struct sar_date){ part[0], part[1], part[2] };
	if (!sar_date_valid(date))
		return false;
	*out = date;
	return true;
}

void
sar_date_format(struct sar_date date, char out[SAR_DATE_LEN])
{
	memcpy(out, "0000-00-00", SAR_DATE_LEN);
	sar_digits_put(date.year, 4, out);
	sar_digits_put(date.month, 2, out + 5);
	sar_digits_put(date.day, 2, out + 8);
}

int
sar_date_compare(struct sar_date a, struct sar_date b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	if (a.day != b.day)
		return a.day < b.day ? -1 : 1;
	return 0;
}

/*
 * Days by years that begin in March, so that the leap day comes last, in
 * cycles of 400 years: after Howard Hinnant's days_from_civil.
 */
int64_t
sar_date_days(struct sar_date date)
{
	int64_t year = date.month <= 2 ? date.year - 1 : date.year;
	int64_t month = date.month <= 2 ? date.month + 9 : date.month - 3;
	int64_t cycle = year / 400;
	int64_t of_cycle = year % 400;
	int64_t of_year = (153 * month + 2) / 5 + date.day - 1;

	return cycle * 146097 + of_cycle * 365 + of_cycle / 4 - of_cycle / 100 +
	       of_year - 719468;
}

struct sar_date
sar_date_of_days(int64_t days)
{
	struct sar_date date;
	int shifted, cycle, of_cycle, year, of_year, month;

	if (days < SAR_DATE_FIRST)
		days = SAR_DATE_FIRST;
	if (days > SAR_DATE_LAST)
		days = SAR_DATE_LAST;
	shifted = (int)days + 719468;
	cycle = shifted / 146097;
	of_cycle = shifted % 146097;
	year = (of_cycle - of_cycle / 1460 + of_cycle / 36524 -
		   of_cycle / 146096) /
	       365;
	of_year = of_cycle - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	date.day = of_year - (153 * month + 2) / 5 + 1;
	date.month = month < 10 ? month + 3 : month - 9;
	date.year = year + cycle * 400 + (date.month <= 2 ? 1 : 0);
	return date;
}

int
sar_date_weekday(struct sar_date date)
{
	/* 1970-01-01 was a Thursday; 719166 keeps the sum positive and is a
	   multiple of seven. */
	return (int)((sar_date_days(date) + 719166 + 4) % 7);
}

/*
 * The month ${months} later, not outside the calendar; the day number as it
 * was, perhaps too large.
 */
static struct sar_date
move_month(struct sar_date date, int64_t months)
{
	int64_t index = (int64_t)date.year * 12 + date.month - 1 + months;

	if (index < 12)
		return (struct sar_date){ 1, 1, 1 };
	if (index >= INT64_C(12) * 10000)
		return (struct sar_date){ 9999, 12, 31 };
	date.year = (int)(index / 12);
	date.month = (int)(index % 12) + 1;
	return date;
}

struct sar_date
sar_date_add_months(struct sar_date date, int months)
{
	struct sar_date later = move_month(date, months);
	int length = month_length(later.year, later.month);

	if (later.day > length)
		later.day = length;
	return later;
}

struct sar_date
sar_date_cutoff(struct sar_date received, int months)
{
	struct sar_date date = move_month(received, -(int64_t)months);

	if (date.day <= month_length(date.year, date.month))
		return date;
	/* No such day: the month's last one, counted forward, falls short. */
	date = move_month(date, 1);
	date.day = 1;
	return date;
}
