/* A redacted recording held against its redactions, without the source. */
#include "audio_sealed.h"

static const enum sar_plan_format formats[] = { SAR_FORMAT_WAV,
	SAR_FORMAT_WAV_ALAW, SAR_FORMAT_WAV_ULAW, SAR_FORMAT_FLAC,
	SAR_FORMAT_MP3, SAR_FORMAT_OPUS };

#define N_FORMATS (sizeof(formats) / sizeof(formats[0]))

static void
what_is_written_passes_without_its_source(void **state)
{
	static const uint32_t rates[] = { 8000, 11025, 16000, 48000 };
	struct sar_sealed_seen seen;
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	struct bytes out;
	size_t i, r;
	uint32_t channels;

	(void)state;
	for (i = 0; i < N_FORMATS * 4 * 2; i++) {
		r = i / N_FORMATS % 4;
		channels = 1 + (uint32_t)(i / N_FORMATS / 4);
		open_call(&call, rates[r], channels, 7);
		call.job.format = formats[i % N_FORMATS];
		call.job.fade = 80;
		out = redact(&call.job);
		if (look(&call.job, &out, &seen, &err) == -1)
			fail_msg("%u Hz, format %d: %s", rates[r],
			    (int)call.job.format, err.msg);
		assert_int_equal(seen.frames, LEN);
		if (sar_audio_lossless(call.job.format))
			assert_int_equal(seen.cut, 22000 * channels);
		/* At 16000 and above nothing is deep enough in Opus. */
		assert_true(seen.cut > 0 || rates[r] >= 16000);
		bytes_free(&out);
		close_call(&call);
	}
}

static void
cuts_of_single_channels_pass(void **state)
{
	static const struct sar_plan_cut some[] = {
		{ .from = 0, .to = 12000, .channels = 1 },
		{ .from = 12000,
		    .to = 20000,
		    .channels = 2,
		    .fill = SAR_FILL_SILENCE },
		{ .from = 24000, .to = LEN, .channels = 2 },
	};
	struct sar_sealed_seen seen;
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	struct bytes out;
	size_t i;

	(void)state;
	for (i = 0; i < N_FORMATS; i++) {
		open_call(&call, RATE, 2, 7);
		call.job.format = formats[i];
		call.job.cuts = some;
		call.job.n_cuts = 3;
		out = redact(&call.job);
		if (look(&call.job, &out, &seen, &err) == -1)
			fail_msg("format %d: %s", (int)formats[i], err.msg);
		if (sar_audio_lossless(formats[i]))
			assert_int_equal(seen.cut, 28000);
		bytes_free(&out);
		close_call(&call);
	}
}

/* One frame at either end of a cut was left; of MP3 and Opus, half a second. */
static void
what_is_left_of_a_cut_is_found(void **state)
{
	static const struct sar_plan_cut less[] = {
		{ .from = 4000, .to = 15999 },
		{ .from = 20000, .to = 30000, .fill = SAR_FILL_SILENCE },
	};
	static const struct sar_plan_cut later[] = {
		{ .from = 4000, .to = 16000 },
		{ .from = 20001, .to = 30000, .fill = SAR_FILL_SILENCE },
	};
	static const struct sar_plan_cut much[] = {
		{ .from = 4000, .to = 8000 },
		{ .from = 20000, .to = 30000, .fill = SAR_FILL_SILENCE },
	};
	static const struct sar_plan_cut half[] = {
		{ .from = 4000, .to = 16000 },
		{ .from = 26000, .to = 30000, .fill = SAR_FILL_SILENCE },
	};
	static struct call call;
	struct bytes out;
	bool exact;
	size_t i;
	int end;

	(void)state;
	open_call(&call, RATE, 1, 7);
	for (i = 0; i < N_FORMATS * 2; i++) {
		end = i >= N_FORMATS;
		call.job.format = formats[i % N_FORMATS];
		exact = sar_audio_lossless(call.job.format);
		call.job.cuts = exact ? (end ? less : later)
				      : (end ? much : half);
		out = redact(&call.job);
		call.job.cuts = cuts;
		must_fail(&call.job, &out,
		    exact ? (end ? "frame 15999 of a cut is not the fill"
				 : "frame 20000 of a cut is not the fill")
			  : (end ? "of a cut is not the tone"
				 : "of a cut is not silent"));
		bytes_free(&out);
	}
	close_call(&call);
}

