#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/date.h"
#include "clock/clock.h"

/* Rules C1 to C13 and every worked case of the reference, section 1.1. */

static struct sar_holidays *table;

static int
set_up(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	table = sar_holidays_builtin(&err);
	return table == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	sar_holidays_free(table);
	return 0;
}

static int32_t
day(const char *text)
{
	struct sar_date date;

	assert_true(sar_date_parse(text, &date));
	return (int32_t)sar_date_days(date);
}

static void
is_day(int32_t got, const char *want)
{
	char text[SAR_DATE_LEN];

	sar_date_format(sar_date_of_days(got), text);
	assert_string_equal(text, want);
}

static struct sar_clock
received(const char *on)
{
	struct sar_clock clock;

	sar_clock_begin(&clock, day(on));
	return clock;
}

static enum sar_clock_wrong
take(struct sar_clock *clock, enum sar_clock_event_kind kind,
    enum sar_clock_need need, const char *on, const char *logged)
{
	struct sar_clock_event event = { kind, need, day(on), day(logged) };
	struct sar_err err = SAR_ERR_INIT;
	enum sar_clock_wrong wrong = SAR_CLOCK_FITS;

	assert_int_equal(sar_clock_take(clock, &event, &wrong, &err), 0);
	return wrong;
}

/* Logged on the day it happened. */
static enum sar_clock_wrong
happens(struct sar_clock *clock, enum sar_clock_event_kind kind, const char *on)
{
	return take(clock, kind, SAR_CLOCK_IDENTITY, on, on);
}

static void
fits(struct sar_clock *clock, enum sar_clock_event_kind kind, const char *on)
{
	assert_int_equal(happens(clock, kind, on), SAR_CLOCK_FITS);
}

static struct sar_clock_dates
as_of(const struct sar_clock *clock, const char *today)
{
	struct sar_clock_dates dates;

	sar_clock_compute(clock, table, SAR_NATION_ENGLAND_AND_WALES,
	    day(today), &dates);
	return dates;
}

static void
every_worked_case_without_an_event_comes_out(void **state)
{
	static const struct {
		const char *received, *base, *due;
	} cases[] = {
		{ "2024-11-25", "2024-12-25", "2024-12-27" },
		{ "2025-01-01", "2025-02-01", "2025-02-03" },
		{ "2025-01-31", "2025-02-28", "2025-02-28" },
		{ "2024-01-31", "2024-02-29", "2024-02-29" },
		{ "2026-01-31", "2026-02-28", "2026-03-02" },
		{ "2025-09-03", "2025-10-03", "2025-10-03" },
		{ "2026-03-03", "2026-04-03", "2026-04-07" },
		{ "2026-07-31", "2026-08-31", "2026-09-01" },
		{ "2026-11-25", "2026-12-25", "2026-12-29" },
	};
	struct sar_clock_dates dates;
	struct sar_clock clock;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		clock = received(cases[i].received);
		dates = as_of(&clock, cases[i].received);
		is_day(dates.start, cases[i].received);
		is_day(dates.base, cases[i].base);
		is_day(dates.latest, cases[i].due);
		is_day(dates.safe, cases[i].due);
		assert_int_equal(dates.state, SAR_CLOCK_RUNNING);
		assert_int_equal(dates.rolled,
		    strcmp(cases[i].base, cases[i].due) != 0);
		assert_true(dates.covered);
	}
}

static void
the_worked_case_of_an_extension_comes_out(void **state)
{
	struct sar_clock clock = received("2025-11-30");
	struct sar_clock_dates dates;

	(void)state;
	fits(&clock, SAR_CLOCK_EXTENDED, "2025-12-10");
	dates = as_of(&clock, "2025-12-10");
	assert_true(dates.extended);
	is_day(dates.notice_by, "2025-12-30");
	is_day(dates.base, "2026-02-28");
	is_day(dates.latest, "2026-03-02");
	is_day(dates.safe, "2026-03-02");
}

