#include "suggest/place.h"

#include <stdlib.h>

#define SECOND INT64_C(1000)
#define TIME_MAX INT64_C(1000000000000000) /* no sum of a few overflows */
/* Two clocks of one record that differ by more are of two moments. */
#define DRIFT_MAX 60

bool
sar_place_is_time(int64_t ms)
{
	return ms >= -TIME_MAX && ms <= TIME_MAX;
}

uint64_t
sar_place_length_ms(const struct sar_index_recording *recording)
{
	uint64_t whole, rest;

	if (recording->rate == 0)
		return 0;
	whole = recording->frames / recording->rate;
	rest = recording->frames % recording->rate;
	if (whole > INT32_MAX)
		return 0;
	return whole * 1000 +
	       (rest * 1000 + recording->rate - 1) / recording->rate;
}

const struct sar_index_use *
sar_place_use(const struct sar_suggest_question *q,
    const struct sar_index_leg *leg)
{
	size_t i;

	for (i = 0; i < leg->n_uses; i++)
		if (leg->uses[i].recording == q->recording->id)
			return &leg->uses[i];
	return NULL;
}

struct sar_place_time
sar_place_answered(const struct sar_index_leg *leg)
{
	int64_t talk = leg->talk;
	struct sar_place_time time = { leg->start * SECOND, leg->end * SECOND };

	if (leg->answered && talk > 0 && talk < leg->end - leg->start)
		time.from_ms = (leg->end - talk) * SECOND;
	return time;
}

/* How far the leg's times may be off. */
static int64_t
uncertain_ms(const struct sar_index_leg *leg)
{
	int64_t ms = (int64_t)leg->uncertain * SECOND;

	if (leg->clock != SAR_INDEX_NO_TIME &&
	    llabs(leg->clock - leg->start) <= DRIFT_MAX)
		ms += llabs(leg->clock - leg->start) * SECOND;
	return ms;
}

/* A recorder that pauses goes on where it stopped. */
static int64_t
paused_ms(const struct sar_suggest_leg *l)
{
	const struct sar_index_event *e;
	int64_t since = INT64_MIN, sum = 0;
	size_t i;

	for (i = 0; i < l->parts->n_events; i++) {
		e = &l->parts->events[i];
		if (!sar_place_is_time(e->at_ms))
			continue;
		if (e->what == SAR_EVENT_PAUSE && since == INT64_MIN)
			since = e->at_ms;
		if (e->what == SAR_EVENT_RESUME && since != INT64_MIN) {
			sum += e->at_ms > since ? e->at_ms - since : 0;
			since = INT64_MIN;
		}
	}
	if (since != INT64_MIN && l->leg->end * SECOND > since)
		sum += l->leg->end * SECOND - since;
	return sum;
}

/* As one leg tells it: exactly, or some time while it was rung. */
static struct sar_place_origin
origin_of(const struct sar_suggest_question *q, size_t nr)
{
	const struct sar_index_leg *leg = q->legs[nr].leg;
	const struct sar_index_use *use = sar_place_use(q, leg);
	struct sar_place_origin origin = { .known = use != NULL, .leg = nr };

	if (use == NULL)
		return origin;
	origin.uncertain_ms = uncertain_ms(leg);
	origin.first_ms = leg->start * SECOND;
	if (sar_place_is_time(use->offset_ms)) {
		origin.first_ms -= use->offset_ms;
		origin.last_ms = origin.first_ms;
		origin.exact = true;
	} else {
		origin.last_ms = sar_place_answered(leg).from_ms;
	}
	return origin;
}

/* The one that says where it is; else the first there was. */
static bool
is_better(const struct sar_place_origin *a, const struct sar_place_origin *b)
{
	if (!b->known || !a->known)
		return a->known;
	if (a->exact != b->exact)
		return a->exact;
	return a->first_ms < b->first_ms;
}

struct sar_place_origin
sar_place_origin(const struct sar_suggest_question *q)
{
	struct sar_place_origin best = { .known = false };
	struct sar_place_origin one;
	int64_t paused = 0;
	size_t i;

	for (i = 0; i < q->n_legs; i++) {
		one = origin_of(q, i);
		if (is_better(&one, &best))
			best = one;
		paused += paused_ms(&q->legs[i]);
	}
	best.paused_ms = sar_place_is_time(paused) ? paused : 0;
	return best;
}

bool
sar_place_clamp(const struct sar_suggest_question *q, int64_t from, int64_t to,
    int64_t by, struct sar_suggestion *out)
{
	int64_t length = (int64_t)sar_place_length_ms(q->recording);

	if (!sar_place_is_time(from))
		return false;
	if (!sar_place_is_time(to))
		to = length;
	from -= by;
	to += by;
	if (from < 0)
		from = 0;
	if (to > length)
		to = length;
	if (from >= to)
		return false;
	out->from_ms = (uint64_t)from;
	out->to_ms = (uint64_t)to;
	out->widened_ms = (uint64_t)by;
	return true;
}

bool
sar_place_span(const struct sar_suggest_question *q,
    const struct sar_place_origin *origin, size_t nr,
    const struct sar_place_time *time, struct sar_suggestion *out)
{
	int64_t by = SAR_PLACE_LEAST_MS;

	if (!origin->known)
		return false;
	/* What one record is off by, it is off by in all its times. */
	if (nr != origin->leg)
		by += origin->uncertain_ms + uncertain_ms(q->legs[nr].leg);
	return sar_place_clamp(q,
	    time->from_ms - origin->last_ms - origin->paused_ms,
	    time->to_ms - origin->first_ms, by, out);
}
