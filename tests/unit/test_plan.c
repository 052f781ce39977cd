/* Every recording ends in one class, with one reason. */
#include "plan_bench.h"

static void
what_nobody_listened_to_is_withheld(void **state)
{
	struct bench b = { 0 };
	struct sar_plan *plan;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	add_item(&b, SAR_DECISION_INSIDE, 2)->possible = true;
	plan = make(&b);
	assert_item(plan, 0, SAR_CLASS_WITHHELD, "not-reviewed");
	assert_item(plan, 1, SAR_CLASS_WITHHELD, "possible-match");
	assert_int_equal(plan->undecided, 2);
	assert_int_equal(plan->count[SAR_CLASS_WITHHELD], 2);
	assert_string_equal(plan->items[0].name, "");
	sar_plan_free(plan);
}

static void
a_review_decides_what_is_disclosed(void **state)
{
	struct bench b = { 0 };
	struct sar_plan *plan;
	struct sar_marks *marks;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	(void)add_item(&b, SAR_DECISION_INSIDE, 2);
	(void)add_item(&b, SAR_DECISION_INSIDE, 3);
	add_item(&b, SAR_DECISION_INSIDE, 4)->possible = true;
	(void)add_item(&b, SAR_DECISION_INSIDE, 5);
	(void)add_marks(&b, 1, "a");
	marks = add_marks(&b, 2, "b");
	add_mark(&b, marks, 1000000, 2000000, "TP");
	add_marks(&b, 3, "c")->speaker = SAR_SPEAKER_OTHER;
	(void)add_marks(&b, 4, "d");
	marks = add_marks(&b, 5, "e");
	add_mark(&b, marks, 0, 6000000, "TP");
	add_mark(&b, marks, 6000000, 10000000, "LPP");
	plan = make(&b);
	assert_item(plan, 0, SAR_CLASS_DISCLOSED, "inside");
	assert_item(plan, 1, SAR_CLASS_PART_DISCLOSED, "redacted");
	assert_item(plan, 2, SAR_CLASS_WITHHELD, "not-requester");
	assert_item(plan, 3, SAR_CLASS_DISCLOSED, "inside");
	assert_item(plan, 4, SAR_CLASS_WITHHELD, "exempt");
	assert_cut(&plan->items[4], 0, 0, 48000, "TP");
	assert_cut(&plan->items[4], 1, 48000, 80000, "LPP");
	assert_int_equal(plan->undecided, 0);
	assert_int_equal(sar_plan_cut_frames(&plan->items[1]), 8000);
	assert_string_equal(plan->items[0].name, "call-01.wav");
	assert_string_equal(plan->items[1].name, "call-02.wav");
	assert_string_equal(plan->items[2].name, "");
	assert_string_equal(plan->items[3].name, "call-03.wav");
	sar_plan_free(plan);
}

static void
past_retention_needs_a_decision_of_staff(void **state)
{
	struct bench b = { 0 };
	struct sar_plan *plan;
	struct sar_marks *marks;

	(void)state;
	(void)add_item(&b, SAR_DECISION_PAST, 1);
	(void)add_item(&b, SAR_DECISION_BOUNDARY, 2);
	(void)add_item(&b, SAR_DECISION_PAST, 3);
	(void)add_marks(&b, 1, "a");
	marks = add_marks(&b, 2, "b");
	add_mark(&b, marks, 1000000, 2000000, "TP");
	plan = make(&b);
	assert_item(plan, 0, SAR_CLASS_WITHHELD, "held-past-retention");
	assert_item(plan, 1, SAR_CLASS_WITHHELD, "retention-boundary");
	assert_item(plan, 2, SAR_CLASS_WITHHELD, "held-past-retention");
	assert_int_equal(plan->undecided, 1);
	assert_ptr_equal(plan->items[0].marks, &b.files[0]);
	assert_int_equal(plan->items[1].n_cuts, 0);
	sar_plan_free(plan);
	/* That it is of somebody else settles a boundary without the option. */
	marks->speaker = SAR_SPEAKER_OTHER;
	plan = make(&b);
	assert_item(plan, 1, SAR_CLASS_WITHHELD, "not-requester");
	assert_int_equal(plan->undecided, 0);
	sar_plan_free(plan);
	marks->speaker = SAR_SPEAKER_REQUESTER;
	b.options.include_expired = true;
	plan = make(&b);
	assert_item(plan, 0, SAR_CLASS_DISCLOSED, "past-retention-included");
	assert_item(plan, 1, SAR_CLASS_PART_DISCLOSED,
	    "retention-boundary-included");
	assert_item(plan, 2, SAR_CLASS_WITHHELD, "not-reviewed");
	assert_int_equal(plan->undecided, 1);
	assert_int_equal(plan->items[1].n_cuts, 1);
	sar_plan_free(plan);
}

