/* What the index knows of third parties, for calls made by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "suggest/suggest.h"

#define REQUESTER 441632960123
#define ENTRY 441632960000
#define OTHER 447700900456
#define SECOND_OTHER 447700900789
#define AGENT (-12001)
#define COLLEAGUE (-12002)
#define WITHHELD INT64_MIN
#define LEGS 4
#define BASE INT64_C(1780002000)

/* A world of one recording: 60 seconds of two channels, begun at BASE. */
struct world {
	struct sar_index_recording recording;
	struct sar_index_leg legs[LEGS];
	struct sar_index_party parties[LEGS][4];
	struct sar_index_use uses[LEGS];
	struct sar_index_parts parts[LEGS];
	struct sar_index_event events[LEGS][4];
	struct sar_index_stream streams[LEGS][4];
	struct sar_index_segment segments[LEGS][4];
	struct sar_suggest_leg asked[LEGS];
	size_t n;
	int64_t requester[1];
	int64_t own[2];
	bool joint;
};

static void
begin(struct world *w)
{
	memset(w, 0, sizeof(*w));
	w->recording = (struct sar_index_recording){ .id = 7,
		.frames = 480000,
		.rate = 8000,
		.channels = 2,
		.codec = "alaw" };
	w->requester[0] = REQUESTER;
	w->own[0] = ENTRY;
}

static void
party(struct world *w, enum sar_role role, int64_t key)
{
	struct sar_index_leg *leg = &w->legs[w->n - 1];
	struct sar_index_party *p = &leg->parties[leg->n_parties++];

	p->role = role;
	p->number.kind = key == WITHHELD ? SAR_PHONE_WITHHELD
			 : key < 0       ? SAR_PHONE_LOCAL
					 : SAR_PHONE_E164;
	p->number.key = key == WITHHELD ? 0 : key;
	p->number.certain = key > 0;
}

/* A leg in the recording, ${from} to ${to} seconds after BASE, spoken on. */
static struct sar_index_leg *
leg(struct world *w, int64_t from, int64_t to, int64_t caller, int64_t called)
{
	size_t nr = w->n++;
	struct sar_index_leg *out = &w->legs[nr];

	out->start = BASE + from;
	out->end = BASE + to;
	out->talk = (uint32_t)(to - from);
	out->clock = SAR_INDEX_NO_TIME;
	out->answered = true;
	out->direction = SAR_DIRECTION_IN;
	out->parties = w->parties[nr];
	w->uses[nr] = (struct sar_index_use){ 7, SAR_INDEX_NO_TIME,
		SAR_INDEX_NO_TIME };
	out->uses = &w->uses[nr];
	out->n_uses = 1;
	w->parts[nr].events = w->events[nr];
	w->parts[nr].streams = w->streams[nr];
	w->parts[nr].segments = w->segments[nr];
	w->asked[nr] = (struct sar_suggest_leg){ out, &w->parts[nr] };
	party(w, SAR_ROLE_CALLER, caller);
	party(w, SAR_ROLE_CALLED, called);
	return out;
}

static void
stream(struct world *w, uint32_t channel, int nr)
{
	struct sar_index_parts *parts = &w->parts[w->n - 1];

	parts->streams[parts->n_streams++] = (struct sar_index_stream){ 7,
		channel, nr };
}

static void
event(struct world *w, enum sar_event what, int nr, int64_t at_ms)
{
	struct sar_index_parts *parts = &w->parts[w->n - 1];

	parts->events[parts->n_events++] = (struct sar_index_event){ what, nr,
		BASE * 1000 + at_ms };
}

/* A world in which the requester spoke with an agent, all along. */
static void
begin_call(struct world *w)
{
	begin(w);
	leg(w, 0, 60, REQUESTER, AGENT);
}

/* The organisation called a third party into it. */
static void
call_a_third(struct world *w)
{
	party(w, SAR_ROLE_CALLED, OTHER);
	w->legs[0].direction = SAR_DIRECTION_OUT;
}

