/* Private to export: what was deleted on schedule, and is there all the same.
 */
#ifndef SAR_EXPORT_RETURNED_H
#define SAR_EXPORT_RETURNED_H

#include "export/home.h"
#include "export/kept_log.h"
#include "index/index.h"

typedef int sar_returned_fn(void *ctx, int64_t recording, struct sar_err *err);

/**
 * sar_returned_files: Call ${fn} for each recording that the index has deleted,
 * and whose name a file of the store has again: somebody put it back.  Every
 * file of the store is looked up, and none is read.
 */
SAR_MUST_CHECK int sar_returned_files(const struct sar_home *home,
    struct sar_index *index, sar_returned_fn *fn, void *ctx,
    struct sar_err *err);

/**
 * sar_returned_rows: Call ${fn} for each recording that a purge of the log
 * deleted, by its evidence, and that the index has as one that is there: it is
 * of before, as one from a backup is.  Marks the evidence in ${kept} that there
 * is.
 */
SAR_MUST_CHECK int sar_returned_rows(const struct sar_home *home,
    struct sar_index *index, struct sar_kept_log *kept, sar_returned_fn *fn,
    void *ctx, struct sar_err *err);

#endif
