/* The walk: what is read when, and by whom. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crew.h"
#include "disclosure/walk.h"

/* Of a checkpoint; fewer bytes for each record than this are not many. */
#define NOTE_TYPICAL 200
#define MANY 16

int
sar_walk_init(struct sar_walk *walk, const struct sar_log_reading *reading,
    struct sar_log *log, struct sar_err *err)
{
	memset(walk, 0, sizeof(*walk));
	walk->reading = reading;
	walk->log = log;
	walk->jobs = sar_crew_size(reading->jobs);
	walk->points.file.fd = walk->cursor.file.fd = -1;
	walk->points.origin = walk->chain.origin = walk->cosignatures.origin =
	    reading->key->name;
	walk->points.line = walk->good.line = 1;
	walk->erasures.stop = reading->stop;
	walk->cursor.log = log;
	walk->cursor.list = &walk->list;
	(void)pthread_mutex_init(&walk->lock, NULL);
	walk->dir = open(reading->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (walk->dir == -1)
		return sar_err_errno(err, "%s", reading->dir);
	walk->cursor.dir = walk->dir;
	return sar_cursor_init(&walk->cursor, err);
}

void
sar_walk_clear(struct sar_walk *walk)
{
	size_t i;

	for (i = 0; i < SAR_WALK_BLOCKS; i++)
		sar_block_free(walk->blocks[i]);
	free(walk->claims);
	sar_cursor_clear(&walk->cursor);
	sar_segment_close(&walk->points.file);
	sar_segment_clear(&walk->list);
	sar_chain_clear(&walk->chain);
	sar_erasures_clear(&walk->erasures);
	sar_cosignatures_clear(&walk->cosignatures);
	if (walk->dir != -1)
		(void)close(walk->dir);
	(void)pthread_mutex_destroy(&walk->lock);
}

/* The next block's lines one after another, what they say side by side. */
static int
read_block(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	struct sar_walk *walk = ctx;
	struct sar_err failed = SAR_ERR_INIT;
	struct sar_block *block;

	(void)i;
	(void)worker;
	(void)pthread_mutex_lock(&walk->lock);
	block = walk->blocks[walk->turn++];
	block->n = block->good = 0;
	block->first = walk->cursor.next;
	block->keep = walk->reading->record != NULL;
	if (walk->failed.code == SAR_OK &&
	    sar_cursor_read(&walk->cursor, block, &failed) == -1) {
		/* What there is before it is looked into first. */
		walk->failed = failed;
		block->n = 0;
	}
	(void)pthread_mutex_unlock(&walk->lock);
	return block->n == 0 ? 0 : sar_block_read(block, err);
}

static int
compare_block(void *ctx, size_t i, unsigned worker, struct sar_err *err)
{
	struct sar_walk *walk = ctx;
	struct sar_block *block;
	struct sar_err failed = SAR_ERR_INIT;

	(void)i;
	(void)worker;
	(void)err;
	(void)pthread_mutex_lock(&walk->lock);
	block = walk->blocks[walk->turn++];
	block->taken = !walk->stalled && sar_checkpoints_take(&walk->points,
					     block->first + block->good,
					     block->points, &failed) == 0;
	/* What failed will fail again, when all before it is told. */
	walk->stalled = !block->taken || block->points->more;
	(void)pthread_mutex_unlock(&walk->lock);
	if (block->taken)
		sar_walk_compare(walk, block);
	return 0;
}

/* As many blocks as there are records for, and at least one. */
static int
make_blocks(struct sar_walk *walk, struct sar_err *err)
{
	uint64_t left = walk->cursor.goal - walk->cursor.next;
	size_t i, n = SAR_WALK_BLOCKS;

	if (left / SAR_BLOCK_LINES + 1 < n)
		n = (size_t)(left / SAR_BLOCK_LINES) + 1;
	for (i = 0; i < n; i++)
		if (walk->blocks[i] == NULL &&
		    (walk->blocks[i] = sar_block_new(err)) == NULL)
			return -1;
	walk->used = n;
	return 0;
}

/* Are there checkpoints enough to be worth more than one thread? */
static unsigned
compare_jobs(const struct sar_walk *walk)
{
	uint64_t notes = (walk->points.end - walk->points.offset) /
			 NOTE_TYPICAL;
	uint64_t records = walk->points.goal - walk->good.size;

	return walk->reading->every_signature || notes > records / MANY
		   ? walk->jobs
		   : 1;
}

/* Some blocks: read, taken, compared, told. */
static int
step(struct sar_walk *walk, struct sar_err *err)
{
	size_t i;

	if (make_blocks(walk, err) == -1)
		return -1;
	walk->turn = 0;
	if (sar_crew_run(walk->jobs, walk->used, read_block, walk, err) == -1)
		return -1;
	for (i = 0; i < walk->used; i++) {
		if (sar_walk_take(walk, walk->blocks[i], err) == -1)
			return -1;
		/* What is wrong with a record comes before what follows it. */
		if (walk->blocks[i]->good < walk->blocks[i]->n)
			walk->used = i + 1;
	}
	walk->turn = 0;
	walk->stalled = false;
	if (sar_crew_run(compare_jobs(walk), walk->used, compare_block, walk,
		err) == -1)
		return -1;
	for (i = 0; i < walk->used; i++)
		if (sar_walk_tell(walk, walk->blocks[i], err) == -1)
			return -1;
	if (walk->failed.code == SAR_OK)
		return 0;
	*err = walk->failed;
	return -1;
}

/* What was listed before must be listed still. */
static int
list_again(struct sar_walk *walk, struct sar_err *err)
{
	struct sar_segment_list list;
	size_t i;
	int rc = sar_segment_list(walk->dir, &list, err);

	for (i = 0; rc == 0 && i < walk->list.n; i++)
		if (i >= list.n ||
		    strcmp(list.all[i].name, walk->list.all[i].name) != 0)
			rc = sar_err_set(err, SAR_ETAMPER,
			    "%s: gone while the log was read",
			    walk->list.all[i].name);
	if (rc == -1) {
		sar_segment_clear(&list);
		return -1;
	}
	sar_segment_clear(&walk->list);
	walk->list = list;
	return 0;
}

/* No checkpoints: is there a log at all? */
static int
check_absent(const struct sar_walk *walk, struct sar_err *err)
{
	struct sar_segment_file file;
	bool empty = true;
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && empty && i < walk->list.n; i++) {
		rc = sar_segment_open(walk->dir, walk->list.all[i].name, &file,
		    err);
		empty = file.len == 0;
		sar_segment_close(&file);
	}
	if (rc == -1)
		return -1;
	if (empty)
		return sar_err_set(err, SAR_EMISSING, "%s: no log here",
		    walk->reading->dir);
	return sar_err_set(err, SAR_ETAMPER,
	    SAR_CHECKPOINTS_FILE ": absent or empty beside records");
}

