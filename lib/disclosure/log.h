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
 * record and first checkpoint, which the file ${mark} (NULL: none) has before.
 * The key's name is the log's origin.  SAR_EREFUSED when a log is there, or was
 * by the mark.
 */
SAR_MUST_CHECK int sar_log_create(const char *dir,
    const struct sar_key_secret *key, int64_t now, const char *mark,
    struct sar_err *err);

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
	/* File of the high-water mark, which the log has to have reached: it is
	   read before the log.  NULL: none. */
	const char *mark;
	unsigned jobs; /* threads; 0: one a core */
	/* Verify every checkpoint's signature, and not just of the last, of
	   those at a change of key and of those cosigned: the roots of all are
	   compared with the records in any case. */
	bool every_signature;
	sar_log_record_fn *record; /* each record in order, or NULL */
	sar_log_note_fn *note;     /* each checkpoint in order, or NULL */
	/* At the end each note of the file "cosignatures", in its order, with
	   all its signature lines; it is a checkpoint of the log, and signed by
	   it.  Or NULL. */
	sar_log_note_fn *cosigned;
	void *ctx;
	const volatile int *stop; /* a signal's number once one came; NULL */
};

/**
 * sar_log_open: Read the log and verify it whole.  NULL with ${err} set:
 * SAR_EMISSING when it is not there or empty, SAR_ETAMPER naming file, line and
 * record for anything that does not fit, and naming the mark when the log is
 * older than it, or there is none.  Reading takes no lock and writes
 * nothing; a log that is being written to is read as of one checkpoint.
 * SAR_ELOCKED when a record was erased meanwhile, and what was told does not
 * count.
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

/**
 * sar_log_unverified: Of how many of them the signature was not looked at,
 * without every_signature.  Nothing hangs on those: the last signature covers
 * the whole tree, and the root of each was compared with the tree at its size.
 * What is not known of them is whether the key signed them at that time.
 */
size_t sar_log_unverified(const struct sar_log *log);

/* A key of the log, and from which size of the log on its checkpoints are
 * signed with it. */
struct sar_log_key {
	struct sar_key_public key;
	uint64_t since; /* 0 for the first */
};

/** sar_log_keys: All, oldest first, *${n} of them; ${log} owns them. */
const struct sar_log_key *sar_log_keys(const struct sar_log *log, size_t *n);

/** sar_log_pending: Erasures that were recorded and not carried out yet: the
 * numbers of records, in order; ${log} owns them. */
const uint64_t *sar_log_pending(const struct sar_log *log, size_t *n);

/** sar_log_unattested: Numbers of cosigned records whose cosignature is not in
 * the file "cosignatures"; ${log} owns them. */
const uint64_t *sar_log_unattested(const struct sar_log *log, size_t *n);

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

/* How to write to a log. */
struct sar_log_writer {
	const char *dir;
	const char *lock;   /* file, not in dir */
	unsigned lock_wait; /* seconds */
	/* What to sign with; NULL: what is in the file skey, which is looked at
	   under the lock, and whose change is completed there. */
	const struct sar_key_secret *key;
	int64_t now; /* what a record's t says, or what clock says, if later */
	int64_t (*clock)(void); /* asked when a record is made; NULL: none */
	const char *skey;       /* file, or NULL */
	const struct sar_key_public *first; /* pinned; NULL: what signs */
	const char *mark; /* file of the high-water mark; NULL: none */
	/* File of the log's public keys, one a line, oldest first, for whoever
	   is to check; it is written where it is not so.  NULL: none. */
	const char *vkeys;
	bool adopt;   /* set by sar_log_adopt() */
	bool network; /* allow file systems that do not keep promises */
	/* Called with each checkpoint (text, empty line, signature) once it is
	   durable; NULL: nothing is.  It must not wait. */
	void (*committed)(void *ctx, const char *note, size_t len);
	void *ctx;
};

/* One record to be: ${members} (an object, borrowed, or NULL) get v, type, seq,
 * t and salt. */
struct sar_log_entry {
	const char *type;
	const json_t *members;
};

#define SAR_LOG_BATCH 65536 /* records of one commit */

/**
 * sar_log_append_all: Take the lock, read and verify the log, add the ${n}
 * ${entries} and return only when all and the one checkpoint that covers them
 * are durable.  Their numbers are from *${first} on.  An uncommitted tail is
 * left where it is: a new segment begins with a "recover" record.  What an
 * earlier run began (a change of key, an erasure) is completed first.
 * SAR_ETAMPER when the log does not verify, or is older than its mark.
 */
SAR_MUST_CHECK int sar_log_append_all(const struct sar_log_writer *writer,
    const struct sar_log_entry *entries, size_t n, uint64_t *first,
    struct sar_err *err);

/** sar_log_append: The same with one record, whose number is *${seq}. */
SAR_MUST_CHECK int sar_log_append(const struct sar_log_writer *writer,
    const char *type, const json_t *members, uint64_t *seq,
    struct sar_err *err);

/**
 * sar_log_rotate: Change the key the log is signed with, as staff ${by}: the
 * present one, in the file ${writer}->skey, signs that it is followed by a new
 * one, and is destroyed.  *${key} is the new one, *${seq} the record that says
 * so.  What a crash leaves is completed by the next append.
 */
SAR_MUST_CHECK int sar_log_rotate(const struct sar_log_writer *writer,
    const char *by, struct sar_key_public *key, uint64_t *seq,
    struct sar_err *err);

/* What is erased, why and by whom. */
struct sar_log_erasing {
	uint64_t target;
	const char *basis;  /* a code that sar-log(5) lists */
	const char *by;     /* staff id */
	const uint8_t *tag; /* of the case that it is of; or NULL */
};

/**
 * sar_log_erase: Put its leaf hash in place of a record; *${seq} is the
 * record that says so: where one does already, and the erasure was not carried
 * out, no other is added.  SAR_EREFUSED for a record the log cannot do without,
 * or one of a type that has nothing personal, and where the files cannot be
 * replaced ("chattr +a").
 */
SAR_MUST_CHECK int sar_log_erase(const struct sar_log_writer *writer,
    const struct sar_log_erasing *what, uint64_t *seq, struct sar_err *err);

/**
 * sar_log_adopt: Begin a new mark where there is none, or one with no
 * checkpoint, as staff ${by}; *${seq} is the record that says so.  It does not
 * make a log good that is older than its mark: that stays SAR_ETAMPER.
 * SAR_EREFUSED when the mark is as it should be.
 */
SAR_MUST_CHECK int sar_log_adopt(const struct sar_log_writer *writer,
    const char *by, uint64_t *seq, struct sar_err *err);

#endif
