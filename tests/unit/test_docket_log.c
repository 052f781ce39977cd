/* Answers and what went out; whose a record is; what was erased; holds and
   complaints. */
#include "docket_file.h"

#define DELIVER(case, release, what)                                         \
	"{'by':'u1','case':'" case "','channel':'post','on':'2026-05-"       \
				   "08','release':" release ",'what':'" what \
				   "'}"
#define HOLD(name, n)                                       \
	"{'by':'u1','case':'SAR-1','n':" n ",'name':'" name \
	"','owner':'u2','reason':'access-request',"         \
	"'review':'2026-11-01','root':" DIGEST "}"

static void
a_release_answers_and_its_delivery_sends(void **state)
{
	struct file *file = file_new();
	const struct sar_docket *one;
	uint64_t intent;

	(void)state;
	(void)receive(file);
	(void)at(file, "approve", "2026-05-06T10:00:00Z",
	    "{'by':'u7','case':'SAR-1','plan':" DIGEST "}");
	assert_int_equal(state_of(file), SAR_DOCKET_APPROVED);
	assert_string_equal(docket(file)->approver, "u7");
	intent = at(file, "intent", "2026-05-07T10:00:00Z", INTENT);
	assert_int_equal(docket(file)->intent, intent);
	(void)release(file, "2026-05-07T10:01:00Z", intent, "'redacted_ms':1");
	one = docket(file);
	assert_int_equal(state_of(file), SAR_DOCKET_RELEASED);
	assert_int_equal(one->intent, SAR_DOCKET_NO);
	assert_int_equal(one->release, 3);
	assert_int_equal(one->answered, day("2026-05-07"));
	assert_true(one->redacted);
	(void)at(file, "deliver", "2026-05-09T10:00:00Z",
	    DELIVER("SAR-1", "3", "passphrase"));
	assert_int_equal(state_of(file), SAR_DOCKET_RELEASED);
	assert_int_equal(docket(file)->passphrase_sent, day("2026-05-08"));
	(void)at(file, "deliver", "2026-05-09T10:00:00Z",
	    DELIVER("SAR-1", "3", "package"));
	assert_int_equal(state_of(file), SAR_DOCKET_SENT);
	assert_int_equal(docket(file)->sent, day("2026-05-08"));
	assert_int_equal(docket(file)->given, day("2026-05-08"));
	file_free(file);
}

static void
a_package_without_its_passphrase_is_with_nobody(void **state)
{
	struct file *file = file_new();
	uint64_t intent;

	(void)state;
	(void)receive(file);
	intent = at(file, "intent", "2026-05-07T10:00:00Z", INTENT);
	(void)release(file, "2026-05-07T10:01:00Z", intent, NULL);
	intent = at(file, "intent", "2026-05-07T10:02:00Z", INTENT);
	(void)release(file, "2026-05-07T10:03:00Z", intent, NULL);
	/* One of each is none. */
	(void)at(file, "deliver", "2026-05-09T10:00:00Z",
	    DELIVER("SAR-1", "2", "passphrase"));
	(void)at(file, "deliver", "2026-05-09T10:00:00Z",
	    DELIVER("SAR-1", "4", "package"));
	assert_int_equal(state_of(file), SAR_DOCKET_RELEASED);
	assert_false(sar_docket_given(docket(file)));
	assert_int_equal(docket(file)->out, SAR_DOCKET_NO);
	/* The first, and not the one that stands. */
	(void)at(file, "deliver", "2026-05-19T10:00:00Z",
	    DELIVER("SAR-1", "2", "package"));
	assert_int_equal(state_of(file), SAR_DOCKET_RELEASED);
	assert_int_equal(docket(file)->given, day("2026-05-08"));
	assert_int_equal(docket(file)->late_of, 7);
	(void)at(file, "deliver", "2026-05-19T10:00:00Z",
	    DELIVER("SAR-1", "4", "passphrase"));
	assert_int_equal(state_of(file), SAR_DOCKET_SENT);
	assert_int_equal(docket(file)->late_of, 7);
	file_free(file);
}

