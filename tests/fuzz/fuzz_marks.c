/*
 * Any bytes as a marks file.  What is read, written and read again is the
 * same; every mark has a length and a known basis.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

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
	require(sar_date_compare(a->reviewed, b->reviewed) == 0);
	for (i = 0; i < a->n; i++) {
		require(a->marks[i].from_us == b->marks[i].from_us);
		require(a->marks[i].to_us == b->marks[i].to_us);
		require(a->marks[i].from_us < a->marks[i].to_us);
		require(strcmp(a->marks[i].basis, b->marks[i].basis) == 0);
		require(sar_basis_find(a->marks[i].basis) != NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *first, *second;
	char *text;

	first = sar_marks_parse("marks", (const char *)data, size, &err);
	if (first == NULL) {
		require(err.code == SAR_EINPUT && err.msg[0] != '\0');
		return 0;
	}
	require((text = sar_marks_format(first, &err)) != NULL);
	second = sar_marks_parse("marks", text, strlen(text), &err);
	require(second != NULL);
	same(first, second);
	sar_marks_free(first);
	sar_marks_free(second);
	free(text);
	return 0;
}
