/* A case from its receipt on: by which day it has to be answered, and which of
   its steps do not follow from those before. */
#include "ledger_life.h"

static void
a_case_with_a_receipt_is_judged_by_the_law(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	/* Good Friday and Easter: the reference's case. */
	ready(book, "SAR-1", "2026-03-03");
	answered(book, "SAR-1", "2026-04-07", "2026-04-07", "2026-04-07");
	sums = ends_with(book, "");
	assert_int_equal(sums->cases, 1);
	assert_int_equal(sums->receipts, 1);
	assert_int_equal(sums->in_time, 1);
	assert_int_equal(sums->due_checked, 1);
	assert_int_equal(sums->median_days, 35);
	assert_int_equal(sums->holds, 1);
	book_free(book);
}

static void
the_last_day_of_the_law_counts_not_the_safe_one(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	ready(book, "SAR-2", "2026-05-01");
	(void)dated(book, "clarify", "SAR-1", "2026-05-05",
	    "'what':'asked'," TEXT);
	(void)dated(book, "clarify", "SAR-2", "2026-05-05",
	    "'what':'asked'," TEXT);
	(void)dated(book, "clarify", "SAR-1", "2026-05-08",
	    "'what':'answered'");
	(void)dated(book, "clarify", "SAR-2", "2026-05-08",
	    "'what':'answered'");
	/* After the safe one, on the last; and a day later. */
	answered(book, "SAR-1", "2026-06-05", "2026-06-04", "2026-06-05");
	(void)made(book, "SAR-2", "2026-06-06", "2026-06-04", "2026-06-05");
	sums = ends_with(book,
	    "out-of-time 16 [SAR-2] answered by 2026-06-05: answered "
	    "2026-06-06, 1 day late\n");
	assert_int_equal(sums->in_time, 1);
	assert_int_equal(sums->late, 1);
	assert_int_equal(sums->pauses, 2);
	book_free(book);
}

static void
a_due_date_that_does_not_follow_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-03-03");
	(void)begun(book, "SAR-1", "2026-03-10", "2026-04-03", "2026-04-07");
	(void)tell(book, "void", "2026-03-10T12:00:00Z",
	    "{'by':'u1','intent':4,'reason':'failed'}");
	(void)begun(book, "SAR-1", "2026-03-10", "2026-04-07", "2026-04-08");
	(void)tell(book, "void", "2026-03-10T12:00:00Z",
	    "{'by':'u1','intent':6,'reason':'failed'}");
	(void)step(book, "intent", "SAR-1", "2026-03-10",
	    "'due':'2026-04-07','received':'2026-03-04','found':1,'select':1,"
	    "'subject':'" DIGEST_A "'");
	(void)gave(book, "2026-03-10", 8);
	(void)ends_with(book,
	    "due-differs 4 [SAR-1] due 2026-04-07, latest 2026-04-07: due "
	    "2026-04-03, latest 2026-04-07\n"
	    "due-differs 6 [SAR-1] due 2026-04-07, latest 2026-04-07: due "
	    "2026-04-07, latest 2026-04-08\n"
	    "received-differs 8 [SAR-1] received 2026-03-03, as said before: "
	    "received 2026-03-04\n");
	book_free(book);
}

static void
a_clock_that_stands_may_be_of_the_day_before(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	(void)dated(book, "clarify", "SAR-1", "2026-05-05",
	    "'what':'asked'," TEXT);
	/* As if the answer came on the 7th, on the 6th, and on the 5th. */
	(void)begun(book, "SAR-1", "2026-05-07", "2026-06-03", "2026-06-04");
	(void)gave(book, "2026-05-07", 5);
	(void)begun(book, "SAR-1", "2026-05-07", "2026-06-02", "2026-06-03");
	(void)gave(book, "2026-05-07", 7);
	(void)begun(book, "SAR-1", "2026-05-07", "2026-06-01", "2026-06-02");
	(void)gave(book, "2026-05-07", 9);
	(void)ends_with(book,
	    "answer-while-paused 6 [SAR-1] the question answered or "
	    "withdrawn: it is open\n"
	    "due-differs 9 [SAR-1] due 2026-06-03, latest 2026-06-04: due "
	    "2026-06-01, latest 2026-06-02\n");
	book_free(book);
}

