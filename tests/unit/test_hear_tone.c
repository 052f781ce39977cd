/* Ringing and the tones of exchanges, by their frequencies and cadences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hear_make.h"

/* Which tone it is, and on and off in turns, in ms; 0 ends them. */
struct cadence {
	enum sar_hear_tone tone;
	double low, high; /* Hz; 0: but one */
	double turns[5];
	unsigned times;
};

static const struct cadence cadences[] = {
	{ SAR_HEAR_TONE_RINGING_UK, 400, 450, { 400, 200, 400, 2000, 0 }, 3 },
	{ SAR_HEAR_TONE_RINGING_US, 440, 480, { 2000, 4000, 0 }, 3 },
	{ SAR_HEAR_TONE_RINGING_425, 425, 0, { 1000, 4000, 0 }, 3 },
	{ SAR_HEAR_TONE_RINGING_425, 425, 0, { 1500, 3500, 0 }, 3 },
	{ SAR_HEAR_TONE_DIAL, 350, 440, { 6000, 0 }, 1 },
	{ SAR_HEAR_TONE_DIAL, 350, 440, { 750, 750, 0 }, 5 },
	{ SAR_HEAR_TONE_DIAL_425, 425, 0, { 6000, 0 }, 1 },
	{ SAR_HEAR_TONE_BUSY, 400, 0, { 375, 375, 0 }, 6 },
	{ SAR_HEAR_TONE_BUSY, 400, 0, { 400, 350, 225, 525, 0 }, 4 },
	{ SAR_HEAR_TONE_BUSY_US, 480, 620, { 500, 500, 0 }, 5 },
	{ SAR_HEAR_TONE_BUSY_US, 480, 620, { 250, 250, 0 }, 8 },
	{ SAR_HEAR_TONE_BUSY_425, 425, 0, { 500, 500, 0 }, 5 },
	{ SAR_HEAR_TONE_BUSY_425, 425, 0, { 250, 250, 0 }, 8 },
	{ SAR_HEAR_TONE_UNOBTAINABLE, 400, 0, { 5000, 0 }, 1 },
};

#define CADENCES (sizeof(cadences) / sizeof(cadences[0]))

/* Sounds ${c}, its frequencies off by ${off}; how long it lasts, ms. */
static double
sound_cadence(struct sound *s, const struct cadence *c, double db, double off)
{
	double length = 0;
	double pause = 0;
	unsigned i, k;

	for (i = 0; i < c->times; i++) {
		for (k = 0; c->turns[k] > 0; k++) {
			(void)sound_more(s, c->turns[k]);
			length += c->turns[k];
			pause = k % 2 == 1 ? c->turns[k] : 0;
			if (k % 2 == 1)
				continue;
			sound_sine(s, c->turns[k], c->low * (1 + off), db);
			if (c->high > 0)
				sound_sine(s, c->turns[k], c->high * (1 + off),
				    db);
		}
	}
	return length - pause;
}

static bool
is_tone(const struct sar_heard *heard)
{
	return heard->kind == SAR_HEAR_RINGING || heard->kind == SAR_HEAR_TONE;
}

static size_t
count_tones(const struct sar_hearing *h)
{
	return heard_count(h, SAR_HEAR_RINGING) + heard_count(h, SAR_HEAR_TONE);
}

static const struct sar_heard *
first_tone(const struct sar_hearing *h)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (is_tone(&h->list[i]))
			return &h->list[i];
	return NULL;
}

static void
heard_as_it_is(const struct cadence *c, uint32_t rate, double db, double off,
    double noise)
{
	struct sound s = sound_new(rate);
	struct sar_hearing h;
	const struct sar_heard *one;
	double length;
	size_t i;

	(void)sound_more(&s, 3210);
	length = sound_cadence(&s, c, db, off);
	(void)sound_more(&s, 7000);
	sound_talk(&s, 2000, -15);
	sound_noise(&s, 0, s.n, noise);
	h = sound_hear(&s);
	one = first_tone(&h);
	if (one == NULL || one->tone != c->tone)
		fail_msg("%g+%g Hz, %g %g: heard %s", c->low, c->high,
		    c->turns[0], c->turns[1],
		    one == NULL ? "nothing" : sar_hear_tone_text(one->tone));
	assert_int_equal(count_tones(&h), 1);
	assert_int_equal(one->kind,
	    strstr(sar_hear_tone_text(c->tone), "ringing") != NULL
		? SAR_HEAR_RINGING
		: SAR_HEAR_TONE);
	assert_heard(one, rate, 3210, 3210 + length, 60);
	/* Nor is it talk, or its pauses silence. */
	for (i = 0; i < h.n; i++)
		if (!is_tone(&h.list[i]))
			assert_true(h.list[i].to <= one->from ||
				    h.list[i].from >= one->to);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

static void
each_tone_is_heard_as_what_it_is(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < CADENCES; i++) {
		heard_as_it_is(&cadences[i], 8000, -35, 0, -55);
		heard_as_it_is(&cadences[i], 8000, -13, i % 2 ? 0.01 : -0.01,
		    -65);
	}
}

