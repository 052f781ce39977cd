/* Private to ingest: text that a recorder appends records to, no header. */
#ifndef SAR_INGEST_RECORDS_H
#define SAR_INGEST_RECORDS_H

#include "ingest/format.h"

/* Has a record the shape that a format's have? */
typedef bool sar_records_fn(const struct sar_ingest_record *record);

/**
 * sar_records_like: Is the first record no header, and are at least half of
 * the first few of ${shape}?  Not all: a log grown for years has odd ones.
 */
bool sar_records_like(const struct sar_probe *probe, sar_records_fn *shape);

/**
 * sar_records_check_end: SAR_EINPUT when the last line has no end: the copy
 * stopped in the middle of it, or the file is empty.
 */
SAR_MUST_CHECK int sar_records_check_end(const struct sar_reading *in,
    struct sar_err *err);

/**
 * sar_records_refuse: SAR_EINPUT for ${in}, what its ${column} is cannot be
 * told, for ${why}; the hint says how to tell it.  Always -1.
 */
int sar_records_refuse(const struct sar_reading *in, size_t column,
    const char *why, struct sar_err *err);

#endif
