/* MP3 and Opus: what the self-check takes, and what it finds. */
#include "audio_call.h"

static void
what_is_written_passes(void **state)
{
	static const uint32_t rates[] = { 8000, 11025, 16000, 44100, 48000 };
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	struct bytes out;
	uint32_t channels;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)
		for (k = 0; k < 2; k++)
			for (channels = 1; channels <= 2; channels++) {
				open_call(&call, rates[i], channels, 7);
				call.job.format = lossy[k];
				call.job.fade = 80;
				out = redact(&call.job);
				if (check(&call.job, &out, &result, &err) == -1)
					fail_msg("%u Hz, format %d: %s",
					    rates[i], (int)lossy[k], err.msg);
				assert_int_equal(result.method,
				    SAR_AUDIO_ENCODED_AGAIN);
				assert_int_equal(result.frames, LEN);
				assert_int_equal(result.frames_cut, 22000);
				assert_int_equal(result.cut[0], 22000);
				bytes_free(&out);
				close_call(&call);
			}
}

/* What is cut is looked into at each rate: two seconds of five. */
static void
the_tone_is_known_at_every_rate(void **state)
{
	static const uint32_t rates[] = { 8000, 11025, 22050, 24000, 48000 };
	static int16_t samples[48000 * 3];
	struct sar_plan_cut cut = { 0 };
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes file;
	struct bytes out;
	size_t n;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rates) / sizeof(rates[0]); i++) {
		n = (size_t)rates[i] * 3;
		speak(samples, n, 1, 7);
		file = encode(PCM, rates[i], 1, samples, n);
		job = job_on(&file, &source, n, rates[i], 1);
		cut.from = rates[i] / 2;
		cut.to = cut.from + (uint64_t)rates[i] * 2;
		job.cuts = &cut;
		job.n_cuts = 1;
		job.format = SAR_FORMAT_OPUS;
		out = redact(&job);
		if (check(&job, &out, &result, &err) == -1)
			fail_msg("%u Hz: %s", rates[i], err.msg);
		bytes_free(&out);
		bytes_free(&file);
	}
}

