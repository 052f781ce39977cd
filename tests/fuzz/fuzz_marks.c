/*
 * Any bytes as a marks file.  What is read, written and read again is the
 * same, and is written the same; every mark has a length and a known basis,
 * and a decision that a mark rests on has what its provision asks for.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "marks/decision.h"
#include "marks/marks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
same(const struct sar_marks *a, const struct sar_marks *b)
{
	size_t i;

	require(memcmp(a->recording, b->recording, SAR_SHA256_LEN) == 0);
	require(a->speaker == b->speaker && a->n == b->n);
	require(strcmp(a->reviewer, b->reviewer) == 0);
	require(strcmp(a->suggested, b->suggested) == 0);
	require(a->confirmed == b->confirmed);
	require(a->has_labels == b->has_labels);
	require(memcmp(a->labels, b->labels, SAR_SHA256_LEN) == 0);
	require(sar_date_compare(a->reviewed, b->reviewed) == 0);
	require(strcmp(a->heard.codec, b->heard.codec) == 0);
	require(a->heard.rate == b->heard.rate);
	require(a->heard.channels == b->heard.channels);
	require(a->heard.frames == b->heard.frames);
	require((a->heard.frames == 0) == (a->heard.codec[0] == '\0'));
	require(a->standing == b->standing && a->n_asked == b->n_asked);
	for (i = 0; i < a->n_asked; i++)
		require(strcmp(a->asked[i], b->asked[i]) == 0);
	require(a->has_review == b->has_review);
	require(memcmp(a->review, b->review, SAR_SHA256_LEN) == 0);
	for (i = 0; i < a->n; i++) {
		require(a->marks[i].from_us == b->marks[i].from_us);
		require(a->marks[i].to_us == b->marks[i].to_us);
		require(a->marks[i].from_us < a->marks[i].to_us);
		require(strcmp(a->marks[i].basis, b->marks[i].basis) == 0);
		require(sar_basis_find(a->marks[i].basis) != NULL);
		require(a->marks[i].channels == b->marks[i].channels);
		require(a->marks[i].fill == b->marks[i].fill);
		require(strcmp(a->marks[i].decision, b->marks[i].decision) ==
			0);
	}
}

static void
same_decisions(const struct sar_marks *a, const struct sar_marks *b)
{
	const char *x, *y;
	size_t i;
	int k;

	require(a->damage_heard == b->damage_heard);
	require(a->n_decisions == b->n_decisions);
	for (i = 0; i < a->n_decisions; i++) {
		require(strcmp(a->decisions[i].id, b->decisions[i].id) == 0);
		require(i == 0 ||
			strcmp(a->decisions[i - 1].id, a->decisions[i].id) < 0);
		for (k = 0; k < SAR_DECISION_FIELDS; k++) {
			x = a->decisions[i].field[k];
			y = b->decisions[i].field[k];
			require((x == NULL) == (y == NULL));
			require(x == NULL || strcmp(x, y) == 0);
		}
	}
}

/* No cut rests on a decision to disclose, or on one that lacks something,
 * unless somebody has to look at them still. */
static void
check_decisions(const struct sar_marks *marks)
{
	const struct sar_decision_record *record;
	size_t i;
	int of;

	if (marks->standing != SAR_STANDING_SETTLED)
		return;
	for (i = 0; i < marks->n; i++) {
		of = sar_decision_of(marks, &marks->marks[i]);
		if (of == -1)
			continue;
		record = &marks->decisions[of];
		require(strcmp(record->field[SAR_FIELD_OUTCOME], "redact") ==
			0);
		require(record->field[SAR_FIELD_BY] != NULL);
		require(record->field[SAR_FIELD_ON] != NULL);
		require(sar_decision_lacks(record, marks->marks[i].basis) ==
			NULL);
	}
}

/* Records as people write them: any of them, or an error and none. */
static void
read_records(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };

	if (sar_decision_read("d", (const char *)data, size, &marks, &err) ==
	    -1)
		require(err.code == SAR_EINPUT && marks.decisions == NULL);
	else
		require(marks.n_decisions > 0 &&
			marks.n_decisions <= SAR_DECISIONS_MAX);
	sar_decision_free(&marks);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *first, *second;
	char *text, *again;

	read_records(data, size);
	first = sar_marks_parse("marks", (const char *)data, size, &err);
	if (first == NULL) {
		require(err.code == SAR_EINPUT || err.code == SAR_EREVIEW);
		require(err.msg[0] != '\0');
		return 0;
	}
	require((text = sar_marks_format(first, &err)) != NULL);
	second = sar_marks_parse("marks", text, strlen(text), &err);
	require(second != NULL);
	same(first, second);
	same_decisions(first, second);
	check_decisions(first);
	require((again = sar_marks_format(second, &err)) != NULL);
	require(strcmp(text, again) == 0);
	free(again);
	sar_marks_free(first);
	sar_marks_free(second);
	free(text);
	return 0;
}
