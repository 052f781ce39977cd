/* The register of cases: what adds up, and what does not. */
#include "ledger_book.h"

static void
a_log_in_order_has_no_exception(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	(void)tell(book, "register", "2026-01-05T23:10:07Z",
	    "{'by':'cron','n':2,'root':'" DIGEST_A "'}");
	(void)tell(book, "approve", "2026-01-12T10:00:00Z",
	    "{'by':'u2002','case':'SAR-1','plan':'" DIGEST_A "'}");
	begun = intent(book, "2026-01-12T10:02:11Z");
	(void)release(book, "2026-01-12T10:02:40Z", begun,
	    "'redacted_ms':18400,'withheld':1,'unavailable':5,"
	    "'failed':2,'approval':2,"
	    "'exempt':['TP','TP2']");
	(void)tell(book, "deliver", "2026-01-13T09:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':4,'what':'package',"
	    "'channel':'email','on':'2026-01-12'}");
	(void)tell(book, "deliver", "2026-01-13T09:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':4,'what':'passphrase',"
	    "'channel':'telephone','on':'2026-01-13'}");
	(void)tell(book, "reveal", "2026-01-13T09:10:00Z",
	    "{'by':'u1041','case':'SAR-1','release':4}");
	(void)tell(book, "nil-return", "2026-01-14T09:00:00Z",
	    INTENT("SAR-2", "2026-01-01", "2026-02-01"));
	(void)tell(book, "refuse", "2026-01-14T09:00:00Z",
	    "{'by':'u1041','case':'SAR-3','reason':'identity'}");
	sums = ends_with(book, "");
	assert_int_equal(sums->records, 10);
	assert_int_equal(sums->types[SAR_RECORD_DELIVER], 2);
	assert_int_equal(sums->cases, 3);
	assert_int_equal(sums->released, 1);
	assert_int_equal(sums->nil, 1);
	assert_int_equal(sums->refused, 1);
	assert_int_equal(sums->unanswered, 0);
	assert_int_equal(sums->in_time, 2);
	assert_int_equal(sums->undated, 1);
	assert_int_equal(sums->late, 0);
	assert_int_equal(sums->due_checked, 2);
	assert_int_equal(sums->redacted_ms, 18400);
	assert_int_equal(sums->withheld, 1);
	assert_int_equal(sums->unavailable, 5);
	assert_int_equal(sums->failed, 2);
	assert_int_equal(sums->recordings, 2);
	assert_int_equal(sums->unapproved, 0);
	assert_int_equal(sums->undelivered, 0);
	assert_true(sums->has_median);
	assert_int_equal(sums->median_days, 0);
	assert_int_equal(sums->longest_days, 13);
	assert_int_equal(sums->exempt.n, 2);
	assert_string_equal(sums->exempt.all[1].word, "TP2");
	assert_int_equal(sums->exceptions, 0);
	book_free(book);
}

static void
a_due_date_that_is_not_one_month_from_receipt_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	/* To the end of a shorter month, and not a day further. */
	begun = tell(book, "intent", "2026-01-31T10:00:00Z",
	    INTENT("SAR-1", "2026-01-31", "2026-02-28"));
	(void)release(book, "2026-01-31T11:00:00Z", begun, NULL);
	begun = tell(book, "intent", "2026-01-31T12:00:00Z",
	    INTENT("SAR-2", "2026-01-31", "2026-03-02"));
	(void)release(book, "2026-01-31T13:00:00Z", begun, NULL);
	(void)ends_with(book,
	    "due-differs 3 [SAR-2] due 2026-02-28: due 2026-03-02\n");
	book_free(book);
}

static void
the_due_date_of_a_nil_return_is_recomputed_too(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)tell(book, "nil-return", "2024-01-31T12:00:00Z",
	    INTENT("SAR-2", "2024-01-31", "2024-03-01"));
	(void)ends_with(book,
	    "time-goes-back 1 [SAR-2] not before 2026-01-05T09:00:00Z, of "
	    "record 0: 2024-01-31T12:00:00Z\n"
	    "due-differs 1 [SAR-2] due 2024-02-29: due 2024-03-01\n");
	book_free(book);
}

