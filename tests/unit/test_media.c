/* Sound files that are whole: what they decode to, sample by sample. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/media.h"
#include "media_sndfile.h"
#include "media_wav.h"

static int
measure(const struct bytes *b, struct sar_media_info *info, struct sar_err *err)
{
	const char *text = (const char *)b->data;
	struct sar_source source;

	sar_source_text(&text, b->len, "sound", &source);
	return sar_media_measure(&source, NULL, info, err);
}

/* Decode all of ${b} in blocks of ${step} frames; samples, not frames. */
static size_t
decode(const struct bytes *b, size_t step, int16_t *out, size_t room,
    struct sar_media_info *info)
{
	const char *text = (const char *)b->data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_media *media;
	size_t done = 0;
	ssize_t n;

	sar_source_text(&text, b->len, "sound", &source);
	media = sar_media_open(&source, NULL, info, &err);
	assert_string_equal(err.msg, "");
	assert_non_null(media);
	assert_int_equal(info->frames, 0);
	for (;;) {
		assert_true(done + step * info->channels <= room);
		n = sar_media_read(media, out + done, step, &err);
		assert_string_equal(err.msg, "");
		assert_true(n >= 0);
		if (n == 0)
			break;
		done += (size_t)n * info->channels;
	}
	assert_int_equal(sar_media_read(media, out, step, &err), 0);
	sar_media_close(media);
	assert_int_equal(info->frames * info->channels, done);
	return done;
}

/* G.711, written from the Recommendation, not from anybody's table. */
static int16_t
alaw(uint8_t code)
{
	int v = code ^ 0x55;
	int exponent = (v >> 4) & 7;
	int value = ((v & 15) << 4) + 8;

	if (exponent > 0)
		value = (value + 0x100) << (exponent - 1);
	return (int16_t)((v & 0x80) != 0 ? value : -value);
}

static int16_t
ulaw(uint8_t code)
{
	int v = ~code & 0xFF;
	int value = ((((v & 15) << 3) + 0x84) << ((v >> 4) & 7)) - 0x84;

	return (int16_t)((v & 0x80) != 0 ? -value : value);
}

static void
g711_decodes_to(unsigned tag, enum sar_codec codec, int16_t (*law)(uint8_t))
{
	struct bytes *b = calloc(1, sizeof(*b));
	int16_t out[1024];
	struct sar_media_info info;
	uint8_t codes[256];
	int i;

	assert_non_null(b);
	for (i = 0; i < 256; i++)
		codes[i] = (uint8_t)i;
	begin_wav(b);
	add_fmt(b, tag, 1, 8000, 8);
	add_chunk(b, "data", codes, sizeof(codes));
	end_wav(b);
	assert_int_equal(decode(b, 7, out, 1024, &info), 256);
	for (i = 0; i < 256; i++)
		assert_int_equal(out[i], law((uint8_t)i));
	assert_int_equal(info.codec, codec);
	assert_int_equal(info.rate, 8000);
	assert_int_equal(info.channels, 1);
	assert_int_equal(info.findings, 0);
	free(b);
}

static void
every_alaw_code_decodes_as_g711_says(void **state)
{
	(void)state;
	g711_decodes_to(6, SAR_CODEC_ALAW, alaw);
}

static void
every_ulaw_code_decodes_as_g711_says(void **state)
{
	(void)state;
	g711_decodes_to(7, SAR_CODEC_ULAW, ulaw);
}

static void
pcm_in_two_channels_stays_interleaved(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	int16_t out[4096];
	struct sar_media_info info;
	size_t i;

	(void)state;
	assert_non_null(b);
	begin_wav(b);
	add_fmt(b, 1, 2, 16000, 16);
	add(b, "data", 4);
	add32(b, 2000 * 2);
	for (i = 0; i < 2000; i++)
		add16(b, (uint32_t)(i * 2654435761U >> 8));
	end_wav(b);
	assert_int_equal(decode(b, 333, out, 4096, &info), 2000);
	for (i = 0; i < 2000; i++)
		assert_int_equal((uint16_t)out[i],
		    (uint16_t)(i * 2654435761U >> 8));
	assert_int_equal(info.codec, SAR_CODEC_PCM16);
	assert_int_equal(info.channels, 2);
	assert_int_equal(info.frames, 1000);
	assert_int_equal(info.rate, 16000);
	free(b);
}

struct taken {
	size_t samples, blocks, stop; /* after so many blocks; 0: never */
	uint16_t last;
};

static int
take_block(void *ctx, const int16_t *samples, size_t frames,
    struct sar_err *err)
{
	struct taken *taken = ctx;

	taken->samples += 2 * frames;
	taken->last = (uint16_t)samples[2 * frames - 1];
	if (++taken->blocks == taken->stop)
		return sar_err_set(err, SAR_EREVIEW, "enough");
	return 0;
}

