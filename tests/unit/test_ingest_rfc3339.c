/* Times of RFC 3339, held against the C library's calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ingest/rfc3339.h"

static void
what_is_written_is_read(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "1970-01-01t00:00:00.25z", 250 },
		{ "1970-01-01 01:00:00+01:00", 0 },
		{ "1969-12-31T23:59:59.999Z", -1 },
		{ "1970-01-01T00:00:00-00:30", 1800000 },
		{ "1970-01-01T00:00:00.0019999Z", 1 },
		/* A leap second is the one after. */
		{ "2016-12-31T23:59:60Z", INT64_C(1483228800000) },
	};
	struct sar_rfc3339 when;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(sar_rfc3339_read(cases[i].text, &when));
		assert_true(when.zoned);
		assert_int_equal(when.utc_ms, cases[i].ms);
	}
}

static void
what_is_no_time_is_not(void **state)
{
	static const char *const cases[] = { "", "2026-05-01",
		"2026-05-01T09:31Z", "2026-05-01T09:31:07+0100",
		"2026-05-01T09:31:07.Z", "2026-02-29T09:31:07Z",
		"2026-05-01T24:00:00Z", "2026-05-01T09:31:07+24:00",
		"2026-05-01T09:31:07Z ", "2026-05-01T09:31:61Z", "1777627867",
		"2026-05-01T09:31:07+01:60" };
	struct sar_rfc3339 when;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (sar_rfc3339_read(cases[i], &when))
			fail_msg("was read: %s", cases[i]);
}

static void
without_an_offset_it_is_no_instant(void **state)
{
	struct sar_rfc3339 when;

	(void)state;
	assert_true(sar_rfc3339_read("2026-10-25T01:30:00.5", &when));
	assert_false(when.zoned);
	assert_int_equal(when.civil.hour, 1);
	assert_int_equal(when.ms, 500);
}

/* Written by strftime at an offset, read back as the same instant. */
static void
any_instant_comes_back(void **state)
{
	struct sar_rfc3339 when;
	char civil[32], text[64];
	struct tm tm;
	int64_t utc;
	time_t shifted;
	int offset, i;

	(void)state;
	srandom(7865);
	for (i = 0; i < 20000; i++) {
		utc = (int64_t)random() * 3 - 2000000000;
		offset = (int)(random() % 1439) - 719;
		shifted = (time_t)(utc + offset * 60);
		assert_non_null(gmtime_r(&shifted, &tm));
		assert_true(strftime(civil, sizeof(civil), "%Y-%m-%dT%H:%M:%S",
				&tm) > 0);
		(void)snprintf(text, sizeof(text), "%s.%03d%c%02d:%02d", civil,
		    i % 1000, offset < 0 ? '-' : '+', abs(offset) / 60,
		    abs(offset) % 60);
		assert_true(sar_rfc3339_read(text, &when));
		assert_int_equal(when.utc_ms, utc * 1000 + i % 1000);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(what_is_no_time_is_not),
		cmocka_unit_test(without_an_offset_it_is_no_instant),
		cmocka_unit_test(any_instant_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
