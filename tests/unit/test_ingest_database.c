/* A recorder's SQLite: what counts as a table, bounds, rows with a fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ingest/cut.h"
#include "ingest/database.h"

static char folder[] = "/tmp/test-database-XXXXXX";
static char path[64];

static void
make(const char *sql)
{
	sqlite3 *db = NULL;

	(void)unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static struct sar_database *
open_made(const char *sql)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_database *db;

	make(sql);
	db = sar_database_open(path, &err);
	assert_non_null(db);
	return db;
}

static void
only_columns_of_real_tables_are_there(void **state)
{
	struct sar_database *db = open_made(
	    "CREATE TABLE Real (A, b AS (hex(A)) STORED, c AS (A) VIRTUAL);"
	    "CREATE VIEW v AS SELECT A FROM Real;"
	    "CREATE VIRTUAL TABLE f USING fts5(A)");

	(void)state;
	assert_true(sar_database_has(db, "real", "a"));
	assert_false(sar_database_has(db, "real", "b"));
	assert_false(sar_database_has(db, "real", "c"));
	assert_false(sar_database_has(db, "v", "a"));
	assert_false(sar_database_has(db, "f", "a"));
	assert_false(sar_database_has(db, "none", "a"));
	sar_database_close(db);
}

static int
count(void *ctx, const struct sar_database_row *row, struct sar_err *err)
{
	(void)err;
	assert_int_equal(row->nr, ++*(uint64_t *)ctx);
	return 0;
}

static void
what_takes_too_long_is_ended_and_a_long_table_is_not(void **state)
{
	struct sar_database *db =
	    open_made("CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 "
		      "UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
		      "INSERT INTO t SELECT i FROM n");
	struct sar_err err = SAR_ERR_INIT;
	uint64_t rows = 0;

	(void)state;
	assert_int_equal(sar_database_each(db, "x", "SELECT a FROM t", count,
			     &rows, &err),
	    0);
	assert_int_equal(rows, 300000);
	rows = 0;
	assert_int_equal(sar_database_each(db, "x",
			     "SELECT b.a FROM t b JOIN t c ON c.rowid = b.a "
			     "ORDER BY b.a % 1000, c.a",
			     count, &rows, &err),
	    0);
	assert_int_equal(rows, 300000);
	rows = 0;
	assert_int_equal(
	    sar_database_each(db, "x",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
		"FROM n) SELECT max(i) FROM n",
		count, &rows, &err),
	    -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, "x: reading a row takes too long");
	sar_database_close(db);
}

static int
see_faults(void *ctx, const struct sar_database_row *row, struct sar_err *err)
{
	static const struct {
		const char *fault;
		size_t at;
		bool number;
	} expected[] = { { NULL, 2, false }, { "not text", 1, false },
		{ "a NUL byte", 0, false }, { NULL, 2, true },
		{ "not text", 0, false } };
	size_t i = row->nr - 1;

	(void)err;
	assert_in_range(i, 0, 4);
	if (expected[i].fault == NULL)
		assert_null(row->fault);
	else
		assert_string_equal(row->fault, expected[i].fault);
	assert_int_equal(row->at, expected[i].at);
	assert_int_equal(row->numbers[0], expected[i].number);
	++*(uint64_t *)ctx;
	return 0;
}

static void
a_value_that_is_no_text_is_a_fault_of_its_row_alone(void **state)
{
	struct sar_database *db =
	    open_made("CREATE TABLE t (a, b); INSERT INTO t VALUES ('x', NULL),"
		      "('y', x'01'), ('a' || char(0), 1), (5, 1.5),"
		      "(x'00', x'01')");
	struct sar_err err = SAR_ERR_INIT;
	uint64_t rows = 0;

	(void)state;
	assert_int_equal(sar_database_each(db, "x", "SELECT a, b FROM t",
			     see_faults, &rows, &err),
	    0);
	assert_int_equal(rows, 5);
	sar_database_close(db);
}

static void
digest_of(const char *sql, uint8_t out[SAR_SHA256_LEN])
{
	struct sar_database *db = open_made(sql);
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_database_digest(db, "x",
			     "SELECT a, b FROM t NOT INDEXED", out, &err),
	    0);
	sar_database_close(db);
}

static void
the_digest_is_of_the_rows_not_of_the_file(void **state)
{
	uint8_t a[SAR_SHA256_LEN], b[SAR_SHA256_LEN];

	(void)state;
	digest_of("CREATE TABLE t (a, b); INSERT INTO t VALUES ('1', NULL)", a);
	digest_of("PRAGMA page_size = 1024; PRAGMA journal_mode = WAL;"
		  "CREATE TABLE x (y); CREATE TABLE t (b, c, a);"
		  "CREATE INDEX i ON t (a, b);"
		  "INSERT INTO t VALUES (NULL, 3, '1')",
	    b);
	assert_memory_equal(a, b, SAR_SHA256_LEN);
	digest_of("CREATE TABLE t (a, b); INSERT INTO t VALUES ('1', '')", b);
	assert_memory_not_equal(a, b, SAR_SHA256_LEN);
	digest_of("CREATE TABLE t (a, b); INSERT INTO t VALUES ('1', '-')", b);
	assert_memory_not_equal(a, b, SAR_SHA256_LEN);
}

static void
a_round_number_of_rows_is_suspected(void **state)
{
	static const uint64_t cut[] = { 100, 200, 250, 500, 1000, 2500, 5000,
		10000, 50000, 65535, 65536, 1000000, 1048575, 1048576 };
	static const uint64_t whole[] = { 0, 1, 10, 50, 99, 101, 300, 1001,
		1100, 12345, 65534, 1048574, 700000 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cut) / sizeof(cut[0]); i++)
		assert_true(sar_cut_suspects(cut[i]));
	for (i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
		assert_false(sar_cut_suspects(whole[i]));
}

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/cdr.db", folder);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	(void)unlink(path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_columns_of_real_tables_are_there),
		cmocka_unit_test(
		    what_takes_too_long_is_ended_and_a_long_table_is_not),
		cmocka_unit_test(
		    a_value_that_is_no_text_is_a_fault_of_its_row_alone),
		cmocka_unit_test(the_digest_is_of_the_rows_not_of_the_file),
		cmocka_unit_test(a_round_number_of_rows_is_suspected),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
