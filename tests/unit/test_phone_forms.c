#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "phone/phone.h"

/* What a form is read as, in one line: "E164 +44... xEXT rules", "BAD". */
static void
describe(const struct sar_phone *p, char *out, size_t size)
{
	char rules[SAR_PHONE_RULES_LEN];

	sar_phone_rules_name(p->rules, rules);
	(void)snprintf(out, size, "%s%s%s%s%s%s%s%s",
	    sar_phone_kind_name(p->kind),
	    p->kind == SAR_PHONE_E164 && !p->certain ? "?" : "",
	    p->digits[0] == '\0' ? "" : " ", p->digits,
	    p->ext[0] == '\0' ? "" : " x", p->ext, rules[0] == '\0' ? "" : " ",
	    rules);
}

struct form {
	const char *text;
	const char *expected;
};

static void
check(const struct sar_phone_plan *plan, const struct form *forms, size_t n)
{
	struct sar_phone p;
	char got[224];
	size_t wrong = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		sar_phone_read(plan, forms[i].text, strlen(forms[i].text), &p);
		describe(&p, got, sizeof(got));
		if (strcmp(got, forms[i].expected) == 0)
			continue;
		wrong++;
		print_message("[%s]: %s, not %s\n", forms[i].text, got,
		    forms[i].expected);
	}
	assert_int_equal(wrong, 0);
}

#define CHECK(plan, forms) check(plan, forms, sizeof(forms) / sizeof(forms[0]))
#define A "e164 +441632960123"
#define MOB "e164 +447700900123"

static const struct sar_phone_plan gb9 = { .country = 44, .outside = '9' };
static const struct sar_phone_plan gb = { .country = 44 };

static void
written_forms_of_one_number(void **state)
{
	static const struct form forms[] = {
		{ "(01632) 960123", A },
		{ "01632.960.123", A },
		{ "+44.1632.960123", A },
		{ "(+44) (0)1632 960123", A },
		{ "+44(0)1632-960-123", A },
		{ "+44 ( 0 ) 1632 960123", A },
		{ "0044(0)1632 960123", A },
		{ "(0044) 1632 960123", A },
		{ "+44 (0) 01632 960123", A " intl0-dropped" },
		{ "44 (0)1632 960123", A " cc-assumed intl0-dropped" },
		{ "(0)1632 960123", A },
		{ "01632\xc2\xa0"
		  "960123",
		    A },
		{ "\xe2\x80\xaa+44 1632 960123\xe2\x80\xac", A },
		{ "\xef\xbc\x8b"
		  "441632960123",
		    A },
		{ "\xd9\xa0\xd9\xa1\xd9\xa6\xd9\xa3\xd9\xa2\xd9\xa9\xd9\xa6"
		  "\xd9\xa0\xd9\xa1\xd9\xa2\xd9\xa3",
		    A },
		{ "'01632960123'", A },
		{ "01632 960123\r\n", A },
		{ "01632960123#", A },
		{ "Tel:01632 960123", A },
		{ "01632960123;ext=12", A " x12" },
		{ "01632 960123 extension 12", A " x12" },
		{ "01632 960123 EXTN:12", A " x12" },
		{ "+44 7700 900123 X 7", MOB " x7" },
		{ "01632960123.0", "e164? +441632960123 float" },
		{ "441632960123.00", "e164? +441632960123 cc-assumed float" },
		{ "4,41632960123E+11", "e164? +441632960123 cc-assumed float" },
	};

	(void)state;
	CHECK(&gb9, forms);
}

