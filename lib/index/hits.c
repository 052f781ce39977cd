#include "index/hits.h"

#include <stdlib.h>

/* Room for one more of ${size} bytes in ${array}, of ${n} out of *${cap}. */
static void *
room(void *array, size_t n, size_t *cap, size_t size, struct sar_err *err)
{
	size_t want = *cap == 0 ? 64 : *cap * 2;
	void *wide;

	if (n < *cap)
		return array;
	if ((wide = reallocarray(array, want, size)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	*cap = want;
	return wide;
}

/* What has the number comes first, what only might belong last. */
static int
strength(enum sar_match match)
{
	switch (match) {
	case SAR_MATCH_NUMBER:
		return 4;
	case SAR_MATCH_GROUP:
	case SAR_MATCH_LINK:
		return 3;
	case SAR_MATCH_AUDIO:
		return 2;
	case SAR_MATCH_POSSIBLE:
	default:
		return 1;
	}
}

int
sar_index_hits_add(struct sar_index_hits *hits, const struct sar_index_hit *hit,
    bool *changed, struct sar_err *err)
{
	struct sar_index_hit *wide;
	size_t at;
	bool ignored;

	if (changed == NULL)
		changed = &ignored;
	*changed = false;
	wide = room(hits->at, hits->n, &hits->cap, sizeof(*wide), err);
	if (wide == NULL)
		return -1;
	hits->at = wide;
	if (sar_index_idmap_put(&hits->places, hit->leg, hits->n, &at, err) ==
	    -1)
		return -1;
	if (at == hits->n)
		hits->n++;
	else if (strength(hit->match) <= strength(hits->at[at].match))
		return 0;
	hits->at[at] = *hit;
	*changed = true;
	return 0;
}

void
sar_index_hits_free(struct sar_index_hits *hits)
{
	sar_index_idmap_free(&hits->places);
	free(hits->at);
	*hits = (struct sar_index_hits){ 0 };
}
