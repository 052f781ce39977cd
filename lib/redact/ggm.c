#include "redact/ggm.h"

#include <assert.h>
#include <string.h>

static void
child(bool right, const uint8_t node[SAR_SHA256_LEN],
    uint8_t out[SAR_SHA256_LEN])
{
	sar_sha256_marked(right ? 0x03 : 0x02, node, SAR_SHA256_LEN, out);
}

void
sar_ggm_begin(struct sar_ggm *ggm, const uint8_t node[SAR_SHA256_LEN],
    unsigned height)
{
	assert(height <= SAR_EXTENT_HEIGHT);
	ggm->height = height;
	ggm->next = 0;
	memcpy(ggm->at[height], node, SAR_SHA256_LEN);
}

void
sar_ggm_next(struct sar_ggm *ggm, uint8_t salt[SAR_SHA256_LEN])
{
	unsigned h = ggm->height;

	assert(ggm->next >> ggm->height == 0);
	/* From one leaf to the next the way changes only below the height at
	   which it turns right. */
	if (ggm->next != 0) {
		h = (unsigned)__builtin_ctzll(ggm->next);
		child(true, ggm->at[h + 1], ggm->at[h]);
	}
	for (; h > 0; h--)
		child(false, ggm->at[h], ggm->at[h - 1]);
	memcpy(salt, ggm->at[0], SAR_SHA256_LEN);
	ggm->next++;
}

void
sar_ggm_node(const uint8_t seed[SAR_SHA256_LEN], unsigned height,
    unsigned level, uint64_t index, uint8_t out[SAR_SHA256_LEN])
{
	memcpy(out, seed, SAR_SHA256_LEN);
	for (; height > level; height--)
		child((index >> (height - level - 1) & 1) != 0, out, out);
}