static void
addresses_and_caller_ids(void **state)
{
	static const struct form forms[] = {
		{ "Jane Doe <01632960123>", A },
		{ "\"Jane \\\" <07700900123>\" <01632960123>", A },
		{ "\"Jane <07700900123>\"", "bad" },
		{ "\"Jane <01632960123>", A },
		{ "\"Jane\" <01632960123", A },
		{ "\"J\xe9\" <01632960123>", A },
		{ "\"07700900123\" <anonymous>", "withheld" },
		{ "\"Withheld\" <01632960123>", A },
		{ "\"Jane\" <>", "withheld" },
		{ "\"Jane\"", "bad" },
		{ "\"01632960123\"", "bad" },
		{ "<+441632960123>;tag=as4f2e11", A },
		{ "<sip:+441632960123@192.0.2.1:5060;user=phone>;tag=1", A },
		{ "SIP:01632960123@pbx.example", A },
		{ "01632960123@192.0.2.1", A },
		{ "sip:%2B441632960123@pbx.example", A },
		{ "sip:+441632960123;ext=7@pbx.example;user=phone", A " x7" },
		{ "sip:01632960123:secret@pbx.example", A },
		{ "sip:01632960123@pbx.example;x=a@b", A },
		{ "sip:*6701632960123@pbx.example", A " prefixcode" },
		{ "tel:960123;phone-context=+441632",
		    "e164? +441632960123 context-assumed" },
		{ "tel:1632960123;phone-context=+44",
		    "e164? +441632960123 context-assumed" },
		{ "tel:2538;phone-context=pbx.example", "local 2538" },
		{ "tel:+44-1632-960123;isub=14;ext=3", A " x3" },
		{ "sip:2538@pbx.example", "local 2538" },
		{ "sip:+441632960123@anonymous.invalid", "withheld" },
		{ "<sip:anonymous@192.0.2.1>", "withheld" },
		{ "sip:asterisk@192.0.2.1", "withheld" },
		{ "sip:@192.0.2.1", "withheld" },
		{ "sip:192.0.2.1", "bad" },
		{ "sip:01632960123", "bad" },
		{ "sip:1001w@pbx.example", "bad" },
		{ "sip:alice@pbx.example", "bad" },
		{ "tel:+44%2", "bad" },
		{ "tel:+44%001632960123", "bad" },
		{ "tel:01632960123;ext=1;ext=2", "bad" },
		{ "tel:01632960123;ext=a", "bad" },
		{ "<01632960123>, <07700900123>", "multiple" },
		{ "<01632960123> 07700900123", "multiple" },
	};

	(void)state;
	CHECK(&gb9, forms);
}

static void
prefixes_before_the_number(void **state)
{
	static const struct form forms[] = {
		{ "9 01632 960123", A " outside" },
		{ "9,01632960123", A " outside" },
		{ "9,,01632960123", A " outside" },
		{ "900441632960123", A " outside" },
		{ "914101632960123", A " outside prefixcode" },
		{ "141 00 44 1632 960123", A " prefixcode" },
		{ "1280 01632 960123", A " prefixcode" },
		{ "1471 01632 960123", A " prefixcode" },
		{ "#31#07700900123", MOB " prefixcode" },
		{ "#31#+447700900123", MOB " prefixcode" },
		{ "*31# 07700 900123", MOB " prefixcode" },
		{ "*8207700900123", MOB " prefixcode" },
		{ "90800111122", "e164 +44800111122 outside" },
		{ "908001111", "e164 +448001111 outside" },
		{ "9999", "local 9999" },
		{ "141 2538", "bad" },
		{ "*672538", "bad" },
		{ "9441632960123", "bad" },
		{ "99001632960123", "bad" },
	};
	static const struct form without[] = {
		{ "901632960123", "bad" },
		{ "9,01632960123", "multiple" },
		{ "9002961732", "e164? +449002961732 trunk0-assumed" },
		{ "14101632960123", A " prefixcode" },
	};

	(void)state;
	CHECK(&gb9, forms);
	CHECK(&gb, without);
}

