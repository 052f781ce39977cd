#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "disclosure/mark.h"
#include "disclosure/walk.h"

/* A writer's commit takes milliseconds; its flushes can take more. */
#define LOOKS 5
/* And how often a log is read that may have changed meanwhile. */
#define AGAIN 50

void
sar_log_free(struct sar_log *log)
{
	if (log == NULL)
		return;
	free(log->last);
	free(log->keys);
	free(log->pending.all);
	free(log->erasures);
	free(log->unattested.all);
	free(log->tails);
	free(log->names);
	free(log);
}

/* What follows the last checkpoint. */
static int
keep_notes(struct sar_walk *walk, struct sar_err *err)
{
	const struct sar_checkpoints *points = &walk->points;
	struct sar_log_tail_part part = { .file = SAR_CHECKPOINTS_FILE,
		.offset = points->end,
		.bytes = points->file.len - points->end };
	char last[1], tail[SAR_CHECKPOINTS_TORN];
	struct sar_log *log = walk->log;

	log->end.notes = points->file;
	log->end.notes.fd = -1;
	if (sar_segment_read(&points->file, points->file.len - 1, last, 1,
		err) == -1)
		return -1;
	log->end.torn_line = last[0] != '\n';
	if (part.bytes == 0)
		return 0;
	/* There are no more: sar_checkpoints_done() saw to it. */
	if (sar_segment_read(&points->file, part.offset, tail,
		(size_t)part.bytes, err) == -1 ||
	    sar_sha256_text(tail, (size_t)part.bytes, part.sha256, err) == -1)
		return -1;
	return sar_cursor_tail(log, &part, err);
}

int
sar_walk_end(struct sar_walk *walk, struct sar_err *err)
{
	const struct sar_log_reading *reading = walk->reading;
	struct sar_log *log = walk->log;

	if (sar_checkpoints_done(&walk->points, err) == -1 ||
	    sar_chain_end(&walk->chain, walk->dir, walk->list.rotations,
		reading->key, walk->points.goal, log, err) == -1 ||
	    sar_erasures_end(&walk->erasures, walk->dir, &walk->list, log,
		err) == -1 ||
	    sar_cursor_end(&walk->cursor, err) == -1 ||
	    keep_notes(walk, err) == -1)
		return -1;
	log->tree = walk->tree;
	sar_tree_root(&log->tree, log->root);
	return 0;
}

/* How much of a log there was at a look. */
struct extent {
	uint64_t notes; /* bytes */
	uint64_t segment;
	size_t segments;
	unsigned rotations;
};

static bool
is_as(const struct sar_walk *walk, const struct extent *before)
{
	return walk->points.file.len == before->notes &&
	       walk->cursor.file.len == before->segment &&
	       walk->list.n == before->segments &&
	       walk->list.rotations == before->rotations;
}

/*
 * Read on till the log stands still: without a lock a commit under way looks
 * like a tail, and a change of key like one too many.  What is the same a
 * moment later is what it looks like.
 */
static int
settle(struct sar_walk *walk, int looks, struct sar_err *err)
{
	static const struct timespec nap = { 0, 20000000 };
	struct extent before = { 0, 0, 0, 0 };
	struct sar_log *log = walk->log;
	size_t told;
	int i, rc;

	for (i = 1;; i++) {
		struct sar_err failed = SAR_ERR_INIT;

		if (sar_walk_look(walk, err) == -1)
			return -1;
		told = log->n_tails;
		rc = sar_walk_end(walk, &failed);
		if (i == looks || (rc == 0 && sar_log_tail(log) == 0) ||
		    (i > 1 && is_as(walk, &before))) {
			if (rc == -1)
				*err = failed;
			return rc;
		}
		before = (struct extent){ walk->points.file.len,
			walk->cursor.file.len, walk->list.n,
			walk->list.rotations };
		log->n_tails = told;
		(void)nanosleep(&nap, NULL);
	}
}

