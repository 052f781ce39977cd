/*
 * Any sound at all: the first bytes say its rate, its channels and in what
 * blocks it comes.  What is heard is the same when it comes all at once, is in
 * order, inside the sound, and of a channel there is.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "hear/hear.h"

#define HEAD 4
#define AGAIN 24 /* the sound is given so many times, for it to be long */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint32_t rates[] = { 8000, 11025, 16000, 22050, 44100, 48000 };

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static struct sar_hearing
hear(const int16_t *samples, size_t frames, uint32_t rate, uint32_t channels,
    size_t block)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_hear *one = sar_hear_new(rate, channels, &err);
	struct sar_hearing out = { .list = NULL };
	size_t at, n;
	unsigned i;

	require(one != NULL);
	for (i = 0; i < AGAIN; i++) {
		for (at = 0; at < frames; at += n) {
			n = frames - at < block ? frames - at : block;
			require(sar_hear_frames(one, samples + at * channels, n,
				    &err) == 0);
		}
	}
	require(sar_hear_end(one, &out, &err) == 0);
	sar_hear_free(one);
	return out;
}

static void
look(const struct sar_hearing *out, size_t frames, uint32_t channels)
{
	const struct sar_heard *a;
	size_t i;

	for (i = 0; i < out->n; i++) {
		a = &out->list[i];
		require(a->from < a->to && a->to <= frames * AGAIN);
		require(a->channel >= 1 && a->channel <= channels);
		require((a->keys > 0) == (a->kind == SAR_HEAR_DTMF));
		require((a->tone != SAR_HEAR_TONE_NONE) ==
			(a->kind == SAR_HEAR_RINGING ||
			    a->kind == SAR_HEAR_TONE));
		require(i == 0 || out->list[i - 1].from <= a->from);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_hearing one, other;
	uint32_t rate, channels;
	int16_t *samples;
	size_t frames, i;

	if (size < HEAD)
		return 0;
	rate = rates[data[0] % (sizeof(rates) / sizeof(rates[0]))];
	channels = data[1] % 2 + 1;
	frames = (size - HEAD) / sizeof(*samples) / channels;
	if ((samples = calloc(frames * channels + 1, sizeof(*samples))) == NULL)
		return 0;
	memcpy(samples, data + HEAD, frames * channels * sizeof(*samples));
	one = hear(samples, frames, rate, channels, frames + 1);
	other = hear(samples, frames, rate, channels,
	    (size_t)data[2] + 256 * (size_t)data[3] + 1);
	look(&one, frames, channels);
	require(one.n == other.n && one.more == other.more);
	for (i = 0; i < one.n; i++) {
		require(one.list[i].kind == other.list[i].kind);
		require(one.list[i].tone == other.list[i].tone);
		require(one.list[i].from == other.list[i].from);
		require(one.list[i].to == other.list[i].to);
		require(one.list[i].channel == other.list[i].channel);
		require(one.list[i].keys == other.list[i].keys);
	}
	sar_hear_hearing_free(&one);
	sar_hear_hearing_free(&other);
	free(samples);
	return 0;
}
