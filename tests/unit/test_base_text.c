#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static void
a_number_is_digits_alone_up_to_the_limit(void **state)
{
	uint64_t n = 7;

	(void)state;
	assert_true(sar_text_number("0", 0, &n));
	assert_int_equal(n, 0);
	assert_true(sar_text_number("0042", 42, &n));
	assert_int_equal(n, 42);
	assert_true(sar_text_number("18446744073709551615", UINT64_MAX, &n));
	assert_true(n == UINT64_MAX);
}

static void
what_is_not_a_number_leaves_the_result_alone(void **state)
{
	static const char *const bad[] = { "", " 1", "1 ", "+1", "-1", "1.0",
		"0x10", "1e3", "18446744073709551616",
		"99999999999999999999999" };
	uint64_t n = 7;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(sar_text_number(bad[i], UINT64_MAX, &n));
	assert_false(sar_text_number("43", 42, &n));
	assert_false(sar_text_number("5", 4, &n));
	assert_false(sar_text_number("10", 9, &n));
	assert_int_equal(n, 7);
}

static void
well_formed_utf8_is_taken_at_every_length(void **state)
{
	static const char *const good[] = { "", "plain", "\x7f", "\xc2\x80",
		"\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
		"\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf",
		"caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x93\x9e" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(sar_text_utf8(good[i], strlen(good[i])));
}

static void
overlong_surrogate_and_cut_utf8_is_refused(void **state)
{
	static const char *const bad[] = { "\x80", "\xbf", "\xc0\x80",
		"\xc1\xbf", "\xc2", "\xc2 ", "\xe0\x9f\xbf", "\xe2\x82",
		"\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
		"\xf0\x9f\x93", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
		"ok\xe2\x28\xa1" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(sar_text_utf8(bad[i], strlen(bad[i])));
	assert_false(sar_text_utf8("a\0b", 3));
	/* The third byte is there, but not ours to read. */
	assert_false(sar_text_utf8("\xe2\x82\xac", 2));
}

static void
a_plain_word_is_safe_as_file_name_and_argument(void **state)
{
	static const char *const bad[] = { "", ".", "..", ".hidden", "-rf",
		"a/b", "a b", "a\nb", "caf\xc3\xa9", "a:b", "a+b" };
	size_t i;

	(void)state;
	assert_true(sar_text_plain("a", 1));
	assert_true(sar_text_plain("SAR-2026_0001.b", 40));
	assert_true(sar_text_plain("_x", 2));
	assert_false(sar_text_plain("abc", 2));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(sar_text_plain(bad[i], 40));
}

static void
a_character_is_given_with_its_length(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		uint32_t code;
	} rows[] = {
		{ "a", 1, 'a' },
		{ "\xc2\x80", 2, 0x80 },
		{ "\xdf\xbf?", 2, 0x7ff },
		{ "\xe0\xa0\x80", 3, 0x800 },
		{ "\xef\xbf\xbd", 3, 0xfffd },
		{ "\xf0\x90\x80\x80", 4, 0x10000 },
		{ "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
		{ "\x80", 0, 0 },
		{ "\xc1\xbf", 0, 0 }, /* overlong */
		{ "\xe0\x9f\xbf", 0, 0 },
		{ "\xf0\x8f\xbf\xbf", 0, 0 },
		{ "\xed\xa0\x80", 0, 0 },     /* a surrogate */
		{ "\xf4\x90\x80\x80", 0, 0 }, /* past the last */
		{ "\xe2\x82", 0, 0 },         /* cut short */
		{ "", 0, 0 },
	};
	uint32_t code;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char again[4];

		if (rows[i].n > 0) {
			assert_int_equal(sar_text_encode(rows[i].code, again),
			    rows[i].n);
			assert_memory_equal(again, rows[i].text, rows[i].n);
		}
		code = 0;
		assert_int_equal(sar_text_character(rows[i].text,
				     strlen(rows[i].text), &code),
		    rows[i].n);
		if (rows[i].n > 0)
			assert_int_equal(code, rows[i].code);
	}
	assert_int_equal(sar_text_character("", 1, &code), 1);
	assert_int_equal(code, 0);
}

static void
decimals_are_counted(void **state)
{
	(void)state;
	assert_int_equal(sar_text_decimals(0), 1);
	assert_int_equal(sar_text_decimals(9), 1);
	assert_int_equal(sar_text_decimals(10), 2);
	assert_int_equal(sar_text_decimals(99999), 5);
	assert_int_equal(sar_text_decimals(UINT64_MAX), 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_digits_alone_up_to_the_limit),
		cmocka_unit_test(what_is_not_a_number_leaves_the_result_alone),
		cmocka_unit_test(well_formed_utf8_is_taken_at_every_length),
		cmocka_unit_test(overlong_surrogate_and_cut_utf8_is_refused),
		cmocka_unit_test(
		    a_plain_word_is_safe_as_file_name_and_argument),
		cmocka_unit_test(a_character_is_given_with_its_length),
		cmocka_unit_test(decimals_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
