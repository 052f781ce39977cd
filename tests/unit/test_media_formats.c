/*
 * Every format a recorder writes: the right codec, the right length, sample
 * for sample where nothing is lost, and where something is, still near to the
 * original and not one sample early or late.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "media/coded.h"
#include "media/decode.h"
#include "media/media.h"
#include "media_sndfile.h"
#include "media_wav.h"

#define FRAMES 4321
#define MOST (FRAMES + 4096)

/* Two talkers of a sort: tones that glide, so that a shift shows. */
static void
make_sound(int16_t *out, int channels, int rate)
{
	double t;
	int c, i;

	for (i = 0; i < FRAMES; i++)
		for (c = 0; c < channels; c++) {
			t = (double)i / rate;
			out[i * channels + c] = (int16_t)
			    lrint(6000 * sin(2 * M_PI *
					     (300 + 40 * c + 400 * t) * t) +
				  3000 *
				      sin(2 * M_PI * (700 + 90 * c) * t + c));
		}
}

static void
source_of(const struct bytes *b, const char **text, struct sar_source *source)
{
	*text = (const char *)b->data;
	sar_source_text(text, b->len, "sound", source);
}

/* Decode ${b} by the front and, the same, by the decoder itself. */
static uint64_t
decode_both(const struct bytes *b, const struct sar_media_raw *raw,
    int16_t *out, struct sar_media_info *info)
{
	int16_t *again = calloc((size_t)MOST * 8, sizeof(*again));
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info second;
	struct sar_decode *decode;
	struct sar_source source;
	struct sar_media *media;
	const char *text;
	uint64_t frames = 0;
	uint64_t twice = 0;
	ssize_t n;

	assert_non_null(again);
	source_of(b, &text, &source);
	media = sar_media_open(&source, raw, info, &err);
	assert_string_equal(err.msg, "");
	while ((n = sar_media_read(media, out + frames * info->channels, 1000,
		    &err)) > 0)
		assert_true((frames += (uint64_t)n) + 1000 < MOST);
	assert_string_equal(err.msg, "");
	sar_media_close(media);
	decode = sar_decode_open(&source, raw, &second, &err);
	assert_string_equal(err.msg, "");
	while ((n = sar_decode_read(decode, again + twice * second.channels,
		    777, &err)) > 0)
		assert_true((twice += (uint64_t)n) + 777 < MOST);
	assert_string_equal(err.msg, "");
	sar_decode_close(decode);
	assert_memory_equal(info, &second, sizeof(second));
	assert_int_equal(frames, twice);
	assert_int_equal(frames, info->frames);
	assert_memory_equal(out, again, frames * info->channels * sizeof(*out));
	free(again);
	return frames;
}

/* In dB, of ${out} from ${off} on against ${in}. */
static double
snr(const int16_t *in, const int16_t *out, size_t samples)
{
	double signal = 1e-9;
	double noise = 1e-9;
	double d;
	size_t i;

	for (i = 0; i < samples; i++) {
		d = (double)in[i] - out[i];
		signal += (double)in[i] * in[i];
		noise += d * d;
	}
	return 10 * log10(signal / noise);
}

