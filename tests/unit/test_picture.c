/* Pictures of sound, each held against the one that it must be. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "picture/levels.h"
#include "picture/picture.h"

#define RATE 100
#define FRAMES 320 /* 3.2 s */

/* Of each channel: a second of nothing, one of full scale, one at -20 dB that
   has one sample of full scale, and then the smallest sound there is. */
static int16_t
sample_of(size_t frame)
{
	if (frame < RATE)
		return 0;
	if (frame < 2 * (size_t)RATE)
		return frame % 2 == 0 ? INT16_MIN : INT16_MAX;
	if (frame == 250)
		return INT16_MIN;
	return frame < 3 * (size_t)RATE ? 3200 : 1;
}

/* The second channel is silent. */
static struct sar_levels *
levels_of(uint64_t from, uint64_t to, uint32_t channels, unsigned columns)
{
	struct sar_levels_view view = { from, to, channels, columns };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_levels *levels = sar_levels_new(&view, &err);
	int16_t frame[2] = { 0, 0 };
	size_t i;

	assert_non_null(levels);
	for (i = (size_t)from; i < to; i++) {
		frame[0] = sample_of(i);
		sar_levels_frames(levels, frame, 1);
	}
	return levels;
}

static char *
drawn(const struct sar_picture *picture)
{
	struct sar_buf out = SAR_BUF_INIT;
	char *text;

	sar_picture_draw(picture, &out);
	text = sar_buf_take(&out);
	assert_non_null(text);
	return text;
}

static void
assert_drawn(const struct sar_picture *picture, const char *expected)
{
	char *text = drawn(picture);

	assert_string_equal(text, expected);
	free(text);
}

static void
a_picture_in_ascii(void **state)
{
	struct sar_picture_span cuts[] = { { 90, 150, 1 }, { 160, 161, 0 },
		{ 161, 162, 1 }, { 170, 171, 2 } };
	struct sar_picture_span hints[] = { { 200, 320, 2 } };
	struct sar_levels *levels = levels_of(0, FRAMES, 2, 32);
	struct sar_picture picture = { .levels = levels,
		.rate = RATE,
		.cuts = cuts,
		.n_cuts = 4,
		.hints = hints,
		.n_hints = 1,
		.width = 40 };

	(void)state;
	assert_int_equal(sar_picture_columns(40), 32);
	assert_drawn(&picture, "1    0 |          ##########     :\n"
			       "       |          ##########     #\n"
			       "   -20 |          ####################\n"
			       "       |          ####################\n"
			       "   -40 |          ####################\n"
			       "       |          ####################::\n"
			       "cut    |         [1===] *\n"
			       "suggest|\n"
			       "2    0 |\n"
			       "       |\n"
			       "   -20 |\n"
			       "       |\n"
			       "   -40 |\n"
			       "       |\n"
			       "cut    |                II\n"
			       "suggest|                    (1.........)\n"
			       "time   |0:00      0:01      0:02\n");
	sar_levels_free(levels);
}

static void
a_narrow_picture_in_blocks(void **state)
{
	struct sar_picture_span cuts[] = { { 0, 320, 0 } };
	struct sar_levels *levels = levels_of(150, 320, 1, 17);
	struct sar_picture picture = { .levels = levels,
		.rate = RATE,
		.cuts = cuts,
		.n_cuts = 1,
		.width = 20,
		.utf8 = true };

	(void)state;
	assert_int_equal(sar_picture_columns(20), 17);
	assert_drawn(&picture, "1 │█████     ▁\n"
			       "  │█████     █\n"
			       "  │███████████████\n"
			       "  │███████████████\n"
			       "  │███████████████\n"
			       "  │███████████████▁▁\n"
			       "c │<1══════════════]\n"
			       "t │     0:02\n");
	sar_levels_free(levels);
}

