#include "index/hits.h"

/* Where the finding of legs by number goes. */
struct finding {
	struct sar_index *index;
	const struct sar_index_query *query;
	struct sar_index_hits *hits;
};

/*
 * Add each row of the bound ${stmt} to the hits: a bare number.  How sure it is
 * the leg itself tells, which is read anyway, and sar_index_confirm() holds it
 * to that; that no row is passed over, the sums of the pages see to.
 */
static int
each_row(struct finding *finding, struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_hit hit = {
		.match = SAR_MATCH_NUMBER,
		.found = SAR_FOUND_NUMBER,
	};
	int rc;

	while ((rc = sar_index_step(finding->index, stmt, err)) == 1) {
		hit.leg = sqlite3_column_int64(stmt->stmt, 0);
		if (sar_index_hits_add(finding->hits, &hit, NULL, err) == -1) {
			sar_index_done(stmt);
			return -1;
		}
	}
	return rc;
}

/* The parties with ${key} whose legs overlap the period. */
static int
each_party(struct finding *finding, int64_t key, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT leg FROM party "
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
