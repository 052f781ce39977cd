/* FreeSWITCH: files cut into records, rows into fields, and what an id says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "ingest/freeswitch.h"
#include "ingest/freeswitch_lines.h"
#include "ingest/freeswitch_split.h"

static void
a_version_1_uuid_says_when_it_was_made(void **state)
{
	(void)state;
	/* python3: (uuid.UUID(x).time - 0x01b21dd213814000) // 10**7 */
	assert_int_equal(
	    sar_freeswitch_v1("a5c9f6c0-e752-11e3-8bfb-65b6c3cdac7d"),
	    1401382790);
	assert_int_equal(
	    sar_freeswitch_v1("a5c9f6c0-e752-41e3-8bfb-65b6c3cdac7d"), 0);
	assert_int_equal(sar_freeswitch_v1("a5c9f6c0-e752-11e3-8bfb"), 0);
	assert_int_equal(
	    sar_freeswitch_v1("00000000-0000-1000-8000-000000000000"), 0);
}

/* What a splitter hands over, as text. */
static int
note_object(void *ctx, char *text, size_t len, uint64_t line,
    struct sar_err *err)
{
	(void)err;
	sar_buf_printf(ctx, "%d[%.*s]", (int)line, (int)len, text);
	return 0;
}

static int
note_fault(void *ctx, uint64_t line, const char *why, struct sar_err *err)
{
	(void)err;
	sar_buf_printf(ctx, "%d(%.4s)", (int)line, why);
	return 0;
}

/* In pieces of ${step} bytes. */
static void
split_is(const char *text, size_t step, const char *want)
{
	struct sar_buf got = SAR_BUF_INIT;
	struct sar_freeswitch_split split = { .object = note_object,
		.fault = note_fault,
		.ctx = &got };
	struct sar_err err = SAR_ERR_INIT;
	size_t len = strlen(text), i, n;

	for (i = 0; i < len; i += n) {
		n = len - i < step ? len - i : step;
		assert_int_equal(sar_freeswitch_split_add(&split, text + i, n,
				     &err),
		    0);
	}
	sar_buf_add(&got, "", 0);
	assert_string_equal(got.data, want);
	sar_freeswitch_split_free(&split);
	sar_buf_free(&got);
}

static void
objects_are_cut_apart_and_what_is_torn_is_a_fault(void **state)
{
	static const char *const cases[][2] = {
		{ "{\"a\":\"}\\\"{\"}\n\n{ }\n",
		    "1[{\"a\":\"}\\\"{\"}]3[{ }]" },
		{ "{\n \"a\": {\n } } {}", "1[{\n \"a\": {\n } }]3[{}]" },
		{ "{\"a\":1\n{\"b\":2}\n", "1(torn)2[{\"b\":2}]" },
		{ "{\"a\":\"x\n{\"b\":2}\n", "1(torn)2[{\"b\":2}]" },
		{ "x{}\n{}\n", "1(not )2[{}]" },
		{ "\xEF\xBB\xBF{}", "1[{}]" },
		{ "{\"callflow\":1,\"x\":{\"callflow\":2},\"callflow\" :3,"
		  "\"y\":\"callflow\",\"callflow\":4}",
		    "1[{\"callflow\":1,\"x\":{\"callflow\":2},\"callfl02\" :3,"
		    "\"y\":\"callflow\",\"callfl03\":4}]" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		split_is(cases[i][0], 1000, cases[i][1]);
		split_is(cases[i][0], 1, cases[i][1]);
	}
}

static void
fields_are_cut_at_what_stands_between_two(void **state)
{
	struct sar_freeswitch_fields f;
	char row1[] = "\"a\",\"\",\"b \"x\" c\", \"d\"";
	char row2[] = "\"a\",\"b\",\"c\"";
	char bad1[] = "a,b", bad2[] = "\"a\",b";
	char last1[] = "\"a\",\"", last2[] = "\"a\", \"";

	(void)state;
	assert_true(sar_freeswitch_fields_split(row1, strlen(row1), &f));
	sar_freeswitch_fields_join(&f, 0, 0);
	assert_int_equal(f.n, 4);
	assert_string_equal(f.at[0], "a");
	assert_string_equal(f.at[1], "");
	assert_string_equal(f.at[2], "b \"x\" c");
	assert_string_equal(f.at[3], "d");
	assert_true(sar_freeswitch_fields_split(row2, strlen(row2), &f));
	sar_freeswitch_fields_join(&f, 0, 1);
	assert_int_equal(f.n, 2);
	assert_string_equal(f.at[0], "a\",\"b");
	assert_string_equal(f.at[1], "c");
	/* The last quote cannot both begin a field and end it. */
	assert_true(sar_freeswitch_fields_split(last1, strlen(last1), &f));
	sar_freeswitch_fields_join(&f, 0, 0);
	assert_int_equal(f.n, 1);
	assert_string_equal(f.at[0], "a\",");
	assert_true(sar_freeswitch_fields_split(last2, strlen(last2), &f));
	assert_int_equal(f.n, 1);
	assert_false(sar_freeswitch_fields_split(bad1, strlen(bad1), &f));
	assert_false(sar_freeswitch_fields_split(bad2, strlen(bad2), &f));
	assert_false(sar_freeswitch_fields_split(bad1, 1, &f));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_version_1_uuid_says_when_it_was_made),
		cmocka_unit_test(
		    objects_are_cut_apart_and_what_is_torn_is_a_fault),
		cmocka_unit_test(fields_are_cut_at_what_stands_between_two),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
