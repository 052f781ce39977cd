#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <csv.h>

#include "phone/dialled.h"
#include "phone/phone.h"

static const struct sar_phone_plan gb9 = { .country = 44, .outside = '9' };

/* One row of phone-vectors.csv as it is read. */
struct row {
	char field[16][256];
	size_t n;
	size_t rows;
	size_t wrong;
};

static const char *
vector_name(enum sar_phone_kind kind)
{
	static const char *const names[] = { "E164", "LOCAL", "WITHHELD",
		"AMBIG", "LOSSY", "MULTI", "BAD" };

	return names[kind];
}

static void
on_field(void *data, size_t len, void *ctx)
{
	struct row *row = ctx;

	assert_true(row->n < 16 && len < sizeof(row->field[0]));
	memcpy(row->field[row->n], data, len);
	row->field[row->n++][len] = '\0';
}

/* input,plan,kind,key,ext,certainty,flags,... */
static void
on_row(int end, void *ctx)
{
	struct row *row = ctx;
	struct sar_phone got;
	char rules[SAR_PHONE_RULES_LEN];
	const char *sure;

	(void)end;
	assert_true(row->n >= 7);
	row->n = 0;
	if (row->rows++ == 0)
		return;
	assert_string_equal(row->field[1], "GB,outside=9");
	sar_phone_read(&gb9, row->field[0], strlen(row->field[0]), &got);
	sar_phone_rules_name(got.rules, rules);
	sure = got.kind != SAR_PHONE_E164 ? "-"
	       : got.certain              ? "certain"
					  : "probable";
	if (strcmp(vector_name(got.kind), row->field[2]) == 0 &&
	    strcmp(got.digits, row->field[3]) == 0 &&
	    strcmp(got.ext, row->field[4]) == 0 &&
	    strcmp(sure, row->field[5]) == 0 &&
	    strcmp(rules, row->field[6]) == 0)
		return;
	row->wrong++;
	print_message("row %zu: [%s] %s %s x%s %s [%s], not %s %s x%s %s "
		      "[%s]\n",
	    row->rows, row->field[0], vector_name(got.kind), got.digits,
	    got.ext, sure, rules, row->field[2], row->field[3], row->field[4],
	    row->field[5], row->field[6]);
}

