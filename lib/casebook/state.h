#ifndef SAR_CASEBOOK_STATE_H
#define SAR_CASEBOOK_STATE_H

/* Private to casebook: a casebook while it is read. */

#include "base/map.h"
#include "casebook/casebook.h"
#include "tlog/note.h"
#include "tlog/tlogproof.h"
#include "tlog/tree.h"

#define SAR_CASEBOOK_NOTES_MAX ((size_t)64 << 20) /* bytes of a file */

/* A checkpoint the log is to be held against, as text somewhere. */
struct sar_casebook_note {
	const char *text;
	size_t len;      /* of all there is from here on */
	size_t text_len; /* of what is signed */
	uint64_t size;
	uint8_t root[SAR_SHA256_LEN];
	const char *name; /* where it is from */
	bool signature;   /* has it any? */
};

struct sar_casebook_notes {
	size_t n, room;
	struct sar_casebook_note *all;
};

/* What the log's first ${size} records are. */
struct sar_casebook_root {
	uint64_t size;
	uint8_t root[SAR_SHA256_LEN];
};

/* A package in the outbox. */
struct sar_casebook_zip {
	char *name;
	uint8_t sha256[SAR_SHA256_LEN];
	bool named;       /* by a release: */
	uint64_t release; /* its record */
	char *text;       /* of its proof; NULL: there is none */
	size_t len;
};

struct sar_casebook_state {
	const struct sar_casebook_options *options;
	struct sar_casebook *out;
	/* The file cosignatures, and its notes. */
	char *cosignatures;
	size_t cosignatures_len;
	struct sar_casebook_notes cosigned;
	struct sar_map lines; /* where a signature is: see cosigned.c */
	/* Files of known checkpoints, and all notes in them. */
	char **known_texts;
	size_t n_known_texts;
	struct sar_casebook_notes known;
	struct sar_casebook_zip *zips;
	size_t n_zips;
	struct sar_map by_digest; /* zips */
	/* Sizes of the log at which its root is asked for, in order. */
	struct sar_casebook_root *roots;
	size_t n_roots, room_roots;
	size_t reached;
	struct sar_tree tree;
};

/** sar_casebook_add_note: One more; ${note} is copied. */
SAR_MUST_CHECK int sar_casebook_add_note(struct sar_casebook_notes *notes,
    const struct sar_casebook_note *note, struct sar_err *err);

/** sar_casebook_want: The root of the log's first ${size} records is asked
 * for; before it is read. */
SAR_MUST_CHECK int sar_casebook_want(struct sar_casebook_state *state,
    uint64_t size, struct sar_err *err);

/** sar_casebook_leaf: The next leaf; for the first, after all wants. */
void sar_casebook_leaf(struct sar_casebook_state *state,
    const uint8_t leaf[SAR_SHA256_LEN]);

/** sar_casebook_ready: No more wants: before the first leaf. */
void sar_casebook_ready(struct sar_casebook_state *state);

/**
 * sar_casebook_hold: Hold the log against a checkpoint that it signed, or that
 * somebody who is trusted wrote down.  SAR_ETAMPER, with both notes kept, when
 * they contradict each other.
 */
SAR_MUST_CHECK int sar_casebook_hold(struct sar_casebook_state *state,
    const struct sar_casebook_note *note, struct sar_err *err);

/* The file cosignatures: before the log is read, of a record that tells of
 * one, after it. */
SAR_MUST_CHECK int sar_casebook_cosigned_load(struct sar_casebook_state *state,
    struct sar_err *err);
SAR_MUST_CHECK int sar_casebook_cosigned_record(struct sar_casebook_state
						    *state,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_casebook_cosigned_check(struct sar_casebook_state *state,
    struct sar_err *err);

/* Checkpoints known from before: before and after. */
SAR_MUST_CHECK int sar_casebook_known_load(struct sar_casebook_state *state,
    struct sar_err *err);
SAR_MUST_CHECK int sar_casebook_known_check(struct sar_casebook_state *state,
    struct sar_err *err);

/* The outbox: before, of a release, after. */
SAR_MUST_CHECK int sar_casebook_outbox_load(struct sar_casebook_state *state,
    struct sar_err *err);
void sar_casebook_outbox_release(struct sar_casebook_state *state,
    const struct sar_record *record);
SAR_MUST_CHECK int sar_casebook_outbox_check(struct sar_casebook_state *state,
    struct sar_err *err);

/** sar_casebook_tell: An exception that is of no record (SAR_LEDGER_NONE) or
 * of ${record}. */
SAR_MUST_CHECK int sar_casebook_tell(struct sar_casebook_state *state,
    enum sar_ledger_code code, uint64_t record, const char *expected,
    struct sar_err *err, const char *fmt, ...) SAR_PRINTF(6, 7);

#endif
