/* A number that a record no longer has is in none of the index's files. */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "index_make.h"

#define LEGS 4000
#define OLD INT64_C(447700900000) /* + n: before the change */
#define NEW INT64_C(441632960000)

struct bytes {
	unsigned char *at;
	size_t len;
};

static struct bytes
read_whole(const char *tail)
{
	struct bytes bytes = { NULL, 0 };
	struct stat st;
	char name[80];
	int fd;

	(void)snprintf(name, sizeof(name), "%s%s", make_path, tail);
	if ((fd = open(name, O_RDONLY)) == -1)
		return bytes;
	assert_int_equal(fstat(fd, &st), 0);
	bytes.len = (size_t)st.st_size;
	bytes.at = malloc(bytes.len + 1);
	assert_non_null(bytes.at);
	assert_int_equal(read(fd, bytes.at, bytes.len), st.st_size);
	(void)close(fd);
	return bytes;
}

/* How often a number of OLD's hundred thousand is there: as it was written,
   or as SQLite stores its key, six bytes with the highest first. */
static size_t
traces(const char *tail)
{
	struct bytes bytes = read_whole(tail);
	size_t i, n = 0;
	int64_t key;
	int j;

	for (i = 0; i + 6 <= bytes.len; i++) {
		if (memcmp(bytes.at + i, "gone-0", 6) == 0)
			n++;
		for (key = 0, j = 0; j < 6; j++)
			key = key << 8 | bytes.at[i + (size_t)j];
		if (key >= OLD && key < OLD + 100000)
			n++;
	}
	free(bytes.at);
	return n;
}

static void
put(struct sar_index *index, int64_t source, int n, bool old)
{
	char raw[24], ref[24];
	struct sar_index_party party = { .raw = raw };
	struct sar_index_leg leg = { .system = "one",
		.ref = ref,
		.group = "",
		.start = MAKE_BASE + n,
		.end = MAKE_BASE + n + 1,
		.start_raw = "",
		.clock = SAR_INDEX_NO_TIME,
		.parties = &party,
		.n_parties = 1 };
	struct sar_err err = SAR_ERR_INIT;
	enum sar_index_put how;

	(void)snprintf(ref, sizeof(ref), "r%d", n);
	(void)snprintf(raw, sizeof(raw), "%s-0%d", old ? "gone" : "kept", n);
	party.number.kind = SAR_PHONE_E164;
	party.number.certain = true;
	party.number.key = (old ? OLD : NEW) + n;
	assert_int_equal(sar_index_put_leg(index, source, &leg, &how, &err), 0);
}

static void
load(struct sar_index *index, char tag, int step, bool old)
{
	struct sar_index_source source = { .name = "x",
		.importer = "t/1",
		.zone = "Europe/London",
		.evidence = "operator",
		.grouped = "call",
		.imported = MAKE_BASE };
	struct sar_err err = SAR_ERR_INIT;
	int64_t id;
	int n;

	source.sha256[0] = (uint8_t)tag;
	assert_int_equal(sar_index_begin(index, 0, &err), 0);
	assert_int_equal(sar_index_add_source(index, &source, &id, &err), 0);
	for (n = 0; n < LEGS; n += step)
		put(index, id, n, old);
	assert_int_equal(sar_index_end_source(index, id, &source, &err), 0);
	assert_int_equal(sar_index_commit(index, &err), 0);
}

static struct sar_index *
open_again(void)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = sar_index_open(make_path, true, &err);

	assert_non_null(index);
	return index;
}

static void
a_changed_number_is_gone_from_file_and_log(void **state)
{
	struct sar_index *index = make_index();

	(void)state;
	load(index, 'a', 1, true);
	sar_index_close(index);
	/* Or the test could not fail. */
	assert_true(traces("") >= 3 * LEGS);
	/* Few of them, so that pages are cut up; then the others. */
	index = open_again();
	load(index, 'b', 7, false);
	sar_index_close(index);
	assert_true(traces("") >= 3 * (LEGS - LEGS / 7 - 1));
	assert_true(traces("") <= 3 * (LEGS - LEGS / 7));
	index = open_again();
	load(index, 'c', 1, false);
	sar_index_close(index);
	assert_int_equal(traces(""), 0);
	assert_int_equal(traces("-wal"), 0);
	assert_int_equal(traces("-journal"), 0);
}

static void
a_log_that_a_reader_held_is_emptied_by_the_next_writer(void **state)
{
	struct sar_index *index = make_index();
	sqlite3 *reader = NULL;

	(void)state;
	load(index, 'a', 1, true);
	sar_index_close(index);
	assert_int_equal(sqlite3_open(make_path, &reader), SQLITE_OK);
	index = open_again();
	assert_int_equal(sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM leg",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	load(index, 'b', 1, false);
	sar_index_close(index);
	assert_true(traces("") > 0);
	assert_int_equal(sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL),
	    SQLITE_OK);
	/* The reader stays, and does not read: nothing is in the way. */
	index = open_again();
	sar_index_close(index);
	assert_int_equal(traces(""), 0);
	assert_int_equal(traces("-wal"), 0);
	assert_int_equal(sqlite3_close(reader), SQLITE_OK);
}

static void
a_load_that_is_done_over_leaves_nothing_of_the_first_try(void **state)
{
	struct sar_index_source source = { .name = "x",
		.importer = "t/1",
		.zone = "Europe/London",
		.evidence = "operator",
		.grouped = "call",
		.imported = MAKE_BASE };
	struct sar_index *index = make_index();
	struct sar_err err = SAR_ERR_INIT;
	bool again = false;
	int64_t id;
	int n, round;

	(void)state;
	assert_int_equal(sar_index_begin(index, 0, &err), 0);
	for (round = 0; round < 2; round++) {
		assert_int_equal(sar_index_add_source(index, &source, &id,
				     &err),
		    0);
		for (n = 0; n < LEGS; n++)
			put(index, id, n, true);
		for (n = 0; n < LEGS; n++)
			put(index, id, n, false);
		assert_int_equal(sar_index_end_source(index, id, &source, &err),
		    0);
		if (round > 0)
			break;
		assert_int_equal(sar_index_seal(index, &again, &err), 0);
		assert_true(again);
	}
	assert_int_equal(sar_index_commit(index, &err), 0);
	sar_index_close(index);
	assert_int_equal(traces(""), 0);
	assert_int_equal(traces("-wal"), 0);
	assert_int_equal(traces("-journal"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_changed_number_is_gone_from_file_and_log),
		cmocka_unit_test(
		    a_log_that_a_reader_held_is_emptied_by_the_next_writer),
		cmocka_unit_test(
		    a_load_that_is_done_over_leaves_nothing_of_the_first_try),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
