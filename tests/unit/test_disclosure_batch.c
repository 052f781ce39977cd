/* Many records at once, and where they go. */
#include "disclosure_home.h"

#include "disclosure/place.h"

static bool
is_there(const struct world *w, const char *name)
{
	char path[PATH_LEN];

	path_in(path, w->log, name);
	return sar_file_exists(path);
}

static void
a_batch_has_one_checkpoint_and_numbers_in_order(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct told told;
	struct home home;
	struct sar_log *log;
	uint64_t first;
	size_t i;

	make_home(w, &home);
	add(&home, "A");
	assert_int_equal(add_nils(&home, "B", 100, &first, &err), 0);
	assert_int_equal(first, 2);
	log = open_told(w, w->log, &told);
	assert_int_equal(sar_log_size(log), 102);
	assert_int_equal(sar_log_checkpoints(log), 3);
	for (i = 2; i < 102; i++)
		assert_true(sar_record_is(told.all[i], "case", "B"));
	drop_told(&told);
	sar_log_free(log);
}

static void
a_batch_with_one_bad_record_adds_none(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_log_entry entries[3] = { { "nil-return", NULL },
		{ "nil-return", NULL }, { "nil-return", NULL } };
	json_t *good = nil_members("A"), *bad = json_pack("{ss}", "by", "u1");
	struct home home;
	uint64_t first;

	make_home(w, &home);
	entries[0].members = entries[1].members = good;
	entries[2].members = bad;
	assert_int_equal(sar_log_append_all(&home.writer, entries, 3, &first,
			     &err),
	    -1);
	entries[2].type = "genesis";
	assert_int_equal(sar_log_append_all(&home.writer, entries, 3, &first,
			     &err),
	    -1);
	assert_int_equal(sar_log_append_all(&home.writer, entries, 0, &first,
			     &err),
	    -1);
	assert_int_equal(size_of_log(&home), 1);
	assert_int_equal(add(&home, "A"), 1);
	json_decref(good);
	json_decref(bad);
}

static void
a_new_month_begins_a_segment(void **state)
{
	const struct world *w = *state;
	struct home home;

	make_home(w, &home);
	add(&home, "A");
	home.writer.now = 1769903999; /* 2026-01-31T23:59:59Z */
	add(&home, "B");
	assert_false(is_there(w, "entries-0001-000000000003.jsonl"));
	home.writer.now += 1;
	add(&home, "C");
	assert_true(is_there(w, "entries-0001-000000000003.jsonl"));
	/* A clock that was put back begins none. */
	home.writer.now -= 1;
	add(&home, "D");
	home.writer.now = 1801439999; /* 2027-01-31T23:59:59Z */
	add(&home, "E");
	assert_true(is_there(w, "entries-0002-000000000005.jsonl"));
	assert_int_equal(size_of_log(&home), 6);
}

struct heard {
	char text[512];
	size_t n;
};

static void
hear(void *ctx, const char *note, size_t len)
{
	struct heard *heard = ctx;

	heard->n++;
	(void)snprintf(heard->text, sizeof(heard->text), "%.*s", (int)len,
	    note);
}

static void
each_commit_is_told_of_once_it_is_durable(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct heard heard = { "", 0 };
	struct sar_log *log;
	struct home home;
	char path[PATH_LEN];
	uint64_t first;
	int fd;

	make_home(w, &home);
	home.writer.committed = hear;
	home.writer.ctx = &heard;
	assert_int_equal(add_nils(&home, "A", 5, &first, &err), 0);
	assert_int_equal(heard.n, 1);
	log = open_ok(w, w->log);
	assert_string_equal(heard.text, sar_log_checkpoint(log));
	sar_log_free(log);
	/* A recovery is a commit of its own; a torn note begins with an LF. */
	path_in(path, w->log, "checkpoints");
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	assert_int_equal(write(fd, "sar-export", 10), 10);
	(void)close(fd);
	add(&home, "B");
	assert_int_equal(heard.n, 3);
	log = open_ok(w, w->log);
	assert_string_equal(heard.text, sar_log_checkpoint(log));
	sar_log_free(log);
	/* Nothing is told of what is not signed. */
	home.writer.lock_wait = 0;
	fd = sar_file_lock(w->lock, 0, &err);
	assert_int_equal(add_nils(&home, "C", 1, &first, &err), -1);
	(void)close(fd);
	assert_int_equal(heard.n, 3);
}

static int64_t
an_hour_later(void)
{
	return NOW + 3600;
}

static int64_t
an_hour_before(void)
{
	return NOW - 3600;
}

/* What waits for the lock, or builds for an hour, is not backdated by it. */
static void
a_record_says_when_it_was_written(void **state)
{
	const struct world *w = *state;
	struct told told;
	struct home home;

	make_home(w, &home);
	home.writer.clock = an_hour_later;
	add(&home, "A");
	home.writer.clock = an_hour_before;
	add(&home, "B");
	sar_log_free(open_told(w, w->log, &told));
	assert_int_equal(told.all[1]->t, NOW + 3600);
	assert_int_equal(told.all[2]->t, NOW);
	drop_told(&told);
}

static void
file_systems_that_are_not_local_are_known(void **state)
{
	(void)state;
	assert_true(sar_place_network(0x6969));      /* NFS */
	assert_true(sar_place_network(0xFF534D42));  /* CIFS */
	assert_true(sar_place_network(0xFE534D42));  /* SMB2 */
	assert_true(sar_place_network(0x65735546));  /* FUSE */
	assert_false(sar_place_network(0xEF53));     /* ext4 */
	assert_false(sar_place_network(0x58465342)); /* XFS */
	assert_false(sar_place_network(0x9123683E)); /* Btrfs */
	assert_false(sar_place_network(0x2FC12FC1)); /* ZFS */
	assert_false(sar_place_network(0x01021994)); /* tmpfs */
}

/* The room an intent keeps is there in the segment a recovery begins too. */
static void
a_recovery_keeps_room_in_its_segment(void **state)
{
	const struct world *w = *state;
	struct home home;
	char path[PATH_LEN];
	struct stat st;
	int fd;

	make_home(w, &home);
	path_in(path, w->log, SEGMENT);
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (fallocate(fd, FALLOC_FL_KEEP_SIZE, 0, 1) == -1) {
		(void)close(fd);
		printf("# skip a_recovery_keeps_room_in_its_segment: this "
		       "file system cannot\n");
		skip();
	}
	assert_int_equal(write(fd, "{\"", 2), 2);
	(void)close(fd);
	add(&home, "A");
	path_in(path, w->log, "entries-0001-000000000001.jsonl");
	assert_int_equal(stat(path, &st), 0);
	assert_true(st.st_blocks * 512 >= 65536);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(a_batch_has_one_checkpoint_and_numbers_in_order),
		IN_WORLD(a_batch_with_one_bad_record_adds_none),
		IN_WORLD(a_new_month_begins_a_segment),
		IN_WORLD(each_commit_is_told_of_once_it_is_durable),
		IN_WORLD(a_record_says_when_it_was_written),
		IN_WORLD(file_systems_that_are_not_local_are_known),
		IN_WORLD(a_recovery_keeps_room_in_its_segment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
