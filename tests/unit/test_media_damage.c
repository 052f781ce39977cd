/* Sound files that are not whole: repaired, told of, or refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/media.h"
#include "media_wav.h"

#define SOUND 1000                 /* bytes of A-law in the file below */
#define DATA_SIZE_AT (12 + 24 + 4) /* of its data chunk */

static struct bytes *
whole(void)
{
	struct bytes *b = calloc(1, sizeof(*b));
	size_t i;

	assert_non_null(b);
	begin_wav(b);
	add_fmt(b, 6, 1, 8000, 8);
	add(b, "data", 4);
	add32(b, SOUND);
	for (i = 0; i < SOUND; i++)
		b->data[b->len++] = (uint8_t)(i * 37);
	end_wav(b);
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

/* That ${b} decodes to the same samples as the first ${frames} of whole(). */
static void
decodes_to_the_same(const struct bytes *b, uint64_t frames)
{
	struct bytes *good = whole();
	const char *texts[2] = { (const char *)good->data,
		(const char *)b->data };
	size_t lens[2] = { good->len, b->len };
	int16_t out[2][SOUND + 1];
	struct sar_media_info info;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_media *media;
	size_t done;
	ssize_t n;
	int i;

	for (i = 0; i < 2; i++) {
		sar_source_text(&texts[i], lens[i], "sound", &source);
		assert_non_null(media = sar_media_open(&source, NULL, &info,
				    &err));
		done = 0;
		while ((n = sar_media_read(media, out[i] + done,
			    SOUND + 1 - done, &err)) > 0)
			done += (size_t)n;
		assert_string_equal(err.msg, "");
		sar_media_close(media);
		assert_true(done >= frames);
	}
	assert_int_equal(info.frames, frames);
	assert_memory_equal(out[0], out[1], frames * sizeof(out[0][0]));
	free(good);
}

static void
is_found(const struct bytes *b, unsigned findings, uint64_t frames)
{
	struct sar_media_info info;
	struct sar_err err;

	(void)measure(b, &info, &err);
	assert_string_equal(err.msg, "");
	assert_int_equal(info.findings, findings);
	assert_int_equal(info.frames, frames);
	decodes_to_the_same(b, frames);
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
a_crashed_recorders_header_is_repaired(void **state)
{
	static const uint32_t riffs[] = { 0, 8, 36, 36 + SOUND, 0xFFFFFFFFU };
	struct bytes *b = whole();
	size_t i;

	(void)state;
	set32(b, DATA_SIZE_AT, 0);
	for (i = 0; i < sizeof(riffs) / sizeof(riffs[0]); i++) {
		set32(b, 4, riffs[i]);
		is_found(b, SAR_MEDIA_REPAIRED, SOUND);
	}
	free(b);
}

static void
a_size_that_stands_for_a_pipe_is_repaired(void **state)
{
	static const uint32_t sizes[] = { 0xFFFFFFFFU, 0x7FFFF000U, 0x80000000U,
		0xFFFFFFDBU };
	struct bytes *b = whole();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		set32(b, DATA_SIZE_AT, sizes[i]);
		set32(b, 4, sizes[i]);
		is_found(b, SAR_MEDIA_REPAIRED, SOUND);
	}
	free(b);
}

static void
a_first_size_that_is_wrong_alone_is_told(void **state)
{
	struct bytes *b = whole();

	(void)state;
	set32(b, 4, 0);
	is_found(b, SAR_MEDIA_REPAIRED, SOUND);
	set32(b, 4, SOUND + 36 + 5000);
	is_found(b, SAR_MEDIA_REPAIRED, SOUND);
	/* Many writers leave the pad byte out of it. */
	set32(b, 4, SOUND + 37);
	is_found(b, 0, SOUND);
	free(b);
}

static void
a_file_cut_in_the_sound_is_told_and_read_to_the_cut(void **state)
{
	struct bytes *b = whole();

	(void)state;
	b->len -= 400;
	is_found(b, SAR_MEDIA_TRUNCATED, SOUND - 400);
	b->len = DATA_SIZE_AT + 4 + 1;
	is_found(b, SAR_MEDIA_TRUNCATED, 1);
	free(b);
}

static void
sound_that_ends_inside_a_frame_is_told(void **state)
{
	struct bytes *b = whole();
	struct sar_media_info info;
	struct sar_err err;

	(void)state;
	begin_wav(b);
	add_fmt(b, 1, 2, 8000, 16);
	add_chunk(b, "data", "abcdABCDef", 10);
	end_wav(b);
	assert_int_equal(measure(b, &info, &err), 0);
	assert_int_equal(info.frames, 2);
	assert_int_equal(info.findings, SAR_MEDIA_TRUNCATED);
	free(b);
}

static void
a_file_without_sound_is_never_an_empty_success(void **state)
{
	static const uint32_t sizes[] = { 0, SOUND, 0xFFFFFFFFU };
	struct bytes *b = whole();
	struct sar_media_info info;
	struct sar_err err;
	size_t i;

	(void)state;
	b->len = DATA_SIZE_AT + 4;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		set32(b, DATA_SIZE_AT, sizes[i]);
		is_refused(b, "sound: holds no audio");
		(void)measure(b, &info, &err);
		assert_true((info.findings & SAR_MEDIA_NO_AUDIO) != 0);
		assert_int_equal(info.frames, 0);
	}
	set32(b, DATA_SIZE_AT, 0);
	add_chunk(b, "LIST", "INFOabc", 7);
	end_wav(b);
	is_refused(b, "sound: holds no audio");
	b->len = 0;
	is_refused(b, "sound: holds no audio");
	free(b);
}

