/* schedule.csv, read back by another CSV reader in its strict mode. */
#include "letter_bench.h"

#include <csv.h>

struct table {
	char cell[ITEMS_MAX + 1][10][256];
	size_t columns;
	size_t rows;
};

static void
on_field(void *data, size_t len, void *ctx)
{
	struct table *t = ctx;

	assert_true(t->rows <= ITEMS_MAX && t->columns < 10 && len < 256);
	memcpy(t->cell[t->rows][t->columns++], data, len);
}

static void
on_row(int end, void *ctx)
{
	struct table *t = ctx;

	assert_int_equal(end, '\r');
	assert_int_equal(t->columns, 10);
	t->columns = 0;
	t->rows++;
}

static struct table *
schedule_of(struct bench *b)
{
	struct sar_err err = SAR_ERR_INIT;
	struct table *t = calloc(1, sizeof(*t));
	char *text = sar_letter_schedule(&b->letter, &err);
	struct csv_parser parser;
	size_t n, i;

	assert_non_null(t);
	assert_non_null(text);
	n = strlen(text);
	assert_true(n > 2 && strcmp(text + n - 2, "\r\n") == 0);
	for (i = 0; i < n; i++)
		assert_true((text[i] == '\n') ==
			    (i > 0 && text[i - 1] == '\r'));
	assert_int_equal(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
	assert_int_equal(csv_parse(&parser, text, n, on_field, on_row, t), n);
	assert_int_equal(csv_fini(&parser, on_field, on_row, t), 0);
	csv_free(&parser);
	free(text);
	return t;
}

static void
assert_row(const struct table *t, size_t row, const char *const cells[10])
{
	size_t i;

	for (i = 0; i < 10; i++)
		assert_string_equal(t->cell[row][i], cells[i]);
}

static void
each_item_is_one_row_with_its_facts(void **state)
{
	static const char *const head[10] = { "item", "file", "date", "time",
		"length_seconds", "outcome", "reason", "places_removed",
		"seconds_removed", "provisions" };
	static const char *const full[10] = { "1", "call-01.wav", "1 May 2026",
		"09:01:07", "61.0", "Disclosed in full",
		"The whole recording is disclosed.", "0", "0.0", "" };
	static const char *const part[10] = { "2", "call-02.wav", "2 May 2026",
		"09:02:07", "122.0", "Disclosed in part",
		"Parts that may not be disclosed were taken out.", "2", "6.3",
		"DPA 2018 Sch. 2 para. 16; DPA 2018 Sch. 2 para. 19" };
	static const char *const gone[10] = { "3", "", "3 May 2026", "09:03:07",
		"", "Not available",
		"The recording is not held any more: its retention period "
		"ended before your request came.",
		"0", "0.0", "" };
	struct bench b;
	struct table *t;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 96000, 112000, "LPP+TP");
	cut(&b, 500000, 534400, "TP");
	(void)add(&b, SAR_CLASS_UNAVAILABLE, "expired");
	b.item[2].recording = NULL;
	t = schedule_of(&b);
	assert_int_equal(t->rows, 4);
	assert_row(t, 0, head);
	assert_row(t, 1, full);
	assert_row(t, 2, part);
	assert_row(t, 3, gone);
	free(t);
	end(&b);
}

static void
a_call_of_somebody_else_has_empty_facts(void **state)
{
	static const char *const cells[10] = { "1", "", "", "", "", "Withheld",
		"The speaker is not the person who asked.", "0", "0.0", "" };
	struct bench b;
	struct table *t;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_WITHHELD, "not-requester");
	t = schedule_of(&b);
	assert_row(t, 1, cells);
	free(t);
	end(&b);
}

static void
a_recording_withheld_whole_says_how_much_and_why(void **state)
{
	struct bench b;
	struct table *t;

	(void)state;
	begin(&b);
	add(&b, SAR_CLASS_WITHHELD, "exempt")->marks = &b.marks[0];
	cut(&b, 0, 8000 * 61, "LPP");
	t = schedule_of(&b);
	assert_string_equal(t->cell[1][2], "1 May 2026");
	assert_string_equal(t->cell[1][7], "1");
	assert_string_equal(t->cell[1][8], "61.0");
	assert_string_equal(t->cell[1][9], "DPA 2018 Sch. 2 para. 19");
	free(t);
	end(&b);
}

static void
no_cell_can_be_a_formula_or_break_out_of_its_quotes(void **state)
{
	static const char *const texts[] = { "=cmd|'/C calc'!A0", "+1", "-1",
		"@SUM(1)", "\t=1" };
	struct bench b;
	struct table *t;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		begin(&b);
		(void)add(&b, SAR_CLASS_WITHHELD, texts[i]);
		t = schedule_of(&b);
		assert_int_equal(t->cell[1][6][0], '\'');
		assert_string_equal(t->cell[1][6] + 1, texts[i]);
		free(t);
		end(&b);
	}
	begin(&b);
	(void)add(&b, SAR_CLASS_WITHHELD, "a \"b\", c\r\n=d");
	t = schedule_of(&b);
	assert_string_equal(t->cell[1][6], "a \"b\", c\r\n=d");
	free(t);
	end(&b);
}

static void
nothing_found_is_a_table_with_a_head_only(void **state)
{
	struct bench b;
	struct table *t;

	(void)state;
	begin(&b);
	t = schedule_of(&b);
	assert_int_equal(t->rows, 1);
	free(t);
	end(&b);
}

static void
a_recording_without_its_end_has_it_in_the_reason(void **state)
{
	struct bench b;
	struct table *t;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	(void)add(&b, SAR_CLASS_WITHHELD, "not-reviewed");
	b.recording[0].finding = "truncated";
	b.recording[1].finding = "truncated";
	t = schedule_of(&b);
	assert_string_equal(t->cell[1][6],
	    "The whole recording is disclosed. The end of this recording is "
	    "missing. We give the length of what we hold, and hold nothing "
	    "more of it.");
	assert_null(strstr(t->cell[2][6], "missing"));
	free(t);
	end(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_item_is_one_row_with_its_facts),
		cmocka_unit_test(a_call_of_somebody_else_has_empty_facts),
		cmocka_unit_test(
		    a_recording_withheld_whole_says_how_much_and_why),
		cmocka_unit_test(
		    no_cell_can_be_a_formula_or_break_out_of_its_quotes),
		cmocka_unit_test(nothing_found_is_a_table_with_a_head_only),
		cmocka_unit_test(
		    a_recording_without_its_end_has_it_in_the_reason),
	};

	return cmocka_run_group_tests_name("letter_schedule", tests, NULL,
	    NULL);
}
