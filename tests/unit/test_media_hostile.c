/* Decoders that are not what they should be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "media_decoders.h"

static int
is_silent(const struct sar_sandbox_inside *inside)
{
	await(inside);
	return 0;
}

static int
goes_silent(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	await(inside);
	return 0;
}

static int
leaves_at_once(const struct sar_sandbox_inside *inside)
{
	(void)inside;
	return 0;
}

static int
leaves_early(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, SAR_WIRE_FRAMES);
	return 0;
}

static int
crashes(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	*(volatile char *)(uintptr_t)4096 = 1;
	return 0;
}

static int
loops(const struct sar_sandbox_inside *inside)
{
	volatile int x = 1;

	say_opened(inside);
	while (x != 0)
		;
	return 0;
}

static int
opens_a_socket(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	(void)socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	(void)fork();
	return 0;
}

static int
sends_garbage(const struct sar_sandbox_inside *inside)
{
	struct sar_wire_said said;

	memset(&said, 0xA5, sizeof(said));
	say(inside, &said);
	await(inside);
	return 0;
}

static int
sends_too_little(const struct sar_sandbox_inside *inside)
{
	(void)send(inside->channel, "\1\0\0\0", 4, MSG_NOSIGNAL);
	await(inside);
	return 0;
}

static int
sends_too_much(const struct sar_sandbox_inside *inside)
{
	static char much[2 * sizeof(struct sar_wire_said)] = { 1 };

	(void)send(inside->channel, much, sizeof(much), MSG_NOSIGNAL);
	await(inside);
	return 0;
}

static int
says_it_opened_as(const struct sar_sandbox_inside *inside, enum sar_codec codec,
    uint32_t rate, uint32_t channels, unsigned findings)
{
	struct sar_wire_said said = { .kind = SAR_WIRE_OPENED,
		.info = { .codec = codec,
		    .rate = rate,
		    .channels = channels,
		    .findings = findings } };

	say(inside, &said);
	await(inside);
	return 0;
}

static int
has_no_channels(const struct sar_sandbox_inside *inside)
{
	return says_it_opened_as(inside, SAR_CODEC_FLAC, 8000, 0, 0);
}

static int
has_nine_channels(const struct sar_sandbox_inside *inside)
{
	return says_it_opened_as(inside, SAR_CODEC_FLAC, 8000, 9, 0);
}

static int
has_no_rate(const struct sar_sandbox_inside *inside)
{
	return says_it_opened_as(inside, SAR_CODEC_FLAC, 0, 1, 0);
}

static int
has_a_codec_of_its_own(const struct sar_sandbox_inside *inside)
{
	return says_it_opened_as(inside, (enum sar_codec)77, 8000, 1, 0);
}

static int
decodes_what_is_not_decoded(const struct sar_sandbox_inside *inside)
{
	return says_it_opened_as(inside, SAR_CODEC_G729, 8000, 1, 0);
}

/* Its file begins as a FLAC file does. */
static int
passes_for_mp3(const struct sar_sandbox_inside *inside)
{
	return says_it_opened_as(inside, SAR_CODEC_MP3, 8000, 1, 0);
}

static int
has_a_finding_of_its_own(const struct sar_sandbox_inside *inside)
{
	return says_it_opened_as(inside, SAR_CODEC_FLAC, 8000, 1, 1U << 20);
}

static int
opens_twice(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	say_opened(inside);
	await(inside);
	return 0;
}

static int
begins_with_a_block(const struct sar_sandbox_inside *inside)
{
	say_kind(inside, SAR_WIRE_BLOCK_FULL, 10);
	await(inside);
	return 0;
}

static int
has_an_empty_block(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, 0);
	await(inside);
	return 0;
}

static int
has_too_full_a_block(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, SAR_WIRE_FRAMES + 1);
	await(inside);
	return 0;
}

