#ifndef SAR_TESTS_AUDIO_BENCH_H
#define SAR_TESTS_AUDIO_BENCH_H

/* Recordings made in memory and jobs run on them, for the audio tests. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <sndfile.h>

#include "audio/audio.h"
#include "sandbox/sandbox.h"

#define RATE 8000
#define FRAMES 20000
#define PCM (SF_FORMAT_WAV | SF_FORMAT_PCM_16)

struct bytes {
	char *data;
	size_t len;
	size_t cap;
	size_t at;        /* of libsndfile's file */
	const char *text; /* data again, as a source wants it */
};

static inline sf_count_t
bytes_length(void *ctx)
{
	const struct bytes *bytes = ctx;

	return (sf_count_t)bytes->len;
}

static inline sf_count_t
bytes_seek(sf_count_t offset, int whence, void *ctx)
{
	struct bytes *bytes = ctx;

	if (whence == SEEK_CUR)
		offset += (sf_count_t)bytes->at;
	else if (whence == SEEK_END)
		offset += (sf_count_t)bytes->len;
	bytes->at = (size_t)offset;
	return offset;
}

static inline sf_count_t
bytes_read(void *to, sf_count_t count, void *ctx)
{
	struct bytes *bytes = ctx;
	size_t n = (size_t)count;

	if (bytes->at >= bytes->len)
		return 0;
	if (n > bytes->len - bytes->at)
		n = bytes->len - bytes->at;
	memcpy(to, bytes->data + bytes->at, n);
	bytes->at += n;
	return (sf_count_t)n;
}

static inline sf_count_t
bytes_write(const void *from, sf_count_t count, void *ctx)
{
	struct bytes *bytes = ctx;
	size_t end = bytes->at + (size_t)count;

	if (end > bytes->cap) {
		bytes->cap = end * 2;
		bytes->data = realloc(bytes->data, bytes->cap);
		assert_non_null(bytes->data);
	}
	if (end > bytes->len)
		bytes->len = end;
	memcpy(bytes->data + bytes->at, from, (size_t)count);
	bytes->at = end;
	return count;
}

static inline sf_count_t
bytes_tell(void *ctx)
{
	const struct bytes *bytes = ctx;

	return (sf_count_t)bytes->at;
}

static inline SF_VIRTUAL_IO
bytes_io(void)
{
	SF_VIRTUAL_IO io = { bytes_length, bytes_seek, bytes_read, bytes_write,
		bytes_tell };

	return io;
}

static inline void
bytes_free(struct bytes *bytes)
{
	free(bytes->data);
	memset(bytes, 0, sizeof(*bytes));
}

/* A file of the libsndfile format ${format} with these samples. */
static inline struct bytes
encode(int format, uint32_t rate, uint32_t channels, const int16_t *samples,
    size_t frames)
{
	SF_VIRTUAL_IO io = bytes_io();
	struct bytes bytes = { 0 };
	SF_INFO info = { 0 };
	SNDFILE *file;

	info.format = format;
	info.samplerate = (int)rate;
	info.channels = (int)channels;
	file = sf_open_virtual(&io, SFM_WRITE, &info, &bytes);
	assert_non_null(file);
	assert_int_equal(sf_writef_short(file, samples, (sf_count_t)frames),
	    frames);
	assert_int_equal(sf_close(file), 0);
	return bytes;
}

/* All samples of ${bytes}, by libsndfile alone; the caller frees them. */
static inline int16_t *
decode(struct bytes *bytes, uint32_t channels, size_t *frames)
{
	SF_VIRTUAL_IO io = bytes_io();
	SF_INFO info = { 0 };
	SNDFILE *file;
	int16_t *samples;

	bytes->at = 0;
	file = sf_open_virtual(&io, SFM_READ, &info, bytes);
	assert_non_null(file);
	assert_int_equal(info.channels, channels);
	*frames = (size_t)info.frames;
	samples = calloc(*frames * channels + 1, sizeof(*samples));
	assert_non_null(samples);
	assert_int_equal(sf_readf_short(file, samples, info.frames),
	    info.frames);
	(void)sf_close(file);
	return samples;
}

