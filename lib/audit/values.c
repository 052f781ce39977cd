#include "audit/values.h"

#include <string.h>

bool
sar_values_number(const char **at, const char *end, uint64_t *out)
{
	size_t n = 0;

	for (*out = 0; *at < end && **at >= '0' && **at <= '9'; ++*at)
		if (++n <= 9)
			*out = *out * 10 + (uint64_t)(**at - '0');
	return n >= 1 && n <= 9;
}

static bool
take_char(const char **at, const char *end, char c)
{
	if (*at == end || **at != c)
		return false;
	++*at;
	return true;
}

struct sar_date
sar_values_date(const char *text, size_t len)
{
	static const char *const months[] = { "January ", "February ", "March ",
		"April ", "May ", "June ", "July ", "August ", "September ",
		"October ", "November ", "December " };
	static const struct sar_date none = { 0, 0, 0 };
	struct sar_date date = none;
	const char *end = text + len;
	uint64_t day, year;
	size_t i, n;

	if (!sar_values_number(&text, end, &day) || !take_char(&text, end, ' '))
		return none;
	for (i = 0; i < 12; i++) {
		n = strlen(months[i]);
		if ((size_t)(end - text) >= n &&
		    memcmp(text, months[i], n) == 0)
			break;
	}
	if (i == 12)
		return none;
	text += strlen(months[i]);
	if (!sar_values_number(&text, end, &year) || text != end)
		return none;
	date.year = (int)year;
	date.month = (int)i + 1;
	date.day = (int)day;
	return sar_date_valid(date) ? date : none;
}

bool
sar_values_time(const struct sar_rows_cell *cell, struct sar_civil *out)
{
	const char *at = cell->at;
	const char *end = at + cell->len;
	uint64_t h, m, s;

	/* Two digits each. */
	if (cell->len != 8 || at[2] != ':' || at[5] != ':' ||
	    !sar_values_number(&at, end, &h) || !take_char(&at, end, ':') ||
	    !sar_values_number(&at, end, &m) || !take_char(&at, end, ':') ||
	    !sar_values_number(&at, end, &s) || at != end || h > 23 || m > 59 ||
	    s > 59)
		return false;
	out->hour = (int)h;
	out->minute = (int)m;
	out->second = (int)s;
	return true;
}

bool
sar_values_tenths(const struct sar_rows_cell *cell, uint64_t *out)
{
	const char *at = cell->at;
	const char *end = at + cell->len;
	uint64_t seconds, tenth;

	if (!sar_values_number(&at, end, &seconds) ||
	    !take_char(&at, end, '.') || !sar_values_number(&at, end, &tenth) ||
	    at != end || tenth > 9)
		return false;
	*out = seconds * 10 + tenth;
	return true;
}
