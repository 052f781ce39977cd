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
	assert_one_cut(&b, 2000000, 3000000, 14800, 32000);
	assert_one_cut(&b, 100000, 3000000, 0, 32000);
	assert_one_cut(&b, 2000000, 9700000, 14800, 80000);
	b.recordings[0].codec = "mp3";
	assert_one_cut(&b, 2000000, 3000000, 12800, 27200);
	b.recordings[0].codec = "vorbis";
	assert_one_cut(&b, 2000000, 3000000, 13600, 27200);
	b.recordings[0].codec = "gsm610";
	/* Guards do not excuse a mark made on other audio. */
	b.files[0].n = 0;
	add_mark(&b, &b.files[0], 10100000, 10200000, "TP");
	assert_refused(&b, SAR_EINPUT,
	    "a: line 7: mark past the end of the recording (10.000 s)");
	b.files[0].n = 0;
	add_mark(&b, &b.files[0], 0, 1000000, "TP");
	plan = make(&b);
	assert_int_equal(plan->items[0].guard_before_ms, 150);
	assert_int_equal(plan->items[0].guard_after_ms, 1000);
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
	b.recordings[0].codec = "speex";
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
cuts_that_touch_and_are_alike_become_one(void **state)
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
	add_mark(&b, marks, 6000000, 6500000, "TP");
	add_mark(&b, marks, 8500000, 8750000, "TP");
	plan = make(&b);
	assert_int_equal(plan->items[0].n_cuts, 7);
	assert_cut(&plan->items[0], 0, 8000, 24000, "LPP");
	assert_cut(&plan->items[0], 1, 24000, 28000, "TP");
	assert_cut(&plan->items[0], 2, 32000, 40000, "LPP");
	assert_cut(&plan->items[0], 3, 40001, 52000, "TP");
	assert_cut(&plan->items[0], 4, 64000, 68000, "CHILD");
	assert_cut(&plan->items[0], 5, 68000, 70000, "TP+CHILD");
	assert_cut(&plan->items[0], 6, 70000, 72000, "CHILD");
	assert_int_equal(sar_plan_cut_frames(&plan->items[0]),
	    16000 + 4000 + 8000 + 11999 + 8000);
	sar_plan_free(plan);
}

static void
one_channel_cut_from_end_to_end_is_not_the_whole_recording(void **state)
{
	struct bench b = { 0 };
	struct sar_marks *marks;
	struct sar_plan *plan;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	b.recordings[0].channels = 2;
	marks = add_marks(&b, 1, "a");
	add_mark(&b, marks, 0, 10000000, "TP");
	b.mark[0].channels = 1;
	plan = make(&b);
	assert_item(plan, 0, SAR_CLASS_PART_DISCLOSED, "redacted");
	assert_int_equal(plan->items[0].cuts[0].channels, 1);
	sar_plan_free(plan);
	/* The other one too, in two pieces: now it is, and is written as all.
	 */
	add_mark(&b, marks, 0, 5000000, "TP");
	add_mark(&b, marks, 5000000, 10000000, "TP");
	b.mark[1].channels = b.mark[2].channels = 2;
	plan = make(&b);
	assert_item(plan, 0, SAR_CLASS_WITHHELD, "exempt");
	assert_int_equal(plan->items[0].n_cuts, 1);
	assert_int_equal(plan->items[0].cuts[0].channels, 0);
	sar_plan_free(plan);
}

