#include "base/b64.h"

#include <sodium.h>
#include <string.h>

void
sar_b64_put(const uint8_t *data, size_t len, char *out)
{
	(void)sodium_bin2base64(
	    out, SAR_B64_LEN(len), data, len, sodium_base64_VARIANT_ORIGINAL);
}

bool
sar_b64_get(const char *text, size_t len, uint8_t *out, size_t max, size_t *got)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";
	const char *end, *last;
	size_t pad = 0;

	if (sodium_base642bin(out, max, text, len, NULL, got, &end,
		sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    end != text + len)
		return false;
	while (pad < len && text[len - 1 - pad] == '=')
		pad++;
	if (pad == 0)
		return true;
	/* libsodium lets the bits past the last byte be anything. */
	last = strchr(digits, text[len - 1 - pad]);
	return last != NULL &&
	       ((size_t)(last - digits) & (pad == 1 ? 3U : 15U)) == 0;
}

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
