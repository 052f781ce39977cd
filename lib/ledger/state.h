#ifndef SAR_LEDGER_STATE_H
#define SAR_LEDGER_STATE_H

/* Private to the ledger: what it remembers of the records. */

#include "base/map.h"
#include "clock/clock.h"
#include "docket/docket.h"
#include "ledger/ledger.h"

#define SAR_LEDGER_NO_CASE UINT32_MAX
#define SAR_LEDGER_SLACK 300 /* seconds that two clocks may differ */

/* What is known of a case. */
enum {
	SAR_CASE_RECEIVED = 1 << 0, /* the day */
	SAR_CASE_DUE = 1 << 1,
	SAR_CASE_ANSWERED = 1 << 2,
	SAR_CASE_LATE = 1 << 3,
	SAR_CASE_DELIVERED = 1 << 4,
	SAR_CASE_INTENDED = 1 << 5, /* has had an intent */
	SAR_CASE_RELEASED = 1 << 6,
	SAR_CASE_NIL = 1 << 7,   /* answered, and neither: refused */
	SAR_CASE_EARLY = 1 << 8, /* answered before its receipt was logged */
	SAR_CASE_UNSENT = 1 << 9 /* at the end: an answer nobody was sent */
};

struct sar_ledger_case {
	char *ref; /* while anything of it is open */
	/* Where it stands, since its receipt; NULL: it has none. */
	struct sar_docket *docket;
	uint64_t first;    /* its first record */
	uint64_t approval; /* 1 + the last one's record; 0: none */
	/* Days since 1970: the earliest said, and one month from then (or what
	   the log says, where it does not say that); with a receipt that of
	   it, and the last day of the law when it was answered. */
	int32_t received, due;
	int32_t answered;
	uint32_t open; /* intents without an outcome */
	unsigned flags;
	uint8_t asked[SAR_SHA256_LEN]; /* of its receipt: who, for what days */
};

struct sar_ledger_intent {
	uint64_t seq;
	uint64_t outcome;  /* record; 0: none yet */
	uint64_t approval; /* of the case, when this was written */
	uint32_t at;       /* the case */
	uint32_t told;     /* what its case was not ready for */
};

struct sar_ledger_release {
	uint64_t seq;
	uint32_t at; /* the case, or SAR_LEDGER_NO_CASE */
	int32_t day;
	uint8_t package, passphrase; /* channels they went by, a bit each */
};

struct sar_ledger_approval {
	uint64_t seq;
	uint32_t at;
	char by[SAR_LEDGER_WORD];
};

/* What was there cannot be known; who names it is answerable. */
struct sar_ledger_erased {
	uint64_t seq;
	uint64_t outcome; /* the record that says it is of this; 0: none */
};

/* An outcome that names a record which was not there yet. */
struct sar_ledger_early {
	uint64_t seq, intent;
	bool release;
};

/* The time of the latest record before a checkpoint that is cosigned. */
struct sar_ledger_marker {
	uint64_t size;
	uint64_t record; /* SAR_LEDGER_NONE: none has a time */
	int64_t t;
	bool told;
};

/* A list that grows; each kind has records in the order of their numbers. */
struct sar_ledger_list {
	size_t n, room;
	void *all;
};

struct sar_ledger {
	struct sar_ledger_options options;
	struct sar_ledger_sums sums;
	struct sar_ledger_exception raised; /* the one being made */
	struct sar_map refs;                /* reference: case */
	struct sar_map roots;               /* of batches: 1 + record */
	struct sar_holidays *builtin;       /* unless another table was given */
	const struct sar_holidays *holidays;
	struct sar_docket_book *book; /* holds and complaints */
	bool receipts;                /* a record of one was there */
	struct sar_ledger_list cases, intents, releases, approvals;
	struct sar_ledger_list erased, early, markers;
	size_t passed;  /* markers */
	bool sorted;    /* are they? */
	int64_t latest; /* t of all so far, and whose */
	uint64_t latest_of;
	uint64_t timed_by; /* the last record that has a t */
	int64_t floor;     /* nothing from here on can be earlier, if */
	bool floored;
};

/** sar_ledger_push: Room for one more of ${size} bytes, zeroed; NULL with
 * ${err} set.  Earlier ones may move. */
