/*
 * Non-interference, every source by every output by every layout: sources
 * that differ only inside the cuts become the same bytes.  And again with each
 * cut one frame short at an end, when the difference must show.
 */
#include "audio_bench.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "audio/pump.h"
#include "base/sha256.h"

#define LEN 6400 /* frames: 0.8 s */
#define SECRETS 9
#define CHANNELS_MAX 8

struct layout {
	uint32_t channels;
	uint32_t mask; /* of every cut; 0: all channels */
};

static const struct layout layouts[] = {
	{ 1, 0 },
	{ 2, 0 },
	{ 2, 1 },
	{ 2, 2 },
	{ 4, 5 },
	{ 8, 0 },
	{ 8, 0x80 },
};

#define N_LAYOUTS (sizeof(layouts) / sizeof(layouts[0]))

/* At the start, two that touch, with guards of GSM's size, at the end. */
static const struct sar_plan_cut places[] = {
	{ .from = 0, .to = 200, .fill = SAR_FILL_SILENCE },
	{ .from = 1500, .to = 2000 },
	{ .from = 2000, .to = 4000, .fill = SAR_FILL_SILENCE },
	{ .from = 6200, .to = LEN },
};

#define CUTS (sizeof(places) / sizeof(places[0]))

static bool
named(const struct layout *layout, uint32_t c)
{
	return layout->mask == 0 || (layout->mask >> c & 1) != 0;
}

static int16_t
secret_sample(unsigned kind, size_t i, uint32_t *seed)
{
	static const int16_t steady[] = { 0, INT16_MAX, INT16_MIN, 8, -8 };
	uint32_t noise = next_random(seed);

	switch (kind) {
	case 5: /* square, full scale */
		return i / 4 % 2 == 0 ? INT16_MAX : INT16_MIN;
	case 6: /* noise, full scale */
		return (int16_t)(noise & 0xffff);
	case 7: /* noise, faint */
		return (int16_t)(noise % 64);
	case 8: /* a voice */
		return (int16_t)((int32_t)(i * 523 % 20000) - 10000);
	default:
		return steady[kind];
	}
}

/*
 * A voice with secret ${kind} in every cut, on its channels.  The frames at
 * both ends differ from secret to secret by more than any codec here hides.
 */
static void
make_source(int16_t *samples, const struct layout *layout, unsigned kind)
{
	uint32_t channels = layout->channels;
	uint32_t seed = kind * 7919 + 1;
	size_t i;
	size_t k;
	uint32_t c;

	speak(samples, LEN, channels, 5);
	for (k = 0; k < CUTS; k++)
		for (i = (size_t)places[k].from; i < places[k].to; i++)
			for (c = 0; c < channels; c++) {
				bool edge = i == places[k].from ||
					    i + 1 == places[k].to;
				int16_t v = secret_sample(kind, i, &seed);

				if (edge)
					v = (int16_t)(3500 * (int)kind);
				if (named(layout, c))
					samples[i * channels + c] = v;
			}
}

/* --- The decoder's place, taken by the test --- */
struct frames {
	const int16_t *samples;
	uint32_t channels;
	size_t at;
	size_t step; /* frames given at a time, at most */
};

static ssize_t
give_frames(void *ctx, int16_t *out, size_t n, struct sar_err *err)
{
	struct frames *frames = ctx;

	(void)err;
	if (n > frames->step)
		n = frames->step;
	if (n > LEN - frames->at)
		n = LEN - frames->at;
	if (n > 0)
		memcpy(out, frames->samples + frames->at * frames->channels,
		    n * frames->channels * sizeof(*out));
	frames->at += n;
	return (ssize_t)n;
}

static int
pump_all(const struct sar_audio_job *job, const int16_t *samples, size_t step,
    struct bytes *out, struct sar_err *err)
{
	struct frames frames = { samples, job->channels, 0, step };
	struct sar_pump_input input = { &frames, give_frames, NULL };
	struct sar_stream stream = { 0 };
	char buf[5000];
	ssize_t n;

	memset(out, 0, sizeof(*out));
	if (sar_pump_open(job, &input, &stream, err) == -1)
		return -1;
	while ((n = stream.read(stream.ctx, buf, sizeof(buf), err)) > 0)
		(void)bytes_write(buf, n, out);
	sar_stream_close(&stream);
	return (int)n;
}

