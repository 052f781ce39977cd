#include "base/hex.h"

#include <sodium.h>
#include <string.h>

void
sar_hex_put(const uint8_t *data, size_t len, char *out)
{
	(void)sodium_bin2hex(out, SAR_HEX_LEN(len), data, len);
}

bool
sar_hex_get(const char *text, uint8_t *out, size_t len)
{
	size_t got;

	return strlen(text) == 2 * len &&
	       strspn(text, "0123456789abcdef") == 2 * len &&
	       sodium_hex2bin(out, len, text, 2 * len, NULL, &got, NULL) == 0 &&
	       got == len;
}

int
sar_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int
sar_hex_escape(const char *text)
{
	int high = text[0] == '%' ? sar_hex_digit(text[1]) : -1;
	int low = high == -1 ? -1 : sar_hex_digit(text[2]);

	return low == -1 ? -1 : high * 16 + low;
}
