/* What stands for recordings, and what opens it: kept, erased, upgraded. */
#include "index_commitments.h"

#define SECRETS 40

static void
a_commitment_is_read_back_as_it_was_put(void **state)
{
	struct sar_index *index = make_index();
	struct sar_index_commitment want = draw(1), got;
	struct sar_err err = SAR_ERR_INIT;
	bool there = true;
	int64_t id, bare;

	(void)state;
	begin(index);
	id = put(index, 1);
	bare = make_recording(index, "bare");
	commit(index);
	assert_int_equal(sar_index_get_commitment(index, bare, &there, &got,
			     &err),
	    0);
	assert_false(there);
	assert_int_equal(sar_index_get_commitment(index, id, &there, &got,
			     &err),
	    0);
	assert_true(there);
	assert_memory_equal(&got, &want, sizeof(want));
	assert_int_equal(faults(index, 1), 0);
	sar_index_close(index);
}

static void
a_commitment_to_the_file_alone_has_no_channels(void **state)
{
	struct sar_index *index = make_index();
	struct sar_index_commitment c = { .file_salt = { 7 } }, got;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_stat stat;
	bool there = false;
	int64_t id;

	(void)state;
	begin(index);
	id = make_recording(index, "a");
	assert_int_equal(sar_index_put_commitment(index, id, &c, &err), 0);
	commit(index);
	assert_int_equal(sar_index_get_commitment(index, id, &there, &got,
			     &err),
	    0);
	assert_true(there && got.channels == 0 && !got.forgotten);
	assert_memory_equal(got.file_salt, c.file_salt, sizeof(c.file_salt));
	assert_int_equal(sar_index_stat(index, &stat, &err), 0);
	assert_int_equal(stat.committed, 0);
	sar_index_close(index);
}

static void
what_is_forgotten_is_in_no_file_at_once(void **state)
{
	struct sar_index *index = make_index();
	struct sar_index_commitment got;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_stat stat;
	int64_t id[SECRETS];
	bool there = false;
	int n;

	(void)state;
	begin(index);
	for (n = 0; n < SECRETS; n++)
		id[n] = put(index, n);
	commit(index);
	/* Or the test could not fail. */
	for (n = 0; n < SECRETS; n++)
		assert_true(traces_of(n) >= 3);
	begin(index);
	for (n = 0; n < SECRETS; n += 2)
		assert_int_equal(sar_index_forget_commitment(index, id[n],
				     &err),
		    0);
	commit(index);
	/* The index is still open. */
	for (n = 0; n < SECRETS; n++)
		assert_true((traces_of(n) > 0) == (n % 2 == 1));
	assert_int_equal(sar_index_get_commitment(index, id[0], &there, &got,
			     &err),
	    0);
	assert_true(there && got.forgotten && got.channels == 2);
	assert_int_equal(got.roots[1][31], 'C');
	assert_int_equal(got.seeds[0][0], 0);
	assert_int_equal(sar_index_stat(index, &stat, &err), 0);
	assert_int_equal(stat.committed, SECRETS / 2);
	assert_int_equal(stat.commits_forgotten, SECRETS / 2);
	assert_int_equal(faults(index, SECRETS), 0);
	sar_index_close(index);
}

static void
a_commitment_put_in_anothers_place_leaves_nothing_of_it(void **state)
{
	struct sar_index *index = make_index();
	struct sar_index_commitment other = draw(2);
	struct sar_err err = SAR_ERR_INIT;
	int64_t id;

	(void)state;
	begin(index);
	id = put(index, 1);
	commit(index);
	begin(index);
	assert_int_equal(sar_index_put_commitment(index, id, &other, &err), 0);
	commit(index);
	assert_int_equal(traces_of(1), 0);
	assert_true(traces_of(2) >= 3);
	sar_index_close(index);
}

