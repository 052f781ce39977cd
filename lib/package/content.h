#ifndef SAR_PACKAGE_CONTENT_H
#define SAR_PACKAGE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"

/* One entry as the manifest lists it. */
struct sar_content_entry {
	const char *name; /* borrowed */
	uint8_t sha256[SAR_SHA256_LEN];
	uint64_t size;
	bool unsized; /* its stream did not say so before it was read */
};

/**
 * sar_content_digest: The content digest of ${n} entries, which are those of
 * all volumes, each once, in the order of sar-package(5).  Padding does not
 * count: the digest is the same however a package is split or hidden.
 */
SAR_MUST_CHECK int sar_content_digest(const struct sar_content_entry *entries,
    size_t n, uint8_t out[SAR_SHA256_LEN], struct sar_err *err);

#endif
