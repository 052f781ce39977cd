/* Numbered streams read ahead, for the tests of reading ahead. */
#ifndef SAR_TESTS_PACKAGE_AHEAD_H
#define SAR_TESTS_PACKAGE_AHEAD_H

#include "package/ahead.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/crew.h"
#include "package/crypt.h"
#include "package_make.h"

#define CHUNK SAR_CRYPT_CHUNK
#define N 12

/* A stream of bytes that depend on its number and place. */
struct numbered {
	unsigned number;
	uint64_t size;
	uint64_t at;
	uint64_t fail_at; /* UINT64_MAX: never */
	unsigned wait_us; /* before each read */
	int *closed;
	bool mute; /* fails without a word */
	pthread_t reader;
};

static atomic_llong outstanding; /* given and not yet taken */
static atomic_llong peak;

static inline uint8_t
byte_of(unsigned number, uint64_t at)
{
	return (uint8_t)(at * 31 + (at >> 8) * 7 + number * 101);
}

static inline ssize_t
read_numbered(void *ctx, void *buf, size_t len, struct sar_err *err)
{
	struct numbered *n = ctx;
	long long now;
	size_t i;

	n->reader = pthread_self();
	if (n->wait_us > 0)
		(void)usleep(n->wait_us);
	if (n->at >= n->fail_at) {
		if (!n->mute)
			(void)sar_err_set(err, SAR_ECORRUPT, "number %u",
			    n->number);
		return -1;
	}
	if (len > 1 + n->at % 5000)
		len = (size_t)(1 + n->at % 5000);
	if (len > n->size - n->at)
		len = (size_t)(n->size - n->at);
	for (i = 0; i < len; i++)
		((uint8_t *)buf)[i] = byte_of(n->number, n->at + i);
	n->at += len;
	now = atomic_fetch_add(&outstanding, (long long)len) + (long long)len;
	if (now > atomic_load(&peak))
		atomic_store(&peak, now);
	return (ssize_t)len;
}

static inline void
close_numbered(void *ctx)
{
	struct numbered *n = ctx;

	if (n->closed != NULL)
		*n->closed += 1;
}

struct bench {
	struct sar_ahead *ahead;
	struct numbered numbered[N];
	struct sar_stream streams[N];
	int closed[N];
	volatile int stop;
};

static inline void
open_secret_bench(struct bench *b, unsigned jobs, size_t budget, uint64_t size,
    const struct sar_secret *secret)
{
	struct sar_ahead_options options = {
		.jobs = jobs,
		.budget = budget,
		.passphrase = secret,
		.hashed = true,
		.stop = &b->stop,
	};
	struct sar_err err = SAR_ERR_INIT;
	unsigned i;

	memset(b, 0, sizeof(*b));
	(void)alarm(60); /* a deadlock ends the test */
	atomic_store(&outstanding, 0);
	atomic_store(&peak, 0);
	for (i = 0; i < N; i++) {
		b->numbered[i].number = i;
		b->numbered[i].size = size + i;
		b->numbered[i].fail_at = UINT64_MAX;
		b->numbered[i].closed = &b->closed[i];
	}
	b->ahead = sar_ahead_new(&options, &err);
	assert_non_null(b->ahead);
	for (i = 0; i < N; i++) {
		struct sar_stream stream = { .ctx = &b->numbered[i],
			.read = read_numbered,
			.close = close_numbered,
			.size = SAR_STREAM_UNSIZED };

		assert_int_equal(sar_ahead_add(b->ahead, "numbered", &stream,
				     &err),
		    0);
		assert_null(stream.close);
		assert_true(sar_ahead_size(b->ahead, i) == SAR_STREAM_UNSIZED);
		if (secret == NULL)
			sar_ahead_stream(b->ahead, i, &b->streams[i]);
	}
}

#endif
