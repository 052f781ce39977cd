/* Proof that a log told two stories. */
#include "tlog_helpers.h"

#include "tlog/evidence.h"
#include "tlog/range.h"

/* Two logs of the vectors' key: the vectors', and one that is another from
 * record 1 on. */
struct story {
	uint8_t leaves[8][SAR_SHA256_LEN];
	struct sar_buf note; /* of all eight */
	struct sar_evidence_note of;
};

static void
tell(struct story *story, const struct sar_key_secret *key, const char *word,
    uint64_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	uint8_t root[SAR_SHA256_LEN];
	struct sar_tree tree = { .size = 0 };
	char line[64];
	uint64_t i;

	memset(story, 0, sizeof(*story));
	for (i = 0; i < size; i++) {
		(void)snprintf(line, sizeof(line), "%s %d",
		    i == 0 ? "same" : word, (int)i);
		sar_tree_leaf(line, strlen(line), story->leaves[i]);
		sar_tree_add_leaf(&tree, story->leaves[i]);
	}
	sar_tree_root(&tree, root);
	assert_int_equal(sar_note_add(&story->note, key, size, root, &err), 0);
	story->of.key = sar_key_secret_public(key);
	story->of.text = story->note.data;
	assert_true(sar_note_parse(story->note.data, story->note.len,
	    story->of.key, &story->of.note));
}

/* That the story's first ${at} records have the root they have. */
static void
prefix_of(const struct story *story, uint64_t at,
    struct sar_evidence_prefix *out)
{
	uint64_t size = story->of.note.size, i;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range *range = sar_range_consistency(at, size, &err);
	struct sar_tree tree = { .size = 0 };

	assert_non_null(range);
	for (i = 0; i < size; i++) {
		sar_range_leaf(range, story->leaves[i]);
		if (i < at)
			sar_tree_add_leaf(&tree, story->leaves[i]);
	}
	sar_tree_root(&tree, out->root);
	assert_int_equal(sar_range_end(range, &out->path, &err), 0);
	sar_range_free(range);
}

static void
drop(struct story *story)
{
	sar_buf_free(&story->note);
}

static int
parse(const char *text, size_t len, struct sar_evidence *out)
{
	struct sar_err err = SAR_ERR_INIT;
	int rc = sar_evidence_parse("evidence", text, len, out, &err);

	assert_true(rc == 0 || err.code == SAR_EINPUT);
	return rc;
}

static void
two_roots_of_one_size_are_proof(void **state)
{
	struct sar_key_secret *key = vector_secret();
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_evidence evidence;
	struct sar_policy *policy;
	struct story a, b;

	(void)state;
	tell(&a, key, "one", 5);
	tell(&b, key, "other", 5);
	assert_int_equal(sar_evidence_add(&buf, &a.of, &b.of, NULL, &err), 0);
	assert_int_equal(parse(buf.data, buf.len, &evidence), 0);
	assert_int_equal(evidence.n_keys, 1);
	assert_int_equal(evidence.sizes[0], 5);
	assert_int_equal(evidence.sizes[1], 5);
	assert_memory_equal(evidence.roots[0], a.of.note.root, SAR_SHA256_LEN);
	assert_memory_equal(evidence.roots[1], b.of.note.root, SAR_SHA256_LEN);
	policy = sar_policy_of_key(a.of.key, &err);
	assert_true(sar_evidence_trusted(&evidence, policy));
	sar_policy_free(policy);
	drop(&a);
	drop(&b);
	sar_buf_free(&buf);
	sar_key_secret_free(key);
}

static void
a_log_that_does_not_begin_as_it_did_is_proof_at_every_size(void **state)
{
	struct sar_key_secret *key = vector_secret();
	struct sar_err err = SAR_ERR_INIT;
	struct sar_evidence_prefix prefix;
	struct sar_evidence evidence;
	struct story a, b;
	uint64_t at, size;

	(void)state;
	for (size = 3; size <= 8; size++)
		for (at = 2; at < size; at++) {
			struct sar_buf buf = SAR_BUF_INIT;

			tell(&a, key, "one", at);
			tell(&b, key, "other", size);
			prefix_of(&b, at, &prefix);
			assert_int_equal(sar_evidence_add(&buf, &a.of, &b.of,
					     &prefix, &err),
			    0);
			assert_int_equal(parse(buf.data, buf.len, &evidence),
			    0);
			assert_int_equal(evidence.sizes[0], at);
			assert_int_equal(evidence.sizes[1], size);
			drop(&a);
			drop(&b);
			sar_buf_free(&buf);
		}
	sar_key_secret_free(key);
}