static void
where_channels_are_coded_together_a_cut_is_on_every_one(void **state)
{
	static const char *const joint[] = { "mp3", "vorbis", "opus" };
	static const char *const apart[] = { "pcm16", "alaw", "ulaw", "flac",
		"pcm8", "pcm24", "pcm32", "float", "double", "alac",
		"ima-adpcm", "ms-adpcm", "g721", "g723-24", "g723-40",
		"gsm610" };
	struct bench b = { 0 };
	struct sar_plan *plan;
	size_t i;

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	b.recordings[0].channels = 2;
	add_mark(&b, add_marks(&b, 1, "a"), 2000000, 3000000, "TP");
	b.mark[0].channels = 1;
	for (i = 0; i < sizeof(joint) / sizeof(joint[0]); i++) {
		b.recordings[0].codec = joint[i];
		plan = make(&b);
		assert_true(sar_plan_joint(&b.recordings[0]));
		assert_int_equal(plan->items[0].n_cuts, 1);
		assert_int_equal(plan->items[0].cuts[0].channels, 0);
		sar_plan_free(plan);
	}
	for (i = 0; i < sizeof(apart) / sizeof(apart[0]); i++) {
		b.recordings[0].codec = apart[i];
		plan = make(&b);
		assert_false(sar_plan_joint(&b.recordings[0]));
		assert_int_equal(plan->items[0].cuts[0].channels, 1);
		sar_plan_free(plan);
	}
	/* A channel there is not is refused all the same. */
	b.recordings[0].codec = "opus";
	b.mark[0].channels = 4;
	assert_refused(&b, SAR_EINPUT,
	    "a: line 7: names a channel that the recording has not got");
}

static void
a_channel_there_is_not_is_refused_by_line(void **state)
{
	struct bench b = { 0 };

	(void)state;
	(void)add_item(&b, SAR_DECISION_INSIDE, 1);
	b.recordings[0].channels = 2;
	add_mark(&b, add_marks(&b, 1, "a"), 0, 1000000, "TP");
	b.mark[0].channels = 4;
	assert_refused(&b, SAR_EINPUT,
	    "a: line 7: names a channel that the recording has not got");
	b.mark[0].channels = 5;
	assert_refused(&b, SAR_EINPUT,
	    "a: line 7: names a channel that the recording has not got");
	b.recordings[0].channels = 32;
	b.mark[0].channels = UINT32_C(1) << 31;
	sar_plan_free(make(&b));
}

#define FRAMES 60
#define MARKS 9

/* What is cut of one frame, worked out from the marks alone. */
struct frame {
	uint32_t channels;
	uint32_t bases;
	uint64_t decisions;
	size_t tones;
	size_t silences;
};

/* Opus codes its channels together, and carries sound 150 ms and 400 ms. */
static void
paint(struct frame *frames, const struct sar_mark *mark,
    const struct sar_index_recording *recording, enum sar_plan_fill fill)
{
	bool opus = strcmp(recording->codec, "opus") == 0;
	uint32_t every = (UINT32_C(1) << recording->channels) - 1;
	uint64_t frame_us = 1000000 / recording->rate;
	uint64_t from_us = mark->from_us;
	uint64_t to_us = mark->to_us + (opus ? 400000 : 0);
	bool tone = mark->fill == SAR_MARK_FILL_TONE ||
		    (mark->fill == SAR_MARK_FILL_POLICY &&
			fill == SAR_FILL_TONE);
	uint64_t f;

	for (f = 0; f < FRAMES; f++) {
		if ((f + 1) * frame_us + (opus ? 150000 : 0) <= from_us ||
		    f * frame_us >= to_us)
			continue;
		frames[f].channels |= mark->channels == 0 || opus
					  ? every
					  : mark->channels;
		frames[f].bases |= sar_basis_bits(mark->basis);
		frames[f].decisions |= UINT64_C(1) << (mark->decision[0] - 'A');
		frames[f].tones += tone ? 1 : 0;
		frames[f].silences += tone ? 0 : 1;
	}
}

