#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/zone.h"

#define SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define FOLDER "/tmp/sar-test-zone-XXXXXX"

static struct sar_zone *
zone_of(const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_zone *zone = sar_zone_open(name, &err);

	if (zone == NULL)
		print_message("%s: %s\n", name, err.msg);
	assert_non_null(zone);
	return zone;
}

static struct sar_civil
civil(const char *text)
{
	struct sar_civil out;

	assert_true(sar_civil_parse(text, &out));
	return out;
}

static struct sar_date
date(const char *text)
{
	struct sar_date out;

	assert_true(sar_date_parse(text, &out));
	return out;
}

static int64_t
utc(const char *text)
{
	int64_t out;

	assert_true(sar_utc_parse(text, &out));
	return out;
}

/* Each local second is named by just the instants that show it. */
static void
local_times_and_instants_agree_all_year(void **state)
{
	static const char *const names[] = { "Europe/London", "Europe/Dublin",
		"America/New_York", "Australia/Lord_Howe", "Africa/Casablanca",
		"America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia" };
	struct sar_zone *zone;
	struct sar_civil local;
	int64_t t, back[2];
	size_t i;
	int n;

	(void)state;
	for (i = 0; i < SIZE(names); i++) {
		zone = zone_of(names[i]);
		/* 2011 to 2013 and 2026, every half hour. */
		for (t = 1293840000; t < 1798761600; t += 1800) {
			if (t == 1388534400)
				t = 1767225600;
			local = sar_zone_local(zone, t);
			n = sar_zone_utc(zone, &local, back);
			assert_in_range(n, 1, 2);
			assert_true(back[0] == t || (n == 2 && back[1] == t));
			assert_true(n == 1 || back[0] < back[1]);
		}
		sar_zone_free(zone);
	}
}

static void
every_day_begins_where_the_date_turns(void **state)
{
	static const char *const names[] = { "Europe/London",
		"America/Sao_Paulo", "Asia/Beirut", "America/Havana" };
	struct sar_zone *zone;
	struct sar_date day;
	struct sar_civil local;
	int64_t days, start;
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(names); i++) {
		zone = zone_of(names[i]);
		/* 2010 to 2019. */
		for (days = 14610; days < 18262; days++) {
			day = sar_date_of_days(days);
			start = sar_zone_day_start(zone, day);
			local = sar_zone_local(zone, start);
			assert_int_equal(sar_date_compare(local.date, day), 0);
			local = sar_zone_local(zone, start - 1);
			assert_true(sar_date_compare(local.date, day) < 0);
		}
		sar_zone_free(zone);
	}
}

static void
a_day_without_midnight_begins_at_its_first_instant(void **state)
{
	struct sar_zone *zone = zone_of("America/Sao_Paulo");

	(void)state;
	assert_int_equal(sar_zone_day_start(zone, date("2018-11-04")),
	    utc("2018-11-04T03:00:00Z"));
	sar_zone_free(zone);
}

static void
a_day_that_never_was_is_empty(void **state)
{
	struct sar_zone *zone = zone_of("Pacific/Apia");

	(void)state;
	assert_int_equal(sar_zone_day_start(zone, date("2011-12-30")),
	    utc("2011-12-30T10:00:00Z"));
	assert_int_equal(sar_zone_day_start(zone, date("2011-12-31")),
	    utc("2011-12-30T10:00:00Z"));
	sar_zone_free(zone);
}

static void
assert_resolved(const char *name, const char *local, const char *want,
    enum sar_zone_fit fit, uint32_t uncertain)
{
	struct sar_zone *zone = zone_of(name);
	struct sar_civil c = civil(local);
	enum sar_zone_fit got_fit;
	uint32_t got_uncertain;
	char text[SAR_UTC_LEN];

	sar_utc_format(sar_zone_resolve(zone, &c, &got_fit, &got_uncertain),
	    text);
	assert_string_equal(text, want);
	assert_int_equal(got_fit, fit);
	assert_int_equal(got_uncertain, uncertain);
	sar_zone_free(zone);
}

static void
a_local_time_resolves_by_rule_t2(void **state)
{
	(void)state;
	assert_resolved("Europe/London", "2026-07-01 12:00:00",
	    "2026-07-01T11:00:00Z", SAR_ZONE_EXACT, 0);
	assert_resolved("Europe/London", "2026-10-25 01:30:00",
	    "2026-10-25T00:30:00Z", SAR_ZONE_REPEATED, 3600);
	assert_resolved("Europe/London", "2026-03-29 01:30:00",
	    "2026-03-29T01:30:00Z", SAR_ZONE_SKIPPED, 3600);
	assert_resolved("Europe/Dublin", "2026-03-29 01:30:00",
	    "2026-03-29T01:30:00Z", SAR_ZONE_SKIPPED, 3600);
	assert_resolved("America/New_York", "2026-03-08 02:30:00",
	    "2026-03-08T07:30:00Z", SAR_ZONE_SKIPPED, 3600);
	assert_resolved("Australia/Lord_Howe", "2026-04-05 01:45:00",
	    "2026-04-04T14:45:00Z", SAR_ZONE_REPEATED, 1800);
	assert_resolved("Pacific/Apia", "2011-12-30 12:00:00",
	    "2011-12-30T22:00:00Z", SAR_ZONE_SKIPPED, 86400);
}

/* mktime(3) answers this one by what it was asked before. */
static void
the_repeated_hour_does_not_depend_on_history(void **state)
{
	struct sar_zone *zone = zone_of("Europe/London");
	struct sar_civil repeated = civil("2026-10-25 01:30:00");
	int64_t after_winter[2], after_summer[2];

	(void)state;
	(void)sar_zone_local(zone, utc("2026-12-01T12:00:00Z"));
	assert_int_equal(sar_zone_utc(zone, &repeated, after_winter), 2);
	(void)sar_zone_local(zone, utc("2026-07-01T12:00:00Z"));
	assert_int_equal(sar_zone_utc(zone, &repeated, after_summer), 2);
	assert_memory_equal(after_winter, after_summer, sizeof(after_winter));
	sar_zone_free(zone);
}

