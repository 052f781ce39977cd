#include <inttypes.h>

#include "index/recording.h"

/* The first recording after *${id} that is not registered; 0 if none. */
static int
next(struct sar_index *index, int64_t id, struct sar_index_text *text,
    struct sar_index_recording *out, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT " SAR_INDEX_RECORDING_COLUMNS " FROM recording r "
	    "INDEXED BY recording_unregistered "
	    "WHERE registered IS NULL AND state <> 1 AND id > ?1 "
	    "ORDER BY id LIMIT 1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_RECORDING_NEXT, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	rc = sar_index_recording_read(index, &stmt, text, out, err);
	sar_index_done(&stmt);
	return rc == -1 ? -1 : 1;
}

/*
 * One statement for each, so that ${fn} may register what it is shown: a
 * cursor over rows that change as it goes promises nothing.
 */
int
sar_index_unregistered(struct sar_index *index, sar_index_register_fn *fn,
    void *ctx, struct sar_err *err)
{
	struct sar_index_recording recording = { 0 };
	struct sar_index_text *text = NULL;
	int64_t id = INT64_MIN;
	int rc;

	for (;;) {
		if ((text = sar_index_text_new(err)) == NULL)
			return -1;
		rc = next(index, id, text, &recording, err);
		if (rc == 1 && fn(ctx, &recording, err) == -1)
			rc = -1;
		sar_index_text_free(text);
		if (rc != 1)
			return rc;
		id = recording.id;
	}
}

int
sar_index_registered(struct sar_index *index, int64_t recording, uint64_t seq,
    const char *line, struct sar_err *err)
{
	static const char mark_sql[] =
	    "UPDATE recording SET registered = ?2 WHERE id = ?1";
	static const char line_sql[] =
	    "INSERT INTO registration (recording, seq, line) "
	    "VALUES (?1, ?2, ?3)";
	struct sar_index_stmt stmt;

	if (sar_index_need_begun(index, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_REGISTER_MARK, mark_sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	sar_index_bind_u64(&stmt, seq);
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	if (sqlite3_changes(index->db) != 1)
		return sar_err_set(err, SAR_EFAIL, "%s: no recording %" PRId64,
		    index->path, recording);
	if (sar_index_prepare(index, SAR_INDEX_REGISTER_LINE, line_sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	sar_index_bind_u64(&stmt, seq);
	sar_index_bind_text(&stmt, line);
	return sar_index_run(index, &stmt, err);
}
