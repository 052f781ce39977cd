/* Where a case stands, from its records. */
#include "docket_file.h"

static void
a_case_is_what_its_receipt_says(void **state)
{
	struct file *file = file_new();
	const struct sar_docket *one;

	(void)state;
	(void)at(file, "receive", "2026-05-02T12:00:00Z", AGENT);
	one = docket(file);
	assert_int_equal(one->receive, 0);
	assert_int_equal(one->received, day("2026-05-01"));
	assert_int_equal(one->clock.received, day("2026-05-01"));
	assert_int_equal(one->nation, SAR_NATION_SCOTLAND);
	assert_string_equal(one->channel, "email");
	assert_string_equal(one->corrects, "");
	assert_true(one->agent);
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	assert_false(sar_docket_answered(one));
	file_free(file);
}

static void
a_case_with_no_receipt_is_unknown_whatever_came_of_it(void **state)
{
	struct file *file = file_new();
	uint64_t intent;

	(void)state;
	intent = at(file, "intent", "2026-05-03T12:00:00Z", INTENT);
	assert_int_equal(state_of(file), SAR_DOCKET_UNKNOWN);
	(void)release(file, "2026-05-03T12:00:01Z", intent, NULL);
	assert_int_equal(state_of(file), SAR_DOCKET_UNKNOWN);
	assert_true(sar_docket_answered(docket(file)));
	/* Its receipt can be logged later. */
	(void)at(file, "receive", "2026-05-04T12:00:00Z", RECEIVE);
	assert_int_equal(state_of(file), SAR_DOCKET_RELEASED);
	file_free(file);
}

static void
the_first_receipt_counts(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)at(file, "receive", "2026-05-04T12:00:00Z", AGENT);
	assert_false(docket(file)->agent);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_RECEIVED_TWICE);
	assert_int_equal(docket(file)->slip_of, 1);
	file_free(file);
}

static void
a_nation_nobody_knows_is_told(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)at(file, "receive", "2026-05-04T12:00:00Z",
	    "{'by':'u1','case':'SAR-1','nation':'atlantis',"
	    "'received':'2026-05-01','request':" DIGEST
	    ",'scope':'2026-04-01/2026-04-30'}");
	assert_int_equal(docket(file)->receive, 0);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_WORD);
	file_free(file);
}

static void
it_waits_for_identity_that_was_asked_for(void **state)
{
	struct file *file = file_new();
	const struct sar_clock_wait *wait;

	(void)state;
	(void)receive(file);
	(void)identity(file, "2026-05-02", "asked");
	assert_int_equal(state_of(file), SAR_DOCKET_WAITING);
	assert_int_equal(docket(file)->identity, SAR_DOCKET_ID_ASKED);
	(void)identity(file, "2026-05-06", "received");
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	assert_int_equal(docket(file)->identity, SAR_DOCKET_ID_RECEIVED);
	assert_false(sar_docket_identified(docket(file)));
	/* Looked at later: the clock started on the day it came. */
	(void)identity(file, "2026-05-09", "verified");
	assert_true(sar_docket_identified(docket(file)));
	wait = &docket(file)->clock.needs[SAR_CLOCK_IDENTITY];
	assert_int_equal(wait->asked, day("2026-05-02"));
	assert_int_equal(wait->met, day("2026-05-06"));
	assert_int_equal(docket(file)->wrong, SAR_CLOCK_FITS);
	file_free(file);
}

static void
identity_that_nobody_asked_for_starts_no_clock(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)identity(file, "2026-05-06", "verified");
	assert_true(sar_docket_identified(docket(file)));
	assert_int_equal(docket(file)->clock.needs[SAR_CLOCK_IDENTITY].met,
	    SAR_CLOCK_NEVER);
	assert_int_equal(docket(file)->wrong_of, SAR_DOCKET_NO);
	file_free(file);
}

