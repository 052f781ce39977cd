/* A redacted recording whose cuts are known and whose fill is not. */
#include "audio_sealed.h"

#define BLOCK_FRAMES 800

static const enum sar_plan_format lossless[] = { SAR_FORMAT_WAV,
	SAR_FORMAT_WAV_ALAW, SAR_FORMAT_WAV_ULAW, SAR_FORMAT_FLAC };

#define N_LOSSLESS (sizeof(lossless) / sizeof(lossless[0]))

/* What was told, frame by frame. */
struct heard {
	int16_t samples[LEN * 2];
	size_t n; /* samples */
	size_t fail_at;
	size_t channels;
};

static int
hear(void *ctx, const int16_t *samples, size_t frames, struct sar_err *err)
{
	struct heard *heard = ctx;
	size_t n = frames * heard->channels;

	assert_true(heard->n + n <= sizeof(heard->samples) / sizeof(*samples));
	memcpy(heard->samples + heard->n, samples, n * sizeof(*samples));
	heard->n += n;
	if (heard->fail_at != 0 && heard->n >= heard->fail_at)
		return sar_err_set(err, SAR_ESPACE, "told to");
	return 0;
}

/* ${out} by the cuts of ${job}, of blocks of either fill. */
static int
look_blocks(const struct sar_audio_job *job, struct bytes *out,
    struct heard *heard, struct sar_err *err)
{
	struct sar_sealed_how how = { BLOCK_FRAMES, hear, heard };
	struct sar_audio_job sealed = *job;
	struct sar_sealed_seen seen;
	struct sar_source source;

	(void)job_on(out, &source, 0, 0, 0);
	source.name = "call-01";
	sealed.source = &source;
	heard->n = 0;
	heard->channels = job->channels;
	if (sar_sealed_form(&sealed, err) == -1)
		return -1;
	return sar_sealed_look(&sealed, &how, &seen, err);
}

static void
either_fill_will_do_and_all_frames_are_told(void **state)
{
	static const struct sar_plan_cut made[] = {
		{ .from = 4000, .to = 8000 },
		{ .from = 8000, .to = 12000, .fill = SAR_FILL_SILENCE },
		{ .from = 20000, .to = LEN, .channels = 2 },
	};
	static const struct sar_plan_cut told[] = {
		{ .from = 4000, .to = 12000, .fill = SAR_FILL_SILENCE },
		{ .from = 20000,
		    .to = LEN,
		    .channels = 2,
		    .fill = SAR_FILL_SILENCE },
	};
	struct sar_err err = SAR_ERR_INIT;
	static struct heard heard;
	static struct call call;
	struct bytes out;
	size_t i, f;

	(void)state;
	for (i = 0; i < N_LOSSLESS; i++) {
		open_call(&call, RATE, 2, 7);
		call.job.format = lossless[i];
		call.job.cuts = made;
		call.job.n_cuts = 3;
		out = redact(&call.job);
		call.job.cuts = told;
		call.job.n_cuts = 2;
		if (look_blocks(&call.job, &out, &heard, &err) == -1)
			fail_msg("format %d: %s", (int)lossless[i], err.msg);
		assert_int_equal(heard.n, LEN * 2);
		for (f = 0; i == 0 && f < 4000 * 2; f++)
			assert_int_equal(heard.samples[f], call.samples[f]);
		/* The first channel is not cut there. */
		call.job.n_cuts = 1;
		assert_int_equal(look_blocks(&call.job, &out, &heard, &err), 0);
		bytes_free(&out);
		close_call(&call);
	}
}

/* A block that is silent first and then the tone could say yes and no, many
 * times a second. */
static void
a_block_of_both_fills_is_found(void **state)
{
	static const struct sar_plan_cut made[] = {
		{ .from = 4000, .to = 4810 },
		{ .from = 4810, .to = 8000, .fill = SAR_FILL_SILENCE },
	};
	static const struct sar_plan_cut told[] = {
		{ .from = 4000, .to = 8000 },
	};
	struct sar_err err = SAR_ERR_INIT;
	static struct heard heard;
	static struct call call;
	struct bytes out;
	size_t i;

	(void)state;
	for (i = 0; i < N_LOSSLESS; i++) {
		open_call(&call, RATE, 1, 7);
		call.job.format = lossless[i];
		call.job.cuts = made;
		call.job.n_cuts = 2;
		out = redact(&call.job);
		call.job.cuts = told;
		call.job.n_cuts = 1;
		assert_int_equal(look_blocks(&call.job, &out, &heard, &err),
		    -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_non_null(strstr(err.msg, "of a cut is not the fill"));
		bytes_free(&out);
		close_call(&call);
	}
}

/* Wherever it is, in whichever channel. */
static void
one_sample_that_is_no_fill_is_found(void **state)
{
	static const struct sar_plan_cut told[] = {
		{ .from = 4000, .to = 8000 },
	};
	struct sar_err err = SAR_ERR_INIT;
	static struct heard heard;
	static struct call call;
	struct bytes out;
	size_t at;

	(void)state;
	open_call(&call, RATE, 2, 7);
	call.job.format = SAR_FORMAT_WAV;
	call.job.cuts = told;
	call.job.n_cuts = 1;
	out = redact(&call.job);
	for (at = 4000 * 2; at < 8000 * 2; at += 331) {
		out.data[44 + at * 2] = (char)(out.data[44 + at * 2] ^ 1);
		assert_int_equal(look_blocks(&call.job, &out, &heard, &err),
		    -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		out.data[44 + at * 2] = (char)(out.data[44 + at * 2] ^ 1);
	}
	assert_int_equal(look_blocks(&call.job, &out, &heard, &err), 0);
	bytes_free(&out);
	close_call(&call);
}

static void
who_is_told_can_end_it_and_mp3_is_not_for_this(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	static struct heard heard;
	static struct call call;
	struct bytes out;

	(void)state;
	open_call(&call, RATE, 1, 7);
	call.job.n_cuts = 0;
	out = redact(&call.job);
	heard.fail_at = 5000;
	assert_int_equal(look_blocks(&call.job, &out, &heard, &err), -1);
	assert_int_equal(err.code, SAR_ESPACE);
	assert_true(heard.n < LEN);
	heard.fail_at = 0;
	bytes_free(&out);
	call.job.format = SAR_FORMAT_MP3;
	out = redact(&call.job);
	assert_int_equal(look_blocks(&call.job, &out, &heard, &err), -1);
	assert_int_equal(err.code, SAR_EFAIL);
	bytes_free(&out);
	close_call(&call);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(either_fill_will_do_and_all_frames_are_told),
		cmocka_unit_test(a_block_of_both_fills_is_found),
		cmocka_unit_test(one_sample_that_is_no_fill_is_found),
		cmocka_unit_test(
		    who_is_told_can_end_it_and_mp3_is_not_for_this),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
