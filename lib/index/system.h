#ifndef SAR_INDEX_SYSTEM_H
#define SAR_INDEX_SYSTEM_H

#include "index/db.h"

/* Recorders by name, and the sums over what each source brought. */

/** sar_index_system_id: The id of ${name}, added if need be. */
SAR_MUST_CHECK int sar_index_system_id(struct sar_index *index,
    const char *name, int64_t *id, struct sar_err *err);

/**
 * sar_index_system_name: The name of ${id}, kept with the handle; NULL with
 * ${err} set to SAR_ECORRUPT when there is none.
 */
SAR_MUST_CHECK const char *sar_index_system_name(struct sar_index *index,
    int64_t id, struct sar_err *err);

/**
 * sar_index_system_move: A leg of digest ${digest} comes to (${by} 1) or
 * leaves (-1) ${source}: its count and its sum of digests modulo 2^64 follow.
 */
SAR_MUST_CHECK int sar_index_system_move(struct sar_index *index,
    int64_t source, int64_t digest, int by, struct sar_err *err);

/** sar_index_system_forget: What was learnt in a transaction dies with it. */
void sar_index_system_forget(struct sar_index *index);

#endif