static void
a_second_date_of_receipt_is_told_and_the_first_counts(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	begun = intent(book, "2026-02-10T10:00:00Z");
	(void)tell(book, "void", "2026-02-10T10:01:00Z",
	    "{'by':'u1041','intent':1,'reason':'interrupted'}");
	begun = tell(book, "intent", "2026-02-20T10:00:00Z",
	    INTENT("SAR-1", "2026-01-22", "2026-02-22"));
	(void)release(book, "2026-02-20T11:00:00Z", begun, NULL);
	sums = ends_with(book,
	    "received-differs 3 [SAR-1] received 2026-01-12, as said before: "
	    "received 2026-01-22\n"
	    "out-of-time 4 [SAR-1] answered by 2026-02-12: answered "
	    "2026-02-20, 8 days late\n");
	assert_int_equal(sums->late, 1);
	assert_int_equal(sums->voids.n, 1);
	assert_int_equal(sums->voids.all[0].n, 1);
	book_free(book);
}

static void
receipt_after_the_record_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)tell(book, "nil-return", "2026-01-11T12:00:00Z",
	    INTENT("SAR-2", "2026-01-12", "2026-02-12"));
	(void)ends_with(book,
	    "received-later 1 [SAR-2] received by 2026-01-11: received "
	    "2026-01-12\n");
	book_free(book);
}

static void
an_answer_after_the_due_date_is_told(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	begun = intent(book, "2026-02-12T10:00:00Z");
	/* The last second of the last day, and one after it. */
	(void)release(book, "2026-02-12T23:59:59Z", begun, NULL);
	begun = tell(book, "intent", "2026-02-12T23:59:59Z",
	    INTENT("SAR-2", "2026-01-12", "2026-02-12"));
	(void)release(book, "2026-02-13T00:00:00Z", begun, NULL);
	sums = ends_with(book,
	    "out-of-time 4 [SAR-2] answered by 2026-02-12: answered "
	    "2026-02-13, 1 day late\n");
	assert_int_equal(sums->late, 1);
	assert_int_equal(sums->in_time, 1);
	assert_int_equal(sums->median_days, 31);
	assert_int_equal(sums->longest_days, 32);
	book_free(book);
}

static void
a_day_ends_where_the_law_is(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_zone *zone = sar_zone_open("Europe/London", &err);
	struct book *book;

	(void)state;
	if (zone == NULL)
		skip();
	book = book_new(NULL, zone);
	genesis(book);
	/* 23:30 UTC in June is half past midnight of the next day. */
	(void)tell(book, "nil-return", "2026-06-10T23:30:00Z",
	    INTENT("SAR-1", "2026-05-10", "2026-06-10"));
	(void)ends_with(book,
	    "out-of-time 1 [SAR-1] answered by 2026-06-10: answered "
	    "2026-06-11, 1 day late\n");
	book_free(book);
	sar_zone_free(zone);
}

static void
what_is_sent_late_is_late_though_released_in_time(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	begun = intent(book, "2026-02-12T10:00:00Z");
	(void)release(book, "2026-02-12T10:01:00Z", begun, NULL);
	(void)tell(book, "deliver", "2026-02-14T09:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':2,'what':'passphrase',"
	    "'channel':'post','on':'2026-02-14'}");
	(void)tell(book, "deliver", "2026-02-14T09:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':2,'what':'package',"
	    "'channel':'email','on':'2026-02-14'}");
	/* Sent once more: not late once more. */
	(void)tell(book, "deliver", "2026-02-15T09:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':2,'what':'package',"
	    "'channel':'email','on':'2026-02-15'}");
	sums = ends_with(book,
	    "out-of-time 4 [SAR-1] answered by 2026-02-12: sent 2026-02-14, 2 "
	    "days late\n");
	assert_int_equal(sums->late, 1);
	assert_int_equal(sums->in_time, 0);
	book_free(book);
}

