#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <csv.h>

#include "phone/phone.h"

/*
 * The forms of vectors/phone-forms.csv, whose answers were worked out by hand.
 * Their reasons name the National Telephone Numbering Plan of Ofcom (NTNP),
 * E.123 and E.164 of the ITU, RFCs, and the reference: "ref" is
 * phone-and-index.md, "rf" is recorder-formats.md.
 */
#define FORMS_LEAST 300 /* with the vectors */
#define VECTORS 90

enum column {
	FORM,
	PLAN,
	FIELD,
	KIND,
	KEY,
	EXT,
	SURE,
	RULES,
	REASON,
	COLUMNS
};

struct row {
	char field[16][256];
	size_t n;
};

struct table {
	struct row row;
	struct row *rows; /* without the heading */
	size_t n;
	bool headed;
};

static void
on_field(void *data, size_t len, void *ctx)
{
	struct table *table = ctx;
	struct row *row = &table->row;

	assert_true(row->n < 16 && len < sizeof(row->field[0]));
	memcpy(row->field[row->n], data, len);
	row->field[row->n++][len] = '\0';
}

static void
on_row(int end, void *ctx)
{
	struct table *table = ctx;

	(void)end;
	if (table->headed) {
		table->rows = reallocarray(table->rows, table->n + 1,
		    sizeof(*table->rows));
		assert_non_null(table->rows);
		table->rows[table->n++] = table->row;
	}
	table->headed = true;
	table->row.n = 0;
}

/* libcsv trims fields unless it is told that nothing is a space. */
static int
no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static struct table *
read_table(const char *name)
{
	const char *folder = getenv("SAR_TESTS");
	struct table *table = calloc(1, sizeof(*table));
	struct csv_parser parser;
	char path[512];
	char block[4096];
	FILE *file;
	size_t n;

	assert_non_null(table);
	(void)snprintf(path, sizeof(path), "%s/vectors/%s",
	    folder == NULL ? "tests" : folder, name);
	assert_non_null(file = fopen(path, "re"));
	assert_int_equal(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
	csv_set_space_func(&parser, no_space);
	while ((n = fread(block, 1, sizeof(block), file)) > 0)
		assert_int_equal(csv_parse(&parser, block, n, on_field, on_row,
				     table),
		    n);
	assert_int_equal(csv_fini(&parser, on_field, on_row, table), 0);
	csv_free(&parser);
	assert_int_equal(fclose(file), 0);
	return table;
}

static void
free_table(struct table *table)
{
	free(table->rows);
	free(table);
}

/* The code point after "\u", or the byte after "\x", in UTF-8 or as it is. */
static size_t
unescape(const char *text, char *out)
{
	char hex[5] = "";
	size_t n = text[1] == 'u' ? 4 : 2;
	unsigned long c;

	if (text[0] != '\\' || (text[1] != 'u' && text[1] != 'x') ||
	    strspn(text + 2, "0123456789abcdef") < n)
		return 0;
	memcpy(hex, text + 2, n);
	c = strtoul(hex, NULL, 16);
	if (n == 2) {
		out[0] = (char)c;
		out[1] = '\0';
	} else if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		out[2] = '\0';
	} else {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		out[3] = '\0';
	}
	return 2 + n;
}

/* The form as it was written: what cannot be seen is escaped in the table. */
static void
unescape_all(const char *text, char out[256])
{
	size_t n;

	while (*text != '\0') {
		if ((n = unescape(text, out)) == 0) {
			*out++ = *text++;
			continue;
		}
		out += strlen(out);
		text += n;
	}
	*out = '\0';
}

/* One setting of a plan: "outside=9", "ext=3-4", "bare-cc". */
static bool
take_setting(const char *word, struct sar_phone_plan *plan)
{
	char *at;

	if (strcmp(word, "GB") == 0 || strcmp(word, "IE") == 0)
		plan->country = word[0] == 'G' ? 44 : 353;
	else if (strncmp(word, "outside=", 8) == 0)
		plan->outside = word[8];
	else if (strncmp(word, "also=", 5) == 0) {
		(void)snprintf(plan->outside_also, sizeof(plan->outside_also),
		    "%s", word + 5);
		while ((at = strchr(plan->outside_also, '+')) != NULL)
			*at = ' ';
	} else if (strncmp(word, "area=", 5) == 0)
		(void)snprintf(plan->area, sizeof(plan->area), "%s", word + 5);
	else if (strncmp(word, "exit=", 5) == 0)
		(void)snprintf(plan->exit_code, sizeof(plan->exit_code), "%s",
		    word + 5);
	else if (strcmp(word, "bare-national") == 0)
		plan->bare_national = true;
	else if (strcmp(word, "bare-cc") == 0)
		plan->bare_cc = true;
	else
		return sscanf(word, "ext=%u-%u", &plan->ext_min,
			   &plan->ext_max) == 2;
	return true;
}

