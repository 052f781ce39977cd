/* What is neither confirmed nor denied, and the plan without it. */
#include "plan_bench.h"

/* Where a plan's item is NEITHER from end to end. */
static void
neither(struct bench *b, uint8_t id, const char *name)
{
	add_mark(b, add_marks(b, id, name), 0, 10000000, "NEITHER");
}

static void
retention_and_the_file_are_not_asked_of_it(void **state)
{
	static const enum sar_decision decisions[] = { SAR_DECISION_INSIDE,
		SAR_DECISION_PAST, SAR_DECISION_BOUNDARY, SAR_DECISION_DAMAGED,
		SAR_DECISION_UNSUPPORTED, SAR_DECISION_EXPIRED,
		SAR_DECISION_MISSING, SAR_DECISION_DELETED,
		SAR_DECISION_GONE_SINCE };
	struct sar_plan *plan;
	struct sar_plan *told;
	struct bench b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(decisions) / sizeof(decisions[0]); i++) {
		memset(&b, 0, sizeof(b));
		(void)add_item(&b, decisions[i], 1);
		if (decisions[i] == SAR_DECISION_DAMAGED)
			b.recordings[0].state = SAR_RECORDING_DAMAGED;
		if (decisions[i] >= SAR_DECISION_EXPIRED &&
		    decisions[i] <= SAR_DECISION_MISSING)
			b.recordings[0].state = SAR_RECORDING_MISSING;
		if (decisions[i] == SAR_DECISION_UNSUPPORTED)
			b.recordings[0].state = SAR_RECORDING_UNSUPPORTED;
		neither(&b, 1, "a");
		plan = make(&b);
		assert_item(plan, 0, SAR_CLASS_WITHHELD, "neither");
		assert_true(plan->items[0].neither);
		assert_int_equal(plan->neither, 1);
		assert_int_equal(plan->undecided, 0);
		assert_int_equal(plan->failed, 0);
		told = sar_plan_told(plan, &b.err);
		assert_non_null(told);
		assert_int_equal(told->n, 0);
		assert_int_equal(told->neither, 0);
		assert_int_equal(told->count[SAR_CLASS_WITHHELD], 0);
		sar_plan_told_free(told);
		sar_plan_free(plan);
	}
}

static void
the_others_are_numbered_and_counted_without_it(void **state)
{
	struct sar_plan *plan;
	struct sar_plan *told;
	struct bench b;
	uint8_t id;

	(void)state;
	memset(&b, 0, sizeof(b));
	for (id = 1; id <= 4; id++)
		(void)add_item(&b, SAR_DECISION_INSIDE, id);
	(void)add_item(&b, SAR_DECISION_EXPIRED, 5);
	(void)add_marks(&b, 1, "a");
	neither(&b, 2, "b");
	(void)add_marks(&b, 3, "c");
	(void)add_marks(&b, 4, "d");
	plan = make(&b);
	assert_string_equal(plan->items[2].name, "call-02.wav");
	told = sar_plan_told(plan, &b.err);
	assert_non_null(told);
	assert_int_equal(told->n, 4);
	assert_int_equal(told->count[SAR_CLASS_DISCLOSED], 3);
	assert_int_equal(told->count[SAR_CLASS_WITHHELD], 0);
	assert_int_equal(told->count[SAR_CLASS_UNAVAILABLE], 1);
	for (id = 0; id < 4; id++)
		assert_int_equal(told->items[id].item->number, id + 1);
	assert_string_equal(told->items[1].name, "call-02.wav");
	assert_ptr_equal(told->items[1].item->recording,
	    plan->items[2].item->recording);
	assert_int_equal(plan->items[2].item->number, 3);

	sar_plan_unreadable(plan, &plan->items[0]);
	sar_plan_retell(told, plan);
	assert_int_equal(told->n, 4);
	assert_int_equal(told->failed, 1);
	assert_int_equal(told->count[SAR_CLASS_DISCLOSED], 2);
	assert_string_equal(told->items[1].name, "call-01.wav");
	assert_int_equal(told->items[3].item->number, 4);
	sar_plan_told_free(told);
	sar_plan_free(plan);
}

static void
a_part_of_a_recording_cannot_be_denied(void **state)
{
	struct bench b;

	(void)state;
	memset(&b, 0, sizeof(b));
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	add_mark(&b, add_marks(&b, 1, "a"), 0, 9000000, "NEITHER");
	assert_refused(&b, SAR_EINPUT,
	    "a: line 7: NEITHER is of all of a recording");
}

static void
marks_of_other_sound_wait_and_are_told_to_nobody(void **state)
{
	struct sar_plan *plan;
	struct sar_plan *told;
	struct bench b;

	(void)state;
	memset(&b, 0, sizeof(b));
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	neither(&b, 1, "a");
	b.files[0].heard.frames = 1;
	(void)snprintf(b.files[0].heard.codec, sizeof(b.files[0].heard.codec),
	    "alaw");
	plan = make(&b);
	assert_item(plan, 0, SAR_CLASS_WITHHELD, "heard-otherwise");
	assert_int_equal(plan->undecided, 1);
	told = sar_plan_told(plan, &b.err);
	assert_int_equal(told->n, 0);
	sar_plan_told_free(told);
	sar_plan_free(plan);
}

static void
what_is_not_settled_waits_and_is_told_to_nobody(void **state)
{
	struct sar_plan *plan;
	struct sar_plan *told;
	struct bench b;
	size_t i;

	(void)state;
	memset(&b, 0, sizeof(b));
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	neither(&b, 1, "a");
	b.files[0].standing = SAR_STANDING_REJECTED;
	for (i = 0; i < 2; i++) {
		plan = make(&b);
		assert_item(plan, 0, SAR_CLASS_WITHHELD, "rejected");
		assert_int_equal(plan->undecided, 1);
		told = sar_plan_told(plan, &b.err);
		assert_int_equal(told->n, 0);
		sar_plan_told_free(told);
		sar_plan_free(plan);
		/* Also of what cannot be heard any more. */
		b.recordings[0].state = SAR_RECORDING_DAMAGED;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(retention_and_the_file_are_not_asked_of_it),
		cmocka_unit_test(
		    the_others_are_numbered_and_counted_without_it),
		cmocka_unit_test(a_part_of_a_recording_cannot_be_denied),
		cmocka_unit_test(
		    marks_of_other_sound_wait_and_are_told_to_nobody),
		cmocka_unit_test(
		    what_is_not_settled_waits_and_is_told_to_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
