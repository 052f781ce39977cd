#ifndef SAR_INDEX_PARTS_H
#define SAR_INDEX_PARTS_H

#include "index/index.h"

/* What stands beside a leg, which a search does not read back. */
struct sar_index_parts {
	struct sar_index_event *events; /* in order */
	size_t n_events;
	struct sar_index_stream *streams;
	size_t n_streams;
	struct sar_index_segment *segments;
	size_t n_segments;
	unsigned links; /* bit k: it has a link of enum sar_link k */
};

/**
 * sar_index_parts_load: Read what stands beside leg ${leg}, which
 * sar_index_parts_free() releases.  SAR_ECORRUPT when it is not what was
 * written; nothing at all for a leg that is not there.
 */
SAR_MUST_CHECK int sar_index_parts_load(struct sar_index *index, int64_t leg,
    struct sar_index_parts *parts, struct sar_err *err);

/** sar_index_parts_free: Leaves it empty. */
void sar_index_parts_free(struct sar_index_parts *parts);

#endif
