/*
 * A file of the version before, when it is opened for writing.  One
 * transaction: whoever is killed in it leaves the old file, and whoever reads
 * meanwhile reads that.
 */
#include "index/committed.h"
#include "index/schema.h"

static int
execute(struct sar_index *index, const char *sql, struct sar_err *err)
{
	int rc = sqlite3_exec(index->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : sar_index_fail(index, rc, err);
}

/* One line, with the place it had in its batch. */
static int
copy_line(struct sar_index *index, sqlite3_stmt *from, sqlite3_stmt *to,
    struct sar_err *err)
{
	const char *line = (const char *)sqlite3_column_text(from, 3);
	uint8_t leaf[SAR_SHA256_LEN];
	int i, rc = SQLITE_OK;

	if (line == NULL)
		return sar_index_corrupt(index, "registration",
		    sqlite3_column_int64(from, 0), err);
	sar_index_leaf(line, (size_t)sqlite3_column_bytes(from, 3), leaf);
	for (i = 0; i < 4 && rc == SQLITE_OK; i++)
		rc = sqlite3_bind_value(to, i + 1,
		    sqlite3_column_value(from, i));
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_blob(to, 5, leaf, sizeof(leaf),
		    SQLITE_STATIC);
	if (rc == SQLITE_OK && (rc = sqlite3_step(to)) == SQLITE_DONE)
		rc = sqlite3_reset(to);
	return rc == SQLITE_OK ? 0 : sar_index_fail(index, rc, err);
}

/* Lines were registered by the id of their recordings, lowest first. */
static int
copy_lines(struct sar_index *index, struct sar_err *err)
{
	static const char from_sql[] =
	    "SELECT recording, seq, row_number() OVER (PARTITION BY seq "
	    "ORDER BY recording) - 1, line FROM registration_2";
	static const char to_sql[] =
	    "INSERT INTO registration (recording, seq, nr, line, leaf) "
	    "VALUES (?1, ?2, ?3, ?4, ?5)";
	sqlite3_stmt *from = NULL, *to = NULL;
	int rc, result = -1;

	rc = sqlite3_prepare_v2(index->db, from_sql, -1, &from, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(index->db, to_sql, -1, &to, NULL);
	while (rc == SQLITE_OK && (rc = sqlite3_step(from)) == SQLITE_ROW) {
		if (copy_line(index, from, to, err) == -1)
			goto out;
		rc = SQLITE_OK;
	}
	result = rc == SQLITE_DONE ? 0 : sar_index_fail(index, rc, err);

out:
	(void)sqlite3_finalize(from);
	(void)sqlite3_finalize(to);
	return result;
}

/* Inside the transaction; another run may have done it just now. */
static int
upgrade(struct sar_index *index, struct sar_err *err)
{
	bool unnumbered;
	int rc;

	if (sar_index_schema_check(index, err) == -1)
		return -1;
	if (index->version == SAR_INDEX_VERSION)
		return 0;
	unnumbered = index->version < SAR_INDEX_COMMITTED_SINCE;
	if (unnumbered &&
	    execute(index, "ALTER TABLE registration RENAME TO registration_2",
		err) == -1)
		return -1;
	rc = sar_index_schema_later(index->db, index->version);
	if (rc != SQLITE_OK)
		return sar_index_fail(index, rc, err);
	if (unnumbered &&
	    (copy_lines(index, err) == -1 ||
		execute(index, "DROP TABLE registration_2", err) == -1))
		return -1;
	return sar_index_schema_check(index, err);
}

int
sar_index_upgrade(struct sar_index *index, struct sar_err *err)
{
	if (index->version == SAR_INDEX_VERSION)
		return 0;
	if (execute(index, "BEGIN IMMEDIATE", err) == -1)
		return -1;
	if (upgrade(index, err) == 0 && execute(index, "COMMIT", err) == 0)
		return 0;
	if (!sqlite3_get_autocommit(index->db))
		(void)sqlite3_exec(index->db, "ROLLBACK", NULL, NULL, NULL);
	return -1;
}
