/*
 * Non-interference, every kind of file by every output: files whose sound
 * differs only inside the cuts become the same bytes.  And again with each
 * cut one frame short at an end, when the difference must show.
 */
#include "audio_interference.h"

/* What libsndfile writes and media reads. */
struct kind_of_file {
	int format;
	enum sar_codec codec;
};

/* Each of its samples, or each block between cuts, stands by itself. */
static const struct kind_of_file kinds[] = {
	{ SF_FORMAT_WAV | SF_FORMAT_PCM_16, SAR_CODEC_PCM16 },
	{ SF_FORMAT_WAV | SF_FORMAT_ALAW, SAR_CODEC_ALAW },
	{ SF_FORMAT_WAV | SF_FORMAT_ULAW, SAR_CODEC_ULAW },
	{ SF_FORMAT_WAVEX | SF_FORMAT_ALAW, SAR_CODEC_ALAW },
	{ SF_FORMAT_WAV | SF_FORMAT_PCM_U8, SAR_CODEC_PCM8 },
	{ SF_FORMAT_WAV | SF_FORMAT_PCM_24, SAR_CODEC_PCM24 },
	{ SF_FORMAT_WAV | SF_FORMAT_PCM_32, SAR_CODEC_PCM32 },
	{ SF_FORMAT_WAV | SF_FORMAT_FLOAT, SAR_CODEC_FLOAT },
	{ SF_FORMAT_WAV | SF_FORMAT_DOUBLE, SAR_CODEC_DOUBLE },
	{ SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SAR_CODEC_FLAC },
	{ SF_FORMAT_AU | SF_FORMAT_ULAW, SAR_CODEC_ULAW },
	{ SF_FORMAT_AU | SF_FORMAT_PCM_16, SAR_CODEC_PCM16 },
	{ SF_FORMAT_AIFF | SF_FORMAT_PCM_16, SAR_CODEC_PCM16 },
	{ SF_FORMAT_CAF | SF_FORMAT_ALAW, SAR_CODEC_ALAW },
	{ SF_FORMAT_CAF | SF_FORMAT_ALAC_16, SAR_CODEC_ALAC },
	{ SF_FORMAT_RF64 | SF_FORMAT_PCM_16, SAR_CODEC_PCM16 },
};

#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static int stored; /* the format of the files of run_file() */

static struct bytes
run_file(const struct sar_audio_job *job, unsigned kind,
    const struct layout *layout)
{
	static int16_t samples[LEN * CHANNELS_MAX];
	struct sar_audio_job on;
	struct sar_source source;
	struct bytes file;
	struct bytes out;

	make_source(samples, layout, kind);
	file = encode(stored, RATE, layout->channels, samples, LEN);
	on = job_on(&file, &source, LEN, RATE, layout->channels);
	on.cuts = job->cuts;
	on.n_cuts = job->n_cuts;
	on.fade = job->fade;
	on.format = job->format;
	out = redact(&on);
	bytes_free(&file);
	return out;
}

/* Is it one that media decodes?  What it does not, no plan cuts. */
static bool
is_read(const struct kind_of_file *kind, uint32_t channels)
{
	static const int16_t zeros[LEN * CHANNELS_MAX] = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	struct sar_source source;
	struct bytes file = encode(kind->format, RATE, channels, zeros, LEN);
	int rc;

	(void)job_on(&file, &source, LEN, RATE, channels);
	rc = sar_media_measure(&source, NULL, &info, &err);
	bytes_free(&file);
	return rc == 0 && info.codec == kind->codec &&
	       sar_media_decodes(info.codec);
}

static void
assert_files_leak_nothing(enum sar_plan_format format)
{
	static const size_t used[] = { 0, 2, 4 };
	size_t read = 0;
	size_t i;
	size_t k;

	for (i = 0; i < N_KINDS; i++)
		for (k = 0; k < sizeof(used) / sizeof(used[0]); k++) {
			const struct layout *layout = &layouts[used[k]];

			if (!can_hold(format, layout->channels) ||
			    !is_read(&kinds[i], layout->channels))
				continue;
			/* Opus takes its time: one layout a kind. */
			if (format == SAR_FORMAT_OPUS && i % 3 != k)
				continue;
			stored = kinds[i].format;
			read++;
			assert_no_interference(run_file, layout, format, 0);
		}
	assert_true(read >= N_KINDS);
}

static void
files_to_wav_leak_nothing(void **state)
{
	(void)state;
	assert_files_leak_nothing(SAR_FORMAT_WAV);
	assert_files_leak_nothing(SAR_FORMAT_WAV_ALAW);
	assert_files_leak_nothing(SAR_FORMAT_WAV_ULAW);
}

static void
files_to_flac_leak_nothing(void **state)
{
	(void)state;
	assert_files_leak_nothing(SAR_FORMAT_FLAC);
}

static void
files_to_mp3_leak_nothing(void **state)
{
	(void)state;
	assert_files_leak_nothing(SAR_FORMAT_MP3);
}

static void
files_to_opus_leak_nothing(void **state)
{
	(void)state;
	assert_files_leak_nothing(SAR_FORMAT_OPUS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_to_wav_leak_nothing),
		cmocka_unit_test(files_to_flac_leak_nothing),
		cmocka_unit_test(files_to_mp3_leak_nothing),
		cmocka_unit_test(files_to_opus_leak_nothing),
	};

	return cmocka_run_group_tests(tests, start_sandbox, NULL);
}