static void
a_later_package_is_not_sent_with_the_first(void **state)
{
	struct file *file = file_new();
	uint64_t intent;

	(void)state;
	(void)receive(file);
	intent = at(file, "intent", "2026-05-07T10:00:00Z", INTENT);
	(void)release(file, "2026-05-07T10:01:00Z", intent, NULL);
	(void)at(file, "deliver", "2026-05-09T10:00:00Z",
	    DELIVER("SAR-1", "2", "package"));
	intent = at(file, "intent", "2026-05-10T10:00:00Z", INTENT);
	(void)release(file, "2026-05-10T10:01:00Z", intent, NULL);
	assert_int_equal(state_of(file), SAR_DOCKET_RELEASED);
	assert_int_equal(docket(file)->answered, day("2026-05-07"));
	/* The first once more does not send the second. */
	(void)at(file, "deliver", "2026-05-11T10:00:00Z",
	    DELIVER("SAR-1", "2", "package"));
	assert_int_equal(state_of(file), SAR_DOCKET_RELEASED);
	file_free(file);
}

static void
a_record_belongs_to_the_case_of_the_number_it_names(void **state)
{
	struct file *file = file_new();
	const struct sar_docket *other;

	(void)state;
	(void)receive(file);
	(void)at(file, "intent", "2026-05-07T10:00:00Z", INTENT);
	(void)at(file, "intent", "2026-05-07T10:00:00Z",
	    "{'by':'u1','case':'SAR-2','due':'2026-06-01','found':3,"
	    "'select':2,'subject':" DIGEST "}");
	(void)release(file, "2026-05-07T10:01:00Z", 2, NULL);
	assert_int_equal(docket(file)->release, SAR_DOCKET_NO);
	assert_int_equal(docket(file)->intent, 1);
	other = sar_dockets_find(file->dockets, "SAR-2");
	assert_int_equal(other->release, 3);
	/* Of two cases at once it is of neither. */
	(void)at(file, "deliver", "2026-05-09T10:00:00Z",
	    DELIVER("SAR-1", "3", "package"));
	assert_int_equal(docket(file)->sent, SAR_DOCKET_NEVER);
	other = sar_dockets_find(file->dockets, "SAR-2");
	assert_int_equal(other->sent, SAR_DOCKET_NEVER);
	/* An earlier intent that was left open is still the case's. */
	(void)at(file, "intent", "2026-05-10T10:00:00Z", INTENT);
	(void)at(file, "void", "2026-05-10T10:01:00Z",
	    "{'by':'u1','intent':1,'reason':'failed'}");
	assert_int_equal(docket(file)->intent, 5);
	(void)at(file, "void", "2026-05-10T10:01:00Z",
	    "{'by':'u1','intent':5,'reason':'failed'}");
	assert_int_equal(docket(file)->intent, SAR_DOCKET_NO);
	assert_int_equal(sar_dockets_count(file->dockets), 2);
	file_free(file);
}

static void
nothing_held_is_answered_and_sent_by_its_letter(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	/* The letter of no answer sends none. */
	(void)step(file, "letter", "2026-05-06",
	    "'channel':'post','what':'nil'," TEXT);
	(void)at(file, "nil-return", "2026-05-07T10:00:00Z", INTENT);
	assert_int_equal(state_of(file), SAR_DOCKET_NIL);
	(void)step(file, "letter", "2026-05-08",
	    "'channel':'post','what':'acknowledgement'," TEXT);
	assert_int_equal(state_of(file), SAR_DOCKET_NIL);
	(void)step(file, "letter", "2026-05-09",
	    "'channel':'post','what':'nil'," TEXT);
	assert_int_equal(state_of(file), SAR_DOCKET_SENT);
	assert_int_equal(docket(file)->sent, day("2026-05-09"));
	file_free(file);
}

static void
a_refusal_answers_and_what_follows_it_is_told(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)at(file, "refuse", "2026-05-07T10:00:00Z",
	    "{'by':'u1','case':'SAR-1','reason':'excessive'}");
	assert_int_equal(state_of(file), SAR_DOCKET_REFUSED);
	assert_string_equal(docket(file)->refused_for, "excessive");
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_REASONS);
	(void)step(file, "letter", "2026-05-09",
	    "'channel':'post','what':'refusal'," TEXT);
	assert_int_equal(state_of(file), SAR_DOCKET_SENT);
	(void)at(file, "intent", "2026-05-10T10:00:00Z", INTENT);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_AFTER_REFUSAL);
	(void)release(file, "2026-05-10T10:01:00Z", 3, NULL);
	assert_int_equal(state_of(file), SAR_DOCKET_RELEASED);
	assert_int_equal(docket(file)->slip_of, 4);
	file_free(file);
}

