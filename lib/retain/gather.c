#include "retain/gather.h"

#include <stdlib.h>
#include <string.h>

/* What is at hand while the items are put together. */
struct work {
	const struct sar_calls *calls;
	const struct sar_groups *groups;
	struct sar_gather *gather;
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

/* Add ${leg} to the item being made, once; the first time round, count. */
static void
add_leg(struct work *w, size_t leg)
{
	struct sar_gather *gather = w->gather;

	if (w->seen[leg] == gather->n + 1)
		return;
	w->seen[leg] = gather->n + 1;
	if (gather->legs != NULL)
		gather->legs[gather->n_legs] = leg;
	gather->n_legs++;
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
	if (gather->legs != NULL)
		qsort(gather->legs + from, item->to - from,
		    sizeof(*gather->legs), compare_sizes);
}

/* Of the group of ${leg}, those legs that no recording has. */
static void
add_unlinked(struct work *w, size_t leg)
{
	const struct sar_groups *groups = w->groups;
	const struct sar_group *group = &groups->groups[groups->of[leg]];
	size_t i;

	for (i = group->from; i < group->to; i++)
		if (!groups->linked[groups->order[i]])
			add_leg(w, groups->order[i]);
}

/* Make the item of ${recording}, whose links begin at ${link}; pass them. */
static const struct sar_calls_link *
add_recording(struct work *w, size_t recording,
    const struct sar_calls_link *link)
{
	size_t from = w->gather->n_legs;

	for (; link->recording == recording; link++) {
		add_leg(w, link->leg);
		add_unlinked(w, link->leg);
	}
	end_item(w, recording, from);
	return link;
}

static void
add_group(struct work *w, const struct sar_group *group)
{
	size_t from = w->gather->n_legs;
	size_t i;

	for (i = group->from; i < group->to; i++)
		add_leg(w, w->groups->order[i]);
	end_item(w, SAR_GATHER_NONE, from);
}

static void
add_all(struct work *w)
{
	const struct sar_calls_link *link = w->links;
	size_t i;

	memset(w->seen, 0, w->calls->n_legs * sizeof(*w->seen));
	w->gather->n = 0;
	w->gather->n_legs = 0;
	for (i = 0; i < w->calls->n_recordings; i++)
		link = add_recording(w, i, link);
	for (i = 0; i < w->groups->n; i++)
		if (!w->groups->groups[i].recorded)
			add_group(w, &w->groups->groups[i]);
}

static bool
allocate(struct work *w)
{
	size_t items = w->calls->n_recordings + w->groups->n;
	size_t links = w->calls->n_links;

	/* One more of each: calloc(0) may be NULL. */
	w->seen = calloc(w->calls->n_legs + 1, sizeof(*w->seen));
	w->links = calloc(links + 1, sizeof(*w->links));
	w->gather = calloc(1, sizeof(*w->gather));
	if (w->seen == NULL || w->links == NULL || w->gather == NULL)
		return false;
	w->gather->items = calloc(items + 1, sizeof(*w->gather->items));
	if (w->gather->items == NULL)
		return false;
	if (links > 0)
		memcpy(w->links, w->calls->links, links * sizeof(*w->links));
	qsort(w->links, links, sizeof(*w->links), compare_links);
	w->links[links].recording = SAR_GATHER_NONE;
	return true;
}

/* Every recording is of some call: else its retention cannot be told. */
static int
check_recordings(const struct work *w, struct sar_err *err)
{
	const struct sar_gather_item *item;
	size_t i;

	for (i = 0; i < w->gather->n; i++) {
		item = &w->gather->items[i];
		if (item->from == item->to)
			return sar_err_set(err, SAR_ECORRUPT,
			    "recording %lld: belongs to no call",
			    (long long)w->calls->recordings[item->recording]
				.id);
	}
	return 0;
}

/* Count the legs of all items, then put them in. */
static int
gather_all(struct work *w, struct sar_err *err)
{
	size_t *legs;

	add_all(w);
	if (check_recordings(w, err) == -1)
		return -1;
	if ((legs = calloc(w->gather->n_legs + 1, sizeof(*legs))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return -1;
	}
	w->gather->legs = legs;
	add_all(w);
	return 0;
}

struct sar_gather *
sar_gather_make(const struct sar_calls *calls, const struct sar_groups *groups,
    struct sar_err *err)
{
	struct work w = { .calls = calls, .groups = groups };
	struct sar_gather *result = NULL;

	if (!allocate(&w)) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	if (gather_all(&w, err) == -1)
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
