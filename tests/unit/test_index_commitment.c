/* What stands for recordings, and what opens it: kept, erased, upgraded. */
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "index_make.h"

#include "base/sha256.h"
#include "index/commitment.h"
#include "index/verify.h"

#define SECRETS 40

static struct sar_index *
open_index(bool write)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = sar_index_open(make_path, write, &err);

	if (index == NULL)
		fail_msg("%s", err.msg);
	return index;
}

static void
begin(struct sar_index *index)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_index_begin(index, 0, &err), 0);
}

static void
commit(struct sar_index *index)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_index_commit(index, &err), 0);
}

/* Of recording ${n}: every byte of a secret tells of which. */
static struct sar_index_commitment
draw(int n)
{
	struct sar_index_commitment c = { .decoder = "sar-export/1 pcm16",
		.block = 800,
		.channels = 2 };

	memset(c.file_salt, 'A', sizeof(c.file_salt));
	memset(c.seeds, 'B', 2 * sizeof(c.seeds[0]));
	memset(c.roots, 'C', 2 * sizeof(c.roots[0]));
	(void)snprintf((char *)c.file_salt, sizeof(c.file_salt),
	    "salt-%06d-of-a-file", n);
	(void)snprintf((char *)c.seeds[0], sizeof(c.seeds[0]),
	    "seed-%06d-of-channel-0", n);
	(void)snprintf((char *)c.seeds[1], sizeof(c.seeds[1]),
	    "seed-%06d-of-channel-1", n);
	return c;
}

static int64_t
put(struct sar_index *index, int n)
{
	struct sar_index_commitment c = draw(n);
	struct sar_err err = SAR_ERR_INIT;
	char name[24];
	int64_t id;

	(void)snprintf(name, sizeof(name), "f%d", n);
	id = make_recording(index, name);
	assert_int_equal(sar_index_put_commitment(index, id, &c, &err), 0);
	return id;
}

/* How often ${text} is in the file with that ${tail}. */
static size_t
traces(const char *tail, const char *text)
{
	size_t len = strlen(text), i, n = 0;
	struct stat st;
	char name[80], *all;
	int fd;

	(void)snprintf(name, sizeof(name), "%s%s", make_path, tail);
	if ((fd = open(name, O_RDONLY)) == -1)
		return 0;
	assert_int_equal(fstat(fd, &st), 0);
	all = malloc((size_t)st.st_size + 1);
	assert_non_null(all);
	assert_int_equal(read(fd, all, (size_t)st.st_size), st.st_size);
	for (i = 0; i + len <= (size_t)st.st_size; i++)
		n += memcmp(all + i, text, len) == 0;
	free(all);
	(void)close(fd);
	return n;
}

static size_t
traces_of(int n)
{
	static const char *const tails[] = { "", "-wal", "-journal" };
	char text[2][24];
	size_t i, found = 0;

	(void)snprintf(text[0], sizeof(text[0]), "seed-%06d", n);
	(void)snprintf(text[1], sizeof(text[1]), "salt-%06d", n);
	for (i = 0; i < 6; i++)
		found += traces(tails[i / 2], text[i % 2]);
	return found;
}

static uint64_t
faults(struct sar_index *index, uint64_t commitments)
{
	struct sar_index_verifying how = { 0 };
	struct sar_index_verdict verdict;
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_index_verify(index, &how, &verdict, &err), 0);
	assert_int_equal(verdict.commitments, commitments);
	return verdict.faults;
}

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

/* The leaves of a batch, one after another. */
static int
take_leaf(void *ctx, uint64_t nr, const uint8_t leaf[SAR_SHA256_LEN],
    struct sar_err *err)
{
	uint8_t(*out)[SAR_SHA256_LEN] = ctx;

	(void)err;
	assert_true(nr < 8);
	memcpy(out[nr], leaf, SAR_SHA256_LEN);
	return 0;
}

