#ifndef SAR_EXPORT_DUE_H
#define SAR_EXPORT_DUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "clock/clock.h"
#include "docket/docket.h"
#include "export/home.h"

/*
 * When a case has to be answered: the one place that asks the clock.  What is
 * worked to, and called "due" wherever it is shown, is dates.safe; the last day
 * of the law, dates.latest, is shown beside it where it is another.
 */

/** sar_due_today: The local day it is at ${now}. */
int32_t sar_due_today(const struct sar_home *home, int64_t now);

/**
 * sar_case_dates: The dates of the case that ${docket} is of, as of ${now}; of
 * one that was answered, as of the day it was.  SAR_EREVIEW with a hint when
 * its receipt is not in the log.
 */
SAR_MUST_CHECK int sar_case_dates(const struct sar_home *home,
    const struct sar_docket *docket, int64_t now, struct sar_clock_dates *out,
    struct sar_err *err);

/**
 * sar_due_unlogged: The same of a case whose receipt is not in the log, as if
 * it had come on ${received}: for who is to be told that it waits.
 */
void sar_due_unlogged(const struct sar_home *home, struct sar_date received,
    const struct sar_docket *docket, int64_t now, struct sar_clock_dates *out);

/**
 * sar_due_target: The organisation's own target (C12), so many days from the
 * start and no later than dates->safe.  False when it has none, or the time
 * was extended: then it is no target any more.
 */
bool sar_due_target(const struct sar_home *home,
    const struct sar_clock_dates *dates, int32_t *out);

/** sar_due_policy, sar_due_holidays: Of sar.conf: what it says of the above,
 * and the table of holidays it names, or that of this release. */
SAR_MUST_CHECK int sar_due_policy(struct sar_home *home, struct sar_err *err);
SAR_MUST_CHECK int sar_due_holidays(struct sar_home *home, struct sar_err *err);

#endif