static void
open_cases_are_known_from_their_receipt(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new("2026-06-02", NULL);

	(void)state;
	genesis(book);
	(void)received(book, "SAR-1", "2026-05-01", "");
	(void)received(book, "SAR-2", "2026-05-01", "");
	(void)received(book, "SAR-3", "2026-05-01", "");
	(void)received(book, "SAR-4", "2026-05-01", "");
	(void)received(book, "SAR-5", "2026-05-01", "");
	(void)dated(book, "identity", "SAR-2", "2026-05-02",
	    "'what':'asked','who':'requester'");
	(void)dated(book, "clarify", "SAR-3", "2026-05-03",
	    "'what':'asked'," TEXT);
	(void)dated(book, "extend", "SAR-4", "2026-05-04",
	    "'reason':'complex'," TEXT);
	(void)dated(book, "close", "SAR-5", "2026-05-04",
	    "'reason':'withdrawn'");
	sums = ends_with(book,
	    "out-of-time 1 [SAR-1] answered by 2026-06-01: open on "
	    "2026-06-02, 1 day late\n");
	assert_int_equal(sums->cases, 5);
	assert_int_equal(sums->unanswered, 5);
	assert_int_equal(sums->closed, 1);
	assert_int_equal(sums->still_open, 4);
	assert_int_equal(sums->overdue, 1);
	assert_int_equal(sums->waiting, 1);
	assert_int_equal(sums->paused, 1);
	assert_int_equal(sums->extended, 1);
	assert_int_equal(sums->past_due, 1);
	book_free(book);
}

static void
an_extension_after_its_last_day_gives_no_time(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new("2026-06-02", NULL);

	(void)state;
	genesis(book);
	(void)received(book, "SAR-1", "2026-05-01", "");
	(void)dated(book, "extend", "SAR-1", "2026-06-02",
	    "'reason':'complex'," TEXT);
	sums = ends_with(book,
	    "extension-late 2 [SAR-1] a step that fits: too late: the "
	    "notice's last day has passed\n"
	    "out-of-time 1 [SAR-1] answered by 2026-06-01: open on "
	    "2026-06-02, 1 day late\n");
	assert_int_equal(sums->extensions, 0);
	book_free(book);
}

static void
what_an_answer_takes_is_told_once(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)received(book, "SAR-1", "2026-05-01", ",'agent':true");
	(void)dated(book, "fee", "SAR-1", "2026-05-01",
	    "'what':'asked','pence':1000,'reason':'excessive'," TEXT);
	(void)made(book, "SAR-1", "2026-05-01", "2026-06-01", "2026-06-01");
	(void)ends_with(book,
	    "identity-missing 3 [SAR-1] identity verified, or not needed: "
	    "neither\n"
	    "authority-missing 3 [SAR-1] the representative's authority "
	    "verified: it is not\n"
	    "fee-open 3 [SAR-1] the fee paid, or waived: neither\n"
	    "hold-missing 3 [SAR-1] a hold on what was found: none\n");
	book_free(book);
}

static void
what_was_lost_meanwhile_is_told_of_the_release(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t intent;

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	intent = begun(book, "SAR-1", "2026-05-01", "2026-06-01", "2026-06-01");
	(void)dated(book, "identity", "SAR-1", "2026-05-01",
	    "'what':'failed','who':'requester'");
	(void)gave(book, "2026-05-01", intent);
	(void)ends_with(book,
	    "identity-missing 6 [SAR-1] identity verified, or not needed: "
	    "neither\n");
	book_free(book);
}

