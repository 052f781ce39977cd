/* What stands for the index as it is, without reading all of it. */
#include <inttypes.h>

#include "base/buf.h"
#include "index/db.h"

/* What each source brought, and the sum of its legs' digests. */
static int
add_sources(struct sar_index *index, struct sar_buf *out, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT id, hex(sha256), importer, zone, imported, rows_read, "
	    "rows_rejected, legs, digest FROM source ORDER BY id";
	struct sar_index_stmt stmt;
	int i, rc;

	if (sar_index_prepare(index, SAR_INDEX_STATE_SOURCES, sql, &stmt,
		err) == -1)
		return -1;
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		for (i = 0; i < 9; i++)
			sar_buf_printf(out, "%s ",
			    (const char *)sqlite3_column_text(stmt.stmt, i));
		sar_buf_puts(out, "\n");
	}
	return rc;
}

/* Rows are not taken away: how far they go is found without counting. */
static int
add_ends(struct sar_index *index, struct sar_buf *out, struct sar_err *err)
{
	static const char sql[] = "SELECT (SELECT max(id) FROM leg), "
				  "(SELECT max(id) FROM recording)";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_STATE_ENDS, sql, &stmt, err) ==
		-1 ||
	    sar_index_step(index, &stmt, err) == -1)
		return -1;
	sar_buf_printf(out, "%d %" PRId64 " %" PRId64 "\n", index->version,
	    (int64_t)sqlite3_column_int64(stmt.stmt, 0),
	    (int64_t)sqlite3_column_int64(stmt.stmt, 1));
	sar_index_done(&stmt);
	return 0;
}

int
sar_index_state(struct sar_index *index, uint8_t out[SAR_SHA256_LEN],
    struct sar_err *err)
{
	struct sar_buf text = SAR_BUF_INIT;
	int rc = -1;

	if (add_sources(index, &text, err) == 0 &&
	    add_ends(index, &text, err) == 0 && sar_buf_check(&text, err) == 0)
		rc = sar_sha256_text(text.data, text.len, out, err);
	sar_buf_free(&text);
	return rc;
}
