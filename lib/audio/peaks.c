#include "audio/peaks.h"

#include <stdlib.h>
#include <string.h>

#include "audio/audio.h"
#include "audio/g711.h"
#include "audio/scan.h"

#define OUT_MAX 2048 /* given away at a time, at most */

#define ALAW_MASK 0x55
#define ULAW_MASK 0x7f

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
	struct sar_peak out[OUT_MAX];
	size_t n;
	uint8_t mask;        /* of the law that values are of; 0: none */
	int16_t values[256]; /* of codes under the mask */
	int8_t tops[256];    /* their upper halves */
};

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

static uint64_t
bin_end(const struct sar_peaks *peaks)
{
	return (peaks->bin + 1) * peaks->rate / SAR_PEAKS_PER_SECOND;
}

static void
open_bin(struct sar_peaks *peaks)
{
	uint32_t c;

	peaks->end = bin_end(peaks);
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
	return peaks->n + peaks->channels > OUT_MAX ? flush(peaks, err) : 0;
}

static void
widen(struct range *range, int least, int most)
{
	if (least < range->least)
		range->least = least;
	if (most > range->most)
		range->most = most;
}

/*
 * Of one channel, whole hundredths while there are any: how many frames.  All
 * in locals, since the compiler must think that peaks, which are chars, may
 * lie anywhere.
 */
static size_t
take_whole_codes(struct sar_peaks *peaks, const uint8_t *codes, size_t frames)
{
	const uint8_t mask = peaks->mask;
	const uint64_t rate = peaks->rate;
	uint64_t bin = peaks->bin;
	uint64_t at = peaks->at;
	uint64_t last = at + frames;
	uint64_t end = peaks->end;
	struct sar_peak *out = peaks->out + peaks->n;
	struct sar_peak *full = peaks->out + OUT_MAX - 1;
	unsigned both;

	for (; end <= last && out < full; out++) {
		both = sar_scan_mono(codes, (size_t)(end - at), mask);
		/* All of one sign: not here. */
		if ((both & 0x8080) != 0x8080)
			break;
		out->min = peaks->tops[both >> 8 ^ 0x80];
		out->max = peaks->tops[both & 0xff];
		codes += end - at;
		at = end;
		end = (++bin + 1) * rate / SAR_PEAKS_PER_SECOND;
	}
	frames -= (size_t)(last - at);
	peaks->n = (size_t)(out - peaks->out);
	peaks->bin = bin;
	peaks->at = at;
	peaks->end = end;
	return frames;
}

static size_t
take_whole_samples(struct sar_peaks *peaks, const uint8_t *bytes, size_t frames)
{
	const uint64_t rate = peaks->rate;
	uint64_t bin = peaks->bin;
	uint64_t at = peaks->at;
	uint64_t last = at + frames;
	uint64_t end = peaks->end;
	struct sar_peak *out = peaks->out + peaks->n;
	struct sar_peak *full = peaks->out + OUT_MAX - 1;
	struct sar_scan_range range;

	for (; end <= last && out < full; out++) {
		range = sar_scan_mono_samples(bytes, (size_t)(end - at));
		out->min = (int8_t)(range.least / 256);
		out->max = (int8_t)(range.most / 256);
		bytes += (end - at) * sizeof(int16_t);
		at = end;
		end = (++bin + 1) * rate / SAR_PEAKS_PER_SECOND;
	}
	frames -= (size_t)(last - at);
	peaks->n = (size_t)(out - peaks->out);
	peaks->bin = bin;
	peaks->at = at;
	peaks->end = end;
	return frames;
}

static void
add_samples(struct sar_peaks *peaks, const uint8_t *bytes, size_t n)
{
	int16_t least[SAR_AUDIO_CHANNELS_MAX];
	int16_t most[SAR_AUDIO_CHANNELS_MAX];
	uint32_t c;

	sar_scan_samples(bytes, n, peaks->channels, least, most);
	for (c = 0; c < peaks->channels; c++)
		widen(&peaks->range[c], least[c], most[c]);
}

