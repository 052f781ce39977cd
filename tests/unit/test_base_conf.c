#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/conf.h"

static const struct sar_conf_key known[] = {
	{ "", "ref", false },
	{ "", "number", true },
	{ "policy", "zone", false },
	{ "policy", "fill", false },
	{ "policy", "retention-months", false },
	{ "recorder", "recorded", true },
	{ "recorder *", "area", false },
	{ "profile", "purposes", false },
	{ NULL, NULL, false },
};

static struct sar_conf *
parse(const char *text, struct sar_err *err)
{
	return sar_conf_parse("t.conf", text, strlen(text), known, err);
}

static void
refused(const char *text, const char *msg)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = parse(text, &err);

	assert_null(conf);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, msg);
}

static void
keys_are_found_by_section_and_absent_ones_are_null(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = parse("# c\n; c\nref = A-1\n\n[policy]\n"
				      "zone=Europe/London\r\nfill =\n",
	    &err);

	(void)state;
	assert_non_null(conf);
	assert_string_equal(sar_conf_get(conf, "", "ref"), "A-1");
	assert_string_equal(sar_conf_get(conf, "policy", "zone"),
	    "Europe/London");
	assert_string_equal(sar_conf_get(conf, "policy", "fill"), "");
	assert_null(sar_conf_get(conf, "", "zone"));
	assert_null(sar_conf_get(conf, "policy", "retention-months"));
	assert_int_equal(sar_conf_line(conf, "policy", "zone", 0), 6);
	assert_int_equal(sar_conf_line(conf, "policy", "fill", 0), 7);
	assert_int_equal(sar_conf_line(conf, "", "zone", 0), 0);
	assert_string_equal(sar_conf_name(conf), "t.conf");
	sar_conf_free(conf);
}

static void
a_semicolon_or_hash_inside_a_value_stays(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf =
	    parse("[profile]\npurposes = Training; evidence # 1 = 2\n", &err);

	(void)state;
	assert_non_null(conf);
	assert_string_equal(sar_conf_get(conf, "profile", "purposes"),
	    "Training; evidence # 1 = 2");
	sar_conf_free(conf);
}

static void
an_indented_line_continues_the_value_above(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = parse("[profile]\npurposes = one\n  two = 2\n"
				      "# note\n\t[three]  \n[policy]\nfill=\n"
				      " tone\n  zone = no\n",
	    &err);

	(void)state;
	assert_non_null(conf);
	assert_string_equal(sar_conf_get(conf, "profile", "purposes"),
	    "one\ntwo = 2\n[three]");
	assert_string_equal(sar_conf_get(conf, "policy", "fill"),
	    "tone\nzone = no");
	assert_null(sar_conf_get(conf, "policy", "zone"));
	sar_conf_free(conf);
}

static void
an_indented_first_line_of_a_section_is_a_key_of_its_own(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = parse("ref = A-1\n[policy]\n  zone = UTC\n",
	    &err);

	(void)state;
	assert_non_null(conf);
	assert_string_equal(sar_conf_get(conf, "", "ref"), "A-1");
	assert_string_equal(sar_conf_get(conf, "policy", "zone"), "UTC");
	sar_conf_free(conf);
}

static void
a_key_with_many_keeps_the_order_and_the_lines(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf =
	    parse("number = a\nref = x\nnumber = b\n c\nnumber = d\n", &err);

	(void)state;
	assert_non_null(conf);
	assert_string_equal(sar_conf_nth(conf, "", "number", 0), "a");
	assert_string_equal(sar_conf_nth(conf, "", "number", 1), "b\nc");
	assert_string_equal(sar_conf_nth(conf, "", "number", 2), "d");
	assert_null(sar_conf_nth(conf, "", "number", 3));
	assert_int_equal(sar_conf_line(conf, "", "number", 1), 3);
	assert_int_equal(sar_conf_line(conf, "", "number", 2), 5);
	sar_conf_free(conf);
}

static void
long_lines_are_whole_and_do_not_shift_line_numbers(void **state)
{
	static const size_t lengths[] = { 190, 198, 199, 200, 201, 1019, 1020,
		1021, 1022, 1023, 1024, 1025, 2047, 2048, 4096, 100000 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf;
	size_t i, n;
	char *text;

	(void)state;
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		n = lengths[i];
		text = calloc(1, n + 64);
		assert_non_null(text);
		memcpy(text, "ref=", 4);
		memset(text + 4, 'x', n);
		memcpy(text + 4 + n, "\nnumber=1\nbad\n", 15);
		assert_null(parse(text, &err));
		assert_string_equal(err.msg,
		    "t.conf: line 3: expected \"key = value\"");
		text[4 + n + 10] = '\0';
		assert_non_null(conf = parse(text, &err));
		assert_int_equal(strlen(sar_conf_get(conf, "", "ref")), n);
		assert_int_equal(sar_conf_line(conf, "", "number", 0), 2);
		sar_conf_free(conf);
		free(text);
	}
}

