#include "redact_make.h"

#include <sodium.h>

#include "tlog_helpers.h"

/* The reference's own recording: 18 samples at a rate whose block is 4. */
static const struct sar_redact_shape small = { 18, 40, 1 };

static struct sar_redact_seeds
counting_seed(void)
{
	struct sar_redact_seeds seeds;
	size_t i;

	memset(&seeds, 0, sizeof(seeds));
	for (i = 0; i < SAR_REDACT_SEED; i++)
		seeds.seed[0][i] = (uint8_t)i;
	return seeds;
}

static void
small_samples(int16_t samples[18])
{
	int i;

	for (i = 0; i < 18; i++)
		samples[i] = (int16_t)(i * 1000 - 9000);
}

/* "${key}=" and a digest somewhere in ${text}. */
static void
assert_line(const char *text, const char *key, const uint8_t digest[32])
{
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];
	char want[128];

	sar_b64_put(digest, SAR_SHA256_LEN, b64);
	(void)snprintf(want, sizeof(want), "%s%s", key, b64);
	if (strstr(text, want) == NULL)
		fail_msg("%s is not in the vector", want);
}

static void
the_vector_comes_out_byte_for_byte(void **state)
{
	struct sar_redact_seeds seeds = counting_seed();
	struct sar_redact_roots roots;
	uint8_t digest[SAR_SHA256_LEN];
	int16_t samples[18];
	char key[64];
	size_t len;
	char *text = vector("rtv.txt", &len);
	unsigned i;

	(void)state;
	small_samples(samples);
	assert_int_equal(sar_redact_blocks(&small), 5);
	for (i = 0; i < 5; i++) {
		slow_salt(seeds.seed[0], 5, i, digest);
		(void)snprintf(key, sizeof(key), "salt[%u]=", i);
		assert_line(text, key, digest);
		slow_leaf(&small, samples, seeds.seed[0], 0, i, digest);
		assert_line(text, " leaf=", digest);
	}
	commit_all(&small, samples, &seeds, &roots);
	assert_line(text, "root=", roots.root[0]);
	free(text);
}

static void
any_recording_is_committed_to_as_written(void **state)
{
	struct sar_redact_roots roots, slow;
	struct sar_redact_shape shape;
	struct sar_redact_seeds seeds;
	uint64_t random = 1;
	int16_t *samples;
	unsigned round;

	(void)state;
	for (round = 0; round < 150; round++) {
		shape.rate = (uint32_t)(4 + dice(&random) % 120);
		shape.channels = (uint32_t)(1 + dice(&random) % 8);
		shape.frames = dice(&random) % 700;
		samples = make_samples(&shape, dice(&random));
		seeds = make_seeds(dice(&random));
		commit_all(&shape, samples, &seeds, &roots);
		slow_roots(&shape, samples, &seeds, &slow);
		assert_memory_equal(&roots, &slow, sizeof(roots));
		free(samples);
	}
}

static void
the_pieces_it_comes_in_do_not_matter(void **state)
{
	static const size_t pieces[] = { 1, 2, 3, 799, 800, 801, 4095, 4096 };
	struct sar_redact_shape shape = { 9999, 8000, 2 };
	struct sar_redact_seeds seeds = make_seeds(7);
	int16_t *samples = make_samples(&shape, 8);
	struct sar_redact_roots roots, slow;
	size_t i;

	(void)state;
	slow_roots(&shape, samples, &seeds, &slow);
	for (i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		assert_false(commit_guess(&shape, samples, &seeds, shape.frames,
		    pieces[i], &roots));
		assert_memory_equal(&roots, &slow, sizeof(roots));
	}
	free(samples);
}

/* 13 blocks have 4 levels of salts: guesses of 9 to 16 blocks do. */
static void
a_wrong_guess_of_the_length_is_told_or_does_no_harm(void **state)
{
	struct sar_redact_shape shape = { 13 * 8 - 3, 80, 1 };
	struct sar_redact_seeds seeds = make_seeds(3);
	int16_t *samples = make_samples(&shape, 4);
	struct sar_redact_roots roots, slow;
	uint64_t guess;
	bool again;

	(void)state;
	slow_roots(&shape, samples, &seeds, &slow);
	for (guess = 0; guess < 500; guess++) {
		again = commit_guess(&shape, samples, &seeds, guess, 17,
		    &roots);
		assert_int_equal(again, guess <= 8 * 8 || guess > 16 * 8);
		if (!again)
			assert_memory_equal(&roots, &slow, sizeof(roots));
	}
	free(samples);
}

