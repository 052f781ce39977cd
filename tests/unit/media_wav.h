#ifndef SAR_TESTS_MEDIA_WAV_H
#define SAR_TESTS_MEDIA_WAV_H

/* WAV files built by hand, for the tests that damage them. */
#include <stdint.h>
#include <string.h>

#define ROOM 262144

struct bytes {
	uint8_t data[ROOM];
	size_t len;
};

static inline void
add(struct bytes *b, const void *data, size_t len)
{
	assert_true(len <= ROOM - b->len);
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

static inline void
add32(struct bytes *b, uint32_t v)
{
	uint8_t out[4] = { (uint8_t)v, (uint8_t)(v >> 8), (uint8_t)(v >> 16),
		(uint8_t)(v >> 24) };

	add(b, out, 4);
}

static inline void
add16(struct bytes *b, uint32_t v)
{
	uint8_t out[2] = { (uint8_t)v, (uint8_t)(v >> 8) };

	add(b, out, 2);
}

static inline void
set32(struct bytes *b, size_t at, uint32_t v)
{
	size_t len = b->len;

	b->len = at;
	add32(b, v);
	b->len = len;
}

static inline void
begin_wav(struct bytes *b)
{
	b->len = 0;
	add(b, "RIFF\0\0\0\0WAVE", 12);
}

static inline void
add_fmt(struct bytes *b, unsigned tag, unsigned channels, unsigned rate,
    unsigned bits)
{
	add(b, "fmt ", 4);
	add32(b, 16);
	add16(b, tag);
	add16(b, channels);
	add32(b, rate);
	add32(b, rate * channels * bits / 8);
	add16(b, channels * bits / 8);
	add16(b, bits);
}

static inline void
add_chunk(struct bytes *b, const char *id, const void *data, size_t len)
{
	add(b, id, 4);
	add32(b, (uint32_t)len);
	add(b, data, len);
	if (len % 2 == 1)
		add(b, "", 1);
}

static inline void
end_wav(struct bytes *b)
{
	set32(b, 4, (uint32_t)(b->len - 8));
}

#endif