static void
the_other_fill_is_found(void **state)
{
	static const struct sar_plan_cut other[] = {
		{ .from = 4000, .to = 16000, .fill = SAR_FILL_SILENCE },
		{ .from = 20000, .to = 30000 },
	};
	static struct call call;
	struct bytes out;
	size_t i;

	(void)state;
	open_call(&call, RATE, 2, 7);
	for (i = 0; i < N_FORMATS; i++) {
		call.job.format = formats[i];
		call.job.cuts = other;
		out = redact(&call.job);
		call.job.cuts = cuts;
		must_fail(&call.job, &out, "of a cut is not");
		bytes_free(&out);
	}
	close_call(&call);
}

static void
another_length_is_found(void **state)
{
	static struct call call;
	struct bytes out;
	size_t i;

	(void)state;
	open_call(&call, RATE, 1, 7);
	for (i = 0; i < N_FORMATS; i++) {
		call.job.format = formats[i];
		call.job.frames = LEN;
		out = redact(&call.job);
		call.job.frames = LEN - 1200;
		must_fail(&call.job, &out, "");
		call.job.frames = LEN + 1200;
		must_fail(&call.job, &out, "");
		call.job.frames = UINT64_C(1) << 62;
		must_fail(&call.job, &out, "");
		call.job.frames = UINT64_C(24) * 3600 * RATE;
		must_fail(&call.job, &out, "longer than any recording");
		bytes_free(&out);
	}
	close_call(&call);
}

