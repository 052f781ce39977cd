#include "ingest/timeform.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum part {
	YEAR,
	MONTH,
	DAY,
	HOUR,
	MINUTE,
	SECOND,
	FRACTION,
	HALF,
	OFFSET,
	PARTS
};

/* Of two where one begins the other, the longer stands first. */
static const struct token {
	const char *name;
	enum part part;
	int least, most; /* digits; 0: no number */
	const char *shape;
} tokens[] = {
	{ "YYYY", YEAR, 4, 4, "9999" },
	{ "YY", YEAR, 2, 2, "99" },
	{ "MON", MONTH, 0, 0, "a" },
	{ "MM", MONTH, 2, 2, "99" },
	{ "MI", MINUTE, 2, 2, "99" },
	{ "M", MONTH, 1, 2, "99" },
	{ "DD", DAY, 2, 2, "99" },
	{ "D", DAY, 1, 2, "99" },
	{ "HH", HOUR, 2, 2, "99" },
	{ "H", HOUR, 1, 2, "99" },
	{ "SS", SECOND, 2, 2, "99" },
	{ "FFF", FRACTION, 0, 0, "f" },
	{ "AM", HALF, 0, 0, "p" },
	{ "TZ", OFFSET, 0, 0, "z" },
};

#define TOKENS (sizeof(tokens) / sizeof(tokens[0]))

static const char *const months[] = { "january", "february", "march", "april",
	"may", "june", "july", "august", "september", "october", "november",
	"december" };

/* Which token ${form} begins with; NULL when none. */
static const struct token *
token_at(const char *form)
{
	size_t t;

	for (t = 0; t < TOKENS; t++)
		if (strncmp(form, tokens[t].name, strlen(tokens[t].name)) == 0)
			return &tokens[t];
	return NULL;
}

bool
sar_timeform_ok(const char *form)
{
	int seen[PARTS] = { 0 };
	const struct token *token;
	int p;

	if (strlen(form) >= SAR_TIMEFORM_MAX)
		return false;
	while (*form != '\0') {
		if ((token = token_at(form)) == NULL) {
			/* 'T' stands between date and time in ISO 8601. */
			if (isalnum((unsigned char)*form) && *form != 'T')
				return false;
			form++;
			continue;
		}
		if (seen[token->part]++ > 0)
			return false;
		form += strlen(token->name);
	}
	for (p = 0; p < SECOND; p++)
		if (seen[p] == 0)
			return false;
	return seen[FRACTION] == 0 || seen[SECOND] > 0;
}

bool
sar_timeform_zoned(const char *form)
{
	const struct token *token;

	while (*form != '\0') {
		token = token_at(form);
		if (token != NULL && token->part == OFFSET)
			return true;
		form += token == NULL ? 1 : strlen(token->name);
	}
	return false;
}

/* What the texts of a form look like, and in which order its parts come. */
struct shape {
	char looks[SAR_TIMEFORM_MAX * 4];
	char order[SAR_TIMEFORM_MAX];
};

static void
find_shape(const char *form, struct shape *shape)
{
	const struct token *token;
	size_t at = 0, n = 0, len;

	while (*form != '\0' && at < sizeof(shape->looks) - 5 &&
	       n < sizeof(shape->order) - 1) {
		if ((token = token_at(form)) == NULL) {
			shape->looks[at++] = *form++;
			continue;
		}
		len = strlen(token->shape);
		memcpy(shape->looks + at, token->shape, len);
		at += len;
		shape->order[n++] = (char)('A' + (int)token->part);
		form += strlen(token->name);
	}
	shape->looks[at] = '\0';
	shape->order[n] = '\0';
}

bool
sar_timeform_clash(const char *a, const char *b)
{
	struct shape one, other;

	find_shape(a, &one);
	find_shape(b, &other);
	return strcmp(one.looks, other.looks) == 0 &&
	       strcmp(one.order, other.order) != 0;
}

static bool
read_digits(const char **text, int least, int most, int *out)
{
	int n = 0;

	*out = 0;
	while (n < most && **text >= '0' && **text <= '9') {
		*out = *out * 10 + (*(*text)++ - '0');
		n++;
	}
	return n >= least;
}

static bool
read_month(const char **text, int *out)
{
	size_t m, len;

	for (m = 0; m < sizeof(months) / sizeof(months[0]); m++) {
		if (strncasecmp(*text, months[m], 3) != 0)
			continue;
		len = strlen(months[m]);
		if (strncasecmp(*text, months[m], len) != 0)
			len = 3;
		*text += len;
		*out = (int)m + 1;
		return true;
	}
	return false;
}

static bool
read_half(const char **text, int *out)
{
	if (strncasecmp(*text, "am", 2) != 0 &&
	    strncasecmp(*text, "pm", 2) != 0)
		return false;
	*out = tolower((unsigned char)**text) == 'p' ? 2 : 1;
	*text += 2;
	return true;
}

/* Seconds east of UTC. */
static bool
read_offset(const char **text, int *out)
{
	int hours, minutes;
	char sign = **text;

	*out = 0;
	if (sign != '\0')
		(*text)++;
	if (sign == 'Z' || sign == 'z')
		return true;
	if ((sign != '+' && sign != '-') || !read_digits(text, 2, 2, &hours))
		return false;
	if (**text == ':')
		(*text)++;
	if (!read_digits(text, 2, 2, &minutes) || hours > 14 || minutes > 59)
		return false;
	*out = (hours * 60 + minutes) * (sign == '-' ? -60 : 60);
	return true;
}

static bool
read_part(const struct token *token, const char **text, int *out)
{
	int digits;

	if (token->most > 0) {
		if (!read_digits(text, token->least, token->most, out))
			return false;
		if (token->part == YEAR && token->most == 2)
			*out += 2000;
		return true;
	}
	if (token->part == MONTH)
		return read_month(text, out);
	if (token->part == HALF)
		return read_half(text, out);
	if (token->part == OFFSET)
		return read_offset(text, out);
	return read_digits(text, 1, 9, &digits);
}

/* Of 1 to 12 to of 0 to 23. */
static bool
turn_hour(int half, int *hour)
{
	if (half == 0)
		return true;
	if (*hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (half == 2 ? 12 : 0);
	return true;
}

static bool
read_all(const char *form, const char *text, struct sar_civil *out, int *offset)
{
	int value[PARTS] = { [YEAR] = 2000, [MONTH] = 1, [DAY] = 1 };
	const struct token *token;

	while (*form != '\0') {
		if ((token = token_at(form)) == NULL) {
			if (*form++ != *text++)
				return false;
			continue;
		}
		if (!read_part(token, &text, &value[token->part]))
			return false;
		form += strlen(token->name);
	}
	if (!turn_hour(value[HALF], &value[HOUR]))
		return false;
	out->date = (struct sar_date){ value[YEAR], value[MONTH], value[DAY] };
	out->hour = value[HOUR];
	out->minute = value[MINUTE];
	out->second = value[SECOND];
	*offset = value[OFFSET];
	return *text == '\0' && sar_date_valid(out->date) && out->hour <= 23 &&
	       out->minute <= 59 && out->second <= 59;
}

bool
sar_timeform_read(const char *form, const char *text, struct sar_civil *out)
{
	int offset;

	return read_all(form, text, out, &offset);
}

bool
sar_timeform_utc(const char *form, const char *text, int64_t *out)
{
	struct sar_civil civil;
	int offset;

	if (!read_all(form, text, &civil, &offset))
		return false;
	*out = sar_civil_seconds(&civil) - offset;
	return true;
}