static void
what_is_open_past_its_due_date_is_told(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new("2026-02-14", NULL);

	(void)state;
	genesis(book);
	(void)intent(book, "2026-01-20T10:00:00Z");
	sums = ends_with(book,
	    "intent-without-outcome 1 [SAR-1] a release or void of it: none\n"
	    "out-of-time 1 [SAR-1] answered by 2026-02-12: open on 2026-02-14, "
	    "2 days late\n");
	assert_int_equal(sums->unanswered, 1);
	assert_int_equal(sums->past_due, 1);
	assert_int_equal(sums->open, 1);
	assert_int_equal(sums->open_intents, 1);
	book_free(book);
}

static void
what_is_open_is_judged_by_the_last_record(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)intent(book, "2026-01-20T10:00:00Z");
	(void)tell(book, "void", "2026-01-20T10:01:00Z",
	    "{'by':'u1041','intent':1,'reason':'cancelled'}");
	(void)tell(book, "register", "2026-02-12T23:10:07Z",
	    "{'by':'cron','n':2,'root':'" DIGEST_A "'}");
	sums = ends_with(book, "");
	assert_int_equal(sums->unanswered, 1);
	assert_int_equal(sums->void_only, 1);
	assert_int_equal(sums->open, 0);
	book_free(book);
	book = book_new(NULL, NULL);
	genesis(book);
	(void)intent(book, "2026-01-20T10:00:00Z");
	(void)tell(book, "void", "2026-01-20T10:01:00Z",
	    "{'by':'u1041','intent':1,'reason':'cancelled'}");
	(void)tell(book, "register", "2026-02-13T23:10:07Z",
	    "{'by':'cron','n':2,'root':'" DIGEST_A "'}");
	(void)ends_with(book,
	    "out-of-time 1 [SAR-1] answered by 2026-02-12: open on 2026-02-13, "
	    "1 day late\n");
	book_free(book);
}

static void
a_release_of_what_is_no_intent_is_told(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)release(book, "2026-01-12T10:00:00Z", 0, NULL);
	(void)release(book, "2026-01-12T10:00:00Z", 2, NULL);
	(void)release(book, "2026-01-12T10:00:00Z", 900, NULL);
	(void)tell(book, "void", "2026-01-20T10:01:00Z",
	    "{'by':'u1041','intent':1,'reason':'cancelled'}");
	(void)tell(book, "void", "2026-01-20T10:01:00Z",
	    "{'by':'u1041','intent':901,'reason':'cancelled'}");
	sums = ends_with(book,
	    "release-without-intent 1 [] an intent before it: record 0 is "
	    "none\n"
	    "release-without-intent 2 [] an intent before it: record 2 is "
	    "none\n"
	    "outcome-without-intent 4 [] an intent before it: record 1 is "
	    "none\n"
	    "release-without-intent 3 [] an intent before it: record 900 is "
	    "none\n"
	    "outcome-without-intent 5 [] an intent before it: record 901 is "
	    "none\n");
	assert_int_equal(sums->codes[SAR_LEDGER_RELEASE_WITHOUT_INTENT], 3);
	assert_int_equal(sums->exceptions, 5);
	book_free(book);
}

static void
an_outcome_before_its_intent_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)release(book, "2026-01-12T10:00:00Z", 2, NULL);
	(void)intent(book, "2026-01-20T10:00:00Z");
	(void)ends_with(book,
	    "outcome-before-intent 1 [SAR-1] an intent before it: record 2, "
	    "which comes later\n"
	    "intent-without-outcome 2 [SAR-1] a release or void of it: none\n");
	book_free(book);
}

static void
a_second_outcome_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	begun = intent(book, "2026-01-20T10:00:00Z");
	(void)release(book, "2026-01-20T10:00:01Z", begun, NULL);
	(void)tell(book, "void", "2026-01-20T10:01:00Z",
	    "{'by':'u1041','intent':1,'reason':'failed'}");
	(void)release(book, "2026-01-20T10:00:01Z", begun, NULL);
	(void)ends_with(book,
	    "two-outcomes 3 [] one outcome of record 1: record 2 is one\n"
	    "time-goes-back 4 [] not before 2026-01-20T10:01:00Z, of record 3: "
	    "2026-01-20T10:00:01Z\n"
	    "two-outcomes 4 [] one outcome of record 1: record 2 is one\n");
	book_free(book);
}

