/* What gets into the log of a home, and what never does. */
#include <ftw.h>
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
#include "export/home.h"

#define NOW 1768298400 /* 2026-01-13T10:00:00Z */

struct bench {
	char dir[64];
	struct sar_home *home;
};

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *where)
{
	(void)st;
	(void)flag;
	(void)where;
	return remove(path);
}

static int
set_up(void **state)
{
	const char *tests = getenv("SAR_TESTS");
	struct sar_err err = SAR_ERR_INIT;
	struct bench *b = calloc(1, sizeof(*b));
	char *path, *text = NULL;
	size_t len;

	assert_non_null(b);
	(void)snprintf(b->dir, sizeof(b->dir), "/tmp/sar-home-XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	path = sar_file_join(tests == NULL ? "tests" : tests,
	    "../sample-data/sar.conf", &err);
	assert_non_null(path);
	if (sar_file_read(path, 65536, &text, &len, &err) == -1 ||
	    sar_home_create(b->dir, text, len, NULL, NOW, &err) == -1 ||
	    (b->home = sar_home_open(b->dir, &err)) == NULL)
		fail_msg("%s", err.msg);
	free(text);
	free(path);
	*state = b;
	return 0;
}

static int
tear_down(void **state)
{
	struct bench *b = *state;

	sar_home_free(b->home);
	(void)nftw(b->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(b);
	return 0;
}

/* A refusal by ${by}, of ${ref}, for ${reason}. */
static int
refuse(const struct bench *b, const char *by, const char *ref,
    const char *reason, struct sar_err *err)
{
	struct sar_home_record record = { .type = "refuse", .now = NOW };
	json_t *members = json_pack("{ssssss}", "by", by, "case", ref, "reason",
	    reason);
	uint64_t seq;
	int rc;

	*err = (struct sar_err)SAR_ERR_INIT;
	record.members = members;
	rc = sar_home_log(b->home, &record, &seq, err);
	json_decref(members);
	return rc;
}

/* Whoever calls it is to have looked; this is for when nobody has. */
static void
a_telephone_number_is_not_logged_whoever_forgot_to_look(void **state)
{
	static const char *const numbers[] = { "01632960123", "01632-960-123",
		"01632.960.123", "441632960123", "00441632960123",
		"447700900123", "07700900123", "u-07700900123",
		"07700900123_x" };
	const struct bench *b = *state;
	struct sar_err err;
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		assert_int_equal(refuse(b, numbers[i], "A-1", "unfounded",
				     &err),
		    -1);
		assert_int_equal(err.code, SAR_EREFUSED);
		assert_string_equal(err.msg,
		    "log: refuse: a member is a telephone number");
		assert_int_equal(refuse(b, "u1041", numbers[i], "unfounded",
				     &err),
		    -1);
		assert_int_equal(err.code, SAR_EREFUSED);
	}
	/* What is no code at all the log itself refuses. */
	assert_int_equal(refuse(b, "Zebedee Quillfeather", "A-1", "unfounded",
			     &err),
	    -1);
	assert_null(strstr(err.msg, "ebedee"));
	assert_int_equal(refuse(b, "u1041", "A-1", "she asked too often", &err),
	    -1);
	assert_null(strstr(err.msg, "asked"));
}

static void
no_list_has_one_either(void **state)
{
	const struct bench *b = *state;
	struct sar_home_record record = { .type = "release", .now = NOW };
	struct sar_err err = SAR_ERR_INIT;
	json_t *members = json_pack("{sssis[ss]}", "by", "u1041", "intent", 1,
	    "reviewer", "u1041", "01632960123");
	uint64_t seq;

	record.members = members;
	assert_int_equal(sar_home_log(b->home, &record, &seq, &err), -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	json_decref(members);
}

static void
ids_references_days_and_digests_are_logged(void **state)
{
	static const char *const refs[] = { "SAR-2026-0042", "A-1",
		"2026-10-10", "R.2026.11.26-7", "FOI_12345",
		"A-0123456789012345678901234567890123456" };
	static const char *const staff[] = { "u1041", "1041", "j.q.7", "0042" };
	const struct bench *b = *state;
	struct sar_err err;
	size_t i;

	for (i = 0; i < sizeof(refs) / sizeof(refs[0]); i++)
		if (refuse(b, "u1041", refs[i], "unfounded", &err) == -1)
			fail_msg("%s: %s", refs[i], err.msg);
	for (i = 0; i < sizeof(staff) / sizeof(staff[0]); i++)
		if (refuse(b, staff[i], "A-1", "unfounded", &err) == -1)
			fail_msg("%s: %s", staff[i], err.msg);
}

#define IN_HOME(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOME(
		    a_telephone_number_is_not_logged_whoever_forgot_to_look),
		IN_HOME(no_list_has_one_either),
		IN_HOME(ids_references_days_and_digests_are_logged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
