/* Records against cosignatures, and logs that are made to be slow. */
#include "ledger_book.h"

#include <time.h>

#define MINUTES(n) ((int64_t)(n)*60)

static int64_t
utc(const char *t)
{
	int64_t out = 0;

	assert_true(sar_utc_parse(t, &out));
	return out;
}

static void
cosigned(struct book *book, uint64_t size, int64_t when, bool told)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_ledger_cosigned(book->ledger, size, when, told,
			     &err),
	    0);
}

static void
mark(struct book *book, uint64_t size)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_ledger_mark(book->ledger, size, &err), 0);
}

static uint64_t
import(struct book *book, const char *t)
{
	char members[128], root[64];
	uint8_t bytes[32] = { 0 };

	bytes[0] = (uint8_t)book->seq;
	bytes[1] = (uint8_t)(book->seq >> 8);
	bytes[2] = (uint8_t)(book->seq >> 16);
	sar_b64_put(bytes, sizeof(bytes), root);
	(void)snprintf(members, sizeof(members),
	    "{'by':'cron','n':1,'root':'%s'}", root);
	return tell(book, "register", t, members);
}

static void
time_that_goes_back_is_told_once(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	(void)import(book, "2026-01-06T09:00:00Z");
	(void)import(book, "2026-01-06T09:00:00Z");
	(void)import(book, "2026-01-06T08:59:59Z");
	(void)tell_erased(book);
	(void)import(book, "2026-01-06T08:59:59Z");
	(void)import(book, "2026-01-06T08:59:58Z");
	(void)ends_with(book,
	    "time-goes-back 3 [] not before 2026-01-06T09:00:00Z, of record 2: "
	    "2026-01-06T08:59:59Z\n"
	    "time-goes-back 6 [] not before 2026-01-06T08:59:59Z, of record 5: "
	    "2026-01-06T08:59:58Z\n");
	book_free(book);
}

/*
 * Records 0 to 2 are cosigned on the 10th; 3 is written while the checkpoint
 * is on its way, with a time before or after; 4 tells of the cosignature.
 */
static struct book *
cosigned_log(const char *third)
{
	struct book *book = book_new(NULL, NULL);
	char members[256];

	mark(book, 3);
	genesis(book);
	(void)import(book, "2026-01-06T09:00:00Z");
	(void)import(book, "2026-01-09T09:00:00Z");
	(void)import(book, third);
	(void)snprintf(members, sizeof(members),
	    "{'by':'audit.example.org/w1','key':'audit.example.org/w1+b4038c35"
	    "+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X','size':3,"
	    "'ts':%lld}",
	    (long long)utc("2026-01-10T12:00:00Z"));
	(void)tell(book, "cosigned", "2026-01-11T09:00:00Z", members);
	cosigned(book, 3, utc("2026-01-10T12:00:00Z"), true);
	return book;
}

static void
records_about_a_cosignature_that_fit_are_not_told(void **state)
{
	struct book *book;

	(void)state;
	book = cosigned_log("2026-01-09T10:00:00Z");
	(void)import(book, "2026-01-11T09:00:00Z");
	(void)ends_with(book, "");
	book_free(book);
	book = cosigned_log("2026-01-10T13:00:00Z");
	(void)import(book, "2026-01-11T09:00:00Z");
	(void)ends_with(book, "");
	book_free(book);
}

static void
a_record_after_a_cosignature_cannot_be_earlier(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = cosigned_log("2026-01-10T10:00:00Z");

	(void)state;
	/* As far as two clocks may differ, and a second further. */
	(void)import(book, "2026-01-10T11:55:00Z");
	(void)import(book, "2026-01-10T11:54:59Z");
	sums = ends_with(book,
	    "time-goes-back 5 [] not before 2026-01-11T09:00:00Z, of record 4: "
	    "2026-01-10T11:55:00Z\n"
	    "time-goes-back 6 [] not before 2026-01-10T11:55:00Z, of record 5: "
	    "2026-01-10T11:54:59Z\n"
	    "backdated 6 [] not before 2026-01-10T12:00:00Z: "
	    "2026-01-10T11:54:59Z\n");
	assert_int_equal(sums->codes[SAR_LEDGER_BACKDATED], 1);
	book_free(book);
}

static void
the_record_that_tells_of_a_cosignature_is_no_earlier(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	mark(book, 1);
	genesis(book);
	(void)import(book, "2026-01-06T09:00:00Z");
	cosigned(book, 1, utc("2026-01-06T09:05:00Z"), true);
	cosigned(book, 1, utc("2026-01-06T09:05:01Z"), true);
	/* An older one of another witness changes nothing. */
	cosigned(book, 1, utc("2026-01-06T09:00:00Z"), true);
	(void)ends_with(book, "backdated 1 [] not before 2026-01-06T09:05:01Z: "
			      "2026-01-06T09:00:00Z\n");
	book_free(book);
}

static void
a_record_before_a_cosignature_cannot_be_later(void **state)
{
	struct book *book = book_new(NULL, NULL);

	(void)state;
	/* Not in order, one twice, one past the end. */
	mark(book, 900);
	mark(book, 3);
	mark(book, 2);
	mark(book, 3);
	genesis(book);
	(void)import(book, "2026-01-06T09:00:00Z");
	(void)import(book, "2026-01-12T09:00:00Z");
	(void)import(book, "2026-01-20T09:00:00Z");
	cosigned(book, 2, utc("2026-01-06T09:00:00Z") - MINUTES(5), false);
	cosigned(book, 3, utc("2026-01-12T09:00:00Z") - MINUTES(5) - 1, false);
	cosigned(book, 900, 0, false);
	/* Nobody said there would be one. */
	cosigned(book, 4, 0, false);
	(void)ends_with(book,
	    "postdated 2 [] not after 2026-01-12T08:54:59Z, cosigned with 3 "
	    "records: 2026-01-12T09:00:00Z\n");
	book_free(book);
}

