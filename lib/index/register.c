#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "index/committed.h"
#include "index/recording.h"

#define LEAF_MARK 0x00 /* RFC 9162, 2.1.1 */

void
sar_index_leaf(const char *line, size_t len, uint8_t out[SAR_SHA256_LEN])
{
	sar_sha256_marked(LEAF_MARK, line, len, out);
}

int
sar_index_unregistered(struct sar_index *index, sar_index_recording_fn *fn,
    void *ctx, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT " SAR_INDEX_RECORDING_COLUMNS " FROM recording r "
	    "INDEXED BY recording_unregistered "
	    "WHERE registered IS NULL AND state <> 1 AND id > ?1 "
	    "ORDER BY id LIMIT 1";

	return sar_index_recording_each(index, SAR_INDEX_RECORDING_NEXT, sql,
	    INT64_MIN, fn, ctx, err);
}

static int
mark(struct sar_index *index, int64_t recording, uint64_t seq,
    struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE recording SET registered = ?2 WHERE id = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_REGISTER_MARK, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	sar_index_bind_u64(&stmt, seq);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	if (sqlite3_changes(index->db) != 1)
		return sar_err_set(err, SAR_EFAIL, "%s: no recording %" PRId64,
		    index->path, recording);
	return 0;
}

int
sar_index_registered(struct sar_index *index, int64_t recording, uint64_t seq,
    uint64_t nr, const char *line, struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO registration (recording, seq, nr, leaf, line) "
	    "VALUES (?1, ?2, ?3, ?4, ?5)";
	uint8_t leaf[SAR_SHA256_LEN];
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    mark(index, recording, seq, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_REGISTER_LINE, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_leaf(line, strlen(line), leaf);
	sar_index_bind_int(&stmt, recording);
	sar_index_bind_u64(&stmt, seq);
	sar_index_bind_u64(&stmt, nr);
	sar_index_bind_blob(&stmt, leaf, sizeof(leaf));
	sar_index_bind_text(&stmt, line);
	return sar_index_run(index, &stmt, err);
}

/* The row of ${stmt}: its line is NULL once erased. */
static int
read_line(struct sar_index *index, struct sar_index_stmt *stmt,
    struct sar_index_registration *out, struct sar_err *err)
{
	bool bad = false;

	out->seq = (uint64_t)sar_index_column(stmt, 0, 0, INT64_MAX, &bad);
	out->nr = (uint64_t)sar_index_column(stmt, 1, 0, INT64_MAX, &bad);
	out->line = NULL;
	if (sqlite3_column_type(stmt->stmt, 2) != SQLITE_NULL &&
	    (out->line = strdup(sar_index_column_text(stmt, 2, &bad))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (!bad)
		return 0;
	free(out->line);
	out->line = NULL;
	return sar_index_corrupt(index, "registration", 0, err);
}

static int
last_line(struct sar_index *index, int64_t recording, bool now, bool *there,
    struct sar_index_registration *out, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT g.seq, g.nr, g.line FROM registration g "
	    "JOIN recording r ON r.id = g.recording WHERE g.recording = ?1 "
	    "AND (g.seq = r.registered OR ?2 = 0) ORDER BY g.seq DESC LIMIT 1";
	struct sar_index_stmt stmt;
	int rc;

	*there = false;
	*out = (struct sar_index_registration){ 0, 0, NULL };
	if (index->version < SAR_INDEX_COMMITTED_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_REGISTER_GET, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	sar_index_bind_int(&stmt, now);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	rc = read_line(index, &stmt, out, err);
	sar_index_done(&stmt);
	*there = rc == 0;
	return rc;
}

int
sar_index_registration(struct sar_index *index, int64_t recording, bool *there,
    struct sar_index_registration *out, struct sar_err *err)
{
	return last_line(index, recording, true, there, out, err);
}

int
sar_index_registered_before(struct sar_index *index, int64_t recording,
    char **line, struct sar_err *err)
{
	struct sar_index_registration last;
	bool there;
	int rc = last_line(index, recording, false, &there, &last, err);

	*line = last.line;
	return rc;
}

int
sar_index_batch(struct sar_index *index, uint64_t seq, sar_index_batch_fn *fn,
    void *ctx, struct sar_err *err)
{
	static const char sql[] = "SELECT nr, leaf FROM registration "
				  "WHERE seq = ?1 ORDER BY nr";
	struct sar_index_stmt stmt;
	const void *leaf;
	uint64_t nr = 0;
	int rc;

	if (index->version < SAR_INDEX_COMMITTED_SINCE)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_REGISTER_BATCH, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_u64(&stmt, seq);
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		leaf = sqlite3_column_blob(stmt.stmt, 1);
		if (sqlite3_column_int64(stmt.stmt, 0) != (int64_t)nr ||
		    leaf == NULL ||
		    sqlite3_column_bytes(stmt.stmt, 1) != SAR_SHA256_LEN)
			rc = sar_index_corrupt(index, "registration", 0, err);
		else
			rc = fn(ctx, nr, leaf, err);
		if (rc == -1) {
			sar_index_done(&stmt);
			return -1;
		}
		nr++;
	}
	return rc;
}

int
sar_index_forget_lines(struct sar_index *index, int64_t recording,
    struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE registration SET line = NULL WHERE recording = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_REGISTER_ERASE, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	index->forgot = true;
	return sar_index_run(index, &stmt, err);
}
