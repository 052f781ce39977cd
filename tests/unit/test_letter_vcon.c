/* A recording as a redacted vCon. */
#include "letter_bench.h"

#include <jansson.h>

static const uint8_t seed[SAR_SHA256_LEN] = { 1, 2, 3 };

/* Two legs: the requester calls, and is put through to somebody outside. */
struct call {
	struct bench b;
	struct sar_index_party party[4];
	struct sar_calls_leg legs[2];
	struct sar_calls calls;
	size_t which[2];
};

static void
put_party(struct sar_index_party *party, enum sar_role role, const char *raw,
    int64_t key)
{
	party->role = role;
	party->raw = raw;
	party->number.kind = SAR_PHONE_E164;
	party->number.certain = true;
	/* As a search gives it: without its digits. */
	party->number.key = key;
}

static void
begin_call(struct call *c)
{
	memset(c, 0, sizeof(*c));
	begin(&c->b);
	/* Of two numbers asked for, the call has the second. */
	c->b.request.numbers[1] = c->b.request.numbers[0];
	c->b.request.numbers[1].kind = SAR_PHONE_E164;
	c->b.request.numbers[1].key = 441632960123;
	c->b.request.numbers[0].kind = SAR_PHONE_E164;
	c->b.request.numbers[0].key = 441632960124;
	c->b.request.numbers[0].digits[12] = '4';
	c->b.request.n_numbers = 2;
	(void)add(&c->b, SAR_CLASS_PART_DISCLOSED, "redacted");
	put_party(&c->party[0], SAR_ROLE_CALLER, "01632960123", 441632960123);
	put_party(&c->party[1], SAR_ROLE_ENTRY, "01632960500", 441632960500);
	put_party(&c->party[2], SAR_ROLE_CALLER, "01632960501", 441632960501);
	put_party(&c->party[3], SAR_ROLE_CALLED, "Jo Bloggs", 447700900456);
	c->legs[0].leg.parties = &c->party[0];
	c->legs[1].leg.parties = &c->party[2];
	c->legs[0].leg.n_parties = c->legs[1].leg.n_parties = 2;
	c->legs[0].leg.start = 1777622467; /* 2026-05-01T08:01:07Z */
	c->legs[0].leg.ref = c->legs[1].leg.ref = "1777622467.17";
	c->calls.legs = c->legs;
	c->calls.n_legs = 2;
	c->which[1] = 1;
	c->b.item[0].legs = c->which;
	c->b.item[0].n_legs = 2;
	c->b.recording[0].channels = 2;
	c->b.recording[0].path = "2026/secret.wav";
	memset(c->b.recording[0].sha256, 0xab, SAR_SHA256_LEN);
	c->b.plan.calls = &c->calls;
	cut(&c->b, 96000, 112000, "TP");
	cut(&c->b, 120004, 128000, "TP+LPP");
	c->b.cuts[1].channels = 2;
	c->b.cuts[1].fill = SAR_FILL_SILENCE;
}

static char *
text_of(struct call *c, const uint8_t *own)
{
	struct sar_letter_vcon vcon = { &c->b.letter, &c->b.items[0], own };
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_letter_vcon(&vcon, &err);

	if (text == NULL)
		fail_msg("%s", err.msg);
	return text;
}

#define CUTS                                                               \
	"[{\"channels\":[0,1],\"duration\":2.0,\"method\":\"tone\","       \
	"\"reason\":\"DPA 2018 Sch. 2 para. 16\",\"start\":12.0},"         \
	"{\"channels\":[1],\"duration\":1.0,\"method\":\"silence\","       \
	"\"reason\":\"DPA 2018 Sch. 2 para. 16 and DPA 2018 Sch. 2 para. " \
	"19\",\"start\":15.0}]"
#define DIALOG                                                            \
	"\"dialog\":[{\"duration\":61.0,\"filename\":\"call-01.wav\","    \
	"\"mediatype\":\"audio/x-wav\",\"parties\":[0,1,2],"              \
	"\"sar_redactions\":" CUTS ",\"start\":\"2026-05-01T08:01:07Z\"," \
	"\"type\":\"recording\"}]"
#define PARTIES                                                             \
	"\"parties\":[{\"tel\":\"tel:+441632960123\"},{\"org\":\"Wexcombe " \
	"Council\",\"type\":\"organization\"},{\"name\":\"anonymous\"}]"

static void
it_has_what_a_vcon_has_and_what_was_taken_out(void **state)
{
	struct call c;
	char *text;

	(void)state;
	begin_call(&c);
	text = text_of(&c, seed);
	assert_has(text, "{\"created_at\":\"2026-10-12T00:00:00Z\"," DIALOG
			 ",\"extensions\":[\"sar_redactions\"]," PARTIES
			 ",\"redacted\":{\"type\":\"third-party\",\"uuid\":\"");
	assert_lacks(text, "critical");
	free(text);
	end(&c.b);
}

static void
it_has_nobody_else_and_nothing_of_the_source(void **state)
{
	static const char *const never[] = { "Bloggs", "900456", "960500",
		"960501", "secret", "abab", "1777622467", "Zoe", "url",
		"content_hash", "body", "subject" };
	struct call c;
	char *text, *other;
	size_t i;

	(void)state;
	begin_call(&c);
	text = text_of(&c, seed);
	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		assert_lacks(text, never[i]);
	/* Not even whether there was somebody else. */
	c.b.item[0].n_legs = 1;
	other = text_of(&c, seed);
	assert_string_equal(text, other);
	free(text);
	free(other);
	end(&c.b);
}

