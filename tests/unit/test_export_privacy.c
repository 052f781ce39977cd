/* Nobody else's number or name may be in what goes to the requester. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "export/privacy.h"
#include "letter/letter.h"

#define LEGS 8
#define PARTIES 4

/*
 * The requester has 01632 960123; the organisation 01632 960000 and, in its
 * profile, 0303 123 1113 and 020 7946 0321.
 */
static const char profile[] =
    "[profile]\n"
    "controller = Wexcombe Borough Council, Civic Centre, Wexcombe\n"
    "contact = Jane Officer, (020) 7946 0321, or +44 (0)1632 960 555\n"
    "regulator-contact = Information Commissioner; 0303\xc2\xa0"
    "123 1113; ico.org.uk\n"
    "purposes = May be used for training in 2026\n";

struct bench {
	struct sar_home home;
	int64_t own[2];
	struct sar_request request;
	struct sar_case c;
	struct sar_calls calls;
	struct sar_calls_leg legs[LEGS];
	struct sar_index_party parties[LEGS][PARTIES];
	struct sar_answer answer;
	struct sar_err err;
};

static void
read_phone(struct bench *b, const char *text, struct sar_phone *out)
{
	sar_phone_read(&b->home.phone, text, strlen(text), out);
}

static void
set_up(struct bench *b)
{
	struct sar_phone own;

	memset(b, 0, sizeof(*b));
	b->err = (struct sar_err)SAR_ERR_INIT;
	b->home.phone.country = 44;
	b->home.conf = sar_conf_parse("sar.conf", profile, sizeof(profile) - 1,
	    sar_letter_keys(), &b->err);
	assert_non_null(b->home.conf);
	read_phone(b, "01632 960000", &own);
	b->own[0] = own.key;
	read_phone(b, "2001", &own);
	b->own[1] = own.key;
	b->home.own = b->own;
	b->home.n_own = 2;
	(void)snprintf(b->request.ref, sizeof(b->request.ref), "R1");
	read_phone(b, "01632 960123", &b->request.numbers[0]);
	b->request.n_numbers = 1;
	b->c.home = &b->home;
	b->c.request = &b->request;
	b->calls.legs = b->legs;
	b->answer.find.calls = &b->calls;
}

static void
tear_down(struct bench *b)
{
	sar_conf_free(b->home.conf);
}

/* A leg with one party, as the record wrote it. */
static void
add_leg(struct bench *b, enum sar_direction direction, enum sar_role role,
    const char *raw)
{
	struct sar_index_leg *leg = &b->legs[b->calls.n_legs].leg;
	struct sar_index_party *party = b->parties[b->calls.n_legs];

	assert_true(b->calls.n_legs < LEGS);
	leg->direction = direction;
	leg->parties = party;
	leg->n_parties = 1;
	party->role = role;
	party->raw = raw;
	read_phone(b, raw, &party->number);
	b->calls.n_legs++;
}

/* 0, or the error's code, for one entry. */
static enum sar_code
check(struct bench *b, const char *name, const char *text)
{
	const struct sar_privacy_text entry = { name, text };
	int rc;

	b->err = (struct sar_err)SAR_ERR_INIT;
	rc = sar_privacy_check(&b->c, &b->answer, &entry, 1, &b->err);
	assert_int_equal(rc, b->err.code == SAR_OK ? 0 : -1);
	return b->err.code;
}

/* Whatever the form and the entry. */
static const char *const forms[] = { "07700900123", "07700 900123",
	"07700-900-123", "(07700) 900 123", "+447700900123",
	"+44 (0)7700 900123", "00447700900123", "tel:+44-7700-900123",
	"07700\xc2\xa0"
	"900123",
	"07700 900\n  123", "7700900123" };

static const char *const entries[] = { "letter.txt", "schedule.txt",
	"schedule.csv", "listen.html", "redactions.json", "call-01.vcon.json" };

static void
the_number_of_somebody_on_a_call_stops_it_in_every_form(void **state)
{
	struct bench b;
	char text[200];
	size_t i, k;

	(void)state;
	set_up(&b);
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, "07700 900123");
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		for (k = 0; k < sizeof(entries) / sizeof(entries[0]); k++) {
			(void)snprintf(text, sizeof(text), "a\n\"x %s.\"\n",
			    forms[i]);
			assert_int_equal(check(&b, entries[k], text),
			    SAR_ECORRUPT);
			assert_null(strstr(b.err.msg, "900"));
			assert_null(strstr(b.err.hint, "900"));
		}
	}
	assert_int_equal(check(&b, "listen.html",
			     "<p>07700&nbsp;<b>900</b>&#49;23</p>"),
	    SAR_ECORRUPT);
	assert_int_equal(check(&b, "redactions.json",
			     "{\"a\":\"\\u0030\\u0037700900123\"}"),
	    SAR_ECORRUPT);
	assert_int_equal(check(&b, "redactions.json", "{\"a\":7700900123}"),
	    SAR_ECORRUPT);
	tear_down(&b);
}

