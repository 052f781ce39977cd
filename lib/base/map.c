#include "base/map.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define TAG_LEN crypto_shorthash_siphashx24_BYTES
#define ROOM_FIRST 64

struct sar_map_slot {
	uint8_t tag[TAG_LEN];
	uint64_t value; /* one more than it; 0: empty */
};

void
sar_map_init(struct sar_map *map)
{
	memset(map, 0, sizeof(*map));
	randombytes_buf(map->key, sizeof(map->key));
}

void
sar_map_clear(struct sar_map *map)
{
	free(map->slots);
	memset(map, 0, sizeof(*map));
}

static void
make_tag(const struct sar_map *map, const void *text, size_t len,
    uint8_t tag[TAG_LEN])
{
	(void)crypto_shorthash_siphashx24(tag, text, len, map->key);
}

/* The slot with this tag, or the empty one where it belongs. */
static struct sar_map_slot *
slot_of(const struct sar_map *map, const uint8_t tag[TAG_LEN])
{
	struct sar_map_slot *slot;
	uint64_t at;

	memcpy(&at, tag, sizeof(at));
	for (;; at++) {
		slot = &map->slots[at & (map->room - 1)];
		if (slot->value == 0 || memcmp(slot->tag, tag, TAG_LEN) == 0)
			return slot;
	}
}

/* Room for one more, a quarter of it always empty. */
static int
make_room(struct sar_map *map, struct sar_err *err)
{
	struct sar_map grown = *map;
	size_t i;

	if (map->n + 1 <= map->room / 4 * 3)
		return 0;
	grown.room = map->room == 0 ? ROOM_FIRST : 2 * map->room;
	grown.slots = calloc(grown.room, sizeof(*grown.slots));
	if (grown.slots == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < map->room; i++)
		if (map->slots[i].value != 0)
			*slot_of(&grown, map->slots[i].tag) = map->slots[i];
	free(map->slots);
	*map = grown;
	return 0;
}

int
sar_map_put(struct sar_map *map, const void *text, size_t len, uint64_t value,
    uint64_t *there, struct sar_err *err)
{
	struct sar_map_slot *slot;
	uint8_t tag[TAG_LEN];

	if (make_room(map, err) == -1)
		return -1;
	make_tag(map, text, len, tag);
	slot = slot_of(map, tag);
	if (slot->value == 0) {
		memcpy(slot->tag, tag, TAG_LEN);
		slot->value = value + 1;
		map->n++;
	}
	*there = slot->value - 1;
	return 0;
}

bool
sar_map_get(const struct sar_map *map, const void *text, size_t len,
    uint64_t *value)
{
	const struct sar_map_slot *slot;
	uint8_t tag[TAG_LEN];

	if (map->n == 0)
		return false;
	make_tag(map, text, len, tag);
	slot = slot_of(map, tag);
	if (slot->value == 0)
		return false;
	*value = slot->value - 1;
	return true;
}
