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

int
sar_expect_begin(struct sar_expect *expect, const struct sar_audio_job *job,
    uint64_t ring, struct sar_err *err)
{
	memset(expect, 0, sizeof(*expect));
	expect->job = job;
	expect->ring = ring;
	if (job->format != SAR_FORMAT_WAV_ALAW &&
	    job->format != SAR_FORMAT_WAV_ULAW)
		return 0;
	expect->coded = calloc(65536, sizeof(*expect->coded));
	if (expect->coded == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	code_all(expect->coded, job->format == SAR_FORMAT_WAV_ALAW);
	return 0;
}

void
sar_expect_end(struct sar_expect *expect)
{
	free(expect->coded);
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
		walk->passed = expect->frame - cut->to;
	}
	return NULL;
}

/* ${sample}, kept, as the nearest cut of its channel lets it be heard. */
static int
faded(const struct sar_expect *expect, const struct sar_expect_walk *walk,
    const struct sar_plan_cut *cut, int sample)
{
	uint64_t full = (uint64_t)expect->job->fade + 1;
	uint64_t gain = full;
	int64_t product;

	if (walk->after && walk->passed < gain)
		gain = walk->passed;
	if (cut != NULL && cut->from - expect->frame < gain)
		gain = cut->from - expect->frame;
	/* Nearly always; a division a sample would be most of the check. */
	if (gain == full)
		return sample;
	product = (int64_t)gain * (sample < 0 ? -sample : sample);
	product /= (int64_t)full;
	return (int)(sample < 0 ? -product : product);
}

static int
next_sample(struct sar_expect *expect, uint32_t c, int sample,
    struct sar_expect_frame *frame)
{
	const struct sar_plan_cut *cut = next_cut(expect, c);
	uint64_t at = expect->frame;

	expect->walks[c].passed++;
	if (cut == NULL || cut->from > at)
		return faded(expect, &expect->walks[c], cut, sample);
	expect->seen.cut[c]++;
	frame->cut |= 1U << c;
	if (at - cut->from >= expect->ring && cut->to - at > expect->ring)
		frame->deep |= 1U << c;
	if (cut->fill == SAR_FILL_SILENCE) {
		frame->silent |= 1U << c;
		return 0;
	}
	return sar_expect_tone(expect->phase, expect->job->rate);
}

void
sar_expect_next(struct sar_expect *expect, int16_t *samples,
    struct sar_expect_frame *frame)
{
	const struct sar_audio_job *job = expect->job;
	uint32_t c;
	int value;

	memset(frame, 0, sizeof(*frame));
	for (c = 0; c < job->channels; c++) {
		value = next_sample(expect, c, samples[c], frame);
		samples[c] = (int16_t)value;
		if (expect->coded != NULL)
			samples[c] = expect->coded[(uint16_t)samples[c]];
	}
	expect->seen.frames_cut += frame->cut != 0;
	expect->seen.frames_kept += frame->cut == 0;
	expect->seen.frames++;
	expect->frame++;
	expect->phase += sar_expect_hz(job->rate);
	if (expect->phase >= job->rate)
		expect->phase -= job->rate;
}
