/* A sample nobody chose: the numbers an independent program draws. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "casebook/sample.h"

/* Draw from the root 00 01 ... 1f; hashlib drew what is expected. */
static size_t
draw(uint64_t of, const char *seed, size_t n, uint64_t *out)
{
	struct sar_sample sample = { .seed = seed, .of = of };
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	for (i = 0; i < SAR_SHA256_LEN; i++)
		sample.root[i] = (uint8_t)i;
	assert_int_equal(sar_sample_draw(&sample, out, &n, &err), 0);
	return n;
}

static void
another_program_draws_the_same(void **state)
{
	static const uint64_t plain[] = { 84, 68, 0, 20, 71 };
	static const uint64_t seeded[] = { 52, 34, 36, 53, 33 };
	uint64_t out[5];

	(void)state;
	assert_int_equal(draw(100, "", 5, out), 5);
	assert_memory_equal(out, plain, sizeof(plain));
	assert_int_equal(draw(100, "dice", 5, out), 5);
	assert_memory_equal(out, seeded, sizeof(seeded));
}

/* Every second number is past the last whole multiple of so many. */
static void
what_would_favour_the_first_is_passed_over(void **state)
{
	static const uint64_t half[] = { 3472605941360697568,
		7671250192629621200, 2945203886584132548, 4821816274559053821 };
	uint64_t out[4];

	(void)state;
	assert_int_equal(draw(((uint64_t)1 << 63) + 1, "", 4, out), 4);
	assert_memory_equal(out, half, sizeof(half));
	assert_int_equal(draw(UINT64_MAX, "", 1, out), 1);
	assert_true(out[0] == 9225005419984097284U);
}

static void
all_are_drawn_once_when_as_many_are_asked_for(void **state)
{
	static const uint64_t three[] = { 1, 2, 0 };
	static uint64_t out[SAR_SAMPLE_MAX];
	static uint8_t seen[1000];
	size_t i;

	(void)state;
	assert_int_equal(draw(3, "", 25, out), 3);
	assert_memory_equal(out, three, sizeof(three));
	assert_int_equal(draw(1, "", 25, out), 1);
	assert_true(out[0] == 0);
	assert_int_equal(draw(0, "", 25, out), 0);
	assert_int_equal(draw(1000, "", SAR_SAMPLE_MAX, out), 1000);
	for (i = 0; i < 1000; i++) {
		assert_true(out[i] < 1000);
		assert_int_equal(seen[out[i]]++, 0);
	}
}

/* 16 classes of 1000 numbers: chi-squared over 50 is one in 70,000. */
static void
no_part_of_a_log_is_favoured(void **state)
{
	static uint64_t out[SAR_SAMPLE_MAX];
	unsigned counts[16] = { 0 };
	double sum = 0, off;
	size_t i;

	(void)state;
	assert_int_equal(draw(16000, "", 8000, out), 8000);
	for (i = 0; i < 8000; i++)
		counts[out[i] / 1000]++;
	for (i = 0; i < 16; i++) {
		off = (double)counts[i] - 500;
		sum += off * off / 500;
	}
	assert_true(sum < 50);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_program_draws_the_same),
		cmocka_unit_test(what_would_favour_the_first_is_passed_over),
		cmocka_unit_test(all_are_drawn_once_when_as_many_are_asked_for),
		cmocka_unit_test(no_part_of_a_log_is_favoured),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
