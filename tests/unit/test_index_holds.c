/* Holds, claims of a purge, and what is left of what it deleted. */
#include "index/each.h"
#include "index/expiry.h"
#include "index/hold.h"
#include "index/purge.h"
#include "index_commitments.h"

/* Two files, a copy of the first, and one of another content. */
static struct sar_index *
make_files(int64_t ids[3])
{
	struct sar_index *index = make_index();

	begin(index);
	ids[0] = make_recording(index, "a");
	ids[1] = make_recording(index, "b=a");
	ids[2] = make_recording(index, "c");
	return index;
}

static int
keep_rec(void *ctx, const struct sar_index_recording *rec, struct sar_err *err)
{
	struct sar_index_recording *out = ctx;

	(void)err;
	*out = *rec;
	out->path = strdup(rec->path);
	out->codec = strdup(rec->codec);
	out->finding = strdup(rec->finding);
	return 0;
}

/* The row ${id}; its text is the test's, and small. */
static struct sar_index_recording
row_of(struct sar_index *index, int64_t id)
{
	struct sar_index_recording rec;
	struct sar_err err = SAR_ERR_INIT;
	bool there = false;

	assert_int_equal(sar_index_recording_of(index, id, &there, keep_rec,
			     &rec, &err),
	    0);
	assert_true(there);
	return rec;
}

static void
free_row(struct sar_index_recording *rec)
{
	free((char *)(uintptr_t)rec->path);
	free((char *)(uintptr_t)rec->codec);
	free((char *)(uintptr_t)rec->finding);
}

static bool
is_held(struct sar_index *index, int64_t id)
{
	struct sar_index_recording rec = row_of(index, id);
	struct sar_err err = SAR_ERR_INIT;
	bool held = false;

	assert_int_equal(sar_index_held(index, &rec, &held, &err), 0);
	free_row(&rec);
	return held;
}

static int64_t
hold(struct sar_index *index, const char *name, int64_t id)
{
	struct sar_index_hold of = { .ref = "",
		.name = name,
		.owner = "u1",
		.reason = "test",
		.placed = 20000,
		.review = 20100 };
	struct sar_index_held held = { .recording = id, .expires = 20050 };
	struct sar_err err = SAR_ERR_INIT;
	int64_t hold;
	uint64_t n;
	bool added = false;

	assert_int_equal(sar_index_hold_put(index, &of, &hold, &err), 0);
	assert_int_equal(sar_index_hold_add(index, hold, &held, &added, &err),
	    0);
	assert_true(added);
	assert_int_equal(sar_index_hold_add(index, hold, &held, &added, &err),
	    0);
	assert_false(added);
	assert_int_equal(sar_index_hold_count(index, hold, &n, &err), 0);
	assert_int_equal(n, 1);
	return hold;
}

static bool
claim(struct sar_index *index, int64_t run, int64_t id)
{
	struct sar_index_recording rec = row_of(index, id);
	struct sar_err err = SAR_ERR_INIT;
	bool claimed = false;

	assert_int_equal(sar_index_purge_claim(index, run, &rec, 3, &claimed,
			     &err),
	    0);
	free_row(&rec);
	return claimed;
}

static int64_t
begin_run(struct sar_index *index)
{
	struct sar_index_purge_run run = { .day = 20060, .by = "cron" };
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_index_purge_begin(index, &run, &err), 0);
	return run.id;
}

static void
a_hold_is_of_what_it_names_and_of_its_copies(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index;
	int64_t ids[3], id;

	(void)state;
	index = make_files(ids);
	id = hold(index, "h", ids[0]);
	assert_true(is_held(index, ids[0]));
	assert_true(is_held(index, ids[1]));
	assert_false(is_held(index, ids[2]));
	assert_int_equal(sar_index_hold_drop(index, id, &err), 0);
	assert_false(is_held(index, ids[0]));
	commit(index);
	assert_int_equal(faults(index, 0), 0);
	sar_index_close(index);
}

static void
what_is_held_is_not_claimed_and_what_is_claimed_is_so_once(void **state)
{
	struct sar_index *index;
	int64_t ids[3], run;

	(void)state;
	index = make_files(ids);
	(void)hold(index, "h", ids[0]);
	run = begin_run(index);
	assert_false(claim(index, run, ids[0]));
	assert_false(claim(index, run, ids[1]));
	assert_true(claim(index, run, ids[2]));
	assert_false(claim(index, run, ids[2]));
	commit(index);
	sar_index_close(index);
}

static void
what_changed_since_it_was_read_is_not_claimed(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_recording rec;
	struct sar_index *index;
	int64_t ids[3], run;
	bool claimed = true;

	(void)state;
	index = make_files(ids);
	run = begin_run(index);
	rec = row_of(index, ids[2]);
	rec.frames++;
	assert_int_equal(sar_index_purge_claim(index, run, &rec, 0, &claimed,
			     &err),
	    0);
	assert_false(claimed);
	rec.frames--;
	rec.sha256[0] ^= 1;
	claimed = true;
	assert_int_equal(sar_index_purge_claim(index, run, &rec, 0, &claimed,
			     &err),
	    0);
	assert_false(claimed);
	free_row(&rec);
	commit(index);
	sar_index_close(index);
}

