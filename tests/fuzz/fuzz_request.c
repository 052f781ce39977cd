/*
 * Any bytes as request.conf.  A request that is read, formatted and read
 * again is the same request, and what is read keeps the promises of
 * request.h.  A message has no number in it but that of a line.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "request/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct sar_phone_plan plan = { .country = 44,
	.outside = '9',
	.area = "1632" };

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* In order, with a day at least between two, and all before it came. */
static void
check_ranges(const struct sar_request *r)
{
	size_t i;

	require(r->n_ranges > 0 && r->n_ranges <= SAR_REQUEST_RANGES);
	for (i = 0; i < r->n_ranges; i++) {
		require(sar_date_compare(r->ranges[i].from, r->ranges[i].to) <=
			0);
		require(i == 0 || sar_date_days(r->ranges[i].from) >
				      sar_date_days(r->ranges[i - 1].to) + 1);
	}
	require(sar_date_compare(r->from, r->ranges[0].from) == 0 &&
		sar_date_compare(r->to, r->ranges[i - 1].to) == 0);
}

static bool
is_line(const char *text)
{
	return text == NULL || strpbrk(text, "\r\n") == NULL;
}

static void
check_promises(const struct sar_request *r)
{
	size_t i, j;

	require(r->ref[0] == '\0' ||
		(sar_text_plain(r->ref, SAR_REQUEST_REF_MAX) &&
		    strspn(r->ref, "0123456789") != strlen(r->ref)));
	require(r->corrects[0] == '\0' ||
		(sar_text_plain(r->corrects, SAR_REQUEST_REF_MAX) &&
		    strcmp(r->corrects, r->ref) != 0));
	require(r->n_numbers > 0 && r->n_numbers <= SAR_REQUEST_NUMBERS);
	for (i = 0; i < r->n_numbers; i++) {
		require(r->numbers[i].kind == SAR_PHONE_E164);
		require(r->numbers[i].certain && r->numbers[i].key > 0);
		for (j = 0; j < i; j++)
			require(r->numbers[i].key != r->numbers[j].key);
	}
	require(sar_date_valid(r->from) && sar_date_valid(r->to) &&
		sar_date_valid(r->received));
	require(sar_date_compare(r->from, r->to) <= 0 &&
		sar_date_compare(r->to, r->received) <= 0);
	check_ranges(r);
	require((r->identity == SAR_IDENTITY_NOT_NEEDED) ==
		(r->identity_code[0] != '\0'));
	require(is_line(r->name) && is_line(r->agent) &&
		is_line(r->adjustments));
}

static const char *
given(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static char *
format(const struct sar_request *r)
{
	static const char prefix[] = "not-needed ";
	char from[SAR_DATE_LEN], to[SAR_DATE_LEN], received[SAR_DATE_LEN];
	char ranges[SAR_REQUEST_RANGES][2 * SAR_DATE_LEN];
	char code[sizeof(prefix) + sizeof(r->identity_code)];
	struct sar_request_fields f = { .name = r->name,
		.agent = r->agent,
		.adjustments = r->adjustments };
	struct sar_err err = SAR_ERR_INIT;
	char *text;

	sar_date_format(r->from, from);
	sar_date_format(r->to, to);
	sar_date_format(r->received, received);
	f.from = r->n_ranges == 1 ? from : NULL;
	f.to = r->n_ranges == 1 ? to : NULL;
	f.received = received;
	f.ref = given(r->ref);
	f.channel = given(r->channel);
	f.prefer = given(r->prefer);
	f.corrects = given(r->corrects);
	for (; r->n_ranges > 1 && f.n_ranges < r->n_ranges; f.n_ranges++) {
		sar_date_format(r->ranges[f.n_ranges].from, ranges[f.n_ranges]);
		ranges[f.n_ranges][SAR_DATE_LEN - 1] = '/';
		sar_date_format(r->ranges[f.n_ranges].to,
		    ranges[f.n_ranges] + SAR_DATE_LEN);
		f.ranges[f.n_ranges] = ranges[f.n_ranges];
	}
	for (; f.n_numbers < r->n_numbers; f.n_numbers++)
		f.numbers[f.n_numbers] = r->numbers[f.n_numbers].digits;
	memcpy(code, prefix, sizeof(prefix));
	memcpy(code + sizeof(prefix) - 1, r->identity_code,
	    sizeof(r->identity_code));
	if (r->identity == SAR_IDENTITY_NOT_NEEDED)
		f.identity = code;
	if (r->identity == SAR_IDENTITY_VERIFIED)
		f.identity = "verified";
	text = sar_request_format(&f, &err);
	require(text != NULL);
	return text;
}

static void
check_equal(const struct sar_request *a, const struct sar_request *b)
{
	size_t i;

	require(strcmp(a->ref, b->ref) == 0);
	require(a->n_numbers == b->n_numbers);
	for (i = 0; i < a->n_numbers; i++) {
		require(a->numbers[i].key == b->numbers[i].key);
		require(strcmp(a->numbers[i].digits, b->numbers[i].digits) ==
			0);
	}
	require(sar_date_compare(a->from, b->from) == 0);
	require(sar_date_compare(a->to, b->to) == 0);
	require(sar_date_compare(a->received, b->received) == 0);
	require(a->identity == b->identity);
	require(strcmp(a->identity_code, b->identity_code) == 0);
	require(a->n_ranges == b->n_ranges);
	for (i = 0; i < a->n_ranges; i++)
		require(sar_date_compare(a->ranges[i].from,
			    b->ranges[i].from) == 0 &&
			sar_date_compare(a->ranges[i].to, b->ranges[i].to) ==
			    0);
	require(strcmp(a->channel, b->channel) == 0);
	require(strcmp(a->prefer, b->prefer) == 0);
	require(strcmp(a->corrects, b->corrects) == 0);
	require(same_text(a->name, b->name) && same_text(a->agent, b->agent) &&
		same_text(a->adjustments, b->adjustments));
}

/* A telephone number has at least seven digits; no line number does here. */
static void
check_message(const struct sar_err *err)
{
	const char *at = err->msg;
	size_t run;

	require(err->code == SAR_EINPUT && strncmp(at, "fuzz: ", 6) == 0);
	while (*(at += strcspn(at, "0123456789")) != '\0') {
		run = strspn(at, "0123456789");
		require(run < 7);
		at += run;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_request *first, *second;
	char *text;

	first = sar_request_parse("fuzz", (const char *)data, size, &plan,
	    &err);
	if (first == NULL) {
		check_message(&err);
		return 0;
	}
	check_promises(first);
	text = format(first);
	second = sar_request_parse("fuzz", text, strlen(text), &plan, &err);
	require(second != NULL);
	check_equal(first, second);
	free(text);
	sar_request_free(first);
	sar_request_free(second);
	return 0;
}
