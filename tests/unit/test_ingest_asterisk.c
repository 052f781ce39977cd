/* Asterisk's times and their basis, channels' names, and a log's calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "ingest/basis.h"
#include "ingest/cdr.h"
#include "ingest/cel.h"
#include "ingest/channel.h"
#include "ingest/names.h"
#include "ingest/stamp.h"

static char folder[] = "/tmp/test-asterisk-XXXXXX";
static char path[64];
static struct sar_zone *zone;
static struct sar_row row;

static void
times_are_read_in_every_form_asterisk_writes(void **state)
{
	static const struct {
		const char *text;
		int64_t utc_ms;
	} instants[] = {
		{ "1782900000", INT64_C(1782900000000) },
		{ "1782900000.5", INT64_C(1782900000500) },
		{ "1782900000.513823", INT64_C(1782900000513) },
		{ "2026-07-01 10:00:00Z", INT64_C(1782900000000) },
		{ "2026-07-01T11:00:00.25+0100", INT64_C(1782900000250) },
		{ "2026-07-01 05:00:00-05:00", INT64_C(1782900000000) },
	};
	struct sar_stamp stamp;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(instants) / sizeof(instants[0]); i++) {
		assert_true(sar_stamp_read(instants[i].text, &stamp));
		assert_true(stamp.instant);
		assert_true(stamp.utc_ms == instants[i].utc_ms);
	}
	assert_true(sar_stamp_read("2026-07-01 11:00:00.999999", &stamp));
	assert_false(stamp.instant);
	assert_int_equal(stamp.ms, 999);
	assert_int_equal(stamp.civil.hour, 11);
}

static void
what_is_no_time_is_not_guessed_at(void **state)
{
	static const char *const bad[] = { "", "0", "12", "1782900000.",
		"1782900000.1234567890", "17829000001234", "2026-07-01",
		"2026-13-01 10:00:00", "2026-07-01 10:00:00 ",
		"2026-07-01 10:00:00+1", "2026-07-01 10:00:00+01:0",
		"2026-07-01 10:00:00+16:00", "2026-7-1 10:00:00", "-1782900000",
		"1782900000x", "0000-00-00 00:00:00" };
	struct sar_stamp stamp;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(sar_stamp_read(bad[i], &stamp));
	assert_true(sar_stamp_none(""));
	assert_true(sar_stamp_none("0.000000"));
	assert_true(sar_stamp_none("0000-00-00 00:00:00"));
	assert_false(sar_stamp_none("2026-07-01 10:00:00"));
}

static void
an_epoch_is_taken_only_from_an_id_that_has_one(void **state)
{
	(void)state;
	assert_true(sar_row_epoch("1782900000.1") == 1782900000);
	assert_true(sar_row_epoch("pbx-01-1782900000.12") == 1782900000);
	assert_true(sar_row_epoch("13624276.2") == 0);
	assert_true(sar_row_epoch("1782900000") == 0);
	assert_true(sar_row_epoch("abc.1") == 0);
	assert_true(sar_row_epoch("99999999999.1") == 0);
	assert_true(sar_row_epoch("") == 0);
	assert_true(sar_cdr_is_id("pbx-1782900000.12"));
	assert_false(sar_cdr_is_id("1782900000.12b"));
	assert_false(sar_cdr_is_id("see ticket 12.5"));
}

/* What the starts and ids of a log prove; the code of settling. */
static enum sar_code
settle(const char *const pairs[][2], size_t n, enum sar_time_basis *basis,
    const char **evidence)
{
	struct sar_reading in = { .name = "log" };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_basis *b;
	struct sar_stamp start;
	size_t i;

	in.context.zone = zone;
	assert_non_null(b = sar_basis_new(&in, &err));
	for (i = 0; i < n; i++) {
		assert_true(sar_stamp_read(pairs[i][0], &start));
		sar_basis_add(b, i + 1, &start, pairs[i][1]);
	}
	if (sar_basis_settle(b, &in, &err) == 0)
		assert_int_equal(err.code, SAR_OK);
	sar_basis_free(b);
	*basis = in.context.basis;
	*evidence = in.evidence;
	return err.code;
}

static void
only_summer_tells_utc_from_local_time(void **state)
{
	static const char *const winter[][2] = {
		{ "2026-01-15 10:00:00", "1768471200.1" },
	};
	static const char *const utc[][2] = {
		{ "2026-01-15 10:00:00", "1768471200.1" },
		{ "2026-07-01 10:00:01", "1782900000.1" },
	};
	static const char *const local[][2] = {
		{ "2026-07-01 11:00:00", "1782900000.1" },
	};
	enum sar_time_basis basis;
	const char *evidence;

	(void)state;
	assert_int_equal(settle(winter, 1, &basis, &evidence), SAR_OK);
	assert_int_equal(basis, SAR_TIME_UNKNOWN);
	assert_int_equal(settle(utc, 2, &basis, &evidence), SAR_OK);
	assert_int_equal(basis, SAR_TIME_UTC);
	assert_string_equal(evidence, "uniqueid");
	assert_int_equal(settle(local, 1, &basis, &evidence), SAR_OK);
	assert_int_equal(basis, SAR_TIME_ZONE);
}

static void
a_later_row_of_the_same_channel_proves_nothing(void **state)
{
	/* A transfer an hour on, in UTC: as if it were local time. */
	static const char *const later[][2] = {
		{ "2026-07-01 10:00:00", "1782900000.1" },
		{ "2026-07-01 11:00:00", "1782900000.1" },
	};
	static const char *const mixed[][2] = {
		{ "2026-07-01 10:00:00", "1782900000.1" },
		{ "2026-07-01 11:00:00", "1782900000.2" },
	};
	enum sar_time_basis basis;
	const char *evidence;

	(void)state;
	assert_int_equal(settle(later, 2, &basis, &evidence), SAR_OK);
	assert_int_equal(basis, SAR_TIME_UTC);
	assert_int_equal(settle(mixed, 2, &basis, &evidence), SAR_EINPUT);
}

