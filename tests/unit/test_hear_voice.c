/* A second voice, where it can be told, and all that must not be called one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hear/turns.h"
#include "hear/yin.h"
#include "hear_voice.h"

/* Two people take turns, of 5 s and of 3 s. */
static void
converse(struct sound *s, unsigned turns, double one, double two)
{
	unsigned i;

	for (i = 0; i < turns; i++) {
		sound_person(s, 5000, one, 2, -12);
		sound_person(s, 3000, two, 2, -15);
	}
	sound_noise(s, 0, s->n, -55);
}

/* How much of the turns of the second one in converse() is found, and how much
   of the first one's. */
static void
tally(const struct sound *s, const struct sar_detect_sink *found, double *first,
    double *second)
{
	size_t i;
	uint64_t at;

	*first = *second = 0;
	for (i = 0; i < found->n; i++) {
		assert_int_equal(found->list[i].kind, SAR_HEAR_VOICE);
		assert_true(found->list[i].to <= s->n);
		for (at = found->list[i].from; at < found->list[i].to; at++)
			if (at % (8U * s->rate) < 5U * s->rate)
				(*first)++;
			else
				(*second)++;
	}
	*first /= 5.0 / 8 * (double)s->n;
	*second /= 3.0 / 8 * (double)s->n;
}

static void
heard_apart(uint32_t rate, double one, double two)
{
	struct sound s = sound_new(rate);
	struct sar_detect_sink found;
	double first, second;

	converse(&s, 6, one, two);
	found = sound_detect(&s, &sar_detect_voice, 4096);
	tally(&s, &found, &first, &second);
	if (second < 0.6 || first > 0.1)
		fail_msg("%.0f%% of the second, %.0f%% of the first",
		    100 * second, 100 * first);
	free(found.list);
	sound_free(&s);
}

static void
who_talks_less_is_the_second_voice(void **state)
{
	(void)state;
	heard_apart(8000, 105, 205);
	heard_apart(11025, 230, 120);
	heard_apart(16000, 105, 205);
}

static void
it_does_not_matter_in_what_blocks_it_comes(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_detect_sink found, again;
	size_t i;

	(void)state;
	converse(&s, 5, 105, 205);
	found = sound_detect(&s, &sar_detect_voice, s.n);
	again = sound_detect(&s, &sar_detect_voice, 1);
	assert_true(found.n > 3);
	assert_int_equal(again.n, found.n);
	for (i = 0; i < found.n; i++) {
		assert_int_equal(again.list[i].from, found.list[i].from);
		assert_int_equal(again.list[i].to, found.list[i].to);
	}
	free(found.list);
	free(again.list);
	sound_free(&s);
}

static void
voices_that_are_alike_are_not_told_apart(void **state)
{
	struct sound s = sound_new(8000);

	(void)state;
	converse(&s, 5, 120, 150);
	assert_not_detected(&s, &sar_detect_voice, "two voices alike");
}

static void
one_voice_is_one(void **state)
{
	static const double pitches[] = { 85, 130, 220 };
	struct sound s;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pitches) / sizeof(pitches[0]); i++) {
		s = sound_new(8000);
		sound_person(&s, 25000, pitches[i], 5, -12);
		sound_noise(&s, 0, s.n, -50);
		assert_not_detected(&s, &sar_detect_voice, "one voice");
	}
}

static void
a_raised_voice_is_the_same_one(void **state)
{
	struct sound s = sound_new(8000);
	unsigned i;

	(void)state;
	for (i = 0; i < 6; i++) {
		sound_person(&s, 4000, 120, 2, -24);
		sound_person(&s, 3000, 185, 2, -12);
	}
	assert_not_detected(&s, &sar_detect_voice, "a voice raised");
}

static void
music_tones_and_noise_are_no_second_voice(void **state)
{
	struct sound s = sound_new(8000);
	unsigned i;

	(void)state;
	for (i = 0; i < 5; i++) {
		sound_person(&s, 4000, 110, 2, -12);
		sound_music(&s, 8, 400, i % 2, -20);
		(void)sound_more(&s, 1000);
		sound_sine(&s, 1000, 425, -15);
		(void)sound_more(&s, 500);
	}
	assert_not_detected(&s, &sar_detect_voice, "music");
	s = sound_new(8000);
	(void)sound_more(&s, 20000);
	sound_noise(&s, 0, s.n, -20);
	assert_not_detected(&s, &sar_detect_voice, "noise");
	s = sound_new(8000);
	assert_not_detected(&s, &sar_detect_voice, "nothing at all");
}

