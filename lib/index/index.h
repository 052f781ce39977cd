#ifndef SAR_INDEX_INDEX_H
#define SAR_INDEX_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "phone/phone.h"

/*
 * The recording index: which calls there were, who was on them and which
 * files hold their sound.  Terms of RFC 7865: a group is everything that is
 * one call to the caller, a session here is called a leg, a participant a
 * party.  Schema: sar-index(5).  Times are UTC seconds.
 */
struct sar_index; /* opaque; SQLite */

/* RFC 7865 leaves direction out; vCon and the recorders have it. */
enum sar_direction {
	SAR_DIRECTION_UNKNOWN,
	SAR_DIRECTION_IN,
	SAR_DIRECTION_OUT,
	SAR_DIRECTION_INTERNAL
};

enum sar_role {
	SAR_ROLE_CALLER, /* who called: source */
	SAR_ROLE_CALLED, /* who was called or dialled: destination */
	SAR_ROLE_ENTRY,  /* the organisation's number the call came in on */
	SAR_ROLE_OTHER   /* anybody else the record names */
};

#define SAR_INDEX_PARTIES 8 /* at most, of one leg */

struct sar_index_party {
	enum sar_role role;
	struct sar_phone number; /* read back: kind, certain, rules, key */
	const char *raw;         /* as the record wrote it */
};

/* One leg: a pair of parties connected for a while. */
struct sar_index_leg {
	int64_t id;         /* given by the index */
	const char *system; /* recorder, as "freepbx" */
	const char *ref;    /* the recorder's id of the leg, unique in it */
	const char *group;  /* the recorder's id of the whole call */
	int64_t start;
	int64_t end;        /* not before start */
	uint32_t talk;      /* seconds answered */
	uint32_t uncertain; /* start may be this many seconds off */
	bool answered;
	enum sar_direction direction;
	const char *start_raw;
	uint64_t line; /* of the source */
	struct sar_index_party parties[SAR_INDEX_PARTIES];
	size_t n_parties;
};

/* What opening the file at import showed. */
enum sar_recording_state {
	SAR_RECORDING_PRESENT,
	SAR_RECORDING_MISSING,    /* the record names it; it is not there */
	SAR_RECORDING_EMPTY,      /* no audio in it */
	SAR_RECORDING_DAMAGED,    /* cannot be decoded, or not to its end */
	SAR_RECORDING_UNSUPPORTED /* a codec this release does not redact */
};

struct sar_index_recording {
	int64_t id;       /* given by the index */
	const char *path; /* below the recording root, no ".." */
	enum sar_recording_state state;
	uint8_t sha256[SAR_SHA256_LEN]; /* of the file; zero if missing */
	uint64_t bytes;
	uint64_t frames; /* a frame is one sample of every channel */
	uint32_t rate;   /* frames a second */
	uint32_t channels;
	const char *codec;   /* sar_media_codec_name(); "" when unknown */
	const char *finding; /* what was odd, as "header-repaired"; or "" */
};

/* Where rows came from, kept with each of them. */
struct sar_index_source {
	uint8_t sha256[SAR_SHA256_LEN];
	const char *name;     /* base name of the file */
	const char *importer; /* "freepbx-csv/1" */
	const char *zone;     /* IANA name its local times were read in */
	int64_t imported;
	uint64_t rows_read, rows_new, rows_same, rows_changed, rows_rejected;
};

/** sar_index_create: A new, empty index; SAR_EREFUSED if ${path} exists. */
SAR_MUST_CHECK int sar_index_create(const char *path, struct sar_err *err);

/**
 * sar_index_open: Open ${path}.  NULL with ${err} set: SAR_EMISSING when
 * absent, unreadable or not a recording index, SAR_EINPUT when a newer
 * version wrote it, SAR_ECORRUPT when its schema is not ours.  The file is
 * treated as hostile: no views, triggers or functions of its own run.
 */
SAR_MUST_CHECK struct sar_index *sar_index_open(const char *path, bool write,
    struct sar_err *err);
void sar_index_close(struct sar_index *index);

/*
 * Writing.  One transaction a source: all of it is in the index, or none.
 * SAR_ELOCKED when another run writes (waits ${wait_s} seconds first).
 */
SAR_MUST_CHECK int sar_index_begin(struct sar_index *index, unsigned wait_s,
    struct sar_err *err);
SAR_MUST_CHECK int sar_index_commit(struct sar_index *index,
    struct sar_err *err);
void sar_index_rollback(struct sar_index *index);

/** sar_index_source_known: Has a file of this digest been imported? */
SAR_MUST_CHECK int sar_index_source_known(struct sar_index *index,
    const uint8_t sha256[SAR_SHA256_LEN], bool *known, struct sar_err *err);

/** sar_index_add_source: Record ${source}; its id in *${id}. */
SAR_MUST_CHECK int sar_index_add_source(struct sar_index *index,
    const struct sar_index_source *source, int64_t *id, struct sar_err *err);

/** sar_index_end_source: Store the row counts of source ${id}. */
SAR_MUST_CHECK int sar_index_end_source(struct sar_index *index, int64_t id,
    const struct sar_index_source *source, struct sar_err *err);

enum sar_index_put {
	SAR_INDEX_NEW,
	SAR_INDEX_SAME,   /* was there already, the same: nothing written */
	SAR_INDEX_CHANGED /* was there and differed: replaced */
};

/**
 * sar_index_put_leg: Add or update the leg (system, ref), its parties and its
 * link to recording ${recording} (0 for none).
 */
SAR_MUST_CHECK int sar_index_put_leg(struct sar_index *index, int64_t source,
    const struct sar_index_leg *leg, int64_t recording, enum sar_index_put *put,
    struct sar_err *err);

/**
 * sar_index_find_recording: The recording at ${path}: *${id} is 0 when there
 * is none; else its state, digest and bytes are in ${out} (text fields "").
 */
SAR_MUST_CHECK int sar_index_find_recording(struct sar_index *index,
    const char *path, int64_t *id, struct sar_index_recording *out,
    struct sar_err *err);

/**
 * sar_index_put_recording: Add the recording, or update the one with this
 * path; its id in *${id}.
 */
SAR_MUST_CHECK int sar_index_put_recording(struct sar_index *index,
    const struct sar_index_recording *recording, int64_t *id,
    struct sar_err *err);

/*
 * Registration: every recording present is named, by digest, in one signed
 * "register" record of the disclosure log.  The line that was registered is
 * kept here, the log has only the root over the batch.
 */
typedef int sar_index_register_fn(void *ctx,
    const struct sar_index_recording *recording, struct sar_err *err);

/** sar_index_unregistered: Call ${fn} for each recording not registered. */
SAR_MUST_CHECK int sar_index_unregistered(struct sar_index *index,
    sar_index_register_fn *fn, void *ctx, struct sar_err *err);

/** sar_index_registered: Store that ${line} of record ${seq} names it. */
SAR_MUST_CHECK int sar_index_registered(struct sar_index *index,
    int64_t recording, uint64_t seq, const char *line, struct sar_err *err);

/* What the index holds. */
struct sar_index_stat {
	uint64_t sources, groups, legs, parties, recordings;
	uint64_t by_state[SAR_RECORDING_UNSUPPORTED + 1];
	uint64_t by_kind[SAR_PHONE_BAD + 1]; /* parties */
	int64_t first, last; /* start of the first and last leg; 0 if none */
};
SAR_MUST_CHECK int sar_index_stat(struct sar_index *index,
    struct sar_index_stat *out, struct sar_err *err);

#endif
