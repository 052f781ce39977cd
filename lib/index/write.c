#include <limits.h>

#include "index/db.h"
#include "index/party.h"
#include "index/rows.h"
#include "index/schema.h"
#include "index/system.h"
#include "index/unread.h"

static int
execute(struct sar_index *index, const char *sql, struct sar_err *err)
{
	int rc = sqlite3_exec(index->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? 0 : sar_index_fail(index, rc, err);
}

static int
is_empty(void *ctx, int n, char **values, char **names)
{
	bool *empty = ctx;

	(void)names;
	*empty = n == 1 && values[0] != NULL && values[0][0] == '0';
	return 0;
}

static int
look_if_empty(struct sar_index *index, bool *empty, struct sar_err *err)
{
	static const char sql[] = "SELECT EXISTS (SELECT 1 FROM leg)";
	int rc = sqlite3_exec(index->db, sql, is_empty, empty, NULL);

	return rc == SQLITE_OK ? 0 : sar_index_fail(index, rc, err);
}

/*
 * A load into an empty index.  Rows go in first and the large indexes are
 * made after; a rollback journal, which holds only pages that were there, is
 * empty, where a write-ahead log would have every page written twice.  The
 * small cache is the fast one: sorters size their runs by it, and what they
 * cannot hold goes to unnamed files beside the index (reference, 2.3).
 * Somebody else's connection can prevent the journal, and only that.
 */
static const char bulk_on[] =
    "PRAGMA journal_mode = DELETE; PRAGMA cache_size = -2000; "
    "PRAGMA threads = 1; "
    "PRAGMA temp_store = FILE";
static const char bulk_off[] =
    "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; "
    "PRAGMA journal_mode = WAL";

static void
end_bulk(struct sar_index *index)
{
	if (!index->loading)
		return;
	index->loading = false;
	/* A failure leaves another journal, which the next writer changes. */
	(void)sqlite3_exec(index->db, bulk_off, NULL, NULL, NULL);
}

static int
start_bulk(struct sar_index *index, struct sar_err *err)
{
	bool empty = false;
	int rc;

	if (look_if_empty(index, &empty, err) == -1)
		return -1;
	if (!empty)
		return 0;
	rc = sar_index_schema_late_drop(index->db);
	if (rc != SQLITE_OK)
		return sar_index_fail(index, rc, err);
	index->bulk = true;
	index->next_leg = 1;
	return 0;
}

/* Before the transaction, inside which none of this can be changed. */
static int
prepare(struct sar_index *index, struct sar_err *err)
{
	/* Each row's parents are written by us before it, and each value was
	   checked: looking again would cost half as much as the write.
	   sar_index_verify() looks. */
	static const char sql[] =
	    "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON";
	bool empty = false;

	if (execute(index, sql, err) == -1 ||
	    look_if_empty(index, &empty, err) == -1)
		return -1;
	if (!empty)
		return 0;
	index->loading = true;
	/* Busy: as somebody reads, it stays as it is. */
	(void)sqlite3_exec(index->db, bulk_on, NULL, NULL, NULL);
	return 0;
}

static void
restore(struct sar_index *index)
{
	static const char sql[] =
	    "PRAGMA foreign_keys = ON; PRAGMA ignore_check_constraints = OFF";

	(void)sqlite3_exec(index->db, sql, NULL, NULL, NULL);
	end_bulk(index);
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
	rc = prepare(index, err);
	if (rc == 0) {
		rc = sqlite3_exec(index->db, sql, NULL, NULL, NULL);
		if (rc != SQLITE_OK)
			rc = sar_index_fail(index, rc, err);
	}
	(void)sqlite3_busy_timeout(index->db, SAR_INDEX_PATIENCE_MS);
	if (rc == -1) {
		restore(index);
		return -1;
	}
	index->begun = true;
	index->purged = -1;
	if (start_bulk(index, err) == 0)
		return 0;
	sar_index_rollback(index);
	return -1;
}

/* What was written by a load is taken out again, its recordings apart. */
static int
start_over(struct sar_index *index, struct sar_err *err)
{
	static const char sql[] =
	    "DELETE FROM event; DELETE FROM link; DELETE FROM stream; "
	    "DELETE FROM segment; DELETE FROM leg_recording; "
	    "DELETE FROM party; DELETE FROM leg; DELETE FROM unread; "
	    "DELETE FROM source";
	int rc;

	sar_index_unread_forget(index);
	sar_index_system_forget(index);
	if (execute(index, sql, err) == -1)
		return -1;
	rc = sar_index_schema_late_make(index->db);
	return rc == SQLITE_OK ? 0 : sar_index_fail(index, rc, err);
}

int
sar_index_seal(struct sar_index *index, bool *again, struct sar_err *err)
{
	int rc;

	*again = false;
	if (sar_index_need_begun(index, err) == -1)
		return -1;
	if (!index->bulk)
		return 0;
	if (sar_index_rows_flush(index, index->leg_rows, err) == -1 ||
	    sar_index_party_flush(index, err) == -1)
		return -1;
	sar_index_rows_forget(index->leg_rows);
	sar_index_rows_forget(index->party_rows);
	index->bulk = false;
	rc = sar_index_schema_late_make(index->db);
	if (rc == SQLITE_OK)
		return 0;
	if ((rc & 0xff) != SQLITE_CONSTRAINT)
		return sar_index_fail(index, rc, err);
	*again = true;
	/* Those made before the one that failed. */
	if (execute(index,
		"DROP INDEX IF EXISTS leg_by_call; "
		"DROP INDEX IF EXISTS leg_by_ref; "
		"DROP INDEX IF EXISTS leg_recording_by_recording; "
		"DROP INDEX IF EXISTS party_by_key; "
		"DROP INDEX IF EXISTS party_unread",
		err) == -1)
		return -1;
	return start_over(index, err);
}

static int
finish(struct sar_index *index, struct sar_err *err)
{
	bool again = false;

	if (sar_index_seal(index, &again, err) == -1)
		return -1;
	if (again)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: two legs of one recorder have one reference",
		    index->path);
	if (sar_index_party_flush(index, err) == -1 ||
	    sar_index_unread_flush(index, err) == -1)
		return -1;
	return execute(index, "COMMIT", err);
}

int
sar_index_commit(struct sar_index *index, struct sar_err *err)
{
	if (sar_index_need_begun(index, err) == -1)
		return -1;
	if (finish(index, err) == -1) {
		sar_index_rollback(index);
		return -1;
	}
	index->begun = false;
	index->source = 0;
	restore(index);
	/* A reader may prevent it: then the next writer does it. */
	if (index->forgot)
		(void)sqlite3_wal_checkpoint_v2(index->db, NULL,
		    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	index->forgot = false;
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
	index->bulk = false;
	restore(index);
	sar_index_rows_forget(index->leg_rows);
	sar_index_party_forget(index);
	sar_index_unread_forget(index);
	sar_index_system_forget(index);
}