static void
a_pitch_is_found_without_its_fundamental(void **state)
{
	static const double pitches[] = { 80, 101.5, 147, 211, 333 };
	static const double rates[] = { 4000, 5512.5, 7999 };
	float samples[512];
	double turn;
	size_t p, r, i;
	unsigned h;

	(void)state;
	for (r = 0; r < 3; r++) {
		assert_true(sar_yin_needs(rates[r]) <= 512);
		for (p = 0; p < 5; p++) {
			memset(samples, 0, sizeof(samples));
			for (i = 0; i < 512; i++)
				for (h = 2; h * pitches[p] < 1200; h++) {
					turn = h * pitches[p] * (double)i /
					       rates[r];
					samples[i] +=
					    (float)(0.1 *
						    sin(2 * PI * turn + h));
				}
			assert_true(fabs(sar_yin_find(samples, rates[r]) /
					     pitches[p] -
					 1) < 0.02);
		}
	}
	memset(samples, 0, sizeof(samples));
	assert_true(sar_yin_find(samples, 4000) == 0);
}

/* ${n} turns, by turns of pitch ${low} and ${high}. */
static void
turns_of(struct sar_turn *turns, size_t n, float low, float high)
{
	size_t i;

	for (i = 0; i < n; i++)
		turns[i] = (struct sar_turn){ (uint32_t)i * 150,
			(uint32_t)i * 150 + 125, i % 2 ? 75 : 100,
			(i % 2 ? high : low) + (float)(i % 5) * 0.4F, -20 };
}

static void
what_is_too_little_to_go_by_is_not_told(void **state)
{
	struct sar_turn turns[40];
	float split = 0;
	bool lower = true;
	size_t i;

	(void)state;
	turns_of(turns, 40, 12, 23);
	assert_true(sar_turns_split(turns, 40, &split, &lower));
	assert_false(lower);
	assert_true(split > 13.6F && split <= 23);
	assert_false(sar_turns_split(turns, 0, &split, &lower));
	assert_false(sar_turns_split(turns, 8, &split, &lower)); /* 4 each */
	for (i = 0; i < 40; i++)                                 /* too short */
		turns[i].voiced = i % 2 ? 19 : 100;
	assert_false(sar_turns_split(turns, 40, &split, &lower));
	turns_of(turns, 40, 12, 18); /* too near */
	assert_false(sar_turns_split(turns, 40, &split, &lower));
	turns_of(turns, 40, 12, 23); /* something in between */
	for (i = 0; i < 40; i += 2)
		turns[i].pitch = 12 + (float)i / 4;
	assert_false(sar_turns_split(turns, 40, &split, &lower));
	turns_of(turns, 40, 12, 23); /* no turns: first one, then the other */
	for (i = 0; i < 40; i++)
		turns[i].pitch = i < 20 ? 12 : 23;
	assert_false(sar_turns_split(turns, 40, &split, &lower));
}

static void
what_is_louder_must_be_further_off(void **state)
{
	struct sar_turn turns[40];
	float split;
	bool lower;
	size_t i;

	(void)state;
	turns_of(turns, 40, 12, 20);
	assert_true(sar_turns_split(turns, 40, &split, &lower));
	for (i = 1; i < 40; i += 2)
		turns[i].level = -14;
	assert_false(sar_turns_split(turns, 40, &split, &lower));
	for (i = 1; i < 40; i += 2)
		turns[i].level = -26;
	assert_true(sar_turns_split(turns, 40, &split, &lower));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_talks_less_is_the_second_voice),
		cmocka_unit_test(it_does_not_matter_in_what_blocks_it_comes),
		cmocka_unit_test(voices_that_are_alike_are_not_told_apart),
		cmocka_unit_test(one_voice_is_one),
		cmocka_unit_test(a_raised_voice_is_the_same_one),
		cmocka_unit_test(music_tones_and_noise_are_no_second_voice),
		cmocka_unit_test(a_pitch_is_found_without_its_fundamental),
		cmocka_unit_test(what_is_too_little_to_go_by_is_not_told),
		cmocka_unit_test(what_is_louder_must_be_further_off),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