static void
leaf_of(const char *line, uint8_t out[SAR_SHA256_LEN])
{
	struct sar_err err = SAR_ERR_INIT;
	char text[64];
	int len = snprintf(text, sizeof(text), "%c%s", 0, line);

	assert_int_equal(sar_sha256_text(text, (size_t)len, out, &err), 0);
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

/* As the index's own code writes pages: with their sums. */
static void
run_sql(const char *sql)
{
	sqlite3 *db = NULL;
	char *why = NULL;

	assert_int_equal(sqlite3_open_v2(make_path, &db, SQLITE_OPEN_READWRITE,
			     "sar-index"),
	    SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
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

/* As release 0.1.0 left it. */
static const char to_version_2[] =
    "DROP INDEX registration_by_batch;"
    "DROP TABLE commitment;"
    "ALTER TABLE registration RENAME TO now;"
    "CREATE TABLE registration (\n"
    "  recording INTEGER NOT NULL REFERENCES recording,\n"
    "  seq INTEGER NOT NULL,\n"
    "  line TEXT NOT NULL,\n"
    "  PRIMARY KEY (recording, seq)\n"
    ") STRICT, WITHOUT ROWID;"
    "INSERT INTO registration SELECT recording, seq, line FROM now;"
    "DROP TABLE now; PRAGMA user_version = 2; PRAGMA wal_checkpoint(TRUNCATE)";

/* ${n} recordings, registered by three records by turns. */
static void
make_version_2(int n)
{
	struct sar_index *index = make_index();
	struct sar_err err = SAR_ERR_INIT;
	char line[24];
	int64_t id;
	int i;

	begin(index);
	for (i = 0; i < n; i++) {
		(void)snprintf(line, sizeof(line), "f%d", i);
		id = make_recording(index, line);
		(void)snprintf(line, sizeof(line), "{\"n\":%d}", i);
		assert_int_equal(sar_index_registered(index, id,
				     (uint64_t)(2 + i % 3), (uint64_t)(i / 3),
				     line, &err),
		    0);
	}
	commit(index);
	sar_index_close(index);
	run_sql(to_version_2);
}

static void
an_old_index_is_read_as_it_is_without_commitments(void **state)
{
	struct sar_index_commitment got;
	struct sar_index_registration at;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_stat stat;
	struct sar_index *index;
	bool there = true;
	uint64_t n;

	(void)state;
	make_version_2(6);
	for (n = 0; n < 2; n++) {
		index = open_index(false);
		assert_int_equal(sar_index_get_commitment(index, 1, &there,
				     &got, &err),
		    0);
		assert_false(there);
		assert_int_equal(sar_index_registration(index, 1, &there, &at,
				     &err),
		    0);
		assert_false(there);
		assert_int_equal(sar_index_stat(index, &stat, &err), 0);
		assert_int_equal(stat.registered, 6);
		assert_int_equal(stat.committed, 0);
		assert_int_equal(faults(index, 0), 0);
		sar_index_close(index);
	}
}

/* Is it whole, of whichever version; and what it says of line ${i}. */
static void
check_line(struct sar_index *index, int i)
{
	uint8_t got[8][SAR_SHA256_LEN], want[SAR_SHA256_LEN];
	struct sar_index_registration at;
	struct sar_err err = SAR_ERR_INIT;
	bool there = false;
	char line[24];

	assert_int_equal(sar_index_registration(index, i + 1, &there, &at,
			     &err),
	    0);
	assert_true(there);
	assert_int_equal(at.seq, 2 + i % 3);
	assert_int_equal(at.nr, i / 3);
	(void)snprintf(line, sizeof(line), "{\"n\":%d}", i);
	assert_string_equal(at.line, line);
	free(at.line);
	if (i >= 24)
		return;
	assert_int_equal(sar_index_batch(index, (uint64_t)(2 + i % 3),
			     take_leaf, got, &err),
	    0);
	leaf_of(line, want);
	assert_memory_equal(got[i / 3], want, sizeof(want));
}

static void
an_old_index_is_made_anew_when_it_is_written_to(void **state)
{
	struct sar_index *index;
	int i;

	(void)state;
	make_version_2(24);
	index = open_index(true);
	for (i = 0; i < 24; i++)
		check_line(index, i);
	assert_int_equal(faults(index, 0), 0);
	begin(index);
	(void)put(index, 3);
	commit(index);
	sar_index_close(index);
	index = open_index(false);
	assert_int_equal(faults(index, 1), 0);
	sar_index_close(index);
}

static void
two_that_write_to_an_old_index_make_it_anew_once(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *one, *two;
	sqlite3 *other = NULL;

	(void)state;
	make_version_2(24);
	assert_int_equal(sqlite3_open_v2(make_path, &other,
			     SQLITE_OPEN_READWRITE, "sar-index"),
	    SQLITE_OK);
	assert_int_equal(sqlite3_exec(other,
			     "BEGIN IMMEDIATE; UPDATE system SET name = name",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	/* Somebody of before is still writing to it. */
	assert_null(sar_index_open(make_path, true, &err));
	assert_int_equal(err.code, SAR_ELOCKED);
	assert_int_equal(sqlite3_exec(other, "COMMIT", NULL, NULL, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	one = open_index(true);
	two = open_index(true);
	check_line(two, 23);
	assert_int_equal(faults(one, 0), 0);
	sar_index_close(two);
	sar_index_close(one);
}

#define MANY 3000

static void
a_run_killed_while_it_makes_it_anew_leaves_one_or_the_other(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index;
	int round, status;
	pid_t pid;

	(void)state;
	make_version_2(MANY);
	for (round = 1; round <= 60; round++) {
		if ((pid = fork()) == 0) {
			_exit(sar_index_open(make_path, true, &err) == NULL);
		}
		assert_true(pid > 0);
		(void)usleep((unsigned)round * 700);
		(void)kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		index = open_index(false);
		assert_int_equal(faults(index, 0), 0);
		sar_index_close(index);
		if (WIFEXITED(status))
			break;
	}
	print_message("killed %d times\n", round - 1);
	index = open_index(true);
	check_line(index, MANY - 1);
	check_line(index, 0 + 24);
	assert_int_equal(faults(index, 0), 0);
	sar_index_close(index);
}

static void
an_old_index_whose_tables_are_others_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	make_version_2(3);
	run_sql("CREATE TABLE commitment (x)");
	assert_null(sar_index_open(make_path, true, &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
	/* And one of now that is called old. */
	sar_index_close(make_index());
	run_sql("PRAGMA user_version = 2");
	err = (struct sar_err)SAR_ERR_INIT;
	assert_null(sar_index_open(make_path, false, &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
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
		cmocka_unit_test(
		    an_old_index_is_read_as_it_is_without_commitments),
		cmocka_unit_test(
		    an_old_index_is_made_anew_when_it_is_written_to),
		cmocka_unit_test(
		    two_that_write_to_an_old_index_make_it_anew_once),
		cmocka_unit_test(
		    a_run_killed_while_it_makes_it_anew_leaves_one_or_the_other),
		cmocka_unit_test(
		    an_old_index_whose_tables_are_others_is_refused),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
