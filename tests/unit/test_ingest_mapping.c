/* Mappings: forms of times and lengths, and what a guess may say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "ingest/guess.h"
#include "ingest/mapped.h"
#include "ingest/timeform.h"

#define BASE                                                   \
	"[system]\nname = x\n[columns]\nref = r\ncaller = a\n" \
	"talk = s\n"

static struct sar_zone *zone;

static int
read_mapping(const char *text, struct sar_err *err)
{
	struct sar_ingest_options options = { .zone = zone,
		.mapping = text,
		.mapping_len = strlen(text),
		.mapping_name = "m" };
	struct sar_mapping *m = sar_mapping_read(&options, err);

	sar_mapping_free(m);
	return m == NULL ? -1 : 0;
}

static void
refuse(const char *text, const char *message)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(read_mapping(text, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, message);
}

static void
reads(const char *form, const char *text, const char *expected)
{
	struct sar_civil civil;
	char out[SAR_CIVIL_LEN];

	assert_true(sar_timeform_ok(form));
	assert_true(sar_timeform_read(form, text, &civil));
	sar_civil_format(&civil, out);
	assert_string_equal(out, expected);
}

static void
every_form_reads_its_times(void **state)
{
	struct sar_civil civil;

	(void)state;
	reads("D/M/YYYY H:MI", "5/6/2026 9:05", "2026-06-05 09:05:00");
	reads("D/M/YYYY H:MI", "15/11/2026 19:05", "2026-11-15 19:05:00");
	reads("DD-MON-YY HH:MI:SS", "05-Jun-26 09:31:07",
	    "2026-06-05 09:31:07");
	reads("D MON YYYY HH:MI", "5 september 2026 09:31",
	    "2026-09-05 09:31:00");
	reads("MM/DD/YYYY H:MI:SS AM", "06/05/2026 12:00:01 AM",
	    "2026-06-05 00:00:01");
	reads("MM/DD/YYYY H:MI:SS AM", "06/05/2026 12:00:01 pm",
	    "2026-06-05 12:00:01");
	reads("YYYYMMDDTHHMISS", "20260605T093107", "2026-06-05 09:31:07");
	reads("YYYY-MM-DD HH:MI:SS.FFF", "2026-06-05 09:31:07.123456",
	    "2026-06-05 09:31:07");
	assert_false(sar_timeform_read("DD/MM/YYYY H:MI AM",
	    "05/06/2026 13:00 PM", &civil));
	assert_false(sar_timeform_read("DD/MM/YYYY HH:MI", "31/02/2026 10:00",
	    &civil));
	assert_false(sar_timeform_read("DD/MM/YYYY HH:MI", "5/6/2026 10:00",
	    &civil));
	assert_false(sar_timeform_read("D MON YYYY HH:MI", "5 Juni 2026 09:31",
	    &civil));
}

static void
an_offset_is_taken_off(void **state)
{
	int64_t utc;

	(void)state;
	/* date -u -d 2026-06-05T08:31:07Z +%s */
	assert_true(sar_timeform_utc("YYYY-MM-DDTHH:MI:SSTZ",
	    "2026-06-05T09:31:07+01:00", &utc));
	assert_int_equal(utc, 1780648267);
	assert_true(sar_timeform_utc("YYYY-MM-DDTHH:MI:SSTZ",
	    "2026-06-05T08:31:07Z", &utc));
	assert_int_equal(utc, 1780648267);
	assert_true(sar_timeform_utc("YYYY-MM-DDTHH:MI:SSTZ",
	    "2026-06-05T03:01:07-0530", &utc));
	assert_int_equal(utc, 1780648267);
	assert_false(sar_timeform_utc("YYYY-MM-DDTHH:MI:SSTZ",
	    "2026-06-05T09:31:07", &utc));
}

