#include "export/hold.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export/disk.h"
#include "export/hold_place.h"
#include "export/ids.h"
#include "index/each.h"
#include "index/expiry.h"
#include "index/purge.h"

#define REASON "access-request"
#define REVIEW_MONTHS 6 /* as long as an answer may take, and as long again */

/* A hold as it was, and as it is to be. */
struct work {
	const struct sar_hold_place *place;
	const char *name;
	struct sar_kept_log kept;
	struct sar_err unread;            /* why kept is nothing */
	const struct sar_kept_hold *last; /* in the log; or NULL */
	struct sar_index *index;
	bool there;
	struct sar_index_hold hold;
	char owner[SAR_HOLD_WORD], reason[SAR_HOLD_WORD];
	struct sar_hold_count count;
};

static void
copy(char out[SAR_HOLD_WORD], const char *text)
{
	size_t len = strnlen(text, SAR_HOLD_WORD - 1);

	memcpy(out, text, len);
	out[len] = '\0';
}

/* As the index has it; one that the index has lost, as the log does; else as
   usual. */
static int
look_back(struct work *work, struct sar_index_hold *old, struct sar_err *err)
{
	const struct sar_hold_options *o = work->place->options;
	const struct sar_kept_hold *last = work->last;
	struct sar_date day =
	    sar_zone_local(work->place->home->zone, o->now).date;

	*old = (struct sar_index_hold){ .owner = o->by,
		.reason = REASON,
		.placed = (int32_t)sar_date_days(day),
		.review = (int32_t)sar_date_days(sar_date_add_months(day,
		    REVIEW_MONTHS)),
		.record = SAR_INDEX_NO_RECORD };
	if (last != NULL && !last->lifted) {
		old->owner = last->owner;
		old->reason = last->reason;
		old->review = (int32_t)sar_date_days(last->review);
	}
	return sar_index_hold_get(work->index, work->place->ref, work->name,
	    &work->there, old, err);
}

/* What it is, from what was asked for, else from what it was. */
static int
look_up(struct work *work, bool *same, struct sar_err *err)
{
	const struct sar_hold_options *o = work->place->options;
	struct sar_index_hold *hold = &work->hold;
	struct sar_index_hold old;

	if (look_back(work, &old, err) == -1)
		return -1;
	copy(work->owner, o->owner != NULL ? o->owner : old.owner);
	copy(work->reason, o->reason != NULL ? o->reason : old.reason);
	*hold = old;
	hold->ref = work->place->ref;
	hold->name = work->name;
	hold->owner = work->owner;
	hold->reason = work->reason;
	if (o->review.year != 0)
		hold->review = (int32_t)sar_date_days(o->review);
	*same = work->there && hold->review == old.review &&
		strcmp(work->owner, old.owner) == 0 &&
		strcmp(work->reason, old.reason) == 0;
	return 0;
}

/* Was the file of ${rec} deleted by the purge of ${day}? */
struct look {
	const struct sar_home *home;
	int32_t day;
	bool deleted;
};

/* What cannot be seen is held: it may be back. */
static int
look_at_disk(void *ctx, const struct sar_index_recording *rec,
    struct sar_err *err)
{
	struct look *look = ctx;
	struct sar_err ignored = SAR_ERR_INIT;
	enum sar_disk_claimed claimed;

	(void)err;
	look->deleted = sar_disk_claimed(look->home->recordings, rec->path,
			    look->day, &claimed, &ignored) == 0 &&
			claimed == SAR_DISK_DELETED;
	return 0;
}

/*
 * A purge has claimed it, and is not deleting it now: we have the lock it would
 * do so under.  If it did, and was killed before it could say so, it is gone;
 * if not, it is not to.
 */
static int
take_back(const struct work *work, int64_t recording, int32_t day, bool *lost,
    struct sar_err *err)
{
	struct look look = { work->place->home, day, false };
	bool known;

	if (sar_index_recording_of(work->index, recording, &known, look_at_disk,
		&look, err) == -1)
		return -1;
	*lost = look.deleted;
	if (*lost || work->place->options->dry_run)
		return 0;
	return sar_index_purge_unclaim(work->index, recording, err);
}

