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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(talk_is_told_from_every_noise_of_the_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
