/* Private to index: what the modules of holds and of the purge share. */
#ifndef SAR_INDEX_HELD_H
#define SAR_INDEX_HELD_H

#include "index/db.h"
#include "index/hold.h"
#include "index/purge.h"

/* The first version of an index that has holds and knows what was purged. */
#define SAR_INDEX_HELD_SINCE 4

#define SAR_INDEX_PURGED_NAME 80 /* with the NUL */

/** sar_index_purge_name: The path that a recording once at ${path} has now. */
SAR_MUST_CHECK int sar_index_purge_name(const char *path,
    char out[SAR_INDEX_PURGED_NAME], struct sar_err *err);

/** sar_index_purge_any: Is there one at all? */
SAR_MUST_CHECK int sar_index_purge_any(struct sar_index *index, bool *any,
    struct sar_err *err);

#endif
