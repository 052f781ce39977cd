#include "index/commitment.h"

#include <string.h>

#include "index/committed.h"
#include "index/digest.h"
#include "index/recording.h"

static int
mark_unregistered(struct sar_index *index, int64_t recording,
    struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE recording SET registered = NULL WHERE id = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_COMMITMENT_MARK, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	return sar_index_run(index, &stmt, err);
}

/* Put it in by ${sql}; *${done}: that did. */
static int
put(struct sar_index *index, enum sar_index_slot slot, const char *sql,
    int64_t recording, const struct sar_index_commitment *c, bool *done,
    struct sar_err *err)
{
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, slot, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	sar_index_bind_text(&stmt, c->decoder);
	sar_index_bind_int(&stmt, c->block);
	sar_index_bind_blob(&stmt, c->seeds, c->channels * sizeof(c->seeds[0]));
	sar_index_bind_blob(&stmt, c->roots, c->channels * sizeof(c->roots[0]));
	sar_index_bind_blob(&stmt, c->file_salt, sizeof(c->file_salt));
	sar_index_bind_int(&stmt, sar_index_digest_commitment(recording, c));
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	*done = sqlite3_changes(index->db) == 1;
	return 0;
}

int
sar_index_put_commitment(struct sar_index *index, int64_t recording,
    const struct sar_index_commitment *c, struct sar_err *err)
{
	static const char add[] =
	    "INSERT INTO commitment (recording, decoder, block, seeds, roots, "
	    "file_salt, digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
	    "ON CONFLICT (recording) DO NOTHING";
	static const char replace[] =
	    "UPDATE commitment SET decoder = ?2, block = ?3, seeds = ?4, "
	    "roots = ?5, file_salt = ?6, digest = ?7 WHERE recording = ?1";
	bool done = false;

	if (sar_index_need_begun(index, err) == -1)
		return -1;
	if (c->forgotten || c->channels > SAR_INDEX_COMMIT_CHANNELS)
		return sar_err_set(err, SAR_EFAIL,
		    "%s: not a commitment that can be stored", index->path);
	if (put(index, SAR_INDEX_COMMITMENT_PUT, add, recording, c, &done,
		err) == -1)
		return -1;
	if (!done) {
		/* Of the one it replaces no byte may linger. */
		index->forgot = true;
		if (put(index, SAR_INDEX_COMMITMENT_REPLACE, replace, recording,
			c, &done, err) == -1)
			return -1;
	}
	return mark_unregistered(index, recording, err);
}

/* The bytes in ${column}, not more than ${max} at ${out}; how many. */
static size_t
bytes_in(const struct sar_index_stmt *stmt, int column, uint8_t *out,
    size_t max, bool *bad)
{
	const void *blob = sqlite3_column_blob(stmt->stmt, column);
	size_t len = (size_t)sqlite3_column_bytes(stmt->stmt, column);

	if (sqlite3_column_type(stmt->stmt, column) != SQLITE_BLOB ||
	    len > max) {
		*bad = true;
		return 0;
	}
	if (len > 0)
		memcpy(out, blob, len);
	return len;
}

static bool
is_null(const struct sar_index_stmt *stmt, int column)
{
	return sqlite3_column_type(stmt->stmt, column) == SQLITE_NULL;
}

int
sar_index_commitment_read(const struct sar_index_stmt *stmt, int64_t *recording,
    struct sar_index_commitment *out)
{
	const char *decoder;
	size_t roots, seeds;
	int64_t digest;
	bool bad = false;

	memset(out, 0, sizeof(*out));
	*recording = sar_index_column(stmt, 0, INT64_MIN, INT64_MAX, &bad);
	decoder = sar_index_column_text(stmt, 1, &bad);
	out->block = (uint32_t)sar_index_column(stmt, 2, 0, UINT32_MAX, &bad);
	out->forgotten = is_null(stmt, 3) && is_null(stmt, 5);
	roots = bytes_in(stmt, 4, out->roots[0], sizeof(out->roots), &bad);
	out->channels = (uint32_t)(roots / SAR_SHA256_LEN);
	if (!out->forgotten) {
		seeds = bytes_in(stmt, 3, out->seeds[0], sizeof(out->seeds),
		    &bad);
		if (seeds != roots ||
		    bytes_in(stmt, 5, out->file_salt, sizeof(out->file_salt),
			&bad) != sizeof(out->file_salt))
			bad = true;
	}
	digest = sar_index_column(stmt, 6, INT64_MIN, INT64_MAX, &bad);
	if (bad || roots % SAR_SHA256_LEN != 0 ||
	    strlen(decoder) >= sizeof(out->decoder))
		return -1;
	memcpy(out->decoder, decoder, strlen(decoder));
	return digest == sar_index_digest_commitment(*recording, out) ? 0 : -1;
}

int
sar_index_get_commitment(struct sar_index *index, int64_t recording,
    bool *there, struct sar_index_commitment *out, struct sar_err *err)
{
	static const char sql[] = "SELECT " SAR_INDEX_COMMITMENT_COLUMNS
				  " FROM commitment WHERE recording = ?1";
	struct sar_index_stmt stmt;
	int64_t id;
	int rc;

	*there = false;
	memset(out, 0, sizeof(*out));
	if (index->version < SAR_INDEX_COMMITTED_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_COMMITMENT_GET, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	rc = sar_index_commitment_read(&stmt, &id, out);
	sar_index_done(&stmt);
	if (rc == -1)
		return sar_index_corrupt(index, "commitment", recording, err);
	*there = true;
	return 0;
}

int
sar_index_forget_commitment(struct sar_index *index, int64_t recording,
    struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE commitment SET seeds = NULL, file_salt = NULL, "
	    "digest = ?2 WHERE recording = ?1";
	struct sar_index_commitment c;
	struct sar_index_stmt stmt;
	bool there = false;
	int rc;

	if (sar_index_need_begun(index, err) == -1)
		return -1;
	rc = sar_index_get_commitment(index, recording, &there, &c, err);
	explicit_bzero(c.seeds, sizeof(c.seeds));
	explicit_bzero(c.file_salt, sizeof(c.file_salt));
	if (rc == -1 || !there)
		return rc;
	c.forgotten = true;
	if (sar_index_prepare(index, SAR_INDEX_COMMITMENT_FORGET, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	sar_index_bind_int(&stmt, sar_index_digest_commitment(recording, &c));
	index->forgot = true;
	return sar_index_run(index, &stmt, err);
}

int
sar_index_drop_commitment(struct sar_index *index, const char *path,
    struct sar_err *err)
{
	static const char sql[] =
	    "DELETE FROM commitment WHERE recording = (SELECT id "
	    "FROM recording WHERE path = ?1 AND registered IS NULL)";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_COMMITMENT_DROP, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_text(&stmt, path);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	index->forgot = index->forgot || sqlite3_changes(index->db) > 0;
	return 0;
}

int
sar_index_each_present(struct sar_index *index, int64_t after,
    sar_index_recording_fn *fn, void *ctx, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT " SAR_INDEX_RECORDING_COLUMNS " FROM recording r "
	    "WHERE state = 0 AND id > ?1 ORDER BY id LIMIT 1";

	return sar_index_recording_each(index, SAR_INDEX_COMMITMENT_NEXT, sql,
	    after, fn, ctx, err);
}