static struct sar_phone_plan
plan_of(const struct row *row)
{
	struct sar_phone_plan plan = { 0 };
	char text[256];
	char *at = text;
	const char *word;

	(void)snprintf(text, sizeof(text), "%s", row->field[PLAN]);
	while ((word = strsep(&at, " ")) != NULL)
		assert_true(take_setting(word, &plan));
	assert_true(sar_phone_plan_valid(&plan));
	if (strcmp(row->field[FIELD], "dialled") != 0) {
		assert_string_equal(row->field[FIELD], "written");
		/* As every reader of what was not dialled does. */
		plan.outside = '\0';
	}
	return plan;
}

static const char *
table_name(enum sar_phone_kind kind)
{
	static const char *const names[] = { "E164", "LOCAL", "WITHHELD",
		"AMBIG", "LOSSY", "MULTI", "BAD" };

	return names[kind];
}

/* Is the key the one that goes with the digits? */
static bool
key_fits(const struct sar_phone *p)
{
	if (p->kind == SAR_PHONE_E164)
		return p->key == strtoll(p->digits + 1, NULL, 10);
	if (p->kind == SAR_PHONE_LOCAL)
		return p->key == sar_phone_local_key(p->digits) && p->key < 0;
	return p->key == 0;
}

static bool
is_right(const struct row *row)
{
	struct sar_phone_plan plan = plan_of(row);
	struct sar_phone p;
	char form[256], rules[SAR_PHONE_RULES_LEN];
	const char *sure;

	unescape_all(row->field[FORM], form);
	sar_phone_read(&plan, form, strlen(form), &p);
	sar_phone_rules_name(p.rules, rules);
	if (p.kind != SAR_PHONE_E164 && p.kind != SAR_PHONE_LOCAL)
		rules[0] = '\0';
	sure = p.kind != SAR_PHONE_E164 ? "-"
	       : p.certain              ? "certain"
					: "probable";
	if (strcmp(table_name(p.kind), row->field[KIND]) == 0 &&
	    strcmp(p.digits, row->field[KEY]) == 0 &&
	    strcmp(p.ext, row->field[EXT]) == 0 &&
	    strcmp(sure, row->field[SURE]) == 0 &&
	    strcmp(rules, row->field[RULES]) == 0 && key_fits(&p))
		return true;
	print_message("%s [%s] %s: %s %s x%s %s [%s], not %s %s x%s %s [%s]: "
		      "%s\n",
	    row->field[FIELD], row->field[FORM], row->field[PLAN],
	    table_name(p.kind), p.digits, p.ext, sure, rules, row->field[KIND],
	    row->field[KEY], row->field[EXT], row->field[SURE],
	    row->field[RULES], row->field[REASON]);
	return false;
}

static void
every_form_of_the_table_is_read_as_worked_out_by_hand(void **state)
{
	struct table *table = read_table("phone-forms.csv");
	size_t wrong = 0;
	size_t i;

	(void)state;
	for (i = 0; i < table->n; i++) {
		assert_int_equal(table->rows[i].n, COLUMNS);
		assert_true(table->rows[i].field[REASON][0] != '\0');
		wrong += is_right(&table->rows[i]) ? 0 : 1;
	}
	free_table(table);
	assert_int_equal(wrong, 0);
}

static bool
is_same_form(const struct row *a, const struct row *b)
{
	return strcmp(a->field[FORM], b->field[FORM]) == 0 &&
	       strcmp(a->field[PLAN], b->field[PLAN]) == 0 &&
	       strcmp(a->field[FIELD], b->field[FIELD]) == 0;
}

/* No form counts twice: not within the table, and none that is a vector. */
static void
there_are_three_hundred_forms_and_each_once(void **state)
{
	struct table *forms = read_table("phone-forms.csv");
	struct table *vectors = read_table("phone-vectors.csv");
	size_t again = 0;
	size_t i, j;

	(void)state;
	for (i = 0; i < forms->n; i++) {
		for (j = 0; j < i; j++)
			assert_false(is_same_form(&forms->rows[i],
			    &forms->rows[j]));
		for (j = 0; j < vectors->n; j++)
			if (strcmp(forms->rows[i].field[FORM],
				vectors->rows[j].field[0]) == 0) {
				again++;
				break;
			}
	}
	print_message("%zu vectors and %zu forms, %zu of which are the same "
		      "text under another plan: %zu hard forms\n",
	    vectors->n, forms->n, again, vectors->n + forms->n - again);
	assert_int_equal(vectors->n, VECTORS);
	assert_true(vectors->n + forms->n - again >= FORMS_LEAST);
	free_table(forms);
	free_table(vectors);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_form_of_the_table_is_read_as_worked_out_by_hand),
		cmocka_unit_test(there_are_three_hundred_forms_and_each_once),
	};

	return cmocka_run_group_tests_name("phone_table", tests, NULL, NULL);
}
