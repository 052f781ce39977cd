/* Music on hold, and all that is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hear/spectrum.h"
#include "hear_voice.h"

static void
music_is_heard_at_every_rate(void **state)
{
	static const uint32_t rates[] = { 8000, 11025, 16000, 44100, 48000 };
	struct sar_detect_sink found;
	struct sound s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		s = sound_new(rates[i]);
		(void)sound_more(&s, 4000);
		sound_music(&s, 28, 500, false, -20);
		(void)sound_more(&s, 4000);
		sound_noise(&s, 0, s.n, -60);
		found = sound_detect(&s, &sar_detect_music, 4096);
		assert_int_equal(found.n, 1);
		assert_int_equal(found.list[0].kind, SAR_HEAR_MUSIC);
		assert_heard(&found.list[0], rates[i], 4000, 18000, 1500);
		free(found.list);
		sound_free(&s);
	}
}

static void
chords_between_talk_are_heard_whatever_the_blocks(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_detect_sink found, again;
	size_t block;

	(void)state;
	sound_person(&s, 10000, 130, 3, -12);
	sound_music(&s, 10, 1500, true, -26);
	sound_person(&s, 10000, 210, 3, -12);
	found = sound_detect(&s, &sar_detect_music, s.n);
	assert_int_equal(found.n, 1);
	assert_heard(&found.list[0], 8000, 10000, 25000, 2500);
	for (block = 1; block < 5000; block = block * 7 + 30) {
		again = sound_detect(&s, &sar_detect_music, block);
		assert_int_equal(again.n, 1);
		assert_int_equal(again.list[0].from, found.list[0].from);
		assert_int_equal(again.list[0].to, found.list[0].to);
		free(again.list);
	}
	free(found.list);
	sound_free(&s);
}

static void
music_to_the_last_frame_does_not_reach_past_it(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_detect_sink found;

	(void)state;
	sound_music(&s, 23, 500, false, -20);
	s.n -= 1234;
	found = sound_detect(&s, &sar_detect_music, 4096);
	assert_int_equal(found.n, 1);
	assert_true(found.list[0].to <= s.n);
	free(found.list);
	sound_free(&s);
}

static void
what_is_too_short_is_not_called_music(void **state)
{
	struct sound s = sound_new(8000);

	(void)state;
	sound_person(&s, 8000, 130, 3, -12);
	sound_music(&s, 10, 400, false, -20);
	sound_person(&s, 8000, 130, 3, -12);
	assert_not_detected(&s, &sar_detect_music, "4 s of music");
}

static void
talk_is_no_music(void **state)
{
	static const double pitches[] = { 90, 130, 210, 280 };
	struct sound s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pitches) / sizeof(pitches[0]); i++) {
		s = sound_new(8000);
		sound_person(&s, 12000, pitches[i], 3, -12);
		sound_noise(&s, 0, s.n, -50);
		assert_not_detected(&s, &sar_detect_music, "talk");
	}
	s = sound_new(8000);
	sound_talk(&s, 20000, -12);
	assert_not_detected(&s, &sar_detect_music, "syllables");
}

/* The same tone again and again, ${on} ms on and ${off} ms off. */
static void
cadence(double one, double two, double on, double off)
{
	struct sound s = sound_new(8000);

	while (s.n < 30U * s.rate) {
		(void)sound_more(&s, on);
		sound_sine(&s, on, one, -15);
		if (two > 0)
			sound_sine(&s, on, two, -15);
		(void)sound_more(&s, off);
	}
	assert_not_detected(&s, &sar_detect_music, "a tone");
}