static int
each(const struct bytes *b, struct taken *taken, struct sar_err *err)
{
	const char *text = (const char *)b->data;
	struct sar_media_info info;
	struct sar_source source;
	struct sar_media *media;
	int rc;

	sar_source_text(&text, b->len, "sound", &source);
	media = sar_media_open(&source, NULL, &info, err);
	assert_non_null(media);
	rc = sar_media_each(media, take_block, taken, err);
	sar_media_close(media);
	return rc;
}

static void
all_of_it_goes_by_block_by_block_until_somebody_has_enough(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_err err = SAR_ERR_INIT;
	struct taken all = { 0, 0, 0, 0 }, some = { 0, 0, 1, 0 };
	uint32_t i;

	(void)state;
	assert_non_null(b);
	begin_wav(b);
	add_fmt(b, 1, 2, 8000, 16);
	add(b, "data", 4);
	add32(b, 40000 * 2);
	for (i = 0; i < 40000; i++)
		add16(b, i);
	end_wav(b);
	assert_int_equal(each(b, &all, &err), 0);
	assert_int_equal(all.samples, 40000);
	assert_true(all.blocks > 1);
	assert_int_equal(all.last, 39999);
	assert_int_equal(each(b, &some, &err), -1);
	assert_int_equal(some.blocks, 1);
	assert_int_equal(err.code, SAR_EREVIEW);
	free(b);
}

static void
an_extensible_header_is_read_by_its_sub_format(void **state)
{
	static const uint8_t tail[14] = { 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA,
		0, 0x38, 0x9B, 0x71 };
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	int16_t out[64];

	(void)state;
	assert_non_null(b);
	begin_wav(b);
	add_fmt(b, 0xFFFE, 1, 8000, 8);
	set32(b, 16, 40);
	add16(b, 22);
	add16(b, 8);
	add32(b, 4);
	add16(b, 6);
	add(b, tail, sizeof(tail));
	add_chunk(b, "data", "\xD5\x55\x00", 3);
	end_wav(b);
	assert_int_equal(decode(b, 10, out, 64, &info), 3);
	assert_int_equal(info.codec, SAR_CODEC_ALAW);
	assert_int_equal(info.findings, 0);
	assert_int_equal(out[0], 8);
	assert_int_equal(out[1], -8);
	assert_int_equal(out[2], alaw(0));

	/* Another sub-format with the same first two bytes is not A-law. */
	b->data[12 + 8 + 30] ^= 1;
	(void)measure(b, &info, &err);
	assert_int_not_equal(info.codec, SAR_CODEC_ALAW);
	free(b);
}

static void
chunks_before_and_after_the_sound_are_passed_over(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_media_info info;
	int16_t out[64];

	(void)state;
	assert_non_null(b);
	begin_wav(b);
	add_chunk(b, "JUNK", "1234567", 7);
	add_fmt(b, 6, 1, 8000, 8);
	add_chunk(b, "LIST", "INFOxdata\4\0\0\0abcd", 17);
	add_chunk(b, "fact", "\5\0\0\0", 4);
	add_chunk(b, "data", "\1\2\3\4\5", 5);
	add_chunk(b, "LIST", "INFOxyz", 7);
	add_chunk(b, "cue ", "\0\0\0\0", 4);
	end_wav(b);
	assert_int_equal(decode(b, 10, out, 64, &info), 5);
	assert_int_equal(info.findings, 0);
	assert_int_equal(out[4], alaw(5));
	free(b);
}

static void
gsm_is_decoded_in_blocks_of_320(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;

	(void)state;
	assert_non_null(b);
	write_with_libsndfile(b, SF_FORMAT_WAV | SF_FORMAT_GSM610, 1, 1000);
	assert_int_equal(measure(b, &info, &err), 0);
	assert_int_equal(info.codec, SAR_CODEC_GSM610);
	assert_int_equal(info.frames, 1280);
	assert_int_equal(info.findings, 0);
	free(b);
}

