#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "request/request.h"

#define SIZE(a) (sizeof(a) / sizeof((a)[0]))

static const struct sar_phone_plan plan = { .country = 44,
	.outside = '9',
	.area = "1632" };

#define DATES "from = 2026-01-01\nto = 2026-03-31\nreceived = 2026-04-02\n"
#define WHOLE "ref = SAR-2026-001\nnumber = 01632 960123\n" DATES

static struct sar_request *
parse(const char *text, struct sar_err *err)
{
	*err = (struct sar_err)SAR_ERR_INIT;
	return sar_request_parse("r.conf", text, strlen(text), &plan, err);
}

static struct sar_request *
good(const char *text)
{
	struct sar_err err;
	struct sar_request *request = parse(text, &err);

	if (request == NULL)
		print_message("%s\n", err.msg);
	assert_non_null(request);
	return request;
}

/* ${text} is refused, and ${value}, if any, is not in what is said of it. */
static void
assert_bad(const char *text, const char *value, const char *message)
{
	struct sar_err err;
	struct sar_request *request = parse(text, &err);

	if (request != NULL)
		print_message("taken: %s\n", text);
	assert_null(request);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_memory_equal(err.msg, "r.conf: ", 8);
	if (message != NULL)
		assert_string_equal(err.msg, message);
	if (value != NULL)
		assert_null(strstr(err.msg, value));
}

static void
a_request_is_read_whole(void **state)
{
	struct sar_request *r = good("# from the post room\n" WHOLE
				     "identity = verified\n"
				     "name = Zo\xc3\xab Example ; nee B\n");

	(void)state;
	assert_string_equal(r->ref, "SAR-2026-001");
	assert_int_equal(r->n_numbers, 1);
	assert_string_equal(r->numbers[0].digits, "+441632960123");
	assert_int_equal(r->numbers[0].key, 441632960123);
	assert_int_equal(sar_date_days(r->from), 20454);
	assert_int_equal(sar_date_days(r->to), 20543);
	assert_int_equal(sar_date_days(r->received), 20545);
	assert_int_equal(r->identity, SAR_IDENTITY_VERIFIED);
	assert_string_equal(r->name, "Zo\xc3\xab Example ; nee B");
	sar_request_free(r);
	sar_request_free(NULL);
}

static void
a_missing_key_is_named(void **state)
{
	static const char *const lines[][2] = {
		{ "number", "number = 01632 960123\n" },
		{ "from", "from = 2026-01-01\n" },
		{ "to", "to = 2026-03-31\n" },
		{ "received", "received = 2026-04-02\n" },
	};
	char text[256], message[64];
	size_t i, j, at;

	(void)state;
	for (i = 0; i < SIZE(lines); i++) {
		for (j = 0, at = 0; j < SIZE(lines); j++)
			if (j != i)
				at += (size_t)snprintf(text + at,
				    sizeof(text) - at, "%s", lines[j][1]);
		(void)snprintf(message, sizeof(message), "r.conf: %s: missing",
		    lines[i][0]);
		assert_bad(text, NULL, message);
	}
	assert_bad("", NULL, "r.conf: number: missing");
	assert_bad("ref =\n" DATES, NULL, "r.conf: line 1: ref: empty");
}

static void
a_ref_is_plain_and_no_number(void **state)
{
	static const char *const taken[] = { "A", "SAR-2026-001",
		"SAR-20260731-01", "2026-0001", "case_9.b", "A-1", "part-1",
		"A-part-", "A-part-1b", "A-apart-1", "A-part-1-",
		"abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLM" };
	static const char *const refused[] = { "960123", "01632960123",
		"01632-960123", "01632_960.123", "447700900123",
		"case-01632960123", "case-7.01632-960123", "tel-00441632960123",
		"a b", "a/b", "../a", ".a", "-a", "caf\xc3\xa9",
		"abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMN" };
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(taken); i++) {
		struct sar_request *r;

		(void)snprintf(text, sizeof(text),
		    "ref = %s\nnumber = 01632 960123\n" DATES, taken[i]);
		r = good(text);
		assert_string_equal(r->ref, taken[i]);
		sar_request_free(r);
	}
	for (i = 0; i < SIZE(refused); i++) {
		(void)snprintf(text, sizeof(text),
		    "number = 01632 960999\nref = %s\n" DATES, refused[i]);
		assert_bad(text, refused[i],
		    "r.conf: line 2: ref: expected at most 40 of letters, "
		    "digits, \".\", \"_\" and \"-\", not digits only and no "
		    "telephone number");
	}
}

