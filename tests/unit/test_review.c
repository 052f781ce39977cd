/* The page of a review: what is in it, and that nothing from outside is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/b64.h"
#include "base/buf.h"
#include "base/csp.h"
#include "review/assets.h"
#include "review/review.h"

#define BEGIN "<script type=\"application/json\" id=\"data\">"
#define HOSTILE \
	"</script><!-- <img src=x onerror=alert(1)> \xe2\x80\xae\xff\x01\t\""

/* A page with one recording of two channels, and one item without any. */
struct bench {
	struct sar_review_page page;
	struct sar_review_item items[2];
	struct sar_review_sound sound;
	struct sar_review_said said;
	struct sar_review_cut cut;
	struct sar_review_span removed;
	struct sar_review_decision decision;
	struct sar_review_pair field;
	struct sar_review_suggestion suggestion;
	struct sar_review_basis basis;
	struct sar_review_field asked;
	const char *numbers[1];
	char *html;
	size_t len;
	json_t *data;
};

static void
fill_sound(struct bench *b)
{
	static const int8_t peaks[] = { -128, 127, 0, 1, -1, 5 };
	struct sar_review_sound *sound = &b->sound;

	b->said = (struct sar_review_said){ true, "u1041", "2026-10-12",
		"rejected", true, HOSTILE };
	b->cut = (struct sar_review_cut){ { 1, UINT64_C(10800000000), 2 }, "TP",
		"tone", "D1" };
	b->removed = (struct sar_review_span){ 0, 2000001, 0 };
	b->field = (struct sar_review_pair){ "steps", HOSTILE };
	b->decision = (struct sar_review_decision){ "D1", &b->field, 1 };
	b->suggestion = (struct sar_review_suggestion){ "dtmf", { 5, 6, 2 },
		"4 keys", HOSTILE, "", true };
	*sound = (struct sar_review_sound){ .length_us = UINT64_C(10800000000),
		.rate = 8000,
		.channels = 2,
		.joint = true,
		.original = { "original-01.flac", { 0xab } },
		.peaks = { { peaks, 6 }, { peaks + 2, 4 } },
		.said = &b->said,
		.cuts = &b->cut,
		.n_cuts = 1,
		.removed = &b->removed,
		.n_removed = 1,
		.guard_before_us = 150000,
		.guard_after_us = 1000000,
		.decisions = &b->decision,
		.n_decisions = 1,
		.suggestions = &b->suggestion,
		.n_suggestions = 1 };
}

static void
fill(struct bench *b)
{
	static const char *const choices[] = { "redact", "disclose", NULL };

	fill_sound(b);
	b->items[0] = (struct sar_review_item){ 1, "2026-07-14 09:31:00", "in",
		"disclosed", "Disclosed", "inside", "All.", false, NULL,
		&b->sound };
	b->items[1] = (struct sar_review_item){ 2, "2026-07-15 09:31:00", "out",
		"unavailable", "Gone", "missing", "Not found.", true,
		"recording of item 2: is gone", NULL };
	b->basis = (struct sar_review_basis){ "TP", "para. 16", HOSTILE,
		"factors" };
	b->asked = (struct sar_review_field){ "outcome", "Outcome", "choice",
		choices, 32, "always" };
	b->numbers[0] = "\xe2\x80\xa2\xe2\x80\xa2 123";
	b->page = (struct sar_review_page){ .ref = "A-1",
		.made = "2026-11-26T14:00:00Z",
		.base = { 0x12 },
		.numbers = b->numbers,
		.n_numbers = 1,
		.received = "2026-10-01",
		.due = "",
		.latest = "2026-11-03",
		.clock = "running",
		.clock_text = "Now.",
		.nonce = "AAAA",
		.peaks_per_second = 100,
		.heard_at_least = 950,
		.options = "--fade 5",
		.bases = &b->basis,
		.n_bases = 1,
		.fields = &b->asked,
		.n_fields = 1,
		.items = b->items,
		.n_items = 2 };
}