static void
the_worked_case_of_a_pause_comes_out(void **state)
{
	struct sar_clock clock = received("2026-05-01");
	struct sar_clock_dates dates;

	(void)state;
	fits(&clock, SAR_CLOCK_QUESTION, "2026-05-05");
	assert_int_equal(as_of(&clock, "2026-05-06").state, SAR_CLOCK_PAUSED);
	fits(&clock, SAR_CLOCK_ANSWER, "2026-05-08");
	dates = as_of(&clock, "2026-05-09");
	assert_int_equal(dates.state, SAR_CLOCK_RUNNING);
	is_day(dates.base, "2026-06-01");
	is_day(dates.latest, "2026-06-05");
	is_day(dates.safe, "2026-06-04");
	is_day(dates.notice_by, "2026-06-04");
	assert_int_equal(dates.paused_inclusive, 4);
	assert_int_equal(dates.paused_exclusive, 3);
	sar_clock_clear(&clock);
}

static void
late_identity_starts_the_clock_and_is_no_pause(void **state)
{
	struct sar_clock clock = received("2026-05-01");
	struct sar_clock_dates dates;

	(void)state;
	fits(&clock, SAR_CLOCK_ASKED, "2026-05-02");
	dates = as_of(&clock, "2026-05-10");
	assert_int_equal(dates.state, SAR_CLOCK_WAITING);
	assert_true(dates.waits[SAR_CLOCK_IDENTITY]);
	assert_false(dates.waits[SAR_CLOCK_FEE]);
	is_day(dates.safe, "2026-06-10");
	fits(&clock, SAR_CLOCK_MET, "2026-05-12");
	dates = as_of(&clock, "2026-05-20");
	assert_int_equal(dates.state, SAR_CLOCK_RUNNING);
	is_day(dates.start, "2026-05-12");
	is_day(dates.safe, "2026-06-12");
	assert_int_equal(dates.paused_inclusive, 0);
}

static void
the_clock_starts_on_the_latest_of_what_was_asked_for(void **state)
{
	struct sar_clock clock = received("2026-05-01");

	(void)state;
	assert_int_equal(take(&clock, SAR_CLOCK_ASKED, SAR_CLOCK_FEE,
			     "2026-05-02", "2026-05-02"),
	    SAR_CLOCK_FITS);
	assert_int_equal(take(&clock, SAR_CLOCK_ASKED, SAR_CLOCK_AUTHORITY,
			     "2026-05-03", "2026-05-03"),
	    SAR_CLOCK_FITS);
	assert_int_equal(take(&clock, SAR_CLOCK_MET, SAR_CLOCK_FEE,
			     "2026-05-20", "2026-05-20"),
	    SAR_CLOCK_FITS);
	assert_true(as_of(&clock, "2026-05-21").waits[SAR_CLOCK_AUTHORITY]);
	assert_int_equal(take(&clock, SAR_CLOCK_MET, SAR_CLOCK_AUTHORITY,
			     "2026-05-14", "2026-05-22"),
	    SAR_CLOCK_FITS);
	is_day(as_of(&clock, "2026-05-22").start, "2026-05-20");
	assert_int_equal(take(&clock, SAR_CLOCK_DROPPED, SAR_CLOCK_FEE,
			     "2026-05-23", "2026-05-23"),
	    SAR_CLOCK_FITS);
	is_day(as_of(&clock, "2026-05-23").start, "2026-05-14");
}

static void
what_did_not_do_is_as_if_it_had_not_come(void **state)
{
	struct sar_clock clock = received("2026-05-01");

	(void)state;
	fits(&clock, SAR_CLOCK_ASKED, "2026-05-02");
	fits(&clock, SAR_CLOCK_MET, "2026-05-05");
	assert_int_equal(happens(&clock, SAR_CLOCK_ASKED, "2026-05-06"),
	    SAR_CLOCK_ASKED_BEFORE);
	fits(&clock, SAR_CLOCK_FAILED, "2026-05-07");
	assert_int_equal(as_of(&clock, "2026-05-08").state, SAR_CLOCK_WAITING);
	fits(&clock, SAR_CLOCK_ASKED, "2026-05-08");
	assert_int_equal(happens(&clock, SAR_CLOCK_ASKED, "2026-05-09"),
	    SAR_CLOCK_ASKED_BEFORE);
	fits(&clock, SAR_CLOCK_MET, "2026-05-11");
	is_day(as_of(&clock, "2026-05-12").start, "2026-05-11");
}

