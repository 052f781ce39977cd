/* What does not fit a case is not written; what is done can be read. */
#include "export_case.h"

/* Nothing of the case has changed but its lock. */
static void
assert_nothing_written(const struct bench *b, uint64_t n)
{
	assert_int_equal(read_log(b).n, n);
	assert_null(content(b, "letters/extension.txt"));
	assert_null(content(b, "plan.salt"));
	assert_null(content(b, "timeline.txt"));
}

static void
a_dry_run_writes_nothing(void **state)
{
	const struct bench *b = *state;
	json_t *members;
	struct sar_case_event event = extension(&members, "Many.\n");
	struct sar_err err = SAR_ERR_INIT;
	uint64_t record, before = read_log(b).n;
	bool logged;

	event.dry = true;
	assert_int_equal(sar_case_event(b->c, &event, &record, &logged, &err),
	    0);
	assert_true(logged);
	assert_int_equal(record, 0);
	assert_nothing_written(b, before);
	json_decref(members);
}

static void
without_a_receipt_there_is_nothing_to_extend(void **state)
{
	const struct bench *b = *state;
	struct sar_err err;
	uint64_t record, before = read_log(b).n;
	bool logged;

	assert_int_equal(extend(b, "Many.\n", &record, &logged, &err), -1);
	assert_int_equal(err.code, SAR_EREVIEW);
	assert_string_equal(err.msg, "case A-1: its receipt is not in the log");
	assert_nothing_written(b, before);
}

/* What is wrong with an extension that is said to be given on ${on}, at
   ${now}. */
static enum sar_code
extension_on(const struct bench *b, const char *on, int64_t now,
    struct sar_err *err)
{
	json_t *members;
	struct sar_case_event event = extension(&members, "Many.\n");
	uint64_t record;
	bool logged;
	int rc;

	*err = (struct sar_err)SAR_ERR_INIT;
	assert_int_equal(json_object_set_new(members, "on", json_string(on)),
	    0);
	event.now = clock_says = now;
	rc = sar_case_event(b->c, &event, &record, &logged, err);
	json_decref(members);
	assert_int_equal(rc, err->code == SAR_OK ? 0 : -1);
	return err->code;
}

/* Rule C6: the month of a request of 2 January ends with 2 February. */
static void
notice_after_the_first_month_is_refused(void **state)
{
	const int64_t third = 1770112800; /* 2026-02-03T10:00:00Z */
	const struct bench *b = *state;
	struct sar_err err;
	uint64_t before = read_log(b).n;

	assert_int_equal(extension_on(b, "2026-02-03", third, &err),
	    SAR_EREFUSED);
	assert_non_null(strstr(err.msg, "case A-1: extend: "));
	assert_true(err.hint[0] != '\0');
	/* Whenever it was given, nobody can show that it was in time. */
	assert_int_equal(extension_on(b, "2026-02-02", third, &err),
	    SAR_EREFUSED);
	assert_int_equal(extension_on(b, "2026-02-04", third, &err),
	    SAR_EINPUT);
	assert_string_equal(err.msg, "--on: is in the future");
	assert_int_equal(extension_on(b, "2026-01-01", third, &err),
	    SAR_EINPUT);
	assert_string_equal(err.msg,
	    "--on: is before the day the request came");
	assert_nothing_written(b, before);
	assert_int_equal(extension_on(b, "2026-02-02", third - 86400, &err),
	    SAR_OK);
}

