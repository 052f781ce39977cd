#ifndef SAR_LEDGER_LEDGER_H
#define SAR_LEDGER_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "base/zone.h"
#include "clock/holidays.h"
#include "disclosure/record.h"

/*
 * The disclosure log read as a register of cases.  It is told of the records
 * one after the other and says what does not add up; it opens no file and asks
 * no clock.  Memory: some 100 bytes a case, and the reference of those that
 * are open; some 700 more of a case with a receipt; 32 bytes an intent, 24 a
 * release, 48 an approval, 16 an erased one; some 300 a hold, some 200 a
 * complaint; some 100 an import's root; whatever the records say.
 */
struct sar_ledger; /* opaque */

/* What a person should look at.  The names are in the manual and stay. */
enum sar_ledger_code {
	/* of cases */
	SAR_LEDGER_DUE_DIFFERS,
	SAR_LEDGER_RECEIVED_DIFFERS,
	SAR_LEDGER_RECEIVED_LATER,
	SAR_LEDGER_OUT_OF_TIME,
	SAR_LEDGER_NOT_SENT,
	SAR_LEDGER_INTENT_WITHOUT_OUTCOME,
	SAR_LEDGER_RELEASE_WITHOUT_INTENT,
	SAR_LEDGER_OUTCOME_WITHOUT_INTENT,
	SAR_LEDGER_OUTCOME_BEFORE_INTENT,
	SAR_LEDGER_TWO_OUTCOMES,
	SAR_LEDGER_INTENT_ERASED,
	SAR_LEDGER_APPROVAL_MISSING,
	SAR_LEDGER_APPROVAL_OTHER_CASE,
	SAR_LEDGER_APPROVAL_NOT_LAST,
	SAR_LEDGER_APPROVAL_ERASED,
	SAR_LEDGER_DELIVER_WITHOUT_RELEASE,
	SAR_LEDGER_DELIVER_OTHER_CASE,
	SAR_LEDGER_DELIVER_DATE,
	SAR_LEDGER_SAME_CHANNEL,
	SAR_LEDGER_REVEAL_WITHOUT_RELEASE,
	SAR_LEDGER_REVEAL_OTHER_CASE,
	SAR_LEDGER_RELEASE_ERASED,
	/* of a case's life, since its receipt is a record */
	SAR_LEDGER_RECEIVE_MISSING,
	SAR_LEDGER_RECEIVE_TWICE,
	SAR_LEDGER_NATION_UNKNOWN,
	SAR_LEDGER_CORRECTION_OF_NOTHING,
	SAR_LEDGER_CORRECTION_OF_ANOTHER,
	SAR_LEDGER_IDENTITY_MISSING,
	SAR_LEDGER_AUTHORITY_MISSING,
	SAR_LEDGER_AUTHORITY_WITHOUT_AGENT,
	SAR_LEDGER_FEE_OPEN,
	SAR_LEDGER_HOLD_MISSING,
	SAR_LEDGER_NOT_HELD,
	SAR_LEDGER_REASONS_MISSING,
	SAR_LEDGER_PAUSE_WITHOUT_QUESTION,
	SAR_LEDGER_ANSWER_WITHOUT_QUESTION,
	SAR_LEDGER_ASKED_LATE,
	SAR_LEDGER_EXTENSION_LATE,
	SAR_LEDGER_STEP_WITHOUT_RECEIPT,
	SAR_LEDGER_STEP_DATE,
	SAR_LEDGER_LOGGED_LATE,
	SAR_LEDGER_STEP_ORDER,
	SAR_LEDGER_STEP_UNKNOWN,
	SAR_LEDGER_STEP_AFTER_CLOSE,
	SAR_LEDGER_ANSWER_AFTER_CLOSE,
	SAR_LEDGER_ANSWER_AFTER_REFUSAL,
	SAR_LEDGER_ANSWER_AFTER_NIL,
	SAR_LEDGER_ANSWER_WHILE_PAUSED,
	SAR_LEDGER_CLOSE_UNANSWERED,
	/* of holds and complaints */
	SAR_LEDGER_LIFT_WITHOUT_HOLD,
	SAR_LEDGER_LIFT_WHILE_OPEN,
	SAR_LEDGER_HOLD_ERASED,
	SAR_LEDGER_HOLD_REVIEW_PASSED,
	SAR_LEDGER_COMPLAINT_ORDER,
	SAR_LEDGER_COMPLAINT_NOT_ACKNOWLEDGED,
	/* of imports */
	SAR_LEDGER_REGISTER_EMPTY,
	SAR_LEDGER_REGISTER_ROOT,
	SAR_LEDGER_REGISTER_AGAIN,
	/* of time */
	SAR_LEDGER_TIME_GOES_BACK,
	SAR_LEDGER_BACKDATED,
	SAR_LEDGER_POSTDATED,
	/* of the log: told of by who read it, with sar_ledger_tell() */
	SAR_LEDGER_ERASURE_PENDING,
	SAR_LEDGER_ROTATION_UNFINISHED,
	SAR_LEDGER_UNCOMMITTED_TAIL,
	SAR_LEDGER_COSIGNATURE_MISSING,
	SAR_LEDGER_COSIGNATURES_TOO_FEW,
	SAR_LEDGER_COSIGNATURE_TOO_OLD,
	/* of the outbox: likewise */
	SAR_LEDGER_OUTBOX_NO_RELEASE,
	SAR_LEDGER_OUTBOX_NO_PROOF,
	SAR_LEDGER_OUTBOX_BAD_PROOF,
	SAR_LEDGER_CODES
};