/* What a purge deleted no hold can be on; what it is only to delete, it is not
   to any more. */
static int
look_if_lost(const struct work *work, int64_t recording, bool *lost,
    struct sar_err *err)
{
	struct sar_index_purge purge;

	if (sar_index_purge_of(work->index, recording, &purge, err) == -1)
		return -1;
	*lost = purge.state > SAR_INDEX_PURGE_CLAIMED;
	if (purge.state == SAR_INDEX_PURGE_CLAIMED &&
	    take_back(work, recording, purge.day, lost, err) == -1)
		return -1;
	work->place->out->deleted += *lost;
	return 0;
}

/* Last day of the retention of ${recording}, by its latest leg. */
static int
expiry_of(const struct work *work, int64_t recording, int32_t *day,
    struct sar_err *err)
{
	const struct sar_home *home = work->place->home;
	struct sar_date of;
	int64_t latest;
	bool dated;

	*day = SAR_INDEX_NO_DAY;
	if (sar_index_expiry_of(work->index, recording, &dated, &latest, err) ==
	    -1)
		return -1;
	if (!dated)
		return 0;
	of = sar_zone_local(home->zone, latest).date;
	*day = (int32_t)sar_date_days(sar_retain_last_day(of,
	    home->retain.months));
	return 0;
}

static int
add_one(struct work *work, int64_t recording, struct sar_err *err)
{
	struct sar_index_held held = { .recording = recording };
	bool lost, added = false;

	if (look_if_lost(work, recording, &lost, err) == -1)
		return -1;
	if (lost)
		return 0;
	randombytes_buf(held.salt, sizeof(held.salt));
	if (expiry_of(work, recording, &held.expires, err) == -1 ||
	    sar_index_hold_add(work->index, work->hold.id, &held, &added,
		err) == -1)
		return -1;
	work->place->out->added += added;
	return 0;
}

/* Which of them it does not hold, for a dry run. */
static int
try_one(struct work *work, int64_t recording, struct sar_err *err)
{
	struct sar_index_held one = { .recording = recording };
	bool lost, held;

	if (look_if_lost(work, recording, &lost, err) == -1 ||
	    sar_index_holds(work->index, work->there ? work->hold.id : -1,
		recording, &held, err) == -1)
		return -1;
	if (lost || held)
		return 0;
	work->place->out->added++;
	return expiry_of(work, recording, &one.expires, err) == -1
		   ? -1
		   : sar_hold_place_count(work->place->home, work->index, &one,
			 &work->count, err);
}

/* Inside the transaction; *${changed}: is it another than it was? */
static int
put_all(struct work *work, bool *changed, struct sar_err *err)
{
	const struct sar_hold_ids *ids = work->place->ids;
	struct sar_hold_result *out = work->place->out;
	int64_t *id = &work->hold.id;
	bool same;
	size_t i;

	if (look_up(work, &same, err) == -1)
		return -1;
	if (!work->there &&
	    sar_index_hold_put(work->index, &work->hold, id, err) == -1)
		return -1;
	for (i = 0; i < ids->n; i++)
		if (add_one(work, ids->ids[i], err) == -1)
			return -1;
	*changed = !same || out->added > 0;
	if (work->there && *changed &&
	    sar_index_hold_put(work->index, &work->hold, id, err) == -1)
		return -1;
	if (*changed)
		work->hold.record = SAR_INDEX_NO_RECORD;
	return sar_index_hold_count(work->index, *id, &work->hold.n, err);
}

/* What cannot be logged is held all the same: that is said when it is. */
static void
read_log(struct work *work)
{
	if (sar_kept_log_read(work->place->home, &work->kept, &work->unread) ==
	    0)
		work->last = sar_kept_log_hold(&work->kept, work->place->ref,
		    work->name);
}

static int
put(struct work *work, struct sar_err *err)
{
	bool changed = false;

	read_log(work);
	if (sar_index_begin(work->index,
		sar_hold_place_wait(work->place->options->lock_wait),
		err) == -1)
		return -1;
	if (put_all(work, &changed, err) == -1) {
		sar_index_rollback(work->index);
		return -1;
	}
	work->place->out->n = work->hold.n;
	/* Of nothing there is no hold. */
	if (work->hold.n == 0) {
		sar_index_rollback(work->index);
		return 0;
	}
	return sar_index_commit(work->index, err);
}

