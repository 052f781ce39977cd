#include "suggest/suggest.h"

#include <stdlib.h>

#include "suggest/place.h"

#define STEP 16

struct work {
	const struct sar_suggest_question *q;
	struct sar_place_origin origin;
	struct sar_suggestions *out;
};

/* A third party of a leg. */
struct third {
	size_t leg;
	size_t party;
	uint32_t channel; /* that carries it and nobody else; 0: none known */
	bool sure;
	bool likely; /* sure once the record tells of it by itself */
};

static bool
is_outside(enum sar_place_who who)
{
	return who == SAR_PLACE_THIRD || who == SAR_PLACE_LIKELY;
}

static int
put(struct work *w, const struct sar_suggestion *s, struct sar_err *err)
{
	struct sar_suggestions *out = w->out;
	struct sar_suggestion *wide;

	if (out->n % STEP == 0) {
		wide = reallocarray(out->list, out->n + STEP, sizeof(*wide));
		if (wide == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		out->list = wide;
	}
	out->list[out->n++] = *s;
	return 0;
}

/* Whether ${stream} is of this recording and of a party there is. */
static bool
is_stream(const struct work *w, const struct sar_index_leg *leg,
    const struct sar_index_stream *stream)
{
	return stream->recording == w->q->recording->id && stream->party >= 0 &&
	       (size_t)stream->party < leg->n_parties &&
	       stream->channel < w->q->recording->channels;
}

/* The channel of a leg that carries ${party} and nobody else; 0: none. */
static uint32_t
channel_of(const struct work *w, size_t nr, size_t party)
{
	const struct sar_suggest_leg *l = &w->q->legs[nr];
	const struct sar_index_stream *s;
	uint32_t channel = 0;
	size_t i;

	if (w->q->recording->channels < 2)
		return 0;
	for (i = 0; i < l->parts->n_streams; i++) {
		s = &l->parts->streams[i];
		if (!is_stream(w, l->leg, s) || (size_t)s->party != party)
			continue;
		if (channel != 0)
			return 0; /* on several */
		channel = s->channel + 1;
	}
	for (i = 0; i < l->parts->n_streams && channel != 0; i++) {
		s = &l->parts->streams[i];
		if (is_stream(w, l->leg, s) && s->channel + 1 == channel &&
		    !is_outside(sar_place_who(w->q, l->leg, (size_t)s->party)))
			return 0;
	}
	return channel;
}

static struct sar_suggestion
begin(const struct work *w, const struct third *third,
    enum sar_suggest_record record)
{
	return (struct sar_suggestion){ .kind = SAR_SUGGEST_JOINED,
		.record = record,
		.leg = third->leg,
		.channel = w->q->joint ? 0 : third->channel,
		.sure = third->sure ||
			(third->likely && record <= SAR_SUGGEST_EVENTS) };
}

static int
put_segments(struct work *w, const struct third *third, bool *any,
    struct sar_err *err)
{
	const struct sar_index_parts *parts = w->q->legs[third->leg].parts;
	struct sar_suggestion s = begin(w, third, SAR_SUGGEST_SEGMENTS);
	const struct sar_index_segment *segment;
	size_t i;

	for (i = 0; i < parts->n_segments; i++) {
		segment = &parts->segments[i];
		if (segment->recording != w->q->recording->id ||
		    segment->party != (int)third->party)
			continue;
		*any = true;
		if (sar_place_clamp(w->q, segment->from_ms, segment->to_ms,
			SAR_PLACE_LEAST_MS, &s) &&
		    put(w, &s, err) == -1)
			return -1;
	}
	return 0;
}

static int
put_time(struct work *w, const struct third *third,
    enum sar_suggest_record record, struct sar_place_time time,
    struct sar_err *err)
{
	struct sar_suggestion s = begin(w, third, record);

	if (!sar_place_span(w->q, &w->origin, third->leg, &time, &s))
		return 0;
	return put(w, &s, err);
}

/* One who drops without having joined was there from the beginning; one who
   joins and does not drop stayed to the end. */
static int
put_events(struct work *w, const struct third *third, bool *any,
    struct sar_err *err)
{
	const struct sar_suggest_leg *l = &w->q->legs[third->leg];
	struct sar_place_time whole = { l->leg->start * 1000,
		l->leg->end * 1000 };
	struct sar_place_time time = whole;
	const struct sar_index_event *e;
	bool here = false;
	size_t i;

	for (i = 0; i < l->parts->n_events; i++) {
		e = &l->parts->events[i];
		if (e->party != (int)third->party ||
		    !sar_place_is_time(e->at_ms))
			continue;
		if (e->what == SAR_EVENT_JOIN && !here) {
			time.from_ms = e->at_ms;
			here = *any = true;
		} else if (e->what == SAR_EVENT_DROP && (here || !*any)) {
			time.to_ms = e->at_ms;
			here = false;
			*any = true;
			if (put_time(w, third, SAR_SUGGEST_EVENTS, time, err) ==
			    -1)
				return -1;
			time = whole;
		}
	}
	if (!here)
		return 0;
	time.to_ms = whole.to_ms;
	return put_time(w, third, SAR_SUGGEST_EVENTS, time, err);
}

/* As long as the leg itself. */
static int
put_leg(struct work *w, const struct third *third, struct sar_err *err)
{
	const struct sar_index_leg *leg = w->q->legs[third->leg].leg;
	const struct sar_index_use *use = sar_place_use(w->q, leg);
	struct sar_suggestion s = begin(w, third, SAR_SUGGEST_USE);
	int64_t length;

	if (use == NULL || !sar_place_is_time(use->offset_ms))
		return put_time(w, third, SAR_SUGGEST_TIMES,
		    sar_place_answered(leg), err);
	length = sar_place_is_time(use->length_ms)
		     ? use->length_ms
		     : (leg->end - leg->start) * 1000;
	if (!sar_place_clamp(w->q, use->offset_ms, use->offset_ms + length,
		SAR_PLACE_LEAST_MS, &s))
		return 0;
	return put(w, &s, err);
}

static int
put_third(struct work *w, const struct third *third, struct sar_err *err)
{
	const struct sar_index_leg *leg = w->q->legs[third->leg].leg;
	bool any = false;

	if (put_segments(w, third, &any, err) == -1 ||
	    (!any && put_events(w, third, &any, err) == -1))
		return -1;
	/* Rung, and not spoken with. */
	if (any || (!leg->answered && third->channel == 0))
		return 0;
	return put_leg(w, third, err);
}

/* Is party ${nr} one to suggest, and how sure is that? */
static bool
is_third(const struct work *w, size_t nr, size_t party, struct third *out)
{
	const struct sar_index_leg *leg = w->q->legs[nr].leg;
	enum sar_place_who who = sar_place_who(w->q, leg, party);
	bool requester = sar_place_has_requester(w->q, leg);

	*out = (struct third){ nr, party, channel_of(w, nr, party),
		who != SAR_PLACE_LIKELY, who == SAR_PLACE_LIKELY };
	if (sar_place_use(w->q, leg) == NULL)
		out->sure = false;
	if (who == SAR_PLACE_UNKNOWN) {
		/* Beside the requester it is the one who was spoken with. */
		out->sure = false;
		return !requester && leg->direction != SAR_DIRECTION_INTERNAL;
	}
	/* A further number of the requester's own leg may be anybody's. */
	if (requester && leg->parties[party].role == SAR_ROLE_OTHER &&
	    out->channel == 0)
		out->sure = false;
	return is_outside(who);
}

static int
put_joined(struct work *w, struct sar_err *err)
{
	struct third third;
	size_t i, j;

	for (i = 0; i < w->q->n_legs; i++)
		for (j = 0; j < w->q->legs[i].leg->n_parties; j++)
			if (is_third(w, i, j, &third) &&
			    put_third(w, &third, err) == -1)
				return -1;
	return 0;
}

/* What the legs say of one channel. */
struct carried {
	bool third;
	bool other;
	bool unsure; /* that it is one, or what other legs have on it */
	size_t leg;  /* the first that says a third party is on it */
};

static void
add_voice(const struct work *w, struct carried *c, size_t nr, size_t party)
{
	enum sar_place_who who = sar_place_who(w->q, w->q->legs[nr].leg, party);

	if (!is_outside(who)) {
		c->other = true;
		return;
	}
	c->unsure = c->unsure || who == SAR_PLACE_LIKELY;
	if (!c->third)
		c->leg = nr;
	c->third = true;
}

static struct carried
carried_by(const struct work *w, uint32_t channel)
{
	struct carried c = { .third = false };
	const struct sar_suggest_leg *l;
	const struct sar_index_stream *s;
	size_t i, j;
	bool told;

	for (i = 0; i < w->q->n_legs; i++) {
		l = &w->q->legs[i];
		told = sar_place_use(w->q, l->leg) == NULL;
		for (j = 0; j < l->parts->n_streams; j++) {
			s = &l->parts->streams[j];
			if (!is_stream(w, l->leg, s))
				continue;
			told = true;
			if (s->channel == channel)
				add_voice(w, &c, i, (size_t)s->party);
		}
		c.unsure = c.unsure || !told;
	}
	return c;
}

static int
put_channels(struct work *w, struct sar_err *err)
{
	struct sar_suggestion s = { .kind = SAR_SUGGEST_CHANNEL,
		.record = SAR_SUGGEST_STREAMS,
		.to_ms = sar_place_length_ms(w->q->recording) };
	struct carried c;
	uint32_t i;

	if (w->q->joint || w->q->recording->channels < 2 || s.to_ms == 0)
		return 0;
	for (i = 0; i < w->q->recording->channels; i++) {
		c = carried_by(w, i);
		if (!c.third || c.other)
			continue;
		s.channel = i + 1;
		s.leg = c.leg;
		s.sure = !c.unsure;
		if (put(w, &s, err) == -1)
			return -1;
	}
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const struct sar_suggestion *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind == SAR_SUGGEST_CHANNEL ? -1 : 1;
	if (x->from_ms != y->from_ms)
		return x->from_ms < y->from_ms ? -1 : 1;
	if (x->to_ms != y->to_ms)
		return x->to_ms < y->to_ms ? -1 : 1;
	if (x->channel != y->channel)
		return x->channel < y->channel ? -1 : 1;
	if (x->sure != y->sure)
		return x->sure ? -1 : 1;
	return (x->record > y->record) - (x->record < y->record);
}

/* Does ${a} say all that ${b} does? */
static bool
covers(const struct sar_suggestion *a, const struct sar_suggestion *b)
{
	if (a->kind == SAR_SUGGEST_CHANNEL && a->sure)
		return a->channel == b->channel;
	return a->from_ms == b->from_ms && a->to_ms == b->to_ms &&
	       a->channel == b->channel;
}

/* In order, and without those that another one says as well. */
static void
tidy(struct sar_suggestions *out)
{
	size_t i, j, n = 0;

	if (out->n > 0)
		qsort(out->list, out->n, sizeof(*out->list), compare);
	for (i = 0; i < out->n; i++) {
		for (j = 0; j < n; j++)
			if (covers(&out->list[j], &out->list[i]))
				break;
		if (j == n)
			out->list[n++] = out->list[i];
	}
	out->n = n;
}

struct sar_suggestions *
sar_suggest_make(const struct sar_suggest_question *question,
    struct sar_err *err)
{
	struct work w = { .q = question };

	if ((w.out = calloc(1, sizeof(*w.out))) == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	w.origin = sar_place_origin(question);
	if (put_channels(&w, err) == -1 || put_joined(&w, err) == -1) {
		sar_suggest_free(w.out);
		return NULL;
	}
	tidy(w.out);
	return w.out;
}

void
sar_suggest_free(struct sar_suggestions *suggestions)
{
	if (suggestions == NULL)
		return;
	free(suggestions->list);
	free(suggestions);
}

const char *
sar_suggest_record_name(enum sar_suggest_record record)
{
	static const char *const names[] = { "streams", "segments", "events",
		"use", "times" };

	return names[record];
}