static int
setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));
	struct sar_err err = SAR_ERR_INIT;
	const char *at, *end;

	assert_non_null(b);
	fill(b);
	b->html = sar_review_html(&b->page, &b->len, &err);
	assert_non_null(b->html);
	at = strstr(b->html, BEGIN);
	assert_non_null(at);
	at += strlen(BEGIN);
	end = strstr(at, "</script>\n");
	assert_non_null(end);
	b->data = json_loadb(at, (size_t)(end - at), JSON_REJECT_DUPLICATES,
	    NULL);
	assert_non_null(b->data);
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *b = *state;

	json_decref(b->data);
	free(b->html);
	free(b);
	return 0;
}

static json_t *
item(const struct bench *b, size_t i)
{
	return json_array_get(json_object_get(b->data, "items"), i);
}

static const char *
text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static json_int_t
number(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

/* How often ${part} is in the ${len} bytes. */
static size_t
count(const char *all, size_t len, const char *part)
{
	size_t n = 0;
	const char *at = all;

	while ((at = memmem(at, len - (size_t)(at - all), part,
		    strlen(part))) != NULL) {
		n++;
		at++;
	}
	return n;
}

static void
no_text_can_end_the_data_or_begin_a_comment(void **state)
{
	struct bench *b = *state;
	const char *at = strstr(b->html, BEGIN) + strlen(BEGIN);
	const char *end = strstr(at, "</script>\n");

	assert_null(memchr(at, '<', (size_t)(end - at)));
	for (; at < end; at++)
		assert_true(*at >= 0x20 && *at < 0x7f);
	/* Data, vendor and ours: three scripts, and no more. */
	assert_int_equal(count(b->html, b->len, "<script"), 3);
	assert_int_equal(count(b->html, b->len, "</script"), 3);
	assert_int_equal(strlen(b->html), b->len);
}

static void
what_was_said_comes_out_as_it_was_but_for_what_is_no_character(void **state)
{
	struct bench *b = *state;
	const json_t *decision = json_array_get(json_object_get(item(b, 0),
						    "decisions"),
	    0);

	assert_string_equal(text(decision, "id"), "D1");
	assert_string_equal(text(decision, "steps"),
	    "</script><!-- <img src=x onerror=alert(1)> "
	    "\xe2\x80\xae\xef\xbf\xbd\x01\t\"");
}

static void
times_are_whole_microseconds_and_channels_are_counted_from_one(void **state)
{
	struct bench *b = *state;
	const json_t *cut = json_array_get(json_object_get(item(b, 0), "cuts"),
	    0);
	const json_t *removed = json_array_get(json_object_get(item(b, 0),
						   "removed"),
	    0);
	const json_t *channels = json_object_get(cut, "channels");

	assert_int_equal(number(cut, "from_us"), 1);
	assert_int_equal(number(cut, "to_us"), INT64_C(10800000000));
	assert_int_equal(json_array_size(channels), 1);
	assert_int_equal(json_integer_value(json_array_get(channels, 0)), 2);
	assert_int_equal(json_array_size(json_object_get(removed, "channels")),
	    0);
	assert_int_equal(number(json_array_get(json_object_get(item(b, 0),
						   "suggestions"),
				    0),
			     "channel"),
	    2);
}

static void
peaks_are_the_bytes_of_each_channel(void **state)
{
	struct bench *b = *state;
	const json_t *peaks = json_object_get(item(b, 0), "peaks");
	const char *first = json_string_value(json_array_get(peaks, 0));
	uint8_t bytes[8];
	size_t n;

	assert_int_equal(json_array_size(peaks), 2);
	assert_true(sar_b64_get(first, strlen(first), bytes, sizeof(bytes),
	    &n));
	assert_int_equal(n, 6);
	assert_memory_equal(bytes, b->sound.peaks[0].data, 6);
}

static void
a_copy_that_is_not_there_is_null(void **state)
{
	struct bench *b = *state;

	assert_string_equal(text(item(b, 0), "original"), "original-01.flac");
	assert_int_equal(strncmp(text(item(b, 0), "original_sha256"), "ab00",
			     4),
	    0);
	assert_true(json_is_null(json_object_get(item(b, 0), "redacted")));
	assert_true(json_is_null(json_object_get(item(b, 0),
	    "redacted_sha256")));
}

static void
what_is_asked_of_whoever_saves_is_told(void **state)
{
	struct bench *b = *state;

	assert_int_equal(json_integer_value(json_object_get(b->data,
			     "heard_at_least")),
	    950);
	assert_string_equal(text(b->data, "options"), "--fade 5");
}

static void
an_item_nobody_can_hear_says_what_is_wrong_and_no_more(void **state)
{
	struct bench *b = *state;

	assert_true(json_is_false(json_object_get(item(b, 1), "reviewable")));
	assert_string_equal(text(item(b, 1), "wrong"),
	    "recording of item 2: is gone");
	assert_null(json_object_get(item(b, 1), "original"));
	assert_true(json_is_true(json_object_get(item(b, 1), "undecided")));
	assert_true(json_is_null(json_object_get(item(b, 0), "wrong")));
}

/* Each digest of the policy is that of what is in the page, where it is. */
static void
assert_hash(const struct bench *b, const struct sar_asset *asset,
    const char *before)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf hash = SAR_BUF_INIT;
	const char *at = memmem(b->html, b->len, asset->data, asset->len);

	assert_true(asset->len > 100);
	assert_non_null(at);
	assert_memory_equal(at - strlen(before), before, strlen(before));
	assert_int_equal(sar_csp_hash(&hash, asset->data, asset->len, &err), 0);
	assert_int_equal(count(b->html, b->len, hash.data), 1);
	assert_int_equal(asset->data[asset->len], 0);
	assert_null(memchr(asset->data, 0, asset->len));
	sar_buf_free(&hash);
}

