/* One recording redacted: what comes out, and when nothing does. */
#include "audio_bench.h"

#include <signal.h>

/* sin(2 pi k / 8) * 3277 by the formula of sar-plan(5). */
static const int16_t tone_8000[8] = { 0, 2313, 3277, 2313, 0, -2313, -3277,
	-2313 };

/* What a sample must become, by looking at every cut. */
static int
wanted(const struct sar_audio_job *job, size_t frame, uint32_t c, int sample)
{
	int64_t near = (int64_t)job->fade + 1;
	int64_t at = (int64_t)frame;
	size_t i;

	for (i = 0; i < job->n_cuts; i++) {
		int64_t from = (int64_t)job->cuts[i].from;
		int64_t to = (int64_t)job->cuts[i].to;

		if (job->cuts[i].channels != 0 &&
		    (job->cuts[i].channels & 1U << c) == 0)
			continue;
		if (at >= from && at < to)
			return job->cuts[i].fill == SAR_FILL_TONE
				   ? tone_8000[frame % 8]
				   : 0;
		if (at < from && from - at < near)
			near = from - at;
		if (at >= to && at - to + 1 < near)
			near = at - to + 1;
	}
	return (int)(sample * near / ((int64_t)job->fade + 1));
}

/* What the output must decode to, worked out the slow way. */
static void
assert_redacted(const struct fixture *f, struct bytes *out)
{
	uint32_t channels = f->job.channels;
	size_t frames;
	size_t i;
	uint32_t c;
	int want;
	int16_t *got = decode(out, channels, &frames);

	assert_int_equal(frames, FRAMES);
	for (i = 0; i < frames; i++)
		for (c = 0; c < channels; c++) {
			want = wanted(&f->job, i, c,
			    f->samples[i * channels + c]);
			if (got[i * channels + c] != want)
				fail_msg("frame %zu: %d, not %d", i,
				    got[i * channels + c], want);
		}
	free(got);
}

static const struct sar_plan_cut places[][3] = {
	{ { .from = 0, .to = 1 } },
	{ { .from = 0, .to = 5000 } },
	{ { .from = 19999, .to = 20000 } },
	{ { .from = 0, .to = 20000 } },
	{ { .from = 4095, .to = 4097 } },
	{ { .from = 4096, .to = 8192 } },
	{ { .from = 100, .to = 200 }, { .from = 200, .to = 303 } },
	{ { .from = 0, .to = 3 }, { .from = 4, .to = 4096 },
	    { .from = 4097, .to = 20000 } },
	{ { .from = 10, .to = 9000 }, { .from = 9001, .to = 9002 },
	    { .from = 17000, .to = 19000 } },
};
static const size_t n_places[] = { 1, 1, 1, 1, 1, 1, 2, 3, 3 };

/* Redact with these cuts, look at every sample, let the check look too. */
static void
assert_cuts_hold(struct fixture *f, const struct sar_plan_cut *cuts, size_t n)
{
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	struct bytes out;

	set_cuts(f, cuts, n);
	out = redact(&f->job);
	assert_redacted(f, &out);
	if (check(&f->job, &out, &result, &err) == -1)
		fail_msg("%s", err.msg);
	assert_int_equal(result.frames, FRAMES);
	assert_int_equal(result.frames_cut + result.frames_kept, FRAMES);
	bytes_free(&out);
}

static void
cuts_of_every_place_are_filled_and_nothing_else_changes(void **state)
{
	static const uint32_t fades[] = { 0, 1, 80, 8000 };
	struct sar_plan_cut cuts[3];
	struct fixture f;
	size_t i;
	size_t j;
	unsigned k;

	(void)state;
	for (i = 0; i < sizeof(n_places) / sizeof(n_places[0]); i++)
		for (k = 0; k < 16; k++) {
			setup(&f, 1 + (k & 1));
			memcpy(cuts, places[i], sizeof(cuts));
			for (j = 0; j < n_places[i]; j++)
				cuts[j].fill = (k & 2) != 0 ? SAR_FILL_SILENCE
							    : SAR_FILL_TONE;
			f.job.format = (k & 4) != 0 ? SAR_FORMAT_FLAC
						    : SAR_FORMAT_WAV;
			f.job.fade = fades[i % 4 * (k >> 3)];
			assert_cuts_hold(&f, cuts, n_places[i]);
			assert_cuts_hold(&f, NULL, 0);
			bytes_free(&f.file);
		}
}

