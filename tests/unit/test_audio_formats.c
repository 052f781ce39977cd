/* Each format that is written, beside libsndfile and by its own rules. */
#include "audio_bench.h"

#include "audio/g711.h"
#include "audio/peaks.h"

#define ALAW_WAV (SF_FORMAT_WAV | SF_FORMAT_ALAW)
#define ULAW_WAV (SF_FORMAT_WAV | SF_FORMAT_ULAW)

/* A file of the sound of ${format}: its data follows a header of 58 bytes. */
static void
assert_codes_agree(int format, uint8_t (*code)(int), int (*value)(uint8_t))
{
	static int16_t all[65536];
	struct bytes file;
	int16_t *decoded;
	size_t frames;
	size_t i;

	for (i = 0; i < 65536; i++)
		all[i] = (int16_t)(uint16_t)i;
	file = encode(format, RATE, 1, all, 65536);
	assert_int_equal(file.len, 58 + 65536);
	decoded = decode(&file, 1, &frames);
	for (i = 0; i < 65536; i++) {
		if ((uint8_t)file.data[58 + i] != code(all[i]))
			fail_msg("code of %d", all[i]);
		if (decoded[i] != value((uint8_t)file.data[58 + i]))
			fail_msg("value of the code of %d", all[i]);
	}
	free(decoded);
	bytes_free(&file);
}

static void
g711_is_coded_as_libsndfile_codes_it(void **state)
{
	(void)state;
	assert_codes_agree(ALAW_WAV, sar_g711_alaw, sar_g711_from_alaw);
	assert_codes_agree(ULAW_WAV, sar_g711_ulaw, sar_g711_from_ulaw);
}

static void
every_code_survives_but_one(void **state)
{
	int code;

	(void)state;
	for (code = 0; code < 256; code++) {
		assert_int_equal(sar_g711_alaw(sar_g711_from_alaw((uint8_t)
					 code)),
		    code);
		assert_int_equal(sar_g711_ulaw(sar_g711_from_ulaw((uint8_t)
					 code)),
		    code == 0x7f ? 0xff : code);
	}
	assert_int_equal(sar_g711_alaw(0), SAR_G711_ALAW_SILENCE);
	assert_int_equal(sar_g711_ulaw(0), SAR_G711_ULAW_SILENCE);
}

static const struct sar_plan_cut some_cuts[] = {
	{ .from = 0, .to = 3, .fill = SAR_FILL_SILENCE },
	{ .from = 100, .to = 5001 },
	{ .from = 5001, .to = 5500, .fill = SAR_FILL_SILENCE },
	{ .from = 16380, .to = 16390 },
	{ .from = 19000, .to = FRAMES - 1 },
};

#define N_SOME (sizeof(some_cuts) / sizeof(some_cuts[0]))

/* The tone of sar-plan(5) at 8000 frames a second. */
static const int16_t tone_8000[8] = { 0, 2313, 3277, 2313, 0, -2313, -3277,
	-2313 };

/* What libsndfile makes of decoding, cutting the slow way and encoding. */
static struct bytes
oracle(struct bytes *file, int format, uint32_t channels, uint32_t fade)
{
	struct bytes out;
	size_t frames;
	size_t i;
	size_t k;
	uint32_t c;
	int16_t *samples = decode(file, channels, &frames);

	for (i = 0; i < frames; i++) {
		int64_t near = (int64_t)fade + 1;
		const struct sar_plan_cut *in = NULL;

		for (k = 0; k < N_SOME; k++) {
			int64_t from = (int64_t)some_cuts[k].from;
			int64_t to = (int64_t)some_cuts[k].to;
			int64_t at = (int64_t)i;

			if (at >= from && at < to)
				in = &some_cuts[k];
			if (at < from && from - at < near)
				near = from - at;
			if (at >= to && at - to + 1 < near)
				near = at - to + 1;
		}
		for (c = 0; c < channels; c++) {
			int16_t *s = &samples[i * channels + c];

			if (in != NULL && in->fill == SAR_FILL_SILENCE)
				*s = 0;
			else if (in != NULL)
				*s = tone_8000[i % 8];
			else
				*s = (int16_t)(*s * near / (fade + 1));
		}
	}
	out = encode(format, RATE, channels, samples, frames);
	free(samples);
	return out;
}

