/*
 * Every clock change of some zones since 1900, checked against Python's
 * zoneinfo, which has the same data and not a line of the C library's code.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/zone.h"

#define LEAST_CHANGES 100 /* of each zone, in 141 years */

static const char *const names[] = { "Europe/London", "America/New_York",
	"Australia/Lord_Howe", "Europe/Dublin" };

#define ZONES (sizeof(names) / sizeof(names[0]))

/* What one line says; which numbers mean what is told in zones.py. */
struct answers {
	struct sar_zone *zone;
	size_t zones, utcs, exact, repeated, skipped, days;
	size_t wrong;
};

/* Run the oracle; what it prints is in *${out}. */
static pid_t
start_oracle(FILE **out)
{
	const char *argv[ZONES + 4] = { "python3", "-I" };
	const char *folder = getenv("SAR_TESTS");
	char script[512];
	int ends[2];
	pid_t pid;

	(void)snprintf(script, sizeof(script), "%s/oracle/zones.py",
	    folder == NULL ? "tests" : folder);
	argv[2] = script;
	memcpy(argv + 3, names, sizeof(names));
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		(void)dup2(ends[1], STDOUT_FILENO);
		(void)close(ends[0]);
		(void)close(ends[1]);
		/* execvp() takes them so and changes none. */
		(void)execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(77);
	}
	assert_int_equal(close(ends[1]), 0);
	assert_non_null(*out = fdopen(ends[0], "r"));
	return pid;
}

static void
take_zone(struct answers *a, const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	char name[64];
	unsigned changes;

	assert_int_equal(sscanf(text, "%63s %u", name, &changes), 2);
	assert_true(changes >= LEAST_CHANGES);
	sar_zone_free(a->zone);
	assert_non_null(a->zone = sar_zone_open(name, &err));
	a->zones++;
}

static bool
is_utc_right(struct answers *a, const char *text)
{
	long long utc;
	int offset;
	struct sar_civil local;

	assert_int_equal(sscanf(text, "%lld %d", &utc, &offset), 2);
	local = sar_zone_local(a->zone, utc);
	a->utcs++;
	return sar_zone_offset(a->zone, utc) == offset &&
	       sar_civil_seconds(&local) == utc + offset;
}

static void
count_fit(struct answers *a, enum sar_zone_fit fit)
{
	switch (fit) {
	case SAR_ZONE_EXACT:
		a->exact++;
		break;
	case SAR_ZONE_REPEATED:
		a->repeated++;
		break;
	case SAR_ZONE_SKIPPED:
		a->skipped++;
		break;
	}
}

static bool
is_local_right(struct answers *a, const char *text)
{
	static const char *const fits[] = { "exact", "repeated", "skipped" };
	long long time, want[2] = { 0, 0 }, resolved;
	int64_t got[2] = { 0, 0 };
	uint32_t uncertain, got_uncertain;
	enum sar_zone_fit fit;
	struct sar_civil local;
	char word[16];
	int n, used, i;

	assert_int_equal(sscanf(text, "%lld %d%n", &time, &n, &used), 2);
	assert_in_range(n, 0, 2);
	text += used;
	for (i = 0; i < n; i++) {
		assert_int_equal(sscanf(text, "%lld%n", &want[i], &used), 1);
		text += used;
	}
	assert_int_equal(sscanf(text, "%lld %15s %u", &resolved, word,
			     &uncertain),
	    3);
	local = sar_civil_of_seconds(time);
	if (sar_zone_utc(a->zone, &local, got) != n)
		return false;
	for (i = 0; i < n; i++)
		if (got[i] != want[i])
			return false;
	if (sar_zone_resolve(a->zone, &local, &fit, &got_uncertain) != resolved)
		return false;
	count_fit(a, fit);
	return strcmp(fits[fit], word) == 0 && got_uncertain == uncertain;
}

static bool
is_day_right(struct answers *a, const char *text)
{
	long long midnight, start;

	assert_int_equal(sscanf(text, "%lld %lld", &midnight, &start), 2);
	a->days++;
	return sar_zone_day_start(a->zone,
		   sar_civil_of_seconds(midnight).date) == start;
}

static void
take_line(struct answers *a, const char *line)
{
	bool right = true;

	if (strncmp(line, "zone ", 5) == 0)
		take_zone(a, line + 5);
	else if (strncmp(line, "utc ", 4) == 0)
		right = is_utc_right(a, line + 4);
	else if (strncmp(line, "local ", 6) == 0)
		right = is_local_right(a, line + 6);
	else if (strncmp(line, "day ", 4) == 0)
		right = is_day_right(a, line + 4);
	else
		fail_msg("not a line of zones.py");
	if (right)
		return;
	if (a->wrong++ < 20)
		print_message("%s: not as zoneinfo says: %s",
		    sar_zone_name(a->zone), line);
}

static void
every_clock_change_is_as_zoneinfo_says(void **state)
{
	struct answers a = { 0 };
	FILE *out = NULL;
	char line[256];
	pid_t pid = start_oracle(&out);
	int status;

	(void)state;
	while (fgets(line, sizeof(line), out) != NULL)
		take_line(&a, line);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	sar_zone_free(a.zone);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77 && a.zones == 0) {
		print_message("# skip every clock change: no python3 with "
			      "zoneinfo and its data\n");
		skip();
	}
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	print_message("%zu zones: %zu instants, %zu local times exact, %zu "
		      "repeated, %zu skipped, %zu days; %zu wrong\n",
	    a.zones, a.utcs, a.exact, a.repeated, a.skipped, a.days, a.wrong);
	assert_int_equal(a.wrong, 0);
	assert_int_equal(a.zones, ZONES);
	assert_true(a.repeated > 1000 && a.skipped > 1000 && a.days > 1000);
}

/* The law of the day, not the data: a zone file that lost history shows. */
static void
historic_offsets_of_london_are_those_of_the_law(void **state)
{
	static const struct {
		const char *utc;
		int hours;
	} list[] = {
		{ "1916-05-21T01:59:59Z", 0 }, /* Summer Time Act 1916 */
		{ "1916-05-21T02:00:00Z", 1 },
		{ "1941-05-04T01:00:00Z", 2 }, /* double summer time */
		{ "1941-12-25T12:00:00Z", 1 }, /* and no winter between */
		{ "1945-07-15T01:00:00Z", 1 },
		{ "1947-04-13T01:00:00Z", 2 },
		{ "1947-11-02T02:00:00Z", 0 },
		{ "1968-02-18T01:59:59Z", 0 }, /* British Standard Time */
		{ "1968-02-18T02:00:00Z", 1 },
		{ "1970-01-01T00:00:00Z", 1 },
		{ "1971-10-31T01:59:59Z", 1 },
		{ "1971-10-31T02:00:00Z", 0 },
		{ "2026-03-29T01:00:00Z", 1 },
		{ "2026-10-25T01:00:00Z", 0 },
	};
	struct sar_err err = SAR_ERR_INIT;
	struct sar_zone *zone = sar_zone_open("Europe/London", &err);
	int64_t utc;
	size_t i;

	(void)state;
	assert_non_null(zone);
	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		assert_true(sar_utc_parse(list[i].utc, &utc));
		assert_int_equal(sar_zone_offset(zone, utc),
		    list[i].hours * 3600);
	}
	sar_zone_free(zone);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_clock_change_is_as_zoneinfo_says),
		cmocka_unit_test(
		    historic_offsets_of_london_are_those_of_the_law),
	};

	return cmocka_run_group_tests_name("base_zoneinfo", tests, NULL, NULL);
}