static void
a_ref_is_not_called_as_a_volume_of_another_is(void **state)
{
	static const char *const refused[] = { "A-part-1", "A-part-99",
		"A-part-0", "A-PART-001", "A-b-part-1-part-2", "a--Part-7" };
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(refused); i++) {
		(void)snprintf(text, sizeof(text),
		    "number = 01632 960999\nref = %s\n" DATES, refused[i]);
		assert_bad(text, refused[i],
		    "r.conf: line 2: ref: ends in \"-part-\" and a number, as "
		    "volumes of a package are called");
	}
}

static void
only_a_certain_whole_number_is_searched_for(void **state)
{
	static const char *const refused[] = { "2001", "999", "101", "withheld",
		"960123", "1632960123", "1632960123.0", "4.41632E+11",
		"901632960123", "01632 960123/4", "01632 960123; 01632 960124",
		"01632 960123 ext 12", "tel:+441632960123;ext=12",
		"0800 FLOWERS", "Zoe" };
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(refused); i++) {
		(void)snprintf(text, sizeof(text),
		    "ref = a\nnumber = 01632 960999\nnumber = %s\n" DATES,
		    refused[i]);
		assert_bad(text, refused[i], NULL);
	}
	assert_bad("ref = a\nnumber = 01632 960999\nnumber = 2001\n" DATES,
	    "2001",
	    "r.conf: line 3: number: an extension or short code is not a "
	    "person's number");
	assert_bad("ref = a\nnumber =\n" DATES, NULL,
	    "r.conf: line 2: number: empty");
	assert_bad("ref = a\nnumber = 01632 960999\nnumber =\n" DATES, NULL,
	    "r.conf: line 3: number: not a telephone number");
}

static void
one_number_written_twice_is_one(void **state)
{
	struct sar_request *r = good("ref = a\nnumber = 01632 960123\n"
				     "number = 07700 900456\n"
				     "number = +44 (0)1632 960123\n"
				     "number = 00441632960123\n" DATES);

	(void)state;
	assert_int_equal(r->n_numbers, 2);
	assert_int_equal(r->numbers[0].key, 441632960123);
	assert_int_equal(r->numbers[1].key, 447700900456);
	sar_request_free(r);
}

/* A request of ${n} numbers, each written twice. */
static void
make_numbers(unsigned n, char *text, size_t size)
{
	size_t at = (size_t)snprintf(text, size, "ref = a\n" DATES);
	unsigned i;

	for (i = 0; i < 2 * n; i++)
		at += (size_t)snprintf(text + at, size - at,
		    "number = 01632 9600%02u\n", i % n);
}

static void
there_may_be_sixteen_numbers(void **state)
{
	struct sar_request *r;
	char text[2048];

	(void)state;
	make_numbers(SAR_REQUEST_NUMBERS, text, sizeof(text));
	r = good(text);
	assert_int_equal(r->n_numbers, SAR_REQUEST_NUMBERS);
	sar_request_free(r);
	make_numbers(SAR_REQUEST_NUMBERS + 1, text, sizeof(text));
	assert_bad(text, NULL,
	    "r.conf: line 21: number: more numbers than one request may have");
}