static void
add_codes(struct sar_peaks *peaks, const uint8_t *codes, size_t n)
{
	uint8_t positive[SAR_AUDIO_CHANNELS_MAX];
	uint8_t negative[SAR_AUDIO_CHANNELS_MAX];
	uint8_t most;
	uint8_t least;
	uint32_t c;

	sar_scan_codes(codes, n, peaks->channels, peaks->mask, positive,
	    negative);
	for (c = 0; c < peaks->channels; c++) {
		most = positive[c];
		least = negative[c] ^ 0x80;
		/* All of one sign: the quietest is the other end. */
		if (most < 0x80)
			most = sar_scan_quietest(codes + c, n, peaks->channels,
			    peaks->mask);
		else if (least >= 0x80)
			least = sar_scan_quietest(codes + c, n, peaks->channels,
			    peaks->mask);
		widen(&peaks->range[c], peaks->values[least],
		    peaks->values[most]);
	}
}

/* Has the hundredth being filled had no frame yet? */
static bool
is_empty(const struct sar_peaks *peaks)
{
	return peaks->range[0].least > peaks->range[0].most;
}

/* ${frames} frames of samples ${width} bytes wide: 2, or 1 for codes. */
static int
take(struct sar_peaks *peaks, const uint8_t *from, size_t width, size_t frames,
    struct sar_err *err)
{
	size_t n;

	for (; frames > 0; frames -= n) {
		n = 0;
		if (peaks->channels == 1 && is_empty(peaks))
			n = width == 1
				? take_whole_codes(peaks, from, frames)
				: take_whole_samples(peaks, from, frames);
		if (n > 0) {
			from += n * width;
			continue;
		}
		n = frames;
		if (n > peaks->end - peaks->at)
			n = (size_t)(peaks->end - peaks->at);
		if (width == 1)
			add_codes(peaks, from, n);
		else
			add_samples(peaks, from, n);
		from += n * peaks->channels * width;
		peaks->at += n;
		if (peaks->at == peaks->end && close_bin(peaks, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_peaks_frames(struct sar_peaks *peaks, const int16_t *samples, size_t frames,
    struct sar_err *err)
{
	return take(peaks, (const uint8_t *)samples, sizeof(*samples), frames,
	    err);
}

int
sar_peaks_pcm16(struct sar_peaks *peaks, const uint8_t *bytes, size_t frames,
    struct sar_err *err)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	int16_t swapped[SAR_AUDIO_CHANNELS_MAX];
	uint32_t c;

	for (; frames > 0; frames--) {
		for (c = 0; c < peaks->channels; c++, bytes += 2)
			swapped[c] = (int16_t)(bytes[0] | bytes[1] << 8);
		if (sar_peaks_frames(peaks, swapped, 1, err) == -1)
			return -1;
	}
	return 0;
#else
	return take(peaks, bytes, sizeof(int16_t), frames, err);
#endif
}

static void
use_law(struct sar_peaks *peaks, uint8_t mask, int (*value)(uint8_t))
{
	unsigned i;

	if (peaks->mask == mask)
		return;
	peaks->mask = mask;
	for (i = 0; i < 256; i++) {
		peaks->values[i] = (int16_t)value((uint8_t)(i ^ mask));
		peaks->tops[i] = (int8_t)(peaks->values[i] / 256);
	}
}

int
sar_peaks_alaw(struct sar_peaks *peaks, const uint8_t *codes, size_t frames,
    struct sar_err *err)
{
	use_law(peaks, ALAW_MASK, sar_g711_from_alaw);
	return take(peaks, codes, 1, frames, err);
}

int
sar_peaks_ulaw(struct sar_peaks *peaks, const uint8_t *codes, size_t frames,
    struct sar_err *err)
{
	use_law(peaks, ULAW_MASK, sar_g711_from_ulaw);
	return take(peaks, codes, 1, frames, err);
}

int
sar_peaks_end(struct sar_peaks *peaks, struct sar_err *err)
{
	if (!is_empty(peaks) && close_bin(peaks, err) == -1)
		return -1;
	return flush(peaks, err);
}
