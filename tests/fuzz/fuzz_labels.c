/*
 * The first byte says how the rest is read.  Every mark that is read has a
 * length and a known code, and reads back the same as an Audacity label; what
 * is told to be of one format is not also read, otherwise, as another.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "marks/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static bool
same(const struct sar_marks *a, const struct sar_marks *b)
{
	size_t i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (a->marks[i].from_us != b->marks[i].from_us ||
		    a->marks[i].to_us != b->marks[i].to_us ||
		    a->marks[i].channels != b->marks[i].channels ||
		    a->marks[i].fill != b->marks[i].fill ||
		    strcmp(a->marks[i].basis, b->marks[i].basis) != 0 ||
		    strcmp(a->marks[i].decision, b->marks[i].decision) != 0)
			return false;
	return true;
}

static bool
read_as(struct sar_read_input in, enum sar_marks_format format,
    struct sar_marks *marks)
{
	struct sar_err err = SAR_ERR_INIT;
	bool suggested = format == SAR_MARKS_RTTM ||
			 format == SAR_MARKS_DIARISATION;

	in.format = format;
	if (format != SAR_MARKS_AUTO && !suggested)
		in.speaker = NULL;
	if (format != SAR_MARKS_AUTO && format != SAR_MARKS_TEXTGRID)
		in.tier = NULL;
	if (format != SAR_MARKS_AUTO && format != SAR_MARKS_AUDACITY) {
		in.widen = false;
		in.widen_points_us = 0;
	}
	memset(marks, 0, sizeof(*marks));
	if (sar_marks_read(&in, marks, &err) == 0)
		return true;
	require(err.code == SAR_EINPUT && err.msg[0] != '\0');
	require(marks->marks == NULL && marks->n == 0);
	return false;
}

static void
check(const struct sar_marks *marks)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_read_input in = { .name = "written" };
	struct sar_marks again;
	char *text;
	size_t i;

	for (i = 0; i < marks->n; i++) {
		require(marks->marks[i].from_us < marks->marks[i].to_us);
		require(sar_basis_find(marks->marks[i].basis) != NULL);
	}
	text = sar_marks_labels_format(marks->marks, marks->n, &err);
	require(text != NULL);
	in.text = text;
	in.len = strlen(text);
	if (in.len <= SAR_MARKS_MAX) {
		require(read_as(in, SAR_MARKS_AUDACITY, &again));
		require(same(marks, &again));
		free(again.marks);
	}
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_read_input in = { .name = "labels" };
	struct sar_marks first = { 0 };
	struct sar_marks marks;
	bool have = false;
	int format;

	if (size == 0)
		return 0;
	in.text = (const char *)data + 1;
	in.len = size - 1;
	in.code = (data[0] & 1) != 0 ? "TP" : NULL;
	in.tier = (data[0] & 2) != 0 ? "cuts" : NULL;
	in.speaker = (data[0] & 4) != 0 ? "B" : NULL;
	in.widen = (data[0] & 8) != 0;
	in.widen_points_us = (data[0] & 16) != 0 ? 250000 : 0;
	for (format = 0; format < SAR_MARKS_FORMATS; format++) {
		if (!read_as(in, (enum sar_marks_format)format, &marks))
			continue;
		check(&marks);
		if (have && first.n > 0 && marks.n > 0)
			require(same(&first, &marks));
		if (have || marks.n == 0) {
			free(marks.marks);
			continue;
		}
		first = marks;
		have = true;
	}
	free(first.marks);
	return 0;
}
