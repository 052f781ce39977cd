/* The decoder in a process of its own, against the one that is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "media/decode.h"
#include "media_decoders.h"

static struct sar_child *
open_child(const struct sar_source *source,
    const struct sar_child_bounds *bounds, struct sar_media_info *info,
    struct sar_err *err)
{
	struct sar_child_job job = { .source = source,
		.seen = &a_flac_file,
		.bounds = bounds };

	return sar_child_open(&job, info, err);
}

/* Says with its number of frames whether it was given a file. */
static int
tells_of_its_file(const struct sar_sandbox_inside *inside)
{
	say_opened(inside);
	say_kind(inside, SAR_WIRE_BLOCK_FULL, inside->file == -1 ? 1 : 2);
	say_kind(inside, SAR_WIRE_END, 0);
	return 0;
}

static void
only_a_file_that_cannot_be_written_is_handed_over(void **state)
{
	static const struct {
		int flags;
		ssize_t frames;
	} cases[] = { { O_RDONLY, 2 }, { O_RDWR, 1 } };
	struct sar_child_bounds bounds = { tells_of_its_file, 60, 32U << 20,
		60 };
	char path[] = "/tmp/sar-test-XXXXXX";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info info;
	struct sar_source source;
	struct sar_child *child;
	int16_t block[4];
	size_t i;
	int fd = mkstemp(path);

	(void)state;
	assert_int_equal(write(fd, "x", 1), 1);
	(void)close(fd);
	for (i = 0; i < 2; i++) {
		fd = open(path, cases[i].flags | O_CLOEXEC);
		assert_int_equal(sar_source_fd(&fd, "sound", &source, &err), 0);
		child = open_child(&source, &bounds, &info, &err);
		assert_non_null(child);
		assert_int_equal(sar_child_read(child, block, 4, &err),
		    cases[i].frames);
		sar_child_close(child);
		(void)close(fd);
	}
	(void)unlink(path);
}

/* A FLAC file of that many frames, at ${path}. */
static void
write_flac(const char *path, int channels, size_t frames)
{
	SF_INFO sf = { .format = SF_FORMAT_FLAC | SF_FORMAT_PCM_16,
		.channels = channels,
		.samplerate = 8000 };
	SNDFILE *file = sf_open(path, SFM_WRITE, &sf);
	int16_t frame[8];
	uint32_t x = 1;
	size_t i;
	int c;

	assert_non_null(file);
	for (i = 0; i < frames; i++) {
		for (c = 0; c < channels; c++) {
			x = x * 1103515245 + 12345;
			frame[c] = (int16_t)(x >> 20);
		}
		assert_int_equal(sf_writef_short(file, frame, 1), 1);
	}
	assert_int_equal(sf_close(file), 0);
}

/* Both ways in step, in reads of a size that fits no block. */
static void
compare(const struct sar_source *source, uint64_t frames)
{
	static int16_t a[5003 * 8];
	static int16_t b[5003 * 8];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_media_info in;
	struct sar_media_info out;
	struct sar_decode *decode = sar_decode_open(source, NULL, &in, &err);
	struct sar_child *child = open_child(source, &sar_child_usual, &out,
	    &err);
	ssize_t n, m, k;
	uint64_t got = 0;

	assert_string_equal(err.msg, "");
	while ((n = sar_child_read(child, b, 5003, &err)) > 0) {
		for (m = 0; m < n; m += k) {
			k = sar_decode_read(decode, a + m * (int)in.channels,
			    (size_t)(n - m), &err);
			assert_true(k > 0);
		}
		assert_memory_equal(a, b, (size_t)n * in.channels * 2);
		got += (uint64_t)n;
	}
	assert_int_equal(n, 0);
	assert_int_equal(sar_child_read(child, b, 5003, &err), 0);
	assert_int_equal(sar_decode_read(decode, a, 1, &err), 0);
	assert_string_equal(err.msg, "");
	assert_int_equal(got, frames);
	assert_memory_equal(&in, &out, sizeof(in));
	sar_decode_close(decode);
	sar_child_close(child);
}

