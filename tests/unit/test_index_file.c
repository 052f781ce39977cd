/* The index as a file: who may write to it, and what is none. */
#include "index_make.h"

static void
a_second_writer_is_told_the_index_is_locked(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *one = make_index();
	struct sar_index *two = sar_index_open(make_path, true, &err);

	(void)state;
	assert_non_null(two);
	assert_int_equal(sar_index_begin(one, 0, &err), 0);
	assert_int_equal(sar_index_begin(two, 0, &err), -1);
	assert_int_equal(err.code, SAR_ELOCKED);
	sar_index_rollback(one);
	assert_int_equal(sar_index_begin(two, 0, &err), 0);
	sar_index_rollback(two);
	sar_index_close(one);
	sar_index_close(two);
}

static void
a_number_that_calls_come_in_on_is_told(void **state)
{
	struct sar_index *index = make_index();
	struct sar_index_party parties[2] = {
		{ .role = SAR_ROLE_CALLER, .raw = "" },
		{ .role = SAR_ROLE_ENTRY, .raw = "" },
	};
	struct sar_index_leg leg = { .system = "t",
		.ref = "r",
		.group = "",
		.start = MAKE_BASE,
		.end = MAKE_BASE + 1,
		.start_raw = "",
		.clock = SAR_INDEX_NO_TIME,
		.parties = parties,
		.n_parties = 2 };
	struct sar_index_source source = { .name = "x",
		.importer = "t/1",
		.zone = "Europe/London",
		.evidence = "operator",
		.grouped = "call",
		.imported = MAKE_BASE };
	struct sar_err err = SAR_ERR_INIT;
	enum sar_index_put how;
	bool is = true;
	int64_t id;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		parties[i].number.kind = SAR_PHONE_E164;
		parties[i].number.key = INT64_C(441632960000) + (int64_t)i;
		parties[i].number.certain = true;
	}
	assert_int_equal(sar_index_begin(index, 0, &err), 0);
	assert_int_equal(sar_index_add_source(index, &source, &id, &err), 0);
	assert_int_equal(sar_index_put_leg(index, id, &leg, &how, &err), 0);
	assert_int_equal(sar_index_end_source(index, id, &source, &err), 0);
	assert_int_equal(sar_index_commit(index, &err), 0);
	assert_int_equal(sar_index_is_entry(index, 441632960000, &is, &err), 0);
	assert_false(is);
	assert_int_equal(sar_index_is_entry(index, 441632960001, &is, &err), 0);
	assert_true(is);
	sar_index_close(index);
}

static void
what_is_no_index_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	FILE *f;

	(void)state;
	(void)unlink(make_path);
	assert_null(sar_index_open(make_path, false, &err));
	assert_int_equal(err.code, SAR_EMISSING);
	f = fopen(make_path, "w");
	assert_non_null(f);
	assert_true(fputs("not a database, but text long enough", f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_null(sar_index_open(make_path, false, &err));
	assert_true(err.code == SAR_EMISSING || err.code == SAR_ECORRUPT);
	assert_int_equal(sar_index_create(make_path, &err), -1);
	assert_int_equal(err.code, SAR_EREFUSED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_writer_is_told_the_index_is_locked),
		cmocka_unit_test(a_number_that_calls_come_in_on_is_told),
		cmocka_unit_test(what_is_no_index_is_refused),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
