#include <stdlib.h>
#include <string.h>

#include "index/held.h"
#include "index/load.h"
#include "index/recording.h"
#include "index/text.h"

struct loading {
	struct sar_index *index;
	struct sar_calls *calls;
	struct sar_index_idmap places; /* recording to calls->recordings */
	size_t cap_recordings;
	size_t cap_links;
};

static int
add_recording(struct loading *to, const struct sar_index_recording *recording,
    struct sar_err *err)
{
	struct sar_calls *calls = to->calls;
	struct sar_index_recording *wide;

	if (calls->n_recordings == to->cap_recordings) {
		to->cap_recordings = to->cap_recordings * 2 + 16;
		wide = reallocarray(calls->recordings, to->cap_recordings,
		    sizeof(*wide));
		if (wide == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		calls->recordings = wide;
	}
	calls->recordings[calls->n_recordings++] = *recording;
	return 0;
}

static int
add_link(struct loading *to, size_t leg, size_t recording, struct sar_err *err)
{
	struct sar_calls *calls = to->calls;
	struct sar_calls_link *wide;

	if (calls->n_links == to->cap_links) {
		to->cap_links = to->cap_links * 2 + 16;
		wide = reallocarray(calls->links, to->cap_links, sizeof(*wide));
		if (wide == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		calls->links = wide;
	}
	calls->links[calls->n_links++] = (struct sar_calls_link){ leg,
		recording };
	return 0;
}

/* Is it not there because it was deleted when it was due? */
static int
tell_deleted(struct sar_index *index, struct sar_index_recording *recording,
    struct sar_err *err)
{
	struct sar_index_purge purge;

	if (!sar_index_recording_found(recording, SAR_INDEX_PURGED))
		return 0;
	if (sar_index_purge_of(index, recording->id, &purge, err) == -1)
		return -1;
	recording->deleted = purge.record == SAR_INDEX_NO_RECORD ? 0
								 : purge.record;
	recording->deleted_on = purge.day;
	return 0;
}

/* Recording ${id}, which ${leg} is said to be on. */
static int
load_recording(struct loading *to, const struct sar_index_leg *leg, int64_t id,
    struct sar_err *err)
{
	static const char sql[] = "SELECT " SAR_INDEX_RECORDING_COLUMNS
				  " FROM recording r WHERE r.id = ?1";
	struct sar_index_recording recording;
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(to->index, SAR_INDEX_LOAD_RECORDING, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	if ((rc = sar_index_step(to->index, &stmt, err)) == -1)
		return -1;
	if (rc == 0)
		return sar_index_corrupt(to->index, "recording of leg", leg->id,
		    err);
	rc = sar_index_recording_read(to->index, &stmt, to->calls->text,
	    &recording, err);
	sar_index_done(&stmt);
	if (rc == -1 || tell_deleted(to->index, &recording, err) == -1)
		return -1;
	return add_recording(to, &recording, err);
}

static int
by_path(const void *a, const void *b)
{
	const struct sar_index_recording *x = a;
	const struct sar_index_recording *y = b;

	return strcmp(x->path, y->path);
}

/* The recordings of ${leg} that no leg before it is on, in order. */
static int
load_new(struct loading *to, const struct sar_index_leg *leg,
    struct sar_err *err)
{
	struct sar_calls *calls = to->calls;
	size_t i, at, n = calls->n_recordings;

	for (i = 0; i < leg->n_uses; i++)
		if (sar_index_idmap_get(&to->places, leg->uses[i].recording) ==
			SAR_INDEX_NOT_THERE &&
		    load_recording(to, leg, leg->uses[i].recording, err) == -1)
			return -1;
	if (calls->n_recordings - n > 1)
		qsort(calls->recordings + n, calls->n_recordings - n,
		    sizeof(*calls->recordings), by_path);
	for (i = n; i < calls->n_recordings; i++)
		if (sar_index_idmap_put(&to->places, calls->recordings[i].id, i,
			&at, err) == -1)
			return -1;
	return 0;
}

/* The recordings of ${leg}; *${met}: is ${via} one of them? */
static int
load_links(struct loading *to, size_t leg, int64_t via, bool *met,
    struct sar_err *err)
{
	const struct sar_index_leg *its = &to->calls->legs[leg].leg;
	size_t i;
	int64_t id;

	*met = false;
	if (load_new(to, its, err) == -1)
		return -1;
	for (i = 0; i < its->n_uses; i++) {
		id = its->uses[i].recording;
		if (add_link(to, leg, sar_index_idmap_get(&to->places, id),
			err) == -1)
			return -1;
		if (id == via)
			*met = true;
	}
	return 0;
}

static int
by_leg(const void *a, const void *b)
{
	const struct sar_calls_link *x = a;
	const struct sar_calls_link *y = b;

	if (x->leg != y->leg)
		return x->leg < y->leg ? -1 : 1;
	return (x->recording > y->recording) - (x->recording < y->recording);
}

/* The first recording with the content of recording ${i}. */
static size_t
first_alike(const struct sar_calls *calls, size_t i)
{
	const struct sar_index_recording *rec = &calls->recordings[i];
	size_t j;

	/* Files of no audio are alike by the dozen and say nothing. */
	if (rec->state != SAR_RECORDING_PRESENT || rec->frames == 0)
		return i;
	for (j = 0; j < i; j++)
		if (calls->recordings[j].state == SAR_RECORDING_PRESENT &&
		    memcmp(calls->recordings[j].sha256, rec->sha256,
			SAR_SHA256_LEN) == 0)
			return j;
	return i;
}

/* A recording is its content: a copy under another name is the same one. */
static int
merge_copies(struct sar_calls *calls, struct sar_err *err)
{
	size_t *places;
	size_t i, n = 0;

	if (calls->n_recordings < 2)
		return 0;
	places = calloc(calls->n_recordings, sizeof(*places));
	if (places == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < calls->n_recordings; i++) {
		places[i] = first_alike(calls, i);
		if (places[i] != i)
			places[i] = places[places[i]];
		else
			places[i] = n++;
	}
	for (i = 0; i < calls->n_links; i++)
		calls->links[i].recording = places[calls->links[i].recording];
	/* Each goes to a place not after its own. */
	for (i = 0, n = 0; i < calls->n_recordings; i++)
		if (places[i] == n)
			calls->recordings[n++] = calls->recordings[i];
	calls->n_recordings = n;
	free(places);
	return 0;
}

/* In order, each once: two copies may have been of one leg. */
static void
sort_links(struct sar_calls *calls)
{
	size_t i, n = 0;

	if (calls->n_links < 2)
		return;
	qsort(calls->links, calls->n_links, sizeof(*calls->links), by_leg);
	for (i = 0; i < calls->n_links; i++)
		if (n == 0 ||
		    by_leg(&calls->links[n - 1], &calls->links[i]) != 0)
			calls->links[n++] = calls->links[i];
	calls->n_links = n;
}

int
sar_index_load_recordings(struct sar_index *index,
    const struct sar_index_hits *hits, struct sar_calls *calls,
    struct sar_err *err)
{
	struct loading to = { .index = index, .calls = calls };
	const struct sar_index_hit *hit;
	int64_t id;
	bool met = false;
	size_t i;
	int rc = -1;

	for (i = 0; i < calls->n_legs; i++) {
		id = calls->legs[i].leg.id;
		hit = &hits->at[sar_index_idmap_get(&hits->places, id)];
		if (load_links(&to, i, hit->recording, &met, err) == -1)
			goto out;
		if (hit->found == SAR_FOUND_AUDIO && !met) {
			(void)sar_index_corrupt(index, "leg", id, err);
			goto out;
		}
	}
	if (merge_copies(calls, err) == -1)
		goto out;
	sort_links(calls);
	rc = 0;

out:
	sar_index_idmap_free(&to.places);
	return rc;
}