static void
assert_same_bytes(const struct bytes *a, const struct bytes *b)
{
	size_t i;

	assert_int_equal(a->len, b->len);
	for (i = 0; i < a->len; i++)
		if (a->data[i] != b->data[i])
			fail_msg("byte %zu", i);
}

/* libsndfile makes it the first; we leave what is kept alone. */
static void
forget_second_zero(struct bytes *out)
{
	size_t i;

	for (i = 58; i < out->len; i++)
		if (out->data[i] == 0x7f)
			out->data[i] = (char)0xff;
}

/* ${frames} of voice stored as ${stored}, written as ${format}. */
static void
assert_as_libsndfile(int stored, enum sar_plan_format format, int written,
    uint32_t channels, size_t frames, uint32_t fade)
{
	static int16_t samples[FRAMES * 2];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_audio_check result;
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes file;
	struct bytes want;
	struct bytes out;
	size_t step;

	speak(samples, frames, channels, 9);
	file = encode(stored, RATE, channels, samples, frames);
	want = oracle(&file, written, channels, fade);
	job = job_on(&file, &source, frames, RATE, channels);
	job.format = format;
	job.cuts = some_cuts;
	job.n_cuts = N_SOME;
	job.fade = fade;
	for (step = 1; step <= 8192; step = step * 19 + 1) {
		if (pull(&job, step, &out, &err) == -1)
			fail_msg("%s", err.msg);
		if (stored == ULAW_WAV && written == ULAW_WAV)
			forget_second_zero(&out);
		assert_same_bytes(&out, &want);
		if (check(&job, &out, &result, &err) == -1)
			fail_msg("%s", err.msg);
		bytes_free(&out);
	}
	bytes_free(&want);
	bytes_free(&file);
}

static void
g711_and_pcm_are_written_as_libsndfile_writes_them(void **state)
{
	static const struct {
		int stored;
		enum sar_plan_format format;
		int written;
	} ways[] = {
		{ ALAW_WAV, SAR_FORMAT_WAV_ALAW, ALAW_WAV },
		{ ULAW_WAV, SAR_FORMAT_WAV_ULAW, ULAW_WAV },
		{ PCM, SAR_FORMAT_WAV, PCM },
		{ ALAW_WAV, SAR_FORMAT_WAV, PCM },
		{ PCM, SAR_FORMAT_WAV_ULAW, ULAW_WAV },
		{ PCM, SAR_FORMAT_WAV_ALAW, ALAW_WAV },
		{ SF_FORMAT_FLAC | SF_FORMAT_PCM_16, SAR_FORMAT_WAV_ALAW,
		    ALAW_WAV },
	};
	size_t i;
	uint32_t channels;

	(void)state;
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		for (channels = 1; channels <= 2; channels++) {
			assert_as_libsndfile(ways[i].stored, ways[i].format,
			    ways[i].written, channels, FRAMES, 0);
			assert_as_libsndfile(ways[i].stored, ways[i].format,
			    ways[i].written, channels, FRAMES - 1, 80);
		}
}

/* The second zero of mu-law is kept as it is where nothing is cut. */
static void
what_is_kept_of_g711_is_kept_to_the_bit(void **state)
{
	static const struct sar_plan_cut cut = { .from = 300, .to = 400 };
	static const int16_t zeros[1000] = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_audio_check result;
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes file;
	struct bytes out;
	size_t i;
	int law;

	(void)state;
	for (law = 0; law < 2; law++) {
		file = encode(law == 0 ? ALAW_WAV : ULAW_WAV, RATE, 1, zeros,
		    1000);
		for (i = 0; i < 1000; i++)
			file.data[58 + i] = (char)(i + i / 256);
		job = job_on(&file, &source, 1000, RATE, 1);
		job.format = law == 0 ? SAR_FORMAT_WAV_ALAW
				      : SAR_FORMAT_WAV_ULAW;
		job.cuts = &cut;
		job.n_cuts = 1;
		out = redact(&job);
		assert_memory_equal(out.data, file.data, 58 + 300);
		assert_memory_equal(out.data + 458, file.data + 458, 600);
		assert_int_equal(check(&job, &out, &result, &err), 0);
		/* A second zero inside the cut is not the first. */
		if (law == 1) {
			assert_int_equal((uint8_t)out.data[58 + 304], 0xff);
			out.data[58 + 304] = 0x7f;
			assert_int_equal(check(&job, &out, &result, &err), -1);
			assert_string_equal(err.msg,
			    "source: self-check: frame 304 of a cut is not the "
			    "fill");
		}
		bytes_free(&out);
		bytes_free(&file);
	}
}

