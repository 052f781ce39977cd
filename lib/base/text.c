#include "base/text.h"

#include <string.h>

bool
sar_text_number(const char *text, uint64_t max, uint64_t *out)
{
	uint64_t value = 0;
	unsigned digit;

	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return false;
		digit = (unsigned)(*text - '0');
		if (digit > max || value > (max - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}

/* The length of the UTF-8 sequence ${lead} begins, or 0. */
static size_t
sequence(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	/* 0xc0 and 0xc1 could only begin an overlong form. */
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	if (lead >= 0xf0 && lead <= 0xf4)
		return 4;
	return 0;
}

/* Overlong forms, surrogates and what lies above U+10FFFF (RFC 3629). */
static bool
second_byte_fits(unsigned char lead, unsigned char second)
{
	switch (lead) {
	case 0xe0:
		return second >= 0xa0;
	case 0xed:
		return second <= 0x9f;
	case 0xf0:
		return second >= 0x90;
	case 0xf4:
		return second <= 0x8f;
	default:
		return true;
	}
}

size_t
sar_text_character(const char *text, size_t len, uint32_t *code)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t n = len == 0 ? 0 : sequence(*at);
	size_t i;

	if (n == 0 || n > len)
		return 0;
	*code = n == 1 ? *at : *at & (0x7fU >> n);
	for (i = 1; i < n; i++) {
		if ((at[i] & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (at[i] & 0x3fU);
	}
	return n == 1 || second_byte_fits(at[0], at[1]) ? n : 0;
}

size_t
sar_text_encode(uint32_t code, char out[4])
{
	static const uint32_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	size_t i;

	for (i = n; i-- > 1; code >>= 6)
		out[i] = (char)(0x80 | (code & 0x3f));
	out[0] = (char)(lead[n] | code);
	return n;
}

unsigned
sar_text_decimals(uint64_t value)
{
	unsigned n = 1;

	while (value >= 10) {
		value /= 10;
		n++;
	}
	return n;
}

bool
sar_text_utf8(const char *text, size_t len)
{
	uint32_t code;
	size_t n;

	for (; len > 0; text += n, len -= n) {
		n = sar_text_character(text, len, &code);
		if (n == 0 || code == 0)
			return false;
	}
	return true;
}

bool
sar_text_plain(const char *text, size_t max)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789._-";
	size_t len = strnlen(text, max + 1);

	/* "-x" would read as an option, ".x" hides or climbs. */
	return len > 0 && len <= max && text[0] != '.' && text[0] != '-' &&
	       strspn(text, plain) == len;
}

bool
sar_text_shown(uint32_t code)
{
	static const struct {
		uint32_t first, last;
	} hidden[] = { { 0x00, 0x08 }, { 0x0b, 0x1f }, { 0x7f, 0x9f },
		{ 0x200b, 0x200b }, { 0x2028, 0x202e }, { 0x2060, 0x206f },
		{ 0xd800, 0xf8ff }, { 0xfdd0, 0xfdef }, { 0xfeff, 0xfeff },
		{ 0xfff0, 0xfffb }, { 0xfffe, 0xffff }, { 0xe0000, 0x10ffff } };
	size_t i;

	for (i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (code >= hidden[i].first && code <= hidden[i].last)
			return false;
	return true;
}
