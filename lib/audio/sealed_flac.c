/*
 * A FLAC file frame by frame and bit by bit (RFC 9639), without its sound.  A
 * frame ends where its last bit is, not where its sum fits: any bytes can be
 * put behind a frame so that the sum fits again, and decoders stop before them.
 */
#include <stdlib.h>
#include <string.h>

#include "audio/flac.h"
#include "audio/sealed_state.h"
#include "audio/shape.h"

#define BUFFER 32768

struct bits {
	const struct sar_source *source;
	struct sar_err *err;
	uint64_t at;    /* of the file: the next byte to be loaded */
	uint64_t cache; /* the next bits, the first one uppermost */
	unsigned have;  /* bits in it */
	bool bad;       /* past the end, or a reading failed */
	bool failed;    /* that: err is set */
	size_t n;       /* bytes in the buffer */
	size_t used;    /* of them */
	uint8_t buffer[BUFFER];
};

/* What a frame says of itself. */
struct frame {
	uint32_t samples;
	uint32_t channels;
	uint32_t side; /* the channel that has a bit more; channels for none */
};

static bool
load(struct bits *b)
{
	uint64_t left = b->source->size - b->at;

	b->n = left < BUFFER ? (size_t)left : BUFFER;
	b->used = 0;
	if (b->n == 0)
		return false;
	if (sar_source_read(b->source, b->buffer, b->n, b->at, b->err) == -1) {
		b->failed = true;
		b->n = 0;
		return false;
	}
	b->at += b->n;
	return true;
}

static void
fill(struct bits *b)
{
	while (b->have <= 56) {
		if (b->used == b->n && !load(b))
			return;
		b->cache |= (uint64_t)b->buffer[b->used++] << (56 - b->have);
		b->have += 8;
	}
}

/* Up to 32 bits. */
static uint32_t
take(struct bits *b, unsigned n)
{
	uint32_t value;

	if (n == 0)
		return 0;
	if (b->have < n)
		fill(b);
	if (b->have < n) {
		b->bad = true;
		return 0;
	}
	value = (uint32_t)(b->cache >> (64 - n));
	b->cache <<= n;
	b->have -= n;
	return value;
}

static void
skip(struct bits *b, uint64_t n)
{
	for (; n > 32 && !b->bad; n -= 32)
		(void)take(b, 32);
	(void)take(b, (unsigned)n);
}

/* Zeros, and the one that ends them: how many. */
static uint64_t
unary(struct bits *b)
{
	uint64_t n = 0;
	unsigned zeros;

	for (;;) {
		fill(b);
		if (b->have == 0) {
			b->bad = true;
			return 0;
		}
		if (b->cache != 0)
			break;
		n += b->have;
		b->have = 0;
	}
	zeros = (unsigned)__builtin_clzll(b->cache);
	(void)take(b, zeros + 1 > 32 ? 32 : zeros + 1);
	if (zeros + 1 > 32)
		(void)take(b, zeros + 1 - 32);
	return n + zeros;
}

/* Where the next bit is, in bytes; only at a whole one. */
static uint64_t
place(const struct bits *b)
{
	return b->at - (b->n - b->used) - b->have / 8;
}

static bool
rice(struct bits *b, unsigned width, uint32_t samples)
{
	uint32_t parameter = take(b, width);
	uint32_t i;

	if (parameter == (1U << width) - 1) {
		skip(b, (uint64_t)samples * take(b, 5));
		return !b->bad;
	}
	for (i = 0; i < samples && !b->bad; i++) {
		(void)unary(b);
		(void)take(b, parameter);
	}
	return !b->bad;
}

static bool
residual(struct bits *b, uint32_t samples, uint32_t order)
{
	uint32_t method = take(b, 2);
	uint32_t parts = 1U << take(b, 4);
	uint32_t i;

	if (method > 1 || samples % parts != 0 || samples / parts < order)
		return false;
	for (i = 0; i < parts; i++)
		if (!rice(b, method == 0 ? 4 : 5,
			samples / parts - (i == 0 ? order : 0)))
			return false;
	return true;
}

