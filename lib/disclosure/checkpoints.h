#ifndef SAR_DISCLOSURE_CHECKPOINTS_H
#define SAR_DISCLOSURE_CHECKPOINTS_H

/* Private to disclosure: the file "checkpoints", notes one after another. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "disclosure/segment.h"
#include "tlog/key.h"

#define SAR_CHECKPOINTS_FILE "checkpoints"

/* Characters of root and of key id with signature, in Base64. */
#define SAR_CHECKPOINTS_ROOT 44
#define SAR_CHECKPOINTS_BLOB 92

/* Of one note: both names, and what is around them. */
#define SAR_CHECKPOINTS_NOTE (2 * SAR_KEY_NAME_MAX + 192)

/* What a write cut short, or many, may leave in one place. */
#define SAR_CHECKPOINTS_TORN 65536

/* What comparing a note with tree and key came to. */
enum sar_checkpoint_outcome {
	SAR_CHECKPOINT_GOOD,
	SAR_CHECKPOINT_OTHER,   /* another root than the tree's */
	SAR_CHECKPOINT_FOREIGN, /* not signed by the key of its size */
	SAR_CHECKPOINT_FORGED   /* the signature does not verify */
};

/* A note: three lines, an empty one, and one signature. */
struct sar_checkpoint {
	uint64_t size;
	uint64_t offset;  /* in the file */
	uint64_t line;    /* there, from 1 */
	const char *text; /* len bytes; the last LF may be wanting */
	size_t len;
	size_t signed_len; /* of it: the three lines */
	const char *root;  /* Base64 */
	const char *blob;  /* Base64 */
	enum sar_checkpoint_outcome outcome;
	bool verified; /* its signature was looked at */
};

/**
 * sar_checkpoints_parse: Read the note of ${origin} that begins the ${len}
 * bytes at ${text}.  Root and signature are not looked at.  Only at the
 * ${end} of a file may the last LF be wanting.
 */
bool sar_checkpoints_parse(const char *text, size_t len, const char *origin,
    bool end, struct sar_checkpoint *out);

/*
 * Bytes between two notes: what a write cut short left.  A recover record must
 * tell of them.
 */
struct sar_checkpoints_gap {
	uint64_t offset;
	uint64_t line;
	size_t len; /* 0: none */
	uint8_t sha256[SAR_SHA256_LEN];
	/* Without its last byte: the LF by which a later writer ended the
	   line. */
	uint8_t sha256_short[SAR_SHA256_LEN];
};

#define SAR_CHECKPOINTS_BATCH 1032

/* Some notes, read at once. */
struct sar_checkpoints_batch {
	char text[SAR_CHECKPOINTS_BATCH * 256];
	struct sar_checkpoint all[SAR_CHECKPOINTS_BATCH];
	size_t n;
	struct sar_checkpoints_gap gap; /* before the first */
	bool more;                      /* of those asked for, there may be */
};

/* How far the file was read. */
struct sar_checkpoints {
	struct sar_segment_file file;
	const char *origin;
	uint64_t offset; /* of what comes next */
	uint64_t line;
	uint64_t size;  /* of the last that was read */
	uint64_t count; /* of those read */
	uint64_t next;  /* size of the one that comes next, if it is known */
	bool open;      /* the last that was read does not end in LF */
	/* The last whole note there is: */
	uint64_t goal; /* its size */
	uint64_t last; /* offset */
	uint64_t end;  /* where it ends: a torn one may follow */
};

/** sar_checkpoints_look: Find the last whole note of the file as it is now.
 * SAR_ETAMPER if there is none. */
SAR_MUST_CHECK int sar_checkpoints_look(struct sar_checkpoints *points,
    struct sar_err *err);

/**
 * sar_checkpoints_take: Read on: the notes of sizes up to ${size}.  SAR_ETAMPER
 * for a size that goes down, or more bytes of no note than may be.
 */
SAR_MUST_CHECK int sar_checkpoints_take(struct sar_checkpoints *points,
    uint64_t size, struct sar_checkpoints_batch *batch, struct sar_err *err);

/**
 * sar_checkpoints_done: Was all up to the last note read, and can what follows
 * it be what a write cut short left?  SAR_ETAMPER if not.
 */
SAR_MUST_CHECK int sar_checkpoints_done(const struct sar_checkpoints *points,
    struct sar_err *err);

/** sar_checkpoints_foreign: The error of a note that is not of ${origin}'s
 * key, at a line of the file. */
int sar_checkpoints_foreign(const char *origin, uint64_t line,
    struct sar_err *err);

#endif
