/* What an auditor makes of the texts of a package. */
#include "audit/describe.h"
#include "audit/page.h"
#include "audit/state.h"
#include "letter_bench.h"
#include "plan/redactions.h"

#define PROOF                                                                \
	"{\"recordings\":[{\"channels\":2,\"cuts\":[{\"basis\":[\"TP\"],"    \
	"\"channels\":[1,2],\"fill\":\"tone\",\"from\":96000,\"to\":112000}" \
	",{\"basis\":[\"TP\"],\"channels\":[2],\"fill\":\"silence\","        \
	"\"from\":120004,\"to\":128000}],\"fade\":0,\"format\":\"wav\","     \
	"\"frames\":488000,\"name\":\"call-01.wav\",\"rate\":8000}],"        \
	"\"schema\":\"sar-package.redactions/1\"}"

/* As sar_letter_vcon() writes it, by hand. */
#define VCON                                                             \
	"{\"created_at\":\"2026-10-12T00:00:00Z\",\"dialog\":[{"         \
	"\"duration\":61.0,\"filename\":\"call-01.wav\",\"mediatype\":"  \
	"\"audio/x-wav\",\"parties\":[0,1,2],\"sar_redactions\":[{"      \
	"\"channels\":[0,1],\"duration\":2.0,\"method\":\"tone\","       \
	"\"reason\":\"DPA 2018 Sch. 2 para. "                            \
	"16\",\"start\":12.0},{\"channels\":[1],\"duration\":"           \
	"1.0,\"method\":\"silence\",\"reason\":\"DPA 2018 Sch. 2 para. " \
	"16\",\"start\":15.0}],"                                         \
	"\"start\":\"2026-05-01T08:01:07Z\",\"type\":\"recording\"}],"   \
	"\"extensions\":[\"sar_redactions\"],\"parties\":[{\"tel\":"     \
	"\"tel:+441632960123\"},{\"org\":\"Wexcombe Council\",\"type\":" \
	"\"organization\"},{\"name\":\"anonymous\"}],\"redacted\":{"     \
	"\"type\":\"third-party\",\"uuid\":"                             \
	"\"00000000-0000-8000-8000-000000000000\"},\"uuid\":"            \
	"\"00000000-0000-8000-8000-000000000001\"}"

static struct sar_redactions *
proof_of(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions = sar_redactions_read(text,
	    strlen(text), &err);

	if (redactions == NULL)
		fail_msg("%s", err.msg);
	return redactions;
}

/* ${text} with the first ${from} as ${to}; the caller frees it. */
static char *
with(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	char *out = calloc(1, strlen(text) + strlen(to) + 1);

	assert_non_null(out);
	if (at == NULL)
		fail_msg("no \"%s\"", from);
	(void)snprintf(out, strlen(text) + strlen(to) + 1, "%.*s%s%s",
	    (int)(at - text), text, to, at + strlen(from));
	return out;
}

static void
a_description_that_is_right_passes(void **state)
{
	static const char *const changes[][2] = {
		{ "", "" },
		{ "tel:+441632960123", "tel:+15551234567" },
		{ "{\"tel\":\"tel:+441632960123\"}", "{}" },
		{ "\"parties\":[0", "\"originator\":1,\"parties\":[0" },
		{ "Wexcombe", "W\\u00E9x\\\"combe" },
	};
	struct sar_redactions *redactions = proof_of(PROOF);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_described seen;
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		text = with(VCON, changes[i][0], changes[i][1]);
		if (sar_describe_check("call-01.vcon.json", text, strlen(text),
			redactions, &seen, &err) == -1)
			fail_msg("case %zu: %s", i, err.msg);
		assert_int_equal(seen.item, 0);
		assert_string_equal(seen.created, "2026-10-12");
		assert_int_equal(seen.start, 1777622467);
		free(text);
	}
	sar_redactions_free(redactions);
}

/* What somebody could say in a vCon, at every place where there is a value, and
   by which part it is found. */
