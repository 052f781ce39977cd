#include "clock/clock.h"

#include <stdlib.h>

#include "base/date.h"

#define ACKNOWLEDGE 30

/* Months of an answer, and of one that was extended (C3, C5). */
#define MONTHS 1
#define EXTENDED_MONTHS 3

/* A number of months from a day, and the paused days added to it. */
struct period {
	int32_t end;
	int32_t paused;
	bool open; /* the last question is open, and counts */
};

static int32_t
later(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

static int32_t
bounded(int64_t day)
{
	if (day < SAR_DATE_FIRST)
		return SAR_DATE_FIRST;
	return day > SAR_DATE_LAST ? SAR_DATE_LAST : (int32_t)day;
}

static int32_t
months_after(int32_t day, int months)
{
	struct sar_date date = sar_date_of_days(day);

	return bounded(sar_date_days(sar_date_add_months(date, months)));
}

/*
 * No paused day counts that lies before the start (the clock did not run) or
 * in a pause before it, and none of a question that was asked when the time
 * was up already.  The day of the question and that of the answer are both
 * left out with ${inclusive}, as the law is worded, and else just one of them.
 */
static struct period
count(const struct sar_clock *clock, int32_t start, int months, bool inclusive,
    int32_t today)
{
	struct period period = { months_after(start, months), 0, false };
	const struct sar_clock_pause *pause;
	int32_t counted = start; /* the first day that may still count */
	int32_t from, to;
	size_t i;

	for (i = 0; i < clock->n_pauses; i++) {
		pause = &clock->pauses[i];
		if (pause->seen > period.end)
			break;
		period.open = pause->answered == SAR_CLOCK_NEVER;
		to = period.open ? later(today, pause->asked) : pause->answered;
		to = bounded((int64_t)to + (inclusive ? 1 : 0));
		from = later(pause->asked, counted);
		if (to <= from)
			continue;
		period.paused += to - from;
		period.end = bounded((int64_t)period.end + (to - from));
		counted = to;
	}
	return period;
}

/* The last day for notice of an extension: C6, the smaller count. */
static int32_t
notice_by(const struct sar_clock *clock, int32_t start, int32_t today)
{
	return count(clock, start, MONTHS, false, today).end;
}

static bool
is_extended(const struct sar_clock *clock, int32_t start, int32_t today)
{
	return clock->extended != SAR_CLOCK_NEVER &&
	       clock->extended_seen <= notice_by(clock, start, today);
}

static int
months_of(const struct sar_clock *clock, int32_t start, int32_t today)
{
	return is_extended(clock, start, today) ? EXTENDED_MONTHS : MONTHS;
}

/* The need asked for first of those not ${done}. */
static struct sar_clock_wait const *
next_need(const struct sar_clock *clock, bool done[SAR_CLOCK_NEEDS],
    size_t *which)
{
	const struct sar_clock_wait *first = NULL;
	const struct sar_clock_wait *wait;
	size_t i;

	for (i = 0; i < SAR_CLOCK_NEEDS; i++) {
		wait = &clock->needs[i];
		if (done[i] || wait->asked == SAR_CLOCK_NEVER || wait->dropped)
			continue;
		if (first == NULL || wait->seen < first->seen) {
			first = wait;
			*which = i;
		}
	}
	if (first != NULL)
		done[*which] = true;
	return first;
}

/* C1.  What was asked for when the time was up cannot start the clock anew. */
static void
find_start(const struct sar_clock *clock, int32_t today,
    struct sar_clock_dates *out)
{
	bool done[SAR_CLOCK_NEEDS] = { false };
	const struct sar_clock_wait *wait;
	struct period law;
	size_t i = 0;

	out->start = clock->received;
	out->state = SAR_CLOCK_RUNNING;
	while ((wait = next_need(clock, done, &i)) != NULL) {
		law = count(clock, out->start,
		    months_of(clock, out->start, today), true, today);
		if (wait->seen > law.end)
			continue;
		out->waits[i] = wait->met == SAR_CLOCK_NEVER;
		if (out->waits[i])
			out->state = SAR_CLOCK_WAITING;
		out->start = later(out->start,
		    out->waits[i] ? today : wait->met);
	}
}

/* C4, once, at the end. */
static int32_t
roll(const struct sar_holidays *holidays, enum sar_nation nation, int32_t day,
    struct sar_clock_dates *out)
{
	struct sar_date date = sar_date_of_days(day);
	struct sar_date rolled;

	if (!sar_holidays_roll(holidays, nation, date, &rolled))
		out->covered = false;
	else if (sar_date_compare(rolled, date) != 0)
		out->rolled = true;
	return bounded(sar_date_days(rolled));
}

void
sar_clock_compute(const struct sar_clock *clock,
    const struct sar_holidays *holidays, enum sar_nation nation, int32_t today,
    struct sar_clock_dates *out)
{
	struct period law, safe;
	int months;

	*out = (struct sar_clock_dates){ .covered = true };
	find_start(clock, today, out);
	months = months_of(clock, out->start, today);
	law = count(clock, out->start, months, true, today);
	safe = count(clock, out->start, months, false, today);
	out->asking = law.open;
	if (out->state == SAR_CLOCK_RUNNING && out->asking)
		out->state = SAR_CLOCK_PAUSED;
	out->paused_inclusive = law.paused;
	out->paused_exclusive = safe.paused;
	out->extended = months == EXTENDED_MONTHS;
	out->notice_by = notice_by(clock, out->start, today);
	out->base = months_after(out->start, months);
	out->latest = roll(holidays, nation, law.end, out);
	out->safe = roll(holidays, nation, safe.end, out);
}

int32_t
sar_clock_acknowledge(int32_t received)
{
	return bounded((int64_t)received + ACKNOWLEDGE);
}

/* Is the time for the answer up, as things are? */
static bool
is_over(const struct sar_clock *clock, int32_t today)
{
	struct sar_clock_dates dates = { 0 };

	find_start(clock, today, &dates);
	return today > count(clock, dates.start,
			   months_of(clock, dates.start, today), true, today)
			   .end;
}

static enum sar_clock_wrong
ask(struct sar_clock *clock, const struct sar_clock_event *event, int32_t seen)
{
	struct sar_clock_wait *wait = &clock->needs[event->need];
	bool open = wait->asked != SAR_CLOCK_NEVER && !wait->dropped;

	if (open && !wait->failed)
		return SAR_CLOCK_ASKED_BEFORE;
	if (wait->asked != SAR_CLOCK_NEVER && event->on < wait->asked)
		return SAR_CLOCK_BACKWARDS;
	if (open && wait->met == SAR_CLOCK_NEVER) {
		wait->failed = false; /* as it was all the time */
		return SAR_CLOCK_FITS;
	}
	if (is_over(clock, seen))
		return SAR_CLOCK_OVER;
	/* What is asked for anew was asked for in time since it first was. */
	if (open)
		seen = wait->seen;
	*wait = (struct sar_clock_wait){ event->on, seen, SAR_CLOCK_NEVER,
		false, false };
	return SAR_CLOCK_FITS;
}

/* Does it change only what is thought of what came, and not the day it did? */
static bool
is_opinion(const struct sar_clock *clock, const struct sar_clock_event *event,
    int32_t seen)
{
	if (event->kind == SAR_CLOCK_MET)
		return clock->needs[event->need].met != SAR_CLOCK_NEVER;
	return event->kind == SAR_CLOCK_DOUBTED ||
	       (event->kind == SAR_CLOCK_FAILED && is_over(clock, seen));
}

static enum sar_clock_wrong
settle(struct sar_clock *clock, const struct sar_clock_event *event,
    int32_t seen)
{
	struct sar_clock_wait *wait = &clock->needs[event->need];

	if (wait->asked == SAR_CLOCK_NEVER || wait->dropped ||
	    (event->kind == SAR_CLOCK_MET && wait->met != SAR_CLOCK_NEVER &&
		!wait->failed))
		return SAR_CLOCK_NOT_ASKED;
	if (event->on < wait->asked ||
	    (wait->met != SAR_CLOCK_NEVER && event->on < wait->met))
		return SAR_CLOCK_BACKWARDS;
	if (is_opinion(clock, event, seen)) {
		wait->failed = event->kind != SAR_CLOCK_MET;
		return SAR_CLOCK_FITS;
	}
	wait->met = event->kind == SAR_CLOCK_MET ? event->on : SAR_CLOCK_NEVER;
	wait->failed = event->kind == SAR_CLOCK_FAILED;
	wait->dropped = event->kind == SAR_CLOCK_DROPPED;
	return SAR_CLOCK_FITS;
}

static struct sar_clock_pause *
last_pause(const struct sar_clock *clock)
{
	return clock->n_pauses == 0 ? NULL
				    : &clock->pauses[clock->n_pauses - 1];
}

static enum sar_clock_wrong
may_question(const struct sar_clock *clock, const struct sar_clock_event *event,
    int32_t seen)
{
	const struct sar_clock_pause *last = last_pause(clock);

	if (last != NULL && last->answered == SAR_CLOCK_NEVER)
		return SAR_CLOCK_ASKED_BEFORE;
	if (last != NULL && event->on < last->answered)
		return SAR_CLOCK_BACKWARDS;
	if (clock->n_pauses == SAR_CLOCK_PAUSES)
		return SAR_CLOCK_TOO_MANY;
	return is_over(clock, seen) ? SAR_CLOCK_OVER : SAR_CLOCK_FITS;
}

static int
question(struct sar_clock *clock, const struct sar_clock_event *event,
    int32_t seen, enum sar_clock_wrong *wrong, struct sar_err *err)
{
	struct sar_clock_pause *pauses;

	*wrong = may_question(clock, event, seen);
	if (*wrong != SAR_CLOCK_FITS)
		return 0;
	pauses = reallocarray(clock->pauses, clock->n_pauses + 1,
	    sizeof(*pauses));
	if (pauses == NULL)
		return sar_err_errno(err, "clock");
	clock->pauses = pauses;
	pauses[clock->n_pauses++] = (struct sar_clock_pause){ event->on, seen,
		SAR_CLOCK_NEVER };
	return 0;
}

static enum sar_clock_wrong
end_question(struct sar_clock *clock, const struct sar_clock_event *event)
{
	struct sar_clock_pause *last = last_pause(clock);

	if (last == NULL || last->answered != SAR_CLOCK_NEVER)
		return SAR_CLOCK_NOT_ASKED;
	if (event->on < last->asked)
		return SAR_CLOCK_BACKWARDS;
	if (event->kind == SAR_CLOCK_WITHDRAWN)
		clock->n_pauses--;
	else
		last->answered = event->on;
	return SAR_CLOCK_FITS;
}

static enum sar_clock_wrong
extend(struct sar_clock *clock, const struct sar_clock_event *event,
    int32_t seen)
{
	struct sar_clock_dates dates = { 0 };

	if (clock->extended != SAR_CLOCK_NEVER)
		return SAR_CLOCK_EXTENDED_BEFORE;
	find_start(clock, seen, &dates);
	if (dates.state == SAR_CLOCK_WAITING)
		return SAR_CLOCK_NOT_RUNNING;
	if (seen > notice_by(clock, dates.start, seen))
		return SAR_CLOCK_NOTICE_LATE;
	clock->extended = event->on;
	clock->extended_seen = seen;
	return SAR_CLOCK_FITS;
}

int
sar_clock_take(struct sar_clock *clock, const struct sar_clock_event *event,
    enum sar_clock_wrong *wrong, struct sar_err *err)
{
	int32_t seen = later(event->on, event->logged);

	*wrong = SAR_CLOCK_FITS;
	if (event->on < clock->received)
		*wrong = SAR_CLOCK_EARLY;
	else if (event->on > event->logged)
		*wrong = SAR_CLOCK_FUTURE;
	if (*wrong != SAR_CLOCK_FITS)
		return 0;
	switch (event->kind) {
	case SAR_CLOCK_ASKED:
		*wrong = ask(clock, event, seen);
		break;
	case SAR_CLOCK_MET:
	case SAR_CLOCK_FAILED:
	case SAR_CLOCK_DROPPED:
	case SAR_CLOCK_DOUBTED:
		*wrong = settle(clock, event, seen);
		break;
	case SAR_CLOCK_QUESTION:
		return question(clock, event, seen, wrong, err);
	case SAR_CLOCK_ANSWER:
	case SAR_CLOCK_WITHDRAWN:
		*wrong = end_question(clock, event);
		break;
	case SAR_CLOCK_EXTENDED:
		*wrong = extend(clock, event, seen);
		break;
	}
	return 0;
}

void
sar_clock_begin(struct sar_clock *clock, int32_t received)
{
	size_t i;

	*clock = (struct sar_clock){ .received = received,
		.extended = SAR_CLOCK_NEVER,
		.extended_seen = SAR_CLOCK_NEVER };
	for (i = 0; i < SAR_CLOCK_NEEDS; i++)
		clock->needs[i] = (struct sar_clock_wait){ SAR_CLOCK_NEVER,
			SAR_CLOCK_NEVER, SAR_CLOCK_NEVER, false, false };
}

void
sar_clock_clear(struct sar_clock *clock)
{
	free(clock->pauses);
	clock->pauses = NULL;
	clock->n_pauses = 0;
}