static void
half_a_frame_is_no_audio(void **state)
{
	struct bytes *b = whole();

	(void)state;
	begin_wav(b);
	add_fmt(b, 1, 2, 8000, 16);
	add_chunk(b, "data", "abc", 3);
	end_wav(b);
	is_refused(b, "sound: holds no audio");
	free(b);
}

static void
two_data_chunks_are_refused(void **state)
{
	struct bytes *b = whole();

	(void)state;
	add_chunk(b, "data", "more", 4);
	end_wav(b);
	is_refused(b, "sound: two data chunks");
	/* Also when the second is cut, or the first says it is empty. */
	b->len -= 2;
	is_refused(b, "sound: two data chunks");

	b->len = DATA_SIZE_AT + 4;
	set32(b, DATA_SIZE_AT, 0);
	add_chunk(b, "data", "more", 4);
	is_refused(b, "sound: two data chunks");
	free(b);
}

static void
two_files_in_one_are_refused(void **state)
{
	struct bytes *b = whole();
	struct bytes *second = whole();

	(void)state;
	add(b, second->data, second->len);
	is_refused(b, "sound: a second recording in the same file");
	free(second);
	free(b);
}

static void
bytes_in_no_chunk_are_told_and_not_decoded(void **state)
{
	struct bytes *b = whole();

	(void)state;
	add(b, "\1\2\3", 3);
	is_found(b, SAR_MEDIA_TRAILING, SOUND);
	add(b, "\x80\x81\x82\x83 and much more", 18);
	is_found(b, SAR_MEDIA_TRAILING, SOUND);
	free(b);
}

static void
a_stale_size_leaves_bytes_in_no_chunk(void **state)
{
	struct bytes *b = whole();

	(void)state;
	set32(b, DATA_SIZE_AT, 600);
	set32(b, 4, 600 + 36);
	is_found(b, SAR_MEDIA_TRAILING, 600);
	free(b);
}

static void
a_chunk_longer_than_the_file_is_refused_before_the_sound(void **state)
{
	struct bytes *b = whole();

	(void)state;
	begin_wav(b);
	add_fmt(b, 6, 1, 8000, 8);
	add(b, "PAD ", 4);
	add32(b, 0x7FFFFFFFU);
	add_chunk(b, "data", "abcd", 4);
	end_wav(b);
	is_refused(b, "sound: a chunk longer than the file");
	free(b);

	b = whole();
	add(b, "LIST", 4);
	add32(b, 0x7FFFFFFFU);
	is_found(b, SAR_MEDIA_TRAILING, SOUND);
	free(b);
}

static void
chunks_without_end_are_refused(void **state)
{
	struct bytes *b = whole();
	int i;

	(void)state;
	begin_wav(b);
	add_fmt(b, 6, 1, 8000, 8);
	for (i = 0; i < 5000; i++)
		add_chunk(b, "PAD ", "", 0);
	add_chunk(b, "data", "abcd", 4);
	end_wav(b);
	is_refused(b, "sound: too many chunks");
	free(b);
}

static void
sound_before_its_format_is_refused(void **state)
{
	struct bytes *b = whole();

	(void)state;
	begin_wav(b);
	add_chunk(b, "data", "abcd", 4);
	add_fmt(b, 6, 1, 8000, 8);
	end_wav(b);
	is_refused(b, "sound: data before fmt");
	begin_wav(b);
	add_fmt(b, 6, 1, 8000, 8);
	end_wav(b);
	is_refused(b, "sound: no data chunk");
	add_fmt(b, 7, 1, 8000, 8);
	is_refused(b, "sound: two fmt chunks");
	begin_wav(b);
	is_refused(b, "sound: no fmt chunk");
	free(b);
}

static void
with_fmt(unsigned tag, unsigned channels, unsigned rate, unsigned bits,
    unsigned block, const char *why)
{
	struct bytes *b = whole();

	begin_wav(b);
	add_fmt(b, tag, channels, rate, bits);
	b->data[12 + 8 + 12] = (uint8_t)block;
	b->data[12 + 8 + 13] = (uint8_t)(block >> 8);
	add_chunk(b, "data", "abcdefghijklmnop", 16);
	end_wav(b);
	is_refused(b, why);
	free(b);
}