static void
a_cut_of_one_channel_leaves_the_other_as_it_was(void **state)
{
	static const struct sar_plan_cut cuts[] = {
		{ .from = 10, .to = 2000, .channels = 1 },
		{ .from = 2000, .to = 2010, .channels = 2 },
		{ .from = 2010, .to = 2011, .channels = 3 },
		{ .from = 2100,
		    .to = 16384,
		    .channels = 2,
		    .fill = SAR_FILL_SILENCE },
		{ .from = 16384, .to = 16500, .channels = 1 },
		{ .from = 19000, .to = 20000 },
	};
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	struct fixture f;
	struct bytes out;
	unsigned k;

	(void)state;
	setup(&f, 2);
	for (k = 0; k < 6; k++) {
		f.job.fade = (k >> 1) * 60;
		f.job.format = (k & 1) != 0 ? SAR_FORMAT_FLAC : SAR_FORMAT_WAV;
		assert_cuts_hold(&f, cuts, sizeof(cuts) / sizeof(cuts[0]));
	}
	out = redact(&f.job);
	assert_int_equal(check(&f.job, &out, &result, &err), 0);
	assert_int_equal(result.cut[0], 1990 + 1 + 116 + 1000);
	assert_int_equal(result.cut[1], 10 + 1 + 14284 + 1000);
	assert_int_equal(result.frames_cut, 2001 + 14284 + 116 + 1000);
	bytes_free(&out);
	bytes_free(&f.file);
}

static void
a_wav_file_is_44_bytes_and_the_samples(void **state)
{
	static const uint8_t head[44] = "RIFF\xa4\x38\x01\0WAVEfmt \x10\0\0\0"
					"\1\0\2\0\x40\x1f\0\0\0\x7d\0\0"
					"\4\0\x10\0data\x80\x38\x01";
	struct fixture f;
	struct bytes out;
	size_t i;

	(void)state;
	setup(&f, 2);
	out = redact(&f.job);
	assert_int_equal(out.len, 44 + FRAMES * 4);
	assert_memory_equal(out.data, head, 44);
	for (i = 0; i < FRAMES * 2; i++) {
		const uint8_t *p = (const uint8_t *)out.data + 44 + i * 2;

		assert_int_equal((int16_t)(uint16_t)(p[0] | p[1] << 8),
		    f.samples[i]);
	}
	bytes_free(&out);
	bytes_free(&f.file);
}

static void
a_flac_stream_announces_its_length_and_has_no_tags(void **state)
{
	static const uint8_t zeros[22] = { 0 };
	static const char vendor[] = "sar-export";
	struct fixture f;
	struct bytes out;
	const uint8_t *p;
	uint64_t frames = 0;
	size_t i;

	(void)state;
	setup(&f, 1);
	f.job.format = SAR_FORMAT_FLAC;
	out = redact(&f.job);
	p = (const uint8_t *)out.data;
	assert_memory_equal(p, "fLaC\0\0\0\x22", 8);
	assert_memory_equal(p + 12, zeros, 6);  /* sizes of frames */
	assert_memory_equal(p + 26, zeros, 16); /* MD5 */
	for (i = 21; i < 26; i++)
		frames = frames << 8 | (i == 21 ? p[i] & 0x0f : p[i]);
	assert_int_equal(frames, FRAMES);
	/* The last metadata block is the vendor and no comment. */
	assert_int_equal(p[42], 0x84);
	assert_int_equal(p[45], 18);
	assert_memory_equal(p + 46, "\x0a\0\0\0", 4);
	assert_memory_equal(p + 50, vendor, 10);
	assert_memory_equal(p + 60, zeros, 4);
	assert_memory_equal(p + 64, "\xff\xf8", 2); /* a frame */
	bytes_free(&out);
	bytes_free(&f.file);
}

