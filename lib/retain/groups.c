#include "retain/groups.h"

#include <stdlib.h>
#include <string.h>

static int
compare_groups(const struct sar_index_leg *a, const struct sar_index_leg *b)
{
	int by_system = strcmp(a->system, b->system);

	return by_system != 0 ? by_system : strcmp(a->group, b->group);
}

/* What the order of the legs goes by. */
struct ordering {
	const struct sar_calls *calls;
	const bool *apart;
};

static int
compare_legs(const void *a, const void *b, void *ctx)
{
	const struct ordering *by = ctx;
	const struct sar_calls_leg *legs = by->calls->legs;
	const size_t *x = a, *y = b;
	int order = compare_groups(&legs[*x].leg, &legs[*y].leg);

	if (order != 0)
		return order;
	if (by->apart[*x] != by->apart[*y])
		return by->apart[*x] ? 1 : -1;
	return (*x > *y) - (*x < *y);
}

/* A recorder that names no group says nothing of what belongs together. */
static bool
begins_group(const struct sar_calls *calls, size_t before, size_t leg)
{
	return calls->legs[leg].leg.group[0] == '\0' ||
	       compare_groups(&calls->legs[before].leg,
		   &calls->legs[leg].leg) != 0;
}

static int
mark_linked(const struct sar_calls *calls, bool *linked, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < calls->n_links; i++) {
		if (calls->links[i].leg >= calls->n_legs ||
		    calls->links[i].recording >= calls->n_recordings)
			return sar_err_set(err, SAR_ECORRUPT,
			    "link %zu: to a leg or recording that is not there",
			    i);
		linked[calls->links[i].leg] = true;
	}
	return 0;
}

static bool
is_own(const struct sar_calls_leg *leg)
{
	return !leg->rang && leg->match != SAR_MATCH_POSSIBLE &&
	       leg->match != SAR_MATCH_AUDIO;
}

/*
 * Is the group the requester's?  Not by one who only shares a recording, who
 * may be somebody else; nor, when another leg of it was answered, by a leg
 * that only rang there.
 */
static void
judge(struct sar_group *group, const struct sar_calls_leg *leg)
{
	if (leg->leg.answered)
		group->answered = true;
	if (leg->rang)
		group->rang = true;
	else if (is_own(leg))
		group->own = true;
	group->possible = !group->own && (!group->rang || group->answered);
}

/*
 * One id of a group can be that of several calls: of a group that is the
 * requester's, the legs that only might be are a group of their own.
 */
static void
set_apart(const struct sar_groups *groups, const struct sar_calls *calls,
    bool *apart)
{
	const struct sar_calls_leg *leg;
	size_t from = 0, to, i;
	bool own;

	for (; from < calls->n_legs; from = to) {
		own = is_own(&calls->legs[groups->order[from]]);
		for (to = from + 1; to < calls->n_legs &&
				    !begins_group(calls, groups->order[to - 1],
					groups->order[to]);
		     to++)
			own = own || is_own(&calls->legs[groups->order[to]]);
		for (i = from; i < to; i++) {
			leg = &calls->legs[groups->order[i]];
			apart[groups->order[i]] = own && !leg->rang &&
						  !is_own(leg);
		}
	}
}

static void
put_in_order(struct sar_groups *groups, const struct sar_calls *calls,
    bool *apart)
{
	struct ordering by = { calls, apart };
	size_t i;

	for (i = 0; i < calls->n_legs; i++)
		groups->order[i] = i;
	if (calls->n_legs < 2)
		return;
	qsort_r(groups->order, calls->n_legs, sizeof(*groups->order),
	    compare_legs, &by);
	set_apart(groups, calls, apart);
	qsort_r(groups->order, calls->n_legs, sizeof(*groups->order),
	    compare_legs, &by);
}

static void
form(struct sar_groups *groups, const struct sar_calls *calls,
    const bool *apart)
{
	struct sar_group *group = NULL;
	size_t i, leg;

	for (i = 0; i < calls->n_legs; i++) {
		leg = groups->order[i];
		if (i == 0 || begins_group(calls, groups->order[i - 1], leg) ||
		    apart[groups->order[i - 1]] != apart[leg]) {
			group = &groups->groups[groups->n++];
			*group = (struct sar_group){ .from = i,
				.possible = true };
		}
		group->to = i + 1;
		judge(group, &calls->legs[leg]);
		if (groups->linked[leg])
			group->recorded = true;
		groups->of[leg] = groups->n - 1;
	}
}

struct sar_groups *
sar_groups_make(const struct sar_calls *calls, struct sar_err *err)
{
	struct sar_groups *groups = calloc(1, sizeof(*groups));
	size_t n = calls->n_legs + 1; /* calloc(0) may be NULL */
	bool *apart = calloc(n, sizeof(*apart));

	if (groups == NULL || apart == NULL ||
	    (groups->order = calloc(n, sizeof(*groups->order))) == NULL ||
	    (groups->of = calloc(n, sizeof(*groups->of))) == NULL ||
	    (groups->linked = calloc(n, sizeof(*groups->linked))) == NULL ||
	    (groups->groups = calloc(n, sizeof(*groups->groups))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto failed;
	}
	if (mark_linked(calls, groups->linked, err) == -1)
		goto failed;
	put_in_order(groups, calls, apart);
	form(groups, calls, apart);
	free(apart);
	return groups;

failed:
	free(apart);
	sar_groups_free(groups);
	return NULL;
}

void
sar_groups_free(struct sar_groups *groups)
{
	if (groups == NULL)
		return;
	free(groups->order);
	free(groups->of);
	free(groups->linked);
	free(groups->groups);
	free(groups);
}
