#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/civil.h"
#include "base/file.h"
#include "base/utc.h"
#include "export/due.h"

#define WAYS "[policy]\n"

static const struct sar_conf_key known[] = {
	{ "policy", "nation", false },
	{ "policy", "holidays", false },
	{ "policy", "target-days", false },
	{ NULL, NULL, false },
};

static char dir[] = "/tmp/sar-due-XXXXXX";

/* As far as these functions look at one. */
static struct sar_home
home_of(const char *conf)
{
	struct sar_home home = { .dir = dir };
	struct sar_err err = SAR_ERR_INIT;

	home.conf = sar_conf_parse("sar.conf", conf, strlen(conf), known, &err);
	assert_non_null(home.conf);
	home.zone = sar_zone_open("Europe/London", &err);
	assert_non_null(home.zone);
	return home;
}

static void
let_go(struct sar_home *home)
{
	sar_conf_free(home->conf);
	sar_zone_free(home->zone);
	sar_holidays_free(home->holidays);
}

static struct sar_home
ready(const char *conf)
{
	struct sar_home home = home_of(conf);
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_due_policy(&home, &err), 0);
	assert_int_equal(sar_due_holidays(&home, &err), 0);
	return home;
}

static int32_t
day(const char *text)
{
	struct sar_date date;

	assert_true(sar_date_parse(text, &date));
	return (int32_t)sar_date_days(date);
}

static int64_t
at(const char *text)
{
	int64_t utc;

	assert_true(sar_utc_parse(text, &utc));
	return utc;
}

static struct sar_docket
case_of(const char *received)
{
	struct sar_docket docket = { .receive = 7,
		.answered = SAR_DOCKET_NEVER };

	sar_clock_begin(&docket.clock, day(received));
	return docket;
}

static void
days_are_local(void **state)
{
	struct sar_home home = ready(WAYS);

	(void)state;
	assert_int_equal(sar_due_today(&home, at("2026-06-30T23:30:00Z")),
	    day("2026-07-01"));
	assert_int_equal(sar_due_today(&home, at("2026-12-31T23:30:00Z")),
	    day("2026-12-31"));
	let_go(&home);
}

static void
a_case_without_its_receipt_has_no_dates(void **state)
{
	struct sar_home home = ready(WAYS);
	struct sar_docket docket = case_of("2026-05-01");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_clock_dates dates;

	(void)state;
	docket.receive = SAR_DOCKET_NO;
	assert_int_equal(sar_case_dates(&home, &docket, 0, &dates, &err), -1);
	assert_int_equal(err.code, SAR_EREVIEW);
	assert_string_equal(err.msg, "case: its receipt is not in the log");
	assert_string_not_equal(err.hint, "");
	let_go(&home);
}

static void
the_nation_is_that_of_the_case(void **state)
{
	struct sar_home home = ready(WAYS "nation = northern-ireland\n");
	struct sar_docket docket = case_of("2026-03-06");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_clock_dates dates;

	(void)state;
	assert_int_equal(home.nation, SAR_NATION_NORTHERN_IRELAND);
	docket.nation = SAR_NATION_SCOTLAND;
	assert_int_equal(sar_case_dates(&home, &docket,
			     at("2026-03-06T12:00:00Z"), &dates, &err),
	    0);
	assert_int_equal(dates.safe, day("2026-04-06"));
	let_go(&home);
}

static void
an_answer_ends_what_was_open(void **state)
{
	struct sar_home home = ready(WAYS);
	struct sar_docket docket = case_of("2026-05-01");
	struct sar_clock_event asked = { SAR_CLOCK_QUESTION, SAR_CLOCK_IDENTITY,
		day("2026-05-05"), day("2026-05-05") };
	struct sar_err err = SAR_ERR_INIT;
	enum sar_clock_wrong wrong;
	struct sar_clock_dates dates;

	(void)state;
	assert_int_equal(sar_clock_take(&docket.clock, &asked, &wrong, &err),
	    0);
	assert_int_equal(sar_case_dates(&home, &docket,
			     at("2026-05-20T12:00:00Z"), &dates, &err),
	    0);
	assert_int_equal(dates.safe, day("2026-06-16"));
	docket.answered = day("2026-05-08");
	assert_int_equal(sar_case_dates(&home, &docket,
			     at("2026-05-20T12:00:00Z"), &dates, &err),
	    0);
	assert_int_equal(dates.safe, day("2026-06-04"));
	assert_int_equal(dates.latest, day("2026-06-05"));
	sar_clock_clear(&docket.clock);
	let_go(&home);
}

