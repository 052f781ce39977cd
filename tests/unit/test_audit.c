/* What an auditor makes of the texts of a package. */
#include "audit/again.h"
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

/* What is changed in a page, and to what; each alone. */
static const char *const lies[][2] = {
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
	{ "<style>", "<meta http-equiv=\"refresh\" content=\"0\" /><style>" },
	{ "default-src 'none'", "default-src *" },
	{ "src=\"call-02.mp3\"", "src=\"call-01.wav\"" },
	{ "data-from=\"12.000\"", "data-from=\"12.001\"" },
	{ "data-to=\"16.001\"", "data-to=\"16.000\"" },
	/* The delay of MP3 is in it. */
	{ "data-from=\"0.238\"", "data-from=\"0.100\"" },
	{ "<head>", "<head>x" },
	{ "<head>", "<head><p></p>" },
	{ "<head>\n", "<head>" },
	{ "<meta name=\"viewport\"", "x<meta name=\"viewport\"" },
	{ "<title>", "&#120;<title>" },
	{ "<title>", "<p></p><title>" },
	{ "</head>", "</head>x" },
	{ "</head>", "</head><body></body>" },
	{ "</head>", "</head><head></head>" },
	{ "<body>", "<body><head></head>" },
	{ "<body>", "<body><title>x</title>" },
	{ "</body>", "</body><p></p>" },
	{ "\"no-referrer\"", "\"unsafe-url\"" },
	{ "<meta name=\"viewport\"",
	    "<meta http-equiv=\"Refresh\" content=\"0;url=x\" />"
	    "<meta name=\"viewport\"" },
};

static void
a_page_that_is_changed_is_found(void **state)
{
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
	for (i = 0; i < sizeof(lies) / sizeof(lies[0]); i++) {
		text = with(page, lies[i][0], lies[i][1]);
		if (sar_page_check(text, strlen(text), redactions, &seen,
			&err) == 0)
			fail_msg("passes: %s", lies[i][1]);
		assert_int_equal(err.code, SAR_ECORRUPT);
		free(text);
	}
	free(page);
	sar_redactions_free(redactions);
	end(&b);
}

/* What papers can have: hidden items, clocks, ends that are missing, withheld
 * ones with grounds and without, and no recording at all. */
static void
make_papers_case(struct bench *b)
{
	make_case(b);
	(void)add(b, SAR_CLASS_WITHHELD, "exempt");
	cut(b, 0, 8000 * 61 * 4, "LPP");
	b->items[3].marks = &b->marks[3];
	(void)add(b, SAR_CLASS_UNAVAILABLE, "expired");
	b->item[4].recording = NULL;
	(void)add(b, SAR_CLASS_UNAVAILABLE, "damaged");
	b->recording[5].frames = 0;
	(void)add(b, SAR_CLASS_DISCLOSED, "past-retention-included");
	(void)snprintf(b->items[6].name, sizeof(b->items[6].name),
	    "call-03.opus");
	b->items[6].format = SAR_FORMAT_OPUS;
	b->recording[6].rate = 48000;
	b->recording[6].channels = 4;
	b->recording[6].finding = "truncated";
	b->item[6].uncertain = true;
	cut(b, 100, 4801, "REG+SW-HARM");
	b->cuts[4].channels = 5;
	b->items[1].reason = "redacted";
	b->items[0].class = SAR_CLASS_PART_DISCLOSED;
	b->items[1].class = SAR_CLASS_PART_DISCLOSED;
	b->items[6].class = SAR_CLASS_PART_DISCLOSED;
	b->plan.count[SAR_CLASS_PART_DISCLOSED] = 3;
	b->plan.fade_ms = 7;
	b->plan.count[SAR_CLASS_DISCLOSED] = 0;
}

static void
assert_again(const char *what, char *want, bool page, const char *text)
{
	size_t line;

	assert_non_null(want);
	if (!sar_again_same(want, page, text, strlen(text), &line))
		fail_msg("%s: line %zu differs:\n%s\n%s", what, line, want,
		    text);
	/* One letter more is one too many. */
	assert_false(sar_again_same(want, page, text, strlen(text) - 1, &line));
	free(want);
}

/* Asked for by ${agent}, or by who it is about. */
static void
assert_papers(char *agent)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions;
	struct sar_again_from from;
	struct sar_again again;
	struct bench b;
	char *table, *list, *page, *letter, *account;

	make_papers_case(&b);
	b.request.agent = agent;
	redactions = sar_redactions_of(&b.plan, &err);
	table = sar_letter_schedule(&b.letter, &err);
	list = sar_letter_schedule_text(&b.letter, &err);
	page = sar_letter_listen(&b.letter, &err);
	letter = letter_of(&b);
	assert_true(redactions != NULL && table != NULL && list != NULL &&
		    page != NULL);
	from = (struct sar_again_from){ table, strlen(table), page,
		strlen(page), redactions };
	if (sar_again_make(&from, &again, &err) == -1)
		fail_msg("%s in %s", err.msg, table);
	assert_again("table", sar_letter_schedule(&again.letter, &err), false,
	    table);
	assert_again("list", sar_letter_schedule_text(&again.letter, &err),
	    false, list);
	assert_again("page", sar_letter_listen(&again.letter, &err), true,
	    page);
	account = sar_letter_account(&again.letter, false, &err);
	assert_non_null(account);
	assert_has(letter, account);
	free(account);
	sar_again_free(&again);
	free(table);
	free(list);
	free(page);
	free(letter);
	sar_redactions_free(redactions);
	end(&b);
}