/* What Asterisk leaves of a wav49 when it is killed, and its odd data size. */
static void
damaged_gsm_is_read_to_its_last_block(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	int16_t whole[2000];
	int16_t out[2000];
	size_t len;

	(void)state;
	assert_non_null(b);
	write_with_libsndfile(b, SF_FORMAT_WAV | SF_FORMAT_GSM610, 1, 960);
	assert_int_equal(decode(b, 100, whole, 2000, &info), 960);
	/* libsndfile's header has 60 bytes, the last four the data's size. */
	assert_memory_equal(b->data + 52, "data", 4);
	b->len = 60 + 3 * 65;
	set32(b, 4, 0);
	set32(b, 56, 0);
	assert_int_equal(decode(b, 100, out, 2000, &info), 960);
	assert_memory_equal(out, whole, 960 * sizeof(out[0]));
	assert_int_equal(info.findings, SAR_MEDIA_REPAIRED);

	/* Cut in the last block: it is filled with zeros, and told. */
	b->len -= 20;
	assert_int_equal(decode(b, 100, out, 2000, &info), 960);
	assert_memory_equal(out, whole, 640 * sizeof(out[0]));
	assert_int_equal(info.findings,
	    SAR_MEDIA_REPAIRED | SAR_MEDIA_TRUNCATED);

	/* Asterisk counts the pad byte: 196 bytes are three blocks still. */
	b->len = 60 + 3 * 65;
	add(b, "", 1);
	len = b->len;
	set32(b, 56, 3 * 65 + 1);
	set32(b, 4, (uint32_t)len - 8);
	assert_int_equal(decode(b, 100, out, 2000, &info), 960);
	assert_memory_equal(out, whole, 640 * sizeof(out[0]));
	assert_int_equal(info.findings, 0);

	b->len = 60 + 1;
	set32(b, 56, 1);
	assert_int_equal(measure(b, &info, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	free(b);
}

static void
damaged_flac_is_refused_and_bytes_after_it_told(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	size_t len;

	(void)state;
	assert_non_null(b);
	write_with_libsndfile(b, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1, 15000);
	len = b->len;
	assert_int_equal(measure(b, &info, &err), 0);
	b->len = len / 2;
	assert_int_equal(measure(b, &info, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	b->len = 40;
	assert_int_equal(measure(b, &info, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);

	write_with_libsndfile(b, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1, 5000);
	memset(b->data + b->len, 'x', ROOM - b->len);
	b->len = ROOM;
	assert_int_equal(measure(b, &info, &err), 0);
	assert_int_equal(info.frames, 5000);
	assert_int_equal(info.findings, SAR_MEDIA_TRAILING);

	/* A length left out is counted. */
	write_with_libsndfile(b, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1, 5000);
	b->data[21] &= 0xF0;
	memset(b->data + 22, 0, 4);
	assert_int_equal(measure(b, &info, &err), 0);
	assert_int_equal(info.frames, 5000);
	free(b);
}

static void
flac_of_16_bits_comes_back_bit_for_bit(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_media_info info;
	int16_t out[9000];
	size_t i;

	(void)state;
	assert_non_null(b);
	write_with_libsndfile(b, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 2, 8000);
	assert_int_equal(decode(b, 500, out, 9000, &info), 8000);
	assert_int_equal(info.codec, SAR_CODEC_FLAC);
	assert_int_equal(info.channels, 2);
	assert_int_equal(info.findings, 0);
	for (i = 0; i < 8000; i++)
		assert_int_equal(out[i], (int16_t)((i * i) % 20011 - 10000));
	free(b);
}

static void
names_of_codecs_and_findings_do_not_change(void **state)
{
	char out[SAR_MEDIA_FINDINGS_LEN];
	enum sar_codec codec;

	(void)state;
	assert_string_equal(sar_media_codec_name(SAR_CODEC_PCM16), "pcm16");
	assert_string_equal(sar_media_codec_name(SAR_CODEC_ALAW), "alaw");
	assert_string_equal(sar_media_codec_name(SAR_CODEC_ULAW), "ulaw");
	assert_string_equal(sar_media_codec_name(SAR_CODEC_GSM610), "gsm610");
	assert_string_equal(sar_media_codec_name(SAR_CODEC_FLAC), "flac");
	assert_string_equal(sar_media_codec_name(SAR_CODEC_OTHER), "other");
	assert_int_equal(sar_media_codec_of("ulaw"), SAR_CODEC_ULAW);
	assert_int_equal(sar_media_codec_of(""), SAR_CODEC_UNKNOWN);
	assert_int_equal(sar_media_codec_of("mp3"), SAR_CODEC_MP3);
	assert_int_equal(sar_media_codec_of("mp9"), SAR_CODEC_UNKNOWN);
	for (codec = SAR_CODEC_PCM16; codec <= SAR_CODEC_REAL; codec++) {
		assert_string_not_equal(sar_media_codec_name(codec), "");
		assert_int_equal(
		    sar_media_codec_of(sar_media_codec_name(codec)), codec);
	}
	sar_media_findings_name(0, out);
	assert_string_equal(out, "");
	sar_media_findings_name(15, out);
	assert_string_equal(out, "header-repaired truncated trailing no-audio");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_alaw_code_decodes_as_g711_says),
		cmocka_unit_test(every_ulaw_code_decodes_as_g711_says),
		cmocka_unit_test(pcm_in_two_channels_stays_interleaved),
		cmocka_unit_test(
		    all_of_it_goes_by_block_by_block_until_somebody_has_enough),
		cmocka_unit_test(
		    an_extensible_header_is_read_by_its_sub_format),
		cmocka_unit_test(
		    chunks_before_and_after_the_sound_are_passed_over),
		cmocka_unit_test(gsm_is_decoded_in_blocks_of_320),
		cmocka_unit_test(damaged_gsm_is_read_to_its_last_block),
		cmocka_unit_test(
		    damaged_flac_is_refused_and_bytes_after_it_told),
		cmocka_unit_test(flac_of_16_bits_comes_back_bit_for_bit),
		cmocka_unit_test(names_of_codecs_and_findings_do_not_change),
	};

	return cmocka_run_group_tests_name("media", tests, NULL, NULL);
}