static void
an_odd_number_of_codes_is_padded(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	static const int16_t zeros[3] = { 0 };
	struct sar_audio_check result;
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes file = encode(ALAW_WAV, RATE, 1, zeros, 3);
	struct bytes out;

	(void)state;
	job = job_on(&file, &source, 3, RATE, 1);
	job.format = SAR_FORMAT_WAV_ALAW;
	out = redact(&job);
	assert_int_equal(out.len, 58 + 4);
	assert_int_equal(sar_audio_size(&job), 58 + 4);
	assert_memory_equal(out.data + 4, "\x36\0\0\0", 4);
	assert_memory_equal(out.data + 54, "\3\0\0\0\xd5\xd5\xd5\0", 8);
	assert_int_equal(check(&job, &out, &result, &err), 0);
	out.data[61] = 1;
	assert_int_equal(check(&job, &out, &result, &err), -1);
	assert_string_equal(err.msg,
	    "source: self-check: a byte follows the audio");
	bytes_free(&out);
	bytes_free(&file);
}

/* --- What does not fit --- */
static void
assert_refused(uint32_t rate, uint32_t channels, enum sar_plan_format format,
    const char *msg)
{
	static const int16_t zeros[1000 * 8] = { 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes file = encode(PCM, rate, channels, zeros, 1000);
	struct bytes out;

	job = job_on(&file, &source, 1000, rate, channels);
	job.format = format;
	assert_int_equal(pull(&job, 8192, &out, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, msg);
	assert_string_equal(err.hint, "choose the format flac");
	bytes_free(&file);
}

static void
a_format_that_cannot_hold_a_recording_says_so(void **state)
{
	static const char mp3[] =
	    "mp3 cannot hold this rate or number of channels";

	(void)state;
	assert_refused(8000, 3, SAR_FORMAT_MP3, mp3);
	assert_refused(8001, 1, SAR_FORMAT_MP3, mp3);
	assert_refused(96000, 1, SAR_FORMAT_MP3, mp3);
}

static void
every_rate_and_layout_has_a_file(void **state)
{
	static const uint32_t rates[] = { 6000, 8000, 11025, 12000, 16000,
		22050, 24000, 32000, 44100, 48000, 96000 };
	static int16_t samples[3000 * 8];
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes file;
	struct bytes out;
	size_t i;
	uint32_t channels;
	int format;

	(void)state;
	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		for (channels = 1; channels <= 8; channels *= 2)
			for (format = 0; format < SAR_FORMAT_SAME; format++) {
				if (format == SAR_FORMAT_MP3 &&
				    (channels > 2 || rates[i] == 6000 ||
					rates[i] == 96000))
					continue;
				speak(samples, 3000, channels, 3);
				file = encode(PCM, rates[i], channels, samples,
				    3000);
				job = job_on(&file, &source, 3000, rates[i],
				    channels);
				job.format = (enum sar_plan_format)format;
				out = redact(&job);
				assert_true(out.len > 100);
				bytes_free(&out);
				bytes_free(&file);
			}
}

/* --- Peaks --- */
struct picture {
	struct sar_peak peaks[4000];
	size_t n;
};

static int
add_peaks(void *ctx, const struct sar_peak *peaks, size_t n,
    struct sar_err *err)
{
	struct picture *picture = ctx;

	(void)err;
	assert_true(picture->n + n <= 4000);
	memcpy(picture->peaks + picture->n, peaks, n * sizeof(*peaks));
	picture->n += n;
	return 0;
}

/* Worked out from what was written, a sample at a time. */
static void
assert_picture(const struct picture *picture, struct bytes *out, uint32_t rate,
    uint32_t channels)
{
	size_t frames;
	size_t bin = 0;
	size_t i;
	uint32_t c;
	int16_t *s = decode(out, channels, &frames);

	for (i = 0; i < frames; bin++) {
		size_t end = (bin + 1) * rate / 100;
		size_t next = end < frames ? end : frames;

		for (c = 0; c < channels; c++) {
			const struct sar_peak *p =
			    &picture->peaks[bin * channels + c];
			int least = INT16_MAX;
			int most = INT16_MIN;
			size_t k;

			for (k = i; k < next; k++) {
				int v = s[k * channels + c];

				least = v < least ? v : least;
				most = v > most ? v : most;
			}
			if (p->min != least / 256 || p->max != most / 256)
				fail_msg("bin %zu: %d to %d, not %d to %d", bin,
				    p->min, p->max, least / 256, most / 256);
		}
		i = next;
	}
	assert_int_equal(picture->n, bin * channels);
	free(s);
}

static void
run_picture(int stored, enum sar_plan_format format, uint32_t rate,
    uint32_t channels)
{
	static int16_t samples[FRAMES * 4];
	struct sar_err err = SAR_ERR_INIT;
	struct picture picture = { .n = 0 };
	struct sar_peaks *peaks = sar_peaks_new(add_peaks, &picture, &err);
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes file;
	struct bytes out;
	size_t i;

	speak(samples, FRAMES, channels, 4);
	/* All of one sign, for some bins each. */
	for (i = 0; i < 3000; i++)
		samples[i * channels] = (int16_t)(900 + i);
	for (; i < 6000; i++)
		samples[i * channels] = (int16_t)(-900 - (int)i);
	file = encode(stored, rate, channels, samples, FRAMES - 7);
	job = job_on(&file, &source, FRAMES - 7, rate, channels);
	job.format = format;
	job.cuts = some_cuts;
	job.n_cuts = N_SOME - 1;
	job.peaks = peaks;
	out = redact(&job);
	assert_picture(&picture, &out, rate, channels);
	/* The same object for another recording. */
	picture.n = 0;
	bytes_free(&out);
	out = redact(&job);
	assert_picture(&picture, &out, rate, channels);
	sar_peaks_free(peaks);
	bytes_free(&out);
	bytes_free(&file);
}

static void
peaks_are_of_what_is_written(void **state)
{
	uint32_t channels;

	(void)state;
	for (channels = 1; channels <= 4; channels++) {
		run_picture(ALAW_WAV, SAR_FORMAT_WAV_ALAW, 8000, channels);
		run_picture(ULAW_WAV, SAR_FORMAT_WAV_ULAW, 8000, channels);
		run_picture(PCM, SAR_FORMAT_WAV, 8000, channels);
		run_picture(ALAW_WAV, SAR_FORMAT_WAV, 11025, channels);
		run_picture(PCM, SAR_FORMAT_FLAC, 44100, channels);
	}
}

static int
refuse_peaks(void *ctx, const struct sar_peak *peaks, size_t n,
    struct sar_err *err)
{
	(void)ctx;
	(void)peaks;
	(void)n;
	return sar_err_set(err, SAR_ESPACE, "no room for the picture");
}

static void
peaks_that_cannot_be_kept_end_the_job(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_peaks *peaks = sar_peaks_new(refuse_peaks, NULL, &err);
	struct fixture f;
	struct bytes out;
	int format;

	(void)state;
	setup(&f, 1);
	f.job.peaks = peaks;
	for (format = SAR_FORMAT_WAV; format <= SAR_FORMAT_FLAC; format++) {
		f.job.format = (enum sar_plan_format)format;
		assert_int_equal(pull(&f.job, 8192, &out, &err), -1);
		assert_int_equal(err.code, SAR_ESPACE);
	}
	sar_peaks_free(peaks);
	bytes_free(&f.file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(g711_is_coded_as_libsndfile_codes_it),
		cmocka_unit_test(every_code_survives_but_one),
		cmocka_unit_test(
		    g711_and_pcm_are_written_as_libsndfile_writes_them),
		cmocka_unit_test(what_is_kept_of_g711_is_kept_to_the_bit),
		cmocka_unit_test(an_odd_number_of_codes_is_padded),
		cmocka_unit_test(a_format_that_cannot_hold_a_recording_says_so),
		cmocka_unit_test(every_rate_and_layout_has_a_file),
		cmocka_unit_test(peaks_are_of_what_is_written),
		cmocka_unit_test(peaks_that_cannot_be_kept_end_the_job),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