static void
four_channels_of_opus_pass(void **state)
{
	static const struct sar_plan_cut one = { .from = 4000,
		.to = 16000,
		.channels = 4,
		.fill = SAR_FILL_SILENCE };
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	struct bytes out;

	(void)state;
	open_call(&call, RATE, 4, 7);
	call.job.format = SAR_FORMAT_OPUS;
	call.job.cuts = &one;
	call.job.n_cuts = 1;
	out = redact(&call.job);
	if (check(&call.job, &out, &result, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(result.cut[2], 12000);
	assert_int_equal(result.cut[0], 0);
	bytes_free(&out);
	close_call(&call);
}

/* Quiet, loud and simple recordings are no false alarm. */
static void
recordings_of_little_pass(void **state)
{
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	struct bytes out;
	uint32_t seed = 1;
	size_t i;
	size_t k;
	int what;

	(void)state;
	for (what = 0; what < 4; what++)
		for (k = 0; k < 2; k++) {
			open_call(&call, RATE, 1, 7);
			bytes_free(&call.file);
			for (i = 0; i < LEN; i++) {
				int32_t noise = (int32_t)(next_random(&seed) &
							  0xffff) -
						32768;

				call.samples[i] = (int16_t)0;
				if (what == 1)
					call.samples[i] = (int16_t)(noise /
								    800);
				if (what == 2)
					call.samples[i] = (int16_t)noise;
				if (what == 3)
					call.samples[i] = i / 40 % 2 == 0
							      ? INT16_MAX
							      : INT16_MIN;
			}
			call.file = encode(PCM, RATE, 1, call.samples, LEN);
			call.job.source = &call.source;
			(void)job_on(&call.file, &call.source, LEN, RATE, 1);
			call.job.format = lossy[k];
			out = redact(&call.job);
			if (check(&call.job, &out, &result, &err) == -1)
				fail_msg("%d, format %d: %s", what,
				    (int)lossy[k], err.msg);
			bytes_free(&out);
			close_call(&call);
		}
}

/* --- What must be found --- */
static void
assert_found(const struct sar_audio_job *job, struct bytes *out)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_audio_check result;

	assert_int_equal(check(job, out, &result, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
}

/* The check of the call as planned on what was made with ${made}. */
static void
assert_made_is_found(const struct call *call, const struct sar_plan_cut *made,
    size_t n)
{
	struct sar_audio_job other = call->job;
	struct bytes out;

	other.cuts = made;
	other.n_cuts = n;
	out = redact(&other);
	assert_found(&call->job, &out);
	bytes_free(&out);
}

static void
a_cut_made_otherwise_is_found(void **state)
{
	struct sar_plan_cut made[2];
	static struct call call;
	size_t k;
	size_t i;

	(void)state;
	open_call(&call, RATE, 2, 7);
	for (k = 0; k < 2; k++) {
		call.job.format = lossy[k];
		for (i = 0; i < 2; i++) {
			/* Ignored, short at an end, of one channel. */
			assert_made_is_found(&call, &cuts[i], 1);
			memcpy(made, cuts, sizeof(made));
			made[i].from++;
			assert_made_is_found(&call, made, 2);
			made[i].from--;
			made[i].to--;
			assert_made_is_found(&call, made, 2);
			made[i].to++;
			made[i].channels = 1;
			assert_made_is_found(&call, made, 2);
			made[i].channels = 0;
			made[i].fill = made[i].fill == SAR_FILL_TONE
					   ? SAR_FILL_SILENCE
					   : SAR_FILL_TONE;
			assert_made_is_found(&call, made, 2);
		}
		assert_made_is_found(&call, NULL, 0);
	}
	close_call(&call);
}

static void
other_audio_and_a_shift_are_found(void **state)
{
	static struct call call;
	static struct call stranger;
	static int16_t shifted[LEN];
	struct bytes out;
	size_t k;

	(void)state;
	open_call(&call, RATE, 1, 7);
	open_call(&stranger, RATE, 1, 50);
	memcpy(shifted + 1, call.samples, (LEN - 1) * sizeof(*shifted));
	for (k = 0; k < 2; k++) {
		call.job.format = lossy[k];
		out = redact_other(&call.job, stranger.samples);
		assert_found(&call.job, &out);
		bytes_free(&out);
		out = redact_other(&call.job, shifted);
		assert_found(&call.job, &out);
		bytes_free(&out);
	}
	close_call(&call);
	close_call(&stranger);
}

static void
one_bit_anywhere_is_found(void **state)
{
	static struct call call;
	struct bytes out;
	size_t i;
	size_t k;

	(void)state;
	open_call(&call, RATE, 1, 7);
	for (k = 0; k < 2; k++) {
		call.job.format = lossy[k];
		out = redact(&call.job);
		for (i = 0; i < out.len; i += 1 + out.len / 40) {
			out.data[i] ^= 4;
			assert_found(&call.job, &out);
			out.data[i] ^= 4;
		}
		bytes_free(&out);
	}
	close_call(&call);
}

static void
put_before(struct bytes *out, const char *data, size_t len)
{
	struct bytes whole = { 0 };

	(void)bytes_write(data, (sf_count_t)len, &whole);
	(void)bytes_write(out->data, (sf_count_t)out->len, &whole);
	bytes_free(out);
	*out = whole;
}

static void
tags_and_trailing_bytes_are_found(void **state)
{
	static const char id3v2[] = "ID3\4\0\0\0\0\0\x0cTIT2\0\0\0\2\0\0\0A";
	static const char id3v1[128] = "TAGsecret";
	static struct call call;
	struct bytes out;
	size_t k;

	(void)state;
	open_call(&call, RATE, 1, 7);
	for (k = 0; k < 2; k++) {
		call.job.format = lossy[k];
		out = redact(&call.job);
		out.at = out.len;
		(void)bytes_write(id3v1, sizeof(id3v1), &out);
		assert_found(&call.job, &out);
		out.len -= sizeof(id3v1);
		out.at = out.len;
		(void)bytes_write("x", 1, &out);
		assert_found(&call.job, &out);
		out.len -= 2;
		assert_found(&call.job, &out);
		out.len++;
		put_before(&out, id3v2, sizeof(id3v2) - 1);
		assert_found(&call.job, &out);
		bytes_free(&out);
		/* One whole file after another. */
		out = redact(&call.job);
		put_before(&out, out.data, out.len);
		assert_found(&call.job, &out);
		bytes_free(&out);
	}
	close_call(&call);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_passes),
		cmocka_unit_test(the_tone_is_known_at_every_rate),
		cmocka_unit_test(four_channels_of_opus_pass),
		cmocka_unit_test(recordings_of_little_pass),
		cmocka_unit_test(a_cut_made_otherwise_is_found),
		cmocka_unit_test(other_audio_and_a_shift_are_found),
		cmocka_unit_test(one_bit_anywhere_is_found),
		cmocka_unit_test(tags_and_trailing_bytes_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
