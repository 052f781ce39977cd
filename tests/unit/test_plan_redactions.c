/* redactions.json: what is written, and that nothing else is read. */
#include "plan_bench.h"

#include "plan/redactions.h"

static struct sar_redactions *
of(const struct sar_plan *plan)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions = sar_redactions_of(plan, &err);

	if (redactions == NULL)
		fail_msg("%s", err.msg);
	return redactions;
}

static char *
text_of(const struct sar_plan *plan)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions = of(plan);
	char *text = sar_redactions_json(redactions, &err);

	assert_non_null(text);
	sar_redactions_free(redactions);
	return text;
}

/* Two recordings, the second in stereo and cut three times; one withheld. */
static struct sar_plan *
two_and_one(struct bench *b)
{
	struct sar_marks *marks;

	memset(b, 0, sizeof(*b));
	b->options.format = SAR_FORMAT_SAME;
	b->options.fade_ms = 5;
	(void)add_item(b, SAR_DECISION_INSIDE, 1);
	(void)add_item(b, SAR_DECISION_INSIDE, 2);
	(void)add_item(b, SAR_DECISION_INSIDE, 3);
	b->recordings[2].channels = 2;
	b->recordings[2].codec = "pcm16";
	b->recordings[2].rate = 16000;
	(void)add_marks(b, 1, "one");
	add_marks(b, 2, "two")->speaker = SAR_SPEAKER_OTHER;
	marks = add_marks(b, 3, "three");
	add_mark(b, marks, 1000000, 2000000, "LPP");
	add_mark(b, marks, 1500000, 3000000, "TP");
	b->mark[1].channels = 2;
	b->mark[1].fill = SAR_MARK_FILL_SILENCE;
	return make(b);
}

#define ONE                                                                \
	"{\"channels\":1,\"cuts\":[],\"fade\":40,\"format\":\"wav-alaw\"," \
	"\"frames\":80000,\"name\":\"call-01.wav\",\"rate\":8000}"
#define CUT_1                                                        \
	"{\"basis\":[\"LPP\"],\"channels\":[1,2],\"fill\":\"tone\"," \
	"\"from\":16000,\"to\":24000}"
#define CUT_2                                                               \
	"{\"basis\":[\"TP\",\"LPP\"],\"channels\":[1,2],\"fill\":\"tone\"," \
	"\"from\":24000,\"to\":32000}"
#define CUT_3                                                        \
	"{\"basis\":[\"TP\"],\"channels\":[2],\"fill\":\"silence\"," \
	"\"from\":32000,\"to\":48000}"
#define TWO                                                               \
	"{\"channels\":2,\"cuts\":[" CUT_1 "," CUT_2 "," CUT_3            \
	"],\"fade\":80,"                                                  \
	"\"format\":\"flac\",\"frames\":80000,\"name\":\"call-02.flac\"," \
	"\"rate\":16000}"
#define END "],\"schema\":\"sar-package.redactions/1\"}"
#define WHOLE "{\"recordings\":[" ONE "," TWO END

static void
it_says_what_is_in_the_package_and_nothing_else(void **state)
{
	struct bench b;
	struct sar_plan *plan = two_and_one(&b);
	char *text = text_of(plan);

	(void)state;
	assert_string_equal(text, WHOLE);
	free(text);
	sar_plan_free(plan);
}

/* Nor of who decided, the source's digest, its path or its codec. */
static void
what_is_not_in_the_package_changes_no_byte_of_it(void **state)
{
	struct bench b;
	struct sar_plan *plan = two_and_one(&b);
	char *text;

	(void)state;
	plan->items[1].class = SAR_CLASS_UNAVAILABLE;
	plan->items[1].reason = "expired";
	plan->items[2].cuts[0].decisions = 5;
	memset(b.recordings[2].sha256, 0x77, SAR_SHA256_LEN);
	b.recordings[2].path = "elsewhere.wav";
	b.recordings[2].codec = "alaw";
	b.recordings[2].finding = "headerless";
	b.item[2].start = (struct sar_civil){ { 2026, 5, 1 }, 9, 1, 7 };
	text = text_of(plan);
	assert_string_equal(text, WHOLE);
	free(text);
	sar_plan_free(plan);
}

