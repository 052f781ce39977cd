#ifndef SAR_CLOCK_HOLIDAYS_H
#define SAR_CLOCK_HOLIDAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "base/sha256.h"
#include "clock/nation.h"

/*
 * Bank holidays of the United Kingdom's nations, from a dated table: what is
 * proclaimed for a year is known only shortly before it, so a table says up to
 * which day it is complete, and nothing is ever assumed of a day after that
 * (reference 1.1, "public-holiday table").  Format: sar-holidays(5).
 */
struct sar_holidays; /* opaque */

/** sar_holidays_builtin: The table of this release, lib/clock/holidays.conf;
 * NULL with ${err} set. */
SAR_MUST_CHECK struct sar_holidays *sar_holidays_builtin(struct sar_err *err);

/**
 * sar_holidays_parse: Read a table, sar-holidays(5), or GOV.UK's
 * bank-holidays.json, from the ${len} bytes at ${text}, which messages call
 * ${name}.  Of GOV.UK's the years count that are whole, with as many days as
 * the nation has each year, and of them what lies from the first day listed to
 * the last.  The caller frees it.  NULL with ${err} set to SAR_EINPUT, naming
 * the line or the event, also when it has no nation's days.
 */
SAR_MUST_CHECK struct sar_holidays *sar_holidays_parse(const char *name,
    const char *text, size_t len, struct sar_err *err);
void sar_holidays_free(struct sar_holidays *holidays); /* accepts NULL */

/** sar_holidays_through: The last day the table is complete for; false when it
 * has nothing of that nation. */
bool sar_holidays_through(const struct sar_holidays *holidays,
    enum sar_nation nation, struct sar_date *out);

/** sar_holidays_digest: SHA-256 of the text it was read from. */
const uint8_t *sar_holidays_digest(const struct sar_holidays *holidays);

/**
 * sar_holidays_roll: The first day from ${day} on that is neither Saturday,
 * Sunday nor a holiday of ${nation} (rule C4).  False, and ${day} itself in
 * *${out}, when the table (NULL: there is none) does not cover a day that this
 * depends on: the earlier date is the safe one.
 */
bool sar_holidays_roll(const struct sar_holidays *holidays,
    enum sar_nation nation, struct sar_date day, struct sar_date *out);

#endif
