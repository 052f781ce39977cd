/* Templates: what is read, what is refused, and what a value cannot become. */
#include "letter_bench.h"

#include "letter/notice.h"
#include "letter/template.h"

static const struct sar_slot slots[] = {
	{ "name", SAR_SLOT_WORDS, false },
	{ "date", SAR_SLOT_WORDS, true },
	{ "why", SAR_SLOT_LINES, false },
	{ "first", SAR_SLOT_BLOCK, false },
	{ "part", SAR_SLOT_BLOCK, false },
};
#define N_SLOTS (sizeof(slots) / sizeof(slots[0]))

static char *
rendered(const char *text, const char *const values[N_SLOTS])
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf out = SAR_BUF_INIT;
	struct sar_template *t = sar_template_parse("t.txt", text, strlen(text),
	    slots, N_SLOTS, &err);

	if (t == NULL)
		fail_msg("%s", err.msg);
	sar_template_render(t, values, &out);
	sar_template_free(t);
	assert_int_equal(sar_buf_check(&out, &err), 0);
	return sar_buf_take(&out);
}

static void
renders(const char *text, const char *const values[N_SLOTS], const char *want)
{
	char *got = rendered(text, values);

	assert_string_equal(got, want);
	free(got);
}

static void
refused(const char *text, size_t len, const char *want)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_null(sar_template_parse("t.txt", text, len, slots, N_SLOTS,
	    &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, want);
}

static void
a_line_of_it_is_a_line_of_the_letter(void **state)
{
	static const char *const values[N_SLOTS] = { "Zoe", "1 May", "", NULL,
		NULL };

	(void)state;
	renders("\xef\xbb\xbfTo: {{name}}, {{ date }}\r\n\r\n\r\n- one {{date}}"
		"\n- two\n\n## A heading\nend\n",
	    values,
	    "To: Zoe, 1 May\r\n\r\n  - one 1 May\r\n  - two\r\n\r\n"
	    "A heading\r\n---------\r\n\r\nend\r\n");
	renders("# All of it\nfrom {{date}}", values,
	    "\r\nAll of it\r\n=========\r\n\r\nfrom 1 May\r\n");
}

static void
conditions_hold_for_what_is_there(void **state)
{
	static const char *const with[N_SLOTS] = { "Zoe", "1 May", "w", NULL,
		NULL };
	static const char *const without[N_SLOTS] = { "", "1 May", NULL, NULL,
		NULL };
	static const char text[] =
	    "{{! nobody reads this }}\n"
	    "{{#name}}For {{name}}.{{/name}}{{^name}}For all.{{/name}}\n"
	    "{{#name}}\n"
	    "inside\n"
	    "{{#why}}\nboth\n{{/why}}\n"
	    "{{^why}}\nnot both\n{{/why}}\n"
	    "{{/name}}\n"
	    "{{^name}}\noutside\n{{/name}}\n"
	    "{{#name}}gone with it{{/name}}\n"
	    "{{date}}\n";

	(void)state;
	renders(text, with,
	    "For Zoe.\r\ninside\r\nboth\r\ngone with it\r\n1 May\r\n");
	renders(text, without, "For all.\r\noutside\r\n1 May\r\n");
}

/* Neither markup, nor a heading, nor a list, nor a template. */
static void
a_value_is_words_and_nothing_else(void **state)
{
	static const char *const values[N_SLOTS] = { "# {{date}}\n----\n- {{",
		"- no item", "## no\n==\n\n\n  {{#name}}\n-----\t", NULL,
		"as\r\n\r\nit is\r\n" };
	char *text;

	(void)state;
	renders("{{name}}\n{{date}}\n{{why}}\n\n{{part}}\n", values,
	    "# {{date}} \xe2\x80\x93 - {{\r\n- no item\r\n"
	    "  ## no\r\n  ==\r\n\r\n  {{#name}}\r\n  -----\r\n\r\n"
	    "as\r\n\r\nit is\r\n");
	text = rendered("{{date}}{{name}}\n{{why}}\n", values);
	assert_lacks(text, "\r\n--");
	assert_lacks(text, "\r\n==");
	free(text);
}