static void
a_format_that_makes_no_sense_is_refused(void **state)
{
	static const char channels[] =
	    "sound: number of channels is not 1 to 8";
	static const char rate[] = "sound: sampling rate is not 1000 to 192000";
	static const char block[] = "sound: block size does not fit the codec";

	(void)state;
	with_fmt(6, 0, 8000, 8, 1, channels);
	with_fmt(6, 9, 8000, 8, 9, channels);
	with_fmt(1, 65535, 8000, 16, 65534, channels);
	with_fmt(6, 1, 0, 8, 1, rate);
	with_fmt(6, 1, 999, 8, 1, rate);
	with_fmt(6, 1, 192001, 8, 1, rate);
	with_fmt(6, 1, 8000, 8, 0, block);
	with_fmt(6, 1, 8000, 8, 2, block);
	with_fmt(1, 2, 8000, 16, 2, block);
	with_fmt(6, 1, 8000, 16, 1, "sound: G.711 not of 8 bits");
	with_fmt(0x31, 2, 8000, 0, 65, "sound: GSM with more than one channel");
}

/* A file that is a header and then silence without end. */
static ssize_t
pread_silence(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	const struct bytes *b = ctx;
	size_t i;

	(void)err;
	for (i = 0; i < len; i++)
		((uint8_t *)buf)[i] = off + i < b->len ? b->data[off + i]
						       : 0xD5;
	return (ssize_t)len;
}

static void
a_recording_longer_than_a_day_is_refused(void **state)
{
	struct bytes *b = whole();
	struct sar_source source = { b, pread_silence, 0, "sound" };
	struct sar_media_info info;
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	begin_wav(b);
	add_fmt(b, 6, 1, 1000, 8);
	add(b, "data\0\0\0\0", 8);
	source.size = b->len + (uint64_t)SAR_MEDIA_MAX_SECONDS * 1000;
	assert_int_equal(sar_media_measure(&source, NULL, &info, &err), 0);
	assert_int_equal(info.frames, SAR_MEDIA_MAX_SECONDS * 1000);
	source.size++;
	assert_int_equal(sar_media_measure(&source, NULL, &info, &err), -1);
	assert_string_equal(err.msg, "sound: longer than a day");
	source.size = UINT64_C(1) << 40;
	assert_int_equal(sar_media_measure(&source, NULL, &info, &err), -1);
	free(b);
}

static void
what_is_no_sound_file_is_refused(void **state)
{
	static const char text[] = "Dear customer, this is a text file and it "
				   "goes on for a while.\n";
	struct bytes *b = whole();

	(void)state;
	b->len = 0;
	add(b, text, sizeof(text) - 1);
	is_refused(b, "sound: not a sound file known here");
	b->len = 1;
	is_refused(b, "sound: not a sound file known here");
	begin_wav(b);
	b->len = 11;
	is_refused(b, "sound: not a sound file known here");
	free(b);
}

/* A source whose end goes away after it was opened. */
struct shrinking {
	const struct bytes *b;
	size_t now;
	bool fail;
};

static ssize_t
pread_shrinking(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	const struct shrinking *s = ctx;

	if (off >= s->now && s->fail)
		return sar_err_set(err, SAR_ESPACE, "disk: input/output error");
	if (off >= s->now)
		return 0;
	if (len > s->now - off)
		len = (size_t)(s->now - off);
	memcpy(buf, s->b->data + off, len);
	return (ssize_t)len;
}

static void
a_file_that_shrinks_or_a_bad_disk_is_not_a_short_success(void **state)
{
	struct bytes *b = whole();
	struct shrinking s = { b, 500, false };
	struct sar_source source = { &s, pread_shrinking, b->len, "sound" };
	struct sar_media_info info;
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_int_equal(sar_media_measure(&source, NULL, &info, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_string_equal(err.msg, "sound: ends too early");
	s.fail = true;
	assert_int_equal(sar_media_measure(&source, NULL, &info, &err), -1);
	assert_int_equal(err.code, SAR_ESPACE);
	free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_crashed_recorders_header_is_repaired),
		cmocka_unit_test(a_size_that_stands_for_a_pipe_is_repaired),
		cmocka_unit_test(a_first_size_that_is_wrong_alone_is_told),
		cmocka_unit_test(
		    a_file_cut_in_the_sound_is_told_and_read_to_the_cut),
		cmocka_unit_test(sound_that_ends_inside_a_frame_is_told),
		cmocka_unit_test(
		    a_file_without_sound_is_never_an_empty_success),
		cmocka_unit_test(half_a_frame_is_no_audio),
		cmocka_unit_test(two_data_chunks_are_refused),
		cmocka_unit_test(two_files_in_one_are_refused),
		cmocka_unit_test(bytes_in_no_chunk_are_told_and_not_decoded),
		cmocka_unit_test(a_stale_size_leaves_bytes_in_no_chunk),
		cmocka_unit_test(
		    a_chunk_longer_than_the_file_is_refused_before_the_sound),
		cmocka_unit_test(chunks_without_end_are_refused),
		cmocka_unit_test(sound_before_its_format_is_refused),
		cmocka_unit_test(a_format_that_makes_no_sense_is_refused),
		cmocka_unit_test(a_recording_longer_than_a_day_is_refused),
		cmocka_unit_test(what_is_no_sound_file_is_refused),
		cmocka_unit_test(
		    a_file_that_shrinks_or_a_bad_disk_is_not_a_short_success),
	};

	return cmocka_run_group_tests_name("media damage", tests, NULL, NULL);
}