/* A job on ${bytes}, which outlives it, through ${source}. */
static inline struct sar_audio_job
job_on(struct bytes *bytes, struct sar_source *source, uint64_t frames,
    uint32_t rate, uint32_t channels)
{
	struct sar_audio_job job = { 0 };

	bytes->text = bytes->data;
	sar_source_text(&bytes->text, bytes->len, "source", source);
	job.source = source;
	job.frames = frames;
	job.rate = rate;
	job.channels = channels;
	return job;
}

/* Pull all of the job's output, ${step} bytes at a time; -1 on failure. */
static inline int
pull(const struct sar_audio_job *job, size_t step, struct bytes *out,
    struct sar_err *err)
{
	struct sar_stream stream = { 0 };
	char buf[8192];
	uint64_t size;
	ssize_t n;

	memset(out, 0, sizeof(*out));
	if (sar_audio_open(job, &stream, err) == -1)
		return -1;
	size = stream.size;
	while ((n = stream.read(stream.ctx, buf, step, err)) > 0)
		(void)bytes_write(buf, n, out);
	sar_stream_close(&stream);
	if (n == -1) {
		bytes_free(out);
		return -1;
	}
	if (size != SAR_STREAM_UNSIZED)
		assert_int_equal(size, out->len);
	return 0;
}

/* The output of a job that must succeed. */
static inline struct bytes
redact(const struct sar_audio_job *job)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bytes out;

	if (pull(job, 8192, &out, &err) == -1)
		fail_msg("%s", err.msg);
	return out;
}

static inline int
check(const struct sar_audio_job *job, struct bytes *out,
    struct sar_audio_check *result, struct sar_err *err)
{
	struct sar_source source;

	(void)job_on(out, &source, 0, 0, 0);
	source.name = "output";
	return sar_audio_check(job, &source, result, err);
}

static inline uint32_t
next_random(uint32_t *state)
{
	*state = *state * 1664525U + 1013904223U;
	return *state >> 16;
}

/* Something like a voice: harmonics of a wandering pitch, with pauses. */
static inline void
speak(int16_t *samples, size_t frames, uint32_t channels, uint32_t seed)
{
	uint32_t phase = 0;
	uint32_t c;
	size_t i;

	for (i = 0; i < frames; i++) {
		uint32_t pitch = 900 + (uint32_t)(i / 700 % 7) * 60 + seed % 97;
		int32_t saw;

		phase = (phase + pitch) & 0xffff;
		saw = (int32_t)phase - 32768;
		if (i / 1600 % 4 == 3)
			saw = 0;
		for (c = 0; c < channels; c++)
			samples[i * channels + c] =
			    (int16_t)(saw / (int32_t)(3 + c) +
				      (int32_t)(next_random(&seed) % 200));
	}
}

/* A PCM recording of ${channels}, its samples too. */
struct fixture {
	int16_t samples[FRAMES * 2];
	struct bytes file;
	struct sar_source source;
	struct sar_audio_job job;
};

static inline void
setup(struct fixture *f, uint32_t channels)
{
	memset(f, 0, sizeof(*f));
	speak(f->samples, FRAMES, channels, 1);
	f->file = encode(PCM, RATE, channels, f->samples, FRAMES);
	f->job = job_on(&f->file, &f->source, FRAMES, RATE, channels);
}

static inline void
set_cuts(struct fixture *f, const struct sar_plan_cut *cuts, size_t n)
{
	f->job.cuts = cuts;
	f->job.n_cuts = n;
}

/* Add a chunk with text before the audio and one after, and stray bytes. */
static inline struct bytes
with_tags(const struct bytes *wav)
{
	static const char info[] = "LIST\x18\0\0\0INFOIART\x0c\0\0\0"
				   "secret-name\0";
	static const char tail[] = "note\x0c\0\0\0secret-name\0secret-name";
	struct bytes out = { 0 };

	(void)bytes_write(wav->data, 36, &out);
	(void)bytes_write(info, 32, &out);
	(void)bytes_write(wav->data + 36, (sf_count_t)wav->len - 36, &out);
	(void)bytes_write(tail, sizeof(tail) - 1, &out);
	return out;
}

/*
 * For a group that decodes much: as the programs do, before the process has
 * grown.  Each decoder is a fork of what is forked now.
 */
static inline int
start_sandbox(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	return sar_sandbox_start(&err);
}

#endif
