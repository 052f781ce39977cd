#include "spot/undo.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/hex.h"
#include "base/text.h"

/* A text that is read and, behind that, written. */
struct cursor {
	const char *at;
	const char *end;
	char *out;
};

/* Digits of ${base}, at most ${max}, at ${at}: how many. */
static size_t
number(const char *at, const char *end, int base, size_t max, uint32_t *value)
{
	size_t n = 0;
	int digit;

	*value = 0;
	for (; n < max && at + n < end; n++) {
		digit = sar_hex_digit(at[n]);
		if (digit == -1 || digit >= base)
			break;
		*value = *value * (uint32_t)base + (uint32_t)digit;
	}
	return n;
}

/* As UTF-8.  An escaped line break must not count as a line. */
static void
put(struct cursor *c, uint32_t code)
{
	if (code < 0x20 || code == 0x7f || code > 0x10ffff ||
	    (code >= 0xd800 && code < 0xe000))
		code = ' ';
	c->out += sar_text_encode(code, c->out);
}

/* %30: a byte, which may be a part of a character. */
static bool
percent(struct cursor *c)
{
	uint32_t value;

	if (number(c->at + 1, c->end, 16, 2, &value) != 2)
		return false;
	*c->out++ = (char)(value < 0x20 || value == 0x7f ? ' ' : (int)value);
	c->at += 3;
	return true;
}

/* \u0030, in pairs where there must be two, \x30, \u{30}. */
static bool
coded(struct cursor *c)
{
	bool braces = c->end - c->at > 2 && c->at[2] == '{';
	size_t max = braces ? 8 : c->at[1] == 'x' ? 2 : 4;
	const char *digits = c->at + (braces ? 3 : 2);
	uint32_t value, low;
	size_t n = number(digits, c->end, 16, max, &value);

	if (n == 0 || (!braces && n != max))
		return false;
	c->at = digits + n;
	if (braces && c->at < c->end && *c->at == '}')
		c->at++;
	if (value >= 0xd800 && value < 0xdc00 && c->end - c->at >= 6 &&
	    memcmp(c->at, "\\u", 2) == 0 &&
	    number(c->at + 2, c->end, 16, 4, &low) == 4 && low >= 0xdc00 &&
	    low < 0xe000) {
		value = 0x10000 + ((value & 0x3ff) << 10) + (low & 0x3ff);
		c->at += 6;
	}
	put(c, value);
	return true;
}

static bool
backslash(struct cursor *c)
{
	if (c->end - c->at < 2)
		return false;
	if (c->at[1] == 'u' || c->at[1] == 'x')
		return coded(c);
	if (strchr("bfnrt", c->at[1]) != NULL)
		put(c, ' ');
	else if (strchr("\"\\/'", c->at[1]) != NULL)
		put(c, (uint32_t)c->at[1]);
	else
		return false;
	c->at += 2;
	return true;
}

/* The entities that may stand in a number or between the words of a name. */
static const struct entity {
	const char *name;
	uint32_t code;
} entities[] = {
	{ "nbsp", ' ' },
	{ "ensp", ' ' },
	{ "emsp", ' ' },
	{ "thinsp", ' ' },
	{ "hairsp", ' ' },
	{ "numsp", ' ' },
	{ "puncsp", ' ' },
	{ "Tab", ' ' },
	{ "NewLine", ' ' },
	{ "amp", '&' },
	{ "lt", '<' },
	{ "gt", '>' },
	{ "quot", '"' },
	{ "apos", '\'' },
	{ "lsquo", '\'' },
	{ "rsquo", '\'' },
	{ "plus", '+' },
	{ "lpar", '(' },
	{ "rpar", ')' },
	{ "sol", '/' },
	{ "bsol", '\\' },
	{ "period", '.' },
	{ "comma", ',' },
	{ "num", '#' },
	{ "percnt", '%' },
	{ "hyphen", '-' },
	{ "dash", '-' },
	{ "ndash", '-' },
	{ "mdash", '-' },
	{ "minus", '-' },
	{ "shy", 0xad },
	{ "zwj", 0xad },
	{ "zwnj", 0xad },
	{ "lrm", 0xad },
	{ "rlm", 0xad },
	{ "NoBreak", 0xad },
	{ "ZeroWidthSpace", 0xad },
	{ "szlig", 0xdf },
	{ "aelig", 0xe6 },
	{ "AElig", 0xe6 },
	{ "oelig", 0x153 },
	{ "OElig", 0x153 },
	{ "thorn", 0xfe },
	{ "THORN", 0xfe },
	{ "eth", 0xf0 },
	{ "ETH", 0xf0 },
};

