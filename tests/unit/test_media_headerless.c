/* The catalogue of files without a header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "media/headerless.h"

static void
reads(const char *text, const char *suffix, enum sar_codec codec, uint32_t rate,
    uint32_t channels)
{
	struct sar_headerless out;

	assert_null(sar_headerless_parse(text, &out));
	assert_string_equal(out.suffix, suffix);
	assert_int_equal(out.raw.codec, codec);
	assert_int_equal(out.raw.rate, rate);
	assert_int_equal(out.raw.channels, channels);
}

static void
an_entry_says_all_four(void **state)
{
	(void)state;
	reads(".gsm gsm610 8000 1", ".gsm", SAR_CODEC_GSM610, 8000, 1);
	reads(" .sln192\tpcm16  192000 8 ", ".sln192", SAR_CODEC_PCM16, 192000,
	    8);
	reads("..x ulaw 1000 2", "..x", SAR_CODEC_ULAW, 1000, 2);
	reads(".g729 g729 8000 1", ".g729", SAR_CODEC_G729, 8000, 1);
}

static void
what_is_not_said_is_not_filled_in(void **state)
{
	static const char *const bad[] = { "", ".gsm", ".gsm gsm610",
		".gsm gsm610 8000", ".gsm gsm610 8000 1 1", ". gsm610 8000 1",
		"gsm gsm610 8000 1", ".a/b alaw 8000 1", ".al alaw 8k 1",
		".al alaw 8000.0 1", ".al alaw +8000 1", ".al alaw 8000 0",
		".al alaw 8000 9", ".al alaw 192001 1", ".al alaw 4294975296 1",
		".al ALAW 8000 1", ".al  8000 1", ".al wav 8000 1",
		".al opus 8000 1", ".gsm gsm610 8001 1", ".gsm gsm610 8000 2",
		".longer-than-it-may alaw 8000 1",
		".al alaw-but-longer-than-any 8000 1" };
	struct sar_headerless out;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (sar_headerless_parse(bad[i], &out) == NULL)
			fail_msg("%s was taken", bad[i]);
}

static void
the_longest_ending_counts_and_so_do_capitals(void **state)
{
	struct sar_headerless entries[3];
	const struct sar_headerless_list list = { entries, 3 };
	const struct sar_headerless_list none = { NULL, 0 };

	(void)state;
	assert_null(sar_headerless_parse(".raw alaw 8000 1", &entries[0]));
	assert_null(sar_headerless_parse(".in.raw alaw 8000 2", &entries[1]));
	assert_null(sar_headerless_parse(".sln pcm16 8000 1", &entries[2]));
	assert_ptr_equal(sar_headerless_find(&list, "d/a.raw"),
	    &entries[0].raw);
	assert_ptr_equal(sar_headerless_find(&list, "d/a.in.raw"),
	    &entries[1].raw);
	assert_ptr_equal(sar_headerless_find(&list, ".sln"), &entries[2].raw);
	assert_null(sar_headerless_find(&list, "a.RAW"));
	assert_null(sar_headerless_find(&list, "a.sln16"));
	assert_null(sar_headerless_find(&list, "raw"));
	assert_null(sar_headerless_find(&list, ""));
	assert_null(sar_headerless_find(&none, "a.raw"));
}

static void
usual_endings_only_tell_whom_to_ask(void **state)
{
	(void)state;
	assert_true(sar_headerless_usual("a/b.gsm"));
	assert_true(sar_headerless_usual("b.sln16"));
	assert_false(sar_headerless_usual("b.wav"));
	assert_false(sar_headerless_usual("gsm"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_entry_says_all_four),
		cmocka_unit_test(what_is_not_said_is_not_filled_in),
		cmocka_unit_test(the_longest_ending_counts_and_so_do_capitals),
		cmocka_unit_test(usual_endings_only_tell_whom_to_ask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
