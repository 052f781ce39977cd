/* A call of two hours takes no more memory than one of ten seconds. */
#include "audio_bench.h"

#include <sys/resource.h>

/* A long call that is nowhere: a header, then one second over and over. */
#define PATTERN 8000

struct endless {
	char head[44];
	int16_t pattern[PATTERN];
	uint64_t size;
};

static ssize_t
read_endless(void *ctx, void *buf, size_t len, uint64_t off,
    struct sar_err *err)
{
	const struct endless *e = ctx;
	const char *from = (const char *)e->pattern;
	size_t at;

	(void)err;
	if (off < sizeof(e->head)) {
		from = e->head;
		at = (size_t)off;
		if (len > sizeof(e->head) - at)
			len = sizeof(e->head) - at;
	} else {
		at = (size_t)(off - sizeof(e->head)) % sizeof(e->pattern);
		if (len > sizeof(e->pattern) - at)
			len = sizeof(e->pattern) - at;
	}
	memcpy(buf, from + at, len);
	return (ssize_t)len;
}

static void
put32(char *out, uint64_t value)
{
	int i;

	for (i = 0; i < 4; i++)
		out[i] = (char)(value >> (8 * i));
}

static long
peak_kib(void)
{
	struct rusage usage;

	assert_int_equal(getrusage(RUSAGE_SELF, &usage), 0);
	return usage.ru_maxrss;
}

/* Redact ${seconds} with a cut of 5 s a minute; return the bytes written. */
static uint64_t
run_endless(uint64_t seconds, enum sar_plan_format format)
{
	static struct sar_plan_cut cuts[120];
	static struct endless e;
	struct sar_source source = { &e, read_endless, 0, "endless" };
	struct sar_audio_job job = { .source = &source };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	uint64_t total = 0;
	char buf[65536];
	ssize_t n;

	job.frames = seconds * RATE;
	job.rate = RATE;
	job.channels = 1;
	job.format = format;
	job.cuts = cuts;
	for (; job.n_cuts < seconds / 60; job.n_cuts++) {
		cuts[job.n_cuts].from = job.n_cuts * 60 * RATE + 999;
		cuts[job.n_cuts].to = cuts[job.n_cuts].from + 5 * RATE;
	}
	speak(e.pattern, PATTERN, 1, 3);
	memcpy(e.head,
	    "RIFF....WAVEfmt \x10\0\0\0\1\0\1\0\x40\x1f\0\0"
	    "\x80\x3e\0\0\2\0\x10\0data",
	    40);
	put32(e.head + 4, job.frames * 2 + 36);
	put32(e.head + 40, job.frames * 2);
	source.size = job.frames * 2 + 44;
	assert_int_equal(sar_audio_open(&job, &stream, &err), 0);
	while ((n = stream.read(stream.ctx, buf, sizeof(buf), &err)) > 0)
		total += (uint64_t)n;
	if (n == -1)
		fail_msg("%s", err.msg);
	sar_stream_close(&stream);
	return total;
}

static void
memory_does_not_grow_with_the_length_of_a_call(void **state)
{
	long before;

	(void)state;
	/* The first seconds bring in the libraries and the allocator. */
	(void)run_endless(10, SAR_FORMAT_WAV);
	(void)run_endless(10, SAR_FORMAT_FLAC);
	(void)run_endless(10, SAR_FORMAT_WAV_ALAW);
	(void)run_endless(10, SAR_FORMAT_MP3);
	(void)run_endless(10, SAR_FORMAT_OPUS);
	before = peak_kib();
	assert_int_equal(run_endless(7200, SAR_FORMAT_WAV), 44 + 7200 * 16000);
	assert_true(run_endless(1200, SAR_FORMAT_FLAC) > 1000000);
	assert_int_equal(run_endless(7200, SAR_FORMAT_WAV_ALAW),
	    58 + 7200 * 8000);
	assert_true(run_endless(600, SAR_FORMAT_MP3) >= 600 * 4000);
	assert_true(run_endless(120, SAR_FORMAT_OPUS) > 120 * 1000);
	assert_in_range(peak_kib() - before, 0, 4096);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    memory_does_not_grow_with_the_length_of_a_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
