/*
 * The last frame of a FLAC file.  libFLAC stops where the header says that the
 * sound ends, and tells nobody of what is behind it.
 */
#include <stdlib.h>
#include <string.h>

#include "media/flac.h"
#include "media/found.h"

#define TAIL (1U << 18) /* a frame of 65535 samples in 8 channels is longer */
#define TRIES 64

static uint8_t
sum8(const uint8_t *p, size_t len)
{
	unsigned sum = 0;
	int bit;

	for (; len > 0; len--)
		for (sum ^= *p++, bit = 0; bit < 8; bit++)
			sum = sum << 1 ^ ((sum & 0x80) != 0 ? 0x107 : 0);
	return (uint8_t)sum;
}

unsigned
sar_flac_sum16(const uint8_t *p, size_t len)
{
	unsigned sum = 0;
	int bit;

	for (; len > 0; len--)
		for (sum ^= (unsigned)*p++ << 8, bit = 0; bit < 8; bit++)
			sum = sum << 1 ^ ((sum & 0x8000) != 0 ? 0x18005U : 0);
	return sum & 0xFFFF;
}

/* A number as UTF-8 has it, of up to 36 bits; its length, 0 for none. */
static size_t
number_of(const uint8_t *p, uint64_t *number)
{
	size_t len = 0;
	size_t i;

	while (len < 8 && (p[0] & 0x80U >> len) != 0)
		len++;
	if (len == 0) {
		*number = p[0];
		return 1;
	}
	if (len == 1 || len == 8)
		return 0;
	*number = p[0] & 0x7FU >> len;
	for (i = 1; i < len; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		*number = *number << 6 | (p[i] & 0x3F);
	}
	return len;
}

bool
sar_flac_frame(const uint8_t *p, struct sar_flac_frame *frame)
{
	unsigned code = p[2] >> 4;
	unsigned rate = p[2] & 15;
	size_t len;

	if (p[0] != 0xFF || (p[1] & 0xFE) != 0xF8 || code == 0 || rate == 15 ||
	    (p[3] & 1) != 0)
		return false;
	if ((len = number_of(p + 4, &frame->number)) == 0)
		return false;
	len += 4;
	frame->fixed = (p[1] & 1) == 0;
	frame->frames = code == 1 ? 192 : code < 6 ? 144U << code : 1U << code;
	if (code == 6)
		frame->frames = p[len] + 1U;
	else if (code == 7)
		frame->frames = sar_media_b16(p + len) + 1;
	len += code == 6 ? 1 : code == 7 ? 2 : 0;
	len += rate == 12 ? 1 : rate > 12 ? 2 : 0;
	return sum8(p, len) == p[len];
}

int
sar_media_flac_tail(const struct sar_source *source, uint64_t from,
    uint32_t fixed, uint64_t *end, struct sar_err *err)
{
	uint64_t size = source->size - from;
	size_t len = size < TAIL ? (size_t)size : TAIL;
	uint8_t *tail = calloc(1, (size_t)TAIL + SAR_FLAC_HEAD_MAX);
	struct sar_flac_frame frame;
	int tries = 0;
	size_t at;
	int rc = -1;

	*end = 0;
	if (tail == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (sar_source_read(source, tail, len, source->size - len, err) == -1)
		goto out;
	for (at = len; at-- > 0 && tries < TRIES;) {
		if (!sar_flac_frame(tail + at, &frame))
			continue;
		*end = frame.number * (frame.fixed ? fixed : 1) + frame.frames;
		tries++;
		if (sar_flac_sum16(tail + at, len - at) == 0)
			break;
		*end = 0;
	}
	if (tries == TRIES || at == (size_t)-1)
		*end = 0;
	rc = 0;

out:
	free(tail);
	return rc;
}
