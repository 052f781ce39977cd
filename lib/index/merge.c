#include "index/merge.h"

#include <stdlib.h>

/* Room for the legs of as many hits as both have. */
static int
make_room(const struct sar_index_haul *to, const struct sar_index_haul *from,
    struct sar_err *err)
{
	size_t n = to->hits->n + from->hits->n;
	struct sar_calls_leg *wide;

	wide = reallocarray(to->calls->legs, n, sizeof(*wide));
	if (wide == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	to->calls->legs = wide;
	return 0;
}

/* Where each hit of ${from} is in ${to}, and whether it is there as it was. */
static int
add_all(const struct sar_index_haul *to, const struct sar_index_haul *from,
    size_t *places, bool *taken, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < from->hits->n; i++) {
		const struct sar_index_hit *hit = &from->hits->at[i];

		if (sar_index_hits_add(to->hits, hit, &taken[i], err) == -1)
			return -1;
		places[i] = sar_index_idmap_get(&to->hits->places, hit->leg);
		if (taken[i])
			to->calls->legs[places[i]] = from->calls->legs[i];
	}
	to->calls->n_legs = to->hits->n;
	return 0;
}

/*
 * By way of which each was met.  That is surer than what was met by it, or as
 * sure and of an earlier search, so that nothing goes round in a circle.
 */
static void
point(const struct sar_index_haul *to, const struct sar_index_haul *from,
    const size_t *places, const bool *taken)
{
	size_t i;

	for (i = 0; i < from->hits->n; i++) {
		struct sar_index_hit *hit = &to->hits->at[places[i]];
		struct sar_calls_leg *leg = &to->calls->legs[places[i]];

		if (!taken[i])
			continue;
		hit->via = places[hit->via];
		if (leg->via != SAR_CALLS_NONE)
			leg->via = places[leg->via];
	}
}

int
sar_index_merge(const struct sar_index_haul *to,
    const struct sar_index_haul *from, struct sar_err *err)
{
	size_t n = from->hits->n;
	size_t *places = NULL;
	bool *taken = NULL;
	int rc = -1;

	if (n == 0)
		return 0;
	if ((places = calloc(n, sizeof(*places))) == NULL ||
	    (taken = calloc(n, sizeof(*taken))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (make_room(to, from, err) == 0 &&
	    add_all(to, from, places, taken, err) == 0) {
		point(to, from, places, taken);
		rc = 0;
	}

out:
	free(places);
	free(taken);
	return rc;
}
