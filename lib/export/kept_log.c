#include "export/kept_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/grow.h"

/* Which it is, or n_holds. */
static size_t
place_of(const struct sar_kept_log *kept, const char *ref, const char *name)
{
	size_t i;

	for (i = 0; i < kept->n_holds; i++)
		if (strcmp(kept->holds[i].ref, ref) == 0 &&
		    strcmp(kept->holds[i].name, name) == 0)
			break;
	return i;
}

const struct sar_kept_hold *
sar_kept_log_hold(const struct sar_kept_log *kept, const char *ref,
    const char *name)
{
	size_t i = place_of(kept, ref, name);

	return i == kept->n_holds ? NULL : &kept->holds[i];
}

/* A record that does not fit is the log's fault, not ours to pass over. */
static int
odd(const struct sar_record *record, struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER,
	    "log: record %llu: not as a hold is written",
	    (unsigned long long)record->seq);
}

static int
take_hold(struct sar_kept_log *kept, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_kept_hold hold = { .record = record->seq };
	struct sar_kept_hold *wide;
	size_t i;
	char review[SAR_DATE_LEN];

	(void)sar_record_copy(record, "case", hold.ref, sizeof(hold.ref));
	if (!sar_record_copy(record, "name", hold.name, sizeof(hold.name)) ||
	    !sar_record_copy(record, "owner", hold.owner, sizeof(hold.owner)) ||
	    !sar_record_copy(record, "reason", hold.reason,
		sizeof(hold.reason)) ||
	    !sar_record_copy(record, "review", review, sizeof(review)) ||
	    !sar_date_parse(review, &hold.review) ||
	    !sar_record_number(record, "n", &hold.n) ||
	    !sar_record_digest(record, "root", hold.root))
		return odd(record, err);
	i = place_of(kept, hold.ref, hold.name);
	if (i == kept->n_holds) {
		wide = sar_grow_by_one(kept->holds, kept->n_holds, &kept->room,
		    sizeof(*wide), err);
		if (wide == NULL)
			return -1;
		kept->holds = wide;
		kept->n_holds++;
	}
	kept->holds[i] = hold;
	return 0;
}

/* A lift names the record it ends; one of an earlier record ends nothing that
   was placed since. */
static int
take_lift(struct sar_kept_log *kept, const struct sar_record *record,
    struct sar_err *err)
{
	uint64_t seq;
	size_t i;

	if (!sar_record_number(record, "hold", &seq))
		return odd(record, err);
	for (i = 0; i < kept->n_holds; i++)
		if (kept->holds[i].record == seq) {
			kept->holds[i].lifted = true;
			kept->holds[i].lift = record->seq;
		}
	return 0;
}

static bool
take_batch(struct sar_kept_batch *out, const struct sar_record *record)
{
	out->record = record->seq;
	return sar_record_number(record, "n", &out->n) &&
	       sar_record_digest(record, "root", out->root);
}

/* One of before there was evidence has none. */
static int
take_delete(struct sar_kept_log *kept, const struct sar_record *record,
    struct sar_err *err)
{
	struct sar_kept_evidence evidence = { .seen = false };
	struct sar_kept_evidence *wide;

	if (!sar_record_digest(record, "evidence", evidence.sum))
		return 0;
	wide = sar_grow_by_one(kept->deletes, kept->n_deletes,
	    &kept->room_deletes, sizeof(*wide), err);
	if (wide == NULL)
		return -1;
	kept->deletes = wide;
	wide[kept->n_deletes++] = evidence;
	return 0;
}

static int
take(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct sar_kept_log *kept = ctx;
	struct sar_kept_batch batch;

	if (record->type == SAR_RECORD_HOLD)
		return take_hold(kept, record, err);
	if (record->type == SAR_RECORD_LIFT)
		return take_lift(kept, record, err);
	if (record->type == SAR_RECORD_RETAIN &&
	    !take_batch(&kept->retain, record))
		return odd(record, err);
	if (record->type != SAR_RECORD_DELETE)
		return 0;
	if (take_delete(kept, record, err) == -1)
		return -1;
	if (kept->wanted == NULL)
		return 0;
	if (!take_batch(&batch, record))
		return odd(record, err);
	if (batch.n == kept->wanted->n &&
	    memcmp(batch.root, kept->wanted->root, SAR_SHA256_LEN) == 0) {
		kept->found = true;
		kept->deleted = record->seq;
	}
	return 0;
}

int
sar_kept_log_read(const struct sar_home *home, struct sar_kept_log *kept,
    struct sar_err *err)
{
	struct sar_log_reading how = { .record = take, .ctx = kept };
	struct sar_log *log = sar_home_log_open(home, &how, err);

	sar_log_free(log);
	return log == NULL ? -1 : 0;
}

void
sar_kept_log_free(struct sar_kept_log *kept)
{
	free(kept->holds);
	kept->holds = NULL;
	kept->n_holds = 0;
	free(kept->deletes);
	kept->deletes = NULL;
	kept->n_deletes = 0;
}
