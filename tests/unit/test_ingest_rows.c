/* Rows of exports: times, paths, and what is no row. */
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
#include "ingest/ingest.h"
#include "ingest/row.h"
#include "ingest/timeform.h"

#define HEADER                                                                \
	"calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata," \
	"duration,billsec,disposition,amaflags,accountcode,uniqueid,"         \
	"userfield,did,cnum,cnam,outbound_cnum,outbound_cnam,dst_cnam,"       \
	"recordingfile,linkedid,peeraccount,sequence\n"
#define ROW(date, unique, file)                                          \
	date ",,01632960123,2001,c,PJSIP/t-1,PJSIP/2001-2,Dial,,10,5,"   \
	     "ANSWERED,3,," unique ",,01632960000,01632960123,,,,," file \
	     ",1.1,,7\n"

static char folder[] = "/tmp/test-ingest-XXXXXX";
static char path[64];
static struct sar_zone *zone;

static int
import(const char *text, struct sar_ingest_report *report, char *rejects,
    size_t size, struct sar_err *err)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	struct sar_ingest_options options = { .zone = zone,
		.plan = &plan,
		.root = folder,
		.dry_run = true };
	int rc;

	if (rejects != NULL) {
		memset(rejects, 0, size);
		options.rejects = fmemopen(rejects, size, "w");
	}
	assert_int_equal(sar_file_write(path, text, strlen(text), 0600, true,
			     err),
	    0);
	rc = sar_ingest_file(NULL, path, &options, report, err);
	if (options.rejects != NULL)
		(void)fclose(options.rejects);
	return rc;
}

static void
the_repeated_hour_is_settled_by_the_channels_epoch(void **state)
{
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	/* 2026-10-25 01:30 is 00:30Z and 01:30Z. */
	assert_int_equal(import(HEADER ROW("2026-10-25 01:30:00",
				    "1792891800.5", ""),
			     &report, NULL, 0, &err),
	    0);
	assert_int_equal(report.times_repeated, 0);
	assert_int_equal(import(HEADER ROW("2026-10-25 01:30:00", "x.5", ""),
			     &report, NULL, 0, &err),
	    0);
	assert_int_equal(report.times_repeated, 1);
	assert_int_equal(import(HEADER ROW("2026-03-29 01:30:00", "x.5", ""),
			     &report, NULL, 0, &err),
	    0);
	assert_int_equal(report.times_skipped, 1);
}

static void
a_path_that_leads_elsewhere_makes_the_row_a_reject(void **state)
{
	static const char *const bad[] = { "../x.wav", "/etc/passwd", "a/b.wav",
		"..", "a\\b.wav" };
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;
	char rejects[256], text[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		(void)snprintf(text, sizeof(text),
		    HEADER ROW("2026-05-01 10:00:00", "1.1", "%s"), bad[i]);
		assert_int_equal(import(text, &report, rejects, sizeof(rejects),
				     &err),
		    0);
		assert_int_equal(report.rows_rejected, 1);
		assert_string_equal(rejects, "2\trecordingfile\tunsafe path\n");
	}
}

static void
a_row_torn_at_the_end_stops_the_import_and_one_before_is_a_reject(void **state)
{
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;
	char rejects[256];

	(void)state;
	assert_int_equal(import(HEADER "2026-05-01 10:00:00,a\n" ROW(
				    "2026-05-01 10:00:00", "1.1", ""),
			     &report, rejects, sizeof(rejects), &err),
	    0);
	assert_int_equal(report.rows_rejected, 1);
	assert_int_equal(report.rows_new, 1);
	assert_string_equal(rejects, "2\t-\twrong number of columns\n");
	assert_int_equal(import(HEADER ROW("2026-05-01 10:00:00", "1.1",
				    "") "2026-05-01 10:0",
			     &report, NULL, 0, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_non_null(strstr(err.msg, "line 3: torn"));
	assert_int_equal(import("", &report, NULL, 0, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
}

static void
no_message_and_no_reject_repeats_a_value(void **state)
{
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;
	char rejects[256];

	(void)state;
	assert_int_equal(import(HEADER ROW("01632960123", "1.1", ""), &report,
			     rejects, sizeof(rejects), &err),
	    0);
	assert_string_equal(rejects, "2\tcalldate\tnot a date and time\n");
}

static void
time_forms_are_read_strictly(void **state)
{
	struct sar_civil t;

	(void)state;
	assert_true(sar_timeform_ok("DD/MM/YYYY HH:MI:SS"));
	assert_true(sar_timeform_ok("YYYY-MM-DDTHH:MI"));
	assert_false(sar_timeform_ok("DD/MM/YYY HH:MI"));
	assert_false(sar_timeform_ok("DD/MM/YYYY"));
	assert_false(sar_timeform_ok("DD/DD/MM/YYYY HH:MI"));
	assert_true(sar_timeform_read("DD/MM/YYYY HH:MI:SS",
	    "12/05/2026 09:31:15", &t));
	assert_int_equal(t.date.day, 12);
	assert_int_equal(t.date.month, 5);
	assert_int_equal(t.second, 15);
	assert_false(sar_timeform_read("DD/MM/YYYY HH:MI", "30/02/2026 09:31",
	    &t));
	assert_false(sar_timeform_read("DD/MM/YYYY HH:MI", "1/05/2026 09:31",
	    &t));
	assert_false(sar_timeform_read("DD/MM/YYYY HH:MI", "12/05/2026 09:31 ",
	    &t));
	assert_false(sar_timeform_read("DD/MM/YYYY HH:MI", "12/05/2026 24:00",
	    &t));
}

static void
a_mapping_names_what_is_wrong_with_it(void **state)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	static const char start[] =
	    "[system]\nname = x\n[time]\ncolumn = t\nformat = epoch\n"
	    "[columns]\nref = r\ncaller = a\ncalled = b\n";
	struct sar_ingest_options options = { .zone = zone,
		.plan = &plan,
		.root = folder,
		.dry_run = true,
		.mapping = start,
		.mapping_len = sizeof(start) - 1,
		.mapping_name = "m.conf" };
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(sar_ingest_file(NULL, path, &options, &report, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_non_null(strstr(err.msg, "m.conf"));
	assert_non_null(strstr(err.msg, "talk"));
}

static int
set_up(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	if (mkdtemp(folder) == NULL ||
	    (zone = sar_zone_open("Europe/London", &err)) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/export.csv", folder);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	sar_zone_free(zone);
	(void)unlink(path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_repeated_hour_is_settled_by_the_channels_epoch),
		cmocka_unit_test(
		    a_path_that_leads_elsewhere_makes_the_row_a_reject),
		cmocka_unit_test(
		    a_row_torn_at_the_end_stops_the_import_and_one_before_is_a_reject),
		cmocka_unit_test(no_message_and_no_reject_repeats_a_value),
		cmocka_unit_test(time_forms_are_read_strictly),
		cmocka_unit_test(a_mapping_names_what_is_wrong_with_it),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
