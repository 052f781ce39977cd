/* What is not decoded is known by its first bytes, or its tag, and named. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/coded.h"
#include "media/media.h"
#include "media_sndfile.h"
#include "media_wav.h"

/* That ${b} is no failure to measure, and one to open. */
static void
is_named(const struct bytes *b, const struct sar_media_raw *raw,
    enum sar_codec codec)
{
	const char *text = (const char *)b->data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	struct sar_source source;

	sar_source_text(&text, b->len, "sound", &source);
	assert_int_equal(sar_media_measure(&source, raw, &info, &err), 0);
	assert_string_equal(err.msg, "");
	assert_int_equal(err.code, SAR_OK);
	assert_string_equal(sar_media_codec_name(info.codec),
	    sar_media_codec_name(codec));
	assert_int_equal(info.frames, 0);
	assert_false(sar_media_decodes(info.codec));
	assert_null(sar_media_open(&source, raw, &info, &err));
	assert_string_equal(err.msg,
	    "sound: a codec this release does not decode");
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_int_equal(info.codec, codec);
}

static void
tags_of_wav_files_are_named(void **state)
{
	static const struct {
		unsigned tag;
		enum sar_codec codec;
	} tags[] = { { 0x10, SAR_CODEC_OKI_ADPCM },
		{ 0x17, SAR_CODEC_OKI_ADPCM }, { 0x22, SAR_CODEC_TRUESPEECH },
		{ 0x38, SAR_CODEC_NMS_ADPCM }, { 0x41, SAR_CODEC_G728 },
		{ 0x42, SAR_CODEC_G7231 }, { 0x44, SAR_CODEC_G729 },
		{ 0x45, SAR_CODEC_G726 }, { 0x50, SAR_CODEC_MP2 },
		{ 0x57, SAR_CODEC_AMR }, { 0x64, SAR_CODEC_G726 },
		{ 0x65, SAR_CODEC_G722 }, { 0x83, SAR_CODEC_G729 },
		{ 0xFF, SAR_CODEC_AAC }, { 0x133, SAR_CODEC_G729 },
		{ 0x161, SAR_CODEC_WMA }, { 0x28F, SAR_CODEC_G722 },
		{ 0xA109, SAR_CODEC_SPEEX }, { 0xA112, SAR_CODEC_G722 },
		{ 0xA119, SAR_CODEC_NICE_ADPCM }, { 0x7777, SAR_CODEC_OTHER },
		{ 1, SAR_CODEC_OTHER } };
	struct bytes *b = calloc(1, sizeof(*b));
	size_t i;

	(void)state;
	assert_non_null(b);
	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		begin_wav(b);
		add_fmt(b, tags[i].tag, 1, 8000, 4);
		add_chunk(b, "data", "abcdefghijklmnop", 16);
		end_wav(b);
		is_named(b, NULL, tags[i].codec);
	}
	free(b);
}

#define MAGIC(text, codec)                    \
	{                                     \
		text, sizeof(text) - 1, codec \
	}

static void
files_are_named_by_their_first_bytes(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		enum sar_codec codec;
	} magics[] = { MAGIC("#!AMR\n\x3C\x08", SAR_CODEC_AMR),
		MAGIC("#!AMR-WB\n\x04", SAR_CODEC_AMR),
		MAGIC("#!iLBC20\n", SAR_CODEC_ILBC),
		MAGIC("\2#!SILK_V3", SAR_CODEC_SILK),
		MAGIC("\x1A\x45\xDF\xA3\x9F\x42\x86\x81", SAR_CODEC_WEBM),
		MAGIC("wvpk\x20\0\0\0", SAR_CODEC_WAVPACK),
		MAGIC("ADIF\0\0", SAR_CODEC_AAC),
		MAGIC("\xFF\xF1\x6C\x40\x02\x1F\xFC", SAR_CODEC_AAC),
		MAGIC("\xFF\xFD\x80\x04", SAR_CODEC_MP2),
		MAGIC("\0\0\0\x1C"
		      "ftypM4A \0",
		    SAR_CODEC_MP4),
		MAGIC("\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9",
		    SAR_CODEC_WMA),
		MAGIC("\3ds2", SAR_CODEC_DSS), MAGIC(".RMF\0", SAR_CODEC_REAL),
		MAGIC("RIFX\0\0\0\0WAVE", SAR_CODEC_OTHER),
		MAGIC(".snd\0\0\0\x18\0\0\0\4\0\0\0\x18\0\0\x3E\x80\0\0\0\1"
		      "abcd",
		    SAR_CODEC_G722) };
	struct bytes *b = calloc(1, sizeof(*b));
	size_t i;

	(void)state;
	assert_non_null(b);
	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++) {
		memset(b->data, 0, 64);
		b->len = 0;
		add(b, magics[i].text, magics[i].len);
		is_named(b, NULL, magics[i].codec);
	}
	free(b);
}

/* What has no first bytes of its own is what the catalogue calls it. */
static void
the_catalogue_names_what_nothing_else_can(void **state)
{
	static const enum sar_codec codecs[] = { SAR_CODEC_G722, SAR_CODEC_G726,
		SAR_CODEC_G729, SAR_CODEC_OKI_ADPCM };
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_media_raw raw;
	size_t i;

	(void)state;
	assert_non_null(b);
	add(b, "any bytes at all", 16);
	for (i = 0; i < sizeof(codecs) / sizeof(codecs[0]); i++) {
		raw = (struct sar_media_raw){ codecs[i], 16000, 1 };
		is_named(b, &raw, codecs[i]);
	}
	free(b);
}

#define OGG_FLAC_SUM 0x989B3F2EU
#define OGG_SPEEX_SUM 0x80A35945U

/* The sums of the pages come from another program than ours. */
static void
what_ogg_holds_is_named(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		uint32_t sum;
		enum sar_codec codec;
	} packets[] = { { "\x7F"
			  "FLAC\1\0",
			    7, OGG_FLAC_SUM, SAR_CODEC_OGG_FLAC },
		{ "Speex   1.2", 11, OGG_SPEEX_SUM, SAR_CODEC_SPEEX } };
	struct bytes *b = calloc(1, sizeof(*b));
	size_t i;

	(void)state;
	assert_non_null(b);
	for (i = 0; i < 2; i++) {
		b->len = 0;
		add(b, "OggS\0\2\0\0\0\0\0\0\0\0abcd\0\0\0\0", 22);
		add32(b, packets[i].sum);
		add(b, "\1", 1);
		b->data[b->len++] = (uint8_t)packets[i].len;
		add(b, packets[i].text, packets[i].len);
		is_named(b, NULL, packets[i].codec);
	}
	free(b);
}

/* Bits of the format in a CAF file's desc: 1 to 4 are 16 to 32 bits. */
static void
alac_without_a_width_is_named(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	uint8_t flags;

	(void)state;
	assert_non_null(b);
	write_with_libsndfile(b, SF_FORMAT_CAF | SF_FORMAT_ALAC_16, 1, 9000);
	assert_memory_equal(b->data + 28, "alac\0\0\0\1", 8);
	for (flags = 0; flags < 10; flags += 5) {
		b->data[35] = flags;
		is_named(b, NULL, SAR_CODEC_ALAC_OTHER);
	}
	free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tags_of_wav_files_are_named),
		cmocka_unit_test(files_are_named_by_their_first_bytes),
		cmocka_unit_test(the_catalogue_names_what_nothing_else_can),
		cmocka_unit_test(what_ogg_holds_is_named),
		cmocka_unit_test(alac_without_a_width_is_named),
	};

	return cmocka_run_group_tests_name("media foreign", tests, NULL, NULL);
}
