#include "index/hits.h"

/* Where the finding of legs by number goes. */
struct finding {
	struct sar_index *index;
	const struct sar_index_query *query;
	struct sar_index_hits *hits;
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
found(struct finding *finding, const struct row *row, struct sar_err *err)
{
	struct sar_index_hit hit = {
		.leg = row->leg,
		.match = row->certain ? SAR_MATCH_NUMBER : SAR_MATCH_POSSIBLE,
		.found = SAR_FOUND_NUMBER,
	};

	return sar_index_hits_add(finding->hits, &hit, NULL, err);
}

/* Add each row of the bound ${stmt} to the hits. */
static int
each_row(struct finding *finding, struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct row row = { 0 };
	struct row before = { .since = INT64_MIN, .until = INT64_MIN };
	bool bad = false;
	int rc;

	while ((rc = sar_index_step(finding->index, stmt, err)) == 1) {
		row.since = sar_index_column(stmt, 0, INT64_MIN, INT64_MAX,
		    &bad);
		row.until = sar_index_column(stmt, 1, INT64_MIN, INT64_MAX,
		    &bad);
		row.leg = sar_index_column(stmt, 2, INT64_MIN, INT64_MAX, &bad);
		row.kind = sar_index_column(stmt, 3, 0, SAR_PHONE_BAD, &bad);
		row.certain = sar_index_column(stmt, 4, 0, 1, &bad) == 1;
		if (bad || !in_order(&before, &row)) {
			(void)sar_index_corrupt(finding->index, "party of leg",
			    row.leg, err);
			goto failed;
		}
		if (found(finding, &row, err) == -1)
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
each_party(struct finding *finding, int64_t key, struct sar_err *err)
{
	/* No order is asked for: the index has it, and is held to it. */
	static const char sql[] =
	    "SELECT since, until, leg, kind, certain FROM party "
	    "INDEXED BY party_by_key WHERE key = ?1 AND since >= ?2 "
	    "AND since < ?3 AND until >= ?4";
	int64_t from = finding->query->from;
	struct sar_index_stmt stmt;

	if (sar_index_prepare(finding->index, SAR_INDEX_KEY_NEAR, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, key);
	sar_index_bind_int(&stmt, from < INT64_MIN + SAR_INDEX_LONGEST
				      ? INT64_MIN
				      : from - SAR_INDEX_LONGEST);
	sar_index_bind_int(&stmt, finding->query->to);
	sar_index_bind_int(&stmt, from);
	return each_row(finding, &stmt, err);
}

int
sar_index_hits_find(struct sar_index *index,
    const struct sar_index_query *query, struct sar_index_hits *hits,
    struct sar_err *err)
{
	struct finding finding = { index, query, hits };
	size_t i;

	for (i = 0; i < query->n_keys; i++)
		if (query->keys[i] != 0 &&
		    each_party(&finding, query->keys[i], err) == -1)
			return -1;
	return 0;
}
