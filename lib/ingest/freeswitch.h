/* Private to ingest: a FreeSWITCH call record, whatever it is written in. */
#ifndef SAR_INGEST_FREESWITCH_H
#define SAR_INGEST_FREESWITCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ingest/format.h"

#define SAR_FREESWITCH_RECORD_MAX ((size_t)4 << 20)
#define SAR_FREESWITCH_TEXT ((size_t)1 << 18) /* of all that is kept of one */
#define SAR_FREESWITCH_STAGES 32
#define SAR_FREESWITCH_PEERS 256
#define SAR_FREESWITCH_HOLDS 128

/* The channel variables that are read; all others are passed over. */
enum sar_freeswitch_var {
	SAR_FS_UUID,
	SAR_FS_CALL_UUID,
	SAR_FS_ORIGINATING_LEG,
	SAR_FS_ORIGINATED_LEGS,
	SAR_FS_BRIDGE_UUID,
	SAR_FS_LAST_BRIDGE_TO,
	SAR_FS_SIGNAL_BOND,
	SAR_FS_LOOPBACK,
	SAR_FS_CC_MEMBER,
	SAR_FS_TRANSFER_HISTORY,
	SAR_FS_DIRECTION,
	SAR_FS_CALL_DIRECTION,
	SAR_FS_START_STAMP,
	SAR_FS_START_EPOCH,
	SAR_FS_START_UEPOCH,
	SAR_FS_ANSWER_EPOCH,
	SAR_FS_ANSWER_UEPOCH,
	SAR_FS_END_EPOCH,
	SAR_FS_END_UEPOCH,
	SAR_FS_BILLSEC,
	SAR_FS_HOLD_EVENTS,
	SAR_FS_HOLD_ACCUM_MS,
	SAR_FS_HOLD_ACCUM_SECONDS,
	SAR_FS_SIP_FROM_USER,
	SAR_FS_SIP_TO_USER,
	SAR_FS_CALLER_DESTINATION,
	SAR_FS_DIALED_USER,
	SAR_FS_CALLEE_ID,
	SAR_FS_EFFECTIVE_ID,
	SAR_FS_RECORD_PATH,
	SAR_FS_RECORD_NAME,
	SAR_FS_RECORD_MS,
	SAR_FS_RECORD_SECONDS,
	SAR_FS_RECORD_SAMPLES,
	SAR_FS_RECORD_STEREO,
	SAR_FS_RECORD_STEREO_SWAP,
	SAR_FS_RECORD_READ_ONLY,
	SAR_FS_RECORD_WRITE_ONLY,
	SAR_FS_RECORD_APPEND,
	SAR_FS_RECORD_ANSWER_REQ,
	SAR_FS_RECORD_FOLLOW,
	SAR_FS_SOFIA_RECORD_FILE,
	SAR_FS_CC_RECORD_FILE,
	SAR_FS_LAST_APP,
	SAR_FS_LAST_ARG,
	SAR_FS_VARS
};

/* A caller profile; NULL where it does not say. */
struct sar_freeswitch_profile {
	const char *uuid;    /* of its channel */
	const char *caller;  /* caller_id_number */
	const char *ani;     /* where the call came from */
	const char *dialled; /* destination_number */
	const char *callee;  /* callee_id_number */
	const char *rdnis;   /* who sent it on */
};

/* One <callflow>: the channel from one transfer to the next.  Times are
   microseconds since 1970, 0 for never. */
struct sar_freeswitch_stage {
	struct sar_freeswitch_profile profile;
	int64_t created; /* of the stage */
	int64_t bridged;
	int64_t transferred;
	int64_t hungup;
};

/* A channel that a stage called, or was called by. */
struct sar_freeswitch_peer {
	struct sar_freeswitch_profile profile;
	size_t stage;
	bool originator;
};

struct sar_freeswitch_hold {
	int64_t on, off;  /* as above */
	const char *peer; /* bridged to it then; or NULL */
};

/*
 * One channel's record, being put together.  All strings are in text, so a
 * row made of it is good till the record is cleared.
 */