static const struct format {
	int format;
	int rate;
	int channels;
	enum sar_codec codec;
	int db;    /* at least; 0: not a sample differs */
	int block; /* the length is filled up to this */
} formats[] = {
	{ SF_FORMAT_WAV | SF_FORMAT_PCM_U8, 8000, 1, SAR_CODEC_PCM8, 30, 1 },
	{ SF_FORMAT_WAV | SF_FORMAT_PCM_16, 192000, 8, SAR_CODEC_PCM16, 0, 1 },
	{ SF_FORMAT_WAV | SF_FORMAT_PCM_24, 11025, 3, SAR_CODEC_PCM24, 0, 1 },
	{ SF_FORMAT_WAV | SF_FORMAT_PCM_32, 48000, 2, SAR_CODEC_PCM32, 0, 1 },
	{ SF_FORMAT_WAVEX | SF_FORMAT_PCM_16, 8000, 2, SAR_CODEC_PCM16, 0, 1 },
	{ SF_FORMAT_WAV | SF_FORMAT_ALAW, 1000, 1, SAR_CODEC_ALAW, 30, 1 },
	{ SF_FORMAT_WAV | SF_FORMAT_ULAW, 8000, 2, SAR_CODEC_ULAW, 30, 1 },
	{ SF_FORMAT_WAVEX | SF_FORMAT_ALAW, 8000, 1, SAR_CODEC_ALAW, 30, 1 },
	{ SF_FORMAT_RF64 | SF_FORMAT_PCM_16, 8000, 1, SAR_CODEC_PCM16, 0, 1 },
	{ SF_FORMAT_RF64 | SF_FORMAT_ALAW, 8000, 1, SAR_CODEC_ALAW, 30, 1 },
	{ SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, 8000, 1, SAR_CODEC_IMA_ADPCM, 20,
	    505 },
	{ SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, 8000, 2, SAR_CODEC_IMA_ADPCM, 20,
	    505 },
	{ SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM, 8000, 1, SAR_CODEC_MS_ADPCM, 20,
	    500 },
	{ SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM, 22050, 2, SAR_CODEC_MS_ADPCM, 20,
	    2036 },
	{ SF_FORMAT_WAV | SF_FORMAT_GSM610, 8000, 1, SAR_CODEC_GSM610, 8, 320 },
	{ SF_FORMAT_WAV | SF_FORMAT_G721_32, 8000, 1, SAR_CODEC_G721, 20, 120 },
	{ SF_FORMAT_AU | SF_FORMAT_ULAW, 8000, 1, SAR_CODEC_ULAW, 30, 1 },
	{ SF_FORMAT_AU | SF_FORMAT_ALAW, 8000, 2, SAR_CODEC_ALAW, 30, 1 },
	{ SF_FORMAT_AU | SF_FORMAT_PCM_S8, 8000, 1, SAR_CODEC_PCM8, 30, 1 },
	{ SF_FORMAT_AU | SF_FORMAT_PCM_16, 8000, 2, SAR_CODEC_PCM16, 0, 1 },
	{ SF_FORMAT_AU | SF_FORMAT_PCM_24, 8000, 1, SAR_CODEC_PCM24, 0, 1 },
	{ SF_FORMAT_AU | SF_FORMAT_G721_32, 8000, 1, SAR_CODEC_G721, 20, 120 },
	{ SF_FORMAT_AU | SF_FORMAT_G723_24, 8000, 1, SAR_CODEC_G723_24, 14,
	    120 },
	{ SF_FORMAT_AU | SF_FORMAT_G723_40, 8000, 1, SAR_CODEC_G723_40, 25,
	    120 },
	/* libsndfile counts the pad byte of an odd AIFF, in both lengths. */
	{ SF_FORMAT_AIFF | SF_FORMAT_PCM_S8, 8000, 1, SAR_CODEC_PCM8, 30, 2 },
	{ SF_FORMAT_AIFF | SF_FORMAT_PCM_U8, 8000, 1, SAR_CODEC_PCM8, 30, 2 },
	{ SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 44100, 2, SAR_CODEC_PCM16, 0, 1 },
	{ SF_FORMAT_AIFF | SF_FORMAT_PCM_16 | SF_ENDIAN_LITTLE, 8000, 1,
	    SAR_CODEC_PCM16, 0, 1 },
	{ SF_FORMAT_AIFF | SF_FORMAT_PCM_24, 96000, 1, SAR_CODEC_PCM24, 0, 1 },
	{ SF_FORMAT_AIFF | SF_FORMAT_ALAW, 8000, 1, SAR_CODEC_ALAW, 30, 2 },
	{ SF_FORMAT_AIFF | SF_FORMAT_ULAW, 8000, 2, SAR_CODEC_ULAW, 30, 1 },
	{ SF_FORMAT_CAF | SF_FORMAT_PCM_S8, 8000, 1, SAR_CODEC_PCM8, 30, 1 },
	{ SF_FORMAT_CAF | SF_FORMAT_PCM_16, 16000, 2, SAR_CODEC_PCM16, 0, 1 },
	{ SF_FORMAT_CAF | SF_FORMAT_PCM_16 | SF_ENDIAN_LITTLE, 8000, 1,
	    SAR_CODEC_PCM16, 0, 1 },
	{ SF_FORMAT_CAF | SF_FORMAT_PCM_32, 8000, 1, SAR_CODEC_PCM32, 0, 1 },
	{ SF_FORMAT_CAF | SF_FORMAT_ALAW, 8000, 1, SAR_CODEC_ALAW, 30, 1 },
	{ SF_FORMAT_CAF | SF_FORMAT_ULAW, 8000, 1, SAR_CODEC_ULAW, 30, 1 },
	{ SF_FORMAT_CAF | SF_FORMAT_ALAC_16, 8000, 2, SAR_CODEC_ALAC, 0, 1 },
	{ SF_FORMAT_CAF | SF_FORMAT_ALAC_24, 8000, 1, SAR_CODEC_ALAC, 0, 1 },
	{ SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 8000, 2, SAR_CODEC_FLAC, 0, 1 },
	{ SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 8000, 1, SAR_CODEC_FLAC, 0, 1 },
	{ SF_FORMAT_FLAC | SF_FORMAT_PCM_S8, 8000, 8, SAR_CODEC_FLAC, 30, 1 },
	{ SF_FORMAT_OGG | SF_FORMAT_VORBIS, 8000, 1, SAR_CODEC_VORBIS, 10, 1 },
	{ SF_FORMAT_OGG | SF_FORMAT_VORBIS, 44100, 2, SAR_CODEC_VORBIS, 8, 1 },
	{ SF_FORMAT_OGG | SF_FORMAT_OPUS, 8000, 1, SAR_CODEC_OPUS, 8, 1 },
	{ SF_FORMAT_OGG | SF_FORMAT_OPUS, 48000, 2, SAR_CODEC_OPUS, 8, 1 },
	{ SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 8000, 1, SAR_CODEC_MP3, 10,
	    1 },
	{ SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 44100, 1, SAR_CODEC_MP3,
	    10, 1 },
};