static void
the_policy_allows_just_the_style_and_the_scripts_that_are_there(void **state)
{
	struct bench *b = *state;

	assert_hash(b, &sar_assets_style, "<style>");
	assert_hash(b, &sar_assets_script, "<script>");
	assert_hash(b, &sar_assets_vendor, "<script>");
	assert_int_equal(count(b->html, b->len, "'nonce-AAAA'"), 1);
	assert_int_equal(count(b->html, b->len, "unsafe"), 0);
	assert_int_equal(count(b->html, b->len, "default-src 'none'"), 1);
}

static void
assets_cannot_end_the_element_they_are_in(void **state)
{
	const struct sar_asset *const scripts[] = { &sar_assets_script,
		&sar_assets_vendor };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		const char *all = (const char *)scripts[i]->data;

		assert_int_equal(count(all, scripts[i]->len, "</script"), 0);
		assert_int_equal(count(all, scripts[i]->len, "<!--"), 0);
		/* Text from outside can only become text. */
		if (i == 0) {
			assert_int_equal(count(all, scripts[i]->len,
					     "innerHTML"),
			    0);
			assert_int_equal(count(all, scripts[i]->len,
					     "outerHTML"),
			    0);
			assert_int_equal(count(all, scripts[i]->len,
					     "insertAdjacentHTML"),
			    0);
			assert_int_equal(count(all, scripts[i]->len, "eval("),
			    0);
		}
	}
	assert_int_equal(count((const char *)sar_assets_style.data,
			     sar_assets_style.len, "</style"),
	    0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    no_text_can_end_the_data_or_begin_a_comment, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(
		    what_was_said_comes_out_as_it_was_but_for_what_is_no_character,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    times_are_whole_microseconds_and_channels_are_counted_from_one,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    peaks_are_the_bytes_of_each_channel, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_copy_that_is_not_there_is_null, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    what_is_asked_of_whoever_saves_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    an_item_nobody_can_hear_says_what_is_wrong_and_no_more,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(
		    the_policy_allows_just_the_style_and_the_scripts_that_are_there,
		    setup, teardown),
		cmocka_unit_test(assets_cannot_end_the_element_they_are_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
