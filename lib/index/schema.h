#ifndef SAR_INDEX_SCHEMA_H
#define SAR_INDEX_SCHEMA_H

#include <sqlite3.h>

#include "index/db.h"

/* The schema of sar-index(5), which the file must have to the letter. */
#define SAR_INDEX_APPLICATION 0x53415258 /* "SARX" */
#define SAR_INDEX_VERSION 4
#define SAR_INDEX_OLDEST 2 /* that is read, and made anew when written to */

/** sar_index_schema_make: Lay out the empty database ${db}; SQLite's code. */
SAR_MUST_CHECK int sar_index_schema_make(sqlite3 *db);

/** sar_index_schema_later: Make what came after ${version} in ${db}, and say
 * that it is ours now; SQLite's code. */
SAR_MUST_CHECK int sar_index_schema_later(sqlite3 *db, int version);

/**
 * sar_index_schema_late_drop: Drop the indexes that are better made after a
 * large load; sar_index_schema_late_make() makes them.  SQLite's code:
 * SQLITE_CONSTRAINT when two legs have one reference.
 */
SAR_MUST_CHECK int sar_index_schema_late_drop(sqlite3 *db);
SAR_MUST_CHECK int sar_index_schema_late_make(sqlite3 *db);

/**
 * sar_index_schema_check: Is the file a recording index that this release
 * can read?  Fails as sar_index_open() does.
 */
SAR_MUST_CHECK int sar_index_schema_check(struct sar_index *index,
    struct sar_err *err);

#endif