static void
try_format(const struct format *f)
{
	int16_t *in = calloc((size_t)MOST * 8, sizeof(*in));
	int16_t *out = calloc((size_t)MOST * 8, sizeof(*out));
	struct bytes *b = calloc(1, sizeof(*b));
	size_t samples = (size_t)FRAMES * (size_t)f->channels;
	struct sar_media_info info;
	double db;

	assert_true(in != NULL && out != NULL && b != NULL);
	make_sound(in, f->channels, f->rate);
	write_sound(b, f->format, f->channels, f->rate, in, samples);
	(void)decode_both(b, NULL, out, &info);
	db = snr(in, out, samples);
	if (info.codec != f->codec || info.findings != 0 ||
	    (f->db == 0 && memcmp(in, out, samples * sizeof(*in)) != 0) ||
	    db < f->db || info.rate != (uint32_t)f->rate ||
	    info.channels != (uint32_t)f->channels ||
	    info.frames !=
		(uint64_t)((FRAMES + f->block - 1) / f->block * f->block))
		fail_msg("format %#x: %s, findings %u, %.1f dB, %u frames",
		    (unsigned)f->format, sar_media_codec_name(info.codec),
		    info.findings, db, (unsigned)info.frames);
	free(in);
	free(out);
	free(b);
}

static void
every_format_decodes_to_what_went_in(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		try_format(&formats[i]);
}

