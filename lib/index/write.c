#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>

#include "index/db.h"

/* An id learnt inside a transaction dies with it. */
static void
forget(struct sar_index *index)
{
	free(index->system);
	index->system = NULL;
	index->system_id = 0;
}

int
sar_index_begin(struct sar_index *index, unsigned wait_s, struct sar_err *err)
{
	/* A read that turns into a write fails at once when another wrote
	   in between, however long the timeout: so a write from the start. */
	static const char sql[] = "BEGIN IMMEDIATE";
	int ms = wait_s > INT_MAX / 1000 ? INT_MAX : (int)wait_s * 1000;
	int rc;

	if (!index->write || index->begun)
		return sar_err_set(err, SAR_EFAIL, "%s: %s", index->path,
		    index->begun ? "in a transaction already"
				 : "opened to read only");
	(void)sqlite3_busy_timeout(index->db, ms);
	rc = sqlite3_exec(index->db, sql, NULL, NULL, NULL);
	(void)sqlite3_busy_timeout(index->db, SAR_INDEX_PATIENCE_MS);
	if (rc != SQLITE_OK)
		return sar_index_fail(index, rc, err);
	index->begun = true;
	return 0;
}

int
sar_index_commit(struct sar_index *index, struct sar_err *err)
{
	static const char sql[] = "COMMIT";
	int rc;

	if (sar_index_need_begun(index, err) == -1)
		return -1;
	rc = sqlite3_exec(index->db, sql, NULL, NULL, NULL);
	if (rc != SQLITE_OK) {
		(void)sar_index_fail(index, rc, err);
		sar_index_rollback(index);
		return -1;
	}
	index->begun = false;
	return 0;
}

void
sar_index_rollback(struct sar_index *index)
{
	static const char sql[] = "ROLLBACK";

	if (!index->begun)
		return;
	/* SQLite has rolled back by itself after some failures. */
	if (!sqlite3_get_autocommit(index->db))
		(void)sqlite3_exec(index->db, sql, NULL, NULL, NULL);
	index->begun = false;
	forget(index);
}

int
sar_index_source_known(struct sar_index *index,
    const uint8_t sha256[SAR_SHA256_LEN], bool *known, struct sar_err *err)
{
	static const char sql[] = "SELECT 1 FROM source WHERE sha256 = ?1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_SOURCE_KNOWN, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_blob(&stmt, sha256, SAR_SHA256_LEN);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	sar_index_done(&stmt);
	*known = rc == 1;
	return 0;
}

int
sar_index_add_source(struct sar_index *index,
    const struct sar_index_source *source, int64_t *id, struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO source (sha256, name, importer, zone, imported, "
	    "rows_read, rows_new, rows_same, rows_changed, rows_rejected) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0, 0) "
	    "ON CONFLICT (sha256) DO NOTHING";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_SOURCE_ADD, sql, &stmt, err) ==
		-1)
		return -1;
	sar_index_bind_blob(&stmt, source->sha256, SAR_SHA256_LEN);
	sar_index_bind_text(&stmt, source->name);
	sar_index_bind_text(&stmt, source->importer);
	sar_index_bind_text(&stmt, source->zone);
	sar_index_bind_int(&stmt, source->imported);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	if (sqlite3_changes(index->db) != 1)
		return sar_err_set(err, SAR_EREFUSED,
		    "%s: this source was imported before", index->path);
	*id = sqlite3_last_insert_rowid(index->db);
	return 0;
}

int
sar_index_end_source(struct sar_index *index, int64_t id,
    const struct sar_index_source *source, struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE source SET rows_read = ?2, rows_new = ?3, rows_same = ?4, "
	    "rows_changed = ?5, rows_rejected = ?6 WHERE id = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1)
		return -1;
	/* Nothing is dropped silently: every row read went somewhere. */
	if (source->rows_read != source->rows_new + source->rows_same +
				     source->rows_changed +
				     source->rows_rejected)
		return sar_err_set(err, SAR_EFAIL,
		    "%s: source %" PRId64 ": its row counts do not add up",
		    index->path, id);
	if (sar_index_prepare(index, SAR_INDEX_SOURCE_END, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_u64(&stmt, source->rows_read);
	sar_index_bind_u64(&stmt, source->rows_new);
	sar_index_bind_u64(&stmt, source->rows_same);
	sar_index_bind_u64(&stmt, source->rows_changed);
	sar_index_bind_u64(&stmt, source->rows_rejected);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	if (sqlite3_changes(index->db) != 1)
		return sar_err_set(err, SAR_EFAIL, "%s: no source %" PRId64,
		    index->path, id);
	return 0;
}
