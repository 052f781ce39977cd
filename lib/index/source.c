#include <inttypes.h>

#include "index/db.h"
#include "index/system.h"

int
sar_index_source_known(struct sar_index *index,
    const struct sar_index_source *source, bool *known, struct sar_err *err)
{
	/* Epochs and times with an offset (3, 4) are what they are. */
	static const char sql[] =
	    "SELECT 1 FROM source WHERE sha256 = ?1 AND importer = ?2 AND "
	    "zone = ?3 AND (?4 = 0 OR basis IN (?4, 3, 4))";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_SOURCE_KNOWN, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_blob(&stmt, source->sha256, SAR_SHA256_LEN);
	sar_index_bind_text(&stmt, source->importer);
	sar_index_bind_text(&stmt, source->zone);
	sar_index_bind_int(&stmt, (int64_t)source->basis);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	sar_index_done(&stmt);
	*known = rc == 1;
	return 0;
}

int
sar_index_sums_get(struct sar_index *index, int64_t source,
    struct sar_index_sums *sums, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT legs, digest FROM source WHERE id = ?1";
	struct sar_index_stmt stmt;
	bool bad = false;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_SUMS_GET, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, source);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(index, "source", source, err);
	sums->legs = sar_index_column(&stmt, 0, INT64_MIN, INT64_MAX, &bad);
	sums->digest = (uint64_t)sar_index_column(&stmt, 1, INT64_MIN,
	    INT64_MAX, &bad);
	sar_index_done(&stmt);
	return bad ? sar_index_corrupt(index, "source", source, err) : 0;
}

int
sar_index_sums_put(struct sar_index *index, int64_t source,
    const struct sar_index_sums *sums, struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE source SET legs = ?2, digest = ?3 WHERE id = ?1";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_SUMS_PUT, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, source);
	sar_index_bind_int(&stmt, sums->legs);
	sar_index_bind_int(&stmt, (int64_t)sums->digest);
	return sar_index_run(index, &stmt, err);
}

/* The id of the source with this digest, which is read once more. */
static int
find_source(struct sar_index *index, const struct sar_index_source *source,
    int64_t *id, struct sar_err *err)
{
	static const char sql[] = "SELECT id FROM source WHERE sha256 = ?1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_SOURCE_ID, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_blob(&stmt, source->sha256, SAR_SHA256_LEN);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(index, "source", 0, err);
	*id = sqlite3_column_int64(stmt.stmt, 0);
	sar_index_done(&stmt);
	return 0;
}

int
sar_index_add_source(struct sar_index *index,
    const struct sar_index_source *source, int64_t *id, struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO source (sha256, name, importer, zone, basis, "
	    "evidence, grouped, imported, rows_read, rows_new, rows_same, "
	    "rows_changed, rows_rejected, legs, digest) "
	    "VALUES (?1, ?2, ?3, ?4, 0, '', ?5, ?6, 0, 0, 0, 0, 0, 0, 0) "
	    "ON CONFLICT (sha256) DO UPDATE SET name = excluded.name, "
	    "importer = excluded.importer, zone = excluded.zone, "
	    "grouped = excluded.grouped, imported = excluded.imported";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_SOURCE_ADD, sql, &stmt, err) ==
		-1)
		return -1;
	sar_index_bind_blob(&stmt, source->sha256, SAR_SHA256_LEN);
	sar_index_bind_text(&stmt, source->name);
	sar_index_bind_text(&stmt, source->importer);
	sar_index_bind_text(&stmt, source->zone);
	sar_index_bind_text(&stmt, source->grouped);
	sar_index_bind_int(&stmt, source->imported);
	if (sar_index_run(index, &stmt, err) == -1 ||
	    find_source(index, source, id, err) == -1 ||
	    sar_index_sums_get(index, *id, &index->sums, err) == -1)
		return -1;
	index->source = *id;
	return 0;
}

int
sar_index_end_source(struct sar_index *index, int64_t id,
    const struct sar_index_source *source, struct sar_err *err)
{
	static const char sql[] =
	    "UPDATE source SET rows_read = ?2, rows_new = ?3, rows_same = ?4, "
	    "rows_changed = ?5, rows_rejected = ?6, basis = ?7, evidence = ?8 "
	    "WHERE id = ?1";
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
	sar_index_bind_int(&stmt, (int64_t)source->basis);
	sar_index_bind_text(&stmt, source->evidence);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	if (sqlite3_changes(index->db) != 1)
		return sar_err_set(err, SAR_EFAIL, "%s: no source %" PRId64,
		    index->path, id);
	if (id == index->source)
		return sar_index_sums_put(index, id, &index->sums, err);
	return 0;
}
