/* Private to ingest: times in the form a mapping names. */
#ifndef SAR_INGEST_TIMEFORM_H
#define SAR_INGEST_TIMEFORM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil.h"

#define SAR_TIMEFORM_MAX 48 /* characters of a form */

/*
 * What stands for what in a form; all else stands for itself:
 *   YYYY, YY       the year; of two digits, that of 2000 to 2099
 *   MM, M          the month in two digits; in one or two
 *   MON            its English name, whole or of three letters
 *   DD, D          the day
 *   HH, H          the hour, of 1 to 12 where there is AM
 *   MI, SS         minutes, seconds
 *   FFF            a fraction of the second, of any number of digits
 *   AM             AM or PM
 *   TZ             Z, +01:00, +0100
 */

/**
 * sar_timeform_ok: Is ${form} usable: year, month, day, hour and minute each
 * once, the others at most once, and no other letters or digits but 'T'?
 */
bool sar_timeform_ok(const char *form);

/** sar_timeform_zoned: Do times of ${form} say how far they are off UTC? */
bool sar_timeform_zoned(const char *form);

/**
 * sar_timeform_clash: Could ${a} and ${b} read the same text as two
 * different times, as DD/MM/YYYY and MM/DD/YYYY do?
 */
bool sar_timeform_clash(const char *a, const char *b);

/**
 * sar_timeform_read: Read all of ${text} by ${form}; a time that exists.  A
 * form without a date has 1 January 2000, one without a time midnight.
 */
bool sar_timeform_read(const char *form, const char *text,
    struct sar_civil *out);

/** sar_timeform_utc: The UTC second of ${text}; ${form} is zoned. */
bool sar_timeform_utc(const char *form, const char *text, int64_t *out);

#endif
