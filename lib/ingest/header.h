#ifndef SAR_INGEST_HEADER_H
#define SAR_INGEST_HEADER_H

#include "ingest/csv.h"

/** sar_ingest_header_count: How many columns are called ${column}? */
size_t sar_ingest_header_count(const struct sar_ingest_record *header,
    const char *column);

/**
 * sar_ingest_header_find: The one column called ${column}, in *${at}; -1 with
 * ${err} set to SAR_EINPUT, which names ${name}, line and column, if there is
 * none or more than one.
 */
SAR_MUST_CHECK int sar_ingest_header_find(const char *name,
    const struct sar_ingest_record *header, const char *column, size_t *at,
    struct sar_err *err);

#endif
