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

struct sar_index_party {
	enum sar_role role;
	struct sar_phone number; /* read back: kind, certain, rules, key */
	const char *raw;         /* as the record wrote it */
};

/* Not known is an answer of its own: it is not the same as no. */
enum sar_known {
	SAR_UNKNOWN,
	SAR_NO,
	SAR_YES
};

#define SAR_INDEX_NO_TIME INT64_MIN /* not known, in a field of time */
#define SAR_INDEX_NO_PARTY (-1)     /* not known, where a party is named */

/* RFC 7865 sessionrecordingassoc: a leg's sound is in a recording. */
struct sar_index_use {
	int64_t recording; /* the index's id */
	/* Where in the recording the leg begins and how long it goes on, in
	   milliseconds; SAR_INDEX_NO_TIME when the record does not say. */
	int64_t offset_ms;
	int64_t length_ms;
};

/* RFC 7865 participantstreamassoc: what a channel of a recording carries. */
struct sar_index_stream {
	int64_t recording;
	uint32_t channel; /* from 0 */
	int party;        /* whose voice: index into the leg's parties */
};

/* vCon party_history: what became of a party during the leg. */
enum sar_event {
	SAR_EVENT_JOIN,
	SAR_EVENT_DROP,
	SAR_EVENT_HOLD,
	SAR_EVENT_UNHOLD,
	SAR_EVENT_MUTE,
	SAR_EVENT_UNMUTE,
	SAR_EVENT_PAUSE, /* the recorder paused, by itself or by hand */
	SAR_EVENT_RESUME
};

struct sar_index_event {
	enum sar_event what;
	int party;     /* index into parties, or SAR_INDEX_NO_PARTY */
	int64_t at_ms; /* UTC milliseconds since 1970 */
};

/*
 * A stretch of a recording in which a party is on the line.  Only where the
 * source says when the recording's first sample was taken: clock times of a
 * call are no positions in its sound (reference, section 8.2).
 */
struct sar_index_segment {
	int64_t recording;
	int64_t from_ms; /* position in the recording, half-open */
	int64_t to_ms;
	int party;
};

/* vCon transfer dialog, SIPREC references: legs that belong together though
   they do not share a group. */
enum sar_link {
	SAR_LINK_SAME_CALL, /* the record says so, not why */
	SAR_LINK_BLIND,     /* blind transfer */
	SAR_LINK_ATTENDED,  /* attended transfer */
	SAR_LINK_CONSULT,   /* the consultation before one */
	SAR_LINK_PARK,
	SAR_LINK_CONFERENCE,
	SAR_LINK_BRIDGE /* the other half of a bridge */
};

struct sar_index_link {
	enum sar_link kind;
	bool to_group;        /* target names a group; else a leg's ref */
	const char *target;   /* in the same system; need not be there yet */
	const char *evidence; /* "transfer_history", "xferredGroupID" ... */
};

/* At most this many of each, of one leg. */
#define SAR_INDEX_PARTIES 64
#define SAR_INDEX_USES 32
#define SAR_INDEX_EVENTS 512
#define SAR_INDEX_LINKS 64

/* One leg: a pair of parties connected for a while (RFC 7865: session). */
struct sar_index_leg {
	int64_t id;         /* given by the index */
	const char *system; /* the recorder, as "asterisk" */
	const char *ref;    /* the recorder's id of the leg, unique in it */
	const char *group;  /* the recorder's id of the whole call, or "" */
	int64_t start;
	int64_t end;        /* not before start */
	int64_t clock;      /* start by another clock of the same record (file
			       name, unique id), or SAR_INDEX_NO_TIME */
	uint32_t talk;      /* seconds answered */
	uint32_t uncertain; /* start may be this many seconds off */
	bool answered;
	enum sar_known hold; /* was anybody held; many records cannot say */
	/* Does the record name a recording?  Unknown where it has no place
	   for one; a recording it names and that is not on disk is missing. */
	enum sar_known recorded;
	enum sar_direction direction;
	const char *start_raw;
	uint64_t line; /* of the source */
	struct sar_index_party *parties;
	size_t n_parties;
	const struct sar_index_use *uses;
	size_t n_uses;
	/* To be written with the leg; a search does not read them back. */
	const struct sar_index_stream *streams;
	size_t n_streams;
	const struct sar_index_event *events;
	size_t n_events;
	const struct sar_index_segment *segments;
	size_t n_segments;
	const struct sar_index_link *links;
	size_t n_links;
};

