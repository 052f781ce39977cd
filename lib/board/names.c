#include <assert.h>

#include "board/board.h"

struct name {
	const char *machine, *people;
};

static const struct name whats[] = {
	[SAR_BOARD_RECEIVED] = { "received", "Received" },
	[SAR_BOARD_ANSWERED] = { "answered", "Answered" },
	[SAR_BOARD_ON_TIME] = { "on_time", "Answered on time" },
	[SAR_BOARD_IN_LAW] = { "in_law",
	    "Answered by the last day of the law" },
	[SAR_BOARD_REDACTED] = { "redacted",
	    "Answered with something withheld" },
	[SAR_BOARD_REFUSED] = { "refused", "Refused" },
	[SAR_BOARD_NIL] = { "nil", "Nothing held" },
	[SAR_BOARD_EXTENDED] = { "extended", "Extended" },
	[SAR_BOARD_PAUSED] = { "paused", "Paused for clarification" },
	[SAR_BOARD_CORRECTED] = { "corrected", "Answers corrected" },
	[SAR_BOARD_CLOSED] = { "closed", "Closed without an answer" },
	[SAR_BOARD_PAST] = { "past_retention",
	    "Found recordings held past retention" },
	[SAR_BOARD_PAST_RECORDINGS] = { "past_retention_recordings",
	    "Recordings held past retention" },
	[SAR_BOARD_COMPLAINTS] = { "complaints", "Complaints" },
	[SAR_BOARD_ACKNOWLEDGED] = { "complaints_acknowledged_in_time",
	    "Complaints acknowledged in time" },
};

static const struct name nows[] = {
	[SAR_BOARD_OPEN] = { "open", "Open" },
	[SAR_BOARD_OPEN_WAITING] = { "open_waiting",
	    "of these, waiting for identity, authority or a fee" },
	[SAR_BOARD_OPEN_PAUSED] = { "open_paused",
	    "of these, paused for clarification" },
	[SAR_BOARD_UNSENT] = { "unsent",
	    "of these, the answer made and not sent" },
	[SAR_BOARD_OVERDUE] = { "overdue", "of these, overdue" },
	[SAR_BOARD_UNLAWFUL] = { "past_law",
	    "of these, past the last day of the law" },
	[SAR_BOARD_COMPLAINTS_OPEN] = { "complaints_open",
	    "Complaints not acknowledged yet" },
	[SAR_BOARD_COMPLAINTS_LATE] = { "complaints_late",
	    "of these, past their 30 days" },
	[SAR_BOARD_UNKNOWN] = { "without_receipt",
	    "Cases without a record of receipt, not counted above" },
	[SAR_BOARD_UNCOVERED] = { "without_holidays",
	    "Judged without bank holidays, which are not known so far ahead" },
};

static const struct name *
pick(const struct name *names, size_t n, size_t i)
{
	assert(i < n);
	return &names[i];
}

#define WHATS (sizeof(whats) / sizeof(whats[0]))
#define NOWS (sizeof(nows) / sizeof(nows[0]))

const char *
sar_board_name(enum sar_board_what what)
{
	return pick(whats, WHATS, (size_t)what)->machine;
}

const char *
sar_board_title(enum sar_board_what what)
{
	return pick(whats, WHATS, (size_t)what)->people;
}

const char *
sar_board_now_name(enum sar_board_now now)
{
	return pick(nows, NOWS, (size_t)now)->machine;
}

const char *
sar_board_now_title(enum sar_board_now now)
{
	return pick(nows, NOWS, (size_t)now)->people;
}
