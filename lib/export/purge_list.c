#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/grow.h"
#include "base/hex.h"
#include "export/ids.h"
#include "export/purging.h"
#include "index/hold.h"

/* What is listed, as it goes by. */
struct listing {
	struct sar_purging *purging;
	struct sar_sha256 *plan;
};

int
sar_purging_tell(const struct sar_purging *purging, int64_t recording,
    enum sar_purge_fate fate, struct sar_err *err)
{
	const struct sar_purge_options *o = purging->options;

	return o->told == NULL ? 0 : o->told(o->ctx, recording, fate, err);
}

static bool
is_spared(const struct sar_purging *purging, int64_t id)
{
	return purging->n_spared > 0 &&
	       bsearch(&id, purging->spared, purging->n_spared, sizeof(id),
		   sar_ids_compare) != NULL;
}

/* Its leaf goes into the record of what is kept. */
static int
keep(struct sar_purging *purging, const struct sar_index_recording *rec,
    struct sar_err *err)
{
	uint8_t leaf[SAR_SHA256_LEN];
	bool there;

	purging->out->held++;
	if (sar_index_purge_leaf(purging->index, rec->id, &there, leaf, err) ==
	    -1)
		return -1;
	if (there)
		sar_tree_add_leaf(&purging->kept, leaf);
	return sar_purging_tell(purging, rec->id, SAR_PURGE_HELD, err);
}

static int
list_one(struct listing *listing, const struct sar_index_recording *rec,
    uint64_t late, struct sar_err *err)
{
	struct sar_purging *purging = listing->purging;
	struct sar_purging_due *wide;

	if (purging->n_due == SAR_PURGE_ONCE) {
		purging->out->more = true;
		return 0;
	}
	wide = sar_grow_by_one(purging->due, purging->n_due, &purging->room_due,
	    sizeof(*wide), err);
	if (wide == NULL)
		return -1;
	purging->due = wide;
	wide[purging->n_due++] = (struct sar_purging_due){ rec->id, late };
	sar_sha256_add(listing->plan, &rec->id, sizeof(rec->id));
	sar_sha256_add(listing->plan, rec->sha256, sizeof(rec->sha256));
	return purging->options->confirmed
		   ? 0
		   : sar_purging_tell(purging, rec->id, SAR_PURGE_DUE, err);
}

/* One that a run had, and could not complete: as the next one will find it. */
static int
take_claimed(const struct sar_purging *purging,
    const struct sar_index_recording *rec, int32_t day, bool *there,
    struct sar_err *err)
{
	struct sar_err ignored = SAR_ERR_INIT;
	enum sar_disk_claimed claimed;

	if (sar_disk_claimed(purging->home->recordings, rec->path, day,
		&claimed, &ignored) == -1)
		claimed = SAR_DISK_AWAY;
	*there = claimed == SAR_DISK_THERE;
	if (claimed != SAR_DISK_AWAY)
		return 0;
	purging->out->away += !purging->options->confirmed;
	return sar_purging_tell(purging, rec->id, SAR_PURGE_AWAY, err);
}

/* Sound inside an export is no file, and what no leg tells of has no age. */
static int
take(void *ctx, const struct sar_index_expiry *expiry, struct sar_err *err)
{
	struct listing *listing = ctx;
	struct sar_purging *purging = listing->purging;
	const struct sar_index_recording *rec = &expiry->recording;
	struct sar_index_purge purge;
	struct sar_date last_day;
	bool held = false;
	bool there = true;
	int64_t late;

	if (purging->options->stop != NULL && *purging->options->stop != 0)
		return sar_err_signal(err, *purging->options->stop);
	if (!expiry->dated || strcmp(rec->finding, "embedded") == 0 ||
	    !sar_retain_past(&purging->home->retain, purging->home->zone,
		expiry->latest, purging->today, &last_day))
		return 0;
	if (sar_index_purge_of(purging->index, rec->id, &purge, err) == -1)
		return -1;
	/* Of a run that was cut short, and that nobody has completed yet. */
	if (purge.state > SAR_INDEX_PURGE_CLAIMED)
		return 0;
	if (purge.state == SAR_INDEX_PURGE_CLAIMED &&
	    take_claimed(purging, rec, purge.day, &there, err) == -1)
		return -1;
	if (!there)
		return 0;
	purging->out->due++;
	if (!is_spared(purging, rec->id) &&
	    sar_index_held(purging->index, rec, &held, err) == -1)
		return -1;
	if (held || is_spared(purging, rec->id))
		return keep(purging, rec, err);
	late = sar_date_days(purging->today) - sar_date_days(last_day);
	return list_one(listing, rec, (uint64_t)late, err);
}

int
sar_purging_list(struct sar_purging *purging, struct sar_err *err)
{
	struct listing listing = { purging, sar_sha256_new(err) };
	uint8_t sum[SAR_SHA256_LEN];
	int rc;

	if (listing.plan == NULL)
		return -1;
	rc = sar_index_each_expiry(purging->index, take, &listing, err);
	sar_sha256_end(listing.plan, sum);
	sar_sha256_free(listing.plan);
	sar_hex_put(sum, (SAR_PURGE_PLAN - 1) / 2, purging->out->plan);
	purging->out->listed = purging->n_due;
	return rc;
}

int
sar_purging_retain(struct sar_purging *purging, struct sar_err *err)
{
	struct sar_home_record record = { .type = "retain",
		.lock_wait = purging->options->lock_wait,
		.now = purging->options->now };
	struct sar_kept_log kept = { .n_holds = 0 };
	char root64[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint8_t root[SAR_SHA256_LEN];
	json_t *members = NULL;
	int rc = -1;

	if (purging->kept.size == 0)
		return 0;
	sar_tree_root(&purging->kept, root);
	if (sar_kept_log_read(purging->home, &kept, err) == -1)
		goto out;
	purging->out->retain = kept.retain.record;
	rc = 0;
	if (kept.retain.n == purging->kept.size &&
	    memcmp(kept.retain.root, root, sizeof(root)) == 0)
		goto out;
	sar_b64_put(root, sizeof(root), root64);
	members = json_pack("{sssIss}", "by", purging->options->by, "n",
	    (json_int_t)purging->kept.size, "root", root64);
	record.members = members;
	rc = members == NULL ? sar_err_set(err, SAR_EFAIL, "out of memory")
			     : sar_home_log(purging->home, &record,
				   &purging->out->retain, err);
	purging->out->retained = rc == 0;

out:
	json_decref(members);
	sar_kept_log_free(&kept);
	return rc;
}
