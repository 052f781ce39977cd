/* The redaction certificate: canonical, whole, and no more than it says. */
#include "export/certificate.h"

#include "plan_bench.h"

/* A part-disclosed recording with two cuts, one of them of one channel. */
struct certified {
	struct bench bench;
	struct sar_plan *plan;
	struct sar_certificate of;
};

/* As a build has it: of the plan's text. */
static void
digest_plan(struct certified *c)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_plan_json(c->plan, c->of.ref, &err);

	if (text == NULL)
		fail_msg("%s", err.msg);
	assert_int_equal(sar_sha256_text(text, strlen(text), c->of.plan_sha256,
			     &err),
	    0);
	free(text);
}

static void
certify_digest(struct certified *c, enum sar_plan_format format,
    unsigned char recording)
{
	struct sar_marks *marks;

	memset(c, 0, sizeof(*c));
	(void)add_item(&c->bench, SAR_DECISION_INSIDE, recording);
	c->bench.recordings[0].bytes = 160058;
	c->bench.recordings[0].channels = 2;
	marks = add_marks(&c->bench, recording, "a");
	add_mark(&c->bench, marks, 1000000, 2000000, "TP");
	add_mark(&c->bench, marks, 3000000, 3000125, "CHILD");
	c->bench.options.format = format;
	c->bench.options.fade_ms = 5;
	c->plan = make(&c->bench);
	c->plan->items[0].cuts[1].channels = 2;
	c->plan->items[0].cuts[1].fill = SAR_FILL_SILENCE;
	c->of.ref = "SAR-2026-0113";
	c->of.plan = c->plan;
	c->of.item = &c->plan->items[0];
	digest_plan(c);
	memset(c->of.output_sha256, 0x33, SAR_SHA256_LEN);
	c->of.output_bytes = 160060;
	c->of.check.frames = 80000;
	c->of.check.frames_cut = 8001;
	c->of.check.frames_kept = 71999;
}

static void
certify(struct certified *c, enum sar_plan_format format)
{
	certify_digest(c, format, 0x11);
	memset(c->of.plan_sha256, 0x22, SAR_SHA256_LEN);
}

static char *
text_of(struct certified *c)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_certificate_json(&c->of, &err);

	if (text == NULL)
		fail_msg("%s", err.msg);
	return text;
}

/*
 * Blank the digest that follows ${key} in both texts; return whether they had
 * different ones, at the same place.
 */
static bool
forget_digest(char *one, const char *key, char *other)
{
	char *at = strstr(one, key);
	char *there = strstr(other, key);
	bool differ;

	if (at == NULL || there == NULL || at - one != there - other)
		return false;
	at += strlen(key);
	there += strlen(key);
	differ = memcmp(at, there, 64) != 0;
	memset(at, '-', 64);
	memset(there, '-', 64);
	return differ;
}

#define H8(d) d d d d d d d d
#define H64(d) H8(H8(d))

static const char head[] =
    "{\"codec_path\":\"alaw -> encoded -> wav-alaw\","
    "\"cuts\":[[8000,16000,0,\"tone\",\"TP\"],"
    "[24000,24001,2,\"silence\",\"CHILD\"]],\"fade_ms\":5,"
    "\"fill\":\"tone\",\"guards\":{\"after_ms\":0,\"before_ms\":0},"
    "\"item\":1,\"marks_sha256\":\"";

static const char tail[] =
    "\",\"name\":\"call-01.wav\",\"output\":{\"bytes\":160060,"
    "\"codec\":\"alaw\",\"format\":\"wav-alaw\",\"sha256\":\"" H64(
	"3") "\"},"
	     "\"plan_sha256\":\"" H64(
		 "2") "\","
		      "\"program\":{\"name\":\"sar-export\",\"version\":"
		      "\"" SAR_VERSION "\"},"
		      "\"ref\":\"SAR-2026-0113\",\"schema\":\"sar-export."
		      "redaction/1\","
		      "\"self_check\":{\"frames\":80000,\"frames_cut\":8001,"
		      "\"frames_kept\":71999,\"method\":\"every-sample\","
		      "\"result\":\"passed\"},\"source\":{\"bytes\":160058,"
		      "\"channels\":2,"
		      "\"codec\":\"alaw\",\"findings\":\"\",\"frames\":80000,"
		      "\"rate\":8000,"
		      "\"sha256\":\"" H64("1") "\"}}";

