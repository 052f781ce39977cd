/* Inclusion proofs made in one pass are those of RFC 9162, whatever the size
   turns out to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tlog/paths.h"
#include "tlog/tree.h"

#define MOST 70

static void
leaf_of(uint64_t i, uint8_t leaf[SAR_SHA256_LEN])
{
	struct sar_err err = SAR_ERR_INIT;
	char text[32];
	int n = snprintf(text, sizeof(text), "leaf %llu",
	    (unsigned long long)i);

	assert_int_equal(sar_sha256_text(text, (size_t)n, leaf, &err), 0);
}

/* As range.h makes it, which is held against the standard's own recursion. */
static void
proof_of(uint64_t index, uint64_t size, struct sar_range_proof *out)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range *range = sar_range_inclusion(index, size, &err);
	uint8_t leaf[SAR_SHA256_LEN];
	uint64_t i;

	assert_non_null(range);
	for (i = 0; i < size; i++) {
		leaf_of(i, leaf);
		sar_range_leaf(range, leaf);
	}
	assert_int_equal(sar_range_end(range, out, &err), 0);
	sar_range_free(range);
}

static void
assert_same(const struct sar_range_proof *a, const struct sar_range_proof *b)
{
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->hashes, b->hashes, a->n * SAR_SHA256_LEN);
}

static void
every_leaf_has_its_proof_at_every_size(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range_proof got, want;
	uint8_t leaf[SAR_SHA256_LEN], root[SAR_SHA256_LEN];
	uint64_t wanted[MOST], size, i;
	struct sar_paths *paths;
	struct sar_tree tree = { .size = 0 };

	(void)state;
	for (i = 0; i < MOST; i++)
		wanted[i] = i;
	paths = sar_paths_new(wanted, MOST, &err);
	assert_non_null(paths);
	for (size = 1; size <= MOST; size++) {
		leaf_of(size - 1, leaf);
		sar_paths_leaf(paths, leaf);
		sar_tree_add_leaf(&tree, leaf);
		assert_int_equal(sar_paths_size(paths), size);
		sar_tree_root(&tree, root);
		for (i = 0; i < size; i++) {
			assert_int_equal(sar_paths_get(paths, i, &got, &err),
			    0);
			proof_of(i, size, &want);
			assert_same(&got, &want);
			leaf_of(i, leaf);
			assert_true(sar_range_included(i, size, leaf, root,
			    &got));
		}
		for (; i < MOST; i++) {
			assert_int_equal(sar_paths_get(paths, i, &got, &err),
			    -1);
			assert_int_equal(err.code, SAR_EFAIL);
			err = (struct sar_err)SAR_ERR_INIT;
		}
	}
	sar_paths_free(paths);
}

static void
a_few_of_many_leaves_are_found_among_them(void **state)
{
	static const uint64_t wanted[] = { 0, 1, 511, 512, 700, 999 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range_proof got, want;
	uint8_t leaf[SAR_SHA256_LEN];
	struct sar_paths *paths;
	uint64_t i;

	(void)state;
	paths = sar_paths_new(wanted, 6, &err);
	assert_non_null(paths);
	for (i = 0; i < 1000; i++) {
		leaf_of(i, leaf);
		sar_paths_leaf(paths, leaf);
	}
	for (i = 0; i < 6; i++) {
		assert_int_equal(sar_paths_get(paths, i, &got, &err), 0);
		proof_of(wanted[i], 1000, &want);
		assert_same(&got, &want);
	}
	sar_paths_free(paths);
}

static void
none_wanted_is_a_pass_all_the_same(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_paths *paths = sar_paths_new(NULL, 0, &err);
	uint8_t leaf[SAR_SHA256_LEN] = { 0 };

	(void)state;
	assert_non_null(paths);
	sar_paths_leaf(paths, leaf);
	assert_int_equal(sar_paths_size(paths), 1);
	sar_paths_free(paths);
	sar_paths_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_leaf_has_its_proof_at_every_size),
		cmocka_unit_test(a_few_of_many_leaves_are_found_among_them),
		cmocka_unit_test(none_wanted_is_a_pass_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