static void
a_malformed_line_is_named(void **state)
{
	(void)state;
	refused("ref = 1\njust words\n",
	    "t.conf: line 2: expected \"key = value\"");
	refused("ref = 1\n  more\nzone\n",
	    "t.conf: line 3: expected \"key = value\"");
	refused("[policy\nzone = UTC\n",
	    "t.conf: line 1: expected just \"[section]\"");
	refused("\n[policy] zone = UTC\n",
	    "t.conf: line 2: expected just \"[section]\"");
	refused("ref = \001\n", "t.conf: line 1: a control character");
	refused("ref = a\rb\n", "t.conf: line 1: a control character");
	refused("ref = 1\nnumber = \xff\n",
	    "t.conf: line 2: a NUL byte, or text that is not UTF-8");
}

static void
a_nul_byte_is_refused_by_line(void **state)
{
	static const char text[] = "ref = 1\nnumber = 2\0 3\n";
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_null(sar_conf_parse("t.conf", text, sizeof(text) - 1, known,
	    &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg,
	    "t.conf: line 2: a NUL byte, or text that is not UTF-8");
}

static void
an_unknown_key_names_the_nearest_and_quotes_nothing(void **state)
{
	(void)state;
	refused("[policy]\nretention-month = 6\n",
	    "t.conf: line 2: unknown key, the nearest is "
	    "\"retention-months\" of [policy]");
	refused("[profile]\n# c\nfil = Jane Doe\n",
	    "t.conf: line 3: unknown key, the nearest is \"fill\" of "
	    "[policy]");
	refused("nunber = 1\n",
	    "t.conf: line 1: unknown key, the nearest is \"number\"");
	refused("ref = 1\n= 2\n",
	    "t.conf: line 2: unknown key, the nearest is \"ref\"");
}

/* inih compares the first 49 characters of names only. */
static void
a_key_or_section_too_long_for_inih_is_refused(void **state)
{
	(void)state;
	refused("[policy]\nretention-months-and-much-much-much-much-much-much-"
		"much-more = 1\n",
	    "t.conf: line 2: unknown key, the nearest is "
	    "\"retention-months\" of [policy]");
	refused("ref = 1\n[policyxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxx]\n",
	    "t.conf: line 2: unknown section");
}

static void
a_section_that_is_not_known_is_refused_even_when_empty(void **state)
{
	(void)state;
	refused("[polcy]\n", "t.conf: line 1: unknown section");
	refused("ref = 1\n[]\n", "t.conf: line 2: unknown section");
}

static void
a_key_given_twice_is_refused(void **state)
{
	(void)state;
	refused("[policy]\nzone = a\n b\nfill = t\n[policy]\nzone = a\n",
	    "t.conf: line 6: zone: given before, on line 2");
}

static void
a_byte_order_mark_is_skipped_and_no_text_is_an_empty_file(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = parse("\xef\xbb\xbfref = 1\n", &err);

	(void)state;
	assert_non_null(conf);
	assert_string_equal(sar_conf_get(conf, "", "ref"), "1");
	sar_conf_free(conf);
	conf = sar_conf_parse("t.conf", NULL, 0, known, &err);
	assert_non_null(conf);
	assert_null(sar_conf_get(conf, "", "ref"));
	sar_conf_free(conf);
	sar_conf_free(NULL);
}

static void
text_beyond_a_mebibyte_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t n = ((size_t)1 << 20) + 1;
	char *text = malloc(n);

	(void)state;
	assert_non_null(text);
	memset(text, '\n', n);
	assert_null(sar_conf_parse("t.conf", text, n, known, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	free(text);
}

static void
need_tells_missing_from_empty(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = parse("[policy]\nzone = UTC\nfill =\n", &err);

	(void)state;
	assert_non_null(conf);
	assert_string_equal(sar_conf_need(conf, "policy", "zone", &err), "UTC");
	assert_null(sar_conf_need(conf, "policy", "fill", &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, "t.conf: line 3: fill: empty");
	assert_null(sar_conf_need(conf, "profile", "purposes", &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg,
	    "t.conf: purposes: missing from [profile]");
	assert_null(sar_conf_need(conf, "", "ref", &err));
	assert_string_equal(err.msg, "t.conf: ref: missing");
	sar_conf_free(conf);
}

static void
a_number_keeps_to_its_range_and_has_a_fallback(void **state)
{
	static const struct {
		const char *text;
		uint64_t value; /* 0: refused */
	} cases[] = {
		{ "[policy]\nretention-months = 1\n", 1 },
		{ "[policy]\nretention-months = 120\n", 120 },
		{ "[policy]\nfill = x\n", 6 },
		{ "[policy]\nretention-months = 0\n", 0 },
		{ "[policy]\nretention-months = 121\n", 0 },
		{ "[policy]\nretention-months = 6m\n", 0 },
		{ "[policy]\nretention-months = -6\n", 0 },
		{ "[policy]\nretention-months =\n", 0 },
		{ "[policy]\nretention-months = 18446744073709551617\n", 0 },
	};
	struct sar_err err;
	struct sar_conf *conf;
	uint64_t out;
	size_t i;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_non_null(conf = parse(cases[i].text, &err));
		rc = sar_conf_number(conf, "policy", "retention-months", 1, 120,
		    6, &out, &err);
		if (cases[i].value != 0) {
			assert_int_equal(rc, 0);
			assert_int_equal(out, cases[i].value);
		} else {
			assert_int_equal(rc, -1);
			assert_int_equal(err.code, SAR_EINPUT);
			assert_string_equal(err.msg,
			    "t.conf: line 2: retention-months: expected a "
			    "whole number from 1 to 120");
		}
		sar_conf_free(conf);
	}
}

static void
a_file_that_is_not_there_is_missing(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_null(sar_conf_load("/nonexistent/sar.conf", known, &err));
	assert_int_equal(err.code, SAR_EMISSING);
}

static void
a_section_can_have_a_name_of_its_own(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = parse("[recorder]\nrecorded = 1\n"
				      "[recorder north]\narea = 2\n"
				      "[recorder empty]\n"
				      "[recorder South.2]\narea = 3\n"
				      "[policy]\nfill = x\n"
				      "[recorder north]\n",
	    &err);

	(void)state;
	assert_non_null(conf);
	assert_string_equal(sar_conf_section(conf, "recorder *", 0),
	    "recorder north");
	assert_string_equal(sar_conf_section(conf, "recorder *", 1),
	    "recorder empty");
	assert_string_equal(sar_conf_section(conf, "recorder *", 2),
	    "recorder South.2");
	assert_null(sar_conf_section(conf, "recorder *", 3));
	assert_null(sar_conf_section(conf, "policy *", 0));
	assert_string_equal(sar_conf_get(conf, "recorder north", "area"), "2");
	assert_string_equal(sar_conf_get(conf, "recorder South.2", "area"),
	    "3");
	assert_null(sar_conf_get(conf, "recorder empty", "area"));
	assert_null(sar_conf_get(conf, "recorder", "area"));
	assert_null(sar_conf_get(conf, "recorder *", "area"));
	assert_int_equal(sar_conf_line(conf, "recorder South.2", "area", 0), 7);
	sar_conf_free(conf);
}

static void
a_section_with_a_bad_name_is_unknown(void **state)
{
	(void)state;
	refused("[recorder *]\n", "t.conf: line 1: unknown section");
	refused("[recorder ]\n", "t.conf: line 1: unknown section");
	refused("[recorder  a]\n", "t.conf: line 1: unknown section");
	refused("[recorder a b]\n", "t.conf: line 1: unknown section");
	refused("[recordera]\n", "t.conf: line 1: unknown section");
	refused("[policy a]\n", "t.conf: line 1: unknown section");
	/* inih would cut it, to one that may be there. */
	refused("[recorder a23456789012345678901234567890123]\n",
	    "t.conf: line 1: unknown section");
}

static void
keys_of_a_named_section_are_checked_like_others(void **state)
{
	(void)state;
	refused("[recorder a]\narea = 1\n[recorder b]\narea = 1\n"
		"[recorder a]\narea = 2\n",
	    "t.conf: line 6: area: given before, on line 2");
	refused("[recorder a]\nara = 1\n",
	    "t.conf: line 2: unknown key, the nearest is \"area\" of "
	    "[recorder *]");
	refused("[recorder a]\nrecorded = 1\n",
	    "t.conf: line 2: unknown key, the nearest is \"recorded\" of "
	    "[recorder]");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    keys_are_found_by_section_and_absent_ones_are_null),
		cmocka_unit_test(a_semicolon_or_hash_inside_a_value_stays),
		cmocka_unit_test(an_indented_line_continues_the_value_above),
		cmocka_unit_test(
		    an_indented_first_line_of_a_section_is_a_key_of_its_own),
		cmocka_unit_test(a_key_with_many_keeps_the_order_and_the_lines),
		cmocka_unit_test(
		    long_lines_are_whole_and_do_not_shift_line_numbers),
		cmocka_unit_test(a_malformed_line_is_named),
		cmocka_unit_test(a_nul_byte_is_refused_by_line),
		cmocka_unit_test(
		    an_unknown_key_names_the_nearest_and_quotes_nothing),
		cmocka_unit_test(a_key_or_section_too_long_for_inih_is_refused),
		cmocka_unit_test(
		    a_section_that_is_not_known_is_refused_even_when_empty),
		cmocka_unit_test(a_key_given_twice_is_refused),
		cmocka_unit_test(
		    a_byte_order_mark_is_skipped_and_no_text_is_an_empty_file),
		cmocka_unit_test(text_beyond_a_mebibyte_is_refused),
		cmocka_unit_test(need_tells_missing_from_empty),
		cmocka_unit_test(
		    a_number_keeps_to_its_range_and_has_a_fallback),
		cmocka_unit_test(a_file_that_is_not_there_is_missing),
		cmocka_unit_test(a_section_can_have_a_name_of_its_own),
		cmocka_unit_test(a_section_with_a_bad_name_is_unknown),
		cmocka_unit_test(
		    keys_of_a_named_section_are_checked_like_others),
	};

	return cmocka_run_group_tests_name("base_conf", tests, NULL, NULL);
}
