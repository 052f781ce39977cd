#include "disclosure/value.h"

#include <string.h>

#include "base/civil.h"
#include "base/date.h"

#define NUMBER_MAX ((uint64_t)1 << 53) /* what all readers of JSON agree on */
#define NAME_MAX_LEN 128
#define VKEY_MAX_LEN 255

/* What a character may be in, one bit a class. */
enum {
	IN_B64 = 1,
	IN_PLAIN = 2,     /* A-Z a-z 0-9 . _ - */
	IN_CODE = 4,      /* a-z 0-9 - */
	IN_PROVISION = 8, /* A-Z 0-9 - */
	IN_NAME = 16,     /* ASCII but space, '+', '"' and '\' */
	IN_VKEY = 32,     /* the same with '+' */
	IN_TOOL = 64      /* plain, '/' and '+' */
};

#define UPPER (IN_B64 | IN_PLAIN | IN_PROVISION | IN_NAME | IN_VKEY | IN_TOOL)
#define LOWER (IN_B64 | IN_PLAIN | IN_CODE | IN_NAME | IN_VKEY | IN_TOOL)
#define DIGIT (UPPER | LOWER)
#define KEY (IN_NAME | IN_VKEY)

static unsigned
class_of(char c)
{
	unsigned char u = (unsigned char)c;

	if (u >= 'a' && u <= 'z')
		return LOWER;
	if (u >= 'A' && u <= 'Z')
		return UPPER;
	if (u >= '0' && u <= '9')
		return DIGIT;
	if (u == '-')
		return IN_PLAIN | IN_CODE | IN_PROVISION | IN_TOOL | KEY;
	if (u == '.' || u == '_')
		return IN_PLAIN | IN_TOOL | KEY;
	if (u == '+')
		return IN_B64 | IN_VKEY | IN_TOOL;
	if (u == '/')
		return IN_B64 | IN_TOOL | KEY;
	return u > ' ' && u <= '~' && u != '"' && u != '\\' ? KEY : 0;
}

static int
b64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

bool
sar_value_b64(const char *text, size_t n, uint8_t *out, size_t len)
{
	size_t whole = (len * 8 + 5) / 6; /* characters but padding */
	unsigned bits = 0, have = 0;
	size_t i, k = 0;
	int v;

	if (n != (len + 2) / 3 * 4)
		return false;
	for (i = 0; i < whole; i++) {
		if ((v = b64_value(text[i])) == -1)
			return false;
		bits = (bits << 6 | (unsigned)v) & 0xFFFFU;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[k++] = (uint8_t)(bits >> have);
		}
	}
	for (; i < n; i++)
		if (text[i] != '=')
			return false;
	/* The bits left over are zero: there is one way of writing it. */
	return (bits & ((1U << have) - 1)) == 0;
}

const char *
sar_value_number(const char *p, const char *end, uint64_t *out)
{
	const char *from = p;
	uint64_t n = 0;

	while (p < end && *p >= '0' && *p <= '9' && p - from < 17)
		n = n * 10 + (uint64_t)(*p++ - '0');
	if (p == from || (*from == '0' && p - from > 1) || n >= NUMBER_MAX)
		return NULL;
	*out = n;
	return p;
}

const char *
sar_value_bool(const char *p, const char *end, uint64_t *out)
{
	size_t left = (size_t)(end - p);

	if (left >= 4 && memcmp(p, "true", 4) == 0) {
		*out = 1;
		return p + 4;
	}
	*out = 0;
	return left >= 5 && memcmp(p, "false", 5) == 0 ? p + 5 : NULL;
}

/* ${n} digits as a number; -1 if they are not. */
static int
digits(const char *p, int n)
{
	int v = 0;

	while (n-- > 0) {
		if (*p < '0' || *p > '9')
			return -1;
		v = v * 10 + (*p++ - '0');
	}
	return v;
}

static bool
date_at(const char *p, struct sar_date *out)
{
	*out = (struct sar_date){ digits(p, 4), digits(p + 5, 2),
		digits(p + 8, 2) };
	return p[4] == '-' && p[7] == '-' && out->year > 0 && out->month > 0 &&
	       out->day > 0 && sar_date_valid(*out);
}

