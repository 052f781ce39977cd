#include "phone/country.h"

#include <stdint.h>
#include <string.h>

#define SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* E.164: country codes are prefix-free; 1 and 7 are alone, those whose first
   digit has the second here have two digits, all others three. */
static const char *const second_digits[] = { "", "", "07", "0123469",
	"013456789", "12345678", "0123456", "", "1246", "0123458" };

/*
 * Numbers of these never begin with 0, and their people dial 0 first (ITU,
 * Dialling procedures; `make oracle` checks it against libphonenumber).  Not
 * Brazil and Colombia, where the code of a carrier follows the 0.
 */
static const uint16_t trunk[] = { 20, 27, 31, 32, 33, 40, 41, 43, 44, 46, 49,
	51, 53, 54, 58, 60, 61, 62, 63, 64, 66, 81, 82, 84, 86, 90, 91, 92, 93,
	94, 95, 98, 211, 212, 213, 218, 231, 232, 233, 234, 243, 249, 251, 252,
	254, 255, 256, 260, 261, 262, 263, 264, 265, 291, 353, 355, 358, 359,
	373, 374, 380, 381, 382, 383, 385, 386, 387, 389, 421, 590, 593, 594,
	595, 596, 598, 855, 856, 880, 886, 961, 962, 963, 964, 966, 967, 970,
	971, 972, 976, 977, 994, 995, 996 };

/* Nobody dials 0 before numbers of these, and those of some begin with 0: it
   is never taken off.  The last are of no country (E.164). */
static const uint16_t number[] = { 1, 7, 39, 47, 225, 226, 227, 229, 241, 242,
	247, 267, 268, 378, 379, 501, 507, 676, 679, 687, 800, 808, 853, 870,
	878, 881, 882, 883, 888, 979, 992 };

/* Is ${code} one of the ${n} rising ${list}?  Codes are prefix-free, so that a
   code's value tells it. */
static bool
listed(const uint16_t *list, size_t n, unsigned code)
{
	size_t from = 0, to = n, at;

	while (from < to) {
		at = from + (to - from) / 2;
		if (list[at] == code)
			return true;
		if (list[at] < code)
			from = at + 1;
		else
			to = at;
	}
	return false;
}

size_t
sar_phone_cc_len(const char *e164)
{
	if (e164[0] == '1' || e164[0] == '7')
		return 1;
	if (e164[0] < '0' || e164[0] > '9' || e164[1] == '\0')
		return 3;
	return strchr(second_digits[e164[0] - '0'], e164[1]) != NULL ? 2 : 3;
}

enum zero
sar_phone_zero(const char *cc, size_t len)
{
	unsigned code = 0;
	size_t i;

	for (i = 0; i < len; i++)
		code = code * 10 + (unsigned)(cc[i] - '0');
	if (listed(trunk, SIZE(trunk), code))
		return ZERO_TRUNK;
	return listed(number, SIZE(number), code) ? ZERO_NUMBER : ZERO_UNSURE;
}

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/*
 * By length alone, within what the National Telephone Numbering Plan has now
 * (0500 had nine digits until 2017): a test against ranges in use would lose
 * numbers of new ranges.
 */
bool
sar_phone_gb(const char *nsn, size_t n, bool *odd)
{
	*odd = false;
	if (n == 0 || nsn[0] == '0')
		return false;
	if (n == 10)
		return true;
	/* Nine digits: 016977 2xxx, 01204 5xxxx ... and 0800 xxx xxx. */
	if (n == 9 && nsn[0] == '1') {
		*odd = true;
		return true;
	}
	if (n == 9)
		return begins(nsn, "800");
	return n == 7 && (begins(nsn, "8001111") || begins(nsn, "845464"));
}

/* NANP: ten digits, neither area nor exchange begins with 0 or 1. */
static bool
is_nanp(const char *nsn, size_t n)
{
	return n == 10 && nsn[0] >= '2' && nsn[3] >= '2';
}

bool
sar_phone_complete(const char *e164, size_t n, bool *odd)
{
	size_t cc = sar_phone_cc_len(e164);

	*odd = false;
	if (n < 7 || n > 15)
		return false;
	if (begins(e164, "44"))
		return sar_phone_gb(e164 + 2, n - 2, odd);
	if (e164[0] == '1')
		return is_nanp(e164 + 1, n - 1);
	if (e164[0] == '7')
		return n == 11; /* Russia, Kazakhstan: ten digits, all */
	return e164[cc] != '0' || sar_phone_zero(e164, cc) != ZERO_TRUNK;
}
