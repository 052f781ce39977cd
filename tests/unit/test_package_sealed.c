/* Entries encrypted by threads ahead of their turn. */
#include "package_ahead.h"

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

static void
a_digest_nobody_asks_for_is_not_taken(void **state)
{
	static const uint8_t none[SAR_SHA256_LEN];
	struct sar_secret *secret = secret_of(PASSPHRASE);
	struct sar_ahead_options options = { .jobs = 1, .passphrase = secret };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_ahead *ahead = sar_ahead_new(&options, &err);
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_ahead_part part;
	struct sar_stream stream;
	uint64_t size;

	(void)state;
	assert_non_null(ahead);
	assert_int_equal(sar_stream_text("all", 3, &stream, &err), 0);
	assert_int_equal(sar_ahead_add(ahead, "all", &stream, &err), 0);
	assert_int_equal(sar_ahead_next(ahead, 0, &part, &err), 0);
	assert_int_equal(part.len, 3 + SAR_AE2_OVERHEAD);
	sar_ahead_written(ahead, 0, digest, &size);
	assert_memory_equal(digest, none, sizeof(none));
	assert_true(size == 3);
	sar_ahead_free(ahead);
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
		cmocka_unit_test(every_number_of_threads_seals_the_same),
		cmocka_unit_test(entries_may_be_taken_in_turns),
		cmocka_unit_test(entries_added_late_are_sealed_too),
		cmocka_unit_test(a_digest_nobody_asks_for_is_not_taken),
		cmocka_unit_test(a_signal_ends_sealing_wherever_it_is),
		cmocka_unit_test(entries_half_sealed_are_let_go),
	};

	return cmocka_run_group_tests_name("package: sealed ahead", tests, NULL,
	    NULL);
}
