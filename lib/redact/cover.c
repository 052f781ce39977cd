#include "redact/cover.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* A proof of as many nodes would be too long: "hash 0 0 0 " and 45 more. */
#define NODES_MAX (SAR_REDACT_PROOF_MAX / 56)

bool
sar_cover_ranges_ok(const struct sar_redact_shape *shape,
    const struct sar_redact_range *ranges, size_t n)
{
	uint64_t blocks = sar_redact_blocks(shape);
	size_t i;

	for (i = 0; i < n; i++) {
		if (ranges[i].channel >= shape->channels ||
		    ranges[i].from >= ranges[i].to || ranges[i].to > blocks)
			return false;
		if (i == 0 || ranges[i].channel > ranges[i - 1].channel)
			continue;
		if (ranges[i].channel < ranges[i - 1].channel ||
		    ranges[i].from <= ranges[i - 1].to)
			return false;
	}
	return true;
}

static struct sar_cover_node *
grow(struct sar_cover *cover, struct sar_err *err)
{
	size_t cap = cover->cap == 0 ? 64 : cover->cap * 2;
	struct sar_cover_node *node;

	if (cover->n >= NODES_MAX) {
		(void)sar_err_set(err, SAR_EREFUSED,
		    "redaction proof: too many cuts");
		return NULL;
	}
	if (cover->n < cover->cap)
		return &cover->node[cover->n++];
	node = reallocarray(cover->node, cap, sizeof(*node));
	if (node == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	cover->node = node;
	cover->cap = cap;
	return &cover->node[cover->n++];
}

/* The height of the largest subtree that begins at ${from}, within ${n}. */
static unsigned
level_at(uint64_t from, uint64_t n)
{
	unsigned level = 63 - (unsigned)__builtin_clzll(n);

	if (from != 0 && (unsigned)__builtin_ctzll(from) < level)
		level = (unsigned)__builtin_ctzll(from);
	return level;
}

static int
cover_range(struct sar_cover *cover, uint32_t channel, uint64_t from,
    uint64_t to, struct sar_err *err)
{
	struct sar_cover_node *node;
	unsigned level;

	for (; from < to; from += UINT64_C(1) << level) {
		if ((node = grow(cover, err)) == NULL)
			return -1;
		level = level_at(from, to - from);
		memset(node, 0, sizeof(*node));
		node->channel = channel;
		node->level = level;
		node->index = from >> level;
	}
	return 0;
}

int
sar_cover_withheld(const struct sar_redact_range *ranges, size_t n,
    struct sar_cover *out, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (cover_range(out, ranges[i].channel, ranges[i].from,
			ranges[i].to, err) == -1)
			return -1;
	return 0;
}

int
sar_cover_disclosed(const struct sar_redact_shape *shape,
    const struct sar_redact_range *ranges, size_t n, struct sar_cover *out,
    struct sar_err *err)
{
	uint64_t blocks = sar_redact_blocks(shape);
	uint64_t from;
	uint32_t c;
	size_t i = 0;

	for (c = 0; c < shape->channels; c++) {
		for (from = 0; i < n && ranges[i].channel == c; i++) {
			if (cover_range(out, c, from, ranges[i].from, err) ==
			    -1)
				return -1;
			from = ranges[i].to;
		}
		if (cover_range(out, c, from, blocks, err) == -1)
			return -1;
	}
	return 0;
}

void
sar_cover_free(struct sar_cover *cover)
{
	if (cover->node != NULL)
		sodium_memzero(cover->node, cover->n * sizeof(*cover->node));
	free(cover->node);
	memset(cover, 0, sizeof(*cover));
}

/* What is told of a block. */
enum {
	WITHHELD = 1,
	HASHED = 2,
	SALTED = 4
};

/* False if some block is marked already, or is not there. */
static bool
mark(uint8_t *map, uint64_t blocks, uint64_t from, uint64_t to, uint8_t what)
{
	if (from >= to || to > blocks)
		return false;
	for (; from < to; from++) {
		if ((map[from] & what) != 0)
			return false;
		map[from] |= what;
	}
	return true;
}

static bool
mark_cover(uint8_t *map, uint64_t blocks, const struct sar_cover *cover,
    uint32_t channel, uint8_t what)
{
	const struct sar_cover_node *node = cover->node;
	size_t i;

	for (i = 0; i < cover->n; i++, node++) {
		if (node->channel != channel)
			continue;
		if (node->level > SAR_EXTENT_HEIGHT ||
		    node->index > blocks >> node->level ||
		    !mark(map, blocks, node->index << node->level,
			(node->index + 1) << node->level, what))
			return false;
	}
	return true;
}

static bool
channel_exact(uint8_t *map, uint64_t blocks, uint32_t channel,
    const struct sar_redact_range *ranges, size_t n,
    const struct sar_cover *hashes, const struct sar_cover *salts)
{
	uint64_t b;
	size_t i;

	for (i = 0; i < n; i++)
		if (ranges[i].channel == channel &&
		    !mark(map, blocks, ranges[i].from, ranges[i].to, WITHHELD))
			return false;
	if (!mark_cover(map, blocks, hashes, channel, HASHED) ||
	    !mark_cover(map, blocks, salts, channel, SALTED))
		return false;
	for (b = 0; b < blocks; b++)
		if (map[b] != (WITHHELD | HASHED) && map[b] != SALTED)
			return false;
	return true;
}

int
sar_cover_exact(const struct sar_redact_shape *shape,
    const struct sar_redact_range *ranges, size_t n,
    const struct sar_cover *hashes, const struct sar_cover *salts, bool *exact,
    struct sar_err *err)
{
	uint64_t blocks = sar_redact_blocks(shape);
	uint8_t *map = malloc((size_t)blocks + 1);
	uint32_t c;

	if (map == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	*exact = true;
	for (c = 0; *exact && c < shape->channels; c++) {
		memset(map, 0, (size_t)blocks);
		*exact = channel_exact(map, blocks, c, ranges, n, hashes,
		    salts);
	}
	free(map);
	return 0;
}