static void
times_past_the_calendar_stay_at_its_ends(void **state)
{
	struct sar_zone *zone = zone_of("Europe/London");
	struct sar_civil local = sar_zone_local(zone, INT64_MAX);

	(void)state;
	assert_int_equal(local.date.year, 9999);
	local = sar_zone_local(zone, INT64_MIN);
	assert_int_equal(local.date.year, 1);
	(void)sar_zone_day_start(zone, date("0001-01-01"));
	(void)sar_zone_day_start(zone, date("9999-12-31"));
	sar_zone_free(zone);
}

static void
assert_unknown(const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_zone *zone = sar_zone_open(name, &err);

	if (zone != NULL)
		print_message("taken: \"%s\"\n", name);
	assert_null(zone);
	assert_int_equal(err.code, SAR_EINPUT);
}

static void
a_name_the_machine_does_not_know_is_refused(void **state)
{
	static const char *const bad[] = { "", "Europe/Lodnon", "Europe",
		"Europe/", "/usr/share/zoneinfo/Europe/London",
		":Europe/London", "../zoneinfo/Europe/London",
		"Europe/../Europe/London", "./Europe/London", "Europe//London",
		"Europe/London ", "Europe/London\n", "GMT0BST,M3.5.0/1,M10.5.0",
		"<+01>-1", "localtime", "posixrules", "right/Europe/London",
		"posix/Europe/London", "zone.tab", "leapseconds", "tzdata.zi" };
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(bad); i++)
		assert_unknown(bad[i]);
}

static void
an_alias_of_a_zone_is_taken(void **state)
{
	static const char *const names[] = { "Europe/Belfast", "GB", "UTC",
		"Etc/GMT+1", "America/Argentina/Buenos_Aires",
		"America/Port-au-Prince" };
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(names); i++)
		sar_zone_free(zone_of(names[i]));
}

static void
a_second_zone_is_refused_while_one_is_open(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_zone *london = zone_of("Europe/London");
	struct sar_zone *again = zone_of("Europe/London");

	(void)state;
	assert_null(sar_zone_open("Europe/Paris", &err));
	assert_int_equal(err.code, SAR_EFAIL);
	sar_zone_free(london);
	assert_null(sar_zone_open("Europe/Paris", &err));
	assert_int_equal(err.code, SAR_EFAIL);
	assert_string_equal(sar_zone_name(again), "Europe/London");
	assert_int_equal(sar_zone_offset(again, 1530446400), 3600);
	sar_zone_free(again);
	again = zone_of("Europe/Paris");
	assert_int_equal(sar_zone_offset(again, 1530446400), 7200);
	sar_zone_free(again);
	sar_zone_free(NULL);
}

static void
put(const char *folder, const char *name, const void *data, size_t len)
{
	char path[256];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "we");
	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static void
drop(const char *folder, const char *name)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	assert_int_equal(remove(path), 0);
}

/* The C library would read all of these as UTC and say nothing. */
static void
data_that_cannot_be_used_is_refused(void **state)
{
	static const char cut[64] = "TZif2";
	char folder[] = FOLDER;
	char fifo[64];

	(void)state;
	assert_non_null(mkdtemp(folder));
	put(folder, "Empty", "", 0);
	put(folder, "Words", "Not a zone, but long enough to be one, surely.",
	    46);
	put(folder, "Cut", cut, sizeof(cut));
	(void)snprintf(fifo, sizeof(fifo), "%s/Fifo", folder);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_int_equal(setenv("TZDIR", folder, 1), 0);
	assert_unknown("Empty");
	assert_unknown("Words");
	assert_unknown("Cut");
	assert_unknown("Fifo");
	assert_unknown("Europe/London");
	assert_int_equal(unsetenv("TZDIR"), 0);
	drop(folder, "Empty");
	drop(folder, "Words");
	drop(folder, "Cut");
	drop(folder, "Fifo");
	assert_int_equal(rmdir(folder), 0);
	sar_zone_free(zone_of("Europe/London"));
}

static void
a_zone_with_leap_seconds_is_refused(void **state)
{
	static const char folder[] = "/usr/share/zoneinfo/right";

	(void)state;
	if (access("/usr/share/zoneinfo/right/Europe/London", R_OK) == -1) {
		print_message("# skip a_zone_with_leap_seconds_is_refused: "
			      "the machine has none\n");
		skip();
	}
	assert_int_equal(setenv("TZDIR", folder, 1), 0);
	assert_unknown("Europe/London");
	assert_int_equal(unsetenv("TZDIR"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(local_times_and_instants_agree_all_year),
		cmocka_unit_test(every_day_begins_where_the_date_turns),
		cmocka_unit_test(
		    a_day_without_midnight_begins_at_its_first_instant),
		cmocka_unit_test(a_day_that_never_was_is_empty),
		cmocka_unit_test(a_local_time_resolves_by_rule_t2),
		cmocka_unit_test(the_repeated_hour_does_not_depend_on_history),
		cmocka_unit_test(times_past_the_calendar_stay_at_its_ends),
		cmocka_unit_test(a_name_the_machine_does_not_know_is_refused),
		cmocka_unit_test(an_alias_of_a_zone_is_taken),
		cmocka_unit_test(a_second_zone_is_refused_while_one_is_open),
		cmocka_unit_test(data_that_cannot_be_used_is_refused),
		cmocka_unit_test(a_zone_with_leap_seconds_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
