/* Private to ingest: metadata of a recording session (RFC 7865). */
#ifndef SAR_INGEST_SIPREC_H
#define SAR_INGEST_SIPREC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/format.h"

#define SAR_SIPREC_MAX ((size_t)1 << 20) /* bytes of a document */
/* Of one recording session: reading it costs their number squared. */
#define SAR_SIPREC_ITEMS 1024
#define SAR_SIPREC_NUMBERS 16 /* of one participant */

enum sar_siprec_kind {
	SAR_SIPREC_GROUP,
	SAR_SIPREC_SESSION,
	SAR_SIPREC_PARTICIPANT,
	SAR_SIPREC_STREAM,
	SAR_SIPREC_RECORDED, /* sessionrecordingassoc */
	SAR_SIPREC_IN,       /* participantsessionassoc */
	SAR_SIPREC_SENDS,    /* a send of participantstreamassoc */
	SAR_SIPREC_KINDS
};

/* An element; kind, id and in tell which.  NULL: it does not say. */
struct sar_siprec_item {
	enum sar_siprec_kind kind;
	char *id;    /* of the session, for a RECORDED; the participant, for
			an IN or a SENDS */
	char *in;    /* of a STREAM and an IN the session, of a SENDS the
			stream */
	char *group; /* of a SESSION */
	char *since; /* associate-time, start-time */
	char *until; /* disassociate-time, stop-time */
	enum sar_role role; /* of a PARTICIPANT */
	char *numbers[SAR_SIPREC_NUMBERS];
	size_t n_numbers;
	uint64_t line; /* in the document that said it last; 0: in another */
};

/* What is known of one recording session. */
struct sar_siprec {
	bool partial;
	struct sar_siprec_item *items;
	size_t n, cap;
	/* What NetSapiens adds, of all sessions. */
	char *calling, *called; /* numbers of no participant in particular */
	char *moved_group;      /* of the consultation before a transfer */
	char *action;
	char *name; /* path of the document that began it */
};

/** sar_siprec_parse: NULL with ${err} set; sar_siprec_free() frees it. */
SAR_MUST_CHECK struct sar_siprec *sar_siprec_parse(const char *name,
    const char *text, size_t len, struct sar_err *err);
void sar_siprec_free(struct sar_siprec *doc);

/** sar_siprec_find: The item, or NULL; a NULL ${in} is for any. */
struct sar_siprec_item *sar_siprec_find(const struct sar_siprec *doc,
    enum sar_siprec_kind kind, const char *id, const char *in);

/**
 * sar_siprec_item: The item, added when it is not there; takes over nothing.
 * NULL with ${err} set: SAR_EINPUT when there are too many.
 */
SAR_MUST_CHECK struct sar_siprec_item *sar_siprec_item(struct sar_siprec *doc,
    enum sar_siprec_kind kind, const char *id, const char *in,
    struct sar_err *err);

/** sar_siprec_number: Add a number of the participant, once. */
SAR_MUST_CHECK int sar_siprec_number(struct sar_siprec *doc,
    struct sar_siprec_item *item, const char *number, struct sar_err *err);

/** sar_siprec_merge: Put into ${whole} what ${change} says is new. */
SAR_MUST_CHECK int sar_siprec_merge(struct sar_siprec *whole,
    const struct sar_siprec *change, struct sar_err *err);

/** sar_siprec_check: Does all that it refers to exist?  SAR_EINPUT if not. */
SAR_MUST_CHECK int sar_siprec_check(const struct sar_siprec *doc,
    const char *name, struct sar_err *err);

/** sar_siprec_row: Fill in->row from a session; false: row rejected. */
bool sar_siprec_row(const struct sar_siprec *doc, struct sar_reading *in,
    const struct sar_siprec_item *session);

/** sar_siprec_sound: The recordings of a session, or that expected. */
bool sar_siprec_sound(const struct sar_siprec *doc, struct sar_reading *in,
    const struct sar_siprec_item *session);

/*
 * The recording sessions of the folder being read, the newest last: a partial
 * document changes one of them.
 */
struct sar_siprec_chain; /* opaque */

/**
 * sar_siprec_follow: Take ${doc} over, free'd in any case: the recording
 * session it begins or changes.  NULL with ${err} set: SAR_EINPUT for a
 * partial document of which nothing is known.
 */
SAR_MUST_CHECK const struct sar_siprec *sar_siprec_follow(struct sar_reading
							      *in,
    struct sar_siprec *doc, struct sar_err *err);

/** sar_siprec_forget: One could not be read: what follows it is not sure. */
void sar_siprec_forget(struct sar_reading *in);

#endif
