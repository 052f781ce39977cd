/* ITU-T G.711 in both directions, against libsndfile's tables. */
#include "audio_bench.h"

#include "audio/g711.h"

struct law {
	int format; /* of libsndfile */
	uint8_t (*code)(int sample);
	int (*value)(uint8_t code);
};

static const struct law laws[] = {
	{ SF_FORMAT_ALAW, sar_g711_alaw, sar_g711_from_alaw },
	{ SF_FORMAT_ULAW, sar_g711_ulaw, sar_g711_from_ulaw },
};

/* Every code, and what libsndfile reads there. */
static void
codes_mean_what_libsndfile_reads(void **state)
{
	int16_t values[256];
	struct bytes file = { 0 };
	SF_VIRTUAL_IO io = bytes_io();
	SF_INFO info;
	SNDFILE *sound;
	char codes[256];
	size_t l;
	int i;

	(void)state;
	for (i = 0; i < 256; i++)
		codes[i] = (char)i;
	for (l = 0; l < 2; l++) {
		file = (struct bytes){ .data = codes, .len = sizeof(codes) };
		info = (SF_INFO){ .samplerate = RATE,
			.channels = 1,
			.format = SF_FORMAT_RAW | laws[l].format };
		sound = sf_open_virtual(&io, SFM_READ, &info, &file);
		assert_non_null(sound);
		assert_int_equal(sf_read_short(sound, values, 256), 256);
		(void)sf_close(sound);
		for (i = 0; i < 256; i++)
			assert_int_equal(laws[l].value((uint8_t)i), values[i]);
	}
}

/* Sound that was G.711 goes through unchanged. */
static void
a_value_of_a_code_gets_that_code(void **state)
{
	size_t l;
	int i;

	(void)state;
	for (l = 0; l < 2; l++)
		for (i = 0; i < 256; i++) {
			/* mu-law has a second zero. */
			if (l == 1 && i == 0x7f)
				continue;
			assert_int_equal(laws[l].code(laws[l].value((uint8_t)
						 i)),
			    i);
		}
}

/* Any other sample comes out no further off than its segment's step. */
static void
every_sample_stays_within_a_step(void **state)
{
	size_t l;
	int i;

	(void)state;
	for (l = 0; l < 2; l++)
		for (i = INT16_MIN; i <= INT16_MAX; i++) {
			int off = laws[l].value(laws[l].code(i)) - i;

			assert_in_range(abs(off), 0, abs(i) / 16 + 16);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_mean_what_libsndfile_reads),
		cmocka_unit_test(a_value_of_a_code_gets_that_code),
		cmocka_unit_test(every_sample_stays_within_a_step),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
