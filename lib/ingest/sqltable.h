/* Private to ingest: the tables that an SQL dump creates. */
#ifndef SAR_INGEST_SQLTABLE_H
#define SAR_INGEST_SQLTABLE_H

#include <stddef.h>

#include "base/buf.h"
#include "ingest/sqldump.h"

/* A table's name, then each column's name and type: strings in a row. */
struct sar_sqltable {
	struct sar_buf text;
	size_t n; /* columns */
};

struct sar_sqltables {
	struct sar_sqltable list[SAR_SQLDUMP_TABLES_MAX];
	size_t n;
};

/** sar_sqltable_find: By name, whatever its case; NULL if there is none. */
const struct sar_sqltable *sar_sqltable_find(const struct sar_sqltables *tables,
    const char *name);

/**
 * sar_sqltable_new: A table without columns, in place of one of that name;
 * NULL when there are too many.
 */
struct sar_sqltable *sar_sqltable_new(struct sar_sqltables *tables,
    const char *name);

/** sar_sqltable_begin: Empty ${table}, which from now on is ${name}. */
void sar_sqltable_begin(struct sar_sqltable *table, const char *name);

/** sar_sqltable_add: Add a column. */
void sar_sqltable_add(struct sar_sqltable *table, const char *name,
    const char *type);

/** sar_sqltable_type: The type of column ${name}; "" if it has none. */
const char *sar_sqltable_type(const struct sar_sqltable *table,
    const char *name);

/**
 * sar_sqltable_list: Pointers to table and columns; return the table's name.
 */
const char *sar_sqltable_list(const struct sar_sqltable *table,
    const char *names[SAR_SQLDUMP_COLUMNS_MAX],
    const char *types[SAR_SQLDUMP_COLUMNS_MAX]);

void sar_sqltable_free(struct sar_sqltables *tables);

#endif