static int
try(struct work *work, struct sar_err *err)
{
	const struct sar_hold_ids *ids = work->place->ids;
	struct sar_hold_result *out = work->place->out;
	bool same;
	size_t i;

	if (look_up(work, &same, err) == -1)
		return -1;
	for (i = 0; i < ids->n; i++)
		if (try_one(work, ids->ids[i], err) == -1)
			return -1;
	if (work->there &&
	    sar_hold_place_count_all(work->place->home, work->index,
		work->hold.id, &work->count, err) == -1)
		return -1;
	out->n = work->count.n;
	out->gone = work->count.gone;
	out->expiring = work->count.expiring;
	if (work->there && work->hold.record != SAR_INDEX_NO_RECORD)
		out->record = (uint64_t)work->hold.record;
	return 0;
}

/* Last of all, so that the log can say how many are not there. */
static int
finish(struct work *work, struct sar_err *err)
{
	if (work->hold.n == 0)
		return 0;
	if (sar_hold_place_count_all(work->place->home, work->index,
		work->hold.id, &work->count, err) == -1)
		return -1;
	work->place->out->gone = work->count.gone;
	work->place->out->expiring = work->count.expiring;
	if (work->unread.code != SAR_OK) {
		*err = work->unread;
		return -1;
	}
	/* Whatever the index says: it may be one of before the hold was
	   lifted, or have been put back from a backup. */
	return sar_hold_place_log(work->place, work->index, &work->hold,
	    work->last, err);
}

static int
place_hold(const struct sar_hold_place *place, struct sar_err *err)
{
	const char *name = place->options->name;
	struct work work = { .place = place,
		.name = name == NULL ? SAR_HOLD_REQUEST : name };
	bool dry = place->options->dry_run;
	char *path = NULL;
	int lock = -1;
	int rc = -1;

	*place->out = (struct sar_hold_result){ 0 };
	work.count.until = place->options->until.year == 0
			       ? INT32_MIN
			       : (int32_t)sar_date_days(place->options->until);
	if (sar_hold_place_words(place, err) == -1 ||
	    (path = sar_home_path(place->home, "index.db", err)) == NULL ||
	    (!dry && (lock = sar_hold_place_lock(place->home,
			  place->options->lock_wait, err)) == -1) ||
	    (work.index = sar_index_open(path, !dry, err)) == NULL)
		goto out;
	if (dry)
		rc = try(&work, err);
	else if (place->ids->n > 0)
		rc = put(&work, err) == -1 ? -1 : finish(&work, err);
	else
		rc = 0;

out:
	sar_kept_log_free(&work.kept);
	sar_index_close(work.index);
	if (lock != -1)
		(void)close(lock);
	free(path);
	return rc;
}

static int
place_found(const struct sar_home *home, const char *ref,
    const struct sar_find *find, const struct sar_hold_options *options,
    struct sar_hold_result *out, struct sar_err *err)
{
	int64_t *list = NULL;
	struct sar_hold_ids ids = { NULL, 0 };
	struct sar_hold_place place = { home, ref, &ids, options, out };
	int rc = -1;

	if (sar_ids_found(find, &list, &ids.n, err) == 0) {
		ids.ids = list;
		rc = place_hold(&place, err);
	}
	free(list);
	return rc;
}

int
sar_hold_case(const struct sar_case *c, const struct sar_find *find,
    const struct sar_hold_options *options, struct sar_hold_result *out,
    struct sar_err *err)
{
	return place_found(c->home, c->request->ref, find, options, out, err);
}

int
sar_hold_found(const struct sar_home *home, const struct sar_find *find,
    const struct sar_hold_options *options, struct sar_hold_result *out,
    struct sar_err *err)
{
	return place_found(home, "", find, options, out, err);
}

int
sar_hold_recordings(const struct sar_home *home, const char *ref,
    const struct sar_hold_ids *ids, const struct sar_hold_options *options,
    struct sar_hold_result *out, struct sar_err *err)
{
	struct sar_hold_place place = { home, ref == NULL ? "" : ref, ids,
		options, out };

	return place_hold(&place, err);
}
