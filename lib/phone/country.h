#ifndef SAR_PHONE_COUNTRY_H
#define SAR_PHONE_COUNTRY_H

#include <stdbool.h>
#include <stddef.h>

/** sar_phone_cc_len: How many digits the country code of ${e164} has. */
size_t sar_phone_cc_len(const char *e164);

/* What a 0 after a country code is. */
enum zero {
	ZERO_TRUNK,  /* the national prefix: never part of the number */
	ZERO_NUMBER, /* part of the number, as in Italy */
	ZERO_UNSURE  /* not known: two readings */
};
enum zero sar_phone_zero(const char *cc, size_t len);

/**
 * sar_phone_gb: Can ${n} digits at ${nsn} be a number of +44, its 0 taken
 * off?  In *${odd}: nine digits, legal in a few areas, or one cut off.
 */
bool sar_phone_gb(const char *nsn, size_t n, bool *odd);

/** sar_phone_complete: Are the ${n} digits, country code first, a number? */
bool sar_phone_complete(const char *e164, size_t n, bool *odd);

#endif