/* The suggestions, "KIND FROM TO CHANNEL RECORD LEG", "?" when not sure. */
static void
suggests(struct world *w, const char *expected)
{
	const struct sar_suggest_question question = { &w->recording, w->asked,
		w->n, w->requester, 1, w->own, 1, w->joint };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_suggestions *out = sar_suggest_make(&question, &err);
	char text[1024] = "";
	size_t used = 0, i;

	assert_non_null(out);
	for (i = 0; i < out->n; i++) {
		const struct sar_suggestion *s = &out->list[i];

		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    "%s%s %.3f %.3f %u %s %zu\n", s->sure ? "" : "? ",
		    s->kind == SAR_SUGGEST_CHANNEL ? "channel" : "joined",
		    (double)s->from_ms / 1000, (double)s->to_ms / 1000,
		    s->channel, sar_suggest_record_name(s->record), s->leg);
	}
	sar_suggest_free(out);
	assert_string_equal(text, expected);
}

static void
the_requester_and_the_organisation_are_nobody_else(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	party(&w, SAR_ROLE_ENTRY, 441632960055);
	party(&w, SAR_ROLE_OTHER, ENTRY);
	suggests(&w, "");
	/* Transferred to a colleague, the same call. */
	leg(&w, 30, 60, REQUESTER, COLLEAGUE);
	suggests(&w, "");
	/* A number that is in no list is the organisation's where the call
	   that came in was for it, or it went out from it. */
	leg(&w, 0, 60, REQUESTER, 441632960777);
	suggests(&w, "");
	w.legs[2].direction = SAR_DIRECTION_UNKNOWN;
	suggests(&w, "");
	leg(&w, 0, 60, 441632960777, REQUESTER)->direction = SAR_DIRECTION_OUT;
	suggests(&w, "");
}

static void
a_second_caller_in_a_conference_joined_and_left(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	leg(&w, 20, 40, OTHER, AGENT);
	/* Whole seconds on either side. */
	suggests(&w, "joined 19.000 41.000 0 times 1\n");
	/* Nobody spoke while it rang. */
	w.legs[1].talk = 15;
	suggests(&w, "joined 24.000 41.000 0 times 1\n");
	/* Nor at all: it was not answered. */
	w.legs[1].answered = false;
	suggests(&w, "");
}

static void
what_times_do_not_say_widens_the_span(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	leg(&w, 20, 40, OTHER, AGENT);
	/* The recording may have begun when it rang, or when it was answered
	   ten seconds later. */
	w.legs[0].talk = 50;
	suggests(&w, "joined 9.000 41.000 0 times 1\n");
	w.legs[0].talk = 60;
	w.legs[1].uncertain = 3;
	suggests(&w, "joined 16.000 44.000 0 times 1\n");
	w.legs[0].uncertain = 2;
	suggests(&w, "joined 14.000 46.000 0 times 1\n");
	/* Clocks of one record a few seconds apart; far apart they are of two
	   moments. */
	w.legs[1].clock = w.legs[1].start - 4;
	suggests(&w, "joined 10.000 50.000 0 times 1\n");
	w.legs[1].clock = w.legs[1].start - 400;
	suggests(&w, "joined 14.000 46.000 0 times 1\n");
	w.legs[1].uncertain = 3600;
	suggests(&w, "joined 0.000 60.000 0 times 1\n");
}

static void
a_pause_of_the_recorder_moves_what_follows(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	event(&w, SAR_EVENT_PAUSE, SAR_INDEX_NO_PARTY, 5000);
	event(&w, SAR_EVENT_RESUME, SAR_INDEX_NO_PARTY, 13000);
	leg(&w, 20, 40, OTHER, AGENT);
	suggests(&w, "joined 11.000 41.000 0 times 1\n");
}

static void
where_the_record_says_where_it_counts(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	leg(&w, 500, 520, OTHER, AGENT);
	w.uses[1].offset_ms = 30500;
	w.uses[1].length_ms = 10250;
	suggests(&w, "joined 29.500 41.750 0 use 1\n");
	w.uses[1].length_ms = SAR_INDEX_NO_TIME;
	suggests(&w, "joined 29.500 51.500 0 use 1\n");
	/* And tells when the recording began, for the others. */
	leg(&w, 480, 490, SECOND_OTHER, AGENT);
	suggests(&w, "joined 9.500 21.500 0 times 2\n"
		     "joined 29.500 51.500 0 use 1\n");
}