/* More than there is memory for that many channels. */
static int
has_too_full_a_block_of_eight(const struct sar_sandbox_inside *inside)
{
	struct sar_wire_said said = {
		.kind = SAR_WIRE_OPENED,
		.info = { .codec = SAR_CODEC_FLAC, .rate = 8000, .channels = 8 }
	};

	say(inside, &said);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, (uint32_t)sar_wire_frames(8) + 1);
	await(inside);
	return 0;
}

/* One frame a minute would take years to an end. */
static int
goes_on_after_a_block_not_full(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, 1);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, 1);
	await(inside);
	return 0;
}

static int
ends_without_a_frame(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	say_kind(inside, SAR_WIRE_END, 0);
	await(inside);
	return 0;
}

static int
reads(const struct sar_sandbox_inside *inside, uint64_t off, uint64_t len)
{
	struct sar_wire_said said = { .kind = SAR_WIRE_READ,
		.off = off,
		.len = len };

	say(inside, &said);
	await(inside);
	await(inside);
	return 0;
}

static int
reads_past_the_end(const struct sar_sandbox_inside *inside)
{
	return reads(inside, 100, 1);
}

static int
reads_over_the_end(const struct sar_sandbox_inside *inside)
{
	return reads(inside, 99, 2);
}

static int
reads_at_no_place(const struct sar_sandbox_inside *inside)
{
	return reads(inside, UINT64_MAX, 2);
}

static int
reads_more_than_fits(const struct sar_sandbox_inside *inside)
{
	return reads(inside, 0, SAR_WIRE_WINDOW + 1);
}

static int
reads_nothing(const struct sar_sandbox_inside *inside)
{
	return reads(inside, 0, 0);
}

/* Never takes an answer. */
static int
asks_without_end(const struct sar_sandbox_inside *inside)
{
	for (;;) {
		struct sar_wire_said said = { .kind = SAR_WIRE_READ, .len = 1 };

		say(inside, &said);
	}
	return 0;
}

static int
fails_with(const struct sar_sandbox_inside *inside, uint32_t code,
    const char *msg)
{
	struct sar_wire_said said = { .kind = SAR_WIRE_FAILED, .code = code };

	(void)snprintf(said.msg, sizeof(said.msg), "%s", msg);
	say(inside, &said);
	await(inside);
	return 0;
}

static int
lacks_memory(const struct sar_sandbox_inside *inside)
{
	return fails_with(inside, SAR_EFAIL, "out of memory");
}

static int
claims_a_full_disk(const struct sar_sandbox_inside *inside)
{
	return fails_with(inside, SAR_ESPACE, "sound: no space left");
}

static int
claims_success(const struct sar_sandbox_inside *inside)
{
	return fails_with(inside, SAR_OK, "sound: fine");
}

static int
speaks_of_another(const struct sar_sandbox_inside *inside)
{
	return fails_with(inside, SAR_ECORRUPT, "other: is bad");
}

static int
talks_too_much(const struct sar_sandbox_inside *inside)
{
	char msg[200];

	memset(msg, 'a', sizeof(msg) - 1);
	msg[sizeof(msg) - 1] = '\0';
	memcpy(msg, "sound: ", 7);
	return fails_with(inside, SAR_ECORRUPT, msg);
}

static int
writes_to_the_terminal(const struct sar_sandbox_inside *inside)
{
	return fails_with(inside, SAR_ECORRUPT,
	    "sound: \x1b[2Jis\nbad \xff%s%n");
}

/* All that decoder gives; the failure in ${err}, the frames that came. */
static uint64_t
run(sar_sandbox_main *function, uint32_t cpu, struct sar_err *err)
{
	static char text[100];
	static int16_t block[SAR_WIRE_FRAMES];
	const char *at = text;
	struct sar_child_bounds bounds = { function, cpu, 32U << 20, 2 };
	struct sar_source source;
	struct sar_child_job job = { .source = &source,
		.seen = &a_flac_file,
		.bounds = &bounds };
	struct sar_media_info info;
	struct sar_child *child;
	uint64_t frames = 0;
	ssize_t n = -1;

	*err = (struct sar_err)SAR_ERR_INIT;
	sar_source_text(&at, sizeof(text), "sound", &source);
	child = sar_child_open(&job, &info, err);
	if (child != NULL) {
		while ((n = sar_child_read(child, block, SAR_WIRE_FRAMES / 8,
			    err)) > 0)
			frames += (uint64_t)n;
		/* What failed stays failed. */
		if (n == -1)
			assert_int_equal(sar_child_read(child, block, 1, err),
			    -1);
		else
			assert_int_equal(info.frames, frames);
	}
	sar_child_close(child);
	return frames;
}

