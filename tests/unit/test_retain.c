#include "retain_bench.h"

#include <stdio.h>
#include <stdlib.h>

#define SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define WINDOW_VECTORS 18

/* The decision on one recording in ${state}, received on ${received}. */
static enum sar_decision
decide_one(const char *start, uint32_t uncertain,
    enum sar_recording_state state, const char *received)
{
	struct bench b;
	struct sar_items *items;
	enum sar_decision decision;

	bench_open(&b);
	bench_leg(&b, "g", start)->leg.uncertain = uncertain;
	bench_recording(&b, "a.wav")->state = state;
	bench_link(&b, 0, 0);
	items = bench_decide(&b, received);
	assert_int_equal(items->n, 1);
	assert_int_equal(items->items[0].uncertain, uncertain > 0);
	decision = items->items[0].decision;
	sar_retain_free(items);
	bench_close(&b);
	return decision;
}

static void
each_window_vector_decides_a_recording(void **state)
{
	const char *tests = getenv("SAR_TESTS");
	char path[512], line[256];
	char *rest = line, *call, *received;
	enum sar_decision want;
	unsigned n = 0;
	FILE *f;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/vectors/time-vectors.csv",
	    tests == NULL ? "tests" : tests);
	f = fopen(path, "re");
	assert_non_null(f);
	for (; fgets(line, sizeof(line), f) != NULL; rest = line) {
		if (strcmp(strsep(&rest, ","), "in_window") != 0)
			continue;
		call = strsep(&rest, ",");
		received = strsep(&rest, ",");
		want = strcmp(strsep(&rest, ","), "yes") == 0
			   ? SAR_DECISION_INSIDE
			   : SAR_DECISION_PAST;
		assert_int_equal(decide_one(call, 0, SAR_RECORDING_PRESENT,
				     received),
		    want);
		n++;
	}
	assert_int_equal(fclose(f), 0);
	assert_int_equal(n, WINDOW_VECTORS);
}

static void
the_last_day_is_counted_forward_and_clamped(void **state)
{
	char text[SAR_DATE_LEN];

	(void)state;
	sar_date_format(sar_retain_last_day(bench_date("2025-08-31"), 6), text);
	assert_string_equal(text, "2026-02-28");
	sar_date_format(sar_retain_last_day(bench_date("2025-08-31"), 0), text);
	assert_string_equal(text, "2025-08-31");
}

static void
the_item_tells_local_start_and_last_day(void **state)
{
	struct bench b;
	struct sar_items *items;
	char text[SAR_CIVIL_LEN];

	(void)state;
	bench_open(&b);
	(void)bench_leg(&b, "g", "2018-04-30T23:30:00Z");
	(void)bench_recording(&b, "a.wav");
	bench_link(&b, 0, 0);
	items = bench_decide(&b, "2018-06-01");
	sar_civil_format(&items->items[0].start, text);
	assert_string_equal(text, "2018-05-01 00:30:00");
	sar_date_format(items->items[0].last_day, text);
	assert_string_equal(text, "2018-11-01");
	sar_retain_free(items);
	bench_close(&b);
}

/* The decision on a call of ${start} whose other clock says ${clock}. */
static enum sar_decision
decide_clocks(const char *start, const char *clock, bool *differ, char *other)
{
	struct bench b;
	struct sar_items *items;
	enum sar_decision decision;

	bench_open(&b);
	bench_leg(&b, "g", start)->leg.clock = bench_utc(clock);
	(void)bench_recording(&b, "a.wav");
	bench_link(&b, 0, 0);
	items = bench_decide(&b, "2026-07-14");
	decision = items->items[0].decision;
	*differ = items->items[0].clocks_differ;
	if (*differ)
		sar_civil_format(&items->items[0].other, other);
	sar_retain_free(items);
	bench_close(&b);
	return decision;
}

static void
clocks_that_disagree_across_the_boundary_go_to_review(void **state)
{
	char other[SAR_CIVIL_LEN];
	bool differ;

	(void)state;
	/* 2026-01-14 is the first day inside. */
	assert_int_equal(decide_clocks("2026-01-13T23:59:58Z",
			     "2026-01-14T00:00:03Z", &differ, other),
	    SAR_DECISION_BOUNDARY);
	assert_true(differ);
	assert_string_equal(other, "2026-01-14 00:00:03");
	assert_int_equal(decide_clocks("2026-01-14T00:00:03Z",
			     "2026-01-13T23:59:58Z", &differ, other),
	    SAR_DECISION_BOUNDARY);
	assert_true(differ);
	assert_string_equal(other, "2026-01-13 23:59:58");
	assert_int_equal(decide_clocks("2026-01-14T00:00:00Z",
			     "2026-01-14T01:00:00Z", &differ, other),
	    SAR_DECISION_INSIDE);
	assert_false(differ);
	assert_int_equal(decide_clocks("2026-01-12T00:00:00Z",
			     "2026-01-13T23:59:59Z", &differ, other),
	    SAR_DECISION_PAST);
	assert_false(differ);
}

