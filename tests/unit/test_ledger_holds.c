/* Holds: what the log says is kept from the purge, and what it lets go. */
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
searched(struct book *book, const char *ref, const char *found)
{
	char members[256];

	(void)snprintf(members, sizeof(members),
	    "'found':4,'result':'" DIGEST_A "'%s", found);
	(void)step(book, "search", ref, "2026-05-01", members);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
