#include "sar-export/times.h"

#include <stddef.h>
#include <string.h>

#define US UINT64_C(1000000)
#define DIGITS 6 /* of a field: no recording is so long */

static bool
take_number(const char **text, uint64_t *out)
{
	size_t n = strspn(*text, "0123456789");
	size_t i;

	if (n == 0 || n > DIGITS)
		return false;
	*out = 0;
	for (i = 0; i < n; i++)
		*out = *out * 10 + (uint64_t)((*text)[i] - '0');
	*text += n;
	return true;
}

/* ".5" */
static bool
take_fraction(const char **text, uint64_t *us)
{
	size_t n, i;

	*us = 0;
	if (**text != '.')
		return true;
	n = strspn(++*text, "0123456789");
	for (i = 0; i < DIGITS; i++)
		*us = *us * 10 + (i < n ? (uint64_t)((*text)[i] - '0') : 0);
	*text += n;
	return n > 0;
}

bool
times_parse(const char *text, uint64_t *us)
{
	uint64_t seconds = 0, field, fraction;
	int n;

	for (n = 0; n < 3; n++) {
		if (!take_number(&text, &field) || (n > 0 && field >= 60))
			return false;
		seconds = seconds * 60 + field;
		if (*text != ':')
			break;
		text++;
	}
	if (n == 3 || !take_fraction(&text, &fraction) || *text != '\0')
		return false;
	*us = seconds * US + fraction;
	return true;
}

uint64_t
times_frame(uint64_t us, uint32_t rate, bool up)
{
	return us / US * rate + (us % US * rate + (up ? US - 1 : 0)) / US;
}
