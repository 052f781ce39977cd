#ifndef SAR_TESTS_MEDIA_SNDFILE_H
#define SAR_TESTS_MEDIA_SNDFILE_H

/* Sound files that libsndfile writes, in memory. */
#include <sndfile.h>
#include <stdlib.h>

#include "media_wav.h"

static sf_count_t memory_at;

static inline sf_count_t
memory_size(void *ctx)
{
	return (sf_count_t)((struct bytes *)ctx)->len;
}

static inline sf_count_t
memory_seek(sf_count_t off, int whence, void *ctx)
{
	if (whence == SEEK_CUR)
		off += memory_at;
	if (whence == SEEK_END)
		off += memory_size(ctx);
	memory_at = off;
	return off;
}

static inline sf_count_t
memory_read(void *out, sf_count_t n, void *ctx)
{
	struct bytes *b = ctx;

	if (n > memory_size(b) - memory_at)
		n = memory_size(b) - memory_at;
	memcpy(out, b->data + memory_at, (size_t)n);
	memory_at += n;
	return n;
}

static inline sf_count_t
memory_write(const void *in, sf_count_t n, void *ctx)
{
	struct bytes *b = ctx;

	assert_true(memory_at + n <= ROOM);
	memcpy(b->data + memory_at, in, (size_t)n);
	memory_at += n;
	if (memory_at > memory_size(b))
		b->len = (size_t)memory_at;
	return n;
}

static inline sf_count_t
memory_tell(void *ctx)
{
	(void)ctx;
	return memory_at;
}

static inline void
write_sound(struct bytes *b, int format, int channels, int rate,
    const int16_t *in, size_t samples)
{
	SF_VIRTUAL_IO io = { memory_size, memory_seek, memory_read,
		memory_write, memory_tell };
	SF_INFO sf = { 0 };
	SNDFILE *file;
	b->len = 0;
	memory_at = 0;
	sf.format = format;
	sf.channels = channels;
	sf.samplerate = rate;
	file = sf_open_virtual(&io, SFM_WRITE, &sf, b);
	assert_non_null(file);
	assert_int_equal(sf_write_short(file, in, (sf_count_t)samples),
	    samples);
	sf_close(file);
}

static inline void
write_with_libsndfile(struct bytes *b, int format, int channels, size_t samples)
{
	int16_t *in = calloc(samples, sizeof(*in));
	size_t i;

	assert_non_null(in);
	for (i = 0; i < samples; i++)
		in[i] = (int16_t)((i * i) % 20011 - 10000);
	write_sound(b, format, channels, 8000, in, samples);
	free(in);
}

#endif
