#include "ingest/timeform.h"

#include <ctype.h>
#include <string.h>

enum token {
	YEAR,
	MONTH,
	DAY,
	HOUR,
	MINUTE,
	SECOND,
	TOKENS
};

static const struct {
	const char *name;
	int width;
} tokens[TOKENS] = { { "YYYY", 4 }, { "MM", 2 }, { "DD", 2 }, { "HH", 2 },
	{ "MI", 2 }, { "SS", 2 } };

/* Which token ${form} begins with; TOKENS when none. */
static int
token_at(const char *form)
{
	int t;

	for (t = 0; t < TOKENS; t++)
		if (strncmp(form, tokens[t].name, strlen(tokens[t].name)) == 0)
			return t;
	return TOKENS;
}

bool
sar_timeform_ok(const char *form)
{
	int seen[TOKENS] = { 0 };
	int t;

	while (*form != '\0') {
		if ((t = token_at(form)) == TOKENS) {
			/* 'T' stands between date and time in ISO 8601. */
			if (isalnum((unsigned char)*form) && *form != 'T')
				return false;
			form++;
			continue;
		}
		if (seen[t]++ > 0)
			return false;
		form += strlen(tokens[t].name);
	}
	for (t = 0; t < SECOND; t++)
		if (seen[t] == 0)
			return false;
	return true;
}

static bool
read_digits(const char **text, int width, int *out)
{
	*out = 0;
	while (width-- > 0) {
		if (**text < '0' || **text > '9')
			return false;
		*out = *out * 10 + (*(*text)++ - '0');
	}
	return true;
}

bool
sar_timeform_read(const char *form, const char *text, struct sar_civil *out)
{
	int value[TOKENS] = { 0 };
	int t;

	while (*form != '\0') {
		if ((t = token_at(form)) == TOKENS) {
			if (*form++ != *text++)
				return false;
			continue;
		}
		if (!read_digits(&text, tokens[t].width, &value[t]))
			return false;
		form += strlen(tokens[t].name);
	}
	out->date = (struct sar_date){ value[YEAR], value[MONTH], value[DAY] };
	out->hour = value[HOUR];
	out->minute = value[MINUTE];
	out->second = value[SECOND];
	return *text == '\0' && sar_date_valid(out->date) && out->hour <= 23 &&
	       out->minute <= 59 && out->second <= 59;
}