static void
a_pause_before_the_start_counts_for_nothing(void **state)
{
	struct sar_clock clock = received("2026-05-01");
	struct sar_clock_dates dates;

	(void)state;
	fits(&clock, SAR_CLOCK_ASKED, "2026-05-01");
	assert_false(as_of(&clock, "2026-05-04").asking);
	fits(&clock, SAR_CLOCK_QUESTION, "2026-05-04");
	dates = as_of(&clock, "2026-05-05");
	assert_int_equal(dates.state, SAR_CLOCK_WAITING);
	assert_true(dates.asking);
	fits(&clock, SAR_CLOCK_MET, "2026-05-12");
	fits(&clock, SAR_CLOCK_ANSWER, "2026-05-14");
	dates = as_of(&clock, "2026-05-14");
	assert_false(dates.asking);
	assert_int_equal(dates.paused_inclusive, 3); /* 12, 13, 14 */
	assert_int_equal(dates.paused_exclusive, 2);
	is_day(dates.base, "2026-06-12");
	is_day(dates.latest, "2026-06-15");
	is_day(dates.safe, "2026-06-15"); /* 14 June is a Sunday */
	sar_clock_clear(&clock);
}

static void
no_day_of_two_pauses_that_touch_counts_twice(void **state)
{
	struct sar_clock clock = received("2026-05-01");
	struct sar_clock_dates dates;

	(void)state;
	fits(&clock, SAR_CLOCK_QUESTION, "2026-05-05");
	fits(&clock, SAR_CLOCK_ANSWER, "2026-05-08");
	fits(&clock, SAR_CLOCK_QUESTION, "2026-05-08");
	fits(&clock, SAR_CLOCK_ANSWER, "2026-05-11");
	dates = as_of(&clock, "2026-05-11");
	assert_int_equal(dates.paused_inclusive, 7); /* 5 to 11 */
	assert_int_equal(dates.paused_exclusive, 6);
	sar_clock_clear(&clock);
}

static void
a_question_taken_back_is_no_pause(void **state)
{
	struct sar_clock clock = received("2026-05-01");

	(void)state;
	fits(&clock, SAR_CLOCK_QUESTION, "2026-05-05");
	fits(&clock, SAR_CLOCK_WITHDRAWN, "2026-05-20");
	is_day(as_of(&clock, "2026-05-20").latest, "2026-06-01");
	sar_clock_clear(&clock);
}

static void
notice_is_in_time_on_its_last_day_and_no_later(void **state)
{
	struct sar_clock clock = received("2026-05-01");

	(void)state;
	assert_int_equal(happens(&clock, SAR_CLOCK_EXTENDED, "2026-06-02"),
	    SAR_CLOCK_NOTICE_LATE);
	/* Given in time, logged too late to show it. */
	assert_int_equal(take(&clock, SAR_CLOCK_EXTENDED, SAR_CLOCK_IDENTITY,
			     "2026-06-01", "2026-06-02"),
	    SAR_CLOCK_NOTICE_LATE);
	assert_false(as_of(&clock, "2026-06-02").extended);
	is_day(as_of(&clock, "2026-06-02").safe, "2026-06-01");
	fits(&clock, SAR_CLOCK_EXTENDED, "2026-06-01");
	is_day(as_of(&clock, "2026-06-02").safe, "2026-08-03");
	assert_int_equal(happens(&clock, SAR_CLOCK_EXTENDED, "2026-06-01"),
	    SAR_CLOCK_EXTENDED_BEFORE);
}

