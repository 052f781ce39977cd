/* Of a case from its receipt on: was its answer sent, and was what moves its
   time logged when it happened? */
#include "ledger_life.h"

static void
an_answer_that_nobody_was_sent_is_none(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new("2026-06-08", NULL);
	uint64_t first, second, third;

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	first = begun(book, "SAR-1", "2026-05-04", "2026-06-01", "2026-06-01");
	first = gave(book, "2026-05-04", first);
	/* A package that cannot be opened. */
	(void)delivered(book, "SAR-1", "2026-05-05", first, "package");
	(void)received(book, "SAR-2", "2026-05-05", "");
	(void)step(book, "refuse", "SAR-2", "2026-05-05",
	    "'reason':'excessive'," TEXT);
	/* Called off, in time yet, and late when it was made. */
	ready(book, "SAR-3", "2026-05-05");
	second = begun(book, "SAR-3", "2026-05-05", "2026-06-05", "2026-06-05");
	(void)gave(book, "2026-05-05", second);
	(void)dated(book, "close", "SAR-3", "2026-05-06",
	    "'reason':'withdrawn'");
	ready(book, "SAR-4", "2026-05-11");
	third = begun(book, "SAR-4", "2026-05-11", "2026-06-11", "2026-06-11");
	(void)gave(book, "2026-05-11", third);
	sums = ends_with(book,
	    "not-sent 1 [SAR-1] sent by 2026-06-01: not sent on 2026-06-08\n"
	    "not-sent 7 [SAR-2] sent by 2026-06-05: not sent on 2026-06-08\n");
	assert_int_equal(sums->late, 2);
	assert_int_equal(sums->in_time, 1);
	assert_int_equal(sums->unsent, 1);
	book_free(book);
}

/* Nobody called it off. */
static void
an_answer_in_a_case_that_was_lost_was_not_sent(void **state)
{
	struct book *book = book_new("2026-06-08", NULL);
	uint64_t intent;

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	intent = begun(book, "SAR-1", "2026-05-04", "2026-06-01", "2026-06-01");
	(void)gave(book, "2026-05-04", intent);
	(void)dated(book, "close", "SAR-1", "2026-05-06", "'reason':'lost'");
	(void)ends_with(book,
	    "not-sent 1 [SAR-1] sent by 2026-06-01: not sent on 2026-06-08\n");
	book_free(book);
}

static void
a_package_is_sent_with_its_passphrase(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);
	uint64_t release;

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	release = begun(book, "SAR-1", "2026-05-29", "2026-06-01",
	    "2026-06-01");
	release = gave(book, "2026-05-29", release);
	(void)delivered(book, "SAR-1", "2026-05-29", release, "package");
	(void)delivered(book, "SAR-1", "2026-06-02", release, "passphrase");
	sums = ends_with(book,
	    "out-of-time 7 [SAR-1] answered by 2026-06-01: sent 2026-06-02, 1 "
	    "day late\n");
	assert_int_equal(sums->late, 1);
	book_free(book);
}

static void
what_moves_the_time_is_logged_when_it_happens(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t release;

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	/* A week is no time; what moves nothing may be told of at any. */
	(void)step(book, "identity", "SAR-1", "2026-05-20",
	    "'on':'2026-05-02','what':'verified','who':'requester'");
	(void)step(book, "clarify", "SAR-1", "2026-05-20",
	    "'on':'2026-05-12','what':'asked'," TEXT);
	(void)step(book, "clarify", "SAR-1", "2026-05-20",
	    "'on':'2026-05-13','what':'answered'");
	release = begun(book, "SAR-1", "2026-05-20", "2026-06-02",
	    "2026-06-03");
	release = gave(book, "2026-05-20", release);
	(void)delivered(book, "SAR-1", "2026-05-20", release, "package");
	(void)step(book, "deliver", "SAR-1", "2026-07-20",
	    "'on':'2026-06-01','what':'passphrase','channel':'post',"
	    "'release':8");
	(void)step(book, "deliver", "SAR-1", "2026-07-20",
	    "'on':'2026-06-02','what':'passphrase','channel':'post',"
	    "'release':8");
	assert_int_equal(release, 8);
	(void)ends_with(book,
	    "logged-late 5 [SAR-1] logged by 2026-05-19: logged 2026-05-20\n"
	    "logged-late 10 [SAR-1] logged by 2026-06-08: logged "
	    "2026-07-20\n");
	book_free(book);
}

static void
what_is_closed_late_stays_late(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new("2026-09-01", NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	(void)received(book, "SAR-2", "2026-05-01", "");
	(void)dated(book, "identity", "SAR-2", "2026-05-01",
	    "'what':'asked','who':'requester'");
	/* On no earlier day than it is logged. */
	(void)step(book, "close", "SAR-1", "2026-06-02",
	    "'on':'2026-05-30','reason':'duplicate'");
	(void)dated(book, "close", "SAR-2", "2026-07-02",
	    "'reason':'no-reply'");
	sums = ends_with(book,
	    "out-of-time 6 [SAR-1] answered by 2026-06-01: closed 2026-06-02, "
	    "1 day late\n");
	assert_int_equal(sums->past_due, 1);
	assert_int_equal(sums->closed, 2);
	book_free(book);
}

static void
an_answer_that_needs_no_reply_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	(void)dated(book, "clarify", "SAR-1", "2026-05-05",
	    "'what':'asked'," TEXT);
	answered(book, "SAR-1", "2026-07-07", "2026-08-03", "2026-08-04");
	(void)ends_with(book,
	    "answer-while-paused 6 [SAR-1] the question answered or "
	    "withdrawn: it is open\n");
	book_free(book);
}

static void
what_was_sent_as_nothing_is_not_answered_again(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	(void)step(book, "nil-return", "SAR-1", "2026-05-05",
	    "'due':'2026-06-01','found':0,'select':0,'subject':'" DIGEST_A "'");
	(void)dated(book, "letter", "SAR-1", "2026-05-05",
	    "'what':'nil','channel':'post'," TEXT);
	(void)made(book, "SAR-1", "2026-05-06", "2026-06-01", "2026-06-01");
	(void)ends_with(book,
	    "answer-after-nil 6 [SAR-1] a step that fits: it was sent that "
	    "nothing is held\n"
	    "answer-after-nil 7 [SAR-1] a step that fits: it was sent that "
	    "nothing is held\n");
	book_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_that_nobody_was_sent_is_none),
		cmocka_unit_test(
		    an_answer_in_a_case_that_was_lost_was_not_sent),
		cmocka_unit_test(a_package_is_sent_with_its_passphrase),
		cmocka_unit_test(what_moves_the_time_is_logged_when_it_happens),
		cmocka_unit_test(what_is_closed_late_stays_late),
		cmocka_unit_test(an_answer_that_needs_no_reply_is_told),
		cmocka_unit_test(
		    what_was_sent_as_nothing_is_not_answered_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
