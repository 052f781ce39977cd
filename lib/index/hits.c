#include "index/hits.h"

#include <stdlib.h>

/* Places in hits->at that wait for a step. */
struct todo {
	size_t *at;
	size_t n;
	size_t cap;
};

struct expansion {
	struct sar_index *index;
	struct sar_index_hits *hits;
	bool certain; /* which half: from certain hits, or probable ones */
	struct todo calls;
	struct todo audio;
};

/* Room for one more of ${size} bytes in ${array}, of ${n} out of *${cap}. */
static void *
room(void *array, size_t n, size_t *cap, size_t size, struct sar_err *err)
{
	size_t want = *cap == 0 ? 64 : *cap * 2;
	void *wide;

	if (n < *cap)
		return array;
	if ((wide = reallocarray(array, want, size)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	*cap = want;
	return wide;
}

static bool
stronger(enum sar_match match, enum sar_match than)
{
	if (than == SAR_MATCH_NUMBER)
		return false;
	return match == SAR_MATCH_NUMBER ||
	       (than == SAR_MATCH_POSSIBLE && match != SAR_MATCH_POSSIBLE);
}

int
sar_index_hits_add(struct sar_index_hits *hits, const struct sar_index_hit *hit,
    bool *changed, struct sar_err *err)
{
	size_t at = sar_index_idmap_get(&hits->places, hit->leg);
	struct sar_index_hit *wide;
	bool ignored;

	if (changed == NULL)
		changed = &ignored;
	*changed = at == SAR_INDEX_NOT_THERE ||
		   stronger(hit->match, hits->at[at].match);
	if (!*changed)
		return 0;
	if (at != SAR_INDEX_NOT_THERE) {
		hits->at[at] = *hit;
		return 0;
	}
	wide = room(hits->at, hits->n, &hits->cap, sizeof(*wide), err);
	if (wide == NULL)
		return -1;
	hits->at = wide;
	if (sar_index_idmap_put(&hits->places, hit->leg, hits->n, err) == -1)
		return -1;
	hits->at[hits->n++] = *hit;
	return 0;
}

static int
push(struct todo *todo, size_t place, struct sar_err *err)
{
	size_t *wide = room(todo->at, todo->n, &todo->cap, sizeof(*wide), err);

	if (wide == NULL)
		return -1;
	todo->at = wide;
	todo->at[todo->n++] = place;
	return 0;
}

static int
push_both(struct expansion *job, size_t place, struct sar_err *err)
{
	if (push(&job->calls, place, err) == -1)
		return -1;
	return push(&job->audio, place, err);
}

/* Add ${leg}, met by way of ${how} and ${via}. */
static int
meet(struct expansion *job, int64_t leg, enum sar_index_how how, int64_t via,
    struct sar_err *err)
{
	struct sar_index_hit hit = { .leg = leg, .how = how, .via = via };
	bool changed = false;

	if (!job->certain)
		hit.match = SAR_MATCH_POSSIBLE;
	else if (how == SAR_INDEX_BY_CALL)
		hit.match = SAR_MATCH_GROUP;
	else
		hit.match = SAR_MATCH_AUDIO;
	if (sar_index_hits_add(job->hits, &hit, &changed, err) == -1)
		return -1;
	if (!changed)
		return 0;
	return push_both(job, sar_index_idmap_get(&job->hits->places, leg),
	    err);
}

/* The rest of the call that the hit at ${place} is a leg of. */
static int
expand_call(struct expansion *job, size_t place, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT b.id FROM leg a JOIN leg b ON b.system = a.system AND "
	    "b.call = a.call WHERE a.id = ?1";
	struct sar_index_hits *hits = job->hits;
	struct sar_index_stmt stmt;
	int64_t leg;
	int rc;

	if (hits->at[place].grouped)
		return 0;
	hits->at[place].grouped = true;
	if (sar_index_prepare(job->index, SAR_INDEX_CALL_LEGS, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, hits->at[place].leg);
	while ((rc = sar_index_step(job->index, &stmt, err)) == 1) {
		leg = sqlite3_column_int64(stmt.stmt, 0);
		if (meet(job, leg, SAR_INDEX_BY_CALL, (int64_t)place, err) ==
		    -1)
			goto failed;
		hits->at[sar_index_idmap_get(&hits->places, leg)].grouped =
		    true;
	}
	return rc;

failed:
	sar_index_done(&stmt);
	return -1;
}

/* All legs of ${recording}. */
static int
expand_recording(struct expansion *job, int64_t recording, struct sar_err *err)
{
	static const char sql[] = "SELECT leg FROM leg_recording "
				  "INDEXED BY leg_recording_by_recording "
				  "WHERE recording = ?1 ORDER BY leg";
	struct sar_index_idmap *done = &job->hits->recordings;
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_idmap_get(done, recording) != SAR_INDEX_NOT_THERE)
		return 0;
	if (sar_index_idmap_put(done, recording, 0, err) == -1 ||
	    sar_index_prepare(job->index, SAR_INDEX_AUDIO_LEGS, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	while ((rc = sar_index_step(job->index, &stmt, err)) == 1)
		if (meet(job, sqlite3_column_int64(stmt.stmt, 0),
			SAR_INDEX_BY_AUDIO, recording, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

static int
expand_audio(struct expansion *job, size_t place, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT recording FROM leg_recording WHERE leg = ?1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(job->index, SAR_INDEX_LEG_AUDIO, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, job->hits->at[place].leg);
	while ((rc = sar_index_step(job->index, &stmt, err)) == 1)
		if (expand_recording(job, sqlite3_column_int64(stmt.stmt, 0),
			err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

/* All calls, then all recordings, and again while these lead to more. */
static int
expand_all(struct expansion *job, struct sar_err *err)
{
	while (job->calls.n > 0 || job->audio.n > 0) {
		while (job->calls.n > 0)
			if (expand_call(job, job->calls.at[--job->calls.n],
				err) == -1)
				return -1;
		while (job->audio.n > 0)
			if (expand_audio(job, job->audio.at[--job->audio.n],
				err) == -1)
				return -1;
	}
	return 0;
}

static int
expand_from(struct expansion *job, bool certain, struct sar_err *err)
{
	size_t i;

	job->certain = certain;
	for (i = 0; i < job->hits->n; i++)
		if ((job->hits->at[i].match != SAR_MATCH_POSSIBLE) == certain &&
		    push_both(job, i, err) == -1)
			return -1;
	return expand_all(job, err);
}

int
sar_index_hits_expand(struct sar_index *index, struct sar_index_hits *hits,
    struct sar_err *err)
{
	struct expansion job = { .index = index, .hits = hits };
	int rc = -1;

	if (expand_from(&job, true, err) == 0 &&
	    expand_from(&job, false, err) == 0)
		rc = 0;
	free(job.calls.at);
	free(job.audio.at);
	return rc;
}

void
sar_index_hits_free(struct sar_index_hits *hits)
{
	sar_index_idmap_free(&hits->places);
	sar_index_idmap_free(&hits->recordings);
	free(hits->at);
	*hits = (struct sar_index_hits){ 0 };
}
