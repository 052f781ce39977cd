#ifndef SAR_REDACT_BLOCKS_H
#define SAR_REDACT_BLOCKS_H

#include "redact/extent.h"

/*
 * Private to redact: samples that go by, made into leaves, channel by channel
 * and block by block.
 *
 *	leaf = SHA-256(00 || salt || samples of the block, little-endian)
 */
struct sar_blocks_user {
	void *ctx;
	/* The salt of a block that begins; false: its leaf is not wanted. */
	bool (*salt)(void *ctx, uint32_t channel, uint64_t block,
	    uint8_t salt[SAR_SHA256_LEN]);
	void (*leaf)(void *ctx, uint32_t channel, uint64_t block,
	    const uint8_t leaf[SAR_SHA256_LEN]);
};

struct sar_blocks; /* opaque */

/** sar_blocks_new: Of ${shape}, whose length does not matter. */
SAR_MUST_CHECK struct sar_blocks *sar_blocks_new(const struct sar_redact_shape
						     *shape,
    const struct sar_blocks_user *user, struct sar_err *err);
void sar_blocks_free(struct sar_blocks *blocks); /* accepts NULL; wipes */

/** sar_blocks_add: The next ${frames}, interleaved. */
void sar_blocks_add(struct sar_blocks *blocks, const int16_t *samples,
    size_t frames);

/** sar_blocks_end: The last block may be short.  How many frames there were. */
uint64_t sar_blocks_end(struct sar_blocks *blocks);

#endif