static void
a_certificate_is_canonical_and_names_nobody(void **state)
{
	struct certified c;
	char *text;

	(void)state;
	certify(&c, SAR_FORMAT_SAME);
	text = text_of(&c);
	assert_int_equal(strlen(text), strlen(head) + 64 + strlen(tail));
	assert_memory_equal(text, head, strlen(head));
	assert_string_equal(text + strlen(head) + 64, tail);
	/* Neither the reviewer nor the day of the review. */
	assert_null(strstr(text, "u1041"));
	assert_null(strstr(text, "2026-10"));
	free(text);
	sar_plan_free(c.plan);
}

static void
marks_that_say_something_else_have_another_digest(void **state)
{
	struct certified c;
	char *first, *second;

	(void)state;
	certify(&c, SAR_FORMAT_SAME);
	first = text_of(&c);
	c.bench.mark[0].to_us++;
	second = text_of(&c);
	assert_memory_equal(first, second, strlen(head));
	assert_memory_not_equal(first + strlen(head), second + strlen(head),
	    64);
	assert_string_equal(first + strlen(head) + 64,
	    second + strlen(head) + 64);
	free(first);
	free(second);
	sar_plan_free(c.plan);
}

static void
recordings_that_differ_in_what_is_cut_differ_in_three_digests(void **state)
{
	struct certified first, second;
	char *one, *other;

	(void)state;
	certify_digest(&first, SAR_FORMAT_SAME, 0x11);
	certify_digest(&second, SAR_FORMAT_SAME, 0x44);
	one = text_of(&first);
	other = text_of(&second);
	assert_true(forget_digest(one, "\"marks_sha256\":\"", other));
	assert_true(forget_digest(one, "\"plan_sha256\":\"", other));
	assert_true(forget_digest(one, "\"rate\":8000,\"sha256\":\"", other));
	assert_string_equal(one, other);
	free(one);
	free(other);
	sar_plan_free(first.plan);
	sar_plan_free(second.plan);
}

static void
the_path_of_each_format_is_told(void **state)
{
	static const struct {
		enum sar_plan_format format;
		const char *path, *codec, *method;
	} t[] = {
		{ SAR_FORMAT_WAV, "alaw -> pcm16 -> wav", "pcm16",
		    "every-sample" },
		{ SAR_FORMAT_FLAC, "alaw -> pcm16 -> flac", "flac",
		    "every-sample" },
		{ SAR_FORMAT_MP3, "alaw -> pcm16 -> mp3", "mp3",
		    "encoded-again" },
		{ SAR_FORMAT_OPUS, "alaw -> pcm16 -> opus", "opus",
		    "encoded-again" },
	};
	char want[80];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct certified c;
		char *text;

		certify(&c, t[i].format);
		if (!sar_audio_lossless(t[i].format))
			c.of.check.method = SAR_AUDIO_ENCODED_AGAIN;
		text = text_of(&c);
		(void)snprintf(want, sizeof(want), "\"codec_path\":\"%s\"",
		    t[i].path);
		assert_non_null(strstr(text, want));
		(void)snprintf(want, sizeof(want), "\"codec\":\"%s\",\"format",
		    t[i].codec);
		assert_non_null(strstr(text, want));
		(void)snprintf(want, sizeof(want), "\"method\":\"%s\"",
		    t[i].method);
		assert_non_null(strstr(text, want));
		free(text);
		sar_plan_free(c.plan);
	}
}

static void
text_that_is_no_utf8_is_no_certificate(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct certified c;

	(void)state;
	certify(&c, SAR_FORMAT_SAME);
	c.bench.recordings[0].finding = "\xff";
	assert_null(sar_certificate_json(&c.of, &err));
	assert_int_equal(err.code, SAR_EFAIL);
	sar_plan_free(c.plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_certificate_is_canonical_and_names_nobody),
		cmocka_unit_test(
		    marks_that_say_something_else_have_another_digest),
		cmocka_unit_test(
		    recordings_that_differ_in_what_is_cut_differ_in_three_digests),
		cmocka_unit_test(the_path_of_each_format_is_told),
		cmocka_unit_test(text_that_is_no_utf8_is_no_certificate),
	};

	return cmocka_run_group_tests_name("export: certificate", tests, NULL,
	    NULL);
}
