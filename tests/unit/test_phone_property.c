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

static void
no_form_is_read_as_anothers_number_and_none_is_missed(void **state)
{
	static const struct setting *const settings[] = { &dialled, &written,
		&bare_national, &bare_cc };
	struct number *list = all_numbers(NUMBERS);
	struct trial t = { sar_phone_read, list, NUMBERS, { 0 }, 0, 0, false };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		try_all(&t, settings[i], i < 2 ? 7 : 21);
	free(list);
	print_message("%d numbers: %zu forms certain, %zu probable, %zu maybe, "
		      "%zu nothing, %zu never sure; %zu wrong, %zu another's\n",
	    NUMBERS, t.done[CERTAIN], t.done[PROBABLE], t.done[MAYBE],
	    t.done[NOTHING], t.done[NEVER_SURE], t.wrong, t.anothers);
	assert_int_equal(t.wrong, 0);
	assert_int_equal(t.anothers, 0);
	assert_true(t.done[CERTAIN] > 8 * (size_t)NUMBERS);
	assert_true(t.done[PROBABLE] > NUMBERS / 4);
	assert_true(t.done[MAYBE] > 1000 && t.done[NOTHING] > NUMBERS / 4 &&
		    t.done[NEVER_SURE] > NUMBERS / 20);
}

/* Digits of no number in particular, as columns hold them. */
static void
random_digits(char *out, size_t size)
{
	static const char *const heads[] = { "", "+", "00", "0", "9", "90",
		"44", "+44", "0044", "141", "1470", "900", "+440", "1", "+39",
		"33" };
	size_t n = (size_t)snprintf(out, size, "%s", heads[below(16)]);
	size_t more = below(14);

	while (more-- > 0)
		out[n++] = (char)('0' + below(10));
	out[n] = '\0';
}

/*
 * A number that no rule made has just the digits that were written: all of
 * them, the country code put before what began with 0, and nothing else.
 */
static void
a_number_no_rule_made_is_as_it_was_written(void **state)
{
	static const struct setting *const settings[] = { &dialled, &written,
		&bare_national, &bare_cc };
	struct sar_phone p;
	char text[64], want[80];
	size_t plain = 0;
	size_t ruled = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 500000; i++) {
		random_digits(text, sizeof(text));
		sar_phone_read(&settings[i % 4]->plan, text, strlen(text), &p);
		if (p.kind != SAR_PHONE_E164)
			continue;
		if (p.rules != 0 && p.rules != SAR_PHONE_ODD_LENGTH) {
			ruled++;
			continue;
		}
		plain++;
		if (text[0] == '+' || strncmp(text, "00", 2) == 0)
			(void)snprintf(want, sizeof(want), "+%s",
			    text + (text[0] == '+' ? 1 : 2));
		else
			(void)snprintf(want, sizeof(want), "+44%s", text + 1);
		assert_true(text[0] == '+' || text[0] == '0');
		assert_true(p.certain);
		assert_string_equal(p.digits, want);
	}
	print_message("%zu plain numbers, %zu made by rules\n", plain, ruled);
	assert_true(plain > 40000 && ruled > 30000);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    no_form_is_read_as_anothers_number_and_none_is_missed),
		cmocka_unit_test(a_number_no_rule_made_is_as_it_was_written),
	};

	return cmocka_run_group_tests_name("phone_property", tests, NULL, NULL);
}
