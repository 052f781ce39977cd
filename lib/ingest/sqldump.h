/* Private to ingest: the rows in an SQL dump, which is read and never run. */
#ifndef SAR_INGEST_SQLDUMP_H
#define SAR_INGEST_SQLDUMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "base/source.h"

struct sar_probe; /* format.h */

#define SAR_SQLDUMP_COLUMNS_MAX 256
#define SAR_SQLDUMP_TABLES_MAX 32 /* that are wanted */

/* A table's columns, in the order of the rows that follow. */
struct sar_sqldump_columns {
	const char *table; /* without quotes and database */
	const char *const *names;
	/* First word of the type, lower case: "datetime"; "" when the dump
	   does not say. */
	const char *const *types;
	size_t n;
	/* The dump sets its time zone to UTC, as mysqldump does: so values of
	   type "timestamp" are in UTC.  Those of "datetime" never are
	   changed. */
	bool utc;
	uint64_t line;
};

/* A row; all of it is valid till the next. */
struct sar_sqldump_row {
	const char *const *values; /* NULL for SQL's NULL */
	/* The value stands without quotes: in a column of numbers a number's
	   leading zero is lost. */
	const bool *numbers;
	size_t n; /* as many as columns, even with a fault */
	uint64_t line;
	uint64_t nr; /* of the table's rows, from 1 */
	/* Why the row cannot be taken, and the column (n: none), or NULL. */
	const char *fault;
	size_t at;
};

/* Who reads it. */
struct sar_sqldump {
	void *ctx;
	bool (*wants)(void *ctx, const char *table);
	/* The columns, before a table's first row and when they change. */
	int (*columns)(void *ctx, const struct sar_sqldump_columns *columns,
	    struct sar_err *err);
	int (*row)(void *ctx, const struct sar_sqldump_row *row,
	    struct sar_err *err);
};

/**
 * sar_sqldump_read(source, dump, sha256, err):
 * Read the INSERTs of the wanted tables, as mysqldump, mariadb-dump,
 * phpMyAdmin and pg_dump --inserts write them, in blocks: memory does not
 * grow with the dump.  All else in it is passed over.  The digest of all
 * bytes goes to ${sha256}.  Return 0, or -1 with ${err} set: SAR_EINPUT names
 * source and line for a quote or comment never closed, a row over 1 MiB or
 * 256 columns, columns that nothing names, a statement that ends with the
 * file, or a dump whose writer did not say that it was complete.
 */
SAR_MUST_CHECK int sar_sqldump_read(const struct sar_source *source,
    const struct sar_sqldump *dump, uint8_t sha256[SAR_SHA256_LEN],
    struct sar_err *err);

/**
 * sar_sqldump_find: The place of ${name} in ${columns}, whatever its case;
 * columns->n when it is not there.
 */
size_t sar_sqldump_find(const struct sar_sqldump_columns *columns,
    const char *name);

/**
 * sar_sqldump_has: Does the head of a file declare, in SQL, the table with
 * all of ${columns}, which a NULL ends?
 */
bool sar_sqldump_has(const struct sar_probe *probe, const char *table,
    const char *const *columns);

#endif