void *sar_ledger_push(struct sar_ledger_list *list, size_t size,
    struct sar_err *err);

/** sar_ledger_find: The element of ${list} that begins with the number
 * ${seq}; NULL if none does. */
void *sar_ledger_find(const struct sar_ledger_list *list, size_t size,
    uint64_t seq);

/** sar_ledger_erased: This record, if it was erased; or NULL. */
struct sar_ledger_erased *sar_ledger_erased(const struct sar_ledger *ledger,
    uint64_t seq);

/** sar_ledger_astray: Tell of ${record}, of a case ${of} (or NULL) that has no
 * receipt, if it cannot be of one, or may be of one whose receipt was erased.
 */
SAR_MUST_CHECK int sar_ledger_astray(struct sar_ledger *ledger,
    const struct sar_record *record, const struct sar_ledger_case *of,
    struct sar_err *err);

/** sar_ledger_unknown: Tell that ${record} names record ${seq}, which was
 * erased, as ${what}: it can be neither in order nor out of it. */
SAR_MUST_CHECK int sar_ledger_unknown(struct sar_ledger *ledger,
    enum sar_ledger_code code, const struct sar_record *record,
    const struct sar_ledger_case *of, const char *what, uint64_t seq,
    struct sar_err *err);

/** sar_ledger_day: The local day of ${t}, in days since 1970. */
int32_t sar_ledger_day(const struct sar_ledger *ledger, int64_t t);

/**
 * sar_ledger_raise: Begin an exception of ${record} (NULL: none), whose case
 * is its own or ${of} (NULL: not known).  Its texts are then for
 * sar_ledger_say().
 */
void sar_ledger_raise(struct sar_ledger *ledger, enum sar_ledger_code code,
    const struct sar_record *record, const struct sar_ledger_case *of);

/** sar_ledger_expect: What was expected. */
void sar_ledger_expect(struct sar_ledger *ledger, const char *fmt, ...)
    SAR_PRINTF(2, 3);

/** sar_ledger_say: What was found instead; then tell of the exception. */
SAR_MUST_CHECK int sar_ledger_say(struct sar_ledger *ledger,
    struct sar_err *err, const char *fmt, ...) SAR_PRINTF(3, 4);

/** sar_ledger_add: Add ${n} to a sum, which stops at the largest integer that
 * JSON has room for in ours. */
void sar_ledger_add(uint64_t *sum, uint64_t n);

/** sar_ledger_tally: Count the word once more. */
void sar_ledger_tally(struct sar_ledger_tallies *tallies, const char *word,
    size_t len);

/** sar_ledger_case: The case that the record names, made if it is new when
 * ${make}; SAR_LEDGER_NO_CASE when there is none, with ${err} set if *${rc} is
 * -1. */
uint32_t sar_ledger_case(struct sar_ledger *ledger,
    const struct sar_record *record, bool make, int *rc, struct sar_err *err);
struct sar_ledger_case *sar_ledger_case_at(const struct sar_ledger *ledger,
    uint32_t at);

/** sar_ledger_date: A member that is a date; false where there is none. */
bool sar_ledger_date(const struct sar_record *record, const char *name,
    struct sar_date *date);

/** sar_ledger_dates: What the record says of receipt and due date. */
SAR_MUST_CHECK int sar_ledger_dates(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_ledger_case *of,
    struct sar_err *err);

/** sar_ledger_answered: The case was answered, as ${how} says (SAR_CASE_...),
 * by this record: in time? */
SAR_MUST_CHECK int sar_ledger_answered(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_ledger_case *of, unsigned how,
    struct sar_err *err);

/** sar_ledger_closed: The case was closed by this record: in time, if without
 * an answer? */
SAR_MUST_CHECK int sar_ledger_closed(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_ledger_case *of,
    struct sar_err *err);

/** sar_ledger_logged_late: Tell of it, if the record is of so long after the
 * day it says. */
SAR_MUST_CHECK int sar_ledger_logged_late(struct sar_ledger *ledger,
    const struct sar_record *record, const struct sar_ledger_case *of,
    struct sar_err *err);

/** sar_ledger_went_out: Its first answer did, on ${day}: in time? */
SAR_MUST_CHECK int sar_ledger_went_out(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_ledger_case *of, int32_t day,
    struct sar_err *err);

