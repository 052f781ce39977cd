/* Every mark ends in a cut, rounded outwards and guarded. */
#include "plan_bench.h"

/* The one item of one recording with one mark. */
static void
assert_one_cut(struct bench *b, uint64_t from_us, uint64_t to_us, uint64_t from,
    uint64_t to)
{
	struct sar_plan *plan;

	b->files[0].n = 0;
	add_mark(b, &b->files[0], from_us, to_us, "TP");
	plan = make(b);
	assert_int_equal(plan->items[0].n_cuts, 1);
	assert_cut(&plan->items[0], 0, from, to, "TP");
	sar_plan_free(plan);
}

static void
cuts_round_outwards_to_frames(void **state)
{
	struct bench b = { 0 };

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	(void)add_marks(&b, 1, "a");
	assert_one_cut(&b, 125, 250, 1, 2);
	assert_one_cut(&b, 124, 251, 0, 3);
	assert_one_cut(&b, 249, 250, 1, 2);
	assert_one_cut(&b, 1, 2, 0, 1);
	assert_one_cut(&b, 5000000, 10000000, 40000, 80000);
	b.recordings[0].rate = 11025;
	b.recordings[0].frames = 110250;
	/* 1.000001 s is 11025.011025 frames. */
	assert_one_cut(&b, 999999, 1000001, 11024, 11026);
	/* 44101/11025 s written as 4.000091 would be frame 44101.003. */
	b.recordings[0].frames = 44101;
	assert_one_cut(&b, 3000000, 4000091, 33075, 44101);
}

static void
a_mark_past_the_end_is_refused_by_line(void **state)
{
	struct bench b = { 0 };
	struct sar_marks *marks;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(&b, 1, "a.marks");
	assert_one_cut(&b, 9000000, 10000125, 72000, 80000);
	marks->n = 0;
	add_mark(&b, marks, 1000000, 2000000, "TP");
	add_mark(&b, marks, 9000000, 10000126, "TP");
	assert_refused(&b, SAR_EINPUT,
	    "a.marks: line 8: mark past the end of the recording (10.000 s)");
	marks->n = 0;
	/* Ends within the tolerance, but nothing of it is in the audio. */
	add_mark(&b, marks, 10000000, 10000100, "TP");
	assert_refused(&b, SAR_EINPUT,
	    "a.marks: line 7: mark past the end of the recording (10.000 s)");
	marks->n = 0;
	add_mark(&b, marks, 0, UINT64_C(1000000000000000000), "TP");
	assert_refused(&b, SAR_EINPUT,
	    "a.marks: line 7: mark past the end of the recording (10.000 s)");
	b.recordings[0].rate = UINT32_MAX;
	b.recordings[0].frames = UINT64_C(1) << 62;
	marks->n = 0;
	add_mark(&b, marks, 0, UINT64_C(1000000000000000000), "TP");
	assert_refused(&b, SAR_EINPUT,
	    "a.marks: line 7: mark past the end of the recording "
	    "(1073741824.250 s)");
}

static void
a_mark_so_late_that_its_frame_wraps_is_refused(void **state)
{
	struct bench b = { 0 };

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	/* 2^33 s of 2^31 frames are 2^64: one second more looks like 1 s. */
	b.recordings[0].rate = UINT32_C(1) << 31;
	b.recordings[0].frames = UINT64_C(10) << 31;
	add_mark(&b, add_marks(&b, 1, "a"), 0, UINT64_C(8589934593000000),
	    "TP");
	assert_refused(&b, SAR_EINPUT,
	    "a: line 7: mark past the end of the recording (10.000 s)");
}

static void
a_codec_that_rings_gets_guards(void **state)
{
	static const char *const exact[] = { "pcm16", "alaw", "ulaw", "flac" };
	struct bench b = { 0 };
	struct sar_plan *plan;
	size_t i;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	(void)add_marks(&b, 1, "a");
	for (i = 0; i < 4; i++) {
		b.recordings[0].codec = exact[i];
		assert_one_cut(&b, 2000000, 3000000, 16000, 24000);
	}
	b.recordings[0].codec = "gsm610";
	assert_one_cut(&b, 2000000, 3000000, 14800, 27200);
	assert_one_cut(&b, 100000, 3000000, 0, 27200);
	assert_one_cut(&b, 2000000, 9700000, 14800, 80000);
	/* Guards do not excuse a mark made on other audio. */
	b.files[0].n = 0;
	add_mark(&b, &b.files[0], 10100000, 10200000, "TP");
	assert_refused(&b, SAR_EINPUT,
	    "a: line 7: mark past the end of the recording (10.000 s)");
	b.files[0].n = 0;
	add_mark(&b, &b.files[0], 0, 1000000, "TP");
	plan = make(&b);
	assert_int_equal(plan->items[0].guard_before_ms, 150);
	assert_int_equal(plan->items[0].guard_after_ms, 400);
	sar_plan_free(plan);
}