/* libcsv trims fields unless it is told that nothing is a space. */
static int
no_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void
every_vector_is_read_as_it_says(void **state)
{
	const char *folder = getenv("SAR_TESTS");
	struct csv_parser parser;
	struct row *row = calloc(1, sizeof(*row));
	char path[512];
	char block[4096];
	FILE *file;
	size_t n;

	(void)state;
	assert_non_null(row);
	(void)snprintf(path, sizeof(path), "%s/vectors/phone-vectors.csv",
	    folder == NULL ? "tests" : folder);
	assert_non_null(file = fopen(path, "re"));
	assert_int_equal(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
	csv_set_space_func(&parser, no_space);
	while ((n = fread(block, 1, sizeof(block), file)) > 0)
		assert_int_equal(csv_parse(&parser, block, n, on_field, on_row,
				     row),
		    n);
	assert_int_equal(csv_fini(&parser, on_field, on_row, row), 0);
	csv_free(&parser);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(row->wrong, 0);
	assert_int_equal(row->rows, 91);
	free(row);
}

static void
keys_are_the_digits_and_only_numbers_have_them(void **state)
{
	struct sar_phone p;

	(void)state;
	sar_phone_read(&gb9, "020 7946 0958", 13, &p);
	assert_int_equal(p.key, 442079460958);
	sar_phone_read(&gb9, "anonymous", 9, &p);
	assert_int_equal(p.key, 0);
	sar_phone_read(&gb9, "2538", 4, &p);
	assert_int_equal(p.key, sar_phone_local_key("2538"));
	assert_true(p.key < 0);
}

static void
keys_of_extensions_tell_leading_zeros_apart(void **state)
{
	static const char *const digits[] = { "12", "012", "0012", "112", "1",
		"00", "000", "999999", "099999", "10", "010", "100" };
	const size_t n = sizeof(digits) / sizeof(digits[0]);
	size_t i, j;

	(void)state;
	for (i = 0; i < n; i++) {
		assert_true(sar_phone_local_key(digits[i]) < 0);
		for (j = 0; j < i; j++)
			assert_true(sar_phone_local_key(digits[i]) !=
				    sar_phone_local_key(digits[j]));
	}
	assert_int_equal(sar_phone_local_key(""), 0);
	assert_int_equal(sar_phone_local_key("12a"), 0);
	assert_int_equal(sar_phone_local_key("123456789012345678"), 0);
}

static void
every_rule_has_its_word_and_all_fit(void **state)
{
	char name[SAR_PHONE_RULES_LEN];

	(void)state;
	sar_phone_rules_name(0, name);
	assert_string_equal(name, "");
	sar_phone_rules_name(SAR_PHONE_AREA, name);
	assert_string_equal(name, "area-assumed");
	sar_phone_rules_name(1023, name);
	assert_string_equal(name,
	    "outside cc-assumed intl0-dropped prefixcode odd-length "
	    "trunk0-assumed float area-assumed context-assumed exit-code");
	assert_string_equal(sar_phone_kind_name(SAR_PHONE_E164), "e164");
	assert_string_equal(sar_phone_kind_name(SAR_PHONE_BAD), "bad");
	assert_string_equal(sar_phone_kind_name(SAR_PHONE_LOSSY), "lossy");
}

static void
the_length_given_is_kept_to(void **state)
{
	struct sar_phone p;
	char text[1100];

	(void)state;
	sar_phone_read(&gb9, "01632960123999", 11, &p);
	assert_string_equal(p.digits, "+441632960123");
	sar_phone_read(&gb9, "0163\00060123", 11, &p);
	assert_int_equal(p.kind, SAR_PHONE_BAD);
	sar_phone_read(&gb9, NULL, 0, &p);
	assert_int_equal(p.kind, SAR_PHONE_WITHHELD);
	memset(text, ' ', sizeof(text));
	memcpy(text, "01632960123", 11);
	sar_phone_read(&gb9, text, 1024, &p);
	assert_string_equal(p.digits, "+441632960123");
	sar_phone_read(&gb9, text, 1025, &p);
	assert_int_equal(p.kind, SAR_PHONE_BAD);
}

static void
a_plan_has_digits_where_digits_belong(void **state)
{
	static const struct sar_phone_plan good[] = {
		{ .country = 44 },
		{ .country = 353, .outside = '9', .area = "01632" },
		{ .country = 44, .outside = '9', .outside_also = "8 85 0" },
		{ .country = 1, .exit_code = "011" },
		{ .country = 44, .ext_min = 1, .ext_max = 8 },
		{ .country = 44, .ext_min = 6 },
		{ .country = 44, .ext_max = 2 },
	};
	static const struct sar_phone_plan bad[] = {
		{ .country = 0 },
		{ .country = 1000 },
		{ .country = 44, .outside = 'x' },
		{ .country = 44, .outside = ' ' },
		{ .country = 44, .area = "1632 " },
		{ .country = 44,
		    .area = { '1', '6', '3', '2', '9', '6', '0', '1' } },
		{ .country = 44, .outside_also = "8" },
		{ .country = 44, .outside = '9', .outside_also = "8,7" },
		{ .country = 44, .exit_code = "+" },
		{ .country = 44, .ext_min = 5, .ext_max = 4 },
		{ .country = 44, .ext_min = 7 },
		{ .country = 44, .ext_max = 1 },
		{ .country = 44, .ext_max = 9 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(sar_phone_plan_valid(&good[i]));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(sar_phone_plan_valid(&bad[i]));
}

/* Nobody checked the plan: it must not read past its own ends. */
static void
an_invalid_plan_is_safe_to_read_with(void **state)
{
	struct sar_phone_plan plan;
	struct sar_phone p;

	(void)state;
	memset(&plan, '9', sizeof(plan));
	plan.bare_national = plan.bare_cc = true;
	sar_phone_read(&plan, "901632960123", 12, &p);
	assert_int_equal(p.key, 901632960123); /* +90, as bare_cc says */
	sar_phone_read(&plan, "+441632960123", 13, &p);
	assert_int_equal(p.key, 441632960123);
	sar_phone_read(&plan, "999999999", 9, &p);
	assert_int_equal(p.key, 0);
}

static void
more_readings_than_there_is_room_for_are_not_one(void **state)
{
	static const struct sar_phone_plan plan = {
		.country = 44,
		.outside = '9',
		.outside_also = "9 9 9 9 9 9",
		.exit_code = "00",
	};
	struct dialled many = { .digits = "90048022000123", .n = 14 };
	struct readings all;
	struct sar_phone p;

	(void)state;
	sar_phone_readings(&plan, &many, "", 0, &all);
	assert_true(all.full);
	assert_int_equal(all.n, READINGS_MAX);
	sar_phone_read(&plan, many.digits, many.n, &p);
	assert_int_equal(p.kind, SAR_PHONE_AMBIGUOUS);
}

static void
people_do_not_write_as_their_recorder_does(void **state)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9',
		.area = "01632",
		.outside_also = "85",
		.exit_code = "011",
		.ext_min = 3,
		.ext_max = 5,
		.bare_national = true };
	const struct sar_phone_plan people = sar_phone_plan_people(&plan);
	static const char *const dialled[] = { "901632960123", "8501632960123",
		"011441632960123" };
	struct sar_phone p;
	size_t i;

	(void)state;
	assert_true(sar_phone_plan_valid(&people));
	for (i = 0; i < sizeof(dialled) / sizeof(dialled[0]); i++) {
		sar_phone_read(&plan, dialled[i], strlen(dialled[i]), &p);
		assert_true(p.certain && p.key == INT64_C(441632960123));
		sar_phone_read(&people, dialled[i], strlen(dialled[i]), &p);
		assert_int_equal(p.kind, SAR_PHONE_BAD);
	}
	sar_phone_read(&people, "1632960123", 10, &p);
	assert_true(p.kind == SAR_PHONE_E164 && !p.certain);
	sar_phone_read(&people, "960123", 6, &p);
	assert_true(p.kind == SAR_PHONE_E164 && !p.certain);
	sar_phone_read(&people, "12", 2, &p);
	assert_int_equal(p.kind, SAR_PHONE_BAD);
	sar_phone_read(&people, "12345", 5, &p);
	assert_int_equal(p.kind, SAR_PHONE_LOCAL);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_vector_is_read_as_it_says),
		cmocka_unit_test(
		    keys_are_the_digits_and_only_numbers_have_them),
		cmocka_unit_test(keys_of_extensions_tell_leading_zeros_apart),
		cmocka_unit_test(every_rule_has_its_word_and_all_fit),
		cmocka_unit_test(the_length_given_is_kept_to),
		cmocka_unit_test(a_plan_has_digits_where_digits_belong),
		cmocka_unit_test(an_invalid_plan_is_safe_to_read_with),
		cmocka_unit_test(
		    more_readings_than_there_is_room_for_are_not_one),
		cmocka_unit_test(people_do_not_write_as_their_recorder_does),
	};

	return cmocka_run_group_tests_name("phone", tests, NULL, NULL);
}