static bool
same(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

static bool
can_hold(enum sar_plan_format format, uint32_t channels)
{
	return format != SAR_FORMAT_MP3 || channels <= 2;
}

/* The cuts of a layout, cut ${short_one} a frame short at one end. */
static void
lay_cuts(struct sar_plan_cut *cuts, const struct layout *layout,
    size_t short_one, bool at_end)
{
	size_t k;

	memcpy(cuts, places, sizeof(places));
	for (k = 0; k < CUTS; k++) {
		cuts[k].channels = layout->mask;
		if (k == short_one && at_end)
			cuts[k].to--;
		else if (k == short_one)
			cuts[k].from++;
	}
}

typedef struct bytes run_fn(const struct sar_audio_job *job, unsigned kind,
    const struct layout *layout);

/* All secrets give the same; a cut that is short by one gives two apart. */
static void
assert_no_interference(run_fn *fn, const struct layout *layout,
    enum sar_plan_format format, uint32_t fade)
{
	static struct sar_source nowhere = { .name = "source" };
	struct sar_plan_cut cuts[CUTS];
	struct sar_audio_job job = { .source = &nowhere,
		.frames = LEN,
		.rate = RATE,
		.channels = layout->channels,
		.cuts = cuts,
		.n_cuts = CUTS,
		.format = format,
		.fade = fade };
	struct bytes first;
	struct bytes other;
	unsigned kind;
	size_t k;

	lay_cuts(cuts, layout, CUTS, false);
	first = fn(&job, 0, layout);
	for (kind = 1; kind < SECRETS; kind++) {
		other = fn(&job, kind, layout);
		if (!same(&first, &other))
			fail_msg("format %d, %u channels: secret %u shows",
			    (int)format, layout->channels, kind);
		bytes_free(&other);
	}
	bytes_free(&first);
	for (k = 0; k < CUTS * 2; k++) {
		lay_cuts(cuts, layout, k / 2, k % 2 != 0);
		first = fn(&job, 0, layout);
		other = fn(&job, 2 + (unsigned)k % (SECRETS - 2), layout);
		if (same(&first, &other))
			fail_msg("format %d, %u channels: cut %zu short by one "
				 "is not seen",
			    (int)format, layout->channels, k);
		bytes_free(&first);
		bytes_free(&other);
	}
}

static struct bytes
run_pump(const struct sar_audio_job *job, unsigned kind,
    const struct layout *layout)
{
	static int16_t samples[LEN * CHANNELS_MAX];
	static const size_t steps[] = { LEN, 1, 160, 4096 };
	struct sar_err err = SAR_ERR_INIT;
	struct bytes out;

	make_source(samples, layout, kind);
	if (pump_all(job, samples, steps[kind % 4], &out, &err) == -1)
		fail_msg("%s", err.msg);
	return out;
}

static void
assert_pump_leaks_nothing(enum sar_plan_format format)
{
	size_t i;

	for (i = 0; i < N_LAYOUTS; i++)
		if (can_hold(format, layouts[i].channels))
			assert_no_interference(run_pump, &layouts[i], format,
			    i % 2 == 0 ? 0 : 40);
}

/*
 * Whatever a decoder gives, of whatever codec: a decoder that remembers is
 * one whose output differs inside what its guards take in, no more.
 */
static void
any_decoder_to_wav_leaks_nothing(void **state)
{
	(void)state;
	assert_pump_leaks_nothing(SAR_FORMAT_WAV);
	assert_pump_leaks_nothing(SAR_FORMAT_WAV_ALAW);
	assert_pump_leaks_nothing(SAR_FORMAT_WAV_ULAW);
}

static void
any_decoder_to_flac_leaks_nothing(void **state)
{
	(void)state;
	assert_pump_leaks_nothing(SAR_FORMAT_FLAC);
}

static void
any_decoder_to_mp3_leaks_nothing(void **state)
{
	(void)state;
	assert_pump_leaks_nothing(SAR_FORMAT_MP3);
}

static void
any_decoder_to_opus_leaks_nothing(void **state)
{
	(void)state;
	assert_pump_leaks_nothing(SAR_FORMAT_OPUS);
}

/* --- Controls: what would be a leak is seen as one --- */

/* The secrets as they were, with ${cuts}: do two of them show? */
static bool
shows(const struct layout *layout, const struct sar_plan_cut *cuts, size_t n,
    enum sar_plan_format format)
{
	static struct sar_source nowhere = { .name = "source" };
	struct sar_audio_job job = { .source = &nowhere,
		.frames = LEN,
		.rate = RATE,
		.channels = layout->channels,
		.cuts = cuts,
		.n_cuts = n,
		.format = format };
	struct bytes first = run_pump(&job, 1, layout);
	struct bytes other = run_pump(&job, 6, layout);
	bool differ = !same(&first, &other);

	bytes_free(&first);
	bytes_free(&other);
	return differ;
}

static void
a_cut_that_is_skipped_or_of_another_channel_is_seen(void **state)
{
	static const struct layout both = { 2, 0 };
	struct sar_plan_cut cuts[CUTS];
	int format;
	size_t k;

	(void)state;
	for (format = 0; format < SAR_FORMAT_SAME; format++)
		for (k = 0; k < CUTS; k++) {
			lay_cuts(cuts, &both, CUTS, false);
			assert_false(shows(&both, cuts, CUTS,
			    (enum sar_plan_format)format));
			cuts[k].channels = 2;
			assert_true(shows(&both, cuts, CUTS,
			    (enum sar_plan_format)format));
			lay_cuts(cuts, &both, CUTS, false);
			memmove(cuts + k, cuts + k + 1,
			    (CUTS - 1 - k) * sizeof(*cuts));
			assert_true(shows(&both, cuts, CUTS - 1,
			    (enum sar_plan_format)format));
		}
}

/* Unsorted cuts would be skipped: they are refused. */
static void
unsorted_cuts_are_refused(void **state)
{
	static const struct sar_plan_cut cuts[] = {
		{ .from = 2000, .to = 3000 },
		{ .from = 0, .to = 100 },
	};
	static const int16_t samples[LEN] = { 0 };
	static struct sar_source nowhere = { .name = "source" };
	struct sar_audio_job job = { .source = &nowhere,
		.frames = LEN,
		.rate = RATE,
		.channels = 1,
		.cuts = cuts,
		.n_cuts = 2 };
	struct sar_err err = SAR_ERR_INIT;
	struct bytes out;

	(void)state;
	assert_int_equal(pump_all(&job, samples, LEN, &out, &err), -1);
	assert_int_equal(err.code, SAR_EFAIL);
}

/*
 * A fade inside a cut would be one: what is written of a source with cuts
 * that are shorter by the fade is what such a fade would write.
 */
static void
a_fade_inside_a_cut_would_be_seen(void **state)
{
	static const struct layout mono = { 1, 0 };
	struct sar_plan_cut cuts[CUTS];
	static struct sar_source nowhere = { .name = "source" };
	struct sar_audio_job job = { .source = &nowhere,
		.frames = LEN,
		.rate = RATE,
		.channels = 1,
		.cuts = cuts,
		.n_cuts = CUTS,
		.fade = 40 };
	struct bytes first, other;
	int format;

	(void)state;
	for (format = 0; format < SAR_FORMAT_SAME; format++) {
		job.format = (enum sar_plan_format)format;
		lay_cuts(cuts, &mono, CUTS, false);
		cuts[1].from += 40;
		first = run_pump(&job, 1, &mono);
		other = run_pump(&job, 6, &mono);
		assert_false(same(&first, &other));
		bytes_free(&first);
		bytes_free(&other);
	}
}

/* --- Files: what libsndfile writes and media reads --- */
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

/* --- The clock, the process, and what lay in memory --- */
static struct bytes
one_run(enum sar_plan_format format)
{
	static const struct layout stereo = { 2, 0 };
	static struct sar_source nowhere = { .name = "source" };
	struct sar_plan_cut cuts[CUTS];
	struct sar_audio_job job = { .source = &nowhere,
		.frames = LEN,
		.rate = RATE,
		.channels = 2,
		.cuts = cuts,
		.n_cuts = CUTS,
		.format = format };

	lay_cuts(cuts, &stereo, CUTS, false);
	return run_pump(&job, 8, &stereo);
}

static void
digest_runs(uint8_t digests[][SAR_SHA256_LEN])
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct bytes out;
	int format;

	for (format = 0; format < SAR_FORMAT_SAME; format++) {
		out = one_run((enum sar_plan_format)format);
		(void)job_on(&out, &source, 0, 0, 0);
		assert_int_equal(sar_sha256_source(&source, digests[format],
				     &err),
		    0);
		bytes_free(&out);
	}
}

