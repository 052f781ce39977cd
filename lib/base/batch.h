#ifndef SAR_BASE_BATCH_H
#define SAR_BASE_BATCH_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

/*
 * Files of one folder that are written together.  Each is whole or not there,
 * as with sar_file_write(), but they wait for the disk together: it flushes
 * once for all who ask for it at a time, and the folder is synced once.
 */
struct sar_batch; /* opaque */

/** sar_batch_new: In the folder ${folder}, which must be there, and no link. */
SAR_MUST_CHECK struct sar_batch *sar_batch_new(const char *folder,
    struct sar_err *err);

/**
 * sar_batch_add: ${len} bytes for the file ${name}, 0600, which has no name
 * before sar_batch_commit().
 */
SAR_MUST_CHECK int sar_batch_add(struct sar_batch *batch, const char *name,
    const void *data, size_t len, struct sar_err *err);

/**
 * sar_batch_commit: See all of them to the disk, then give them their names,
 * in the order they were added, in the place of what has them; then sync the
 * folder.  After a failure some may have theirs.
 */
SAR_MUST_CHECK int sar_batch_commit(struct sar_batch *batch,
    struct sar_err *err);

/** sar_batch_free: What was not committed is removed; accepts NULL. */
void sar_batch_free(struct sar_batch *batch);

#endif
