#ifndef SAR_DOCKET_DOCKET_H
#define SAR_DOCKET_DOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "base/zone.h"
#include "clock/clock.h"
#include "disclosure/record.h"

/*
 * Where a case stands, replayed from the log's records of it and from nothing
 * else.  The log is the register: whoever has it comes to the same.
 */

enum sar_docket_identity {
	SAR_DOCKET_ID_NONE, /* nothing was said of it */
	SAR_DOCKET_ID_ASKED,
	SAR_DOCKET_ID_RECEIVED, /* not looked at yet */
	SAR_DOCKET_ID_VERIFIED,
	SAR_DOCKET_ID_NOT_NEEDED,
	SAR_DOCKET_ID_FAILED
};

enum sar_docket_fee {
	SAR_DOCKET_FEE_NONE,
	SAR_DOCKET_FEE_ASKED,
	SAR_DOCKET_FEE_PAID,
	SAR_DOCKET_FEE_WAIVED
};

enum sar_docket_state {
	SAR_DOCKET_UNKNOWN, /* no record of its receipt */
	SAR_DOCKET_WAITING, /* for identity, authority or a fee */
	SAR_DOCKET_OPEN,
	SAR_DOCKET_PAUSED,   /* a question is open */
	SAR_DOCKET_APPROVED, /* some plan of it; whether this one, plan says */
	SAR_DOCKET_RELEASED, /* packaged, not sent yet */
	SAR_DOCKET_NIL,      /* nothing held, the answer not sent yet */
	SAR_DOCKET_REFUSED,  /* refused, the letter not sent yet */
	SAR_DOCKET_SENT,     /* answered, whichever way, and sent */
	SAR_DOCKET_CLOSED
};

/** sar_docket_state_name: "waiting", "nil-return", ... for machines. */
const char *sar_docket_state_name(enum sar_docket_state state);

#define SAR_DOCKET_WORD 33
#define SAR_DOCKET_REF 64
#define SAR_DOCKET_NO UINT64_MAX /* no record */
#define SAR_DOCKET_NEVER SAR_CLOCK_NEVER

/* A complaint, in a case or outside any. */
struct sar_docket_complaint {
	char name[SAR_DOCKET_WORD];
	int32_t received, acknowledged, decided; /* SAR_DOCKET_NEVER */
	char outcome[SAR_DOCKET_WORD];           /* or "" */
};

/* One case.  Days are local days, as sar_date_days() counts. */
struct sar_docket {
	uint64_t receive; /* record; SAR_DOCKET_NO: none */
	int32_t received; /* the day the request came */
	enum sar_nation nation;
	char channel[SAR_DOCKET_WORD];
	char corrects[SAR_DOCKET_REF]; /* case whose answer this corrects */
	bool agent;                    /* asked for by a representative */
	struct sar_clock clock;
	enum sar_docket_identity identity, authority;
	enum sar_docket_fee fee;
	uint64_t extension; /* records, or SAR_DOCKET_NO */
	uint64_t search;    /* the last */
	uint64_t past;      /* what it found held past retention */
	uint64_t hold;      /* the last placed for it and not lifted */
	uint64_t approval;
	char approver[SAR_DOCKET_WORD];
	uint64_t intent; /* without an outcome yet */
	uint64_t release, nil, refusal;
	char refused_for[SAR_DOCKET_WORD];
	bool redacted; /* the release withholds something */
	/* Days: of the first answer of any kind, by the log's time; of what
	   went out first. */
	int32_t answered, sent, passphrase_sent;
	int32_t closed;
	char closed_for[SAR_DOCKET_WORD];
	struct sar_docket_complaint *complaints; /* owned */
	size_t n_complaints;
	/* The last event that does not fit what was there before: it changed
	   nothing. */
	enum sar_clock_wrong wrong;
	uint64_t wrong_of;
};

/** sar_docket_begin, sar_docket_clear: An empty one; let go of what it holds.
 */
void sar_docket_begin(struct sar_docket *docket);
void sar_docket_clear(struct sar_docket *docket);

/**
 * sar_docket_take: A record of this case, or one that names a record of it
 * (release, void and lift name an intent or a hold: whoever calls knows whose).
 * Days of the log's times are those of ${zone}, NULL for UTC.  Others change
 * nothing.
 */
SAR_MUST_CHECK int sar_docket_take(struct sar_docket *docket,
    const struct sar_record *record, const struct sar_zone *zone,
    struct sar_err *err);

/** sar_docket_state: As the records are. */
enum sar_docket_state sar_docket_state(const struct sar_docket *docket);

/** sar_docket_answered: Was it answered, in whichever way? */
bool sar_docket_answered(const struct sar_docket *docket);

/* All cases of a log, in the order of their first record. */
struct sar_dockets; /* opaque */

SAR_MUST_CHECK struct sar_dockets *sar_dockets_new(const struct sar_zone *zone,
    struct sar_err *err);
void sar_dockets_free(struct sar_dockets *dockets);

/** sar_dockets_record: The next record of the log, whatever it is; to be given
 * as sar_log_record_fn, with the dockets as its ctx. */
SAR_MUST_CHECK int sar_dockets_record(void *dockets,
    const struct sar_record *record, struct sar_err *err);

size_t sar_dockets_count(const struct sar_dockets *dockets);
const struct sar_docket *sar_dockets_at(const struct sar_dockets *dockets,
    size_t i, const char **ref);

/** sar_dockets_find: That of a case; NULL when the log has nothing of it. */
const struct sar_docket *sar_dockets_find(const struct sar_dockets *dockets,
    const char *ref);

/** sar_dockets_complaints: Those that name no case. */
const struct sar_docket_complaint *sar_dockets_complaints(
    const struct sar_dockets *dockets, size_t *n);

/* Holds as the log has them, sar-retain(1). */
struct sar_docket_hold {
	uint64_t record;
	char name[SAR_DOCKET_WORD];
	char ref[SAR_DOCKET_REF]; /* case; or "" */
	char owner[SAR_DOCKET_WORD], reason[SAR_DOCKET_WORD];
	int32_t placed, review; /* days */
	uint64_t n;             /* recordings */
	uint8_t root[SAR_SHA256_LEN];
	uint64_t lifted; /* record; SAR_DOCKET_NO: it holds */
};

const struct sar_docket_hold *sar_dockets_holds(const struct sar_dockets
						    *dockets,
    size_t *n);

#endif
