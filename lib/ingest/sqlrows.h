/* Private to ingest: the rows of one INSERT in an SQL dump. */
#ifndef SAR_INGEST_SQLROWS_H
#define SAR_INGEST_SQLROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ingest/sqldump.h"
#include "ingest/sqllex.h"
#include "ingest/sqltable.h"

struct sar_sqlrows {
	bool utc;                 /* the dump's TIME_ZONE is '+00:00' */
	struct sar_sqltable told; /* the columns told last */
	bool told_utc;
	struct sar_sqltable now; /* those of this INSERT */
	struct sar_sqldump_columns columns;
	const char *names[SAR_SQLDUMP_COLUMNS_MAX];
	const char *types[SAR_SQLDUMP_COLUMNS_MAX];
	/* The row being read. */
	struct sar_sqldump_row row;
	struct sar_buf text;
	size_t from[SAR_SQLDUMP_COLUMNS_MAX];
	bool null[SAR_SQLDUMP_COLUMNS_MAX];
	bool number[SAR_SQLDUMP_COLUMNS_MAX];
	const char *values[SAR_SQLDUMP_COLUMNS_MAX];
};

/**
 * sar_sqlrows_read: Read on after "INSERT INTO ${table}", where a token of
 * ${kind} stands, up to and over the semicolon; hand the rows to ${dump}.
 */
SAR_MUST_CHECK int sar_sqlrows_read(struct sar_sqlrows *rows,
    struct sar_sqllex *lex, const struct sar_sqldump *dump,
    enum sar_sqllex_kind kind, const struct sar_sqltables *tables,
    const char *table);

/** sar_sqlrows_torn: Fail: the dump ended inside a statement; always -1. */
int sar_sqlrows_torn(struct sar_sqllex *lex);

void sar_sqlrows_free(struct sar_sqlrows *rows);

#endif