/** sar_ledger_received: The docket of a case whose receipt is a record; NULL of
 * any other. */
const struct sar_docket *sar_ledger_received(const struct sar_ledger_case *of);

/** sar_ledger_sendable: Do its records say whether its answer was sent? */
bool sar_ledger_sendable(const struct sar_ledger_case *of);

/** sar_ledger_sent: Package or passphrase of such a case went out. */
SAR_MUST_CHECK int sar_ledger_sent(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_ledger_case *of,
    struct sar_err *err);

/** sar_ledger_compute: The dates of a case as of ${day}; of one that was
 * answered, as of the day it was. */
void sar_ledger_compute(struct sar_ledger *ledger,
    const struct sar_docket *docket, int32_t day, struct sar_clock_dates *out);

/** sar_ledger_due: Do the dates of the record follow from those before it? */
SAR_MUST_CHECK int sar_ledger_due(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_ledger_case *of,
    struct sar_err *err);

/** sar_ledger_no_receipt: Tell of an answer to what was not received, in a log
 * that has receipts. */
SAR_MUST_CHECK int sar_ledger_no_receipt(struct sar_ledger *ledger,
    const struct sar_record *record, const struct sar_ledger_case *of,
    struct sar_err *err);

/** sar_ledger_ready: May the case be answered?  What was ${told} is not told
 * again. */
SAR_MUST_CHECK int sar_ledger_ready(struct sar_ledger *ledger,
    const struct sar_record *record, const struct sar_ledger_case *of,
    uint32_t *told, struct sar_err *err);

/** sar_ledger_asked: Remember by which numbers its receipt says that the case
 * was asked for, for which days, and whether by a representative. */
SAR_MUST_CHECK int sar_ledger_asked(const struct sar_record *record,
    struct sar_ledger_case *of, struct sar_err *err);

/** sar_ledger_correction: Had the case whose answer the receipt's corrects one,
 * and was it asked for alike? */
SAR_MUST_CHECK int sar_ledger_correction(struct sar_ledger *ledger,
    const struct sar_record *record, const struct sar_ledger_case *of,
    struct sar_err *err);

/** sar_ledger_follow: The record changes its case: does it fit? */
SAR_MUST_CHECK int sar_ledger_follow(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_ledger_case *of,
    struct sar_err *err);

/** sar_ledger_life: At the end: what is open in a case with a receipt. */
void sar_ledger_life(struct sar_ledger *ledger,
    const struct sar_ledger_case *of, int32_t day);

/** sar_ledger_books: At the end: holds and complaints. */
SAR_MUST_CHECK int sar_ledger_books(struct sar_ledger *ledger, int32_t day,
    struct sar_err *err);

/** sar_ledger_held: At the end: of a case that is open, does a hold stand
 * wherever one is wanted? */
SAR_MUST_CHECK int sar_ledger_held(struct sar_ledger *ledger,
    const struct sar_ledger_case *of, struct sar_err *err);

/** sar_ledger_settle: Let go of what a case with nothing open needs no more. */
void sar_ledger_settle(struct sar_ledger_case *of);

/** sar_ledger_judge: At the end: who is still waiting? */
SAR_MUST_CHECK int sar_ledger_judge(struct sar_ledger *ledger,
    struct sar_err *err);

/* One record of a type, each. */
SAR_MUST_CHECK int sar_ledger_intent(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_release(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_void(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_letter(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_approve(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_deliver(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_reveal(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_receive(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_step(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_booked(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);
SAR_MUST_CHECK int sar_ledger_register(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);

/** sar_ledger_approved: Is the approval that a release names the one it has
 * to be? */
SAR_MUST_CHECK int sar_ledger_approved(struct sar_ledger *ledger,
    const struct sar_record *record, const struct sar_ledger_intent *intent,
    struct sar_err *err);

/** sar_ledger_open: At the end: outcomes that came early, intents without. */
SAR_MUST_CHECK int sar_ledger_open(struct sar_ledger *ledger,
    struct sar_err *err);

/** sar_ledger_time: What the record says of its time, against the others. */
SAR_MUST_CHECK int sar_ledger_time(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);

/** sar_ledger_median: At the end: how long answers took. */
SAR_MUST_CHECK int sar_ledger_median(struct sar_ledger *ledger,
    struct sar_err *err);

#endif