static void
what_is_shown_is_asked_for_again_only_when_it_did_not_do(void **state)
{
	struct file *file = file_new();
	uint64_t seq;

	(void)state;
	(void)receive(file);
	(void)identity(file, "2026-05-01", "verified");
	seq = identity(file, "2026-05-29", "asked");
	assert_int_equal(docket(file)->slip_of, seq);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_SHOWN);
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	assert_int_equal(docket(file)->clock.needs[SAR_CLOCK_IDENTITY].asked,
	    SAR_CLOCK_NEVER);
	(void)identity(file, "2026-05-29", "failed");
	(void)identity(file, "2026-05-29", "asked");
	assert_int_equal(docket(file)->slip_of, seq);
	assert_int_equal(state_of(file), SAR_DOCKET_WAITING);
	(void)identity(file, "2026-05-30", "not-needed");
	seq = identity(file, "2026-05-30", "asked");
	assert_int_equal(docket(file)->slip_of, seq);
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	file_free(file);
}

static void
what_fails_when_the_time_is_up_gives_no_more_of_it(void **state)
{
	const struct sar_clock_wait *wait;
	struct file *file = file_new();
	uint64_t seq;

	(void)state;
	(void)receive(file);
	(void)identity(file, "2026-05-02", "asked");
	(void)identity(file, "2026-05-04", "received");
	(void)identity(file, "2026-06-05", "failed");
	wait = &docket(file)->clock.needs[SAR_CLOCK_IDENTITY];
	assert_int_equal(wait->met, day("2026-05-04"));
	assert_int_equal(docket(file)->wrong_of, SAR_DOCKET_NO);
	/* Nobody is given anything before there is proof. */
	assert_false(sar_docket_identified(docket(file)));
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	seq = identity(file, "2026-06-05", "asked");
	assert_int_equal(docket(file)->wrong_of, seq);
	assert_int_equal(docket(file)->wrong, SAR_CLOCK_OVER);
	(void)identity(file, "2026-07-05", "received");
	(void)identity(file, "2026-07-05", "verified");
	assert_true(sar_docket_identified(docket(file)));
	assert_int_equal(docket(file)->wrong_of, seq);
	assert_int_equal(wait->met, day("2026-05-04"));
	file_free(file);
}

static void
a_doubt_of_what_was_verified_stops_nothing_by_itself(void **state)
{
	const struct sar_clock_wait *wait;
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)identity(file, "2026-05-02", "asked");
	(void)identity(file, "2026-05-04", "verified");
	(void)identity(file, "2026-05-20", "failed");
	wait = &docket(file)->clock.needs[SAR_CLOCK_IDENTITY];
	assert_int_equal(wait->met, day("2026-05-04"));
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	assert_false(sar_docket_identified(docket(file)));
	(void)identity(file, "2026-05-21", "asked");
	assert_int_equal(wait->met, SAR_CLOCK_NEVER);
	assert_int_equal(wait->asked, day("2026-05-21"));
	assert_int_equal(state_of(file), SAR_DOCKET_WAITING);
	assert_int_equal(docket(file)->wrong_of, SAR_DOCKET_NO);
	file_free(file);
}

static void
what_is_not_needed_is_not_waited_for(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)identity(file, "2026-05-02", "asked");
	(void)identity(file, "2026-05-03", "not-needed");
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	assert_true(docket(file)->clock.needs[SAR_CLOCK_IDENTITY].dropped);
	assert_true(sar_docket_identified(docket(file)));
	file_free(file);
}

static void
proof_that_failed_is_waited_for_again(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)identity(file, "2026-05-02", "asked");
	(void)identity(file, "2026-05-03", "received");
	(void)identity(file, "2026-05-04", "failed");
	assert_int_equal(state_of(file), SAR_DOCKET_WAITING);
	assert_int_equal(docket(file)->identity, SAR_DOCKET_ID_FAILED);
	assert_false(sar_docket_identified(docket(file)));
	file_free(file);
}

