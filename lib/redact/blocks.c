#include "redact/blocks.h"

#include <endian.h>
#include <sodium.h>
#include <stdlib.h>

#define PART 1024 /* samples of a channel, taken out of their frames */

struct sar_blocks {
	struct sar_blocks_user user;
	uint32_t channels;
	uint32_t block;  /* frames of one */
	uint32_t filled; /* frames of the one begun */
	uint64_t frames; /* of all */
	struct sar_sha256 *leaf[SAR_REDACT_CHANNELS];
	bool wanted[SAR_REDACT_CHANNELS]; /* of the block begun */
	uint16_t part[PART];
};

struct sar_blocks *
sar_blocks_new(const struct sar_redact_shape *shape,
    const struct sar_blocks_user *user, struct sar_err *err)
{
	struct sar_blocks *blocks = calloc(1, sizeof(*blocks));
	uint32_t c;

	if (blocks == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	blocks->user = *user;
	blocks->channels = shape->channels;
	blocks->block = sar_redact_block(shape->rate);
	for (c = 0; c < shape->channels; c++)
		if ((blocks->leaf[c] = sar_sha256_new(err)) == NULL) {
			sar_blocks_free(blocks);
			return NULL;
		}
	return blocks;
}

void
sar_blocks_free(struct sar_blocks *blocks)
{
	uint32_t c;

	if (blocks == NULL)
		return;
	for (c = 0; c < SAR_REDACT_CHANNELS; c++)
		sar_sha256_free(blocks->leaf[c]);
	sodium_memzero(blocks, sizeof(*blocks));
	free(blocks);
}

static void
begin(struct sar_blocks *blocks, uint64_t block)
{
	static const uint8_t mark = 0x00;
	uint8_t salt[SAR_SHA256_LEN];
	uint32_t c;

	for (c = 0; c < blocks->channels; c++) {
		blocks->wanted[c] = blocks->user.salt(blocks->user.ctx, c,
		    block, salt);
		if (!blocks->wanted[c])
			continue;
		sar_sha256_add(blocks->leaf[c], &mark, 1);
		sar_sha256_add(blocks->leaf[c], salt, sizeof(salt));
	}
	sodium_memzero(salt, sizeof(salt));
}

static void
end(struct sar_blocks *blocks, uint64_t block)
{
	uint8_t leaf[SAR_SHA256_LEN];
	uint32_t c;

	for (c = 0; c < blocks->channels; c++) {
		if (!blocks->wanted[c])
			continue;
		sar_sha256_end(blocks->leaf[c], leaf);
		blocks->user.leaf(blocks->user.ctx, c, block, leaf);
	}
	blocks->filled = 0;
}

/* ${n} samples of channel ${c}, of frames at ${samples}. */
static void
feed(struct sar_blocks *blocks, uint32_t c, const int16_t *samples, size_t n)
{
	size_t channels = blocks->channels;
	size_t i, k;

	if (channels == 1 && htole16(1) == 1) {
		sar_sha256_add(blocks->leaf[c], samples, n * sizeof(*samples));
		return;
	}
	for (samples += c; n > 0; n -= k, samples += k * channels) {
		k = n < PART ? n : PART;
		for (i = 0; i < k; i++)
			blocks->part[i] =
			    htole16((uint16_t)samples[i * channels]);
		sar_sha256_add(blocks->leaf[c], blocks->part,
		    k * sizeof(blocks->part[0]));
	}
}

void
sar_blocks_add(struct sar_blocks *blocks, const int16_t *samples, size_t frames)
{
	uint32_t c;
	size_t n;

	for (; frames > 0; frames -= n, samples += n * blocks->channels) {
		if (blocks->filled == 0)
			begin(blocks, blocks->frames / blocks->block);
		n = blocks->block - blocks->filled;
		if (n > frames)
			n = frames;
		for (c = 0; c < blocks->channels; c++)
			if (blocks->wanted[c])
				feed(blocks, c, samples, n);
		blocks->filled += (uint32_t)n;
		blocks->frames += n;
		if (blocks->filled == blocks->block)
			end(blocks, blocks->frames / blocks->block - 1);
	}
}

uint64_t
sar_blocks_end(struct sar_blocks *blocks)
{
	if (blocks->filled > 0)
		end(blocks, blocks->frames / blocks->block);
	return blocks->frames;
}
