#include <stdlib.h>

#include "index/expansion.h"
#include "index/present.h"

static int
push(struct sar_index_expansion *job, size_t place, struct sar_err *err)
{
	size_t cap = job->cap == 0 ? 64 : job->cap * 2;
	size_t *wide;

	if (job->n == job->cap) {
		wide = reallocarray(job->todo, cap, sizeof(*wide));
		if (wide == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		job->todo = wide;
		job->cap = cap;
	}
	job->todo[job->n++] = place;
	return 0;
}

static enum sar_match
match_of(const struct sar_index_expansion *job, enum sar_found found)
{
	if (!job->certain || found == SAR_FOUND_NEAR)
		return SAR_MATCH_POSSIBLE;
	switch (found) {
	case SAR_FOUND_GROUP:
		return SAR_MATCH_GROUP;
	case SAR_FOUND_LINK:
		return SAR_MATCH_LINK;
	case SAR_FOUND_NUMBER:
	case SAR_FOUND_AUDIO:
	case SAR_FOUND_NEAR:
	default:
		return SAR_MATCH_AUDIO;
	}
}

int
sar_index_expansion_meet(struct sar_index_expansion *job,
    struct sar_index_hit *hit, struct sar_err *err)
{
	bool changed = false;

	hit->match = match_of(job, hit->found);
	if (sar_index_hits_add(job->hits, hit, &changed, err) == -1)
		return -1;
	if (!changed || hit->match == SAR_MATCH_AUDIO)
		return 0;
	return push(job, sar_index_idmap_get(&job->hits->places, hit->leg),
	    err);
}

/*
 * The first legs of the call bound to ${stmt}, into ${ids}, which has room for
 * one more than the legs of one person's call.
 */
static int
read_call(struct sar_index_expansion *job, struct sar_index_stmt *stmt,
    int64_t ids[SAR_INDEX_CALL_MANY + 1], size_t *n, struct sar_err *err)
{
	int rc = 1;

	*n = 0;
	while (*n <= SAR_INDEX_CALL_MANY &&
	       (rc = sar_index_step(job->index, stmt, err)) == 1)
		ids[(*n)++] = sqlite3_column_int64(stmt->stmt, 0);
	return rc;
}

static int
meet_legs(struct sar_index_expansion *job, size_t place, const int64_t *ids,
    size_t n, struct sar_err *err)
{
	struct sar_index_hit hit = { .found = SAR_FOUND_GROUP,
		.via = place,
		.grouped = true };
	size_t i;

	for (i = 0; i < n; i++) {
		hit.leg = ids[i];
		if (sar_index_expansion_meet(job, &hit, err) == -1)
			return -1;
	}
	return 0;
}

/* Of the call of ${leg}, at ${place}, what is the requester's for certain. */
static int
meet_present(struct sar_index_expansion *job, size_t place,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	int64_t ids[SAR_INDEX_CALL_MANY];
	bool all = false;
	size_t n = 0;

	if (sar_index_present(job->index, job->loader->query,
		job->loader->systems[place], leg, ids, &n, &all, err) == -1)
		return -1;
	if (!all)
		job->hits->at[place].deferred = true;
	return meet_legs(job, place, ids, n, err);
}

/* The rest of the call that the hit at ${place}, ${leg}, is a leg of. */
static int
expand_call(struct sar_index_expansion *job, size_t place,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	static const char sql[] = "SELECT id FROM leg INDEXED BY leg_by_call "
				  "WHERE system = ?1 AND call = ?2";
	struct sar_index_hits *hits = job->hits;
	int64_t ids[SAR_INDEX_CALL_MANY + 1];
	struct sar_index_stmt stmt;
	size_t n = 0;
	int rc;

	if (hits->at[place].grouped || leg->group[0] == '\0')
		return 0;
	if (sar_index_prepare(job->index, SAR_INDEX_CALL_LEGS, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, job->loader->systems[place]);
	sar_index_bind_text(&stmt, leg->group);
	rc = read_call(job, &stmt, ids, &n, err);
	/* An agent's standing connection, a conference that never ends. */
	if (rc == 1 && job->certain) {
		sar_index_done(&stmt);
		hits->at[place].deferred = true;
		return 0;
	}
	hits->at[place].grouped = true;
	if (rc == 0 && job->certain && n > 1)
		return meet_present(job, place, leg, err);
	while (rc != -1 && meet_legs(job, place, ids, n, err) == 0) {
		if (rc == 0)
			return 0;
		rc = read_call(job, &stmt, ids, &n, err);
	}
	sar_index_done(&stmt);
	return -1;
}

/* One row of a statement about links: leg, target, to_call, evidence, kind. */
static int
meet_link(struct sar_index_expansion *job, const struct sar_index_stmt *stmt,
    size_t place, bool back, struct sar_err *err)
{
	struct sar_index_hit hit = { .found = SAR_FOUND_LINK,
		.via = place,
		.back = back };
	bool bad = false;

	hit.leg = sqlite3_column_int64(stmt->stmt, 0);
	hit.target = sar_index_column_text(stmt, 1, &bad);
	hit.to_call = sar_index_column(stmt, 2, 0, 1, &bad) == 1;
	hit.evidence = sar_index_column_text(stmt, 3, &bad);
	hit.bridge = sar_index_column(stmt, 4, 0, SAR_LINK_BRIDGE, &bad) ==
		     SAR_LINK_BRIDGE;
	if (bad)
		return sar_index_corrupt(job->index, "link of leg", hit.leg,
		    err);
	/* Who met one that met one may be a stranger: an agent's connection
	   that stays up meets all that agent's callers. */
	if (job->certain && hit.bridge && job->hits->at[place].bridge) {
		job->hits->at[place].deferred = true;
		return 0;
	}
	hit.target = sar_index_text_add(job->hits->text, hit.target, err);
	hit.evidence = sar_index_text_add(job->hits->text, hit.evidence, err);
	if (hit.target == NULL || hit.evidence == NULL)
		return -1;
	return sar_index_expansion_meet(job, &hit, err);
}

/* Each row of the bound ${stmt}. */
static int
each_link(struct sar_index_expansion *job, struct sar_index_stmt *stmt,
    size_t place, bool back, struct sar_err *err)
{
	int rc;

	while ((rc = sar_index_step(job->index, stmt, err)) == 1)
		if (meet_link(job, stmt, place, back, err) == -1) {
			sar_index_done(stmt);
			return -1;
		}
	return rc;
}

/* What the hit's record links it to. */
static int
expand_links_from(struct sar_index_expansion *job, size_t place,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT b.id, k.target, k.to_call, k.evidence, k.kind FROM link k "
	    "JOIN leg b ON b.system = ?2 AND b.ref = k.target "
	    "WHERE k.leg = ?1 AND k.to_call = 0 UNION ALL "
	    "SELECT b.id, k.target, k.to_call, k.evidence, k.kind FROM link k "
	    "JOIN leg b ON b.system = ?2 AND b.call = k.target "
	    "WHERE k.leg = ?1 AND k.to_call = 1";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(job->index, SAR_INDEX_LINKS_FROM, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, leg->id);
	sar_index_bind_int(&stmt, job->loader->systems[place]);
	return each_link(job, &stmt, place, false, err);
}

/* What is linked to the hit, or to its call. */
static int
expand_links_to(struct sar_index_expansion *job, size_t place,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT b.id, k.target, k.to_call, k.evidence, k.kind FROM link k "
	    "JOIN leg b ON b.id = k.leg AND b.system = ?2 "
	    "WHERE k.target = ?1 AND k.to_call = 0 UNION ALL "
	    "SELECT b.id, k.target, k.to_call, k.evidence, k.kind FROM link k "
	    "JOIN leg b ON b.id = k.leg AND b.system = ?2 "
	    "WHERE k.target = ?3 AND k.to_call = 1";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(job->index, SAR_INDEX_LINKS_TO, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_text(&stmt, leg->ref);
	sar_index_bind_int(&stmt, job->loader->systems[place]);
	if (leg->group[0] == '\0')
		sar_index_bind_null(&stmt);
	else
		sar_index_bind_text(&stmt, leg->group);
	return each_link(job, &stmt, place, true, err);
}

/* The legs that share ${recording} with the hit at ${place}. */
static int
expand_recording(struct sar_index_expansion *job, size_t place,
    int64_t recording, struct sar_err *err)
{
	static const char sql[] = "SELECT leg FROM leg_recording "
				  "INDEXED BY leg_recording_by_recording "
				  "WHERE recording = ?1";
	struct sar_index_hit hit = { .found = SAR_FOUND_AUDIO,
		.via = place,
		.recording = recording };
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(job->index, SAR_INDEX_AUDIO_LEGS, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	while ((rc = sar_index_step(job->index, &stmt, err)) == 1) {
		hit.leg = sqlite3_column_int64(stmt.stmt, 0);
		if (sar_index_expansion_meet(job, &hit, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	}
	return rc;
}

static int
expand_audio(struct sar_index_expansion *job, size_t place, struct sar_err *err)
{
	const struct sar_index_leg *leg;
	size_t i;

	if ((leg = sar_index_load_leg(job->loader, place, err)) == NULL)
		return -1;
	for (i = 0; i < leg->n_uses; i++)
		if (expand_recording(job, place, leg->uses[i].recording, err) ==
		    -1)
			return -1;
	return 0;
}

static bool
belongs(enum sar_match match)
{
	return match != SAR_MATCH_POSSIBLE && match != SAR_MATCH_AUDIO;
}

/*
 * The leg of the hit at ${place}, which a number was found on: certainly?  And
 * is all that is known that it rang there?  Then the one who answered on
 * another leg is not the requester.
 */
static int
weigh(struct sar_index_expansion *job, size_t place, struct sar_err *err)
{
	const struct sar_index_query *query = job->loader->query;
	struct sar_index_hit *hit = &job->hits->at[place];
	const struct sar_index_leg *leg;

	if ((leg = sar_index_load_leg(job->loader, place, err)) == NULL)
		return -1;
	if (!sar_index_confirm_number(query, leg, true)) {
		hit->match = SAR_MATCH_POSSIBLE;
		return 0;
	}
	hit->deferred = !leg->answered && !sar_index_confirm_caller(query, leg);
	job->loader->calls->legs[place].rang = hit->deferred;
	return 0;
}

/* Groups and links, until nothing is added. */
static int
expand_todo(struct sar_index_expansion *job, struct sar_err *err)
{
	const struct sar_index_leg *leg;
	size_t place;

	while (job->n > 0) {
		place = job->todo[--job->n];
		leg = sar_index_load_leg(job->loader, place, err);
		if (leg == NULL || expand_call(job, place, leg, err) == -1)
			return -1;
		if (job->links &&
		    (expand_links_from(job, place, leg, err) == -1 ||
			expand_links_to(job, place, leg, err) == -1))
			return -1;
		/* In doubt about all that is met, follow everything. */
		if (!job->certain && expand_audio(job, place, err) == -1)
			return -1;
	}
	return 0;
}

/* The requester's own calls. */
static int
expand_certain(struct sar_index_expansion *job, struct sar_err *err)
{
	size_t i, n = job->hits->n;

	job->certain = true;
	for (i = 0; i < n; i++) {
		if (weigh(job, i, err) == -1)
			return -1;
		if (belongs(job->hits->at[i].match) &&
		    !job->hits->at[i].deferred && push(job, i, err) == -1)
			return -1;
	}
	if (expand_todo(job, err) == -1)
		return -1;
	n = job->hits->n;
	for (i = 0; i < n; i++)
		if (belongs(job->hits->at[i].match) &&
		    expand_audio(job, i, err) == -1)
			return -1;
	return 0;
}

/* What a person must decide on. */
static int
expand_possible(struct sar_index_expansion *job, struct sar_err *err)
{
	size_t i, n = job->hits->n;

	job->certain = false;
	for (i = 0; i < n; i++)
		if (belongs(job->hits->at[i].match) &&
		    sar_index_expansion_near(job, i, err) == -1)
			return -1;
	for (i = 0; i < n; i++) {
		if (belongs(job->hits->at[i].match) &&
		    !job->hits->at[i].deferred)
			continue;
		job->hits->at[i].grouped = false;
		if (push(job, i, err) == -1)
			return -1;
	}
	return expand_todo(job, err);
}

static int
has_links(struct sar_index_expansion *job, struct sar_err *err)
{
	static const char sql[] = "SELECT 1 FROM link LIMIT 1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(job->index, SAR_INDEX_LINKS_ANY, sql, &stmt,
		err) == -1)
		return -1;
	if ((rc = sar_index_step(job->index, &stmt, err)) == -1)
		return -1;
	job->links = rc == 1;
	sar_index_done(&stmt);
	return 0;
}

int
sar_index_hits_expand(struct sar_index_loader *loader,
    struct sar_index_hits *hits, struct sar_err *err)
{
	struct sar_index_expansion job = { .index = loader->index,
		.loader = loader,
		.hits = hits };
	int rc = -1;

	if (hits->n == 0)
		return 0;
	if (has_links(&job, err) == 0 && expand_certain(&job, err) == 0 &&
	    expand_possible(&job, err) == 0)
		rc = 0;
	free(job.todo);
	return rc;
}
