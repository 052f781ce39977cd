/* Padding: Padme sizes, and how many zeros a package needs for one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "package/inner.h"
#include "package/pad.h"
#include "package/padme.h"

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

/* --- Padme ----------------------------------------------------------------*/

/* By hand, from algorithm 1 of the paper. */
static void
sizes_are_those_of_the_paper(void **state)
{
	static const uint64_t pairs[][2] = { { 0, 0 }, { 1, 1 }, { 2, 2 },
		{ 3, 3 }, { 7, 7 }, { 8, 8 }, { 9, 10 }, { 10, 10 },
		{ 100, 104 }, { 256, 256 }, { 257, 272 }, { 1000, 1024 },
		{ 1025, 1088 }, { 65535, 65536 }, { 65537, 67584 },
		{ MIB - 1, MIB }, { MIB + 1, MIB + MIB / 32 },
		{ 999999999, 1006632960 }, { GIB + 1, GIB + GIB / 32 },
		{ UINT64_MAX, 0 } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_true(sar_padme_size(pairs[i][0]) == pairs[i][1]);
}

static uint64_t seed = 1;

/* Of every magnitude below 2^${bits}; the same at every run. */
static uint64_t
some_number(unsigned bits)
{
	seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	return seed >> (64 - 1 - (seed >> 20) % bits);
}

static void
a_size_is_at_most_12_in_100_larger(void **state)
{
	uint64_t size, padded;
	unsigned i;

	(void)state;
	for (i = 0; i < 200000; i++) {
		size = i < 100000 ? i : some_number(60);
		padded = sar_padme_size(size);
		assert_true(padded >= size);
		assert_true(padded - size <= size / 100 * 12 + 12);
		assert_true(sar_padme_size(padded) == padded);
		assert_true(sar_padme_size(size + 1) >= padded);
	}
}

/* --- packages -------------------------------------------------------------*/

static unsigned
digits(uint64_t value)
{
	char text[32];

	return (unsigned)snprintf(text, sizeof(text), "%llu",
	    (unsigned long long)value);
}

/* The size of the zip when padding has ${size} bytes. */
static uint64_t
whole(struct sar_content_entry *entries, size_t n, uint64_t manifest,
    uint64_t size)
{
	entries[n - 3].size = size;
	entries[n - 2].size = manifest + digits(size);
	return sar_inner_size(entries, n);
}

static unsigned skipped; /* Padme sizes that could not be had */

/* Entries of ${first} bytes and more; the manifest without digits. */
static void
check_solution(uint64_t first, uint64_t manifest, bool slowly)
{
	struct sar_content_entry entries[] = { { .name = "letter.txt" },
		{ .name = "call-01.wav", .size = first },
		{ .name = "call-02.wav", .size = 5 }, { .name = "padding.bin" },
		{ .name = "manifest.json" },
		{ .name = "manifest.json.minisig", .size = 288 } };
	struct sar_err err = SAR_ERR_INIT;
	uint64_t size, again, total, less;

	total = whole(entries, 6, manifest, 0);
	assert_int_equal(sar_pad_solve(entries, 6, &size, &err), 0);
	less = total;
	total = whole(entries, 6, manifest, size);
	assert_true(sar_padme_size(total) == total);
	/* Where the step fell into a gap, no more than one size further. */
	assert_true(total == sar_padme_size(less) ||
		    total == sar_padme_size(sar_padme_size(less) + 1));
	skipped += total != sar_padme_size(less);
	/* It is the same when asked about what has padding already. */
	assert_int_equal(sar_pad_solve(entries, 6, &again, &err), 0);
	assert_true(again == size);
	while (slowly && size-- > 0) {
		total = whole(entries, 6, manifest, size);
		assert_true(sar_padme_size(total) != total);
	}
}

static void
every_size_has_the_least_padding_that_fits(void **state)
{
	uint64_t size;

	(void)state;
	for (size = 0; size < 6000; size++)
		check_solution(size, 700 + size % 7, true);
	for (size = 0; size < 20000; size++)
		check_solution(some_number(50), 700, false);
	assert_in_range(skipped, 1, 1000);
}

/* Around where something of the zip begins to be zip64. */
static void
sizes_around_4_gib_are_solved(void **state)
{
	uint64_t size;

	(void)state;
	for (size = 4 * GIB - 3000; size < 4 * GIB + 100; size++)
		check_solution(size, 700, false);
	/* The padding itself has 4 GiB and more. */
	for (size = 64 * GIB; size < 66 * GIB; size += 7 * MIB + 1)
		check_solution(size, 700, false);
}

static void
zeros_are_given_and_no_more(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_stream stream;
	char block[100];

	(void)state;
	memset(block, 'x', sizeof(block));
	assert_int_equal(sar_pad_stream(150, &stream, &err), 0);
	assert_int_equal(stream.size, 150);
	assert_int_equal(stream.read(stream.ctx, block, 100, &err), 100);
	assert_int_equal(block[0] | block[99], 0);
	assert_int_equal(stream.read(stream.ctx, block, 100, &err), 50);
	assert_int_equal(stream.read(stream.ctx, block, 100, &err), 0);
	sar_stream_close(&stream);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sizes_are_those_of_the_paper),
		cmocka_unit_test(a_size_is_at_most_12_in_100_larger),
		cmocka_unit_test(every_size_has_the_least_padding_that_fits),
		cmocka_unit_test(sizes_around_4_gib_are_solved),
		cmocka_unit_test(zeros_are_given_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
