#include "retain/judge.h"

/* Where a call lies, as far as its record tells. */
enum window {
	WITHIN,
	BEYOND,
	UNSURE /* its start may be on the one or the other day */
};

static const struct sar_index_leg *
leg_of(const struct sar_judge *judge, const struct sar_item *item, size_t i)
{
	return &judge->calls->legs[item->legs[i]].leg;
}

static int64_t
earlier(int64_t utc, uint32_t by)
{
	return utc < INT64_MIN + (int64_t)by ? INT64_MIN : utc - by;
}

static int64_t
later(int64_t utc, uint32_t by)
{
	return utc > INT64_MAX - (int64_t)by ? INT64_MAX : utc + by;
}

/* Rule T4: inside through the end of the last day, by local dates (T6). */
static bool
is_within(const struct sar_judge *judge, int64_t start)
{
	struct sar_civil local = sar_zone_local(judge->zone, start);
	struct sar_date last = sar_retain_last_day(local.date,
	    judge->policy->months);

	return sar_date_compare(judge->received, last) <= 0;
}

/* The earliest and the latest that the leg may have begun. */
struct span {
	int64_t first;
	int64_t last;
};

/*
 * A start in the hour the clock repeats may be later than the index has it,
 * one in the hour it skips may be off either way: rule T2.  Where the record
 * has a second clock (the name of the file, the id of the channel), either
 * may be the one that is right.
 */
static struct span
span_of(const struct sar_index_leg *leg)
{
	struct span span = { earlier(leg->start, leg->uncertain),
		later(leg->start, leg->uncertain) };

	if (leg->clock == SAR_INDEX_NO_TIME)
		return span;
	if (leg->clock < span.first)
		span.first = leg->clock;
	if (leg->clock > span.last)
		span.last = leg->clock;
	return span;
}

static enum window
window_of(const struct sar_judge *judge, const struct sar_item *item)
{
	struct span all = span_of(leg_of(judge, item, 0));
	struct span one;
	size_t i;

	for (i = 1; i < item->n_legs; i++) {
		one = span_of(leg_of(judge, item, i));
		if (one.first < all.first)
			all.first = one.first;
		if (one.last < all.last)
			all.last = one.last;
	}
	if (is_within(judge, all.first))
		return WITHIN;
	return is_within(judge, all.last) ? UNSURE : BEYOND;
}

/* The other clock's time, where it alone would put the item elsewhere. */
static void
note_other_clock(const struct sar_judge *judge, struct sar_item *item)
{
	const struct sar_index_leg *leg;
	int64_t start = leg_of(judge, item, 0)->start;
	size_t i;

	for (i = 0; i < item->n_legs && !item->clocks_differ; i++) {
		leg = leg_of(judge, item, i);
		if (leg->clock == SAR_INDEX_NO_TIME ||
		    is_within(judge, leg->clock) == is_within(judge, start))
			continue;
		item->clocks_differ = true;
		item->other = sar_zone_local(judge->zone, leg->clock);
	}
}

/*
 * What counts is what was held on the day the request came (rules S3, S4): what
 * a purge deleted after that day was held, in or past its window, and is never
 * told of as gone by then (rule D6).
 */
static enum sar_decision
decide_gone(const struct sar_judge *judge,
    const struct sar_index_recording *recording, enum window window)
{
	bool since = recording != NULL &&
		     sar_index_recording_found(recording, SAR_INDEX_PURGED) &&
		     recording->deleted_on > sar_date_days(judge->received);

	if (window == BEYOND)
		return since ? SAR_DECISION_GONE_SINCE : SAR_DECISION_EXPIRED;
	/* When it might have been due to be here, it is missed. */
	return since ? SAR_DECISION_DELETED : SAR_DECISION_MISSING;
}

/*
 * Being past retention is no exemption (rule S4): what is held past it waits
 * for staff, before anybody asks whether it can be played.
 */
static enum sar_decision
decide_recording(const struct sar_judge *judge,
    const struct sar_index_recording *recording, enum window window)
{
	if (recording->state == SAR_RECORDING_MISSING)
		return decide_gone(judge, recording, window);
	if (window == BEYOND)
		return SAR_DECISION_PAST;
	if (window == UNSURE)
		return SAR_DECISION_BOUNDARY;
	if (recording->state == SAR_RECORDING_PRESENT)
		return SAR_DECISION_INSIDE;
	if (recording->state == SAR_RECORDING_UNSUPPORTED)
		return SAR_DECISION_UNSUPPORTED;
	return SAR_DECISION_DAMAGED;
}

static bool
is_recorded_key(const struct sar_retain_policy *policy, int64_t key)
{
	size_t i;

	/* 0 is the key of all numbers that were withheld or not read. */
	if (key == 0)
		return false;
	for (i = 0; i < policy->n_recorded; i++)
		if (policy->recorded[i] == key)
			return true;
	return false;
}

static bool
has_recorded_party(const struct sar_retain_policy *policy,
    const struct sar_index_leg *leg)
{
	size_t i;

	for (i = 0; i < leg->n_parties; i++)
		if (is_recorded_key(policy, leg->parties[i].number.key))
			return true;
	return false;
}

/* A call of which the index names no recording. */
static enum sar_decision
decide_unrecorded(const struct sar_judge *judge, const struct sar_item *item,
    enum window window)
{
	const struct sar_index_leg *leg;
	bool spoken = false;
	bool expected = false;
	size_t i;

	for (i = 0; i < item->n_legs; i++) {
		leg = leg_of(judge, item, i);
		spoken = spoken || (leg->answered && leg->talk > 0);
		expected = expected || has_recorded_party(judge->policy, leg);
	}
	if (!spoken)
		return SAR_DECISION_UNANSWERED;
	if (!expected)
		return SAR_DECISION_BY_DESIGN;
	return decide_gone(judge, NULL, window);
}

void
sar_judge_item(const struct sar_judge *judge, struct sar_item *item)
{
	enum window window = window_of(judge, item);
	int64_t start = leg_of(judge, item, 0)->start;
	size_t i;

	item->start = sar_zone_local(judge->zone, start);
	item->last_day = sar_retain_last_day(item->start.date,
	    judge->policy->months);
	for (i = 0; i < item->n_legs; i++)
		if (leg_of(judge, item, i)->uncertain > 0)
			item->uncertain = true;
	note_other_clock(judge, item);
	item->decision = item->recording == NULL
			     ? decide_unrecorded(judge, item, window)
			     : decide_recording(judge, item->recording, window);
}
