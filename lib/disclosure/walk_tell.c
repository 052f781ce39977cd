/* Checkpoints beside the tree, and telling of all in order. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure/value.h"
#include "disclosure/walk.h"
#include "tlog/note.h"

#define ID_LEN ((size_t)4)

/* Whose signatures are looked at in any case? */
static bool
must_verify(const struct sar_walk *walk, const struct sar_checkpoint *point)
{
	return walk->reading->every_signature ||
	       point->offset == walk->points.last ||
	       sar_chain_ends(&walk->chain, point->size) ||
	       sar_cosignatures_has(&walk->cosignatures, point->size);
}

/* Is it signed by the key that the log has at its size? */
static enum sar_checkpoint_outcome
check_signature(const struct sar_walk *walk, struct sar_checkpoint *point)
{
	const struct sar_key_public *key = walk->chain.n == 0
					       ? walk->reading->key
					       : sar_chain_at(&walk->chain,
						     point->size);
	struct sar_note note = { .text_len = point->signed_len };
	uint8_t blob[ID_LEN + SAR_KEY_SIG_LEN];

	if (!sar_value_b64(point->blob, SAR_CHECKPOINTS_BLOB, blob,
		sizeof(blob)) ||
	    memcmp(blob, key->id, ID_LEN) != 0)
		return SAR_CHECKPOINT_FOREIGN;
	point->verified = must_verify(walk, point);
	memcpy(note.sig, blob + ID_LEN, sizeof(note.sig));
	return !point->verified || sar_note_verify(point->text, &note, key)
		   ? SAR_CHECKPOINT_GOOD
		   : SAR_CHECKPOINT_FORGED;
}

void
sar_walk_compare(const struct sar_walk *walk, struct sar_block *block)
{
	uint8_t root[SAR_SHA256_LEN], said[SAR_SHA256_LEN];
	struct sar_checkpoint *point;
	size_t i;

	for (i = 0; i < block->points->n; i++) {
		point = &block->points->all[i];
		point->verified = false;
		sar_block_add(block, &block->before, point->size);
		sar_tree_root(&block->before, root);
		if (!sar_value_b64(point->root, SAR_CHECKPOINTS_ROOT, said,
			sizeof(said)) ||
		    memcmp(root, said, sizeof(root)) != 0)
			point->outcome = SAR_CHECKPOINT_OTHER;
		else
			point->outcome = check_signature(walk, point);
	}
}

/* Name the records that no longer fit the checkpoint. */
static int
mismatch(const struct sar_walk *walk, const struct sar_checkpoint *point,
    struct sar_err *err)
{
	const struct sar_walk_good *good = &walk->good;
	const char *file = walk->list.n == 0
			       ? "log"
			       : walk->list.all[good->segment].name;

	if (point->size == good->size)
		return sar_err_set(err, SAR_ETAMPER,
		    SAR_CHECKPOINTS_FILE ": line %" PRIu64
					 ": another root for the same size, "
					 "%" PRIu64,
		    point->line, point->size);
	if (point->size == good->size + 1)
		return sar_err_set(err, SAR_ETAMPER,
		    "record %" PRIu64 " does not match the checkpoint of size "
		    "%" PRIu64 ": %s: line %" PRIu64 " (" SAR_CHECKPOINTS_FILE
		    ": line %" PRIu64 ")",
		    good->size, point->size, file, good->line, point->line);
	return sar_err_set(err, SAR_ETAMPER,
	    "records %" PRIu64 " to %" PRIu64 " do not match the checkpoint of "
	    "size %" PRIu64 ": %s: from line %" PRIu64 " (" SAR_CHECKPOINTS_FILE
	    ": line %" PRIu64 ")",
	    good->size, point->size - 1, point->size, file, good->line,
	    point->line);
}