/* Of a cut, and of nothing else; what is red has its sign below it too. */
static void
colour_of_what_is_cut(void **state)
{
	struct sar_picture_span cuts[] = { { 110, 120, 0 } };
	struct sar_levels *levels = levels_of(100, 150, 1, 5);
	struct sar_picture picture = { .levels = levels,
		.rate = RATE,
		.cuts = cuts,
		.n_cuts = 1,
		.width = 20,
		.colour = true };

	(void)state;
	assert_drawn(&picture, "1 |#\033[31m#\033[0m###\n"
			       "  |#\033[31m#\033[0m###\n"
			       "  |#\033[31m#\033[0m###\n"
			       "  |#\033[31m#\033[0m###\n"
			       "  |#\033[31m#\033[0m###\n"
			       "  |#\033[31m#\033[0m###\n"
			       "c |\033[31m I\033[0m\n"
			       "t |0:01\n");
	sar_levels_free(levels);
}

/* How many columns of a terminal a line has, and no sign that moves anything.
 */
static size_t
width_of(const char *line, size_t len)
{
	size_t i, n = 0;

	for (i = 0; i < len; i++) {
		assert_true((unsigned char)line[i] >= 0x20);
		if (((unsigned char)line[i] & 0xc0) != 0x80)
			n++;
	}
	return n;
}

static void
assert_fits(const char *text, unsigned width)
{
	size_t len;

	for (; *text != '\0'; text += len + 1) {
		len = strcspn(text, "\n");
		assert_true(width_of(text, len) <= width);
		assert_true(len == 0 || text[len - 1] != ' ');
	}
}

/* Also where thousands of spans lie in one column. */
static void
no_line_is_too_wide(void **state)
{
	static struct sar_picture_span spans[5000];
	struct sar_picture picture = { .rate = RATE,
		.cuts = spans,
		.n_cuts = 5000,
		.hints = spans,
		.n_hints = 5000 };
	struct sar_levels *levels;
	struct sar_buf out = SAR_BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 5000; i++)
		spans[i] = (struct sar_picture_span){ i / 20,
			i / 20 + 1 + i % 7, (uint32_t)i % 4 };
	for (picture.width = SAR_PICTURE_WIDTH_MIN;
	     picture.width <= SAR_PICTURE_WIDTH_MAX; picture.width += 19) {
		picture.utf8 = picture.width % 2 == 0;
		levels = levels_of(0, FRAMES, 2,
		    sar_picture_columns(picture.width));
		picture.levels = levels;
		sar_picture_draw(&picture, &out);
		sar_picture_legend(&picture, &out);
		assert_int_equal(out.failed, 0);
		assert_fits(out.data, picture.width);
		assert_non_null(strchr(out.data, '*'));
		sar_buf_free(&out);
		sar_levels_free(levels);
	}
}

