#ifndef SAR_INDEX_IDMAP_H
#define SAR_INDEX_IDMAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SAR_INDEX_NOT_THERE SIZE_MAX

/* Row ids to places in an array, all below SAR_INDEX_NOT_THERE.  { 0 } is an
 * empty one. */
struct sar_index_idmap {
	struct sar_index_idmap_cell *cells;
	size_t cap; /* a power of two */
	size_t n;
};

/** sar_index_idmap_get: The place of ${id}, or SAR_INDEX_NOT_THERE. */
size_t sar_index_idmap_get(const struct sar_index_idmap *map, int64_t id);

/**
 * sar_index_idmap_put: Put ${id} at ${place}, unless it has one already, which
 * *${at} then says; else it is ${place}.
 */
SAR_MUST_CHECK int sar_index_idmap_put(struct sar_index_idmap *map, int64_t id,
    size_t place, size_t *at, struct sar_err *err);
void sar_index_idmap_free(struct sar_index_idmap *map);

#endif