static void
state_and_window_make_the_decision(void **state)
{
	static const struct {
		enum sar_recording_state state;
		enum sar_decision within, beyond;
	} rows[] = {
		{ SAR_RECORDING_PRESENT, SAR_DECISION_INSIDE,
		    SAR_DECISION_PAST },
		{ SAR_RECORDING_MISSING, SAR_DECISION_MISSING,
		    SAR_DECISION_EXPIRED },
		{ SAR_RECORDING_EMPTY, SAR_DECISION_DAMAGED,
		    SAR_DECISION_PAST },
		{ SAR_RECORDING_DAMAGED, SAR_DECISION_DAMAGED,
		    SAR_DECISION_PAST },
		{ SAR_RECORDING_UNSUPPORTED, SAR_DECISION_UNSUPPORTED,
		    SAR_DECISION_PAST },
	};
	static const char start[] = "2026-01-14T09:31:07Z";
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		assert_int_equal(decide_one(start, 0, rows[i].state,
				     "2026-07-14"),
		    rows[i].within);
		assert_int_equal(decide_one(start, 0, rows[i].state,
				     "2026-07-15"),
		    rows[i].beyond);
	}
}

/* Of a call of 14 January, received on ${received}, purged on ${purged}. */
static enum sar_decision
decide_purged(const char *received, const char *purged)
{
	struct sar_index_recording *recording;
	struct sar_items *items;
	enum sar_decision decision;
	struct bench b;

	bench_open(&b);
	(void)bench_leg(&b, "g", "2026-01-14T09:31:07Z");
	recording = bench_recording(&b, "a.wav");
	recording->state = SAR_RECORDING_MISSING;
	recording->finding = SAR_INDEX_PURGED;
	recording->deleted_on = (int32_t)sar_date_days(bench_date(purged));
	bench_link(&b, 0, 0);
	items = bench_decide(&b, received);
	decision = items->items[0].decision;
	sar_retain_free(items);
	bench_close(&b);
	return decision;
}

static void
what_was_deleted_after_the_request_came_was_held_then(void **state)
{
	(void)state;
	/* The last day is 14 July. */
	assert_int_equal(decide_purged("2026-07-14", "2026-07-15"),
	    SAR_DECISION_DELETED);
	assert_int_equal(decide_purged("2026-07-15", "2026-07-16"),
	    SAR_DECISION_GONE_SINCE);
	assert_int_equal(decide_purged("2026-07-15", "2026-07-15"),
	    SAR_DECISION_EXPIRED);
	assert_int_equal(decide_purged("2026-11-25", "2026-07-15"),
	    SAR_DECISION_EXPIRED);
	/* Gone too soon: not by this retention, and not since. */
	assert_int_equal(decide_purged("2026-07-14", "2026-07-14"),
	    SAR_DECISION_MISSING);
}

static void
an_uncertain_start_over_midnight_is_a_boundary(void **state)
{
	/* 23:30 local on 14 January, or half past midnight on the 15th. */
	static const char late[] = "2026-01-14T23:30:00Z";
	/* Half past midnight on the 15th, or 23:30 on the 14th. */
	static const char early[] = "2026-01-15T00:30:00Z";
	static const char *const starts[] = { late, early };
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(starts); i++) {
		assert_int_equal(decide_one(starts[i], 3600,
				     SAR_RECORDING_PRESENT, "2026-07-14"),
		    SAR_DECISION_INSIDE);
		assert_int_equal(decide_one(starts[i], 3600,
				     SAR_RECORDING_PRESENT, "2026-07-15"),
		    SAR_DECISION_BOUNDARY);
		assert_int_equal(decide_one(starts[i], 3600,
				     SAR_RECORDING_DAMAGED, "2026-07-15"),
		    SAR_DECISION_BOUNDARY);
		assert_int_equal(decide_one(starts[i], 3600,
				     SAR_RECORDING_MISSING, "2026-07-15"),
		    SAR_DECISION_MISSING);
		assert_int_equal(decide_one(starts[i], 3600,
				     SAR_RECORDING_PRESENT, "2026-07-16"),
		    SAR_DECISION_PAST);
	}
}

static void
an_uncertain_start_within_one_day_is_no_boundary(void **state)
{
	static const char repeated[] = "2026-10-25T00:30:00Z";

	(void)state;
	assert_int_equal(decide_one(repeated, 3600, SAR_RECORDING_PRESENT,
			     "2027-04-25"),
	    SAR_DECISION_INSIDE);
	assert_int_equal(decide_one(repeated, 3600, SAR_RECORDING_PRESENT,
			     "2027-04-26"),
	    SAR_DECISION_PAST);
}

/* The 29th, 30th and 31st of August 2025 all end on 28 February 2026. */
static void
days_that_end_together_are_no_boundary(void **state)
{
	(void)state;
	assert_int_equal(decide_one("2025-08-29T22:30:00Z", 3600,
			     SAR_RECORDING_PRESENT, "2026-02-28"),
	    SAR_DECISION_INSIDE);
	assert_int_equal(decide_one("2025-08-29T22:30:00Z", 3600,
			     SAR_RECORDING_PRESENT, "2026-03-01"),
	    SAR_DECISION_PAST);
}

