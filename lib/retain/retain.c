#include "retain/retain.h"

#include <stdlib.h>
#include <string.h>

#include "retain/gather.h"
#include "retain/groups.h"
#include "retain/judge.h"

#define APART_S 3600 /* no call rests so long and goes on */

struct sar_date
sar_retain_last_day(struct sar_date day, int months)
{
	return sar_date_add_months(day, months);
}

bool
sar_retain_past(const struct sar_retain_policy *policy,
    const struct sar_zone *zone, int64_t latest, struct sar_date today,
    struct sar_date *last_day)
{
	*last_day = sar_retain_last_day(sar_zone_local(zone, latest).date,
	    policy->months);
	return sar_date_compare(*last_day, today) < 0;
}

static const char *
path_of(const struct sar_item *item)
{
	return item->recording == NULL ? "" : item->recording->path;
}

/* By start, then path; the first leg settles what is left. */
static int
compare_items(const void *a, const void *b, void *ctx)
{
	const struct sar_calls *const *calls = ctx;
	const struct sar_item *x = a, *y = b;
	int64_t x_start = (*calls)->legs[x->legs[0]].leg.start;
	int64_t y_start = (*calls)->legs[y->legs[0]].leg.start;
	int order;

	if (x_start != y_start)
		return x_start < y_start ? -1 : 1;
	if ((order = strcmp(path_of(x), path_of(y))) != 0)
		return order;
	return (x->legs[0] > y->legs[0]) - (x->legs[0] < y->legs[0]);
}

/* Only a call found by nothing better than a probable number is possible. */
static bool
is_possible(const struct sar_groups *groups, const struct sar_item *item)
{
	size_t i;

	for (i = 0; i < item->n_legs; i++)
		if (!groups->groups[groups->of[item->legs[i]]].possible)
			return false;
	return true;
}

/* Does ${leg} come within an hour of one of the requester's in the item? */
static bool
is_near_own(const struct sar_calls *calls, const struct sar_item *item,
    const struct sar_index_leg *leg)
{
	const struct sar_calls_leg *own;
	size_t i;

	for (i = 0; i < item->n_legs; i++) {
		own = &calls->legs[item->legs[i]];
		if (own->match != SAR_MATCH_AUDIO &&
		    own->leg.start - APART_S <= leg->end &&
		    leg->start - APART_S <= own->leg.end)
			return true;
	}
	return false;
}

/*
 * A recorder that uses a name again writes another's call over the first: of
 * calls hours apart on one file nobody knows whose it holds.
 */
static bool
is_written_again(const struct sar_calls *calls, const struct sar_item *item)
{
	const struct sar_calls_leg *leg;
	size_t i;

	for (i = 0; item->recording != NULL && i < item->n_legs; i++) {
		leg = &calls->legs[item->legs[i]];
		if (leg->match == SAR_MATCH_AUDIO &&
		    !is_near_own(calls, item, &leg->leg))
			return true;
	}
	return false;
}

static void
fill(struct sar_items *items, const struct sar_judge *judge,
    const struct sar_groups *groups, const struct sar_gather *gather)
{
	const struct sar_calls *calls = judge->calls;
	const struct sar_gather_item *from;
	struct sar_item *item;
	size_t i;

	for (i = 0; i < gather->n; i++) {
		from = &gather->items[i];
		item = &items->items[i];
		if (from->recording != SAR_GATHER_NONE)
			item->recording = &calls->recordings[from->recording];
		item->legs = items->legs + from->from;
		item->n_legs = from->to - from->from;
		item->possible = is_possible(groups, item) ||
				 is_written_again(calls, item);
		sar_judge_item(judge, item);
	}
	items->n = gather->n;
	if (items->n > 1)
		qsort_r(items->items, items->n, sizeof(*items->items),
		    compare_items, &calls);
	for (i = 0; i < items->n; i++)
		items->items[i].number = (unsigned)i + 1;
}

static struct sar_items *
new_items(const struct sar_calls *calls, struct sar_gather *gather,
    struct sar_err *err)
{
	struct sar_items *items = calloc(1, sizeof(*items));

	if (items == NULL || (items->items = calloc(gather->n + 1,
				  sizeof(*items->items))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		free(items);
		return NULL;
	}
	items->calls = calls;
	items->legs = gather->legs;
	gather->legs = NULL;
	return items;
}

struct sar_items *
sar_retain_decide(const struct sar_calls *calls,
    const struct sar_retain_policy *policy, const struct sar_zone *zone,
    struct sar_date received, struct sar_err *err)
{
	struct sar_judge judge = { calls, policy, zone, received };
	struct sar_groups *groups = NULL;
	struct sar_gather *gather = NULL;
	struct sar_items *items = NULL;

	if ((groups = sar_groups_make(calls, err)) == NULL ||
	    (gather = sar_gather_make(calls, groups, err)) == NULL ||
	    (items = new_items(calls, gather, err)) == NULL)
		goto out;
	fill(items, &judge, groups, gather);

out:
	sar_gather_free(gather);
	sar_groups_free(groups);
	return items;
}

void
sar_retain_free(struct sar_items *items)
{
	if (items == NULL)
		return;
	free(items->items);
	free(items->legs);
	free(items);
}