static const struct {
	const char *text;
	const char *want;
} wrong[] = {
	{ "{{date}}\n{{nmae}}\n", "t.txt: line 2: a name that "
				  "this letter has not got" },
	{ "{{date}}\n{{name\n}}\n",
	    "t.txt: line 2: {{ without }} on its line" },
	{ "{{date}} }}\n", "t.txt: line 1: }} without {{ before it" },
	{ "{{{date}}}\n", "t.txt: line 1: {{ inside {{ and }}" },
	{ "{{date {{name}}\n", "t.txt: line 1: {{ inside {{ and }}" },
	{ "{{date}}\n\nwhy: {{why}}\n",
	    "t.txt: line 3: what has to stand on a line "
	    "of its own" },
	{ "{{date}}\n- {{part}}\n",
	    "t.txt: line 2: what has to stand on a line "
	    "of its own" },
	{ "{{date}}\n{{#name}}\nx\n",
	    "t.txt: line 3: ends inside the condition {{#name}}" },
	{ "{{date}}\n{{/name}}\n", "t.txt: line 2: ends a condition "
				   "that is not the open one" },
	{ "{{date}}\n{{#name}}\n{{/why}}\n",
	    "t.txt: line 3: ends a condition that is not the open "
	    "one" },
	{ "{{date}}\na {{#name}} b\n",
	    "t.txt: line 2: a condition ends on its line, or stands "
	    "on a line of its own" },
	{ "{{date}}\na {{/name}}\n", "t.txt: line 2: ends a condition "
				     "that is not the open one" },
	{ "{{date}} {{#name}}{{#why}}x{{/why}}{{/name}}\n",
	    "t.txt: line 1: a condition inside another on one line" },
	{ "{{date}}\n- {{#name}}\nx\n{{/name}}\n",
	    "t.txt: line 2: a condition with nothing in it" },
	{ "{{date}}\n\xff\n", "t.txt: line 2: not UTF-8" },
	{ "{{date}}\n\x1b[1m\n", "t.txt: line 2: a control character" },
	{ "{{date}}\n\xe2\x80\xae\n", "t.txt: line 2: a control character" },
	{ "no date\nat all\n",
	    "t.txt: line 2: ends without {{date}}, which has to be in "
	    "it, outside conditions" },
	{ "{{#name}}{{date}}{{/name}}\n",
	    "t.txt: line 1: ends without {{date}}, which has to be in "
	    "it, outside conditions" },
	{ "{{^name}}\n{{date}}\n{{/name}}\n",
	    "t.txt: line 3: ends without {{date}}, which has to be in "
	    "it, outside conditions" },
	{ "{{date}}\n{{part}}\n{{part}}\n",
	    "t.txt: line 3: a part that is there before, or comes "
	    "earlier" },
	{ "{{date}}\n{{part}}\n{{first}}\n",
	    "t.txt: line 3: a part that is there before, or comes "
	    "earlier" },
	{ "{{! {{date}} }}\n", "t.txt: line 1: {{ inside {{ and }}" },
	{ "", "t.txt: line 1: ends without {{date}}, which has to be "
	      "in it, outside conditions" },
};

static void
what_is_wrong_is_named_by_its_line(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		refused(wrong[i].text, strlen(wrong[i].text), wrong[i].want);
	refused("{{date}}\n\0\n", 11, "t.txt: line 2: not UTF-8");
}

static void
nothing_is_without_a_bound(void **state)
{
	struct sar_buf text = SAR_BUF_INIT;
	int i;

	(void)state;
	for (i = 0; i < 9; i++)
		sar_buf_puts(&text, "{{#name}}\n");
	refused(text.data, text.len,
	    "t.txt: line 9: too many conditions inside each other");
	sar_buf_free(&text);
	for (i = 0; i < 2001; i++)
		sar_buf_puts(&text, "{{date}}");
	refused(text.data, text.len,
	    "t.txt: line 1: too many placeholders before it");
	sar_buf_free(&text);
	for (i = 0; i < 65530; i++)
		sar_buf_puts(&text, "x");
	sar_buf_puts(&text, "{{date}}");
	refused(text.data, text.len, "t.txt: more than 64 KiB");
	sar_buf_free(&text);
}

/* The name taken out of the built-in template. */
static char *
without(const char *text, const char *name)
{
	char *copy = strdup(text);
	char tag[64], *at;
	size_t len;

	assert_non_null(copy);
	len = (size_t)snprintf(tag, sizeof(tag), "{{%s}}", name);
	while ((at = strstr(copy, tag)) != NULL)
		memmove(at, at + len, strlen(at + len) + 1);
	return copy;
}

