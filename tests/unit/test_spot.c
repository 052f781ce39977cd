#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "spot/spot.h"

static const struct sar_phone_plan gb = { .country = 44 };

static struct sar_spot *
spot_of(const char *absent, const char *known)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_spot *spot = sar_spot_new(&gb, &err);

	assert_non_null(spot);
	assert_int_equal(sar_spot_list(spot, SAR_SPOT_ABSENT, "absent", absent,
			     strlen(absent), &err),
	    0);
	assert_int_equal(sar_spot_list(spot, SAR_SPOT_KNOWN, "known", known,
			     strlen(known), &err),
	    0);
	return spot;
}

static struct sar_spot_sights
look(const struct sar_spot *spot, enum sar_spot_form form, const char *text)
{
	struct sar_spot_sights sights;
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_spot_look(spot, form, text, strlen(text), &sights,
			     &err),
	    0);
	return sights;
}

/* How often what ${absent} says is seen in ${text}. */
static size_t
seen(const char *absent, const char *text)
{
	struct sar_spot *spot = spot_of(absent, "");
	struct sar_spot_sights sights = look(spot, SAR_SPOT_TEXT, text);
	size_t n = 0;
	size_t i;

	for (i = 0; i < sights.n; i++)
		n += sights.list[i].kind != SAR_SPOT_STRANGER;
	sar_spot_free(spot);
	return n;
}

/* How many lines of ${text} have a number that nobody knows. */
static size_t
strangers(const char *known, enum sar_spot_form form, const char *text)
{
	struct sar_spot *spot = spot_of("", known);
	struct sar_spot_sights sights = look(spot, form, text);

	sar_spot_free(spot);
	return sights.n;
}

/* Each way of writing 01632 960123. */
static const char *const ways[] = {
	"01632960123",
	"01632 960123",
	"01632 960 123",
	"(01632) 960123",
	"01632-960-123",
	"01632.960.123",
	"01632/960123",
	"01632 - 960123",
	"+441632960123",
	"+44 1632 960123",
	"+44 (0)1632 960123",
	"+44(0)1632-960123",
	"00441632960123",
	"0044 1632 960123",
	"441632960123",
	"1632960123",
	"01632\xc2\xa0"
	"960123",
	"01632\xe2\x80\x91"
	"960123",
	"0\xe2\x80\x8b"
	"1632960123",
	"\xef\xbc\x90\xef\xbc\x91\xef\xbc\x96\xef\xbc\x93\xef\xbc\x92 960123",
	"\xd9\xa0\xd9\xa1\xd9\xa6\xd9\xa3\xd9\xa2 960123",
	"\xf0\x9d\x9f\x8e"
	"1632 960123",
	"tel:+44-1632-960-123",
	"sip:01632960123@pbx.example",
	"<a href=\"tel:%2B441632960123\">call</a>",
	"01632&nbsp;960123",
	"01632&#160;960123",
	"&#48;&#49;&#54;&#51;&#50;960123",
	"&#x30;&#x31632960123 &#x31;632960123",
	"0163296&shy;0123",
	"\\u0030\\u0031632960123",
	"\"\\u002b441632\\u0020960123\"",
	"\\x301632960123",
	"\\u{30}1632960123",
	"%30%31632%20960123",
	"01632 <b>960</b>123",
	"<td>01632</td><td>960123</td>",
	"01632<!-- x -->960123",
	"01632<span class=\"n1234\">960123</span>",
	"\\u003cb\\u003e01632\\u003c/b\\u003e960123",
	"\\u0026#48;1632960123",
	"&amp;#48;1632&amp;nbsp;960123",
	"01632\n    960123",
	"01632,960123",
	"x 9901632960123 y",
};

static void
a_number_is_seen_in_every_form(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (seen("020 7946 0999\n01632 960123\n", ways[i]) != 1)
			fail_msg("not seen: %s", ways[i]);
		/* However the list has it. */
		if (seen("+44 (0)1632 960123", ways[i]) != 1)
			fail_msg("not seen: %s", ways[i]);
	}
}

