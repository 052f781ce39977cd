#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ingest/freepbx.h"

#define DATE_TIME_LEN 17 /* "-YYYYMMDD-HHMMSS-" */

static bool
are_digits(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (text[i] < '0' || text[i] > '9')
			return false;
	return true;
}

static int
number(const char *text, size_t len)
{
	int n = 0;
	size_t i;

	for (i = 0; i < len; i++)
		n = n * 10 + (text[i] - '0');
	return n;
}

/* Is there "-YYYYMMDD-HHMMSS-" at ${text}? */
static bool
read_date_time(const char *text, struct sar_date *date)
{
	if (text[0] != '-' || text[9] != '-' || text[16] != '-' ||
	    !are_digits(text + 1, 8) || !are_digits(text + 10, 6) ||
	    number(text + 10, 2) > 23 || number(text + 12, 2) > 59 ||
	    number(text + 14, 2) > 59)
		return false;
	date->year = number(text + 1, 4);
	date->month = number(text + 5, 2);
	date->day = number(text + 7, 2);
	return sar_date_valid(*date);
}

bool
sar_ingest_freepbx_path(const char *name, struct sar_date date, char *out,
    size_t size)
{
	struct sar_date found;
	size_t at;
	int n;

	if (strchr(name, '/') != NULL || !sar_ingest_path_ok(name))
		return false;
	/* From the right: what was dialled may hold hyphens, and it is the
	   uniqueid that follows the date. */
	for (at = strlen(name); at-- > 0;)
		if (strlen(name + at) >= DATE_TIME_LEN &&
		    read_date_time(name + at, &found)) {
			date = found;
			break;
		}
	n = snprintf(out, size, "%04d/%02d/%02d/%s", date.year, date.month,
	    date.day, name);
	return n > 0 && (size_t)n < size;
}

bool
sar_ingest_freepbx_epoch(const char *uniqueid, int64_t *epoch)
{
	const char *dot = strrchr(uniqueid, '.');
	const char *from;
	char digits[16];
	size_t len;
	uint64_t n;

	if (dot == NULL || dot[1] == '\0' ||
	    !are_digits(dot + 1, strlen(dot + 1)))
		return false;
	for (from = dot; from > uniqueid && from[-1] != '-'; from--)
		continue;
	len = (size_t)(dot - from);
	if (len < 9 || len >= sizeof(digits))
		return false;
	memcpy(digits, from, len);
	digits[len] = '\0';
	if (!sar_text_number(digits, INT64_MAX, &n))
		return false;
	*epoch = (int64_t)n;
	return true;
}

bool
sar_ingest_freepbx_extension(const char *channel, char out[64], bool *local)
{
	const char *from = strchr(channel, '/');
	const char *to;
	size_t len;

	*local = strncmp(channel, "Local/", 6) == 0;
	if (from == NULL)
		return false;
	from++;
	to = *local ? strchr(from, '@') : strrchr(from, '-');
	if (to == NULL)
		return false;
	len = (size_t)(to - from);
	/* '#' ends dialling; it is no part of the number. */
	if (*local && len > 0 && from[len - 1] == '#')
		len--;
	if (len == 0 || len >= 64 || !are_digits(from, len))
		return false;
	memcpy(out, from, len);
	out[len] = '\0';
	return true;
}
