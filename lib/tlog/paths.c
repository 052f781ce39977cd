#include "tlog/paths.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct way {
	uint64_t leaf;
	size_t n; /* hashes beside the way up, of whole subtrees, so far */
	uint8_t beside[SAR_RANGE_MAX][SAR_SHA256_LEN];
};

struct sar_paths {
	uint64_t size;
	/* The whole subtrees of the tree so far, of 2^l leaves in [l]. */
	uint8_t edge[SAR_RANGE_MAX][SAR_SHA256_LEN];
	size_t n;
	struct way way[];
};

struct sar_paths *
sar_paths_new(const uint64_t *wanted, size_t n, struct sar_err *err)
{
	struct sar_paths *paths;
	size_t i;

	if (n > SIZE_MAX / sizeof(struct way) - 1 ||
	    (paths = calloc(1, sizeof(*paths) + n * sizeof(struct way))) ==
		NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	paths->n = n;
	for (i = 0; i < n; i++) {
		assert(i == 0 || wanted[i - 1] < wanted[i]);
		paths->way[i].leaf = wanted[i];
	}
	return paths;
}

void
sar_paths_free(struct sar_paths *paths)
{
	free(paths);
}

uint64_t
sar_paths_size(const struct sar_paths *paths)
{
	return paths->size;
}

/* The first that is wanted from ${leaf} on. */
static size_t
first_from(const struct sar_paths *paths, uint64_t leaf)
{
	size_t low = 0, high = paths->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (paths->way[middle].leaf < leaf)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Subtree ${index} of 2^${level} leaves has this root: whose neighbour is it?
 */
static void
note(struct sar_paths *paths, unsigned level, uint64_t index,
    const uint8_t root[SAR_SHA256_LEN])
{
	uint64_t from = (index ^ 1) << level;
	uint64_t to = from + (UINT64_C(1) << level);
	struct way *way;
	size_t k;

	for (k = first_from(paths, from);
	     k < paths->n && paths->way[k].leaf < to; k++) {
		way = &paths->way[k];
		memcpy(way->beside[level], root, SAR_SHA256_LEN);
		if (way->n <= level)
			way->n = level + 1;
	}
}

void
sar_paths_leaf(struct sar_paths *paths, const uint8_t leaf[SAR_SHA256_LEN])
{
	uint8_t root[SAR_SHA256_LEN];
	uint64_t index = paths->size++;
	unsigned level;

	memcpy(root, leaf, sizeof(root));
	for (level = 0;; level++, index >>= 1) {
		note(paths, level, index, root);
		if ((index & 1) == 0)
			break;
		sar_sha256_node(paths->edge[level], root, root);
	}
	memcpy(paths->edge[level], root, sizeof(root));
}

/* The whole subtrees to the right of that of 2^${level} leaves, as one. */
static bool
fold_right(const struct sar_paths *paths, unsigned level,
    uint8_t out[SAR_SHA256_LEN])
{
	bool any = false;
	unsigned l;

	for (l = 0; l < level; l++) {
		if ((paths->size >> l & 1) == 0)
			continue;
		if (any)
			sar_sha256_node(paths->edge[l], out, out);
		else
			memcpy(out, paths->edge[l], SAR_SHA256_LEN);
		any = true;
	}
	return any;
}

/* How many leaves the whole subtree has, as a power of two, that the leaf is
   in. */
static unsigned
subtree_of(const struct sar_paths *paths, uint64_t leaf)
{
	uint64_t from = 0;
	unsigned level = SAR_RANGE_MAX - 1;

	for (;; level--) {
		if ((paths->size >> level & 1) == 0)
			continue;
		from += UINT64_C(1) << level;
		if (leaf < from)
			return level;
	}
}

int
sar_paths_get(const struct sar_paths *paths, size_t k,
    struct sar_range_proof *out, struct sar_err *err)
{
	const struct way *way = &paths->way[k];
	unsigned level, l;

	assert(k < paths->n);
	memset(out, 0, sizeof(*out));
	if (way->leaf >= paths->size)
		return sar_err_set(err, SAR_EFAIL,
		    "a proof of a leaf that is not there");
	level = subtree_of(paths, way->leaf);
	assert(way->n >= level);
	memcpy(out->hashes, way->beside, level * sizeof(way->beside[0]));
	out->n = level;
	if (fold_right(paths, level, out->hashes[out->n]))
		out->n++;
	for (l = level + 1; l < SAR_RANGE_MAX; l++)
		if ((paths->size >> l & 1) != 0)
			memcpy(out->hashes[out->n++], paths->edge[l],
			    SAR_SHA256_LEN);
	return 0;
}
