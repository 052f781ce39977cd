/*
 * Any bytes as a saved review.  What is taken of a decided recording can be
 * stored: written as a marks file and read again it is the same, and what is
 * settled has all that its cuts ask for.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "review/saved.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
check_cuts(const struct sar_marks *marks)
{
	const struct sar_mark *mark;
	size_t i;

	require(marks->n <= SAR_MARKS_LABELS_MAX);
	require(marks->n_decisions <= SAR_DECISIONS_MAX);
	for (i = 0; i < marks->n; i++) {
		mark = &marks->marks[i];
		require(mark->from_us < mark->to_us);
		require(mark->to_us <= UINT64_C(1) << 53);
		require(sar_basis_find(mark->basis) != NULL);
		require(mark->channels < 1U << SAR_MARKS_CHANNELS_MAX);
	}
}

/* The marks file is longer than what may be read only where it is refused. */
static void
check_stored(const struct sar_marks *marks)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *again;
	char *text = sar_marks_format(marks, &err);
	char *second;

	require(text != NULL);
	if (strlen(text) <= SAR_MARKS_MAX) {
		again = sar_marks_parse("m", text, strlen(text), &err);
		require(again != NULL);
		second = sar_marks_format(again, &err);
		require(second != NULL && strcmp(text, second) == 0);
		free(second);
		sar_marks_free(again);
	}
	free(text);
}

static void
check_item(const struct sar_saved *saved, size_t i)
{
	static const enum sar_standing standings[] = { SAR_STANDING_SETTLED,
		SAR_STANDING_SETTLED, SAR_STANDING_REJECTED,
		SAR_STANDING_SECOND };
	const struct sar_saved_item *item = &saved->items[i];
	struct sar_marks *marks = item->marks;

	require(item->item > (i == 0 ? 0 : saved->items[i - 1].item));
	require(item->heard_permille <= 1000);
	require(strlen(item->note) <= SAR_SAVED_NOTE);
	require(marks->standing == standings[item->verdict]);
	require(strcmp(marks->reviewer, saved->by) == 0 && marks->has_review);
	check_cuts(marks);
	if (item->verdict == SAR_VERDICT_UNDECIDED)
		return;
	marks->reviewed = (struct sar_date){ 2026, 11, 26 };
	check_stored(marks);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_saved *saved = sar_saved_parse("saved", (const char *)data,
	    size, &err);
	size_t i;

	if (saved == NULL) {
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
		require(sar_text_utf8(err.msg, strlen(err.msg)));
		return 0;
	}
	require(sar_text_plain(saved->ref, SAR_SAVED_REF - 1));
	require(sar_text_plain(saved->by, SAR_MARKS_STAFF - 1));
	for (i = 0; i < saved->n; i++)
		check_item(saved, i);
	sar_saved_free(saved);
	return 0;
}
