/*
 * What libsndfile hides: pages and frames that are missing, two recordings in
 * one file, ends that are cut, bytes behind the end (reference, table 1c).
 */
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

#define SAMPLES 20000
#define HOLE "sound: sound is missing inside: what follows would be too early"

static struct bytes *
made(int format)
{
	struct bytes *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	write_with_libsndfile(b, format, 1, SAMPLES);
	return b;
}

static int
measure(const struct bytes *b, struct sar_media_info *info, struct sar_err *err)
{
	const char *text = (const char *)b->data;
	struct sar_source source;

	memset(err, 0, sizeof(*err));
	sar_source_text(&text, b->len, "sound", &source);
	return sar_media_measure(&source, NULL, info, err);
}

static void
is_found(const struct bytes *b, unsigned findings, uint64_t frames)
{
	struct sar_media_info info;
	struct sar_err err;

	assert_int_equal(measure(b, &info, &err), 0);
	assert_string_equal(err.msg, "");
	assert_int_equal(info.findings, findings);
	assert_int_equal(info.frames, frames);
}

/* Something of ${b} is left, and it is told that it is not all. */
static void
is_truncated(const struct bytes *b)
{
	struct sar_media_info info;
	struct sar_err err;

	assert_int_equal(measure(b, &info, &err), 0);
	assert_string_equal(err.msg, "");
	assert_int_equal(info.findings, SAR_MEDIA_TRUNCATED);
	assert_true(info.frames > SAMPLES / 4 && info.frames < SAMPLES);
}

static void
is_refused(const struct bytes *b, const char *why)
{
	struct sar_media_info info;
	struct sar_err err;

	assert_int_equal(measure(b, &info, &err), -1);
	assert_string_equal(err.msg, why);
	assert_int_equal(err.code, SAR_ECORRUPT);
}

static void
cut_out(struct bytes *b, size_t from, size_t to)
{
	memmove(b->data + from, b->data + to, b->len - to);
	b->len -= to - from;
}

/* The beginning of page ${n}. */
static size_t
page_at(const struct bytes *b, int n)
{
	size_t at;

	for (at = 0; at + 4 < b->len; at++)
		if (memcmp(b->data + at, "OggS", 4) == 0 && n-- == 0)
			return at;
	return b->len;
}

static int
pages(const struct bytes *b)
{
	int n = 0;

	while (page_at(b, n) < b->len)
		n++;
	return n;
}

static void
ogg_is_damaged(int format)
{
	struct bytes *b = made(format);
	size_t len = b->len;
	int n = pages(b);
	struct bytes *copy = made(format);
	size_t from, to;

	assert_true(n >= 4);
	is_found(b, 0, SAMPLES);
	/* A page is gone, or two bytes of one. */
	from = page_at(b, n - 3);
	to = page_at(b, n - 2);
	cut_out(b, from, to);
	is_refused(b, HOLE);
	*b = *copy;
	cut_out(b, from + 100, from + 102);
	is_refused(b, "sound: a page is damaged");
	*b = *copy;
	b->data[from + 60] ^= 1;
	is_refused(b, "sound: a page is damaged");
	/* The beginning, the end. */
	*b = *copy;
	cut_out(b, 0, page_at(b, 1));
	is_refused(b, "sound: the beginning of the sound is missing");
	*b = *copy;
	b->len = page_at(b, n - 1);
	is_truncated(b);
	b->len = page_at(copy, n - 1) + 40;
	is_truncated(b);
	b->len = 20;
	is_refused(b, "sound: a page is damaged");
	/* More than one. */
	*b = *copy;
	add(b, copy->data, len);
	is_refused(b, "sound: a second recording in the same file");
	*b = *copy;
	add(b, "tail", 4);
	is_found(b, SAR_MEDIA_TRAILING, SAMPLES);
	*b = *copy;
	memcpy(b->data + 14, "abcd", 4);
	is_refused(b, "sound: a page is damaged");
	free(copy);
	free(b);
}

static void
holes_in_vorbis_are_found(void **state)
{
	(void)state;
	ogg_is_damaged(SF_FORMAT_OGG | SF_FORMAT_VORBIS);
}

static void
holes_in_opus_are_found(void **state)
{
	(void)state;
	ogg_is_damaged(SF_FORMAT_OGG | SF_FORMAT_OPUS);
}

