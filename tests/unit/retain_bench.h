#ifndef TESTS_UNIT_RETAIN_BENCH_H
#define TESTS_UNIT_RETAIN_BENCH_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "retain/retain.h"

/* A small world of calls, put together by a test. */

#define BENCH 24
#define KEY_DDI 441632960000 /* the contact centre */
#define KEY_OTHER 441632960999
#define KEY_AGENT (-12001)

struct bench {
	struct sar_calls calls;
	struct sar_calls_leg legs[BENCH];
	struct sar_index_party parties[BENCH][4];
	struct sar_index_recording recordings[BENCH];
	struct sar_calls_link links[BENCH * BENCH];
	int64_t recorded[2];
	struct sar_retain_policy policy;
	struct sar_zone *zone;
};

static inline void
bench_clear(struct bench *b)
{
	struct sar_zone *zone = b->zone;

	memset(b, 0, sizeof(*b));
	b->zone = zone;
	b->calls.legs = b->legs;
	b->calls.recordings = b->recordings;
	b->calls.links = b->links;
	b->recorded[0] = KEY_DDI;
	b->recorded[1] = KEY_AGENT;
	b->policy = (struct sar_retain_policy){ 6, b->recorded, 2 };
}

static inline void
bench_open(struct bench *b)
{
	struct sar_err err = SAR_ERR_INIT;

	b->zone = sar_zone_open("Europe/London", &err);
	assert_non_null(b->zone);
	bench_clear(b);
}

static inline void
bench_close(struct bench *b)
{
	sar_zone_free(b->zone);
}

static inline int64_t
bench_utc(const char *text)
{
	int64_t out;

	assert_true(sar_utc_parse(text, &out));
	return out;
}

static inline struct sar_date
bench_date(const char *text)
{
	struct sar_date out;

	assert_true(sar_date_parse(text, &out));
	return out;
}

/* An answered leg of a minute, with one party, the contact centre's. */
static inline struct sar_calls_leg *
bench_leg(struct bench *b, const char *group, const char *start)
{
	struct sar_calls_leg *out = &b->legs[b->calls.n_legs];

	out->leg.parties = b->parties[b->calls.n_legs++];
	out->match = SAR_MATCH_NUMBER;
	out->leg.system = "asterisk";
	out->leg.ref = "";
	out->leg.group = group;
	out->leg.start = bench_utc(start);
	out->leg.end = out->leg.start + 60;
	out->leg.talk = 60;
	out->leg.clock = SAR_INDEX_NO_TIME;
	out->leg.answered = true;
	out->leg.start_raw = "";
	out->leg.parties[0].role = SAR_ROLE_ENTRY;
	out->leg.parties[0].raw = "";
	out->leg.parties[0].number.kind = SAR_PHONE_E164;
	out->leg.parties[0].number.key = KEY_DDI;
	out->leg.n_parties = 1;
	return out;
}

static inline struct sar_index_recording *
bench_recording(struct bench *b, const char *path)
{
	struct sar_index_recording *out =
	    &b->recordings[b->calls.n_recordings++];

	out->id = (int64_t)b->calls.n_recordings;
	out->path = path;
	out->state = SAR_RECORDING_PRESENT;
	out->codec = "";
	out->finding = "";
	return out;
}

static inline void
bench_link(struct bench *b, size_t leg, size_t recording)
{
	b->links[b->calls.n_links++] = (struct sar_calls_link){ leg,
		recording };
}

static inline struct sar_items *
bench_decide(const struct bench *b, const char *received)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_items *items = sar_retain_decide(&b->calls, &b->policy,
	    b->zone, bench_date(received), &err);

	if (items == NULL)
		print_message("%s\n", err.msg);
	assert_non_null(items);
	assert_ptr_equal(items->calls, &b->calls);
	return items;
}

#endif