static void
segments_are_surer_than_events_and_these_than_the_leg(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	call_a_third(&w);
	suggests(&w, "joined 0.000 60.000 0 times 0\n");
	event(&w, SAR_EVENT_JOIN, 2, 10500);
	suggests(&w, "joined 9.500 60.000 0 events 0\n");
	event(&w, SAR_EVENT_DROP, 2, 20500);
	suggests(&w, "joined 9.500 21.500 0 events 0\n");
	event(&w, SAR_EVENT_JOIN, 2, 30000);
	suggests(&w, "joined 9.500 21.500 0 events 0\n"
		     "joined 29.000 60.000 0 events 0\n");
	w.segments[0][0] = (struct sar_index_segment){ 7, 12000, 22000, 2 };
	w.segments[0][1] = (struct sar_index_segment){ 8, 0, 60000, 2 };
	w.segments[0][2] = (struct sar_index_segment){ 7, 0, 60000, 0 };
	w.parts[0].n_segments = 3;
	suggests(&w, "joined 11.000 23.000 0 segments 0\n");
}

static void
one_who_only_drops_was_there_from_the_beginning(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	call_a_third(&w);
	event(&w, SAR_EVENT_DROP, 2, 20500);
	suggests(&w, "joined 0.000 21.500 0 events 0\n");
}

static void
a_channel_of_a_third_party_alone_is_one_suggestion(void **state)
{
	struct world w;

	(void)state;
	begin(&w);
	leg(&w, 0, 60, REQUESTER, OTHER)->direction = SAR_DIRECTION_OUT;
	stream(&w, 0, 0);
	stream(&w, 1, 1);
	suggests(&w, "channel 0.000 60.000 2 streams 0\n");
	/* Another leg has its agent on it: only for the while of the first. */
	leg(&w, 30, 60, REQUESTER, AGENT);
	stream(&w, 0, 0);
	stream(&w, 1, 1);
	w.legs[0].end = BASE + 30;
	w.legs[0].talk = 30;
	suggests(&w, "joined 0.000 31.000 2 times 0\n");
	/* A leg that says nothing of channels leaves it open. */
	w.parts[1].n_streams = 0;
	suggests(&w, "? channel 0.000 60.000 2 streams 0\n"
		     "joined 0.000 31.000 2 times 0\n");
	/* One channel is no channel. */
	w.recording.channels = 1;
	suggests(&w, "joined 0.000 31.000 0 times 0\n");
}

static void
no_channel_is_told_apart_where_they_are_coded_together(void **state)
{
	struct world w;

	(void)state;
	begin(&w);
	w.joint = true;
	leg(&w, 0, 60, REQUESTER, OTHER)->direction = SAR_DIRECTION_OUT;
	stream(&w, 0, 0);
	stream(&w, 1, 1);
	suggests(&w, "joined 0.000 60.000 0 times 0\n");
	/* On a channel of its own, it is heard although nobody answered. */
	w.legs[0].answered = false;
	suggests(&w, "joined 0.000 60.000 0 times 0\n");
}

static void
a_channel_the_requester_is_on_too_is_never_suggested(void **state)
{
	struct world w;

	(void)state;
	begin(&w);
	leg(&w, 0, 60, REQUESTER, OTHER)->direction = SAR_DIRECTION_OUT;
	stream(&w, 1, 0);
	stream(&w, 1, 1);
	suggests(&w, "joined 0.000 60.000 0 times 0\n");
	/* Nor is one of two that carry the third party. */
	w.parts[0].n_streams = 0;
	stream(&w, 0, 1);
	stream(&w, 1, 1);
	stream(&w, 0, 0);
	suggests(&w, "channel 0.000 60.000 2 streams 0\n"
		     "joined 0.000 60.000 0 times 0\n");
}

static void
a_consultation_without_a_recording_may_be_in_this_one(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	leg(&w, 20, 30, AGENT, OTHER)->direction = SAR_DIRECTION_OUT;
	w.legs[1].n_uses = 0;
	suggests(&w, "? joined 19.000 31.000 0 times 1\n");
	/* One between colleagues is of no third party. */
	leg(&w, 40, 50, AGENT, COLLEAGUE)->direction = SAR_DIRECTION_INTERNAL;
	suggests(&w, "? joined 19.000 31.000 0 times 1\n");
}