/* A cut of one frame in a day is seen, and its time is right to the column. */
static void
nothing_is_too_short_to_be_seen(void **state)
{
	const uint64_t day = UINT64_C(24) * 3600 * 48000;
	struct sar_picture_span cuts[] = { { day / 2, day / 2 + 1, 0 } };
	struct sar_levels_view view = { 0, day, 1, 72 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_levels *levels = sar_levels_new(&view, &err);
	struct sar_picture picture = { .levels = levels,
		.rate = 48000,
		.cuts = cuts,
		.n_cuts = 1,
		.width = 80 };
	char *text = drawn(&picture);
	char *line = strstr(text, "cut    |");

	(void)state;
	assert_non_null(line);
	assert_memory_equal(line + 8 + 36, "I\n", 2);
	line = strstr(text, "12:00:00");
	assert_non_null(line);
	assert_int_equal(line - strstr(text, "time   |"), 8 + 36);
	free(text);
	sar_levels_free(levels);
}

/* Against all frames, looked at one by one. */
static void
levels_are_those_of_the_frames(void **state)
{
	struct sar_levels_view view;
	struct sar_levels *levels;
	struct sar_level level;
	uint64_t from, to, f;
	unsigned columns, k;
	int peak;

	(void)state;
	for (columns = 1; columns < 40; columns += 3) {
		levels = levels_of(7, FRAMES, 2, columns);
		view = sar_levels_view(levels);
		for (k = 0; k < columns; k++) {
			from = 7 + (uint64_t)(FRAMES - 7) * k / columns;
			to = 7 + (uint64_t)(FRAMES - 7) * (k + 1) / columns;
			for (peak = 0, f = from; f < to; f++) {
				assert_int_equal(sar_levels_column(&view, f),
				    k);
				if (abs(sample_of((size_t)f)) > peak)
					peak = abs(sample_of((size_t)f));
			}
			level = sar_levels_get(levels, k, 0);
			assert_int_equal(level.peak, peak);
			assert_true(level.mean <= peak);
			assert_int_equal(sar_levels_get(levels, k, 1).peak, 0);
		}
		sar_levels_free(levels);
	}
}

static void
a_few_frames_have_a_column_each(void **state)
{
	struct sar_levels *levels = levels_of(250, 252, 1, 72);

	(void)state;
	assert_int_equal(sar_levels_view(levels).columns, 2);
	assert_int_equal(sar_levels_get(levels, 0, 0).peak, 32768);
	assert_int_equal(sar_levels_get(levels, 0, 0).mean, 32768);
	assert_int_equal(sar_levels_get(levels, 1, 0).peak, 3200);
	sar_levels_free(levels);
}

static void
a_view_that_is_none_is_refused(void **state)
{
	static const struct sar_levels_view bad[] = { { 5, 5, 1, 10 },
		{ 6, 5, 1, 10 }, { 0, 5, 0, 10 }, { 0, 5, 9, 10 },
		{ 0, 5, 1, 0 }, { 0, 5, 1, SAR_LEVELS_COLUMNS_MAX + 1 } };
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err = (struct sar_err)SAR_ERR_INIT;
		assert_null(sar_levels_new(&bad[i], &err));
		assert_int_equal(err.code, SAR_EFAIL);
	}
}

static void
times_are_rounded_down(void **state)
{
	static const struct {
		uint64_t us;
		const char *text;
	} times[] = { { 0, "0:00.000" }, { 999, "0:00.000" },
		{ 59999999, "0:59.999" }, { 60000000, "1:00.000" },
		{ 3599999999, "59:59.999" }, { 3600000000, "1:00:00.000" },
		{ 36061001000, "10:01:01.001" } };
	char out[SAR_PICTURE_TIME];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		sar_picture_time(times[i].us, out);
		assert_string_equal(out, times[i].text);
	}
	assert_int_equal(sar_picture_us(44099, 44100), 999977);
}

static void
a_terminal_only_shows_what_is_said(void **state)
{
	static const struct {
		const char *text, *utf8, *ascii;
	} all[] = { { "plain", "plain", "plain" },
		{ "\033]0;x\a\r\n\t", "?]0;x????", "?]0;x????" },
		{ "caf\xc3\xa9", "caf\xc3\xa9", "caf?" },
		{ "\xc2\x9b"
		  "31m",
		    "?31m", "?31m" },
		{ "\xe2\x80\xae"
		  "x",
		    "?x", "?x" },
		{ "\xff\x9b"
		  "a",
		    "??a", "??a" },
		{ "\x7f", "?", "?" } };
	struct sar_buf out = SAR_BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		sar_picture_shown(all[i].text, strlen(all[i].text), true, &out);
		assert_string_equal(out.data, all[i].utf8);
		sar_buf_free(&out);
		sar_picture_shown(all[i].text, strlen(all[i].text), false,
		    &out);
		assert_string_equal(out.data, all[i].ascii);
		sar_buf_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_picture_in_ascii),
		cmocka_unit_test(a_narrow_picture_in_blocks),
		cmocka_unit_test(colour_of_what_is_cut),
		cmocka_unit_test(no_line_is_too_wide),
		cmocka_unit_test(nothing_is_too_short_to_be_seen),
		cmocka_unit_test(levels_are_those_of_the_frames),
		cmocka_unit_test(a_few_frames_have_a_column_each),
		cmocka_unit_test(a_view_that_is_none_is_refused),
		cmocka_unit_test(times_are_rounded_down),
		cmocka_unit_test(a_terminal_only_shows_what_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
