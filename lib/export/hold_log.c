#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/file.h"
#include "export/hold_place.h"
#include "tlog/tree.h"

#define LINE_MAX_LEN 256

unsigned
sar_hold_place_wait(unsigned asked)
{
	static const unsigned least = 5;

	return asked > least ? asked : least;
}

int
sar_hold_place_lock(const struct sar_home *home, unsigned wait_s,
    struct sar_err *err)
{
	char *path = sar_home_path(home, "holds.lock", err);
	int fd = path == NULL
		     ? -1
		     : sar_file_lock(path, sar_hold_place_wait(wait_s), err);

	free(path);
	return fd;
}

/*
 * One recording of a hold.  Its salt is in the index alone: whoever has the
 * root and guesses at a recording learns nothing.
 */
static int
add_line(void *ctx, const struct sar_index_held *held, struct sar_err *err)
{
	struct sar_tree *tree = ctx;
	char salt[SAR_B64_LEN(SAR_INDEX_HELD_SALT)];
	char sum[SAR_HEX_LEN(SAR_SHA256_LEN)] = "";
	char expires[SAR_DATE_LEN] = "";
	char line[LINE_MAX_LEN];
	int len;

	(void)err;
	sar_b64_put(held->salt, sizeof(held->salt), salt);
	if (!held->missing)
		sar_hex_put(held->sha256, sizeof(held->sha256), sum);
	if (held->expires != SAR_INDEX_NO_DAY)
		sar_date_format(sar_date_of_days(held->expires), expires);
	len = snprintf(line, sizeof(line),
	    "{\"bytes\":%" PRIu64 ",\"expires\":\"%s\",\"salt\":\"%s\","
	    "\"sha256\":\"%s\",\"v\":1}",
	    held->bytes, expires, salt, sum);
	sar_tree_add(tree, line, (size_t)len);
	return 0;
}

int
sar_hold_place_root(struct sar_index *index, int64_t id,
    uint8_t root[SAR_SHA256_LEN], uint64_t *n, struct sar_err *err)
{
	struct sar_tree tree = { .size = 0 };

	if (sar_index_each_held(index, id, add_line, &tree, err) == -1)
		return -1;
	sar_tree_root(&tree, root);
	*n = tree.size;
	return 0;
}

int
sar_hold_place_has(struct sar_index *index, const struct sar_kept_hold *hold,
    bool *has, struct sar_err *err)
{
	struct sar_index_hold have;
	uint8_t root[SAR_SHA256_LEN];
	uint64_t n = 0;
	bool there;

	*has = hold->lifted;
	if (hold->lifted)
		return 0;
	if (sar_index_hold_get(index, hold->ref, hold->name, &there, &have,
		err) == -1 ||
	    (there && sar_hold_place_root(index, have.id, root, &n, err) == -1))
		return -1;
	*has = there && n == hold->n &&
	       memcmp(root, hold->root, sizeof(root)) == 0;
	return 0;
}

/* Does the log say just that, and did nobody lift it since? */
static bool
is_logged(const struct sar_kept_hold *kept, const struct sar_index_hold *hold,
    const uint8_t root[SAR_SHA256_LEN])
{
	return kept != NULL && !kept->lifted && kept->n == hold->n &&
	       memcmp(kept->root, root, SAR_SHA256_LEN) == 0 &&
	       strcmp(kept->owner, hold->owner) == 0 &&
	       strcmp(kept->reason, hold->reason) == 0 &&
	       sar_date_days(kept->review) == hold->review;
}

static json_t *
members_of(const struct sar_hold_place *place,
    const struct sar_index_hold *hold, const uint8_t root[SAR_SHA256_LEN])
{
	char root64[SAR_B64_LEN(SAR_SHA256_LEN)];
	char review[SAR_DATE_LEN];
	json_t *members;

	sar_b64_put(root, SAR_SHA256_LEN, root64);
	sar_date_format(sar_date_of_days(hold->review), review);
	members = json_pack("{sssIssssssssss}", "by", place->options->by, "n",
	    (json_int_t)hold->n, "name", hold->name, "owner", hold->owner,
	    "reason", hold->reason, "review", review, "root", root64);
	if (members != NULL &&
	    (hold->ref[0] == '\0' || json_object_set_new(members, "case",
					 json_string(hold->ref)) == 0) &&
	    (place->out->gone == 0 ||
		json_object_set_new(members, "missing",
		    json_integer((json_int_t)place->out->gone)) == 0))
		return members;
	json_decref(members);
	return NULL;
}

static int
append(const struct sar_hold_place *place, const struct sar_index_hold *hold,
    const uint8_t root[SAR_SHA256_LEN], uint64_t *seq, struct sar_err *err)
{
	struct sar_home_record record = { .type = "hold",
		.lock_wait = place->options->lock_wait,
		.now = place->options->now };
	json_t *members = members_of(place, hold, root);
	int rc;

	if (members == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	record.members = members;
	rc = sar_home_log(place->home, &record, seq, err);
	json_decref(members);
	return rc;
}

/* The log has it: the index is told by which record. */
static int
settle(const struct sar_hold_place *place, struct sar_index *index,
    const struct sar_index_hold *hold, uint64_t seq, struct sar_err *err)
{
	place->out->record = seq;
	if (hold->record == (int64_t)seq)
		return 0;
	if (sar_index_begin(index,
		sar_hold_place_wait(place->options->lock_wait), err) == -1)
		return -1;
	if (sar_index_hold_logged(index, hold->id, seq, err) == 0)
		return sar_index_commit(index, err);
	sar_index_rollback(index);
	return -1;
}

int
sar_hold_place_log(const struct sar_hold_place *place, struct sar_index *index,
    const struct sar_index_hold *hold, const struct sar_kept_hold *last,
    struct sar_err *err)
{
	uint8_t root[SAR_SHA256_LEN];
	uint64_t n, seq;

	if (sar_hold_place_root(index, hold->id, root, &n, err) == -1)
		return -1;
	if (is_logged(last, hold, root))
		return settle(place, index, hold, last->record, err);
	if (append(place, hold, root, &seq, err) == -1)
		return -1;
	place->out->logged = true;
	return settle(place, index, hold, seq, err);
}