static void
an_approval_that_is_none_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	begun = intent(book, "2026-01-20T10:00:00Z");
	(void)release(book, "2026-01-20T10:00:01Z", begun, "'approval':1");
	(void)ends_with(book,
	    "approval-missing 2 [SAR-1] an approval before it: record 1 is "
	    "none\n");
	book_free(book);
}

static void
an_approval_of_another_case_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	(void)tell(book, "approve", "2026-01-12T10:00:00Z",
	    "{'by':'u2002','case':'SAR-7','plan':'" DIGEST_A "'}");
	begun = intent(book, "2026-01-20T10:00:00Z");
	(void)release(book, "2026-01-20T10:00:01Z", begun, "'approval':1");
	(void)ends_with(book,
	    "approval-other-case 3 [SAR-1] an approval of its case: record 1, "
	    "of another case\n");
	book_free(book);
}

static void
an_approval_that_was_not_the_last_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	(void)tell(book, "approve", "2026-01-12T10:00:00Z",
	    "{'by':'u2002','case':'SAR-1','plan':'" DIGEST_A "'}");
	(void)tell(book, "approve", "2026-01-12T10:00:00Z",
	    "{'by':'u2002','case':'SAR-1','plan':'" DIGEST_B "'}");
	begun = intent(book, "2026-01-20T10:00:00Z");
	(void)release(book, "2026-01-20T10:00:01Z", begun, "'approval':1");
	begun = intent(book, "2026-01-20T10:00:02Z");
	(void)release(book, "2026-01-20T10:00:03Z", begun, "'approval':2");
	(void)ends_with(book,
	    "approval-not-last 4 [SAR-1] the last approval of its case: "
	    "record 1, and there is a later one\n");
	book_free(book);
}

/* A policy may allow it, so it is counted and no exception. */
static void
who_approves_what_they_reviewed_is_counted(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	(void)tell(book, "approve", "2026-01-12T10:00:00Z",
	    "{'by':'U1041','case':'SAR-1','plan':'" DIGEST_A "'}");
	begun = intent(book, "2026-01-20T10:00:00Z");
	(void)release(book, "2026-01-20T10:00:01Z", begun,
	    "'approval':1,'reviewer':['u104','u1041','u10411']");
	begun = intent(book, "2026-01-20T10:00:02Z");
	(void)release(book, "2026-01-20T10:00:03Z", begun,
	    "'approval':1,'reviewer':['u104','u10411']");
	begun = intent(book, "2026-01-20T10:00:04Z");
	(void)release(book, "2026-01-20T10:00:05Z", begun, NULL);
	sums = ends_with(book, "");
	assert_int_equal(sums->self_approved, 1);
	assert_int_equal(sums->unapproved, 1);
	book_free(book);
}

static void
a_delivery_of_no_release_or_another_cases_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	begun = intent(book, "2026-01-20T10:00:00Z");
	(void)release(book, "2026-01-20T10:00:01Z", begun, NULL);
	(void)tell(book, "deliver", "2026-01-20T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':1,'what':'package',"
	    "'channel':'email','on':'2026-01-20'}");
	(void)tell(book, "deliver", "2026-01-20T11:00:00Z",
	    "{'by':'u1041','case':'SAR-9','release':2,'what':'package',"
	    "'channel':'email','on':'2026-01-20'}");
	(void)tell(book, "reveal", "2026-01-20T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':0}");
	(void)tell(book, "reveal", "2026-01-20T11:00:00Z",
	    "{'by':'u1041','case':'SAR-9','release':2}");
	(void)ends_with(book,
	    "deliver-without-release 3 [SAR-1] a release before it: record 1 "
	    "is none\n"
	    "deliver-other-case 4 [SAR-9] a release of its case: record 2, of "
	    "another case\n"
	    "reveal-without-release 5 [SAR-1] a release before it: record 0 is "
	    "none\n"
	    "reveal-other-case 6 [SAR-9] a release of its case: record 2, of "
	    "another case\n");
	book_free(book);
}

