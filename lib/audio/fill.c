#include "audio/fill.h"

#include <stdlib.h>
#include <string.h>

#include "audio/g711.h"
#include "audio/tone.h"

/* Short periods of the tone are repeated, to be copied in long pieces. */
#define TONE_MIN 4096 /* frames */

struct sar_fill {
	const struct sar_audio_job *job;
	enum sar_fill_form form;
	size_t width;  /* bytes of a sample */
	uint8_t *tone; /* ${period} samples from frame 0 of a recording */
	size_t period;
	int silence;  /* a byte of it */
	size_t first; /* cut that may still matter */
};

/* A block of frames [at, end) that is being filled. */
struct block {
	const struct sar_fill *fill;
	uint64_t at;
	uint64_t end;
	uint8_t *data;
};

/* What no cut of a channel covers, [from, to), and whether cuts bound it. */
struct gap {
	uint64_t from;
	uint64_t to;
	bool after_cut;
	bool before_cut;
};

static void
store(enum sar_fill_form form, uint8_t *at, int sample)
{
	int16_t native = (int16_t)sample;

	if (form == SAR_FILL_ALAW) {
		at[0] = sar_g711_alaw(sample);
	} else if (form == SAR_FILL_ULAW) {
		at[0] = sar_g711_ulaw(sample);
	} else if (form == SAR_FILL_NATIVE) {
		memcpy(at, &native, sizeof(native));
	} else {
		at[0] = (uint8_t)sample;
		at[1] = (uint8_t)((unsigned)sample >> 8);
	}
}

static int
load(enum sar_fill_form form, const uint8_t *at)
{
	int16_t native = 0;

	if (form == SAR_FILL_ALAW)
		return sar_g711_from_alaw(at[0]);
	if (form == SAR_FILL_ULAW)
		return sar_g711_from_ulaw(at[0]);
	if (form == SAR_FILL_PCM16)
		return (int16_t)(uint16_t)(at[0] | at[1] << 8);
	memcpy(&native, at, sizeof(native));
	return native;
}

static int
silence_of(enum sar_fill_form form)
{
	if (form == SAR_FILL_ALAW)
		return SAR_G711_ALAW_SILENCE;
	return form == SAR_FILL_ULAW ? SAR_G711_ULAW_SILENCE : 0;
}

struct sar_fill *
sar_fill_new(const struct sar_audio_job *job, enum sar_fill_form form,
    struct sar_err *err)
{
	struct sar_fill *fill = calloc(1, sizeof(*fill));
	size_t i;

	if (fill == NULL)
		goto failed;
	fill->job = job;
	fill->form = form;
	fill->width = form == SAR_FILL_ALAW || form == SAR_FILL_ULAW ? 1 : 2;
	fill->silence = silence_of(form);
	fill->period = sar_tone_period(job->rate);
	if (fill->period < TONE_MIN)
		fill->period *= TONE_MIN / fill->period;
	fill->tone = calloc(fill->period, fill->width);
	if (fill->tone == NULL)
		goto failed;
	for (i = 0; i < fill->period; i++)
		store(form, fill->tone + i * fill->width,
		    sar_tone_at(i, job->rate));
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

/* ${n} samples, one of every ${stride}. */
static void
put_silence(const struct sar_fill *fill, uint8_t *out, size_t stride, size_t n)
{
	if (stride == 1) {
		memset(out, fill->silence, n * fill->width);
		return;
	}
	for (; n > 0; n--, out += stride * fill->width)
		memset(out, fill->silence, fill->width);
}

static void
put_tone(const struct sar_fill *fill, uint8_t *out, size_t stride,
    uint64_t frame, size_t n)
{
	size_t phase = (size_t)(frame % fill->period);
	size_t width = fill->width;
	size_t part;

	for (; stride == 1 && n > 0; n -= part, phase = 0) {
		part = n < fill->period - phase ? n : fill->period - phase;
		memcpy(out, fill->tone + phase * width, part * width);
		out += part * width;
	}
	for (; n > 0; n--, out += stride * width) {
		memcpy(out, fill->tone + phase * width, width);
		phase = phase + 1 == fill->period ? 0 : phase + 1;
	}
}

static uint8_t *
sample_at(const struct block *block, uint32_t channel, uint64_t frame)
{
	const struct sar_fill *fill = block->fill;

	return block->data +
	       ((size_t)(frame - block->at) * fill->job->channels + channel) *
		   fill->width;
}

static void
fill_cut(const struct block *block, uint32_t channel,
    const struct sar_plan_cut *cut)
{
	const struct sar_fill *fill = block->fill;
	size_t stride = fill->job->channels;
	uint64_t from = later(cut->from, block->at);
	uint64_t to = earlier(cut->to, block->end);

	if (from >= to)
		return;
	if (cut->fill == SAR_FILL_SILENCE)
		put_silence(fill, sample_at(block, channel, from), stride,
		    (size_t)(to - from));
	else
		put_tone(fill, sample_at(block, channel, from), stride, from,
		    (size_t)(to - from));
}

/* Only what is kept is faded: a fade inside a cut would let it be heard. */
static void
fade_part(const struct block *block, uint32_t channel, const struct gap *gap,
    uint64_t from, uint64_t to)
{
	int64_t steps = (int64_t)block->fill->job->fade + 1;
	int64_t distance;
	uint8_t *sample;

	from = later(from, block->at);
	to = earlier(to, block->end);
	for (; from < to; from++) {
		distance = steps;
		if (gap->after_cut)
			distance = (int64_t)(from - gap->from) + 1;
		if (gap->before_cut && (int64_t)(gap->to - from) < distance)
			distance = (int64_t)(gap->to - from);
		sample = sample_at(block, channel, from);
		store(block->fill->form, sample,
		    (int)(load(block->fill->form, sample) * distance / steps));
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
sar_fill_frames(struct sar_fill *fill, uint64_t at, void *data, size_t frames)
{
	const struct sar_audio_job *job = fill->job;
	struct block block = { fill, at, at + frames, data };
	uint32_t c;

	while (fill->first < job->n_cuts &&
	       job->cuts[fill->first].to + job->fade <= at)
		fill->first++;
	for (c = 0; c < job->channels; c++)
		fill_channel(&block, c);
}
