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

/* A row of party_by_key. */
struct row {
	int64_t since;
	int64_t until;
	int64_t leg;
	int64_t kind;
	bool certain;
};

/* Does ${row} follow ${before}?  If not, the index's B-tree is damaged. */
static bool
in_order(const struct row *before, const struct row *row)
{
	if (row->since != before->since)
		return row->since > before->since;
	if (row->until != before->until)
		return row->until > before->until;
	if (row->leg != before->leg)
		return row->leg > before->leg;
	return row->kind >= before->kind;
}

static int
found(struct search *search, const struct row *row, struct sar_err *err)
{
	struct sar_index_hit hit = {
		.leg = row->leg,
		.match = row->certain ? SAR_MATCH_NUMBER : SAR_MATCH_POSSIBLE,
		.found = SAR_FOUND_NUMBER,
	};

	return sar_index_hits_add(&search->hits, &hit, NULL, err);
}

/* Add each row of the bound ${stmt} to the hits. */
static int
each_row(struct search *search, struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct row row = { 0 };
	struct row before = { .since = INT64_MIN, .until = INT64_MIN };
	bool bad = false;
	int rc;

	while ((rc = sar_index_step(search->index, stmt, err)) == 1) {
		row.since = sar_index_column(stmt, 0, INT64_MIN, INT64_MAX,
		    &bad);
		row.until = sar_index_column(stmt, 1, INT64_MIN, INT64_MAX,
		    &bad);
		row.leg = sar_index_column(stmt, 2, INT64_MIN, INT64_MAX, &bad);
		row.kind = sar_index_column(stmt, 3, 0, SAR_PHONE_BAD, &bad);
		row.certain = sar_index_column(stmt, 4, 0, 1, &bad) == 1;
		if (bad || !in_order(&before, &row)) {
			(void)sar_index_corrupt(search->index, "party of leg",
			    row.leg, err);
			goto failed;
		}
		if (found(search, &row, err) == -1)
			goto failed;
		before = row;
	}
	return rc;

failed:
	sar_index_done(stmt);
	return -1;
}

/* The parties with ${key} whose legs overlap the period. */
static int
each_party(struct search *search, int64_t key, struct sar_err *err)
{
	/* No order is asked for: the index has it, and is held to it. */
	static const char sql[] =
	    "SELECT since, until, leg, kind, certain FROM party "
	    "INDEXED BY party_by_key WHERE key = ?1 AND since >= ?2 "
	    "AND since < ?3 AND until >= ?4";
	int64_t from = search->query->from;
	struct sar_index_stmt stmt;

	if (sar_index_prepare(search->index, SAR_INDEX_KEY_NEAR, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, key);
	sar_index_bind_int(&stmt, from < INT64_MIN + SAR_INDEX_LONGEST
				      ? INT64_MIN
				      : from - SAR_INDEX_LONGEST);
	sar_index_bind_int(&stmt, search->query->to);
	sar_index_bind_int(&stmt, from);
	return each_row(search, &stmt, err);
}

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

static int
collect(struct search *search, struct sar_err *err)
{
	const struct sar_index_query *query = search->query;
	struct sar_calls *calls = search->calls;
	size_t i;

	search->hits.text = calls->text;
	for (i = 0; i < query->n_keys; i++)
		if (query->keys[i] != 0 &&
		    each_party(search, query->keys[i], err) == -1)
			return -1;
	if (sar_index_hits_expand(search->index, &search->hits, err) == -1 ||
	    sar_index_load_legs(search->index, &search->hits, calls, err) ==
		-1 ||
	    sar_index_confirm(search->index, query, &search->hits, calls,
		err) == -1 ||
	    sort_legs(search, err) == -1 ||
	    sar_index_load_recordings(search->index, &search->hits, calls,
		err) == -1)
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