static void
an_index_without_a_sane_recording_stops_the_plan(void **state)
{
	static const char shape[] =
	    "item 1: the index has no length for the recording";
	struct bench b = { 0 };

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	(void)add_marks(&b, 1, "a");
	b.recordings[0].codec = "opus";
	assert_refused(&b, SAR_ECORRUPT,
	    "item 1: the index has a codec that cannot be redacted");
	b.recordings[0].codec = "alaw";
	b.recordings[0].frames = 0;
	assert_refused(&b, SAR_ECORRUPT, shape);
	b.recordings[0].frames = UINT64_MAX;
	assert_refused(&b, SAR_ECORRUPT, shape);
	b.recordings[0].frames = 1;
	b.recordings[0].rate = 0;
	assert_refused(&b, SAR_ECORRUPT, shape);
	b.recordings[0].rate = 8000;
	b.recordings[0].state = SAR_RECORDING_DAMAGED;
	assert_refused(&b, SAR_EFAIL,
	    "item 1: decided on a recording that is not there");
	b.item[0].recording = NULL;
	b.n_marks = 0;
	assert_refused(&b, SAR_EFAIL,
	    "item 1: decided on a recording that is not there");
}

static void
cuts_that_touch_or_overlap_become_one(void **state)
{
	struct bench b = { 0 };
	struct sar_marks *marks;
	struct sar_plan *plan;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(&b, 1, "a");
	add_mark(&b, marks, 8000000, 9000000, "CHILD");
	add_mark(&b, marks, 4000000, 5000000, "LPP");
	add_mark(&b, marks, 1000000, 3000000, "LPP");
	add_mark(&b, marks, 3000000, 3500000, "TP");
	add_mark(&b, marks, 1500000, 2000000, "LPP");
	add_mark(&b, marks, 5000126, 6000000, "TP");
	plan = make(&b);
	assert_int_equal(plan->items[0].n_cuts, 4);
	assert_cut(&plan->items[0], 0, 8000, 28000, "TP+LPP");
	assert_cut(&plan->items[0], 1, 32000, 40000, "LPP");
	assert_cut(&plan->items[0], 2, 40001, 48000, "TP");
	assert_cut(&plan->items[0], 3, 64000, 72000, "CHILD");
	assert_int_equal(sar_plan_cut_frames(&plan->items[0]),
	    20000 + 8000 + 7999 + 8000);
	sar_plan_free(plan);
}

static void
all_provisions_fit_one_cut(void **state)
{
	static const char *const codes[] = { "CHILD", "SW-HARM", "REF", "NEG",
		"MGMT", "LPP", "REG", "PUBLIC-FN", "CRIME-RISK", "CRIME",
		"TP" };
	struct bench b = { 0 };
	struct sar_marks *marks;
	struct sar_plan *plan;
	size_t i;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(&b, 1, "a");
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		add_mark(&b, marks, 1000000, 2000000, codes[i]);
	plan = make(&b);
	assert_cut(&plan->items[0], 0, 8000, 16000,
	    "TP+CRIME+CRIME-RISK+PUBLIC-FN+REG+LPP+MGMT+NEG+REF+SW-HARM+"
	    "CHILD");
	sar_plan_free(plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cuts_round_outwards_to_frames),
		cmocka_unit_test(a_mark_past_the_end_is_refused_by_line),
		cmocka_unit_test(
		    a_mark_so_late_that_its_frame_wraps_is_refused),
		cmocka_unit_test(a_codec_that_rings_gets_guards),
		cmocka_unit_test(
		    an_index_without_a_sane_recording_stops_the_plan),
		cmocka_unit_test(cuts_that_touch_or_overlap_become_one),
		cmocka_unit_test(all_provisions_fit_one_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
