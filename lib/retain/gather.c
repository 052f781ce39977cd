#include "retain/gather.h"

#include <stdlib.h>
#include <string.h>

/* What is at hand while the items are put together. */
struct work {
	const struct sar_calls *calls;
	const struct sar_groups *groups;
	struct sar_gather *gather;
	size_t cap;                   /* of gather->legs */
	struct sar_calls_link *links; /* by recording; one more at the end */
	size_t *seen; /* of each leg, one more than the last item it is in */
};

static int
compare_links(const void *a, const void *b)
{
	const struct sar_calls_link *x = a, *y = b;

	return (x->recording > y->recording) - (x->recording < y->recording);
}

static int
compare_sizes(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Add ${leg} to the item being made, once. */
static int
add_leg(struct work *w, size_t leg, struct sar_err *err)
{
	struct sar_gather *gather = w->gather;
	size_t *grown;
	size_t cap;

	if (w->seen[leg] == gather->n + 1)
		return 0;
	w->seen[leg] = gather->n + 1;
	if (gather->n_legs == w->cap) {
		cap = w->cap == 0 ? 64 : 2 * w->cap;
		grown = reallocarray(gather->legs, cap, sizeof(*grown));
		if (grown == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		gather->legs = grown;
		w->cap = cap;
	}
	gather->legs[gather->n_legs++] = leg;
	return 0;
}

/* The item whose legs begin at ${from} has them all. */
static void
end_item(struct work *w, size_t recording, size_t from)
{
	struct sar_gather *gather = w->gather;
	struct sar_gather_item *item = &gather->items[gather->n++];

	item->recording = recording;
	item->from = from;
	item->to = gather->n_legs;
	qsort(gather->legs + from, item->to - from, sizeof(*gather->legs),
	    compare_sizes);
}

/* Of the group of ${leg}, those legs that no recording has. */
static int
add_unlinked(struct work *w, size_t leg, struct sar_err *err)
{
	const struct sar_groups *groups = w->groups;
	const struct sar_group *group = &groups->groups[groups->of[leg]];
	size_t i;

	for (i = group->from; i < group->to; i++)
		if (!groups->linked[groups->order[i]] &&
		    add_leg(w, groups->order[i], err) == -1)
			return -1;
	return 0;
}

/* Make the item of ${recording}, whose links begin at *${link}; pass them. */
static int
add_recording(struct work *w, size_t recording,
    const struct sar_calls_link **link, struct sar_err *err)
{
	size_t from = w->gather->n_legs;

	for (; (*link)->recording == recording; (*link)++)
		if (add_leg(w, (*link)->leg, err) == -1 ||
		    add_unlinked(w, (*link)->leg, err) == -1)
			return -1;
	if (w->gather->n_legs == from)
		return sar_err_set(err, SAR_ECORRUPT,
		    "recording %lld: belongs to no call",
		    (long long)w->calls->recordings[recording].id);
	end_item(w, recording, from);
	return 0;
}

static int
add_group(struct work *w, const struct sar_group *group, struct sar_err *err)
{
	size_t from = w->gather->n_legs;
	size_t i;

	for (i = group->from; i < group->to; i++)
		if (add_leg(w, w->groups->order[i], err) == -1)
			return -1;
	end_item(w, SAR_GATHER_NONE, from);
	return 0;
}

static int
allocate(struct work *w, struct sar_err *err)
{
	const struct sar_calls *calls = w->calls;
	struct sar_gather *gather = calloc(1, sizeof(*gather));

	w->gather = gather;
	if (gather == NULL ||
	    (gather->items = calloc(calls->n_recordings + w->groups->n + 1,
		 sizeof(*gather->items))) == NULL ||
	    (w->links = calloc(calls->n_links + 1, sizeof(*w->links))) ==
		NULL ||
	    (w->seen = calloc(calls->n_legs + 1, sizeof(*w->seen))) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (calls->n_links > 0)
		memcpy(
		    w->links, calls->links, calls->n_links * sizeof(*w->links));
	qsort(w->links, calls->n_links, sizeof(*w->links), compare_links);
	w->links[calls->n_links].recording = SAR_GATHER_NONE;
	return 0;
}

static int
add_all(struct work *w, struct sar_err *err)
{
	const struct sar_calls_link *link = w->links;
	size_t i;

	for (i = 0; i < w->calls->n_recordings; i++)
		if (add_recording(w, i, &link, err) == -1)
			return -1;
	for (i = 0; i < w->groups->n; i++)
		if (!w->groups->groups[i].recorded &&
		    add_group(w, &w->groups->groups[i], err) == -1)
			return -1;
	return 0;
}

struct sar_gather *
sar_gather_make(const struct sar_calls *calls, const struct sar_groups *groups,
    struct sar_err *err)
{
	struct work w = { .calls = calls, .groups = groups };
	struct sar_gather *result = NULL;

	if (allocate(&w, err) == -1 || add_all(&w, err) == -1)
		goto out;
	result = w.gather;
	w.gather = NULL;

out:
	sar_gather_free(w.gather);
	free(w.links);
	free(w.seen);
	return result;
}

void
sar_gather_free(struct sar_gather *gather)
{
	if (gather == NULL)
		return;
	free(gather->items);
	free(gather->legs);
	free(gather);
}