static bool
subframe(struct bits *b, uint32_t samples, unsigned width)
{
	uint32_t head = take(b, 8);
	uint32_t type = head >> 1 & 0x3f;
	uint64_t wasted = (head & 1) != 0 ? unary(b) + 1 : 0;
	uint32_t order = type >= 32 ? type - 31 : type - 8;
	uint32_t precision;

	if ((head & 0x80) != 0 || wasted >= width)
		return false;
	width -= (unsigned)wasted;
	if (type < 2) {
		skip(b, type == 0 ? width : (uint64_t)width * samples);
		return !b->bad;
	}
	if (type < 8 || (type > 12 && type < 32) || order > samples)
		return false;
	skip(b, (uint64_t)order * width);
	if (type >= 32) {
		precision = take(b, 4) + 1;
		if (precision == 16)
			return false;
		skip(b, 5 + (uint64_t)order * precision);
	}
	return residual(b, samples, order);
}

/* The number of a frame, as UTF-8 has it, seven bytes at most. */
static bool
number(struct bits *b, uint64_t *value)
{
	uint32_t first = take(b, 8);
	unsigned more = 0;

	while (more < 8 && (first & 0x80U >> more) != 0)
		more++;
	if (more == 1 || more == 8)
		return false;
	*value = more == 0 ? first : first & 0x7fU >> more;
	for (; more > 1; more--)
		*value = *value << 6 | (take(b, 8) & 0x3f);
	return !b->bad;
}

/* 14 bits of sync, 0, blocks of one size; then how it is coded. */
static bool
header(struct bits *b, uint64_t want, struct frame *frame)
{
	uint32_t sync = take(b, 16);
	uint32_t size = take(b, 4);
	uint32_t rate = take(b, 4);
	uint32_t channels = take(b, 4);
	uint64_t n = 0;

	if (sync != 0xfff8 || size == 0 || rate == 15 || channels > 10 ||
	    (take(b, 4) & 1) != 0 || !number(b, &n) || n != want)
		return false;
	frame->samples = size == 1  ? 192
			 : size < 6 ? 144U << size
			 : size > 7 ? 1U << size
				    : take(b, size == 6 ? 8 : 16) + 1;
	skip(b, rate == 12 ? 8 : rate > 12 ? 16 : 0);
	skip(b, 8); /* its sum */
	frame->channels = channels < 8 ? channels + 1 : 2;
	frame->side = channels == 9 ? 0 : channels > 7 ? 1 : frame->channels;
	return !b->bad;
}

/* One frame to its end, after which there are whole bytes again. */
static bool
walk(struct bits *b, uint64_t want, struct frame *frame)
{
	uint32_t c;

	if (!header(b, want, frame))
		return false;
	for (c = 0; c < frame->channels; c++)
		if (!subframe(b, frame->samples, 16 + (c == frame->side)))
			return false;
	if (take(b, b->have % 8) != 0)
		return false;
	skip(b, 16); /* its sum */
	return !b->bad;
}

int
sar_sealed_flac(const struct sar_audio_job *job, struct sar_err *err)
{
	const struct sar_source *source = job->source;
	struct bits *b = calloc(1, sizeof(*b));
	struct frame frame = { 0 };
	uint64_t samples = 0;
	uint64_t n = 0;
	bool good = true;
	int rc = -1;

	if (b == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	b->source = source;
	b->err = err;
	b->at = SAR_FLAC_HEAD;
	while (good && place(b) < source->size &&
	       (n % 256 != 0 || sar_shape_stopped(job, err) == 0)) {
		good = walk(b, n++, &frame) && frame.channels == job->channels;
		samples += frame.samples;
	}
	if (sar_shape_stopped(job, err) == -1 || b->failed)
		goto out;
	rc = 0;
	if (!good || samples != job->frames)
		rc = sar_err_set(err, SAR_ECORRUPT,
		    "%s: something is behind a frame of FLAC, or between two",
		    source->name);

out:
	free(b);
	return rc;
}