static int
check_point(const struct sar_walk *walk, const struct sar_checkpoint *point,
    struct sar_err *err)
{
	switch (point->outcome) {
	case SAR_CHECKPOINT_GOOD:
		return 0;
	case SAR_CHECKPOINT_OTHER:
		return mismatch(walk, point, err);
	case SAR_CHECKPOINT_FOREIGN:
		return sar_checkpoints_foreign(walk->points.origin, point->line,
		    err);
	case SAR_CHECKPOINT_FORGED:
		break;
	}
	return sar_err_set(err, SAR_ETAMPER,
	    SAR_CHECKPOINTS_FILE ": line %" PRIu64 ": the checkpoint's "
				 "signature does not verify",
	    point->line);
}

/* Records from *${i} on, up to number ${to}. */
static int
tell_records(const struct sar_walk *walk, const struct sar_block *block,
    size_t *i, uint64_t to, struct sar_err *err)
{
	const struct sar_log_reading *reading = walk->reading;

	for (; *i < block->good && block->first + *i < to; (*i)++)
		if (reading->record != NULL &&
		    reading->record(reading->ctx, &block->records[*i], err) ==
			-1)
			return -1;
	return 0;
}

/* What is asked for later: the last checkpoint, as it was verified. */
static int
keep_last(struct sar_log *log, const struct sar_checkpoint *point,
    struct sar_err *err)
{
	size_t len = point->len;
	char *text;

	if ((text = malloc(len + 2)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	memcpy(text, point->text, len);
	if (text[len - 1] != '\n')
		text[len++] = '\n';
	text[len] = '\0';
	free(log->last);
	log->last = text;
	return 0;
}

static int
tell_point(struct sar_walk *walk, const struct sar_block *block,
    const struct sar_checkpoint *point, struct sar_err *err)
{
	const struct sar_log_reading *reading = walk->reading;
	struct sar_log_note note = { .size = point->size,
		.text = point->text,
		.len = point->len };

	if (check_point(walk, point, err) == -1)
		return -1;
	(void)sar_value_b64(point->root, SAR_CHECKPOINTS_ROOT, note.root,
	    sizeof(note.root));
	if (sar_chain_pass(&walk->chain, point->size, note.root, err) == -1)
		return -1;
	sar_cosignatures_pass(&walk->cosignatures, point->size, point->root);
	walk->good.size = point->size;
	if (block->n > 0) {
		walk->good.segment = block->segment;
		walk->good.line = block->line + (point->size - block->first);
	}
	walk->log->points++;
	walk->log->unverified += !point->verified;
	if (point->offset == walk->points.last &&
	    keep_last(walk->log, point, err) == -1)
		return -1;
	if (reading->note == NULL)
		return 0;
	return reading->note(reading->ctx, &note, err);
}

/* Those of one batch, each after the records it covers. */
static int
tell_points(struct sar_walk *walk, const struct sar_block *block, size_t *i,
    struct sar_err *err)
{
	const struct sar_checkpoints_batch *batch = block->points;
	size_t k;

	for (k = 0; k < batch->n; k++)
		if (sar_walk_gap(walk, k == 0 ? &batch->gap : NULL,
			batch->all[k].size, err) == -1 ||
		    tell_records(walk, block, i, batch->all[k].size, err) ==
			-1 ||
		    tell_point(walk, block, &batch->all[k], err) == -1)
			return -1;
	return 0;
}

int
sar_walk_tell(struct sar_walk *walk, struct sar_block *block,
    struct sar_err *err)
{
	uint64_t to = block->first + block->good;
	bool more = true;
	size_t i = 0;

	/* The first record after the last checkpoint that matched. */
	if (block->n > 0 && walk->good.size == block->first) {
		walk->good.segment = block->segment;
		walk->good.line = block->line;
	}
	while (more) {
		if (!block->taken) {
			if (sar_checkpoints_take(&walk->points, to,
				block->points, err) == -1)
				return -1;
			sar_walk_compare(walk, block);
		}
		if (tell_points(walk, block, &i, err) == -1)
			return -1;
		more = block->points->more;
		block->taken = false;
	}
	return tell_records(walk, block, &i, to, err);
}
