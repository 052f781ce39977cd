#include "retain/retain.h"

static const struct {
	const char *name;
	const char *text;
} words[] = {
	[SAR_DECISION_INSIDE] = { "inside", "inside the window" },
	[SAR_DECISION_PAST] = { "held-past-retention", "held past retention" },
	[SAR_DECISION_BOUNDARY] = { "retention-boundary",
	    "perhaps past retention: start uncertain" },
	[SAR_DECISION_EXPIRED] = { "expired",
	    "no longer held: its retention had ended" },
	[SAR_DECISION_DELETED] = { "deleted-on-schedule",
	    "deleted on schedule, after the request came" },
	[SAR_DECISION_MISSING] = { "missing", "missing: should be held" },
	[SAR_DECISION_BY_DESIGN] = { "not-recorded-by-design",
	    "not recorded by design" },
	[SAR_DECISION_UNANSWERED] = { "not-answered",
	    "not answered: nothing to record" },
	[SAR_DECISION_DAMAGED] = { "damaged", "damaged, or without sound" },
	[SAR_DECISION_UNSUPPORTED] = { "unsupported-format",
	    "in a format that cannot be redacted" },
	[SAR_DECISION_GONE_SINCE] = { "deleted-after-receipt",
	    "held past retention when the request came, deleted after that" },
};

#define N_WORDS (sizeof(words) / sizeof(words[0]))

const char *
sar_retain_decision_name(enum sar_decision decision)
{
	return (size_t)decision < N_WORDS ? words[decision].name : "unknown";
}

const char *
sar_retain_decision_text(enum sar_decision decision)
{
	return (size_t)decision < N_WORDS ? words[decision].text : "unknown";
}
