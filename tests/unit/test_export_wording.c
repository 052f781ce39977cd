/* What a person wrote, before it goes into a letter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "export/wording.h"

static void
assert_said(const char *text, const char *expected)
{
	struct sar_err err = SAR_ERR_INIT;
	char *said = sar_wording_read("text", text, strlen(text), &err);

	if (said == NULL)
		fail_msg("%s", err.msg);
	assert_string_equal(said, expected);
	free(said);
}

static void
assert_refused(const char *text, size_t len, const char *message)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_null(sar_wording_read("text", text, len, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, message);
}

static void
line_ends_are_one_and_the_end_is_one(void **state)
{
	(void)state;
	assert_said("Which calls?", "Which calls?\n");
	assert_said("\xef\xbb\xbfWhich\r\n\r\ncalls? \t\r\n\n",
	    "Which\n\ncalls?\n");
	assert_said("Pa alwadau\xe2\x80\xa6 \xc5\xb5?\n",
	    "Pa alwadau\xe2\x80\xa6 \xc5\xb5?\n");
}

static void
what_says_nothing_is_refused(void **state)
{
	static const char *const texts[] = { "", "\n", " \t\r\n",
		"\xef\xbb\xbf", "\xc2\xa0\n", "\xe2\x80\x8c\xe2\x80\x8d",
		"\xe3\x85\xa4" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_refused(texts[i], strlen(texts[i]),
		    "text: nothing in it");
}

static void
what_a_screen_would_make_something_else_of_is_refused(void **state)
{
	static const char *const texts[] = { "a\nb\x1b[2J", "a\nb\rc",
		"a\nb\x7f", "a\nb\xc2\x9b", "a\nb\xe2\x80\xae",
		"a\nb\xe2\x81\xa6", "a\nb\xe2\x80\xa8", "a\nb\xef\xbb\xbf",
		"a\nb\xe2\x80\x8b", "a\nb\xf3\xa0\x81\x81",
		"a\nb\xee\x80\x80" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_refused(texts[i], strlen(texts[i]),
		    "text: line 2: a character that cannot be shown as it is");
	assert_refused("a\nb\0c", 5,
	    "text: line 2: a character that cannot be shown as it is");
	assert_refused("a\nb\xff", 4, "text: line 2: not UTF-8");
	assert_refused("a\nb\xed\xa0\x80", 6, "text: line 2: not UTF-8");
}

static void
more_than_some_pages_are_refused(void **state)
{
	char *text = malloc(SAR_WORDING_MAX + 1);
	struct sar_err err = SAR_ERR_INIT;
	char *said;

	(void)state;
	assert_non_null(text);
	memset(text, 'a', SAR_WORDING_MAX + 1);
	said = sar_wording_read("text", text, SAR_WORDING_MAX, &err);
	assert_non_null(said);
	assert_int_equal(strlen(said), SAR_WORDING_MAX + 1);
	assert_refused(text, SAR_WORDING_MAX + 1,
	    "text: more than 16384 bytes");
	free(said);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_ends_are_one_and_the_end_is_one),
		cmocka_unit_test(what_says_nothing_is_refused),
		cmocka_unit_test(
		    what_a_screen_would_make_something_else_of_is_refused),
		cmocka_unit_test(more_than_some_pages_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
