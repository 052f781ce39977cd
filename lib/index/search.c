#include "index/search.h"

#include <stdlib.h>

#include "index/hits.h"
#include "index/load.h"
#include "index/merge.h"
#include "index/text.h"
#include "index/unread.h"

/* A search under way. */
struct search {
	struct sar_index *index;
	const struct sar_index_query *query;
	struct sar_index_hits hits;
	struct sar_calls *calls;
};

/* The ${i}th period asked for, from 0; there is one at least. */
static struct sar_index_period
period_at(const struct sar_index_query *query, size_t i)
{
	if (query->n_periods == 0)
		return (struct sar_index_period){ query->from, query->to };
	return query->periods[i];
}

static size_t
count_periods(const struct sar_index_query *query)
{
	return query->n_periods == 0 ? 1 : query->n_periods;
}

static int
check_periods(const struct sar_index_query *query, struct sar_err *err)
{
	struct sar_index_period period, before = { 0 };
	size_t i;

	for (i = 0; i < count_periods(query); i++) {
		period = period_at(query, i);
		if (period.from >= period.to)
			return sar_err_set(err, SAR_EINPUT,
			    "the period is empty");
		if (i > 0 && period.from < before.to)
			return sar_err_set(err, SAR_EINPUT,
			    "the periods are not one after the other");
		before = period;
	}
	return 0;
}

/* Was any of the leg in one of them? */
static bool
is_within(const struct sar_index_query *query, const struct sar_index_leg *leg)
{
	struct sar_index_period period;
	size_t i;

	for (i = 0; i < count_periods(query); i++) {
		period = period_at(query, i);
		if (sar_index_since(leg) < period.to &&
		    sar_index_until(leg) >= period.from)
			return true;
	}
	return false;
}

/* Those found are no longer unattributed. */
static void
take_out(struct search *search, const struct sar_index_leg *leg)
{
	uint64_t *unattributed = search->calls->unattributed;
	enum sar_phone_kind kind;
	unsigned seen = 0;
	size_t i;

	if (!is_within(search->query, leg))
		return;
	for (i = 0; i < leg->n_parties; i++) {
		kind = leg->parties[i].number.kind;
		if (kind <= SAR_PHONE_LOCAL || (seen & (1U << kind)) != 0)
			continue;
		seen |= 1U << kind;
		if (unattributed[kind] > 0)
			unattributed[kind]--;
	}
}

/*
 * A leg that was in two periods was in the earlier of two neighbours: what
 * began before that ended has been counted with it.
 */
static int
count_unattributed(struct search *search, struct sar_err *err)
{
	struct sar_calls *calls = search->calls;
	struct sar_index_unread_query query = { .after = INT64_MIN };
	size_t i;

	if (!search->query->count)
		return 0;
	for (i = 0; i < count_periods(search->query); i++) {
		query.period = period_at(search->query, i);
		if (sar_index_unread_count(search->index, &query,
			calls->unattributed, err) == -1)
			return -1;
		query.after = query.period.to;
	}
	for (i = 0; i < calls->n_legs; i++)
		take_out(search, &calls->legs[i].leg);
	return 0;
}

static int
by_start(const void *a, const void *b)
{
	const struct sar_index_leg *x = &((const struct sar_calls_leg *)a)->leg;
	const struct sar_index_leg *y = &((const struct sar_calls_leg *)b)->leg;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->id > y->id) - (x->id < y->id);
}

