/* Checkpoints as hands, mail and editors leave them: what is taken off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "casebook/minutes.h"

/* What ${of} leaves of ${text} is ${left}; nothing past it is looked at. */
static void
leaves(size_t (*of)(char *, size_t), const char *text, const char *left)
{
	size_t len = strlen(text);
	char *copy = malloc(len == 0 ? 1 : len);

	assert_non_null(copy);
	memcpy(copy, text, len);
	assert_int_equal(of(copy, len), strlen(left));
	assert_memory_equal(copy, left, strlen(left));
	free(copy);
}

static void
a_mark_and_the_cr_of_cr_lf_are_taken_out(void **state)
{
	(void)state;
	leaves(sar_minutes_unmail, "", "");
	leaves(sar_minutes_unmail, "a\nb", "a\nb");
	leaves(sar_minutes_unmail,
	    "\xef\xbb\xbf"
	    "a\r\nb\n\r\n",
	    "a\nb\n\n");
	leaves(sar_minutes_unmail, "\xef\xbb\xbf", "");
}

static void
no_other_mark_or_cr_is(void **state)
{
	(void)state;
	leaves(sar_minutes_unmail, "\xef\xbb", "\xef\xbb");
	leaves(sar_minutes_unmail, "a\xef\xbb\xbf", "a\xef\xbb\xbf");
	leaves(sar_minutes_unmail, "\xef\xbb\xbf\xef\xbb\xbf", "\xef\xbb\xbf");
	leaves(sar_minutes_unmail, "\ra\rb\r\r\nc\r", "\ra\rb\r\nc\r");
}

static void
up_to_four_spaces_are_indentation(void **state)
{
	(void)state;
	leaves(sar_minutes_unindent, "", "");
	leaves(sar_minutes_unindent, "a b\n  c \n    d\n", "a b\nc \nd\n");
	leaves(sar_minutes_unindent, "     a\n\tb", " a\n\tb");
}

static void
empty_lines_at_the_end_are_none(void **state)
{
	(void)state;
	leaves(sar_minutes_unindent, "a\n\n   \n    ", "a\n");
	leaves(sar_minutes_unindent, "\n\na\n\nb", "\n\na\n\nb");
	leaves(sar_minutes_unindent, "\n\n", "\n");
	assert_int_equal(sar_minutes_blank("\n\na\n", 4), 2);
	assert_int_equal(sar_minutes_blank("\n\n", 2), 2);
	assert_int_equal(sar_minutes_blank("\n\n", 1), 1);
	assert_int_equal(sar_minutes_blank("a", 1), 0);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mark_and_the_cr_of_cr_lf_are_taken_out),
		cmocka_unit_test(no_other_mark_or_cr_is),
		cmocka_unit_test(up_to_four_spaces_are_indentation),
		cmocka_unit_test(empty_lines_at_the_end_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
