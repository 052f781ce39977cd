#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "export/ical.h"

static void
text_is(const char *value, const char *want)
{
	struct sar_buf out = SAR_BUF_INIT;

	sar_ical_text(&out, "X", value);
	assert_int_equal(out.failed, 0);
	assert_string_equal(out.data, want);
	sar_buf_free(&out);
}

static void
text_is_escaped(void **state)
{
	(void)state;
	text_is("", "X:\r\n");
	text_is("a, b; c\\d", "X:a\\, b\\; c\\\\d\r\n");
	text_is("two\nlines", "X:two\\nlines\r\n");
	/* Nothing that is said ends the line it is said in. */
	text_is("a\r\nEND:VCALENDAR", "X:a \\nEND:VCALENDAR\r\n");
	text_is("a\tb\x7f\xc2\x85", "X:a b  \r\n");
	text_is("\xff\xc3", "X:??\r\n");
	text_is("Dŵr: \"x\"", "X:Dŵr: \"x\"\r\n");
}

/* Unfolded as RFC 5545, 3.1 says, it is what was written. */
static void
folds(const char *value)
{
	struct sar_buf out = SAR_BUF_INIT, line = SAR_BUF_INIT;
	const char *at, *end;
	size_t len;

	sar_ical_line(&out, "SUMMARY", value);
	for (at = out.data; *at != '\0'; at = end + 2) {
		assert_non_null(end = strstr(at, "\r\n"));
		len = (size_t)(end - at);
		assert_true(len <= 75);
		assert_true(sar_text_utf8(at, len));
		if (at == out.data) {
			sar_buf_add(&line, at, len);
			continue;
		}
		assert_int_equal(*at, ' ');
		assert_true(len > 1);
		sar_buf_add(&line, at + 1, len - 1);
	}
	assert_int_equal(strncmp(line.data, "SUMMARY:", 8), 0);
	assert_string_equal(line.data + 8, value);
	sar_buf_free(&line);
	sar_buf_free(&out);
}

static void
long_lines_are_folded_between_characters(void **state)
{
	static const char *const characters[] = { "a", "é", "ŵ", "€", "𝄞" };
	char value[1200];
	size_t i, k, n;

	(void)state;
	for (i = 0; i < sizeof(characters) / sizeof(characters[0]); i++) {
		n = strlen(characters[i]);
		for (k = 0; k < 240; k++) {
			/* One byte before moves where it has to be folded. */
			memset(value, '\0', sizeof(value));
			if (k % 2 == 1)
				value[0] = 'x';
			while (strlen(value) + n <= k)
				memcpy(value + strlen(value), characters[i], n);
			folds(value);
		}
	}
}

static void
a_day_is_what_it_should_be_to_the_byte(void **state)
{
	static const char want[] = "BEGIN:VEVENT\r\n"
				   "UID:due-SAR-1@sar.example/log\r\n"
				   "DTSTAMP:20261126T110000Z\r\n"
				   "DTSTART;VALUE=DATE:20281231\r\n"
				   "DTEND;VALUE=DATE:20290101\r\n"
				   "SUMMARY:SAR-1: answer due\r\n"
				   "DESCRIPTION:Received\\, then.\r\n"
				   "STATUS:TENTATIVE\r\n"
				   "TRANSP:TRANSPARENT\r\n"
				   "BEGIN:VALARM\r\n"
				   "ACTION:DISPLAY\r\n"
				   "DESCRIPTION:SAR-1: answer due\r\n"
				   "TRIGGER:-P6DT15H\r\n"
				   "END:VALARM\r\n"
				   "BEGIN:VALARM\r\n"
				   "ACTION:DISPLAY\r\n"
				   "DESCRIPTION:SAR-1: answer due\r\n"
				   "TRIGGER:-PT15H\r\n"
				   "END:VALARM\r\n"
				   "END:VEVENT\r\n";
	struct sar_buf out = SAR_BUF_INIT;

	(void)state;
	sar_ical_add(&out,
	    &(struct sar_ical_day){ .uid = "due-SAR-1@sar.example/log",
		.stamp = "20261126T110000Z",
		.summary = "SAR-1: answer due",
		.description = "Received, then.",
		.day = 21549,
		.tentative = true,
		.remind = { 7, 1 } });
	assert_int_equal(out.failed, 0);
	assert_string_equal(out.data, want);
	sar_buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped),
		cmocka_unit_test(long_lines_are_folded_between_characters),
		cmocka_unit_test(a_day_is_what_it_should_be_to_the_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
