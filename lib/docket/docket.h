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
#define SAR_DOCKET_MANY 256 /* holds, and complaints, of one case */
#define SAR_DOCKET_LATE 7   /* days after which a step is logged late */

/* Why a record does not fit the case, apart from its clock.  What it says
 * changes nothing then, but for answers and refusals: these happened. */
enum sar_docket_slip {
	SAR_DOCKET_FITS,
	SAR_DOCKET_NOT_RECEIVED,   /* a step before there was a receipt */
	SAR_DOCKET_RECEIVED_TWICE, /* the first receipt counts */
	SAR_DOCKET_AFTER_CLOSE,
	SAR_DOCKET_AFTER_REFUSAL, /* an answer, and the refusal stands */
	SAR_DOCKET_AFTER_NIL,     /* an answer, and it was sent that nothing is
				     held */
	SAR_DOCKET_NO_QUESTION,   /* a pause without the text of a question */
	SAR_DOCKET_NO_REASONS,    /* a refusal without the text of why */
	SAR_DOCKET_NO_AGENT,      /* authority of nobody */
	SAR_DOCKET_SHOWN, /* proof asked for of what was shown, or not needed */
	SAR_DOCKET_NO_WORD,      /* one that is not known */
	SAR_DOCKET_NOT_ANSWERED, /* and closed as if it were */
	SAR_DOCKET_NO_COMPLAINT, /* acknowledged or decided, and not received */
	SAR_DOCKET_COMPLAINT_AGAIN, /* what was said of it before */
	SAR_DOCKET_NO_HOLD,         /* lifted, and not placed or not there */
	SAR_DOCKET_NO_DAY,          /* after the day it was logged, or none */
	SAR_DOCKET_TOO_MANY         /* holds or complaints of one case */
};

/** sar_docket_slip_text: In a few words, as messages end. */
const char *sar_docket_slip_text(enum sar_docket_slip slip);

/* A hold of a case that was not lifted. */
struct sar_docket_held {
	uint64_t record;
	char name[SAR_DOCKET_WORD];
};

/* What went out of a package: who has one of these cannot open it. */
struct sar_docket_parcel {
	uint64_t release;
	int32_t package, passphrase; /* first days; SAR_DOCKET_NEVER */
};

/* A complaint, in a case or outside any. */
struct sar_docket_complaint {
	char name[SAR_DOCKET_WORD];
	char ref[SAR_DOCKET_REF];                /* case; or "" */
	uint64_t record;                         /* of its receipt */
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
	uint64_t past;      /* what it found held past retention; */
	uint64_t expiring;  /* and what is so before it has to be answered */
	uint64_t hold;      /* the last placed for it and not lifted */
	struct sar_docket_held *held; /* owned: all of these */
	size_t n_held;
	uint64_t approval;
	char approver[SAR_DOCKET_WORD];
	uint64_t intent; /* without an outcome yet */
	uint64_t release, nil, refusal;
	char refused_for[SAR_DOCKET_WORD];
	bool redacted; /* the release withholds something */
	/* Days: of the first answer of any kind, by the log's time; of what
	   went out first. */
	int32_t answered, sent, passphrase_sent;
	/* The day from which the person could have the first answer: the letter
	   went out, or package and passphrase had; not before it was made. */
	int32_t given;
	/* The last of those that went out whole: release, nil, refusal. */
	uint64_t out;
	struct sar_docket_parcel
	    *parcels; /* owned; by release, the last last */
	size_t n_parcels;
	int32_t closed;
	char closed_for[SAR_DOCKET_WORD];
	struct sar_docket_complaint *complaints; /* owned */
	size_t n_complaints;
	/* The last event that does not fit what was there before: it changed
	   nothing. */
	enum sar_clock_wrong wrong;
	uint64_t wrong_of;
	enum sar_docket_slip slip;
	uint64_t slip_of;
	/* The last record that moved the clock, or by which the answer was
	   given, more than SAR_DOCKET_LATE days after the day it says. */
	uint64_t late_of;
};

/** sar_docket_begin, sar_docket_clear: An empty one; let go of what it holds.
 */
void sar_docket_begin(struct sar_docket *docket);
void sar_docket_clear(struct sar_docket *docket);

/**
 * sar_docket_take: A record of this case, or one that names a record of it
 * (release, void, deliver and lift name an intent, a release or a hold: whoever
 * calls knows whose).  Days of the log's times are those of ${zone}, NULL for
 * UTC.  Records of other types change nothing, nor does one that does not fit.
 * -1 with ${err} set only when memory runs out.
 */
