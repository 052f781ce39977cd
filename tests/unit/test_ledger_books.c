/* Holds and complaints, and the table of holidays that dates are counted
   with. */
#include "ledger_life.h"

static void
lifted(struct book *book, uint64_t hold, const char *day)
{
	char members[128], t[32];

	(void)snprintf(members, sizeof(members),
	    "{'by':'u1','hold':%d,'reason':'over'}", (int)hold);
	(void)snprintf(t, sizeof(t), "%sT12:00:00Z", day);
	(void)tell(book, "lift", t, members);
}

static uint64_t
held_for(struct book *book, const char *day, const char *which)
{
	char members[256], t[32];

	(void)snprintf(members, sizeof(members),
	    "{'by':'u1',%s,'n':2,'owner':'u1','reason':'legal','review':"
	    "'2027-05-01','root':'" DIGEST_A "'}",
	    which);
	(void)snprintf(t, sizeof(t), "%sT12:00:00Z", day);
	return tell(book, "hold", t, members);
}

static void
a_hold_whose_review_is_due_is_told(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new("2026-07-02", NULL);

	(void)state;
	genesis(book);
	(void)tell(book, "hold", "2026-05-01T12:00:00Z",
	    "{'by':'u1','n':2,'name':'police','owner':'u2','reason':'legal',"
	    "'review':'2026-07-01','root':'" DIGEST_A "'}");
	(void)tell(book, "hold", "2026-05-01T12:00:00Z",
	    "{'by':'u1','n':2,'name':'fraud','owner':'u2','reason':'legal',"
	    "'review':'2026-07-02','root':'" DIGEST_A "'}");
	(void)tell(book, "hold", "2026-05-01T12:00:00Z",
	    "{'by':'u1','n':2,'name':'old','owner':'u2','reason':'legal',"
	    "'review':'2026-06-01','root':'" DIGEST_A "'}");
	(void)tell(book, "lift", "2026-05-02T12:00:00Z",
	    "{'by':'u1','hold':3,'reason':'over'}");
	sums = ends_with(book,
	    "hold-review-passed 1 [] reviewed by 2026-07-01: it holds on "
	    "2026-07-02\n");
	assert_int_equal(sums->holds, 2);
	book_free(book);
}

static void
a_hold_is_lifted_once_and_was_there(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)held(book, "SAR-1", "2026-05-01");
	(void)tell_erased(book);
	(void)tell(book, "lift", "2026-05-02T12:00:00Z",
	    "{'by':'u1','hold':1,'reason':'over'}");
	(void)tell(book, "lift", "2026-05-02T12:00:00Z",
	    "{'by':'u1','hold':1,'reason':'over'}");
	(void)tell(book, "lift", "2026-05-02T12:00:00Z",
	    "{'by':'u1','hold':2,'reason':'over'}");
	(void)tell(book, "lift", "2026-05-02T12:00:00Z",
	    "{'by':'u1','hold':0,'reason':'over'}");
	(void)ends_with(book,
	    "lift-without-hold 4 [] a hold before it: record 1, which record "
	    "3 ended\n"
	    "hold-erased 5 [] a hold that can be read: record 2, which was "
	    "erased\n"
	    "lift-without-hold 6 [] a hold before it: record 0 is none\n");
	book_free(book);
}

static void
a_package_begun_after_the_hold_was_lifted_is_told(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	(void)tell(book, "lift", "2026-05-02T12:00:00Z",
	    "{'by':'u1','hold':3,'reason':'over'}");
	(void)made(book, "SAR-1", "2026-05-02", "2026-06-01", "2026-06-01");
	(void)ends_with(book,
	    "lift-while-open 4 [SAR-1] the answer sent, or the case closed: "
	    "not yet\n"
	    "hold-missing 5 [SAR-1] a hold on what was found: none\n");
	book_free(book);
}

static void
a_hold_of_before_the_receipt_stands_till_it_is_lifted(void **state)
{
	struct book *book = book_new(NULL, NULL);
	uint64_t hold;

	(void)state;
	genesis(book);
	/* Lifted before anybody knew of such a case. */
	(void)held(book, "SAR-1", "2026-05-01");
	lifted(book, 1, "2026-05-01");
	/* And one that stands, whatever became of another. */
	(void)held(book, "SAR-2", "2026-05-01");
	(void)received(book, "SAR-1", "2026-05-01", "");
	(void)received(book, "SAR-2", "2026-05-01", "");
	(void)identified(book, "SAR-1", "2026-05-01");
	(void)identified(book, "SAR-2", "2026-05-01");
	hold = step(book, "hold", "SAR-2", "2026-05-01",
	    "'n':2,'name':'police','owner':'u1','reason':'legal',"
	    "'review':'2027-05-01','root':'" DIGEST_A "'");
	lifted(book, hold, "2026-05-01");
	(void)made(book, "SAR-1", "2026-05-02", "2026-06-01", "2026-06-01");
	(void)made(book, "SAR-2", "2026-05-02", "2026-06-01", "2026-06-01");
	(void)ends_with(book,
	    "hold-missing 10 [SAR-1] a hold on what was found: none\n");
	book_free(book);
}

static void
a_hold_makes_no_receipt(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)step(book, "refuse", "SAR-1", "2026-05-01",
	    "'reason':'excessive'");
	(void)held(book, "SAR-1", "2026-05-01");
	(void)tell(book, "nil-return", "2026-05-03T12:00:00Z",
	    INTENT("SAR-1", "2026-05-01", "2026-06-01"));
	/* What follows a receipt has none to follow. */
	(void)ends_with(book, "");
	book_free(book);
}

