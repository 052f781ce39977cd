/* Keys: ITU-T Q.23's sixteen, within the limits of Q.24 and beyond them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hear/keys.h"
#include "hear_make.h"

static const char all[] = "123A456B789C*0#D";
static const double low_hz[] = { 697, 770, 852, 941 };
static const double high_hz[] = { 1209, 1336, 1477, 1633 };

/* How one is keyed. */
struct how {
	double on_ms, off_ms;
	double low_db, high_db;   /* of a full-scale sine */
	double low_off, high_off; /* of their frequencies */
};

static const struct how plain = { 80, 80, -10, -10, 0, 0 };

static void
sound_key(struct sound *s, char key, struct how how)
{
	size_t nr = (size_t)(strchr(all, key) - all);

	(void)sound_more(s, how.on_ms);
	sound_sine(s, how.on_ms, low_hz[nr / 4] * (1 + how.low_off),
	    how.low_db);
	sound_sine(s, how.on_ms, high_hz[nr % 4] * (1 + how.high_off),
	    how.high_db);
	(void)sound_more(s, how.off_ms);
}

struct heard_keys {
	char text[256];
	struct sar_keys_one at[256];
	size_t n;
};

static int
take(void *ctx, const struct sar_keys_one *key, struct sar_err *err)
{
	struct heard_keys *heard = ctx;

	(void)err;
	assert_true(heard->n < sizeof(heard->text) - 1);
	heard->at[heard->n] = *key;
	heard->text[heard->n++] = key->key;
	heard->text[heard->n] = '\0';
	return 0;
}

static struct heard_keys
keys_of(const struct sound *s)
{
	struct heard_keys heard = { .n = 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_keys *keys = sar_keys_new(s->rate, take, &heard, &err);
	int16_t *samples = calloc(s->n + 1, sizeof(*samples));
	size_t i;

	assert_non_null(keys);
	assert_non_null(samples);
	for (i = 0; i < s->n; i++)
		samples[i] = sound_sample(s, i);
	assert_int_equal(sar_keys_samples(keys, samples, s->n, &err), 0);
	assert_int_equal(sar_keys_end(keys, &err), 0);
	sar_keys_free(keys);
	free(samples);
	return heard;
}

/* All sixteen keys, keyed as ${how}, over ${noise} dB. */
static struct heard_keys
sixteen(uint32_t rate, struct how how, double noise)
{
	struct sound s = sound_new(rate);
	struct heard_keys heard;
	const char *p;

	(void)sound_more(&s, 300);
	for (p = all; *p != '\0'; p++)
		sound_key(&s, *p, how);
	(void)sound_more(&s, 300);
	sound_noise(&s, 0, s.n, noise);
	heard = keys_of(&s);
	sound_free(&s);
	return heard;
}

static void
assert_all(uint32_t rate, struct how how, double noise)
{
	struct heard_keys heard = sixteen(rate, how, noise);

	assert_string_equal(heard.text, all);
}

static void
assert_none(uint32_t rate, struct how how, double noise)
{
	assert_string_equal(sixteen(rate, how, noise).text, "");
}

static const uint32_t rates[] = { 8000, 11025, 16000, 22050, 32000, 44100,
	48000 };

#define RATES (sizeof(rates) / sizeof(rates[0]))

static void
all_keys_are_heard_at_every_rate(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < RATES; i++)
		assert_all(rates[i], plain, -70);
}

static void
all_keys_are_heard_at_every_level_and_through_noise(void **state)
{
	struct how how = plain;
	double db;

	(void)state;
	for (db = -6; db >= -38; db -= 4) {
		how.low_db = how.high_db = db;
		assert_all(8000, how, -80);
		/* 15 dB below the weaker frequency's power. */
		assert_all(8000, how, db - 3 - 15);
	}
	how.low_db = how.high_db = -46;
	assert_none(8000, how, -90);
	how.low_db = how.high_db = -55;
	assert_none(8000, how, -90);
}

static void
frequencies_may_be_off_by_so_much_and_no_more(void **state)
{
	static const double signs[] = { -1, 1 };
	struct how how;
	size_t i, j, r;

	(void)state;
	for (r = 0; r < RATES; r++)
		for (i = 0; i < 2; i++) {
			for (j = 0; j < 2; j++) {
				how = plain;
				how.low_off = 0.015 * signs[i];
				how.high_off = 0.015 * signs[j];
				assert_all(rates[r], how, -60);
				how.on_ms = 45;
				how.off_ms = 45;
				assert_all(rates[r], how, -60);
			}
			how = plain;
			how.low_off = 0.035 * signs[i];
			assert_none(rates[r], how, -60);
			how = plain;
			how.high_off = 0.035 * signs[i];
			assert_none(rates[r], how, -60);
		}
}

