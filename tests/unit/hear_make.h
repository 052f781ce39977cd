/* Sound made up for the tests of what can be heard. */
#ifndef HEAR_MAKE_H
#define HEAR_MAKE_H

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hear/hear.h"

#define PI 3.14159265358979323846

/* Mono sound that grows as it is made. */
struct sound {
	uint32_t rate;
	double *at;
	size_t n;
	uint64_t seed;
};

static inline struct sound
sound_new(uint32_t rate)
{
	return (struct sound){ .rate = rate, .seed = 0x9e3779b97f4a7c15U };
}

static inline void
sound_free(struct sound *s)
{
	free(s->at);
}

/* The value of full scale, from decibels of it. */
static inline double
decibels(double db)
{
	return 32767 * pow(10, db / 20);
}

/* Silence of ${ms} more; where it begins. */
static inline size_t
sound_more(struct sound *s, double ms)
{
	size_t from = s->n;
	size_t n = (size_t)(ms * s->rate / 1000 + 0.5);

	s->at = reallocarray(s->at, s->n + n, sizeof(*s->at));
	assert_non_null(s->at);
	memset(s->at + s->n, 0, n * sizeof(*s->at));
	s->n += n;
	return from;
}

/* A sine of ${hz} in the last ${ms}: ${db} of a full-scale sine. */
static inline void
sound_sine(struct sound *s, double ms, double hz, double db)
{
	size_t n = (size_t)(ms * s->rate / 1000 + 0.5);
	size_t i;

	for (i = 0; i < n; i++)
		s->at[s->n - n + i] += decibels(db) *
				       sin(2 * PI * hz * (double)i / s->rate);
}

static inline double
random_one(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (double)(*seed >> 11) / (double)(UINT64_C(1) << 53);
}

/* Normally distributed. */
static inline double
random_normal(uint64_t *seed)
{
	double sum = 0;
	unsigned i;

	for (i = 0; i < 12; i++)
		sum += random_one(seed);
	return sum - 6;
}

/* White noise over [from, to), of ${db} of a full-scale square wave. */
static inline void
sound_noise(struct sound *s, size_t from, size_t to, double db)
{
	for (; from < to; from++)
		s->at[from] += decibels(db) * random_normal(&s->seed);
}

/* Like talk: syllables of 80 to 300 ms, of a pitch and its harmonics and some
   noise, with gaps of 30 to 150 ms. */
static inline void
sound_talk(struct sound *s, double ms, double db)
{
	size_t end = s->n + (size_t)(ms * s->rate / 1000 + 0.5);
	size_t from, i, n;
	double pitch, loud;
	unsigned h;

	while (s->n < end) {
		from = sound_more(s, 80 + 220 * random_one(&s->seed));
		pitch = 90 + 160 * random_one(&s->seed);
		loud = decibels(db - 6 * random_one(&s->seed));
		n = s->n - from;
		for (i = 0; i < n; i++)
			for (h = 1; h < 12; h++)
				s->at[from + i] +=
				    loud / (h + 1) *
				    sin(PI * (double)i / (double)n) *
				    sin(2 * PI * pitch * h *
					(1 + 0.1 * (double)i / (double)n) *
					(double)i / s->rate);
		sound_noise(s, from, s->n, db - 25);
		(void)sound_more(s, 30 + 120 * random_one(&s->seed));
	}
	s->n = end;
}

static inline int16_t
sound_sample(const struct sound *s, size_t i)
{
	double value = i < s->n ? floor(s->at[i] + 0.5) : 0;

	return (int16_t)(value > 32767    ? 32767
			 : value < -32768 ? -32768
					  : value);
}

/* What is heard in ${n} channels, fed in blocks of ${block} frames. */
static inline struct sar_hearing
sound_hear_blocks(const struct sound *each, uint32_t n, size_t block)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_hear *hear = sar_hear_new(each[0].rate, n, &err);
	struct sar_hearing out = { NULL, 0, false };
	int16_t *frames;
	size_t i;
	uint32_t c;

	assert_non_null(hear);
	assert_non_null(frames = calloc(each[0].n * n + 1, sizeof(*frames)));
	for (i = 0; i < each[0].n; i++)
		for (c = 0; c < n; c++)
			frames[i * n + c] = sound_sample(&each[c], i);
	for (i = 0; i < each[0].n; i += block)
		assert_int_equal(sar_hear_frames(hear, frames + i * n,
				     block < each[0].n - i ? block
							   : each[0].n - i,
				     &err),
		    0);
	assert_int_equal(sar_hear_end(hear, &out, &err), 0);
	sar_hear_free(hear);
	free(frames);
	return out;
}

static inline struct sar_hearing
sound_hear(const struct sound *s)
{
	return sound_hear_blocks(s, 1, 4000);
}

/* How many there are of a kind, and the first one. */
static inline size_t
heard_count(const struct sar_hearing *hearing, enum sar_hear_kind kind)
{
	size_t i, n = 0;

	for (i = 0; i < hearing->n; i++)
		n += hearing->list[i].kind == kind;
	return n;
}

static inline const struct sar_heard *
heard_nth(const struct sar_hearing *hearing, enum sar_hear_kind kind, size_t nr)
{
	size_t i;

	for (i = 0; i < hearing->n; i++)
		if (hearing->list[i].kind == kind && nr-- == 0)
			return &hearing->list[i];
	fail_msg("not heard: %s", sar_hear_kind_name(kind));
	return NULL;
}

/* Is it from ${from} to ${to} ms, each within ${by}? */
static inline void
assert_heard(const struct sar_heard *heard, uint32_t rate, double from,
    double to, double by)
{
	double is_from = (double)heard->from * 1000 / rate;
	double is_to = (double)heard->to * 1000 / rate;

	if (fabs(is_from - from) > by || fabs(is_to - to) > by)
		fail_msg("heard %.1f to %.1f ms, not %.1f to %.1f", is_from,
		    is_to, from, to);
}

#endif
