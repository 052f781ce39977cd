#include "index/hold.h"

#include <stdio.h>
#include <string.h>

#include "index/committed.h"
#include "index/held.h"
#include "index/recording.h"
#include "index/text.h"

#define HOLD_COLUMNS                                                        \
	"o.id, o.ref, o.name, o.owner, o.reason, o.placed, o.review, o.n, " \
	"o.record"

/* The row of ${stmt}, which has these columns. */
static int
read_hold(const struct sar_index *index, const struct sar_index_stmt *stmt,
    struct sar_index_hold *out, struct sar_err *err)
{
	bool bad = false;

	out->id = sar_index_column(stmt, 0, INT64_MIN, INT64_MAX, &bad);
	out->ref = sar_index_column_text(stmt, 1, &bad);
	out->name = sar_index_column_text(stmt, 2, &bad);
	out->owner = sar_index_column_text(stmt, 3, &bad);
	out->reason = sar_index_column_text(stmt, 4, &bad);
	out->placed = (int32_t)sar_index_column(stmt, 5, INT32_MIN, INT32_MAX,
	    &bad);
	out->review = (int32_t)sar_index_column(stmt, 6, INT32_MIN, INT32_MAX,
	    &bad);
	out->n = (uint64_t)sar_index_column(stmt, 7, 0, INT64_MAX, &bad);
	out->record = SAR_INDEX_NO_RECORD;
	if (sqlite3_column_type(stmt->stmt, 8) != SQLITE_NULL)
		out->record = sar_index_column(stmt, 8, 0, INT64_MAX, &bad);
	return bad ? sar_index_corrupt(index, "hold", out->id, err) : 0;
}

/* A statement left at its row would keep the index as it was then: whoever
   writes next would be told that others do. */
static int
keep_text(struct sar_index *index, struct sar_index_hold *hold,
    struct sar_err *err)
{
	struct sar_index_text *text = sar_index_text_new(err);

	if (text == NULL)
		return -1;
	sar_index_text_free(index->hold);
	index->hold = text;
	hold->ref = sar_index_text_add(text, hold->ref, err);
	hold->name = sar_index_text_add(text, hold->name, err);
	hold->owner = sar_index_text_add(text, hold->owner, err);
	hold->reason = sar_index_text_add(text, hold->reason, err);
	return hold->ref == NULL || hold->name == NULL || hold->owner == NULL ||
		       hold->reason == NULL
		   ? -1
		   : 0;
}

int
sar_index_hold_get(struct sar_index *index, const char *ref, const char *name,
    bool *there, struct sar_index_hold *out, struct sar_err *err)
{
	static const char sql[] = "SELECT " HOLD_COLUMNS " FROM hold o "
				  "WHERE o.ref = ?1 AND o.name = ?2";
	struct sar_index_stmt stmt;
	int rc;

	*there = false;
	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_HOLD_GET, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_text(&stmt, ref);
	sar_index_bind_text(&stmt, name);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	*there = true;
	rc = read_hold(index, &stmt, out, err);
	if (rc == 0)
		rc = keep_text(index, out, err);
	sar_index_done(&stmt);
	return rc;
}

static int
bind_hold(struct sar_index *index, const struct sar_index_hold *hold,
    enum sar_index_slot slot, const char *sql, struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	if (sar_index_prepare(index, slot, sql, stmt, err) == -1)
		return -1;
	sar_index_bind_text(stmt, hold->ref);
	sar_index_bind_text(stmt, hold->name);
	sar_index_bind_text(stmt, hold->owner);
	sar_index_bind_text(stmt, hold->reason);
	sar_index_bind_int(stmt, hold->placed);
	sar_index_bind_int(stmt, hold->review);
	return 0;
}

int
sar_index_hold_put(struct sar_index *index, const struct sar_index_hold *hold,
    int64_t *id, struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO hold (ref, name, owner, reason, placed, review, n) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1) ON CONFLICT (ref, name) "
	    "DO UPDATE SET owner = ?3, reason = ?4, placed = ?5, review = ?6, "
	    "record = NULL RETURNING id";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_need_begun(index, err) == -1 ||
	    bind_hold(index, hold, SAR_INDEX_HOLD_PUT, sql, &stmt, err) == -1)
		return -1;
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc == -1 ? -1 : sar_index_fail(index, SQLITE_ERROR, err);
	*id = sqlite3_column_int64(stmt.stmt, 0);
	return sar_index_run(index, &stmt, err);
}

