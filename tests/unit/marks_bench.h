/* Marks files and their labels, for the tests of both. */
#ifndef SAR_TESTS_MARKS_BENCH_H
#define SAR_TESTS_MARKS_BENCH_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "marks/marks.h"
#include "marks/read.h"

#define HEX64                              \
	"00112233445566778899aabbccddeeff" \
	"0123456789abcdef0123456789abcdef"
/* What every header has; the empty line that ends it is not in it. */
#define HEAD                                          \
	"sar-marks: 1\nrecording: sha256:" HEX64 "\n" \
	"speaker: requester\nreviewer: u1041\nreviewed: 2026-10-12\n"

static inline int
read_labels(const char *text, size_t len, struct sar_marks *marks,
    struct sar_err *err)
{
	struct sar_read_input in = { .name = "l",
		.text = text,
		.len = len,
		.format = SAR_MARKS_AUDACITY };

	return sar_marks_read(&in, marks, err);
}

/* Labels that parse; the caller frees marks->marks. */
static inline struct sar_marks
labels(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };

	if (read_labels(text, strlen(text), &marks, &err) == -1)
		fail_msg("%s", err.msg);
	return marks;
}

static inline void
assert_label_refused(const char *text, size_t len, const char *msg)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };

	assert_int_equal(read_labels(text, len, &marks, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, msg);
	assert_null(marks.marks);
	assert_int_equal(marks.n, 0);
}

static inline void
assert_marks_refused(const char *text, const char *msg)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_null(sar_marks_parse("m", text, strlen(text), &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, msg);
}

#define REFUSED(text, msg) assert_label_refused(text, sizeof(text) - 1, msg)

#endif
