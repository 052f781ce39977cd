#include "retain_bench.h"

#define RECEIVED "2026-03-01"

static void
assert_legs(const struct sar_item *item, size_t n, const size_t *want)
{
	size_t i;

	assert_int_equal(item->n_legs, n);
	for (i = 0; i < n; i++)
		assert_int_equal(item->legs[i], want[i]);
}

static void
no_calls_make_no_items(void **state)
{
	struct bench b;
	struct sar_items *items;

	(void)state;
	bench_open(&b);
	items = bench_decide(&b, RECEIVED);
	assert_int_equal(items->n, 0);
	sar_retain_free(items);
	sar_retain_free(NULL);
	bench_close(&b);
}

static void
a_leg_without_recording_goes_with_each_of_its_group(void **state)
{
	struct bench b;
	struct sar_items *items;

	(void)state;
	bench_open(&b);
	(void)bench_leg(&b, "g", "2026-01-14T23:58:00Z"); /* no recording */
	(void)bench_leg(&b, "g", "2026-01-15T00:01:00Z");
	(void)bench_leg(&b, "h", "2026-01-15T00:02:00Z"); /* another call */
	(void)bench_leg(&b, "g", "2026-01-15T00:03:00Z");
	(void)bench_recording(&b, "one.wav");
	(void)bench_recording(&b, "two.wav");
	bench_link(&b, 1, 1);
	bench_link(&b, 3, 0);
	items = bench_decide(&b, RECEIVED);
	assert_int_equal(items->n, 3);
	assert_ptr_equal(items->items[0].recording, &b.recordings[0]);
	assert_legs(&items->items[0], 2, (const size_t[]){ 0, 3 });
	assert_int_equal(items->items[0].start.date.day, 14);
	assert_ptr_equal(items->items[1].recording, &b.recordings[1]);
	assert_legs(&items->items[1], 2, (const size_t[]){ 0, 1 });
	assert_null(items->items[2].recording);
	assert_legs(&items->items[2], 1, (const size_t[]){ 2 });
	sar_retain_free(items);
	bench_close(&b);
}

static void
a_group_is_one_recorders_alone(void **state)
{
	struct bench b;
	struct sar_items *items;

	(void)state;
	bench_open(&b);
	(void)bench_leg(&b, "g", "2026-01-14T09:00:00Z");
	bench_leg(&b, "g", "2026-01-14T09:01:00Z")->leg.system = "other";
	(void)bench_recording(&b, "one.wav");
	bench_link(&b, 0, 0);
	items = bench_decide(&b, RECEIVED);
	assert_int_equal(items->n, 2);
	assert_legs(&items->items[0], 1, (const size_t[]){ 0 });
	assert_legs(&items->items[1], 1, (const size_t[]){ 1 });
	sar_retain_free(items);
	bench_close(&b);
}

static void
legs_of_no_group_are_calls_of_their_own(void **state)
{
	struct bench b;
	struct sar_items *items;

	(void)state;
	bench_open(&b);
	(void)bench_leg(&b, "", "2026-01-14T09:00:00Z");
	(void)bench_leg(&b, "", "2026-01-14T09:01:00Z");
	(void)bench_recording(&b, "one.wav");
	bench_link(&b, 0, 0);
	items = bench_decide(&b, RECEIVED);
	assert_int_equal(items->n, 2);
	assert_legs(&items->items[0], 1, (const size_t[]){ 0 });
	assert_legs(&items->items[1], 1, (const size_t[]){ 1 });
	sar_retain_free(items);
	bench_close(&b);
}

static void
beside_a_certain_leg_what_might_belong_only_might(void **state)
{
	struct bench b;
	struct sar_items *items;

	(void)state;
	bench_open(&b);
	bench_leg(&b, "g", "2026-01-14T09:00:00Z")->match = SAR_MATCH_POSSIBLE;
	bench_leg(&b, "g", "2026-01-14T09:01:00Z")->match = SAR_MATCH_POSSIBLE;
	(void)bench_recording(&b, "one.wav");
	(void)bench_recording(&b, "two.wav");
	bench_link(&b, 0, 0);
	bench_link(&b, 1, 1);
	items = bench_decide(&b, RECEIVED);
	assert_true(items->items[0].possible);
	assert_true(items->items[1].possible);
	sar_retain_free(items);
	b.legs[1].match = SAR_MATCH_NUMBER;
	items = bench_decide(&b, RECEIVED);
	assert_true(items->items[0].possible);
	assert_false(items->items[1].possible);
	sar_retain_free(items);
	b.legs[0].match = SAR_MATCH_GROUP;
	items = bench_decide(&b, RECEIVED);
	assert_false(items->items[0].possible);
	assert_false(items->items[1].possible);
	sar_retain_free(items);
	bench_close(&b);
}

static void
items_are_numbered_by_start_then_path(void **state)
{
	struct bench b;
	struct sar_items *items;
	unsigned i;

	(void)state;
	bench_open(&b);
	(void)bench_leg(&b, "g", "2026-01-14T09:00:00Z");
	(void)bench_leg(&b, "h", "2026-01-14T09:00:00Z");
	(void)bench_leg(&b, "i", "2026-01-14T10:00:00Z");
	(void)bench_recording(&b, "c.wav");
	(void)bench_recording(&b, "b.wav");
	(void)bench_recording(&b, "a.wav");
	bench_link(&b, 0, 0);
	bench_link(&b, 0, 1);
	bench_link(&b, 2, 2);
	items = bench_decide(&b, RECEIVED);
	assert_int_equal(items->n, 4);
	for (i = 0; i < 4; i++)
		assert_int_equal(items->items[i].number, i + 1);
	assert_null(items->items[0].recording);
	assert_string_equal(items->items[1].recording->path, "b.wav");
	assert_string_equal(items->items[2].recording->path, "c.wav");
	assert_string_equal(items->items[3].recording->path, "a.wav");
	sar_retain_free(items);
	bench_close(&b);
}

