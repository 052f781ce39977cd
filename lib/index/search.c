#include "index/search.h"

#include <stdlib.h>

#include "index/hits.h"
#include "index/load.h"
#include "index/text.h"
#include "index/unread.h"

/* A search under way. */
struct search {
	struct sar_index *index;
	const struct sar_index_query *query;
	struct sar_index_hits hits;
	struct sar_calls *calls;
};

/* Those found are no longer unattributed. */
static void
take_out(struct search *search, const struct sar_index_leg *leg)
{
	const struct sar_index_query *query = search->query;
	unsigned seen = 0;
	unsigned bit;
	size_t i;

	if (sar_index_since(leg) >= query->to ||
	    sar_index_until(leg) < query->from)
		return;
	for (i = 0; i < leg->n_parties; i++) {
		bit = 1U << leg->parties[i].number.kind;
		if (leg->parties[i].number.kind <= SAR_PHONE_LOCAL ||
		    (seen & bit) != 0)
			continue;
		seen |= bit;
		if (search->calls->unattributed[leg->parties[i].number.kind] >
		    0)
			search->calls
			    ->unattributed[leg->parties[i].number.kind]--;
	}
}

static int
count_unattributed(struct search *search, struct sar_err *err)
{
	struct sar_calls *calls = search->calls;
	size_t i;

	if (!search->query->count)
		return 0;
	if (sar_index_unread_count(search->index, search->query->from,
		search->query->to, calls->unattributed, err) == -1)
		return -1;
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

/* The legs that belong to the answer, with why. */
static int
collect_legs(struct search *search, struct sar_err *err)
{
	const struct sar_index_query *query = search->query;
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

	if (query->from >= query->to) {
		(void)sar_err_set(err, SAR_EINPUT, "the period is empty");
		return NULL;
	}
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
