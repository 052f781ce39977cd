#ifndef SAR_EXPORT_ICAL_H
#define SAR_EXPORT_ICAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Private to export: iCalendar text, RFC 5545. */

/* A day with something to be done by its end. */
struct sar_ical_day {
	const char *uid;   /* the same each time it is written */
	const char *stamp; /* DTSTAMP, as 20261126T110000Z */
	const char *summary, *description;
	int32_t day;        /* as sar_date_days() counts */
	bool tentative;     /* it may move */
	unsigned remind[2]; /* days before, at 9 in the morning; 0: not */
};

/** sar_ical_begin, sar_ical_end: What a calendar called ${name} begins and
 * ends with. */
void sar_ical_begin(struct sar_buf *out, const char *name);
void sar_ical_end(struct sar_buf *out);

/** sar_ical_add: An event, all of the day. */
void sar_ical_add(struct sar_buf *out, const struct sar_ical_day *day);

/**
 * sar_ical_line: "${name}:${value}" and CRLF, folded (3.1) where it is longer
 * than 75 bytes, but never inside a character.
 */
void sar_ical_line(struct sar_buf *out, const char *name, const char *value);

/** sar_ical_text: The same of a value of type TEXT (3.3.11): what has to be is
 * escaped, a control character is a space, what is not UTF-8 '?'. */
void sar_ical_text(struct sar_buf *out, const char *name, const char *value);

#endif