static const char *const changed[][3] = {
	{ "\"2026-10-12T00:00:00Z\"", "{\"x\":[\"Jo\"]}", "date" },
	{ "2026-10-12T", "2026-02-30T", "date" },
	{ "2026-10-12T00:00:00Z", "2026-10-12T00:00:07Z", "date" },
	{ ",\"dialog\"", ", \"dialog\"", "date" },
	{ "\"duration\":61.0", "\"body\":\"Jo\",\"duration\":61.0",
	    "recording" },
	{ "\"duration\":61.0",
	    "\"content_hash\":\"sha512-SmFuZQ\","
	    "\"duration\":61.0",
	    "recording" },
	{ "61.0", "61.5", "recording" },
	{ "61.0", "61", "recording" },
	{ "call-01.wav", "call-02.wav", "recording" },
	{ "audio/x-wav", "audio/flac", "recording" },
	{ "audio/x-wav", "data:audio/x;base64,SmFuZQ", "recording" },
	{ "\"parties\":[0", "\"originator\":{\"id\":1},\"parties\":[0",
	    "recording" },
	{ "\"parties\":[0", "\"originator\":0,\"parties\":[0", "recording" },
	{ "[0,1,2]", "[0,1,{\"name\":\"Jo\"}]", "recording" },
	{ "12.0", "12.001", "places" },
	{ "[0,1],\"d", "[0],\"d", "places" },
	{ "silence", "tone", "places" },
	{ "DPA 2018 Sch. 2 para. 16", "her sister has cancer", "places" },
	{ "DPA 2018 Sch. 2 para. 16", "DPA 2018 Sch. 2 para. 19", "places" },
	{ ",{\"channels\":[1],\"duration\":1.0,\"method\":\"silence\","
	  "\"reason\":\"DPA 2018 Sch. 2 para. 16\",\"start\":15.0}",
	    "", "places" },
	{ "\"2026-05-01T08:01:07Z\"", "[\"2026\",\"Jo\"]", "start" },
	{ "2026-05-01T08:01:07Z", "2026-05-01T25:01:07Z", "start" },
	{ "2026-05-01T08:01:07Z", "2026-05-01 08:01:07Z", "start" },
	{ "\"recording\"", "\"text\"", "start" },
	{ "[\"sar_redactions\"]", "[\"attachments\"]", "start" },
	{ ",\"parties\":[{", ",\"notes\":1,\"parties\":[{", "start" },
	{ "[{\"tel\"", "[{\"name\":\"Jo\",\"tel\"", "parties" },
	{ "\"tel:+441632960123\"", "447700900999", "parties" },
	{ "tel:+44", "tel:+00", "parties" },
	{ "\"tel:+441632960123\"", "\"tel:\"", "parties" },
	{ "960123", "960123;ext=17", "parties" },
	{ "960123", "9601234567", "parties" },
	{ "\"Wexcombe Council\"", "[\"Wexcombe Council\"]", "parties" },
	{ "Wexcombe", "W\\u0065xcombe", "parties" },
	{ "Wexcombe", "W\303\251xcombe", "parties" },
	{ "organization", "person", "parties" },
	{ "anonymous", "Jo Bloggs", "parties" },
	{ "{\"name\":\"anonymous\"}]",
	    "{\"name\":\"anonymous\"},{\"name\":\"Jo\"}]", "parties" },
	{ ",\"redacted\":", ",\"note\":\"Jo\",\"redacted\":", "UUIDs" },
	{ "\"third-party\"", "{\"a\":[\"Jo\"]}", "UUIDs" },
	{ "00000000-0000-8000", "07700900-1230-4000", "UUIDs" },
	{ "8000-8000-000000000000", "8000-c000-000000000000", "UUIDs" },
	{ "00000000-0000-8000-8000-000000000001",
	    "recorded by agent 17 on host pbx3!!!", "UUIDs" },
	{ "8000-000000000001", "8000-00000000000A", "UUIDs" },
	{ "8000-000000000001", "8000-000000000000", "UUIDs" },
	{ "000001\"}", "000001\"}\n", "UUIDs" },
	{ "000001\"}", "000001\"", "UUIDs" },
};

static void
a_description_that_is_not_is_found(void **state)
{
	struct sar_redactions *redactions = proof_of(PROOF);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_described seen;
	char want[128];
	size_t i;
	char *text;
	int rc;

	(void)state;
	for (i = 0; i < sizeof(changed) / sizeof(changed[0]); i++) {
		text = with(VCON, changed[i][0], changed[i][1]);
		rc = sar_describe_check("call-01.vcon.json", text, strlen(text),
		    redactions, &seen, &err);
		free(text);
		if (rc != -1)
			fail_msg("case %zu passes: %s", i, changed[i][1]);
		(void)snprintf(want, sizeof(want),
		    "call-01.vcon.json: not as it must be: its %s",
		    changed[i][2]);
		assert_int_equal(err.code, SAR_ECORRUPT);
		if (strcmp(err.msg, want) != 0)
			fail_msg("case %zu: %s", i, err.msg);
	}
	assert_int_equal(sar_describe_check("call-02.vcon.json", VCON,
			     sizeof(VCON) - 1, redactions, &seen, &err),
	    -1);
	assert_string_equal(err.msg,
	    "call-02.vcon.json: not a recording of redactions.json");
	sar_redactions_free(redactions);
}

/* A vCon that ends anywhere is refused, and read no further. */
static void
a_description_cut_short_is_found(void **state)
{
	struct sar_redactions *redactions = proof_of(PROOF);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_described seen;
	char *text;
	size_t len;

	(void)state;
	for (len = 0; len < sizeof(VCON) - 1; len++) {
		text = malloc(len + 1);
		assert_non_null(text);
		memcpy(text, VCON, len);
		text = realloc(text, len == 0 ? 1 : len);
		assert_int_equal(sar_describe_check("call-01.vcon.json", text,
				     len, redactions, &seen, &err),
		    -1);
		free(text);
	}
	sar_redactions_free(redactions);
}

