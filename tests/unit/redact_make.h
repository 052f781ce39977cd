#ifndef SAR_TEST_REDACT_MAKE_H
#define SAR_TEST_REDACT_MAKE_H

/*
 * The scheme of sar-redaction-proof(5) once more, word for word and slowly,
 * and recordings to try it on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/b64.h"
#include "base/sha256.h"
#include "redact/redact.h"

/* Numbers that are the same at every run. */
static inline uint64_t
dice(uint64_t *state)
{
	*state += UINT64_C(0x9e3779b97f4a7c15);
	uint64_t z = *state;
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline int16_t *
make_samples(const struct sar_redact_shape *shape, uint64_t seed)
{
	size_t n = (size_t)shape->frames * shape->channels;
	int16_t *samples = calloc(n + 1, sizeof(*samples));
	size_t i;

	assert_non_null(samples);
	for (i = 0; i < n; i++)
		samples[i] = (int16_t)(uint16_t)dice(&seed);
	return samples;
}

static inline struct sar_redact_seeds
make_seeds(uint64_t seed)
{
	struct sar_redact_seeds seeds;
	uint8_t *bytes = &seeds.seed[0][0];
	size_t i;

	for (i = 0; i < sizeof(seeds); i++)
		bytes[i] = (uint8_t)dice(&seed);
	return seeds;
}

static inline void
hash_of(int mark, const void *a, size_t a_len, const void *b, size_t b_len,
    uint8_t out[SAR_SHA256_LEN])
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t *text = malloc(1 + a_len + b_len);

	assert_non_null(text);
	text[0] = (uint8_t)mark;
	memcpy(text + 1, a, a_len);
	memcpy(text + 1 + a_len, b, b_len);
	assert_int_equal(sar_sha256_text(text, 1 + a_len + b_len, out, &err),
	    0);
	free(text);
}

/* The salt of block ${i}: down from the seed. */
static inline void
slow_salt(const uint8_t seed[SAR_REDACT_SEED], uint64_t blocks, uint64_t i,
    uint8_t out[SAR_SHA256_LEN])
{
	unsigned depth = 0;

	while (UINT64_C(1) << depth < blocks)
		depth++;
	memcpy(out, seed, SAR_SHA256_LEN);
	while (depth-- > 0)
		hash_of((i >> depth & 1) != 0 ? 3 : 2, out, 32, "", 0, out);
}

static inline void
slow_leaf(const struct sar_redact_shape *shape, const int16_t *samples,
    const uint8_t seed[SAR_REDACT_SEED], uint32_t channel, uint64_t i,
    uint8_t out[SAR_SHA256_LEN])
{
	uint64_t block = sar_redact_block(shape->rate);
	uint64_t at = i * block;
	uint8_t *bytes = malloc((size_t)block * 2);
	uint8_t salt[SAR_SHA256_LEN];
	size_t n;

	assert_non_null(bytes);
	for (n = 0; n < block && at < shape->frames; n++, at++) {
		uint16_t u = (uint16_t)samples[at * shape->channels + channel];

		bytes[2 * n] = (uint8_t)u;
		bytes[2 * n + 1] = (uint8_t)(u >> 8);
	}
	slow_salt(seed, sar_redact_blocks(shape), i, salt);
	hash_of(0, salt, sizeof(salt), bytes, 2 * n, out);
	free(bytes);
}

/* RFC 6962, 2.1. */
static inline void
slow_root(const uint8_t (*leaf)[SAR_SHA256_LEN], uint64_t n,
    uint8_t out[SAR_SHA256_LEN])
{
	uint8_t left[SAR_SHA256_LEN], right[SAR_SHA256_LEN];
	uint64_t k = 1;

	if (n == 1) {
		memcpy(out, leaf[0], SAR_SHA256_LEN);
		return;
	}
	while (2 * k < n)
		k *= 2;
	slow_root(leaf, k, left);
	slow_root(leaf + k, n - k, right);
	hash_of(1, left, sizeof(left), right, sizeof(right), out);
}

static inline void
slow_roots(const struct sar_redact_shape *shape, const int16_t *samples,
    const struct sar_redact_seeds *seeds, struct sar_redact_roots *out)
{
	struct sar_err err = SAR_ERR_INIT;
	uint64_t blocks = sar_redact_blocks(shape);
	uint8_t(*leaf)[SAR_SHA256_LEN] = calloc((size_t)blocks + 1,
	    sizeof(*leaf));
	uint64_t i;
	uint32_t c;

	assert_non_null(leaf);
	memset(out, 0, sizeof(*out));
	for (c = 0; c < shape->channels; c++) {
		for (i = 0; i < blocks; i++)
			slow_leaf(shape, samples, seeds->seed[c], c, i,
			    leaf[i]);
		if (blocks > 0)
			slow_root((const uint8_t(*)[SAR_SHA256_LEN])leaf,
			    blocks, out->root[c]);
		else
			assert_int_equal(sar_sha256_text("", 0, out->root[c],
					     &err),
			    0);
	}
	free(leaf);
}

/* Ours; ${guess} frames are told before, pieces of up to ${piece} added. */
static inline bool
commit_guess(const struct sar_redact_shape *shape, const int16_t *samples,
    const struct sar_redact_seeds *seeds, uint64_t guess, size_t piece,
    struct sar_redact_roots *roots)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_shape told = { guess, shape->rate, shape->channels };
	struct sar_redact_commit *commit;
	uint64_t at = 0, frames = 0;
	size_t n;
	bool again = false;

	commit = sar_redact_commit_new(&told, seeds, &err);
	assert_non_null(commit);
	for (; at < shape->frames; at += n) {
		n = piece;
		if (n > shape->frames - at)
			n = (size_t)(shape->frames - at);
		assert_int_equal(sar_redact_commit_add(commit,
				     samples + at * shape->channels, n, &err),
		    0);
	}
	assert_int_equal(sar_redact_commit_end(commit, roots, &frames, &again,
			     &err),
	    0);
	assert_int_equal(frames, shape->frames);
	sar_redact_commit_free(commit);
	return again;
}

static inline void
commit_all(const struct sar_redact_shape *shape, const int16_t *samples,
    const struct sar_redact_seeds *seeds, struct sar_redact_roots *roots)
{
	assert_false(commit_guess(shape, samples, seeds, shape->frames, 4096,
	    roots));
}

#endif
