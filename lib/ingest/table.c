#include <inttypes.h>

#include "ingest/cut.h"
#include "ingest/format.h"
#include "ingest/table.h"

/* A CSV being read, row by row. */
struct rows {
	struct sar_reading *in;
	const struct sar_table *table;
	size_t columns; /* 0 before the first record */
	uint64_t n;
	uint64_t torn_line; /* of a row too short or long, judged later */
	size_t torn_fields; /* 0: none waits */
};

/* A row of the wrong width that was not the last is a reject. */
static int
settle_torn(struct rows *rows, struct sar_err *err)
{
	if (rows->torn_fields == 0)
		return 0;
	rows->torn_fields = 0;
	return sar_sink_reject(rows->in, rows->torn_line, "-",
	    "wrong number of columns", err);
}

static int
take_row(struct rows *rows, const struct sar_ingest_record *record,
    struct sar_err *err)
{
	bool good;

	if (settle_torn(rows, err) == -1)
		return -1;
	rows->n++;
	if (record->n != rows->columns) {
		rows->torn_line = record->line;
		rows->torn_fields = record->n;
		return 0;
	}
	good = rows->table->row(rows->table->ctx, rows->in, record);
	return sar_sink_take(rows->in, record->line, good, err);
}

static int
take_record(void *ctx, const struct sar_ingest_record *record,
    struct sar_err *err)
{
	struct rows *rows = ctx;
	const struct sar_table *table = rows->table;

	if (rows->columns > 0)
		return take_row(rows, record, err);
	rows->columns = table->columns > 0 ? table->columns : record->n;
	if (table->header == NULL)
		return take_row(rows, record, err);
	return table->header(table->ctx, record, rows->in->name, err);
}

int
sar_table_read(struct sar_reading *in, const struct sar_table *table,
    uint64_t *n, struct sar_err *err)
{
	struct rows rows = { .in = in, .table = table };

	*n = 0;
	if (sar_ingest_csv_read(in->source, &table->csv, take_record, &rows,
		in->sha256, err) == -1)
		return -1;
	if (rows.columns == 0)
		return sar_err_set(err, SAR_EINPUT, "%s: no header: empty file",
		    in->name);
	if (rows.torn_fields != 0 && rows.torn_fields < rows.columns) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: line %" PRIu64
		    ": torn: %zu of %zu columns in the last row",
		    in->name, rows.torn_line, rows.torn_fields, rows.columns);
		sar_err_hint(err, "the export is not complete: make it again");
		return -1;
	}
	*n = rows.n;
	in->maybe_cut = sar_cut_suspects(rows.n);
	return settle_torn(&rows, err);
}
