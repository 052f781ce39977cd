#include "phone/country.h"

#include <stdint.h>
#include <string.h>

/* E.164: country codes are prefix-free; 1 and 7 are alone, these have two
   digits, all others three. */
static const char two_digits[] = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 "
				 "47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 "
				 "64 65 66 81 82 84 86 90 91 92 93 94 95 98";

/* Numbers of these never begin with 0, and their people dial 0 first. */
static const char trunk[] = "27 31 32 33 40 41 43 44 46 49 61 64 81 82 86 90 "
			    "91 92 94 233 234 254 263 353 358 380 972";

/* Numbers of these can begin with 0. */
static const char number[] = "39 225 229 241 242 378 379";

static bool
listed(const char *list, const char *cc, size_t len)
{
	size_t n;

	for (; *list != '\0'; list += strspn(list, " ")) {
		n = strcspn(list, " ");
		if (n == len && memcmp(list, cc, n) == 0)
			return true;
		list += n;
	}
	return false;
}

size_t
sar_phone_cc_len(const char *e164)
{
	if (e164[0] == '1' || e164[0] == '7')
		return 1;
	return strlen(e164) >= 2 && listed(two_digits, e164, 2) ? 2 : 3;
}

enum zero
sar_phone_zero(const char *cc, size_t len)
{
	if (listed(trunk, cc, len))
		return ZERO_TRUNK;
	return listed(number, cc, len) ? ZERO_NUMBER : ZERO_UNSURE;
}

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/*
 * By length alone, within what the National Telephone Numbering Plan has ever
 * used: a test against ranges in use would lose numbers of new ranges.
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
	return e164[cc] != '0' || sar_phone_zero(e164, cc) != ZERO_TRUNK;
}