static void
a_day_of_delivery_that_cannot_be_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	begun = intent(book, "2026-01-20T10:00:00Z");
	(void)release(book, "2026-01-20T10:00:01Z", begun, NULL);
	(void)tell(book, "deliver", "2026-01-21T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':2,'what':'package',"
	    "'channel':'email','on':'2026-01-19'}");
	(void)tell(book, "deliver", "2026-01-21T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':2,'what':'package',"
	    "'channel':'email','on':'2026-01-22'}");
	(void)ends_with(book,
	    "deliver-date 3 [SAR-1] from 2026-01-20 to 2026-01-21: "
	    "2026-01-19\n"
	    "deliver-date 4 [SAR-1] from 2026-01-20 to 2026-01-21: "
	    "2026-01-22\n");
	book_free(book);
}

static void
package_and_passphrase_by_one_channel_are_told(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t begun;

	(void)state;
	genesis(book);
	begun = intent(book, "2026-01-20T10:00:00Z");
	(void)release(book, "2026-01-20T10:00:01Z", begun, NULL);
	(void)tell(book, "deliver", "2026-01-21T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':2,'what':'package',"
	    "'channel':'in-person','on':'2026-01-20'}");
	(void)tell(book, "deliver", "2026-01-21T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':2,'what':'passphrase',"
	    "'channel':'in-person','on':'2026-01-20'}");
	(void)tell(book, "deliver", "2026-01-21T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':2,'what':'passphrase',"
	    "'channel':'post','on':'2026-01-20'}");
	(void)tell(book, "deliver", "2026-01-21T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':2,'what':'package',"
	    "'channel':'post','on':'2026-01-20'}");
	(void)ends_with(book,
	    "same-channel 6 [SAR-1] two ways: both by post, of record 2\n");
	book_free(book);
}

static void
odd_imports_are_told(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)tell(book, "register", "2026-02-13T23:10:07Z",
	    "{'by':'cron','n':0,'root':'" DIGEST_NONE "'}");
	(void)tell(book, "register", "2026-02-13T23:10:07Z",
	    "{'by':'cron','n':1,'root':'" DIGEST_NONE "'}");
	(void)tell(book, "register", "2026-02-13T23:10:07Z",
	    "{'by':'cron','n':3,'root':'" DIGEST_A "'}");
	(void)tell(book, "register", "2026-02-13T23:10:07Z",
	    "{'by':'cron','n':4,'root':'" DIGEST_B "'}");
	(void)tell(book, "register", "2026-02-13T23:10:07Z",
	    "{'by':'cron','n':3,'root':'" DIGEST_A "'}");
	sums = ends_with(book,
	    "register-empty 1 [] at least one recording: none\n"
	    "register-root 2 [] the root of 1 recording: that of none\n"
	    "register-again 5 [] a root of its own: that of record 3\n");
	assert_int_equal(sums->recordings, 11);
	book_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_log_in_order_has_no_exception),
		cmocka_unit_test(
		    a_due_date_that_is_not_one_month_from_receipt_is_told),
		cmocka_unit_test(
		    the_due_date_of_a_nil_return_is_recomputed_too),
		cmocka_unit_test(
		    a_second_date_of_receipt_is_told_and_the_first_counts),
		cmocka_unit_test(receipt_after_the_record_is_told),
		cmocka_unit_test(an_answer_after_the_due_date_is_told),
		cmocka_unit_test(a_day_ends_where_the_law_is),
		cmocka_unit_test(
		    what_is_sent_late_is_late_though_released_in_time),
		cmocka_unit_test(what_is_open_past_its_due_date_is_told),
		cmocka_unit_test(what_is_open_is_judged_by_the_last_record),
		cmocka_unit_test(a_release_of_what_is_no_intent_is_told),
		cmocka_unit_test(an_outcome_before_its_intent_is_told),
		cmocka_unit_test(a_second_outcome_is_told),
		cmocka_unit_test(an_approval_that_is_none_is_told),
		cmocka_unit_test(an_approval_of_another_case_is_told),
		cmocka_unit_test(an_approval_that_was_not_the_last_is_told),
		cmocka_unit_test(who_approves_what_they_reviewed_is_counted),
		cmocka_unit_test(
		    a_delivery_of_no_release_or_another_cases_is_told),
		cmocka_unit_test(a_day_of_delivery_that_cannot_be_is_told),
		cmocka_unit_test(
		    package_and_passphrase_by_one_channel_are_told),
		cmocka_unit_test(odd_imports_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