/*
 * In this order: a cosignature is of a checkpoint that was there before it;
 * what checkpoints cover was durable before they were written.  So a writer at
 * work can only add what is not covered.
 */
static int
open_files(struct sar_walk *walk, struct sar_err *err)
{
	if (walk->points.file.fd == -1 &&
	    (sar_cosignatures_load(&walk->cosignatures, walk->dir, err) == -1 ||
		sar_segment_open(walk->dir, SAR_CHECKPOINTS_FILE,
		    &walk->points.file, err) == -1))
		return -1;
	if (walk->points.file.len > 0 &&
	    sar_checkpoints_look(&walk->points, err) == -1)
		return -1;
	if (list_again(walk, err) == -1 ||
	    sar_segment_grown(&walk->cursor.file, err) == -1)
		return -1;
	if (walk->points.file.len == 0)
		return check_absent(walk, err);
	walk->cursor.goal = walk->points.goal;
	return 0;
}

/* The last checkpoint is of fewer records than were verified. */
static int
went_down(const struct sar_walk *walk, struct sar_err *err)
{
	if (sar_checkpoints_done(&walk->points, err) == -1)
		return -1;
	return sar_err_set(err, SAR_ETAMPER,
	    SAR_CHECKPOINTS_FILE ": changed while the log was read");
}

int
sar_walk_look(struct sar_walk *walk, struct sar_err *err)
{
	const volatile int *stop = walk->reading->stop;

	if (open_files(walk, err) == -1)
		return -1;
	if (walk->cursor.goal < walk->cursor.next)
		return went_down(walk, err);
	do {
		if (stop != NULL && *stop != 0)
			return sar_err_signal(err, *stop);
		if (step(walk, err) == -1)
			return -1;
	} while (walk->cursor.next < walk->cursor.goal);
	return 0;
}
