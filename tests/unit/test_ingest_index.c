/* Imports beside other imports into one index. */
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

#define HEADER                                                                \
	"calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata," \
	"duration,billsec,disposition,amaflags,accountcode,uniqueid,"         \
	"userfield,did,cnum,cnam,outbound_cnum,outbound_cnam,dst_cnam,"       \
	"recordingfile,linkedid,peeraccount,sequence\n"
#define ROWS 64 /* what a tick is for */
#define ROW(unique)                                                           \
	"2026-05-01 10:00:00,,01632960123,2001,c,PJSIP/t-1,PJSIP/2001-2,"     \
	"Dial,,10,5,ANSWERED,3,," unique ",,01632960000,01632960123,,,,,,1.1" \
	",,7\n"

static char folder[] = "/tmp/test-ingest-XXXXXX";
static char paths[3][64]; /* two exports and the index */
static struct sar_zone *zone;

static struct sar_index *
open_index(bool write)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = sar_index_open(paths[2], write, &err);

	if (index == NULL)
		fail_msg("%s", err.msg);
	return index;
}

static void
import(struct sar_index *index, size_t first, size_t n,
    struct sar_ingest_options *options, struct sar_ingest_report *report)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9' };
	const char *names[2] = { paths[first], paths[1] };
	struct sar_err err = SAR_ERR_INIT;

	options->zone = zone;
	options->plan = &plan;
	options->root = folder;
	if (sar_ingest_files(index, names, n, options, report, &err) == -1)
		fail_msg("%s", err.msg);
}

/* Another run imports the second export while the first is being read. */
static int
import_second(void *ctx, uint64_t done, uint64_t total, struct sar_err *err)
{
	struct sar_ingest_options options = { .lock_wait = 5 };
	struct sar_ingest_report report;
	struct sar_index *index;
	int *calls = ctx;

	(void)done;
	(void)total;
	(void)err;
	(*calls)++;
	index = open_index(true);
	import(index, 1, 1, &options, &report);
	assert_int_equal(report.rows_new, 1);
	sar_index_close(index);
	return 0;
}

static void
a_dry_run_sees_one_state_of_the_index(void **state)
{
	struct sar_ingest_options options = { .dry_run = true };
	struct sar_ingest_report report;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index;
	int calls = 0;
	const struct sar_progress progress = { &calls, import_second };

	(void)state;
	assert_int_equal(sar_index_create(paths[2], &err), 0);
	index = open_index(false);
	options.progress = &progress;
	import(index, 0, 2, &options, &report);
	assert_int_equal(calls, 1);
	/* Known to the index by now, but not to what this run looks at. */
	assert_int_equal(report.files_known, 0);
	assert_int_equal(report.files, 2);
	/* The next run is another matter. */
	options.progress = NULL;
	import(index, 0, 2, &options, &report);
	assert_int_equal(report.files_known, 1);
	sar_index_close(index);
}

static int
set_up(void **state)
{
	static char first[sizeof(HEADER) + ROWS * sizeof(ROW("100.1"))];
	const char *texts[2] = { first, HEADER ROW("1.2") };
	struct sar_err err = SAR_ERR_INIT;
	size_t i, used = 0;

	(void)state;
	used += (size_t)snprintf(first, sizeof(first), "%s", HEADER);
	for (i = 0; i < ROWS; i++)
		used += (size_t)snprintf(first + used, sizeof(first) - used,
		    ROW("%zu.1"), 100 + i);
	if (mkdtemp(folder) == NULL)
		return -1;
	for (i = 0; i < 3; i++)
		(void)snprintf(paths[i], sizeof(paths[i]), "%s/%zu", folder, i);
	for (i = 0; i < 2; i++)
		if (sar_file_write(paths[i], texts[i], strlen(texts[i]), 0600,
			true, &err) == -1)
			return -1;
	zone = sar_zone_open("Europe/London", &err);
	return zone == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	char name[80];
	size_t i;

	(void)state;
	sar_zone_free(zone);
	for (i = 0; i < 3; i++)
		(void)unlink(paths[i]);
	(void)snprintf(name, sizeof(name), "%s-wal", paths[2]);
	(void)unlink(name);
	(void)snprintf(name, sizeof(name), "%s-shm", paths[2]);
	(void)unlink(name);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_dry_run_sees_one_state_of_the_index),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