static void
outside_digits_other_than_nine(void **state)
{
	static const struct sar_phone_plan zero = { .country = 44,
		.outside = '0' };
	static const struct sar_phone_plan eight = { .country = 44,
		.outside = '8' };
	static const struct form with_zero[] = {
		{ "001632960123", A " outside" },
		{ "01632960123", A },
		{ "00441632960123", A },
		{ "000441632960123", A " outside" },
		/* 0 and 020 7946 0123, or +20 and a number in Egypt. */
		{ "002079460123", "ambiguous" },
	};
	static const struct form with_eight[] = {
		{ "801632960123", A " outside" },
		{ "08001111", "e164 +448001111" },
		{ "8001111", "bad" },
	};

	(void)state;
	CHECK(&zero, with_zero);
	CHECK(&eight, with_eight);
}

static void
foreign_numbers_and_their_zeros(void **state)
{
	static const struct form forms[] = {
		{ "+33 (0)1 23 45 67 89", "e164 +33123456789" },
		{ "+33 01 23 45 67 89", "e164 +33123456789 intl0-dropped" },
		{ "+353 (0)1 677 3000", "e164 +35316773000" },
		{ "0049 (0)30 123456", "e164 +4930123456" },
		{ "+39 (0)6 698 12345", "ambiguous" },
		{ "+225 07 12 34 56 78", "e164 +2250712345678" },
		{ "+48 012 345 67 89", "ambiguous" },
		{ "+45 0004521235000 8", "bad" },
		{ "+1 (0)650 253 0000", "e164 +16502530000" },
		{ "+1 650 253 000", "bad" },
		{ "+1 650 153 0000", "bad" },
		{ "+1 150 253 0000", "bad" },
		{ "+44 20 7946 095", "bad" },
		{ "+44 1632 9601234", "bad" },
		{ "+441632", "bad" },
		{ "+2538", "bad" },
		{ "+0044 1632 960123", "bad" },
		{ "+1234567890123456", "bad" },
		{ "33123456789", "bad" },
		{ "35316773000", "bad" },
		{ "+49 0030 123456", "bad" },
	};

	(void)state;
	CHECK(&gb9, forms);
}

static void
what_says_there_is_no_number(void **state)
{
	static const char *const texts[] = { "", " ", "-", "...", "Private",
		"PRIVATE NUMBER", "blocked", "Unknown", "<unknown>",
		"restricted", "Unavailable", "unavail", "Anonymous",
		"anonymous@anonymous.invalid", "Withheld", "\"Withheld\"",
		"Number Withheld", "prohib_passed_screen", "prohib",
		"Outbound Call", "0000000000", "0", "-1", "P", "O", "s", "h",
		"i", "t", "~~s~~", "sip:s@192.0.2.1", "asterisk", "NULL", "n/a",
		"Payphone", "International", "out of area", "*97", "*1571",
		"+0000", "anonymous.invalid" };
	struct form form = { NULL, "withheld" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		form.text = texts[i];
		check(&gb9, &form, 1);
	}
}

static void
words_beside_digits_are_for_a_person(void **state)
{
	static const struct form forms[] = {
		{ "Private Jones 01632 960123", "bad" },
		{ "unknown1", "bad" },
		{ "Jane Doe", "bad" },
		{ "mob 07700 900123", "bad" },
		{ "07700 9oo123", "bad" },
		{ "0x1632", "bad" },
		{ "PJSIP/201-0000004a", "bad" },
		{ "\xd0\x9e"
		  "1632 960123",
		    "bad" },
	};

	(void)state;
	CHECK(&gb9, forms);
}

static void
two_numbers_are_never_one(void **state)
{
	static const struct form forms[] = {
		{ "01632960123/07700900123", "multiple" },
		{ "01632960123 & 07700900123", "multiple" },
		{ "+441632960123 +447700900123", "multiple" },
		{ "01632960123; 07700900123", "multiple" },
		{ "01632960123;ext=1;07700900123", "bad" },
		{ "01632960123; mobile 07700900123", "bad" },
		{ "01632960123 07700900123", "bad" },
		{ "2538, 2539", "multiple" },
		{ "01632960123 ext 1, ext 2", "bad" },
	};

	(void)state;
	CHECK(&gb9, forms);
}