static void
a_target_is_never_after_the_day_to_answer_by(void **state)
{
	struct sar_home home = ready(WAYS "target-days = 31\n");
	struct sar_clock_dates dates = { .start = 1000,
		.paused_exclusive = 3,
		.safe = 1040 };
	int32_t target = 0;

	(void)state;
	assert_true(sar_due_target(&home, &dates, &target));
	assert_int_equal(target, 1034);
	dates.safe = 1033;
	assert_true(sar_due_target(&home, &dates, &target));
	assert_int_equal(target, 1033);
	dates.extended = true;
	assert_false(sar_due_target(&home, &dates, &target));
	let_go(&home);
	home = ready(WAYS);
	dates.extended = false;
	assert_false(sar_due_target(&home, &dates, &target));
	let_go(&home);
}

static void
bad_keys_are_refused_by_line(void **state)
{
	static const char *const bad[] = { WAYS "nation = wales\n",
		WAYS "target-days = 32\n", WAYS "target-days = 0\n" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct sar_home home = home_of(bad[i]);
		struct sar_err err = SAR_ERR_INIT;

		assert_int_equal(sar_due_policy(&home, &err), -1);
		assert_int_equal(err.code, SAR_EINPUT);
		assert_non_null(strstr(err.msg, "sar.conf: line 2: "));
		let_go(&home);
	}
}

static void
the_table_that_is_named_is_the_one_used(void **state)
{
	static const char text[] = "[scotland]\nfrom = 2026-01-01\n"
				   "through = 2026-12-31\nsource = s\n"
				   "holiday = 2026-05-01 a day\n";
	struct sar_home home = home_of(WAYS "holidays = own.conf\n");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_date through;
	char path[64], conf[128];

	(void)state;
	assert_int_equal(sar_due_holidays(&home, &err), -1);
	assert_int_equal(err.code, SAR_EMISSING);
	err = (struct sar_err)SAR_ERR_INIT;
	(void)snprintf(path, sizeof(path), "%s/own.conf", dir);
	assert_int_equal(sar_file_write(path, text, sizeof(text) - 1, 0600,
			     false, &err),
	    0);
	assert_int_equal(sar_due_holidays(&home, &err), 0);
	assert_false(sar_holidays_through(home.holidays,
	    SAR_NATION_ENGLAND_AND_WALES, &through));
	let_go(&home);
	(void)snprintf(conf, sizeof(conf), WAYS "holidays = %s\n", path);
	home = home_of(conf);
	assert_int_equal(sar_due_holidays(&home, &err), 0);
	assert_true(sar_holidays_through(home.holidays, SAR_NATION_SCOTLAND,
	    &through));
	let_go(&home);
	assert_int_equal(sar_file_write(path, "x", 1, 0600, true, &err), 0);
	home = home_of(conf);
	assert_int_equal(sar_due_holidays(&home, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	let_go(&home);
	assert_int_equal(unlink(path), 0);
}

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(dir) == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_local),
		cmocka_unit_test(a_case_without_its_receipt_has_no_dates),
		cmocka_unit_test(the_nation_is_that_of_the_case),
		cmocka_unit_test(an_answer_ends_what_was_open),
		cmocka_unit_test(a_target_is_never_after_the_day_to_answer_by),
		cmocka_unit_test(bad_keys_are_refused_by_line),
		cmocka_unit_test(the_table_that_is_named_is_the_one_used),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