static void
forms_that_read_one_text_as_two_times_clash(void **state)
{
	(void)state;
	assert_true(sar_timeform_clash("DD/MM/YYYY HH:MI", "MM/DD/YYYY HH:MI"));
	assert_true(sar_timeform_clash("D/M/YYYY HH:MI", "MM/DD/YYYY HH:MI"));
	assert_true(sar_timeform_clash("DDMMYYYY HH:MI", "YYYYMMDD HH:MI"));
	assert_true(sar_timeform_clash("DD/MM/YY HH:MI", "YY/MM/DD HH:MI"));
	assert_false(sar_timeform_clash("DD/MM/YYYY HH:MI", "D/M/YYYY H:MI"));
	assert_false(sar_timeform_clash("DD/MM/YYYY HH:MI",
	    "YYYY-MM-DD HH:MI"));
}

static void
lengths_round_up_and_have_an_end(void **state)
{
	uint32_t n;

	(void)state;
	assert_true(sar_mapped_length(SAR_MAPPING_SECONDS, "12.0", &n));
	assert_int_equal(n, 12);
	assert_true(sar_mapped_length(SAR_MAPPING_SECONDS, "12.01", &n));
	assert_int_equal(n, 13);
	assert_true(sar_mapped_length(SAR_MAPPING_MS, "12001", &n));
	assert_int_equal(n, 13);
	assert_true(sar_mapped_length(SAR_MAPPING_HMS, "1:02:03", &n));
	assert_int_equal(n, 3723);
	assert_true(sar_mapped_length(SAR_MAPPING_MS60, "90:05", &n));
	assert_int_equal(n, 5405);
	assert_true(sar_mapped_length(SAR_MAPPING_SECONDS, "", &n));
	assert_int_equal(n, 0);
	assert_false(sar_mapped_length(SAR_MAPPING_SECONDS, "1:02:03", &n));
	assert_false(sar_mapped_length(SAR_MAPPING_SECONDS, "12.", &n));
	assert_false(sar_mapped_length(SAR_MAPPING_SECONDS, "-1", &n));
	assert_false(sar_mapped_length(SAR_MAPPING_SECONDS, "604801", &n));
	assert_false(sar_mapped_length(SAR_MAPPING_HMS, "1:60:00", &n));
	assert_false(sar_mapped_length(SAR_MAPPING_HMS, "02:03", &n));
}

static void
a_mapping_that_says_two_things_is_refused(void **state)
{
	(void)state;
	refuse(BASE "[time]\ncolumn = t\nformat = DD/MM/YYYY HH:MI\n"
		    "format = MM/DD/YYYY HH:MI\n",
	    "m: line 10: format: could be read as an earlier one too");
	refuse(BASE "[time]\ncolumn = t\nformat = epoch\nformat = epoch-ms\n",
	    "m: line 10: format: epoch stands alone");
	refuse(BASE "[time]\ncolumn = t\nformat = YYYY-MM-DD HH:MI\n"
		    "format = YYYY-MM-DDTHH:MITZ\n",
	    "m: line 10: format: TZ is in all or in none");
	refuse(BASE "[time]\ncolumn = t\nformat = YYYY-MM-DDTHH:MITZ\n"
		    "zone = UTC\n",
	    "m: line 10: zone: the times have TZ, which says it");
	refuse(BASE "[time]\ncolumn = t\nformat = YYYY-MM-DD HH:MI\n"
		    "zone = Europe/Paris\n",
	    "m: line 10: zone: is not the zone of the import: say --zone");
	refuse(BASE "[time]\ncolumn = t\nformat = YYYY-MM-DD HH:MI\n"
		    "end-clock = e\n",
	    "m: line 10: end-clock: without clock");
	refuse(BASE "[time]\ncolumn = t\nformat = epoch\n"
		    "[recording]\nstrip = /var/rec\n",
	    "m: line 11: strip: does not end as a folder does");
}

