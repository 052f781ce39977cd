/* Proofs of every leaf and every older tree, against RFC 9162 word for word. */
#include "tlog_helpers.h"

#include "tlog/range.h"

#define MOST 130

typedef uint8_t digest[SAR_SHA256_LEN];

static digest leaf[MOST + 1];
static digest root[MOST + 1]; /* of the tree of so many leaves */

static void
node(const digest left, const digest right, digest out)
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t both[1 + 2 * SAR_SHA256_LEN] = { 0x01 };

	memcpy(both + 1, left, SAR_SHA256_LEN);
	memcpy(both + 1 + SAR_SHA256_LEN, right, SAR_SHA256_LEN);
	assert_int_equal(sar_sha256_text(both, sizeof(both), out, &err), 0);
}

static size_t
left_part(size_t n)
{
	size_t k = 1;

	while (2 * k < n)
		k *= 2;
	return k;
}

/* MTH, 2.1.1. */
static void
root_of(size_t from, size_t n, digest out)
{
	size_t k = left_part(n);
	digest left, right;

	if (n == 1) {
		memcpy(out, leaf[from], SAR_SHA256_LEN);
		return;
	}
	root_of(from, k, left);
	root_of(from + k, n - k, right);
	node(left, right, out);
}

/* PATH, 2.1.3.1. */
static void
path_of(size_t m, size_t from, size_t n, struct sar_range_proof *out)
{
	size_t k = left_part(n);

	if (n == 1)
		return;
	if (m < k) {
		path_of(m, from, k, out);
		root_of(from + k, n - k, out->hashes[out->n++]);
	} else {
		path_of(m - k, from + k, n - k, out);
		root_of(from, k, out->hashes[out->n++]);
	}
}

/* SUBPROOF, 2.1.4.1. */
static void
subproof_of(size_t m, size_t from, size_t n, bool whole,
    struct sar_range_proof *out)
{
	size_t k = left_part(n);

	if (m == n && whole)
		return;
	if (m == n) {
		root_of(from, n, out->hashes[out->n++]);
	} else if (m <= k) {
		subproof_of(m, from, k, whole, out);
		root_of(from + k, n - k, out->hashes[out->n++]);
	} else {
		subproof_of(m - k, from + k, n - k, false, out);
		root_of(from, k, out->hashes[out->n++]);
	}
}

static int
make_leaves(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t i;

	(void)state;
	for (i = 0; i <= MOST; i++)
		assert_int_equal(sar_sha256_text(&i, sizeof(i), leaf[i], &err),
		    0);
	assert_int_equal(sar_sha256_text("", 0, root[0], &err), 0);
	for (i = 1; i <= MOST; i++)
		root_of(0, i, root[i]);
	return 0;
}

/* The proof that ${range}, which is freed, makes of ${n} leaves. */
static struct sar_range_proof
made(struct sar_range *range, size_t n)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range_proof proof;
	size_t i;

	assert_non_null(range);
	for (i = 0; i < n; i++)
		sar_range_leaf(range, leaf[i]);
	assert_int_equal(sar_range_end(range, &proof, &err), 0);
	sar_range_free(range);
	return proof;
}

static void
assert_proof(const struct sar_range_proof *proof,
    const struct sar_range_proof *want)
{
	assert_int_equal(proof->n, want->n);
	assert_memory_equal(proof->hashes, want->hashes,
	    want->n * SAR_SHA256_LEN);
}

/* What is asked of a proof, either kind. */
struct claim {
	bool inclusion;
	size_t at; /* index or older size */
	size_t n;
};

static bool
holds(const struct claim *c, const struct sar_range_proof *proof)
{
	if (c->inclusion)
		return sar_range_included(c->at, c->n, leaf[c->at], root[c->n],
		    proof);
	return sar_range_consistent(c->at, root[c->at], c->n, root[c->n],
	    proof);
}

/* A proof that is longer, shorter, or another by one bit is none. */
static size_t
nothing_else_holds(const struct claim *c, struct sar_range_proof proof)
{
	size_t i, n = proof.n, tried = 0;

	for (i = 0; i < n; i++, tried++) {
		proof.hashes[i][(c->at + i) % SAR_SHA256_LEN] ^= 1;
		assert_false(holds(c, &proof));
		proof.hashes[i][(c->at + i) % SAR_SHA256_LEN] ^= 1;
	}
	for (i = 0; i < n; i++, tried++) {
		proof.n = i;
		assert_false(holds(c, &proof));
	}
	proof.n = n;
	memcpy(proof.hashes[proof.n], root[c->n], SAR_SHA256_LEN);
	proof.n++;
	assert_false(holds(c, &proof));
	memcpy(proof.hashes[proof.n - 1],
	    proof.hashes[proof.n > 1 ? proof.n - 2 : 0], SAR_SHA256_LEN);
	assert_false(holds(c, &proof));
	return tried + 2;
}

