#include "base/b64.h"

#include <sodium.h>
#include <string.h>

void
sar_b64_put(const uint8_t *data, size_t len, char *out)
{
	(void)sodium_bin2base64(out, SAR_B64_LEN(len), data, len,
	    sodium_base64_VARIANT_ORIGINAL);
}

/* The value of a digit; -1 for what is none. */
static int
value_of(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz"
				     "0123456789+/";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

bool
sar_b64_get(const char *text, size_t len, uint8_t *out, size_t max, size_t *got)
{
	size_t pad = 0;
	size_t i;

	while (pad < len && pad < 2 && text[len - 1 - pad] == '=')
		pad++;
	/* libsodium 1.0.18 takes some bytes above 127 for digits, */
	for (i = 0; i < len - pad; i++)
		if (value_of(text[i]) == -1)
			return false;
	/* and lets the bits past the last byte be anything. */
	if (pad > 0 && (len == pad || (value_of(text[len - 1 - pad]) &
					  (pad == 1 ? 3 : 15)) != 0))
		return false;
	return sodium_base642bin(out, max, text, len, NULL, got, NULL,
		   sodium_base64_VARIANT_ORIGINAL) == 0;
}
