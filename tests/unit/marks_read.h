/* What the tests of the readers of marks share. */
#ifndef SAR_TESTS_MARKS_READ_H
#define SAR_TESTS_MARKS_READ_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "marks/read.h"

static inline struct sar_read_input
input(const char *text, size_t len, enum sar_marks_format format)
{
	struct sar_read_input in = { .name = "f",
		.text = text,
		.len = len,
		.format = format };

	return in;
}

/* ${spans}: "from-to CODE" of each mark, in microseconds, parted by blanks. */
static inline void
assert_read(const struct sar_read_input *in, const char *spans)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };
	char got[1024] = "";
	size_t used = 0;
	size_t i;

	if (sar_marks_read(in, &marks, &err) == -1)
		fail_msg("%s", err.msg);
	assert_true(marks.has_labels);
	for (i = 0; i < marks.n; i++)
		used += (size_t)snprintf(got + used, sizeof(got) - used,
		    "%s%llu-%llu %s", i == 0 ? "" : " ",
		    (unsigned long long)marks.marks[i].from_us,
		    (unsigned long long)marks.marks[i].to_us,
		    marks.marks[i].basis);
	assert_string_equal(got, spans);
	free(marks.marks);
}

static inline void
assert_refused(const struct sar_read_input *in, const char *msg)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };

	assert_int_equal(sar_marks_read(in, &marks, &err), -1);
	assert_string_equal(err.msg, msg);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_null(marks.marks);
	assert_int_equal(marks.n, 0);
	assert_false(marks.has_labels);
	assert_null(strstr(err.hint, "Esme"));
}

#endif
