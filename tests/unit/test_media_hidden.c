/* PCM that is in truth another codec, which players find and play. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "media/media.h"
#include "media_sndfile.h"
#include "media_wav.h"

#define PI 3.14159265358979323846

static enum sar_codec
codec_of(const struct bytes *b, const struct sar_media_raw *raw)
{
	const char *text = (const char *)b->data;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_media_info info;

	sar_source_text(&text, b->len, "sound", &source);
	if (sar_media_measure(&source, raw, &info, &err) == -1)
		fail_msg("%s", err.msg);
	return info.codec;
}

static void
wrap(struct bytes *wav, const void *data, size_t len)
{
	begin_wav(wav);
	add_fmt(wav, 1, 1, 8000, 16);
	add_chunk(wav, "data", data, len);
	end_wav(wav);
}

static void
swap(uint8_t *p, size_t len)
{
	uint8_t byte;
	size_t i;

	for (i = 0; i + 1 < len; i += 2) {
		byte = p[i];
		p[i] = p[i + 1];
		p[i + 1] = byte;
	}
}

/* Data that are not PCM, in a WAV file and without one, both orders. */
static void
is_hidden(struct bytes *data)
{
	const struct sar_media_raw raw = { SAR_CODEC_PCM16, 8000, 1 };
	struct bytes *wav = calloc(1, sizeof(*wav));
	int order;

	assert_non_null(wav);
	data->len -= data->len % 2;
	for (order = 0; order < 2; order++) {
		wrap(wav, data->data, data->len);
		assert_int_equal(codec_of(wav, NULL), SAR_CODEC_OTHER);
		assert_int_equal(codec_of(data, &raw), SAR_CODEC_OTHER);
		swap(data->data, data->len);
	}
	free(wav);
}

static void
mp3_inside_pcm_is_seen(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct bytes *mp3 = calloc(1, sizeof(*mp3));

	(void)state;
	assert_true(b != NULL && mp3 != NULL);
	write_with_libsndfile(mp3, SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 1,
	    20000);
	*b = *mp3;
	is_hidden(b);
	/* Behind silence, which ffmpeg steps over. */
	b->len = 0;
	memset(b->data, 0, 1000);
	b->len = 1000;
	add(b, mp3->data, mp3->len);
	is_hidden(b);
	free(mp3);
	free(b);
}

static void
frames_inside_pcm_are_seen(void **state)
{
	static const struct {
		const char *head;
		size_t len, size;
	} kinds[] = { { "\x0B\x77\0\0\x08\x40", 6, 256 },
		{ "\x0B\x77\0\0\x49\x40", 6, 280 },
		{ "\x0B\x77\0\x7F\0\x80", 6, 256 },
		{ "\xFF\xF1\x6C\x40\x20\x1F\xFC", 7, 256 },
		{ "\x56\xE1\x01", 3, 260 } };
	struct bytes *b = calloc(1, sizeof(*b));
	size_t i, n;

	(void)state;
	assert_non_null(b);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		memset(b, 0, sizeof(*b));
		for (n = 0; n < 5; n++)
			memcpy(b->data + n * kinds[i].size, kinds[i].head,
			    kinds[i].len);
		b->len = 5 * kinds[i].size;
		is_hidden(b);
	}
	free(b);
}

static void
words_inside_pcm_are_seen(void **state)
{
	static const char *const words[] = { "\x7F\xFE\x80\x01\xFC\x3C",
		"\x1F\xFF\xE8\x00\x07\xF1", "\xF8\x72\x4E\x1F\0\0" };
	const struct sar_media_raw raw = { SAR_CODEC_PCM16, 8000, 1 };
	struct bytes *b = calloc(1, sizeof(*b));
	size_t i;

	(void)state;
	assert_non_null(b);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		memset(b, 0, sizeof(*b));
		memcpy(b->data, words[i], 6);
		b->len = 4000;
		is_hidden(b);
		/* Sound first: once may be chance, twice is not. */
		memset(b->data, 0x22, 4000);
		memcpy(b->data + 1000, words[i], 6);
		assert_int_equal(codec_of(b, &raw), SAR_CODEC_PCM16);
		memcpy(b->data + 3000, words[i], 6);
		is_hidden(b);
	}
	free(b);
}

/*
 * Frames that are not as encoders begin them: some players know them, and the
 * hiss of a line has the word in its place once or twice, for -385 and 384.
 */
static void
unusual_words_inside_pcm_are_seen(void **state)
{
	const struct sar_media_raw raw = { SAR_CODEC_PCM16, 8000, 1 };
	struct bytes *b = calloc(1, sizeof(*b));
	size_t n;

	(void)state;
	assert_non_null(b);
	memcpy(b->data, "\x7F\xFE\x80\x01\0\0", 6);
	b->len = 8000;
	is_hidden(b);
	memset(b->data, 0x22, b->len);
	for (n = 1; n < 5; n++) {
		assert_int_equal(codec_of(b, &raw), SAR_CODEC_PCM16);
		memcpy(b->data + n * 1000, "\x7F\xFE\x80\x01\0\0", 6);
	}
	is_hidden(b);
	free(b);
}

