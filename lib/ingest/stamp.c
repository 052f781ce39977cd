#include "ingest/stamp.h"

#include <stddef.h>
#include <string.h>

#define CIVIL_LEN 19 /* "2026-05-01 09:31:07" */
#define LAST INT64_C(253370764800)

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A fraction, if there is one, as milliseconds cut off, not rounded. */
static bool
read_fraction(const char **text, unsigned *ms)
{
	const char *p = *text;
	size_t n = 0;

	*ms = 0;
	if (*p != '.')
		return true;
	for (p++; is_digit(p[n]); n++)
		if (n < 3)
			*ms = *ms * 10 + (unsigned)(p[n] - '0');
	*text = p + n;
	if (n == 0 || n > 9)
		return false;
	for (; n < 3; n++)
		*ms *= 10;
	return true;
}

/* Two digits of at most ${max}. */
static bool
read_pair(const char *text, int max, int *out)
{
	if (!is_digit(text[0]) || !is_digit(text[1]))
		return false;
	*out = (text[0] - '0') * 10 + (text[1] - '0');
	return *out <= max;
}

/* "Z", "+hhmm" or "+hh:mm", and no more: seconds east of UTC. */
static bool
read_offset(const char *text, int *offset)
{
	const char *minutes = text + 3;
	int hour, minute;

	*offset = 0;
	if (strcmp(text, "Z") == 0)
		return true;
	if ((text[0] != '+' && text[0] != '-') ||
	    !read_pair(text + 1, 15, &hour))
		return false;
	if (*minutes == ':')
		minutes++;
	if (!read_pair(minutes, 59, &minute) || minutes[2] != '\0')
		return false;
	*offset = (hour * 60 + minute) * (text[0] == '-' ? -60 : 60);
	return true;
}

static bool
set_instant(struct sar_stamp *out, int64_t seconds, unsigned ms)
{
	if (seconds < SAR_STAMP_FIRST || seconds > LAST)
		return false;
	out->instant = true;
	out->utc_ms = seconds * 1000 + ms;
	return true;
}

/* Seconds since 1970, of at most 12 digits. */
static bool
read_epoch(const char *text, struct sar_stamp *out)
{
	int64_t seconds = 0;
	size_t n;

	for (n = 0; is_digit(text[n]); n++) {
		if (n == 12)
			return false;
		seconds = seconds * 10 + (text[n] - '0');
	}
	text += n;
	if (n == 0 || !read_fraction(&text, &out->ms) || *text != '\0')
		return false;
	return set_instant(out, seconds, out->ms);
}

bool
sar_stamp_read(const char *text, struct sar_stamp *out)
{
	char civil[CIVIL_LEN + 1];
	int offset;

	*out = (struct sar_stamp){ .instant = false };
	if (strnlen(text, CIVIL_LEN) < CIVIL_LEN || text[4] != '-')
		return read_epoch(text, out);
	memcpy(civil, text, CIVIL_LEN);
	civil[CIVIL_LEN] = '\0';
	text += CIVIL_LEN;
	if (!sar_civil_parse(civil, &out->civil) ||
	    !read_fraction(&text, &out->ms))
		return false;
	if (*text == '\0')
		return true;
	if (!read_offset(text, &offset))
		return false;
	out->offset = true;
	return set_instant(out, sar_civil_seconds(&out->civil) - offset,
	    out->ms);
}

bool
sar_stamp_none(const char *text)
{
	/* Nothing, or 1970 in any of the forms: 0, 0.0, 0.000000. */
	if (strcmp(text, "0000-00-00 00:00:00") == 0)
		return true;
	return text[strspn(text, "0.")] == '\0';
}