static void
what_should_be_there_and_is_not_is_a_failure(void **state)
{
	static const struct {
		enum sar_decision decision;
		const char *reason;
		size_t failed;
	} rows[] = {
		{ SAR_DECISION_MISSING, "missing", 1 },
		{ SAR_DECISION_DAMAGED, "damaged", 1 },
		{ SAR_DECISION_UNSUPPORTED, "unsupported-format", 1 },
		{ SAR_DECISION_DELETED, "deleted-on-schedule", 1 },
		{ SAR_DECISION_GONE_SINCE, "deleted-after-receipt", 1 },
		{ SAR_DECISION_EXPIRED, "expired", 0 },
		{ SAR_DECISION_BY_DESIGN, "not-recorded-by-design", 0 },
		{ SAR_DECISION_UNANSWERED, "not-answered", 0 },
	};
	struct bench b;
	struct sar_plan *plan;
	struct sar_item *item;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memset(&b, 0, sizeof(b));
		item = add_item(&b, rows[i].decision, 1);
		item->recording = NULL;
		item->possible = i % 2 == 0;
		plan = make(&b);
		assert_item(plan, 0, SAR_CLASS_UNAVAILABLE, rows[i].reason);
		assert_int_equal(plan->failed, rows[i].failed);
		assert_int_equal(plan->undecided, 0);
		assert_int_equal(plan->count[SAR_CLASS_UNAVAILABLE], 1);
		sar_plan_free(plan);
	}
}

static void
marks_must_be_of_a_recording_that_was_found(void **state)
{
	struct bench b = { 0 };

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	(void)add_marks(&b, 1, "one.marks");
	(void)add_marks(&b, 9, "stray.marks");
	assert_refused(&b, SAR_EINPUT,
	    "stray.marks: is for another recording than those found");
	memset(b.files[1].recording, 1, SAR_SHA256_LEN);
	assert_refused(&b, SAR_EINPUT,
	    "stray.marks: is for the same recording as one.marks");
	/* No file, no digest: zeros are not one. */
	b.n_marks = 1;
	b.recordings[0].state = SAR_RECORDING_MISSING;
	b.item[0].decision = SAR_DECISION_MISSING;
	memset(b.recordings[0].sha256, 0, SAR_SHA256_LEN);
	memset(b.files[0].recording, 0, SAR_SHA256_LEN);
	assert_refused(&b, SAR_EINPUT,
	    "one.marks: is for another recording than those found");
}

static void
marks_of_one_recording_speak_for_its_copies_too(void **state)
{
	struct bench b = { 0 };
	struct sar_plan *plan;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	add_mark(&b, add_marks(&b, 1, "a"), 0, 1000000, "TP");
	plan = make(&b);
	assert_int_equal(plan->items[0].n_cuts, 1);
	assert_int_equal(plan->items[1].n_cuts, 1);
	assert_int_equal(plan->count[SAR_CLASS_PART_DISCLOSED], 2);
	sar_plan_free(plan);
}

static void
names_have_three_digits_past_99(void **state)
{
	struct bench b = { 0 };
	struct sar_plan *plan;
	uint8_t id;

	(void)state;
	for (id = 1; id <= 99; id++) {
		(void)add_item(&b, SAR_DECISION_INSIDE, id);
		(void)add_marks(&b, id, "a");
	}
	b.options.format = SAR_FORMAT_FLAC;
	plan = make(&b);
	assert_string_equal(plan->items[98].name, "call-99.flac");
	sar_plan_free(plan);
	(void)add_item(&b, SAR_DECISION_EXPIRED, 120);
	(void)add_item(&b, SAR_DECISION_INSIDE, 100);
	(void)add_marks(&b, 100, "a");
	plan = make(&b);
	assert_string_equal(plan->items[0].name, "call-001.flac");
	assert_string_equal(plan->items[99].name, "");
	assert_string_equal(plan->items[100].name, "call-100.flac");
	sar_plan_free(plan);
}

