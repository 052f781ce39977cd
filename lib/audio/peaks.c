#include "audio/peaks.h"

#include <stdlib.h>
#include <string.h>

#include "audio/audio.h"
#include "audio/g711.h"

#define BINS 256  /* given away at a time */
#define PART 4096 /* samples */

/*
 * gcc vectorises nothing at -O2, and as scalars these loops cost as much as
 * the rest of the job; clang needs no telling.
 */
#if defined(__GNUC__) && !defined(__clang__)
#define VECTORISED __attribute__((optimize("O3")))
#else
#define VECTORISED
#endif

struct range {
	int least;
	int most;
};

struct sar_peaks {
	sar_peaks_fn *fn;
	void *ctx;
	uint32_t rate;
	uint32_t channels;
	uint64_t at;  /* frames seen */
	uint64_t bin; /* the one being filled */
	uint64_t end; /* its frames' */
	struct range range[SAR_AUDIO_CHANNELS_MAX];
	struct sar_peak out[BINS * SAR_AUDIO_CHANNELS_MAX];
	size_t n;
};

typedef void range_fn(const void *data, size_t n, size_t stride,
    struct range *range);

struct sar_peaks *
sar_peaks_new(sar_peaks_fn *fn, void *ctx, struct sar_err *err)
{
	struct sar_peaks *peaks = calloc(1, sizeof(*peaks));

	if (peaks == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	peaks->fn = fn;
	peaks->ctx = ctx;
	return peaks;
}

void
sar_peaks_free(struct sar_peaks *peaks)
{
	if (peaks == NULL)
		return;
	explicit_bzero(peaks, sizeof(*peaks));
	free(peaks);
}

static void
open_bin(struct sar_peaks *peaks)
{
	uint32_t c;

	peaks->end = (peaks->bin + 1) * peaks->rate / SAR_PEAKS_PER_SECOND;
	for (c = 0; c < peaks->channels; c++) {
		peaks->range[c].least = INT16_MAX;
		peaks->range[c].most = INT16_MIN;
	}
}

int
sar_peaks_begin(struct sar_peaks *peaks, uint32_t rate, uint32_t channels,
    struct sar_err *err)
{
	if (rate < SAR_PEAKS_PER_SECOND || channels == 0 ||
	    channels > SAR_AUDIO_CHANNELS_MAX)
		return sar_err_set(err, SAR_EFAIL,
		    "no picture can be made of this rate or number of "
		    "channels");
	peaks->rate = rate;
	peaks->channels = channels;
	peaks->at = 0;
	peaks->bin = 0;
	peaks->n = 0;
	open_bin(peaks);
	return 0;
}

static int
flush(struct sar_peaks *peaks, struct sar_err *err)
{
	size_t n = peaks->n;

	peaks->n = 0;
	return n == 0 ? 0 : peaks->fn(peaks->ctx, peaks->out, n, err);
}

static int
close_bin(struct sar_peaks *peaks, struct sar_err *err)
{
	struct sar_peak *out = peaks->out + peaks->n;
	uint32_t c;

	for (c = 0; c < peaks->channels; c++) {
		out[c].min = (int8_t)(peaks->range[c].least / 256);
		out[c].max = (int8_t)(peaks->range[c].most / 256);
	}
	peaks->n += peaks->channels;
	peaks->bin++;
	open_bin(peaks);
	return peaks->n + peaks->channels > BINS * SAR_AUDIO_CHANNELS_MAX
		   ? flush(peaks, err)
		   : 0;
}

static int
take(struct sar_peaks *peaks, range_fn *fn, const void *data, size_t width,
    size_t frames, struct sar_err *err)
{
	const uint8_t *from = data;
	uint32_t c;
	size_t n;

	for (; frames > 0; frames -= n) {
		n = frames;
		if (n > peaks->end - peaks->at)
			n = (size_t)(peaks->end - peaks->at);
		for (c = 0; c < peaks->channels; c++)
			fn(from + c * width, n, peaks->channels,
			    &peaks->range[c]);
		from += n * peaks->channels * width;
		peaks->at += n;
		if (peaks->at == peaks->end && close_bin(peaks, err) == -1)
			return -1;
	}
	return 0;
}

static inline __attribute__((always_inline)) void
scan_samples(const int16_t *samples, size_t n, size_t stride,
    struct range *range)
{
	int16_t least = INT16_MAX;
	int16_t most = INT16_MIN;
	size_t i;

	for (i = 0; i < n; i++) {
		int16_t sample = samples[i * stride];

		least = sample < least ? sample : least;
		most = sample > most ? sample : most;
	}
	if (least < range->least)
		range->least = least;
	if (most > range->most)
		range->most = most;
}

/* With the strides that calls have known to the compiler. */
static VECTORISED void
range_of_samples(const void *data, size_t n, size_t stride, struct range *range)
{
	if (stride == 1)
		scan_samples(data, n, 1, range);
	else if (stride == 2)
		scan_samples(data, n, 2, range);
	else
		scan_samples(data, n, stride, range);
}

/*
 * G.711 codes are a sign (set: positive) and a size, but for a mask.  So the
 * greatest byte is the loudest positive sample, and with the sign turned
 * over the loudest negative one.
 */
struct extremes {
	uint8_t positive;
	uint8_t negative; /* its sign bit set when there is one */
	uint8_t least;    /* byte: the quietest when all are of one sign */
};

static inline __attribute__((always_inline)) void
scan_codes(const uint8_t *codes, size_t n, size_t stride, uint8_t mask,
    struct extremes *e)
{
	uint8_t positive = 0;
	uint8_t negative = 0;
	uint8_t least = 0xff;
	size_t i;

	for (i = 0; i < n; i++) {
		uint8_t bits = codes[i * stride] ^ mask;
		uint8_t turned = bits ^ 0x80;

		positive = bits > positive ? bits : positive;
		negative = turned > negative ? turned : negative;
		least = bits < least ? bits : least;
	}
	e->positive = positive;
	e->negative = negative;
	e->least = least;
}

static VECTORISED void
extremes_of(const uint8_t *codes, size_t n, size_t stride, uint8_t mask,
    struct extremes *e)
{
	if (stride == 1)
		scan_codes(codes, n, 1, mask, e);
	else if (stride == 2)
		scan_codes(codes, n, 2, mask, e);
	else
		scan_codes(codes, n, stride, mask, e);
}

static void
range_of_codes(const struct extremes *e, uint8_t mask, int (*decode)(uint8_t),
    struct range *range)
{
	/* All negative: the quietest is the most.  All positive: the least. */
	uint8_t most = e->positive >= 0x80 ? e->positive : e->least;
	uint8_t least = e->negative >= 0x80 ? e->negative ^ 0x80 : e->least;
	int value = decode(most ^ mask);

	if (value > range->most)
		range->most = value;
	value = decode(least ^ mask);
	if (value < range->least)
		range->least = value;
}

#define ALAW_MASK 0x55
#define ULAW_MASK 0x7f

static void
range_of_alaw(const void *data, size_t n, size_t stride, struct range *range)
{
	struct extremes e;

	extremes_of(data, n, stride, ALAW_MASK, &e);
	range_of_codes(&e, ALAW_MASK, sar_g711_from_alaw, range);
}

static void
range_of_ulaw(const void *data, size_t n, size_t stride, struct range *range)
{
	struct extremes e;

	extremes_of(data, n, stride, ULAW_MASK, &e);
	range_of_codes(&e, ULAW_MASK, sar_g711_from_ulaw, range);
}

int
sar_peaks_frames(struct sar_peaks *peaks, const int16_t *samples, size_t frames,
    struct sar_err *err)
{
	return take(peaks, range_of_samples, samples, sizeof(*samples), frames,
	    err);
}

int
sar_peaks_pcm16(struct sar_peaks *peaks, const uint8_t *bytes, size_t frames,
    struct sar_err *err)
{
	int16_t part[PART];
	size_t frame = peaks->channels * sizeof(*part);
	size_t n;

	for (; frames > 0; frames -= n, bytes += n * frame) {
		n = sizeof(part) / frame;
		if (n > frames)
			n = frames;
		memcpy(part, bytes, n * frame);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		for (size_t i = 0; i < n * peaks->channels; i++)
			part[i] = (int16_t)__builtin_bswap16((uint16_t)part[i]);
#endif
		if (sar_peaks_frames(peaks, part, n, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_peaks_alaw(struct sar_peaks *peaks, const uint8_t *codes, size_t frames,
    struct sar_err *err)
{
	return take(peaks, range_of_alaw, codes, 1, frames, err);
}

int
sar_peaks_ulaw(struct sar_peaks *peaks, const uint8_t *codes, size_t frames,
    struct sar_err *err)
{
	return take(peaks, range_of_ulaw, codes, 1, frames, err);
}

int
sar_peaks_end(struct sar_peaks *peaks, struct sar_err *err)
{
	bool begun = peaks->range[0].least <= peaks->range[0].most;

	if (begun && close_bin(peaks, err) == -1)
		return -1;
	return flush(peaks, err);
}
