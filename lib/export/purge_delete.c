#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export/purging.h"
#include "export/review_kept.h"
#include "index/each.h"
#include "index/hold.h"

/* Some at a time: looked at, claimed, and deleted. */
struct chunk {
	struct sar_purging *purging;
	struct sar_purging_file files[SAR_PURGING_CHUNK];
	size_t n;
};

static void
free_chunk(struct chunk *chunk)
{
	size_t i;

	for (i = 0; i < chunk->n; i++) {
		free(chunk->files[i].path);
		free(chunk->files[i].codec);
		free(chunk->files[i].finding);
	}
	chunk->n = 0;
}

/* A copy of the row: what is claimed has to be that to the letter. */
static int
copy_row(void *ctx, const struct sar_index_recording *rec, struct sar_err *err)
{
	struct sar_purging_file *file = ctx;

	file->path = strdup(rec->path);
	file->codec = strdup(rec->codec);
	file->finding = strdup(rec->finding);
	if (file->path == NULL || file->codec == NULL || file->finding == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	file->rec = *rec;
	file->rec.path = file->path;
	file->rec.codec = file->codec;
	file->rec.finding = file->finding;
	return 0;
}

/* Read its row and what its age rests on once more, as a search would: for a
   flipped bit nothing may be deleted. */
static int
add_file(struct chunk *chunk, const struct sar_purging_due *due,
    struct sar_err *err)
{
	struct sar_purging *purging = chunk->purging;
	struct sar_purging_file *file = &chunk->files[chunk->n];
	struct sar_index_expiry expiry = { .dated = false };
	struct sar_date last_day;
	bool there;

	memset(file, 0, sizeof(*file));
	file->due = *due;
	chunk->n++;
	if (sar_index_recording_of(purging->index, due->id, &there, copy_row,
		file, err) == -1 ||
	    sar_index_expiry_of(purging->index, due->id, &expiry.dated,
		&expiry.latest, err) == -1)
		return -1;
	/* Somebody imported something since it was listed. */
	if (!there || !expiry.dated ||
	    file->rec.state == SAR_RECORDING_MISSING ||
	    !sar_retain_past(&purging->home->retain, purging->home->zone,
		expiry.latest, purging->today, &last_day)) {
		file->fate = SAR_PURGE_SPARED;
		return 0;
	}
	expiry.recording = file->rec;
	file->since = expiry.latest;
	if (sar_index_expiry_check(purging->index, &expiry, err) == -1)
		return -1;
	return sar_purging_look(purging, file, err);
}

/* The run is in the index from its first claim on. */
static int
begin_run(struct sar_purging *purging, struct sar_err *err)
{
	if (purging->running)
		return 0;
	purging->run.day = (int32_t)sar_date_days(purging->today);
	if (sar_index_purge_begin(purging->index, &purging->run, err) == -1)
		return -1;
	purging->running = true;
	purging->in_run = 0;
	return 0;
}

static int
claim_one(struct sar_purging *purging, struct sar_purging_file *file,
    struct sar_err *err)
{
	purging->run.changed += file->fate == SAR_PURGE_CHANGED;
	purging->run.linked += file->fate == SAR_PURGE_LINKED;
	if (file->fate != SAR_PURGE_DUE && file->fate != SAR_PURGE_GONE)
		return 0;
	if (sar_index_purge_claim(purging->index, purging->run.id, &file->rec,
		file->due.late, &file->claimed, err) == -1)
		return -1;
	if (!file->claimed) {
		file->fate = SAR_PURGE_SPARED;
		return 0;
	}
	if (file->fate == SAR_PURGE_DUE)
		return 0;
	/* Not by us: from now on it is missing, and nothing more is said,
	   unless its folder is away and it may be back. */
	file->claimed = false;
	purging->run.gone++;
	if (sar_index_purge_unclaim(purging->index, file->rec.id, err) == -1)
		return -1;
	return file->away
		   ? 0
		   : sar_index_purge_lost(purging->index, &file->rec, err);
}

/* What a hold is on by now is not claimed: it is asked under the lock that a
   hold is placed under. */
static int
claim(struct chunk *chunk, struct sar_err *err)
{
	struct sar_purging *purging = chunk->purging;
	bool began = purging->running;
	size_t i;

	if (sar_index_begin(purging->index, purging->options->lock_wait, err) ==
	    -1)
		return -1;
	if (begin_run(purging, err) == -1)
		goto failed;
	for (i = 0; i < chunk->n; i++)
		if (claim_one(purging, &chunk->files[i], err) == -1)
			goto failed;
	if (sar_index_purge_note(purging->index, &purging->run, err) == 0)
		return sar_index_commit(purging->index, err);

failed:
	sar_index_rollback(purging->index);
	purging->running = began;
	return -1;
}

/* Did nobody take it back since, or hold what is the same under another name?
 */
static int
is_ours(const struct sar_purging *purging, struct sar_purging_file *file,
    struct sar_err *err)
{
	struct sar_index_purge purge;
	bool held;

	if (sar_index_purge_of(purging->index, file->rec.id, &purge, err) ==
		-1 ||
	    sar_index_held(purging->index, &file->rec, &held, err) == -1)
		return -1;
	if (purge.state == SAR_INDEX_PURGE_CLAIMED &&
	    purge.run == purging->run.id && !held)
		return 0;
	file->claimed = false;
	file->fate = SAR_PURGE_SPARED;
	return held ? sar_index_purge_unclaim(purging->index, file->rec.id, err)
		    : 0;
}

/* One that was claimed: it is deleted, or no longer claimed. */
static int
delete_one(struct chunk *chunk, struct sar_purging_folder *folder,
    struct sar_purging_file *file, struct sar_err *err)
{
	struct sar_purging *purging = chunk->purging;

	if (is_ours(purging, file, err) == -1 || !file->claimed)
		return file->claimed ? -1 : 0;
	if (file->waits) {
		file->claimed = false;
		file->fate = SAR_PURGE_SPARED;
		return sar_index_purge_unclaim(purging->index, file->rec.id,
		    err);
	}
	if (sar_purging_unlink(folder, file, err) == -1)
		return -1;
	file->claimed = false;
	if (file->fate == SAR_PURGE_DELETED)
		return sar_index_purge_deleted(purging->index, file->rec.id,
		    err);
	purging->run.changed += file->fate == SAR_PURGE_CHANGED;
	purging->run.linked += file->fate == SAR_PURGE_LINKED;
	/* It was there a moment ago: whether it is away the next run sees. */
	purging->run.gone += file->fate == SAR_PURGE_GONE;
	return sar_index_purge_unclaim(purging->index, file->rec.id, err);
}

/* Those that a failure came before are not to be deleted by this run. */
static int
let_go(struct chunk *chunk, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < chunk->n; i++)
		if (chunk->files[i].claimed &&
		    sar_index_purge_unclaim(chunk->purging->index,
			chunk->files[i].rec.id, err) == -1)
			return -1;
	return 0;
}

