#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "export/hold_place.h"

/* A hold being lifted, as the log and as the index have it. */
struct work {
	const struct sar_home *home;
	const struct sar_hold_lifting *lifting;
	const char *ref, *name;
	struct sar_index *index;
	bool there; /* in the index: */
	struct sar_index_hold hold;
	struct sar_kept_log kept;
	const struct sar_kept_hold *last; /* in the log; or NULL */
};

static int
append(const struct work *work, uint64_t hold, uint64_t *seq,
    struct sar_err *err)
{
	const struct sar_hold_lifting *lifting = work->lifting;
	struct sar_home_record record = { .type = "lift",
		.lock_wait = lifting->lock_wait,
		.now = lifting->now };
	json_t *members = json_pack("{sssIss}", "by", lifting->by, "hold",
	    (json_int_t)hold, "reason", lifting->reason);
	int rc;

	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	record.members = members;
	rc = sar_home_log(work->home, &record, seq, err);
	json_decref(members);
	return rc;
}

static int
drop(const struct work *work, struct sar_err *err)
{
	if (sar_index_begin(work->index,
		sar_hold_place_wait(work->lifting->lock_wait), err) == -1)
		return -1;
	if (sar_index_hold_drop(work->index, work->hold.id, err) == 0)
		return sar_index_commit(work->index, err);
	sar_index_rollback(work->index);
	return -1;
}

/* One that the log does not have yet was placed by a run that was killed:
   there is nothing to lift before it is placed. */
static int
check_logged(const struct work *work, struct sar_err *err)
{
	if (work->last == NULL ||
	    (work->there && work->hold.record == SAR_INDEX_NO_RECORD)) {
		(void)sar_err_set(err, work->there ? SAR_EREVIEW : SAR_EMISSING,
		    work->there ? "hold: was not placed to its end"
				: "hold: there is none of that name");
		sar_err_hint(err, work->there
				      ? "place it again, then release it"
				      : "\"sar-retain list --held\" has them");
		return -1;
	}
	return 0;
}

/*
 * First the log, then the index: whoever is killed between them leaves a hold
 * that holds, and is lifted by the next run, which finds the record.
 */
static int
lift(struct work *work, uint64_t *record, bool *logged, struct sar_err *err)
{
	if (check_logged(work, err) == -1)
		return -1;
	*record = work->last->lift;
	if (!work->last->lifted && !work->lifting->dry_run) {
		if (append(work, work->last->record, record, err) == -1)
			return -1;
		*logged = true;
	}
	if (!work->there || work->lifting->dry_run)
		return 0;
	return drop(work, err);
}

static int
open_all(struct work *work, int *lock, struct sar_err *err)
{
	bool dry = work->lifting->dry_run;
	char *path;
	int rc = -1;

	if ((path = sar_home_path(work->home, "index.db", err)) == NULL)
		return -1;
	if ((dry || (*lock = sar_hold_place_lock(work->home,
			 work->lifting->lock_wait, err)) != -1) &&
	    (work->index = sar_index_open(path, !dry, err)) != NULL &&
	    sar_index_hold_get(work->index, work->ref, work->name, &work->there,
		&work->hold, err) == 0 &&
	    sar_kept_log_read(work->home, &work->kept, err) == 0)
		rc = 0;
	free(path);
	work->last = sar_kept_log_hold(&work->kept, work->ref, work->name);
	return rc;
}

int
sar_hold_lift(const struct sar_home *home,
    const struct sar_hold_lifting *lifting, uint64_t *record, bool *logged,
    struct sar_err *err)
{
	struct work work = { .home = home,
		.lifting = lifting,
		.ref = lifting->ref == NULL ? "" : lifting->ref,
		.name = lifting->name == NULL ? SAR_HOLD_REQUEST
					      : lifting->name };
	int lock = -1;
	int rc = -1;

	*record = 0;
	*logged = false;
	if (sar_home_staff(home, "--by", lifting->by, err) == 0 &&
	    sar_hold_place_code(lifting->reason, err) == 0 &&
	    open_all(&work, &lock, err) == 0)
		rc = lift(&work, record, logged, err);
	sar_index_close(work.index);
	sar_kept_log_free(&work.kept);
	if (lock != -1)
		(void)close(lock);
	return rc;
}
