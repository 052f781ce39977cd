/* Private to package: the header of an age file, as anybody may have made it.
 */
#ifndef SAR_PACKAGE_AGE_HEADER_H
#define SAR_PACKAGE_AGE_HEADER_H

#include "package/age_key.h"

struct sar_age_header {
	struct sar_age_stanza stanzas[SAR_AGE_RECIPIENTS]; /* of X25519 */
	size_t n;
	size_t mac_len; /* of the header, as far as its MAC goes */
	uint8_t mac[SAR_AGE_KEY];
	size_t len; /* of all of it: the payload follows */
};

/**
 * sar_age_header_parse: Read the header at the beginning of the ${len} bytes at
 * ${text}.  NULL, or what is wrong with it, in words.  Stanzas of other kinds
 * are passed over, but must be written as the format says.
 */
SAR_MUST_CHECK const char *sar_age_header_parse(const char *text, size_t len,
    struct sar_age_header *header);

#endif
