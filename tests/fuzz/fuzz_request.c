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

static void
check_promises(const struct sar_request *r)
{
	size_t i, j;

	require(sar_text_plain(r->ref, SAR_REQUEST_REF_MAX));
	require(strspn(r->ref, "0123456789") != strlen(r->ref));
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
	require((r->identity == SAR_IDENTITY_NOT_NEEDED) ==
		(r->identity_code[0] != '\0'));
	require(r->name == NULL || strpbrk(r->name, "\r\n") == NULL);
}

static char *
format(const struct sar_request *r)
{
	static const char prefix[] = "not-needed ";
	char from[SAR_DATE_LEN], to[SAR_DATE_LEN], received[SAR_DATE_LEN];
	char code[sizeof(prefix) + sizeof(r->identity_code)];
	struct sar_request_fields f = { .ref = r->ref, .name = r->name };
	struct sar_err err = SAR_ERR_INIT;
	char *text;

	sar_date_format(r->from, from);
	sar_date_format(r->to, to);
	sar_date_format(r->received, received);
	f.from = from;
	f.to = to;
	f.received = received;
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
	require((a->name == NULL) == (b->name == NULL));
	require(a->name == NULL || strcmp(a->name, b->name) == 0);
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