static void
dates_are_real_and_in_order(void **state)
{
	static const char start[] = "ref = a\nnumber = 01632 960123\n";
	static const struct {
		const char *dates, *message;
	} rows[] = {
		{ "from = 2026-02-30\nto = 2026-03-01\nreceived = 2026-04-01\n",
		    "r.conf: line 3: from: expected a date, as YYYY-MM-DD" },
		{ "from = 2026-01-01\nto = 01/03/2026\nreceived = 2026-04-01\n",
		    "r.conf: line 4: to: expected a date, as YYYY-MM-DD" },
		{ "from = 2026-01-01\nto = 2026-03-01\nreceived = today\n",
		    "r.conf: line 5: received: expected a date, as "
		    "YYYY-MM-DD" },
		{ "from = 2026-03-02\nto = 2026-03-01\nreceived = 2026-04-01\n",
		    "r.conf: line 3: from: later than \"to\"" },
		{ "from = 2026-03-01\nto = 2026-04-02\nreceived = 2026-04-01\n",
		    "r.conf: line 4: to: later than \"received\"" },
	};
	char text[256];
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		(void)snprintf(text, sizeof(text), "%s%s", start,
		    rows[i].dates);
		assert_bad(text, NULL, rows[i].message);
	}
	(void)snprintf(text, sizeof(text),
	    "%sfrom = 2026-04-01\nto = 2026-04-01\nreceived = 2026-04-01\n",
	    start);
	sar_request_free(good(text));
}

static enum sar_identity
identity_of(const char *line, const char *code)
{
	struct sar_request *r;
	enum sar_identity identity;
	char text[512];

	(void)snprintf(text, sizeof(text), WHOLE "%s\n", line);
	r = good(text);
	assert_string_equal(r->identity_code, code);
	identity = r->identity;
	sar_request_free(r);
	return identity;
}

static void
identity_is_unknown_unless_said(void **state)
{
	static const char *const refused[] = { "yes", "Verified", "verified ok",
		"not-needed", "not-needed a b", "not-needed 12",
		"not-needed 01632960123", "not-needed\tknown", "",
		"not-needed abcdefghijklmnopqrstuvwxyzabcdef" };
	char text[256];
	size_t i;

	(void)state;
	assert_int_equal(identity_of("", ""), SAR_IDENTITY_UNKNOWN);
	assert_int_equal(identity_of("identity = unknown", ""),
	    SAR_IDENTITY_UNKNOWN);
	assert_int_equal(identity_of("identity = verified", ""),
	    SAR_IDENTITY_VERIFIED);
	assert_int_equal(identity_of("identity = not-needed known-to-us",
			     "known-to-us"),
	    SAR_IDENTITY_NOT_NEEDED);
	for (i = 0; i < SIZE(refused); i++) {
		(void)snprintf(text, sizeof(text), WHOLE "identity = %s\n",
		    refused[i]);
		assert_bad(text, NULL,
		    "r.conf: line 6: identity: expected \"verified\", "
		    "\"not-needed CODE\" or \"unknown\", and a code like that "
		    "of \"ref\"");
	}
}

/* The number comes later; it is found at once when it cannot be one. */
static void
a_request_need_not_have_its_number_yet(void **state)
{
	struct sar_request *r = good("number = 01632 960123\n" DATES);
	struct sar_err err = SAR_ERR_INIT;
	char *text;

	(void)state;
	assert_string_equal(r->ref, "");
	sar_request_free(r);
	text = sar_request_numbered("number = 01632 960123\n" DATES "name = A",
	    sizeof("number = 01632 960123\n" DATES "name = A") - 1,
	    "SAR-2026-0001", &err);
	assert_string_equal(text,
	    "number = 01632 960123\n" DATES "name = A\nref = SAR-2026-0001\n");
	r = good(text);
	assert_string_equal(r->ref, "SAR-2026-0001");
	assert_string_equal(r->name, "A");
	sar_request_free(r);
	free(text);
	assert_true(sar_request_ref_fits("SAR-2026-0001", &plan));
	assert_false(sar_request_ref_fits("SAR-part-1", &plan));
	assert_false(sar_request_ref_fits("01632-960123", &plan));
	assert_false(sar_request_ref_fits("", &plan));
}

#define ASKED "number = 01632 960123\nreceived = 2026-04-02\n"

static void
assert_ranges(const char *text, const char *want)
{
	struct sar_request *r = good(text);
	char got[512] = "", from[SAR_DATE_LEN], to[SAR_DATE_LEN];
	size_t i, at = 0;

	for (i = 0; i < r->n_ranges; i++) {
		sar_date_format(r->ranges[i].from, from);
		sar_date_format(r->ranges[i].to, to);
		at += (size_t)snprintf(got + at, sizeof(got) - at, "%s/%s ",
		    from, to);
	}
	assert_string_equal(got, want);
	assert_int_equal(sar_date_compare(r->from, r->ranges[0].from), 0);
	assert_int_equal(sar_date_compare(r->to, r->ranges[i - 1].to), 0);
	sar_request_free(r);
}

