#ifndef SAR_AUDIT_ROWS_H
#define SAR_AUDIT_ROWS_H

#include <stdbool.h>
#include <stddef.h>

/* Private to audit: schedule.csv as it is stored. */

enum sar_rows_column {
	SAR_ROWS_ITEM,
	SAR_ROWS_FILE,
	SAR_ROWS_DATE,
	SAR_ROWS_TIME,
	SAR_ROWS_LENGTH,
	SAR_ROWS_OUTCOME,
	SAR_ROWS_REASON,
	SAR_ROWS_PLACES,
	SAR_ROWS_SECONDS,
	SAR_ROWS_PROVISIONS,
	SAR_ROWS_COLUMNS
};

/* A cell without its quotes; a doubled quote in it stays so. */
struct sar_rows_cell {
	const char *at;
	size_t len;
};

/** sar_rows_header: Step over the header, which ends at *${at}. */
bool sar_rows_header(const char **at, const char *end);

/**
 * sar_rows_take: The cells of the row at *${at}, and step over it; false when
 * it is none: strict RFC 4180, and no cell has a line break.
 */
bool sar_rows_take(const char **at, const char *end,
    struct sar_rows_cell cells[SAR_ROWS_COLUMNS]);

/** sar_rows_is: Is just ${text} in it? */
bool sar_rows_is(const struct sar_rows_cell *cell, const char *text);

#endif
