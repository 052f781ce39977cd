#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/lines.h"

/* What changed, as "then+n>now+n " for each stretch. */
struct told {
	char text[512];
};

static void
take(void *ctx, const struct sar_lines_change *change)
{
	struct told *told = ctx;
	size_t len = strlen(told->text);

	assert_true(change->n_then > 0 || change->n_now > 0);
	(void)snprintf(told->text + len, sizeof(told->text) - len,
	    "%zu+%zu>%zu+%zu ", change->then, change->n_then, change->now,
	    change->n_now);
}

static void
compare(const char *then, const char *now, struct told *told)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_lines a, b;

	told->text[0] = '\0';
	assert_int_equal(sar_lines_split(then, strlen(then), &a, &err), 0);
	assert_int_equal(sar_lines_split(now, strlen(now), &b, &err), 0);
	assert_int_equal(sar_lines_compare(&a, &b, take, told, &err), 0);
	sar_lines_free(&a);
	sar_lines_free(&b);
}

static void
lines_are_split_at_their_ends(void **state)
{
	static const char text[] = "one\r\ntwo\n\nfour\r";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_lines lines;

	(void)state;
	assert_int_equal(sar_lines_split(text, sizeof(text) - 1, &lines, &err),
	    0);
	assert_int_equal(lines.n, 4);
	assert_int_equal(lines.line[0].len, 3);
	assert_int_equal(lines.line[1].len, 3);
	assert_int_equal(lines.line[2].len, 0);
	/* A CR that no LF follows is part of the line. */
	assert_int_equal(lines.line[3].len, 5);
	sar_lines_free(&lines);
	assert_int_equal(sar_lines_split(text, 0, &lines, &err), 0);
	assert_int_equal(lines.n, 0);
	sar_lines_free(&lines);
}

static void
each_stretch_is_told_once_and_no_other(void **state)
{
	static const struct {
		const char *then, *now, *told;
	} cases[] = {
		{ "", "", "" },
		{ "a\nb\n", "a\nb\n", "" },
		{ "a\nb\n", "a\nb", "" },
		{ "", "a\n", "0+0>0+1 " },
		{ "a\nb\n", "", "0+2>0+0 " },
		{ "a\nb\nc\n", "a\nX\nc\n", "1+1>1+1 " },
		{ "a\nb\nc\nd\ne\n", "a\nB\nc\nD\ne\n", "1+1>1+1 3+1>3+1 " },
		{ "a\nb\nc\n", "a\nnew\nb\nc\n", "1+0>1+1 " },
		{ "a\nb\nc\nd\n", "a\nd\n", "1+2>1+0 " },
		{ "x\na\nb\ny\n", "z\na\nb\n", "0+1>0+1 3+1>3+0 " },
		{ "a\na\na\n", "a\na\na\na\n", "3+0>3+1 " },
	};
	struct told told;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		compare(cases[i].then, cases[i].now, &told);
		assert_string_equal(told.text, cases[i].told);
	}
}

/* What of ${now} is told, put in place of what of ${then} is, gives ${now}. */
struct rebuilt {
	const struct sar_lines *then, *now;
	char text[64];
	size_t len, at; /* lines of then up to here are done */
};

static void
copy(struct rebuilt *r, const struct sar_lines *from, size_t first, size_t n)
{
	size_t i;

	for (i = first; i < first + n; i++) {
		assert_int_equal(from->line[i].len, 1);
		r->text[r->len++] = from->line[i].text[0];
	}
}

static void
rebuild(void *ctx, const struct sar_lines_change *change)
{
	struct rebuilt *r = ctx;

	assert_true(change->then >= r->at);
	copy(r, r->then, r->at, change->then - r->at);
	assert_int_equal(r->len, change->now);
	copy(r, r->now, change->now, change->n_now);
	r->at = change->then + change->n_then;
}

static void
what_is_told_makes_the_one_of_the_other(void **state)
{
	char text[2][40];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_lines lines[2];
	struct rebuilt r;
	unsigned seed = 1;
	size_t i, k, n;
	int round;

	(void)state;
	for (round = 0; round < 5000; round++) {
		for (k = 0; k < 2; k++) {
			seed = seed * 1103515245U + 12345U;
			n = (seed >> 16) % 16;
			for (i = 0; i < n; i++) {
				seed = seed * 1103515245U + 12345U;
				text[k][2 * i] = (char)('a' + (seed >> 16) % 3);
				text[k][2 * i + 1] = '\n';
			}
			assert_int_equal(sar_lines_split(text[k], 2 * n,
					     &lines[k], &err),
			    0);
		}
		r = (struct rebuilt){ .then = &lines[0], .now = &lines[1] };
		assert_int_equal(sar_lines_compare(&lines[0], &lines[1],
				     rebuild, &r, &err),
		    0);
		copy(&r, &lines[0], r.at, lines[0].n - r.at);
		assert_int_equal(r.len, lines[1].n);
		for (i = 0; i < r.len; i++)
			assert_int_equal(r.text[i], lines[1].line[i].text[0]);
		sar_lines_free(&lines[0]);
		sar_lines_free(&lines[1]);
	}
}

/* As many lines as would need a table of more than there may be. */
static void
too_many_lines_are_one_stretch(void **state)
{
	enum {
		LINES = 3000
	};
	char *then = calloc(LINES, 16);
	char *now = calloc(LINES, 16);
	struct told told;
	size_t a = 0, b = 0;
	unsigned i;

	(void)state;
	assert_non_null(then);
	assert_non_null(now);
	for (i = 0; i < LINES; i++) {
		a += (size_t)snprintf(then + a, 16, "%u\n", i);
		b += (size_t)snprintf(now + b, 16, "%u\n",
		    i % 2 == 0 ? i : 5 * i);
	}
	compare(then, now, &told);
	assert_string_equal(told.text, "1+2999>1+2999 ");
	free(then);
	free(now);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_split_at_their_ends),
		cmocka_unit_test(each_stretch_is_told_once_and_no_other),
		cmocka_unit_test(what_is_told_makes_the_one_of_the_other),
		cmocka_unit_test(too_many_lines_are_one_stretch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
