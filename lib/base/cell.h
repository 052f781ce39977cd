#ifndef SAR_BASE_CELL_H
#define SAR_BASE_CELL_H

#include "base/buf.h"

/**
 * sar_cell_add: Add ${text} as a cell of CSV in quotes (RFC 4180), so that no
 * spreadsheet takes it for a formula.
 */
void sar_cell_add(struct sar_buf *out, const char *text);

#endif
