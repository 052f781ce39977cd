#ifndef SAR_EXPORT_DATES_H
#define SAR_EXPORT_DATES_H

#include "base/date.h"
#include "marks/marks.h"
#include "retain/retain.h"

/* What messages call the fields of a marks file, or the options for them. */
struct sar_dates_names {
	const char *reviewed;
	const char *decisions; /* the file they are in */
	/* What their "line" counts there; NULL: lines. */
	const char *place;
};

/**
 * sar_dates_check(marks, item, today, names, err):
 * Can ${marks} have been made when they say, if it is ${today}?  SAR_EINPUT
 * for a review before the call or after today, and for a decision or an answer
 * about consent after today.
 */
SAR_MUST_CHECK int sar_dates_check(const struct sar_marks *marks,
    const struct sar_item *item, struct sar_date today,
    const struct sar_dates_names *names, struct sar_err *err);

#endif
