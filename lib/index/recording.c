#include "index/recording.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "index/check.h"
#include "index/committed.h"
#include "index/digest.h"
#include "index/held.h"

/* The digest in ${column}; none is NULL, and just for what is missing. */
static void
read_digest(const struct sar_index_stmt *stmt, int column,
    enum sar_recording_state state, uint8_t out[SAR_SHA256_LEN], bool *bad)
{
	const void *blob = sqlite3_column_blob(stmt->stmt, column);

	memset(out, 0, SAR_SHA256_LEN);
	if ((blob == NULL) != (state == SAR_RECORDING_MISSING) ||
	    (blob != NULL &&
		sqlite3_column_bytes(stmt->stmt, column) != SAR_SHA256_LEN))
		*bad = true;
	else if (blob != NULL)
		memcpy(out, blob, SAR_SHA256_LEN);
}

int
sar_index_recording_read(const struct sar_index *index,
    const struct sar_index_stmt *stmt, struct sar_index_text *text,
    struct sar_index_recording *out, struct sar_err *err)
{
	const char *path, *codec, *finding;
	int64_t digest;
	bool bad = false;

	*out = (struct sar_index_recording){ 0 };
	out->id = sar_index_column(stmt, 0, INT64_MIN, INT64_MAX, &bad);
	path = sar_index_column_text(stmt, 1, &bad);
	out->state = (enum sar_recording_state)sar_index_column(stmt, 2, 0,
	    SAR_RECORDING_UNSUPPORTED, &bad);
	read_digest(stmt, 3, out->state, out->sha256, &bad);
	out->bytes = (uint64_t)sar_index_column(stmt, 4, 0, INT64_MAX, &bad);
	out->frames = (uint64_t)sar_index_column(stmt, 5, 0, INT64_MAX, &bad);
	out->rate = (uint32_t)sar_index_column(stmt, 6, 0, UINT32_MAX, &bad);
	out->channels = (uint32_t)sar_index_column(stmt, 7, 0, UINT32_MAX,
	    &bad);
	codec = sar_index_column_text(stmt, 8, &bad);
	finding = sar_index_column_text(stmt, 9, &bad);
	digest = sar_index_column(stmt, 10, INT64_MIN, INT64_MAX, &bad);
	out->path = path;
	out->codec = codec;
	out->finding = finding;
	if (bad || !sar_index_check_path(path) ||
	    digest != sar_index_digest_recording(out))
		return sar_index_corrupt(index, "recording", out->id, err);
	out->path = sar_index_text_add(text, path, err);
	out->codec = sar_index_text_add(text, codec, err);
	out->finding = sar_index_text_add(text, finding, err);
	if (out->path == NULL || out->codec == NULL || out->finding == NULL)
		return -1;
	return 0;
}

static void
keep(char *out, size_t size, const char *text)
{
	(void)snprintf(out, size, "%s", text);
}