/* Two recordings, the second an MP3, and one that is not here. */
static void
make_case(struct bench *b)
{
	begin(b);
	(void)add(b, SAR_CLASS_PART_DISCLOSED, "redacted");
	b->recording[0].channels = 2;
	cut(b, 96000, 112000, "TP");
	cut(b, 120004, 128003, "TP+LPP");
	b->cuts[1].channels = 2;
	b->cuts[1].fill = SAR_FILL_SILENCE;
	(void)add(b, SAR_CLASS_DISCLOSED, "whole");
	b->recording[1].channels = 1;
	b->items[1].format = SAR_FORMAT_MP3;
	(void)snprintf(b->items[1].name, sizeof(b->items[1].name),
	    "call-02.mp3");
	cut(b, 801, 9000, "TP");
	(void)add(b, SAR_CLASS_WITHHELD, "not-reviewed");
}

static void
the_page_of_this_release_passes(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions;
	struct sar_page_seen seen;
	struct bench b;
	char *page;

	(void)state;
	make_case(&b);
	redactions = sar_redactions_of(&b.plan, &err);
	page = sar_letter_listen(&b.letter, &err);
	assert_non_null(redactions);
	assert_non_null(page);
	if (sar_page_check(page, strlen(page), redactions, &seen, &err) == -1)
		fail_msg("%s", err.msg);
	assert_true(seen.ours);
	assert_int_equal(sar_page_check(page, strlen(page), NULL, &seen, &err),
	    0);
	free(page);
	sar_redactions_free(redactions);
	end(&b);
}

static void
a_page_that_is_changed_is_found(void **state)
{
	static const char *const cases[][2] = {
		{ "<!DOCTYPE html>\n", "" },
		{ "<!DOCTYPE html>", "<!DOCTYPE html [<!ENTITY a \"b\">]>" },
		{ "<html lang=\"en\">", "<html lang=\"en\" xmlns=\"x\">" },
		{ "<body>", "<body><![CDATA[x]]>" },
		{ "<body>", "<body><?x y?>" },
		{ "<body>", "<body><div/>" },
		{ "<body>", "<body><iframe></iframe>" },
		{ "<body>", "<body><p style=\"color:red\">x</p>" },
		{ "<body>", "<body><a href=\"letter.txt?x\">x</a>" },
		{ "<body>", "<body><a href=\"notes.txt\">x</a>" },
		{ "<body>", "<body><a href=\"call-03.wav\">x</a>" },
		{ "<body>", "<body><p>&nbsp;</p>" },
		{ "<body>", "<body><p href=\"#x\">x</p>" },
		{ "<title>", "<title><p></p>" },
		{ "<style>", "<style>&amp;" },
		{ "<style>", "<style> " },
		{ "<script>", "<script> " },
		{ "<script>", "<script src=\"call-01.wav\">" },
		{ "utf-8", "utf-16" },
		{ "<style>",
		    "<meta http-equiv=\"refresh\" content=\"0\" /><style>" },
		{ "default-src 'none'", "default-src *" },
		{ "src=\"call-02.mp3\"", "src=\"call-01.wav\"" },
		{ "data-from=\"12.000\"", "data-from=\"12.001\"" },
		{ "data-to=\"16.001\"", "data-to=\"16.000\"" },
		/* The delay of MP3 is in it. */
		{ "data-from=\"0.238\"", "data-from=\"0.100\"" },
	};
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions;
	struct sar_page_seen seen;
	struct bench b;
	char *page;
	char *text;
	size_t i;

	(void)state;
	make_case(&b);
	redactions = sar_redactions_of(&b.plan, &err);
	page = sar_letter_listen(&b.letter, &err);
	assert_non_null(redactions);
	assert_non_null(page);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text = with(page, cases[i][0], cases[i][1]);
		if (sar_page_check(text, strlen(text), redactions, &seen,
			&err) == 0)
			fail_msg("passes: %s", cases[i][1]);
		assert_int_equal(err.code, SAR_ECORRUPT);
		free(text);
	}
	free(page);
	sar_redactions_free(redactions);
	end(&b);
}

static void
padding_must_be_zeros(void **state)
{
	static uint8_t bytes[200000];
	static const size_t sizes[] = { 0, 1, 65536, 65537, 200000 };
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	bool same;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		assert_int_equal(sar_sha256_text(bytes, sizes[i], digest, &err),
		    0);
		assert_int_equal(sar_audit_zeros(sizes[i], digest, &same, &err),
		    0);
		assert_true(same);
		assert_int_equal(sar_audit_zeros(sizes[i] + 1, digest, &same,
				     &err),
		    0);
		assert_false(same);
	}
	bytes[199999] = 1;
	assert_int_equal(sar_sha256_text(bytes, 200000, digest, &err), 0);
	assert_int_equal(sar_audit_zeros(200000, digest, &same, &err), 0);
	assert_false(same);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_description_that_is_right_passes),
		cmocka_unit_test(a_description_that_is_not_is_found),
		cmocka_unit_test(a_description_cut_short_is_found),
		cmocka_unit_test(the_page_of_this_release_passes),
		cmocka_unit_test(a_page_that_is_changed_is_found),
		cmocka_unit_test(padding_must_be_zeros),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