static void
a_file_of_several_calls_has_other_peoples_in_it(void **state)
{
	struct world w;

	(void)state;
	begin(&w);
	leg(&w, 0, 20, OTHER, AGENT);
	leg(&w, 20, 40, REQUESTER, AGENT);
	leg(&w, 40, 60, WITHHELD, AGENT);
	leg(&w, 90, 99, OTHER, AGENT); /* not in it any longer */
	suggests(&w, "joined 0.000 21.000 0 times 0\n"
		     "? joined 39.000 60.000 0 times 2\n");
}

static void
a_number_beside_the_requesters_is_not_sure(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	party(&w, SAR_ROLE_OTHER, OTHER);
	suggests(&w, "? joined 0.000 60.000 0 times 0\n");
	/* Somebody who withholds the number is the one spoken with. */
	w.parties[0][2].number.kind = SAR_PHONE_WITHHELD;
	w.parties[0][2].number.key = 0;
	suggests(&w, "");
}

static void
one_called_beside_the_organisation_is_likely_a_third(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	party(&w, SAR_ROLE_CALLED, OTHER);
	suggests(&w, "? joined 0.000 60.000 0 times 0\n");
	stream(&w, 0, 0);
	stream(&w, 1, 2);
	suggests(&w, "? channel 0.000 60.000 2 streams 0\n");
	w.parts[0].n_streams = 0;
	event(&w, SAR_EVENT_JOIN, 2, 10000);
	suggests(&w, "joined 9.000 60.000 0 events 0\n");
}

static void
an_index_that_lies_is_survived(void **state)
{
	struct world w;

	(void)state;
	begin_call(&w);
	leg(&w, 20, 40, OTHER, AGENT);
	w.uses[1].offset_ms = INT64_MAX - 1;
	w.uses[1].length_ms = INT64_MAX;
	suggests(&w, "joined 19.000 41.000 0 times 1\n");
	w.uses[1].offset_ms = 10;
	suggests(&w, "joined 0.000 21.010 0 use 1\n");
	w.uses[1].offset_ms = SAR_INDEX_NO_TIME;
	w.segments[1][0] = (struct sar_index_segment){ 7, 1000, INT64_MAX, 0 };
	w.parts[1].n_segments = 1;
	suggests(&w, "joined 0.000 60.000 0 segments 1\n");
	w.parts[1].n_segments = 0;
	w.events[1][0] = (struct sar_index_event){ SAR_EVENT_JOIN, 0,
		INT64_MAX };
	w.events[1][1] = (struct sar_index_event){ SAR_EVENT_PAUSE, 63,
		INT64_MIN + 1 };
	w.parts[1].n_events = 2;
	stream(&w, UINT32_MAX, 0);
	stream(&w, 1, 63);
	suggests(&w, "joined 19.000 41.000 0 times 1\n");
	w.recording.rate = 0;
	suggests(&w, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_requester_and_the_organisation_are_nobody_else),
		cmocka_unit_test(
		    a_second_caller_in_a_conference_joined_and_left),
		cmocka_unit_test(what_times_do_not_say_widens_the_span),
		cmocka_unit_test(a_pause_of_the_recorder_moves_what_follows),
		cmocka_unit_test(where_the_record_says_where_it_counts),
		cmocka_unit_test(
		    segments_are_surer_than_events_and_these_than_the_leg),
		cmocka_unit_test(
		    one_who_only_drops_was_there_from_the_beginning),
		cmocka_unit_test(
		    a_channel_of_a_third_party_alone_is_one_suggestion),
		cmocka_unit_test(
		    no_channel_is_told_apart_where_they_are_coded_together),
		cmocka_unit_test(
		    a_channel_the_requester_is_on_too_is_never_suggested),
		cmocka_unit_test(
		    a_consultation_without_a_recording_may_be_in_this_one),
		cmocka_unit_test(
		    a_file_of_several_calls_has_other_peoples_in_it),
		cmocka_unit_test(a_number_beside_the_requesters_is_not_sure),
		cmocka_unit_test(
		    one_called_beside_the_organisation_is_likely_a_third),
		cmocka_unit_test(an_index_that_lies_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
