#include <stdlib.h>
#include <string.h>

#include "ingest/freepbx.h"
#include "ingest/table.h"

struct header {
	size_t at[SAR_FREEPBX_COLUMNS]; /* where each column stands */
};

static int
take_header(void *ctx, const struct sar_ingest_record *record, const char *file,
    struct sar_err *err)
{
	struct header *header = ctx;
	bool seen[SAR_FREEPBX_COLUMNS] = { false };
	size_t i;
	int c;

	for (i = 0; i < record->n; i++) {
		if ((c = sar_freepbx_find(record->fields[i])) == -1) {
			(void)sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: column %zu is none of FreePBX's",
			    file, (unsigned long long)record->line, i + 1);
			sar_err_hint(err, "a CSV of another make needs "
					  "--mapping, see sar-mapping(5)");
			return -1;
		}
		if (seen[c])
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: column %s stands there twice", file,
			    (unsigned long long)record->line,
			    sar_freepbx_name(c));
		seen[c] = true;
		header->at[c] = i;
	}
	for (c = 0; c < SAR_FREEPBX_COLUMNS; c++)
		if (!seen[c])
			return sar_err_set(err, SAR_EINPUT,
			    "%s: line %llu: column %s is missing", file,
			    (unsigned long long)record->line,
			    sar_freepbx_name(c));
	return 0;
}

static bool
read_row(void *ctx, struct sar_reading *in,
    const struct sar_ingest_record *record)
{
	const struct header *header = ctx;
	const char *value[SAR_FREEPBX_COLUMNS];
	int c;

	for (c = 0; c < SAR_FREEPBX_COLUMNS; c++)
		value[c] = record->fields[header->at[c]];
	return sar_freepbx_row(in, value);
}

/* The module's header has these three together, and no other export has. */
static bool
probe(const struct sar_probe *probe)
{
	static const char *const own[] = { "calldate", "recordingfile",
		"outbound_cnum" };
	const struct sar_ingest_record *record = &probe->records[0];
	size_t found = 0;
	size_t i, n;

	if (probe->n_records == 0)
		return false;
	for (i = 0; i < record->n; i++)
		for (n = 0; n < sizeof(own) / sizeof(own[0]); n++)
			if (strcmp(record->fields[i], own[n]) == 0)
				found++;
	return found >= 2;
}

static int
read_csv(struct sar_reading *in, struct sar_err *err)
{
	struct header header = { 0 };
	struct sar_table table = {
		.csv = { .delimiter = ',', .php = true },
		.header = take_header,
		.row = read_row,
		.ctx = &header,
	};
	uint64_t rows;

	sar_freepbx_basis(in);
	return sar_table_read(in, &table, &rows, err);
}

const struct sar_format sar_format_freepbx_csv = {
	.name = "freepbx-csv",
	.version = 3,
	.title = "FreePBX, CSV of \"CDR Reports\"",
	.system = "asterisk",
	.grouped = "linkedid",
	.probe = probe,
	.read = read_csv,
};
