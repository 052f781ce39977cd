#include "disclosure/value.h"

#include <endian.h>
#include <string.h>

#include "base/date.h"

#define NUMBER_MAX ((uint64_t)1 << 53) /* what all readers of JSON agree on */
#define NAME_MAX_LEN 128
#define VKEY_MAX_LEN 255

/* What a character may be in, one bit a class. */
enum {
	IN_PLAIN = 1,     /* A-Z a-z 0-9 . _ - */
	IN_CODE = 2,      /* a-z 0-9 - */
	IN_PROVISION = 4, /* A-Z 0-9 - */
	IN_NAME = 8,      /* ASCII but space, '+', '"' and '\' */
	IN_VKEY = 16,     /* the same with '+' */
	IN_TOOL = 32      /* plain, '/' and '+' */
};

#define UPPER (IN_PLAIN | IN_PROVISION | IN_NAME | IN_VKEY | IN_TOOL)
#define LOWER (IN_PLAIN | IN_CODE | IN_NAME | IN_VKEY | IN_TOOL)
#define DIGIT (UPPER | LOWER)
#define KEY (IN_NAME | IN_VKEY)
#define MINUS (IN_PLAIN | IN_CODE | IN_PROVISION | IN_TOOL | KEY)
#define DOT (IN_PLAIN | IN_TOOL | KEY)
#define PLUS (IN_VKEY | IN_TOOL)
#define SLASH (IN_TOOL | KEY)

/* Of each character of ASCII from ' ' on, eight a line. */
#define TIMES8(c) c, c, c, c, c, c, c, c
static const uint8_t classes[256] = {
	TIMES8(0), TIMES8(0), TIMES8(0), TIMES8(0),           /* control */
	0, KEY, 0, KEY, KEY, KEY, KEY, KEY,                   /*  !"#$%&' */
	KEY, KEY, KEY, PLUS, KEY, MINUS, DOT, SLASH,          /* ()*+,-./ */
	TIMES8(DIGIT),                                        /* 0 to 7 */
	DIGIT, DIGIT, KEY, KEY, KEY, KEY, KEY, KEY,           /* 89:;<=>? */
	KEY, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, UPPER, /* @, A to G */
	TIMES8(UPPER), TIMES8(UPPER),                         /* H to W */
	UPPER, UPPER, UPPER, KEY, 0, KEY, KEY, DOT,           /* XYZ[\]^_ */
	KEY, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, LOWER, /* `, a to g */
	TIMES8(LOWER), TIMES8(LOWER),                         /* h to w */
	LOWER, LOWER, LOWER, KEY, KEY, KEY, KEY, 0,           /* xyz{|}~ */
};

static unsigned
class_of(char c)
{
	return classes[(unsigned char)c];
}

/* Sixteen characters at once; what compiles to SSE2 or NEON, or to neither. */
typedef uint8_t v16 __attribute__((vector_size(16)));
typedef uint64_t v2 __attribute__((vector_size(16)));

