#include <string.h>

#include "base/buf.h"
#include "ingest/database.h"
#include "ingest/freepbx.h"

#define TABLE "cdr"

static bool
has(const struct sar_database *db, const char *column)
{
	return sar_database_has(db, TABLE, column);
}

/* Asterisk's own cdr table has no place for a recording. */
static bool
probe_freepbx(const struct sar_probe *probe)
{
	return probe->db != NULL && has(probe->db, "calldate") &&
	       has(probe->db, "uniqueid") && has(probe->db, "recordingfile");
}

/* cdr_sqlite3_custom: the columns are the site's choice (section 1.3). */
static bool
probe_asterisk(const struct sar_probe *probe)
{
	const struct sar_database *db = probe->db;

	return db != NULL && (has(db, "calldate") || has(db, "start")) &&
	       (has(db, "clid") || has(db, "src")) && has(db, "uniqueid") &&
	       has(db, "billsec") && has(db, "disposition") &&
	       !has(db, "recordingfile");
}

/* The table's column for ${column}; NULL when it has none. */
static const char *
find_column(const struct sar_database *db, int column)
{
	const char *name = sar_freepbx_name(column);

	if (has(db, name))
		return name;
	return column == SAR_FREEPBX_CALLDATE && has(db, "start") ? "start"
								  : NULL;
}

/* What no row can do without; a caller is in src, or else in clid. */
static bool
is_missing(const struct sar_database *db, int column)
{
	if (column == SAR_FREEPBX_SRC || column == SAR_FREEPBX_CLID)
		return !has(db, "src") && !has(db, "clid");
	return column == SAR_FREEPBX_CALLDATE ||
	       column == SAR_FREEPBX_DURATION ||
	       column == SAR_FREEPBX_BILLSEC ||
	       column == SAR_FREEPBX_DISPOSITION ||
	       column == SAR_FREEPBX_UNIQUEID;
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
		name = find_column(in->db, c);
		if (name == NULL && is_missing(in->db, c))
			return sar_err_set(err, SAR_EINPUT,
			    "%s: table " TABLE ": column %s is missing",
			    in->name, sar_freepbx_name(c));
		if (name == NULL)
			name = "''";
		sar_buf_puts(sql, c == 0 ? "SELECT " : ", ");
		sar_buf_puts(sql, name);
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
	struct rows rows = { in, has(in->db, "recordingfile") };
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
	.probe = probe_freepbx,
	.digest = digest,
	.read = read_sqlite,
};

const struct sar_format sar_format_asterisk_sqlite = {
	.name = "asterisk-sqlite",
	.version = 1,
	.title = "Asterisk, SQLite of cdr_sqlite3_custom",
	.system = "asterisk",
	.grouped = "linkedid",
	.probe = probe_asterisk,
	.digest = digest,
	.read = read_sqlite,
};
