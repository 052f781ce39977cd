#include "audio/expect.h"

#include <stdlib.h>
#include <string.h>

uint32_t
sar_expect_hz(uint32_t rate)
{
	return rate < 4000 ? rate / 4 : 1000;
}

/* sin(pi t) ~ 16 t (1 - t) / (5 - 4 t (1 - t)), as sar-plan(5) has it. */
int
sar_expect_tone(uint32_t phase, uint32_t rate)
{
	uint64_t turn = (uint64_t)phase * 2;
	int sign = 1;
	uint64_t whole = rate;
	uint64_t up;
	uint64_t down;

	if (turn >= whole) {
		turn -= whole;
		sign = -1;
	}
	up = turn * (whole - turn);
	down = 5 * whole * whole - 4 * up;
	return sign * (int)(52432 * up / down);
}

/*
 * G.711 by its decision values: 128 intervals a sign, each of which becomes
 * its middle.  A-law begins at 0 with steps of 16 that double each 16
 * intervals but for the first time; mu-law at -4, where a first half interval
 * would be, with steps of 8 that double each 16.
 */
static void
code_all(int16_t *coded, bool alaw)
{
	int32_t from = alaw ? 0 : -4;
	int32_t step = alaw ? 16 : 8;
	int32_t size;
	int k;

	for (k = 0; k < 128; k++) {
		if (k > 0 && k % 16 == 0 && !(alaw && k == 16))
			step *= 2;
		for (size = from < 0 ? 0 : from;
		     size < from + step || (k == 127 && size <= 32768);
		     size++) {
			if (size < 32768)
				coded[size] = (int16_t)(from + step / 2);
			if (size > 0)
				coded[65536 - size] = (int16_t)(-from -
								step / 2);
		}
		from += step;
	}
}

/* The tone comes back to where it began after so many frames. */
static uint32_t
period_of(uint32_t rate)
{
	uint32_t whole = rate;
	uint32_t part = sar_expect_hz(rate);
	uint32_t rest;

	if (part == 0)
		return 1;
	while (part != 0) {
		rest = whole % part;
		whole = part;
		part = rest;
	}
	return rate / whole;
}

int
sar_expect_begin(struct sar_expect *expect, const struct sar_audio_job *job,
    uint64_t ring, struct sar_err *err)
{
	uint64_t hz = sar_expect_hz(job->rate);
	uint32_t k;

	memset(expect, 0, sizeof(*expect));
	expect->job = job;
	expect->ring = ring;
	expect->period = period_of(job->rate);
	expect->tone = calloc(expect->period, sizeof(*expect->tone));
	if (expect->tone == NULL)
		goto failed;
	for (k = 0; k < expect->period; k++)
		expect->tone[k] = (int16_t)
		    sar_expect_tone((uint32_t)(k * hz % job->rate), job->rate);
	if (job->format != SAR_FORMAT_WAV_ALAW &&
	    job->format != SAR_FORMAT_WAV_ULAW)
		return 0;
	expect->coded = calloc(65536, sizeof(*expect->coded));
	if (expect->coded == NULL)
		goto failed;
	code_all(expect->coded, job->format == SAR_FORMAT_WAV_ALAW);
	return 0;

failed:
	sar_expect_end(expect);
	return sar_err_set(err, SAR_EFAIL, "out of memory");
}

void
sar_expect_end(struct sar_expect *expect)
{
	free(expect->tone);
	free(expect->coded);
	expect->tone = NULL;
	expect->coded = NULL;
}

/* The cut of channel ${c} that is not over at this frame; NULL for none. */
static const struct sar_plan_cut *
next_cut(struct sar_expect *expect, uint32_t c)
{
	const struct sar_audio_job *job = expect->job;
	struct sar_expect_walk *walk = &expect->walks[c];
	const struct sar_plan_cut *cut;

	for (; walk->next < job->n_cuts; walk->next++) {
		cut = &job->cuts[walk->next];
		if (cut->channels != 0 && (cut->channels & 1U << c) == 0)
			continue;
		if (cut->to > expect->frame)
			return cut;
		walk->after = true;
		walk->ended = cut->to;
	}
	return NULL;
}

/* What one channel is at the next frame, and at some that follow. */
struct place {
	const struct sar_plan_cut *cut; /* it is in; NULL: kept */
	bool deep;                      /* in the cut, away from its ends */
	uint64_t gain;                  /* of what is kept, in parts of full */
	uint64_t n;                     /* frames of which this holds */
};