static void
every_leaf_of_every_tree_is_proved_and_no_other(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t right = 0, wrong = 0;
	struct claim c = { true, 0, 0 };

	(void)state;
	for (c.n = 1; c.n <= MOST; c.n++)
		for (c.at = 0; c.at < c.n; c.at++) {
			struct sar_range_proof want = { 0 }, proof;
			size_t other = (c.at + 1) % c.n;

			path_of(c.at, 0, c.n, &want);
			proof = made(sar_range_inclusion(c.at, c.n, &err),
			    MOST);
			assert_proof(&proof, &want);
			assert_true(holds(&c, &proof));
			wrong += nothing_else_holds(&c, proof);
			assert_false(sar_range_included(c.at, c.n, leaf[MOST],
			    root[c.n], &proof));
			assert_false(sar_range_included(c.at, c.n, leaf[c.at],
			    root[c.n - 1], &proof));
			assert_int_equal(sar_range_included(other, c.n,
					     leaf[c.at], root[c.n], &proof),
			    c.n == 1);
			right++;
		}
	assert_int_equal(right, MOST * (MOST + 1) / 2);
	assert_true(wrong > 100000);
}

static void
every_older_tree_is_proved_and_no_other(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t right = 0, wrong = 0;
	struct claim c = { false, 0, 0 };

	(void)state;
	for (c.n = 1; c.n <= MOST; c.n++)
		for (c.at = 1; c.at <= c.n; c.at++) {
			struct sar_range_proof want = { 0 }, proof;

			subproof_of(c.at, 0, c.n, true, &want);
			proof = made(sar_range_consistency(c.at, c.n, &err),
			    MOST);
			assert_proof(&proof, &want);
			assert_true(holds(&c, &proof));
			wrong += nothing_else_holds(&c, proof);
			assert_false(sar_range_consistent(c.at, root[c.at], c.n,
			    root[c.n - 1], &proof));
			assert_false(sar_range_consistent(c.at, root[c.at - 1],
			    c.n, root[c.n], &proof));
			right++;
		}
	assert_int_equal(right, MOST * (MOST + 1) / 2);
	assert_true(wrong > 100000);
}

static void
the_tree_of_no_leaf_is_consistent_with_all(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range_proof proof;
	size_t n;

	(void)state;
	for (n = 0; n <= MOST; n++) {
		/* There is nothing to wait for: no leaf is needed. */
		proof = made(sar_range_consistency(0, n, &err), 0);
		assert_int_equal(proof.n, 0);
		assert_true(sar_range_consistent(0, root[0], n, root[n],
		    &proof));
		assert_false(sar_range_consistent(0, root[1], n, root[n],
		    &proof));
		proof.n = 1;
		assert_false(sar_range_consistent(0, root[0], n, root[n],
		    &proof));
	}
	proof.n = 0;
	assert_false(sar_range_consistent(0, root[0], 0, root[1], &proof));
	assert_false(sar_range_consistent(0, root[1], 0, root[1], &proof));
}

