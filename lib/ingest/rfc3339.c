#include "ingest/rfc3339.h"

#include <ctype.h>
#include <string.h>

#define CIVIL 19 /* "2026-10-10T09:31:07" */

static bool
two_digits(const char *at, int max, int *out)
{
	if (!isdigit((unsigned char)at[0]) || !isdigit((unsigned char)at[1]))
		return false;
	*out = (at[0] - '0') * 10 + (at[1] - '0');
	return *out <= max;
}

/* ".123456"; past it in *${at}. */
static bool
read_fraction(const char **at, unsigned *ms)
{
	const char *p = *at + 1;
	unsigned scale = 100;

	*ms = 0;
	if (!isdigit((unsigned char)*p))
		return false;
	for (; isdigit((unsigned char)*p); p++) {
		*ms += (unsigned)(*p - '0') * scale;
		scale /= 10;
	}
	*at = p;
	return true;
}

/* Seconds east of UTC. */
static bool
read_offset(const char *at, int *seconds)
{
	int hours, minutes;

	if (strcmp(at, "Z") == 0 || strcmp(at, "z") == 0) {
		*seconds = 0;
		return true;
	}
	if ((at[0] != '+' && at[0] != '-') || strlen(at) != 6 || at[3] != ':' ||
	    !two_digits(at + 1, 23, &hours) ||
	    !two_digits(at + 4, 59, &minutes))
		return false;
	*seconds = (hours * 60 + minutes) * 60;
	if (at[0] == '-')
		*seconds = -*seconds;
	return true;
}

bool
sar_rfc3339_read(const char *text, struct sar_rfc3339 *out)
{
	const char *rest = text + CIVIL;
	char civil[CIVIL + 1];
	int offset = 0;
	bool leap;

	*out = (struct sar_rfc3339){ 0 };
	if (strnlen(text, CIVIL) < CIVIL)
		return false;
	memcpy(civil, text, CIVIL);
	civil[CIVIL] = '\0';
	if (civil[10] == 't')
		civil[10] = 'T';
	leap = memcmp(civil + 17, "60", 2) == 0;
	if (leap)
		memcpy(civil + 17, "59", 2);
	if (!sar_civil_parse(civil, &out->civil) ||
	    (*rest == '.' && !read_fraction(&rest, &out->ms)))
		return false;
	if (*rest != '\0' && !read_offset(rest, &offset))
		return false;
	out->zoned = *rest != '\0';
	out->utc_ms = (sar_civil_seconds(&out->civil) - offset + leap) * 1000 +
		      out->ms;
	return true;
}
