/* What stops an answer, each by itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "export/ready.h"

/* A case that can be answered. */
static struct sar_docket
good(void)
{
	return (struct sar_docket){ .receive = 1,
		.identity = SAR_DOCKET_ID_VERIFIED,
		.nil = SAR_DOCKET_NO,
		.refusal = SAR_DOCKET_NO,
		.closed = SAR_DOCKET_NEVER };
}

static void
assert_stops(const struct sar_docket *docket, enum sar_code code,
    const char *message)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_int_equal(sar_ready_check("A-1", docket, &err), -1);
	assert_int_equal(err.code, code);
	assert_string_equal(err.msg, message);
	assert_true(err.hint[0] != '\0');
}

static void
assert_ready(const struct sar_docket *docket)
{
	struct sar_err err = SAR_ERR_INIT;

	if (sar_ready_check("A-1", docket, &err) == -1)
		fail_msg("%s", err.msg);
}

static void
a_case_that_is_in_order_may_be_answered(void **state)
{
	struct sar_docket docket = good();

	(void)state;
	assert_ready(&docket);
	docket.identity = SAR_DOCKET_ID_NOT_NEEDED;
	assert_ready(&docket);
	docket.fee = SAR_DOCKET_FEE_PAID;
	assert_ready(&docket);
	docket.fee = SAR_DOCKET_FEE_WAIVED;
	assert_ready(&docket);
	docket.agent = true;
	docket.authority = SAR_DOCKET_ID_VERIFIED;
	assert_ready(&docket);
}

static void
a_case_without_a_receipt_is_for_a_person(void **state)
{
	struct sar_docket docket = good();

	(void)state;
	docket.receive = SAR_DOCKET_NO;
	assert_stops(&docket, SAR_EREVIEW,
	    "case A-1: its receipt is not in the log");
}

static void
nothing_but_verified_or_not_needed_will_do(void **state)
{
	static const enum sar_docket_identity wanting[] = { SAR_DOCKET_ID_NONE,
		SAR_DOCKET_ID_ASKED, SAR_DOCKET_ID_RECEIVED,
		SAR_DOCKET_ID_FAILED };
	struct sar_docket docket = good();
	size_t i;

	(void)state;
	docket.agent = true;
	for (i = 0; i < sizeof(wanting) / sizeof(wanting[0]); i++) {
		docket.authority = SAR_DOCKET_ID_VERIFIED;
		docket.identity = wanting[i];
		assert_stops(&docket, SAR_EREFUSED,
		    "case A-1: the requester's identity is not verified");
		docket.identity = SAR_DOCKET_ID_VERIFIED;
		docket.authority = wanting[i];
		assert_stops(&docket, SAR_EREFUSED,
		    "case A-1: the representative's authority is not verified");
	}
}

static void
a_fee_that_has_not_come_stops_it(void **state)
{
	struct sar_docket docket = good();

	(void)state;
	docket.fee = SAR_DOCKET_FEE_ASKED;
	assert_stops(&docket, SAR_EREFUSED,
	    "case A-1: a fee was asked for and has not come");
}

static void
what_is_over_is_not_answered_again(void **state)
{
	struct sar_docket docket = good();

	(void)state;
	docket.refusal = 7;
	assert_stops(&docket, SAR_EREFUSED, "case A-1: was refused (record 7)");
	docket = good();
	docket.closed = 20000;
	assert_stops(&docket, SAR_EREFUSED, "case A-1: is closed");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_case_that_is_in_order_may_be_answered),
		cmocka_unit_test(a_case_without_a_receipt_is_for_a_person),
		cmocka_unit_test(nothing_but_verified_or_not_needed_will_do),
		cmocka_unit_test(a_fee_that_has_not_come_stops_it),
		cmocka_unit_test(what_is_over_is_not_answered_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
