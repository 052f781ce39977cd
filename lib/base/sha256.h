#ifndef SAR_BASE_SHA256_H
#define SAR_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/stream.h"

#define SAR_SHA256_LEN 32

struct sar_sha256; /* opaque: SHA-256 in progress (FIPS 180-4) */

/** sar_sha256_new: Start; NULL with ${err} set when it cannot. */
SAR_MUST_CHECK struct sar_sha256 *sar_sha256_new(struct sar_err *err);
void sar_sha256_add(struct sar_sha256 *hash, const void *data, size_t len);

/** sar_sha256_end: The digest of all added; ${hash} starts afresh. */
void sar_sha256_end(struct sar_sha256 *hash, uint8_t out[SAR_SHA256_LEN]);
void sar_sha256_free(struct sar_sha256 *hash);

/**
 * sar_sha256_marked: SHA-256(${mark} || the ${len} bytes at ${data}).  It
 * cannot fail and keeps nothing.
 */
void sar_sha256_marked(uint8_t mark, const void *data, size_t len,
    uint8_t out[SAR_SHA256_LEN]);

/**
 * sar_sha256_inplace: SHA-256 of ${len} bytes that have SAR_SHA256_PAD more
 * after them, which are written to and as they were when it returns.
 */
#define SAR_SHA256_PAD 72
void sar_sha256_inplace(uint8_t *data, size_t len, uint8_t out[SAR_SHA256_LEN]);

/**
 * sar_sha256_node: SHA-256(01 || ${left} || ${right}), a node of a tree as
 * RFC 6962 has it.  ${out} may be either.
 */
void sar_sha256_node(const uint8_t left[SAR_SHA256_LEN],
    const uint8_t right[SAR_SHA256_LEN], uint8_t out[SAR_SHA256_LEN]);

/** sar_sha256_source: The digest of all of ${source}, read in blocks. */
SAR_MUST_CHECK int sar_sha256_source(const struct sar_source *source,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err);

/** sar_sha256_each: The same, and give the blocks to ${fn} as they are read. */
SAR_MUST_CHECK int sar_sha256_each(const struct sar_source *source,
    sar_source_fn *fn, void *ctx, uint8_t out[SAR_SHA256_LEN],
    struct sar_err *err);

/** sar_sha256_text: The digest of ${len} bytes at ${data}. */
SAR_MUST_CHECK int sar_sha256_text(const void *data, size_t len,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err);

#endif
