#include "index/idmap.h"

#include <stdlib.h>

#define FIRST_CAP 256

/* The cell that holds ${id}, or the free one where it would go. */
static size_t
cell_of(const struct sar_index_idmap *map, int64_t id)
{
	/* Fibonacci hashing: row ids are dense, so spread the low bits. */
	uint64_t hash = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15);
	size_t at = (size_t)(hash >> 20) & (map->cap - 1);

	while (map->places[at] != SAR_INDEX_NOT_THERE && map->ids[at] != id)
		at = (at + 1) & (map->cap - 1);
	return at;
}

size_t
sar_index_idmap_get(const struct sar_index_idmap *map, int64_t id)
{
	if (map->cap == 0)
		return SAR_INDEX_NOT_THERE;
	return map->places[cell_of(map, id)];
}

static int
grow(struct sar_index_idmap *map, struct sar_err *err)
{
	struct sar_index_idmap wide = { 0 };
	size_t i, at;

	wide.cap = map->cap == 0 ? FIRST_CAP : map->cap * 2;
	wide.n = map->n;
	wide.ids = calloc(wide.cap, sizeof(*wide.ids));
	wide.places = calloc(wide.cap, sizeof(*wide.places));
	if (wide.ids == NULL || wide.places == NULL) {
		sar_index_idmap_free(&wide);
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	for (i = 0; i < wide.cap; i++)
		wide.places[i] = SAR_INDEX_NOT_THERE;
	for (i = 0; i < map->cap; i++) {
		if (map->places[i] == SAR_INDEX_NOT_THERE)
			continue;
		at = cell_of(&wide, map->ids[i]);
		wide.ids[at] = map->ids[i];
		wide.places[at] = map->places[i];
	}
	sar_index_idmap_free(map);
	*map = wide;
	return 0;
}

int
sar_index_idmap_put(struct sar_index_idmap *map, int64_t id, size_t place,
    size_t *at, struct sar_err *err)
{
	size_t cell;

	/* At most half full, so that a search for a free cell ends. */
	if (map->n >= map->cap / 2 && grow(map, err) == -1)
		return -1;
	cell = cell_of(map, id);
	if (map->places[cell] == SAR_INDEX_NOT_THERE) {
		map->ids[cell] = id;
		map->places[cell] = place;
		map->n++;
	}
	*at = map->places[cell];
	return 0;
}

void
sar_index_idmap_free(struct sar_index_idmap *map)
{
	free(map->ids);
	free(map->places);
	*map = (struct sar_index_idmap){ 0 };
}