static void
tones_and_keys_are_no_music(void **state)
{
	static const double low[] = { 697, 770, 852, 941 };
	static const double high[] = { 1209, 1336, 1477 };
	struct sound s;
	size_t i;

	(void)state;
	cadence(400, 450, 400, 200);
	cadence(440, 480, 2000, 4000);
	cadence(350, 440, 1000, 0);
	cadence(400, 0, 375, 375);
	cadence(1400, 0, 500, 2000);
	s = sound_new(8000);
	for (i = 0; i < 36; i++) { /* keys held down, one after the other */
		(void)sound_more(&s, 500);
		sound_sine(&s, 500, low[i / 3 % 4], -15);
		sound_sine(&s, 500, high[i % 3], -15);
		(void)sound_more(&s, 60);
	}
	assert_not_detected(&s, &sar_detect_music, "keys");
}

/* A saw of ${hz}, under somebody's talk or alone. */
static void
drone(double hz, double db, bool talk)
{
	struct sound s = sound_new(8000);
	double phase = 0;
	size_t i;

	if (talk)
		sound_person(&s, 25000, 150, 3, -12);
	else
		(void)sound_more(&s, 25000);
	for (i = 0; i < s.n; i++) {
		phase = fmod(phase + hz / s.rate, 1);
		s.at[i] += decibels(db) * (2 * phase - 1);
	}
	sound_noise(&s, 0, s.n, -55);
	assert_not_detected(&s, &sar_detect_music, "hum or buzz");
}

static void
hum_and_buzz_are_no_music(void **state)
{
	(void)state;
	drone(50, -30, false);
	drone(50, -30, true);
	drone(60, -30, true);
	drone(217, -15, false);
	drone(217, -30, true);
}

static void
noise_and_silence_are_no_music(void **state)
{
	struct sound s = sound_new(8000);

	(void)state;
	(void)sound_more(&s, 20000);
	assert_not_detected(&s, &sar_detect_music, "silence");
	s = sound_new(8000);
	(void)sound_more(&s, 20000);
	sound_noise(&s, 0, s.n, -20);
	assert_not_detected(&s, &sar_detect_music, "noise");
	s = sound_new(8000);
	assert_not_detected(&s, &sar_detect_music, "nothing at all");
}

/* By the definition of the transform, term for term. */
static void
a_spectrum_is_what_its_definition_says(void **state)
{
	static struct sar_spectrum spectrum;
	float samples[SAR_SPECTRUM_SAMPLES];
	float levels[SAR_SPECTRUM_BINS];
	uint64_t seed = 5;
	double re, im, turn, want;
	size_t i, k;

	(void)state;
	for (i = 0; i < SAR_SPECTRUM_SAMPLES; i++)
		samples[i] = (float)(0.5 * sin(0.7 * (double)i) +
				     0.1 * random_normal(&seed));
	sar_spectrum_begin(&spectrum);
	sar_spectrum_find(&spectrum, samples, levels);
	for (k = 0; k < SAR_SPECTRUM_BINS; k++) {
		re = 0;
		im = 0;
		for (i = 0; i < SAR_SPECTRUM_SAMPLES; i++) {
			turn = 2 * PI * (double)i / SAR_SPECTRUM_SAMPLES;
			want = (double)samples[i] * (0.5 - 0.5 * cos(turn));
			re += want * cos(turn * (double)k);
			im += want * sin(turn * (double)k);
		}
		want = 10 * log10((re * re + im * im) * 16 /
				  SAR_SPECTRUM_SAMPLES / SAR_SPECTRUM_SAMPLES);
		assert_true(fabs((double)levels[k] - want) < 0.05);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(music_is_heard_at_every_rate),
		cmocka_unit_test(
		    chords_between_talk_are_heard_whatever_the_blocks),
		cmocka_unit_test(
		    music_to_the_last_frame_does_not_reach_past_it),
		cmocka_unit_test(what_is_too_short_is_not_called_music),
		cmocka_unit_test(talk_is_no_music),
		cmocka_unit_test(tones_and_keys_are_no_music),
		cmocka_unit_test(hum_and_buzz_are_no_music),
		cmocka_unit_test(noise_and_silence_are_no_music),
		cmocka_unit_test(a_spectrum_is_what_its_definition_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
