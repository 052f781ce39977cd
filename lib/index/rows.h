#ifndef SAR_INDEX_ROWS_H
#define SAR_INDEX_ROWS_H

#include "index/db.h"

/*
 * Rows of one table, written many with one statement: in a load the price of
 * a statement is a third of what a row costs.
 */
struct sar_index_rows; /* opaque */

/**
 * sar_index_rows_new: For ${table} and its ${columns}, "a, b, c", ${n} of
 * them, none of which may be a blob; NULL with ${err} set.
 */
SAR_MUST_CHECK struct sar_index_rows *sar_index_rows_new(const char *table,
    const char *columns, size_t n, struct sar_err *err);
void sar_index_rows_free(struct sar_index_rows *rows);

/* The next value of the row begun. */
void sar_index_rows_int(struct sar_index_rows *rows, int64_t value);
void sar_index_rows_null(struct sar_index_rows *rows);
void sar_index_rows_text(struct sar_index_rows *rows, const char *text);

/** sar_index_rows_end: The row is whole; many are written at times. */
SAR_MUST_CHECK int sar_index_rows_end(struct sar_index *index,
    struct sar_index_rows *rows, struct sar_err *err);

/** sar_index_rows_flush: Write those that wait. */
SAR_MUST_CHECK int sar_index_rows_flush(struct sar_index *index,
    struct sar_index_rows *rows, struct sar_err *err);

/** sar_index_rows_forget: Drop those that wait, and the statements. */
void sar_index_rows_forget(struct sar_index_rows *rows);

#endif
