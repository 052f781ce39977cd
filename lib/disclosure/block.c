#include "disclosure/block.h"

#include <stdlib.h>
#include <string.h>

#define LEAF_MARK 0x00 /* RFC 6962, 2.1 */

/* Not cleared: most logs are small, and use little of it. */
static bool
make_room(struct sar_block *block)
{
	block->room = malloc(1 + SAR_BLOCK_BYTES + SAR_SHA256_PAD);
	block->text = block->room == NULL ? NULL : block->room + 1;
	block->lines = reallocarray(NULL, SAR_BLOCK_LINES,
	    sizeof(*block->lines));
	block->records = reallocarray(NULL, SAR_BLOCK_LINES,
	    sizeof(*block->records));
	block->members = reallocarray(NULL,
	    SAR_BLOCK_LINES * SAR_SCHEMA_MEMBERS, sizeof(*block->members));
	block->nodes = reallocarray(NULL, 2 * SAR_BLOCK_LINES,
	    sizeof(*block->nodes));
	block->points = malloc(sizeof(*block->points));
	return block->room != NULL && block->lines != NULL &&
	       block->records != NULL && block->members != NULL &&
	       block->nodes != NULL && block->points != NULL;
}

struct sar_block *
sar_block_new(struct sar_err *err)
{
	struct sar_block *block = calloc(1, sizeof(*block));

	if (block == NULL || !make_room(block)) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		sar_block_free(block);
		return NULL;
	}
	return block;
}

void
sar_block_free(struct sar_block *block)
{
	if (block == NULL)
		return;
	free(block->room);
	free(block->lines);
	free(block->records);
	free(block->members);
	free(block->scratch);
	free(block->nodes);
	free(block->points);
	free(block);
}

size_t
sar_block_split(struct sar_block *block, size_t have, size_t max)
{
	const struct sar_block_line *last;
	const char *from = block->text, *end = block->text + have, *lf;
	struct sar_block_line *line;

	if (block->n > 0) {
		last = &block->lines[block->n - 1];
		from += last->at + last->len + 1;
	}
	for (; block->n < max; block->n++) {
		lf = memchr(from, '\n', (size_t)(end - from));
		if (lf == NULL)
			break;
		line = &block->lines[block->n];
		line->at = (uint32_t)(from - block->text);
		line->len = (uint32_t)(lf - from);
		from = lf + 1;
	}
	return (size_t)(from - block->text);
}

/* Where the nodes of a level begin. */
static size_t
level_at(unsigned level)
{
	return 2 * SAR_BLOCK_LINES - (2 * SAR_BLOCK_LINES >> level);
}

/* The place of record ${seq} among SAR_BLOCK_LINES. */
static size_t
place_of(uint64_t seq)
{
	return (size_t)(seq & (SAR_BLOCK_LINES - 1));
}

const uint8_t *
sar_block_leaf(const struct sar_block *block, size_t i)
{
	return block->nodes[place_of(block->first) + i];
}

/* A record in another form than ours: its members point into scratch. */
static bool
read_other(struct sar_block *block, size_t i, struct sar_record_member *members,
    struct sar_err *err)
{
	const struct sar_block_line *line = &block->lines[i];

	if (block->scratch == NULL &&
	    (block->scratch = malloc(SAR_BLOCK_BYTES)) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return false;
	}
	return sar_scan_any(block->text + line->at, line->len, block->first + i,
	    block->scratch + line->at, members, &block->records[i],
	    &block->fault);
}

/* Line ${i}; false, with the fault or ${err} set, if it is no record. */
static bool
read_line(struct sar_block *block, size_t i, struct sar_record_member *members,
    struct sar_err *err)
{
	const struct sar_block_line *line = &block->lines[i];
	char *text = block->text + line->at;
	uint8_t *leaf = block->nodes[place_of(block->first) + i];
	struct sar_record *record = &block->records[i];

	if (*text == '-' && sar_scan_tombstone(text, line->len, leaf)) {
		*record = (struct sar_record){ .seq = block->first + i,
			.type = SAR_RECORD_ERASED,
			.line = text,
			.len = line->len,
			.leaf = leaf };
		return true;
	}
	record->leaf = leaf;
	/* In place of the LF before it, and with room after it: all goes into
	   the hash at once. */
	text[-1] = LEAF_MARK;
	sar_sha256_inplace((uint8_t *)text - 1, line->len + 1, leaf);
	return sar_scan_line(text, line->len, block->first + i, members, record,
		   &block->fault) ||
	       read_other(block, i, members, err);
}

static void
make_nodes(struct sar_block *block)
{
	size_t from = place_of(block->first);
	size_t to = from + block->good;
	const uint8_t(*below)[SAR_SHA256_LEN];
	unsigned level;
	size_t i;

	for (level = 1; level <= SAR_BLOCK_LEVELS; level++) {
		below = (const uint8_t(*)[SAR_SHA256_LEN])block->nodes +
			level_at(level - 1);
		from = (from + 1) / 2;
		to /= 2;
		for (i = from; i < to; i++)
			sar_sha256_node(below[2 * i], below[2 * i + 1],
			    block->nodes[level_at(level) + i]);
	}
}

int
sar_block_read(struct sar_block *block, struct sar_err *err)
{
	struct sar_record_member *members = block->members;
	struct sar_err failed = SAR_ERR_INIT;
	size_t i;

	for (i = 0; i < block->n; i++) {
		if (!read_line(block, i, members, &failed))
			break;
		/* What nobody is told of makes room for the next. */
		if (block->keep || sar_schema_stays(block->records[i].type))
			members += block->records[i].n_members;
	}
	if (failed.code != SAR_OK) {
		*err = failed;
		return -1;
	}
	block->good = i;
	make_nodes(block);
	return 0;
}

void
sar_block_add(const struct sar_block *block, struct sar_tree *tree, uint64_t to)
{
	unsigned level;
	uint64_t size;

	while (tree->size < to) {
		for (level = 0; level < SAR_BLOCK_LEVELS; level++) {
			size = (uint64_t)2 << level;
			if ((tree->size & (size - 1)) != 0 ||
			    to - tree->size < size)
				break;
		}
		sar_tree_add_whole(tree, level,
		    block->nodes[level_at(level) +
				 (place_of(tree->size) >> level)]);
	}
}

void
sar_block_sum(const struct sar_block *block, uint8_t sum[SAR_SHA256_LEN])
{
	/* Nearly all blocks are whole, and have it already. */
	if (block->good == SAR_BLOCK_LINES)
		memcpy(sum, block->nodes[level_at(SAR_BLOCK_LEVELS)],
		    SAR_SHA256_LEN);
	else
		sar_sha256_marked(LEAF_MARK, sar_block_leaf(block, 0),
		    block->good * SAR_SHA256_LEN, sum);
}
