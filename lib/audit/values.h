#ifndef SAR_AUDIT_VALUES_H
#define SAR_AUDIT_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/rows.h"
#include "base/civil.h"

/* Private to audit: values as the papers write them.  False for any other. */

/** sar_values_number: One of at most nine digits, at *${at}, which it passes.
 */
bool sar_values_number(const char **at, const char *end, uint64_t *out);

/** sar_values_date: "1 May 2026"; what is none is the date that is none. */
struct sar_date sar_values_date(const char *text, size_t len);

/** sar_values_time: "09:01:07". */
bool sar_values_time(const struct sar_rows_cell *cell, struct sar_civil *out);

/** sar_values_tenths: "61.5", in tenths of a second. */
bool sar_values_tenths(const struct sar_rows_cell *cell, uint64_t *out);

#endif
