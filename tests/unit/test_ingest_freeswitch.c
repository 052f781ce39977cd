/* FreeSWITCH: what of one record goes where, and what is no record. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/freeswitch.h"

#define A "00000001-aaaa-4bbb-8ccc-0123456789ab"
#define B "00000002-aaaa-4bbb-8ccc-0123456789ab"
#define C "00000003-aaaa-4bbb-8ccc-0123456789ab"

static struct sar_freeswitch_call *call;
static struct sar_row *row;
static struct sar_reading in;

static void
var(const char *name, const char *value)
{
	sar_freeswitch_var(call, name, value);
}

/* One that there is already, instead. */
static void
again(enum sar_freeswitch_var v, const char *value)
{
	call->vars[v] = NULL;
	var(sar_freeswitch_var_name(v), value);
}

/* A record that has just what it must have. */
static void
begin(void)
{
	static const struct sar_ingest_options options = {
		.root = "/srv/calls"
	};

	sar_freeswitch_clear(call);
	sar_row_clear(row);
	memset(&in, 0, sizeof(in));
	in.row = row;
	in.options = &options;
	in.context.written.country = 44;
	in.context.dialled.country = 44;
	in.context.dialled.outside = '9';
	row->file++;
	var("uuid", A);
	var("start_stamp", "2026-06-10 10:00:00");
	var("start_epoch", "1781082000");
	var("answer_epoch", "1781082010");
	var("end_epoch", "1781082060");
	var("billsec", "50");
}

static void
stage(const char *caller, const char *dialled)
{
	struct sar_freeswitch_profile *p = sar_freeswitch_stage(call);

	sar_freeswitch_profile(call, p, "caller_id_number", caller);
	sar_freeswitch_profile(call, p, "destination_number", dialled);
}

static void
peer(bool originator, const char *uuid, const char *dialled)
{
	struct sar_freeswitch_profile *p = sar_freeswitch_peer(call,
	    originator);

	sar_freeswitch_profile(call, p, "uuid", uuid);
	sar_freeswitch_profile(call, p, "destination_number", dialled);
}

static void
is_reject(const char *column, const char *reason)
{
	assert_false(sar_freeswitch_take(call, &in));
	assert_string_equal(row->column, column);
	assert_string_equal(row->reason, reason);
}

static void
seconds_and_microseconds_are_the_same_instant(void **state)
{
	(void)state;
	begin();
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->leg.start, 1781082000);
	assert_int_equal(row->leg.end, 1781082060);
	assert_int_equal(row->leg.talk, 50);
	assert_true(row->leg.answered);
	assert_string_equal(row->leg.start_raw, "2026-06-10 10:00:00");
	begin();
	var("start_uepoch", "1781082000999999");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->leg.start, 1781082000);
}

static void
a_time_that_is_none_is_a_reject_and_never_zero(void **state)
{
	static const char *const bad[] = { "", "0", "-1", "1e9", " 1",
		"99999999999999999999", "9223372036854775807" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		begin();
		again(SAR_FS_START_EPOCH, bad[i]);
		assert_false(sar_freeswitch_take(call, &in));
		assert_string_equal(row->column, "start_epoch");
	}
	begin();
	again(SAR_FS_ANSWER_EPOCH, "0");
	again(SAR_FS_BILLSEC, "0");
	assert_true(sar_freeswitch_take(call, &in));
	assert_false(row->leg.answered);
	begin();
	again(SAR_FS_BILLSEC, "-5");
	is_reject("billsec", "not whole seconds");
}

static void
the_id_is_needed_and_the_call_is_the_first_channels(void **state)
{
	(void)state;
	begin();
	call->vars[SAR_FS_UUID] = NULL;
	is_reject("uuid", "missing, or not an id");
	begin();
	again(SAR_FS_UUID, "two words");
	is_reject("uuid", "missing, or not an id");
	begin();
	assert_true(sar_freeswitch_take(call, &in));
	assert_string_equal(row->leg.group, A);
	begin();
	stage("2001", "2002");
	peer(true, C, "2002");
	assert_true(sar_freeswitch_take(call, &in));
	assert_string_equal(row->leg.group, C);
	begin();
	var("originating_leg_uuid", B);
	assert_true(sar_freeswitch_take(call, &in));
	assert_string_equal(row->leg.group, B);
	begin();
	var("originating_leg_uuid", B);
	var("call_uuid", C);
	assert_true(sar_freeswitch_take(call, &in));
	assert_string_equal(row->leg.group, C);
}

