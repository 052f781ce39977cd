#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/file.h"
#include "clock/holidays.h"

#define FILE_MAX ((size_t)1 << 20)

static struct sar_holidays *
parse(const char *text, struct sar_err *err)
{
	return sar_holidays_parse("t", text, strlen(text), err);
}

static struct sar_holidays *
must_parse(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_holidays *table = parse(text, &err);

	assert_string_equal(err.msg, "");
	assert_non_null(table);
	return table;
}

static void
refused(const char *text, const char *msg)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_null(parse(text, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, msg);
}

static void
rolls(const struct sar_holidays *table, enum sar_nation nation,
    const char *from, const char *to)
{
	struct sar_date day, rolled;
	char text[SAR_DATE_LEN];

	assert_true(sar_date_parse(from, &day));
	assert_true(sar_holidays_roll(table, nation, day, &rolled));
	sar_date_format(rolled, text);
	assert_string_equal(text, to);
}

static void
stays(const struct sar_holidays *table, enum sar_nation nation,
    const char *from)
{
	struct sar_date day, rolled;

	assert_true(sar_date_parse(from, &day));
	assert_false(sar_holidays_roll(table, nation, day, &rolled));
	assert_int_equal(sar_date_compare(day, rolled), 0);
}

static void
the_table_of_the_release_is_that_of_its_source(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_holidays *table = sar_holidays_builtin(&err);
	uint8_t digest[SAR_SHA256_LEN];
	char *text = NULL;
	char path[4096];
	size_t len = 0;

	(void)state;
	assert_non_null(table);
	(void)snprintf(path, sizeof(path), "%s/../lib/clock/holidays.conf",
	    getenv("SAR_TESTS"));
	assert_int_equal(sar_file_read(path, FILE_MAX, &text, &len, &err), 0);
	assert_int_equal(sar_sha256_text(text, len, digest, &err), 0);
	assert_memory_equal(digest, sar_holidays_digest(table), sizeof(digest));
	free(text);
	sar_holidays_free(table);
}

/* What no rule gives: moved, proclaimed, and a nation's alone. */
static void
the_table_of_the_release_has_the_days_that_were_proclaimed(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_holidays *table = sar_holidays_builtin(&err);
	struct sar_date through;
	int i;

	(void)state;
	assert_non_null(table);
	for (i = 0; i < SAR_NATIONS; i++) {
		enum sar_nation nation = (enum sar_nation)i;

		rolls(table, nation, "2020-05-04", "2020-05-04");
		rolls(table, nation, "2020-05-08", "2020-05-11");
		rolls(table, nation, "2022-05-30", "2022-05-30");
		rolls(table, nation, "2022-06-02", "2022-06-06");
		rolls(table, nation, "2022-09-19", "2022-09-20");
		rolls(table, nation, "2023-05-08", "2023-05-09");
		rolls(table, nation, "2021-12-25", "2021-12-29");
		rolls(table, nation, "2022-12-25", "2022-12-28");
		assert_true(sar_holidays_through(table, nation, &through));
		assert_int_equal(through.year, 2028);
	}
	rolls(table, SAR_NATION_SCOTLAND, "2026-06-13", "2026-06-16");
	rolls(table, SAR_NATION_ENGLAND_AND_WALES, "2026-06-13", "2026-06-15");
	rolls(table, SAR_NATION_SCOTLAND, "2027-01-01", "2027-01-05");
	rolls(table, SAR_NATION_SCOTLAND, "2024-11-30", "2024-12-03");
	rolls(table, SAR_NATION_SCOTLAND, "2026-08-03", "2026-08-04");
	rolls(table, SAR_NATION_NORTHERN_IRELAND, "2024-03-17", "2024-03-19");
	rolls(table, SAR_NATION_NORTHERN_IRELAND, "2026-07-12", "2026-07-14");
	sar_holidays_free(table);
}

#define TABLE                                                               \
	"[scotland]\nfrom = 2026-01-01\nthrough = 2026-05-03\nsource = s\n" \
	"holiday = 2026-05-01 May Day\n"

static void
nothing_is_said_of_a_day_outside_or_of_another_nation(void **state)
{
	struct sar_holidays *table = must_parse(TABLE);
	struct sar_date through;

	(void)state;
	rolls(table, SAR_NATION_SCOTLAND, "2026-01-01", "2026-01-01");
	rolls(table, SAR_NATION_SCOTLAND, "2026-04-30", "2026-04-30");
	stays(table, SAR_NATION_SCOTLAND, "2025-12-31");
	/* The fourth, a Monday, may be a holiday. */
	stays(table, SAR_NATION_SCOTLAND, "2026-05-01");
	stays(table, SAR_NATION_SCOTLAND, "2026-05-03");
	stays(table, SAR_NATION_SCOTLAND, "2026-05-05");
	stays(table, SAR_NATION_NORTHERN_IRELAND, "2026-04-30");
	stays(NULL, SAR_NATION_SCOTLAND, "2026-04-30");
	assert_false(sar_holidays_through(table, SAR_NATION_NORTHERN_IRELAND,
	    &through));
	sar_holidays_free(table);
}