static void
the_same_job_gives_the_same_bytes_at_any_time_in_any_process(void **state)
{
	static const struct timespec later = { 1, 100000000 };
	uint8_t here[SAR_FORMAT_SAME][SAR_SHA256_LEN];
	uint8_t again[SAR_FORMAT_SAME][SAR_SHA256_LEN];
	uint8_t there[SAR_FORMAT_SAME][SAR_SHA256_LEN];
	int ends[2];
	pid_t pid;
	int status;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	digest_runs(here);
	assert_int_equal(nanosleep(&later, NULL), 0);
	digest_runs(again);
	assert_memory_equal(here, again, sizeof(here));
	pid = fork();
	assert_true(pid != -1);
	if (pid == 0) {
		digest_runs(there);
		_exit(write(ends[1], there, sizeof(there)) !=
		      (ssize_t)sizeof(there));
	}
	assert_int_equal(read(ends[0], there, sizeof(there)), sizeof(there));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_memory_equal(here, there, sizeof(here));
	(void)close(ends[0]);
	(void)close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_decoder_to_wav_leaks_nothing),
		cmocka_unit_test(any_decoder_to_flac_leaks_nothing),
		cmocka_unit_test(any_decoder_to_mp3_leaks_nothing),
		cmocka_unit_test(any_decoder_to_opus_leaks_nothing),
		cmocka_unit_test(
		    a_cut_that_is_skipped_or_of_another_channel_is_seen),
		cmocka_unit_test(unsorted_cuts_are_refused),
		cmocka_unit_test(a_fade_inside_a_cut_would_be_seen),
		cmocka_unit_test(files_to_wav_leak_nothing),
		cmocka_unit_test(files_to_flac_leak_nothing),
		cmocka_unit_test(files_to_mp3_leak_nothing),
		cmocka_unit_test(files_to_opus_leak_nothing),
		cmocka_unit_test(
		    the_same_job_gives_the_same_bytes_at_any_time_in_any_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