static void
it_is_not_closed_as_answered_before_it_is(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)step(file, "close", "2026-05-09", "'reason':'answered'");
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NOT_ANSWERED);
	(void)step(file, "close", "2026-05-09", "'reason':'refused'");
	assert_int_equal(docket(file)->slip_of, 2);
	(void)step(file, "close", "2026-05-09", "'reason':'bored'");
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_WORD);
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	(void)step(file, "close", "2026-05-09", "'reason':'no-reply'");
	assert_int_equal(state_of(file), SAR_DOCKET_CLOSED);
	assert_string_equal(docket(file)->closed_for, "no-reply");
	file_free(file);
}

static void
a_case_that_was_lost_is_closed(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)step(file, "close", "2026-05-09", "'reason':'lost'");
	assert_int_equal(state_of(file), SAR_DOCKET_CLOSED);
	assert_string_equal(docket(file)->closed_for, "lost");
	file_free(file);
}

static void
a_closed_case_takes_no_step_but_complaints_and_holds(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)step(file, "close", "2026-05-09", "'reason':'withdrawn'");
	(void)identity(file, "2026-05-10", "verified");
	assert_int_equal(docket(file)->identity, SAR_DOCKET_ID_NONE);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_AFTER_CLOSE);
	(void)step(file, "complain", "2026-05-11",
	    "'name':'C-1','what':'received'");
	(void)at(file, "hold", "2026-05-11T10:00:00Z", HOLD("C-1", "2"));
	assert_int_equal(docket(file)->slip_of, 2);
	assert_int_equal(docket(file)->n_complaints, 1);
	assert_int_equal(docket(file)->hold, 4);
	/* An answer was given all the same. */
	(void)at(file, "nil-return", "2026-05-12T10:00:00Z", INTENT);
	assert_int_equal(docket(file)->slip_of, 5);
	assert_int_equal(docket(file)->nil, 5);
	assert_int_equal(state_of(file), SAR_DOCKET_CLOSED);
	file_free(file);
}

static void
a_search_is_the_last_one(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)at(file, "search", "2026-05-02T10:00:00Z",
	    "{'by':'u1','case':'SAR-1','expiring':1,'found':3,'past':2,"
	    "'result':" DIGEST "}");
	assert_int_equal(docket(file)->past, 2);
	assert_int_equal(docket(file)->expiring, 1);
	(void)at(file, "search", "2026-05-03T10:00:00Z",
	    "{'by':'u1','case':'SAR-1','found':3,'result':" DIGEST "}");
	assert_int_equal(docket(file)->search, 2);
	assert_int_equal(docket(file)->past, 0);
	assert_int_equal(docket(file)->expiring, 0);
	file_free(file);
}

static void
an_erased_receipt_leaves_the_case_unknown(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)erased(file);
	(void)identity(file, "2026-05-02", "verified");
	(void)at(file, "nil-return", "2026-05-12T10:00:00Z", INTENT);
	assert_int_equal(state_of(file), SAR_DOCKET_UNKNOWN);
	assert_int_equal(sar_dockets_erased(file->dockets), 1);
	file_free(file);
}

static void
what_names_an_erased_record_is_nobodys(void **state)
{
	struct file *file = file_new();

	(void)state;
	(void)receive(file);
	(void)erased(file); /* an intent */
	(void)release(file, "2026-05-07T10:01:00Z", 1, NULL);
	assert_false(sar_docket_answered(docket(file)));
	(void)at(file, "intent", "2026-05-07T10:02:00Z", INTENT);
	(void)erased(file); /* its release */
	(void)at(file, "deliver", "2026-05-09T10:00:00Z",
	    DELIVER("SAR-1", "4", "package"));
	assert_int_equal(docket(file)->intent, 3);
	assert_int_equal(docket(file)->sent, SAR_DOCKET_NEVER);
	assert_int_equal(state_of(file), SAR_DOCKET_OPEN);
	(void)at(file, "hold", "2026-05-09T10:00:00Z", HOLD("request", "2"));
	(void)erased(file); /* its lift */
	assert_int_equal(docket(file)->hold, 6);
	(void)step(file, "clarify", "2026-05-10", "'what':'asked'," TEXT);
	(void)erased(file); /* its answer */
	assert_int_equal(state_of(file), SAR_DOCKET_PAUSED);
	file_free(file);
}