/* The tone of one cut from end to end at ${rate}. */
static int16_t *
tone_at(uint32_t rate)
{
	static const struct sar_plan_cut all = { .from = 0, .to = FRAMES };
	static const int16_t zeros[FRAMES] = { 0 };
	struct sar_audio_check result;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes file = encode(PCM, rate, 1, zeros, FRAMES);
	struct bytes out;
	int16_t *got;
	size_t frames;

	job = job_on(&file, &source, FRAMES, rate, 1);
	job.cuts = &all;
	job.n_cuts = 1;
	out = redact(&job);
	got = decode(&out, 1, &frames);
	assert_int_equal(frames, FRAMES);
	if (check(&job, &out, &result, &err) == -1)
		fail_msg("%u Hz: %s", rate, err.msg);
	bytes_free(&out);
	bytes_free(&file);
	return got;
}

static void
the_tone_is_1000_hz_at_a_tenth_of_full_scale(void **state)
{
	static const uint32_t rates[] = { 4000, 8000, 11025, 16000, 22050,
		44100, 48000, 8191, 192000 };
	static const int16_t tone_2000[4] = { 0, 3277, 0, -3277 };
	int16_t *got;
	size_t rises;
	size_t i;
	size_t k;

	(void)state;
	for (k = 0; k < sizeof(rates) / sizeof(rates[0]); k++) {
		got = tone_at(rates[k]);
		for (rises = 0, i = 1; i < FRAMES; i++) {
			assert_in_range(abs(got[i]), 0, 3277);
			rises += got[i - 1] < 0 && got[i] >= 0;
		}
		i = (size_t)FRAMES * 1000 / rates[k];
		assert_in_range(rises, i - 2, i);
		free(got);
	}
	got = tone_at(8000);
	assert_memory_equal(got, tone_8000, sizeof(tone_8000));
	free(got);
	got = tone_at(2000);
	assert_memory_equal(got, tone_2000, sizeof(tone_2000));
	assert_memory_equal(got + 4, tone_2000, sizeof(tone_2000));
	free(got);
}

static void
the_bytes_do_not_depend_on_how_they_are_pulled(void **state)
{
	static const struct sar_plan_cut cut = { .from = 3000, .to = 9000 };
	static const size_t steps[] = { 1, 7, 43, 4096 };
	struct sar_err err = SAR_ERR_INIT;
	struct fixture f;
	struct bytes whole;
	struct bytes out;
	size_t i;
	int format;

	(void)state;
	setup(&f, 2);
	set_cuts(&f, &cut, 1);
	for (format = SAR_FORMAT_WAV; format <= SAR_FORMAT_FLAC; format++) {
		f.job.format = (enum sar_plan_format)format;
		whole = redact(&f.job);
		for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
			assert_int_equal(pull(&f.job, steps[i], &out, &err), 0);
			assert_int_equal(out.len, whole.len);
			assert_memory_equal(out.data, whole.data, out.len);
			bytes_free(&out);
		}
		bytes_free(&whole);
	}
	bytes_free(&f.file);
}

static void
assert_fails(const struct sar_audio_job *job, enum sar_code code,
    const char *msg)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bytes out;

	assert_int_equal(pull(job, 8192, &out, &err), -1);
	assert_string_equal(err.msg, msg);
	assert_int_equal(err.code, code);
}

static void
a_source_of_another_length_is_refused(void **state)
{
	struct fixture f;
	int format;

	(void)state;
	setup(&f, 1);
	for (format = SAR_FORMAT_WAV; format <= SAR_FORMAT_FLAC; format++) {
		f.job.format = (enum sar_plan_format)format;
		f.job.frames = FRAMES + 1;
		assert_fails(&f.job, SAR_ECORRUPT,
		    "source: the recording is shorter than when it was "
		    "imported");
		f.job.frames = FRAMES - 1;
		assert_fails(&f.job, SAR_ECORRUPT,
		    "source: the recording is longer than when it was "
		    "imported");
		f.job.frames = 4096;
		assert_fails(&f.job, SAR_ECORRUPT,
		    "source: the recording is longer than when it was "
		    "imported");
	}
	bytes_free(&f.file);
}