static void
values_are_decoded_once_and_only_when_they_were_encoded(void **state)
{
	(void)state;
	begin();
	var("sip_from_user", "%2B447700900123");
	assert_true(sar_freeswitch_take(call, &in));
	/* The stamp has a space: so nothing in this record is encoded. */
	assert_string_equal(row->parties[0].raw, "%2B447700900123");
	begin();
	again(SAR_FS_START_STAMP, "2026-06-10%2010%3A00%3A00");
	var("sip_from_user", "%2B447700900123");
	assert_true(sar_freeswitch_take(call, &in));
	assert_string_equal(row->parties[0].raw, "+447700900123");
	assert_string_equal(row->leg.start_raw, "2026-06-10 10:00:00");
	begin();
	call->encoded = true;
	var("sip_from_user", "%252B44%zz%2");
	assert_true(sar_freeswitch_take(call, &in));
	assert_string_equal(row->parties[0].raw, "%2B44%zz%2");
}

static void
an_encoded_nul_or_what_is_not_utf8_is_a_reject(void **state)
{
	(void)state;
	begin();
	call->encoded = true;
	var("sip_from_user", "0%00");
	is_reject("sip_from_user", "not UTF-8 text, or a NUL byte in it");
	begin();
	call->encoded = true;
	var("record_path", "%ff");
	is_reject("record_path", "not UTF-8 text, or a NUL byte in it");
}

static void
hold_is_yes_no_or_not_known(void **state)
{
	(void)state;
	begin();
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->leg.hold, SAR_UNKNOWN);
	begin();
	var("hold_accum_ms", "0");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->leg.hold, SAR_NO);
	begin();
	var("hold_events", "{{1781082020500000,1781082030000000},"
			   "{1781082040000000,0}}");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->leg.hold, SAR_YES);
	assert_int_equal(row->n_events, 3);
	assert_int_equal(row->events[0].what, SAR_EVENT_HOLD);
	assert_int_equal(row->events[0].at_ms, 1781082020500);
	assert_int_equal(row->events[1].what, SAR_EVENT_UNHOLD);
	assert_int_equal(row->events[2].what, SAR_EVENT_HOLD);
	assert_int_equal(row->events[2].party, SAR_INDEX_NO_PARTY);
}

static void
hold_events_that_are_no_pairs_are_a_reject(void **state)
{
	static const char *const bad[] = { "{", "{{1,2}", "{{1}}", "{{1,2}}x",
		"{{,2}}", "{{1,2},}", "1,2", "{{1,99999999999999999999}}",
		"{{0,5}}" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		begin();
		var("hold_events", bad[i]);
		assert_false(sar_freeswitch_take(call, &in));
	}
}

static void
one_of_many_called_is_not_said_to_have_been_on_the_line(void **state)
{
	size_t i;

	(void)state;
	begin();
	stage("07700900123", "2000");
	sar_freeswitch_time(call, "bridged_time", "1781082010000000");
	peer(false, B, "2001");
	peer(false, C, "2002");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->n_events, 2);
	for (i = 0; i < row->n_events; i++)
		assert_string_equal(row->parties[row->events[i].party].raw,
		    "07700900123");
	begin();
	var("bridge_uuid", C);
	stage("07700900123", "2000");
	sar_freeswitch_time(call, "bridged_time", "1781082010000000");
	peer(false, B, "2001");
	peer(false, C, "2002");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->n_events, 4);
	assert_string_equal(row->parties[row->events[2].party].raw, "2002");
}

static void
an_outside_digit_comes_off_what_was_dialled_only(void **state)
{
	(void)state;
	begin();
	stage("901632960123", "901632960124");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->leg.n_parties, 2);
	assert_int_not_equal(row->parties[0].number.key, 441632960123);
	assert_int_equal(row->parties[1].number.key, 441632960124);
}

