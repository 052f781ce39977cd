#ifndef SAR_PHONE_DIALLED_H
#define SAR_PHONE_DIALLED_H

#include <stdbool.h>
#include <stddef.h>

#include "phone/phone.h"

#define DIALLED_MAX 32 /* digits: prefixes and the longest number */

/* The digits of one number, their separators gone. */
struct dialled {
	char digits[DIALLED_MAX + 1];
	size_t n;
	bool plus;
	bool marked;  /* something stood between them */
	bool coded;   /* *67 and the like stood before it */
	size_t zero;  /* where "(0)" stood among the digits */
	bool zeroed;  /* there was one */
	char ext[12]; /* "" for none */
};

/**
 * sar_phone_scan: Split ${text}, folded, into digits and extension.  Return
 * SAR_PHONE_E164 when ${out} has digits to be read, else what it is.
 */
enum sar_phone_kind sar_phone_scan(const struct sar_phone_plan *plan,
    const char *text, struct dialled *out);

/* With one of these it is for a person to say that it is the number. */
#define DIALLED_ASSUMED                                        \
	(SAR_PHONE_TRUNK0 | SAR_PHONE_FLOAT | SAR_PHONE_AREA | \
	    SAR_PHONE_CONTEXT)

/* One way of reading the digits. */
struct reading {
	char digits[20]; /* E.164 without '+' */
	unsigned rules;
	bool sure;  /* nothing assumed, or only what the plan says */
	bool valid; /* false: would be a number, of a length that is not */
};

#define READINGS_MAX 16

struct readings {
	struct reading list[READINGS_MAX];
	size_t n;
	bool full; /* there were more; so no reading is the only one */
};

/** sar_phone_readings: All the ways ${plan} allows; ${rules} holds for each. */
void sar_phone_readings(const struct sar_phone_plan *plan,
    const struct dialled *dialled, const char *context, unsigned rules,
    struct readings *out);

#endif
