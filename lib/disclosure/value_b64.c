/* Base64 of what is no secret, by tables. */
#include "disclosure/value.h"

/* What a character stands for, or NO. */
#define NO 0x80
#define NO8 NO, NO, NO, NO, NO, NO, NO, NO
static const uint8_t values[256] = { NO8, NO8, NO8, NO8, NO8, NO, NO, NO, 62,
	NO, NO, NO, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, NO, NO, NO, NO,
	NO, NO, NO, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
	17, 18, 19, 20, 21, 22, 23, 24, 25, NO, NO, NO, NO, NO, NO, 26, 27, 28,
	29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
	47, 48, 49, 50, 51, NO, NO, NO, NO, NO, NO8, NO8, NO8, NO8, NO8, NO8,
	NO8, NO8, NO8, NO8, NO8, NO8, NO8, NO8, NO8, NO8 };

/* ${n} characters, but for padding, as ${len} bytes. */
static bool
decode(const char *text, size_t n, uint8_t *out, size_t len)
{
	uint32_t bits = 0, all = 0, v;
	size_t i, k = 0;

	for (i = 0; i < n; i++) {
		v = values[(unsigned char)text[i]];
		all |= v;
		bits = bits << 6 | (v & 0x3F);
		if (i % 4 != 3)
			continue;
		out[k++] = (uint8_t)(bits >> 16);
		out[k++] = (uint8_t)(bits >> 8);
		out[k++] = (uint8_t)bits;
		bits = 0;
	}
	/* Two or three are left, of which the first bytes are made. */
	bits <<= 6 * (4 - n % 4) % 24;
	for (i = 16; k < len; i -= 8)
		out[k++] = (uint8_t)(bits >> i);
	/* The bits that are left then are zero. */
	return (all & NO) == 0 &&
	       (n % 4 == 0 || (bits & (n % 4 == 2 ? 0xFFFFU : 0xFFU)) == 0);
}

bool
sar_value_b64(const char *text, size_t n, uint8_t *out, size_t len)
{
	size_t whole = (len * 8 + 5) / 6; /* characters but padding */
	size_t i;

	if (n != (len + 2) / 3 * 4)
		return false;
	for (i = whole; i < n; i++)
		if (text[i] != '=')
			return false;
	return decode(text, whole, out, len);
}