/**
 * sar_index_since, sar_index_until: The widest the leg may have been, which
 * is what a search by date goes by: its start and end, what is uncertain about
 * them, and the same by its second clock, where that is at most a day off.
 */
int64_t sar_index_since(const struct sar_index_leg *leg);
int64_t sar_index_until(const struct sar_index_leg *leg);

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
	/* Of one that was deleted when its retention ended, as a search reads
	   it: the record of the log that says so, 0 for none, and the day. */
	int64_t deleted;
	int32_t deleted_on;
};

#define SAR_INDEX_PURGED "purged" /* the finding of one deleted on schedule */

/** sar_index_recording_found: Is ${finding} one of those that
 * ${recording}->finding, which may be NULL, has? */
bool sar_index_recording_found(const struct sar_index_recording *recording,
    const char *finding);

/* How a source's times were read. */
enum sar_time_basis {
	SAR_TIME_UNKNOWN, /* nothing says: local times assumed, the difference
			     to UTC is in each leg's uncertain */
	SAR_TIME_UTC,     /* UTC without a zone in the text */
	SAR_TIME_ZONE,    /* local times of the zone */
	SAR_TIME_OFFSET,  /* each time has its offset */
	SAR_TIME_EPOCH    /* seconds since 1970 */
};

/* Where rows came from, kept with each of them. */
struct sar_index_source {
	uint8_t sha256[SAR_SHA256_LEN]; /* of the file; of the rows read, for
					   a database */
	const char *name;               /* base name of the file */
	const char *importer;           /* "freepbx-csv/1" */
	const char *zone; /* IANA name its local times were read in */
	enum sar_time_basis basis;
	const char *evidence; /* of the basis: "operator", "uniqueid", ... */
	const char *grouped;  /* what joins its legs: "linkedid", "call_uuid" */
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

/**
 * sar_index_read_begin: From here on everything is read from one state of the
 * index, whatever others write, unless a write is under way, which is one;
 * sar_index_read_end() ends what it began.  A search does so by itself.
 */
SAR_MUST_CHECK int sar_index_read_begin(struct sar_index *index,
    struct sar_err *err);
void sar_index_read_end(struct sar_index *index);

/*
 * Writing.  One transaction a source: all of it is in the index, or none.
 * SAR_ELOCKED when another run writes (waits ${wait_s} seconds first).
 */
SAR_MUST_CHECK int sar_index_begin(struct sar_index *index, unsigned wait_s,
    struct sar_err *err);
SAR_MUST_CHECK int sar_index_commit(struct sar_index *index,
    struct sar_err *err);

/**
 * sar_index_seal: End a load into an empty index, which takes legs without
 * looking for others of the same reference, before its commit.  *${again}
 * when there were such: all legs and sources are out again, and the caller
 * puts them in once more, now one by one.
 */
SAR_MUST_CHECK int sar_index_seal(struct sar_index *index, bool *again,
    struct sar_err *err);
void sar_index_rollback(struct sar_index *index);

/**
 * sar_index_source_known: Has a file of this digest been imported, by the same
 * importer, in the same zone and, where it matters and basis is not 0, with
 * times taken for the same?  Read in another way it would say something else.
 */
SAR_MUST_CHECK int sar_index_source_known(struct sar_index *index,
    const struct sar_index_source *source, bool *known, struct sar_err *err);

/**
 * sar_index_add_source: Record ${source}; its id in *${id}.  One with the
 * same digest is read once more: it keeps its id.
 */
SAR_MUST_CHECK int sar_index_add_source(struct sar_index *index,
    const struct sar_index_source *source, int64_t *id, struct sar_err *err);

/** sar_index_end_source: Store the row counts of source ${id}. */
SAR_MUST_CHECK int sar_index_end_source(struct sar_index *index, int64_t id,
    const struct sar_index_source *source, struct sar_err *err);

enum sar_index_put {
	SAR_INDEX_NEW,
	SAR_INDEX_SAME,    /* was there already, the same: nothing written */
	SAR_INDEX_CHANGED, /* was there and differed: replaced */
	SAR_INDEX_TAKEN    /* another call, of another day, has the reference:
			      nothing written */
};

/**
 * sar_index_put_leg(index, source, leg, put, err):
 * Add the leg (system, ref) with its parties and all that goes with it, or
 * update it: what the record no longer says goes, but the recordings it was
 * found on before stay its own.  One that began more than 15 hours before or
 * after it is another call, and not written.  SAR_EINPUT for a leg that no
 * search could answer for.
 */
SAR_MUST_CHECK int sar_index_put_leg(struct sar_index *index, int64_t source,
    const struct sar_index_leg *leg, enum sar_index_put *put,
    struct sar_err *err);

/**
 * sar_index_find_recording: The recording at ${path}: *${id} is 0 when there
 * is none; else all but its path and frames is in ${out}, whose text is good
 * until the next call.
 */
SAR_MUST_CHECK int sar_index_find_recording(struct sar_index *index,
    const char *path, int64_t *id, struct sar_index_recording *out,
    struct sar_err *err);

/** sar_index_any_recording: Is there one at all? */
SAR_MUST_CHECK int sar_index_any_recording(struct sar_index *index, bool *any,
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
typedef int sar_index_recording_fn(void *ctx,
    const struct sar_index_recording *recording, struct sar_err *err);

/** sar_index_unregistered: Call ${fn} for each recording not registered. */
SAR_MUST_CHECK int sar_index_unregistered(struct sar_index *index,
    sar_index_recording_fn *fn, void *ctx, struct sar_err *err);

/** sar_index_registered: Store that ${line}, number ${nr} (from 0) of those of
 * record ${seq}, names it. */
SAR_MUST_CHECK int sar_index_registered(struct sar_index *index,
    int64_t recording, uint64_t seq, uint64_t nr, const char *line,
    struct sar_err *err);

/* What the index holds. */
struct sar_index_stat {
	uint64_t sources, groups, legs, parties, recordings;
	uint64_t by_state[SAR_RECORDING_UNSUPPORTED + 1];
	uint64_t by_kind[SAR_PHONE_BAD + 1]; /* parties */
	int64_t first, last; /* start of the first and last leg; 0 if none */
	uint64_t uses, events, links, streams, segments;
	uint64_t uncertain;  /* legs whose start is */
	uint64_t clocks;     /* legs with a second clock */
	uint64_t bytes;      /* of the file, without its write-ahead log */
	uint64_t registered; /* recordings */
	uint64_t committed;  /* those whose sound is committed to */
	uint64_t commits_forgotten; /* those whose commitment says nothing */
	uint64_t deleted; /* recordings, on schedule; no state counts them */
};
SAR_MUST_CHECK int sar_index_stat(struct sar_index *index,
    struct sar_index_stat *out, struct sar_err *err);

/** sar_index_newest: When the last leg began, in *${start}; *${any} false:
 * there is none. */
SAR_MUST_CHECK int sar_index_newest(struct sar_index *index, bool *any,
    int64_t *start, struct sar_err *err);

/**
 * sar_index_state: What stands for what has been imported up to now: another
 * import makes it another, and nothing of it can be told from it.  It takes as
 * long as there are sources, however many calls there are.
 */
SAR_MUST_CHECK int sar_index_state(struct sar_index *index,
    uint8_t out[SAR_SHA256_LEN], struct sar_err *err);

#endif