static void
the_notice_is_not_rolled(void **state)
{
	struct sar_clock clock = received("2026-01-31");

	(void)state;
	is_day(as_of(&clock, "2026-02-01").notice_by, "2026-02-28");
	is_day(as_of(&clock, "2026-02-01").safe, "2026-03-02");
	assert_int_equal(happens(&clock, SAR_CLOCK_EXTENDED, "2026-03-02"),
	    SAR_CLOCK_NOTICE_LATE);
}

static void
an_extension_may_be_noticed_in_a_pause(void **state)
{
	struct sar_clock clock = received("2026-05-01");
	struct sar_clock_dates dates;

	(void)state;
	fits(&clock, SAR_CLOCK_QUESTION, "2026-05-11");
	fits(&clock, SAR_CLOCK_EXTENDED, "2026-06-10");
	fits(&clock, SAR_CLOCK_ANSWER, "2026-06-20");
	dates = as_of(&clock, "2026-06-20");
	assert_true(dates.extended);
	is_day(dates.base, "2026-08-01");
	assert_int_equal(dates.paused_exclusive, 40);
	is_day(dates.safe, "2026-09-10");
	is_day(dates.latest, "2026-09-11");
	sar_clock_clear(&clock);
}

static void
an_extension_left_late_by_a_question_taken_back_is_none(void **state)
{
	struct sar_clock clock = received("2026-05-01");

	(void)state;
	fits(&clock, SAR_CLOCK_QUESTION, "2026-05-11");
	fits(&clock, SAR_CLOCK_EXTENDED, "2026-06-10");
	fits(&clock, SAR_CLOCK_WITHDRAWN, "2026-06-11");
	assert_false(as_of(&clock, "2026-06-11").extended);
	is_day(as_of(&clock, "2026-06-11").safe, "2026-06-01");
	sar_clock_clear(&clock);
}

static void
an_answer_logged_late_does_not_stretch_the_notice(void **state)
{
	struct sar_clock clock = received("2026-05-01");

	(void)state;
	fits(&clock, SAR_CLOCK_QUESTION, "2026-05-05");
	fits(&clock, SAR_CLOCK_EXTENDED, "2026-06-20");
	assert_int_equal(take(&clock, SAR_CLOCK_ANSWER, SAR_CLOCK_IDENTITY,
			     "2026-05-08", "2026-06-21"),
	    SAR_CLOCK_FITS);
	assert_false(as_of(&clock, "2026-06-21").extended);
	is_day(as_of(&clock, "2026-06-21").safe, "2026-06-04");
	sar_clock_clear(&clock);
}

static void
an_extension_of_a_clock_without_a_start_is_refused(void **state)
{
	struct sar_clock clock = received("2026-05-01");

	(void)state;
	fits(&clock, SAR_CLOCK_ASKED, "2026-05-02");
	assert_int_equal(happens(&clock, SAR_CLOCK_EXTENDED, "2026-05-03"),
	    SAR_CLOCK_NOT_RUNNING);
}

static void
nothing_asked_when_the_time_is_up_gives_more_of_it(void **state)
{
	struct sar_clock clock = received("2026-05-01");
	struct sar_clock_dates dates;

	(void)state;
	assert_int_equal(happens(&clock, SAR_CLOCK_QUESTION, "2026-06-02"),
	    SAR_CLOCK_OVER);
	assert_int_equal(happens(&clock, SAR_CLOCK_ASKED, "2026-06-02"),
	    SAR_CLOCK_OVER);
	/* Said to be earlier, when it is logged. */
	assert_int_equal(take(&clock, SAR_CLOCK_ASKED, SAR_CLOCK_FEE,
			     "2026-05-20", "2026-06-02"),
	    SAR_CLOCK_OVER);
	fits(&clock, SAR_CLOCK_QUESTION, "2026-06-01");
	fits(&clock, SAR_CLOCK_ANSWER, "2026-06-03");
	dates = as_of(&clock, "2026-06-03");
	is_day(dates.latest, "2026-06-04");
	is_day(dates.safe, "2026-06-03");
	sar_clock_clear(&clock);
}

