#include "index/db.h"

#include <inttypes.h>
#include <string.h>

static enum sar_code
code_of(int rc)
{
	if (rc == SQLITE_IOERR_DATA)
		return SAR_ECORRUPT;
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_PROTOCOL:
		return SAR_ELOCKED;
	case SQLITE_FULL:
	case SQLITE_IOERR:
		return SAR_ESPACE;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_MISMATCH:
		return SAR_ECORRUPT;
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_READONLY:
		return SAR_EMISSING;
	case SQLITE_TOOBIG:
		return SAR_EINPUT;
	default:
		return SAR_EFAIL;
	}
}

static void
hint_restore(struct sar_err *err)
{
	sar_err_hint(err, "restore the index, or import the exports into a "
			  "new one");
}

int
sar_index_fail(const struct sar_index *index, int rc, struct sar_err *err)
{
	enum sar_code code = code_of(rc);

	/* Not sqlite3_errmsg(): it may quote what the file holds. */
	if (code == SAR_ELOCKED) {
		(void)sar_err_set(err, code, "%s: another run has it locked",
		    index->path);
		sar_err_hint(err, "try again later, or give --lock-wait");
		return -1;
	}
	if (rc == SQLITE_IOERR_DATA) {
		(void)sar_err_set(err, code,
		    "%s: a page is not as it was "
		    "written",
		    index->path);
		hint_restore(err);
		return -1;
	}
	if (rc == SQLITE_READONLY_ROLLBACK) {
		(void)sar_err_set(err, SAR_EMISSING,
		    "%s: its first import was cut short", index->path);
		sar_err_hint(err, "import again: that makes it whole");
		return -1;
	}
	if (code == SAR_EMISSING && !index->write) {
		(void)sar_err_set(err, code,
		    "%s: cannot be read: its folder is not writable for this "
		    "user, or its -wal file is not readable",
		    index->path);
		sar_err_hint(err,
		    "let the reader's group write to the folder, or read a "
		    "copy made with VACUUM INTO");
		return -1;
	}
	return sar_err_set(err, code, "%s: %s", index->path,
	    sqlite3_errstr(rc));
}

int
sar_index_corrupt(const struct sar_index *index, const char *table, int64_t id,
    struct sar_err *err)
{
	(void)sar_err_set(err, SAR_ECORRUPT,
	    "%s: %s %" PRId64 " does not agree with itself", index->path, table,
	    id);
	hint_restore(err);
	return -1;
}

int
sar_index_prepare(struct sar_index *index, enum sar_index_slot slot,
    const char *sql, struct sar_index_stmt *out, struct sar_err *err)
{
	sqlite3_stmt **stmt = &index->stmts[slot];
	int rc;

	*out = (struct sar_index_stmt){ 0 };
	if (*stmt == NULL) {
		rc = sqlite3_prepare_v3(index->db, sql, -1,
		    SQLITE_PREPARE_PERSISTENT, stmt, NULL);
		if (rc != SQLITE_OK)
			return sar_index_fail(index, rc, err);
	}
	(void)sqlite3_reset(*stmt);
	*out = (struct sar_index_stmt){ *stmt, 0, SQLITE_OK };
	return 0;
}

static void
bound(struct sar_index_stmt *stmt, int rc)
{
	if (stmt->rc == SQLITE_OK)
		stmt->rc = rc;
}

void
sar_index_bind_int(struct sar_index_stmt *stmt, int64_t value)
{
	bound(stmt, sqlite3_bind_int64(stmt->stmt, ++stmt->at, value));
}

void
sar_index_bind_u64(struct sar_index_stmt *stmt, uint64_t value)
{
	if (value > INT64_MAX)
		bound(stmt, SQLITE_TOOBIG);
	sar_index_bind_int(stmt, (int64_t)(value & INT64_MAX));
}

void
sar_index_bind_text(struct sar_index_stmt *stmt, const char *text)
{
	bound(stmt,
	    sqlite3_bind_text(stmt->stmt, ++stmt->at, text, -1, SQLITE_STATIC));
}

void
sar_index_bind_blob(struct sar_index_stmt *stmt, const void *data, size_t len)
{
	bound(stmt, sqlite3_bind_blob64(stmt->stmt, ++stmt->at, data, len,
			SQLITE_STATIC));
}

void
sar_index_bind_null(struct sar_index_stmt *stmt)
{
	bound(stmt, sqlite3_bind_null(stmt->stmt, ++stmt->at));
}

int
sar_index_step(struct sar_index *index, struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	int rc = stmt->rc;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt->stmt);
	if (rc == SQLITE_ROW)
		return 1;
	(void)sqlite3_reset(stmt->stmt);
	if (rc == SQLITE_DONE)
		return 0;
	return sar_index_fail(index, rc, err);
}

int
sar_index_run(struct sar_index *index, struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	int rc;

	while ((rc = sar_index_step(index, stmt, err)) == 1)
		continue;
	return rc;
}

void
sar_index_done(struct sar_index_stmt *stmt)
{
	if (stmt->stmt != NULL)
		(void)sqlite3_reset(stmt->stmt);
}

int64_t
sar_index_column(const struct sar_index_stmt *stmt, int column, int64_t min,
    int64_t max, bool *bad)
{
	/* Looked up once; good while this thread alone has the handle. */
	sqlite3_value *cell = sqlite3_column_value(stmt->stmt, column);
	int64_t value = sqlite3_value_int64(cell);

	/* STRICT holds for what SQLite wrote, not for what it reads. */
	if (sqlite3_value_type(cell) != SQLITE_INTEGER || value < min ||
	    value > max) {
		*bad = true;
		return min;
	}
	return value;
}

const char *
sar_index_column_text(const struct sar_index_stmt *stmt, int column, bool *bad)
{
	const char *text;

	if (sqlite3_column_type(stmt->stmt, column) != SQLITE_TEXT ||
	    (text = (const char *)sqlite3_column_text(stmt->stmt, column)) ==
		NULL) {
		*bad = true;
		return "";
	}
	if (strlen(text) != (size_t)sqlite3_column_bytes(stmt->stmt, column))
		*bad = true;
	return text;
}

int
sar_index_read_begin(struct sar_index *index, struct sar_err *err)
{
	static const char sql[] = "BEGIN";
	struct sar_index_stmt stmt;

	if (index->begun)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_READ_BEGIN, sql, &stmt, err) ==
	    -1)
		return -1;
	return sar_index_run(index, &stmt, err);
}

void
sar_index_read_end(struct sar_index *index)
{
	static const char sql[] = "ROLLBACK";
	struct sar_index_stmt stmt;
	struct sar_err ignored = SAR_ERR_INIT;

	if (index->begun || sqlite3_get_autocommit(index->db))
		return;
	if (sar_index_prepare(index, SAR_INDEX_READ_END, sql, &stmt,
		&ignored) == -1 ||
	    sar_index_run(index, &stmt, &ignored) == -1)
		return; /* nothing was written that could be lost */
}

int
sar_index_need_begun(const struct sar_index *index, struct sar_err *err)
{
	if (!index->begun)
		return sar_err_set(err, SAR_EFAIL,
		    "%s: written to outside a transaction", index->path);
	return 0;
}