/* Is there a recording of that id? */
static int
find_file(struct sar_index *index, int64_t recording, struct sar_err *err)
{
	static const char sql[] = "SELECT 1 FROM recording WHERE id = ?1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_HELD_FILE, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	sar_index_done(&stmt);
	if (rc == 1)
		return 0;
	return sar_err_set(err, SAR_EINPUT,
	    "%s: has no recording of that number", index->path);
}

int
sar_index_hold_add(struct sar_index *index, int64_t id,
    const struct sar_index_held *held, bool *added, struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO held (hold, recording, sha256, bytes, expires, salt) "
	    "SELECT ?1, id, sha256, bytes, ?3, ?4 FROM recording "
	    "WHERE id = ?2 ON CONFLICT (hold, recording) DO NOTHING";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    find_file(index, held->recording, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_HELD_ADD, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, held->recording);
	if (held->expires == SAR_INDEX_NO_DAY)
		sar_index_bind_null(&stmt);
	else
		sar_index_bind_int(&stmt, held->expires);
	sar_index_bind_blob(&stmt, held->salt, sizeof(held->salt));
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	*added = sqlite3_changes(index->db) == 1;
	return 0;
}

int
sar_index_hold_count(struct sar_index *index, int64_t id, uint64_t *n,
    struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE hold SET n = (SELECT count(*) FROM held WHERE hold = ?1) "
	    "WHERE id = ?1 RETURNING n";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_HOLD_COUNT, sql, &stmt, err) ==
		-1)
		return -1;
	sar_index_bind_int(&stmt, id);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc == -1 ? -1
				: sar_index_corrupt(index, "hold", id, err);
	*n = (uint64_t)sqlite3_column_int64(stmt.stmt, 0);
	return sar_index_run(index, &stmt, err);
}

int
sar_index_hold_logged(struct sar_index *index, int64_t id, uint64_t record,
    struct sar_err *err)
{
	static const char sql[] = "UPDATE hold SET record = ?2 WHERE id = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_HOLD_LOGGED, sql, &stmt, err) ==
		-1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_u64(&stmt, record);
	return sar_index_run(index, &stmt, err);
}

int
sar_index_hold_drop(struct sar_index *index, int64_t id, struct sar_err *err)
{
	static const char held_sql[] = "DELETE FROM held WHERE hold = ?1";
	static const char hold_sql[] = "DELETE FROM hold WHERE id = ?1";
	struct sar_index_stmt held, hold;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_HOLD_DROP_HELD, held_sql, &held,
		err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_HOLD_DROP, hold_sql, &hold,
		err) == -1)
		return -1;
	sar_index_bind_int(&held, id);
	sar_index_bind_int(&hold, id);
	index->forgot = true;
	return sar_index_run(index, &held, err) == -1
		   ? -1
		   : sar_index_run(index, &hold, err);
}

/* ${fn} for each row of ${stmt}. */
static int
tell_holds(struct sar_index *index, struct sar_index_stmt *stmt,
    sar_index_hold_fn *fn, void *ctx, struct sar_err *err)
{
	struct sar_index_hold hold;
	int rc;

	while ((rc = sar_index_step(index, stmt, err)) == 1)
		if (read_hold(index, stmt, &hold, err) == -1 ||
		    fn(ctx, &hold, err) == -1) {
			sar_index_done(stmt);
			return -1;
		}
	return rc;
}

int
sar_index_each_hold(struct sar_index *index, sar_index_hold_fn *fn, void *ctx,
    struct sar_err *err)
{
	static const char sql[] = "SELECT " HOLD_COLUMNS " FROM hold o "
				  "ORDER BY o.ref, o.name";
	struct sar_index_stmt stmt;

	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_HOLD_EACH, sql, &stmt, err) ==
	    -1)
		return -1;
	return tell_holds(index, &stmt, fn, ctx, err);
}