static void
a_source_of_another_shape_is_refused(void **state)
{
	static const char differs[] =
	    "source: the rate or channels differ from when it was imported";
	static const char absurd[] = "source: no recording has this length, "
				     "rate or number of channels";
	struct fixture f;
	struct bytes out;

	(void)state;
	setup(&f, 1);
	f.job.rate = 16000;
	assert_fails(&f.job, SAR_ECORRUPT, differs);
	f.job.rate = RATE;
	f.job.codec = SAR_CODEC_PCM16;
	out = redact(&f.job);
	bytes_free(&out);
	f.job.codec = SAR_CODEC_FLAC;
	assert_fails(&f.job, SAR_ECORRUPT,
	    "source: the codec differs from when it was imported");
	f.job.codec = SAR_CODEC_UNKNOWN;
	f.job.channels = 2;
	assert_fails(&f.job, SAR_ECORRUPT, differs);
	f.job.channels = 9;
	assert_fails(&f.job, SAR_ECORRUPT, absurd);
	f.job.channels = 0;
	assert_fails(&f.job, SAR_ECORRUPT, absurd);
	f.job.channels = 1;
	f.job.frames = 0;
	assert_fails(&f.job, SAR_ECORRUPT, absurd);
	f.job.frames = FRAMES;
	f.job.rate = 0;
	assert_fails(&f.job, SAR_ECORRUPT, absurd);
	bytes_free(&f.file);
}

