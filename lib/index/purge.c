#include "index/purge.h"

#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "index/committed.h"
#include "index/digest.h"
#include "index/held.h"
#include "index/recording.h"

int
sar_index_purge_name(const char *path, char out[SAR_INDEX_PURGED_NAME],
    struct sar_err *err)
{
	static const char folder[] = ".purged/";
	uint8_t sum[SAR_SHA256_LEN];

	/* Not to hide it from who has the calls beside it: so that a record
	   imported again is known for one whose recording is gone. */
	if (sar_sha256_text(path, strlen(path), sum, err) == -1)
		return -1;
	memcpy(out, folder, sizeof(folder) - 1);
	sar_hex_put(sum, sizeof(sum), out + sizeof(folder) - 1);
	return 0;
}

int
sar_index_purge_any(struct sar_index *index, bool *any, struct sar_err *err)
{
	static const char sql[] = "SELECT 1 FROM purge WHERE state = 2 LIMIT 1";
	struct sar_index_stmt stmt;
	int rc;

	*any = false;
	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	/* In a transaction nobody else changes it. */
	if (index->begun && index->purged != -1) {
		*any = index->purged != 0;
		return 0;
	}
	if (sar_index_prepare(index, SAR_INDEX_PURGING_ANY, sql, &stmt, err) ==
		-1 ||
	    (rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	sar_index_done(&stmt);
	*any = rc == 1;
	if (index->begun)
		index->purged = rc;
	return 0;
}

int
sar_index_purge_of(struct sar_index *index, int64_t recording,
    struct sar_index_purge *out, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT p.state, p.run, u.day, u.record FROM purge p "
	    "JOIN purge_run u ON u.id = p.run WHERE p.recording = ?1";
	struct sar_index_stmt stmt;
	bool bad = false;
	int rc;

	*out = (struct sar_index_purge){ SAR_INDEX_PURGE_NONE, 0,
		SAR_INDEX_NO_DAY, SAR_INDEX_NO_RECORD };
	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_PURGING_OF, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	out->state = (enum sar_index_purge_state)sar_index_column(&stmt, 0, 0,
	    SAR_INDEX_PURGE_ERASED, &bad);
	out->run = sar_index_column(&stmt, 1, 0, INT64_MAX, &bad);
	out->day = (int32_t)sar_index_column(&stmt, 2, INT32_MIN, INT32_MAX,
	    &bad);
	if (sqlite3_column_type(stmt.stmt, 3) != SQLITE_NULL)
		out->record = sar_index_column(&stmt, 3, 0, INT64_MAX, &bad);
	sar_index_done(&stmt);
	return bad ? sar_index_corrupt(index, "purge", recording, err) : 0;
}

int
sar_index_purge_claim(struct sar_index *index, int64_t run,
    const struct sar_index_recording *recording, uint64_t late, bool *claimed,
    struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO purge (recording, run, state, late) "
	    "SELECT id, ?2, 0, ?3 FROM recording WHERE id = ?1 "
	    "AND state <> 1 AND sha256 = ?4 AND digest = ?5 "
	    "ON CONFLICT (recording) DO NOTHING";
	struct sar_index_stmt stmt;
	bool held = true;

	*claimed = false;
	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_held(index, recording, &held, err) == -1)
		return -1;
	if (held)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_PURGING_CLAIM, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording->id);
	sar_index_bind_int(&stmt, run);
	sar_index_bind_u64(&stmt, late);
	sar_index_bind_blob(&stmt, recording->sha256, SAR_SHA256_LEN);
	sar_index_bind_int(&stmt, sar_index_digest_recording(recording));
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	*claimed = sqlite3_changes(index->db) == 1;
	return 0;
}

/* One statement about ${recording}. */
static int
run_one(struct sar_index *index, enum sar_index_slot slot, const char *sql,
    int64_t id, struct sar_err *err)
{
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, slot, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	return sar_index_run(index, &stmt, err);
}

int
sar_index_purge_unclaim(struct sar_index *index, int64_t recording,
    struct sar_err *err)
{
	static const char sql[] =
	    "DELETE FROM purge WHERE recording = ?1 AND state = 0";

	return run_one(index, SAR_INDEX_PURGING_UNCLAIM, sql, recording, err);
}

int
sar_index_purge_deleted(struct sar_index *index, int64_t recording,
    struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE purge SET state = 1 WHERE recording = ?1 AND state = 0";

	return run_one(index, SAR_INDEX_PURGING_DELETED, sql, recording, err);
}

/* The first of ${run} in ${state} after *${id}: 1, or 0 if there is none. */
static int
next_in(struct sar_index *index, int64_t run, enum sar_index_purge_state state,
    int64_t *id, char **path, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT p.recording, r.path FROM purge p "
	    "JOIN recording r ON r.id = p.recording "
	    "WHERE p.run = ?1 AND p.state = ?2 AND p.recording > ?3 "
	    "ORDER BY p.recording LIMIT 1";
	struct sar_index_stmt stmt;
	bool bad = false;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_PURGING_IN, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, run);
	sar_index_bind_int(&stmt, (int64_t)state);
	sar_index_bind_int(&stmt, *id);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	*id = sar_index_column(&stmt, 0, INT64_MIN, INT64_MAX, &bad);
	*path = strdup(sar_index_column_text(&stmt, 1, &bad));
	sar_index_done(&stmt);
	if (*path == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	return bad ? sar_index_corrupt(index, "purge", *id, err) : 1;
}

