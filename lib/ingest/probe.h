/* Private to ingest: which format a file is in. */
#ifndef SAR_INGEST_PROBE_H
#define SAR_INGEST_PROBE_H

#include "ingest/format.h"

/**
 * sar_probe_format: The one format that knows ${source}; *${format} is NULL
 * when none does.  SAR_EINPUT when two do.
 */
SAR_MUST_CHECK int sar_probe_format(const struct sar_source *source,
    struct sar_database *db, const struct sar_format **format,
    struct sar_err *err);

#endif
