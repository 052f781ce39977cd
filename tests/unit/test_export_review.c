/* What a page draws of recordings, and which files of its folder are its own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "export/review_folder.h"
#include "export/review_peaks.h"
#include "export/review_state.h"

static void
a_page_is_as_fine_as_some_megabytes_allow(void **state)
{
	/* Of 16 MiB of Base64, and one more. */
	static const struct {
		uint64_t pairs;
		unsigned per_second;
	} cases[] = {
		{ 0, 100 },
		{ 6291456, 100 },
		{ 6291600, 50 },
		{ 2 * 6291400, 50 },
		{ 2 * 6291600, 25 },
		{ 4 * 6291600, 20 },
		{ 5 * 6291600, 10 },
		{ UINT64_MAX / 100, 10 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(sar_review_fineness(cases[i].pairs),
		    cases[i].per_second);
}

/* Hundredths k of channel c go from -k - c to k + c, a few at a time. */
static void
draw(struct sar_review_drawn *drawn, uint64_t frames, unsigned per_second,
    size_t at_once)
{
	const struct sar_index_recording rec = { .frames = frames,
		.rate = 8000,
		.channels = 2 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_peak peaks[256];
	size_t n = (size_t)((frames + 79) / 80) * 2;
	size_t i;

	assert_true(n <= 256);
	for (i = 0; i < n; i++) {
		peaks[i].min = (int8_t)(-(int)(i / 2) - (int)(i % 2));
		peaks[i].max = (int8_t)((i / 2) + (i % 2));
	}
	assert_int_equal(sar_review_drawn_begin(drawn, &rec, per_second, &err),
	    0);
	for (i = 0; i < n; i += at_once)
		sar_review_drawn_take(drawn, peaks + i,
		    n - i < at_once ? n - i : at_once);
	sar_review_drawn_end(drawn);
}

static void
each_pair_is_the_widest_of_its_hundredths(void **state)
{
	struct sar_review_drawn drawn;
	size_t at_once, k;

	(void)state;
	/* 1 s and a frame: 101 hundredths, so 21 pairs at 20 a second. */
	for (at_once = 1; at_once < 9; at_once++) {
		draw(&drawn, 8001, 20, at_once);
		assert_int_equal(drawn.n, 21);
		for (k = 0; k < 20; k++) {
			assert_int_equal(drawn.data[0][2 * k],
			    -(int)(5 * k + 4));
			assert_int_equal(drawn.data[1][2 * k + 1], 5 * k + 5);
		}
		/* The last is of one hundredth alone. */
		assert_int_equal(drawn.data[0][40], -100);
		assert_int_equal(drawn.data[1][41], 101);
		sar_review_drawn_free(&drawn);
		assert_null(drawn.data[0]);
	}
}

static void
at_a_hundred_a_second_they_are_as_they_came(void **state)
{
	struct sar_review_drawn drawn;
	size_t k;

	(void)state;
	draw(&drawn, 80, 100, 2);
	assert_int_equal(drawn.n, 1);
	sar_review_drawn_free(&drawn);
	draw(&drawn, 9600, 100, 7);
	assert_int_equal(drawn.n, 120);
	for (k = 0; k < 120; k++)
		assert_int_equal(drawn.data[1][2 * k + 1], k + 1);
	sar_review_drawn_free(&drawn);
}

/* A recording that goes on, as one that is damaged may, has no more room. */
static void
what_was_not_said_to_come_is_not_drawn(void **state)
{
	const struct sar_index_recording rec = { .frames = 80,
		.rate = 8000,
		.channels = 1 };
	struct sar_peak peaks[500];
	struct sar_review_drawn drawn;
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	memset(peaks, 1, sizeof(peaks));
	assert_int_equal(sar_review_drawn_begin(&drawn, &rec, 100, &err), 0);
	sar_review_drawn_take(&drawn, peaks, 500);
	sar_review_drawn_end(&drawn);
	assert_int_equal(drawn.n, 101);
	sar_review_drawn_free(&drawn);
}

static void
a_copy_is_known_by_its_name_and_nothing_else_is_ours(void **state)
{
	static const char *const copies[] = { "original-01.flac",
		"redacted-01.flac", "original-100.flac",
		"redacted-4294967295.flac" };
	static const char *const others[] = { "", "original-1.flac",
		"original-01.flac.part", "original-.flac", "original-0a.flac",
		"xoriginal-01.flac", "redacted-01.wav", "index.htm",
		"recording", "original-00000000001.flac", "../index.html" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(copies) / sizeof(copies[0]); i++) {
		assert_true(sar_review_is_copy(copies[i]));
		assert_true(sar_review_is_ours(copies[i]));
	}
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(sar_review_is_ours(others[i]));
	assert_true(sar_review_is_ours("index.html"));
	assert_true(sar_review_is_ours("recordings"));
	assert_false(sar_review_is_copy("index.html"));
}

/* It would end the review of all others. */
static void
what_cannot_be_drawn_is_not_heard(void **state)
{
	struct sar_index_recording rec = { .frames = 1000,
		.rate = 100,
		.channels = SAR_REVIEW_CHANNELS_MAX };
	struct sar_item found = { .recording = &rec };
	const struct sar_plan_item item = { .item = &found };

	(void)state;
	assert_true(sar_review_is_heard(&item));
	rec.rate = 99;
	assert_false(sar_review_is_heard(&item));
	rec.rate = 100;
	rec.channels++;
	assert_false(sar_review_is_heard(&item));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_as_fine_as_some_megabytes_allow),
		cmocka_unit_test(each_pair_is_the_widest_of_its_hundredths),
		cmocka_unit_test(at_a_hundred_a_second_they_are_as_they_came),
		cmocka_unit_test(what_was_not_said_to_come_is_not_drawn),
		cmocka_unit_test(what_cannot_be_drawn_is_not_heard),
		cmocka_unit_test(
		    a_copy_is_known_by_its_name_and_nothing_else_is_ours),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