static void
a_refusal_needs_reasons_and_no_identity(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)received(book, "SAR-1", "2026-05-01", "");
	(void)received(book, "SAR-2", "2026-05-01", "");
	(void)step(book, "refuse", "SAR-1", "2026-05-02",
	    "'reason':'not-the-person'," TEXT);
	(void)step(book, "refuse", "SAR-2", "2026-05-02",
	    "'reason':'excessive'");
	(void)dated(book, "letter", "SAR-1", "2026-05-03",
	    "'what':'refusal','channel':'post'," TEXT);
	(void)dated(book, "letter", "SAR-2", "2026-06-01",
	    "'what':'refusal','channel':'post'," TEXT);
	sums = ends_with(book,
	    "reasons-missing 4 [SAR-2] a step that fits: no reasons\n");
	assert_int_equal(sums->refused, 2);
	assert_int_equal(sums->in_time, 2);
	book_free(book);
}

static void
a_log_without_receipts_needs_none(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t first, second;

	(void)state;
	genesis(book);
	first = tell(book, "intent", "2026-05-01T12:00:00Z",
	    INTENT("SAR-1", "2026-05-01", "2026-06-01"));
	(void)gave(book, "2026-05-01", first);
	/* And one that has them wants them from there on. */
	(void)received(book, "SAR-2", "2026-05-02", "");
	second = tell(book, "intent", "2026-05-03T12:00:00Z",
	    INTENT("SAR-3", "2026-05-01", "2026-06-01"));
	(void)gave(book, "2026-05-03", second);
	(void)ends_with(book,
	    "receive-missing 4 [SAR-3] a receipt before it: none\n");
	book_free(book);
}

static void
a_receipt_that_was_erased_may_have_been_there(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)received(book, "SAR-2", "2026-05-01", "");
	(void)tell_erased(book);
	(void)identified(book, "SAR-1", "2026-05-01");
	(void)tell(book, "nil-return", "2026-05-03T12:00:00Z",
	    INTENT("SAR-1", "2026-05-01", "2026-06-01"));
	(void)ends_with(book,
	    "step-without-receipt 3 [SAR-1] a receipt before it: none that "
	    "can be read\n"
	    "receive-missing 4 [SAR-1] a receipt before it: none that can be "
	    "read\n");
	book_free(book);
}

static void
a_receipt_comes_once_and_is_understood(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)received(book, "SAR-1", "2026-05-01", "");
	(void)received(book, "SAR-1", "2026-05-02", "");
	(void)step(book, "receive", "SAR-2", "2026-05-02",
	    "'nation':'atlantis','received':'2026-05-03','request':'" DIGEST_A
	    "','scope':'2026-01-01/2026-01-31'");
	(void)ends_with(book,
	    "receive-twice 2 [SAR-1] a step that fits: received before\n"
	    "nation-unknown 3 [SAR-2] a step that fits: a word that is not "
	    "known\n"
	    "received-later 3 [SAR-2] received by 2026-05-02: received "
	    "2026-05-03\n");
	book_free(book);
}