static void
papers_come_out_as_they_are(void **state)
{
	char agent[] = "Quill & Partners";

	(void)state;
	assert_papers(NULL);
	assert_papers(agent);
}

static void
a_table_that_tells_nothing_is_refused(void **state)
{
	static const char *const cases[][2] = {
		{ "item,", "items," },
		{ "Disclosed in part", "Given in part" },
		{ "\"1 May 2026\"", "\"\"" },
		{ "\"09:01:07\"", "\"09:61:07\"" },
		{ "All of the recording", "Most of the recording" },
		{ "\"DPA 2018 Sch. 2 para. 19\"", "\"another law\"" },
		{ ",1,244.0,", ",9999999999,244.0," },
		{ ",1,244.0,", ",200000,244.0," },
		{ ",1,244.0,", ",1,244,," },
		{ "call-02.mp3", "" },
		{ "\"\"", "\"call-04.wav\"" },
	};
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions;
	struct sar_again_from from = { .page = "", .page_len = 0 };
	struct sar_again again;
	struct bench b;
	char *table;
	char *text;
	size_t i;

	(void)state;
	make_papers_case(&b);
	redactions = sar_redactions_of(&b.plan, &err);
	table = sar_letter_schedule(&b.letter, &err);
	assert_true(redactions != NULL && table != NULL);
	from.redactions = redactions;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text = with(table, cases[i][0], cases[i][1]);
		from.table = text;
		from.table_len = strlen(text);
		if (sar_again_make(&from, &again, &err) == 0)
			fail_msg("passes: %s", cases[i][1]);
		assert_int_equal(err.code, SAR_ECORRUPT);
		sar_again_free(&again);
		free(text);
	}
	free(table);
	sar_redactions_free(redactions);
	end(&b);
}

static void
a_hole_takes_text_and_nothing_else(void **state)
{
	static const char want[] = "<p>" SAR_AGAIN_HOLE "</p>\r\nx";
	static const struct {
		const char *text;
		bool page;
		bool same;
	} cases[] = {
		{ "<p>a b</p>\r\nx", true, true },
		{ "<p>a<br />b</p>\r\nx", true, true },
		{ "<p></p>\r\nx", true, false },
		{ "<p>a<b>b</b></p>\r\nx", true, false },
		{ "<p>a</p>\r\nx</p>\r\nx", true, false },
		{ "<p>a<br>b</p>\r\nx", true, false },
		{ "<p>a\r\nb</p>\r\nx", false, true },
		{ "<p>a\r\n\r\nb</p>\r\nx", false, false },
		{ "<p>a", true, false },
		{ "<p>a</p>\r\nxy", true, false },
	};
	size_t line;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (sar_again_same(want, cases[i].page, cases[i].text,
			strlen(cases[i].text), &line) != cases[i].same)
			fail_msg("case %zu", i);
}

static void
a_style_gets_nothing_from_elsewhere(void **state)
{
	static const struct {
		const char *text;
		bool right;
	} cases[] = {
		{ "p{margin:0}", true },
		{ "p::before{content:\"\\25B6\"}", true },
		{ "p{background:URL(x)}", false },
		{ "@Import 'x';", false },
		{ "p{background:u\\72l(x)}", false },
		{ "p{content:\"a\" \\75rl(x)}", false },
		{ "p{content:\"\\\"\" \\75rl(x)}", false },
		{ "p{content:\"\n\\75rl(x)}", false },
		{ "@font-face{}", false },
		{ "p{width:expression(1)}", false },
		{ "p{background:image-set('x' 1x)}", false },
		{ "", true },
	};
	struct sar_buf ours = SAR_BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (sar_page_style(cases[i].text, strlen(cases[i].text)) !=
		    cases[i].right)
			fail_msg("case %zu", i);
	/* What is asked of others is true of ours. */
	sar_letter_style(&ours);
	assert_true(sar_page_style(ours.data, ours.len));
	sar_buf_free(&ours);
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
		cmocka_unit_test(papers_come_out_as_they_are),
		cmocka_unit_test(a_table_that_tells_nothing_is_refused),
		cmocka_unit_test(a_hole_takes_text_and_nothing_else),
		cmocka_unit_test(a_style_gets_nothing_from_elsewhere),
		cmocka_unit_test(padding_must_be_zeros),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
