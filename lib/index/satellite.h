#ifndef SAR_INDEX_SATELLITE_H
#define SAR_INDEX_SATELLITE_H

#include "index/db.h"

/* The rows beside a leg: recordings, streams, events, segments, links. */

/**
 * sar_index_satellite_uses: Say which recordings leg ${id} is in; *${added}
 * when that was not known, or known otherwise.
 */
SAR_MUST_CHECK int sar_index_satellite_uses(struct sar_index *index, int64_t id,
    const struct sar_index_leg *leg, bool *added, struct sar_err *err);

/** sar_index_satellite_add: Write the rest, none of which is there. */
SAR_MUST_CHECK int sar_index_satellite_add(struct sar_index *index, int64_t id,
    const struct sar_index_leg *leg, struct sar_err *err);

/** sar_index_satellite_drop: Take the rest out. */
SAR_MUST_CHECK int sar_index_satellite_drop(struct sar_index *index, int64_t id,
    struct sar_err *err);

#endif