static void
ranges_are_in_order_and_no_day_is_in_two(void **state)
{
	(void)state;
	assert_ranges(ASKED "from = 2026-01-01\nto = 2026-01-01\n",
	    "2026-01-01/2026-01-01 ");
	assert_ranges(ASKED "range = 2026-03-01/2026-03-31\n"
			    "range = 2025-12-31/2026-01-02\n",
	    "2025-12-31/2026-01-02 2026-03-01/2026-03-31 ");
	/* Those that overlap, that touch, and one inside another. */
	assert_ranges(ASKED "range = 2026-01-05/2026-01-09\n"
			    "range = 2026-01-01/2026-01-05\n"
			    "range = 2026-01-10/2026-01-11\n"
			    "range = 2026-01-02/2026-01-03\n",
	    "2026-01-01/2026-01-11 ");
	/* One day between them is not asked for. */
	assert_ranges(ASKED "range = 2026-01-01/2026-01-05\n"
			    "range = 2026-01-07/2026-01-09\n",
	    "2026-01-01/2026-01-05 2026-01-07/2026-01-09 ");
}

static void
a_range_that_is_none_is_named_by_its_line(void **state)
{
	static const char *const none[] = { "2026-01-01", "2026-01-01/",
		"2026-01-01/2026-01-32", "2026-01-01 2026-01-02",
		"2026-01-01/2026-01-02/2026-01-03", "2026-1-01/2026-01-02",
		"2026-01-01/2026-01-02 x", "/2026-01-01" };
	char text[1024];
	size_t i, at;

	(void)state;
	for (i = 0; i < SIZE(none); i++) {
		(void)snprintf(text, sizeof(text),
		    ASKED "range = 2026-01-01/2026-01-02\nrange = %s\n",
		    none[i]);
		assert_bad(text, none[i],
		    "r.conf: line 4: range: expected two dates, as "
		    "YYYY-MM-DD/YYYY-MM-DD");
	}
	assert_bad(ASKED "range = 2026-01-02/2026-01-01\n", "2026-01",
	    "r.conf: line 3: range: its first day is later than its last");
	assert_bad(ASKED "range = 2026-01-02/2026-04-03\n", "2026-04-03",
	    "r.conf: line 3: range: goes on after \"received\"");
	assert_bad(ASKED "range = 2026-01-01/2026-01-02\nfrom = 2026-01-01\n",
	    NULL,
	    "r.conf: line 3: range: cannot be mixed with \"from\" and \"to\"");
	assert_bad(ASKED "range = 2026-01-01/2026-01-02\nto = 2026-01-01\n",
	    NULL,
	    "r.conf: line 3: range: cannot be mixed with \"from\" and \"to\"");
	for (i = 0, at = 0; i <= SAR_REQUEST_RANGES; i++)
		at += (size_t)snprintf(text + at, sizeof(text) - at,
		    "range=2026-01-%02zu/2026-01-%02zu\n", i + 1, i + 1);
	at += (size_t)snprintf(text + at, sizeof(text) - at, ASKED);
	assert_bad(text, NULL,
	    "r.conf: line 17: range: more ranges than one request may have");
}

