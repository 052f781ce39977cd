#ifndef SAR_INDEX_MERGE_H
#define SAR_INDEX_MERGE_H

/* Private to index: what several searches found, in one. */

#include "index/hits.h"

/* Legs of calls, in the order of hits. */
struct sar_index_haul {
	struct sar_index_hits *hits;
	struct sar_calls *calls;
};

/**
 * sar_index_merge: Add ${from}, whose strings are where those of ${to} are, to
 * ${to}.  Of a leg that both have the stronger finding stays.
 */
SAR_MUST_CHECK int sar_index_merge(const struct sar_index_haul *to,
    const struct sar_index_haul *from, struct sar_err *err);

#endif
