/* Private to ingest: tables of an SQL dump that have to be joined. */
#ifndef SAR_INGEST_DUMPDB_H
#define SAR_INGEST_DUMPDB_H

#include <stdbool.h>
#include <stddef.h>

#include "ingest/database.h"
#include "ingest/format.h"

#define SAR_DUMPDB_COLUMNS 24
#define SAR_DUMPDB_TABLES 8

/*
 * A table that is wanted.  A column's name has '#' before it where its values
 * are whole numbers, and '?' where the table may lack it.  Tables with the
 * same family go together: those of them without rows are made empty.
 */
struct sar_dumpdb_table {
	const char *name;
	char family;
	const char *columns[SAR_DUMPDB_COLUMNS]; /* NULL ends them */
};

/**
 * sar_dumpdb_read(in, tables, n, time, utc, err):
 * Read in->source, an SQL dump, and keep the ${n} tables in memory, up to
 * 1 GiB of them, as a database to select from.  Rows that cannot be read are
 * rejects; in->sha256 is set.  *${utc} when the values of the columns called
 * ${time} are in UTC.  NULL with ${err} set: SAR_EINPUT when no table is there,
 * or a column is missing.
 */
SAR_MUST_CHECK struct sar_database *sar_dumpdb_read(struct sar_reading *in,
    const struct sar_dumpdb_table *tables, size_t n, const char *time,
    bool *utc, struct sar_err *err);

#endif
