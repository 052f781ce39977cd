#ifndef SAR_PHONE_ADDRESS_H
#define SAR_PHONE_ADDRESS_H

#include <stdbool.h>

#include "phone/phone.h"

/* The part of a field that can hold a number, taken out of what is round it. */
struct address {
	bool settled; /* kind is decided already, there is no number */
	enum sar_phone_kind kind;
	bool uri;     /* came with a scheme */
	char *number; /* still with separators; within the text */
	char ext[12];
	char context[20]; /* digits of a global phone-context, or "" */
};

/**
 * sar_phone_address: Take the address out of ${text}, folded, in place: the
 * last <...>, never the display name, which the caller chooses; without
 * scheme, host and parameters; percent-decoded.
 */
void sar_phone_address(char *text, struct address *out);

#endif
