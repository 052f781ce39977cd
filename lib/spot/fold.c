#include "spot/fold.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

/* U+00C0 to U+00FF and U+0100 to U+017F without their marks; ? is not one
   letter. */
static const char latin1[] = "aaaaaa?ceeeeiiiidnooooo?ouuuuy??"
			     "aaaaaa?ceeeeiiiidnooooo?ouuuuy?y";
static const char extended[] = "aaaaaaccccccccddddeeeeeeeeeegggggggghhhh"
			       "iiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooo??"
			       "rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

_Static_assert(sizeof(latin1) == 65 && sizeof(extended) == 129,
    "a letter for each");

/* From, to, and what all of it is: '0' digits in order, '\0' nothing. */
static const struct range {
	uint32_t from;
	uint32_t to;
	char with;
} ranges[] = {
	{ 0x80, 0x9f, ' ' },
	{ 0xa0, 0xa0, ' ' },
	{ 0xad, 0xad, '\0' },
	{ 0xb2, 0xb3, '2' },
	{ 0xb4, 0xb4, '\0' },
	{ 0xb9, 0xb9, '1' },
	{ 0x2b0, 0x36f, '\0' }, /* marks that go with a letter */
	{ 0x61c, 0x61c, '\0' },
	{ 0x660, 0x669, '0' },
	{ 0x6f0, 0x6f9, '0' },
	{ 0x7c0, 0x7c9, '0' },
	{ 0x966, 0x96f, '0' },
	{ 0x9e6, 0x9ef, '0' },
	{ 0xa66, 0xa6f, '0' },
	{ 0xae6, 0xaef, '0' },
	{ 0xe50, 0xe59, '0' },
	{ 0x1e80, 0x1e89, 'w' },
	{ 0x1ea0, 0x1eb7, 'a' },
	{ 0x1eb8, 0x1ec7, 'e' },
	{ 0x1ec8, 0x1ecb, 'i' },
	{ 0x1ecc, 0x1ee3, 'o' },
	{ 0x1ee4, 0x1ef1, 'u' },
	{ 0x1ef2, 0x1ef9, 'y' },
	{ 0x2000, 0x200a, ' ' },
	{ 0x200b, 0x200f, '\0' },
	{ 0x2010, 0x2015, '-' },
	{ 0x2018, 0x201b, '\0' }, /* apostrophes */
	{ 0x2028, 0x2029, ' ' },
	{ 0x202a, 0x202e, '\0' },
	{ 0x202f, 0x202f, ' ' },
	{ 0x2032, 0x2032, '\0' },
	{ 0x2044, 0x2044, '/' },
	{ 0x205f, 0x205f, ' ' },
	{ 0x2060, 0x206f, '\0' },
	{ 0x2070, 0x2070, '0' },
	{ 0x2074, 0x2079, '4' },
	{ 0x2080, 0x2089, '0' },
	{ 0x20d0, 0x20ff, '\0' },
	{ 0x2212, 0x2212, '-' },
	{ 0x2460, 0x2468, '1' },
	{ 0x24ea, 0x24ea, '0' },
	{ 0x3000, 0x3000, ' ' },
	{ 0xfe00, 0xfe0f, '\0' },
	{ 0xfe58, 0xfe58, '-' },
	{ 0xfe63, 0xfe63, '-' },
	{ 0xfeff, 0xfeff, '\0' },
	{ 0xff08, 0xff08, '(' },
	{ 0xff09, 0xff09, ')' },
	{ 0xff0b, 0xff0b, '+' },
	{ 0xff0d, 0xff0d, '-' },
	{ 0xff0e, 0xff0e, '.' },
	{ 0xff0f, 0xff0f, '/' },
	{ 0xff10, 0xff19, '0' },
	{ 0xe0000, 0xe01ef, '\0' },
};

