/* Records that name one of which nothing is left. */
#include "ledger_life.h"

/* What was erased may be what is missing: who knows?  That is told, as is what
   no intent that ever was could account for. */
static void
what_names_an_erased_record_cannot_be_judged(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)tell_erased(book);
	(void)tell_erased(book);
	(void)release(book, "2026-01-20T10:00:01Z", 1, "'approval':2");
	(void)tell_erased(book);
	(void)release(book, "2026-01-20T10:00:02Z", 1, "'approval':1");
	(void)tell(book, "void", "2026-01-20T10:00:03Z",
	    "{'by':'u1041','intent':1,'reason':'failed'}");
	(void)tell(book, "void", "2026-01-20T10:00:03Z",
	    "{'by':'u1041','intent':2,'reason':'failed'}");
	(void)release(book, "2026-01-20T10:00:04Z", 14, NULL);
	(void)tell(book, "reveal", "2026-01-21T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':4}");
	(void)tell(book, "deliver", "2026-01-21T11:00:00Z",
	    "{'by':'u1041','case':'SAR-1','release':4,'what':'package',"
	    "'channel':'email','on':'2026-01-21'}");
	(void)tell(book, "erase", "2026-01-22T10:00:00Z",
	    "{'by':'u1','target':1,'leaf':'" DIGEST_A "','basis':'art17'}");
	(void)tell(book, "erase", "2026-01-22T10:00:00Z",
	    "{'by':'u1','target':2,'leaf':'" DIGEST_A "','basis':'art17'}");
	(void)tell(book, "erase", "2026-01-22T10:00:00Z",
	    "{'by':'u1','target':4,'leaf':'" DIGEST_A "','basis':'error'}");
	assert_int_equal(tell_erased(book), 14);
	sums = ends_with(book,
	    "intent-erased 3 [] an intent that can be read: record 1, which "
	    "was "
	    "erased\n"
	    "approval-erased 3 [] an approval that can be read: record 2, "
	    "which "
	    "was erased\n"
	    "two-outcomes 5 [] one outcome of record 1: record 3 is one\n"
	    "approval-erased 5 [] an approval that can be read: record 1, "
	    "which "
	    "was erased\n"
	    "two-outcomes 6 [] one outcome of record 1: record 3 is one\n"
	    "intent-erased 7 [] an intent that can be read: record 2, which "
	    "was "
	    "erased\n"
	    "release-erased 9 [SAR-1] a release that can be read: record 4, "
	    "which was erased\n"
	    "release-erased 10 [SAR-1] a release that can be read: record 4, "
	    "which was erased\n"
	    "outcome-before-intent 8 [] an intent before it: record 14, which "
	    "comes later\n");
	assert_int_equal(sums->types[SAR_RECORD_ERASED], 4);
	assert_int_equal(sums->erasures.n, 2);
	assert_string_equal(sums->erasures.all[0].word, "art17");
	assert_int_equal(sums->erasures.all[0].n, 2);
	assert_string_equal(sums->erasures.all[1].word, "error");
	book_free(book);
}

/* Of older cases there never was a receipt; and who knows, of one whose records
   are gone in part? */
static void
a_step_of_a_case_whose_receipt_may_be_erased_is_told(void **state)
{
	static const char hold[] =
	    "{'by':'u1','case':'SAR-1','n':1,'name':'case','owner':'u2',"
	    "'reason':'request','review':'2027-06-01','root':'" DIGEST_A "'}";
	static const char search[] =
	    "{'by':'u1','case':'SAR-1','found':1,'result':'" DIGEST_A "'}";
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)tell(book, "hold", "2026-01-20T10:00:00Z", hold);
	(void)tell(book, "search", "2026-01-20T10:00:00Z", search);
	(void)tell_erased(book);
	(void)tell(book, "hold", "2026-01-20T10:00:00Z", hold);
	(void)tell(book, "search", "2026-01-20T10:00:00Z", search);
	(void)ends_with(book, "step-without-receipt 4 [SAR-1] a receipt before "
			      "it: none that can be "
			      "read\n"
			      "step-without-receipt 5 [SAR-1] a receipt before "
			      "it: none that can be "
			      "read\n");
	book_free(book);
}

/* A receipt that was erased left a case that says when it came. */
static void
a_receipt_of_another_day_than_was_said_is_told(void **state)
{
	struct book *book = book_new("2026-05-20", NULL);

	(void)state;
	genesis(book);
	(void)tell_erased(book);
	(void)tell(book, "intent", "2026-05-02T12:00:00Z",
	    INTENT("SAR-1", "2026-05-01", "2026-06-01"));
	(void)tell(book, "void", "2026-05-02T12:00:00Z",
	    "{'by':'u1','intent':2,'reason':'failed'}");
	(void)tell(book, "intent", "2026-05-03T12:00:00Z",
	    INTENT("SAR-2", "2026-05-01", "2026-06-01"));
	(void)tell(book, "void", "2026-05-03T12:00:00Z",
	    "{'by':'u1','intent':4,'reason':'failed'}");
	(void)received(book, "SAR-1", "2026-05-04", "");
	(void)step(book, "receive", "SAR-2", "2026-05-04",
	    "'nation':'scotland','received':'2026-05-01','request':'" DIGEST_A
	    "','scope':'2026-01-01/2026-01-31'");
	(void)ends_with(book,
	    "received-differs 6 [SAR-1] received 2026-05-01, as said before: "
	    "received 2026-05-04\n");
	book_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_step_of_a_case_whose_receipt_may_be_erased_is_told),
		cmocka_unit_test(what_names_an_erased_record_cannot_be_judged),
		cmocka_unit_test(
		    a_receipt_of_another_day_than_was_said_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
