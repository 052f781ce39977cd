/* Entries read and encrypted by threads ahead of their turn. */
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

static uint8_t
byte_of(unsigned number, uint64_t at)
{
	return (uint8_t)(at * 31 + (at >> 8) * 7 + number * 101);
}

static ssize_t
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

static void
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

static void
open_secret_bench(struct bench *b, unsigned jobs, size_t budget, uint64_t size,
    const struct sar_secret *secret)
{
	struct sar_ahead_options options = {
		.jobs = jobs,
		.budget = budget,
		.passphrase = secret,
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

static void
open_bench(struct bench *b, unsigned jobs, size_t budget, uint64_t size)
{
	open_secret_bench(b, jobs, budget, size, NULL);
}

static void
close_bench(struct bench *b)
{
	unsigned i;

	for (i = 0; i < N; i++)
		sar_stream_close(&b->streams[i]);
	sar_ahead_free(b->ahead);
	/* Each exactly once, however far it got. */
	for (i = 0; i < N; i++)
		assert_int_equal(b->closed[i], 1);
	(void)alarm(0);
}

/* Up to ${max} bytes of stream ${i}, each as it should be; how many. */
static uint64_t
drain(struct bench *b, unsigned i, uint64_t from, uint64_t max)
{
	static uint8_t buf[10007];
	struct sar_err err = SAR_ERR_INIT;
	uint64_t at = from;
	ssize_t n, k;

	while (at < from + max) {
		n = b->streams[i].read(b->streams[i].ctx, buf, sizeof(buf),
		    &err);
		assert_true(n >= 0);
		if (n == 0)
			break;
		for (k = 0; k < n; k++)
			if (buf[k] != byte_of(i, at + (uint64_t)k))
				fail_msg("stream %u differs", i);
		at += (uint64_t)n;
		atomic_fetch_sub(&outstanding, n);
	}
	return at - from;
}

static void
every_number_of_threads_gives_the_same_bytes(void **state)
{
	static const unsigned jobs[] = { 1, 2, 3, SAR_CREW_MAX };
	struct bench b;
	size_t k;
	unsigned i;

	(void)state;
	for (k = 0; k < sizeof(jobs) / sizeof(jobs[0]); k++) {
		open_bench(&b, jobs[k], 4 * CHUNK, 600000);
		for (i = 0; i < N; i++) {
			assert_true(drain(&b, i, 0, UINT64_MAX / 2) ==
				    600000 + i);
			sar_stream_close(&b.streams[i]);
		}
		close_bench(&b);
	}
}

static void
an_empty_stream_is_empty(void **state)
{
	struct bench b;

	(void)state;
	open_bench(&b, 2, CHUNK, 0);
	assert_true(drain(&b, 0, 0, 100) == 0);
	assert_true(drain(&b, 1, 0, 100) == 1);
	close_bench(&b);
}

static void
what_is_read_ahead_stays_within_the_budget(void **state)
{
	/* The budget, what the one being read may have, one block a thread. */
	const long long limit = (8 + 4 + 4) * CHUNK + 10007;
	struct bench b;
	unsigned i;

	(void)state;
	open_bench(&b, 4, 8 * CHUNK, 20 * CHUNK);
	b.numbered[0].wait_us = 200;
	for (i = 0; i < N; i++)
		(void)drain(&b, i, 0, UINT64_MAX / 2);
	assert_true(atomic_load(&peak) <= limit);
	/* And threads did read ahead: more than one could without. */
	assert_true(atomic_load(&peak) > 5 * CHUNK);
	close_bench(&b);
}

static void
no_order_of_reading_is_a_deadlock(void **state)
{
	uint64_t at[N] = { 0 };
	struct bench b;
	unsigned round;
	unsigned i;

	(void)state;
	/* The last first, while all memory is taken by those before. */
	open_bench(&b, 3, 2 * CHUNK, 10 * CHUNK);
	for (i = N; i-- > 0;)
		assert_true(drain(&b, i, 0, UINT64_MAX / 2) == 10 * CHUNK + i);
	close_bench(&b);
	/* A little of each in turn. */
	open_bench(&b, 3, 2 * CHUNK, 10 * CHUNK);
	for (round = 0; round < 70; round++)
		for (i = 0; i < N; i++)
			at[i] += drain(&b, i, at[i], 20000);
	for (i = 0; i < N; i++)
		assert_true(at[i] == 10 * CHUNK + i);
	close_bench(&b);
}

static void
a_failure_is_the_one_a_single_thread_meets(void **state)
{
	struct sar_err err;
	struct bench b;
	uint8_t byte[100];
	unsigned jobs, i;
	ssize_t n;

	(void)state;
	for (jobs = 1; jobs <= 4; jobs += 3) {
		err = (struct sar_err)SAR_ERR_INIT;
		open_bench(&b, jobs, 8 * CHUNK, 250000);
		/* Number 5 fails at once, number 2 late. */
		b.numbered[2].fail_at = 240000;
		b.numbered[2].wait_us = 500;
		b.numbered[5].fail_at = 0;
		for (i = 0; i < 2; i++)
			assert_true(drain(&b, i, 0, UINT64_MAX / 2) ==
				    250000 + i);
		do
			n = b.streams[2].read(b.streams[2].ctx, byte,
			    sizeof(byte), &err);
		while (n > 0);
		assert_int_equal(n, -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_string_equal(err.msg, "number 2");
		close_bench(&b);
	}
}

/* Also the first, though the reader asks for it before they have begun. */
static void
an_entry_is_read_by_a_thread_if_there_is_one(void **state)
{
	struct bench b;
	unsigned jobs, round;

	(void)state;
	for (jobs = 1; jobs <= 3; jobs++)
		for (round = 0; round < 20; round++) {
			open_bench(&b, jobs, 100 * CHUNK, 3000);
			(void)drain(&b, 0, 0, UINT64_MAX / 2);
			assert_int_equal(pthread_equal(b.numbered[0].reader,
					     pthread_self()) != 0,
			    jobs == 1);
			close_bench(&b);
		}
}

static void
nothing_after_a_failure_is_begun(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bench b;
	uint8_t byte;
	unsigned i;

	(void)state;
	open_bench(&b, 2, 100 * CHUNK, 2 * CHUNK);
	b.numbered[0].wait_us = 300;
	b.numbered[1].fail_at = 0;
	assert_true(drain(&b, 0, 0, UINT64_MAX / 2) == 2 * CHUNK);
	assert_int_equal(b.streams[1].read(b.streams[1].ctx, &byte, 1, &err),
	    -1);
	assert_string_equal(err.msg, "number 1");
	close_bench(&b);
	for (i = 2; i < N; i++)
		assert_true(b.numbered[i].at == 0);
}

static void
what_was_given_up_does_not_look_whole(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bench b;
	uint8_t byte[100];
	unsigned i;
	ssize_t n;

	(void)state;
	open_bench(&b, 2, 8 * CHUNK, 3 * CHUNK);
	b.numbered[1].fail_at = 0;
	b.numbered[1].mute = true;
	(void)drain(&b, 0, 0, UINT64_MAX / 2);
	n = b.streams[1].read(b.streams[1].ctx, byte, sizeof(byte), &err);
	assert_int_equal(n, -1);
	assert_int_equal(err.code, SAR_EFAIL);
	/* Those after it: whole or a failure, never short. */
	for (i = 2; i < N; i++) {
		uint64_t got = 0;

		err = (struct sar_err)SAR_ERR_INIT;
		while ((n = b.streams[i].read(b.streams[i].ctx, byte,
			    sizeof(byte), &err)) > 0)
			got += (uint64_t)n;
		if (n == 0)
			assert_true(got == 3 * CHUNK + i);
		else
			assert_int_not_equal(err.code, SAR_OK);
	}
	close_bench(&b);
}

static void
streams_left_half_read_are_let_go(void **state)
{
	struct bench b;
	unsigned i;

	(void)state;
	open_bench(&b, 4, 4 * CHUNK, 30 * CHUNK);
	for (i = 0; i < N; i += 2) {
		(void)drain(&b, i, 0, 1);
		sar_stream_close(&b.streams[i]);
		sar_stream_close(&b.streams[i + 1]);
	}
	close_bench(&b);
	open_bench(&b, 4, 4 * CHUNK, 30 * CHUNK);
	(void)drain(&b, 0, 0, 1);
	close_bench(&b);
	open_bench(&b, 4, 4 * CHUNK, 30 * CHUNK);
	close_bench(&b);
}

/* --- encrypted -----------------------------------------------------------*/

/* All of entry ${i}; the caller frees it. */
static uint8_t *
take_sealed(struct bench *b, size_t i, size_t *len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ahead_part part;
	uint8_t *all = NULL;
	uint64_t plain = 0;

	*len = 0;
	for (;;) {
		assert_int_equal(sar_ahead_next(b->ahead, i, &part, &err), 0);
		if (part.len == 0)
			break;
		all = realloc(all, *len + part.len);
		assert_non_null(all);
		memcpy(all + *len, part.data, part.len);
		*len += part.len;
		plain += part.plain;
	}
	assert_true(plain + SAR_AE2_OVERHEAD == *len);
	/* The end stays the end. */
	assert_int_equal(sar_ahead_next(b->ahead, i, &part, &err), 0);
	assert_int_equal(part.len, 0);
	return all;
}

/* Do the ${len} bytes at ${all} open as entry ${i}?  Frees them. */
static void
check_bytes(struct bench *b, unsigned i, const struct sar_secret *secret,
    uint8_t *all, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ae2_kit *kit = sar_ae2_kit_new(&err);
	uint8_t verifier[SAR_AE2_VERIFIER], tag[SAR_AE2_TAG];
	uint8_t digest[SAR_SHA256_LEN], want[SAR_SHA256_LEN];
	uint8_t *text = all + SAR_AE2_HEAD;
	struct sar_ae2 *ae2;
	uint64_t size;
	size_t k;

	ae2 = sar_ae2_new(kit, secret, all, verifier, &err);
	assert_non_null(ae2);
	assert_memory_equal(verifier, all + SAR_AE2_SALT, sizeof(verifier));
	len -= SAR_AE2_OVERHEAD;
	assert_int_equal(sar_ae2_auth(ae2, text, len, &err), 0);
	assert_int_equal(sar_ae2_tag(ae2, tag, &err), 0);
	assert_memory_equal(tag, text + len, sizeof(tag));
	assert_int_equal(sar_ae2_crypt(ae2, text, len, 0, &err), 0);
	for (k = 0; k < len; k++)
		if (text[k] != byte_of(i, k))
			fail_msg("entry %u differs", i);
	sar_ahead_written(b->ahead, i, digest, &size);
	assert_true(size == len && len == b->numbered[i].size);
	assert_int_equal(sar_sha256_text(text, len, want, &err), 0);
	assert_memory_equal(digest, want, sizeof(digest));
	sar_ae2_free(ae2);
	sar_ae2_kit_free(kit);
	free(all);
}

static void
check_sealed(struct bench *b, unsigned i, const struct sar_secret *secret)
{
	size_t len;
	uint8_t *all = take_sealed(b, i, &len);

	check_bytes(b, i, secret, all, len);
}

static void
drop_sealed(struct bench *b)
{
	unsigned i;

	sar_ahead_free(b->ahead);
	for (i = 0; i < N; i++)
		assert_int_equal(b->closed[i], 1);
	(void)alarm(0);
}

static void
every_number_of_threads_seals_the_same(void **state)
{
	static const uint64_t sizes[] = { 0, 1, 17, CHUNK - 1, CHUNK, CHUNK + 1,
		2 * CHUNK, 700000 };
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct bench b;
	unsigned jobs, i;

	(void)state;
	for (jobs = 1; jobs <= 4; jobs++) {
		open_secret_bench(&b, jobs, 6 * CHUNK, 0, secret);
		for (i = 0; i < N; i++)
			b.numbered[i].size = sizes[i % 8];
		for (i = 0; i < N; i++) {
			check_sealed(&b, i, secret);
			sar_ahead_close(b.ahead, i);
		}
		drop_sealed(&b);
	}
	sar_secret_free(secret);
}

/* Whoever authenticates a chunk, they are done in order. */
static void
entries_may_be_taken_in_turns(void **state)
{
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ahead_part part;
	uint8_t *all[N];
	size_t len[N];
	struct bench b;
	unsigned jobs, i, left;

	(void)state;
	for (jobs = 1; jobs <= 4; jobs++) {
		open_secret_bench(&b, jobs, 12 * CHUNK, 6 * CHUNK + 77, secret);
		for (i = 0; i < jobs; i++)
			b.numbered[i].wait_us = 50;
		memset(all, 0, sizeof(all));
		memset(len, 0, sizeof(len));
		do
			for (i = left = 0; i < N; i++) {
				assert_int_equal(sar_ahead_next(b.ahead, i,
						     &part, &err),
				    0);
				if (part.len == 0)
					continue;
				left++;
				all[i] = realloc(all[i], len[i] + part.len);
				assert_non_null(all[i]);
				memcpy(all[i] + len[i], part.data, part.len);
				len[i] += part.len;
				/* Time to fill one more behind it. */
				(void)usleep(i < jobs ? 8000 : 0);
			}
		while (left > 0);
		for (i = 0; i < N; i++)
			check_bytes(&b, i, secret, all[i], len[i]);
		drop_sealed(&b);
	}
	sar_secret_free(secret);
}

static void
entries_added_late_are_sealed_too(void **state)
{
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	struct bench b;
	unsigned jobs, i;

	(void)state;
	for (jobs = 1; jobs <= 2; jobs++) {
		struct sar_ahead_part part;

		open_secret_bench(&b, jobs, 6 * CHUNK, 5000, secret);
		for (i = 0; i < N; i++) {
			check_sealed(&b, i, secret);
			sar_ahead_close(b.ahead, i);
		}
		assert_int_equal(sar_stream_text("late", 4, &stream, &err), 0);
		assert_int_equal(sar_ahead_add(b.ahead, "late", &stream, &err),
		    0);
		assert_true(sar_ahead_size(b.ahead, N) == 4);
		assert_int_equal(sar_ahead_next(b.ahead, N, &part, &err), 0);
		assert_int_equal(part.len, 4 + SAR_AE2_OVERHEAD);
		drop_sealed(&b);
	}
	sar_secret_free(secret);
}

/* Whether it stood in the way of a thread or of the reader. */
static void
a_signal_ends_sealing_wherever_it_is(void **state)
{
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ahead_part part;
	struct bench b;
	unsigned jobs;
	int rc;

	(void)state;
	for (jobs = 1; jobs <= 3; jobs++) {
		open_secret_bench(&b, jobs, 3 * CHUNK, 9 * CHUNK, secret);
		assert_int_equal(sar_ahead_next(b.ahead, 0, &part, &err), 0);
		b.stop = 15;
		do
			rc = sar_ahead_next(b.ahead, 0, &part, &err);
		while (rc == 0 && part.len > 0);
		assert_int_equal(rc, -1);
		assert_int_equal(sar_err_status(&err), 128 + 15);
		drop_sealed(&b);
	}
	sar_secret_free(secret);
}

static void
entries_half_sealed_are_let_go(void **state)
{
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ahead_part part;
	struct bench b;
	unsigned jobs, i;

	(void)state;
	for (jobs = 1; jobs <= 4; jobs++) {
		open_secret_bench(&b, jobs, 4 * CHUNK, 5 * CHUNK, secret);
		for (i = 0; i < N; i += 3) {
			assert_int_equal(sar_ahead_next(b.ahead, i, &part,
					     &err),
			    0);
			sar_ahead_close(b.ahead, i);
			sar_ahead_close(b.ahead, i + 1);
		}
		drop_sealed(&b);
	}
	sar_secret_free(secret);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_number_of_threads_gives_the_same_bytes),
		cmocka_unit_test(an_empty_stream_is_empty),
		cmocka_unit_test(what_is_read_ahead_stays_within_the_budget),
		cmocka_unit_test(no_order_of_reading_is_a_deadlock),
		cmocka_unit_test(a_failure_is_the_one_a_single_thread_meets),
		cmocka_unit_test(an_entry_is_read_by_a_thread_if_there_is_one),
		cmocka_unit_test(nothing_after_a_failure_is_begun),
		cmocka_unit_test(what_was_given_up_does_not_look_whole),
		cmocka_unit_test(streams_left_half_read_are_let_go),
		cmocka_unit_test(every_number_of_threads_seals_the_same),
		cmocka_unit_test(entries_may_be_taken_in_turns),
		cmocka_unit_test(entries_added_late_are_sealed_too),
		cmocka_unit_test(a_signal_ends_sealing_wherever_it_is),
		cmocka_unit_test(entries_half_sealed_are_let_go),
	};

	return cmocka_run_group_tests_name("package: ahead", tests, NULL, NULL);
}
