#include <string.h>

#include "base/buf.h"
#include "ingest/database.h"
#include "ingest/freepbx.h"

#define TABLE "cdr"

static bool
has(const struct sar_probe *probe, const char *column)
{
	return sar_database_has(probe->db, TABLE, column);
}

/* Asterisk's own cdr table has no place for a recording. */
static bool
probe(const struct sar_probe *probe)
{
	return probe->db != NULL && has(probe, "calldate") &&
	       has(probe, "uniqueid") && has(probe, "recordingfile");
}

/*
 * Every column of ours, '' where the table has none.  NOT INDEXED: in the
 * order of the table, whatever indexes there are.
 */
static int
make_query(const struct sar_reading *in, struct sar_buf *sql,
    struct sar_err *err)
{
	const char *name;
	int c;

	for (c = 0; c < SAR_FREEPBX_COLUMNS; c++) {
		name = sar_freepbx_name(c);
		sar_buf_puts(sql, c == 0 ? "SELECT " : ", ");
		if (sar_database_has(in->db, TABLE, name)) {
			sar_buf_puts(sql, name);
			continue;
		}
		if (sar_freepbx_needed(c))
			return sar_err_set(err, SAR_EINPUT,
			    "%s: table " TABLE ": column %s is missing",
			    in->name, name);
		sar_buf_puts(sql,
		    c == SAR_FREEPBX_RECORDINGFILE ? "NULL" : "''");
	}
	sar_buf_puts(sql, " FROM " TABLE " NOT INDEXED");
	return sar_buf_check(sql, err);
}

static int
digest(struct sar_reading *in, struct sar_err *err)
{
	struct sar_buf sql = SAR_BUF_INIT;
	int rc = -1;

	if (in->db == NULL)
		(void)sar_err_set(err, SAR_EINPUT, "%s: not an SQLite database",
		    in->name);
	else if (make_query(in, &sql, err) == 0)
		rc = sar_database_digest(in->db, in->name, sql.data, in->sha256,
		    err);
	sar_buf_free(&sql);
	return rc;
}

struct rows {
	struct sar_reading *in;
	bool recordings; /* there is a column for them */
};

static bool
read_row(const struct rows *rows, const struct sar_database_row *row)
{
	const char *value[SAR_FREEPBX_COLUMNS];
	struct sar_row *out = rows->in->row;
	int c;

	if (row->fault != NULL)
		return sar_row_reject(out, sar_freepbx_name((int)row->at),
		    row->fault);
	for (c = 0; c < SAR_FREEPBX_COLUMNS; c++) {
		value[c] = row->values[c] == NULL ? "" : row->values[c];
		if (row->numbers[c] && sar_freepbx_exact(c))
			return sar_row_reject(out, sar_freepbx_name(c),
			    "a number, not text: its zeros are lost");
	}
	if (!rows->recordings)
		value[SAR_FREEPBX_RECORDINGFILE] = NULL;
	return sar_freepbx_row(rows->in, value);
}

static int
take_row(void *ctx, const struct sar_database_row *row, struct sar_err *err)
{
	const struct rows *rows = ctx;

	return sar_sink_take(rows->in, row->nr, read_row(rows, row), err);
}

static int
read_sqlite(struct sar_reading *in, struct sar_err *err)
{
	struct rows rows = { in,
		sar_database_has(in->db, TABLE, "recordingfile") };
	struct sar_buf sql = SAR_BUF_INIT;
	int rc = -1;

	sar_freepbx_basis(in);
	if (make_query(in, &sql, err) == 0)
		rc = sar_database_each(in->db, in->name, sql.data, take_row,
		    &rows, err);
	sar_buf_free(&sql);
	return rc;
}

const struct sar_format sar_format_freepbx_sqlite = {
	.name = "freepbx-sqlite",
	.version = 1,
	.title = "FreePBX, SQLite copy of asteriskcdrdb.cdr",
	.system = "asterisk",
	.grouped = "linkedid",
	.probe = probe,
	.digest = digest,
	.read = read_sqlite,
};