static void
a_correction_is_no_request_and_is_not_late(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new("2026-09-01", NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	answered(book, "SAR-1", "2026-05-04", "2026-06-01", "2026-06-01");
	(void)step(book, "receive", "SAR-1-C1", "2026-08-01",
	    "'corrects':'SAR-1','nation':'england-and-wales','received':"
	    "'2026-05-01','request':'" DIGEST_A
	    "','scope':'2026-01-01/2026-01-31'");
	(void)step(book, "receive", "SAR-8-C1", "2026-08-01",
	    "'corrects':'SAR-8','nation':'england-and-wales','received':"
	    "'2026-05-01','request':'" DIGEST_A
	    "','scope':'2026-01-01/2026-01-31'");
	(void)identified(book, "SAR-1-C1", "2026-08-01");
	(void)held(book, "SAR-1-C1", "2026-08-01");
	(void)made(book, "SAR-1-C1", "2026-08-02", "2026-06-01", "2026-06-01");
	sums = ends_with(book,
	    "correction-of-nothing 9 [SAR-8-C1] an answer to SAR-8 before it: "
	    "none\n");
	assert_int_equal(sums->cases, 1);
	assert_int_equal(sums->corrections, 2);
	assert_int_equal(sums->late, 0);
	assert_int_equal(sums->in_time, 1);
	assert_int_equal(sums->median_days, 3);
	book_free(book);
}

static void
a_correction_is_of_what_was_asked(void **state)
{
	static const char *const same =
	    "'corrects':'SAR-1','nation':'england-and-wales','received':"
	    "'2026-05-01','request':'" DIGEST_A "',";
	struct book *book = book_new("2026-09-01", NULL);
	char members[512];
	size_t i;
	static const char *const asked[] = {
		"'scope':'2026-01-01/2026-01-31'",
		"'scope':'2026-01-01/2026-01-31','tags':['" DIGEST_A "']",
		"'scope':'2026-01-01/2026-02-01'",
		"'agent':true,'scope':'2026-01-01/2026-01-31'",
		"'scope':'2026-01-01/2026-01-31',"
		"'scopes':['2026-01-01/2026-01-31']",
	};

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	answered(book, "SAR-1", "2026-05-04", "2026-06-01", "2026-06-01");
	for (i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		char ref[16];

		(void)snprintf(ref, sizeof(ref), "SAR-1-C%zu", i);
		(void)snprintf(members, sizeof(members), "%s%s", same,
		    asked[i]);
		(void)step(book, "receive", ref, "2026-08-01", members);
	}
	(void)ends_with(book,
#define OTHER ": other numbers, days or representation\n"
	    "correction-of-another 9 [SAR-1-C1] asked as SAR-1 was" OTHER
	    "correction-of-another 10 [SAR-1-C2] asked as SAR-1 was" OTHER
	    "correction-of-another 11 [SAR-1-C3] asked as SAR-1 was" OTHER
	    "correction-of-another 12 [SAR-1-C4] asked as SAR-1 was" OTHER);
#undef OTHER
	book_free(book);
}

static void
steps_out_of_place_are_told(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)received(book, "SAR-1", "2026-05-01", "");
	(void)dated(book, "clarify", "SAR-1", "2026-05-01", "'what':'asked'");
	(void)dated(book, "clarify", "SAR-1", "2026-05-01",
	    "'what':'answered'");
	(void)dated(book, "fee", "SAR-1", "2026-05-01", "'what':'paid'");
	(void)dated(book, "identity", "SAR-1", "2026-05-01",
	    "'what':'verified','who':'authority'");
	(void)dated(book, "identity", "SAR-1", "2026-05-01",
	    "'what':'guessed','who':'requester'");
	(void)identified(book, "SAR-1", "2026-04-30");
	(void)dated(book, "close", "SAR-1", "2026-05-01",
	    "'reason':'answered'");
	(void)identified(book, "SAR-9", "2026-05-02");
	(void)ends_with(book,
	    "pause-without-question 2 [SAR-1] a step that fits: no question\n"
	    "answer-without-question 3 [SAR-1] a step that fits: not asked "
	    "for, or settled already\n"
	    "step-order 4 [SAR-1] a step that fits: not asked for, or settled "
	    "already\n"
	    "authority-without-agent 5 [SAR-1] a step that fits: nobody asks "
	    "for another\n"
	    "step-unknown 6 [SAR-1] a step that fits: a word that is not "
	    "known\n"
	    "time-goes-back 7 [SAR-1] not before 2026-05-01T12:00:00Z, of "
	    "record 6: 2026-04-30T12:00:00Z\n"
	    "step-date 7 [SAR-1] a step that fits: before the request came\n"
	    "close-unanswered 8 [SAR-1] a step that fits: the request is not "
	    "answered\n"
	    "step-without-receipt 9 [SAR-9] a receipt before it: none\n");
	book_free(book);
}

static void
what_follows_the_end_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	ready(book, "SAR-2", "2026-05-01");
	(void)dated(book, "close", "SAR-1", "2026-05-02",
	    "'reason':'no-reply'");
	(void)step(book, "refuse", "SAR-2", "2026-05-02",
	    "'reason':'excessive'," TEXT);
	(void)identified(book, "SAR-1", "2026-05-03");
	(void)step(book, "nil-return", "SAR-1", "2026-05-03",
	    "'due':'2026-06-01','found':0,'select':0,'subject':'" DIGEST_A "'");
	(void)step(book, "nil-return", "SAR-2", "2026-05-03",
	    "'due':'2026-06-01','found':0,'select':0,'subject':'" DIGEST_A "'");
	(void)ends_with(book,
	    "step-after-close 9 [SAR-1] a step that fits: the case is closed\n"
	    "answer-after-close 10 [SAR-1] a step that fits: the case is "
	    "closed\n"
	    "answer-after-refusal 11 [SAR-2] a step that fits: the request "
	    "was refused\n");
	book_free(book);
}

