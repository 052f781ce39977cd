#include "export/purge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "export/hold_place.h"
#include "export/ids.h"
#include "export/open_cases.h"
#include "export/purging.h"
#include "export/register.h"
#include "export/review_kept.h"

const char *
sar_purge_fate_name(enum sar_purge_fate fate)
{
	static const char *const names[] = {
		[SAR_PURGE_DUE] = "due",
		[SAR_PURGE_HELD] = "held",
		[SAR_PURGE_DELETED] = "deleted",
		[SAR_PURGE_SPARED] = "spared",
		[SAR_PURGE_GONE] = "gone-before",
		[SAR_PURGE_CHANGED] = "changed",
		[SAR_PURGE_LINKED] = "linked",
		[SAR_PURGE_AWAY] = "away",
	};

	return names[fate];
}

static int
spare(struct sar_purging *purging, const struct sar_find *find,
    struct sar_err *err)
{
	int64_t *ids = NULL, *wide;
	size_t n;
	int rc = -1;

	if (sar_ids_found(find, &ids, &n, err) == -1)
		goto out;
	wide = reallocarray(purging->spared, purging->n_spared + n + 1,
	    sizeof(*wide));
	if (wide == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		goto out;
	}
	memcpy(wide + purging->n_spared, ids, n * sizeof(*ids));
	purging->spared = wide;
	purging->n_spared += n;
	rc = 0;

out:
	free(ids);
	return rc;
}

/* What an open case finds today: held, and not deleted in any case. */
static int
take_case(void *ctx, const struct sar_open_case *open, struct sar_err *err)
{
	struct sar_purging *purging = ctx;
	struct sar_hold_options options = { .by = purging->options->by,
		.now = purging->options->now,
		.lock_wait = purging->options->lock_wait };
	struct sar_hold_result result;

	if (spare(purging, open->find, err) == -1)
		return -1;
	if (!purging->options->confirmed)
		return 0;
	return sar_hold_case(open->c, open->find, &options, &result, err);
}

/* Does the index have what the log says is held? */
static int
check_hold(const struct sar_purging *purging, const struct sar_kept_hold *hold,
    struct sar_err *err)
{
	bool has, open = false;

	if (sar_hold_place_has(purging->index, hold, &has, err) == -1)
		return -1;
	/* An open case's own is placed anew by the run itself. */
	if (!has && !purging->options->confirmed && hold->ref[0] != '\0' &&
	    strcmp(hold->name, SAR_HOLD_REQUEST) == 0 &&
	    sar_open_cases_is(purging->home, hold->ref, &open, err) == -1)
		return -1;
	if (has || open)
		return 0;
	(void)sar_err_set(err, SAR_EREVIEW,
	    "index: has not what record %llu of the log holds: hold %s%s%s",
	    (unsigned long long)hold->record, hold->ref,
	    hold->ref[0] == '\0' ? "" : "/", hold->name);
	sar_err_hint(err, "\"sar-retain check\" tells of all of them: place "
			  "each again (\"sar-retain hold\"), or release it");
	return -1;
}

int
sar_purging_spare(struct sar_purging *purging, struct sar_err *err)
{
	struct sar_kept_log kept = { .n_holds = 0 };
	int rc;
	size_t i;

	if (sar_open_cases_each(purging->home, take_case, purging, err) == -1)
		return -1;
	if (purging->n_spared > 1)
		qsort(purging->spared, purging->n_spared,
		    sizeof(*purging->spared), sar_ids_compare);
	rc = sar_kept_log_read(purging->home, &kept, err);
	for (i = 0; i < kept.n_holds && rc == 0; i++)
		rc = check_hold(purging, &kept.holds[i], err);
	sar_kept_log_free(&kept);
	return rc;
}