/* Past full scale libsndfile's own conversion wraps around. */
static void
overload_is_clamped_and_never_wraps_around(void **state)
{
	static const int kinds[] = { SF_FORMAT_OGG | SF_FORMAT_VORBIS,
		SF_FORMAT_OGG | SF_FORMAT_OPUS,
		SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III };
	int16_t *in = calloc(MOST, sizeof(*in));
	int16_t *out = calloc(MOST, sizeof(*out));
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_media_info info;
	size_t i, k, full;

	(void)state;
	assert_true(in != NULL && out != NULL && b != NULL);
	for (i = 0; i < FRAMES; i++)
		in[i] = i / 40 % 2 == 0 ? 32767 : -32768;
	for (k = 0; k < 3; k++) {
		write_sound(b, kinds[k], 1, 8000, in, FRAMES);
		(void)decode_both(b, NULL, out, &info);
		for (full = 0, i = 1000; i < FRAMES - 1000; i++) {
			full += out[i] == 32767 || out[i] == -32768;
			/* The middle of each half wave is far from zero. */
			if (i % 40 > 10 && i % 40 < 30)
				assert_true((out[i] > 0) == (in[i] > 0));
		}
		assert_true(full > 100);
	}
	free(in);
	free(out);
	free(b);
}

static void
add_real(struct bytes *b, double value, bool wide)
{
	float narrow = (float)value;

	if (wide)
		add(b, &value, sizeof(value));
	else
		add(b, &narrow, sizeof(narrow));
}

static void
floats_are_scaled_rounded_and_clamped(void **state)
{
	static const struct {
		double in;
		int16_t out;
	} cases[] = { { 0, 0 }, { 0.5, 16384 }, { -0.5, -16384 }, { 1, 32767 },
		{ -1, -32768 }, { 1.5, 32767 }, { -7e30, -32768 },
		{ (double)INFINITY, 32767 }, { (double)-INFINITY, -32768 },
		{ (double)NAN, 0 }, { 1.5 / 32768, 2 }, { 2.5 / 32768, 2 },
		{ -1.5 / 32768, -2 }, { 0.4 / 32768, 0 },
		{ 32766.6 / 32768, 32767 }, { -32767.6 / 32768, -32768 } };
	size_t n = sizeof(cases) / sizeof(cases[0]);
	struct bytes *b = calloc(1, sizeof(*b));
	int16_t *out = calloc(MOST, sizeof(*out));
	struct sar_media_info info;
	size_t i;
	int wide;

	(void)state;
	assert_true(b != NULL && out != NULL);
	for (wide = 0; wide < 2; wide++) {
		begin_wav(b);
		add_fmt(b, 3, 1, 8000, wide ? 64 : 32);
		add(b, "data", 4);
		add32(b, (uint32_t)(n * (wide ? 8 : 4)));
		for (i = 0; i < n; i++)
			add_real(b, cases[i].in, wide);
		end_wav(b);
		assert_int_equal(decode_both(b, NULL, out, &info), n);
		for (i = 0; i < n; i++)
			assert_int_equal(out[i], cases[i].out);
		assert_int_equal(info.codec,
		    wide ? SAR_CODEC_DOUBLE : SAR_CODEC_FLOAT);
	}
	free(out);
	free(b);
}

/* Wide samples lose their lower bits, and are not rounded up past the top. */
static void
wide_integers_are_shifted_down(void **state)
{
	static const uint8_t wide[] = { 0xFF, 0xFF, 0x7F, 0x00, 0x00, 0x80,
		0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00 };
	static const int16_t out24[] = { 32767, -32768, -1, 0 };
	static const int16_t out32[] = { 0x007F, -1, 0 };
	int16_t out[4];

	(void)state;
	sar_media_convert(SAR_CODEC_PCM24, wide, 4, out);
	assert_memory_equal(out, out24, sizeof(out24));
	sar_media_convert(SAR_CODEC_PCM32, wide, 3, out);
	assert_memory_equal(out, out32, sizeof(out32));
	sar_media_convert(SAR_CODEC_PCM8, wide + 2, 4, out);
	assert_int_equal(out[0], -256);
	assert_int_equal(out[1], -32768);
	assert_int_equal(out[3], 0);
}

