#include <stdio.h>
#include <string.h>

#include "index/held.h"

int
sar_index_purge_begin(struct sar_index *index, struct sar_index_purge_run *run,
    struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO purge_run (day, staff, gone, changed, linked) "
	    "VALUES (?1, ?2, 0, 0, 0)";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_PURGING_RUN_ADD, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, run->day);
	sar_index_bind_text(&stmt, run->by);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	run->id = sqlite3_last_insert_rowid(index->db);
	return 0;
}

int
sar_index_purge_note(struct sar_index *index,
    const struct sar_index_purge_run *run, struct sar_err *err)
{
	static const char sql[] = "UPDATE purge_run SET gone = ?2, "
				  "changed = ?3, linked = ?4 WHERE id = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_PURGING_RUN_NOTE, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, run->id);
	sar_index_bind_u64(&stmt, run->gone);
	sar_index_bind_u64(&stmt, run->changed);
	sar_index_bind_u64(&stmt, run->linked);
	return sar_index_run(index, &stmt, err);
}

int
sar_index_purge_open(struct sar_index *index, int64_t after, bool *there,
    struct sar_index_purge_run *out, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT id, day, staff, gone, changed, linked FROM purge_run "
	    "WHERE record IS NULL AND id > ?1 ORDER BY id LIMIT 1";
	struct sar_index_stmt stmt;
	const char *by;
	bool bad = false;
	int rc;

	*there = false;
	memset(out, 0, sizeof(*out));
	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_PURGING_RUN_OPEN, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, after);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	out->id = sar_index_column(&stmt, 0, 0, INT64_MAX, &bad);
	out->day = (int32_t)sar_index_column(&stmt, 1, INT32_MIN, INT32_MAX,
	    &bad);
	by = sar_index_column_text(&stmt, 2, &bad);
	if (strlen(by) >= sizeof(out->by))
		bad = true;
	(void)snprintf(out->by, sizeof(out->by), "%s", by);
	out->gone = (uint64_t)sar_index_column(&stmt, 3, 0, INT64_MAX, &bad);
	out->changed = (uint64_t)sar_index_column(&stmt, 4, 0, INT64_MAX, &bad);
	out->linked = (uint64_t)sar_index_column(&stmt, 5, 0, INT64_MAX, &bad);
	sar_index_done(&stmt);
	*there = true;
	return bad ? sar_index_corrupt(index, "purge_run", out->id, err) : 0;
}

int
sar_index_purge_part(struct sar_index *index, int64_t run, struct sar_err *err)
{
	static const char add_sql[] =
	    "INSERT INTO purge_run (day, staff, gone, changed, linked) "
	    "SELECT day, staff, 0, 0, 0 FROM purge_run WHERE id = ?1";
	static const char move_sql[] =
	    "UPDATE purge SET run = ?2 WHERE run = ?1 AND state = 0";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_PURGING_RUN_PART, add_sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, run);
	if (sar_index_run(index, &stmt, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_PURGING_MOVE, move_sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, run);
	sar_index_bind_int(&stmt, sqlite3_last_insert_rowid(index->db));
	return sar_index_run(index, &stmt, err);
}

int
sar_index_purge_left(struct sar_index *index, uint64_t seq, uint64_t nr,
    const uint8_t leaf[SAR_SHA256_LEN], int64_t *recording, bool *left,
    struct sar_err *err)
{
	static const char sql[] =
	    "SELECT r.id FROM registration g "
	    "JOIN recording r ON r.id = g.recording AND r.state <> 1 "
	    "WHERE g.seq = ?1 AND g.nr = ?2 AND g.leaf = ?3 AND NOT EXISTS "
	    "(SELECT 1 FROM purge WHERE recording = r.id AND state > 0)";
	struct sar_index_stmt stmt;
	bool bad = false;
	int rc;

	*left = false;
	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_PURGING_LEFT, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_u64(&stmt, seq);
	sar_index_bind_u64(&stmt, nr);
	sar_index_bind_blob(&stmt, leaf, SAR_SHA256_LEN);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	*recording = sar_index_column(&stmt, 0, INT64_MIN, INT64_MAX, &bad);
	sar_index_done(&stmt);
	*left = !bad;
	return bad ? sar_index_corrupt(index, "registration", 0, err) : 0;
}

int
sar_index_purge_drop(struct sar_index *index, int64_t run, struct sar_err *err)
{
	static const char sql[] = "DELETE FROM purge_run WHERE id = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_PURGING_RUN_DROP, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, run);
	return sar_index_run(index, &stmt, err);
}

int
sar_index_purge_count(struct sar_index *index, int64_t run, uint64_t days,
    uint64_t *n, uint64_t *late, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT count(*), count(CASE WHEN late > ?2 THEN 1 END) "
	    "FROM purge WHERE run = ?1 AND state > 0";
	struct sar_index_stmt stmt;
	bool bad = false;

	if (sar_index_prepare(index, SAR_INDEX_PURGING_COUNT, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, run);
	sar_index_bind_u64(&stmt, days);
	if (sar_index_step(index, &stmt, err) == -1)
		return -1;
	*n = (uint64_t)sar_index_column(&stmt, 0, 0, INT64_MAX, &bad);
	*late = (uint64_t)sar_index_column(&stmt, 1, 0, INT64_MAX, &bad);
	sar_index_done(&stmt);
	return bad ? sar_index_corrupt(index, "purge_run", run, err) : 0;
}

int
sar_index_purge_logged(struct sar_index *index, int64_t run, uint64_t record,
    struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE purge_run SET record = ?2 WHERE id = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_PURGING_RUN_LOGGED, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, run);
	sar_index_bind_u64(&stmt, record);
	return sar_index_run(index, &stmt, err);
}