static void
what_was_written_is_read_again(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions;
	const struct sar_redactions_file *file;

	(void)state;
	redactions = sar_redactions_read(WHOLE, strlen(WHOLE), &err);
	assert_non_null(redactions);
	assert_int_equal(redactions->n, 2);
	assert_null(sar_redactions_find(redactions, "call-02.wav"));
	file = sar_redactions_find(redactions, "call-02.flac");
	assert_non_null(file);
	assert_int_equal(file->format, SAR_FORMAT_FLAC);
	assert_int_equal(file->rate, 16000);
	assert_int_equal(file->channels, 2);
	assert_int_equal(file->frames, 80000);
	assert_int_equal(file->fade, 80);
	assert_int_equal(file->n_cuts, 3);
	assert_int_equal(file->cuts[0].channels, 0);
	assert_int_equal(file->cuts[1].fill, SAR_FILL_TONE);
	assert_string_equal(file->cuts[1].basis, "TP+LPP");
	assert_int_equal(file->cuts[2].from, 32000);
	assert_int_equal(file->cuts[2].to, 48000);
	assert_int_equal(file->cuts[2].channels, 2);
	assert_int_equal(file->cuts[2].fill, SAR_FILL_SILENCE);
	assert_int_equal(file->cuts[2].decisions, 0);
	sar_redactions_free(redactions);
}

static void
refused(const char *text, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *redactions = sar_redactions_read(text, len,
	    &err);

	if (redactions != NULL)
		fail_msg("read: %.*s", (int)len, text);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_null(strchr(err.msg, '"'));
}

/* ${was} in the text above as ${now}. */
static void
refused_with(const char *was, const char *now)
{
	const char *at = strstr(WHOLE, was);
	char text[4096];
	int n;

	assert_non_null(at);
	n = snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - WHOLE), WHOLE,
	    now, at + strlen(was));
	refused(text, (size_t)n);
}

