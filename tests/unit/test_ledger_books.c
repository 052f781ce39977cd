/* Complaints, and the table of holidays that dates are counted with. */
#include "ledger_life.h"

/* A letter of no case, on 3 June; ${which} and when. */
static void
posted(struct book *book, const char *which)
{
	char members[256];

	(void)snprintf(members, sizeof(members),
	    "{'by':'u1','channel':'post',%s"
	    "'text':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',"
	    "'what':'complaint-outcome'}",
	    which);
	(void)tell(book, "letter", "2026-06-03T12:00:00Z", members);
}

static void
a_complaint_is_acknowledged_within_30_days(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new("2026-07-02", NULL);

	(void)state;
	genesis(book);
	complain(book, "C-1", "2026-06-01", "received");
	complain(book, "C-2", "2026-06-02", "received");
	complain(book, "C-3", "2026-06-02", "received");
	complain(book, "C-4", "2026-06-02", "received");
	complain(book, "C-5", "2026-06-02", "received");
	complain(book, "C-3", "2026-07-02", "acknowledged");
	complain(book, "C-4", "2026-07-02", "decided");
	complain(book, "C-5", "2026-07-03", "acknowledged");
	sums = ends_with(book,
	    "complaint-not-acknowledged 1 [] acknowledged by 2026-07-01: it is "
	    "not\n"
	    "complaint-not-acknowledged 5 [] acknowledged by 2026-07-02: "
	    "acknowledged 2026-07-03\n");
	assert_int_equal(sums->complaints, 5);
	assert_int_equal(sums->complaints_open, 4);
	book_free(book);
}

static void
a_step_of_a_complaint_that_does_not_fit_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	complain(book, "C-1", "2026-06-01", "decided");
	complain(book, "C-1", "2026-06-01", "received");
	complain(book, "C-1", "2026-06-02", "received");
	complain(book, "C-1", "2026-06-02", "pondered");
	(void)tell(book, "complain", "2026-06-02T12:00:00Z",
	    "{'by':'u1','name':'C-2','on':'2026-06-03','what':'received'}");
	/* Of a case it is another, though it has the same name. */
	(void)dated(book, "complain", "SAR-1", "2026-06-03",
	    "'name':'C-1','what':'acknowledged'");
	/* A letter of no case is of a complaint that came. */
	posted(book, "'name':'C-1','on':'2026-06-03',");
	posted(book, "'name':'C-1','on':'2026-05-31',");
	posted(book, "'name':'C-2','on':'2026-06-03',");
	posted(book, "'name':'C-1','on':'2026-06-04',");
	posted(book, "'on':'2026-06-03',");
	(void)ends_with(book,
	    "complaint-order 1 [] a step that fits: no such complaint\n"
	    "complaint-order 3 [] a step that fits: said of it before\n"
	    "complaint-order 4 [] a step that fits: a word that is not known\n"
	    "complaint-order 5 [] a step that fits: after the day it is "
	    "logged\n"
	    "complaint-order 6 [SAR-1] a step that fits: no such complaint\n"
	    "complaint-order 8 [] a step that fits: no such complaint\n"
	    "complaint-order 9 [] a step that fits: no such complaint\n"
	    "complaint-order 10 [] a step that fits: after the day it is "
	    "logged\n"
	    "complaint-order 11 [] a step that fits: no such complaint\n");
	book_free(book);
}

/* A book that counts with the table at ${text}. */
static struct book *
book_with(struct sar_holidays **table, const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct book *book = calloc(1, sizeof(*book));
	struct sar_ledger_options options = { .exception = note_exception };

	assert_non_null(book);
	*table = sar_holidays_parse("table", text, strlen(text), &err);
	if (*table == NULL)
		fail_msg("%s", err.msg);
	options.holidays = *table;
	options.ctx = book;
	book->ledger = sar_ledger_new(&options, &err);
	assert_non_null(book->ledger);
	return book;
}

static void
another_table_gives_other_dates_and_is_counted(void **state)
{
	static const char table[] = "[england-and-wales]\nfrom = 2026-01-01\n"
				    "through = 2026-05-31\n"
				    "source = somebody\n"
				    "holiday = 2026-01-01 New Year\n";
	const struct sar_ledger_sums *sums;
	struct sar_holidays *holidays;
	struct book *book = book_with(&holidays, table);

	(void)state;
	genesis(book);
	/* Easter is not in it. */
	(void)received(book, "SAR-1", "2026-03-03",
	    ",'holidays':'" DIGEST_A "'");
	(void)identified(book, "SAR-1", "2026-03-03");
	(void)held(book, "SAR-1", "2026-03-03");
	answered(book, "SAR-1", "2026-03-03", "2026-04-07", "2026-04-07");
	/* And nothing is after its end. */
	ready(book, "SAR-2", "2026-05-06");
	sums = ends_with(book,
	    "due-differs 4 [SAR-1] due 2026-04-03, latest 2026-04-03: due "
	    "2026-04-07, latest 2026-04-07\n");
	assert_int_equal(sums->other_holidays, 1);
	assert_int_equal(sums->uncovered, 1);
	book_free(book);
	sar_holidays_free(holidays);
}

static void
what_was_deleted_late_and_is_held_past_retention_is_counted(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)received(book, "SAR-1", "2026-05-01", "");
	(void)step(book, "search", "SAR-1", "2026-05-01",
	    "'found':4,'past':3,'result':'" DIGEST_A "'");
	(void)step(book, "search", "SAR-1", "2026-05-02",
	    "'found':4,'past':2,'result':'" DIGEST_A "'");
	(void)tell(book, "delete", "2026-05-02T12:00:00Z",
	    "{'by':'cron','late':2,'n':5,'root':'" DIGEST_A "'}");
	sums = ends_with(book,
	    "not-held 3 [SAR-1] a hold of the case: none stands\n");
	assert_int_equal(sums->past, 2);
	assert_int_equal(sums->deleted, 5);
	assert_int_equal(sums->deleted_late, 2);
	book_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_complaint_is_acknowledged_within_30_days),
		cmocka_unit_test(
		    a_step_of_a_complaint_that_does_not_fit_is_told),
		cmocka_unit_test(
		    another_table_gives_other_dates_and_is_counted),
		cmocka_unit_test(
		    what_was_deleted_late_and_is_held_past_retention_is_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
