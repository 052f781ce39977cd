#ifndef SAR_EXPORT_TAGS_H
#define SAR_EXPORT_TAGS_H

/*
 * Private to export: what stands in the log for a requester's number, so that
 * a later request by it is found when the case is gone.  Who has the log cannot
 * try numbers against it: the key, keys/tag.key, stays in the home, and once it
 * is destroyed the tags are noise.
 */

#include <stdint.h>

#include "base/sha256.h"
#include "export/home.h"
#include "request/request.h"

#define SAR_TAG_KEY "keys/tag.key" /* 32 random bytes in hex, 0600 */

struct sar_tags {
	uint8_t tag[SAR_REQUEST_NUMBERS][SAR_SHA256_LEN];
	size_t n;
};

/**
 * sar_tags_make: HMAC-SHA256 of each number of ${request}, as "+441632960123",
 * in order of their bytes, not of the numbers.  A home without a key gets one
 * if ${make}; else there are no tags.  SAR_ESECRET for a key that others may
 * read, or that is none.
 */
SAR_MUST_CHECK int sar_tags_make(const struct sar_home *home,
    const struct sar_request *request, bool make, struct sar_tags *out,
    struct sar_err *err);

/**
 * sar_tags_ref: That of a case's reference, which is that of no number: what
 * is left of a case whose records were erased.  Without a key as above, but
 * for SAR_EMISSING where there are no tags then.
 */
SAR_MUST_CHECK int sar_tags_ref(const struct sar_home *home, const char *ref,
    bool make, uint8_t out[SAR_SHA256_LEN], struct sar_err *err);

#endif
