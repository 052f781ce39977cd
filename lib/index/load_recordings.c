#include <stdlib.h>
#include <string.h>

#include "index/digest.h"
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
    size_t *place, struct sar_err *err)
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
	*place = calls->n_recordings;
	if (sar_index_idmap_put(&to->places, recording->id, *place, err) == -1)
		return -1;
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

static int64_t
time_in(const struct sar_index_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt->stmt, column) == SQLITE_NULL)
		return SAR_INDEX_NO_TIME;
	return sqlite3_column_int64(stmt->stmt, column);
}

/* A flipped bit here would hand out another call's recording. */
static bool
is_use(const struct sar_index_stmt *stmt, int64_t leg, int64_t recording)
{
	struct sar_index_use use = { .recording = recording };

	use.offset_ms = time_in(stmt, SAR_INDEX_RECORDING_N);
	use.length_ms = time_in(stmt, SAR_INDEX_RECORDING_N + 1);
	return sar_index_digest_use(leg, &use) ==
	       sqlite3_column_int64(stmt->stmt, SAR_INDEX_RECORDING_N + 2);
}

/* Link ${leg} to the recording in the row of ${stmt}. */
static int
read_link(struct loading *to, const struct sar_index_stmt *stmt, size_t leg,
    int64_t *id, struct sar_err *err)
{
	struct sar_index_recording recording;
	size_t place;

	*id = sqlite3_column_int64(stmt->stmt, 0);
	if (!is_use(stmt, to->calls->legs[leg].leg.id, *id))
		return sar_index_corrupt(to->index, "recording of leg",
		    to->calls->legs[leg].leg.id, err);
	place = sar_index_idmap_get(&to->places, *id);
	if (place == SAR_INDEX_NOT_THERE) {
		if (sar_index_recording_read(to->index, stmt, to->calls->text,
			&recording, err) == -1 ||
		    add_recording(to, &recording, &place, err) == -1)
			return -1;
	}
	return add_link(to, leg, place, err);
}

/* The recordings of ${leg}; *${met}: is ${via} one of them? */
static int
load_links(struct loading *to, size_t leg, int64_t via, bool *met,
    struct sar_err *err)
{
	static const char sql[] =
	    "SELECT " SAR_INDEX_RECORDING_COLUMNS ", l.offset, l.length, "
	    "l.digest FROM leg_recording l "
	    "JOIN recording r ON r.id = l.recording WHERE l.leg = ?1 "
	    "ORDER BY r.path";
	struct sar_index_stmt stmt;
	int64_t id = 0;
	int rc;

	*met = false;
	if (sar_index_prepare(to->index, SAR_INDEX_LOAD_RECORDINGS, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, to->calls->legs[leg].leg.id);
	while ((rc = sar_index_step(to->index, &stmt, err)) == 1) {
		if (read_link(to, &stmt, leg, &id, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
		if (id == via)
			*met = true;
	}
	return rc;
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
