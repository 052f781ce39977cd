/* A source bound to what its digest was taken of. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#include "base/bound.h"

#define SIZE ((size_t)3 * 65536 + 1234)

static uint8_t bytes[SIZE];

static void
make(struct sar_source *source)
{
	static const char *text = (const char *)bytes;
	uint32_t seed = 7;
	size_t i;

	for (i = 0; i < SIZE; i++) {
		seed = seed * 1664525 + 1013904223;
		bytes[i] = (uint8_t)(seed >> 24);
	}
	sar_source_text(&text, SIZE, "file", source);
}

static void
it_gives_what_the_file_has_wherever_it_is_read(void **state)
{
	uint8_t digest[SAR_SHA256_LEN], plain[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	static uint8_t got[SIZE];
	struct sar_source source, bound_source;
	struct sar_bound *bound;
	uint32_t seed = 3;
	size_t off, len;
	int i;

	(void)state;
	make(&source);
	assert_non_null(bound = sar_bound_new(&source, digest, &err));
	assert_int_equal(sar_sha256_source(&source, plain, &err), 0);
	assert_memory_equal(digest, plain, sizeof(digest));
	sar_bound_source(bound, &bound_source);
	assert_int_equal(bound_source.size, SIZE);
	for (i = 0; i < 200; i++) {
		seed = seed * 1664525 + 1013904223;
		off = seed % SIZE;
		len = (seed >> 8) % (SIZE - off + 1);
		assert_int_equal(sar_source_read(&bound_source, got, len, off,
				     &err),
		    0);
		assert_memory_equal(got, bytes + off, len);
	}
	assert_false(sar_bound_broken(bound));
	sar_bound_free(bound);
}

/* Any one byte, and only while it is another: it is never given. */
static void
a_byte_exchanged_for_a_while_is_seen_for_good(void **state)
{
	static const size_t places[] = { 0, 1, 65535, 65536, 131072, SIZE - 1 };
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source, bound_source;
	struct sar_bound *bound;
	uint8_t byte;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		make(&source);
		assert_non_null(bound = sar_bound_new(&source, digest, &err));
		sar_bound_source(bound, &bound_source);
		bytes[places[i]] ^= 1;
		assert_int_equal(sar_source_read(&bound_source, &byte, 1,
				     places[i], &err),
		    -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_string_equal(err.msg,
		    "file: somebody writes to the file");
		bytes[places[i]] ^= 1;
		err = (struct sar_err)SAR_ERR_INIT;
		assert_int_equal(sar_source_read(&bound_source, &byte, 1,
				     places[i], &err),
		    -1);
		assert_true(sar_bound_broken(bound));
		err = (struct sar_err)SAR_ERR_INIT;
		sar_bound_free(bound);
	}
}

/* Opened again, it is held against the sums of the first time. */
static void
a_file_opened_again_gives_what_it_had_or_nothing(void **state)
{
	static const size_t places[] = { 0, 65536, SIZE - 1 };
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source, again, bound_source;
	static uint8_t got[SIZE];
	struct sar_bound *bound;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		make(&source);
		assert_non_null(bound = sar_bound_new(&source, digest, &err));
		sar_bound_source(bound, &bound_source);
		/* The block at hand must not be what is given later. */
		assert_int_equal(sar_source_read(&bound_source, got, 1,
				     places[i], &err),
		    0);
		sar_bound_leave(bound);
		memset(&source, 0, sizeof(source));
		make(&again);
		assert_int_equal(sar_bound_again(bound, &again, &err), 0);
		memset(&again, 0, sizeof(again));
		sar_bound_source(bound, &bound_source);
		assert_int_equal(sar_source_read(&bound_source, got, SIZE, 0,
				     &err),
		    0);
		assert_memory_equal(got, bytes, SIZE);
		sar_bound_leave(bound);
		make(&again);
		bytes[places[i]] ^= 1;
		assert_int_equal(sar_bound_again(bound, &again, &err), 0);
		assert_int_equal(sar_source_read(&bound_source, got, SIZE, 0,
				     &err),
		    -1);
		assert_int_equal(err.code, SAR_ECORRUPT);
		assert_true(sar_bound_broken(bound));
		err = (struct sar_err)SAR_ERR_INIT;
		sar_bound_free(bound);
	}
}

static void
a_file_of_another_size_is_not_bound_again(void **state)
{
	static const char *text = (const char *)bytes;
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source, again;
	struct sar_bound *bound;

	(void)state;
	make(&source);
	assert_non_null(bound = sar_bound_new(&source, digest, &err));
	sar_bound_leave(bound);
	sar_source_text(&text, SIZE - 1, "file", &again);
	assert_int_equal(sar_bound_again(bound, &again, &err), -1);
	assert_int_equal(err.code, SAR_ECORRUPT);
	assert_true(sar_bound_broken(bound));
	sar_bound_free(bound);
}

static void
an_empty_file_is_bound_too(void **state)
{
	static const char *text = "";
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_source source, bound_source;
	struct sar_bound *bound;
	uint8_t byte;

	(void)state;
	sar_source_text(&text, 0, "file", &source);
	assert_non_null(bound = sar_bound_new(&source, digest, &err));
	sar_bound_source(bound, &bound_source);
	assert_int_equal(bound_source.pread(bound_source.ctx, &byte, 1, 0,
			     &err),
	    0);
	sar_bound_free(bound);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    it_gives_what_the_file_has_wherever_it_is_read),
		cmocka_unit_test(a_byte_exchanged_for_a_while_is_seen_for_good),
		cmocka_unit_test(
		    a_file_opened_again_gives_what_it_had_or_nothing),
		cmocka_unit_test(a_file_of_another_size_is_not_bound_again),
		cmocka_unit_test(an_empty_file_is_bound_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