static void
a_bad_table_is_refused_by_its_line(void **state)
{
	(void)state;
	refused("", "t: no nation's holidays of a whole year");
	refused("[wales]\nfrom = 2026-01-01\n", "t: line 1: unknown section");
	refused("[scotland]\nfrom = 2026-01-01\n",
	    "t: through: missing from [scotland]");
	refused("[scotland]\nfrom = 2026-02-30\nthrough = 2026-05-03\n"
		"source = s\n",
	    "t: line 2: from: expected a date, as 2026-10-10");
	refused("[scotland]\nfrom = 2026-01-01\nthrough = 2025-05-03\n"
		"source = s\n",
	    "t: line 3: through: expected a date, as 2026-10-10, not before "
	    "from");
	refused("[scotland]\nfrom = 2026-01-01\nthrough = 2026-05-03\n"
		"source = s\n",
	    "t: holiday: missing from [scotland]");
	refused(TABLE "holiday = 2026-05-01 again\n",
	    "t: line 6: holiday: not after the day above, or outside of what "
	    "is covered");
	refused(TABLE "holiday = 2026-05-04 later\n",
	    "t: line 6: holiday: not after the day above, or outside of what "
	    "is covered");
	refused(TABLE "holiday = 2026-05-02\n",
	    "t: line 6: holiday: expected a date and what it is");
	refused(TABLE "holiday = 2/5/2026 a day\n",
	    "t: line 6: holiday: expected a date and what it is");
}

/* Of Scotland: nine days a year. */
#define EVENTS(year)                                                   \
	"{\"date\":\"" year "-01-01\"},{\"date\":\"" year "-01-02\"}," \
	"{\"date\":\"" year "-04-05\"},{\"date\":\"" year "-05-03\"}," \
	"{\"date\":\"" year "-05-24\"},{\"date\":\"" year "-08-03\"}," \
	"{\"date\":\"" year "-11-30\"},{\"date\":\"" year "-12-26\"}," \
	"{\"date\":\"" year "-12-25\", \"title\":\"Christmas Day\"}"
#define SCOTLAND(events)                                                       \
	" \n{\"scotland\":{\"division\":\"scotland\",\"events\":[" events "]}" \
	"}"

static void
of_govuk_whole_years_count_from_the_first_day_to_the_last(void **state)
{
	struct sar_holidays *table =
	    must_parse(SCOTLAND("{\"date\":\"2025-12-26\"}," EVENTS(
		"2027") "," EVENTS("2026") ",{\"date\":\"2028-01-03\"}"));

	(void)state;
	rolls(table, SAR_NATION_SCOTLAND, "2026-01-01", "2026-01-05");
	rolls(table, SAR_NATION_SCOTLAND, "2027-12-23", "2027-12-23");
	stays(table, SAR_NATION_SCOTLAND, "2025-12-31");
	stays(table, SAR_NATION_SCOTLAND, "2027-12-25");
	stays(table, SAR_NATION_SCOTLAND, "2027-12-28");
	stays(table, SAR_NATION_SCOTLAND, "2028-01-03");
	stays(table, SAR_NATION_ENGLAND_AND_WALES, "2026-02-03");
	sar_holidays_free(table);
}

static void
of_govuk_a_year_left_out_ends_what_is_covered(void **state)
{
	struct sar_holidays *table =
	    must_parse(SCOTLAND(EVENTS("2026") "," EVENTS("2028")));

	(void)state;
	rolls(table, SAR_NATION_SCOTLAND, "2026-12-24", "2026-12-24");
	stays(table, SAR_NATION_SCOTLAND, "2027-06-01");
	stays(table, SAR_NATION_SCOTLAND, "2028-06-01");
	sar_holidays_free(table);
}

static void
bad_json_is_refused(void **state)
{
	(void)state;
	refused("{\n\"scotland\":\n", "t: line 3: not a JSON object");
	refused("{}", "t: no nation's holidays of a whole year");
	refused("{\"scotland\":1}", "t: scotland: no list of events");
	refused(SCOTLAND(""), "t: no nation's holidays of a whole year");
	refused(SCOTLAND("{\"date\":\"2026-01-01\"}"),
	    "t: no nation's holidays of a whole year");
	refused(SCOTLAND("{\"date\":\"2026-01-01\"},{\"date\":\"x\"}"),
	    "t: scotland: event 2: expected a date, as 2026-10-10");
	refused(SCOTLAND("{\"date\":20260101}"),
	    "t: scotland: event 1: expected a date, as 2026-10-10");
	refused("{\"scotland\":{\"events\":[],\"events\":[]}}",
	    "t: line 1: not a JSON object");
}

static void
a_nation_goes_by_its_name(void **state)
{
	enum sar_nation nation;
	int i;

	(void)state;
	for (i = 0; i < SAR_NATIONS; i++) {
		assert_true(sar_nation_parse(sar_nation_name((enum sar_nation)
						     i),
		    &nation));
		assert_int_equal(nation, i);
	}
	assert_false(sar_nation_parse("wales", &nation));
	assert_false(sar_nation_parse("", &nation));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_table_of_the_release_is_that_of_its_source),
		cmocka_unit_test(
		    the_table_of_the_release_has_the_days_that_were_proclaimed),
		cmocka_unit_test(
		    nothing_is_said_of_a_day_outside_or_of_another_nation),
		cmocka_unit_test(a_bad_table_is_refused_by_its_line),
		cmocka_unit_test(
		    of_govuk_whole_years_count_from_the_first_day_to_the_last),
		cmocka_unit_test(of_govuk_a_year_left_out_ends_what_is_covered),
		cmocka_unit_test(bad_json_is_refused),
		cmocka_unit_test(a_nation_goes_by_its_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