static void
another_file_or_another_reading_of_it_has_lost_the_commitment(void **state)
{
	struct sar_index_recording rec = { .path = "f1.wav",
		.codec = "pcm16",
		.finding = "",
		.bytes = 44,
		.frames = 8000,
		.rate = 8000,
		.channels = 1 };
	struct sar_index_commitment got;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index;
	bool there = false;
	int64_t id;
	int round;

	(void)state;
	for (round = 0; round < 2; round++) {
		index = make_index();
		begin(index);
		id = put(index, 1);
		assert_int_equal(sar_index_registered(index, id, 4, 0, "{}",
				     &err),
		    0);
		commit(index);
		rec.frames = round == 0 ? 8000 : 4000;
		(void)snprintf((char *)rec.sha256, sizeof(rec.sha256), "%s",
		    round == 0 ? "another" : "f1");
		begin(index);
		assert_int_equal(sar_index_put_recording(index, &rec, &id,
				     &err),
		    0);
		commit(index);
		assert_int_equal(sar_index_get_commitment(index, id, &there,
				     &got, &err),
		    0);
		assert_false(there);
		assert_int_equal(traces_of(1), 0);
		sar_index_close(index);
	}
}

static void
lines_are_found_by_batch_and_by_recording(void **state)
{
	static const char *const lines[] = { "{\"a\":1}", "{\"a\":2}",
		"{\"a\":3}" };
	uint8_t got[8][SAR_SHA256_LEN], want[SAR_SHA256_LEN];
	struct sar_index_registration at;
	struct sar_index *index = make_index();
	struct sar_err err = SAR_ERR_INIT;
	bool there = false;
	int64_t id[3];
	uint64_t i;
	char *line;

	(void)state;
	begin(index);
	for (i = 0; i < 3; i++) {
		id[i] = put(index, (int)i);
		assert_int_equal(sar_index_registered(index, id[i], 7, i,
				     lines[i], &err),
		    0);
	}
	assert_int_equal(sar_index_registered(index, id[1], 9, 0, "{\"b\":1}",
			     &err),
	    0);
	commit(index);
	assert_int_equal(sar_index_batch(index, 7, take_leaf, got, &err), 0);
	for (i = 0; i < 3; i++) {
		leaf_of(lines[i], want);
		assert_memory_equal(got[i], want, sizeof(want));
	}
	assert_int_equal(sar_index_registration(index, id[1], &there, &at,
			     &err),
	    0);
	assert_true(there && at.seq == 9 && at.nr == 0);
	assert_string_equal(at.line, "{\"b\":1}");
	free(at.line);
	/* The leaf stays when the line goes. */
	begin(index);
	assert_int_equal(sar_index_forget_lines(index, id[2], &err), 0);
	commit(index);
	assert_int_equal(traces("", lines[2]), 0);
	assert_int_equal(sar_index_batch(index, 7, take_leaf, got, &err), 0);
	leaf_of(lines[2], want);
	assert_memory_equal(got[2], want, sizeof(want));
	assert_int_equal(sar_index_registered_before(index, id[2], &line, &err),
	    0);
	assert_null(line);
	assert_int_equal(faults(index, 3), 0);
	sar_index_close(index);
}

/* Rows changed behind our back; the digests stay. */
static void
what_was_changed_in_the_rows_is_told(void **state)
{
	static const char *const changes[] = {
		"UPDATE commitment SET block = 801",
		"UPDATE commitment SET decoder = 'sar-export/2 pcm16'",
		"UPDATE commitment SET seeds = randomblob(64)",
		"UPDATE commitment SET roots = randomblob(64)",
		"UPDATE commitment SET file_salt = randomblob(32)",
		"UPDATE commitment SET seeds = NULL, file_salt = NULL",
		"UPDATE registration SET line = '{}'",
		"UPDATE registration SET leaf = randomblob(32)",
		"UPDATE registration SET nr = 1",
	};
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index;
	int64_t id;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		index = make_index();
		begin(index);
		id = put(index, 1);
		assert_int_equal(sar_index_registered(index, id, 4, 0, "{1}",
				     &err),
		    0);
		commit(index);
		assert_int_equal(faults(index, 1), 0);
		sar_index_close(index);
		run_sql(changes[i]);
		index = open_index(false);
		assert_int_equal(faults(index, 1), 1);
		sar_index_close(index);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_commitment_is_read_back_as_it_was_put),
		cmocka_unit_test(
		    a_commitment_to_the_file_alone_has_no_channels),
		cmocka_unit_test(what_is_forgotten_is_in_no_file_at_once),
		cmocka_unit_test(
		    a_commitment_put_in_anothers_place_leaves_nothing_of_it),
		cmocka_unit_test(
		    another_file_or_another_reading_of_it_has_lost_the_commitment),
		cmocka_unit_test(lines_are_found_by_batch_and_by_recording),
		cmocka_unit_test(what_was_changed_in_the_rows_is_told),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
