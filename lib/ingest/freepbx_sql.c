#include <inttypes.h>
#include <string.h>
#include <strings.h>

#include "ingest/freepbx.h"
#include "ingest/sqldump.h"

#define TABLE "cdr"

/* A dump being read. */
struct dump {
	struct sar_reading *in;
	bool found;
	bool operator; /* said what the times are */
	/* Where each column stands; SAR_SQLDUMP_COLUMNS_MAX: nowhere. */
	size_t at[SAR_FREEPBX_COLUMNS];
};

/* Copies that FreePBX keeps, transient_cdr and replicate_cdr, would be the
   same calls again. */
static bool
wants(void *ctx, const char *table)
{
	(void)ctx;
	return strcasecmp(table, TABLE) == 0;
}

/*
 * calldate is DATETIME, and mysqldump's TIME_ZONE='+00:00' changes only what
 * is TIMESTAMP: a table whose calldate was made one is in UTC in the dump.
 */
static void
set_basis(struct dump *dump, const struct sar_sqldump_columns *columns)
{
	struct sar_reading *in = dump->in;
	const char *type = columns->types[dump->at[SAR_FREEPBX_CALLDATE]];

	if (dump->operator)
		return;
	if (columns->utc && strcmp(type, "timestamp") == 0) {
		in->context.basis = SAR_TIME_UTC;
		in->evidence = "dump";
		return;
	}
	in->context.basis = SAR_TIME_ZONE;
	in->evidence = "format";
}

static int
take_columns(void *ctx, const struct sar_sqldump_columns *columns,
    struct sar_err *err)
{
	struct dump *dump = ctx;
	size_t i;
	int c;

	dump->found = true;
	for (c = 0; c < SAR_FREEPBX_COLUMNS; c++) {
		i = sar_sqldump_find(columns, sar_freepbx_name(c));
		dump->at[c] = i < columns->n ? i : SAR_SQLDUMP_COLUMNS_MAX;
		if (i == columns->n && sar_freepbx_needed(c))
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %" PRIu64 ": column %s is missing",
			    dump->in->name, columns->line, sar_freepbx_name(c));
	}
	set_basis(dump, columns);
	return 0;
}

/* The row's values in the order of FreePBX's columns. */
static bool
read_row(const struct dump *dump, const struct sar_sqldump_row *row)
{
	const char *value[SAR_FREEPBX_COLUMNS];
	struct sar_row *out = dump->in->row;
	size_t at;
	int c;

	if (row->fault != NULL && row->at == row->n)
		return sar_row_reject(out, "-", row->fault);
	for (c = 0; c < SAR_FREEPBX_COLUMNS; c++) {
		at = dump->at[c];
		value[c] = c == SAR_FREEPBX_RECORDINGFILE ? NULL : "";
		if (at == SAR_SQLDUMP_COLUMNS_MAX)
			continue;
		if (row->fault != NULL && at == row->at)
			return sar_row_reject(out, sar_freepbx_name(c),
			    row->fault);
		value[c] = row->values[at] == NULL ? "" : row->values[at];
		if (row->values[at] != NULL && row->numbers[at] &&
		    sar_freepbx_exact(c))
			return sar_row_reject(out, sar_freepbx_name(c),
			    "a number, not text: its zeros are lost");
	}
	return sar_freepbx_row(dump->in, value);
}

static int
take_row(void *ctx, const struct sar_sqldump_row *row, struct sar_err *err)
{
	struct dump *dump = ctx;

	return sar_sink_take(dump->in, row->nr, read_row(dump, row), err);
}

static bool
probe(const struct sar_probe *probe)
{
	static const char *const own[] = { "calldate", "uniqueid",
		"recordingfile", NULL };

	return probe->db == NULL && sar_sqldump_has(probe, TABLE, own);
}

static int
read_sql(struct sar_reading *in, struct sar_err *err)
{
	struct dump dump = { .in = in,
		.operator= in->context.basis != SAR_TIME_UNKNOWN };
	const struct sar_sqldump reader = { &dump, wants, take_columns,
		take_row };

	sar_freepbx_basis(in);
	if (sar_sqldump_read(in->source, &reader, in->sha256, err) == -1)
		return -1;
	if (!dump.found)
		return sar_err_set(err, SAR_EINPUT,
		    "%s: no rows of a table cdr in it", in->name);
	return 0;
}

const struct sar_format sar_format_freepbx_sql = {
	.name = "freepbx-sql",
	.version = 1,
	.title = "FreePBX, SQL dump of asteriskcdrdb.cdr",
	.system = "asterisk",
	.grouped = "linkedid",
	.probe = probe,
	.read = read_sql,
};