static void
a_recording_of_no_leg_stops_the_answer(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bench b;

	(void)state;
	bench_open(&b);
	(void)bench_leg(&b, "g", "2026-01-14T09:00:00Z");
	(void)bench_recording(&b, "one.wav");
	(void)bench_recording(&b, "two.wav");
	bench_link(&b, 0, 0);
	assert_null(sar_retain_decide(&b.calls, &b.policy, b.zone,
	    bench_date(RECEIVED), &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg, "recording 2: belongs to no call");
	bench_link(&b, 7, 1);
	assert_null(sar_retain_decide(&b.calls, &b.policy, b.zone,
	    bench_date(RECEIVED), &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
	bench_close(&b);
}

/* Six months before 15 November begin at 23:00Z, British Summer Time. */
static enum sar_decision
decision_of_two(struct bench *b, const char *first, uint32_t first_off,
    const char *second, uint32_t second_off)
{
	enum sar_decision decision;
	struct sar_items *items;

	bench_clear(b);
	bench_leg(b, "c", first)->leg.uncertain = first_off;
	bench_leg(b, "c", second)->leg.uncertain = second_off;
	(void)bench_recording(b, "x.wav");
	bench_link(b, 0, 0);
	bench_link(b, 1, 0);
	items = bench_decide(b, "2026-11-15");
	assert_int_equal(items->n, 1);
	assert_true(items->items[0].uncertain ==
		    (first_off > 0 || second_off > 0));
	decision = items->items[0].decision;
	sar_retain_free(items);
	return decision;
}

static void
a_recording_is_as_old_as_the_first_of_its_legs_may_be(void **state)
{
	static const char before[] = "2026-05-14T22:59:50Z";
	static const char just[] = "2026-05-14T22:59:55Z";
	static const char after[] = "2026-05-14T23:00:10Z";
	static const char later[] = "2026-05-14T23:00:20Z";
	struct bench b;

	(void)state;
	bench_open(&b);
	assert_int_equal(decision_of_two(&b, after, 0, later, 0),
	    SAR_DECISION_INSIDE);
	assert_int_equal(decision_of_two(&b, before, 0, after, 0),
	    SAR_DECISION_PAST);
	assert_int_equal(decision_of_two(&b, after, 1, later, 0),
	    SAR_DECISION_INSIDE);
	/* The second may have begun before the boundary ... */
	assert_int_equal(decision_of_two(&b, after, 0, later, 60),
	    SAR_DECISION_BOUNDARY);
	/* ... but if the first did, it is no matter when the second did. */
	assert_int_equal(decision_of_two(&b, before, 0, just, 60),
	    SAR_DECISION_PAST);
	assert_int_equal(decision_of_two(&b, before, 60, after, 60),
	    SAR_DECISION_BOUNDARY);
	bench_close(&b);
}

static void
talk_in_a_call_that_nobody_answered_is_no_conversation(void **state)
{
	struct sar_items *items;
	struct bench b;

	(void)state;
	bench_open(&b);
	bench_leg(&b, "c", "2026-10-01T10:00:00Z")->leg.answered = false;
	items = bench_decide(&b, "2026-11-15");
	assert_int_equal(items->n, 1);
	assert_int_equal(items->items[0].decision, SAR_DECISION_UNANSWERED);
	sar_retain_free(items);
	bench_close(&b);
}

static void
one_leg_that_was_due_makes_a_recording_missing(void **state)
{
	struct sar_index_leg *leg;
	struct sar_items *items;
	struct bench b;

	(void)state;
	bench_open(&b);
	(void)bench_leg(&b, "c", "2026-10-01T10:00:00Z");
	leg = &bench_leg(&b, "c", "2026-10-01T10:01:00Z")->leg;
	leg->answered = false;
	leg->talk = 0;
	leg->parties[0].number.key = KEY_OTHER;
	items = bench_decide(&b, "2026-11-15");
	assert_int_equal(items->n, 1);
	assert_int_equal(items->items[0].n_legs, 2);
	assert_int_equal(items->items[0].decision, SAR_DECISION_MISSING);
	sar_retain_free(items);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_calls_make_no_items),
		cmocka_unit_test(
		    a_leg_without_recording_goes_with_each_of_its_group),
		cmocka_unit_test(a_group_is_one_recorders_alone),
		cmocka_unit_test(legs_of_no_group_are_calls_of_their_own),
		cmocka_unit_test(
		    beside_a_certain_leg_what_might_belong_only_might),
		cmocka_unit_test(items_are_numbered_by_start_then_path),
		cmocka_unit_test(a_recording_of_no_leg_stops_the_answer),
		cmocka_unit_test(
		    a_recording_is_as_old_as_the_first_of_its_legs_may_be),
		cmocka_unit_test(
		    talk_in_a_call_that_nobody_answered_is_no_conversation),
		cmocka_unit_test(
		    one_leg_that_was_due_makes_a_recording_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