static void
another_number_is_not_seen(void **state)
{
	static const char *const others[] = {
		"01632 960124",
		"01632 96012",
		"0163 2960 1 ext 23",
		"01632 number 960123",
		"01632 .... 960123",
		"1632, and later also 960123",
		"&#48;163296012&#52;",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (seen("01632 960123", others[i]) != 0)
			fail_msg("seen: %s", others[i]);
}

static void
a_foreign_number_is_seen_in_its_national_form(void **state)
{
	(void)state;
	assert_int_equal(seen("+33 1 99 00 12 34", "01 99 00 12 34"), 1);
	assert_int_equal(seen("+33 1 99 00 12 34", "0033199001234"), 1);
	assert_int_equal(seen("+47 21 23 45 67", "+47 2123 4567"), 1);
	assert_int_equal(seen("+47 21 23 45 67", "ring 21234567."), 1);
	assert_int_equal(seen("+47 21 23 45 67", "ring 321234567."), 0);
}

static void
an_extension_is_seen_only_where_it_stands_alone(void **state)
{
	static const char *const alone[] = { "4021", "ext 4021.", "(4021)",
		"4021, then", "\"4021\"", "x\n4021\n", "4021&nbsp;x",
		"to 4021 - 5 calls" };
	static const char *const part[] = { "14021", "40210", "10.4021",
		"4021.5", "2026-4021", "4021-01", "a4021", "4021b", "40:4021",
		"4021/1", "40 21" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		if (seen("4021", alone[i]) != 1)
			fail_msg("not seen: %s", alone[i]);
	for (i = 0; i < sizeof(part) / sizeof(part[0]); i++)
		if (seen("4021", part[i]) != 0)
			fail_msg("seen: %s", part[i]);
}

static void
a_name_is_seen_in_every_form(void **state)
{
	static const char *const forms[] = {
		"Siobh\xc3\xa1n O'Example",
		"siobhan oexample",
		"SIOBHAN  O\xe2\x80\x99"
		"EXAMPLE",
		"Siobh&aacute;n O&#39;Example",
		"Siobh\\u00e1n O\\u2019Example",
		"Siobha\xcc\x81n O'Example",
		"O'Example, Siobh\xc3\xa1n",
		"Mrs Siobhan-O'Example!",
		"siobhan.o'example@firm.example",
		"Siobhan\nO'Example",
		"Siobh%C3%A1n+O%27Example",
		"<b>Siobhan</b> <i>O'Example</i>",
		"<td>Siobhan</td><td>O'Example</td>",
		"Siob<b></b>han O'Example",
		"\xef\xbc\xb3iobhan O'Example",
	};
	static const char *const others[] = { "Siobhan Oexamples",
		"Siobhan or O'Example", "Asiobhan O'Example", "Siobhan" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (seen("Siobh\xc3\xa1n O'Example\n", forms[i]) != 1)
			fail_msg("not seen: %s", forms[i]);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (seen("Siobh\xc3\xa1n O'Example\n", others[i]) != 0)
			fail_msg("seen: %s", others[i]);
	assert_int_equal(seen("\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd",
			     "x \xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd y"),
	    1);
	assert_int_equal(seen("Gro\xc3\x9f", "GROSS"), 1);
}

static void
the_line_and_the_item_are_told(void **state)
{
	struct sar_spot *spot = spot_of("Ann Example\r\n\r\n07700 900123\r\n",
	    "");
	struct sar_spot_sights s = look(spot, SAR_SPOT_TEXT,
	    "a\nb&#10;c ann example\n<p\n>d\n2026.\n+44 7700\n900123 "
	    "ann example\n");

	(void)state;
	/* A number is where it ends; one that nobody knows, where it begins. */
	assert_int_equal(s.n, 4);
	assert_int_equal(s.more, 0);
	assert_int_equal(s.list[0].kind, SAR_SPOT_NAME);
	assert_int_equal(s.list[0].item, 1);
	assert_int_equal(s.list[0].line, 2);
	assert_int_equal(s.list[1].kind, SAR_SPOT_NUMBER);
	assert_int_equal(s.list[1].item, 3);
	assert_int_equal(s.list[1].line, 7);
	assert_int_equal(s.list[2].kind, SAR_SPOT_STRANGER);
	assert_int_equal(s.list[2].line, 6);
	assert_int_equal(s.list[3].kind, SAR_SPOT_NAME);
	assert_int_equal(s.list[3].line, 7);
	sar_spot_free(spot);
}

static void
what_is_neither_is_refused_by_line_without_its_text(void **state)
{
	static const char *const lists[] = { "Ann Example\n-\n",
		"Ann Example\na b c d e f g h i\n",
		"Ann Example\nAnn 01632 960123\n", "Ann Example\nx\n",
		"Ann Example\n1234567890123456789\n" };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_spot *spot;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		spot = sar_spot_new(&gb, &err);
		assert_non_null(spot);
		assert_int_equal(sar_spot_list(spot, SAR_SPOT_ABSENT, "list",
				     lists[i], strlen(lists[i]), &err),
		    -1);
		assert_int_equal(err.code, SAR_EINPUT);
		assert_string_equal(err.msg,
		    "list: line 2: neither a name of at most 8 words nor a "
		    "number");
		sar_spot_free(spot);
	}
}

static void
numbers_nobody_knows_are_seen(void **state)
{
	static const char *const numbers[] = { "01632 960123", "01632960123",
		"+44 1632 960123", "(01632) 960123", "1632 960123",
		"+33 1 99 00 12 34", "0044 1632 960123", "020 7946 0123",
		"07700 900 123", "2026-11-26 01632 960123",
		"01632 960123 26/11/2026", "01632\n960123", "call01632960123",
		"01632&nbsp;960123", "\"\\u0030\\u0031632960123\"" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (strangers("", SAR_SPOT_TEXT, numbers[i]) != 1)
			fail_msg("not seen: %s", numbers[i]);
		if (i < 4 && strangers("+441632960123\nAnn Example\n",
				 SAR_SPOT_TEXT, numbers[i]) != 0)
			fail_msg("known and seen: %s", numbers[i]);
	}
	assert_int_equal(strangers("01632 960123", SAR_SPOT_TEXT,
			     "01632 960123 01632 960124"),
	    1);
}

static void
other_digits_are_no_numbers_nobody_knows(void **state)
{
	static const char *const texts[] = { "2026-11-26 10:15:00",
		"26/11/2026 10:15", "26.11.2026", "Article 15(1)(a) 2018",
		"00:03:12.500", "SAR-2026-0042", "4,294,967,296",
		"8a01632960123", "01632960123f0", "1, 2, 3, 4, 5, 6, 7, 8, 9",
		"2026-11-26T10:15:00Z,2026-11-26T10:16:00Z",
		"0163296012301632960123" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (strangers("", SAR_SPOT_TEXT, texts[i]) != 0)
			fail_msg("seen: %s", texts[i]);
	assert_int_equal(strangers("", SAR_SPOT_JSON,
			     "{\"a\":1632960123,\"b\":[2079460123]}"),
	    0);
	assert_int_equal(strangers("", SAR_SPOT_JSON, "{\"a\":\"1632960123\"}"),
	    1);
	assert_int_equal(strangers("", SAR_SPOT_JSON,
			     "{\"\\\"\":1632960123,\"b\":\"01632 960123\"}"),
	    1);
}

static void
digits_of_a_uuid_are_chance(void **state)
{
	static const char *const uuids[] = {
		"c5af0ca7-0066-5665-9003-d559cfc89cfd",
		"\"44836111-1136-5f45-973f-5e4f3f68d8d8\"",
		"<urn:uuid:54b1e20e-48e3-52d2-a2b7-442488272739>",
		"3BAFEDAD-22F5-512D-BBCE-449973942058,",
	};
	static const char *const none[] = {
		"c5af0ca7-0066-5665-9003-d559cfc89cf 01632 960123",
		"0c5af0ca7-0066-5665-9003-d559cfc89cfd 01632 960123",
		"c5af0ca7-0066-5665-9003-d559cfc89cfd-01632 960123",
		"01632-960-123",
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(uuids) / sizeof(uuids[0]); i++) {
		assert_int_equal(strangers("", SAR_SPOT_TEXT, uuids[i]), 0);
		assert_int_equal(strangers("", SAR_SPOT_JSON, uuids[i]), 0);
	}
	for (i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		if (strangers("", SAR_SPOT_TEXT, none[i]) == 0)
			fail_msg("not seen: %s", none[i]);
}

static void
outside_quotes_a_number_that_must_be_nowhere_is_seen(void **state)
{
	struct sar_spot *spot = spot_of("01632 960123", "");
	struct sar_spot_sights s = look(spot, SAR_SPOT_JSON,
	    "{\"a\":1632960123}");

	(void)state;
	assert_int_equal(s.n, 1);
	assert_int_equal(s.list[0].kind, SAR_SPOT_NUMBER);
	sar_spot_free(spot);
}

static void
more_than_fit_are_counted(void **state)
{
	struct sar_spot *spot = spot_of("Ann Example", "");
	char text[100 * 14 + 1];
	struct sar_spot_sights s;
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++)
		memcpy(text + i * 14, "ann example x\n", 15);
	s = look(spot, SAR_SPOT_TEXT, text);
	assert_int_equal(s.n, SAR_SPOT_SIGHTS_MAX);
	assert_int_equal(s.more, 100 - SAR_SPOT_SIGHTS_MAX);
	assert_int_equal(s.more_absent, s.more);
	sar_spot_free(spot);
}

/* A name does not hide behind many numbers. */
static void
what_must_be_nowhere_has_room_of_its_own(void **state)
{
	struct sar_spot *spot = spot_of("Ann Example", "");
	char text[100 * 13 + 13];
	struct sar_spot_sights s;
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++)
		memcpy(text + i * 13, "01632 960123\n", 14);
	memcpy(text + 100 * 13, "ann example\n", 13);
	s = look(spot, SAR_SPOT_TEXT, text);
	assert_int_equal(s.n, SAR_SPOT_STRANGERS_MAX + 1);
	assert_int_equal(s.list[s.n - 1].kind, SAR_SPOT_NAME);
	assert_int_equal(s.list[s.n - 1].line, 101);
	assert_int_equal(s.more, 100 - SAR_SPOT_STRANGERS_MAX);
	assert_int_equal(s.more_absent, 0);
	sar_spot_free(spot);
}

/* CPU seconds for ${part} over and over, ${len} bytes of it. */
static double
cost(const struct sar_spot *spot, const char *part, size_t len)
{
	struct sar_spot_sights sights;
	struct sar_err err = SAR_ERR_INIT;
	char *text = malloc(len + 1);
	size_t size = strlen(part);
	clock_t start;
	size_t i;

	assert_non_null(text);
	for (i = 0; i < len; i++)
		text[i] = part[i % size];
	start = clock();
	assert_int_equal(sar_spot_look(spot, SAR_SPOT_TEXT, text, len, &sights,
			     &err),
	    0);
	free(text);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void
hostile_texts_take_no_longer_than_their_length(void **state)
{
	static const char *const parts[] = { "<", "<!--", "<a ", "&", "&#", "0",
		"0 ", "01632 960123 ", "ann ", "ann example ", "\\u", "%", "+",
		"((((", "\xf0\x9f", "&amp;" };
	struct sar_spot *spot = spot_of("Ann Example\n01632 960999\n", "");
	double once, twice;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		once = cost(spot, parts[i], 100000);
		twice = cost(spot, parts[i], 400000);
		/* A square would be sixteen times as long. */
		if (twice > 10 * once + 0.1)
			fail_msg("%s: %f s, then %f s", parts[i], once, twice);
	}
	sar_spot_free(spot);
}

static void
a_text_that_is_too_long_is_refused(void **state)
{
	struct sar_spot *spot = spot_of("", "");
	struct sar_spot_sights sights;
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(sar_spot_look(spot, SAR_SPOT_TEXT, "",
			     SAR_SPOT_TEXT_MAX + 1, &sights, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	sar_spot_free(spot);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_seen_in_every_form),
		cmocka_unit_test(another_number_is_not_seen),
		cmocka_unit_test(a_foreign_number_is_seen_in_its_national_form),
		cmocka_unit_test(
		    an_extension_is_seen_only_where_it_stands_alone),
		cmocka_unit_test(a_name_is_seen_in_every_form),
		cmocka_unit_test(the_line_and_the_item_are_told),
		cmocka_unit_test(
		    what_is_neither_is_refused_by_line_without_its_text),
		cmocka_unit_test(numbers_nobody_knows_are_seen),
		cmocka_unit_test(other_digits_are_no_numbers_nobody_knows),
		cmocka_unit_test(digits_of_a_uuid_are_chance),
		cmocka_unit_test(
		    outside_quotes_a_number_that_must_be_nowhere_is_seen),
		cmocka_unit_test(more_than_fit_are_counted),
		cmocka_unit_test(what_must_be_nowhere_has_room_of_its_own),
		cmocka_unit_test(
		    hostile_texts_take_no_longer_than_their_length),
		cmocka_unit_test(a_text_that_is_too_long_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