/* Can it be logged?  Nothing is deleted that cannot be. */
static int
check_log(const struct sar_purging *purging, struct sar_err *err)
{
	const struct sar_home *home = purging->home;
	struct sar_home_writer writer;
	struct sar_key_secret *key;
	char *log = NULL;
	int rc = -1;

	if (sar_home_writer_open(home, purging->options->lock_wait,
		purging->options->now, &writer, err) == -1 ||
	    (key = sar_home_sign_key(home, err)) == NULL)
		goto out;
	sar_key_secret_free(key);
	if ((log = sar_home_path(home, "log", err)) == NULL)
		goto out;
	if (access(log, W_OK | X_OK) == -1)
		(void)sar_err_errno(err, "%s", log);
	else
		rc = 0;

out:
	free(log);
	sar_home_writer_close(&writer);
	return rc;
}

/* Is what is due what was seen, and no more than was meant? */
static int
check_plan(const struct sar_purging *purging, struct sar_err *err)
{
	const struct sar_purge_options *o = purging->options;

	if (o->plan != NULL && strcmp(o->plan, purging->out->plan) != 0) {
		(void)sar_err_set(err, SAR_EREVIEW,
		    "plan: what is due is not what it stands for");
		sar_err_hint(err, "look again: \"sar-retain purge --dry-run\"");
		return -1;
	}
	if (purging->out->listed <= o->at_most)
		return 0;
	(void)sar_err_set(err, SAR_EREFUSED,
	    "purge: %llu are due, and at most %llu may be deleted",
	    (unsigned long long)purging->out->listed,
	    (unsigned long long)o->at_most);
	sar_err_hint(err, "is the clock right, and the retention in sar.conf? "
			  "Then give --at-most more, or --confirm the plan");
	return -1;
}

/* All of it but what the run itself is: before, and as it ends. */
static int
purge(struct sar_purging *purging, struct sar_err *err)
{
	const struct sar_purge_options *o = purging->options;
	struct sar_register_options reg = { o->by, o->now, o->lock_wait };
	struct sar_err second = SAR_ERR_INIT;
	uint64_t n;
	int rc;

	if (!o->confirmed)
		return sar_purging_spare(purging, err) == -1
			   ? -1
			   : sar_purging_list(purging, err);
	if (check_log(purging, err) == -1 ||
	    (o->plan == NULL && sar_purging_clock(purging, err) == -1) ||
	    sar_purging_complete(purging, err) == -1 ||
	    sar_register_new(purging->home, purging->index, &reg, &n, err) ==
		-1 ||
	    sar_purging_spare(purging, err) == -1 ||
	    sar_purging_list(purging, err) == -1 ||
	    check_plan(purging, err) == -1 ||
	    sar_purging_retain(purging, err) == -1 ||
	    sar_review_kept_tidy(purging->home, err) == -1)
		return -1;
	rc = sar_purging_delete(purging, err);
	/* Whatever ended it: what was deleted is logged. */
	if (sar_purging_end(purging, rc == 0 ? err : &second) == -1)
		return -1;
	return rc;
}

int
sar_purge_run(const struct sar_home *home,
    const struct sar_purge_options *options, struct sar_purge_result *out,
    struct sar_err *err)
{
	struct sar_purge_options patient = *options;
	struct sar_purging purging = { .home = home,
		.options = &patient,
		.out = out,
		.today = sar_zone_local(home->zone, options->now).date };
	char *path = sar_home_path(home, "index.db", err);
	char *lock_path = sar_home_path(home, "purge.lock", err);
	bool write = options->confirmed;
	int lock = -1;
	int rc = -1;

	memset(out, 0, sizeof(*out));
	/* Who places a hold is done in a moment. */
	patient.lock_wait = sar_home_log_wait(options->lock_wait);
	if (path == NULL || lock_path == NULL ||
	    sar_home_staff(home, "--by", options->by, err) == -1)
		goto out;
	(void)snprintf(purging.run.by, sizeof(purging.run.by), "%s",
	    options->by);
	if ((!write || (lock = sar_file_lock(lock_path, options->lock_wait,
			    err)) != -1) &&
	    (purging.index = sar_index_open(path, write, err)) != NULL)
		rc = purge(&purging, err);

out:
	sar_index_close(purging.index);
	if (lock != -1)
		(void)close(lock);
	free(purging.spared);
	free(purging.due);
	free(lock_path);
	free(path);
	return rc;
}