static void
a_mapping_without_a_number_or_a_length_is_refused(void **state)
{
	(void)state;
	refuse("[system]\nname = x\n[columns]\nref = r\nlocal = a\ntalk = s\n"
	       "[time]\ncolumn = t\nformat = epoch\n",
	    "m: [columns]: none of caller, called and remote");
	refuse("[system]\nname = x\n[columns]\nref = r\nremote = a\n"
	       "[time]\ncolumn = t\nformat = epoch\n",
	    "m: [columns]: neither talk nor duration, nor an end in [time]");
}

static char *
guess(const char *csv, struct sar_ingest_guess *out, struct sar_err *err)
{
	struct sar_source source;
	struct sar_buf text = SAR_BUF_INIT;

	sar_source_text(&csv, strlen(csv), "x.csv", &source);
	if (sar_guess_source(&source, &text, out, err) == -1) {
		sar_buf_free(&text);
		return NULL;
	}
	return sar_buf_take(&text);
}

#define RAW                                               \
	BASE "recording = f\n[time]\ncolumn = t\nformat " \
	     "= epoch\n[headerless]\n"

static void
a_file_without_a_header_is_told_of_in_full_or_not_at_all(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(read_mapping(RAW "column = c\nrate = 8000\nchannels = "
					  "n\nalaw = A\nsuffix = .x\n",
			     &err),
	    0);
	refuse(RAW "rate = 8000\n", "m: line 12: rate: without column");
	refuse(RAW "suffix = .x\n", "m: line 12: suffix: without column");
	refuse(RAW "alaw = A\n", "m: line 12: alaw: without column");
	refuse(RAW "column = c\nchannels = 1\n",
	    "m: line 12: column: needs rate and channels beside it");
	refuse(RAW "column = c\nrate = 8000\n",
	    "m: line 12: column: needs rate and channels beside it");
	refuse(RAW "column = c\nrate = 0\nchannels = 1\n",
	    "m: line 13: rate: expected a number or a column");
	refuse(BASE "[time]\ncolumn = t\nformat = epoch\n[headerless]\n"
		    "column = c\nrate = 8000\nchannels = 1\n",
	    "m: line 11: column: there is no recording");
}

static void
a_guess_is_a_mapping_that_can_be_read(void **state)
{
	static const char csv[] =
	    "Call ID;Started;Direction;Extension;Other party;Duration;File\n"
	    "1;13/05/2026 09:31:07;IN;2041;07700 900123;0:02:00;1.wav\n"
	    "2;01/05/2026 09:31:07;Out;2041;01632 960123;0:02:00;2.wav\n";
	struct sar_ingest_guess g;
	struct sar_err err = SAR_ERR_INIT;
	char *text = guess(csv, &g, &err);

	(void)state;
	assert_non_null(text);
	assert_int_equal(g.left, 0);
	assert_int_equal(g.rows, 2);
	assert_non_null(strstr(text, "\nref = Call ID\n"));
	assert_non_null(strstr(text, "\nformat = DD/MM/YYYY HH:MI:SS\n"));
	assert_non_null(strstr(text, "\nremote = Other party\n"));
	assert_non_null(strstr(text, "\nlocal = Extension\n"));
	assert_non_null(strstr(text, "\nformat = H:MI:SS\n"));
	assert_non_null(strstr(text, "\nin = IN\n"));
	assert_non_null(strstr(text, "\nout = Out\n"));
	assert_null(strstr(text, "900123"));
	assert_int_equal(read_mapping(text, &err), 0);
	free(text);
}