/* Looked at before midnight, written after it. */
static void
a_step_that_was_late_by_a_moment_is_not_said_to_count(void **state)
{
	const int64_t second = 1770076799; /* 2026-02-02T23:59:59Z */
	const struct bench *b = *state;
	json_t *members;
	struct sar_case_event event = extension(&members, "Many.\n");
	struct sar_docket after;
	struct sar_err err = SAR_ERR_INIT;
	uint64_t record;
	bool logged;

	event.after = &after;
	event.now = second;
	clock_says = second + 2;
	assert_int_equal(sar_case_event(b->c, &event, &record, &logged, &err),
	    -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_non_null(strstr(err.msg, "does not count"));
	sar_docket_clear(&after);
	json_decref(members);
}

static void
what_fits_no_more_is_refused(void **state)
{
	const struct bench *b = *state;
	struct sar_err err;
	uint64_t first, record, n;
	bool logged;

	assert_int_equal(extend(b, "Many.\n", &first, &logged, &err), 0);
	n = read_log(b).n;
	assert_int_equal(extend(b, "More.\n", &record, &logged, &err), -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_int_equal(read_log(b).n, n);
	assert_null(content(b, "letters/extension-2.txt"));
	/* Said as before it is what it was. */
	assert_int_equal(extend(b, "Many.\n", &record, &logged, &err), 0);
	assert_int_equal(record, first);
}

static int
never(void *ctx, const struct sar_docket *docket, struct sar_err *err)
{
	const struct sar_docket **seen = ctx;

	*seen = docket;
	assert_non_null(docket);
	assert_int_equal(docket->extension, SAR_DOCKET_NO);
	return sar_err_set(err, SAR_EREFUSED, "never");
}

static void
whoever_asks_may_forbid_a_new_step(void **state)
{
	const struct bench *b = *state;
	const struct sar_docket *seen = NULL;
	json_t *members;
	struct sar_case_event event = extension(&members, "Many.\n");
	struct sar_err err = SAR_ERR_INIT;
	uint64_t record, before = read_log(b).n;
	bool logged;

	event.may = never;
	event.ctx = &seen;
	assert_int_equal(sar_case_event(b->c, &event, &record, &logged, &err),
	    -1);
	assert_string_equal(err.msg, "never");
	assert_non_null(seen);
	assert_nothing_written(b, before);
	/* But not one that was taken. */
	event.may = NULL;
	assert_int_equal(sar_case_event(b->c, &event, &record, &logged, &err),
	    0);
	event.may = never;
	assert_int_equal(sar_case_event(b->c, &event, &record, &logged, &err),
	    0);
	assert_false(logged);
	json_decref(members);
}

static void
it_is_said_where_the_case_stands_then(void **state)
{
	const struct bench *b = *state;
	json_t *members;
	struct sar_case_event event = extension(&members, "Many.\n");
	struct sar_docket after;
	struct sar_err err = SAR_ERR_INIT;
	uint64_t record;
	bool logged;
	int i;

	event.after = &after;
	for (i = 0; i < 2; i++) {
		assert_int_equal(sar_case_event(b->c, &event, &record, &logged,
				     &err),
		    0);
		assert_int_equal(logged, i == 0);
		assert_int_equal(after.extension, record);
		assert_int_not_equal(after.receive, SAR_DOCKET_NO);
		sar_docket_clear(&after);
	}
	json_decref(members);
}

/* A letter that says how the case stands. */
static char *
write_stand(void *ctx, const struct sar_docket *docket, struct sar_err *err)
{
	unsigned *written = ctx;
	char *text = NULL;

	(void)err;
	(*written)++;
	assert_non_null(docket);
	assert_true(asprintf(&text, "Identity %d, extended %d.\n",
			(int)docket->identity,
			docket->extension != SAR_DOCKET_NO) > 0);
	return text;
}

static void
verify(const struct bench *b)
{
	struct sar_home_record record = { .type = "identity", .now = NOW };
	struct sar_err err = SAR_ERR_INIT;
	uint64_t seq;

	record.members = json_pack("{ssssssssss}", "by", "u7", "case", "A-1",
	    "on", "2026-01-13", "what", "verified", "who", "requester");
	if (sar_home_log(b->home, &record, &seq, &err) == -1)
		fail_msg("%s", err.msg);
	json_decref((json_t *)(uintptr_t)record.members);
}

/* What came later does not make another letter of it. */
static void
a_letter_is_written_as_the_case_stood_then(void **state)
{
	const struct bench *b = *state;
	json_t *members;
	struct sar_case_event event = extension(&members, NULL);
	struct sar_err err = SAR_ERR_INIT;
	unsigned written = 0;
	uint64_t first, record;
	bool logged;

	event.write = write_stand;
	event.ctx = &written;
	assert_int_equal(sar_case_event(b->c, &event, &first, &logged, &err),
	    0);
	assert_true(logged);
	assert_int_equal(written, 1);
	verify(b);
	assert_int_equal(sar_case_event(b->c, &event, &record, &logged, &err),
	    0);
	assert_false(logged);
	assert_int_equal(record, first);
	json_decref(members);
}

/* 2 January and a month; and three: 2 April 2026 is a Thursday. */
static void
the_timeline_says_what_was_done_and_what_follows(void **state)
{
	const struct bench *b = *state;
	struct sar_err err;
	char line[128], *text;
	uint64_t record;
	bool logged;

	assert_int_equal(extend(b, "Many.\n", &record, &logged, &err), 0);
	text = content(b, "timeline.txt");
	assert_non_null(text);
	(void)snprintf(line, sizeof(line),
	    "2026-01-02  %8d  u7            the request came\n",
	    (int)record - 1);
	assert_non_null(strstr(text, line));
	assert_non_null(strstr(text, "answer by 2026-02-02\n"));
	(void)snprintf(line, sizeof(line),
	    "2026-01-13  %8d  u1041         notice of an extension was given, "
	    "complex\n",
	    (int)record);
	assert_non_null(strstr(text, line));
	assert_non_null(strstr(text, "answer by 2026-04-02\n"));
	assert_non_null(strstr(text, "Art. 12(3)"));
	assert_null(strstr(text, "Many"));
	free(text);
}

/* Killed between record and timeline, or changed by somebody. */
static void
the_timeline_is_made_anew(void **state)
{
	const struct bench *b = *state;
	struct sar_err err;
	uint64_t record;
	bool logged;
	char *first, *again;

	assert_int_equal(extend(b, "Many.\n", &record, &logged, &err), 0);
	first = content(b, "timeline.txt");
	assert_non_null(first);
	assert_int_equal(sar_case_save(b->c, "timeline.txt", "Nothing.\n",
			     &err),
	    0);
	assert_int_equal(extend(b, "Many.\n", &record, &logged, &err), 0);
	assert_false(logged);
	again = content(b, "timeline.txt");
	assert_non_null(again);
	assert_string_equal(again, first);
	free(first);
	free(again);
}

static void
a_telephone_number_does_not_stand_for_staff(void **state)
{
	const struct bench *b = *state;
	json_t *members;
	struct sar_case_event event = extension(&members, "Many.\n");
	struct sar_err err = SAR_ERR_INIT;
	uint64_t record;
	bool logged;

	event.by = "01632960123";
	assert_int_equal(sar_case_event(b->c, &event, &record, &logged, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_null(content(b, "letters/extension.txt"));
	json_decref(members);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOME(a_dry_run_writes_nothing),
		cmocka_unit_test_setup_teardown(
		    without_a_receipt_there_is_nothing_to_extend, set_up,
		    tear_down),
		IN_HOME(notice_after_the_first_month_is_refused),
		IN_HOME(a_step_that_was_late_by_a_moment_is_not_said_to_count),
		IN_HOME(what_fits_no_more_is_refused),
		IN_HOME(whoever_asks_may_forbid_a_new_step),
		IN_HOME(it_is_said_where_the_case_stands_then),
		IN_HOME(a_letter_is_written_as_the_case_stood_then),
		IN_HOME(the_timeline_says_what_was_done_and_what_follows),
		IN_HOME(the_timeline_is_made_anew),
		IN_HOME(a_telephone_number_does_not_stand_for_staff),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