/*
 * With the index locked, so that no hold can come between the look and the
 * deletion; and the folders are on the disk before the index says so.
 */
static int
delete_claimed(struct chunk *chunk, struct sar_err *why, struct sar_err *err)
{
	struct sar_purging *purging = chunk->purging;
	struct sar_purging_folder folder = { -1, NULL, -1 };
	int rc = -1;
	size_t i;

	if (sar_index_begin(purging->index, purging->options->lock_wait, err) ==
	    -1)
		return -1;
	folder.root = open(purging->home->recordings,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder.root == -1)
		(void)sar_err_errno(why, "recording root: %s",
		    purging->home->recordings);
	for (i = 0; i < chunk->n && why->code == SAR_OK; i++)
		if (chunk->files[i].claimed)
			(void)delete_one(chunk, &folder, &chunk->files[i], why);
	if (sar_purging_sync(&folder, err) == 0 && let_go(chunk, err) == 0 &&
	    sar_index_purge_note(purging->index, &purging->run, err) == 0)
		rc = sar_index_commit(purging->index, err);
	if (rc == -1)
		sar_index_rollback(purging->index);
	if (folder.root != -1)
		(void)close(folder.root);
	return rc;
}

static int
tell(struct chunk *chunk, struct sar_err *err)
{
	struct sar_purge_result *out = chunk->purging->out;
	const struct sar_purging_file *file;
	size_t i;

	for (i = 0; i < chunk->n; i++) {
		file = &chunk->files[i];
		out->deleted += file->fate == SAR_PURGE_DELETED;
		out->spared += file->fate == SAR_PURGE_SPARED;
		out->gone += file->fate == SAR_PURGE_GONE;
		out->changed += file->fate == SAR_PURGE_CHANGED;
		out->linked += file->fate == SAR_PURGE_LINKED;
		chunk->purging->in_run += file->fate == SAR_PURGE_DELETED;
		if (file->fate != SAR_PURGE_DUE &&
		    sar_purging_tell(chunk->purging, file->due.id, file->fate,
			err) == -1)
			return -1;
	}
	return 0;
}