/* By the path it has in the index. */
static int
find(struct sar_index *index, const char *path, int64_t *id,
    struct sar_index_recording *out, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT id, state, sha256, bytes, rate, channels, codec, finding "
	    "FROM recording WHERE path = ?1";
	struct sar_index_stmt stmt;
	bool bad = false;
	int rc;

	*id = 0;
	*out = (struct sar_index_recording){ .path = "",
		.codec = "",
		.finding = "" };
	if (sar_index_prepare(index, SAR_INDEX_RECORDING_FIND, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_text(&stmt, path);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	out->id = sar_index_column(&stmt, 0, INT64_MIN, INT64_MAX, &bad);
	out->state = (enum sar_recording_state)sar_index_column(&stmt, 1, 0,
	    SAR_RECORDING_UNSUPPORTED, &bad);
	read_digest(&stmt, 2, out->state, out->sha256, &bad);
	out->bytes = (uint64_t)sar_index_column(&stmt, 3, 0, INT64_MAX, &bad);
	out->rate = (uint32_t)sar_index_column(&stmt, 4, 0, UINT32_MAX, &bad);
	out->channels = (uint32_t)sar_index_column(&stmt, 5, 0, UINT32_MAX,
	    &bad);
	keep(index->found_codec, sizeof(index->found_codec),
	    sar_index_column_text(&stmt, 6, &bad));
	keep(index->found_finding, sizeof(index->found_finding),
	    sar_index_column_text(&stmt, 7, &bad));
	out->codec = index->found_codec;
	out->finding = index->found_finding;
	sar_index_done(&stmt);
	if (bad)
		return sar_index_corrupt(index, "recording", out->id, err);
	*id = out->id;
	return 0;
}

/* What was deleted when its retention ended stays so, whatever is said of its
   path again. */
static int
find_purged(struct sar_index *index, const char *path, int64_t *id,
    struct sar_index_recording *out, struct sar_err *err)
{
	char name[SAR_INDEX_PURGED_NAME];
	bool any;

	*id = 0;
	if (sar_index_purge_any(index, &any, err) == -1)
		return -1;
	if (!any)
		return 0;
	if (sar_index_purge_name(path, name, err) == -1)
		return -1;
	return find(index, name, id, out, err);
}

int
sar_index_find_recording(struct sar_index *index, const char *path, int64_t *id,
    struct sar_index_recording *out, struct sar_err *err)
{
	if (find(index, path, id, out, err) == -1)
		return -1;
	return *id != 0 ? 0 : find_purged(index, path, id, out, err);
}

int
sar_index_any_recording(struct sar_index *index, bool *any, struct sar_err *err)
{
	static const char sql[] = "SELECT 1 FROM recording LIMIT 1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_RECORDING_ANY, sql, &stmt,
		err) == -1 ||
	    (rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	*any = rc == 1;
	sar_index_done(&stmt);
	return 0;
}

static void
bind_recording(struct sar_index_stmt *stmt,
    const struct sar_index_recording *recording)
{
	sar_index_bind_text(stmt, recording->path);
	sar_index_bind_int(stmt, (int64_t)recording->state);
	if (recording->state == SAR_RECORDING_MISSING)
		sar_index_bind_null(stmt);
	else
		sar_index_bind_blob(stmt, recording->sha256, SAR_SHA256_LEN);
	sar_index_bind_u64(stmt, recording->bytes);
	sar_index_bind_u64(stmt, recording->frames);
	sar_index_bind_int(stmt, recording->rate);
	sar_index_bind_int(stmt, recording->channels);
	sar_index_bind_text(stmt,
	    recording->codec == NULL ? "" : recording->codec);
	sar_index_bind_text(stmt,
	    recording->finding == NULL ? "" : recording->finding);
	sar_index_bind_int(stmt, sar_index_digest_recording(recording));
}

static int
add_recording(struct sar_index *index,
    const struct sar_index_recording *recording, bool *added,
    struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO recording (path, state, sha256, bytes, frames, rate, "
	    "channels, codec, finding, digest) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
	    "ON CONFLICT (path) DO NOTHING";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_RECORDING_ADD, sql, &stmt,
		err) == -1)
		return -1;
	bind_recording(&stmt, recording);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	*added = sqlite3_changes(index->db) == 1;
	return 0;
}

static int
update_recording(struct sar_index *index,
    const struct sar_index_recording *recording, struct sar_err *err)
{
	/* A file that changed, or that is read in another way, is another
	   one: it is registered anew. */
	static const char sql[] =
	    "UPDATE recording SET state = ?2, sha256 = ?3, bytes = ?4, "
	    "frames = ?5, rate = ?6, channels = ?7, codec = ?8, finding = ?9, "
	    "digest = ?10, registered = CASE WHEN sha256 IS ?3 AND "
	    "frames = ?5 AND rate = ?6 AND channels = ?7 AND codec = ?8 "
	    "THEN registered END "
	    "WHERE path = ?1 AND NOT (state = ?2 AND sha256 IS ?3 AND "
	    "bytes = ?4 AND frames = ?5 AND rate = ?6 AND channels = ?7 AND "
	    "codec = ?8 AND finding = ?9 AND digest = ?10)";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_RECORDING_UPDATE, sql, &stmt,
		err) == -1)
		return -1;
	bind_recording(&stmt, recording);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	if (sqlite3_changes(index->db) == 0)
		return 0;
	return sar_index_drop_commitment(index, recording->path, err);
}

int
sar_index_put_recording(struct sar_index *index,
    const struct sar_index_recording *recording, int64_t *id,
    struct sar_err *err)
{
	struct sar_index_recording there;
	bool added = false;

	if (sar_index_need_begun(index, err) == -1)
		return -1;
	if (recording->path == NULL || !sar_index_check_path(recording->path))
		return sar_err_set(err, SAR_EINPUT,
		    "%s: a recording's path leaves its folder", index->path);
	if (find_purged(index, recording->path, id, &there, err) == -1)
		return -1;
	if (*id != 0)
		return 0;
	if (add_recording(index, recording, &added, err) == -1)
		return -1;
	if (added) {
		*id = sqlite3_last_insert_rowid(index->db);
		return 0;
	}
	if (update_recording(index, recording, err) == -1)
		return -1;
	return sar_index_find_recording(index, recording->path, id, &there,
	    err);
}

/* The first after ${id}: 1, or 0 if there is none. */
static int
next(struct sar_index *index, enum sar_index_slot slot, const char *sql,
    int64_t id, struct sar_index_text *text, struct sar_index_recording *out,
    struct sar_err *err)
{
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, slot, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	rc = sar_index_recording_read(index, &stmt, text, out, err);
	sar_index_done(&stmt);
	return rc == -1 ? -1 : 1;
}

int
sar_index_recording_each(struct sar_index *index, enum sar_index_slot slot,
    const char *sql, int64_t after, sar_index_recording_fn *fn, void *ctx,
    struct sar_err *err)
{
	struct sar_index_recording recording = { .id = after };
	struct sar_index_text *text;
	int rc;

	do {
		if ((text = sar_index_text_new(err)) == NULL)
			return -1;
		rc = next(index, slot, sql, recording.id, text, &recording,
		    err);
		if (rc == 1 && fn(ctx, &recording, err) == -1)
			rc = -1;
		sar_index_text_free(text);
	} while (rc == 1);
	return rc;
}
