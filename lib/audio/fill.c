#include "audio/fill.h"

#define TONE_HZ 1000U
#define TONE_PEAK INT64_C(3277) /* 1/10 of full scale, -20 dBFS */

/*
 * The tone at ${pos} frames into its cut, in integers, so that it is the same
 * on every machine: Bhaskara's sine, 16 t (1 - t) / (5 - 4 t (1 - t)) for
 * half a turn t of 0 to 1, at most 0.0017 off.  See sar-plan(5).
 */
static int16_t
tone(uint64_t pos, uint32_t rate)
{
	/* A rate too low for 1000 Hz gets four frames a period. */
	uint64_t hz = rate >= 4 * TONE_HZ ? TONE_HZ : rate / 4;
	uint64_t turn = pos % rate * hz % rate * 2;
	int64_t half = (int64_t)(turn < rate ? turn : turn - rate);
	int64_t r = rate;
	int64_t bow = half * (r - half);
	int64_t value = TONE_PEAK * 16 * bow / (5 * r * r - 4 * bow);

	return (int16_t)(turn < rate ? value : -value);
}

static void
fill_one(const struct sar_audio_job *job, uint64_t pos, int16_t *frame)
{
	int16_t value = 0;
	uint32_t c;

	if (job->fill != SAR_FILL_SILENCE)
		value = tone(pos, job->rate);
	/* All channels: the other one often carries an echo of the first. */
	for (c = 0; c < job->channels; c++)
		frame[c] = value;
}

void
sar_fill_frames(const struct sar_audio_job *job, uint64_t at, int16_t *samples,
    size_t frames, size_t *next)
{
	const struct sar_plan_cut *cut;
	uint64_t end = at + frames;
	uint64_t f;

	for (; *next < job->n_cuts; (*next)++) {
		cut = &job->cuts[*next];
		if (cut->from >= end)
			return;
		f = cut->from > at ? cut->from : at;
		for (; f < end && f < cut->to; f++)
			fill_one(job, f - cut->from,
			    samples + (size_t)(f - at) * job->channels);
		/* The rest of this cut is in the next block. */
		if (cut->to > end)
			return;
	}
}