static v16
load(const char *p)
{
	v16 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

/* Is every byte of the mask set? */
static bool
all_set(v16 mask)
{
	v2 half = (v2)mask;

	return (half[0] & half[1]) == UINT64_MAX;
}

/* Which of them are in the alphabet? */
static v16
in_alphabet(v16 c)
{
	return (v16)((c | 0x20) - 'a' < 26) | (v16)(c - '0' < 10) |
	       (v16)(c == '+') | (v16)(c == '/');
}

/*
 * Are the characters those of 32 bytes, or of 16?  The last but for padding has
 * bits left over, two or four, which are zero: there is one way of writing it.
 * Nothing is looked at that a branch would have to guess.
 */
static bool
is_digest(const char *p)
{
	static const char even[] = "AEIMQUYcgkosw048"; /* multiples of 4 */
	v2 last = (v2)(v16)(load(even) == (uint8_t)p[42]);

	return all_set(in_alphabet(load(p)) & in_alphabet(load(p + 16)) &
		       in_alphabet(load(p + 27))) &&
	       p[43] == '=' && (last[0] | last[1]) != 0;
}

static bool
is_salt(const char *p)
{
	int last = (p[21] == 'A') | (p[21] == 'Q') | (p[21] == 'g') |
		   (p[21] == 'w');

	return all_set(in_alphabet(load(p)) & in_alphabet(load(p + 6))) &&
	       p[22] == '=' && p[23] == '=' && last != 0;
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

static const char *
take_bool(const char *p, const char *end, uint64_t *out)
{
	size_t left = (size_t)(end - p);

	if (left >= 4 && memcmp(p, "true", 4) == 0) {
		*out = 1;
		return p + 4;
	}
	*out = 0;
	return left >= 5 && memcmp(p, "false", 5) == 0 ? p + 5 : NULL;
}

static int
two(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* Is it of this shape, where a 0 stands for any digit? */
static bool
is_shaped(const char *p, const char *shape)
{
	v16 low = load(shape);
	/* A digit may be up to 9 more than a '0', others nothing. */
	v16 most = (v16)(low == '0') & 9;

	return all_set((v16)(load(p) - low <= most));
}

static bool
is_date(const char *p)
{
	static const char days[] = { 0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	int year = two(p) * 100 + two(p + 2);
	int month = two(p + 5), day = two(p + 8);

	if (year == 0 || month == 0 || month > 12 || day == 0 ||
	    day > days[month])
		return false;
	return month != 2 || day < 29 ||
	       (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

static bool
date_at(const char *p)
{
	static const char shape[] = "0000-00-00";
	size_t i;

	for (i = 0; i < sizeof(shape) - 1; i++)
		if (shape[i] == '0' ? p[i] < '0' || p[i] > '9'
				    : p[i] != shape[i])
			return false;
	return is_date(p);
}

static bool
time_at(const char *p, uint64_t *out)
{
	static const char shape[] = "0000-00-00T00:00:00Z";
	int hour = two(p + 11), minute = two(p + 14), second = two(p + 17);
	struct sar_date date = { two(p) * 100 + two(p + 2), two(p + 5),
		two(p + 8) };

	if (!is_shaped(p, shape) || !is_shaped(p + 4, shape + 4) ||
	    !is_date(p) || hour > 23 || minute > 59 || second > 59)
		return false;
	*out = (uint64_t)(sar_date_days(date) * 86400 + hour * 3600 +
			  minute * 60 + second);
	return true;
}

/* How many of the sixteen come before one that is not plain? */
static size_t
span_plain(const char *p)
{
	v16 c = load(p);
	v2 half = (v2)((v16)((c | 0x20) - 'a' < 26) | (v16)(c - '0' < 10) |
		       (v16)(c == '-') | (v16)(c == '.') | (v16)(c == '_'));
	uint64_t low = ~le64toh(half[0]), high = ~le64toh(half[1]);

	if (low != 0)
		return (size_t)__builtin_ctzll(low) / 8;
	return high == 0 ? 16 : 8 + (size_t)__builtin_ctzll(high) / 8;
}

/* How many characters of ${class} there are, at most ${max}. */
static size_t
span(const char *p, const char *end, unsigned class, size_t max)
{
	size_t n = 0;

	/* What is plain and ends within sixteen is most of what there is. */
	if (class == IN_PLAIN && end - p >= 16 && (n = span_plain(p)) < 16)
		return n;

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

/* What is between the quotes: how long it is, 0 if it is not of ${kind}. */
static size_t
take_text(const char *p, const char *end, enum sar_schema_kind kind,
    uint64_t *number)
{
	size_t left = (size_t)(end - p);

	if (kind == SAR_KIND_DIGEST)
		return left > SAR_VALUE_DIGEST && is_digest(p)
			   ? SAR_VALUE_DIGEST
			   : 0;
	if (kind == SAR_KIND_SALT)
		return left > SAR_VALUE_SALT && is_salt(p) ? SAR_VALUE_SALT : 0;
	if (kind == SAR_KIND_TIME)
		return left > 20 && time_at(p, number) ? 20 : 0;
	if (kind == SAR_KIND_DATE)
		return left > 10 && date_at(p) ? 10 : 0;
	if (kind == SAR_KIND_SCOPE)
		return left > 21 && date_at(p) && p[10] == '/' &&
			       date_at(p + 11)
			   ? 21
			   : 0;
	return free_text(p, end, kind);
}

const char *
sar_value_take(const char *p, const char *end, enum sar_schema_kind kind,
    uint64_t *number)
{
	size_t n;

	*number = 0;
	if (kind == SAR_KIND_NUMBER || kind == SAR_KIND_SEQ ||
	    kind == SAR_KIND_V)
		return sar_value_number(p, end, number);
	if (kind == SAR_KIND_BOOL)
		return take_bool(p, end, number);
	if (p == end || *p++ != '"')
		return NULL;
	n = take_text(p, end, kind, number);
	p += n;
	return n > 0 && p < end && *p == '"' ? p + 1 : NULL;
}