static bool
time_at(const char *p)
{
	struct sar_date date;
	int hour = digits(p + 11, 2), minute = digits(p + 14, 2);
	int second = digits(p + 17, 2);

	return date_at(p, &date) && p[10] == 'T' && hour >= 0 && hour < 24 &&
	       p[13] == ':' && minute >= 0 && minute < 60 && p[16] == ':' &&
	       second >= 0 && second < 60 && p[19] == 'Z';
}

int64_t
sar_value_time(const char *text)
{
	struct sar_civil civil;

	(void)date_at(text, &civil.date);
	civil.hour = digits(text + 11, 2);
	civil.minute = digits(text + 14, 2);
	civil.second = digits(text + 17, 2);
	return sar_civil_seconds(&civil);
}

static bool
scope_at(const char *p)
{
	struct sar_date from, to;

	return date_at(p, &from) && p[10] == '/' && date_at(p + 11, &to);
}

/* How many characters of ${class} there are, at most ${max}. */
static size_t
span(const char *p, const char *end, unsigned class, size_t max)
{
	size_t n = 0;

	if ((size_t)(end - p) < max)
		max = (size_t)(end - p);
	while (n < max && (class_of(p[n]) & class) != 0)
		n++;
	return n;
}

/* A text of one class of characters: its length, 0 if it is not one. */
static size_t
free_text(const char *p, const char *end, enum sar_schema_kind kind)
{
	static const struct {
		unsigned class;
		size_t max;
	} of[SAR_KINDS] = {
		[SAR_KIND_TYPE] = { IN_CODE, 32 },
		[SAR_KIND_REF] = { IN_PLAIN, 40 },
		[SAR_KIND_STAFF] = { IN_PLAIN, 32 },
		[SAR_KIND_WORD] = { IN_PLAIN, 32 },
		[SAR_KIND_CODE] = { IN_CODE, 32 },
		[SAR_KIND_PROVISION] = { IN_PROVISION, 16 },
		[SAR_KIND_NAME] = { IN_NAME, NAME_MAX_LEN },
		[SAR_KIND_VKEY] = { IN_VKEY, VKEY_MAX_LEN },
		[SAR_KIND_TOOL] = { IN_TOOL, 64 },
	};
	size_t n = span(p, end, of[kind].class, of[kind].max);

	/* A program has a name: no number stands for one. */
	if (kind == SAR_KIND_TOOL && n > 0 && (*p < 'a' || *p > 'z'))
		return 0;
	/* As in sar_text_plain(): "-x" reads as an option, ".x" hides. */
	if (of[kind].class == IN_PLAIN && n > 0 && (*p == '.' || *p == '-'))
		return 0;
	return n;
}

/* A text of one length: the length, 0 if it is not one. */
static size_t
fixed_text(const char *p, size_t left, enum sar_schema_kind kind)
{
	uint8_t bytes[SAR_SHA256_LEN];
	struct sar_date date;

	if (kind == SAR_KIND_DIGEST)
		return left > 44 && sar_value_b64(p, 44, bytes, 32) ? 44 : 0;
	if (kind == SAR_KIND_SALT)
		return left > 24 && sar_value_b64(p, 24, bytes, 16) ? 24 : 0;
	if (kind == SAR_KIND_TIME)
		return left > 20 && time_at(p) ? 20 : 0;
	if (kind == SAR_KIND_DATE)
		return left > 10 && date_at(p, &date) ? 10 : 0;
	return left > 21 && scope_at(p) ? 21 : 0;
}

const char *
sar_value_text(const char *p, const char *end, enum sar_schema_kind kind)
{
	bool fixed = kind == SAR_KIND_DIGEST || kind == SAR_KIND_SALT ||
		     kind == SAR_KIND_TIME || kind == SAR_KIND_DATE ||
		     kind == SAR_KIND_SCOPE;
	size_t n;

	if (p == end || *p++ != '"')
		return NULL;
	n = fixed ? fixed_text(p, (size_t)(end - p), kind)
		  : free_text(p, end, kind);
	p += n;
	return n > 0 && p < end && *p == '"' ? p + 1 : NULL;
}