static void
what_a_spreadsheet_left(void **state)
{
	static const struct form forms[] = {
		{ "4.41632960E+11", "lossy" },
		{ "1.63296E+09", "lossy" },
		{ "4E+11", "lossy" },
		{ "1.632960123E9", "e164? +441632960123 trunk0-assumed float" },
		{ "########", "lossy" },
		{ "2538.0", "local 2538 float" },
		{ "01632960.000", "ambiguous" },
		{ "-1632960123", "bad" },
		{ "192.168.10.20", "bad" },
		{ "016.329.60.123", A },
		{ "1.5E-3", "bad" },
	};

	(void)state;
	CHECK(&gb9, forms);
}

static void
local_digits_need_an_area_to_be_a_public_number(void **state)
{
	static const struct sar_phone_plan wexcombe = { .country = 44,
		.outside = '9',
		.area = "01632" };
	static const struct sar_phone_plan london = { .country = 44,
		.area = "20" };
	static const struct form in_wexcombe[] = {
		{ "960123", "e164? +441632960123 area-assumed" },
		{ "960 123", "e164? +441632960123 area-assumed" },
		{ "160123", "local 160123" },
		{ "060123", "local 060123" },
		{ "2538", "local 2538" },
		{ "96012", "local 96012" },
		{ "9601234", "bad" },
		{ "01632960123", A },
	};
	static const struct form in_london[] = {
		{ "7946 0958", "e164? +442079460958 area-assumed" },
		{ "960123", "local 960123" },
	};

	(void)state;
	CHECK(&wexcombe, in_wexcombe);
	CHECK(&london, in_london);
}

static void
lengths_of_uk_numbers(void **state)
{
	static const struct form forms[] = {
		{ "0", "withheld" },
		{ "9", "bad" },
		{ "00", "withheld" },
		{ "0100", "local 0100" },
		{ "1234567", "bad" },
		{ "0800 1112", "bad" },
		{ "0845 46 47", "e164 +448454647" },
		{ "0800 111 222", "e164 +44800111222" },
		{ "020 7946 095", "bad" },
		{ "07700 90012", "bad" },
		{ "0330 123 1234", "e164 +443301231234" },
		{ "01534 960123", "e164 +441534960123" },
		{ "01481 960123", "e164 +441481960123" },
		{ "800111222", "bad" },
		{ "4412345678", "bad" },
		{ "448001111", "e164 +448001111 cc-assumed" },
		{ "44 16977 2345", "e164 +44169772345 cc-assumed odd-length" },
		{ "2026-10-10", "bad" },
	};

	(void)state;
	CHECK(&gb9, forms);
}

static void
another_country_reads_international_forms_only(void **state)
{
	static const struct sar_phone_plan ie = { .country = 353 };
	static const struct form forms[] = {
		{ "+353 1 677 3000", "e164 +35316773000" },
		{ "00441632960123", A },
		{ "01 677 3000", "bad" },
		{ "01632960123", "bad" },
		{ "441632960123", "bad" },
		{ "2538", "local 2538" },
	};

	(void)state;
	CHECK(&ie, forms);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_forms_of_one_number),
		cmocka_unit_test(addresses_and_caller_ids),
		cmocka_unit_test(prefixes_before_the_number),
		cmocka_unit_test(outside_digits_other_than_nine),
		cmocka_unit_test(foreign_numbers_and_their_zeros),
		cmocka_unit_test(what_says_there_is_no_number),
		cmocka_unit_test(words_beside_digits_are_for_a_person),
		cmocka_unit_test(two_numbers_are_never_one),
		cmocka_unit_test(what_a_spreadsheet_left),
		cmocka_unit_test(
		    local_digits_need_an_area_to_be_a_public_number),
		cmocka_unit_test(lengths_of_uk_numbers),
		cmocka_unit_test(
		    another_country_reads_international_forms_only),
	};

	return cmocka_run_group_tests_name("phone_forms", tests, NULL, NULL);
}