static void
a_path_is_below_the_recordings_folder_or_a_reject(void **state)
{
	static const struct {
		const char *said;
		const char *path; /* NULL: a reject */
	} paths[] = {
		{ "/var/lib/freeswitch/recordings/a/b.wav", "a/b.wav" },
		{ "/x/recordings/y/recordings/b.wav", "y/recordings/b.wav" },
		{ "/srv/calls/2026/b.wav", "2026/b.wav" },
		{ "{force_channels=1}/x/recordings/b.wav +60", "b.wav" },
		{ "/x/recordings/b+1.wav", "b+1.wav" },
		{ "2026/b.wav", "2026/b.wav" },
		{ "/srv/callsx/b.wav", NULL },
		{ "/etc/passwd", NULL },
		{ "/x/recordings/../b.wav", NULL },
		{ "/x/recordings//b.wav", NULL },
		{ "../b.wav", NULL },
		{ "", NULL },
		{ "shout://x/recordings/b.mp3", NULL },
	};
	size_t i;
	bool good;

	(void)state;
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		begin();
		sar_freeswitch_app(call, "record_session", paths[i].said);
		good = sar_freeswitch_take(call, &in);
		assert_int_equal(good, paths[i].path != NULL);
		if (!good) {
			assert_string_equal(row->column, "record_session");
			continue;
		}
		assert_int_equal(row->n_files, 1);
		assert_string_equal(row->files[0].path, paths[i].path);
		assert_int_equal(row->leg.recorded, SAR_YES);
	}
}

static void
nothing_said_of_a_recording_is_not_no(void **state)
{
	(void)state;
	begin();
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->leg.recorded, SAR_UNKNOWN);
	begin();
	var("record_samples", "8000");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->leg.recorded, SAR_YES);
	begin();
	again(SAR_FS_ANSWER_EPOCH, "0");
	again(SAR_FS_BILLSEC, "0");
	var("RECORD_ANSWER_REQ", "true");
	var("record_name", "x.wav");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->leg.recorded, SAR_NO);
	assert_int_equal(row->n_files, 0);
}

/* The channel that carries the caller, or -1. */
static int
channel_with(const char *name, const char *also)
{
	begin();
	var("sip_from_user", "07700900123");
	sar_freeswitch_app(call, "record_session", "x.wav");
	if (name != NULL)
		var(name, "true");
	if (also != NULL)
		var(also, "true");
	assert_true(sar_freeswitch_take(call, &in));
	if (row->n_streams == 0)
		return -1;
	assert_string_equal(row->parties[row->streams[0].party].raw,
	    "07700900123");
	return (int)row->streams[0].channel;
}

static void
who_is_on_a_channel_is_said_only_where_the_record_does(void **state)
{
	(void)state;
	assert_int_equal(channel_with(NULL, NULL), -1);
	assert_int_equal(channel_with("RECORD_STEREO", NULL), 0);
	assert_int_equal(channel_with("record_stereo_swap", NULL), 1);
	assert_int_equal(channel_with("record_stereo", "record_stereo_swap"),
	    1);
	assert_int_equal(channel_with("record_stereo", "RECORD_READ_ONLY"), -1);
	assert_int_equal(channel_with("record_stereo",
			     "recording_follow_transfer"),
	    0);
	begin();
	var("sip_from_user", "07700900123");
	var("record_name", "x.wav");
	var("record_stereo", "true");
	var("recording_follow_transfer", "true");
	var("transfer_history", "1781082020:x:bl_xfer:2/default/XML");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->n_streams, 0);
}

static void
another_channels_recording_says_nothing_of_sides(void **state)
{
	static const char *const names[] = { B ".wav", A ".wav" };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		begin();
		var("sip_from_user", "07700900123");
		var("record_stereo", "true");
		var("record_name", names[i]);
		assert_true(sar_freeswitch_take(call, &in));
		assert_int_equal(row->n_files, 1);
		assert_int_equal(row->n_streams, i);
	}
}

