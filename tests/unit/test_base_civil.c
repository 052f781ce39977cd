#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/civil.h"

#define SIZE(a) (sizeof(a) / sizeof((a)[0]))

static struct sar_date
date(const char *text)
{
	struct sar_date out;

	assert_true(sar_date_parse(text, &out));
	return out;
}

static void
assert_date(struct sar_date got, const char *want)
{
	char text[SAR_DATE_LEN];

	sar_date_format(got, text);
	assert_string_equal(text, want);
}

static void
a_date_is_taken_only_in_its_one_form(void **state)
{
	static const char *const good[] = { "2026-10-10", "2024-02-29",
		"2000-02-29", "0001-01-01", "9999-12-31" };
	static const char *const bad[] = { "", "2026-1-10", "2026-01-1",
		"26-01-10", "2026-02-29", "1900-02-29", "2100-02-29",
		"2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00",
		"2026-01-32", "0000-01-01", "10000-01-01", "2026/01/10",
		"2026-01-10 ", " 2026-01-10", "2026-01-10T", "+026-01-10",
		"10/01/2026", "2026-0a-10" };
	struct sar_date out = { 1, 2, 3 };
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(bad); i++)
		assert_false(sar_date_parse(bad[i], &out));
	assert_date(out, "0001-02-03");
	for (i = 0; i < SIZE(good); i++)
		assert_date(date(good[i]), good[i]);
}

static void
days_count_as_the_c_library_counts_them(void **state)
{
	struct sar_date d;
	struct tm tm;
	time_t t;
	int64_t day;

	(void)state;
	/* 1800 to 2200, every day: all kinds of century and leap year. */
	for (day = -62091; day < 84006; day++) {
		d = sar_date_of_days(day);
		t = (time_t)day * 86400;
		assert_non_null(gmtime_r(&t, &tm));
		assert_int_equal(d.year, tm.tm_year + 1900);
		assert_int_equal(d.month, tm.tm_mon + 1);
		assert_int_equal(d.day, tm.tm_mday);
		assert_int_equal(sar_date_weekday(d), tm.tm_wday);
		assert_int_equal(sar_date_days(d), day);
	}
}

static void
days_past_the_calendar_stay_at_its_ends(void **state)
{
	char text[SAR_UTC_LEN];

	(void)state;
	assert_int_equal(sar_date_days(date("0001-01-01")), -719162);
	assert_int_equal(sar_date_days(date("9999-12-31")), 2932896);
	assert_date(sar_date_of_days(-719163), "0001-01-01");
	assert_date(sar_date_of_days(INT64_MIN), "0001-01-01");
	assert_date(sar_date_of_days(2932897), "9999-12-31");
	assert_date(sar_date_of_days(INT64_MAX), "9999-12-31");
	assert_date(sar_date_add_months(date("9999-08-01"), 6), "9999-12-31");
	assert_date(sar_date_add_months(date("0001-03-31"), -6), "0001-01-01");
	assert_date(sar_date_cutoff(date("0001-03-31"), 6), "0001-01-01");
	sar_utc_format(INT64_MAX, text);
	assert_string_equal(text, "9999-12-31T23:59:59Z");
	sar_utc_format(INT64_MIN, text);
	assert_string_equal(text, "0001-01-01T00:00:00Z");
}

static void
dates_compare_by_year_then_month_then_day(void **state)
{
	static const char *const rising[] = { "2025-12-31", "2026-01-31",
		"2026-02-01", "2026-02-02", "2027-01-01" };
	size_t i, j;

	(void)state;
	for (i = 0; i < SIZE(rising); i++)
		for (j = 0; j < SIZE(rising); j++)
			assert_int_equal(sar_date_compare(date(rising[i]),
					     date(rising[j])),
			    i < j ? -1 : i > j);
}

static void
months_backwards_clamp_too(void **state)
{
	(void)state;
	assert_date(sar_date_add_months(date("2026-08-31"), -6), "2026-02-28");
	assert_date(sar_date_add_months(date("2024-03-31"), -1), "2024-02-29");
	assert_date(sar_date_add_months(date("2026-01-15"), -1), "2025-12-15");
	assert_date(sar_date_add_months(date("2026-01-15"), 0), "2026-01-15");
	assert_date(sar_date_add_months(date("2026-01-31"), 13), "2027-02-28");
}