static void
a_hold_is_there_until_it_is_lifted(void **state)
{
	const struct sar_docket_hold *holds;
	struct file *file = file_new();
	size_t n;

	(void)state;
	(void)receive(file);
	(void)at(file, "hold", "2026-05-01T12:00:00Z", HOLD("request", "2"));
	(void)at(file, "hold", "2026-05-02T12:00:00Z", HOLD("C-1", "1"));
	/* More of the first: the same hold. */
	(void)at(file, "hold", "2026-05-03T12:00:00Z", HOLD("request", "3"));
	assert_int_equal(docket(file)->hold, 3);
	assert_int_equal(docket(file)->n_held, 2);
	holds = sar_dockets_holds(file->dockets, &n);
	assert_int_equal(n, 3);
	assert_int_equal(holds[0].lifted, 3);
	assert_int_equal(holds[1].lifted, SAR_DOCKET_NO);
	assert_int_equal(holds[2].n, 3);
	assert_string_equal(holds[2].ref, "SAR-1");
	assert_int_equal(holds[2].review, day("2026-11-01"));
	(void)at(file, "lift", "2026-05-04T12:00:00Z",
	    "{'by':'u1','hold':3,'reason':'answered'}");
	assert_int_equal(docket(file)->hold, 2);
	/* What it was before is not there to be lifted. */
	(void)at(file, "lift", "2026-05-04T12:00:00Z",
	    "{'by':'u1','hold':1,'reason':'answered'}");
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_HOLD);
	assert_int_equal(docket(file)->n_held, 1);
	(void)at(file, "lift", "2026-05-04T12:00:00Z",
	    "{'by':'u1','hold':2,'reason':'answered'}");
	assert_int_equal(docket(file)->hold, SAR_DOCKET_NO);
	assert_int_equal(docket(file)->n_held, 0);
	file_free(file);
}

static void
too_many_holds_of_a_case_are_told_and_not_kept(void **state)
{
	struct file *file = file_new();
	char members[512];
	int i;

	(void)state;
	(void)receive(file);
	for (i = 0; i <= SAR_DOCKET_MANY; i++) {
		(void)snprintf(members, sizeof(members),
		    "{'by':'u1','case':'SAR-1','n':1,'name':'H%d',"
		    "'owner':'u2','reason':'legal','review':'2026-11-01',"
		    "'root':" DIGEST "}",
		    i);
		(void)at(file, "hold", "2026-05-02T12:00:00Z", members);
	}
	assert_int_equal(docket(file)->n_held, SAR_DOCKET_MANY);
	assert_int_equal(docket(file)->slip, SAR_DOCKET_TOO_MANY);
	file_free(file);
}

static void
a_complaint_is_told_of_by_its_name(void **state)
{
	const struct sar_docket_complaint *one;
	struct file *file = file_new();
	size_t n;

	(void)state;
	(void)receive(file);
	(void)step(file, "complain", "2026-05-10",
	    "'name':'C-1','what':'acknowledged'");
	assert_int_equal(docket(file)->slip, SAR_DOCKET_NO_COMPLAINT);
	(void)step(file, "complain", "2026-05-11",
	    "'name':'C-1','what':'received'");
	(void)step(file, "complain", "2026-05-12",
	    "'name':'C-1','what':'received'");
	assert_int_equal(docket(file)->slip, SAR_DOCKET_COMPLAINT_AGAIN);
	(void)step(file, "complain", "2026-05-20",
	    "'name':'C-1','what':'acknowledged'");
	(void)step(file, "complain", "2026-05-21",
	    "'name':'C-1','what':'decided','outcome':'upheld'");
	assert_int_equal(docket(file)->n_complaints, 1);
	one = &docket(file)->complaints[0];
	assert_int_equal(one->received, day("2026-05-11"));
	assert_int_equal(one->acknowledged, day("2026-05-20"));
	assert_int_equal(one->decided, day("2026-05-21"));
	assert_string_equal(one->outcome, "upheld");
	assert_int_equal(docket(file)->slip_of, 3);
	(void)sar_dockets_complaints(file->dockets, &n);
	assert_int_equal(n, 0);
	file_free(file);
}