/** sar_ledger_code_name: "out-of-time": lower-case letters and "-". */
const char *sar_ledger_code_name(enum sar_ledger_code code);

/** sar_ledger_code_text: What it means, in a few words for people. */
const char *sar_ledger_code_text(enum sar_ledger_code code);

#define SAR_LEDGER_REF 64   /* bytes of a case's reference, with its NUL */
#define SAR_LEDGER_SAID 128 /* of what was expected and found */
#define SAR_LEDGER_NONE UINT64_MAX

/* One of them: which record, of which case, and what is wrong with it.  Who is
 * told of it gets texts of printable ASCII. */
struct sar_ledger_exception {
	enum sar_ledger_code code;
	uint64_t record; /* SAR_LEDGER_NONE: of no record */
	bool timed;
	int64_t t; /* what the record says of itself, when timed */
	char ref[SAR_LEDGER_REF]; /* "" where there is none */
	char expected[SAR_LEDGER_SAID];
	char found[SAR_LEDGER_SAID];
};

/* Is told of each as soon as it is known: of a record when it is read, of
 * what stays open at the end.  -1 with ${err} set ends it. */
typedef int sar_ledger_fn(void *ctx,
    const struct sar_ledger_exception *exception, struct sar_err *err);

struct sar_ledger_options {
	const struct sar_zone
	    *zone; /* where a day of the law ends; NULL: UTC */
	/* Which days are none of work; NULL: the table of this release. */
	const struct sar_holidays *holidays;
	/* The day on which what is open is judged; of the last record
	   otherwise. */
	bool has_as_of;
	struct sar_date as_of;
	sar_ledger_fn *exception;
	void *ctx;
};

/** sar_ledger_new: An empty one; NULL with ${err} set. */
SAR_MUST_CHECK struct sar_ledger *sar_ledger_new(const struct sar_ledger_options
						     *options,
    struct sar_err *err);
void sar_ledger_free(struct sar_ledger *ledger); /* accepts NULL */

/** sar_ledger_record: The next record, from 0 on, none left out. */
SAR_MUST_CHECK int sar_ledger_record(struct sar_ledger *ledger,
    const struct sar_record *record, struct sar_err *err);

/*
 * A cosignature that verifies, of the checkpoint of ${size}, made at ${time}.
 * What a record before the checkpoint says of its time can be no later than
 * that.  What comes after a record that tells of the cosignature can be no
 * earlier; what stands between checkpoint and that record can be either: it
 * was written while the checkpoint was on its way to the witness and back.
 */

/** sar_ledger_mark: There will be one of ${size}: to be told before the first
 * record. */
SAR_MUST_CHECK int sar_ledger_mark(struct sar_ledger *ledger, uint64_t size,
    struct sar_err *err);