static void
the_counts_balance_whatever_is_found(void **state)
{
	struct bench b = { 0 };
	struct sar_plan *plan;
	size_t sum = 0;
	size_t i;
	int d;

	(void)state;
	plan = make(&b);
	assert_int_equal(plan->n, 0);
	sar_plan_free(plan);
	for (d = SAR_DECISION_INSIDE; d <= SAR_DECISION_UNSUPPORTED; d++)
		(void)add_item(&b, (enum sar_decision)d, (uint8_t)(d + 1));
	(void)add_marks(&b, 1, "a");
	plan = make(&b);
	for (i = 0; i <= SAR_CLASS_UNAVAILABLE; i++)
		sum += plan->count[i];
	assert_int_equal(sum, plan->n);
	assert_int_equal(plan->n, 11);
	assert_int_equal(plan->failed, 5);
	for (i = 0; i < plan->n; i++)
		assert_string_not_equal(sar_plan_reason_text(plan->items[i]
								 .reason),
		    plan->items[i].reason);
	sar_plan_free(plan);
}

/* The reason of the one item; it waits for a person if that says so. */
static void
assert_first(struct bench *b, const char *reason)
{
	struct sar_plan *plan = make(b);
	bool waits = strcmp(reason, "no-decision") == 0 ||
		     strcmp(reason, "damage-not-confirmed") == 0 ||
		     strcmp(reason, "heard-otherwise") == 0 ||
		     strcmp(reason, "rejected") == 0 ||
		     strcmp(reason, "second-person") == 0;

	assert_string_equal(plan->items[0].reason, reason);
	assert_int_equal(plan->undecided, waits ? 1 : 0);
	assert_int_equal(plan->items[0].name[0] == '\0',
	    plan->items[0].class == SAR_CLASS_WITHHELD);
	sar_plan_free(plan);
}

static void
a_cut_without_a_decision_waits_where_policy_wants_one(void **state)
{
	static char redact[] = "redact";
	struct sar_decision_record record = { .id = "1" };
	struct bench b = { 0 };
	struct sar_marks *marks;
	struct sar_plan *plan;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(&b, 1, "a");
	b.options.decisions_required = true;
	assert_first(&b, "inside");
	add_mark(&b, marks, 1000000, 2000000, "TP");
	assert_first(&b, "no-decision");
	/* A cut from end to end is a cut. */
	b.mark[0].from_us = 0;
	b.mark[0].to_us = 10000000;
	assert_first(&b, "no-decision");
	record.field[SAR_FIELD_OUTCOME] = redact;
	marks->decisions = &record;
	marks->n_decisions = 1;
	plan = make(&b);
	assert_item(plan, 0, SAR_CLASS_WITHHELD, "exempt");
	assert_int_equal(plan->items[0].cuts[0].decisions, 1);
	sar_plan_free(plan);
	marks->n_decisions = 0;
	b.options.decisions_required = false;
	assert_first(&b, "exempt");
}

static void
times_in_a_damaged_recording_are_confirmed_by_ear(void **state)
{
	static const struct {
		const char *finding;
		bool waits;
	} rows[] = {
		{ "", false },
		{ "trailing", true },
		{ "header-repaired", true },
		{ "trailing truncated", true },
		{ "truncated headerless", true },
		{ "not-truncated-at-all", false },
	};
	struct bench b = { 0 };
	struct sar_marks *marks;
	size_t i;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(&b, 1, "a");
	marks->heard = (struct sar_marks_heard){ "alaw", 8000, 1, 80000 };
	add_mark(&b, marks, 1000000, 2000000, "TP");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		b.recordings[0].finding = rows[i].finding;
		marks->damage_heard = false;
		assert_first(&b,
		    rows[i].waits ? "damage-not-confirmed" : "redacted");
		marks->damage_heard = true;
		assert_first(&b, "redacted");
		/* Without cuts too: a player may have stopped early. */
		marks->n = 0;
		assert_first(&b, "inside");
		marks->damage_heard = false;
		assert_first(&b,
		    rows[i].waits ? "damage-not-confirmed" : "inside");
		marks->n = 1;
	}
	/* Nothing of it goes out. */
	b.recordings[0].finding = "truncated";
	b.mark[0].from_us = 0;
	b.mark[0].to_us = 10000000;
	assert_first(&b, "exempt");
}