static void
where_it_is_is_said_and_not_what(void **state)
{
	struct bench b;

	(void)state;
	set_up(&b);
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, "07700 900123");
	assert_int_equal(check(&b, "letter.txt", "a\nb\nc 07700900123\n"),
	    SAR_ECORRUPT);
	assert_string_equal(b.err.msg,
	    "letter.txt: line 3: has the number of somebody else on a call, "
	    "and 1 more there");
	assert_int_equal(check(&b, "letter.txt", "01632 960999\n"),
	    SAR_ECORRUPT);
	assert_string_equal(b.err.msg,
	    "letter.txt: line 1: has a telephone number that is neither the "
	    "requester's nor the organisation's");
	tear_down(&b);
}

static void
numbers_of_the_requester_and_the_organisation_may_be_there(void **state)
{
	static const char *const ours[] = { "+441632960123", "01632 960 123",
		"01632 960000", "0303 123 1113", "020 7946 0321",
		"+442079460321", "+44 1632 960555", "01632 960501",
		"01632 960502", "01632 960503", "2001",
		"Jane Officer, (020) 7946 0321, or +44 (0)1632 960 555" };
	struct bench b;
	size_t i;

	(void)state;
	set_up(&b);
	/* On the calls too. */
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, "01632 960123");
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_ENTRY, "01632 960501");
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLED, "01632 960502");
	add_leg(&b, SAR_DIRECTION_OUT, SAR_ROLE_CALLER, "01632 960503");
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_OTHER, "020 7946 0321");
	for (i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (check(&b, "letter.txt", ours[i]) != SAR_OK)
			fail_msg("%s: %s", ours[i], b.err.msg);
	tear_down(&b);
}

/* Ten digits may have lost their 0; those of the reference have not. */
static void
the_reference_is_no_telephone_number(void **state)
{
	struct bench b;

	(void)state;
	set_up(&b);
	assert_int_equal(check(&b, "letter.txt", "Reference: B-1632960370"),
	    SAR_ECORRUPT);
	(void)snprintf(b.request.ref, sizeof(b.request.ref), "B-1632960370");
	assert_int_equal(check(&b, "letter.txt", "Reference: B-1632960370"),
	    SAR_OK);
	/* Somebody on the call has it: it says whose it is all the same. */
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, "01632 960370");
	assert_int_equal(check(&b, "letter.txt", "Reference: B-1632960370"),
	    SAR_ECORRUPT);
	tear_down(&b);
}

static void
a_number_that_is_somebodys_too_is_not_the_organisations(void **state)
{
	struct bench b;

	(void)state;
	set_up(&b);
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLED, "07700 900123");
	assert_int_equal(check(&b, "letter.txt", "07700 900123"), SAR_OK);
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, "07700 900123");
	assert_int_equal(check(&b, "letter.txt", "07700 900123"), SAR_ECORRUPT);
	tear_down(&b);
}

static void
extensions_and_other_digits_stop_nothing(void **state)
{
	static const char text[] =
	    "SAR-2026-0042, 21 April 2026 at 14:03:20\r\n"
	    "4,\"call-02.flac\",\"21 April 2026\",\"14:03:20\",14.2\r\n"
	    "2026-04-21T13:03:20Z 46357 78735 3004 15 2026\r\n";
	static const char json[] =
	    "{\"from\":46357,\"to\":960124,\"frames\":113683,\"sha256\":"
	    "\"361f0b83c7366b76b9a9deccb993acb2e25857accf5a8a305a1a82ac68871e2e"
	    "\",\"start\":\"2026-04-21T13:03:20Z\"}";
	struct bench b;
	size_t k;

	(void)state;
	set_up(&b);
	add_leg(&b, SAR_DIRECTION_INTERNAL, SAR_ROLE_CALLER, "3004");
	add_leg(&b, SAR_DIRECTION_INTERNAL, SAR_ROLE_CALLED, "2026");
	add_leg(&b, SAR_DIRECTION_INTERNAL, SAR_ROLE_OTHER, "15");
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, "anonymous");
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, "960124");
	for (k = 0; k < sizeof(entries) / sizeof(entries[0]); k++)
		if (check(&b, entries[k], text) != SAR_OK)
			fail_msg("%s", b.err.msg);
	assert_int_equal(check(&b, "redactions.json", json), SAR_OK);
	tear_down(&b);
}

static void
a_local_number_stops_a_text_for_people_alone(void **state)
{
	struct bench b;

	(void)state;
	set_up(&b);
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, "960124");
	assert_int_equal(check(&b, "letter.txt", "ring 960124."), SAR_ECORRUPT);
	assert_int_equal(check(&b, "schedule.csv", "1,\"960124\""),
	    SAR_ECORRUPT);
	assert_int_equal(check(&b, "schedule.csv", "1,9601245"), SAR_OK);
	tear_down(&b);
}

