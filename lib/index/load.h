#ifndef SAR_INDEX_LOAD_H
#define SAR_INDEX_LOAD_H

#include "index/hits.h"

/**
 * sar_index_load_legs: Read the legs of ${hits}, in its order, into
 * ${calls}.  SAR_ECORRUPT when a row is impossible.
 */
SAR_MUST_CHECK int sar_index_load_legs(struct sar_index *index,
    const struct sar_index_hits *hits, struct sar_calls *calls,
    struct sar_err *err);

/**
 * sar_index_load_recordings: Read the recordings of the legs of ${calls},
 * which are in their final order.  SAR_ECORRUPT too when a leg that was found
 * by a recording is not on it.
 */
SAR_MUST_CHECK int sar_index_load_recordings(struct sar_index *index,
    const struct sar_index_hits *hits, struct sar_calls *calls,
    struct sar_err *err);

/**
 * sar_index_confirm: Does each leg of ${calls}, in the order of ${hits}, have
 * what it was found by?  One flipped bit in an index would otherwise hand out
 * a stranger's call.  SAR_ECORRUPT when not.
 */
SAR_MUST_CHECK int sar_index_confirm(const struct sar_index *index,
    const struct sar_index_query *query, const struct sar_index_hits *hits,
    const struct sar_calls *calls, struct sar_err *err);

#endif