static void
look_inside(const struct sar_expect *expect, const struct sar_plan_cut *cut,
    struct place *place)
{
	uint64_t at = expect->frame;
	uint64_t ring = expect->ring;

	place->cut = cut;
	place->n = cut->to - at;
	if (at - cut->from < ring) {
		if (cut->from + ring - at < place->n)
			place->n = cut->from + ring - at;
	} else if (cut->to - at > ring) {
		place->deep = true;
		place->n -= ring;
	}
}

static void
look(struct sar_expect *expect, uint32_t c, struct place *place)
{
	const struct sar_plan_cut *cut = next_cut(expect, c);
	const struct sar_expect_walk *walk = &expect->walks[c];
	uint64_t full = (uint64_t)expect->job->fade + 1;
	uint64_t at = expect->frame;

	memset(place, 0, sizeof(*place));
	if (cut != NULL && cut->from <= at) {
		look_inside(expect, cut, place);
		return;
	}
	/* As far as the nearest cut of the channel lets it be heard. */
	place->gain = full;
	if (walk->after && at - walk->ended + 1 < place->gain)
		place->gain = at - walk->ended + 1;
	if (cut != NULL && cut->from - at < place->gain)
		place->gain = cut->from - at;
	if (place->gain < full)
		place->n = 1;
	else if (cut == NULL)
		place->n = UINT64_MAX;
	else
		place->n = cut->from - at - full + 1;
}

static int
faded(int sample, uint64_t gain, uint64_t full)
{
	int64_t product = (int64_t)gain * (sample < 0 ? -sample : sample);

	product /= (int64_t)full;
	return (int)(sample < 0 ? -product : product);
}

/* ${n} samples, one of every ${stride}. */
static void
put_fill(const struct sar_expect *expect, const struct sar_plan_cut *cut,
    int16_t *samples, size_t stride, size_t n)
{
	uint32_t k = (uint32_t)(expect->frame % expect->period);
	bool silent = cut->fill == SAR_FILL_SILENCE;
	size_t i;

	for (i = 0; i < n; i++, samples += stride) {
		*samples = (int16_t)(silent ? 0 : expect->tone[k]);
		k = k + 1 == expect->period ? 0 : k + 1;
	}
}

/* Channel ${c} of ${n} frames that are all as ${place} says. */
static void
put(struct sar_expect *expect, uint32_t c, const struct place *place,
    int16_t *samples, struct sar_expect_frame *frames, size_t n)
{
	uint64_t full = (uint64_t)expect->job->fade + 1;
	uint8_t bit = (uint8_t)(1U << c);
	size_t i;

	if (place->cut == NULL) {
		if (place->gain < full)
			samples[c] = (int16_t)faded(samples[c], place->gain,
			    full);
		return;
	}
	put_fill(expect, place->cut, samples + c, expect->job->channels, n);
	expect->seen.cut[c] += n;
	for (i = 0; i < n; i++) {
		frames[i].cut |= bit;
		if (place->cut->fill == SAR_FILL_SILENCE)
			frames[i].silent |= bit;
		if (place->deep)
			frames[i].deep |= bit;
	}
}

/* Up to ${n} frames, as far as no channel changes: how many. */
static size_t
run(struct sar_expect *expect, int16_t *samples,
    struct sar_expect_frame *frames, size_t n)
{
	struct place places[SAR_AUDIO_CHANNELS_MAX];
	uint32_t channels = expect->job->channels;
	bool cut = false;
	uint32_t c;

	for (c = 0; c < channels; c++) {
		look(expect, c, &places[c]);
		cut = cut || places[c].cut != NULL;
		if (places[c].n < n)
			n = (size_t)places[c].n;
	}
	for (c = 0; c < channels; c++)
		put(expect, c, &places[c], samples, frames, n);
	expect->frame += n;
	expect->seen.frames += n;
	if (cut)
		expect->seen.frames_cut += n;
	else
		expect->seen.frames_kept += n;
	return n;
}

void
sar_expect_block(struct sar_expect *expect, int16_t *samples, size_t n,
    struct sar_expect_frame *frames)
{
	size_t channels = expect->job->channels;
	size_t done = 0;
	size_t i;

	memset(frames, 0, n * sizeof(*frames));
	while (done < n)
		done += run(expect, samples + done * channels, frames + done,
		    n - done);
	for (i = 0; expect->coded != NULL && i < n * channels; i++)
		samples[i] = expect->coded[(uint16_t)samples[i]];
}