static void
a_question_when_the_time_is_up_stops_nothing(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)received(book, "SAR-1", "2026-05-01", "");
	(void)dated(book, "clarify", "SAR-1", "2026-06-03",
	    "'what':'asked'," TEXT);
	(void)ends_with(book,
	    "asked-late 2 [SAR-1] a step that fits: too late: the time for "
	    "the answer is up\n"
	    "out-of-time 1 [SAR-1] answered by 2026-06-01: open on "
	    "2026-06-03, 2 days late\n");
	book_free(book);
}

static void
a_letter_that_went_out_late_is_late(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	(void)step(book, "nil-return", "SAR-1", "2026-06-01",
	    "'due':'2026-06-01','found':0,'select':0,'subject':'" DIGEST_A "'");
	(void)dated(book, "letter", "SAR-1", "2026-06-03",
	    "'channel':'post','what':'nil'," TEXT);
	sums = ends_with(book,
	    "out-of-time 5 [SAR-1] answered by 2026-06-01: sent 2026-06-03, 2 "
	    "days late\n");
	assert_int_equal(sums->late, 1);
	book_free(book);
}

static void
a_case_of_before_receipts_can_get_one(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);
	uint64_t first;

	(void)state;
	genesis(book);
	(void)held(book, "SAR-2", "2026-05-02");
	first = tell(book, "intent", "2026-05-02T12:00:00Z",
	    INTENT("SAR-1", "2026-05-01", "2026-06-01"));
	(void)gave(book, "2026-05-03", first);
	(void)received(book, "SAR-1", "2026-05-01", "");
	(void)dated(book, "close", "SAR-1", "2026-05-04",
	    "'reason':'answered'");
	/* Held before it was known. */
	(void)received(book, "SAR-2", "2026-05-04", "");
	(void)identified(book, "SAR-2", "2026-05-04");
	first = begun(book, "SAR-2", "2026-05-04", "2026-06-04", "2026-06-04");
	(void)gave(book, "2026-05-04", first);
	sums = ends_with(book,
	    "time-goes-back 4 [SAR-1] not before 2026-05-03T12:00:00Z, of "
	    "record 3: 2026-05-01T12:00:00Z\n");
	assert_int_equal(sums->cases, 2);
	assert_int_equal(sums->released, 2);
	book_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_case_with_a_receipt_is_judged_by_the_law),
		cmocka_unit_test(
		    the_last_day_of_the_law_counts_not_the_safe_one),
		cmocka_unit_test(a_due_date_that_does_not_follow_is_told),
		cmocka_unit_test(a_clock_that_stands_may_be_of_the_day_before),
		cmocka_unit_test(open_cases_are_known_from_their_receipt),
		cmocka_unit_test(an_extension_after_its_last_day_gives_no_time),
		cmocka_unit_test(what_an_answer_takes_is_told_once),
		cmocka_unit_test(
		    what_was_lost_meanwhile_is_told_of_the_release),
		cmocka_unit_test(a_refusal_needs_reasons_and_no_identity),
		cmocka_unit_test(a_log_without_receipts_needs_none),
		cmocka_unit_test(a_receipt_that_was_erased_may_have_been_there),
		cmocka_unit_test(a_receipt_comes_once_and_is_understood),
		cmocka_unit_test(a_correction_is_no_request_and_is_not_late),
		cmocka_unit_test(a_correction_is_of_what_was_asked),
		cmocka_unit_test(steps_out_of_place_are_told),
		cmocka_unit_test(what_follows_the_end_is_told),
		cmocka_unit_test(a_question_when_the_time_is_up_stops_nothing),
		cmocka_unit_test(a_letter_that_went_out_late_is_late),
		cmocka_unit_test(a_case_of_before_receipts_can_get_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