static void
a_number_that_could_not_be_read_is_looked_for_as_it_is(void **state)
{
	struct bench b;

	(void)state;
	set_up(&b);
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER,
	    "07700 900123/07700 900456");
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER,
	    "01632 960123;01632 960000");
	assert_int_equal(check(&b, "redactions.json", "[7700900456]"),
	    SAR_ECORRUPT);
	assert_int_equal(check(&b, "redactions.json", "[7700900123]"),
	    SAR_ECORRUPT);
	assert_int_equal(check(&b, "redactions.json", "[1632960123]"), SAR_OK);
	tear_down(&b);
}

static void
names_in_what_the_record_has_stop_it(void **state)
{
	static const char *const names[] = { "Ann Example", "EXAMPLE, Ann",
		"ann  example", "Ann\nExample", "ann.example@firm.example" };
	static const char *const raws[] = { "\"Ann Example\" <07700900123>",
		"sip:ann.example@sip.example", "ann.example@sip.example",
		"Ann Example" };
	struct bench b;
	size_t i, k;

	(void)state;
	for (k = 0; k < sizeof(raws) / sizeof(raws[0]); k++) {
		set_up(&b);
		add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, raws[k]);
		for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (check(&b, "listen.html", names[i]) != SAR_ECORRUPT)
				fail_msg("%s: not seen: %s", raws[k], names[i]);
		assert_null(strstr(b.err.msg, "xample"));
		assert_int_equal(check(&b, "letter.txt", "Ann is an example"),
		    SAR_OK);
		tear_down(&b);
	}
}

static void
names_of_the_requester_and_the_organisation_may_be_there(void **state)
{
	static char requester[] = "A. May Sample";
	static const char text[] =
	    "To: A. May Sample\nJane Officer, Wexcombe Borough Council.\n"
	    "Private number; unknown caller. May be used. Councils";
	struct bench b;

	(void)state;
	set_up(&b);
	b.request.name = requester;
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_OTHER, "\"May Sample\" <3004>");
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_OTHER,
	    "\"Jane Officer\" <3005>");
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_OTHER,
	    "\"Private number\" <3006>");
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_OTHER, "\"May\" <3007>");
	if (check(&b, "letter.txt", text) != SAR_OK)
		fail_msg("%s", b.err.msg);
	tear_down(&b);
}

static void
names_of_entries_are_looked_at_too(void **state)
{
	struct bench b;

	(void)state;
	set_up(&b);
	add_leg(&b, SAR_DIRECTION_IN, SAR_ROLE_CALLER, "07700 900123");
	assert_int_equal(check(&b, "call-07700900123.flac", ""), SAR_ECORRUPT);
	assert_string_equal(b.err.msg,
	    "the name of entry 1: has the number of somebody else on a call");
	assert_int_equal(check(&b, "call-01632960999.flac", ""), SAR_ECORRUPT);
	assert_int_equal(check(&b, "call-0123.flac", ""), SAR_OK);
	tear_down(&b);
}

static void
the_first_entry_that_has_one_is_named(void **state)
{
	static const struct sar_privacy_text three[] = {
		{ "letter.txt", "nothing" },
		{ "schedule.txt", "a\n07700 900123 b\n07700 900123\n" },
		{ "schedule.csv", "07700 900123" },
	};
	struct bench b;

	(void)state;
	set_up(&b);
	assert_int_equal(sar_privacy_check(&b.c, &b.answer, three, 1, &b.err),
	    0);
	assert_int_equal(sar_privacy_check(&b.c, &b.answer, three, 3, &b.err),
	    -1);
	assert_string_equal(b.err.msg,
	    "schedule.txt: line 2: has a telephone number that is neither the "
	    "requester's nor the organisation's, and 1 more there");
	tear_down(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_number_of_somebody_on_a_call_stops_it_in_every_form),
		cmocka_unit_test(where_it_is_is_said_and_not_what),
		cmocka_unit_test(
		    numbers_of_the_requester_and_the_organisation_may_be_there),
		cmocka_unit_test(the_reference_is_no_telephone_number),
		cmocka_unit_test(
		    a_number_that_is_somebodys_too_is_not_the_organisations),
		cmocka_unit_test(extensions_and_other_digits_stop_nothing),
		cmocka_unit_test(a_local_number_stops_a_text_for_people_alone),
		cmocka_unit_test(
		    a_number_that_could_not_be_read_is_looked_for_as_it_is),
		cmocka_unit_test(names_in_what_the_record_has_stop_it),
		cmocka_unit_test(
		    names_of_the_requester_and_the_organisation_may_be_there),
		cmocka_unit_test(names_of_entries_are_looked_at_too),
		cmocka_unit_test(the_first_entry_that_has_one_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