struct sar_freeswitch_call {
	const char *vars[SAR_FS_VARS]; /* NULL: not there */
	bool encoded;                  /* variables are URL-encoded */
	bool plain;                    /* or surely not */
	bool log; /* it has a list of the applications that ran */
	struct sar_freeswitch_stage stages[SAR_FREESWITCH_STAGES];
	size_t n_stages; /* the last stage of the call is the first here */
	struct sar_freeswitch_peer peers[SAR_FREESWITCH_PEERS];
	size_t n_peers;
	struct sar_freeswitch_hold holds[SAR_FREESWITCH_HOLDS];
	size_t n_holds;
	const char *records[SAR_INDEX_USES]; /* files it was told to record */
	size_t n_records;
	bool full; /* something did not fit: the record is a reject */
	int64_t answered, end; /* microseconds; by sar_freeswitch_take() */
	int own;               /* party: who is on this channel */
	size_t used;
	char text[SAR_FREESWITCH_TEXT];
};

/* Putting it together; a value is copied. */
void sar_freeswitch_clear(struct sar_freeswitch_call *call);

/** sar_freeswitch_var: A variable; one that comes again becomes a list. */
void sar_freeswitch_var(struct sar_freeswitch_call *call, const char *name,
    const char *value);
struct sar_freeswitch_profile *sar_freeswitch_stage(struct sar_freeswitch_call
	*call);
struct sar_freeswitch_profile *sar_freeswitch_peer(struct sar_freeswitch_call
						       *call,
    bool originator);
void sar_freeswitch_profile(struct sar_freeswitch_call *call,
    struct sar_freeswitch_profile *profile, const char *name,
    const char *value);

/** sar_freeswitch_time: One of the times of the stage added last. */
void sar_freeswitch_time(struct sar_freeswitch_call *call, const char *name,
    const char *value);
void sar_freeswitch_hold(struct sar_freeswitch_call *call, const char *on,
    const char *off, const char *peer);

/** sar_freeswitch_app: An application that ran. */
void sar_freeswitch_app(struct sar_freeswitch_call *call, const char *app,
    const char *data);

/**
 * sar_freeswitch_take: Fill in->row from ${call}; false when it is a reject.
 */
bool sar_freeswitch_take(struct sar_freeswitch_call *call,
    struct sar_reading *in);

/* What sar_freeswitch_take() is made of. */

/** sar_freeswitch_decode: Decode the variables once; false for a reject. */
bool sar_freeswitch_decode(struct sar_freeswitch_call *call,
    struct sar_row *row);

/** sar_freeswitch_get: The variable, or "". */
const char *sar_freeswitch_get(const struct sar_freeswitch_call *call,
    enum sar_freeswitch_var var);
const char *sar_freeswitch_var_name(enum sar_freeswitch_var var);

/** sar_freeswitch_yes: Is the variable what FreeSWITCH takes for true? */
bool sar_freeswitch_yes(const struct sar_freeswitch_call *call,
    enum sar_freeswitch_var var);

/** sar_freeswitch_item: The next item of a list; NULL at its end. */
const char *sar_freeswitch_item(struct sar_freeswitch_call *call,
    const char **list);

/** sar_freeswitch_id: Can ${text} be the id of a channel? */
bool sar_freeswitch_id(const char *text);

/** sar_freeswitch_micro: Microseconds since 1970; 0: never; -1: no time. */
int64_t sar_freeswitch_micro(const char *text);
bool sar_freeswitch_outbound(const struct sar_freeswitch_call *call);
void sar_freeswitch_parties(struct sar_freeswitch_call *call,
    struct sar_reading *in);

/**
 * sar_freeswitch_other: Who was on the other side in ${stage}, if it says so
 * without a doubt; else NULL.
 */
const struct sar_freeswitch_peer *sar_freeswitch_other(
    const struct sar_freeswitch_call *call, size_t stage);
bool sar_freeswitch_holds(struct sar_freeswitch_call *call,
    struct sar_row *row);
void sar_freeswitch_events(const struct sar_freeswitch_call *call,
    struct sar_reading *in);
void sar_freeswitch_links(struct sar_freeswitch_call *call,
    struct sar_row *row);
bool sar_freeswitch_files(struct sar_freeswitch_call *call,
    struct sar_reading *in);

/**
 * sar_freeswitch_file: Name the recording that FreeSWITCH wrote to ${path}
 * in in->row, by the rule of sar-freeswitch(5); false for a reject.
 */
bool sar_freeswitch_file(struct sar_reading *in, const char *column,
    const char *path);

/** sar_freeswitch_v1: When a version 1 UUID was made, UTC seconds; or 0. */
int64_t sar_freeswitch_v1(const char *uuid);

/** sar_freeswitch_user: "1001" of "sofia/internal/1001@host", kept; or "". */
const char *sar_freeswitch_user(struct sar_row *row, const char *channel);

/** sar_freeswitch_number: Just digits, + * and #, two of them or more. */
bool sar_freeswitch_number(const char *text);

#endif