/** sar_ledger_cosigned: It was made at ${time}; at any time after its mark.
 * ${told}: the record that was given last tells of it. */
SAR_MUST_CHECK int sar_ledger_cosigned(struct sar_ledger *ledger, uint64_t size,
    int64_t time, bool told, struct sar_err *err);

/** sar_ledger_tell: Something found by others, counted with the rest. */
SAR_MUST_CHECK int sar_ledger_tell(struct sar_ledger *ledger,
    const struct sar_ledger_exception *exception, struct sar_err *err);

/** sar_ledger_end: That was the last record: say what stayed open. */
SAR_MUST_CHECK int sar_ledger_end(struct sar_ledger *ledger,
    struct sar_err *err);

#define SAR_LEDGER_WORD 33  /* bytes of a code, with its NUL */
#define SAR_LEDGER_WORDS 64 /* different ones that are told apart */

/* How often a code stands in the records. */
struct sar_ledger_tally {
	char word[SAR_LEDGER_WORD];
	uint64_t n;
};
struct sar_ledger_tallies {
	size_t n; /* sorted by word */
	struct sar_ledger_tally all[SAR_LEDGER_WORDS];
	uint64_t others; /* those of which there was no more room to tell */
};

/* What the records add up to. */
struct sar_ledger_sums {
	uint64_t records;
	uint64_t types[SAR_RECORD_TYPES];
	int64_t first, last; /* t of the first and last record that have one */
	bool timed;          /* is there any? */

	struct sar_date judged; /* the day on which what is open was judged */

	/* Cases: each is in one of the first four.  What corrects another's
	   answer is no case of its own. */
	uint64_t cases;
	uint64_t released; /* at least once */
	uint64_t nil;      /* nothing held */
	uint64_t refused;
	uint64_t unanswered; /* and of those: */
	uint64_t past_due;
	/* Of those answered: */
	uint64_t in_time;
	uint64_t late;
	uint64_t undated;   /* no record says when it was received */
	uint64_t unsent;    /* made, and the law's last day is to come */
	uint64_t open;      /* with an intent without an outcome */
	uint64_t void_only; /* unanswered, and all their intents came to
			       nothing */
	/* Of those unanswered whose receipt is a record: */
	uint64_t closed;     /* withdrawn, no reply, and so on */
	uint64_t still_open; /* the others; and these: */
	uint64_t waiting, paused, extended, overdue;
	uint64_t receipts;    /* cases whose receipt is a record */
	uint64_t corrections; /* and of those that are none */
	uint64_t extensions;  /* of all cases; and those paused at some time */
	uint64_t pauses;
	uint64_t other_holidays; /* receipts that name another table */
	uint64_t uncovered;      /* dates that the table does not reach */
	bool has_median;
	uint64_t median_days; /* from receipt to answer; the lower of two */
	uint64_t longest_days;

	uint64_t intents, open_intents;
	uint64_t found, selected; /* items, of all intents */
	uint64_t due_checked;     /* due dates that could be recomputed */
	uint64_t redacted_ms, withheld;
	uint64_t unavailable, failed; /* of which should have been there */
	uint64_t undelivered;   /* releases whose package is not said to have
				   gone out */
	uint64_t unapproved;    /* releases that name no approval */
	uint64_t self_approved; /* approved by one who reviewed a recording */
	uint64_t recordings;    /* registered */
	uint64_t deleted;       /* by retention: recordings */
	uint64_t deleted_late;  /* of these, by the day they had to be */
	uint64_t past;          /* recordings held past retention, by the last
				   search of each case */
	uint64_t holds;         /* that hold */
	uint64_t complaints, complaints_open; /* those without a decision */
	struct sar_ledger_tallies exempt; /* releases that name the provision */
	struct sar_ledger_tallies erasures; /* by basis */
	struct sar_ledger_tallies voids;    /* by reason */
	struct sar_ledger_tallies refusals;
	uint64_t exceptions;
	uint64_t codes[SAR_LEDGER_CODES];
};

/** sar_ledger_sums: After its end; the ledger owns them. */
const struct sar_ledger_sums *sar_ledger_sums(const struct sar_ledger *ledger);

#endif
