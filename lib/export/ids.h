/* Private to export: recordings by their ids in the index. */
#ifndef SAR_EXPORT_IDS_H
#define SAR_EXPORT_IDS_H

#include "export/find.h"

/** sar_ids_compare: For qsort(3) and bsearch(3) of ids, int64_t each. */
int sar_ids_compare(const void *a, const void *b);

/**
 * sar_ids_found: All recordings of all legs that ${find} found, also those that
 * are copies of another: *${n} of them in *${ids}, sorted, each once.  The
 * caller frees them.
 */
SAR_MUST_CHECK int sar_ids_found(const struct sar_find *find, int64_t **ids,
    size_t *n, struct sar_err *err);

#endif