/* --- without a header --------------------------------------------------- */

static void
sound_without_a_header_is_what_the_catalogue_says(void **state)
{
	static const struct {
		int format;
		enum sar_codec codec;
		uint32_t channels;
		uint64_t frames;
	} kinds[] = { { SF_FORMAT_RAW | SF_FORMAT_PCM_16 | SF_ENDIAN_LITTLE,
			  SAR_CODEC_PCM16, 2, FRAMES },
		{ SF_FORMAT_RAW | SF_FORMAT_ALAW, SAR_CODEC_ALAW, 1, FRAMES },
		{ SF_FORMAT_RAW | SF_FORMAT_ULAW, SAR_CODEC_ULAW, 2, FRAMES },
		{ SF_FORMAT_RAW | SF_FORMAT_GSM610, SAR_CODEC_GSM610, 1,
		    (FRAMES + 159) / 160 * 160 } };
	int16_t *in = calloc((size_t)MOST * 2, sizeof(*in));
	int16_t *out = calloc((size_t)MOST * 2, sizeof(*out));
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	struct sar_media_raw raw;
	struct sar_source source;
	const char *text;
	size_t i, samples;

	(void)state;
	assert_true(in != NULL && out != NULL && b != NULL);
	for (i = 0; i < 4; i++) {
		raw = (struct sar_media_raw){ kinds[i].codec, 8000,
			kinds[i].channels };
		samples = (size_t)FRAMES * raw.channels;
		make_sound(in, (int)raw.channels, 8000);
		write_sound(b, kinds[i].format, (int)raw.channels, 8000, in,
		    samples);
		assert_int_equal(decode_both(b, &raw, out, &info),
		    kinds[i].frames);
		assert_int_equal(info.codec, raw.codec);
		assert_int_equal(info.findings, SAR_MEDIA_HEADERLESS);
		assert_true(snr(in, out, samples) > 8);
		/* And never guessed. */
		source_of(b, &text, &source);
		assert_int_equal(sar_media_measure(&source, NULL, &info, &err),
		    -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		memset(&err, 0, sizeof(err));
	}
	/* A byte too many. */
	add(b, "", 1);
	(void)decode_both(b, &raw, out, &info);
	assert_int_equal(info.findings,
	    SAR_MEDIA_HEADERLESS | SAR_MEDIA_TRUNCATED);
	assert_int_equal(info.frames, kinds[3].frames);
	free(in);
	free(out);
	free(b);
}

static void
is_refused(const struct bytes *b, const struct sar_media_raw *raw,
    const char *why)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	struct sar_source source;
	const char *text;

	source_of(b, &text, &source);
	assert_int_equal(sar_media_measure(&source, raw, &info, &err), -1);
	assert_string_equal(err.msg, why);
	assert_int_equal(err.code, SAR_ECORRUPT);
}

