#ifndef SAR_RETAIN_RETAIN_H
#define SAR_RETAIN_RETAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil.h"
#include "base/err.h"
#include "base/zone.h"
#include "index/search.h"

/*
 * What is to be done with each recording, by the organisation's retention
 * rule and what it records at all.  Pure: no files, no clock.
 */
enum sar_decision {
	SAR_DECISION_INSIDE,     /* held, inside the retention window */
	SAR_DECISION_PAST,       /* held past retention: staff decide */
	SAR_DECISION_BOUNDARY,   /* uncertain start, or two clocks that differ,
				    make the last day so */
	SAR_DECISION_EXPIRED,    /* gone, and its window had ended */
	SAR_DECISION_DELETED,    /* gone: inside the window on the day the
				    request came, and deleted when that ended */
	SAR_DECISION_GONE_SINCE, /* gone: past its window on the day the request
				    came, still held then, and deleted since */
	SAR_DECISION_MISSING,    /* gone, inside the window: a failure */
	SAR_DECISION_BY_DESIGN,  /* this kind of call is not recorded */
	SAR_DECISION_UNANSWERED, /* nobody spoke: nothing to record */
	SAR_DECISION_DAMAGED,    /* cannot be decoded, or holds no audio */
	SAR_DECISION_UNSUPPORTED /* a format this release cannot redact */
};

/* What the organisation keeps and records: the policy of sar.conf(5). */
struct sar_retain_policy {
	int months; /* retention in calendar months */
	/* Numbers and extensions whose calls are recorded, by key; a call
	   that came in on, was made from or answered by none of them is not
	   recorded by design. */
	const int64_t *recorded;
	size_t n_recorded;
};

/* One row of the answer: a recording, or a call that has none. */
struct sar_item {
	unsigned number; /* 1, 2, ... in order of start */
	const struct sar_index_recording *recording; /* NULL when none */
	const size_t *legs; /* indices into calls->legs, in order; owned */
	size_t n_legs;
	bool possible; /* found only by a probable number: a person decides */
	enum sar_decision decision;
	struct sar_civil start;   /* local, of the first leg */
	struct sar_date last_day; /* of its retention */
	bool uncertain; /* start lies in an hour the clock repeats or skips */
	bool clocks_differ;     /* another clock puts it on the other side of
				   the last day: */
	struct sar_civil other; /* its start by that clock, local */
};

struct sar_items {
	struct sar_item *items;
	size_t n;
	const struct sar_calls *calls; /* borrowed */
	size_t *legs;                  /* what the items' legs point into */
};

/** sar_retain_last_day: Last local day of retention of a call on ${day}. */
struct sar_date sar_retain_last_day(struct sar_date day, int months);

/**
 * sar_retain_past: Is what began at ${latest}, the latest there is a reason to
 * think of, past its retention on ${today}?  *${last_day} is its last day.  For
 * whoever deletes: what might still be kept is not past.
 */
bool sar_retain_past(const struct sar_retain_policy *policy,
    const struct sar_zone *zone, int64_t latest, struct sar_date today,
    struct sar_date *last_day);

/**
 * sar_retain_decide(calls, policy, zone, received, err):
 * One item for each recording of ${calls}, and one for each group that has
 * none; a leg without a recording goes with each recording of its group.
 * Retention is counted forward from the local day of the item's first leg and
 * judged against ${received}, the day the request came (UK GDPR Art. 15:
 * the request is about what was held then; reference S3, S5, T4, T7).  What
 * was deleted after ${received} was held then, and is never EXPIRED.  What
 * is held past it is PAST or BOUNDARY even when it is damaged or in an
 * unsupported format: the recording's state says so, staff decide first.
 * The caller frees the result, ${calls} outlives it.  NULL with ${err} set
 * when memory runs out, and to SAR_ECORRUPT for a recording of no leg.
 */
SAR_MUST_CHECK struct sar_items *sar_retain_decide(const struct sar_calls
						       *calls,
    const struct sar_retain_policy *policy, const struct sar_zone *zone,
    struct sar_date received, struct sar_err *err);
void sar_retain_free(struct sar_items *items);

/** sar_retain_decision_name: "inside", "held-past-retention", ... for machines.
 */
const char *sar_retain_decision_name(enum sar_decision decision);

/** sar_retain_decision_text: The same for people, as "inside the window". */
const char *sar_retain_decision_text(enum sar_decision decision);

#endif