static void
what_a_request_says_besides_is_read(void **state)
{
	struct sar_request *r = good(WHOLE
	    "agent = A. Solicitor, of Firm & Co\n"
	    "channel = in-person\n"
	    "prefer = mp3\n"
	    "adjustments = large print; no CDs\n"
	    "corrects = SAR-2025-009\n");

	(void)state;
	assert_string_equal(r->agent, "A. Solicitor, of Firm & Co");
	assert_string_equal(r->channel, "in-person");
	assert_string_equal(r->prefer, "mp3");
	assert_string_equal(r->adjustments, "large print; no CDs");
	assert_string_equal(r->corrects, "SAR-2025-009");
	sar_request_free(r);
	r = good(WHOLE);
	assert_null(r->agent);
	assert_null(r->adjustments);
	assert_string_equal(r->channel, "");
	assert_string_equal(r->prefer, "");
	assert_string_equal(r->corrects, "");
	sar_request_free(r);
	assert_bad(WHOLE "channel = pigeon\n", "pigeon",
	    "r.conf: line 6: channel: expected letter, email, web, telephone, "
	    "in-person, social or other");
	assert_bad(WHOLE "prefer = wma\n", "wma",
	    "r.conf: line 6: prefer: expected same, wav, flac, mp3 or opus");
	assert_bad(WHOLE "corrects = SAR-2026-001\n", "2026",
	    "r.conf: line 6: corrects: is the case itself");
	assert_bad(WHOLE "corrects = 01632960123\n", "960123", NULL);
	assert_bad(WHOLE "agent = a\tb\n", NULL, NULL);
	assert_bad(WHOLE "adjustments = a\033b\n", NULL, NULL);
}

static void
a_name_is_one_line_or_none(void **state)
{
	struct sar_request *r = good(WHOLE "name =\n");
	char text[600] = WHOLE "name = ";

	(void)state;
	assert_null(r->name);
	sar_request_free(r);
	assert_bad(WHOLE "name = Zoe\n Example\n", "Zoe",
	    "r.conf: line 6: name: a line break, tab or other "
	    "character that cannot be shown as it is");
	/* What turns the writing, or a terminal's, or is not seen. */
	assert_bad(WHOLE "name = A\xe2\x80\xaeZoe\n", "Zoe", NULL);
	assert_bad(WHOLE "agent = A\xc2\x9b"
			 "31mZoe\n",
	    "Zoe", NULL);
	assert_bad(WHOLE "adjustments = A\xe2\x80\xa8Zoe\n", "Zoe", NULL);
	assert_bad(WHOLE "name = A\xef\xbb\xbfZoe\n", "Zoe", NULL);
	assert_bad(WHOLE "name = A\xf3\xa0\x81\x81Zoe\n", "Zoe", NULL);
	sar_request_free(good(WHOLE "name = Zo\xc3\xab O\xe2\x80\x99Neill\n"));
	memset(text + strlen(text), 'x', 257);
	assert_bad(text, "xxx", "r.conf: line 6: name: longer than 256 bytes");
	text[strlen(text) - 1] = '\0';
	sar_request_free(good(text));
}

static void
what_is_not_a_request_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char *large = calloc(1, 65537);
	struct sar_request *r;

	(void)state;
	assert_bad(WHOLE "ref = b\n", NULL, NULL);
	assert_bad(WHOLE "surname = Zoe\n", "Zoe", NULL);
	assert_bad(WHOLE "[more]\n", NULL, NULL);
	assert_bad("01632 960123\n", "960123", NULL);
	assert_non_null(large);
	memset(large, '\n', 65537);
	memcpy(large, WHOLE, sizeof(WHOLE) - 1);
	assert_null(sar_request_parse("r.conf", large, 65537, &plan, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, "r.conf: larger than 65536 bytes");
	r = sar_request_parse("r.conf", large, 65536, &plan, &err);
	assert_non_null(r);
	sar_request_free(r);
	free(large);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_is_read_whole),
		cmocka_unit_test(a_missing_key_is_named),
		cmocka_unit_test(a_ref_is_plain_and_no_number),
		cmocka_unit_test(a_ref_is_not_called_as_a_volume_of_another_is),
		cmocka_unit_test(only_a_certain_whole_number_is_searched_for),
		cmocka_unit_test(one_number_written_twice_is_one),
		cmocka_unit_test(there_may_be_sixteen_numbers),
		cmocka_unit_test(dates_are_real_and_in_order),
		cmocka_unit_test(identity_is_unknown_unless_said),
		cmocka_unit_test(a_request_need_not_have_its_number_yet),
		cmocka_unit_test(ranges_are_in_order_and_no_day_is_in_two),
		cmocka_unit_test(a_range_that_is_none_is_named_by_its_line),
		cmocka_unit_test(what_a_request_says_besides_is_read),
		cmocka_unit_test(a_name_is_one_line_or_none),
		cmocka_unit_test(what_is_not_a_request_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
