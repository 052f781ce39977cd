#ifndef SAR_TEST_EXPORT_CASE_H
#define SAR_TEST_EXPORT_CASE_H

/*
 * A home, a case in it and an extension of it, as the tests of steps use them.
 */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/b64.h"
#include "base/file.h"
#include "export/event.h"

#define NOW 1768298400 /* 2026-01-13T10:00:00Z */

/* What the log's writer takes for the time, in place of the C library's. */
static time_t clock_says = NOW;

time_t
time(time_t *out)
{
	if (out != NULL)
		*out = clock_says;
	return clock_says;
}

struct bench {
	char dir[64];
	struct sar_home *home;
	struct sar_case *c;
};

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *where)
{
	(void)st;
	(void)flag;
	(void)where;
	return remove(path);
}

static void
open_home(struct bench *b)
{
	const char *tests = getenv("SAR_TESTS");
	struct sar_err err = SAR_ERR_INIT;
	char *path, *text = NULL;
	size_t len;

	path = sar_file_join(tests == NULL ? "tests" : tests,
	    "../sample-data/sar.conf", &err);
	assert_non_null(path);
	if (sar_file_read(path, 65536, &text, &len, &err) == -1 ||
	    sar_home_create(b->dir, text, len, NULL, NOW, &err) == -1 ||
	    (b->home = sar_home_open(b->dir, &err)) == NULL)
		fail_msg("%s", err.msg);
	free(text);
	free(path);
}

static int
set_up(void **state)
{
	static const struct sar_request_fields fields = { .ref = "A-1",
		.numbers = { "01632 960123" },
		.n_numbers = 1,
		.from = "2025-12-01",
		.to = "2025-12-31",
		.received = "2026-01-02" };
	struct sar_err err = SAR_ERR_INIT;
	struct bench *b = calloc(1, sizeof(*b));

	clock_says = NOW;
	assert_non_null(b);
	(void)snprintf(b->dir, sizeof(b->dir), "/tmp/sar-home-XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	open_home(b);
	if (sar_case_create(b->home, &fields, &err) == -1 ||
	    (b->c = sar_case_open(b->home, "A-1", true, 0, &err)) == NULL)
		fail_msg("%s", err.msg);
	*state = b;
	return 0;
}

/* The same, and the request came on the 2nd, for the log too. */
static int
set_up_received(void **state)
{
	struct sar_home_record record = { .type = "receive", .now = NOW };
	char digest[SAR_B64_LEN(SAR_SHA256_LEN)];
	const uint8_t bytes[SAR_SHA256_LEN] = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	const struct bench *b;
	json_t *members;
	uint64_t seq;

	(void)set_up(state);
	b = *state;
	sar_b64_put(bytes, sizeof(bytes), digest);
	members = json_pack("{ssssssssssss}", "by", "u7", "case", "A-1",
	    "nation", "england-and-wales", "received", "2026-01-02", "request",
	    digest, "scope", "2025-12-01/2025-12-31");
	record.members = members;
	if (sar_home_log(b->home, &record, &seq, &err) == -1)
		fail_msg("%s", err.msg);
	json_decref(members);
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	sar_case_free(b->c);
	sar_home_free(b->home);
	(void)nftw(b->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(b);
	return 0;
}

/* An extension on the 13th, of the text ${text}. */
static struct sar_case_event
extension(json_t **members, const char *text)
{
	*members = json_pack("{ssss}", "on", "2026-01-13", "reason", "complex");
	assert_non_null(*members);
	return (struct sar_case_event){ .type = SAR_RECORD_EXTEND,
		.members = *members,
		.text = text,
		.text_name = "letters/extension.txt",
		.by = "u1041",
		.now = NOW };
}

static int
extend(const struct bench *b, const char *text, uint64_t *record, bool *logged,
    struct sar_err *err)
{
	json_t *members;
	struct sar_case_event event = extension(&members, text);
	int rc;

	*err = (struct sar_err)SAR_ERR_INIT;
	rc = sar_case_event(b->c, &event, record, logged, err);
	json_decref(members);
	return rc;
}

/* What is in the file ${name} of the case; NULL when there is none. */
static char *
content(const struct bench *b, const char *name)
{
	struct sar_err err = SAR_ERR_INIT;
	char *path = sar_case_path(b->c, name, &err);
	char *text = NULL;
	size_t len;

	assert_non_null(path);
	if (sar_file_read(path, 1 << 20, &text, &len, &err) == -1)
		text = NULL;
	free(path);
	return text;
}

/* Every record of the log but the first, one a line. */
struct seen {
	uint64_t n;
	char last[2048];
};

static int
see(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct seen *seen = ctx;

	(void)err;
	seen->n = record->seq + 1;
	assert_true(record->len < sizeof(seen->last));
	memcpy(seen->last, record->line, record->len);
	seen->last[record->len] = '\0';
	return 0;
}

static struct seen
read_log(const struct bench *b)
{
	struct seen seen = { 0 };
	const struct sar_log_reading how = { .record = see, .ctx = &seen };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log *log = sar_home_log_open(b->home, &how, &err);

	if (log == NULL)
		fail_msg("%s", err.msg);
	sar_log_free(log);
	return seen;
}

#define IN_HOME(test) \
	cmocka_unit_test_setup_teardown(test, set_up_received, tear_down)

#endif
