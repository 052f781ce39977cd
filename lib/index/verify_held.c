#include "index/held.h"
#include "index/verifying.h"

/* Each row of ${sql} is an id of ${table} that does not agree. */
static int
each_is_fault(struct sar_index_check *check, enum sar_index_slot slot,
    const char *sql, const char *table, struct sar_err *err)
{
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(check->index, slot, sql, &stmt, err) == -1)
		return -1;
	while ((rc = sar_index_step(check->index, &stmt, err)) == 1)
		if (sar_index_verifying_fault(check, table,
			sqlite3_column_int64(stmt.stmt, 0), err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

int
sar_index_verifying_held(struct sar_index_check *check, struct sar_err *err)
{
	/* A hold that says another number than it has, or is of nothing. */
	static const char holds[] =
	    "SELECT o.id FROM hold o WHERE o.n <> "
	    "(SELECT count(*) FROM held h JOIN recording r "
	    "ON r.id = h.recording WHERE h.hold = o.id) "
	    "UNION ALL SELECT DISTINCT h.hold FROM held h "
	    "WHERE NOT EXISTS (SELECT 1 FROM hold WHERE id = h.hold)";
	/* Erased, and not as one that is: of any run that there is. */
	static const char purges[] =
	    "SELECT p.recording FROM purge p LEFT JOIN recording r "
	    "ON r.id = p.recording LEFT JOIN purge_run u ON u.id = p.run "
	    "LEFT JOIN commitment c ON c.recording = p.recording "
	    "WHERE u.id IS NULL OR r.id IS NULL OR "
	    "(p.state = 2) <> (r.finding = 'purged') OR "
	    "(p.state = 2 AND (r.state <> 1 OR c.seeds IS NOT NULL OR "
	    "c.file_salt IS NOT NULL)) "
	    "UNION ALL SELECT r.id FROM recording r WHERE r.finding = 'purged' "
	    "AND NOT EXISTS (SELECT 1 FROM purge WHERE recording = r.id)";

	if (check->index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (each_is_fault(check, SAR_INDEX_VERIFY_HOLDS, holds, "hold", err) ==
	    -1)
		return -1;
	return each_is_fault(check, SAR_INDEX_VERIFY_PURGES, purges, "purge",
	    err);
}