static void
a_representative_needs_authority_too(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)at(file, "receive", "2026-05-01T12:00:00Z", AGENT);
	(void)identity(file, "2026-05-02", "verified");
	assert_false(sar_docket_identified(docket(file)));
	(void)step(file, "identity", "2026-05-02",
	    "'what':'asked','who':'authority'");
	assert_int_equal(state_of(file), SAR_DOCKET_WAITING);
	(void)step(file, "identity", "2026-05-04",
	    "'what':'verified','who':'authority'");
	assert_true(sar_docket_identified(docket(file)));
	assert_int_equal(docket(file)->clock.needs[SAR_CLOCK_AUTHORITY].met,
	    day("2026-05-04"));
	file_free(file);
}

static void
there_is_no_authority_of_nobody(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)step(file, "identity", "2026-05-02",
	    "'what':'verified','who':'authority'");
	assert_int_equal(docket(file)->authority, SAR_DOCKET_ID_NONE);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_AGENT);
	file_free(file);
}

static void
a_question_pauses_it_and_its_answer_ends_that(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)step(file, "clarify", "2026-05-05", "'what':'asked'," TEXT);
	assert_int_equal(state_of(file), SAR_DOCKET_PAUSED);
	(void)step(file, "clarify", "2026-05-08", "'what':'answered'");
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	assert_int_equal(docket(file)->clock.n_pauses, 1);
	assert_int_equal(docket(file)->clock.pauses[0].answered,
	    day("2026-05-08"));
	(void)step(file, "clarify", "2026-05-09", "'what':'asked'," TEXT);
	(void)step(file, "clarify", "2026-05-09", "'what':'withdrawn'");
	assert_int_equal(docket(file)->clock.n_pauses, 1);
	file_free(file);
}

static void
nothing_is_paused_without_a_question(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)step(file, "clarify", "2026-05-05", "'what':'asked'");
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_QUESTION);
	(void)step(file, "clarify", "2026-05-05", "'what':'answered'");
	assert_int_equal(docket(file)->wrong, SAR_CLOCK_NOT_ASKED);
	assert_int_equal(docket(file)->wrong_of, 2);
	(void)step(file, "clarify", "2026-05-05", "'what':'wondered'");
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_WORD);
	assert_int_equal(docket(file)->slip_of, 3);
	file_free(file);
}

static void
an_extension_counts_when_its_notice_was_in_time(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)step(file, "extend", "2026-05-20", "'reason':'tired'," TEXT);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_WORD);
	assert_int_equal(docket(file)->extension, SAR_DOCKET_NO);
	(void)step(file, "extend", "2026-05-20", "'reason':'complex'," TEXT);
	assert_int_equal(docket(file)->extension, 2);
	file_free(file);

	file = file_new();
	(void)receive(file);
	(void)step(file, "extend", "2026-06-02", "'reason':'complex'," TEXT);
	assert_int_equal(docket(file)->extension, SAR_DOCKET_NO);
	assert_int_equal(docket(file)->clock.extended, SAR_CLOCK_NEVER);
	assert_int_equal(docket(file)->wrong, SAR_CLOCK_NOTICE_LATE);
	file_free(file);
}

static void
a_fee_is_waited_for_until_it_is_paid_or_waived(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)step(file, "fee", "2026-05-04",
	    "'what':'asked','pence':1000,'reason':'excessive'");
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_REASONS);
	assert_int_equal(docket(file)->fee, SAR_DOCKET_FEE_NONE);
	(void)step(file, "fee", "2026-05-04",
	    "'what':'asked','pence':1000,'reason':'excessive'," TEXT);
	assert_int_equal(docket(file)->fee, SAR_DOCKET_FEE_ASKED);
	assert_int_equal(state_of(file), SAR_DOCKET_WAITING);
	(void)step(file, "fee", "2026-05-09", "'what':'paid'");
	assert_int_equal(docket(file)->fee, SAR_DOCKET_FEE_PAID);
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	(void)step(file, "fee", "2026-05-09", "'what':'paid'");
	assert_int_equal(docket(file)->wrong, SAR_CLOCK_NOT_ASKED);
	file_free(file);

	file = file_new();
	(void)receive(file);
	(void)step(file, "fee", "2026-05-04",
	    "'what':'asked','pence':1000,'reason':'copies'," TEXT);
	(void)step(file, "fee", "2026-05-05", "'what':'waived'");
	assert_int_equal(docket(file)->fee, SAR_DOCKET_FEE_WAIVED);
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	file_free(file);
}