static void
at_every_rate(void **state)
{
	static const uint32_t rates[] = { 11025, 16000, 22050, 44100, 48000 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		heard_as_it_is(&cadences[i % 3], rates[i], -20, 0, -65);
}

static void
other_frequencies_and_cadences_are_none(void **state)
{
	static const struct cadence none[] = {
		/* a beep now and then, and call waiting */
		{ SAR_HEAR_TONE_NONE, 425, 0, { 200, 3000, 0 }, 4 },
		{ SAR_HEAR_TONE_NONE, 1400, 0, { 400, 2000, 0 }, 4 },
		/* one ring is not enough, nor one engaged */
		{ SAR_HEAR_TONE_NONE, 400, 450, { 400, 0 }, 1 },
		{ SAR_HEAR_TONE_NONE, 400, 0, { 375, 375, 0 }, 2 },
		/* on and off as no exchange does */
		{ SAR_HEAR_TONE_NONE, 425, 0, { 200, 800, 300, 200, 0 }, 4 },
		{ SAR_HEAR_TONE_NONE, 400, 0, { 80, 300, 0 }, 6 },
		/* too long, too far from any */
		{ SAR_HEAR_TONE_NONE, 400, 450, { 3000, 0 }, 1 },
		{ SAR_HEAR_TONE_NONE, 375, 0, { 5000, 0 }, 1 },
		{ SAR_HEAR_TONE_NONE, 440, 0, { 5000, 0 }, 1 },
		{ SAR_HEAR_TONE_NONE, 425, 500, { 400, 200, 400, 2000, 0 }, 3 },
	};
	struct sound s;
	struct sar_hearing h;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		s = sound_new(8000);
		(void)sound_more(&s, 1000);
		(void)sound_cadence(&s, &none[i], -15, 0);
		(void)sound_more(&s, 6000);
		h = sound_hear(&s);
		if (count_tones(&h) != 0)
			fail_msg("%g+%g Hz: heard %s", none[i].low,
			    none[i].high,
			    sar_hear_tone_text(first_tone(&h)->tone));
		sar_hear_hearing_free(&h);
		sound_free(&s);
	}
}

static void
talk_and_noise_are_none(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_hearing h;

	(void)state;
	sound_talk(&s, 50000, -10);
	(void)sound_more(&s, 10000);
	sound_noise(&s, s.n - 80000, s.n, -15);
	h = sound_hear(&s);
	assert_int_equal(count_tones(&h), 0);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

static void
a_recording_may_begin_and_end_in_a_ring(void **state)
{
	struct sound s = sound_new(8000);
	struct sound cut;
	struct sar_hearing h;

	(void)state;
	(void)sound_cadence(&s, &cadences[0], -20, 0);
	/* Of the first 0.4 s the last 0.2 are there, of the last the first. */
	cut = s;
	cut.at += 1600;
	cut.n = 8000 * 6;
	h = sound_hear(&cut);
	assert_int_equal(count_tones(&h), 1);
	assert_int_equal(first_tone(&h)->tone, SAR_HEAR_TONE_RINGING_UK);
	assert_heard(first_tone(&h), 8000, 0, 5800, 350);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_tone_is_heard_as_what_it_is),
		cmocka_unit_test(at_every_rate),
		cmocka_unit_test(other_frequencies_and_cadences_are_none),
		cmocka_unit_test(talk_and_noise_are_none),
		cmocka_unit_test(a_recording_may_begin_and_end_in_a_ring),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