static void
holes_in_mp3_are_found(void **state)
{
	struct bytes *b = made(SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III);
	struct bytes *copy = made(SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III);
	size_t len = b->len;

	(void)state;
	is_found(b, 0, SAMPLES);
	cut_out(b, len / 2, len / 2 + 50);
	is_refused(b, HOLE);
	*b = *copy;
	memset(b->data + len / 2, 0xA5, 2000);
	is_refused(b, HOLE);
	*b = *copy;
	b->len = len / 2;
	is_truncated(b);
	/* Tags are neither sound nor strange; other bytes are. */
	*b = *copy;
	add(b, "TAG", 3);
	b->len += 125;
	is_found(b, 0, SAMPLES);
	*b = *copy;
	add(b, "APETAGEX\xD0\7\0\0\x28\0\0\0\0\0\0\0\0\0\0\x80", 24);
	b->len += 8 + 0x28;
	is_found(b, 0, SAMPLES);
	*b = *copy;
	add(b, "these are no tags and no frames, and are told", 45);
	is_found(b, SAR_MEDIA_TRAILING, SAMPLES);
	*b = *copy;
	add(b, copy->data, len);
	is_refused(b, "sound: a second recording in the same file");
	/* A tag at the beginning. */
	b->len = 0;
	add(b, "ID3\4\0\0\0\0\1\0", 10);
	b->len += 128;
	add(b, copy->data, len);
	is_found(b, 0, SAMPLES);
	b->data[6] = 0x7F;
	is_refused(b, "sound: a tag longer than the file");
	free(copy);
	free(b);
}

/* Where frame ${number} of a FLAC file begins that libsndfile wrote. */
static size_t
flac_frame(const struct bytes *b, uint8_t number)
{
	size_t at;

	for (at = 42; at + 4 < b->len; at++)
		if ((uint8_t)b->data[at] == 0xFF &&
		    ((uint8_t)b->data[at + 1] & 0xFE) == 0xF8 &&
		    (b->data[at + 3] & 1) == 0 &&
		    (uint8_t)b->data[at + 4] == number)
			return at;
	fail_msg("no such frame");
	return 0;
}

