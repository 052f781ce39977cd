#include <string.h>

#include "index/load.h"

static bool
asked_for(const struct sar_index_query *query, int64_t key)
{
	size_t i;

	for (i = 0; i < query->n_keys; i++)
		if (query->keys[i] == key)
			return true;
	return false;
}

bool
sar_index_confirm_caller(const struct sar_index_query *query,
    const struct sar_index_leg *leg)
{
	size_t i;

	for (i = 0; i < leg->n_parties; i++)
		if (leg->parties[i].role == SAR_ROLE_CALLER &&
		    leg->parties[i].number.key != 0 &&
		    asked_for(query, leg->parties[i].number.key))
			return true;
	return false;
}

bool
sar_index_confirm_number(const struct sar_index_query *query,
    const struct sar_index_leg *leg, bool certain)
{
	const struct sar_phone *number;
	size_t i;

	if (sar_index_since(leg) >= query->to ||
	    sar_index_until(leg) < query->from)
		return false;
	for (i = 0; i < leg->n_parties; i++) {
		number = &leg->parties[i].number;
		if (number->key != 0 && (number->certain || !certain) &&
		    asked_for(query, number->key))
			return true;
	}
	return false;
}

static bool
same_call(const struct sar_index_leg *a, const struct sar_index_leg *b)
{
	return a->group[0] != '\0' && strcmp(a->group, b->group) == 0 &&
	       strcmp(a->system, b->system) == 0;
}

/* Does the link name ${leg}? */
static bool
names(const struct sar_index_hit *hit, const struct sar_index_leg *leg)
{
	return strcmp(hit->target, hit->to_call ? leg->group : leg->ref) == 0;
}

static bool
confirmed(const struct sar_index_query *query, const struct sar_index_hit *hit,
    const struct sar_calls *calls, const struct sar_index_leg *leg)
{
	const struct sar_index_leg *via = &calls->legs[hit->via].leg;

	switch (hit->found) {
	case SAR_FOUND_NUMBER:
		return sar_index_confirm_number(query, leg,
		    hit->match == SAR_MATCH_NUMBER);
	case SAR_FOUND_GROUP:
		return same_call(leg, via);
	case SAR_FOUND_LINK:
		return strcmp(leg->system, via->system) == 0 &&
		       names(hit, hit->back ? via : leg);
	case SAR_FOUND_NEAR:
		return strcmp(leg->system, via->system) == 0;
	case SAR_FOUND_AUDIO:
		return true; /* sar_index_load_recordings() has seen to it */
	default:
		return false;
	}
}

int
sar_index_confirm(const struct sar_index *index,
    const struct sar_index_query *query, const struct sar_index_hits *hits,
    const struct sar_calls *calls, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < hits->n; i++)
		if (!confirmed(query, &hits->at[i], calls, &calls->legs[i].leg))
			return sar_index_corrupt(index, "leg", hits->at[i].leg,
			    err);
	return 0;
}
