#ifndef SAR_REDACT_GGM_H
#define SAR_REDACT_GGM_H

#include "redact/extent.h"

/*
 * Private to redact: the tree of salts (Goldreich, Goldwasser, Micali).  Who
 * has a node has all below it, and nothing else.
 *
 *	left(s) = SHA-256(02 || s)	right(s) = SHA-256(03 || s)
 */
struct sar_ggm {
	unsigned height;
	uint64_t next; /* leaf */
	/* By height above the leaves: the way down to the leaf before. */
	uint8_t at[SAR_EXTENT_HEIGHT + 1][SAR_SHA256_LEN];
};

/** sar_ggm_begin: All leaves below ${node}, ${height} above them. */
void sar_ggm_begin(struct sar_ggm *ggm, const uint8_t node[SAR_SHA256_LEN],
    unsigned height);

/** sar_ggm_next: The next leaf, of 2^height; two hashes each on average. */
void sar_ggm_next(struct sar_ggm *ggm, uint8_t salt[SAR_SHA256_LEN]);

/** sar_ggm_node: Node ${index} of ${level} below ${seed}. */
void sar_ggm_node(const uint8_t seed[SAR_SHA256_LEN], unsigned height,
    unsigned level, uint64_t index, uint8_t out[SAR_SHA256_LEN]);

#endif