/* Sort the legs; what points from one to another follows. */
static int
sort_legs(struct search *search, struct sar_err *err)
{
	struct sar_calls *calls = search->calls;
	size_t *places;
	size_t i, at;

	if (calls->n_legs == 0)
		return 0;
	places = calloc(calls->n_legs, sizeof(*places));
	if (places == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	qsort(calls->legs, calls->n_legs, sizeof(*calls->legs), by_start);
	for (i = 0; i < calls->n_legs; i++) {
		at = sar_index_idmap_get(&search->hits.places,
		    calls->legs[i].leg.id);
		places[at] = i;
	}
	for (i = 0; i < calls->n_legs; i++)
		if (calls->legs[i].via != SAR_CALLS_NONE)
			calls->legs[i].via = places[calls->legs[i].via];
	free(places);
	return 0;
}

/* The legs that belong to the answer, with why, by one period. */
static int
collect_period(struct search *search, const struct sar_index_query *query,
    struct sar_err *err)
{
	struct sar_index_loader loader = { .index = search->index,
		.query = query,
		.hits = &search->hits,
		.calls = search->calls };
	int rc = -1;

	search->hits.text = search->calls->text;
	if (sar_index_hits_find(search->index, query, &search->hits, err) ==
		0 &&
	    sar_index_hits_expand(&loader, &search->hits, err) == 0 &&
	    sar_index_load_rest(&loader, err) == 0)
		rc = sar_index_confirm(search->index, query, &search->hits,
		    search->calls, err);
	sar_index_loader_free(&loader);
	return rc;
}

/* What another period adds.  It is searched by itself, so that what it leads
   to does not hang on what the others have found already. */
static int
add_period(struct search *search, const struct sar_index_query *query,
    struct sar_err *err)
{
	struct sar_calls calls = { .text = search->calls->text };
	struct search other = { .index = search->index, .calls = &calls };
	const struct sar_index_haul to = { &search->hits, search->calls };
	const struct sar_index_haul from = { &other.hits, &calls };
	int rc = -1;

	if (collect_period(&other, query, err) == 0)
		rc = sar_index_merge(&to, &from, err);
	sar_index_hits_free(&other.hits);
	free(calls.legs);
	return rc;
}

static int
collect_legs(struct search *search, struct sar_err *err)
{
	struct sar_index_query query = *search->query;
	struct sar_index_period period;
	size_t i;

	query.n_periods = 0;
	for (i = 0; i < count_periods(search->query); i++) {
		period = period_at(search->query, i);
		query.from = period.from;
		query.to = period.to;
		if ((i == 0 ? collect_period(search, &query, err)
			    : add_period(search, &query, err)) == -1)
			return -1;
	}
	return 0;
}

static int
collect(struct search *search, struct sar_err *err)
{
	if (collect_legs(search, err) == -1 || sort_legs(search, err) == -1 ||
	    sar_index_load_recordings(search->index, &search->hits,
		search->calls, err) == -1)
		return -1;
	return count_unattributed(search, err);
}

struct sar_calls *
sar_index_search(struct sar_index *index, const struct sar_index_query *query,
    struct sar_err *err)
{
	struct search search = { .index = index, .query = query };
	struct sar_calls *result = NULL;

	if (check_periods(query, err) == -1)
		return NULL;
	if ((search.calls = calloc(1, sizeof(*search.calls))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if ((search.calls->text = sar_index_text_new(err)) == NULL ||
	    sar_index_read_begin(index, err) == -1)
		goto out;
	if (collect(&search, err) == 0) {
		result = search.calls;
		search.calls = NULL;
	}
	sar_index_read_end(index);

out:
	sar_index_hits_free(&search.hits);
	sar_index_calls_free(search.calls);
	return result;
}

int
sar_index_is_entry(struct sar_index *index, int64_t key, bool *is,
    struct sar_err *err)
{
	/* One that calls come in on is so in its first calls already. */
	static const char sql[] =
	    "SELECT 1 FROM (SELECT role FROM party INDEXED BY party_by_key "
	    "WHERE key = ?1 LIMIT 200) WHERE role = ?2 LIMIT 1";
	struct sar_index_stmt stmt;
	int rc;

	*is = false;
	if (sar_index_prepare(index, SAR_INDEX_KEY_ENTRY, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, key);
	sar_index_bind_int(&stmt, SAR_ROLE_ENTRY);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	*is = rc == 1;
	sar_index_done(&stmt);
	return 0;
}

int
sar_index_reaches(struct sar_index *index,
    const struct sar_index_period *period, bool *reaches, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT 1 FROM leg WHERE start - uncertain < ?2 "
	    "AND finish + uncertain >= ?1 LIMIT 1";
	struct sar_index_stmt stmt;
	int rc;

	*reaches = false;
	if (sar_index_prepare(index, SAR_INDEX_LEG_ANY, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, period->from);
	sar_index_bind_int(&stmt, period->to);
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	*reaches = rc == 1;
	sar_index_done(&stmt);
	return 0;
}

void
sar_index_calls_free(struct sar_calls *calls)
{
	if (calls == NULL)
		return;
	sar_index_text_free(calls->text);
	free(calls->legs);
	free(calls->recordings);
	free(calls->links);
	free(calls);
}