static void
a_step_dated_wrong_changes_nothing(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)identity(file, "2026-04-30", "verified");
	assert_int_equal(docket(file)->wrong, SAR_CLOCK_EARLY);
	(void)at(file, "identity", "2026-05-03T12:00:00Z",
	    "{'by':'u1','case':'SAR-1','on':'2026-05-04','what':'verified',"
	    "'who':'requester'}");
	assert_int_equal(docket(file)->wrong, SAR_CLOCK_FUTURE);
	assert_int_equal(docket(file)->wrong_of, 2);
	assert_int_equal(docket(file)->identity, SAR_DOCKET_ID_NONE);
	(void)step(file, "close", "2026-04-30", "'reason':'withdrawn'");
	assert_int_equal(docket(file)->closed, SAR_DOCKET_NEVER);
	file_free(file);
}

static void
a_step_before_the_receipt_changes_nothing(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)identity(file, "2026-05-01", "verified");
	assert_int_equal(docket(file)->identity, SAR_DOCKET_ID_NONE);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NOT_RECEIVED);
	file_free(file);
}

static void
states_have_names_for_machines(void **state)
{
	(void)state;
	assert_string_equal(sar_docket_state_name(SAR_DOCKET_UNKNOWN),
	    "unknown");
	assert_string_equal(sar_docket_state_name(SAR_DOCKET_NIL),
	    "nil-return");
	assert_string_equal(sar_docket_state_name(SAR_DOCKET_CLOSED), "closed");
	assert_string_equal(sar_docket_slip_text(SAR_DOCKET_TOO_MANY),
	    "too many of one case");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_case_is_what_its_receipt_says),
		cmocka_unit_test(
		    a_case_with_no_receipt_is_unknown_whatever_came_of_it),
		cmocka_unit_test(the_first_receipt_counts),
		cmocka_unit_test(a_nation_nobody_knows_is_told),
		cmocka_unit_test(it_waits_for_identity_that_was_asked_for),
		cmocka_unit_test(
		    identity_that_nobody_asked_for_starts_no_clock),
		cmocka_unit_test(
		    what_is_shown_is_asked_for_again_only_when_it_did_not_do),
		cmocka_unit_test(
		    what_fails_when_the_time_is_up_gives_no_more_of_it),
		cmocka_unit_test(
		    a_doubt_of_what_was_verified_stops_nothing_by_itself),
		cmocka_unit_test(what_is_not_needed_is_not_waited_for),
		cmocka_unit_test(proof_that_failed_is_waited_for_again),
		cmocka_unit_test(a_representative_needs_authority_too),
		cmocka_unit_test(there_is_no_authority_of_nobody),
		cmocka_unit_test(a_question_pauses_it_and_its_answer_ends_that),
		cmocka_unit_test(nothing_is_paused_without_a_question),
		cmocka_unit_test(
		    an_extension_counts_when_its_notice_was_in_time),
		cmocka_unit_test(
		    a_fee_is_waited_for_until_it_is_paid_or_waived),
		cmocka_unit_test(a_step_dated_wrong_changes_nothing),
		cmocka_unit_test(a_step_before_the_receipt_changes_nothing),
		cmocka_unit_test(states_have_names_for_machines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
