/* Silence and talk, in lines that are quiet, noisy and digitally silent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hear_make.h"

/* 5 s of nothing, 10 s of talk, 8 s of nothing; over ${noise} dB of noise. */
static void
one_talk(uint32_t rate, double talk, double noise)
{
	struct sound s = sound_new(rate);
	struct sar_hearing h;

	(void)sound_more(&s, 5000);
	sound_talk(&s, 10000, talk);
	(void)sound_more(&s, 8000);
	if (noise > -100)
		sound_noise(&s, 0, s.n, noise);
	h = sound_hear(&s);
	assert_int_equal(heard_count(&h, SAR_HEAR_TALK), 1);
	assert_int_equal(heard_count(&h, SAR_HEAR_SILENCE), 2);
	assert_heard(heard_nth(&h, SAR_HEAR_TALK, 0), rate, 4900, 15050, 170);
	assert_int_equal(heard_nth(&h, SAR_HEAR_SILENCE, 0)->from, 0);
	assert_int_equal(heard_nth(&h, SAR_HEAR_SILENCE, 0)->to,
	    heard_nth(&h, SAR_HEAR_TALK, 0)->from);
	assert_int_equal(heard_nth(&h, SAR_HEAR_SILENCE, 1)->from,
	    heard_nth(&h, SAR_HEAR_TALK, 0)->to);
	assert_int_equal(heard_nth(&h, SAR_HEAR_SILENCE, 1)->to, s.n);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

static void
talk_is_told_from_every_noise_of_the_line(void **state)
{
	static const uint32_t rates[] = { 8000, 11025, 16000, 44100, 48000 };
	size_t i;

	(void)state;
	one_talk(8000, -12, -200);
	one_talk(8000, -12, -75);
	one_talk(8000, -12, -60);
	one_talk(8000, -12, -48);
	one_talk(8000, -40, -70);
	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		one_talk(rates[i], -15, -55);
}

/* As A-law has it: 13 bits at the quiet end, never 0. */
static double
alaw(double value)
{
	double size = fabs(value) / 8;
	double step = 2;

	while (size >= 32 * step / 2 && step < 256)
		step *= 2;
	size = (floor(size / step) + 0.5) * step * 8;
	return value < 0 ? -size : size;
}

static void
what_a_law_makes_of_a_quiet_line_is_silence(void **state)
{
	static const double noises[] = { -200, -85, -78, -72, -66, -60 };
	struct sar_hearing h;
	struct sound s;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(noises) / sizeof(noises[0]); i++) {
		s = sound_new(8000);
		(void)sound_more(&s, 30000);
		sound_talk(&s, 3000, -20);
		(void)sound_more(&s, 10000);
		sound_noise(&s, 0, s.n, noises[i]);
		for (k = 0; k < s.n; k++)
			s.at[k] = alaw(s.at[k]);
		h = sound_hear(&s);
		assert_int_equal(heard_count(&h, SAR_HEAR_TALK), 1);
		assert_heard(heard_nth(&h, SAR_HEAR_SILENCE, 0), 8000, 0, 29900,
		    150);
		assert_int_equal(heard_count(&h, SAR_HEAR_SILENCE), 2);
		sar_hear_hearing_free(&h);
		sound_free(&s);
	}
}