static void
what_cannot_be_is_refused_before_it_is_begun(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_null(sar_range_inclusion(0, 0, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg,
	    "proof: no such leaf in a tree of this size");
	assert_null(sar_range_inclusion(5, 5, &err));
	assert_null(sar_range_inclusion(0, UINT64_C(1) << 63, &err));
	assert_string_equal(err.msg,
	    "proof: a tree has fewer than 2^63 leaves");
	assert_null(sar_range_consistency(6, 5, &err));
	assert_string_equal(err.msg, "proof: the older tree is the larger one");
	assert_null(sar_range_consistency(1, UINT64_MAX, &err));
}

static void
a_proof_is_not_there_before_its_last_leaf(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range *range = sar_range_inclusion(3, 5, &err);
	struct sar_range_proof proof;
	size_t i;

	(void)state;
	assert_non_null(range);
	for (i = 0; i < 5; i++) {
		assert_int_equal(sar_range_end(range, &proof, &err), -1);
		assert_int_equal(err.code, SAR_EFAIL);
		assert_int_equal(proof.n, 0);
		sar_range_leaf(range, leaf[i]);
	}
	assert_int_equal(sar_range_end(range, &proof, &err), 0);
	assert_int_equal(proof.n, 3);
	sar_range_free(range);
	sar_range_free(NULL);
}

/* Fold ${n} hashes to a root, as of the first leaf of 2^n. */
static void
fold(struct sar_range_proof *proof, size_t n, digest out)
{
	size_t i;

	memcpy(out, leaf[0], SAR_SHA256_LEN);
	memset(proof, 0, sizeof(*proof));
	proof->n = n;
	for (i = 0; i < n; i++) {
		memcpy(proof->hashes[i], leaf[i + 1], SAR_SHA256_LEN);
		node(out, leaf[i + 1], out);
	}
}

static void
sizes_go_up_to_2_to_the_63_less_one(void **state)
{
	static const uint64_t most = INT64_MAX;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range_proof proof;
	struct sar_range *range;
	digest top;

	(void)state;
	fold(&proof, 63, top);
	assert_true(sar_range_included(0, most, leaf[0], top, &proof));
	assert_false(sar_range_included(0, most + 1, leaf[0], top, &proof));
	assert_false(sar_range_included(0, UINT64_MAX, leaf[0], top, &proof));
	assert_true(sar_range_consistent(1, leaf[0], most, top, &proof));
	assert_false(sar_range_consistent(1, leaf[0], most + 1, top, &proof));
	fold(&proof, 64, top);
	assert_false(sar_range_included(0, most, leaf[0], top, &proof));
	assert_false(sar_range_included(0, UINT64_MAX, leaf[0], top, &proof));
	proof.n = SIZE_MAX;
	assert_false(sar_range_included(0, most, leaf[0], top, &proof));
	assert_false(sar_range_consistent(1, leaf[0], most, top, &proof));
	/* The longest way there is: 63 steps, and the subtree at its end. */
	range = sar_range_consistency(3, most, &err);
	assert_non_null(range);
	sar_range_leaf(range, leaf[0]);
	assert_int_equal(sar_range_end(range, &proof, &err), -1);
	sar_range_free(range);
}

/* Line ${line} of vector ${name}, a hash. */
static void
vector_hash(const char *name, size_t line, digest out)
{
	size_t len, got;
	char *text = vector(name, &len);
	char *p = text;

	for (; line > 0; line--)
		assert_non_null(p = strchr(p, '\n') + 1);
	assert_true(sar_b64_get(p, strcspn(p, "\n"), out, SAR_SHA256_LEN,
	    &got));
	assert_int_equal(got, SAR_SHA256_LEN);
	free(text);
}

static void
the_vectors_proofs_come_out(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range *to5 = sar_range_consistency(2, 5, &err);
	struct sar_range *in3 = sar_range_inclusion(3, 5, &err);
	struct sar_range_proof proof;
	digest hash, line[5];
	size_t len, i = 0;
	char *text = vector("entries.jsonl", &len);
	char *p, *lf;

	(void)state;
	for (p = text; (lf = strchr(p, '\n')) != NULL; p = lf + 1, i++) {
		sar_tree_leaf(p, (size_t)(lf - p), line[i]);
		sar_range_leaf(to5, line[i]);
		sar_range_leaf(in3, line[i]);
	}
	assert_int_equal(i, 5);
	assert_int_equal(sar_range_end(to5, &proof, &err), 0);
	assert_int_equal(proof.n, 2);
	for (i = 0; i < 2; i++) {
		vector_hash("add25", 1 + i, hash);
		assert_memory_equal(hash, proof.hashes[i], sizeof(hash));
	}
	assert_int_equal(sar_range_end(in3, &proof, &err), 0);
	assert_int_equal(proof.n, 3);
	for (i = 0; i < 3; i++) {
		vector_hash("rel3.tlog-proof", 2 + i, hash);
		assert_memory_equal(hash, proof.hashes[i], sizeof(hash));
	}
	vector_hash("cp5", 2, hash);
	assert_true(sar_range_included(3, 5, line[3], hash, &proof));
	sar_range_free(to5);
	sar_range_free(in3);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_leaf_of_every_tree_is_proved_and_no_other),
		cmocka_unit_test(every_older_tree_is_proved_and_no_other),
		cmocka_unit_test(the_tree_of_no_leaf_is_consistent_with_all),
		cmocka_unit_test(what_cannot_be_is_refused_before_it_is_begun),
		cmocka_unit_test(a_proof_is_not_there_before_its_last_leaf),
		cmocka_unit_test(sizes_go_up_to_2_to_the_63_less_one),
		cmocka_unit_test(the_vectors_proofs_come_out),
	};

	return cmocka_run_group_tests(tests, make_leaves, NULL);
}