/* Those that a case at work has copies of are for the next run. */
static void
set_waiting(struct chunk *chunk, const struct sar_review_kept *kept)
{
	size_t i;
	size_t k = 0;

	for (i = 0; i < chunk->n; i++)
		if (chunk->files[i].claimed)
			chunk->files[i].waits = kept->all[k++].waits;
	if (chunk->purging->locked.code == SAR_OK)
		chunk->purging->locked = kept->locked;
}

/* The copies that reviews have of them go first, for a kill in between.  Before
   the index is locked: whoever has a case locked waits for that.  They are
   claimed by then, and a review being made looks at that. */
static int
drop_copies(struct chunk *chunk, struct sar_err *why)
{
	struct sar_review_kept_one all[SAR_PURGING_CHUNK] = { 0 };
	struct sar_review_kept kept = { .all = all,
		.wait_s = chunk->purging->options->lock_wait,
		.locked = SAR_ERR_INIT };
	size_t i;

	for (i = 0; i < chunk->n; i++)
		if (chunk->files[i].claimed)
			memcpy(all[kept.n++].sha256, chunk->files[i].rec.sha256,
			    SAR_SHA256_LEN);
	if (kept.n == 0)
		return 0;
	if (sar_review_kept_drop(chunk->purging->home, &kept, why) == -1)
		return -1;
	set_waiting(chunk, &kept);
	return 0;
}

static int
do_chunk(struct chunk *chunk, struct sar_err *err)
{
	struct sar_err why = SAR_ERR_INIT;

	if (claim(chunk, err) == -1)
		return -1;
	/* With ${why} set none is deleted, and none is claimed any more. */
	if (drop_copies(chunk, &why) == -1)
		assert(why.code != SAR_OK);
	if (delete_claimed(chunk, &why, err) == -1 || tell(chunk, err) == -1)
		return -1;
	if (why.code == SAR_OK)
		return 0;
	*err = why;
	return -1;
}

/* Fill a chunk from number *${at} on. */
static int
fill(struct chunk *chunk, size_t *at, struct sar_err *err)
{
	const struct sar_purging *purging = chunk->purging;
	const volatile int *stop = purging->options->stop;

	while (*at < purging->n_due && chunk->n < SAR_PURGING_CHUNK) {
		if (stop != NULL && *stop != 0)
			return sar_err_signal(err, *stop);
		if (add_file(chunk, &purging->due[*at], err) == -1)
			return -1;
		(*at)++;
	}
	return 0;
}

int
sar_purging_delete(struct sar_purging *purging, struct sar_err *err)
{
	struct chunk *chunk = calloc(1, sizeof(*chunk));
	size_t at = 0;
	int rc = 0;

	if (chunk == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	chunk->purging = purging;
	while (rc == 0 && at < purging->n_due) {
		rc = fill(chunk, &at, err);
		if (rc == 0)
			rc = do_chunk(chunk, err);
		free_chunk(chunk);
		if (rc == 0 && purging->in_run >= SAR_PURGING_BATCH)
			rc = sar_purging_end(purging, err);
	}
	free(chunk);
	if (rc == 0 && purging->locked.code != SAR_OK) {
		*err = purging->locked;
		sar_err_hint(err, "recordings that it has copies of are for "
				  "the next run");
		rc = -1;
	}
	return rc;
}
