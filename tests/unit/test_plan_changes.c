/* What a plan says of itself: its reader, its changes and its findings. */
#include "plan_bench.h"

#include "plan/changes.h"
#include "plan/lint.h"

/* Codes that were told, "2:cut-moved ..." in order. */
struct heard {
	char text[1024];
};

static void
add_heard(struct heard *heard, unsigned item, const char *what)
{
	size_t used = strlen(heard->text);

	(void)snprintf(heard->text + used, sizeof(heard->text) - used,
	    "%s%u:%s", used == 0 ? "" : " ", item, what);
}

static void
hear_change(void *ctx, const struct sar_change *change)
{
	add_heard(ctx, change->item, change->what);
	assert_string_not_equal(sar_changes_text(change->what), change->what);
	assert_on_page(change->what);
}

static char *
text_of(struct bench *b)
{
	struct sar_plan *plan = make(b);
	char *text = sar_plan_json(plan, "A-1", &b->err);

	assert_non_null(text);
	sar_plan_free(plan);
	return text;
}

static void
assert_changes(const char *then, const char *now, const char *expected)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_plan_kept *a = sar_plan_read("a", then, strlen(then), &err);
	struct sar_plan_kept *b = sar_plan_read("b", now, strlen(now), &err);
	struct heard heard = { "" };
	size_t n;

	assert_non_null(a);
	assert_non_null(b);
	assert_int_equal(sar_changes_find(a, b, hear_change, &heard, &n, &err),
	    0);
	assert_string_equal(heard.text, expected);
	assert_int_equal(n > 0, expected[0] != '\0');
	sar_plan_kept_free(a);
	sar_plan_kept_free(b);
}

/* The plan of ${b} against ${then}, which it frees; the new one is returned. */
static char *
assert_now(struct bench *b, char *then, const char *expected)
{
	char *now = text_of(b);

	assert_changes(then, now, expected);
	free(then);
	return now;
}

static void
two_calls(struct bench *b)
{
	struct sar_marks *marks;

	memset(b, 0, sizeof(*b));
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	add_item(b, SAR_DECISION_INSIDE, 2)->start.hour = 9;
	(void)add_marks(b, 1, "a");
	marks = add_marks(b, 2, "b");
	add_mark(b, marks, 1000000, 2000000, "TP");
	add_mark(b, marks, 4000000, 5000000, "TP");
}

static void
what_changed_is_told_item_by_item(void **state)
{
	struct bench b;
	char *text;

	(void)state;
	two_calls(&b);
	text = text_of(&b);
	text = assert_now(&b, text, "");
	b.mark[0].to_us = 2500000;
	text = assert_now(&b, text, "2:marks-changed 2:cut-moved");
	(void)snprintf(b.mark[1].basis, SAR_BASIS_MAX, "LPP");
	text = assert_now(&b, text, "2:marks-changed 2:cut-changed");
	b.files[1].n = 1;
	text = assert_now(&b, text, "2:marks-changed 2:cut-removed");
	b.mark[0].from_us = 3000000;
	b.mark[0].to_us = 3500000;
	text = assert_now(&b, text,
	    "2:marks-changed 2:cut-removed 2:cut-added");
	(void)snprintf(b.files[0].reviewer, sizeof(b.files[0].reviewer), "u2");
	b.files[0].reviewed.day = 13;
	text = assert_now(&b, text, "1:marks-changed 1:reviewer-changed");
	b.recordings[0].finding = "odd";
	b.recordings[0].frames = 90000;
	text = assert_now(&b, text, "1:audio-measured");
	b.files[0].has_review = true;
	text = assert_now(&b, text, "1:marks-changed 1:review-file-changed");
	b.files[0].standing = SAR_STANDING_SECOND;
	text = assert_now(&b, text,
	    "1:marks-changed 1:standing-changed 1:outcome-changed "
	    "1:format-changed 1:name-changed 2:name-changed");
	b.files[0].standing = SAR_STANDING_REJECTED;
	text = assert_now(&b, text,
	    "1:marks-changed 1:standing-changed 1:outcome-changed");
	b.files[0].standing = SAR_STANDING_SETTLED;
	text = assert_now(&b, text,
	    "1:marks-changed 1:standing-changed 1:outcome-changed "
	    "1:format-changed 1:name-changed 2:name-changed");
	b.options.fill = SAR_FILL_SILENCE;
	text = assert_now(&b, text, "0:fill-changed 2:cut-changed");
	b.options.format = SAR_FORMAT_FLAC;
	text = assert_now(&b, text,
	    "0:format-changed 1:format-changed 1:name-changed "
	    "2:format-changed 2:name-changed");
	b.options.fade_ms = 5;
	text = assert_now(&b, text, "0:fade-changed");
	b.options.expired_reason = "LIT";
	text = assert_now(&b, text, "0:expired-reason-changed");
	b.options.expired_reason = "OTHER";
	text = assert_now(&b, text, "0:expired-reason-changed");
	free(text);
}

