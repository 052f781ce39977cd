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