static void
a_channel_s_name_gives_an_extension_or_nothing(void **state)
{
	static const struct {
		const char *channel;
		const char *digits; /* "" for none */
	} cases[] = {
		{ "PJSIP/2003-0000004a", "2003" },
		{ "PJSIP/2003", "2003" },
		{ "Local/2003@from-queue-0000001a;1", "2003" },
		{ "PJSIP/trunk-0000004a", "" },
		{ "DAHDI/12-1", "" },
		{ "SIP/1001w-0000004a", "" },
		{ "SIP/01632960123-0000004a", "" },
		{ "", "" },
		{ "Local/s@x-1;1", "" },
	};
	struct sar_row_context context = { .written = { .country = 44 },
		.dialled = { .country = 44, .outside = '9' } };
	size_t i;
	int at;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		sar_row_clear(&row);
		at = sar_channel_party(&row, &context, cases[i].channel);
		if (cases[i].digits[0] == '\0') {
			assert_int_equal(at, SAR_INDEX_NO_PARTY);
			continue;
		}
		assert_int_equal(at, 0);
		assert_string_equal(row.parties[0].number.digits,
		    cases[i].digits);
	}
}

static void
names_are_forgotten_only_for_the_thing_they_stand_for(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_names *names = sar_names_new(&err);
	int things[3000];
	char name[16];
	size_t i;

	(void)state;
	assert_non_null(names);
	for (i = 0; i < 3000; i++) {
		(void)snprintf(name, sizeof(name), "n%zu", i);
		assert_int_equal(sar_names_put(names, name, &things[i], &err),
		    0);
	}
	assert_ptr_equal(sar_names_get(names, "n2999"), &things[2999]);
	sar_names_drop(names, "n7", &things[8]);
	assert_ptr_equal(sar_names_get(names, "n7"), &things[7]);
	sar_names_drop(names, "n7", &things[7]);
	assert_null(sar_names_get(names, "n7"));
	assert_int_equal(sar_names_put(names, "n8", &things[0], &err), 0);
	assert_ptr_equal(sar_names_get(names, "n8"), &things[0]);
	sar_names_free(names);
}

static int
import(const char *text, size_t len, struct sar_ingest_report *report,
    struct sar_err *err)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	struct sar_ingest_options options = { .zone = zone,
		.plan = &plan,
		.root = folder,
		.dry_run = true };

	assert_int_equal(sar_file_write(path, text, len, 0600, true, err), 0);
	return sar_ingest_file(NULL, path, &options, report, err);
}

#define EVENT                                                          \
	"\"%s\",\"%d.0\",\"\",\"01632960123\",\"\",\"\",\"\",\"s\","   \
	"\"c\",\"PJSIP/t-%u\",\"\",\"\",\"3\",\"\",\"1782900000.%u\"," \
	"\"1782900000.%u\",\"\",\"\",\"\",\"\"\n"

/* ${n} events of ${type}, each of a channel of its own or all of the first. */
static char *
events(const char *type, unsigned n, bool apart, size_t *len)
{
	const size_t room = (size_t)n * 256 + 1;
	char *text = malloc(room);
	unsigned i, id;

	assert_non_null(text);
	*len = 0;
	for (i = 0; i < n; i++) {
		id = apart ? i + 1 : 1;
		*len += (size_t)snprintf(text + *len, room - *len, EVENT, type,
		    1782900000 + (int)i, id, id, id);
	}
	return text;
}

static void
channels_that_never_end_are_given_out_at_the_end(void **state)
{
	const unsigned n = SAR_CEL_CHANNELS + 1000;
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;
	size_t len;
	char *text = events("CHAN_START", n, true, &len);

	(void)state;
	assert_int_equal(import(text, len, &report, &err), 0);
	assert_string_equal(report.importer, "asterisk-cel/1");
	assert_int_equal(report.rows_read, n);
	assert_int_equal(report.rows_rejected, 0);
	free(text);
}

static void
a_channel_with_too_many_events_is_given_out_in_parts(void **state)
{
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;
	size_t len;
	char *text = events("BRIDGE_ENTER", 1000, false, &len);

	(void)state;
	assert_int_equal(import(text, len, &report, &err), 0);
	assert_int_equal(report.rows_rejected, 0);
	/* 253 events a part: SAR_CEL_STEPS less room for the next. */
	assert_int_equal(report.rows_read, 4);
	free(text);
}

static int
setup(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	if ((zone = sar_zone_open("Europe/London", &err)) == NULL ||
	    mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/log", folder);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	(void)unlink(path);
	sar_zone_free(zone);
	return rmdir(folder);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read_in_every_form_asterisk_writes),
		cmocka_unit_test(what_is_no_time_is_not_guessed_at),
		cmocka_unit_test(
		    an_epoch_is_taken_only_from_an_id_that_has_one),
		cmocka_unit_test(only_summer_tells_utc_from_local_time),
		cmocka_unit_test(
		    a_later_row_of_the_same_channel_proves_nothing),
		cmocka_unit_test(
		    a_channel_s_name_gives_an_extension_or_nothing),
		cmocka_unit_test(
		    names_are_forgotten_only_for_the_thing_they_stand_for),
		cmocka_unit_test(
		    channels_that_never_end_are_given_out_at_the_end),
		cmocka_unit_test(
		    a_channel_with_too_many_events_is_given_out_in_parts),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
