/* What the self-check expects, against its definition, frame by frame. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audio/expect.h"

#define FRAMES 3000
#define CUTS_MAX 12
#define TRIALS 300

struct trial {
	struct sar_plan_cut cuts[CUTS_MAX];
	struct sar_audio_job job;
	uint64_t ring;
	int16_t source[FRAMES * 3];
};

static uint32_t
below(uint32_t n)
{
	return (uint32_t)random() % n;
}

/* Cuts of all channels or of some, now and then end to end. */
static void
make_trial(struct trial *trial)
{
	struct sar_audio_job *job = &trial->job;
	struct sar_plan_cut *cut;
	uint64_t at = below(3) == 0 ? 0 : below(200);
	size_t i;

	memset(trial, 0, sizeof(*trial));
	job->frames = FRAMES;
	job->rate = below(2) == 0 ? 8000 : 11025;
	job->channels = 1 + below(3);
	job->fade = below(3) == 0 ? 0 : below(100);
	job->format = SAR_FORMAT_WAV;
	job->cuts = trial->cuts;
	trial->ring = below(2) == 0 ? 0 : below(80);
	while (job->n_cuts < CUTS_MAX && at + 400 < FRAMES) {
		cut = &trial->cuts[job->n_cuts++];
		cut->from = at;
		cut->to = at + 1 + below(300);
		cut->channels = below(2) == 0
				    ? 0
				    : 1 + below((1U << job->channels) - 1);
		cut->fill = below(2) == 0 ? SAR_FILL_TONE : SAR_FILL_SILENCE;
		at = cut->to + (below(3) == 0 ? 0 : below(300));
	}
	if (below(4) == 0 && job->n_cuts > 0)
		trial->cuts[job->n_cuts - 1].to = FRAMES;
	for (i = 0; i < (size_t)FRAMES * job->channels; i++)
		trial->source[i] = (int16_t)(uint16_t)below(65536);
}

static bool
covers(const struct sar_plan_cut *cut, uint32_t c)
{
	return cut->channels == 0 || (cut->channels >> c & 1) != 0;
}

/* How much of it is heard: as far as it is from the nearest cut. */
static int
heard(const struct trial *trial, uint64_t at, uint32_t c, int sample)
{
	int64_t full = (int64_t)trial->job.fade + 1;
	int64_t gain = full;
	int64_t far;
	size_t k;

	for (k = 0; k < trial->job.n_cuts; k++) {
		if (!covers(&trial->cuts[k], c))
			continue;
		far = at < trial->cuts[k].from
			  ? (int64_t)(trial->cuts[k].from - at)
			  : (int64_t)(at - trial->cuts[k].to) + 1;
		if (far < gain)
			gain = far;
	}
	return (int)(sample * gain / full);
}

/* By the definition alone, whatever came before. */
static int
wanted(const struct trial *trial, uint64_t at, uint32_t c,
    struct sar_expect_frame *frame)
{
	const struct sar_audio_job *job = &trial->job;
	uint8_t bit = (uint8_t)(1U << c);
	const struct sar_plan_cut *cut;
	size_t k;

	for (k = 0; k < job->n_cuts; k++) {
		cut = &trial->cuts[k];
		if (!covers(cut, c) || at < cut->from || at >= cut->to)
			continue;
		frame->cut |= bit;
		if (at - cut->from >= trial->ring && cut->to - at > trial->ring)
			frame->deep |= bit;
		if (cut->fill == SAR_FILL_SILENCE) {
			frame->silent |= bit;
			return 0;
		}
		return sar_expect_tone((uint32_t)(at * 1000 % job->rate),
		    job->rate);
	}
	return heard(trial, at, c, trial->source[at * job->channels + c]);
}

static void
compare_frame(const struct trial *trial, uint64_t at, const int16_t *samples,
    const struct sar_expect_frame *frame)
{
	struct sar_expect_frame want = { 0 };
	uint32_t c;

	for (c = 0; c < trial->job.channels; c++)
		assert_int_equal(samples[c], wanted(trial, at, c, &want));
	assert_memory_equal(frame, &want, sizeof(want));
}

static void
compare_counts(const struct trial *trial, const struct sar_audio_check *seen)
{
	struct sar_audio_check want;
	struct sar_expect_frame frame;
	uint64_t at;
	uint32_t c;

	memset(&want, 0, sizeof(want));
	want.frames = FRAMES;
	for (at = 0; at < FRAMES; at++) {
		memset(&frame, 0, sizeof(frame));
		for (c = 0; c < trial->job.channels; c++) {
			(void)wanted(trial, at, c, &frame);
			want.cut[c] += frame.cut >> c & 1;
		}
		want.frames_cut += frame.cut != 0;
		want.frames_kept += frame.cut == 0;
	}
	assert_memory_equal(seen, &want, sizeof(want));
}

static void
every_frame_is_as_defined_in_blocks_of_any_size(void **state)
{
	static struct trial trial;
	static struct sar_expect_frame frames[FRAMES];
	static int16_t samples[FRAMES * 3];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_expect expect;
	uint64_t at;
	size_t n;
	int t;

	(void)state;
	srandom(5);
	for (t = 0; t < TRIALS; t++) {
		make_trial(&trial);
		memcpy(samples, trial.source, sizeof(samples));
		assert_int_equal(sar_expect_begin(&expect, &trial.job,
				     trial.ring, &err),
		    0);
		for (at = 0; at < FRAMES; at += n) {
			n = 1 + below(t % 3 == 0 ? 5 : 1500);
			if (n > FRAMES - at)
				n = (size_t)(FRAMES - at);
			sar_expect_block(&expect,
			    samples + at * trial.job.channels, n, frames + at);
		}
		for (at = 0; at < FRAMES; at++)
			compare_frame(&trial, at,
			    samples + at * trial.job.channels, &frames[at]);
		compare_counts(&trial, &expect.seen);
		sar_expect_end(&expect);
	}
}

/* 4 billion turns later it is still where it should be. */
static void
the_tone_does_not_drift(void **state)
{
	static const uint32_t rates[] = { 1, 3, 4, 3999, 4000, 7999, 8000,
		11025, 44100, 192000 };
	struct sar_plan_cut cut = { .to = UINT64_MAX };
	struct sar_audio_job job = { .channels = 1, .cuts = &cut, .n_cuts = 1 };
	struct sar_expect_frame frame;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_expect expect;
	uint32_t rate;
	uint64_t turned;
	int16_t sample;
	size_t i;

	(void)state;
	cut.fill = SAR_FILL_TONE;
	for (i = 0; i < sizeof(rates) / sizeof(*rates); i++) {
		job.rate = rate = rates[i];
		assert_int_equal(sar_expect_begin(&expect, &job, 0, &err), 0);
		expect.frame = UINT64_C(1000003) * rate + rate / 3;
		sar_expect_block(&expect, &sample, 1, &frame);
		turned = (uint64_t)(rate / 3) * sar_expect_hz(rate) % rate;
		assert_int_equal(sample,
		    sar_expect_tone((uint32_t)turned, rate));
		sar_expect_end(&expect);
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_frame_is_as_defined_in_blocks_of_any_size),
		cmocka_unit_test(the_tone_does_not_drift),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
