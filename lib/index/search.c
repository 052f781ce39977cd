#include "index/search.h"

#include <stdlib.h>

#include "index/hits.h"
#include "index/load.h"
#include "index/text.h"

/* A search under way. */
struct search {
	struct sar_index *index;
	const struct sar_index_query *query;
	struct sar_index_hits hits;
	struct sar_calls *calls;
};

/* A row of party_by_key or party_long. */
struct row {
	int64_t since;
	int64_t until;
	int64_t leg;
	int64_t kind;
	bool certain;
};

typedef int row_fn(struct search *search, const struct row *row,
    const struct row *before, struct sar_err *err);

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

/* Hand each row of the bound ${stmt} to ${fn}. */
static int
each_row(struct search *search, struct sar_index_stmt *stmt, row_fn *fn,
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
		if (fn(search, &row, &before, err) == -1)
			goto failed;
		before = row;
	}
	return rc;

failed:
	sar_index_done(stmt);
	return -1;
}

static void
bind_key(struct sar_index_stmt *stmt, int64_t key)
{
	if (key == 0)
		sar_index_bind_null(stmt);
	else
		sar_index_bind_int(stmt, key);
}

/* The parties with ${key}, 0 for those that have none, in the period: those
   whose leg began in it or up to a day before ... */
static int
near(struct search *search, int64_t key, int64_t edge, row_fn *fn,
    struct sar_err *err)
{
	static const char sql[] =
	    "SELECT since, until, leg, kind, certain FROM party "
	    "INDEXED BY party_by_key WHERE key IS ?1 AND since >= ?2 "
	    "AND since < ?3 AND until >= ?4 ORDER BY since, until, leg, kind";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(search->index, SAR_INDEX_KEY_NEAR, sql, &stmt,
		err) == -1)
		return -1;
	bind_key(&stmt, key);
	sar_index_bind_int(&stmt, edge);
	sar_index_bind_int(&stmt, search->query->to);
	sar_index_bind_int(&stmt, search->query->from);
	return each_row(search, &stmt, fn, err);
}

/* ... and the few that began earlier and are longer than a day. */
static int
before_that(struct search *search, int64_t key, int64_t edge, row_fn *fn,
    struct sar_err *err)
{
	static const char sql[] =
	    "SELECT since, until, leg, kind, certain FROM party "
	    "INDEXED BY party_long WHERE key IS ?1 AND since < ?2 "
	    "AND until >= ?3 AND until - since > 86400 "
	    "ORDER BY since, until, leg, kind";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(search->index, SAR_INDEX_KEY_LONG, sql, &stmt,
		err) == -1)
		return -1;
	bind_key(&stmt, key);
	sar_index_bind_int(&stmt, edge);
	sar_index_bind_int(&stmt, search->query->from);
	return each_row(search, &stmt, fn, err);
}

static int
each_party(struct search *search, int64_t key, row_fn *fn, struct sar_err *err)
{
	int64_t from = search->query->from;
	int64_t edge = from < INT64_MIN + SAR_INDEX_LONGEST
			   ? INT64_MIN
			   : from - SAR_INDEX_LONGEST;

	if (near(search, key, edge, fn, err) == -1)
		return -1;
	return before_that(search, key, edge, fn, err);
}

static int
found(struct search *search, const struct row *row, const struct row *before,
    struct sar_err *err)
{
	struct sar_index_hit hit = {
		.leg = row->leg,
		.match = row->certain ? SAR_MATCH_NUMBER : SAR_MATCH_POSSIBLE,
		.how = SAR_INDEX_BY_KEY,
	};

	(void)before;
	return sar_index_hits_add(&search->hits, &hit, NULL, err);
}

/* Count a leg once for each kind, unless it is among those found. */
static int
unattributed(struct search *search, const struct row *row,
    const struct row *before, struct sar_err *err)
{
	if (row->kind <= SAR_PHONE_LOCAL)
		return sar_index_corrupt(search->index, "party of leg",
		    row->leg, err);
	if (row->since == before->since && row->leg == before->leg &&
	    row->kind == before->kind)
		return 0;
	if (sar_index_idmap_get(&search->hits.places, row->leg) ==
	    SAR_INDEX_NOT_THERE)
		search->calls->unattributed[row->kind]++;
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

static int
collect(struct search *search, struct sar_err *err)
{
	const struct sar_index_query *query = search->query;
	struct sar_calls *calls = search->calls;
	size_t i;

	for (i = 0; i < query->n_keys; i++)
		if (query->keys[i] != 0 &&
		    each_party(search, query->keys[i], found, err) == -1)
			return -1;
	if (sar_index_hits_expand(search->index, &search->hits, err) == -1 ||
	    sar_index_load_legs(search->index, &search->hits, calls, err) ==
		-1 ||
	    sar_index_confirm(search->index, query, &search->hits, calls,
		err) == -1)
		return -1;
	if (calls->n_legs > 0)
		qsort(calls->legs, calls->n_legs, sizeof(*calls->legs),
		    by_start);
	if (sar_index_load_recordings(search->index, &search->hits, calls,
		err) == -1)
		return -1;
	return each_party(search, 0, unattributed, err);
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
