#include "index/idmap.h"

#include <stdlib.h>

#define FIRST_CAP 128

struct sar_index_idmap_cell {
	int64_t id;
	size_t next; /* the place after its own; 0: a free cell */
};

/* The cell that holds ${id}, or the free one where it would go. */
static struct sar_index_idmap_cell *
cell_of(const struct sar_index_idmap *map, int64_t id)
{
	/* Fibonacci hashing: row ids are dense, so spread the low bits. */
	uint64_t hash = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15);
	size_t at = (size_t)(hash >> 20) & (map->cap - 1);

	while (map->cells[at].next != 0 && map->cells[at].id != id)
		at = (at + 1) & (map->cap - 1);
	return &map->cells[at];
}

size_t
sar_index_idmap_get(const struct sar_index_idmap *map, int64_t id)
{
	if (map->cap == 0)
		return SAR_INDEX_NOT_THERE;
	return cell_of(map, id)->next - 1; /* 0 - 1 is NOT_THERE */
}

static int
grow(struct sar_index_idmap *map, struct sar_err *err)
{
	struct sar_index_idmap wide = { 0 };
	size_t i;

	wide.cap = map->cap == 0 ? FIRST_CAP : map->cap * 2;
	wide.n = map->n;
	if ((wide.cells = calloc(wide.cap, sizeof(*wide.cells))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < map->cap; i++)
		if (map->cells[i].next != 0)
			*cell_of(&wide, map->cells[i].id) = map->cells[i];
	sar_index_idmap_free(map);
	*map = wide;
	return 0;
}

int
sar_index_idmap_put(struct sar_index_idmap *map, int64_t id, size_t place,
    size_t *at, struct sar_err *err)
{
	struct sar_index_idmap_cell *cell;

	/* At most half full, so that a search for a free cell ends. */
	if (map->n >= map->cap / 2 && grow(map, err) == -1)
		return -1;
	cell = cell_of(map, id);
	if (cell->next == 0) {
		*cell = (struct sar_index_idmap_cell){ id, place + 1 };
		map->n++;
	}
	*at = cell->next - 1;
	return 0;
}

void
sar_index_idmap_free(struct sar_index_idmap *map)
{
	free(map->cells);
	*map = (struct sar_index_idmap){ 0 };
}