/* &eacute; and all like it are, to us, their letter. */
static uint32_t
accented(const char *name, size_t len)
{
	static const char *const marks[] = { "acute", "grave", "circ", "uml",
		"tilde", "cedil", "ring", "caron", "slash", "macr", "breve",
		"ogon", "dot", "dblac", "strok" };
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (len == strlen(marks[i]) + 1 &&
		    memcmp(name + 1, marks[i], len - 1) == 0)
			return (uint32_t)(unsigned char)name[0];
	return 0;
}

static uint32_t
named(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++)
		if (strlen(entities[i].name) == len &&
		    memcmp(entities[i].name, name, len) == 0)
			return entities[i].code;
	return accented(name, len);
}

/* Is ${c} a letter of an entity's name? */
static bool
is_letter(char c)
{
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'z';
}

/* &#48; &#x30; &nbsp; also without the semicolon, as browsers take it. */
static bool
entity(struct cursor *c)
{
	const char *name = c->at + 1;
	uint32_t code = 0;
	size_t n = 0;
	bool hex;

	if (name < c->end && *name == '#') {
		name++;
		hex = name < c->end && (*name | 0x20) == 'x';
		name += hex;
		n = number(name, c->end, hex ? 16 : 10, 8, &code);
		if (n == 0)
			return false;
	} else {
		while (n < 16 && name + n < c->end && is_letter(name[n]))
			n++;
		if (n == 0 || (code = named(name, n)) == 0)
			return false;
	}
	c->at = name + n;
	if (c->at < c->end && *c->at == ';')
		c->at++;
	put(c, code);
	return true;
}

bool
sar_undo_escapes(char *text, size_t *len)
{
	struct cursor c = { .at = text, .end = text + *len, .out = text };
	bool any = false;
	bool done;

	while (c.at < c.end) {
		done = (*c.at == '&' && entity(&c)) ||
		       (*c.at == '\\' && backslash(&c)) ||
		       (*c.at == '%' && percent(&c));
		any = any || done;
		if (!done)
			*c.out++ = *c.at++;
	}
	*len = (size_t)(c.out - text);
	return any;
}

/* Does the tag at ${at} stand within a line? */
static bool
is_inline(const char *at, const char *end)
{
	static const char *const names[] = { "a", "abbr", "b", "bdi", "bdo",
		"big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
		"ins", "kbd", "mark", "q", "s", "samp", "small", "span",
		"strike", "strong", "sub", "sup", "time", "tt", "u", "var",
		"wbr", "!--" };
	size_t n = 0;
	size_t i;

	at++;
	if (at < end && *at == '/')
		at++;
	while (n < 8 && at + n < end &&
	       (is_letter(at[n]) || at[n] == '!' || at[n] == '-'))
		n++;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((strlen(names[i]) == n || names[i][0] == '!') &&
		    strncasecmp(names[i], at, strlen(names[i])) == 0)
			return true;
	return false;
}

/* What may still come: looked for in vain, it is not looked for again. */
struct tags {
	const char *end;
	bool closes;   /* a > */
	bool comments; /* a --> */
};

/* Where what begins with < ends; NULL when it is no tag. */
static const char *
tag_end(struct tags *tags, const char *at)
{
	size_t left = (size_t)(tags->end - at);
	const char *close = NULL;

	if (left < 2 || (!is_letter(at[1]) && strchr("/!?", at[1]) == NULL))
		return NULL;
	if (left >= 4 && memcmp(at, "<!--", 4) == 0) {
		if (tags->comments)
			close = memmem(at, left, "-->", 3);
		tags->comments = close != NULL;
		return close == NULL ? NULL : close + 2;
	}
	if (tags->closes)
		close = memchr(at, '>', left);
	tags->closes = close != NULL;
	return close;
}

bool
sar_undo_tags(char *text, size_t *len)
{
	struct tags tags = { text + *len, true, true };
	const char *at = text;
	const char *close;
	char *out = text;
	bool any = false;

	while (at < tags.end) {
		close = *at == '<' ? tag_end(&tags, at) : NULL;
		if (close == NULL) {
			*out++ = *at++;
			continue;
		}
		any = true;
		if (!is_inline(at, tags.end))
			*out++ = '\t';
		for (; at <= close; at++)
			if (*at == '\n')
				*out++ = '\n';
	}
	*len = (size_t)(out - text);
	return any;
}

void
sar_undo_values(char *text, size_t len)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < len; i++) {
		if (text[i] == '"')
			quoted = !quoted;
		else if (text[i] == '\\' && quoted)
			i++;
		else if (!quoted && text[i] >= '0' && text[i] <= '9')
			text[i] = 'n';
	}
}
