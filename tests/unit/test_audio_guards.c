/* What can be decoded can be cut: no codec without a guard, none too narrow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "media/media.h"
#include "plan/guards.h"

static void
every_codec_that_is_decoded_has_a_guard(void **state)
{
	const struct sar_guard *guard;
	enum sar_codec codec;
	int decoded = 0;

	(void)state;
	for (codec = SAR_CODEC_UNKNOWN; codec <= SAR_CODEC_ALAC_OTHER;
	     codec++) {
		guard = sar_guards_of(sar_media_codec_name(codec));
		assert_true((guard != NULL) == sar_media_decodes(codec));
		decoded += guard != NULL;
	}
	assert_int_equal(decoded, 19);
	assert_null(sar_guards_of(NULL));
}

static void
guards_are_as_wide_as_what_was_measured(void **state)
{
	static const struct {
		enum sar_codec codec;
		uint32_t before;
		uint32_t after;
	} measured[] = { { SAR_CODEC_IMA_ADPCM, 51, 37 },
		{ SAR_CODEC_MS_ADPCM, 51, 37 }, { SAR_CODEC_G721, 0, 3 },
		{ SAR_CODEC_GSM610, 10, 826 },
		/* The pre-echo, and 2210 frames at 8 kHz. */
		{ SAR_CODEC_MP3, 122 + 277, 108 },
		{ SAR_CODEC_VORBIS, 163, 122 }, { SAR_CODEC_OPUS, 16, 87 } };
	const struct sar_guard *guard;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(measured) / sizeof(measured[0]); i++) {
		guard = sar_guards_of(sar_media_codec_name(measured[i].codec));
		assert_true(guard->before_ms > measured[i].before);
		assert_true(guard->after_ms > measured[i].after);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_codec_that_is_decoded_has_a_guard),
		cmocka_unit_test(guards_are_as_wide_as_what_was_measured),
	};

	return cmocka_run_group_tests_name("audio guards", tests, NULL, NULL);
}