/* Letters that are two. */
static const struct pair {
	uint32_t code;
	char with[3];
} pairs[] = {
	{ 0xc6, "ae" },
	{ 0xde, "th" },
	{ 0xdf, "ss" },
	{ 0xe6, "ae" },
	{ 0xfe, "th" },
	{ 0x152, "oe" },
	{ 0x153, "oe" },
	{ 0xfb00, "ff" },
	{ 0xfb01, "fi" },
	{ 0xfb02, "fl" },
};

/* ASCII: an apostrophe does not part a word. */
static char
ascii(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c | 0x20);
	if (c == '\'' || c == '`')
		return '\0';
	if (c == '\t' || c == '\n')
		return (char)c;
	return (char)(c < 0x20 || c == 0x7f ? ' ' : c);
}

/* Greek and Cyrillic in lower case, and the letters of other scripts. */
static uint32_t
lower(uint32_t code)
{
	if ((code >= 0x391 && code <= 0x3a9) ||
	    (code >= 0x410 && code <= 0x42f))
		return code + 0x20;
	if (code >= 0x400 && code <= 0x40f)
		return code + 0x50;
	return code;
}

static bool
is_script(uint32_t code)
{
	return (code >= 0x180 && code < 0x2000) ||
	       (code >= 0x2c00 && code < 0x2e00) ||
	       (code >= 0x3040 && code < 0xd800) ||
	       (code >= 0xf900 && code < 0xfe00) ||
	       (code >= 0xfe70 && code < 0xff00) ||
	       (code >= 0xff66 && code < 0xffe0) ||
	       (code >= 0x10000 && code < 0x1d000) ||
	       (code >= 0x20000 && code < 0x32000);
}

/* A letter with nothing on it, or '\0'. */
static char
plain(uint32_t code)
{
	if (code >= 0xc0 && code <= 0xff)
		return latin1[code - 0xc0];
	if (code >= 0x100 && code <= 0x17f)
		return extended[code - 0x100];
	if (code >= 0xff21 && code <= 0xff3a)
		return (char)('a' + (code - 0xff21));
	if (code >= 0xff41 && code <= 0xff5a)
		return (char)('a' + (code - 0xff41));
	/* Digits and letters of mathematics: five sets of each. */
	if (code >= 0x1d7ce && code <= 0x1d7ff)
		return (char)('0' + (code - 0x1d7ce) % 10);
	if (code >= 0x1d400 && code < 0x1d6a4)
		return (char)('a' + (code - 0x1d400) % 26);
	return '\0';
}

/* What one character above ASCII becomes. */
static size_t
folded(uint32_t code, char out[SAR_FOLD_MAX])
{
	const struct range *r = ranges;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i].code == code) {
			memcpy(out, pairs[i].with, 2);
			return 2;
		}
	for (; r < ranges + sizeof(ranges) / sizeof(ranges[0]); r++) {
		if (code < r->from || code > r->to)
			continue;
		out[0] = r->with;
		if (sar_fold_digit(r->with))
			out[0] = (char)(r->with + (int)(code - r->from));
		return r->with != '\0';
	}
	out[0] = plain(code);
	if (out[0] == '\0' || out[0] == '?')
		out[0] = SAR_FOLD_OTHER;
	return 1;
}

size_t
sar_fold_next(const char *text, size_t len, char out[SAR_FOLD_MAX], size_t *n)
{
	const unsigned char *p = (const unsigned char *)text;
	uint32_t code = 0;
	size_t taken;

	if (*p < 0x80) {
		out[0] = ascii(*p);
		*n = out[0] != '\0';
		return 1;
	}
	if ((taken = sar_text_character(text, len, &code)) == 0) {
		out[0] = SAR_FOLD_OTHER;
		*n = 1;
		return 1;
	}
	*n = folded(code, out);
	if (*n == 1 && out[0] == SAR_FOLD_OTHER && is_script(code))
		*n = sar_text_encode(lower(code), out);
	return taken;
}