static int
read_held(const struct sar_index *index, const struct sar_index_stmt *stmt,
    struct sar_index_held *out, struct sar_err *err)
{
	const void *sum = sqlite3_column_blob(stmt->stmt, 2);
	const void *salt = sqlite3_column_blob(stmt->stmt, 5);
	bool bad = false;

	memset(out, 0, sizeof(*out));
	out->recording = sar_index_column(stmt, 0, INT64_MIN, INT64_MAX, &bad);
	out->path = sar_index_column_text(stmt, 1, &bad);
	out->missing = sum == NULL;
	if (sum != NULL &&
	    sqlite3_column_bytes(stmt->stmt, 2) == SAR_SHA256_LEN)
		memcpy(out->sha256, sum, SAR_SHA256_LEN);
	else if (sum != NULL)
		bad = true;
	out->bytes = (uint64_t)sar_index_column(stmt, 3, 0, INT64_MAX, &bad);
	out->expires = SAR_INDEX_NO_DAY;
	if (sqlite3_column_type(stmt->stmt, 4) != SQLITE_NULL)
		out->expires = (int32_t)sar_index_column(stmt, 4, INT32_MIN,
		    INT32_MAX, &bad);
	if (salt == NULL ||
	    sqlite3_column_bytes(stmt->stmt, 5) != SAR_INDEX_HELD_SALT)
		return sar_index_corrupt(index, "held", out->recording, err);
	memcpy(out->salt, salt, SAR_INDEX_HELD_SALT);
	return bad ? sar_index_corrupt(index, "held", out->recording, err) : 0;
}

int
sar_index_each_held(struct sar_index *index, int64_t id, sar_index_held_fn *fn,
    void *ctx, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT h.recording, r.path, h.sha256, h.bytes, h.expires, h.salt "
	    "FROM held h JOIN recording r ON r.id = h.recording "
	    "WHERE h.hold = ?1 ORDER BY h.recording";
	struct sar_index_held held;
	struct sar_index_stmt stmt;
	int rc;

	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_HELD_EACH, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	while ((rc = sar_index_step(index, &stmt, err)) == 1)
		if (read_held(index, &stmt, &held, err) == -1 ||
		    fn(ctx, &held, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

/* By its id, and by what it holds: a copy is the same recording. */
static void
bind_content(struct sar_index_stmt *stmt,
    const struct sar_index_recording *recording)
{
	sar_index_bind_int(stmt, recording->id);
	if (recording->state == SAR_RECORDING_MISSING)
		sar_index_bind_null(stmt);
	else
		sar_index_bind_blob(stmt, recording->sha256, SAR_SHA256_LEN);
}

int
sar_index_held(struct sar_index *index,
    const struct sar_index_recording *recording, bool *held,
    struct sar_err *err)
{
	static const char sql[] =
	    "SELECT 1 WHERE EXISTS (SELECT 1 FROM held WHERE recording = ?1) "
	    "OR EXISTS (SELECT 1 FROM held WHERE sha256 = ?2)";
	struct sar_index_stmt stmt;
	int rc;

	*held = false;
	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_HELD_NOW, sql, &stmt, err) == -1)
		return -1;
	bind_content(&stmt, recording);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	*held = rc == 1;
	sar_index_done(&stmt);
	return 0;
}

int
sar_index_holders(struct sar_index *index,
    const struct sar_index_recording *recording, sar_index_hold_fn *fn,
    void *ctx, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT " HOLD_COLUMNS " FROM hold o WHERE o.id IN "
	    "(SELECT hold FROM held WHERE recording = ?1 "
	    "UNION SELECT hold FROM held WHERE sha256 = ?2) "
	    "ORDER BY o.ref, o.name";
	struct sar_index_stmt stmt;

	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_HELD_BY, sql, &stmt, err) == -1)
		return -1;
	bind_content(&stmt, recording);
	return tell_holds(index, &stmt, fn, ctx, err);
}

int
sar_index_holds(struct sar_index *index, int64_t id, int64_t recording,
    bool *is, struct sar_err *err)
{
	static const char sql[] = "SELECT 1 FROM held WHERE hold = ?1 "
				  "AND recording = ?2";
	struct sar_index_stmt stmt;
	int rc;

	*is = false;
	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_HELD_OF, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, recording);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	*is = rc == 1;
	sar_index_done(&stmt);
	return 0;
}
