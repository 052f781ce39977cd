/* Private to ingest: a recorder's SQLite database, read as it stands. */
#ifndef SAR_INGEST_DATABASE_H
#define SAR_INGEST_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "base/source.h"

struct sar_database; /* opaque */

/** sar_database_is: Does ${source} begin as an SQLite database does? */
SAR_MUST_CHECK int sar_database_is(const struct sar_source *source, bool *is,
    struct sar_err *err);

/**
 * sar_database_open: Open ${path} to read one moment of it: a recorder may be
 * writing to it, and must not be disturbed.  A database of up to 512 MiB with
 * a rollback journal, where a reader keeps the writer waiting, is copied into
 * memory at once and let go; so is one with a write-ahead log that nobody has
 * open, for which SQLite would make files beside it.  It is never opened as
 * immutable, which would miss what is in such a log, and a journal that a
 * crash left is never rolled back.  Treated as hostile: no view, trigger or
 * function of its own runs, and what takes too long is ended.  NULL with
 * ${err} set: SAR_EMISSING when it cannot be read, SAR_ELOCKED while the
 * recorder holds it, SAR_ECORRUPT when it is damaged.
 */
SAR_MUST_CHECK struct sar_database *sar_database_open(const char *path,
    struct sar_err *err);
void sar_database_close(struct sar_database *db);

/**
 * sar_database_adopt: Read from ${db}, a database of our own making, which is
 * closed with the result, or now on failure; messages call it ${name}.
 */
struct sqlite3;
SAR_MUST_CHECK struct sar_database *sar_database_adopt(struct sqlite3 *db,
    const char *name, struct sar_err *err);

/**
 * sar_database_has: Is there a table (no view, no virtual one) with this
 * column (no generated one)?
 */
bool sar_database_has(const struct sar_database *db, const char *table,
    const char *column);

/* One row; all of it is valid till the next. */
struct sar_database_row {
	const char *const *values; /* NULL for SQL's NULL */
	const bool *numbers;       /* stored as a number, not as text */
	size_t n;
	uint64_t nr; /* from 1 */
	/* Why the row cannot be taken, and the column, or NULL: a BLOB, a NUL
	   byte. */
	const char *fault;
	size_t at;
};

/** sar_database_fn: Take a row; -1 with ${err} set ends the reading. */
typedef int sar_database_fn(void *ctx, const struct sar_database_row *row,
    struct sar_err *err);

/**
 * sar_database_each: Hand each row of ${sql}, a SELECT of ours, to ${fn}, in
 * an order that is the same each time.
 */
SAR_MUST_CHECK int sar_database_each(struct sar_database *db, const char *name,
    const char *sql, sar_database_fn *fn, void *ctx, struct sar_err *err);

/**
 * sar_database_digest: SHA-256 over the rows of ${sql}: each value as its
 * length in decimal, ':' and its text ("-" for NULL), a line feed after each
 * row.  The same rows give the same digest, whatever the file looks like.
 */
SAR_MUST_CHECK int sar_database_digest(struct sar_database *db,
    const char *name, const char *sql, uint8_t sha256[SAR_SHA256_LEN],
    struct sar_err *err);

#endif