static void
what_is_consistent_is_no_evidence(void **state)
{
	struct sar_key_secret *key = vector_secret();
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_evidence_prefix prefix;
	struct story a, b;

	(void)state;
	tell(&a, key, "one", 3);
	tell(&b, key, "one", 7);
	prefix_of(&b, 3, &prefix);
	assert_int_equal(sar_evidence_add(&buf, &a.of, &b.of, &prefix, &err),
	    -1);
	/* Another root, and the path no longer leads to it. */
	prefix.root[0] ^= 1;
	assert_int_equal(sar_evidence_add(&buf, &a.of, &b.of, &prefix, &err),
	    -1);
	assert_int_equal(sar_evidence_add(&buf, &a.of, &b.of, NULL, &err), -1);
	assert_int_equal(sar_evidence_add(&buf, &a.of, &a.of, NULL, &err), -1);
	assert_int_equal(err.code, SAR_EFAIL);
	assert_int_equal(buf.len, 0);
	drop(&a);
	drop(&b);
	sar_key_secret_free(key);
}

static void
no_bit_of_it_can_change_and_none_be_missing(void **state)
{
	struct sar_key_secret *key = vector_secret();
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_evidence_prefix prefix;
	struct sar_evidence evidence;
	struct story a, b;
	size_t i;
	int bit;

	(void)state;
	tell(&a, key, "one", 3);
	tell(&b, key, "other", 7);
	prefix_of(&b, 3, &prefix);
	assert_int_equal(sar_evidence_add(&buf, &a.of, &b.of, &prefix, &err),
	    0);
	for (i = 0; i < buf.len; i++) {
		for (bit = 0; bit < 8; bit++) {
			buf.data[i] = (char)(buf.data[i] ^ 1 << bit);
			if (parse(buf.data, buf.len, &evidence) == 0)
				fail_msg("byte %zu, bit %d", i, bit);
			buf.data[i] = (char)(buf.data[i] ^ 1 << bit);
		}
		assert_int_equal(parse(buf.data, i, &evidence), -1);
	}
	sar_buf_puts(&buf, "\n");
	assert_int_equal(parse(buf.data, buf.len, &evidence), -1);
	drop(&a);
	drop(&b);
	sar_buf_free(&buf);
	sar_key_secret_free(key);
}

static void
both_keys_have_to_be_trusted(void **state)
{
	struct sar_key_secret *old = vector_secret(), *new;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_evidence evidence;
	struct sar_policy *policy;
	struct sar_secret *secret;
	struct story a, b;

	(void)state;
	secret = sar_key_generate(sar_key_secret_public(old)->name, &err);
	assert_non_null(secret);
	assert_non_null(new = sar_key_secret_parse(secret, &err));
	tell(&a, old, "one", 4);
	tell(&b, new, "other", 4);
	assert_int_equal(sar_evidence_add(&buf, &a.of, &b.of, NULL, &err), 0);
	assert_int_equal(parse(buf.data, buf.len, &evidence), 0);
	assert_int_equal(evidence.n_keys, 2);
	policy = sar_policy_of_key(a.of.key, &err);
	assert_false(sar_evidence_trusted(&evidence, policy));
	assert_int_equal(sar_policy_add_log(policy, b.of.key, &err), 0);
	assert_true(sar_evidence_trusted(&evidence, policy));
	sar_policy_free(policy);
	drop(&a);
	drop(&b);
	sar_buf_free(&buf);
	sar_secret_free(secret);
	sar_key_secret_free(old);
	sar_key_secret_free(new);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_roots_of_one_size_are_proof),
		cmocka_unit_test(
		    a_log_that_does_not_begin_as_it_did_is_proof_at_every_size),
		cmocka_unit_test(what_is_consistent_is_no_evidence),
		cmocka_unit_test(no_bit_of_it_can_change_and_none_be_missing),
		cmocka_unit_test(both_keys_have_to_be_trusted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
