#include "ingest/database.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define MAGIC "SQLite format 3" /* and a NUL */
#define TEXT_MAX (1 << 20)
#define COLUMNS_MAX 256
#define PATIENCE_MS 5000

struct sar_database {
	sqlite3 *db;
};

int
sar_database_is(const struct sar_source *source, bool *is, struct sar_err *err)
{
	char head[sizeof(MAGIC)];

	*is = false;
	if (source->size < sizeof(head))
		return 0;
	if (sar_source_read(source, head, sizeof(head), 0, err) == -1)
		return -1;
	*is = memcmp(head, MAGIC, sizeof(head)) == 0;
	return 0;
}

/* Not sqlite3_errmsg(): it may quote what the file holds. */
static int
fail(const char *name, int rc, struct sar_err *err)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return sar_err_set(err, SAR_ELOCKED,
		    "%s: the recorder is writing to it", name);
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		(void)sar_err_set(err, SAR_EMISSING,
		    "%s: its write-ahead log or journal cannot be read", name);
		sar_err_hint(err, "give read access to the folder, or import a "
				  "copy made with VACUUM INTO");
		return -1;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return sar_err_set(err, SAR_ECORRUPT, "%s: damaged database",
		    name);
	default:
		return sar_err_set(err, SAR_EFAIL, "%s: %s", name,
		    sqlite3_errstr(rc));
	}
}

static int
harden(sqlite3 *db)
{
	static const int off[] = { SQLITE_DBCONFIG_TRUSTED_SCHEMA,
		SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_TRIGGER,
		SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, SQLITE_DBCONFIG_DQS_DML,
		SQLITE_DBCONFIG_DQS_DDL };
	size_t i;
	int rc;

	rc = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	for (i = 0; i < sizeof(off) / sizeof(off[0]) && rc == SQLITE_OK; i++)
		rc = sqlite3_db_config(db, off[i], 0, NULL);
	(void)sqlite3_limit(db, SQLITE_LIMIT_LENGTH, TEXT_MAX);
	(void)sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	(void)sqlite3_extended_result_codes(db, 1);
	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(db, PATIENCE_MS);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db,
		    "PRAGMA query_only = ON; PRAGMA cell_size_check = ON; "
		    "PRAGMA temp_store = MEMORY",
		    NULL, NULL, NULL);
	return rc;
}

struct sar_database *
sar_database_open(const char *path, struct sar_err *err)
{
	struct sar_database *db = calloc(1, sizeof(*db));
	int rc;

	if (db == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	rc = sqlite3_open_v2(path, &db->db,
	    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX |
		SQLITE_OPEN_PRIVATECACHE,
	    NULL);
	if (rc == SQLITE_OK)
		rc = harden(db->db);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db->db,
		    "BEGIN; SELECT count(*) FROM sqlite_schema", NULL, NULL,
		    NULL);
	if (rc == SQLITE_OK)
		return db;
	(void)fail(path, rc, err);
	sar_database_close(db);
	return NULL;
}

void
sar_database_close(struct sar_database *db)
{
	if (db == NULL)
		return;
	(void)sqlite3_close(db->db);
	free(db);
}

bool
sar_database_has(const struct sar_database *db, const char *table,
    const char *column)
{
	static const char sql[] =
	    "SELECT 1 FROM sqlite_schema s, pragma_table_info(s.name) c "
	    "WHERE s.type = 'table' AND s.name = ?1 COLLATE NOCASE "
	    "AND c.name = ?2 COLLATE NOCASE";
	sqlite3_stmt *stmt = NULL;
	bool has = false;

	if (sqlite3_prepare_v2(db->db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC) == SQLITE_OK &&
	    sqlite3_bind_text(stmt, 2, column, -1, SQLITE_STATIC) == SQLITE_OK)
		has = sqlite3_step(stmt) == SQLITE_ROW;
	(void)sqlite3_finalize(stmt);
	return has;
}

/* The row of ${stmt} as text. */
static int
take_values(const char *name, sqlite3_stmt *stmt, const char **values, size_t n,
    uint64_t nr, struct sar_err *err)
{
	size_t i;
	int c;

	for (i = 0; i < n; i++) {
		c = (int)i;
		values[i] = NULL;
		if (sqlite3_column_type(stmt, c) == SQLITE_NULL)
			continue;
		if (sqlite3_column_type(stmt, c) == SQLITE_BLOB)
			return sar_err_set(err, SAR_EINPUT,
			    "%s: row %llu: column %zu: not text", name,
			    (unsigned long long)nr, i + 1);
		values[i] = (const char *)sqlite3_column_text(stmt, c);
		if (values[i] == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		if (strlen(values[i]) != (size_t)sqlite3_column_bytes(stmt, c))
			return sar_err_set(err, SAR_EINPUT,
			    "%s: row %llu: column %zu: a NUL byte", name,
			    (unsigned long long)nr, i + 1);
	}
	return 0;
}

int
sar_database_each(struct sar_database *db, const char *name, const char *sql,
    sar_database_fn *fn, void *ctx, struct sar_err *err)
{
	const char *values[COLUMNS_MAX];
	struct sar_database_row row = { .values = values };
	sqlite3_stmt *stmt = NULL;
	int rc, result = -1;

	rc = sqlite3_prepare_v2(db->db, sql, -1, &stmt, NULL);
	if (rc != SQLITE_OK)
		return fail(name, rc, err);
	row.n = (size_t)sqlite3_column_count(stmt);
	if (row.n > COLUMNS_MAX) {
		(void)sar_err_set(err, SAR_EINPUT, "%s: more than %d columns",
		    name, COLUMNS_MAX);
		goto out;
	}
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		row.nr++;
		if (take_values(name, stmt, values, row.n, row.nr, err) == -1 ||
		    fn(ctx, &row, err) == -1)
			goto out;
	}
	if (rc != SQLITE_DONE)
		(void)fail(name, rc, err);
	else
		result = 0;

out:
	(void)sqlite3_finalize(stmt);
	return result;
}

static int
hash_row(void *ctx, const struct sar_database_row *row, struct sar_err *err)
{
	struct sar_sha256 *hash = ctx;
	char text[24];
	size_t i;

	(void)err;
	for (i = 0; i < row->n; i++) {
		if (row->values[i] == NULL) {
			sar_sha256_add(hash, "-", 1);
			continue;
		}
		(void)snprintf(text, sizeof(text),
		    "%zu:", strlen(row->values[i]));
		sar_sha256_add(hash, text, strlen(text));
		sar_sha256_add(hash, row->values[i], strlen(row->values[i]));
	}
	sar_sha256_add(hash, "\n", 1);
	return 0;
}

int
sar_database_digest(struct sar_database *db, const char *name, const char *sql,
    uint8_t sha256[SAR_SHA256_LEN], struct sar_err *err)
{
	struct sar_sha256 *hash = sar_sha256_new(err);
	int rc = -1;

	if (hash != NULL &&
	    sar_database_each(db, name, sql, hash_row, hash, err) == 0) {
		sar_sha256_end(hash, sha256);
		rc = 0;
	}
	sar_sha256_free(hash);
	return rc;
}
