#ifndef SAR_CLOCK_CLOCK_H
#define SAR_CLOCK_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "clock/holidays.h"

/*
 * How long an answer may take, from what happened in a case and nothing else:
 * UK GDPR Art. 12(3) and 12A, rules C1 to C13 of the reference.  Pure: no
 * files, no clock; whoever has the log computes the same dates.  Days are local
 * days, counted as sar_date_days() does.
 */

/* What the clock may have to wait for (C1): it starts on the latest of the day
 * of receipt and the days these were met, of those asked for. */
enum sar_clock_need {
	SAR_CLOCK_IDENTITY,
	SAR_CLOCK_AUTHORITY, /* of a representative */
	SAR_CLOCK_FEE,
	SAR_CLOCK_NEEDS
};

enum sar_clock_event_kind {
	SAR_CLOCK_ASKED,     /* for a need */
	SAR_CLOCK_MET,       /* what was asked for came */
	SAR_CLOCK_FAILED,    /* what came did not do: as if it had not come */
	SAR_CLOCK_DROPPED,   /* it is not needed after all */
	SAR_CLOCK_DOUBTED,   /* what came did do, and is not enough any more */
	SAR_CLOCK_QUESTION,  /* clarification was asked for (C7): a pause */
	SAR_CLOCK_ANSWER,    /* it came */
	SAR_CLOCK_WITHDRAWN, /* the question was taken back: no pause at all */
	SAR_CLOCK_EXTENDED   /* notice with reasons was given (C5, C6) */
};

struct sar_clock_event {
	enum sar_clock_event_kind kind;
	enum sar_clock_need need; /* of the first five */
	int32_t on;               /* the day it happened */
	int32_t logged;           /* the day the log has it from */
};

/* Why an event does not fit; SAR_CLOCK_FITS changes the clock, no other does.
 */
enum sar_clock_wrong {
	SAR_CLOCK_FITS,
	SAR_CLOCK_EARLY,        /* before the request came */
	SAR_CLOCK_BACKWARDS,    /* before what it follows */
	SAR_CLOCK_FUTURE,       /* after the day it was logged */
	SAR_CLOCK_NOT_ASKED,    /* met, answered or withdrawn, and not asked */
	SAR_CLOCK_ASKED_BEFORE, /* and still open, or met */
	SAR_CLOCK_EXTENDED_BEFORE,
	SAR_CLOCK_NOTICE_LATE, /* an extension after the first month (C6) */
	SAR_CLOCK_NOT_RUNNING, /* an extension of a clock that has no start */
	SAR_CLOCK_OVER,        /* asked when the time for the answer was up */
	SAR_CLOCK_TOO_MANY
};

/** sar_clock_wrong_text: In a few words, as messages end. */
const char *sar_clock_wrong_text(enum sar_clock_wrong wrong);

#define SAR_CLOCK_NEVER INT32_MAX
#define SAR_CLOCK_PAUSES 64 /* at most, in one case */

struct sar_clock_wait {
	int32_t asked; /* SAR_CLOCK_NEVER: not */
	int32_t seen;  /* that day or the day it was logged, the later */
	int32_t met;   /* SAR_CLOCK_NEVER: not yet; also when dropped */
	bool dropped;
	/* The last that came did not do; or is doubted, and was there on the
	   day it was met all the same. */
	bool failed;
};

struct sar_clock_pause {
	int32_t asked;
	int32_t seen;     /* as of a need */
	int32_t answered; /* SAR_CLOCK_NEVER: not yet */
};

/* A case's clock.  Plain, but for pauses: to be cleared. */
struct sar_clock {
	int32_t received;
	struct sar_clock_wait needs[SAR_CLOCK_NEEDS];
	struct sar_clock_pause *pauses; /* in order; the last may be open */
	size_t n_pauses;
	int32_t extended;      /* the day of the notice; SAR_CLOCK_NEVER */
	int32_t extended_seen; /* as of a need */
};

/** sar_clock_begin: A clock of a request that came on ${received}. */
void sar_clock_begin(struct sar_clock *clock, int32_t received);
void sar_clock_clear(struct sar_clock *clock);

/**
 * sar_clock_take: Something happened.  *${wrong} says whether it fits.  An
 * extension is judged as of its day and the day it was logged, the later of
 * them, by the first month's end without a roll, paused days not counted (the
 * smaller count of them); what is asked of the person, as of the same day, by
 * the last day of the law without a roll: a question that comes when the time
 * is up gives no more of it, nor does what fails then, or is doubted at any
 * time: only what is asked for because of it, in time.  -1 with ${err} set only
 * when memory runs out.
 */
SAR_MUST_CHECK int sar_clock_take(struct sar_clock *clock,
    const struct sar_clock_event *event, enum sar_clock_wrong *wrong,
    struct sar_err *err);

enum sar_clock_state {
	SAR_CLOCK_WAITING, /* for a need: it has no start */
	SAR_CLOCK_RUNNING,
	SAR_CLOCK_PAUSED
};

/* What follows.  Dates of a clock that waits or is paused are as if what is
 * wanting came on the day asked about.  What a question taken back or a need
 * dropped leaves too late (an extension, what was asked after it) counts for
 * nothing, though it fitted when it was taken. */
struct sar_clock_dates {
	enum sar_clock_state state;
	bool waits[SAR_CLOCK_NEEDS]; /* for which */
	bool asking;                 /* a question is open, whether paused for
					it or not begun */
	int32_t start;
	/* Paused days that count towards nothing: answered - asked + 1 of each
	   pause, no day twice, and answered - asked. */
	int32_t paused_inclusive, paused_exclusive;
	bool extended;
	int32_t notice_by; /* last day for notice of an extension */
	int32_t base;      /* a month, or three, from the start: no roll, no
			      pause */
	/* The last day of the law, and the one to work to: with the inclusive
	   and the exclusive count of paused days, and rolled once, at the end
	   (C4). */
	int32_t latest, safe;
	bool rolled;  /* was either? */
	bool covered; /* false: the table does not reach that far, and what
			 depends on it is not rolled */
};

/** sar_clock_compute: As of ${today}.  Without ${holidays} (NULL) nothing is
 * rolled, as beyond the end of a table. */
void sar_clock_compute(const struct sar_clock *clock,
    const struct sar_holidays *holidays, enum sar_nation nation, int32_t today,
    struct sar_clock_dates *out);

/**
 * sar_clock_acknowledge: The last day to acknowledge a complaint that came on
 * ${received}: within 30 days (DPA 2018 s. 164A), the first of them the day
 * after, as the ICO counts; not rolled.
 */
int32_t sar_clock_acknowledge(int32_t received);

#endif