static void
a_need_left_late_by_another_one_dropped_is_none(void **state)
{
	struct sar_clock clock = received("2026-05-01");
	struct sar_clock_dates dates;

	(void)state;
	fits(&clock, SAR_CLOCK_ASKED, "2026-05-02");
	assert_int_equal(take(&clock, SAR_CLOCK_ASKED, SAR_CLOCK_FEE,
			     "2026-06-20", "2026-06-20"),
	    SAR_CLOCK_FITS);
	fits(&clock, SAR_CLOCK_DROPPED, "2026-06-21");
	dates = as_of(&clock, "2026-06-21");
	assert_int_equal(dates.state, SAR_CLOCK_RUNNING);
	assert_false(dates.waits[SAR_CLOCK_FEE]);
	is_day(dates.start, "2026-05-01");
	is_day(dates.safe, "2026-06-01");
}

static void
what_does_not_follow_is_refused_and_changes_nothing(void **state)
{
	struct sar_clock clock = received("2026-05-10");

	(void)state;
	assert_int_equal(happens(&clock, SAR_CLOCK_ASKED, "2026-05-09"),
	    SAR_CLOCK_EARLY);
	assert_int_equal(take(&clock, SAR_CLOCK_QUESTION, SAR_CLOCK_IDENTITY,
			     "2026-05-12", "2026-05-11"),
	    SAR_CLOCK_FUTURE);
	assert_int_equal(happens(&clock, SAR_CLOCK_MET, "2026-05-11"),
	    SAR_CLOCK_NOT_ASKED);
	assert_int_equal(happens(&clock, SAR_CLOCK_ANSWER, "2026-05-11"),
	    SAR_CLOCK_NOT_ASKED);
	assert_int_equal(happens(&clock, SAR_CLOCK_WITHDRAWN, "2026-05-11"),
	    SAR_CLOCK_NOT_ASKED);
	fits(&clock, SAR_CLOCK_QUESTION, "2026-05-15");
	assert_int_equal(happens(&clock, SAR_CLOCK_QUESTION, "2026-05-16"),
	    SAR_CLOCK_ASKED_BEFORE);
	assert_int_equal(happens(&clock, SAR_CLOCK_ANSWER, "2026-05-14"),
	    SAR_CLOCK_BACKWARDS);
	fits(&clock, SAR_CLOCK_ANSWER, "2026-05-18");
	assert_int_equal(happens(&clock, SAR_CLOCK_QUESTION, "2026-05-17"),
	    SAR_CLOCK_BACKWARDS);
	assert_int_equal(as_of(&clock, "2026-05-18").paused_inclusive, 4);
	is_day(as_of(&clock, "2026-05-18").start, "2026-05-10");
	sar_clock_clear(&clock);
}

static void
there_is_an_end_to_pauses(void **state)
{
	struct sar_clock clock = received("2026-05-10");
	int i;

	(void)state;
	for (i = 0; i < SAR_CLOCK_PAUSES; i++) {
		fits(&clock, SAR_CLOCK_QUESTION, "2026-05-12");
		fits(&clock, SAR_CLOCK_ANSWER, "2026-05-12");
	}
	assert_int_equal(happens(&clock, SAR_CLOCK_QUESTION, "2026-05-12"),
	    SAR_CLOCK_TOO_MANY);
	assert_int_equal(as_of(&clock, "2026-05-13").paused_inclusive, 1);
	assert_int_equal(as_of(&clock, "2026-05-13").paused_exclusive, 0);
	sar_clock_clear(&clock);
}

static void
nothing_is_rolled_beyond_the_table_and_that_is_said(void **state)
{
	struct sar_clock clock = received("2028-11-30");
	struct sar_clock_dates dates;

	(void)state;
	dates = as_of(&clock, "2028-11-30"); /* Saturday 30 December */
	assert_false(dates.covered);
	assert_false(dates.rolled);
	is_day(dates.safe, "2028-12-30");
	is_day(dates.latest, "2028-12-30");
	clock = received("2028-11-29");
	assert_true(as_of(&clock, "2028-11-29").covered);
	sar_clock_compute(&clock, NULL, SAR_NATION_SCOTLAND, day("2028-11-29"),
	    &dates);
	assert_false(dates.covered);
	is_day(dates.safe, "2028-12-29");
}

