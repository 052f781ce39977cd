#include "tlog/commitment.h"
#include "tlog_helpers.h"

/* The lines of entries.jsonl, and what reference tools say of them. */
static const char *const leaves[] = {
	"sNulWkDJNUdhMCjOjBtpXo1elWjJtKZ3vDKaKVVIKxY=",
	"e6hVEdymWTBvyJhiCDxkx2fUdGPLcnewEoeXXoERLPc=",
	"1TBecBD8NAd7CDJrobvdmxsuPaNzu9n266m8JvD3Yis=",
	"ozde7H9kRGzsCAqq2pEwKCXk3q5LZv4EF8+KFY+i5Ew=",
	"ZyTv2KZpmpf2NFL4RaCUTnD9Va6uPBf986SDcSyFxq4=",
};
static const char *const roots[] = {
	"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
	NULL,
	"PNBo+S1gF0VeVcpC1vVeqUQln73IsvT4JTeqqR1mgLI=",
	NULL,
	"SIEhKshCYXpH0ReNwcwIUU9BW7SfaBen1ZSrgLUwhiA=",
	"RGbwQDyRO33MElpoiFNOPHmGTpeevRJV+dZbDej93Vs=",
};

static void
assert_b64(const uint8_t digest[SAR_SHA256_LEN], const char *want)
{
	char text[SAR_B64_LEN(SAR_SHA256_LEN)];

	sar_b64_put(digest, SAR_SHA256_LEN, text);
	assert_string_equal(text, want);
}

static void
the_vectors_leaves_and_roots_come_out(void **state)
{
	uint8_t digest[SAR_SHA256_LEN];
	struct sar_tree tree = { .size = 0 };
	size_t len, i = 0;
	char *text = vector("entries.jsonl", &len);
	char *p, *lf;

	(void)state;
	for (p = text; (lf = strchr(p, '\n')) != NULL; p = lf + 1, i++) {
		if (roots[i] != NULL) {
			sar_tree_root(&tree, digest);
			assert_b64(digest, roots[i]);
		}
		sar_tree_leaf(p, (size_t)(lf - p), digest);
		assert_b64(digest, leaves[i]);
		sar_tree_add(&tree, p, (size_t)(lf - p));
	}
	assert_int_equal(i, 5);
	sar_tree_root(&tree, digest);
	assert_b64(digest, roots[5]);
	free(text);
}

/* RFC 6962, 2.1, word for word: the left part is a power of two. */
static void
root_of(const uint8_t (*leaf)[SAR_SHA256_LEN], size_t n,
    uint8_t out[SAR_SHA256_LEN])
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t both[1 + 2 * SAR_SHA256_LEN] = { 0x01 };
	size_t k = 1;

	if (n == 1) {
		memcpy(out, leaf[0], SAR_SHA256_LEN);
		return;
	}
	while (2 * k < n)
		k *= 2;
	root_of(leaf, k, both + 1);
	root_of(leaf + k, n - k, both + 1 + SAR_SHA256_LEN);
	assert_int_equal(sar_sha256_text(both, sizeof(both), out, &err), 0);
}

static void
a_tree_grown_by_leaves_is_the_one_rfc_6962_defines(void **state)
{
	static uint8_t leaf[130][SAR_SHA256_LEN];
	uint8_t want[SAR_SHA256_LEN], is[SAR_SHA256_LEN];
	struct sar_tree tree = { .size = 0 };
	uint8_t i;

	(void)state;
	for (i = 0; i < 130; i++) {
		sar_tree_leaf(&i, 1, leaf[i]);
		sar_tree_add(&tree, &i, 1);
		sar_tree_root(&tree, is);
		root_of((const uint8_t(*)[SAR_SHA256_LEN])leaf, i + 1U, want);
		assert_memory_equal(is, want, sizeof(is));
	}
	assert_int_equal(tree.size, 130);
}

static void
a_tree_grown_by_whole_trees_is_the_same(void **state)
{
	uint8_t one[SAR_SHA256_LEN], other[SAR_SHA256_LEN];
	struct sar_tree single = { .size = 0 }, parts = single, part;
	uint8_t i, k;
	unsigned level;

	(void)state;
	for (i = 0; i < 200; i = (uint8_t)(i + (1 << level))) {
		/* As large as may come here, or not quite. */
		for (level = 0; (i & (1 << level)) == 0 && level < 5;)
			level++;
		level = i % 3 == 0 ? level / 2 : level;
		memset(&part, 0, sizeof(part));
		for (k = 0; k < 1 << level; k++) {
			memset(one, i + k, sizeof(one));
			sar_tree_add_leaf(&single, one);
			sar_tree_add_leaf(&part, one);
		}
		sar_tree_root(&part, one);
		sar_tree_add_whole(&parts, level, one);
		sar_tree_root(&single, one);
		sar_tree_root(&parts, other);
		assert_memory_equal(one, other, sizeof(one));
		assert_int_equal(single.size, parts.size);
	}
}

static void
a_batch_has_the_root_of_its_lines(void **state)
{
	static const char *const lines[] = { "a", "b", "c" };
	struct sar_err err = SAR_ERR_INIT;
	uint8_t leaf[3][SAR_SHA256_LEN], want[SAR_SHA256_LEN];
	struct sar_tree tree = { .size = 0 };
	uint8_t is[SAR_SHA256_LEN];
	size_t i;

	(void)state;
	sar_tree_root(&tree, is);
	assert_b64(is, roots[0]);
	for (i = 0; i < 3; i++) {
		char text[2] = { 0, lines[i][0] };

		assert_int_equal(sar_sha256_text(text, sizeof(text), leaf[i],
				     &err),
		    0);
		sar_tree_add(&tree, lines[i], 1);
	}
	root_of((const uint8_t(*)[SAR_SHA256_LEN])leaf, 3, want);
	sar_tree_root(&tree, is);
	assert_memory_equal(is, want, sizeof(is));
}

static void
the_vectors_commitment_comes_out(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t salt[32], digest[SAR_SHA256_LEN];
	uint8_t i;

	(void)state;
	for (i = 0; i < sizeof(salt); i++)
		salt[i] = (uint8_t)(0x60 + i);
	assert_int_equal(sar_commitment_make(salt, "+447700900123", digest,
			     &err),
	    0);
	assert_b64(digest, "h/KcuHqB5FWLgTZjb1uOFeIRTQocrIVe5w7k8qFD6TE=");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_leaves_and_roots_come_out),
		cmocka_unit_test(
		    a_tree_grown_by_leaves_is_the_one_rfc_6962_defines),
		cmocka_unit_test(a_tree_grown_by_whole_trees_is_the_same),
		cmocka_unit_test(a_batch_has_the_root_of_its_lines),
		cmocka_unit_test(the_vectors_commitment_comes_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