static void
days_and_months_that_read_both_ways_are_left_to_a_person(void **state)
{
	struct sar_ingest_guess g;
	struct sar_err err = SAR_ERR_INIT;
	char *text = guess("Start,Caller,Duration\n05/06/2026 10:00,2041,5\n",
	    &g, &err);

	(void)state;
	assert_non_null(text);
	assert_int_equal(g.left, 1);
	assert_non_null(strstr(text, "\n# format = DD/MM/YYYY HH:MI\n"));
	assert_non_null(strstr(text, "\n# format = MM/DD/YYYY HH:MI\n"));
	assert_null(strstr(text, "\nformat = DD"));
	assert_int_equal(read_mapping(text, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	free(text);
}

static void
a_number_that_looks_like_an_epoch_is_no_time(void **state)
{
	struct sar_ingest_guess g;
	struct sar_err err = SAR_ERR_INIT;
	char *text = guess("When,Caller,Duration\n"
			   "2026-05-13 10:00:00,1632960123,5\n",
	    &g, &err);

	(void)state;
	/* "When" is no name of a start that is known: a person says so. */
	assert_non_null(text);
	assert_int_equal(g.left, 1);
	assert_non_null(strstr(text, "\n# column = When\n"));
	assert_null(strstr(text, "\nformat = epoch\n"));
	free(text);
}

static void
data_without_a_header_is_refused_and_not_shown(void **state)
{
	static const char *const csvs[] = {
		"05/06/2026 10:00,A. Nother,5\n05/06/2026 10:00,B,5\n",
		"name,07700 900123\nname,07700 900123\n",
		"name,sip:someone@example.org\nname,x\n"
	};
	struct sar_ingest_guess g;
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(csvs) / sizeof(csvs[0]); i++) {
		err = (struct sar_err)SAR_ERR_INIT;
		assert_null(guess(csvs[i], &g, &err));
		assert_int_equal(err.code, SAR_EINPUT);
		assert_null(strstr(err.msg, "Nother"));
		assert_null(strstr(err.msg, "900123"));
	}
}

static void
a_doubled_name_is_never_proposed(void **state)
{
	struct sar_ingest_guess g;
	struct sar_err err = SAR_ERR_INIT;
	char *text = guess("Start,Caller,Caller,Duration\n"
			   "2026-05-13 10:00:00,2041,2042,5\n",
	    &g, &err);

	(void)state;
	assert_non_null(text);
	assert_null(strstr(text, "caller = Caller\n"));
	assert_non_null(strstr(text, "# Column 2 cannot be named"));
	free(text);
}

static void
numbers_of_cases_and_customers_are_no_telephones_and_no_calls(void **state)
{
	struct sar_ingest_guess g;
	struct sar_err err = SAR_ERR_INIT;
	char *text = guess("Start,Caller,Duration,Case number,Customer ID\n"
			   "2026-05-13 10:00:00,2041,5,12345,77\n"
			   "2026-05-13 11:00:00,2041,5,12346,78\n",
	    &g, &err);

	(void)state;
	assert_non_null(text);
	assert_int_equal(g.left, 0);
	assert_non_null(strstr(text, "\nref = {row}\n"));
	assert_non_null(strstr(text, "\n# Not used: Case number\n"));
	assert_non_null(strstr(text, "\n# Not used: Customer ID\n"));
	free(text);
}

static int
set_up(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	zone = sar_zone_open("Europe/London", &err);
	return zone == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	(void)state;
	sar_zone_free(zone);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_reads_its_times),
		cmocka_unit_test(an_offset_is_taken_off),
		cmocka_unit_test(forms_that_read_one_text_as_two_times_clash),
		cmocka_unit_test(lengths_round_up_and_have_an_end),
		cmocka_unit_test(a_mapping_that_says_two_things_is_refused),
		cmocka_unit_test(
		    a_mapping_without_a_number_or_a_length_is_refused),
		cmocka_unit_test(a_guess_is_a_mapping_that_can_be_read),
		cmocka_unit_test(
		    days_and_months_that_read_both_ways_are_left_to_a_person),
		cmocka_unit_test(a_number_that_looks_like_an_epoch_is_no_time),
		cmocka_unit_test(
		    data_without_a_header_is_refused_and_not_shown),
		cmocka_unit_test(a_doubled_name_is_never_proposed),
		cmocka_unit_test(
		    a_file_without_a_header_is_told_of_in_full_or_not_at_all),
		cmocka_unit_test(
		    numbers_of_cases_and_customers_are_no_telephones_and_no_calls),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