static int
is_well(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, 1234);
	say_kind(inside, SAR_WIRE_END, 0);
	return 0;
}

static void
each_fault_is_one_recordings_and_the_next_is_well(void **state)
{
	static const struct {
		sar_sandbox_main *function;
		const char *msg;
	} cases[] = {
		{ is_silent, STOPPED("took too long") },
		{ goes_silent, STOPPED("took too long") },
		{ loops, STOPPED("took too long") },
		{ leaves_at_once, STOPPED("did what it must not") },
		{ leaves_early, STOPPED("did what it must not") },
		{ crashes, STOPPED("crashed") },
		{ opens_a_socket, STOPPED("did what it must not") },
		{ sends_garbage, STOPPED("did what it must not") },
		{ sends_too_little, STOPPED("did what it must not") },
		{ sends_too_much, STOPPED("did what it must not") },
		{ has_no_channels, STOPPED("did what it must not") },
		{ has_nine_channels, STOPPED("did what it must not") },
		{ has_no_rate, STOPPED("did what it must not") },
		{ has_a_codec_of_its_own, STOPPED("did what it must not") },
		{ decodes_what_is_not_decoded,
		    STOPPED("did what it must not") },
		{ passes_for_mp3, STOPPED("did what it must not") },
		{ has_a_finding_of_its_own, STOPPED("did what it must not") },
		{ opens_twice, STOPPED("did what it must not") },
		{ begins_with_a_block, STOPPED("did what it must not") },
		{ has_an_empty_block, STOPPED("did what it must not") },
		{ has_too_full_a_block, STOPPED("did what it must not") },
		{ has_too_full_a_block_of_eight,
		    STOPPED("did what it must not") },
		{ goes_on_after_a_block_not_full,
		    STOPPED("did what it must not") },
		{ ends_without_a_frame, STOPPED("did what it must not") },
		{ reads_past_the_end, STOPPED("did what it must not") },
		{ reads_over_the_end, STOPPED("did what it must not") },
		{ reads_at_no_place, STOPPED("did what it must not") },
		{ reads_more_than_fits, STOPPED("did what it must not") },
		{ reads_nothing, STOPPED("did what it must not") },
		{ asks_without_end, STOPPED("did what it must not") },
		{ lacks_memory, STOPPED("wanted too much memory") },
		{ claims_a_full_disk, STOPPED("did what it must not") },
		{ claims_success, STOPPED("did what it must not") },
		{ speaks_of_another, STOPPED("did what it must not") },
		{ talks_too_much, STOPPED("did what it must not") },
		{ writes_to_the_terminal, "sound: ?[2Jis?bad ?%s%n" },
	};
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		(void)run(cases[i].function, 60, &err);
		if (strcmp(err.msg, cases[i].msg) != 0)
			fail_msg("%zu: %s", i, err.msg);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_int_equal(run(is_well, 60, &err), 1234);
		assert_string_equal(err.msg, "");
	}
}

