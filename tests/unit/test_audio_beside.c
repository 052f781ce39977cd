/* What a redacted MP3 or Opus file may have beside its sound: nothing. */
#include "audio_sealed.h"

/* What LAME has behind the sound of a frame, which no decoder plays. */
static void
what_hides_between_frames_of_mp3_is_found(void **state)
{
	static const char why[] = "the MP3 file has more than its sound";
	static const uint32_t rates[] = { 8000, 11025, 16000, 22050, 24000,
		32000, 44100, 48000 };
	struct sar_sealed_seen seen;
	struct sar_err err = SAR_ERR_INIT;
	static struct call call;
	struct bytes out;
	size_t i, last;
	char *name;
	char digit;
	int private_bit;

	(void)state;
	for (i = 0; i < 16; i++) {
		open_call(&call, rates[i / 2], 1 + i % 2, 7);
		call.job.format = SAR_FORMAT_MP3;
		out = redact(&call.job);
		if (look(&call.job, &out, &seen, &err) == -1)
			fail_msg("%u Hz: %s", rates[i / 2], err.msg);
		private_bit = rates[i / 2] >= 32000 ? 0x40 : 0x80;
		/* At the end of the last frame, and a bit of the first. */
		last = out.len - 1;
		out.data[last] ^= 1;
		must_fail(&call.job, &out, why);
		out.data[last] ^= 1;
		out.data[5] = (char)(out.data[5] ^ private_bit);
		must_fail(&call.job, &out, why);
		out.data[5] = (char)(out.data[5] ^ private_bit);
		/* Where it begins with a byte, its name and version. */
		name = memmem(out.data, out.len, "LAME3.", 6);
		if (name != NULL) {
			name[0] = 'J';
			must_fail(&call.job, &out, why);
			name[0] = 'L';
			digit = name[6];
			name[6] = 'J';
			must_fail(&call.job, &out, why);
			name[6] = digit;
		}
		assert_int_equal(look(&call.job, &out, &seen, &err), 0);
		bytes_free(&out);
		close_call(&call);
	}
}

/* Each frame at a higher bit rate has room for what no decoder plays. */
static void
another_bit_rate_of_mp3_is_found(void **state)
{
	static struct call call;
	struct bytes out, more = { 0 };
	char frame[1440] = "";
	size_t at;

	(void)state;
	open_call(&call, RATE, 1, 7);
	call.job.format = SAR_FORMAT_MP3;
	out = redact(&call.job);
	for (at = 0; at < out.len; at += 288) {
		memcpy(frame, out.data + at, 288);
		frame[2] = (char)(0xe0 | (frame[2] & 0x0d));
		(void)bytes_write(frame, sizeof(frame), &more);
	}
	must_fail(&call.job, &more, "more than frames of ours");
	/* One bit of each header can say nothing either. */
	for (at = 0; at < 32; at++) {
		out.data[288 + at / 8] ^= (char)(1 << at % 8);
		must_fail(&call.job, &out, "more than frames of ours");
		out.data[288 + at / 8] ^= (char)(1 << at % 8);
	}
	bytes_free(&out);
	bytes_free(&more);
	close_call(&call);
}

/* Packets that a decoder drops at the start, and what pages may not say. */
static void
what_an_ogg_decoder_passes_over_is_found(void **state)
{
	static struct call call;
	struct bytes out;
	size_t at, k, len;
	size_t page = 0;

	(void)state;
	open_call(&call, RATE, 1, 7);
	call.job.format = SAR_FORMAT_OPUS;
	out = redact(&call.job);
	for (at = 0; at < out.len; at += len, page++) {
		len = page_len(out.data + at);
		/* Its flags, and where it ends, but in the last. */
		for (k = 5; k < 14; k++) {
			if (at + len == out.len && k == 5)
				continue;
			out.data[at + k] ^= 0x20;
			mend_page(out.data + at, len);
			must_fail(&call.job, &out, "");
			out.data[at + k] ^= 0x20;
			mend_page(out.data + at, len);
		}
	}
	assert_true(page > 3);
	/* A frame more is dropped, and is there. */
	len = page_len(out.data);
	at = (size_t)((char *)memmem(out.data, len, "OpusHead", 8) - out.data);
	out.data[at + 10] = (char)(312 + 960);
	out.data[at + 11] = (char)((312 + 960) >> 8);
	mend_page(out.data, len);
	call.job.frames -= 160;
	call.job.n_cuts = 1;
	must_fail(&call.job, &out, "the Opus header is not ours");
	bytes_free(&out);
	close_call(&call);
}

/* The list of streams of a file of more than two channels. */
static void
another_order_of_streams_in_opus_is_found(void **state)
{
	static struct call call;
	struct bytes out;
	struct sar_sealed_seen seen;
	struct sar_err err = SAR_ERR_INIT;
	size_t at, k;

	(void)state;
	open_call(&call, RATE, 3, 7);
	call.job.format = SAR_FORMAT_OPUS;
	out = redact(&call.job);
	if (look(&call.job, &out, &seen, &err) == -1)
		fail_msg("%s", err.msg);
	at = (size_t)((char *)memmem(out.data, out.len, "OpusHead", 8) -
		      out.data);
	for (k = 18; k < 24; k++) {
		out.data[at + k] ^= 1;
		mend_page(out.data, page_len(out.data));
		must_fail(&call.job, &out, "the Opus header is not ours");
		out.data[at + k] ^= 1;
	}
	bytes_free(&out);
	close_call(&call);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_hides_between_frames_of_mp3_is_found),
		cmocka_unit_test(another_bit_rate_of_mp3_is_found),
		cmocka_unit_test(what_an_ogg_decoder_passes_over_is_found),
		cmocka_unit_test(another_order_of_streams_in_opus_is_found),
	};

	return cmocka_run_group_tests(tests, start_sandbox, NULL);
}