static void
twist_may_be_so_much_and_no_more(void **state)
{
	struct how how = plain;

	(void)state;
	how.low_db = -14;
	how.high_db = -10; /* 4 dB */
	assert_all(8000, how, -60);
	assert_all(48000, how, -60);
	how.low_db = -10;
	how.high_db = -18;
	assert_all(8000, how, -60);
	assert_all(48000, how, -60);
	how.low_db = -18;
	how.high_db = -10;
	assert_none(8000, how, -60);
	assert_none(48000, how, -60);
	how.low_db = -10;
	how.high_db = -22;
	assert_none(8000, how, -60);
	assert_none(48000, how, -60);
}

static void
a_key_lasts_so_long_at_least(void **state)
{
	struct how how = plain;
	size_t r;

	(void)state;
	for (r = 0; r < RATES; r++) {
		how.on_ms = how.off_ms = 40;
		assert_all(rates[r], how, -60);
		how.on_ms = 23;
		assert_none(rates[r], how, -60);
	}
}

static void
a_short_break_is_no_second_key(void **state)
{
	struct sound s = sound_new(8000);
	struct how how = plain;
	struct heard_keys heard;

	(void)state;
	(void)sound_more(&s, 100);
	how.on_ms = 50;
	how.off_ms = 10;
	sound_key(&s, '5', how);
	how.off_ms = 40;
	sound_key(&s, '5', how);
	sound_key(&s, '5', how);
	heard = keys_of(&s);
	assert_string_equal(heard.text, "55");
	assert_int_equal(labs((long)heard.at[0].from - 800) < 60, 1);
	assert_int_equal(labs((long)heard.at[0].to - (800 + 880)) < 60, 1);
	sound_free(&s);
}

static void
one_frequency_or_three_are_no_key(void **state)
{
	struct sound s = sound_new(8000);
	unsigned i;

	(void)state;
	for (i = 0; i < 4; i++) {
		(void)sound_more(&s, 100);
		sound_sine(&s, 100, low_hz[i], -10);
		(void)sound_more(&s, 100);
		(void)sound_more(&s, 100);
		sound_sine(&s, 100, high_hz[i], -10);
		(void)sound_more(&s, 100);
		(void)sound_more(&s, 100);
		sound_sine(&s, 100, low_hz[i], -10);
		sound_sine(&s, 100, low_hz[(i + 1) % 4], -10);
		(void)sound_more(&s, 100);
		(void)sound_more(&s, 100);
		sound_sine(&s, 100, low_hz[i], -10);
		sound_sine(&s, 100, high_hz[i], -10);
		sound_sine(&s, 100, high_hz[(i + 1) % 4], -10);
		(void)sound_more(&s, 100);
	}
	assert_string_equal(keys_of(&s).text, "");
	sound_free(&s);
}

static void
talk_and_noise_are_no_keys(void **state)
{
	struct sound s = sound_new(8000);

	(void)state;
	sound_talk(&s, 120000, -10);
	assert_string_equal(keys_of(&s).text, "");
	(void)sound_more(&s, 60000);
	sound_noise(&s, s.n - 480000, s.n, -15);
	assert_string_equal(keys_of(&s).text, "");
	sound_free(&s);
}

static void
keys_are_counted_together_and_which_is_not_told(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_hearing h;
	const struct sar_heard *one;
	unsigned i;

	(void)state;
	(void)sound_more(&s, 2000);
	for (i = 0; i < 16; i++)
		sound_key(&s, all[i], (struct how){ 100, 100, -12, -12, 0, 0 });
	(void)sound_more(&s, 2900);
	for (i = 0; i < 4; i++)
		sound_key(&s, '0', (struct how){ 100, 100, -12, -12, 0, 0 });
	(void)sound_more(&s, 6000);
	sound_key(&s, '#', plain);
	h = sound_hear(&s);
	assert_int_equal(heard_count(&h, SAR_HEAR_DTMF), 2);
	one = heard_nth(&h, SAR_HEAR_DTMF, 0);
	assert_int_equal(one->keys, 20);
	assert_heard(one, 8000, 1980, 2000 + 3200 + 2900 + 700 + 20, 8);
	assert_int_equal(heard_nth(&h, SAR_HEAR_DTMF, 1)->keys, 1);
	/* It is no talk. */
	for (i = 0; i < h.n; i++)
		if (h.list[i].kind == SAR_HEAR_TALK)
			assert_true(h.list[i].to <= one->from ||
				    h.list[i].from >= one->to);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_keys_are_heard_at_every_rate),
		cmocka_unit_test(
		    all_keys_are_heard_at_every_level_and_through_noise),
		cmocka_unit_test(frequencies_may_be_off_by_so_much_and_no_more),
		cmocka_unit_test(twist_may_be_so_much_and_no_more),
		cmocka_unit_test(a_key_lasts_so_long_at_least),
		cmocka_unit_test(a_short_break_is_no_second_key),
		cmocka_unit_test(one_frequency_or_three_are_no_key),
		cmocka_unit_test(talk_and_noise_are_no_keys),
		cmocka_unit_test(
		    keys_are_counted_together_and_which_is_not_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