/* Each frame is in the one cut that says what was painted, or in none. */
static void
assert_painted(const struct sar_plan_item *item, const struct frame *frames,
    uint32_t every)
{
	const struct sar_plan_cut *cut = item->cuts;
	const struct sar_plan_cut *end = item->cuts + item->n_cuts;
	uint32_t channels;
	uint64_t f;

	for (f = 0; f < FRAMES; f++) {
		while (cut != end && cut->to <= f)
			cut++;
		if (frames[f].channels == 0) {
			assert_true(cut == end || cut->from > f);
			continue;
		}
		assert_true(cut != end && cut->from <= f);
		channels = frames[f].channels == every ? 0 : frames[f].channels;
		assert_int_equal(cut->channels, channels);
		assert_int_equal(sar_basis_bits(cut->basis), frames[f].bases);
		assert_int_equal(cut->decisions, frames[f].decisions);
		assert_int_equal(cut->fill,
		    frames[f].tones > 0 ? SAR_FILL_TONE : SAR_FILL_SILENCE);
	}
	for (cut = item->cuts; cut + 1 < end; cut++) {
		assert_true(cut[0].to <= cut[1].from);
		assert_false(cut[0].to == cut[1].from &&
			     cut[0].channels == cut[1].channels &&
			     cut[0].fill == cut[1].fill &&
			     cut[0].decisions == cut[1].decisions &&
			     strcmp(cut[0].basis, cut[1].basis) == 0);
	}
}

static uint32_t
random_below(uint32_t n)
{
	static uint64_t state = 20261126;

	state = state * UINT64_C(6364136223846793005) +
		UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 33) % n;
}

static void
random_mark(struct bench *b, struct sar_marks *marks, uint32_t every)
{
	static const char *const codes[] = { "TP", "LPP", "CRIME" };
	struct sar_mark *mark = &b->mark[marks->n];
	uint64_t from = random_below(FRAMES);
	uint64_t to = from + 1 + random_below(FRAMES - (uint32_t)from);
	uint64_t frame_us = 1000000 / b->recordings[0].rate;

	add_mark(b, marks, from * frame_us, to * frame_us,
	    codes[random_below(3)]);
	mark->channels = random_below(3) == 0 ? 0 : random_below(every + 1);
	mark->fill = (enum sar_mark_fill)random_below(3);
	mark->decision[0] = (char)('A' + random_below(3));
	mark->decision[1] = '\0';
}

static void
cuts_are_what_the_marks_paint_frame_by_frame(void **state)
{
	struct sar_decision_record records[3] = { { .id = "A" }, { .id = "B" },
		{ .id = "C" } };
	struct frame frames[FRAMES];
	struct sar_plan *plan;
	struct bench b;
	uint32_t every;
	size_t i;
	int round;

	(void)state;
	for (round = 0; round < 3000; round++) {
		struct sar_marks *marks;

		memset(&b, 0, sizeof(b));
		memset(frames, 0, sizeof(frames));
		(void)add_item(&b, SAR_DECISION_INSIDE, 1);
		b.recordings[0].rate = 1000;
		if (round % 3 == 0) {
			b.recordings[0].codec = "opus";
			b.recordings[0].rate = 10;
		}
		b.recordings[0].frames = FRAMES;
		b.recordings[0].channels = 1 + random_below(3);
		every = (UINT32_C(1) << b.recordings[0].channels) - 1;
		b.options.fill = random_below(2) == 0 ? SAR_FILL_TONE
						      : SAR_FILL_SILENCE;
		marks = add_marks(&b, 1, "a");
		marks->decisions = records;
		marks->n_decisions = 3;
		for (i = 1 + random_below(MARKS); i > 0; i--)
			random_mark(&b, marks, every);
		for (i = 0; i < marks->n; i++)
			paint(frames, &b.mark[i], &b.recordings[0],
			    b.options.fill);
		plan = make(&b);
		assert_painted(&plan->items[0], frames, every);
		sar_plan_free(plan);
	}
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
		cmocka_unit_test(cuts_that_touch_and_are_alike_become_one),
		cmocka_unit_test(
		    one_channel_cut_from_end_to_end_is_not_the_whole_recording),
		cmocka_unit_test(
		    where_channels_are_coded_together_a_cut_is_on_every_one),
		cmocka_unit_test(a_channel_there_is_not_is_refused_by_line),
		cmocka_unit_test(cuts_are_what_the_marks_paint_frame_by_frame),
		cmocka_unit_test(all_provisions_fit_one_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