static void
what_others_found_is_counted_with_the_rest(void **state)
{
	struct sar_ledger_exception exception = {
		.code = SAR_LEDGER_ERASURE_PENDING,
		.record = 7,
		.expected = "erased",
		.found = "there",
	};
	struct sar_err err = SAR_ERR_INIT;
	struct book *book = book_new(NULL, NULL);

	(void)state;
	genesis(book);
	assert_int_equal(sar_ledger_tell(book->ledger, &exception, &err), 0);
	exception.record = SAR_LEDGER_NONE;
	assert_int_equal(sar_ledger_tell(book->ledger, &exception, &err), 0);
	assert_int_equal(ends_with(book, "erasure-pending 7 [] erased: there\n"
					 "erasure-pending - [] erased: there\n")
			     ->exceptions,
	    2);
	book_free(book);
}

static int
stops(void *ctx, const struct sar_ledger_exception *exception,
    struct sar_err *err)
{
	(void)ctx;
	(void)exception;
	return sar_err_set(err, SAR_ESPACE, "exceptions: full");
}

static void
who_is_told_can_end_it(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ledger_options options = { .exception = stops };
	struct sar_ledger *ledger = sar_ledger_new(&options, &err);
	struct sar_record *record = record_of(0, "register",
	    "2026-01-06T09:00:00Z",
	    "{'by':'cron','n':0,'root':'" DIGEST_A "'}");

	(void)state;
	assert_int_equal(sar_ledger_record(ledger, record, &err), -1);
	assert_int_equal(err.code, SAR_ESPACE);
	sar_record_free(record);
	sar_ledger_free(ledger);
}

static void
every_code_has_a_name_and_a_text(void **state)
{
	int i, j;

	(void)state;
	for (i = 0; i < SAR_LEDGER_CODES; i++) {
		const char *name =
		    sar_ledger_code_name((enum sar_ledger_code)i);

		assert_non_null(name);
		assert_int_equal(strspn(name, "abcdefghijklmnopqrstuvwxyz-"),
		    strlen(name));
		assert_true(strlen(sar_ledger_code_text((enum sar_ledger_code)
				    i)) > 10);
		for (j = 0; j < i; j++)
			assert_string_not_equal(name,
			    sar_ledger_code_name((enum sar_ledger_code)j));
	}
}

/* More words than are told apart are counted, and the sums stop at the end. */
static void
words_and_sums_without_end_are_bounded(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new(NULL, NULL);
	char members[512];
	int i;

	(void)state;
	genesis(book);
	for (i = 0; i < 2 * SAR_LEDGER_WORDS; i++) {
		(void)snprintf(members, sizeof(members),
		    "{'by':'u1','case':'SAR-%d','reason':'r%d'}", i, i);
		(void)tell(book, "refuse", "2026-01-06T09:00:00Z", members);
	}
	for (i = 0; i < 1100; i++)
		(void)tell(book, "delete", "2026-01-06T09:00:00Z",
		    "{'by':'u1','n':9007199254740991,'root':'" DIGEST_A "'}");
	sums = ends_with(book, "");
	assert_int_equal(sums->refusals.n, SAR_LEDGER_WORDS);
	assert_int_equal(sums->refusals.others, SAR_LEDGER_WORDS);
	assert_true(sums->deleted == INT64_MAX);
	assert_int_equal(sums->undated, 2 * SAR_LEDGER_WORDS);
	book_free(book);
}

/* One case whose intents never end, and outcomes that come before them all. */
static void
long_logs_take_no_longer_than_they_are(void **state)
{
	const struct sar_ledger_sums *sums;
	struct book *book = book_new("2026-01-13", NULL);
	clock_t began = clock();
	char members[256];
	int i;

	(void)state;
	genesis(book);
	for (i = 0; i < 5000; i++)
		(void)release(book, "2026-01-12T10:00:00Z", book->seq + 5000,
		    NULL);
	for (i = 0; i < 5000; i++)
		(void)intent(book, "2026-01-12T10:00:00Z");
	for (i = 0; i < 5000; i++) {
		(void)snprintf(members, sizeof(members),
		    "{'by':'u1','case':'SAR-%d','reason':'late'}", i);
		(void)tell(book, "refuse", "2026-01-12T10:00:00Z", members);
	}
	assert_int_equal(sar_ledger_end(book->ledger,
			     &(struct sar_err)SAR_ERR_INIT),
	    0);
	sums = sar_ledger_sums(book->ledger);
	assert_int_equal(sums->codes[SAR_LEDGER_OUTCOME_BEFORE_INTENT], 5000);
	assert_int_equal(sums->codes[SAR_LEDGER_INTENT_WITHOUT_OUTCOME], 5000);
	assert_int_equal(sums->cases, 5000);
	assert_true((clock() - began) / CLOCKS_PER_SEC < 10);
	book_free(book);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_that_goes_back_is_told_once),
		cmocka_unit_test(
		    records_about_a_cosignature_that_fit_are_not_told),
		cmocka_unit_test(
		    a_record_after_a_cosignature_cannot_be_earlier),
		cmocka_unit_test(
		    the_record_that_tells_of_a_cosignature_is_no_earlier),
		cmocka_unit_test(a_record_before_a_cosignature_cannot_be_later),
		cmocka_unit_test(what_others_found_is_counted_with_the_rest),
		cmocka_unit_test(who_is_told_can_end_it),
		cmocka_unit_test(every_code_has_a_name_and_a_text),
		cmocka_unit_test(words_and_sums_without_end_are_bounded),
		cmocka_unit_test(long_logs_take_no_longer_than_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
