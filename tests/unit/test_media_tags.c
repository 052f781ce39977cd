/*
 * MP3 tags that players do not agree on: what is trimmed by the one and not by
 * the other would be marked in one place and cut in another.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "media/media.h"
#include "media_sndfile.h"
#include "media_wav.h"

#define SAMPLES 20000
#define TAG                                                           \
	"sound: a tag that players do not agree on: it would be cut " \
	"elsewhere than it was marked"
#define PLACE                                                         \
	"sound: a tag where players do not agree on it: it would be " \
	"cut elsewhere than it was marked"
#define DELAY "sound: a delay longer than any encoder's"

static struct bytes *
made(size_t *tag)
{
	struct bytes *b = calloc(1, sizeof(*b));
	size_t at;

	assert_non_null(b);
	write_with_libsndfile(b, SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 1,
	    SAMPLES);
	for (at = 0; at < 64; at++)
		if (memcmp(b->data + at, "Info", 4) == 0 ||
		    memcmp(b->data + at, "Xing", 4) == 0) {
			*tag = at;
			return b;
		}
	fail_msg("libsndfile wrote no tag");
	return NULL;
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
is_taken(const struct bytes *b)
{
	struct sar_media_info info;
	struct sar_err err;

	assert_int_equal(measure(b, &info, &err), 0);
	assert_int_equal(info.frames, SAMPLES);
	assert_int_equal(info.findings, 0);
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

/* ${b} with ${len} bytes at ${at} that are others. */
static void
is_refused_with(const struct bytes *b, size_t at, const char *bytes, size_t len,
    const char *why)
{
	struct bytes *copy = calloc(1, sizeof(*copy));

	assert_non_null(copy);
	*copy = *b;
	memcpy(copy->data + at, bytes, len);
	is_refused(copy, why);
	free(copy);
}

static void
an_encoder_that_is_not_known_is_not_believed(void **state)
{
	size_t tag = 0;
	struct bytes *b = made(&tag);

	(void)state;
	is_taken(b);
	is_refused_with(b, tag + 120, "XXXX", 4, TAG);
	is_refused_with(b, tag + 120, "lame", 4, TAG);
	is_refused_with(b, tag + 120, "\0\0\0\0\0\0\0\0\0", 9, TAG);
	memcpy(b->data + tag + 120, "Lavf", 4);
	is_taken(b);
	memcpy(b->data + tag + 120, "Lavc", 4);
	is_taken(b);
	free(b);
}

static void
a_tag_says_all_that_it_can(void **state)
{
	size_t tag = 0;
	struct bytes *b = made(&tag);
	char flags;

	(void)state;
	for (flags = 0; flags < 15; flags++)
		is_refused_with(b, tag + 7, &flags, 1, TAG);
	is_refused_with(b, tag + 7, "\x1F", 1, TAG);
	is_refused_with(b, tag + 4, "\1", 1, TAG);
	is_refused_with(b, tag + 8, "\0\0\0\0", 4, DELAY);
	free(b);
}

/* 1105 and 2304 are the most; padding that is not there is another length. */
static void
no_delay_is_longer_than_an_encoders(void **state)
{
	size_t tag = 0;
	struct bytes *b = made(&tag);

	(void)state;
	is_refused_with(b, tag + 141, "\x45\x20\0", 3, DELAY);
	is_refused_with(b, tag + 141, "\xFF\xF0\0", 3, DELAY);
	is_refused_with(b, tag + 141, "\x24\x09\x01", 3, DELAY);
	is_refused_with(b, tag + 141, "\x24\x0F\xFF", 3, DELAY);
	free(b);
}

/* Where only some players look. */
static void
a_tag_is_where_all_players_look(void **state)
{
	size_t tag = 0;
	struct bytes *b = made(&tag);
	struct bytes *wav = calloc(1, sizeof(*wav));

	(void)state;
	assert_non_null(wav);
	/* A checksum, with the tag behind it or not. */
	is_refused_with(b, 1, "\xE2", 1, PLACE);
	is_refused_with(b, tag, "\0\0Info", 6, PLACE);
	is_refused_with(b, 36, "VBRI", 4, PLACE);
	begin_wav(wav);
	add_fmt(wav, 0x55, 1, 8000, 0);
	add_chunk(wav, "data", b->data, b->len);
	end_wav(wav);
	is_refused(wav, PLACE);
	free(wav);
	free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_encoder_that_is_not_known_is_not_believed),
		cmocka_unit_test(a_tag_says_all_that_it_can),
		cmocka_unit_test(no_delay_is_longer_than_an_encoders),
		cmocka_unit_test(a_tag_is_where_all_players_look),
	};

	return cmocka_run_group_tests_name("media tags", tests, NULL, NULL);
}
