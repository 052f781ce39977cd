/* Oreka's tape messages: what is one, what is none, and what is kept. */
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

#define TAPE(id, stage)                                                \
	"type=tape recid=" id " stage=" stage " timestamp=1778661067 " \
	"filename=" id ".wav localparty=2041 remoteparty=07700900123 " \
	"direction=in duration=5\n"

static char folder[] = "/tmp/test-oreka-XXXXXX";
static char path[64];
static struct sar_zone *zone;
static struct sar_ingest_report report;
static char rejects[4096];

static int
import(const char *text, size_t len, struct sar_err *err)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	struct sar_ingest_options options = { .zone = zone,
		.plan = &plan,
		.root = folder,
		.dry_run = true };
	int rc;

	memset(rejects, 0, sizeof(rejects));
	options.rejects = fmemopen(rejects, sizeof(rejects), "w");
	assert_non_null(options.rejects);
	assert_int_equal(sar_file_write(path, text, len, 0600, true, err), 0);
	rc = sar_ingest_file(NULL, path, &options, &report, err);
	(void)fclose(options.rejects);
	return rc;
}

static void
taken(const char *text, uint64_t rows, const char *rejected)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(import(text, strlen(text), &err), 0);
	assert_string_equal(report.importer, "oreka-tape/1");
	assert_int_equal(report.rows_new, rows);
	assert_string_equal(rejects, rejected);
}

static void
messages_of_one_tape_are_one_leg(void **state)
{
	(void)state;
	taken(TAPE("a", "start") TAPE("b", "start") TAPE("a", "stop")
		  TAPE("a", "ready") TAPE("b", "ready"),
	    2, "");
}

static void
a_tape_that_is_never_ready_is_a_leg_all_the_same(void **state)
{
	(void)state;
	taken(TAPE("a", "start") TAPE("b", "start") TAPE("a", "ready"), 2, "");
}

static void
other_lines_are_none_of_ours(void **state)
{
	(void)state;
	taken("type=tapetag recid=a stage=ready timestamp=1\n"
	      "nothing\n\nxtype=tape recid=a\n" TAPE("a",
		  "ready") "type=tape\n",
	    1, "");
}

static void
what_cannot_be_read_is_named_by_line_and_key(void **state)
{
	(void)state;
	taken(TAPE("a", "ready") TAPE("", "ready") "type=tape recid=b "
						   "recid=c stage=ready "
						   "timestamp=1\n"
						   "type=tape&recid=d&stage="
						   "ready&timestamp=1778661067"
						   "&filename=%zz\n"
						   "type=tape&recid=e&stage="
						   "ready&timestamp=1778661067"
						   "&localparty=%00\n",
	    1,
	    "2\trecid\tempty or too long\n"
	    "3\trecid\tnot a value of a tape message\n"
	    "4\tfilename\tnot a value of a tape message\n"
	    "5\tlocalparty\tnot a value of a tape message\n");
}

static void
more_tapes_than_are_kept_lose_none(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = NULL;
	size_t len = 0;
	FILE *to = open_memstream(&text, &len);
	int i;

	(void)state;
	assert_non_null(to);
	for (i = 0; i < 9000; i++)
		(void)fprintf(to,
		    "type=tape recid=r%d stage=start timestamp=1778661067 "
		    "filename=f localparty=2041 duration=0\n",
		    i);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(import(text, len, &err), 0);
	assert_int_equal(report.rows_new, 9000);
	free(text);
}

static void
a_nul_byte_and_a_list_without_messages_are_refused(void **state)
{
	static const char nul[] = TAPE("a", "ready") "\0\n";
	static const char none[] = "date=2026 duration=5 localParty=2041\n";
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(import(nul, sizeof(nul) - 1, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	err = (struct sar_err)SAR_ERR_INIT;
	assert_int_equal(import(none, sizeof(none) - 1, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
}

static int
set_up(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/export", folder);
	zone = sar_zone_open("Europe/London", &err);
	return zone == NULL ? -1 : 0;
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
		cmocka_unit_test(messages_of_one_tape_are_one_leg),
		cmocka_unit_test(
		    a_tape_that_is_never_ready_is_a_leg_all_the_same),
		cmocka_unit_test(other_lines_are_none_of_ours),
		cmocka_unit_test(what_cannot_be_read_is_named_by_line_and_key),
		cmocka_unit_test(more_tapes_than_are_kept_lose_none),
		cmocka_unit_test(
		    a_nul_byte_and_a_list_without_messages_are_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