static void
each_nation_has_its_own_days(void **state)
{
	struct sar_clock clock = received("2026-03-06");
	struct sar_clock_dates dates;

	(void)state;
	sar_clock_compute(&clock, table, SAR_NATION_SCOTLAND, clock.received,
	    &dates);
	is_day(dates.safe, "2026-04-06");
	sar_clock_compute(&clock, table, SAR_NATION_NORTHERN_IRELAND,
	    clock.received, &dates);
	is_day(dates.safe, "2026-04-07"); /* after Easter Monday */
}

static void
a_leap_day_is_kept_and_clamped(void **state)
{
	struct sar_clock clock = received("2024-02-29");

	(void)state;
	is_day(as_of(&clock, "2024-02-29").base, "2024-03-29");
	is_day(as_of(&clock, "2024-02-29").safe, "2024-04-02");
	clock = received("2023-11-30");
	fits(&clock, SAR_CLOCK_EXTENDED, "2023-12-01");
	is_day(as_of(&clock, "2023-12-01").safe, "2024-02-29");
}

static void
a_complaint_is_to_be_acknowledged_in_thirty_days(void **state)
{
	(void)state;
	is_day(sar_clock_acknowledge(day("2026-06-05")), "2026-07-05");
	is_day(sar_clock_acknowledge(day("2028-02-01")), "2028-03-02");
}

static void
each_reason_has_its_own_words(void **state)
{
	int i, j;

	(void)state;
	for (i = SAR_CLOCK_FITS; i <= SAR_CLOCK_TOO_MANY; i++)
		for (j = SAR_CLOCK_FITS; j < i; j++)
			assert_string_not_equal(
			    sar_clock_wrong_text((enum sar_clock_wrong)i),
			    sar_clock_wrong_text((enum sar_clock_wrong)j));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_worked_case_without_an_event_comes_out),
		cmocka_unit_test(the_worked_case_of_an_extension_comes_out),
		cmocka_unit_test(the_worked_case_of_a_pause_comes_out),
		cmocka_unit_test(
		    late_identity_starts_the_clock_and_is_no_pause),
		cmocka_unit_test(
		    the_clock_starts_on_the_latest_of_what_was_asked_for),
		cmocka_unit_test(what_did_not_do_is_as_if_it_had_not_come),
		cmocka_unit_test(a_pause_before_the_start_counts_for_nothing),
		cmocka_unit_test(no_day_of_two_pauses_that_touch_counts_twice),
		cmocka_unit_test(a_question_taken_back_is_no_pause),
		cmocka_unit_test(
		    notice_is_in_time_on_its_last_day_and_no_later),
		cmocka_unit_test(the_notice_is_not_rolled),
		cmocka_unit_test(an_extension_may_be_noticed_in_a_pause),
		cmocka_unit_test(
		    an_extension_left_late_by_a_question_taken_back_is_none),
		cmocka_unit_test(
		    an_answer_logged_late_does_not_stretch_the_notice),
		cmocka_unit_test(
		    an_extension_of_a_clock_without_a_start_is_refused),
		cmocka_unit_test(
		    nothing_asked_when_the_time_is_up_gives_more_of_it),
		cmocka_unit_test(
		    a_need_left_late_by_another_one_dropped_is_none),
		cmocka_unit_test(
		    what_does_not_follow_is_refused_and_changes_nothing),
		cmocka_unit_test(there_is_an_end_to_pauses),
		cmocka_unit_test(
		    nothing_is_rolled_beyond_the_table_and_that_is_said),
		cmocka_unit_test(each_nation_has_its_own_days),
		cmocka_unit_test(a_leap_day_is_kept_and_clamped),
		cmocka_unit_test(
		    a_complaint_is_to_be_acknowledged_in_thirty_days),
		cmocka_unit_test(each_reason_has_its_own_words),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
