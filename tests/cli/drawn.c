/*
 * Loaded before a program (LD_PRELOAD): what it draws at random are the same
 * bytes each time it is run, counted up from DRAWN.  Two imports of the same
 * calls have the same secrets then.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

void randombytes_buf(void *buf, size_t size);

/* SplitMix64 (Steele, Lea and Flood). */
static uint64_t
next(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

void
randombytes_buf(void *buf, size_t size)
{
	static uint64_t state;
	uint8_t *out = buf;
	size_t i;

	if (state == 0)
		state = strtoull(getenv("DRAWN"), NULL, 10);
	for (i = 0; i < size; i++)
		out[i] = (uint8_t)next(&state);
}
