#include "tlog/range.h"

#include <stdlib.h>
#include <string.h>

#include "tlog/tree.h"

/* The leaves [from, to) of a subtree, whose root is a hash of the proof. */
struct span {
	uint64_t from;
	uint64_t to;
};

struct sar_range {
	struct sar_tree tree;             /* the leaves so far of one span */
	size_t n;                         /* spans, which do not overlap */
	struct span spans[SAR_RANGE_MAX]; /* in proof order */
	size_t order[SAR_RANGE_MAX];      /* the same by their place */
	size_t next;                      /* in order: not done yet */
	uint64_t seen;                    /* leaves */
	struct sar_range_proof proof;
};

/* The leaves of the left part of a tree of ${n} of them, 1 < n (RFC 9162,
 * 2.1.1): the largest power of two below n. */
static uint64_t
left_part(uint64_t n)
{
	return UINT64_C(1) << (63 - __builtin_clzll(n - 1));
}

static void
add_span(struct sar_range *range, uint64_t from, uint64_t to)
{
	range->spans[range->n++] = (struct span){ from, to };
}

/*
 * Go down from the root to the leaf at ${index}, or, with ${whole}, to the
 * subtree that ends with it, and take each time what lies beside the way.
 */
static struct span
descend(struct sar_range *range, uint64_t index, uint64_t size, bool whole)
{
	struct span at = { 0, size };
	uint64_t middle;

	while (whole ? at.to != index + 1 : at.to - at.from > 1) {
		middle = at.from + left_part(at.to - at.from);
		if (index < middle) {
			add_span(range, middle, at.to);
			at.to = middle;
		} else {
			add_span(range, at.from, middle);
			at.from = middle;
		}
	}
	return at;
}

/* What was found from the root down is proved from the leaf up. */
static void
reverse(struct sar_range *range)
{
	struct span span;
	size_t i;

	for (i = 0; i < range->n / 2; i++) {
		span = range->spans[i];
		range->spans[i] = range->spans[range->n - 1 - i];
		range->spans[range->n - 1 - i] = span;
	}
}

/* Which span's leaves come first, and so on. */
static void
sort(struct sar_range *range)
{
	size_t i, j;

	for (i = 0; i < range->n; i++) {
		for (j = i; j > 0 && range->spans[range->order[j - 1]].from >
					 range->spans[i].from;
		     j--)
			range->order[j] = range->order[j - 1];
		range->order[j] = i;
	}
}

static struct sar_range *
new_range(uint64_t size, struct sar_err *err)
{
	struct sar_range *range;

	if (size > INT64_MAX) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "proof: a tree has fewer than 2^63 leaves");
		return NULL;
	}
	if ((range = calloc(1, sizeof(*range))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	return range;
}

struct sar_range *
sar_range_inclusion(uint64_t index, uint64_t size, struct sar_err *err)
{
	struct sar_range *range;

	if (index >= size) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "proof: no such leaf in a tree of this size");
		return NULL;
	}
	if ((range = new_range(size, err)) == NULL)
		return NULL;
	(void)descend(range, index, size, false);
	reverse(range);
	sort(range);
	return range;
}

struct sar_range *
sar_range_consistency(uint64_t old, uint64_t size, struct sar_err *err)
{
	struct sar_range *range;
	struct span last;

	if (old > size) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "proof: the older tree is the larger one");
		return NULL;
	}
	if ((range = new_range(size, err)) == NULL)
		return NULL;
	if (old > 0) {
		last = descend(range, old - 1, size, true);
		/* Otherwise it is the older tree, whose root is known. */
		if (last.from > 0)
			add_span(range, last.from, last.to);
	}
	reverse(range);
	sort(range);
	return range;
}

void
sar_range_free(struct sar_range *range)
{
	free(range);
}

void
sar_range_leaf(struct sar_range *range, const uint8_t leaf[SAR_SHA256_LEN])
{
	uint64_t at = range->seen++;
	const struct span *span;
	size_t place;

	if (range->next == range->n)
		return;
	place = range->order[range->next];
	span = &range->spans[place];
	if (at < span->from)
		return;
	sar_tree_add_leaf(&range->tree, leaf);
	if (at + 1 < span->to)
		return;
	sar_tree_root(&range->tree, range->proof.hashes[place]);
	range->tree.size = 0;
	range->next++;
}