static void
of_what_was_erased_nothing_comes_back(void **state)
{
	struct sar_index_recording rec = { .path = "c.wav",
		.codec = "pcm16",
		.finding = "",
		.bytes = 44,
		.sha256 = { 1 } };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_purge purge;
	struct sar_index *index;
	int64_t ids[3], run, id = 0;

	(void)state;
	index = make_files(ids);
	run = begin_run(index);
	assert_true(claim(index, run, ids[2]));
	assert_int_equal(sar_index_purge_deleted(index, ids[2], &err), 0);
	/* Deleted: no hold can have it taken back. */
	assert_int_equal(sar_index_purge_unclaim(index, ids[2], &err), 0);
	assert_int_equal(sar_index_purge_erase(index, ids[2], &err), 0);
	assert_int_equal(sar_index_purge_logged(index, run, 17, &err), 0);
	commit(index);
	begin(index);
	assert_int_equal(sar_index_put_recording(index, &rec, &id, &err), 0);
	assert_int_equal(id, ids[2]);
	commit(index);
	assert_int_equal(sar_index_find_recording(index, "c.wav", &id, &rec,
			     &err),
	    0);
	assert_int_equal(id, ids[2]);
	assert_int_equal(rec.state, SAR_RECORDING_MISSING);
	assert_true(sar_index_recording_found(&rec, SAR_INDEX_PURGED));
	assert_int_equal(sar_index_purge_of(index, id, &purge, &err), 0);
	assert_int_equal(purge.state, SAR_INDEX_PURGE_ERASED);
	assert_int_equal(purge.record, 17);
	assert_int_equal(faults(index, 0), 0);
	sar_index_close(index);
}

/* The latest of ${recording} in seconds after MAKE_BASE. */
static int64_t
latest_of(struct sar_index *index, int64_t recording)
{
	struct sar_err err = SAR_ERR_INIT;
	int64_t latest = 0;
	bool dated = false;

	assert_int_equal(sar_index_expiry_of(index, recording, &dated, &latest,
			     &err),
	    0);
	assert_true(dated);
	return latest - MAKE_BASE;
}

static void
the_latest_leg_of_the_call_counts_with_what_is_uncertain(void **state)
{
	static const struct make_leg legs[] = {
		{ "r1", "g", 0, 60, { 447700900001, -1 }, { "a" }, NULL, 0, 0 },
		/* Of the same call, later, and without a recording. */
		{ "r2", "g", 500, 60, { 447700900001, -2 }, { NULL }, NULL, 30,
		    0 },
		/* The same id, on another day: another call. */
		{ "r3", "g", 90000, 60, { 447700900001, -2 }, { NULL }, NULL, 0,
		    0 },
		{ "r4", NULL, 100, 60, { 447700900002, -1 }, { "b" }, NULL, 0,
		    7200 },
		{ "r5", NULL, 9000, 60, { 447700900003, -1 }, { "b" }, NULL, 5,
		    0 },
	};
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_expiry expiry = { .dated = true };
	struct sar_index *index;

	(void)state;
	index = make_index();
	make_load(index, 1, legs, sizeof(legs) / sizeof(legs[0]));
	assert_int_equal(latest_of(index, 1), 530);
	assert_int_equal(latest_of(index, 2), 9005);
	expiry.recording.id = 1;
	expiry.latest = MAKE_BASE + 530;
	assert_int_equal(sar_index_expiry_check(index, &expiry, &err), 0);
	expiry.latest--;
	assert_int_equal(sar_index_expiry_check(index, &expiry, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	sar_index_close(index);
}

/* As a purge does that looks for a hold, and then deletes. */
static void
who_has_looked_for_a_hold_may_write_after_others(void **state)
{
	static const struct make_leg leg = { "r1", NULL, 0, 60,
		{ 441632960001 }, { "a" }, NULL, 0, 0 };
	struct sar_index *one = make_index(), *two;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_hold of;
	bool there = false;

	(void)state;
	make_load(one, 'a', &leg, 1);
	begin(one);
	(void)hold(one, "h", 1);
	commit(one);
	assert_int_equal(sar_index_hold_get(one, "", "h", &there, &of, &err),
	    0);
	assert_true(there);
	two = sar_index_open(make_path, true, &err);
	assert_non_null(two);
	begin(two);
	(void)hold(two, "i", 1);
	commit(two);
	sar_index_close(two);
	begin(one);
	assert_string_equal(of.name, "h");
	assert_string_equal(of.owner, "u1");
	assert_string_equal(of.reason, "test");
	commit(one);
	sar_index_close(one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hold_is_of_what_it_names_and_of_its_copies),
		cmocka_unit_test(
		    what_is_held_is_not_claimed_and_what_is_claimed_is_so_once),
		cmocka_unit_test(what_changed_since_it_was_read_is_not_claimed),
		cmocka_unit_test(of_what_was_erased_nothing_comes_back),
		cmocka_unit_test(
		    the_latest_leg_of_the_call_counts_with_what_is_uncertain),
		cmocka_unit_test(
		    who_has_looked_for_a_hold_may_write_after_others),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