SAR_MUST_CHECK int sar_docket_take(struct sar_docket *docket,
    const struct sar_record *record, const struct sar_zone *zone,
    struct sar_err *err);

/** sar_docket_is_answer: Is a record of this type one, or the beginning of one?
 * These happened, whatever went before. */
bool sar_docket_is_answer(enum sar_record_type type);

/** sar_docket_needs_receipt: Does a step of this type follow a receipt?  What
 * cases of before there were receipts have is not among them. */
bool sar_docket_needs_receipt(enum sar_record_type type);

/** sar_docket_day: The day of ${t} in ${zone}, NULL for UTC. */
int32_t sar_docket_day(const struct sar_zone *zone, int64_t t);

/** sar_docket_date: A member that is a date; false where there is none. */
bool sar_docket_date(const struct sar_record *record, const char *name,
    int32_t *out);

/** sar_docket_shown: Is that known, or need it not be? */
bool sar_docket_shown(enum sar_docket_identity known);

/** sar_docket_identified: Is it known who asks, or need it not be, and may who
 * asks for them? */
bool sar_docket_identified(const struct sar_docket *docket);

/** sar_docket_complain: One record of the complaint ${one}, which has its name
 * and, before its receipt, nothing else.  What does not fit changes nothing. */
enum sar_docket_slip sar_docket_complain(struct sar_docket_complaint *one,
    const struct sar_record *record);

/** sar_docket_complaint_waits: Has it to be acknowledged yet? */
bool sar_docket_complaint_waits(const struct sar_docket_complaint *complaint);

/**
 * sar_docket_state: As the records are.  Whatever was answered without a record
 * of its receipt is UNKNOWN too: sar_docket_answered() says whether it was.
 */
enum sar_docket_state sar_docket_state(const struct sar_docket *docket);

/** sar_docket_answered: Was an answer made, in whichever way?  Nobody need have
 * it. */
bool sar_docket_answered(const struct sar_docket *docket);

/** sar_docket_given: Was one made and sent, whole? */
bool sar_docket_given(const struct sar_docket *docket);

/**
 * sar_docket_owed: Is the case open, and has nobody its answer?  Of one without
 * a receipt in the log nothing says what was sent: there, made is enough.
 */
bool sar_docket_owed(const struct sar_docket *docket);

/** sar_docket_nil_sent: Was the last that went out, that nothing is held? */
bool sar_docket_nil_sent(const struct sar_docket *docket);

/* Holds as the log has them, sar-retain(1). */
#define SAR_DOCKET_OWN_HOLD "request" /* the name of a case's own */

struct sar_docket_hold {
	uint64_t record;
	char name[SAR_DOCKET_WORD];
	char ref[SAR_DOCKET_REF]; /* case; or "" */
	char owner[SAR_DOCKET_WORD], reason[SAR_DOCKET_WORD];
	int32_t placed, review; /* days */
	uint64_t n;             /* recordings */
	uint8_t root[SAR_SHA256_LEN];
	/* Record that lifts it, or places it again under its name, of more;
	   SAR_DOCKET_NO: it holds. */
	uint64_t lifted;
};

/* All holds and complaints of a log, by name, each of a case or of none. */
struct sar_docket_book; /* opaque */

SAR_MUST_CHECK struct sar_docket_book *sar_docket_book_new(const struct sar_zone
							       *zone,
    struct sar_err *err);
void sar_docket_book_free(struct sar_docket_book *book); /* accepts NULL */

/** sar_docket_book_take: A record; others than hold, lift, complain and a
 * letter of no case, which is of a complaint, change nothing.  *${slip} says
 * whether it fits. */
SAR_MUST_CHECK int sar_docket_book_take(struct sar_docket_book *book,
    const struct sar_record *record, enum sar_docket_slip *slip,
    struct sar_err *err);

/** sar_docket_book_hold: The hold that record ${seq} placed; or NULL. */
const struct sar_docket_hold *sar_docket_book_hold(const struct sar_docket_book
						       *book,
    uint64_t seq);

/** sar_docket_book_holding: How many holds of case ${ref} stand. */
size_t sar_docket_book_holding(const struct sar_docket_book *book,
    const char *ref);

/** sar_docket_book_complaint: That of a case, or of none (""), and that name;
 * NULL: it never came. */
const struct sar_docket_complaint *sar_docket_book_complaint(
    const struct sar_docket_book *book, const char *ref, const char *name);

/* In the order of their first records; the book owns them. */
const struct sar_docket_hold *sar_docket_book_holds(const struct sar_docket_book
							*book,
    size_t *n);
const struct sar_docket_complaint *sar_docket_book_complaints(
    const struct sar_docket_book *book, size_t *n);

#endif