static void
what_is_no_recording_is_refused(void **state)
{
	static const struct sar_redact_shape wrong[] = { { 1, 3, 1 },
		{ 1, 655351, 1 }, { 1, 8000, 0 }, { 1, 8000, 9 },
		{ UINT64_C(86400) * 8000 + 1, 8000, 1 }, { UINT64_MAX, 4, 8 } };
	struct sar_redact_seeds seeds = make_seeds(3);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct sar_err err = SAR_ERR_INIT;

		assert_null(sar_redact_commit_new(&wrong[i], &seeds, &err));
		assert_int_equal(err.code, SAR_EINPUT);
	}
}

static void
a_cut_is_widened_to_whole_blocks(void **state)
{
	static const struct {
		uint64_t from, to, want_from, want_to;
	} cases[] = { { 0, 1, 0, 800 }, { 799, 801, 0, 1600 },
		{ 800, 1600, 800, 1600 }, { 801, 1600, 800, 1600 },
		{ 2399, 2500, 1600, 2500 }, { 2400, 2401, 2400, 2500 },
		{ 0, 2500, 0, 2500 } };
	struct sar_redact_shape shape = { 2500, 8000, 1 };
	uint64_t from, to;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		from = cases[i].from;
		to = cases[i].to;
		sar_redact_align(&shape, &from, &to);
		assert_int_equal(from, cases[i].want_from);
		assert_int_equal(to, cases[i].want_to);
	}
}

static void
cuts_of_some_channels_are_ranges_of_each(void **state)
{
	static const struct sar_redact_range want[] = { { 0, 0, 3 },
		{ 0, 5, 7 }, { 1, 1, 3 } };
	struct sar_redact_shape shape = { 6 * 800 + 5, 8000, 2 };
	struct sar_redact_ranges ranges = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	(void)state;
	assert_int_equal(sar_redact_ranges_add(&ranges, &shape, 1, 4000, 4805,
			     &err),
	    0);
	assert_int_equal(sar_redact_ranges_add(&ranges, &shape, 0, 800, 2400,
			     &err),
	    0);
	assert_int_equal(sar_redact_ranges_add(&ranges, &shape, 1, 0, 800,
			     &err),
	    0);
	sar_redact_ranges_end(&ranges);
	assert_int_equal(ranges.n, 3);
	for (i = 0; i < 3; i++) {
		assert_int_equal(ranges.range[i].channel, want[i].channel);
		assert_int_equal(ranges.range[i].from, want[i].from);
		assert_int_equal(ranges.range[i].to, want[i].to);
	}
	assert_int_equal(sar_redact_ranges_add(&ranges, &shape, 0, 1, 800,
			     &err),
	    -1);
	assert_int_equal(sar_redact_ranges_add(&ranges, &shape, 0, 0, 801,
			     &err),
	    -1);
	assert_int_equal(sar_redact_ranges_add(&ranges, &shape, 0, 0, 4806,
			     &err),
	    -1);
	sar_redact_ranges_free(&ranges);
}

/*
 * Two candidates for what was said: whoever has the seeds tells by the roots
 * which it was.  Without them there is nothing that a guess can be held
 * against: the roots of the very same recording under other seeds are others,
 * and the roots that were published fit no candidate more than another.
 */
static void
only_who_has_the_seeds_can_test_a_guess(void **state)
{
	struct sar_redact_shape shape = { 80 * 40, 800, 1 };
	struct sar_redact_seeds seeds = make_seeds(11), other = make_seeds(12);
	int16_t *yes = make_samples(&shape, 1);
	int16_t *no = make_samples(&shape, 2);
	struct sar_redact_roots published, guess;

	(void)state;
	commit_all(&shape, yes, &seeds, &published);
	commit_all(&shape, yes, &seeds, &guess);
	assert_memory_equal(&guess, &published, sizeof(guess));
	commit_all(&shape, no, &seeds, &guess);
	assert_memory_not_equal(&guess, &published, sizeof(guess));

	sodium_memzero(&seeds, sizeof(seeds));
	commit_all(&shape, yes, &seeds, &guess);
	assert_memory_not_equal(&guess, &published, sizeof(guess));
	commit_all(&shape, yes, &other, &guess);
	assert_memory_not_equal(&guess, &published, sizeof(guess));
	free(yes);
	free(no);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vector_comes_out_byte_for_byte),
		cmocka_unit_test(any_recording_is_committed_to_as_written),
		cmocka_unit_test(the_pieces_it_comes_in_do_not_matter),
		cmocka_unit_test(
		    a_wrong_guess_of_the_length_is_told_or_does_no_harm),
		cmocka_unit_test(what_is_no_recording_is_refused),
		cmocka_unit_test(a_cut_is_widened_to_whole_blocks),
		cmocka_unit_test(cuts_of_some_channels_are_ranges_of_each),
		cmocka_unit_test(only_who_has_the_seeds_can_test_a_guess),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
