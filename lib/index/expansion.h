/* Private to index: what is around the legs found, one kind a file. */
#ifndef SAR_INDEX_EXPANSION_H
#define SAR_INDEX_EXPANSION_H

#include "index/load.h"

/* Places in hits->at whose surroundings are still to be looked at. */
struct sar_index_expansion {
	struct sar_index *index;
	struct sar_index_loader *loader;
	struct sar_index_hits *hits;
	bool certain; /* what is met belongs; else it only might */
	bool links;   /* the index has any */
	size_t *todo;
	size_t n;
	size_t cap;
};

/**
 * sar_index_expansion_meet: Add ${hit}; what is around it is looked at in its
 * turn, but not around one that merely shares a recording.
 */
SAR_MUST_CHECK int sar_index_expansion_meet(struct sar_index_expansion *job,
    struct sar_index_hit *hit, struct sar_err *err);

/**
 * sar_index_expansion_near: Meet internal calls of the same extension at about
 * the time of the hit at ${place}, in a call that nobody from outside has a
 * part in: section 9 of the reference.
 */
SAR_MUST_CHECK int sar_index_expansion_near(struct sar_index_expansion *job,
    size_t place, struct sar_err *err);

#endif
