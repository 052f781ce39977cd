/* Cuts of which there are to be proofs are whole blocks. */
#include "plan_bench.h"

#include "plan/changes.h"

static struct bench *
bench(void)
{
	static struct bench b;

	memset(&b, 0, sizeof(b));
	b.options.proofs = true;
	b.options.format = SAR_FORMAT_SAME;
	return &b;
}

static void
a_cut_is_widened_outward_to_whole_blocks(void **state)
{
	struct bench *b = bench();
	struct sar_plan *plan;
	struct sar_marks *marks;

	(void)state;
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(b, 1, "a");
	add_mark(b, marks, 1250000, 1260000, "TP"); /* 10000 to 10080 */
	add_mark(b, marks, 2000000, 2300000, "TP"); /* on blocks already */
	add_mark(b, marks, 2999999, 3100001, "TP"); /* just beyond three */
	add_mark(b, marks, 9950000, 10000000, "TP");
	plan = make(b);
	assert_int_equal(plan->items[0].block, 800);
	assert_int_equal(plan->items[0].n_cuts, 4);
	assert_cut(&plan->items[0], 0, 9600, 10400, "TP");
	assert_cut(&plan->items[0], 1, 16000, 18400, "TP");
	assert_cut(&plan->items[0], 2, 23200, 25600, "TP");
	assert_cut(&plan->items[0], 3, 79200, 80000, "TP");
	sar_plan_free(plan);
}

static void
cuts_that_come_to_touch_are_one_with_all_they_rest_on(void **state)
{
	struct bench *b = bench();
	struct sar_plan *plan;
	struct sar_marks *marks;

	(void)state;
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(b, 1, "a");
	add_mark(b, marks, 1010000, 1020000, "TP");
	add_mark(b, marks, 1130000, 1140000, "TP"); /* the next block */
	add_mark(b, marks, 3010000, 3020000, "TP");
	add_mark(b, marks, 3030000, 3040000, "LPP"); /* the same block */
	plan = make(b);
	assert_int_equal(plan->items[0].n_cuts, 2);
	assert_cut(&plan->items[0], 0, 8000, 9600, "TP");
	assert_int_equal(plan->items[0].cuts[1].from, 24000);
	assert_int_equal(plan->items[0].cuts[1].to, 24800);
	assert_non_null(strstr(plan->items[0].cuts[1].basis, "TP"));
	assert_non_null(strstr(plan->items[0].cuts[1].basis, "LPP"));
	sar_plan_free(plan);
}

static void
a_recording_whose_cuts_become_all_of_it_is_withheld(void **state)
{
	struct bench *b = bench();
	struct sar_plan *plan;
	struct sar_marks *marks;

	(void)state;
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	marks = add_marks(b, 1, "a");
	add_mark(b, marks, 20000, 9980000, "TP");
	plan = make(b);
	assert_item(plan, 0, SAR_CLASS_WITHHELD, "exempt");
	assert_cut(&plan->items[0], 0, 0, 80000, "TP");
	sar_plan_free(plan);
	/* Without proofs a sliver of both ends is given out. */
	b->options.proofs = false;
	plan = make(b);
	assert_item(plan, 0, SAR_CLASS_PART_DISCLOSED, "redacted");
	assert_cut(&plan->items[0], 0, 160, 79840, "TP");
	sar_plan_free(plan);
}