int
sar_index_purge_each(struct sar_index *index, int64_t run,
    enum sar_index_purge_state state, sar_index_purge_fn *fn, void *ctx,
    struct sar_err *err)
{
	int64_t id = INT64_MIN;
	char *path = NULL;
	int rc;

	do {
		rc = next_in(index, run, state, &id, &path, err);
		if (rc == 1 && fn(ctx, id, path, err) == -1)
			rc = -1;
		free(path);
		path = NULL;
	} while (rc == 1);
	return rc;
}

int
sar_index_purge_leaves(struct sar_index *index, int64_t run,
    sar_index_leaf_fn *fn, void *ctx, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT g.seq, g.nr, g.leaf, p.recording FROM purge p "
	    "JOIN recording r ON r.id = p.recording "
	    "LEFT JOIN registration g ON g.recording = r.id "
	    "AND g.seq = r.registered "
	    "WHERE p.run = ?1 AND p.state > 0 ORDER BY g.seq, g.nr";
	struct sar_index_stmt stmt;
	const void *leaf;
	bool bad = false;
	uint64_t seq, nr;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_PURGING_LEAVES, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, run);
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		seq = (uint64_t)sar_index_column(&stmt, 0, 0, INT64_MAX, &bad);
		nr = (uint64_t)sar_index_column(&stmt, 1, 0, INT64_MAX, &bad);
		leaf = sqlite3_column_blob(stmt.stmt, 2);
		if (bad || leaf == NULL ||
		    sqlite3_column_bytes(stmt.stmt, 2) != SAR_SHA256_LEN)
			rc = sar_index_corrupt(index, "registration of",
			    sqlite3_column_int64(stmt.stmt, 3), err);
		else
			rc = fn(ctx, seq, nr, leaf, err);
		if (rc == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	}
	return rc;
}

int
sar_index_purge_leaf(struct sar_index *index, int64_t recording, bool *there,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err)
{
	static const char sql[] =
	    "SELECT g.leaf FROM recording r JOIN registration g "
	    "ON g.recording = r.id AND g.seq = r.registered WHERE r.id = ?1";
	struct sar_index_stmt stmt;
	const void *leaf;
	int rc;

	*there = false;
	if (index->version < SAR_INDEX_COMMITTED_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_PURGING_LEAF, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	leaf = sqlite3_column_blob(stmt.stmt, 0);
	*there = leaf != NULL &&
		 sqlite3_column_bytes(stmt.stmt, 0) == SAR_SHA256_LEN;
	if (*there)
		memcpy(out, leaf, SAR_SHA256_LEN);
	sar_index_done(&stmt);
	return *there ? 0
		      : sar_index_corrupt(index, "registration of", recording,
			    err);
}

/* Its row as one that is missing, at ${path}, with ${finding}. */
static int
blank(struct sar_index *index, int64_t recording, const char *path,
    const char *finding, struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE recording SET path = ?2, state = 1, sha256 = NULL, "
	    "bytes = 0, frames = 0, rate = 0, channels = 0, codec = '', "
	    "finding = ?3, digest = ?4 WHERE id = ?1";
	struct sar_index_recording row = { .path = path,
		.state = SAR_RECORDING_MISSING,
		.codec = "",
		.finding = finding };
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_PURGING_ERASE, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	sar_index_bind_text(&stmt, path);
	sar_index_bind_text(&stmt, finding);
	sar_index_bind_int(&stmt, sar_index_digest_recording(&row));
	/* Of what it was no byte may linger. */
	index->forgot = true;
	return sar_index_run(index, &stmt, err);
}

static char *
path_of(struct sar_index *index, int64_t recording, struct sar_err *err)
{
	static const char sql[] = "SELECT path FROM recording WHERE id = ?1";
	struct sar_index_stmt stmt;
	bool bad = false;
	char *path;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_PURGING_PATH, sql, &stmt, err) ==
	    -1)
		return NULL;
	sar_index_bind_int(&stmt, recording);
	if ((rc = sar_index_step(index, &stmt, err)) != 1) {
		if (rc == 0)
			(void)sar_index_corrupt(index, "purge", recording, err);
		return NULL;
	}
	path = strdup(sar_index_column_text(&stmt, 0, &bad));
	sar_index_done(&stmt);
	if (path == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	return path;
}

int
sar_index_purge_erase(struct sar_index *index, int64_t recording,
    struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE purge SET state = 2 WHERE recording = ?1 AND state = 1";
	char name[SAR_INDEX_PURGED_NAME];
	char *path;
	int rc = -1;

	if (sar_index_need_begun(index, err) == -1 ||
	    (path = path_of(index, recording, err)) == NULL)
		return -1;
	if (sar_index_purge_name(path, name, err) == 0 &&
	    blank(index, recording, name, SAR_INDEX_PURGED, err) == 0 &&
	    sar_index_forget_commitment(index, recording, err) == 0)
		rc = run_one(index, SAR_INDEX_PURGING_DONE, sql, recording,
		    err);
	index->purged = 1;
	free(path);
	return rc;
}

int
sar_index_purge_lost(struct sar_index *index,
    const struct sar_index_recording *recording, struct sar_err *err)
{
	if (sar_index_need_begun(index, err) == -1 ||
	    blank(index, recording->id, recording->path, "", err) == -1)
		return -1;
	return sar_index_forget_commitment(index, recording->id, err);
}
