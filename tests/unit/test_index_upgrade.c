/* An index of the version before, read, and made anew by who writes to it. */
#include <signal.h>
#include <sys/wait.h>

#include "index/hold.h"
#include "index/purge.h"
#include "index_commitments.h"

#define NO_HOLDS                                               \
	"DROP TABLE held; DROP TABLE hold; DROP TABLE purge; " \
	"DROP TABLE purge_run; "

/* Before there were holds. */
static const char to_version_3[] = NO_HOLDS
    "PRAGMA user_version = 3; PRAGMA wal_checkpoint(TRUNCATE)";

/* As release 0.1.0 left it. */
static const char to_version_2[] = NO_HOLDS
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
make_old(int n, const char *sql)
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
	run_sql(sql);
}

static void
make_version_2(int n)
{
	make_old(n, to_version_2);
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

/* What there is of holds in it: none, and nothing of a purge. */
static void
check_no_holds(struct sar_index *index)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_hold hold;
	struct sar_index_purge purge;
	struct sar_index_recording rec = { .id = 1 };
	bool is = true;

	assert_int_equal(sar_index_hold_get(index, "", "x", &is, &hold, &err),
	    0);
	assert_false(is);
	is = true;
	assert_int_equal(sar_index_held(index, &rec, &is, &err), 0);
	assert_false(is);
	assert_int_equal(sar_index_purge_of(index, 1, &purge, &err), 0);
	assert_int_equal(purge.state, SAR_INDEX_PURGE_NONE);
}

static void
one_of_before_there_were_holds_is_read_and_made_anew(void **state)
{
	struct sar_index *index;
	int i;

	(void)state;
	make_old(24, to_version_3);
	for (i = 0; i < 2; i++) {
		index = open_index(i == 1);
		check_no_holds(index);
		check_line(index, 23);
		assert_int_equal(faults(index, 0), 0);
		sar_index_close(index);
	}
	index = open_index(false);
	check_line(index, 0);
	assert_int_equal(faults(index, 0), 0);
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
		cmocka_unit_test(
		    an_old_index_is_read_as_it_is_without_commitments),
		cmocka_unit_test(
		    an_old_index_is_made_anew_when_it_is_written_to),
		cmocka_unit_test(
		    one_of_before_there_were_holds_is_read_and_made_anew),
		cmocka_unit_test(
		    two_that_write_to_an_old_index_make_it_anew_once),
		cmocka_unit_test(
		    a_run_killed_while_it_makes_it_anew_leaves_one_or_the_other),
		cmocka_unit_test(
		    an_old_index_whose_tables_are_others_is_refused),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