/* libFLAC plays them as they come, and all behind them late. */
static void
flac_frames_out_of_order_are_refused(void **state)
{
	struct bytes *b = made(SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
	struct bytes *copy = made(SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
	static const char why[] = "sound: its frames are not in order";
	size_t one = flac_frame(copy, 1);
	size_t two = flac_frame(copy, 2);
	size_t three = flac_frame(copy, 3);

	(void)state;
	/* Frame 1 twice. */
	b->len = two;
	add(b, copy->data + one, copy->len - one);
	is_refused(b, why);
	/* 2 before 1. */
	b->len = one;
	add(b, copy->data + two, three - two);
	add(b, copy->data + one, two - one);
	add(b, copy->data + three, copy->len - three);
	is_refused(b, why);
	/* A second file, of which nothing is played. */
	*b = *copy;
	add(b, copy->data, copy->len);
	is_found(b, SAR_MEDIA_TRAILING, SAMPLES);
	free(copy);
	free(b);
}

static void
holes_in_flac_are_found(void **state)
{
	struct bytes *b = made(SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
	struct bytes *copy = made(SF_FORMAT_FLAC | SF_FORMAT_PCM_16);
	size_t len = b->len;
	static const char why[] = "sound: cannot be decoded to its end";

	(void)state;
	is_found(b, 0, SAMPLES);
	cut_out(b, len / 2, len / 2 + 5000);
	is_refused(b, why);
	*b = *copy;
	memset(b->data + len / 2, 0xA5, 500);
	is_refused(b, why);
	*b = *copy;
	add(b, "tail", 4);
	is_found(b, SAR_MEDIA_TRAILING, SAMPLES);
	*b = *copy;
	b->data[4] ^= 1;
	is_refused(b, "sound: a block of its header is damaged");
	*b = *copy;
	b->len = 42;
	is_refused(b, "sound: ends within its header");
	/* Whole frames behind the end, and a length that stops before it. */
	*b = *copy;
	b->data[25] -= 1;
	is_refused(b, "sound: holds more sound than its header says");
	/* It says that there is more than there is. */
	*b = *copy;
	b->data[25] += 0x20;
	is_refused(b, "sound: decodes to another length");
	free(copy);
	free(b);
}

/* The last ${rest} bytes of what is damaged below are its sound. */
static void
sizes_are_damaged(int format, size_t at, int big, size_t rest)
{
	struct bytes *b = made(format);
	struct bytes *copy = made(format);
	size_t i;

	is_found(b, 0, SAMPLES);
	for (i = 0; i < 4; i++)
		b->data[at + i] = 0;
	is_found(b, SAR_MEDIA_REPAIRED, SAMPLES);
	*b = *copy;
	b->len -= rest / 2;
	is_truncated(b);
	*b = *copy;
	add(b, "\1\2\3", 3);
	is_found(b, SAR_MEDIA_TRAILING, SAMPLES);
	b->len = b->len - 3 - rest;
	for (i = 0; i < 4; i++)
		b->data[at + i] = 0;
	(void)big;
	is_refused(b, "sound: holds no audio");
	free(copy);
	free(b);
}

static void
au_with_wrong_sizes_is_repaired_or_told(void **state)
{
	struct bytes *b = made(SF_FORMAT_AU | SF_FORMAT_PCM_16);

	(void)state;
	sizes_are_damaged(SF_FORMAT_AU | SF_FORMAT_ULAW, 8, 1, SAMPLES);
	sizes_are_damaged(SF_FORMAT_AU | SF_FORMAT_PCM_16, 8, 1, 2 * SAMPLES);
	/* Unknown is a size that the format has. */
	memset(b->data + 8, 0xFF, 4);
	is_found(b, 0, SAMPLES);
	b->len = 23;
	is_refused(b, "sound: ends within its header");
	free(b);
}

static size_t
find(const struct bytes *b, const char *name)
{
	size_t at;

	for (at = 0; at + 4 < b->len; at++)
		if (memcmp(b->data + at, name, 4) == 0)
			return at;
	fail_msg("no %s chunk", name);
	return 0;
}

static void
aiff_with_wrong_sizes_is_repaired_or_told(void **state)
{
	struct bytes *b = made(SF_FORMAT_AIFF | SF_FORMAT_PCM_16);
	struct bytes *copy = made(SF_FORMAT_AIFF | SF_FORMAT_PCM_16);
	size_t ssnd = find(b, "SSND");
	size_t comm = find(b, "COMM");

	(void)state;
	is_found(b, 0, SAMPLES);
	memset(b->data + ssnd + 4, 0, 4);
	memset(b->data + comm + 10, 0, 4);
	is_found(b, SAR_MEDIA_REPAIRED, SAMPLES);
	*b = *copy;
	b->len -= SAMPLES;
	is_truncated(b);
	*b = *copy;
	b->data[comm + 13]--;
	is_refused(b, "sound: its two lengths are not the same");
	*b = *copy;
	add(b, b->data + ssnd, 2000);
	is_refused(b, "sound: two SSND chunks");
	*b = *copy;
	add(b, copy->data, copy->len);
	is_refused(b, "sound: a second recording in the same file");
	*b = *copy;
	add(b, "\1\2\3", 3);
	is_found(b, SAR_MEDIA_TRAILING, SAMPLES);
	b->len = ssnd;
	is_refused(b, "sound: no SSND chunk");
	free(copy);
	free(b);
}

static void
caf_with_wrong_sizes_is_repaired_or_told(void **state)
{
	struct bytes *b = made(SF_FORMAT_CAF | SF_FORMAT_PCM_16);
	struct bytes *copy = made(SF_FORMAT_CAF | SF_FORMAT_PCM_16);
	size_t data = find(b, "data");

	(void)state;
	is_found(b, 0, SAMPLES);
	memset(b->data + data + 4, 0xFF, 8);
	is_found(b, 0, SAMPLES);
	memset(b->data + data + 4, 0, 8);
	is_found(b, SAR_MEDIA_REPAIRED, SAMPLES);
	*b = *copy;
	b->len -= SAMPLES;
	is_truncated(b);
	*b = *copy;
	add(b, b->data + data, 2000);
	is_refused(b, "sound: two data chunks");
	*b = *copy;
	add(b, "\1\2\3", 3);
	is_found(b, SAR_MEDIA_TRAILING, SAMPLES);
	b->len = data;
	is_refused(b, "sound: no data chunk");
	free(copy);
	free(b);

	b = made(SF_FORMAT_CAF | SF_FORMAT_ALAC_16);
	is_found(b, 0, SAMPLES);
	b->len -= 3000;
	is_refused(b, "sound: not sound that can be decoded");
	free(b);
}

/* Each with the data chunk's size 0, as a crash leaves it, and cut. */
static void
wav_of_any_codec_is_repaired(void **state)
{
	static const struct {
		int format;
		uint64_t frames;
	} kinds[] = { { SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM, 505 * 40 },
		{ SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM, 500 * 40 },
		{ SF_FORMAT_WAV | SF_FORMAT_GSM610, 320 * 63 },
		{ SF_FORMAT_WAV | SF_FORMAT_G721_32, 120 * 167 },
		{ SF_FORMAT_WAV | SF_FORMAT_PCM_24, SAMPLES },
		{ SF_FORMAT_WAV | SF_FORMAT_FLOAT, SAMPLES },
		{ SF_FORMAT_RF64 | SF_FORMAT_PCM_16, SAMPLES },
		{ SF_FORMAT_RF64 | SF_FORMAT_ALAW, SAMPLES } };
	struct bytes *b;
	size_t data, i, ds64;

	(void)state;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		b = made(kinds[i].format);
		is_found(b, 0, kinds[i].frames);
		data = find(b, "data");
		set32(b, 4, 0);
		if (memcmp(b->data, "RF64", 4) == 0) {
			ds64 = find(b, "ds64");
			memset(b->data + ds64 + 8, 0, 24);
		} else {
			set32(b, data + 4, 0);
		}
		is_found(b, SAR_MEDIA_REPAIRED, kinds[i].frames);
		free(b);
		b = made(kinds[i].format);
		b->len -= (b->len - data) / 2;
		is_truncated(b);
		free(b);
	}
}

/* ffmpeg puts the pad byte into ds64's data size, not into its sample count. */
static void
the_pad_byte_of_an_odd_rf64_is_no_sound(void **state)
{
	struct bytes *b = calloc(1, sizeof(*b));

	(void)state;
	assert_non_null(b);
	add(b, "RF64\xFF\xFF\xFF\xFFWAVE", 12);
	add(b, "ds64\x1C\0\0\0", 8);
	add(b,
	    "\0\0\0\0\0\0\0\0"
	    "\6\0\0\0\0\0\0\0"
	    "\5\0\0\0\0\0\0\0\0\0\0",
	    28);
	add_fmt(b, 6, 1, 8000, 8);
	add(b,
	    "data\xFF\xFF\xFF\xFF"
	    "abcde",
	    14);
	set32(b, 20, (uint32_t)b->len - 8);
	is_found(b, 0, 5);
	/* A size past the end, and one that was never known. */
	set32(b, 28, 600);
	set32(b, 36, 600);
	is_found(b, SAR_MEDIA_TRUNCATED, 6);
	memset(b->data + 20, 0xFF, 24);
	is_found(b, SAR_MEDIA_REPAIRED, 6);
	/* Two sizes: players believe the one or the other. */
	set32(b, b->len - 10, 4);
	is_refused(b, "sound: two sizes of the sound");
	memset(b->data + 28, 0, 8);
	is_refused(b, "sound: two sizes of the sound");
	set32(b, 28, 4);
	is_found(b, SAR_MEDIA_REPAIRED | SAR_MEDIA_TRAILING, 4);
	/* A block size that is not the codec's is no ADPCM. */
	free(b);
	b = made(SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM);
	b->data[32]++;
	is_refused(b, "sound: block size does not fit the codec");
	free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holes_in_vorbis_are_found),
		cmocka_unit_test(holes_in_opus_are_found),
		cmocka_unit_test(holes_in_mp3_are_found),
		cmocka_unit_test(holes_in_flac_are_found),
		cmocka_unit_test(flac_frames_out_of_order_are_refused),
		cmocka_unit_test(au_with_wrong_sizes_is_repaired_or_told),
		cmocka_unit_test(aiff_with_wrong_sizes_is_repaired_or_told),
		cmocka_unit_test(caf_with_wrong_sizes_is_repaired_or_told),
		cmocka_unit_test(wav_of_any_codec_is_repaired),
		cmocka_unit_test(the_pad_byte_of_an_odd_rf64_is_no_sound),
	};

	return cmocka_run_group_tests_name("media holes", tests, NULL, NULL);
}