/* A number that is only probably the requester's is not given as theirs. */
static void
a_number_that_may_be_anothers_is_not_given(void **state)
{
	struct call c;
	char *text;

	(void)state;
	begin_call(&c);
	c.party[0].number.certain = false;
	text = text_of(&c, seed);
	assert_has(text, "\"parties\":[{},{\"org\"");
	assert_lacks(text, "tel");
	free(text);
	/* Nor is an extension, though a request's key be the same. */
	c.party[0].number.certain = true;
	c.party[0].number.kind = SAR_PHONE_LOCAL;
	text = text_of(&c, seed);
	assert_lacks(text, "tel");
	free(text);
	end(&c.b);
}

static void
read_uuid(const char *text, const char *before, char out[37])
{
	const char *at = strstr(text, before);
	size_t i;

	assert_non_null(at);
	at += strlen(before);
	for (i = 0; i < 36; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23)
			assert_int_equal(at[i], '-');
		else
			assert_non_null(strchr("0123456789abcdef", at[i]));
	}
	assert_int_equal(at[36], '"');
	assert_int_equal(at[14], '8');
	assert_non_null(strchr("89ab", at[19]));
	memcpy(out, at, 36);
	out[36] = '\0';
}

static void
uuids_are_the_cases_own_and_stay_the_same(void **state)
{
	static const uint8_t another[SAR_SHA256_LEN] = { 9 };
	char own[37], source[37], elsewhere[37], second[37];
	struct call c;
	char *text, *again;

	(void)state;
	begin_call(&c);
	text = text_of(&c, seed);
	again = text_of(&c, seed);
	assert_string_equal(text, again);
	read_uuid(text, "},\"uuid\":\"", own);
	read_uuid(text, "\"third-party\",\"uuid\":\"", source);
	assert_string_not_equal(own, source);
	free(again);
	again = text_of(&c, another);
	read_uuid(again, "},\"uuid\":\"", elsewhere);
	assert_string_not_equal(own, elsewhere);
	free(again);
	(void)snprintf(c.b.items[0].name, sizeof(c.b.items[0].name),
	    "call-02.wav");
	again = text_of(&c, seed);
	read_uuid(again, "},\"uuid\":\"", second);
	assert_string_not_equal(own, second);
	free(again);
	free(text);
	end(&c.b);
}

static void
calls_made_to_the_requester_and_formats_are_told(void **state)
{
	static const struct {
		enum sar_plan_format format;
		const char *type;
	} rows[] = {
		{ SAR_FORMAT_WAV_ALAW, "\"audio/x-wav\"" },
		{ SAR_FORMAT_FLAC, "\"audio/flac\"" },
		{ SAR_FORMAT_MP3, "\"audio/mpeg\"" },
		{ SAR_FORMAT_OPUS, "\"audio/ogg\"" },
	};
	struct call c;
	char *text;
	size_t i;

	(void)state;
	begin_call(&c);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		c.b.items[0].format = rows[i].format;
		text = text_of(&c, seed);
		assert_has(text, rows[i].type);
		assert_lacks(text, "originator");
		if (rows[i].format == SAR_FORMAT_MP3)
			assert_has(text, "\"start\":12.138}");
		free(text);
	}
	c.legs[0].leg.direction = SAR_DIRECTION_OUT;
	text = text_of(&c, seed);
	assert_has(text, "\"originator\":1,");
	free(text);
	end(&c.b);
}

static void
what_is_not_in_the_package_has_no_vcon(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_letter_vcon vcon = { .seed = seed };
	struct call c;

	(void)state;
	begin_call(&c);
	vcon.letter = &c.b.letter;
	vcon.item = &c.b.items[0];
	c.b.marks[0].speaker = SAR_SPEAKER_OTHER;
	assert_null(sar_letter_vcon(&vcon, &err));
	assert_int_equal(err.code, SAR_EFAIL);
	c.b.marks[0].speaker = SAR_SPEAKER_REQUESTER;
	c.b.items[0].name[0] = '\0';
	assert_null(sar_letter_vcon(&vcon, &err));
	assert_string_equal(err.msg,
	    "item 1: no recording of it is in the package");
	end(&c.b);
}

static void
it_has_the_name_of_its_recording(void **state)
{
	struct sar_plan_item item = { .name = "call-007.flac" };
	char name[SAR_LETTER_VCON_NAME];

	(void)state;
	sar_letter_vcon_name(&item, name);
	assert_string_equal(name, "call-007.vcon.json");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_has_what_a_vcon_has_and_what_was_taken_out),
		cmocka_unit_test(it_has_nobody_else_and_nothing_of_the_source),
		cmocka_unit_test(a_number_that_may_be_anothers_is_not_given),
		cmocka_unit_test(uuids_are_the_cases_own_and_stay_the_same),
		cmocka_unit_test(
		    calls_made_to_the_requester_and_formats_are_told),
		cmocka_unit_test(what_is_not_in_the_package_has_no_vcon),
		cmocka_unit_test(it_has_the_name_of_its_recording),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
