#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "request/request.h"

#define SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* What was formatted is read again, as the request it was. */
static void
assert_reads_back(const char *text, enum sar_identity identity)
{
	static const struct sar_phone_plan plan = { .country = 44,
		.outside = '9',
		.area = "1632" };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_request *r = sar_request_parse("r", text, strlen(text),
	    &plan, &err);

	assert_non_null(r);
	assert_int_equal(r->n_numbers, 2);
	assert_int_equal(r->identity, identity);
	sar_request_free(r);
}

static struct sar_request_fields
fields(void)
{
	return (struct sar_request_fields){
		.ref = "SAR-1",
		.numbers = { "01632 960123", "07700 900456" },
		.n_numbers = 2,
		.from = "2026-01-01",
		.to = "2026-03-31",
		.received = "2026-04-02",
	};
}

static void
options_become_the_text_of_a_request(void **state)
{
	struct sar_request_fields f = fields();
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_request_format(&f, &err);

	(void)state;
	assert_string_equal(text,
	    "ref = SAR-1\nnumber = 01632 960123\nnumber = 07700 900456\n"
	    "from = 2026-01-01\nto = 2026-03-31\nreceived = 2026-04-02\n"
	    "identity = unknown\n");
	assert_reads_back(text, SAR_IDENTITY_UNKNOWN);
	free(text);
	f.identity = "not-needed known";
	f.name = "Zo\xc3\xab # Example";
	text = sar_request_format(&f, &err);
	assert_non_null(strstr(text,
	    "identity = not-needed known\nname = Zo\xc3\xab # Example\n"));
	assert_reads_back(text, SAR_IDENTITY_NOT_NEEDED);
	free(text);
	f.ref = NULL;
	f.from = f.to = NULL;
	f.ranges[0] = "2026-01-01/2026-01-31";
	f.ranges[1] = "2026-03-01/2026-03-31";
	f.n_ranges = 2;
	f.agent = "A. Agent";
	f.channel = "email";
	f.prefer = "wav";
	f.adjustments = "large print";
	f.corrects = "SAR-0";
	text = sar_request_format(&f, &err);
	assert_string_equal(text,
	    "number = 01632 960123\nnumber = 07700 900456\n"
	    "range = 2026-01-01/2026-01-31\nrange = 2026-03-01/2026-03-31\n"
	    "received = 2026-04-02\nchannel = email\n"
	    "identity = not-needed known\nname = Zo\xc3\xab # Example\n"
	    "agent = A. Agent\nprefer = wav\nadjustments = large print\n"
	    "corrects = SAR-0\n");
	assert_reads_back(text, SAR_IDENTITY_NOT_NEEDED);
	free(text);
}

static void
an_option_cannot_bring_in_a_line_of_its_own(void **state)
{
	static const char sly[] = "x\nidentity = verified";
	struct sar_request_fields f;
	const char **each[] = { &f.ref, &f.numbers[1], &f.from, &f.to,
		&f.received, &f.identity, &f.name, &f.agent, &f.channel,
		&f.prefer, &f.adjustments, &f.corrects };
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(each); i++) {
		f = fields();
		*each[i] = sly;
		assert_null(sar_request_format(&f, &err));
		assert_int_equal(err.code, SAR_EINPUT);
		assert_non_null(strstr(err.msg, ": has a line break"));
		*each[i] = "x\ridentity = verified";
		assert_null(sar_request_format(&f, &err));
	}
}

static void
a_missing_option_is_named(void **state)
{
	static const char *const names[] = { "from", "to", "received",
		"number" };
	struct sar_request_fields f;
	const char **each[] = { &f.from, &f.to, &f.received, &f.numbers[0] };
	struct sar_err err = SAR_ERR_INIT;
	char message[64];
	size_t i;

	(void)state;
	for (i = 0; i < SIZE(each); i++) {
		f = fields();
		*each[i] = NULL;
		assert_null(sar_request_format(&f, &err));
		assert_int_equal(err.code, SAR_EINPUT);
		(void)snprintf(message, sizeof(message), "%s: missing",
		    names[i]);
		assert_string_equal(err.msg, message);
	}
	f = fields();
	f.n_numbers = 0;
	assert_null(sar_request_format(&f, &err));
	assert_string_equal(err.msg, "number: missing");
	f.n_numbers = SAR_REQUEST_NUMBERS + 1;
	assert_null(sar_request_format(&f, &err));
	assert_int_equal(err.code, SAR_EINPUT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_become_the_text_of_a_request),
		cmocka_unit_test(an_option_cannot_bring_in_a_line_of_its_own),
		cmocka_unit_test(a_missing_option_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
