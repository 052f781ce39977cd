#ifndef SAR_INGEST_TABLE_H
#define SAR_INGEST_TABLE_H

#include "ingest/csv.h"
#include "ingest/format.h"

/* A CSV whose rows a format reads one by one. */
struct sar_table {
	struct sar_ingest_csv csv;
	size_t columns; /* exactly; 0: as the header has, or the first row */
	/* Take the header; NULL when the format has none. */
	int (*header)(void *ctx, const struct sar_ingest_record *record,
	    const char *name, struct sar_err *err);
	/* Fill in->row; false when it is a reject.  May change in->context. */
	bool (*row)(void *ctx, struct sar_reading *in,
	    const struct sar_ingest_record *record);
	void *ctx;
};

/**
 * sar_table_read: Read in->source as ${table}.  A row of the wrong width is a
 * reject, but the last one, too short, means that the export is torn:
 * SAR_EINPUT.  *${rows} is how many there were; where exports are often cut at
 * that number, in->maybe_cut is set.
 */
SAR_MUST_CHECK int sar_table_read(struct sar_reading *in,
    const struct sar_table *table, uint64_t *rows, struct sar_err *err);

#endif