/* Players look for them at every byte, and in samples of every width. */
static void
bursts_inside_any_pcm_are_seen(void **state)
{
	static const uint16_t bits[] = { 8, 16, 24, 32 };
	struct bytes *wav = calloc(1, sizeof(*wav));
	uint8_t sound[6000];
	size_t i, at;

	(void)state;
	assert_non_null(wav);
	for (i = 0; i < sizeof(bits) / sizeof(bits[0]); i++)
		for (at = 2000; at < 2012; at++) {
			memset(sound, 0x22, sizeof(sound));
			memcpy(sound + at, "\x72\xF8\x1F\x4E", 4);
			begin_wav(wav);
			add_fmt(wav, 1, 1, 8000, bits[i]);
			add_chunk(wav, "data", sound, sizeof(sound));
			end_wav(wav);
			assert_int_not_equal(codec_of(wav, NULL),
			    SAR_CODEC_OTHER);
			memcpy(sound + at + 2000, "\x72\xF8\x1F\x4E", 4);
			begin_wav(wav);
			add_fmt(wav, 1, 1, 8000, bits[i]);
			add_chunk(wav, "data", sound, sizeof(sound));
			end_wav(wav);
			assert_int_equal(codec_of(wav, NULL), SAR_CODEC_OTHER);
		}
	free(wav);
}

/* What looks for bursts does not step over tags. */
static void
bursts_inside_a_tag_are_seen(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));
	struct bytes *wav = calloc(1, sizeof(*wav));

	(void)state;
	assert_true(b != NULL && wav != NULL);
	memset(b->data, 0x22, 6000);
	memcpy(b->data, "ID3\4\0\0\0\0\x20\0", 10);
	memcpy(b->data + 1000, "\x72\xF8\x1F\x4E", 4);
	memcpy(b->data + 3000, "\x72\xF8\x1F\x4E", 4);
	wrap(wav, b->data, 6000);
	assert_int_equal(codec_of(wav, NULL), SAR_CODEC_OTHER);
	free(wav);
	free(b);
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 16;
}

/* The sound at ${i} of one of 10,000 beginnings. */
static int16_t
sample(uint32_t kind, size_t i, double pitch, int loud, uint32_t *seed)
{
	int noise = (int)(next_random(seed) & 0xFFFF) - 0x8000;

	switch (kind % 4) {
	case 0:
		return (int16_t)noise;
	case 1:
		return (int16_t)(loud * sin(2 * PI * pitch * (double)i));
	case 2: /* a line that is silent but for its last bits */
		return (int16_t)(noise % 4);
	default: /* loud enough to be clipped */
		return sin(2 * PI * pitch * (double)i) > 0 ? INT16_MAX
							   : INT16_MIN;
	}
}

static void
what_is_pcm_is_not_taken_for_anything(void **state)
{
	const struct sar_media_raw raw = { SAR_CODEC_PCM16, 8000, 1 };
	struct bytes *b = calloc(1, sizeof(*b));
	uint32_t kind, seed = 1;
	int16_t one;
	size_t i;

	(void)state;
	assert_non_null(b);
	for (kind = 0; kind < 10000; kind++) {
		double pitch = (next_random(&seed) % 3000 + 50) / 8000.0;
		int loud = (int)(next_random(&seed) & 0x7FFF);

		b->len = 0;
		for (i = 0; i < 1000; i++) {
			one = sample(kind, i, pitch, loud, &seed);
			add16(b, (uint16_t)one);
		}
		if (codec_of(b, &raw) != SAR_CODEC_PCM16)
			fail_msg("beginning %u is no PCM", kind);
	}
	memset(b->data, 0, b->len);
	assert_int_equal(codec_of(b, &raw), SAR_CODEC_PCM16);
	memset(b->data, 0xFF, b->len);
	assert_int_equal(codec_of(b, &raw), SAR_CODEC_PCM16);
	free(b);
}

/*
 * The hiss of a quiet line has every pair of small values, the bytes of a
 * word among them, at odd places.
 */
static void
a_quiet_line_is_pcm(void **state)
{
	const struct sar_media_raw raw = { SAR_CODEC_PCM16, 8000, 1 };
	struct bytes *b = calloc(1, sizeof(*b));
	uint32_t seed = 1;
	int kind, i;

	(void)state;
	assert_non_null(b);
	for (kind = 0; kind < 300; kind++) {
		b->len = 0;
		for (i = 0; i < 32000; i++)
			add16(b,
			    (uint16_t)(((int)(next_random(&seed) & 0xFFFF) -
					   0x8000) /
				       (100 + 10 * kind)));
		if (codec_of(b, &raw) != SAR_CODEC_PCM16)
			fail_msg("hiss %d is no PCM", kind);
	}
	free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mp3_inside_pcm_is_seen),
		cmocka_unit_test(frames_inside_pcm_are_seen),
		cmocka_unit_test(words_inside_pcm_are_seen),
		cmocka_unit_test(unusual_words_inside_pcm_are_seen),
		cmocka_unit_test(bursts_inside_any_pcm_are_seen),
		cmocka_unit_test(bursts_inside_a_tag_are_seen),
		cmocka_unit_test(what_is_pcm_is_not_taken_for_anything),
		cmocka_unit_test(a_quiet_line_is_pcm),
	};

	return cmocka_run_group_tests_name("media hidden", tests, NULL, NULL);
}
