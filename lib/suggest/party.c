#include "suggest/place.h"

static bool
has_key(const int64_t *keys, size_t n, int64_t key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (keys[i] == key && key != 0)
			return true;
	return false;
}

bool
sar_place_has_requester(const struct sar_suggest_question *q,
    const struct sar_index_leg *leg)
{
	size_t i;

	for (i = 0; i < leg->n_parties; i++)
		if (has_key(q->requester, q->n_requester,
			leg->parties[i].number.key))
			return true;
	return false;
}

/* Does the requester stand in ${role}? */
static bool
requester_is(const struct sar_suggest_question *q,
    const struct sar_index_leg *leg, enum sar_role role)
{
	size_t i;

	for (i = 0; i < leg->n_parties; i++)
		if (leg->parties[i].role == role &&
		    has_key(q->requester, q->n_requester,
			leg->parties[i].number.key))
			return true;
	return false;
}

/*
 * A public number that is not known as the organisation's is so all the same
 * where a call that came in was for it, or one that went out was made from it:
 * an organisation has more numbers than sar.conf lists.
 */
static bool
is_organisations_side(const struct sar_suggest_question *q,
    const struct sar_index_leg *leg, enum sar_role role)
{
	switch (leg->direction) {
	case SAR_DIRECTION_IN:
		return role == SAR_ROLE_CALLED;
	case SAR_DIRECTION_OUT:
		return role == SAR_ROLE_CALLER;
	case SAR_DIRECTION_UNKNOWN:
		if (role == SAR_ROLE_CALLED)
			return requester_is(q, leg, SAR_ROLE_CALLER);
		return role == SAR_ROLE_CALLER &&
		       requester_is(q, leg, SAR_ROLE_CALLED);
	case SAR_DIRECTION_INTERNAL:
		break;
	}
	return false;
}

/* By the number alone: is it known as the organisation's? */
static bool
is_known_own(const struct sar_suggest_question *q,
    const struct sar_index_party *party)
{
	return party->role == SAR_ROLE_ENTRY ||
	       party->number.kind == SAR_PHONE_LOCAL ||
	       has_key(q->own, q->n_own, party->number.key);
}

/* Was, besides ${nr}, somebody of the organisation called? */
static bool
others_are_called(const struct sar_suggest_question *q,
    const struct sar_index_leg *leg, size_t nr)
{
	size_t i;

	for (i = 0; i < leg->n_parties; i++)
		if (i != nr && leg->parties[i].role == SAR_ROLE_CALLED &&
		    is_known_own(q, &leg->parties[i]))
			return true;
	return false;
}

enum sar_place_who
sar_place_who(const struct sar_suggest_question *q,
    const struct sar_index_leg *leg, size_t nr)
{
	const struct sar_index_party *party = &leg->parties[nr];

	if (has_key(q->requester, q->n_requester, party->number.key))
		return SAR_PLACE_REQUESTER;
	if (is_known_own(q, party))
		return SAR_PLACE_ORGANISATION;
	if (party->number.kind != SAR_PHONE_E164)
		return SAR_PLACE_UNKNOWN;
	if (!is_organisations_side(q, leg, party->role))
		return SAR_PLACE_THIRD;
	return party->role == SAR_ROLE_CALLED && others_are_called(q, leg, nr)
		   ? SAR_PLACE_LIKELY
		   : SAR_PLACE_ORGANISATION;
}
