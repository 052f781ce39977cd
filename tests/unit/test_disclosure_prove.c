/* Proofs of records, made while the log is read. */
#include "disclosure/prove.h"

#include "disclosure_helpers.h"

#define LEAF "ozde7H9kRGzsCAqq2pEwKCXk3q5LZv4EF8+KFY+i5Ew="

static int
prove(const struct world *w, const uint64_t *seqs, size_t n,
    struct sar_tlogproof *proofs, struct sar_log **log, struct sar_err *err)
{
	struct sar_prove what = { .dir = w->log,
		.key = w->public,
		.seqs = seqs,
		.n = n,
		.log = log };

	return sar_prove_records(&what, proofs, err);
}

/* The file that ${proof} makes. */
static char *
text_of(const struct sar_tlogproof *proof)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_buf text = SAR_BUF_INIT;

	if (sar_tlogproof_add(&text, proof, &err) == -1)
		fail_msg("%s", err.msg);
	return sar_buf_take(&text);
}

static void
assert_proves(const struct world *w, const struct sar_tlogproof *proof,
    uint64_t size)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_policy *policy = sar_policy_of_key(w->public, &err);
	struct sar_tlogproof_seen seen;

	assert_non_null(policy);
	if (sar_tlogproof_verify("proof", proof, policy, NULL, &seen, &err) ==
	    -1)
		fail_msg("%s", err.msg);
	assert_int_equal(seen.size, size);
	sar_policy_free(policy);
}

/* The reference's, but for the witness's line, which the log has not. */
static void
the_vector_comes_out_to_the_byte(void **state)
{
	static const char *const points[] = { "cp0", "cp2", "cp5" };
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof proof;
	uint64_t seq = 3;
	char *want, *got, *witness;
	size_t len;

	vector_log(w, points, 3);
	assert_int_equal(prove(w, &seq, 1, &proof, NULL, &err), 0);
	assert_proves(w, &proof, 5);
	want = vector("rel3x.tlog-proof", &len);
	witness = strstr(want, "\xe2\x80\x94 audit.example.org");
	assert_non_null(witness);
	*witness = '\0';
	got = text_of(&proof);
	assert_string_equal(got, want);
	free(want);
	free(got);
	sar_tlogproof_clear(&proof);
}

/* Which reading the log, by itself, does not look at. */
static void
a_checkpoint_whose_signature_is_wrong_is_in_no_proof(void **state)
{
	static const char *const points[] = { "cp0", "cp2", "cp5" };
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof proof;
	char path[PATH_LEN];
	char *text, *end;
	uint64_t seq = 1;
	size_t len;

	vector_log(w, points, 3);
	path_in(path, w->log, "checkpoints");
	text = slurp(path, &len);
	/* That of cp2, the second of three. */
	end = strstr(strstr(text, "\n2\n"), "\xe2\x80\x94 ");
	end = strchr(end, '\n') - 20;
	*end = *end == 'A' ? 'B' : 'A';
	spill(path, text, len);
	free(text);
	assert_int_equal(prove(w, &seq, 1, &proof, NULL, &err), -1);
	assert_int_equal(err.code, SAR_ETAMPER);
	assert_non_null(strstr(err.msg, "record 1 does not verify"));
	sar_tlogproof_clear(&proof);
	seq = 3;
	err = (struct sar_err)SAR_ERR_INIT;
	assert_int_equal(prove(w, &seq, 1, &proof, NULL, &err), 0);
	assert_proves(w, &proof, 5);
	sar_tlogproof_clear(&proof);
}

/* Whenever it is made, it is the same, and it is for the first there is. */
static void
a_proof_is_for_the_first_checkpoint_that_covers_the_record(void **state)
{
	static const char *const points[] = { "cp0", "cp2", "cp4", "cp5" };
	static const uint64_t seqs[] = { 4, 0, 3, 1, 3 };
	static const uint64_t sizes[] = { 5, 2, 4, 2, 4 };
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof proofs[5], again;
	char *before, *after;
	size_t i;

	vector_log(w, points, 4);
	assert_int_equal(prove(w, seqs, 5, proofs, NULL, &err), 0);
	for (i = 0; i < 5; i++) {
		assert_int_equal(proofs[i].index, seqs[i]);
		assert_proves(w, &proofs[i], sizes[i]);
	}
	(void)append(w, w->log, "SAR-2026-0019");
	for (i = 0; i < 5; i++) {
		assert_int_equal(prove(w, &seqs[i], 1, &again, NULL, &err), 0);
		before = text_of(&proofs[i]);
		after = text_of(&again);
		assert_string_equal(before, after);
		free(before);
		free(after);
		sar_tlogproof_clear(&again);
		sar_tlogproof_clear(&proofs[i]);
	}
}

static void
the_log_that_was_read_is_handed_over(void **state)
{
	const struct world *w = *state;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof proof;
	struct sar_log *log;
	uint64_t seq = 1;

	create(w, w->log);
	assert_int_equal(append(w, w->log, "SAR-2026-0019"), 1);
	assert_int_equal(prove(w, &seq, 1, &proof, &log, &err), 0);
	assert_int_equal(sar_log_size(log), 2);
	sar_log_free(log);
	sar_tlogproof_clear(&proof);
	/* Genesis by itself: the root is its leaf, and nothing leads there. */
	seq = 0;
	assert_int_equal(prove(w, &seq, 1, &proof, &log, &err), 0);
	assert_int_equal(proof.path.n, 0);
	assert_proves(w, &proof, 1);
	sar_log_free(log);
	sar_tlogproof_clear(&proof);
}

static void
fails(const struct world *w, uint64_t seq, enum sar_code code)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_tlogproof proof;
	struct sar_log *log = NULL;

	assert_int_equal(prove(w, &seq, 1, &proof, &log, &err), -1);
	assert_int_equal(err.code, code);
	assert_null(log);
	sar_tlogproof_clear(&proof);
}

static void
what_is_not_there_or_was_erased_has_no_proof(void **state)
{
	const struct world *w = *state;
	const char *lines[3] = { GENESIS, "-" LEAF, ERASE("2", "1", LEAF) };

	fails(w, 0, SAR_EMISSING);
	write_log(w, lines, 3);
	fails(w, 1, SAR_EREFUSED);
	fails(w, 3, SAR_EINPUT);
	fails(w, (uint64_t)1 << 40, SAR_EINPUT);
	fails(w, UINT64_MAX, SAR_EINPUT);
}

static void
a_log_that_does_not_verify_has_no_proof(void **state)
{
	const struct world *w = *state;
	static const char *const points[] = { "cp2", "cp5" };
	char path[PATH_LEN];
	size_t len;
	char *text;

	vector_log(w, points, 2);
	path_in(path, w->log, SEGMENT);
	text = slurp(path, &len);
	/* Of a record that the proof would not need. */
	text[len - 30] ^= 1;
	spill(path, text, len);
	free(text);
	fails(w, 1, SAR_ETAMPER);
}

#define IN_WORLD(test) \
	cmocka_unit_test_setup_teardown(test, make_world, drop_world)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_WORLD(the_vector_comes_out_to_the_byte),
		IN_WORLD(a_checkpoint_whose_signature_is_wrong_is_in_no_proof),
		IN_WORLD(
		    a_proof_is_for_the_first_checkpoint_that_covers_the_record),
		IN_WORLD(the_log_that_was_read_is_handed_over),
		IN_WORLD(what_is_not_there_or_was_erased_has_no_proof),
		IN_WORLD(a_log_that_does_not_verify_has_no_proof),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
