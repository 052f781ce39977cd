#ifndef SAR_EXPORT_CALENDAR_H
#define SAR_EXPORT_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "export/home.h"

/* What a calendar has, and what it could not have. */
struct sar_calendar {
	size_t cases, events;
	size_t unknown;  /* cases whose receipt is not in the log */
	size_t unrolled; /* days beyond the end of the table of holidays */
};

/**
 * sar_calendar_make(home, now, out, text, err):
 * Append to ${text}, as iCalendar (RFC 5545), each day that something has to be
 * done by, as the log has it and as of ${now}: the answer of a case that has
 * none, notice that it takes longer, a complaint's acknowledgement, the review
 * of a hold.  Nothing personal: cases, holds and complaints go by their names.
 * -1 with ${err} set, as sar_home_log_open() does.
 */
SAR_MUST_CHECK int sar_calendar_make(const struct sar_home *home, int64_t now,
    struct sar_calendar *out, struct sar_buf *text, struct sar_err *err);

#endif
