#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/zone.h"

#define SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define VECTORS 104

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

static struct sar_date
day_after(struct sar_date day)
{
	return sar_date_of_days(sar_date_days(day) + 1);
}

/*
 * The vectors.  Each of these gives what the library makes of one line, in
 * the words of the file.
 */
struct vector {
	const char *kind, *input, *place, *expected;
};

static void
utc_to_local(const struct vector *v, char *out, size_t size)
{
	struct sar_zone *zone = zone_of(v->place);
	int64_t t = utc(v->input);
	struct sar_civil local = sar_zone_local(zone, t);
	int offset = sar_zone_offset(zone, t);
	char text[SAR_CIVIL_LEN];

	sar_civil_format(&local, text);
	text[10] = 'T';
	(void)snprintf(out, size, "%s%c%02d:%02d", text, offset < 0 ? '-' : '+',
	    abs(offset) / 3600, abs(offset) / 60 % 60);
	sar_zone_free(zone);
}

static void
local_to_utc(const struct vector *v, char *out, size_t size)
{
	struct sar_zone *zone = zone_of(v->place);
	struct sar_civil local = civil(v->input);
	char first[SAR_UTC_LEN], second[SAR_UTC_LEN];
	int64_t t[2];
	int n = sar_zone_utc(zone, &local, t);

	if (n > 0)
		sar_utc_format(t[0], first);
	if (n > 1)
		sar_utc_format(t[1], second);
	(void)snprintf(out, size, "%s%s%s", n > 0 ? first : "NONE",
	    n > 1 ? " " : "", n > 1 ? second : "");
	sar_zone_free(zone);
}

static void
day_range(const struct vector *v, char *out, size_t size)
{
	struct sar_zone *zone = zone_of(v->place);
	struct sar_date day = date(v->input);
	char from[SAR_UTC_LEN], to[SAR_UTC_LEN];

	sar_utc_format(sar_zone_day_start(zone, day), from);
	sar_utc_format(sar_zone_day_start(zone, day_after(day)), to);
	(void)snprintf(out, size, "%s %s", from, to);
	sar_zone_free(zone);
}

static void
add6(const struct vector *v, char *out, size_t size)
{
	char text[SAR_DATE_LEN];

	sar_date_format(sar_date_add_months(date(v->input), 6), text);
	(void)snprintf(out, size, "%s", text);
}

static void
cutoff6(const struct vector *v, char *out, size_t size)
{
	struct sar_zone *zone = zone_of("Europe/London");
	struct sar_date cutoff = sar_date_cutoff(date(v->input), 6);
	char day[SAR_DATE_LEN], start[SAR_UTC_LEN];

	sar_date_format(cutoff, day);
	sar_utc_format(sar_zone_day_start(zone, cutoff), start);
	(void)snprintf(out, size, "%s %s", day, start);
	sar_zone_free(zone);
}

static void
in_window(const struct vector *v, char *out, size_t size)
{
	struct sar_zone *zone = zone_of("Europe/London");
	struct sar_civil local = sar_zone_local(zone, utc(v->input));
	struct sar_date last = sar_date_add_months(local.date, 6);
	bool inside = sar_date_compare(date(v->place), last) <= 0;

	(void)snprintf(out, size, "%s", inside ? "yes" : "no");
	sar_zone_free(zone);
}

static void
check(const struct vector *v)
{
	static const struct {
		const char *kind;
		void (*make)(const struct vector *v, char *out, size_t size);
	} kinds[] = {
		{ "utc_to_local", utc_to_local },
		{ "local_to_utc", local_to_utc },
		{ "day_range", day_range },
		{ "add6", add6 },
		{ "cutoff6", cutoff6 },
		{ "in_window", in_window },
	};
	char got[96] = "(no such kind)";
	size_t i;

	for (i = 0; i < SIZE(kinds); i++)
		if (strcmp(kinds[i].kind, v->kind) == 0)
			kinds[i].make(v, got, sizeof(got));
	if (strcmp(got, v->expected) != 0)
		print_message("%s %s %s\n", v->kind, v->input, v->place);
	assert_string_equal(got, v->expected);
}

/* Only the notes, which come last and are not read, have quotes or commas. */
static bool
split(char *line, struct vector *v)
{
	v->kind = strsep(&line, ",");
	v->input = strsep(&line, ",");
	v->place = strsep(&line, ",");
	v->expected = strsep(&line, ",");
	return line != NULL;
}

static void
every_time_vector_holds(void **state)
{
	const char *tests = getenv("SAR_TESTS");
	struct vector v;
	char path[512], line[256];
	unsigned n = 0;
	FILE *f;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/vectors/time-vectors.csv",
	    tests == NULL ? "tests" : tests);
	f = fopen(path, "re");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	while (fgets(line, sizeof(line), f) != NULL) {
		assert_non_null(strchr(line, '\n'));
		assert_true(split(line, &v));
		check(&v);
		n++;
	}
	assert_int_equal(fclose(f), 0);
	assert_int_equal(n, VECTORS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_time_vector_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