/* Rule T5: every day 1996 to 2039, against the search it stands for. */
static void
the_cutoff_is_the_exact_inverse_of_counting_forward(void **state)
{
	static const int months[] = { 0, 1, 3, 6, 12, 18, 84 };
	int64_t day;
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(months); i++)
		for (day = 9496; day < 9496 + 16071; day++) {
			struct sar_date r = sar_date_of_days(day);
			struct sar_date c = sar_date_cutoff(r, months[i]);
			struct sar_date before =
			    sar_date_of_days(sar_date_days(c) - 1);

			assert_true(sar_date_compare(sar_date_add_months(c,
							 months[i]),
					r) >= 0);
			assert_true(sar_date_compare(sar_date_add_months(before,
							 months[i]),
					r) < 0);
		}
}

static void
a_date_and_time_is_taken_with_blank_or_t(void **state)
{
	struct sar_civil out;
	char text[SAR_CIVIL_LEN];

	(void)state;
	assert_true(sar_civil_parse("2026-10-10 09:31:07", &out));
	sar_civil_format(&out, text);
	assert_string_equal(text, "2026-10-10 09:31:07");
	assert_true(sar_civil_parse("2026-10-10T23:59:59", &out));
	sar_civil_format(&out, text);
	assert_string_equal(text, "2026-10-10 23:59:59");
}

static void
a_time_in_another_form_is_refused(void **state)
{
	static const char *const bad[] = { "", "2026-10-10", "2026-10-10 9:31",
		"2026-10-10 09:31", "2026-10-10 24:00:00",
		"2026-10-10 09:60:00", "2026-10-10 09:31:60",
		"2026-10-10  09:31:07", "2026-10-10 09:31:07Z",
		"2026-10-10 09:31:07+01:00", "2026-10-10 09:31:07.5",
		"2026-02-30 09:31:07", "2026-10-10t09:31:07",
		"2026-10-10 -9:31:07" };
	struct sar_civil out = { { 1, 2, 3 }, 4, 5, 6 };
	char text[SAR_CIVIL_LEN];
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(bad); i++)
		assert_false(sar_civil_parse(bad[i], &out));
	sar_civil_format(&out, text);
	assert_string_equal(text, "0001-02-03 04:05:06");
}

static void
seconds_and_times_turn_into_each_other(void **state)
{
	static const int64_t seconds[] = { 0, -1, 1, 86399, 86400, -86400,
		-86401, 951782400, 4102444799, -62135596800, 253402300799 };
	struct sar_civil civil;
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(seconds); i++) {
		civil = sar_civil_of_seconds(seconds[i]);
		assert_true(sar_date_valid(civil.date));
		assert_int_equal(sar_civil_seconds(&civil), seconds[i]);
	}
}

static void
utc_has_one_form_and_survives_it(void **state)
{
	static const char *const bad[] = { "", "2026-10-10T08:31:07",
		"2026-10-10 08:31:07Z", "2026-10-10T08:31:07z",
		"2026-10-10T08:31:07ZZ", "2026-10-10T08:31:07+00:00",
		"2026-10-10T08:31:61Z", "2026-13-10T08:31:07Z" };
	char text[SAR_UTC_LEN];
	int64_t utc = 7;
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(bad); i++)
		assert_false(sar_utc_parse(bad[i], &utc));
	assert_int_equal(utc, 7);
	assert_true(sar_utc_parse("2026-10-10T08:31:07Z", &utc));
	assert_int_equal(utc, 1791621067);
	sar_utc_format(utc, text);
	assert_string_equal(text, "2026-10-10T08:31:07Z");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_is_taken_only_in_its_one_form),
		cmocka_unit_test(days_count_as_the_c_library_counts_them),
		cmocka_unit_test(days_past_the_calendar_stay_at_its_ends),
		cmocka_unit_test(dates_compare_by_year_then_month_then_day),
		cmocka_unit_test(months_backwards_clamp_too),
		cmocka_unit_test(
		    the_cutoff_is_the_exact_inverse_of_counting_forward),
		cmocka_unit_test(a_date_and_time_is_taken_with_blank_or_t),
		cmocka_unit_test(a_time_in_another_form_is_refused),
		cmocka_unit_test(seconds_and_times_turn_into_each_other),
		cmocka_unit_test(utc_has_one_form_and_survives_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
