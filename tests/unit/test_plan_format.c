/* What a recording is packaged as, and what it is called then. */
#include "plan_bench.h"

static enum sar_plan_format
of(enum sar_plan_format asked, const char *codec, uint32_t rate,
    uint32_t channels)
{
	const struct sar_index_recording recording = { .codec = codec,
		.rate = rate,
		.channels = channels };

	return sar_plan_format_of(asked, &recording);
}

static void
the_same_is_g711_for_g711_and_lossless_for_all_else(void **state)
{
	static const char *const others[] = { "pcm8", "pcm16", "pcm24", "pcm32",
		"float", "double", "gsm610", "ima-adpcm", "ms-adpcm", "g721",
		"g723-24", "g723-40", "flac", "alac", "vorbis", "opus", "mp3",
		"other", "" };
	size_t i;

	(void)state;
	assert_int_equal(of(SAR_FORMAT_SAME, "alaw", 8000, 1),
	    SAR_FORMAT_WAV_ALAW);
	assert_int_equal(of(SAR_FORMAT_SAME, "ulaw", 8000, 2),
	    SAR_FORMAT_WAV_ULAW);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_int_equal(of(SAR_FORMAT_SAME, others[i], 8000, 1),
		    SAR_FORMAT_FLAC);
	assert_int_equal(of(SAR_FORMAT_SAME, NULL, 8000, 1), SAR_FORMAT_FLAC);
}

static void
what_is_asked_for_is_what_comes_out(void **state)
{
	static const char *const codecs[] = { "alaw", "ulaw", "pcm16", "opus" };
	static const enum sar_plan_format asked[] = { SAR_FORMAT_WAV,
		SAR_FORMAT_FLAC, SAR_FORMAT_MP3, SAR_FORMAT_OPUS };
	size_t i, k;

	(void)state;
	for (i = 0; i < 4; i++)
		for (k = 0; k < 4; k++)
			assert_int_equal(of(asked[k], codecs[i], 8000, 2),
			    asked[k]);
}

static void
what_mp3_cannot_hold_is_flac(void **state)
{
	static const uint32_t rates[] = { 8000, 11025, 12000, 16000, 22050,
		24000, 32000, 44100, 48000 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		assert_int_equal(of(SAR_FORMAT_MP3, "pcm16", rates[i], 1),
		    SAR_FORMAT_MP3);
	assert_int_equal(of(SAR_FORMAT_MP3, "pcm16", 8000, 3), SAR_FORMAT_FLAC);
	assert_int_equal(of(SAR_FORMAT_MP3, "pcm16", 6000, 1), SAR_FORMAT_FLAC);
	assert_int_equal(of(SAR_FORMAT_MP3, "pcm16", 96000, 1),
	    SAR_FORMAT_FLAC);
}

static void
only_what_can_be_asked_for_is_a_word(void **state)
{
	static const char *const wrong[] = { "", "wav-alaw", "WAV", "ogg", "mp",
		"same " };
	static const char *const words[] = { "same", "wav", "flac", "mp3",
		"opus" };
	enum sar_plan_format format;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		assert_true(sar_plan_format_parse(words[i], &format));
		assert_string_equal(sar_plan_format_name(format), words[i]);
	}
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(sar_plan_format_parse(wrong[i], &format));
}

/* Three recordings, the second not G.711; all may be disclosed. */
static struct sar_plan *
make_three(struct bench *b, enum sar_plan_format asked)
{
	uint8_t id;

	for (id = 1; id <= 3; id++) {
		(void)add_item(b, SAR_DECISION_INSIDE, id);
		(void)add_marks(b, id, "a");
	}
	b->recordings[1].codec = "gsm610";
	b->recordings[2].codec = "ulaw";
	b->options.format = asked;
	return make(b);
}

static void
a_name_has_the_extension_of_its_format(void **state)
{
	static const struct {
		enum sar_plan_format asked;
		const char *first, *second;
	} t[] = {
		{ SAR_FORMAT_SAME, "call-01.wav", "call-02.flac" },
		{ SAR_FORMAT_WAV, "call-01.wav", "call-02.wav" },
		{ SAR_FORMAT_FLAC, "call-01.flac", "call-02.flac" },
		{ SAR_FORMAT_MP3, "call-01.mp3", "call-02.mp3" },
		{ SAR_FORMAT_OPUS, "call-01.opus", "call-02.opus" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct bench b = { 0 };
		struct sar_plan *plan = make_three(&b, t[i].asked);

		assert_string_equal(plan->items[0].name, t[i].first);
		assert_string_equal(plan->items[1].name, t[i].second);
		assert_int_not_equal(plan->items[2].format, SAR_FORMAT_SAME);
		sar_plan_free(plan);
	}
}

static void
one_that_cannot_be_decoded_any_more_is_as_one_that_never_could(void **state)
{
	struct bench b = { 0 };
	struct sar_plan *plan = make_three(&b, SAR_FORMAT_SAME);
	size_t i, sum = 0;

	(void)state;
	assert_int_equal(plan->count[SAR_CLASS_DISCLOSED], 3);
	sar_plan_unreadable(plan, &plan->items[1]);
	assert_item(plan, 1, SAR_CLASS_UNAVAILABLE, "damaged");
	assert_int_equal(plan->failed, 1);
	assert_int_equal(plan->count[SAR_CLASS_DISCLOSED], 2);
	for (i = 0; i <= SAR_CLASS_UNAVAILABLE; i++)
		sum += plan->count[i];
	assert_int_equal(sum, 3);
	/* No gap in the names: a gap would say that one is held back. */
	assert_string_equal(plan->items[0].name, "call-01.wav");
	assert_string_equal(plan->items[1].name, "");
	assert_string_equal(plan->items[2].name, "call-02.wav");
	sar_plan_free(plan);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_same_is_g711_for_g711_and_lossless_for_all_else),
		cmocka_unit_test(what_is_asked_for_is_what_comes_out),
		cmocka_unit_test(what_mp3_cannot_hold_is_flac),
		cmocka_unit_test(only_what_can_be_asked_for_is_a_word),
		cmocka_unit_test(a_name_has_the_extension_of_its_format),
		cmocka_unit_test(
		    one_that_cannot_be_decoded_any_more_is_as_one_that_never_could),
	};

	return cmocka_run_group_tests_name("plan: formats", tests, NULL, NULL);
}