int
sar_range_end(struct sar_range *range, struct sar_range_proof *proof,
    struct sar_err *err)
{
	memset(proof, 0, sizeof(*proof));
	if (range->next < range->n)
		return sar_err_set(err, SAR_EFAIL, "proof: leaves are missing");
	*proof = range->proof;
	proof->n = range->n;
	return 0;
}

/* RFC 9162, 2.1.3.2: where the hash so far is. */
struct climb {
	uint64_t at;   /* fn */
	uint64_t last; /* sn */
};

/* Is the node a right child, or one alone at the edge, that its left neighbour
 * joins first? */
static bool
joins_left(const struct climb *climb)
{
	return (climb->at & 1) == 1 || climb->at == climb->last;
}

static void
rise(struct climb *climb)
{
	/* A node alone at the edge goes up as it is. */
	if (joins_left(climb))
		while ((climb->at & 1) == 0 && climb->at != 0) {
			climb->at >>= 1;
			climb->last >>= 1;
		}
	climb->at >>= 1;
	climb->last >>= 1;
}

bool
sar_range_included(uint64_t index, uint64_t size,
    const uint8_t leaf[SAR_SHA256_LEN], const uint8_t root[SAR_SHA256_LEN],
    const struct sar_range_proof *proof)
{
	struct climb climb = { .at = index, .last = size - 1 };
	uint8_t sum[SAR_SHA256_LEN];
	size_t i;

	if (index >= size || size > INT64_MAX || proof->n > SAR_RANGE_MAX)
		return false;
	memcpy(sum, leaf, sizeof(sum));
	for (i = 0; i < proof->n && climb.last != 0; i++) {
		if (joins_left(&climb))
			sar_sha256_node(proof->hashes[i], sum, sum);
		else
			sar_sha256_node(sum, proof->hashes[i], sum);
		rise(&climb);
	}
	return i == proof->n && climb.last == 0 &&
	       memcmp(sum, root, sizeof(sum)) == 0;
}

/*
 * RFC 9162, 2.1.4.2, from its step 4: ${climb} stands at the last subtree of
 * the older tree, whose root ${sum} is; ${i} hashes are used.  Add up both
 * trees' roots.
 */
static bool
climb_both(struct climb *climb, const struct sar_range_proof *proof, size_t i,
    const uint8_t old_root[SAR_SHA256_LEN], const uint8_t root[SAR_SHA256_LEN],
    const uint8_t sum[SAR_SHA256_LEN])
{
	uint8_t old[SAR_SHA256_LEN], all[SAR_SHA256_LEN];

	memcpy(old, sum, sizeof(old));
	memcpy(all, sum, sizeof(all));
	for (; i < proof->n && climb->last != 0; i++) {
		if (joins_left(climb)) {
			sar_sha256_node(proof->hashes[i], old, old);
			sar_sha256_node(proof->hashes[i], all, all);
		} else {
			sar_sha256_node(all, proof->hashes[i], all);
		}
		rise(climb);
	}
	return i == proof->n && climb->last == 0 &&
	       memcmp(old, old_root, sizeof(old)) == 0 &&
	       memcmp(all, root, sizeof(all)) == 0;
}

/* Is it the root of no leaf? */
static bool
is_empty(const uint8_t root[SAR_SHA256_LEN])
{
	static const struct sar_tree empty;
	uint8_t none[SAR_SHA256_LEN];

	sar_tree_root(&empty, none);
	return memcmp(none, root, sizeof(none)) == 0;
}

bool
sar_range_consistent(uint64_t old, const uint8_t old_root[SAR_SHA256_LEN],
    uint64_t size, const uint8_t root[SAR_SHA256_LEN],
    const struct sar_range_proof *proof)
{
	struct climb climb = { .at = old - 1, .last = size - 1 };
	bool whole = (old & (old - 1)) == 0; /* a power of two */

	if (old > size || size > INT64_MAX || proof->n > SAR_RANGE_MAX)
		return false;
	if (old == size && memcmp(old_root, root, SAR_SHA256_LEN) != 0)
		return false;
	if (old != 0 && old == size)
		return proof->n == 0;
	if (old == 0)
		return proof->n == 0 && is_empty(old_root);
	while ((climb.at & 1) == 1) {
		climb.at >>= 1;
		climb.last >>= 1;
	}
	return (whole || proof->n > 0) &&
	       climb_both(&climb, proof, whole ? 0 : 1, old_root, root,
		   whole ? old_root : proof->hashes[0]);
}
