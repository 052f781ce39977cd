/* JSON within limits, and which of it is a vCon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "ingest/json.h"
#include "ingest/vcon.h"

static void
expect(const char *text, const char *message)
{
	struct sar_err err = SAR_ERR_INIT;
	json_t *root = sar_json_load("doc", text, strlen(text), &err);

	if (message == NULL) {
		assert_non_null(root);
		json_decref(root);
		return;
	}
	assert_null(root);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, message);
}

static void
what_is_wrong_is_said_by_line_without_quoting_it(void **state)
{
	(void)state;
	expect("{\"a\": 1}", NULL);
	expect("{\"a\": 1,\n\"a\": 2}", "doc: line 2: one name twice in an "
					"object");
	expect("{\n\"a\": 07700900123x}", "doc: line 2: not well-formed JSON");
	expect("{\"a\": 123456789012345678901234567890}",
	    "doc: line 1: not well-formed JSON");
	expect("[1]", "doc: no JSON object");
	expect("", "doc: line 1: not well-formed JSON");
	expect("{\"a\": \"\\u0000\"}", "doc: line 1: not well-formed JSON");
	expect("{\"a\": \"\xff\"}", "doc: line 1: not well-formed JSON");
}

/* {"a": and ${n} of ${open}, and as many of ${close} and }. */
static char *
nested(size_t n, char open, const char *filler, char close)
{
	struct sar_buf buf = SAR_BUF_INIT;
	size_t i;

	sar_buf_puts(&buf, "{\"a\":");
	for (i = 0; i < n; i++)
		sar_buf_add(&buf, &open, 1);
	sar_buf_puts(&buf, filler);
	for (i = 0; i < n; i++)
		sar_buf_add(&buf, &close, 1);
	sar_buf_puts(&buf, "}");
	return sar_buf_take(&buf);
}

static void
depth_and_number_of_values_are_bounded(void **state)
{
	struct sar_buf buf = SAR_BUF_INIT;
	char *text;
	size_t i;

	(void)state;
	text = nested(SAR_JSON_DEPTH - 1, '[', "", ']');
	expect(text, NULL);
	free(text);
	text = nested(SAR_JSON_DEPTH, '[', "", ']');
	expect(text, "doc: values too deep within each other");
	free(text);
	/* Brackets inside a string are none. */
	text = nested(1, '"',
	    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
	    "[[[[[[[[[[[[[[[[[[[[\\\"[[[[[[[[[[[[[[[[[[[",
	    '"');
	expect(text, NULL);
	free(text);
	for (i = 0; i < SAR_JSON_VALUES; i++)
		sar_buf_puts(&buf, "0,");
	text = nested(1, '[', buf.data, ']');
	expect(text, "doc: too many values");
	free(text);
	sar_buf_free(&buf);
}

static bool
claimed(const char *head, bool whole)
{
	const struct sar_probe probe = { .head = head,
		.len = strlen(head),
		.whole = whole };

	return sar_format_vcon.probe(&probe);
}

static void
only_a_vcon_is_claimed(void **state)
{
	(void)state;
	assert_true(claimed("{\"vcon\": \"0.0.1\"}", true));
	assert_true(claimed("{\"parties\": [], \"dialog\": []}", true));
	assert_true(claimed(" {\"uuid\": \"x\", \"parties\": [{\"a\": 1}]}",
	    true));
	assert_true(claimed("{\"payload\": \"x\", \"signatures\": [", true));
	assert_true(claimed("{\"ciphertext\": \"x", false));
	/* Cut off in a long recording before the parties. */
	assert_true(claimed("{\"dialog\": [{\"body\": \"AAAA", false));
	assert_false(claimed("{\"dialog\": [{\"body\": \"AAAA", true));
	/* Names that are deeper in, or of another kind, are not its own. */
	assert_false(claimed("{\"a\": {\"vcon\": \"0.0.1\"}}", true));
	assert_false(claimed("{\"a\": \"\\\"vcon\\\": \\\"0.0.1\\\"\"}", true));
	assert_false(claimed("{\"vcon\": 1, \"parties\": 1}", true));
	assert_false(claimed("{\"parties\": [], \"x\": 1}", true));
	/* A FreeSWITCH record; a list; no JSON. */
	assert_false(claimed("{\"core-uuid\": \"x\", \"variables\": {\"uuid\": "
			     "\"x\"}, \"callflow\": []}",
	    true));
	assert_false(claimed("[{\"vcon\": \"0.0.1\"}]", true));
	assert_false(claimed("", true));
	assert_false(claimed("{", true));
	assert_false(claimed("{\"", true));
}

static void
base64_of_either_alphabet_is_read(void **state)
{
	static const char *const good[] = { "-_8", "-_8=", "+/8=", "+/8" };
	static const char *const bad[] = { "-/8", "-_8==", "-_", "A", "-_8 " };
	unsigned char *bytes;
	size_t len = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		bytes = sar_vcon_base64(good[i], strlen(good[i]), &len);
		assert_non_null(bytes);
		assert_int_equal(len, 2);
		assert_memory_equal(bytes, "\xfb\xff", 2);
		free(bytes);
	}
	for (i = 0; i < 5; i++)
		if ((bytes = sar_vcon_base64(bad[i], strlen(bad[i]), &len)) !=
		    NULL) {
			free(bytes);
			/* "-_" is no whole byte's end. */
			fail_msg("was read: %s", bad[i]);
		}
}

static void
indices_must_be_of_what_there_is(void **state)
{
	static const struct {
		const char *json;
		bool good;
	} cases[] = { { "0", true }, { "[0,2]", true }, { "[]", true },
		{ "3", false }, { "-1", false }, { "1.0", false },
		{ "\"1\"", false }, { "[[0]]", false }, { "null", false },
		{ "[0,3]", false } };
	struct sar_vcon_indices out;
	json_t *value;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		value = json_loads(cases[i].json, JSON_DECODE_ANY, NULL);
		assert_non_null(value);
		if (sar_vcon_indices(value, 3, &out) != cases[i].good)
			fail_msg("wrong: %s", cases[i].json);
		json_decref(value);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_is_wrong_is_said_by_line_without_quoting_it),
		cmocka_unit_test(depth_and_number_of_values_are_bounded),
		cmocka_unit_test(only_a_vcon_is_claimed),
		cmocka_unit_test(base64_of_either_alphabet_is_read),
		cmocka_unit_test(indices_must_be_of_what_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
