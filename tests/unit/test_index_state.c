/* What stands for the index as it is, in the log's record of a search. */
#include "index_make.h"

static const struct make_leg legs[] = {
	{ "r1", NULL, 0, 60, { 441632960001, 2001 }, { "a" }, NULL, 0, 0 },
	{ "r2", NULL, 600, 60, { 441632960002, 2001 }, { "b" }, NULL, 0, 0 },
};

static void
state_of(struct sar_index *index, uint8_t out[SAR_SHA256_LEN])
{
	struct sar_err err = SAR_ERR_INIT;

	if (sar_index_state(index, out, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
every_import_makes_it_another(void **state)
{
	struct sar_index *index = make_index();
	struct make_leg longer = legs[1];
	uint8_t seen[4][SAR_SHA256_LEN];
	size_t i, k;

	(void)state;
	state_of(index, seen[0]);
	make_load(index, 'a', &legs[0], 1);
	state_of(index, seen[1]);
	make_load(index, 'b', &legs[1], 1);
	state_of(index, seen[2]);
	/* The same leg, told in another way by another file. */
	longer.length++;
	make_load(index, 'c', &longer, 1);
	state_of(index, seen[3]);
	for (i = 0; i < 4; i++)
		for (k = 0; k < i; k++)
			assert_memory_not_equal(seen[i], seen[k],
			    SAR_SHA256_LEN);
	sar_index_close(index);
}

static void
nothing_but_an_import_does(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = make_index();
	uint8_t before[SAR_SHA256_LEN], after[SAR_SHA256_LEN];

	(void)state;
	make_load(index, 'a', legs, 2);
	state_of(index, before);
	sar_index_calls_free(make_search(index, 441632960001, 0, 3600));
	state_of(index, after);
	assert_memory_equal(before, after, SAR_SHA256_LEN);
	sar_index_close(index);
	index = sar_index_open(make_path, false, &err);
	assert_non_null(index);
	state_of(index, after);
	assert_memory_equal(before, after, SAR_SHA256_LEN);
	sar_index_close(index);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_import_makes_it_another),
		cmocka_unit_test(nothing_but_an_import_does),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
