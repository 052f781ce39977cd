/* What records mean where they stand. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "disclosure/walk.h"

int
sar_walk_bad(const struct sar_walk *walk, const struct sar_block *block,
    size_t i, const char *why, struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER,
	    "%s: line %" PRIu64 ": record %" PRIu64 ": %s",
	    walk->list.all[block->segment].name, block->line + i,
	    block->first + i, why);
}

/* The block ends before record ${i}, and with it the walk. */
static void
end_at(struct sar_walk *walk, struct sar_block *block, size_t i,
    const char *why)
{
	block->good = i;
	(void)sar_walk_bad(walk, block, i, why, &walk->failed);
}

static void
end_at_fault(struct sar_walk *walk, struct sar_block *block)
{
	const struct sar_record_fault *fault = &block->fault;
	char why[128];

	(void)snprintf(why, sizeof(why), "%s%s%s",
	    fault->member == NULL ? "" : fault->member,
	    fault->member == NULL ? "" : " ", fault->is_not);
	end_at(walk, block, block->good, why);
}

/* One record; *${why} says what is wrong with it, or is NULL. */
static int
take_record(struct sar_walk *walk, const struct sar_block *block, size_t i,
    const char **why, struct sar_err *err)
{
	const struct sar_record *record = &block->records[i];
	bool first = record->seq == 0;

	*why = NULL;
	if (first != (record->type == SAR_RECORD_GENESIS)) {
		*why = first ? "not a genesis record"
			     : "a second genesis record";
		return 0;
	}
	if (first || record->type == SAR_RECORD_KEY_ROTATE)
		return sar_chain_take(&walk->chain, record, why, err);
	if (record->type == SAR_RECORD_ERASED)
		return sar_erasures_tombstone(&walk->erasures, record, err);
	if (record->type == SAR_RECORD_ERASE)
		return sar_erasures_take(&walk->erasures, record, why, err);
	if (record->type == SAR_RECORD_COSIGNED)
		return sar_cosignatures_take(&walk->cosignatures, record, why,
		    err);
	if (record->type != SAR_RECORD_RECOVER)
		return 0;
	if (i == 0 && block->line == 1 && block->segment > 0)
		return sar_walk_recover(walk, block, why, err);
	*why = "a recover record that begins no file";
	return 0;
}

/* With a committed record past them, has every tail been told of? */
static void
check_settled(struct sar_walk *walk, struct sar_block *block)
{
	const struct sar_block_left *left = &block->left;

	if (block->good == 0 || block->line != 1 || left->bytes == 0 ||
	    block->records[0].type == SAR_RECORD_RECOVER)
		return;
	block->good = 0;
	(void)sar_err_set(&walk->failed, SAR_ETAMPER,
	    "%s: line %" PRIu64 ": bytes after the committed part that no "
	    "record tells of",
	    walk->list.all[left->segment].name, left->line);
}

int
sar_walk_take(struct sar_walk *walk, struct sar_block *block,
    struct sar_err *err)
{
	const char *why = NULL;
	size_t i;

	block->before = walk->tree;
	if (block->good < block->n)
		end_at_fault(walk, block);
	for (i = 0; i < block->good && why == NULL; i++) {
		if (take_record(walk, block, i, &why, err) == -1)
			return -1;
		if (why != NULL)
			end_at(walk, block, i, why);
	}
	check_settled(walk, block);
	if (block->good > 0 &&
	    sar_erasures_place(&walk->erasures, block, err) == -1)
		return -1;
	sar_block_add(block, &walk->tree, block->first + block->good);
	return 0;
}
