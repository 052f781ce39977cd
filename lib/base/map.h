#ifndef SAR_BASE_MAP_H
#define SAR_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/*
 * Numbers by a text of any bytes.  What is kept of a text is 16 bytes that are
 * keyed at random, so nobody can choose texts that collide or take long.
 */
struct sar_map_slot; /* opaque */

struct sar_map {
	struct sar_map_slot *slots;
	size_t n, room;
	uint8_t key[16];
};

/** sar_map_init: An empty one. */
void sar_map_init(struct sar_map *map);
void sar_map_clear(struct sar_map *map);

/**
 * sar_map_put: Put ${value} (below UINT64_MAX) there for the text,
 * unless there is one; *${there} is what there is then.  -1 with ${err} set
 * when memory runs out.
 */
SAR_MUST_CHECK int sar_map_put(struct sar_map *map, const void *text,
    size_t len, uint64_t value, uint64_t *there, struct sar_err *err);

/** sar_map_get: Is there one? */
bool sar_map_get(const struct sar_map *map, const void *text, size_t len,
    uint64_t *value);

#endif
