#ifndef SAR_DISCLOSURE_LOG_H
#define SAR_DISCLOSURE_LOG_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "disclosure/record.h"
#include "tlog/key.h"

/*
 * The disclosure log: JSON lines, an RFC 6962 tree over them, and a C2SP
 * checkpoint after every commit.  A record exists if and only if a durable
 * signed checkpoint covers it; anything after is an uncommitted tail, never
 * adopted and never cut off.  Format: sar-log(5).
 */
struct sar_log; /* opaque */

/**
 * sar_log_create: Make the log in the empty or absent folder ${dir}: genesis
 * record and first checkpoint.  The key's name is the log's origin.
 * SAR_EREFUSED when a log is there.
 */
SAR_MUST_CHECK int sar_log_create(const char *dir,
    const struct sar_key_secret *key, int64_t now, struct sar_err *err);

/* What is told of a log while it is read; -1 with ${err} set ends it.  What
 * was told counts only once all of the log verified. */
typedef int sar_log_record_fn(void *ctx, const struct sar_record *record,
    struct sar_err *err);

/* A checkpoint as the tree reaches its size: the whole note, LF and all. */
struct sar_log_note {
	uint64_t size;
	uint8_t root[SAR_SHA256_LEN];
	const char *text;
	size_t len;
};
typedef int sar_log_note_fn(void *ctx, const struct sar_log_note *note,
    struct sar_err *err);

/* How to read a log.  Memory does not grow with its length. */
struct sar_log_reading {
	const char *dir;
	const struct sar_key_public *key; /* the log's first, or a later one */
	unsigned jobs;                    /* threads; 0: one a core */
	/* Verify every checkpoint's signature, and not just of the last, of
	   those at a change of key and of those cosigned: the roots of all are
	   compared with the records in any case. */
	bool every_signature;
	sar_log_record_fn *record; /* each record in order, or NULL */
	sar_log_note_fn *note;     /* each checkpoint in order, or NULL */
	void *ctx;
	const volatile int *stop; /* a signal's number once one came; NULL */
};

/**
 * sar_log_open: Read the log and verify it whole.  NULL with ${err} set:
 * SAR_EMISSING when it is not there or empty, SAR_ETAMPER naming file, line and
 * record for anything that does not fit.  Reading takes no lock and writes
 * nothing; a log that is being written to is read as of one checkpoint.
 */
SAR_MUST_CHECK struct sar_log *sar_log_open(const struct sar_log_reading
						*reading,
    struct sar_err *err);
void sar_log_free(struct sar_log *log);

/* What a log that verified holds. */
uint64_t sar_log_size(const struct sar_log *log);
const uint8_t *sar_log_root(const struct sar_log *log);
const char *sar_log_checkpoint(const struct sar_log *log); /* the last note */
size_t sar_log_checkpoints(const struct sar_log *log);     /* how many */

/* A key of the log, and from which size of the log on its checkpoints are
 * signed with it. */
struct sar_log_key {
	struct sar_key_public key;
	uint64_t since; /* 0 for the first */
};

/** sar_log_keys: All, oldest first, *${n} of them; ${log} owns them. */
const struct sar_log_key *sar_log_keys(const struct sar_log *log, size_t *n);

/** sar_log_pending: Erasures that were recorded and not carried out yet: the
 * numbers of records; ${log} owns them. */
const uint64_t *sar_log_pending(const struct sar_log *log, size_t *n);

/** sar_log_rotating: Was a change of key begun and not finished? */
bool sar_log_rotating(const struct sar_log *log);

/*
 * Bytes that are not part of the log: what a write cut short left, or what
 * somebody appended without the key.  told when a later recover record says
 * so, which settles it.
 */
struct sar_log_tail_part {
	const char *file; /* in the log's folder; the log owns it */
	uint64_t offset;
	uint64_t bytes;
	uint8_t sha256[SAR_SHA256_LEN];
	bool told;
};

/** sar_log_tail: Bytes in all tails not told of; 0 if the log is clean. */
uint64_t sar_log_tail(const struct sar_log *log);

/** sar_log_tails: All tails, *${n} of them; ${log} owns them. */
const struct sar_log_tail_part *sar_log_tails(const struct sar_log *log,
    size_t *n);

/**
 * sar_log_append(dir, lock, wait_s, key, type, members, now, seq, err):
 * Take the lock file ${lock}, read and verify the log, add one record of
 * ${type} with ${members} (an object, borrowed; v, type, seq, t and salt are
 * added) and return only when record and checkpoint are durable.  Its number
 * is in *${seq}.  An uncommitted tail is left where it is: a new segment
 * begins with a "recover" record.
 */
struct sar_log_writer {
	const char *dir;
	const char *lock;
	unsigned lock_wait;
	const struct sar_key_secret *key;
	int64_t now;
};
SAR_MUST_CHECK int sar_log_append(const struct sar_log_writer *writer,
    const char *type, const json_t *members, uint64_t *seq,
    struct sar_err *err);

#endif
