#include "phone/fold.h"

#include <stdint.h>

#include "base/text.h"

/* A range of code points; to a digit each, or all to one character. */
struct range {
	uint32_t from;
	uint32_t to;
	char with; /* '0': digits in order; '\0': dropped */
};

static const struct range ranges[] = {
	{ 0x09, 0x0a, ' ' },
	{ 0x0d, 0x0d, ' ' },
	{ 0xa0, 0xa0, ' ' },
	{ 0xad, 0xad, '\0' },
	{ 0x61c, 0x61c, '\0' },
	{ 0x660, 0x669, '0' },
	{ 0x6f0, 0x6f9, '0' },
	{ 0x2000, 0x200a, ' ' },
	/* Bidirectional marks come along when a number is copied out of a
	   telephone's list of calls. */
	{ 0x200b, 0x200f, '\0' },
	{ 0x2010, 0x2015, '-' },
	{ 0x2018, 0x2019, '\'' },
	{ 0x202a, 0x202e, '\0' },
	{ 0x202f, 0x202f, ' ' },
	{ 0x205f, 0x205f, ' ' },
	{ 0x2060, 0x2064, '\0' },
	{ 0x2066, 0x2069, '\0' },
	{ 0x2212, 0x2212, '-' },
	{ 0x3000, 0x3000, ' ' },
	{ 0xfe58, 0xfe58, '-' },
	{ 0xfe63, 0xfe63, '-' },
	{ 0xfeff, 0xfeff, '\0' },
	{ 0xff08, 0xff08, '(' },
	{ 0xff09, 0xff09, ')' },
	{ 0xff0b, 0xff0b, '+' },
	{ 0xff0d, 0xff0d, '-' },
	{ 0xff0e, 0xff0e, '.' },
	{ 0xff10, 0xff19, '0' },
};

/* '\0' means: leave it out. */
static char
folded(uint32_t c)
{
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (c < ranges[i].from || c > ranges[i].to)
			continue;
		if (ranges[i].with != '0')
			return ranges[i].with;
		return (char)('0' + (c - ranges[i].from));
	}
	return FOLD_FOREIGN;
}

void
sar_phone_fold(const char *text, size_t len, char out[FOLD_MAX + 1])
{
	const unsigned char *p = (const unsigned char *)text;
	uint32_t c = 0;
	size_t n;
	char ascii;

	while (len > 0) {
		if (*p >= 0x20 && *p < 0x7f) {
			*out++ = (char)*p++;
			len--;
			continue;
		}
		if ((n = sar_text_character((const char *)p, len, &c)) == 0) {
			n = 1;
			c = 0;
		}
		if ((ascii = folded(c)) != '\0')
			*out++ = ascii;
		p += n;
		len -= n;
	}
	*out = '\0';
}
