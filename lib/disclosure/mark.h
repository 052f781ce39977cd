#ifndef SAR_DISCLOSURE_MARK_H
#define SAR_DISCLOSURE_MARK_H

/*
 * Private to disclosure: the high-water mark, a file that is not in the log's
 * folder and has the last checkpoint signed.  A log older than it, as a backup
 * or a snapshot brings back, must not be added to: a second tree of the same
 * size would be signed.
 *
 * The file has two places of SAR_MARK_SLOT bytes, one checkpoint in each,
 * filled up with LFs, and the older one is written over.  So it takes no room
 * on a full disk and one flush, and of a write cut short the other remains.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "disclosure/log.h"
#include "tlog/key.h"
#include "tlog/note.h"

#define SAR_MARK_SLOTS 2
#define SAR_MARK_SLOT 512 /* a sector; more than a checkpoint has */

struct sar_mark_slot {
	char text[SAR_MARK_SLOT + 1];
	size_t len; /* of the checkpoint, with its last LF; 0: nothing */
	bool held;  /* it is a checkpoint of the log that was read */
};

struct sar_mark {
	int fd; /* -1 where there is no file */
	struct sar_mark_slot slots[SAR_MARK_SLOTS];
	unsigned last; /* the slot written last */
};

/**
 * sar_mark_open: Open the file ${path}, if there is one, and read it into
 * ${mark}, to be closed in any case.
 */
SAR_MUST_CHECK int sar_mark_open(const char *path, struct sar_mark *mark,
    struct sar_err *err);
void sar_mark_close(struct sar_mark *mark);

/** sar_mark_look: The same, and it cannot be written to. */
SAR_MUST_CHECK int sar_mark_look(const char *path, struct sar_mark *mark,
    struct sar_err *err);

/** sar_mark_hold: Is the mark at ${note}, a checkpoint of the log? */
void sar_mark_hold(struct sar_mark *mark, const struct sar_log_note *note);

/** sar_mark_release: The log is read from its beginning again, and what was
 * read before does not count. */
void sar_mark_release(struct sar_mark *mark);

/** sar_mark_held: Was it at any? */
bool sar_mark_held(const struct sar_mark *mark);

/* A mark, and the log it is held against, once that has been read. */
struct sar_mark_check {
	const char *path; /* of the mark */
	const struct sar_mark *mark;
	const struct sar_log *log;
	/* Keys that may have signed it, beside those of the log; or NULL. */
	const struct sar_key_public *keys[2];
	bool adopt; /* one that says nothing of the log will do */
};

/**
 * sar_mark_check: Is the log as new as its mark?  Where it is not, what a
 * backup brought back would be signed on from, and somebody holds a proof of
 * what it was.  One that is behind will do, and none will not.  SAR_ETAMPER,
 * with a hint what to do.
 */
SAR_MUST_CHECK int sar_mark_check(const struct sar_mark_check *check,
    struct sar_err *err);

/** sar_mark_signed: Is it one whole checkpoint signed with ${key}? */
bool sar_mark_signed(const struct sar_mark_slot *slot,
    const struct sar_key_public *key, struct sar_note *note);

/**
 * sar_mark_create: Make the file anew, whatever was there, with the checkpoint
 * at ${text}, and open it.
 */
SAR_MUST_CHECK int sar_mark_create(const char *path, struct sar_mark *mark,
    const char *text, size_t len, struct sar_err *err);

/**
 * sar_mark_put: Move the mark on to the checkpoint at ${text}, durably.  A disk
 * that fails is not told of: what the mark is for is durable already, and one
 * that is behind is moved on by the next.
 */
void sar_mark_put(struct sar_mark *mark, const char *text, size_t len);

#endif
