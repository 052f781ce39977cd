/* Private to ingest: what a recording's file turns out to be. */
#ifndef SAR_INGEST_MEASURE_H
#define SAR_INGEST_MEASURE_H

#include "base/source.h"
#include "index/commitment.h"
#include "ingest/row.h"
#include "media/media.h"

/* Findings that are not the decoder's. */
#define SAR_MEASURE_UNDECLARED "no-header-and-undeclared"
#define SAR_MEASURE_HEADED "declared-headerless-has-header"
#define SAR_MEASURE_HASH "content-hash-differs"

/**
 * sar_measure_file: Decode ${source}, count, hash, and hold it against what the
 * record says of it: all but path and id of ${rec}, whose finding is
 * ${finding}.  ${raw} is what is said of a file without a header, or NULL.
 * What is decoded is committed to in ${commitment}, unless that is NULL; its
 * channels are 0 of what is not present.  Only I/O failures are -1.
 */
SAR_MUST_CHECK int sar_measure_file(const struct sar_source *source,
    const struct sar_row_file *file, const struct sar_media_raw *raw,
    struct sar_index_recording *rec, char finding[SAR_MEDIA_FINDINGS_LEN],
    struct sar_index_commitment *commitment, struct sar_err *err);

#endif
