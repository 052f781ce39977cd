/* What is heard does not depend on how sound comes, nor on other channels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hear_make.h"

/* Something of everything, another for each seed. */
static struct sound
medley(uint32_t rate, uint64_t seed)
{
	struct sound s = sound_new(rate);
	unsigned i;

	s.seed += seed;
	for (i = 0; i < 6; i++) {
		switch ((unsigned)(random_one(&s.seed) * 5)) {
		case 0:
			(void)sound_more(&s, 4000 * random_one(&s.seed));
			break;
		case 1:
			sound_talk(&s, 4000 * random_one(&s.seed), -15);
			break;
		case 2: /* a key */
			(void)sound_more(&s, 90);
			sound_sine(&s, 90, 770, -12);
			sound_sine(&s, 90, 1336, -12);
			(void)sound_more(&s, 130);
			break;
		case 3: /* half a ring */
			(void)sound_more(&s, 400);
			sound_sine(&s, 400, 400, -20);
			sound_sine(&s, 400, 450, -20);
			(void)sound_more(&s, 200);
			break;
		default:
			(void)sound_more(&s, 3000 * random_one(&s.seed));
			break;
		}
	}
	(void)sound_more(&s, 1500);
	sound_sine(&s, 1500, 350, -20);
	sound_sine(&s, 1500, 440, -20);
	sound_noise(&s, 0, s.n, -60);
	return s;
}

static void
assert_same(const struct sar_hearing *a, const struct sar_hearing *b)
{
	size_t i;

	assert_int_equal(a->n, b->n);
	for (i = 0; i < a->n; i++) {
		assert_int_equal(a->list[i].kind, b->list[i].kind);
		assert_int_equal(a->list[i].tone, b->list[i].tone);
		assert_int_equal(a->list[i].from, b->list[i].from);
		assert_int_equal(a->list[i].to, b->list[i].to);
		assert_int_equal(a->list[i].channel, b->list[i].channel);
		assert_int_equal(a->list[i].keys, b->list[i].keys);
	}
}

static void
any_size_of_block_gives_the_same(void **state)
{
	static const uint32_t rates[] = { 8000, 11025, 44100 };
	static const size_t blocks[] = { 1, 7, 80, 4096, 4097, 100000 };
	struct sar_hearing one, other;
	struct sound each[2];
	size_t r, b;

	(void)state;
	for (r = 0; r < sizeof(rates) / sizeof(rates[0]); r++) {
		each[0] = medley(rates[r], r);
		each[1] = medley(rates[r], r + 100);
		if (each[1].n < each[0].n)
			each[0].n = each[1].n;
		one = sound_hear_blocks(each, 2, each[0].n);
		assert_true(one.n > 3);
		for (b = 0; b < sizeof(blocks) / sizeof(blocks[0]); b++) {
			other = sound_hear_blocks(each, 2, blocks[b]);
			assert_same(&one, &other);
			sar_hear_hearing_free(&other);
		}
		sar_hear_hearing_free(&one);
		sound_free(&each[0]);
		sound_free(&each[1]);
	}
}

/* Channel ${c} of ${all}, as if it were the only one. */
static void
take_channel(const struct sar_hearing *all, uint32_t c, struct sar_hearing *out)
{
	size_t i;

	*out = (struct sar_hearing){ calloc(all->n + 1, sizeof(*out->list)), 0,
		false };
	assert_non_null(out->list);
	for (i = 0; i < all->n; i++) {
		if (all->list[i].channel != c)
			continue;
		out->list[out->n] = all->list[i];
		out->list[out->n++].channel = 1;
	}
}

static void
a_channel_is_heard_as_if_it_were_alone(void **state)
{
	struct sar_hearing all, alone, taken;
	struct sound each[8];
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++) {
		each[i] = medley(8000, i);
		if (each[i].n < each[0].n)
			each[0].n = each[i].n;
	}
	all = sound_hear_blocks(each, 8, 1000);
	for (i = 0; i < 8; i++) {
		each[i].n = each[0].n;
		alone = sound_hear(&each[i]);
		assert_true(alone.n > 0);
		take_channel(&all, (uint32_t)i + 1, &taken);
		assert_same(&alone, &taken);
		sar_hear_hearing_free(&alone);
		sar_hear_hearing_free(&taken);
		sound_free(&each[i]);
	}
	sar_hear_hearing_free(&all);
}

static void
what_cannot_be_heard_is_refused(void **state)
{
	static const uint32_t shapes[][2] = { { 7999, 1 }, { 48001, 1 },
		{ 0, 1 }, { 8000, 0 }, { 8000, 9 } };
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		err = (struct sar_err)SAR_ERR_INIT;
		assert_false(sar_hear_takes(shapes[i][0], shapes[i][1]));
		assert_null(sar_hear_new(shapes[i][0], shapes[i][1], &err));
		assert_int_equal(err.code, SAR_EINPUT);
	}
}

static void
nothing_at_all_is_heard_as_nothing(void **state)
{
	struct sound s = sound_new(8000);
	struct sar_hearing h = sound_hear(&s);

	(void)state;
	assert_int_equal(h.n, 0);
	sar_hear_hearing_free(&h);
	(void)sound_more(&s, 0.2); /* two samples */
	h = sound_hear(&s);
	assert_int_equal(h.n, 1);
	assert_int_equal(h.list[0].kind, SAR_HEAR_SILENCE);
	assert_int_equal(h.list[0].to, 2);
	sar_hear_hearing_free(&h);
	sound_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_size_of_block_gives_the_same),
		cmocka_unit_test(a_channel_is_heard_as_if_it_were_alone),
		cmocka_unit_test(what_cannot_be_heard_is_refused),
		cmocka_unit_test(nothing_at_all_is_heard_as_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
