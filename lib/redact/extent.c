#include "redact/extent.h"

uint32_t
sar_redact_block(uint32_t rate)
{
	return rate < 10 ? 1 : rate / 10;
}

uint64_t
sar_redact_blocks(const struct sar_redact_shape *shape)
{
	uint64_t block = sar_redact_block(shape->rate);

	return shape->frames / block + (shape->frames % block != 0);
}

void
sar_redact_align(const struct sar_redact_shape *shape, uint64_t *from,
    uint64_t *to)
{
	uint64_t block = sar_redact_block(shape->rate);
	uint64_t over = *to % block;

	*from -= *from % block;
	if (over == 0)
		return;
	if (*to >= shape->frames || block - over > shape->frames - *to)
		*to = shape->frames;
	else
		*to += block - over;
}

bool
sar_redact_aligned(const struct sar_redact_shape *shape, uint64_t from,
    uint64_t to)
{
	uint64_t block = sar_redact_block(shape->rate);

	return from < to && to <= shape->frames && from % block == 0 &&
	       (to % block == 0 || to == shape->frames);
}

bool
sar_extent_ok(const struct sar_redact_shape *shape)
{
	return shape->rate >= SAR_EXTENT_RATE_MIN &&
	       shape->rate <= SAR_EXTENT_RATE_MAX && shape->channels >= 1 &&
	       shape->channels <= SAR_REDACT_CHANNELS &&
	       shape->frames <= SAR_EXTENT_SECONDS * shape->rate;
}

bool
sar_extent_same(const struct sar_redact_shape *a,
    const struct sar_redact_shape *b)
{
	return a->frames == b->frames && a->rate == b->rate &&
	       a->channels == b->channels;
}

unsigned
sar_extent_height(uint64_t blocks)
{
	return blocks < 2
		   ? 0
		   : 64 - (unsigned)
			      __builtin_clzll((unsigned long long)(blocks - 1));
}