static void
what_is_packaged_with_loss_is_cut_where_it_was_marked(void **state)
{
	static const struct {
		const char *codec;
		enum sar_plan_format format;
		uint32_t block;
	} rows[] = {
		{ "alaw", SAR_FORMAT_SAME, 800 },
		{ "ulaw", SAR_FORMAT_SAME, 800 },
		{ "pcm16", SAR_FORMAT_SAME, 800 },
		{ "pcm16", SAR_FORMAT_WAV, 800 },
		{ "gsm610", SAR_FORMAT_FLAC, 800 },
		{ "pcm16", SAR_FORMAT_MP3, 0 },
		{ "pcm16", SAR_FORMAT_OPUS, 0 },
		{ "alaw", SAR_FORMAT_OPUS, 0 },
	};
	struct sar_plan *plan;
	struct sar_marks *marks;
	struct bench *b;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		b = bench();
		(void)add_item(b, SAR_DECISION_INSIDE, 1);
		b->recordings[0].codec = rows[i].codec;
		b->options.format = rows[i].format;
		marks = add_marks(b, 1, "a");
		add_mark(b, marks, 4010000, 4020000, "TP");
		plan = make(b);
		assert_int_equal(plan->items[0].block, rows[i].block);
		assert_int_equal(plan->items[0].cuts[0].from % 800 == 0 &&
				     plan->items[0].cuts[0].to % 800 == 0,
		    rows[i].block != 0);
		sar_plan_free(plan);
	}
	/* MP3 cannot hold this rate: it becomes FLAC, and gets a proof. */
	b = bench();
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	b->recordings[0].rate = 9000;
	b->options.format = SAR_FORMAT_MP3;
	(void)add_marks(b, 1, "a");
	plan = make(b);
	assert_int_equal(plan->items[0].block, 900);
	sar_plan_free(plan);
}

static void
a_cut_of_one_channel_is_widened_on_that_channel(void **state)
{
	struct bench *b = bench();
	struct sar_plan *plan;
	struct sar_marks *marks;

	(void)state;
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	b->recordings[0].channels = 2;
	marks = add_marks(b, 1, "a");
	add_mark(b, marks, 1010000, 1020000, "TP");
	b->mark[0].channels = 2;
	plan = make(b);
	assert_int_equal(plan->items[0].n_cuts, 1);
	assert_cut(&plan->items[0], 0, 8000, 8800, "TP");
	assert_int_equal(plan->items[0].cuts[0].channels, 2);
	sar_plan_free(plan);
}

static void
proofs_and_a_fade_are_refused(void **state)
{
	struct bench *b = bench();

	(void)state;
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	b->options.fade_ms = 5;
	assert_refused(b, SAR_EINPUT,
	    "plan: nothing can fade that is to be proved");
}

static void
note_change(void *ctx, const struct sar_change *change)
{
	char *seen = ctx;

	(void)snprintf(seen + strlen(seen), 256 - strlen(seen), "%u:%s ",
	    change->item, change->what);
}

static void
the_plan_says_so_and_a_change_of_it_is_one(void **state)
{
	struct bench *b = bench();
	struct sar_plan *plan;
	struct sar_plan_kept *kept[2];
	char *text[2], seen[256] = "";
	size_t i, n = 0;

	(void)state;
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	(void)add_marks(b, 1, "a");
	for (i = 0; i < 2; i++) {
		b->options.proofs = i == 1;
		plan = make(b);
		text[i] = sar_plan_json(plan, "SAR-2026-0042", &b->err);
		assert_non_null(text[i]);
		sar_plan_free(plan);
		kept[i] = sar_plan_read("plan.json", text[i], strlen(text[i]),
		    &b->err);
		assert_non_null(kept[i]);
	}
	assert_null(strstr(text[0], "redaction_proofs"));
	assert_null(strstr(text[0], "\"block\""));
	assert_non_null(strstr(text[1], "\"redaction_proofs\":true"));
	assert_non_null(strstr(text[1], "\"block\":800"));
	assert_int_equal(sar_changes_find(kept[0], kept[1], note_change, seen,
			     &n, &b->err),
	    0);
	assert_string_equal(seen, "0:proofs-changed 1:proofs-changed ");
	assert_on_page("proofs-changed");
	n = 0;
	assert_int_equal(sar_changes_find(kept[0], kept[0], note_change, seen,
			     &n, &b->err),
	    0);
	assert_int_equal(n, 0);
	for (i = 0; i < 2; i++) {
		sar_plan_kept_free(kept[i]);
		free(text[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cut_is_widened_outward_to_whole_blocks),
		cmocka_unit_test(
		    cuts_that_come_to_touch_are_one_with_all_they_rest_on),
		cmocka_unit_test(
		    a_recording_whose_cuts_become_all_of_it_is_withheld),
		cmocka_unit_test(
		    what_is_packaged_with_loss_is_cut_where_it_was_marked),
		cmocka_unit_test(
		    a_cut_of_one_channel_is_widened_on_that_channel),
		cmocka_unit_test(proofs_and_a_fade_are_refused),
		cmocka_unit_test(the_plan_says_so_and_a_change_of_it_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