static void
it_gives_what_the_decoder_gives_to_the_last_sample(void **state)
{
	static const size_t lengths[] = { 1, 16384, 65535, 65536, 65537,
		3 * 65536, 4 * 65536 + 1 };
	static const int channels[] = { 1, 2, 8 };
	char path[] = "/tmp/sar-test-XXXXXX";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	size_t i, j;
	int flags;
	int fd = mkstemp(path);

	(void)state;
	(void)close(fd);
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		for (j = 0; j < 3; j++) {
			/* The file itself, and asked for. */
			write_flac(path, channels[j], lengths[i]);
			for (flags = O_RDONLY; flags <= O_RDWR; flags += 2) {
				fd = open(path, flags | O_CLOEXEC);
				assert_int_equal(sar_source_fd(&fd, "sound",
						     &source, &err),
				    0);
				compare(&source, lengths[i]);
				(void)close(fd);
			}
		}
	(void)unlink(path);
}

/* A source that fails once it was read so far. */
struct failing {
	int fd;
	uint64_t good;
};

static ssize_t
pread_failing(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	const struct failing *failing = ctx;

	if (off > failing->good || len > failing->good - off)
		return sar_err_set(err, SAR_ESPACE, "disk: is bad");
	return pread(failing->fd, buf, len, (off_t)off);
}

static void
a_disk_that_fails_is_no_damaged_recording(void **state)
{
	static int16_t block[4096];
	struct failing failing = { .good = 0 };
	char path[] = "/tmp/sar-test-XXXXXX";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_media_info info;
	struct sar_child *child;
	ssize_t n;

	(void)state;
	(void)close(mkstemp(path));
	write_flac(path, 1, 200000);
	failing.fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_int_equal(sar_source_fd(&failing.fd, "sound", &source, &err), 0);
	source.ctx = &failing;
	source.pread = pread_failing;
	assert_null(open_child(&source, &sar_child_usual, &info, &err));
	assert_int_equal(err.code, SAR_ESPACE);
	assert_string_equal(err.msg, "disk: is bad");
	err = (struct sar_err)SAR_ERR_INIT;
	/* Opening looks at the end of the file too. */
	failing.good = UINT64_MAX;
	child = open_child(&source, &sar_child_usual, &info, &err);
	assert_non_null(child);
	failing.good = 100000;
	while ((n = sar_child_read(child, block, 4096, &err)) > 0)
		;
	assert_int_equal(n, -1);
	assert_int_equal(err.code, SAR_ESPACE);
	sar_child_close(child);
	(void)close(failing.fd);
	(void)unlink(path);
}

static void
one_killed_from_outside_is_that_recordings_failure(void **state)
{
	static const struct {
		int sig;
		const char *msg;
	} cases[] = {
		{ SIGSEGV, STOPPED("crashed") },
		{ SIGBUS, STOPPED("crashed") },
		{ SIGXCPU, STOPPED("took too long") },
		{ SIGKILL, STOPPED("was killed") },
	};
	static int16_t block[4096];
	char path[] = "/tmp/sar-test-XXXXXX";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source;
	struct sar_media_info info;
	struct sar_child *child;
	ssize_t n;
	size_t i;
	int fd;

	(void)state;
	(void)close(mkstemp(path));
	write_flac(path, 1, 600000);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_int_equal(sar_source_fd(&fd, "sound", &source, &err), 0);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		err = (struct sar_err)SAR_ERR_INIT;
		child = open_child(&source, &sar_child_usual, &info, &err);
		assert_non_null(child);
		assert_int_equal(sar_child_read(child, block, 4096, &err),
		    4096);
		assert_int_equal(kill(sar_child_pid(child), cases[i].sig), 0);
		while ((n = sar_child_read(child, block, 4096, &err)) > 0)
			;
		assert_int_equal(n, -1);
		assert_string_equal(err.msg, cases[i].msg);
		assert_int_equal(err.code, SAR_ECORRUPT);
		sar_child_close(child);
		compare(&source, 600000);
	}
	(void)close(fd);
	(void)unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    only_a_file_that_cannot_be_written_is_handed_over),
		cmocka_unit_test(
		    it_gives_what_the_decoder_gives_to_the_last_sample),
		cmocka_unit_test(a_disk_that_fails_is_no_damaged_recording),
		cmocka_unit_test(
		    one_killed_from_outside_is_that_recordings_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
