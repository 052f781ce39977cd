#include "base/civil.h"

#include <string.h>

#define DAY INT64_C(86400)
#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */

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

/*
 * Read ${text} by ${form}, where '0' stands for a digit and a space for a
 * space or a 'T'; all else stands for itself.  The digits go to ${out}, one
 * number for each run.  strptime(3) takes 30 February and loose digits.
 */
static bool
read_form(const char *text, const char *form, int *out)
{
	bool inside = false;

	for (; *form != '\0'; form++, text++) {
		if (*form != '0') {
			if (*text != *form && !(*form == ' ' && *text == 'T'))
				return false;
			inside = false;
			continue;
		}
		if (*text < '0' || *text > '9')
			return false;
		if (!inside)
			*out++ = 0;
		inside = true;
		out[-1] = out[-1] * 10 + (*text - '0');
	}
	return *text == '\0';
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

	if (!read_form(text, "0000-00-00", part))
		return false;
	date = (struct sar_date){ part[0], part[1], part[2] };
	if (!sar_date_valid(date))
		return false;
	*out = date;
	return true;
}

/* ${value} at ${out} in just ${width} digits; nothing after them. */
static void
put_digits(int value, size_t width, char *out)
{
	while (width-- > 0) {
		out[width] = (char)('0' + value % 10);
		value /= 10;
	}
}

void
sar_date_format(struct sar_date date, char out[SAR_DATE_LEN])
{
	memcpy(out, "0000-00-00", SAR_DATE_LEN);
	put_digits(date.year, 4, out);
	put_digits(date.month, 2, out + 5);
	put_digits(date.day, 2, out + 8);
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

	if (days < FIRST_DAY)
		days = FIRST_DAY;
	if (days > LAST_DAY)
		days = LAST_DAY;
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

bool
sar_civil_parse(const char *text, struct sar_civil *out)
{
	struct sar_civil civil;
	int part[6] = { 0 };

	if (!read_form(text, "0000-00-00 00:00:00", part))
		return false;
	civil.date = (struct sar_date){ part[0], part[1], part[2] };
	civil.hour = part[3];
	civil.minute = part[4];
	civil.second = part[5];
	if (!sar_date_valid(civil.date) || civil.hour > 23 ||
	    civil.minute > 59 || civil.second > 59)
		return false;
	*out = civil;
	return true;
}

void
sar_civil_format(const struct sar_civil *civil, char out[SAR_CIVIL_LEN])
{
	memcpy(out, "0000-00-00 00:00:00", SAR_CIVIL_LEN);
	put_digits(civil->date.year, 4, out);
	put_digits(civil->date.month, 2, out + 5);
	put_digits(civil->date.day, 2, out + 8);
	put_digits(civil->hour, 2, out + 11);
	put_digits(civil->minute, 2, out + 14);
	put_digits(civil->second, 2, out + 17);
}

int64_t
sar_civil_seconds(const struct sar_civil *civil)
{
	return sar_date_days(civil->date) * DAY + civil->hour * INT64_C(3600) +
	       civil->minute * INT64_C(60) + civil->second;
}

struct sar_civil
sar_civil_of_seconds(int64_t seconds)
{
	const int64_t first = FIRST_DAY * DAY;
	const int64_t last = LAST_DAY * DAY + DAY - 1;
	struct sar_civil civil;
	int of_day;

	if (seconds < first)
		seconds = first;
	if (seconds > last)
		seconds = last;
	of_day = (int)((seconds - first) % DAY);
	civil.date = sar_date_of_days((seconds - of_day) / DAY);
	civil.hour = of_day / 3600;
	civil.minute = of_day / 60 % 60;
	civil.second = of_day % 60;
	return civil;
}

void
sar_utc_format(int64_t utc, char out[SAR_UTC_LEN])
{
	struct sar_civil civil = sar_civil_of_seconds(utc);

	sar_civil_format(&civil, out);
	out[10] = 'T';
	out[19] = 'Z';
	out[20] = '\0';
}

bool
sar_utc_parse(const char *text, int64_t *utc)
{
	char copy[SAR_UTC_LEN];
	struct sar_civil civil;

	if (strnlen(text, SAR_UTC_LEN) != SAR_UTC_LEN - 1 || text[10] != 'T' ||
	    text[19] != 'Z')
		return false;
	memcpy(copy, text, SAR_UTC_LEN);
	copy[19] = '\0';
	if (!sar_civil_parse(copy, &civil))
		return false;
	*utc = sar_civil_seconds(&civil);
	return true;
}