static void
a_line_that_is_not_at_zero_or_hums_is_silent(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_hearing h;
	size_t i;

	(void)state;
	(void)sound_more(&s, 20000);
	sound_sine(&s, 20000, 50, -50);
	sound_noise(&s, 0, s.n, -70);
	for (i = 0; i < s.n; i++)
		s.at[i] += 500;
	h = sound_hear(&s);
	assert_int_equal(h.n, 1);
	assert_int_equal(h.list[0].kind, SAR_HEAR_SILENCE);
	assert_int_equal(h.list[0].from, 0);
	assert_int_equal(h.list[0].to, s.n);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

static void
a_click_is_no_talk_and_a_word_is(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_hearing h;
	unsigned i;

	(void)state;
	for (i = 0; i < 8; i++) {
		(void)sound_more(&s, 2000);
		s.at[s.n - 1] = 20000;
		s.at[s.n - 2] = -20000;
	}
	(void)sound_more(&s, 3000);
	sound_noise(&s, 0, s.n, -65);
	h = sound_hear(&s);
	assert_int_equal(heard_count(&h, SAR_HEAR_TALK), 0);
	sar_hear_hearing_free(&h);
	/* "No", said low. */
	(void)sound_more(&s, 150);
	sound_sine(&s, 150, 300, -45);
	i = (unsigned)s.n;
	(void)sound_more(&s, 5000);
	sound_noise(&s, i - 1200, s.n, -65);
	h = sound_hear(&s);
	assert_int_equal(heard_count(&h, SAR_HEAR_TALK), 1);
	assert_heard(heard_nth(&h, SAR_HEAR_TALK, 0), 8000,
	    (i - 1200) / 8.0 - 100, i / 8.0 + 100, 25);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

/* A recorder that writes nothing while nobody speaks: then there is no noise
   to go by, and what talk there is, is talk to its quietest. */
/* Where a law's least step comes and goes, nobody speaks. */
static void
the_least_there_is_is_no_talk(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_hearing h;
	unsigned i;

	(void)state;
	for (i = 0; i < 10; i++) {
		(void)sound_more(&s, 1500);
		(void)sound_more(&s, 400);
		sound_noise(&s, s.n - 3200, s.n, -72);
	}
	h = sound_hear(&s);
	assert_int_equal(heard_count(&h, SAR_HEAR_TALK), 0);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

static void
between_digital_silence_quiet_talk_is_talk(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_hearing h;
	unsigned i;

	(void)state;
	for (i = 0; i < 5; i++) {
		(void)sound_more(&s, 5000);
		sound_talk(&s, 4000, -50);
	}
	h = sound_hear(&s);
	assert_int_equal(heard_count(&h, SAR_HEAR_TALK), 5);
	assert_int_equal(heard_count(&h, SAR_HEAR_SILENCE), 5);
	for (i = 0; i < 5; i++)
		assert_heard(heard_nth(&h, SAR_HEAR_TALK, i), 8000,
		    5000 + 9000 * i - 100, 9000 * (i + 1), 250);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

static void
the_noise_may_change_while_it_goes_on(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_hearing h;
	size_t second;

	(void)state;
	/* Digital silence while it rings elsewhere, then a line at -55, then
	   another at -48 dB. */
	(void)sound_more(&s, 20000);
	second = sound_more(&s, 40000);
	sound_noise(&s, second, s.n, -55);
	second = sound_more(&s, 40000);
	sound_noise(&s, second, s.n, -48);
	h = sound_hear(&s);
	assert_int_equal(heard_count(&h, SAR_HEAR_TALK), 1);
	/* Where it changes, and until enough of the other is around, too much
	   is called talk; but no more than that. */
	assert_true(heard_nth(&h, SAR_HEAR_TALK, 0)->from > 8000 * 55);
	assert_true(heard_nth(&h, SAR_HEAR_TALK, 0)->to < 8000 * 80);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

static void
pauses_of_less_than_two_seconds_are_talk(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_hearing h;

	(void)state;
	(void)sound_more(&s, 3000);
	sound_talk(&s, 2000, -20);
	(void)sound_more(&s, 1500);
	sound_talk(&s, 2000, -20);
	(void)sound_more(&s, 3000);
	sound_talk(&s, 2000, -20);
	sound_noise(&s, 0, s.n, -66);
	h = sound_hear(&s);
	assert_int_equal(heard_count(&h, SAR_HEAR_TALK), 2);
	assert_int_equal(heard_count(&h, SAR_HEAR_SILENCE), 2);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(talk_is_told_from_every_noise_of_the_line),
		cmocka_unit_test(what_a_law_makes_of_a_quiet_line_is_silence),
		cmocka_unit_test(a_line_that_is_not_at_zero_or_hums_is_silent),
		cmocka_unit_test(a_click_is_no_talk_and_a_word_is),
		cmocka_unit_test(the_least_there_is_is_no_talk),
		cmocka_unit_test(between_digital_silence_quiet_talk_is_talk),
		cmocka_unit_test(the_noise_may_change_while_it_goes_on),
		cmocka_unit_test(pauses_of_less_than_two_seconds_are_talk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