static void
audio_replaced_is_told_even_where_marks_follow_it(void **state)
{
	struct bench b;
	char *text;

	(void)state;
	two_calls(&b);
	text = text_of(&b);
	memset(b.recordings[1].sha256, 9, SAR_SHA256_LEN);
	memset(b.files[1].recording, 9, SAR_SHA256_LEN);
	text = assert_now(&b, text, "2:audio-replaced 2:marks-changed");
	memset(b.recordings[1].sha256, 8, SAR_SHA256_LEN);
	b.options.kept_marks = true;
	text = assert_now(&b, text,
	    "2:audio-replaced 2:review-gone 2:cut-removed 2:cut-removed "
	    "2:outcome-changed 2:format-changed 2:name-changed");
	free(text);
}

static void
calls_are_told_apart_by_audio_and_time_not_by_number(void **state)
{
	struct bench b;
	char *text;

	(void)state;
	two_calls(&b);
	text = text_of(&b);
	/* One came before both: all get other numbers and names. */
	add_item(&b, SAR_DECISION_INSIDE, 3)->start.hour = 8;
	b.item[0].number = 2;
	b.item[1].number = 3;
	b.item[2].number = 1;
	text = assert_now(&b, text,
	    "2:number-changed 3:number-changed 1:item-added");
	b.items.n = 2;
	text = assert_now(&b, text, "1:item-gone");
	free(text);
}

static void
a_decision_that_changes_is_told_without_its_words(void **state)
{
	static char redact[] = "redact", one[] = "first", two[] = "second";
	struct sar_decision_record record = { .id = "1" };
	struct bench b;
	char *text;

	(void)state;
	two_calls(&b);
	record.field[SAR_FIELD_OUTCOME] = redact;
	record.field[SAR_FIELD_STEPS] = one;
	b.files[1].decisions = &record;
	b.files[1].n_decisions = 1;
	text = text_of(&b);
	record.field[SAR_FIELD_STEPS] = two;
	text = assert_now(&b, text, "2:marks-changed 2:decisions-changed");
	free(text);
}

static void
a_member_of_a_later_release_is_not_lost(void **state)
{
	static const char at_item[] = "\"class\":";
	struct bench b;
	char *text, *later, *at;
	size_t head, size;

	(void)state;
	two_calls(&b);
	text = text_of(&b);
	at = strstr(text, at_item);
	assert_non_null(at);
	head = (size_t)(at - text);
	size = strlen(text) + 32;
	later = malloc(size);
	assert_non_null(later);
	(void)snprintf(later, size, "%.*s\"new\":[1],%s", (int)head, text, at);
	assert_changes(text, later, "1:other-changed");
	(void)snprintf(later, size, "{\"new\":true,%s", text + 1);
	assert_changes(later, text, "0:other-changed");
	free(later);
	free(text);
}

static void
what_is_no_plan_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bench b;
	char *text;
	size_t len;
	size_t i;

	(void)state;
	two_calls(&b);
	text = text_of(&b);
	len = strlen(text);
	for (i = 0; i < len; i++)
		assert_null(sar_plan_read("p", text, i, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, "p: not a plan of this release");
	/* Every member that is there is needed. */
	for (i = 0; i + 1 < len; i++) {
		struct sar_plan_kept *plan;
		char was = text[i + 1];

		if (text[i] != '"' || was < 'a' || was > 'z' ||
		    strchr("{,", text[i - 1]) == NULL)
			continue;
		text[i + 1] = 'Z';
		plan = sar_plan_read("p", text, len, &err);
		assert_null(plan);
		text[i + 1] = was;
	}
	free(text);
}

static void
hear_finding(void *ctx, const struct sar_finding *finding)
{
	add_heard(ctx, finding->item, finding->what);
	if (finding->error)
		add_heard(ctx, finding->item, "error");
	assert_string_not_equal(sar_lint_text(finding->what), finding->what);
	assert_on_page(finding->what);
}

static void
assert_lint(struct bench *b, const char *expected)
{
	struct heard heard = { "" };
	struct sar_plan *plan = make(b);

	sar_lint_run(plan, hear_finding, &heard);
	assert_string_equal(heard.text, expected);
	sar_plan_free(plan);
}

/* One stereo recording of 10 s and one mark of it. */
static void
one_mark(struct bench *b, uint64_t from_us, uint64_t to_us)
{
	static char redact[] = "redact";
	static struct sar_decision_record record = { .id = "1" };

	record.field[SAR_FIELD_OUTCOME] = redact;
	memset(b, 0, sizeof(*b));
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	b->recordings[0].channels = 2;
	add_mark(b, add_marks(b, 1, "a"), from_us, to_us, "TP");
	b->files[0].decisions = &record;
	b->files[0].n_decisions = 1;
}

