#include "index/each.h"

#include <string.h>

#include "index/recording.h"
#include "index/search.h"

int
sar_index_count_recordings(struct sar_index *index, uint64_t *n,
    struct sar_err *err)
{
	static const char sql[] = "SELECT count(*) FROM recording";
	struct sar_index_stmt stmt;
	bool bad = false;

	if (sar_index_prepare(index, SAR_INDEX_EACH_COUNT, sql, &stmt, err) ==
		-1 ||
	    sar_index_step(index, &stmt, err) == -1)
		return -1;
	*n = (uint64_t)sar_index_column(&stmt, 0, 0, INT64_MAX, &bad);
	sar_index_done(&stmt);
	return 0;
}

static int
tell(struct sar_index *index, const struct sar_index_stmt *stmt,
    sar_index_recording_fn *fn, void *ctx, struct sar_err *err)
{
	struct sar_index_recording recording;
	struct sar_index_text *text = sar_index_text_new(err);
	int rc = -1;

	if (text != NULL &&
	    sar_index_recording_read(index, stmt, text, &recording, err) == 0)
		rc = fn(ctx, &recording, err);
	sar_index_text_free(text);
	return rc;
}

int
sar_index_each_recording(struct sar_index *index, sar_index_recording_fn *fn,
    void *ctx, struct sar_err *err)
{
	static const char sql[] = "SELECT " SAR_INDEX_RECORDING_COLUMNS
				  " FROM recording r ORDER BY r.path";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_EACH_RECORDING, sql, &stmt,
		err) == -1)
		return -1;
	while ((rc = sar_index_step(index, &stmt, err)) == 1)
		if (tell(index, &stmt, fn, ctx, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

int
sar_index_recording_of(struct sar_index *index, int64_t id, bool *there,
    sar_index_recording_fn *fn, void *ctx, struct sar_err *err)
{
	static const char sql[] = "SELECT " SAR_INDEX_RECORDING_COLUMNS
				  " FROM recording r WHERE r.id = ?1";
	struct sar_index_stmt stmt;
	struct sar_index_recording recording;
	struct sar_index_text *text;
	int rc = -1;

	*there = false;
	if ((text = sar_index_text_new(err)) == NULL)
		return -1;
	if (sar_index_prepare(index, SAR_INDEX_EACH_ONE, sql, &stmt, err) == -1)
		goto out;
	sar_index_bind_int(&stmt, id);
	rc = sar_index_step(index, &stmt, err);
	*there = rc == 1;
	if (rc == 1)
		rc = sar_index_recording_read(index, &stmt, text, &recording,
		    err);
	/* Before it is shown: whoever is shown it may change it. */
	sar_index_done(&stmt);
	if (rc == 0 && *there)
		rc = fn(ctx, &recording, err);

out:
	sar_index_text_free(text);
	return rc;
}

int
sar_index_recording_last(struct sar_index *index, int64_t recording,
    int64_t *last, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT max(l.start) FROM leg_recording u JOIN leg l "
	    "ON l.id = u.leg WHERE u.recording = ?1";
	struct sar_index_stmt stmt;

	*last = INT64_MIN;
	if (sar_index_prepare(index, SAR_INDEX_EACH_LAST, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	if (sar_index_step(index, &stmt, err) == -1)
		return -1;
	if (sqlite3_column_type(stmt.stmt, 0) != SQLITE_NULL)
		*last = sqlite3_column_int64(stmt.stmt, 0);
	sar_index_done(&stmt);
	return 0;
}

int
sar_index_each_codec(struct sar_index *index, sar_index_codec_fn *fn, void *ctx,
    struct sar_err *err)
{
	static const char sql[] = "SELECT codec, state, count(*) "
				  "FROM recording GROUP BY codec, state";
	struct sar_index_stmt stmt;
	enum sar_recording_state state;
	const char *codec;
	uint64_t n;
	bool bad = false;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_EACH_CODEC, sql, &stmt, err) ==
	    -1)
		return -1;
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		codec = sar_index_column_text(&stmt, 0, &bad);
		state = (enum sar_recording_state)sar_index_column(&stmt, 1, 0,
		    SAR_RECORDING_UNSUPPORTED, &bad);
		n = (uint64_t)sar_index_column(&stmt, 2, 0, INT64_MAX, &bad);
		rc = bad ? sar_index_corrupt(index, "recording", 0, err)
			 : fn(ctx, codec, state, n, err);
		if (rc == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	}
	return rc;
}

static int
tell_source(struct sar_index *index, const struct sar_index_stmt *stmt,
    sar_index_source_fn *fn, void *ctx, struct sar_err *err)
{
	struct sar_index_source source = { 0 };
	const void *blob = sqlite3_column_blob(stmt->stmt, 0);
	uint64_t legs;
	bool bad = blob == NULL ||
		   sqlite3_column_bytes(stmt->stmt, 0) != SAR_SHA256_LEN;

	if (!bad)
		memcpy(source.sha256, blob, SAR_SHA256_LEN);
	source.name = sar_index_column_text(stmt, 1, &bad);
	source.importer = sar_index_column_text(stmt, 2, &bad);
	source.zone = sar_index_column_text(stmt, 3, &bad);
	source.evidence = sar_index_column_text(stmt, 4, &bad);
	source.grouped = sar_index_column_text(stmt, 5, &bad);
	source.basis = (enum sar_time_basis)sar_index_column(stmt, 6, 0,
	    SAR_TIME_EPOCH, &bad);
	source.imported = sar_index_column(stmt, 7, INT64_MIN, INT64_MAX, &bad);
	source.rows_read = (uint64_t)sar_index_column(stmt, 8, 0, INT64_MAX,
	    &bad);
	source.rows_new = (uint64_t)sar_index_column(stmt, 9, 0, INT64_MAX,
	    &bad);
	source.rows_same = (uint64_t)sar_index_column(stmt, 10, 0, INT64_MAX,
	    &bad);
	source.rows_changed = (uint64_t)sar_index_column(stmt, 11, 0, INT64_MAX,
	    &bad);
	source.rows_rejected = (uint64_t)sar_index_column(stmt, 12, 0,
	    INT64_MAX, &bad);
	legs = (uint64_t)sar_index_column(stmt, 13, 0, INT64_MAX, &bad);
	if (bad)
		return sar_index_corrupt(index, "source",
		    sqlite3_column_int64(stmt->stmt, 14), err);
	return fn(ctx, &source, legs, err);
}

int
sar_index_each_source(struct sar_index *index, sar_index_source_fn *fn,
    void *ctx, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT sha256, name, importer, zone, evidence, grouped, basis, "
	    "imported, rows_read, rows_new, rows_same, rows_changed, "
	    "rows_rejected, legs, id FROM source ORDER BY id";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_EACH_SOURCE, sql, &stmt, err) ==
	    -1)
		return -1;
	while ((rc = sar_index_step(index, &stmt, err)) == 1)
		if (tell_source(index, &stmt, fn, ctx, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

/* Has the leg one of the first ${n} keys too?  Then it was told already. */
static int
told_before(struct sar_index *index, int64_t leg, const int64_t *keys, size_t n,
    bool *told, struct sar_err *err)
{
	static const char sql[] = "SELECT ifnull(key, 0) FROM party "
				  "WHERE leg = ?1";
	struct sar_index_stmt stmt;
	int64_t key;
	size_t i;
	int rc;

	*told = false;
	if (sar_index_prepare(index, SAR_INDEX_EACH_PARTIES, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, leg);
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		key = sqlite3_column_int64(stmt.stmt, 0);
		for (i = 0; i < n; i++)
			*told = *told || keys[i] == key;
	}
	return rc;
}

static int
each_of_key(struct sar_index *index, const int64_t *keys, size_t at,
    int64_t since, sar_index_leg_fn *fn, void *ctx, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT DISTINCT p.leg FROM party p INDEXED BY party_by_key "
	    "JOIN leg l ON l.id = p.leg WHERE p.key = ?1 AND p.since >= ?2 - "
	    "777600 AND l.start >= ?2 AND l.answered = 1 AND l.talk > 0 "
	    "AND NOT EXISTS (SELECT 1 FROM leg_recording WHERE leg = l.id) "
	    "AND NOT EXISTS (SELECT 1 FROM leg g "
	    "JOIN leg_recording u ON u.leg = g.id "
	    "WHERE g.system = l.system AND g.call = l.call)";
	struct sar_index_stmt stmt;
	bool told;
	int64_t leg;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_EACH_SILENT, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, keys[at]);
	sar_index_bind_int(&stmt, since);
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		leg = sqlite3_column_int64(stmt.stmt, 0);
		if (told_before(index, leg, keys, at, &told, err) == 0 &&
		    (told || fn(ctx, leg, err) == 0))
			continue;
		sar_index_done(&stmt);
		return -1;
	}
	return rc;
}

int
sar_index_each_silent(struct sar_index *index, const int64_t *keys, size_t n,
    int64_t since, sar_index_leg_fn *fn, void *ctx, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (each_of_key(index, keys, i, since, fn, ctx, err) == -1)
			return -1;
	return 0;
}