static void
what_makes_no_sense_is_refused(void **state)
{
	static const char *const pairs[][2] = {
		{ "\"frames\":80000", "\"frames\":0" },
		{ "\"frames\":80000", "\"frames\":-1" },
		{ "\"frames\":80000", "\"frames\":4611686018427387905" },
		{ "\"frames\":80000", "\"frames\":99999999999999999999" },
		{ "\"rate\":8000", "\"rate\":0" },
		{ "\"rate\":8000", "\"rate\":4294967296" },
		{ "\"rate\":8000", "\"rate\":8000.0" },
		{ "\"rate\":8000", "\"rate\":\"8000\"" },
		{ "\"fade\":40", "\"fade\":801" },
		{ "\"fade\":40", "\"fade\":-1" },
		{ "{\"channels\":1", "{\"channels\":0" },
		{ "{\"channels\":1", "{\"channels\":33" },
		{ "wav-alaw", "same" },
		{ "wav-alaw", "flac" },
		{ "wav-alaw", "ogg" },
		{ "call-01.wav", "call-02.wav" },
		{ "call-01.wav", "call-1.wav" },
		{ "call-01.wav", "../a-01.wav" },
		{ "\"cuts\":[]", "\"cuts\":{}" },
		{ "\"cuts\":[]", "\"cuts\":null" },
		{ "[\"LPP\"]", "[]" },
		{ "[\"LPP\"]", "[\"lpp\"]" },
		{ "[\"LPP\"]", "[\"LPP\",\"LPP\"]" },
		{ "[\"LPP\"]", "[\"LPP+TP\"]" },
		{ "[\"LPP\"]", "[\"XX\"]" },
		{ "[\"LPP\"]", "\"LPP\"" },
		{ "[\"TP\",\"LPP\"]", "[\"LPP\",\"TP\"]" },
		{ "[1,2]", "[]" },
		{ "[1,2]", "[2,1]" },
		{ "[1,2]", "[1,1,2]" },
		{ "[1,2]", "[0,1]" },
		{ "[1,2]", "[1,3]" },
		{ "\"tone\"", "\"noise\"" },
		{ "\"tone\"", "1" },
		{ "\"from\":16000", "\"from\":24000" },
		{ "\"from\":16000", "\"from\":-1" },
		{ "\"from\":24000", "\"from\":23999" },
		{ "\"to\":48000", "\"to\":80001" },
		{ "\"to\":48000", "\"to\":32000" },
		{ "redactions/1", "redactions/2" },
		{ "{\"recordings\"", "{\"by\":\"u1\",\"recordings\"" },
		{ "{\"channels\":1", "{\"a\":1,\"channels\":1" },
		{ "{\"basis\"", "{\"a\":1,\"basis\"" },
		{ "{\"channels\":1", "{\"channels\":1,\"channels\":1" },
		{ "[{\"channels\":1", "[ {\"channels\":1" },
		{ "\"TP\"", "\"\\u0054P\"" },
		{ "80000", "8e4" },
		{ ONE ",", "" },
		{ ONE, "7" },
		{ CUT_1, "7" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		refused_with(pairs[i][0], pairs[i][1]);
}

static void
nothing_before_behind_or_missing_is_taken(void **state)
{
	char text[sizeof(WHOLE) + 1];
	size_t i;

	(void)state;
	for (i = 0; i < strlen(WHOLE); i++)
		refused(WHOLE, i);
	(void)snprintf(text, sizeof(text), "%s\n", WHOLE);
	refused(text, strlen(text));
	refused(WHOLE, sizeof(WHOLE)); /* with its NUL */
	(void)snprintf(text, sizeof(text), " %s", WHOLE);
	refused(text, strlen(text));
}

static void
a_hundred_recordings_have_three_digits(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *again;
	struct sar_plan *plan;
	struct bench b;
	char *text;
	size_t i;

	(void)state;
	memset(&b, 0, sizeof(b));
	for (i = 1; i <= 100; i++) {
		(void)add_item(&b, SAR_DECISION_INSIDE, (uint8_t)i);
		(void)add_marks(&b, (uint8_t)i, "m");
	}
	plan = make(&b);
	text = text_of(plan);
	assert_non_null(strstr(text, "\"call-001.wav\""));
	assert_non_null(strstr(text, "\"call-100.wav\""));
	again = sar_redactions_read(text, strlen(text), &err);
	assert_non_null(again);
	assert_int_equal(again->n, 100);
	sar_redactions_free(again);
	free(text);
	sar_plan_free(plan);
}

static void
a_plan_without_recordings_has_an_empty_list(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redactions *again;
	struct sar_plan *plan;
	struct bench b;
	char *text;

	(void)state;
	memset(&b, 0, sizeof(b));
	(void)add_item(&b, SAR_DECISION_EXPIRED, 1);
	plan = make(&b);
	text = text_of(plan);
	assert_string_equal(text, "{\"recordings\":[" END);
	again = sar_redactions_read(text, strlen(text), &err);
	assert_non_null(again);
	sar_redactions_free(again);
	free(text);
	sar_plan_free(plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    it_says_what_is_in_the_package_and_nothing_else),
		cmocka_unit_test(
		    what_is_not_in_the_package_changes_no_byte_of_it),
		cmocka_unit_test(what_was_written_is_read_again),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(nothing_before_behind_or_missing_is_taken),
		cmocka_unit_test(a_hundred_recordings_have_three_digits),
		cmocka_unit_test(a_plan_without_recordings_has_an_empty_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