static void
a_message_left_is_a_recording_too(void **state)
{
	(void)state;
	begin();
	sar_freeswitch_app(call, "record", "/x/recordings/m.wav 60 200 5");
	sar_freeswitch_app(call, "record", "/x/recordings/m.wav 30");
	sar_freeswitch_app(call, "playback", "/x/recordings/n.wav");
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->n_files, 1);
	assert_string_equal(row->files[0].path, "m.wav");
}

static void
a_bridge_is_an_attended_transfer_only_beside_one(void **state)
{
	(void)state;
	begin();
	var("transfer_history", "1781082020:x:uuid_br:" B);
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->n_links, 1);
	assert_int_equal(row->links[0].kind, SAR_LINK_BRIDGE);
	begin();
	var("transfer_history", "ARRAY::1781082020:x:att_xfer:1@a/2@b|:"
				"1781082021:y:uuid_br:" B);
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->n_links, 1);
	assert_int_equal(row->links[0].kind, SAR_LINK_ATTENDED);
	assert_string_equal(row->links[0].target, B);
	begin();
	var("transfer_history", "99999999999999999999:x:att_xfer:1");
	var("transfer_history", "1:x");
	var("transfer_history", "1781082500:y:uuid_br:" B);
	var("bridge_uuid", A); /* itself */
	assert_true(sar_freeswitch_take(call, &in));
	assert_int_equal(row->n_links, 1);
	assert_int_equal(row->links[0].kind, SAR_LINK_BRIDGE);
}

static void
many_channels_called_leave_room_for_those_bridged(void **state)
{
	char uuid[48];
	int i;

	(void)state;
	begin();
	stage("07700900123", "2000");
	for (i = 0; i < 200; i++) {
		(void)snprintf(uuid, sizeof(uuid), "leg-%d", i);
		peer(false, uuid, "2001");
	}
	var("bridge_uuid", B);
	assert_true(sar_freeswitch_take(call, &in));
	assert_false(row->full);
	assert_int_equal(row->n_links, SAR_INDEX_LINKS);
	assert_string_equal(row->links[0].target, B);
}

static void
more_than_there_is_room_for_is_a_reject(void **state)
{
	int i;

	(void)state;
	begin();
	for (i = 0; i <= SAR_FREESWITCH_STAGES; i++)
		stage("1", "2");
	is_reject("-", "more in one record than there is room for");
	begin();
	for (i = 0; i < 3000; i++)
		var("originated_legs", A ";x;2001");
	is_reject("-", "more in one record than there is room for");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seconds_and_microseconds_are_the_same_instant),
		cmocka_unit_test(
		    a_time_that_is_none_is_a_reject_and_never_zero),
		cmocka_unit_test(
		    the_id_is_needed_and_the_call_is_the_first_channels),
		cmocka_unit_test(
		    values_are_decoded_once_and_only_when_they_were_encoded),
		cmocka_unit_test(
		    an_encoded_nul_or_what_is_not_utf8_is_a_reject),
		cmocka_unit_test(hold_is_yes_no_or_not_known),
		cmocka_unit_test(hold_events_that_are_no_pairs_are_a_reject),
		cmocka_unit_test(
		    one_of_many_called_is_not_said_to_have_been_on_the_line),
		cmocka_unit_test(
		    an_outside_digit_comes_off_what_was_dialled_only),
		cmocka_unit_test(
		    a_path_is_below_the_recordings_folder_or_a_reject),
		cmocka_unit_test(nothing_said_of_a_recording_is_not_no),
		cmocka_unit_test(
		    who_is_on_a_channel_is_said_only_where_the_record_does),
		cmocka_unit_test(
		    another_channels_recording_says_nothing_of_sides),
		cmocka_unit_test(a_message_left_is_a_recording_too),
		cmocka_unit_test(
		    a_bridge_is_an_attended_transfer_only_beside_one),
		cmocka_unit_test(
		    many_channels_called_leave_room_for_those_bridged),
		cmocka_unit_test(more_than_there_is_room_for_is_a_reject),
	};
	int failed;

	call = calloc(1, sizeof(*call));
	row = calloc(1, sizeof(*row));
	if (call == NULL || row == NULL)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	free(call);
	free(row);
	return failed;
}
