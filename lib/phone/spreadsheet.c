#include "phone/spreadsheet.h"

#include <string.h>

static const char digits[] = "0123456789";

/*
 * d[.ddd]E[+]dd, as spreadsheets show a number too long for its column: the
 * length of the mantissa, and in *${exponent} its power; 0 if it is not that.
 */
static size_t
scientific(const char *text, size_t *exponent)
{
	size_t mantissa = strspn(text, digits);
	size_t n;

	if (mantissa != 1)
		return 0;
	if (text[1] == '.' || text[1] == ',') {
		n = strspn(text + 2, digits);
		if (n == 0)
			return 0;
		mantissa += 1 + n;
	}
	if ((text[mantissa] | 0x20) != 'e')
		return 0;
	text += mantissa + 1;
	if (*text == '+')
		text++;
	n = strspn(text, digits);
	if (n < 1 || n > 2 || text[n] != '\0')
		return 0;
	*exponent = 0;
	for (; *text != '\0'; text++)
		*exponent = *exponent * 10 + (size_t)(*text - '0');
	return mantissa;
}

/* digits.000: the length before the point, or 0 if it is not that. */
static size_t
decimal(const char *text, size_t *zeros)
{
	size_t n = strspn(text, digits);

	if (n == 0 || text[n] != '.')
		return 0;
	*zeros = strspn(text + n + 1, "0");
	return *zeros > 0 && text[n + 1 + *zeros] == '\0' ? n : 0;
}

enum sar_phone_kind
sar_phone_spreadsheet(char *text, unsigned *rules)
{
	size_t exponent = 0;
	size_t zeros = 0;
	size_t n;

	if ((n = scientific(text, &exponent)) > 0) {
		/* One digit, a point, the rest: all of them must be there. */
		if (n < 3 || n - 1 != exponent + 1)
			return SAR_PHONE_LOSSY;
		memmove(text + 1, text + 2, n - 2);
		text[n - 1] = '\0';
		*rules |= SAR_PHONE_FLOAT;
		return SAR_PHONE_E164;
	}
	if ((n = decimal(text, &zeros)) > 0) {
		/* "01632960.000" can be groups; a group of one digit cannot. */
		if (zeros > 1 && n < 9)
			return SAR_PHONE_AMBIGUOUS;
		text[n] = '\0';
		*rules |= SAR_PHONE_FLOAT;
	}
	return SAR_PHONE_E164;
}