/* The recording of the bench: 10 s of A-law at 8 kHz. */
static void
marks_are_of_the_sound_that_was_heard(void **state)
{
	static const struct {
		struct sar_marks_heard heard;
		const char *reason;
		const char *headerless;
	} rows[] = {
		{ { "alaw", 8000, 1, 80000 }, "redacted", "redacted" },
		{ { "ulaw", 8000, 1, 80000 }, "heard-otherwise",
		    "heard-otherwise" },
		{ { "alaw", 16000, 1, 80000 }, "heard-otherwise",
		    "heard-otherwise" },
		{ { "alaw", 8000, 2, 80000 }, "heard-otherwise",
		    "heard-otherwise" },
		{ { "alaw", 8000, 1, 40000 }, "heard-otherwise",
		    "heard-otherwise" },
		{ { "", 0, 0, 0 }, "redacted", "heard-otherwise" },
	};
	struct bench b = { 0 };
	struct sar_marks *marks;
	size_t i;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(&b, 1, "a");
	add_mark(&b, marks, 1000000, 2000000, "TP");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		marks->heard = rows[i].heard;
		b.recordings[0].finding = "";
		assert_first(&b, rows[i].reason);
		b.recordings[0].finding = "header-repaired-not headerless";
		assert_first(&b, rows[i].headerless);
	}
	/* Also where nothing was to be cut, and where a time is past the end.
	 */
	b.mark[0].to_us = 20000000;
	assert_first(&b, "heard-otherwise");
	marks->n = 0;
	assert_first(&b, "heard-otherwise");
	marks->speaker = SAR_SPEAKER_OTHER;
	assert_first(&b, "heard-otherwise");
}

/* Whatever else is true of a recording that can be heard. */
static void
what_is_rejected_or_for_a_second_person_waits(void **state)
{
	static const enum sar_decision all[] = { SAR_DECISION_INSIDE,
		SAR_DECISION_PAST, SAR_DECISION_BOUNDARY };
	struct bench b = { 0 };
	struct sar_marks *marks;
	size_t i;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(&b, 1, "a");
	add_mark(&b, marks, 1000000, 2000000, "TP");
	for (i = 0; i < 3 * 2 * 2; i++) {
		b.item[0].decision = all[i % 3];
		b.options.include_expired = i / 3 % 2 == 0;
		marks->speaker = i < 6 ? SAR_SPEAKER_REQUESTER
				       : SAR_SPEAKER_OTHER;
		marks->n = i < 6 ? 1 : 0;
		marks->standing = SAR_STANDING_REJECTED;
		assert_first(&b, "rejected");
		marks->standing = SAR_STANDING_SECOND;
		assert_first(&b, "second-person");
	}
	/* From end to end, too. */
	marks->speaker = SAR_SPEAKER_REQUESTER;
	marks->n = 1;
	b.mark[0].from_us = 0;
	b.mark[0].to_us = 10000000;
	assert_first(&b, "second-person");
}

static void
marks_of_the_case_may_outlive_their_recording_but_are_counted(void **state)
{
	struct bench b = { 0 };
	struct sar_plan *plan;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	(void)add_marks(&b, 9, "old.marks");
	b.options.kept_marks = true;
	plan = make(&b);
	assert_int_equal(plan->stray, 1);
	assert_item(plan, 0, SAR_CLASS_WITHHELD, "not-reviewed");
	sar_plan_free(plan);
}

static void
classes_have_names(void **state)
{
	(void)state;
	assert_string_equal(sar_plan_class_name(SAR_CLASS_PART_DISCLOSED),
	    "part-disclosed");
	assert_string_equal(sar_plan_class_name(SAR_CLASS_UNAVAILABLE),
	    "unavailable");
	assert_string_equal(sar_plan_class_text(SAR_CLASS_DISCLOSED),
	    "Disclosed in full");
	assert_string_equal(sar_plan_class_text(SAR_CLASS_WITHHELD),
	    "Withheld");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nobody_listened_to_is_withheld),
		cmocka_unit_test(a_review_decides_what_is_disclosed),
		cmocka_unit_test(past_retention_needs_a_decision_of_staff),
		cmocka_unit_test(what_should_be_there_and_is_not_is_a_failure),
		cmocka_unit_test(marks_must_be_of_a_recording_that_was_found),
		cmocka_unit_test(
		    marks_of_one_recording_speak_for_its_copies_too),
		cmocka_unit_test(names_have_three_digits_past_99),
		cmocka_unit_test(the_counts_balance_whatever_is_found),
		cmocka_unit_test(
		    a_cut_without_a_decision_waits_where_policy_wants_one),
		cmocka_unit_test(
		    times_in_a_damaged_recording_are_confirmed_by_ear),
		cmocka_unit_test(what_is_rejected_or_for_a_second_person_waits),
		cmocka_unit_test(
		    marks_of_the_case_may_outlive_their_recording_but_are_counted),
		cmocka_unit_test(marks_are_of_the_sound_that_was_heard),
		cmocka_unit_test(classes_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