static void
a_complaint_of_no_case_is_the_logs(void **state)
{
	const struct sar_docket_complaint *all;
	struct file *file = file_new();
	size_t n;

	(void)state;
	(void)at(file, "complain", "2026-05-11T10:00:00Z",
	    "{'by':'u1','name':'C-1','on':'2026-05-10','what':'received'}");
	(void)at(file, "complain", "2026-05-12T10:00:00Z",
	    "{'by':'u1','name':'C-1','on':'2026-05-13',"
	    "'what':'acknowledged'}");
	(void)at(file, "complain", "2026-05-12T10:00:00Z",
	    "{'by':'u1','name':'C-1','on':'2026-05-09',"
	    "'what':'acknowledged'}");
	(void)at(file, "complain", "2026-05-12T10:00:00Z",
	    "{'by':'u1','name':'C-2','on':'2026-05-09','what':'decided'}");
	all = sar_dockets_complaints(file->dockets, &n);
	assert_int_equal(n, 1);
	assert_int_equal(all[0].received, day("2026-05-10"));
	assert_int_equal(all[0].acknowledged, SAR_DOCKET_NEVER);
	assert_int_equal(sar_dockets_count(file->dockets), 0);
	file_free(file);
}

static void
only_cases_asked_for_are_followed(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct file *file = file_new();
	struct sar_docket mine;
	const char *ref;

	(void)state;
	assert_int_equal(sar_dockets_only(file->dockets, "SAR-1", &err), 0);
	assert_int_equal(sar_dockets_only(file->dockets, "SAR-9", &err), 0);
	(void)receive(file);
	(void)at(file, "nil-return", "2026-05-12T10:00:00Z",
	    "{'by':'u1','case':'SAR-2','due':'2026-06-01','found':3,"
	    "'select':2,'subject':" DIGEST "}");
	(void)step(file, "clarify", "2026-05-05", "'what':'asked'," TEXT);
	assert_int_equal(sar_dockets_count(file->dockets), 2);
	assert_null(sar_dockets_find(file->dockets, "SAR-2"));
	(void)sar_dockets_at(file->dockets, 1, &ref);
	assert_string_equal(ref, "SAR-9");
	sar_dockets_move(file->dockets, "SAR-1", &mine);
	assert_int_equal(sar_docket_state(&mine), SAR_DOCKET_PAUSED);
	assert_int_equal(state_of(file), SAR_DOCKET_UNKNOWN);
	sar_docket_clear(&mine);
	sar_dockets_move(file->dockets, "SAR-2", &mine);
	assert_int_equal(sar_docket_state(&mine), SAR_DOCKET_UNKNOWN);
	sar_docket_clear(&mine);
	file_free(file);
}

static void
a_day_is_a_local_day(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_zone *zone = sar_zone_open("Europe/London", &err);
	struct sar_record *record;
	struct sar_docket one;

	(void)state;
	assert_non_null(zone);
	sar_docket_begin(&one);
	record = record_of(0, "receive", "2026-05-01T12:00:00Z", RECEIVE);
	assert_int_equal(sar_docket_take(&one, record, zone, &err), 0);
	sar_record_free(record);
	/* Half past midnight in summer. */
	record = record_of(1, "nil-return", "2026-05-31T23:30:00Z", INTENT);
	assert_int_equal(sar_docket_take(&one, record, zone, &err), 0);
	sar_record_free(record);
	assert_int_equal(one.answered, day("2026-06-01"));
	sar_docket_clear(&one);
	sar_zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_release_answers_and_its_delivery_sends),
		cmocka_unit_test(
		    a_package_without_its_passphrase_is_with_nobody),
		cmocka_unit_test(a_later_package_is_not_sent_with_the_first),
		cmocka_unit_test(
		    a_record_belongs_to_the_case_of_the_number_it_names),
		cmocka_unit_test(
		    nothing_held_is_answered_and_sent_by_its_letter),
		cmocka_unit_test(a_refusal_answers_and_what_follows_it_is_told),
		cmocka_unit_test(it_is_not_closed_as_answered_before_it_is),
		cmocka_unit_test(a_case_that_was_lost_is_closed),
		cmocka_unit_test(
		    a_closed_case_takes_no_step_but_complaints_and_holds),
		cmocka_unit_test(a_search_is_the_last_one),
		cmocka_unit_test(an_erased_receipt_leaves_the_case_unknown),
		cmocka_unit_test(what_names_an_erased_record_is_nobodys),
		cmocka_unit_test(a_hold_is_there_until_it_is_lifted),
		cmocka_unit_test(
		    too_many_holds_of_a_case_are_told_and_not_kept),
		cmocka_unit_test(a_complaint_is_told_of_by_its_name),
		cmocka_unit_test(a_complaint_of_no_case_is_the_logs),
		cmocka_unit_test(only_cases_asked_for_are_followed),
		cmocka_unit_test(a_day_is_a_local_day),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
