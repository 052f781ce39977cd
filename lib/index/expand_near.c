#include "index/expansion.h"

#define NEAR_S 60       /* reference recorder-formats.md, section 9 */
#define NEAR_BACK 14400 /* how long before a consultation may have begun */

/* *${is}: is the leg ${id} of another call than ${leg}, at ${place}, one
   that nobody from outside has a part in? */
static int
is_inside(struct sar_index_expansion *job, size_t place,
    const struct sar_index_leg *leg, int64_t id, bool *is, struct sar_err *err)
{
	/* Its own parties first: most candidates end there. */
	static const char sql[] =
	    "SELECT 1 WHERE NOT EXISTS "
	    "(SELECT 1 FROM party WHERE leg = ?1 AND kind <> 1) AND EXISTS "
	    "(SELECT 1 FROM leg b WHERE b.id = ?1 AND b.system = ?2 "
	    "AND (b.call IS NULL OR b.call <> ?3) "
	    "AND NOT EXISTS (SELECT 1 FROM leg d JOIN party q ON q.leg = d.id "
	    "WHERE d.system = b.system AND d.call = b.call AND q.kind <> 1))";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(job->index, SAR_INDEX_CALL_INSIDE, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, job->loader->systems[place]);
	sar_index_bind_text(&stmt, leg->group);
	if ((rc = sar_index_step(job->index, &stmt, err)) == -1)
		return -1;
	*is = rc == 1;
	sar_index_done(&stmt);
	return 0;
}

/* The leg ${id} has an extension of the hit's, at about its time. */
static int
meet_near(struct sar_index_expansion *job, size_t place,
    const struct sar_index_leg *leg, int64_t id, struct sar_err *err)
{
	struct sar_index_hit hit = { .leg = id,
		.found = SAR_FOUND_NEAR,
		.via = place };
	bool inside = false;

	/* Nothing is weaker: what was found already stays as it is. */
	if (sar_index_idmap_get(&job->hits->places, id) != SAR_INDEX_NOT_THERE)
		return 0;
	if (is_inside(job, place, leg, id, &inside, err) == -1)
		return -1;
	return inside ? sar_index_expansion_meet(job, &hit, err) : 0;
}

static int
expand_extension(struct sar_index_expansion *job, size_t place,
    const struct sar_index_leg *leg, int64_t key, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT leg FROM party INDEXED BY party_by_key WHERE key = ?1 "
	    "AND since BETWEEN ?2 AND ?3 AND until >= ?4";
	int64_t since = sar_index_since(leg);
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(job->index, SAR_INDEX_KEY_LEGS, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, key);
	sar_index_bind_int(&stmt, since - NEAR_BACK);
	sar_index_bind_int(&stmt, sar_index_until(leg) + NEAR_S);
	sar_index_bind_int(&stmt, since - NEAR_S);
	while ((rc = sar_index_step(job->index, &stmt, err)) == 1)
		if (meet_near(job, place, leg,
			sqlite3_column_int64(stmt.stmt, 0), err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

int
sar_index_expansion_near(struct sar_index_expansion *job, size_t place,
    struct sar_err *err)
{
	const struct sar_index_leg *leg;
	size_t i;

	if ((leg = sar_index_load_leg(job->loader, place, err)) == NULL)
		return -1;
	for (i = 0; i < leg->n_parties; i++)
		if (leg->parties[i].number.kind == SAR_PHONE_LOCAL &&
		    expand_extension(job, place, leg,
			leg->parties[i].number.key, err) == -1)
			return -1;
	return 0;
}
