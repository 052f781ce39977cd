#include "audio/fill.h"

#include <stdlib.h>

#define TONE_HZ 1000U
#define TONE_PEAK INT64_C(3277) /* 1/10 of full scale, -20 dBFS */

struct sar_fill {
	const struct sar_audio_job *job;
	int16_t *tone; /* ${period} frames from frame 0 of a recording */
	size_t period;
	size_t first; /* cut that may still matter */
};

/* A block of frames [at, end) that is being filled. */
struct block {
	const struct sar_fill *fill;
	uint64_t at;
	uint64_t end;
	int16_t *samples;
};

/* What no cut of a channel covers, [from, to), and whether cuts bound it. */
struct gap {
	uint64_t from;
	uint64_t to;
	bool after_cut;
	bool before_cut;
};

/* A rate too low for 1000 Hz gets four frames a period. */
static uint32_t
tone_hz(uint32_t rate)
{
	return rate >= 4 * TONE_HZ ? TONE_HZ : rate / 4;
}

/*
 * The tone at frame ${pos} of a recording, in integers, so that it is the
 * same on every machine: Bhaskara's sine, 16 t (1 - t) / (5 - 4 t (1 - t))
 * for half a turn t of 0 to 1, at most 0.0017 off.  See sar-plan(5).
 */
static int16_t
tone_at(uint64_t pos, uint32_t rate)
{
	uint64_t turn = pos % rate * tone_hz(rate) % rate * 2;
	int64_t half = (int64_t)(turn < rate ? turn : turn - rate);
	int64_t r = rate;
	int64_t bow = half * (r - half);
	int64_t value = TONE_PEAK * 16 * bow / (5 * r * r - 4 * bow);

	return (int16_t)(turn < rate ? value : -value);
}

static uint32_t
common_divisor(uint32_t a, uint32_t b)
{
	uint32_t rest;

	for (; b != 0; b = rest) {
		rest = a % b;
		a = b;
	}
	return a;
}

struct sar_fill *
sar_fill_new(const struct sar_audio_job *job, struct sar_err *err)
{
	struct sar_fill *fill = calloc(1, sizeof(*fill));
	size_t i;

	if (fill == NULL)
		goto failed;
	fill->job = job;
	fill->period = job->rate /
		       common_divisor(job->rate, tone_hz(job->rate));
	fill->tone = calloc(fill->period, sizeof(*fill->tone));
	if (fill->tone == NULL)
		goto failed;
	for (i = 0; i < fill->period; i++)
		fill->tone[i] = tone_at(i, job->rate);
	return fill;

failed:
	(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	sar_fill_free(fill);
	return NULL;
}

void
sar_fill_free(struct sar_fill *fill)
{
	if (fill == NULL)
		return;
	free(fill->tone);
	free(fill);
}

static uint64_t
later(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t
earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static bool
covers(const struct sar_plan_cut *cut, uint32_t channel)
{
	return cut->channels == 0 || (cut->channels >> channel & 1) != 0;
}

static void
fill_cut(const struct block *block, uint32_t channel,
    const struct sar_plan_cut *cut)
{
	const struct sar_fill *fill = block->fill;
	size_t stride = fill->job->channels;
	uint64_t from = later(cut->from, block->at);
	uint64_t to = earlier(cut->to, block->end);
	size_t phase = (size_t)(from % fill->period);
	int16_t *out;
	uint64_t n;

	if (from >= to)
		return;
	out = block->samples + (size_t)(from - block->at) * stride + channel;
	for (n = to - from; n > 0; n--, out += stride) {
		*out = cut->fill == SAR_FILL_SILENCE ? 0 : fill->tone[phase];
		phase = phase + 1 == fill->period ? 0 : phase + 1;
	}
}

/* Only what is kept is faded: a fade inside a cut would let it be heard. */
static void
fade_part(const struct block *block, uint32_t channel, const struct gap *gap,
    uint64_t from, uint64_t to)
{
	size_t stride = block->fill->job->channels;
	int64_t steps = (int64_t)block->fill->job->fade + 1;
	int64_t distance;
	int16_t *sample;

	from = later(from, block->at);
	to = earlier(to, block->end);
	for (; from < to; from++) {
		distance = steps;
		if (gap->after_cut)
			distance = (int64_t)(from - gap->from) + 1;
		if (gap->before_cut && (int64_t)(gap->to - from) < distance)
			distance = (int64_t)(gap->to - from);
		sample = block->samples + (size_t)(from - block->at) * stride +
			 channel;
		*sample = (int16_t)(*sample * distance / steps);
	}
}

static void
fade_gap(const struct block *block, uint32_t channel, const struct gap *gap)
{
	uint64_t fade = block->fill->job->fade;
	uint64_t middle = gap->from;

	if (fade == 0)
		return;
	if (gap->after_cut) {
		middle = earlier(gap->from + fade, gap->to);
		fade_part(block, channel, gap, gap->from, middle);
	}
	if (gap->before_cut)
		fade_part(block, channel, gap,
		    later(middle, gap->to > fade ? gap->to - fade : 0),
		    gap->to);
}

static void
fill_channel(const struct block *block, uint32_t channel)
{
	const struct sar_audio_job *job = block->fill->job;
	struct gap gap = { 0 };
	size_t i;

	for (i = block->fill->first; i < job->n_cuts; i++) {
		if (!covers(&job->cuts[i], channel))
			continue;
		gap.to = job->cuts[i].from;
		gap.before_cut = true;
		fade_gap(block, channel, &gap);
		fill_cut(block, channel, &job->cuts[i]);
		gap.from = job->cuts[i].to;
		gap.after_cut = true;
		if (job->cuts[i].from >= block->end + job->fade)
			return;
	}
	gap.to = job->frames;
	gap.before_cut = false;
	fade_gap(block, channel, &gap);
}

void
sar_fill_frames(struct sar_fill *fill, uint64_t at, int16_t *samples,
    size_t frames)
{
	const struct sar_audio_job *job = fill->job;
	struct block block = { fill, at, at + frames, samples };
	uint32_t c;

	while (fill->first < job->n_cuts &&
	       job->cuts[fill->first].to + job->fade <= at)
		fill->first++;
	for (c = 0; c < job->channels; c++)
		fill_channel(&block, c);
}