static void
cuts_that_are_not_a_plans_are_refused(void **state)
{
	static const struct sar_plan_cut lists[][2] = {
		{ { .from = 5, .to = 5 }, { .from = 6, .to = 7 } },
		{ { .from = 9, .to = 5 }, { .from = 10, .to = 11 } },
		{ { .from = 5, .to = 9 }, { .from = 8, .to = 10 } },
		{ { .from = 50, .to = 60 }, { .from = 8, .to = 10 } },
		{ { .from = 5, .to = 6 }, { .from = 8, .to = FRAMES + 1 } },
	};
	static const struct sar_plan_cut absent = { .from = 5,
		.to = 6,
		.channels = 3 };
	static const int at[] = { 1, 1, 2, 2, 2 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_audio_check result;
	struct fixture f;
	struct bytes out;
	char msg[96];
	size_t i;

	(void)state;
	setup(&f, 1);
	out = redact(&f.job);
	f.job.fade = RATE + 1;
	assert_fails(&f.job, SAR_EFAIL, "source: a fade of more than a second");
	f.job.fade = 0;
	set_cuts(&f, &absent, 1);
	assert_fails(&f.job, SAR_EFAIL,
	    "source: cut 1 names a channel that is not there");
	for (i = 0; i < sizeof(at) / sizeof(at[0]); i++) {
		set_cuts(&f, lists[i], 2);
		(void)snprintf(msg, sizeof(msg),
		    "source: cut %d is out of order or past the end", at[i]);
		assert_fails(&f.job, SAR_EFAIL, msg);
		assert_int_equal(check(&f.job, &out, &result, &err), -1);
		assert_string_equal(err.msg, msg);
	}
	bytes_free(&out);
	bytes_free(&f.file);
}

static void
what_does_not_fit_the_format_is_refused_before_it_begins(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	struct fixture f;

	(void)state;
	setup(&f, 2);
	f.job.frames = UINT64_C(1) << 30;
	assert_int_equal(sar_audio_open(&f.job, &stream, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg,
	    "the recording is too long for a WAV file (4 GiB)");
	assert_string_equal(err.hint, "choose the format flac");
	f.job.format = SAR_FORMAT_FLAC;
	f.job.frames = UINT64_C(1) << 36;
	assert_int_equal(sar_audio_open(&f.job, &stream, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	bytes_free(&f.file);
}

static void
a_signal_stops_between_blocks(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_audio_check result;
	struct sar_stream stream;
	volatile int stop = 0;
	struct fixture f;
	struct bytes out;
	char buf[100];
	ssize_t n;

	(void)state;
	setup(&f, 1);
	out = redact(&f.job);
	f.job.stop = &stop;
	assert_int_equal(sar_audio_open(&f.job, &stream, &err), 0);
	assert_int_equal(stream.read(stream.ctx, buf, 100, &err), 44);
	assert_int_equal(stream.read(stream.ctx, buf, 100, &err), 100);
	stop = SIGTERM;
	do {
		n = stream.read(stream.ctx, buf, sizeof(buf), &err);
	} while (n > 0);
	assert_int_equal(n, -1);
	assert_int_equal(err.code, SAR_ESIGNAL);
	assert_int_equal(sar_err_status(&err), 128 + SIGTERM);
	sar_stream_close(&stream);
	assert_int_equal(check(&f.job, &out, &result, &err), -1);
	assert_int_equal(err.code, SAR_ESIGNAL);
	bytes_free(&out);
	bytes_free(&f.file);
}

static void
a_stream_can_be_closed_half_read(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	struct fixture f;
	char buf[6000];
	int format;

	(void)state;
	setup(&f, 2);
	for (format = SAR_FORMAT_WAV; format <= SAR_FORMAT_FLAC; format++) {
		f.job.format = (enum sar_plan_format)format;
		assert_int_equal(sar_audio_open(&f.job, &stream, &err), 0);
		assert_true(stream.read(stream.ctx, buf, sizeof(buf), &err) >
			    0);
		sar_stream_close(&stream);
		assert_int_equal(sar_audio_open(&f.job, &stream, &err), 0);
		sar_stream_close(&stream);
	}
	bytes_free(&f.file);
}

static void
nothing_of_the_sources_metadata_is_carried_over(void **state)
{
	struct sar_source source;
	struct fixture f;
	struct bytes tagged;
	struct bytes plain;
	struct bytes out;
	struct sar_audio_job job;
	int format;

	(void)state;
	setup(&f, 1);
	tagged = with_tags(&f.file);
	assert_non_null(memmem(tagged.data, tagged.len, "secret-name", 11));
	job = job_on(&tagged, &source, FRAMES, RATE, 1);
	for (format = SAR_FORMAT_WAV; format <= SAR_FORMAT_FLAC; format++) {
		job.format = (enum sar_plan_format)format;
		f.job.format = job.format;
		out = redact(&job);
		plain = redact(&f.job);
		assert_null(memmem(out.data, out.len, "secret-name", 11));
		assert_int_equal(out.len, plain.len);
		assert_memory_equal(out.data, plain.data, out.len);
		bytes_free(&out);
		bytes_free(&plain);
	}
	bytes_free(&tagged);
	bytes_free(&f.file);
}

static void
a_damaged_source_fails_rather_than_end_early(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct fixture f;
	struct bytes flac;
	struct bytes out;
	struct sar_source source;
	struct sar_audio_job job;

	(void)state;
	setup(&f, 1);
	f.job.format = SAR_FORMAT_FLAC;
	flac = redact(&f.job);
	memset(flac.data + flac.len / 2, 0x55, flac.len / 4);
	job = job_on(&flac, &source, FRAMES, RATE, 1);
	assert_int_equal(pull(&job, 8192, &out, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	bytes_free(&flac);
	bytes_free(&f.file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    cuts_of_every_place_are_filled_and_nothing_else_changes),
		cmocka_unit_test(
		    a_cut_of_one_channel_leaves_the_other_as_it_was),
		cmocka_unit_test(a_wav_file_is_44_bytes_and_the_samples),
		cmocka_unit_test(
		    a_flac_stream_announces_its_length_and_has_no_tags),
		cmocka_unit_test(the_tone_is_1000_hz_at_a_tenth_of_full_scale),
		cmocka_unit_test(
		    the_bytes_do_not_depend_on_how_they_are_pulled),
		cmocka_unit_test(a_source_of_another_length_is_refused),
		cmocka_unit_test(a_source_of_another_shape_is_refused),
		cmocka_unit_test(cuts_that_are_not_a_plans_are_refused),
		cmocka_unit_test(
		    what_does_not_fit_the_format_is_refused_before_it_begins),
		cmocka_unit_test(a_signal_stops_between_blocks),
		cmocka_unit_test(a_stream_can_be_closed_half_read),
		cmocka_unit_test(
		    nothing_of_the_sources_metadata_is_carried_over),
		cmocka_unit_test(a_damaged_source_fails_rather_than_end_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