/* The header says what redactions.json says, and the sound is shorter. */
static void
a_recording_that_ends_early_is_found(void **state)
{
	static struct call call;
	struct sar_sealed_seen seen;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_audio_job job;
	struct sar_source source;
	struct bytes out;
	size_t i;

	(void)state;
	open_call(&call, RATE, 1, 7);
	for (i = 0; i < N_FORMATS; i++) {
		call.job.format = formats[i];
		call.job.frames = LEN;
		out = redact(&call.job);
		(void)job_on(&out, &source, 0, 0, 0);
		job = call.job;
		job.source = &source;
		job.frames = LEN + 2400;
		assert_int_equal(sar_sealed_cuts(&job, &seen, &err), -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_non_null(strstr(err.msg, "too early"));
		job.frames = LEN - 2400;
		job.n_cuts = 1;
		assert_int_equal(sar_sealed_cuts(&job, &seen, &err), -1);
		assert_non_null(strstr(err.msg, "past the end"));
		bytes_free(&out);
	}
	close_call(&call);
}

static void
what_follows_the_sound_is_found(void **state)
{
	static const char *const tails[] = { "\0", "TAGsomebody",
		"LIST\4\0\0\0INFO" };
	static struct call call;
	struct bytes out;
	size_t i, k;

	(void)state;
	open_call(&call, RATE, 1, 7);
	for (i = 0; i < N_FORMATS; i++)
		for (k = 0; k < 3; k++) {
			call.job.format = formats[i];
			out = redact(&call.job);
			out.at = out.len;
			(void)bytes_write(tails[k],
			    k == 0 ? 1 : (sf_count_t)strlen(tails[k]), &out);
			must_fail(&call.job, &out, "");
			bytes_free(&out);
		}
	close_call(&call);
}

static unsigned
sum16(const char *p, size_t len)
{
	unsigned sum = 0;
	int bit;

	for (; len > 0; len--)
		for (sum ^= (unsigned)(uint8_t)*p++ << 8, bit = 0; bit < 8;
		     bit++)
			sum = sum << 1 ^ ((sum & 0x8000) != 0 ? 0x18005U : 0);
	return sum & 0xffff;
}

/* Bytes behind the last frame of FLAC, made so that its sum fits again. */
static void
what_hides_behind_a_sum_of_flac_is_found(void **state)
{
	static const char secret[] = "somebody";
	struct sar_sealed_seen seen;
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	struct bytes out;
	char sum[2];
	size_t at;
	uint32_t channels;

	(void)state;
	for (channels = 1; channels <= 2; channels++) {
		open_call(&call, RATE, channels, 7);
		call.job.format = SAR_FORMAT_FLAC;
		out = redact(&call.job);
		assert_int_equal(look(&call.job, &out, &seen, &err), 0);
		/* From any frame on the sum of all is 0. */
		at = out.at = out.len;
		(void)bytes_write(secret, sizeof(secret) - 1, &out);
		sum[0] = (char)(sum16(out.data + at, out.len - at) >> 8);
		sum[1] = (char)sum16(out.data + at, out.len - at);
		(void)bytes_write(sum, 2, &out);
		assert_int_equal(sum16(out.data + at, out.len - at), 0);
		must_fail(&call.job, &out, "something is behind a frame");
		bytes_free(&out);
		close_call(&call);
	}
}

/* A name for the encoder's, a page decoders drop, a packet behind the end. */
static void
what_hides_in_ogg_is_found(void **state)
{
	static struct call call;
	struct bytes out;
	char *page;
	size_t at, first;

	(void)state;
	open_call(&call, RATE, 1, 7);
	call.job.format = SAR_FORMAT_OPUS;
	out = redact(&call.job);
	first = page_len(out.data);
	page = memmem(out.data + first, out.len - first, "libopus ", 8);
	assert_non_null(page);
	memcpy(page + 8, "jo", 2);
	mend_page(out.data + first, page_len(out.data + first));
	must_fail(&call.job, &out, "the Opus file has more than its sound");
	bytes_free(&out);
	out = redact(&call.job);
	out.data[first + page_len(out.data + first) + 22] ^= 1;
	must_fail(&call.job, &out, "the Opus file has more than its sound");
	bytes_free(&out);
	/* The last page says a frame more, as the header says it is shorter. */
	out = redact(&call.job);
	for (at = 0; at + page_len(out.data + at) < out.len;)
		at += page_len(out.data + at);
	call.job.frames = LEN - 400;
	call.job.n_cuts = 1;
	out.data[at + 6] = (char)((LEN - 400) * 6 + 312);
	out.data[at + 7] = (char)(((LEN - 400) * 6 + 312) >> 8);
	out.data[at + 8] = (char)(((LEN - 400) * 6 + 312) >> 16);
	mend_page(out.data + at, out.len - at);
	must_fail(&call.job, &out, "the Opus file has more than its sound");
	bytes_free(&out);
	close_call(&call);
}

static void
tags_in_a_header_are_found_before_anything_is_decoded(void **state)
{
	static struct call call;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_audio_job job;
	struct bytes plain, out;

	(void)state;
	open_call(&call, RATE, 1, 7);
	plain = redact(&call.job);
	out = with_tags(&plain);
	(void)job_on(&out, &source, 0, 0, 0);
	job = call.job;
	job.source = &source;
	assert_int_equal(sar_sealed_form(&job, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	bytes_free(&out);
	bytes_free(&plain);
	close_call(&call);
}

/* A second 0 of mu-law decodes to silence, and could say something. */
static void
the_other_zero_of_mu_law_is_found(void **state)
{
	static struct call call;
	struct bytes out;

	(void)state;
	open_call(&call, RATE, 1, 7);
	call.job.format = SAR_FORMAT_WAV_ULAW;
	out = redact(&call.job);
	assert_int_equal((uint8_t)out.data[58 + 25000], 0xff);
	out.data[58 + 25000] = 0x7f;
	must_fail(&call.job, &out, "frame 25000 of a cut is not the fill");
	bytes_free(&out);
	close_call(&call);
}

static void
cuts_too_short_to_be_told_are_counted(void **state)
{
	static const struct sar_plan_cut some[] = {
		{ .from = 1000, .to = 2000, .fill = SAR_FILL_SILENCE },
		{ .from = 4000, .to = 12000 },
		{ .from = 14000, .to = 19000 },
	};
	static const size_t unclear[] = { 0, 0, 0, 0, 1, 2 };
	struct sar_sealed_seen seen;
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	struct bytes out;
	size_t i;

	(void)state;
	open_call(&call, RATE, 1, 7);
	call.job.cuts = some;
	call.job.n_cuts = 3;
	for (i = 0; i < N_FORMATS; i++) {
		call.job.format = formats[i];
		out = redact(&call.job);
		assert_int_equal(look(&call.job, &out, &seen, &err), 0);
		assert_int_equal(seen.unclear, unclear[i]);
		bytes_free(&out);
	}
	close_call(&call);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_passes_without_its_source),
		cmocka_unit_test(cuts_of_single_channels_pass),
		cmocka_unit_test(what_is_left_of_a_cut_is_found),
		cmocka_unit_test(the_other_fill_is_found),
		cmocka_unit_test(another_length_is_found),
		cmocka_unit_test(a_recording_that_ends_early_is_found),
		cmocka_unit_test(what_follows_the_sound_is_found),
		cmocka_unit_test(what_hides_behind_a_sum_of_flac_is_found),
		cmocka_unit_test(what_hides_in_ogg_is_found),
		cmocka_unit_test(
		    tags_in_a_header_are_found_before_anything_is_decoded),
		cmocka_unit_test(the_other_zero_of_mu_law_is_found),
		cmocka_unit_test(cuts_too_short_to_be_told_are_counted),
	};

	return cmocka_run_group_tests(tests, start_sandbox, NULL);
}
