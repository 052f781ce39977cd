/* What a run that was cut short left, and the records that tell of it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "disclosure/walk.h"

/* Does it tell of bytes in checkpoints too?  They are compared when they are
 * reached. */
static int
add_claim(struct sar_walk *walk, const struct sar_block *block,
    const struct sar_record *record, struct sar_err *err)
{
	struct sar_walk_claim claim = { .seq = record->seq,
		.segment = block->segment };
	struct sar_walk_claim *grown;

	if (!sar_record_number(record, "note_bytes", &claim.bytes) ||
	    !sar_record_digest(record, "note_sha256", claim.sha256))
		return 0;
	grown = reallocarray(walk->claims, walk->n_claims + 1, sizeof(*grown));
	if (grown == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	walk->claims = grown;
	grown[walk->n_claims++] = claim;
	return 0;
}

int
sar_walk_recover(struct sar_walk *walk, const struct sar_block *block,
    const char **why, struct sar_err *err)
{
	const struct sar_record *record = &block->records[0];
	const struct sar_block_left *is = &block->left;
	struct sar_log *log = walk->log;
	uint8_t told[SAR_SHA256_LEN];
	uint64_t bytes, records;
	size_t i;

	*why = NULL;
	if (!sar_record_number(record, "tail_bytes", &bytes) ||
	    !sar_record_number(record, "tail_records", &records) ||
	    !sar_record_digest(record, "tail_sha256", told)) {
		*why = "does not say what was left";
		return 0;
	}
	if (bytes != is->bytes || records != is->records ||
	    memcmp(told, is->sha256, sizeof(told)) != 0) {
		*why = "what was left in the files before it has changed";
		return 0;
	}
	for (i = 0; i < log->n_tails; i++)
		if (strcmp(log->tails[i].file,
			walk->list.all[block->segment].name) < 0)
			log->tails[i].told = true;
	return add_claim(walk, block, record, err);
}

/* What does it say of the gap that is not so?  NULL if it is. */
static const char *
check_claim(const struct sar_walk_claim *claim,
    const struct sar_checkpoints_gap *gap)
{
	/* The writer ended the line that was cut short. */
	bool ended = gap != NULL && claim->bytes + 1 == gap->len;

	if (claim->bytes == 0)
		return "note_bytes or note_sha256 is not right";
	if (gap == NULL || gap->len == 0 || claim->bytes > gap->len)
		return "what it says is left in checkpoints is not there";
	if (claim->bytes != gap->len && !ended)
		return "what it says is left in checkpoints is of another "
		       "length";
	if (memcmp(claim->sha256, ended ? gap->sha256_short : gap->sha256,
		sizeof(claim->sha256)) != 0)
		return "what it says is left in checkpoints has changed";
	return NULL;
}

/* A gap that was told of is one of the log's tails. */
static int
keep_gap(struct sar_walk *walk, const struct sar_checkpoints_gap *gap,
    struct sar_err *err)
{
	struct sar_log_tail_part part = { .file = SAR_CHECKPOINTS_FILE,
		.offset = gap->offset,
		.bytes = gap->len,
		.told = true };

	memcpy(part.sha256, gap->sha256, sizeof(part.sha256));
	return sar_cursor_tail(walk->log, &part, err);
}

int
sar_walk_gap(struct sar_walk *walk, const struct sar_checkpoints_gap *gap,
    uint64_t size, struct sar_err *err)
{
	const char *why;
	size_t n;

	for (n = 0; n < walk->n_claims && walk->claims[n].seq < size; n++) {
		why = check_claim(&walk->claims[n], gap);
		if (why != NULL)
			return sar_err_set(err, SAR_ETAMPER,
			    "%s: line 1: record %" PRIu64 ": %s",
			    walk->list.all[walk->claims[n].segment].name,
			    walk->claims[n].seq, why);
	}
	walk->n_claims -= n;
	if (n > 0)
		memmove(walk->claims, walk->claims + n,
		    walk->n_claims * sizeof(*walk->claims));
	if (gap == NULL || gap->len == 0)
		return 0;
	if (n == 0)
		return sar_err_set(err, SAR_ETAMPER,
		    SAR_CHECKPOINTS_FILE
		    ": line %" PRIu64 ": not a checkpoint that verifies, and "
		    "no record tells of it",
		    gap->line);
	return keep_gap(walk, gap, err);
}
