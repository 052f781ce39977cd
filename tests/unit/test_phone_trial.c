#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "phone/phone.h"
#include "phone_trial.h"

/* Readers that are wrong, each in one way; the trial must see it. */

static size_t
digits_of(const char *text, size_t len, char *out, size_t size)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < len && n + 1 < size; i++)
		if (text[i] >= '0' && text[i] <= '9')
			out[n++] = text[i];
	out[n] = '\0';
	return n;
}

/* What cannot be read is taken for the last ten digits of it. */
static void
read_by_suffix(const struct sar_phone_plan *plan, const char *text, size_t len,
    struct sar_phone *out)
{
	char digits[128];
	size_t n;

	sar_phone_read(plan, text, len, out);
	n = digits_of(text, len, digits, sizeof(digits));
	if (out->kind != SAR_PHONE_BAD || n < 10)
		return;
	out->kind = SAR_PHONE_E164;
	out->certain = true;
	out->key = INT64_C(440000000000) + strtoll(digits + n - 10, NULL, 10);
}

/* The first of the list that ends in the same seven digits. */
static const struct number *suffix_list;
static size_t suffix_n;

static void
read_by_last_seven(const struct sar_phone_plan *plan, const char *text,
    size_t len, struct sar_phone *out)
{
	size_t i;

	sar_phone_read(plan, text, len, out);
	for (i = 0; i < suffix_n && out->key > 0; i++)
		if (suffix_list[i].key % 10000000 == out->key % 10000000) {
			out->key = suffix_list[i].key;
			return;
		}
}

/* The 9 taken off whatever the field. */
static void
read_as_dialled(const struct sar_phone_plan *plan, const char *text, size_t len,
    struct sar_phone *out)
{
	(void)plan;
	sar_phone_read(&dialled.plan, text, len, out);
}

static void
read_as_certain(const struct sar_phone_plan *plan, const char *text, size_t len,
    struct sar_phone *out)
{
	sar_phone_read(plan, text, len, out);
	out->certain = out->kind == SAR_PHONE_E164;
}

/* Italy's rule for all: a 0 after the country code stays. */
static void
read_keeping_zero(const struct sar_phone_plan *plan, const char *text,
    size_t len, struct sar_phone *out)
{
	sar_phone_read(plan, text, len, out);
	if ((out->rules & SAR_PHONE_INTL0) != 0)
		out->key = out->key % INT64_C(10000000000) +
			   INT64_C(4400000000000);
}

/* The number in the name, which the caller chooses. */
static void
read_name(const struct sar_phone_plan *plan, const char *text, size_t len,
    struct sar_phone *out)
{
	const char *name = memchr(text, '"', len);
	const char *end;

	sar_phone_read(plan, text, len, out);
	if (name == NULL)
		return;
	name++;
	end = memchr(name, '"', len - (size_t)(name - text));
	if (end != NULL && *name == '0')
		sar_phone_read(plan, name, (size_t)(end - name), out);
}

static void
read_without_ambiguity(const struct sar_phone_plan *plan, const char *text,
    size_t len, struct sar_phone *out)
{
	struct sar_phone_plan other = *plan;

	sar_phone_read(plan, text, len, out);
	if (out->kind != SAR_PHONE_BAD)
		return;
	other.bare_cc = true;
	sar_phone_read(&other, text, len, out);
}

/* Many more than one of a thousand is not luck. */
static void
a_reader_that_is_wrong_is_seen_to_be(void **state)
{
	static void (*const readers[])(const struct sar_phone_plan *plan,
	    const char *text, size_t len,
	    struct sar_phone *out) = { read_by_suffix, read_as_dialled,
		read_as_certain, read_keeping_zero, read_name,
		read_without_ambiguity };
	struct number *list = all_numbers(2000);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		struct trial t = { readers[i], list, 2000, { 0 }, 0, 0, true };

		try_all(&t, &dialled, 1);
		try_all(&t, &written, 1);
		if (t.wrong < 100)
			print_message("reader %zu: %zu wrong\n", i, t.wrong);
		assert_true(t.wrong >= 100);
	}
	free(list);
}

/* And so is one that finds another number of the list. */
static void
a_match_by_last_digits_is_seen_to_be_anothers(void **state)
{
	struct number *list = all_numbers(NUMBERS);
	struct trial t = { read_by_last_seven, list, NUMBERS, { 0 }, 0, 0,
		true };
	size_t i;

	(void)state;
	suffix_list = list;
	suffix_n = NUMBERS;
	for (i = 0; i < NUMBERS; i += 400)
		try_one(&t, &written, &forms[0], &list[i]);
	print_message("by the last seven digits: %zu of %zu another's\n",
	    t.anothers, t.done[CERTAIN]);
	assert_true(t.anothers > 0 && t.anothers == t.wrong);
	free(list);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_reader_that_is_wrong_is_seen_to_be),
		cmocka_unit_test(a_match_by_last_digits_is_seen_to_be_anothers),
	};

	return cmocka_run_group_tests_name("phone_trial", tests, NULL, NULL);
}