static void
a_hold_lifted_while_its_case_is_open_is_told(void **state)
{
	struct book *book = book_new("2026-05-20", NULL);
	uint64_t other, intent;

	(void)state;
	genesis(book);
	ready(book, "SAR-1", "2026-05-01");
	ready(book, "SAR-2", "2026-05-01");
	ready(book, "SAR-3", "2026-05-01");
	other = step(book, "hold", "SAR-1", "2026-05-01",
	    "'n':2,'name':'police','owner':'u1','reason':'legal',"
	    "'review':'2027-05-01','root':'" DIGEST_A "'");
	/* Not the case's own; and that, while it waits. */
	lifted(book, other, "2026-05-02");
	lifted(book, 3, "2026-05-02");
	/* Closed. */
	(void)dated(book, "close", "SAR-2", "2026-05-03",
	    "'reason':'withdrawn'");
	lifted(book, 6, "2026-05-03");
	/* Made, and the passphrase is to come; then that went out, too. */
	intent = made(book, "SAR-3", "2026-05-04", "2026-06-01", "2026-06-01");
	(void)delivered(book, "SAR-3", "2026-05-04", intent, "package");
	lifted(book, 9, "2026-05-04");
	other = held(book, "SAR-3", "2026-05-04");
	(void)delivered(book, "SAR-3", "2026-05-04", intent, "passphrase");
	lifted(book, other, "2026-05-04");
	(void)ends_with(book,
	    "lift-while-open 12 [SAR-1] the answer sent, or the case closed: "
	    "not yet\n"
	    "lift-while-open 18 [SAR-3] the answer sent, or the case closed: "
	    "not yet\n");
	book_free(book);
}

static void
searched(struct book *book, const char *ref, const char *found)
{
	char members[256];

	(void)snprintf(members, sizeof(members),
	    "'found':4,'result':'" DIGEST_A "'%s", found);
	(void)step(book, "search", ref, "2026-05-01", members);
}

static void
what_the_purge_can_take_of_an_open_case_is_told(void **state)
{
	struct book *book = book_new("2026-05-20", NULL);

	(void)state;
	genesis(book);
	/* What expires, and nothing holds it; or a hold does, whichever. */
	(void)received(book, "SAR-1", "2026-05-01", "");
	searched(book, "SAR-1", ",'expiring':1,'past':0");
	(void)received(book, "SAR-2", "2026-05-01", "");
	searched(book, "SAR-2", ",'expiring':1");
	(void)held_for(book, "2026-05-01", "'case':'SAR-2','name':'police'");
	/* Nothing is there to be held, or not any more. */
	(void)received(book, "SAR-3", "2026-05-01", "");
	searched(book, "SAR-3", ",'missing':4");
	(void)received(book, "SAR-4", "2026-05-01", "");
	searched(book, "SAR-4", ",'past':2");
	searched(book, "SAR-4", "");
	/* Nobody waits for it any more. */
	(void)received(book, "SAR-5", "2026-05-01", "");
	searched(book, "SAR-5", ",'past':2");
	(void)dated(book, "close", "SAR-5", "2026-05-03",
	    "'reason':'withdrawn'");
	(void)ends_with(book,
	    "not-held 2 [SAR-1] a hold of the case: none stands\n");
	book_free(book);
}

/* One step of complaint ${name}, of no case. */
static void
complain(struct book *book, const char *name, const char *day, const char *what)
{
	char members[256], t[32];

	(void)snprintf(members, sizeof(members),
	    "{'by':'u1','name':'%s','on':'%s','what':'%s'}", name, day, what);
	(void)snprintf(t, sizeof(t), "%sT12:00:00Z", day);
	(void)tell(book, "complain", t, members);
}

static void
a_hold_lifted_before_its_complaint_is_decided_is_told(void **state)
{
	struct book *book = book_new("2026-06-20", NULL);
	uint64_t hold, other;

	(void)state;
	genesis(book);
	complain(book, "C-1", "2026-06-01", "received");
	complain(book, "C-1", "2026-06-01", "acknowledged");
	hold = held_for(book, "2026-06-01", "'name':'C-1'");
	/* The name alone says nothing: that is another complaint's. */
	other = held_for(book, "2026-06-01", "'case':'SAR-1','name':'C-1'");
	lifted(book, other, "2026-06-02");
	lifted(book, hold, "2026-06-02");
	hold = held_for(book, "2026-06-02", "'name':'C-1'");
	complain(book, "C-1", "2026-06-03", "decided");
	lifted(book, hold, "2026-06-03");
	(void)ends_with(book,
	    "lift-while-open 6 [] the complaint decided: not yet\n");
	book_free(book);
}

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
		cmocka_unit_test(a_hold_whose_review_is_due_is_told),
		cmocka_unit_test(a_hold_is_lifted_once_and_was_there),
		cmocka_unit_test(
		    a_package_begun_after_the_hold_was_lifted_is_told),
		cmocka_unit_test(
		    a_hold_of_before_the_receipt_stands_till_it_is_lifted),
		cmocka_unit_test(a_hold_makes_no_receipt),
		cmocka_unit_test(a_hold_lifted_while_its_case_is_open_is_told),
		cmocka_unit_test(
		    a_hold_lifted_before_its_complaint_is_decided_is_told),
		cmocka_unit_test(
		    what_the_purge_can_take_of_an_open_case_is_told),
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
