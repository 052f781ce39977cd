/* Entries read by threads ahead of their turn. */
#include "package_ahead.h"

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
	};

	return cmocka_run_group_tests_name("package: ahead", tests, NULL, NULL);
}
