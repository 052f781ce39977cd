#ifndef SAR_INDEX_PARTY_H
#define SAR_INDEX_PARTY_H

#include "index/db.h"

struct sar_index_batch; /* opaque: parties waiting to be written */

/**
 * sar_index_party_add: Have the parties of leg ${id} written, at once in a
 * load, else together with many others in order of their numbers: each
 * number has its own place in party_by_key, and a place met twice in a row
 * is read and written once.
 */
SAR_MUST_CHECK int sar_index_party_add(struct sar_index *index, int64_t id,
    const struct sar_index_leg *leg, struct sar_err *err);

/** sar_index_party_flush: Write what waits. */
SAR_MUST_CHECK int sar_index_party_flush(struct sar_index *index,
    struct sar_err *err);

/** sar_index_party_drop: Take the parties of leg ${id} out. */
SAR_MUST_CHECK int sar_index_party_drop(struct sar_index *index, int64_t id,
    struct sar_err *err);

/** sar_index_party_forget: Drop what waits, as its transaction was. */
void sar_index_party_forget(struct sar_index *index);
void sar_index_party_free(struct sar_index *index);

#endif