/* The decision on a call without a recording, after ${change}. */
static enum sar_decision
decide_unrecorded(void (*change)(struct bench *b), const char *received)
{
	struct bench b;
	struct sar_items *items;
	enum sar_decision decision;

	bench_open(&b);
	(void)bench_leg(&b, "g", "2026-01-14T09:31:07Z");
	(void)bench_leg(&b, "g", "2026-01-14T09:32:07Z");
	change(&b);
	items = bench_decide(&b, received);
	assert_int_equal(items->n, 1);
	assert_null(items->items[0].recording);
	assert_int_equal(items->items[0].n_legs, 2);
	decision = items->items[0].decision;
	sar_retain_free(items);
	bench_close(&b);
	return decision;
}

static void
as_it_is(struct bench *b)
{
	(void)b;
}

static void
to_the_back_office(struct bench *b)
{
	b->legs[0].leg.parties[0].number.key = KEY_OTHER;
	b->legs[1].leg.parties[0].number.key = KEY_OTHER;
}

static void
withheld(struct bench *b)
{
	b->legs[0].leg.parties[0].number.key = 0;
	b->legs[1].leg.parties[0].number.key = 0;
	b->recorded[0] = 0;
}

static void
transferred_to_an_agent(struct bench *b)
{
	to_the_back_office(b);
	b->legs[1].leg.parties[1].role = SAR_ROLE_OTHER;
	b->legs[1].leg.parties[1].number.key = KEY_AGENT;
	b->legs[1].leg.n_parties = 2;
}

static void
nobody_answered(struct bench *b)
{
	b->legs[0].leg.answered = false;
	b->legs[0].leg.talk = 0;
	b->legs[1].leg.talk = 0;
}

static void
one_leg_answered(struct bench *b)
{
	b->legs[0].leg.answered = false;
	b->legs[0].leg.talk = 0;
}

static void
a_call_without_recording_is_missed_only_where_one_was_due(void **state)
{
	static const struct {
		void (*change)(struct bench *b);
		enum sar_decision within, beyond;
	} rows[] = {
		{ as_it_is, SAR_DECISION_MISSING, SAR_DECISION_EXPIRED },
		{ transferred_to_an_agent, SAR_DECISION_MISSING,
		    SAR_DECISION_EXPIRED },
		{ one_leg_answered, SAR_DECISION_MISSING,
		    SAR_DECISION_EXPIRED },
		{ to_the_back_office, SAR_DECISION_BY_DESIGN,
		    SAR_DECISION_BY_DESIGN },
		{ withheld, SAR_DECISION_BY_DESIGN, SAR_DECISION_BY_DESIGN },
		{ nobody_answered, SAR_DECISION_UNANSWERED,
		    SAR_DECISION_UNANSWERED },
	};
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(rows); i++) {
		assert_int_equal(decide_unrecorded(rows[i].change,
				     "2026-07-14"),
		    rows[i].within);
		assert_int_equal(decide_unrecorded(rows[i].change,
				     "2026-07-15"),
		    rows[i].beyond);
	}
}

static void
each_decision_has_its_own_words(void **state)
{
	static const char *const names[] = { "inside", "held-past-retention",
		"retention-boundary", "expired", "deleted-on-schedule",
		"deleted-after-receipt", "missing", "not-recorded-by-design",
		"not-answered", "damaged", "unsupported-format" };
	enum sar_decision d;
	size_t i, j;

	(void)state;
	assert_int_equal(SIZE(names), SAR_DECISION_UNSUPPORTED + 1);
	for (i = 0; i < SIZE(names); i++) {
		d = (enum sar_decision)i;
		assert_string_equal(sar_retain_decision_name(d), names[i]);
		for (j = 0; j < i; j++)
			assert_string_not_equal(sar_retain_decision_text(d),
			    sar_retain_decision_text((enum sar_decision)j));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_window_vector_decides_a_recording),
		cmocka_unit_test(the_last_day_is_counted_forward_and_clamped),
		cmocka_unit_test(the_item_tells_local_start_and_last_day),
		cmocka_unit_test(
		    clocks_that_disagree_across_the_boundary_go_to_review),
		cmocka_unit_test(state_and_window_make_the_decision),
		cmocka_unit_test(
		    what_was_deleted_after_the_request_came_was_held_then),
		cmocka_unit_test(
		    an_uncertain_start_over_midnight_is_a_boundary),
		cmocka_unit_test(
		    an_uncertain_start_within_one_day_is_no_boundary),
		cmocka_unit_test(days_that_end_together_are_no_boundary),
		cmocka_unit_test(
		    a_call_without_recording_is_missed_only_where_one_was_due),
		cmocka_unit_test(each_decision_has_its_own_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
