#include "index/hits.h"

/* Where the finding of legs by number goes. */
struct finding {
	struct sar_index *index;
	const struct sar_index_query *query;
	struct sar_index_hits *hits;
};

static int
found(struct finding *finding, int64_t leg, bool certain, struct sar_err *err)
{
	struct sar_index_hit hit = {
		.leg = leg,
		.match = certain ? SAR_MATCH_NUMBER : SAR_MATCH_POSSIBLE,
		.found = SAR_FOUND_NUMBER,
	};

	return sar_index_hits_add(finding->hits, &hit, NULL, err);
}

/* Add each row of the bound ${stmt} to the hits. */
static int
each_row(struct finding *finding, struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	int64_t before = INT64_MIN;
	int64_t since, leg;
	bool certain;
	int rc;

	while ((rc = sar_index_step(finding->index, stmt, err)) == 1) {
		/* Bare numbers: sar_index_confirm() holds what was found to
		   the legs themselves.  It cannot see what was not: out of
		   order, the index's B-tree is damaged. */
		since = sqlite3_column_int64(stmt->stmt, 0);
		leg = sqlite3_column_int64(stmt->stmt, 1);
		certain = sqlite3_column_int64(stmt->stmt, 2) != 0;
		if (since < before) {
			(void)sar_index_corrupt(finding->index, "party of leg",
			    leg, err);
			goto failed;
		}
		if (found(finding, leg, certain, err) == -1)
			goto failed;
		before = since;
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
	    "SELECT since, leg, certain FROM party "
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