static struct sar_log *
read_log(const struct sar_log_reading *reading, int looks, struct sar_err *err)
{
	struct sar_log *log = calloc(1, sizeof(*log));
	struct sar_log *result = NULL;
	struct sar_walk walk;

	if (log == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if (sar_walk_init(&walk, reading, log, err) == 0 &&
	    settle(&walk, looks, err) == 0 &&
	    sar_cosignatures_end(&walk.cosignatures, &walk.chain, reading, log,
		err) == 0) {
		result = log;
		log = NULL;
	}
	sar_walk_clear(&walk);
	sar_log_free(log);
	return result;
}

struct sar_log *
sar_log_read(const struct sar_log_reading *reading, struct sar_err *err)
{
	return read_log(reading, 1, err);
}

/* What is told passes through here, to see who ended it. */
struct teller {
	const struct sar_log_reading *reading;
	struct sar_mark mark;
	bool refused; /* by who was told */
};

static int
tell_record(void *ctx, const struct sar_record *record, struct sar_err *err)
{
	struct teller *teller = ctx;
	int rc = teller->reading->record(teller->reading->ctx, record, err);

	teller->refused |= rc == -1;
	return rc;
}

/* The mark only. */
static int
tell_mark(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct teller *teller = ctx;

	(void)err;
	sar_mark_hold(&teller->mark, note);
	return 0;
}

static int
tell_note(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct teller *teller = ctx;
	int rc;

	sar_mark_hold(&teller->mark, note);
	rc = teller->reading->note(teller->reading->ctx, note, err);
	teller->refused |= rc == -1;
	return rc;
}

static int
tell_cosigned(void *ctx, const struct sar_log_note *note, struct sar_err *err)
{
	struct teller *teller = ctx;
	int rc = teller->reading->cosigned(teller->reading->ctx, note, err);

	teller->refused |= rc == -1;
	return rc;
}

/* What changes when a log does: its folder, and how long checkpoints are. */
struct state {
	struct timespec folder;
	off_t notes;
};

static void
look(const char *dir, struct state *state)
{
	struct stat st;
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	memset(state, 0, sizeof(*state));
	if (fd == -1)
		return;
	if (fstat(fd, &st) == 0)
		state->folder = st.st_mtim;
	if (fstatat(fd, SAR_LOG_CHECKPOINTS, &st, AT_SYMLINK_NOFOLLOW) == 0)
		state->notes = st.st_size;
	(void)close(fd);
}

static bool
same(const struct state *a, const struct state *b)
{
	return a->folder.tv_sec == b->folder.tv_sec &&
	       a->folder.tv_nsec == b->folder.tv_nsec && a->notes == b->notes;
}

/*
 * Read it till it stands still; NULL and SAR_ETAMPER if it is bad then.  The
 * mark is held against what is read last: another log may be there by then.
 */
static struct sar_log *
read_still(struct teller *teller, const struct sar_log_reading *reading,
    struct sar_err *err)
{
	static const struct timespec nap = { 0, 20000000 };
	struct state before, after;
	struct sar_log *log;
	int i;

	for (i = 0; i < AGAIN; i++) {
		*err = (struct sar_err)SAR_ERR_INIT;
		sar_mark_release(&teller->mark);
		look(reading->dir, &before);
		log = read_log(reading, LOOKS, err);
		look(reading->dir, &after);
		if (log != NULL || err->code != SAR_ETAMPER ||
		    same(&before, &after))
			return log;
		(void)nanosleep(&nap, NULL);
	}
	*err = (struct sar_err)SAR_ERR_INIT;
	(void)sar_err_set(err, SAR_ELOCKED,
	    "%s: changed all the time while it was read", reading->dir);
	sar_err_hint(err, "try again later");
	return NULL;
}

/*
 * An erasure puts a new file in the place of one that is being read, and then
 * what was read and what is there do not fit.  A log that does not verify is
 * read again, and told to nobody: what was wrong with it still is.
 */
static struct sar_log *
read_again(struct teller *teller, struct sar_err *err)
{
	const struct sar_log_reading *reading = teller->reading;
	struct sar_log_reading quiet = *reading;
	struct sar_log *log;

	quiet.record = NULL;
	quiet.note = quiet.cosigned = NULL;
	if (reading->mark != NULL)
		quiet.note = tell_mark;
	quiet.ctx = teller;
	log = read_still(teller, &quiet, err);
	if (log == NULL || (reading->record == NULL && reading->note == NULL &&
			       reading->cosigned == NULL))
		return log;
	sar_log_free(log);
	(void)sar_err_set(err, SAR_ELOCKED,
	    "%s: a record was erased while it was read", reading->dir);
	sar_err_hint(err, "try again");
	return NULL;
}

static bool
same_mark(const struct sar_mark *a, const struct sar_mark *b)
{
	size_t i;

	for (i = 0; i < SAR_MARK_SLOTS; i++)
		if (memcmp(a->slots[i].text, b->slots[i].text, SAR_MARK_SLOT) !=
		    0)
			return false;
	return true;
}

/*
 * A writer at work moves the mark on, and makes a new log's first: what was
 * read while it did may be neither one nor the other.
 */
static int
check_mark(const struct teller *teller, const struct sar_log *log,
    struct sar_err *err)
{
	const char *path = teller->reading->mark;
	struct sar_mark_check check = { .path = path,
		.mark = &teller->mark,
		.log = log };
	struct sar_err ignored = SAR_ERR_INIT;
	struct sar_mark now;
	int rc;

	if (path == NULL || (rc = sar_mark_check(&check, err)) == 0)
		return 0;
	if (sar_mark_look(path, &now, &ignored) == 0 &&
	    !same_mark(&now, &teller->mark)) {
		*err = (struct sar_err)SAR_ERR_INIT;
		(void)sar_err_set(err, SAR_ELOCKED,
		    "%s: changed while the log was read", path);
		sar_err_hint(err, "try again");
	}
	sar_mark_close(&now);
	return rc;
}

/* Once, and told; again where it did not verify. */
static struct sar_log *
read_told(struct teller *teller, struct sar_err *err)
{
	const struct sar_log_reading *reading = teller->reading;
	struct sar_log_reading how = *reading;
	struct sar_log *log;

	how.ctx = teller;
	how.record = reading->record == NULL ? NULL : tell_record;
	how.note = reading->mark == NULL ? NULL : tell_mark;
	if (reading->note != NULL)
		how.note = tell_note;
	how.cosigned = reading->cosigned == NULL ? NULL : tell_cosigned;
	log = read_log(&how, LOOKS, err);
	if (log == NULL && err->code == SAR_ETAMPER && !teller->refused)
		return read_again(teller, err);
	return log;
}

struct sar_log *
sar_log_open(const struct sar_log_reading *reading, struct sar_err *err)
{
	struct teller teller = { reading, { .fd = -1 }, false };
	struct sar_log *log = NULL;

	/* A writer commits, and then moves it on: so it comes first here. */
	if (reading->mark == NULL ||
	    sar_mark_look(reading->mark, &teller.mark, err) == 0)
		log = read_told(&teller, err);
	if (log != NULL && check_mark(&teller, log, err) == -1) {
		sar_log_free(log);
		log = NULL;
	}
	sar_mark_close(&teller.mark);
	return log;
}