/* Reasons, routes, dates, each item of Art. 15: none can be edited away. */
static void
what_the_law_wants_said_has_to_stay(void **state)
{
	struct sar_notice_template *t;
	struct sar_notice_slot slot;
	struct sar_err err = SAR_ERR_INIT;
	const char *builtin;
	char want[96], *text;
	size_t n, needed;
	int k;

	(void)state;
	for (k = 0; k < SAR_NOTICES; k++) {
		builtin = sar_notice_builtin((enum sar_notice_kind)k);
		t = sar_notice_template((enum sar_notice_kind)k, "builtin",
		    builtin, strlen(builtin), &err);
		if (t == NULL)
			fail_msg("%s", err.msg);
		sar_notice_template_free(t);
		for (n = needed = 0;
		     sar_notice_slot((enum sar_notice_kind)k, n, &slot); n++) {
			if (!slot.required)
				continue;
			needed++;
			text = without(builtin, slot.name);
			assert_null(sar_notice_template((enum sar_notice_kind)k,
			    "mine.txt", text, strlen(text), &err));
			assert_int_equal(err.code, SAR_EINPUT);
			(void)snprintf(want, sizeof(want),
			    ": ends without {{%s}}, ", slot.name);
			assert_has(err.msg, want);
			assert_memory_equal(err.msg, "mine.txt: line ", 15);
			free(text);
		}
		assert_true(needed >= 5);
	}
}

static bool
needs(enum sar_notice_kind kind, const char *name)
{
	struct sar_notice_slot slot;
	size_t n;

	for (n = 0; sar_notice_slot(kind, n, &slot); n++)
		if (strcmp(slot.name, name) == 0)
			return slot.required;
	return false;
}

static void
what_each_letter_must_say_is_pinned(void **state)
{
	static const struct {
		enum sar_notice_kind kind;
		const char *names[9];
	} pinned[] = {
		{ SAR_NOTICE_ACKNOWLEDGEMENT,
		    { "reference", "received", "deadline", "contact" } },
		{ SAR_NOTICE_IDENTITY, { "deadline", "contact" } },
		{ SAR_NOTICE_AUTHORITY, { "deadline", "contact" } },
		{ SAR_NOTICE_CLARIFICATION, { "question", "deadline" } },
		{ SAR_NOTICE_EXTENSION,
		    { "reasons", "ground", "deadline", "complaint-route",
			"regulator", "court" } },
		{ SAR_NOTICE_FEE,
		    { "reasons", "ground", "amount", "deadline",
			"complaint-route", "regulator", "court" } },
		{ SAR_NOTICE_REFUSAL, { "reasons", "ground", "complaint-route",
					  "regulator", "court" } },
		{ SAR_NOTICE_COMPLAINT_ACKNOWLEDGEMENT,
		    { "complaint", "complained", "regulator" } },
		{ SAR_NOTICE_COMPLAINT_OUTCOME,
		    { "complaint", "outcome", "decision", "regulator",
			"court" } },
		{ SAR_NOTICE_ANSWER, { "correction", "our-answer", "files",
					 "search", "account", "rights" } },
		{ SAR_NOTICE_NIL, { "correction", "our-answer", "search",
				      "account", "rights" } },
	};
	enum sar_notice_kind kind;
	size_t i, n;

	(void)state;
	assert_int_equal(sizeof(pinned) / sizeof(pinned[0]), SAR_NOTICES);
	for (i = 0; i < SAR_NOTICES; i++) {
		assert_int_equal(pinned[i].kind, i);
		assert_true(sar_notice_parse(sar_notice_name(pinned[i].kind),
		    &kind));
		assert_int_equal(kind, i);
		for (n = 0; pinned[i].names[n] != NULL; n++)
			if (!needs(pinned[i].kind, pinned[i].names[n]))
				fail_msg("%s does not need {{%s}}",
				    sar_notice_name(pinned[i].kind),
				    pinned[i].names[n]);
	}
	assert_false(sar_notice_parse("acknowledgment", &kind));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_of_it_is_a_line_of_the_letter),
		cmocka_unit_test(conditions_hold_for_what_is_there),
		cmocka_unit_test(a_value_is_words_and_nothing_else),
		cmocka_unit_test(what_is_wrong_is_named_by_its_line),
		cmocka_unit_test(nothing_is_without_a_bound),
		cmocka_unit_test(what_the_law_wants_said_has_to_stay),
		cmocka_unit_test(what_each_letter_must_say_is_pinned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