static void
time_on_the_processor_is_bounded(void **state)
{
	struct sar_child_bounds bounds = { loops, 1, 32U << 20, 60 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	struct sar_source source;
	struct sar_child_job job = { .source = &source,
		.seen = &a_flac_file,
		.bounds = &bounds };
	struct sar_child *child;
	const char *text = "x";
	int16_t frame;

	(void)state;
	sar_source_text(&text, 1, "sound", &source);
	child = sar_child_open(&job, &info, &err);
	assert_non_null(child);
	assert_int_equal(sar_child_read(child, &frame, 1, &err), -1);
	assert_string_equal(err.msg, STOPPED("took too long"));
	sar_child_close(child);
}

/* Hands a block over and goes on writing into it. */
static int
writes_after_handing_over(const struct sar_sandbox_inside *inside)
{
	struct sar_wire_shared *shared = inside->shared;
	int i;

	say_opened(inside);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, SAR_WIRE_FRAMES);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, 77);
	say_kind(inside, SAR_WIRE_END, 0);
	for (i = 0; i < 2000; i++)
		memset(shared, i, sizeof(*shared));
	return 0;
}

static void
memory_that_changes_changes_samples_and_nothing_else(void **state)
{
	struct sar_err err;

	(void)state;
	assert_int_equal(run(writes_after_handing_over, 60, &err),
	    SAR_WIRE_FRAMES + 77);
	assert_string_equal(err.msg, "");
}

static bool
fits(enum sar_media_box box, enum sar_codec codec)
{
	struct sar_media_found seen = { .box = box,
		.info = { SAR_CODEC_GSM610, 0, 8000, 2, 0 } };
	struct sar_media_info info = { codec, 0, 8000, 2, 0 };
	struct sar_media_info other = { codec, 0, 16000, 2, 0 };

	/* Of these all that the header says is known. */
	if (box == SAR_BOX_WAV)
		assert_false(sar_wire_fits(&other, NULL, &seen));
	return sar_wire_fits(&info, NULL, &seen);
}

/* The guards depend on the codec, so it is not the decoder's to choose. */
static void
a_codec_must_be_one_of_the_container(void **state)
{
	struct sar_media_raw raw = { SAR_CODEC_GSM610, 8000, 1 };
	struct sar_media_info info = { SAR_CODEC_GSM610, 0, 8000, 1, 0 };
	struct sar_media_found seen = { .box = SAR_BOX_NONE };

	(void)state;
	assert_true(fits(SAR_BOX_FLAC, SAR_CODEC_FLAC));
	assert_true(fits(SAR_BOX_OGG, SAR_CODEC_OPUS));
	assert_true(fits(SAR_BOX_OGG, SAR_CODEC_VORBIS));
	assert_true(fits(SAR_BOX_MPEG, SAR_CODEC_MP3));
	assert_true(fits(SAR_BOX_WAV, SAR_CODEC_GSM610));
	assert_false(fits(SAR_BOX_WAV, SAR_CODEC_PCM16));
	assert_false(fits(SAR_BOX_MPEG, SAR_CODEC_FLAC));
	assert_false(fits(SAR_BOX_OGG, SAR_CODEC_FLAC));
	assert_false(fits(SAR_BOX_NONE, SAR_CODEC_GSM610));
	assert_true(sar_wire_fits(&info, &raw, &seen));
	info.channels = 2;
	assert_false(sar_wire_fits(&info, &raw, &seen));
}

static void
a_header_that_tells_the_length_is_held_to_it(void **state)
{
	struct sar_media_found seen = { .info = { .frames = 100 },
		.spare = 10 };

	(void)state;
	assert_true(sar_wire_whole(90, &seen));
	assert_true(sar_wire_whole(110, &seen));
	assert_false(sar_wire_whole(89, &seen));
	assert_false(sar_wire_whole(111, &seen));
	seen.info.frames = SAR_MEDIA_COUNT;
	assert_true(sar_wire_whole(1, &seen));
	seen.info.frames = 0;
	assert_true(sar_wire_whole(1, &seen));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_fault_is_one_recordings_and_the_next_is_well),
		cmocka_unit_test(time_on_the_processor_is_bounded),
		cmocka_unit_test(
		    memory_that_changes_changes_samples_and_nothing_else),
		cmocka_unit_test(a_codec_must_be_one_of_the_container),
		cmocka_unit_test(a_header_that_tells_the_length_is_held_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