static void
what_is_often_a_mistake_is_found(void **state)
{
	struct bench b;

	(void)state;
	one_mark(&b, 1000000, 2000000);
	assert_lint(&b, "");
	add_mark(&b, &b.files[0], 3000000, 4000000, "TP");
	b.mark[0].channels = b.mark[1].channels = 2;
	assert_lint(&b, "1:cross-talk 1:cross-talk");
	b.recordings[0].codec = "mp3";
	assert_lint(&b, "1:coded-together");
	b.mark[0].channels = b.mark[1].channels = 3;
	assert_lint(&b, "");
	b.mark[1].channels = 0;
	assert_lint(&b, "");
	b.recordings[0].codec = "alaw";
	b.mark[0].channels = b.mark[1].channels = 3;
	b.mark[1].from_us = 2199875;
	assert_lint(&b, "1:short-gap");
	b.mark[1].from_us = 2200000;
	assert_lint(&b, "");
	one_mark(&b, 1000000, 1099875);
	assert_lint(&b, "1:short-cut");
	b.mark[0].to_us = 1100000;
	assert_lint(&b, "");
	/* Part of a longer one, it is not short. */
	add_mark(&b, &b.files[0], 1050000, 2000000, "LPP");
	assert_lint(&b, "");
	one_mark(&b, 199000, 1000000);
	assert_lint(&b, "1:near-start");
	one_mark(&b, 0, 1000000);
	assert_lint(&b, "");
	one_mark(&b, 5000000, 9801000);
	assert_lint(&b, "1:near-end");
	one_mark(&b, 5000000, 10000000);
	assert_lint(&b, "");
}

static void
what_waits_for_a_person_is_an_error(void **state)
{
	struct bench b;

	(void)state;
	one_mark(&b, 1000000, 2000000);
	(void)add_item(&b, SAR_DECISION_INSIDE, 2);
	add_item(&b, SAR_DECISION_INSIDE, 3)->possible = true;
	assert_lint(&b, "2:not-reviewed 2:error 3:possible-match 3:error");
	one_mark(&b, 1000000, 2000000);
	b.files[0].n_decisions = 0;
	assert_lint(&b, "1:no-decision");
	b.options.decisions_required = true;
	assert_lint(&b, "1:no-decision 1:error");
	one_mark(&b, 1000000, 2000000);
	b.recordings[0].finding = "truncated";
	assert_lint(&b, "1:damage-not-confirmed 1:error");
	b.files[0].n = 0;
	assert_lint(&b, "1:damage-not-confirmed 1:error");
	b.files[0].n = 1;
	b.files[0].damage_heard = true;
	assert_lint(&b, "1:damage");
	one_mark(&b, 1000000, 2000000);
	(void)add_marks(&b, 9, "old");
	b.options.kept_marks = true;
	assert_lint(&b, "0:stray-marks 0:error");
	one_mark(&b, 1000000, 2000000);
	(void)add_item(&b, SAR_DECISION_BOUNDARY, 2);
	assert_lint(&b, "2:retention-boundary 2:error");
	b.options.include_expired = true;
	assert_lint(&b, "2:not-reviewed 2:error");
	one_mark(&b, 1000000, 2000000);
	b.files[0].standing = SAR_STANDING_REJECTED;
	assert_lint(&b, "1:rejected 1:error");
	b.files[0].standing = SAR_STANDING_SECOND;
	assert_lint(&b, "1:second-person 1:error");
}

static void
a_recording_withheld_whole_needs_a_reason_of_its_own(void **state)
{
	static char why[] = "their voice is in every sentence";
	struct bench b;

	(void)state;
	one_mark(&b, 0, 10000000);
	assert_lint(&b, "1:whole-recording");
	b.files[0].decisions[0].field[SAR_FIELD_WHOLE] = why;
	assert_lint(&b, "");
	b.files[0].decisions[0].field[SAR_FIELD_WHOLE] = NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changed_is_told_item_by_item),
		cmocka_unit_test(
		    audio_replaced_is_told_even_where_marks_follow_it),
		cmocka_unit_test(
		    calls_are_told_apart_by_audio_and_time_not_by_number),
		cmocka_unit_test(
		    a_decision_that_changes_is_told_without_its_words),
		cmocka_unit_test(a_member_of_a_later_release_is_not_lost),
		cmocka_unit_test(what_is_no_plan_is_refused),
		cmocka_unit_test(what_is_often_a_mistake_is_found),
		cmocka_unit_test(what_waits_for_a_person_is_an_error),
		cmocka_unit_test(
		    a_recording_withheld_whole_needs_a_reason_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