static void
the_catalogue_does_not_overrule_a_header(void **state)
{
	static const char why[] =
	    "sound: has a header, and the catalogue says that it has none";
	static const int kinds[] = { SF_FORMAT_WAV | SF_FORMAT_ALAW,
		SF_FORMAT_AU | SF_FORMAT_ALAW, SF_FORMAT_AIFF | SF_FORMAT_ALAW,
		SF_FORMAT_CAF | SF_FORMAT_ALAW,
		SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
		SF_FORMAT_OGG | SF_FORMAT_VORBIS };
	struct sar_media_raw raw = { SAR_CODEC_ALAW, 8000, 1 };
	struct bytes *b = calloc(1, sizeof(*b));
	int16_t *out = calloc(MOST, sizeof(*out));
	struct sar_media_info info;
	size_t i;

	(void)state;
	assert_true(b != NULL && out != NULL);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		write_with_libsndfile(b, kinds[i], 1, 1000);
		is_refused(b, &raw, why);
	}
	b->len = 0;
	add(b, "ID3\4\0\0\0\0\0\2abcdefgh", 18);
	is_refused(b, &raw, why);
	/* Loud sound may begin as a frame of MP3 does. */
	b->len = 0;
	add(b, "\xFF\xFB\x90\x64\xFF\xFB\x90\x64", 8);
	assert_int_equal(decode_both(b, &raw, out, &info), 8);

	b->len = 0;
	is_refused(b, &raw, "sound: holds no audio");
	add(b, "abc", 3);
	raw.channels = 9;
	is_refused(b, &raw, "sound: number of channels is not 1 to 8");
	raw = (struct sar_media_raw){ SAR_CODEC_FLAC, 8000, 1 };
	is_refused(b, &raw, "sound: a codec that cannot be without a header");
	raw = (struct sar_media_raw){ SAR_CODEC_GSM610, 8000, 1 };
	is_refused(b, &raw, "sound: holds no audio");
	memset(b->data, 0xD0, 66);
	b->len = 66;
	b->data[33] = 0xC0;
	is_refused(b, &raw, "sound: a frame that is not GSM");
	raw.channels = 2;
	is_refused(b, &raw, "sound: GSM with more than one channel");
	free(out);
	free(b);
}

/* --- coded -------------------------------------------------------------- */

static void
coded_says_where_the_bytes_are(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_coded coded;
	struct sar_source source;
	const char *text;
	bool is = false;

	(void)state;
	assert_non_null(b);
	begin_wav(b);
	add_chunk(b, "JUNK", "12345", 5);
	add_fmt(b, 6, 2, 8000, 8);
	add_chunk(b, "data", "abcdefg", 7);
	end_wav(b);
	source_of(b, &text, &source);
	assert_int_equal(sar_media_coded(&source, NULL, &coded, &is, &err), 0);
	assert_true(is);
	assert_int_equal(coded.codec, SAR_CODEC_ALAW);
	assert_memory_equal(b->data + coded.off, "abcdef", 6);
	assert_int_equal(coded.len, 6);
	assert_int_equal(coded.frames, 3);
	assert_int_equal(coded.findings, SAR_MEDIA_TRUNCATED);

	/* G.711 in AU lies as in a WAV file; PCM has its bytes swapped. */
	write_with_libsndfile(b, SF_FORMAT_AU | SF_FORMAT_ULAW, 1, 500);
	source_of(b, &text, &source);
	assert_int_equal(sar_media_coded(&source, NULL, &coded, &is, &err), 0);
	assert_true(is);
	assert_int_equal(coded.off + 500, b->len);
	write_with_libsndfile(b, SF_FORMAT_AU | SF_FORMAT_PCM_16, 1, 500);
	source_of(b, &text, &source);
	assert_int_equal(sar_media_coded(&source, NULL, &coded, &is, &err), 0);
	assert_false(is);
	write_with_libsndfile(b, SF_FORMAT_AIFF | SF_FORMAT_PCM_S8, 1, 500);
	source_of(b, &text, &source);
	assert_int_equal(sar_media_coded(&source, NULL, &coded, &is, &err), 0);
	assert_false(is);
	write_with_libsndfile(b, SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, 1, 500);
	source_of(b, &text, &source);
	assert_int_equal(sar_media_coded(&source, NULL, &coded, &is, &err), 0);
	assert_false(is);
	assert_int_equal(coded.codec, SAR_CODEC_UNKNOWN);
	free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_decodes_to_what_went_in),
		cmocka_unit_test(overload_is_clamped_and_never_wraps_around),
		cmocka_unit_test(floats_are_scaled_rounded_and_clamped),
		cmocka_unit_test(wide_integers_are_shifted_down),
		cmocka_unit_test(
		    sound_without_a_header_is_what_the_catalogue_says),
		cmocka_unit_test(the_catalogue_does_not_overrule_a_header),
		cmocka_unit_test(coded_says_where_the_bytes_are),
	};

	return cmocka_run_group_tests_name("media formats", tests, NULL, NULL);
}
