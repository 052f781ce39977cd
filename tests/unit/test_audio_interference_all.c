/*
 * Non-interference, every source by every output by every layout: sources
 * that differ only inside the cuts become the same bytes.  And again with each
 * cut one frame short at an end, when the difference must show.
 */
#include "audio_interference.h"

#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "audio/pump.h"
#include "base/sha256.h"

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
		cmocka_unit_test(
		    the_same_job_gives_the_same_bytes_at_any_time_in_any_process),
	};

	return cmocka_run_group_tests(tests, start_sandbox, NULL);
}
