#ifndef SAR_CLOCK_TABLE_H
#define SAR_CLOCK_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "clock/holidays.h"

/* Private to clock: a table of holidays, as it is read. */

/* No table is longer: some 60 KiB are ten years of three nations. */
#define TABLE_MAX ((size_t)1 << 20)

/* Of one nation.  Days as sar_date_days() counts, ascending, each once. */
struct sar_table_nation {
	bool has; /* from and through are set */
	int32_t from, through;
	int32_t *days;
	size_t n;
};

struct sar_holidays {
	struct sar_table_nation nations[SAR_NATIONS];
	uint8_t digest[SAR_SHA256_LEN];
};

/** sar_table_add: Another day, in any order. */
SAR_MUST_CHECK int sar_table_add(struct sar_table_nation *nation, int32_t day,
    struct sar_err *err);

/** sar_table_by_day: Of two days, for qsort and bsearch. */
int sar_table_by_day(const void *a, const void *b);

/** sar_table_conf: Read sar-holidays(5). */
SAR_MUST_CHECK int sar_table_conf(const char *name, const char *text,
    size_t len, struct sar_holidays *out, struct sar_err *err);

/** sar_table_json: Read GOV.UK's bank-holidays.json. */
SAR_MUST_CHECK int sar_table_json(const char *name, const char *text,
    size_t len, struct sar_holidays *out, struct sar_err *err);

/* The lines of holidays.conf, each with its end; the last is NULL. */
extern const char *const sar_table_lines[];

#endif
