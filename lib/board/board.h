#ifndef SAR_BOARD_BOARD_H
#define SAR_BOARD_BOARD_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "clock/holidays.h"
#include "docket/dockets.h"

/*
 * What a board asks of the requests there were, in numbers: from the log's
 * records alone, and nothing of anybody.  Pure: no files, no clock.
 */

/* What is counted in a month, by the day it happened. */
enum sar_board_what {
	SAR_BOARD_RECEIVED, /* requests; a correction is none */
	SAR_BOARD_ANSWERED, /* for the first time and whole: by the day it was
			       sent, whenever they came */
	SAR_BOARD_ON_TIME,  /* of these, by the day worked to */
	SAR_BOARD_IN_LAW,   /* of these, by the last day of the law */
	SAR_BOARD_REDACTED, /* of these, with something withheld */
	SAR_BOARD_REFUSED,
	SAR_BOARD_NIL,
	SAR_BOARD_EXTENDED,  /* notices of an extension */
	SAR_BOARD_PAUSED,    /* questions that stopped the clock */
	SAR_BOARD_CORRECTED, /* answers that correct an earlier one */
	SAR_BOARD_CLOSED,    /* without an answer: withdrawn, no reply, ... */
	SAR_BOARD_PAST,      /* requests received in it that found recordings
				held past retention */
	SAR_BOARD_PAST_RECORDINGS, /* and how many recordings */
	SAR_BOARD_COMPLAINTS,      /* received */
	SAR_BOARD_ACKNOWLEDGED,    /* of these, or decided, within their 30
				      days */
	SAR_BOARD_WHATS
};

/* What is so on the day asked about. */
enum sar_board_now {
	SAR_BOARD_OPEN,         /* neither sent an answer nor closed */
	SAR_BOARD_OPEN_WAITING, /* of these, for identity, authority or a fee */
	SAR_BOARD_OPEN_PAUSED,  /* of these, for an answer to a question */
	SAR_BOARD_UNSENT,       /* of these, the answer made and not sent */
	SAR_BOARD_OVERDUE,      /* of these, after the day worked to */
	SAR_BOARD_UNLAWFUL,     /* of these, after the last day of the law */
	SAR_BOARD_COMPLAINTS_OPEN, /* neither acknowledged nor decided yet */
	SAR_BOARD_COMPLAINTS_LATE, /* of these, after their 30 days */
	SAR_BOARD_UNKNOWN,         /* cases whose receipt is not in the log:
				      counted nowhere else */
	SAR_BOARD_UNCOVERED,       /* cases whose day depends on holidays that
				      the table does not reach */
	SAR_BOARD_NOWS
};

#define SAR_BOARD_NO_MEDIAN (-1)

struct sar_board_span {
	int32_t from, to; /* days, as sar_date_days() counts */
	uint64_t count[SAR_BOARD_WHATS];
	/* Twice the median of the days from receipt to answer, of those
	   answered in it; SAR_BOARD_NO_MEDIAN when there were none. */
	int64_t median2;
};

struct sar_board {
	struct sar_board_span whole;
	struct sar_board_span *months; /* owned; the first and the last may be
					  part of one */
	size_t n;
	uint64_t now[SAR_BOARD_NOWS];
};

struct sar_board_options {
	int32_t from, to; /* both days are of it */
	int32_t today;
	const struct sar_holidays *holidays;
};

#define SAR_BOARD_MONTHS 600 /* at most */

/**
 * sar_board_make: The numbers of ${dockets} in *${board}, which the caller
 * clears.  SAR_EINPUT when the days are the wrong way round or too far apart.
 */
SAR_MUST_CHECK int sar_board_make(const struct sar_dockets *dockets,
    const struct sar_board_options *options, struct sar_board *board,
    struct sar_err *err);
void sar_board_clear(struct sar_board *board);

/** sar_board_name: For machines, "on_time"; sar_board_title: for people. */
const char *sar_board_name(enum sar_board_what what);
const char *sar_board_title(enum sar_board_what what);
const char *sar_board_now_name(enum sar_board_now now);
const char *sar_board_now_title(enum sar_board_now now);

#endif
