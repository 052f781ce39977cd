#include "redact_prove.h"

#define RANGES 64

static const struct sar_redact_range some[] = { { 0, 1, 3 }, { 0, 7, 12 },
	{ 1, 0, 2 } };

/* Line ${k} from 0 of those of ${text} that begin with ${word}; its length, or
 * 0 if there are not so many. */
static size_t
find_line(const char *text, const char *word, size_t k, const char **line)
{
	size_t len = strlen(word);
	const char *p, *lf;

	for (p = text; (lf = strchr(p, '\n')) != NULL; p = lf + 1)
		if (strncmp(p, word, len) == 0 && k-- == 0) {
			*line = p;
			return (size_t)(lf - p);
		}
	return 0;
}

/* The vector writes no channel. */
static void
assert_nodes(const char *text, const char *vector_text, const char *word)
{
	const char *ours, *theirs;
	size_t ours_len, theirs_len, skip = strlen(word), k;
	char with_channel[32];

	(void)snprintf(with_channel, sizeof(with_channel), "%s0 ", word);
	for (k = 0;; k++) {
		theirs_len = find_line(vector_text, word, k, &theirs);
		ours_len = find_line(text, word, k, &ours);
		if (theirs_len == 0)
			break;
		assert_int_equal(ours_len, theirs_len + 2);
		assert_memory_equal(ours, with_channel, skip + 2);
		assert_memory_equal(ours + skip + 2, theirs + skip,
		    theirs_len - skip);
	}
	assert_int_equal(ours_len, 0);
	assert_true(k > 0);
}

static void
the_vector_comes_out_byte_for_byte(void **state)
{
	static const struct sar_redact_range cut = { 0, 1, 3 };
	struct sar_redact_shape shape = { 18, 40, 1 };
	struct sar_redact_roots roots;
	struct trial t;
	size_t len, i;
	char *want = vector("rtv.txt", &len);
	char *text;

	(void)state;
	begin_trial(&t, shape, 1);
	for (i = 0; i < SAR_REDACT_SEED; i++)
		t.seeds.seed[0][i] = (uint8_t)i;
	for (i = 0; i < 18; i++)
		t.samples[i] = (int16_t)((int)i * 1000 - 9000);
	commit_all(&shape, t.samples, &t.seeds, &roots);
	put_line(&shape, &roots, t.line, sizeof(t.line));
	register_line(&t, "register");
	text = make_proof(&t, &cut, 1, &len);
	assert_non_null(strstr(text, "\naudio s16le 40 1 18 4\n"));
	assert_non_null(strstr(text,
	    "\nroot 0 P3vTvOzDyXfOveAkyXP0WbNGUvn6W9Z40eWjz3Dqsc4=\n"));
	assert_non_null(strstr(text, "\nwithheld 0 1 3\n"));
	assert_nodes(text, want, "hash ");
	assert_nodes(text, want, "salt ");
	free(text);
	free(want);
	end_trial(&t);
}

/* A node of the salts' tree, down from the seed. */
static void
slow_node(const uint8_t *seed, uint64_t blocks, unsigned level, uint64_t index,
    uint8_t out[SAR_SHA256_LEN])
{
	unsigned depth = 0;

	while (UINT64_C(1) << depth < blocks)
		depth++;
	memcpy(out, seed, SAR_SHA256_LEN);
	for (; depth > level; depth--)
		hash_of((index >> (depth - level - 1) & 1) != 0 ? 3 : 2, out,
		    32, "", 0, out);
}

static void
slow_subtree(const struct trial *t, uint32_t channel, unsigned level,
    uint64_t index, uint8_t out[SAR_SHA256_LEN])
{
	uint64_t n = UINT64_C(1) << level, i;
	uint8_t(*leaf)[SAR_SHA256_LEN] = calloc((size_t)n, sizeof(*leaf));

	assert_non_null(leaf);
	for (i = 0; i < n; i++)
		slow_leaf(&t->shape, t->samples, t->seeds.seed[channel],
		    channel, (index << level) + i, leaf[i]);
	slow_root((const uint8_t(*)[SAR_SHA256_LEN])leaf, n, out);
	free(leaf);
}

static bool
is_withheld(const struct sar_redact_range *ranges, size_t n, unsigned channel,
    uint64_t block)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (ranges[i].channel == channel && block >= ranges[i].from &&
		    block < ranges[i].to)
			return true;
	return false;
}

/* Every node of ${text}: its value, what is below it, and that no block of
 * the recording is below two, or none. */
static void
assert_partition(const struct trial *t, const char *text,
    const struct sar_redact_range *ranges, size_t n)
{
	uint64_t blocks = sar_redact_blocks(&t->shape);
	size_t size = (size_t)blocks * t->shape.channels, k, which;
	uint8_t *seen = calloc(size + 1, 1), want[SAR_SHA256_LEN];
	static const char *const words[] = { "hash ", "salt " };
	unsigned channel, level;
	unsigned long long index;
	char b64[64], got[64];
	const char *line;
	uint64_t b;

	assert_non_null(seen);
	for (which = 0; which < 2; which++)
		for (k = 0; find_line(text, words[which], k, &line) > 0; k++) {
			assert_int_equal(sscanf(line + 5, "%u %u %llu %44s",
					     &channel, &level, &index, got),
			    4);
			assert_true((index + 1) << level <= blocks);
			for (b = index << level; b < (index + 1) << level;
			     b++) {
				assert_int_equal(is_withheld(ranges, n, channel,
						     b),
				    which == 0);
				assert_int_equal(seen[channel * blocks + b]++,
				    0);
			}
			if (which == 0)
				slow_subtree(t, channel, level, index, want);
			else
				slow_node(t->seeds.seed[channel], blocks, level,
				    index, want);
			sar_b64_put(want, sizeof(want), b64);
			assert_string_equal(got, b64);
		}
	for (k = 0; k < size; k++)
		assert_int_equal(seen[k], 1);
	free(seen);
}

static void
assert_same_ranges(const struct sar_redact_proof *proof,
    const struct sar_redact_range *ranges, size_t n)
{
	const struct sar_redact_range *read;
	size_t got, i;

	read = sar_redact_proof_withheld(proof, &got);
	assert_int_equal(got, n);
	for (i = 0; i < n; i++) {
		assert_int_equal(read[i].channel, ranges[i].channel);
		assert_int_equal(read[i].from, ranges[i].from);
		assert_int_equal(read[i].to, ranges[i].to);
	}
}

static void
any_proof_covers_each_block_once_and_verifies(void **state)
{
	struct sar_redact_range ranges[RANGES];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_prove what;
	struct sar_redact_shape shape;
	struct sar_redact_chain chain;
	struct sar_redact_proof *proof;
	uint64_t random = 5, size;
	struct trial t;
	int16_t *given;
	unsigned round;
	size_t n, len;
	char *text;

	(void)state;
	for (round = 0; round < 120; round++) {
		shape.rate = (uint32_t)(4 + dice(&random) % 60);
		shape.channels = (uint32_t)(1 + dice(&random) % 3);
		shape.frames = dice(&random) % 400;
		begin_trial(&t, shape, dice(&random));
		n = shape.frames == 0
			? 0
			: random_ranges(&shape, &random, ranges, RANGES);
		text = make_proof(&t, ranges, n, &len);
		what = what_of(&t, ranges, n);
		assert_int_equal(sar_redact_proof_size(&what, &size, &err), 0);
		assert_int_equal(size, len);
		assert_partition(&t, text, ranges, n);
		proof = read_proof(text, len);
		assert_same_ranges(proof, ranges, n);
		given = disclosed(&t, ranges, n);
		assert_true(verifies(proof, given, shape.frames, &err));
		assert_int_equal(sar_redact_proof_chain(proof, t.policy, &chain,
				     &err),
		    0);
		assert_int_equal(chain.record, RECORD);
		assert_int_equal(chain.seen.size, LOG_SIZE);
		free(given);
		sar_redact_proof_free(proof);
		free(text);
		end_trial(&t);
	}
}

/* What is withheld is not looked at here: that it is silence is for audio. */
static void
every_sample_that_differs_is_told_but_for_what_is_withheld(void **state)
{
	struct sar_redact_shape shape = { 15 * 4 + 3, 40, 2 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_proof *proof;
	struct trial t;
	size_t len, i;
	int16_t *given;
	char *text;

	(void)state;
	begin_trial(&t, shape, 3);
	text = make_proof(&t, some, 3, &len);
	proof = read_proof(text, len);
	given = disclosed(&t, some, 3);
	assert_true(verifies(proof, given, shape.frames, &err));
	for (i = 0; i < shape.frames * 2; i++) {
		given[i] = (int16_t)(given[i] ^ 1);
		assert_int_equal(verifies(proof, given, shape.frames, &err),
		    is_withheld(some, 3, i % 2, i / 2 / 4));
		given[i] = (int16_t)(given[i] ^ 1);
	}
	free(given);
	sar_redact_proof_free(proof);
	free(text);
	end_trial(&t);
}

static void
swap_blocks(int16_t *samples, size_t a, size_t b, size_t n)
{
	int16_t keep;
	size_t i;

	for (i = 0; i < n; i++) {
		keep = samples[a * n + i];
		samples[a * n + i] = samples[b * n + i];
		samples[b * n + i] = keep;
	}
}

static void
what_was_moved_cut_or_added_is_told(void **state)
{
	struct sar_redact_shape shape = { 15 * 4, 40, 2 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_proof *proof;
	struct trial t;
	size_t len, i, n = (size_t)shape.frames * 2;
	int16_t *given, *copy = calloc(n + 16, sizeof(*copy));
	char *text;

	(void)state;
	assert_non_null(copy);
	begin_trial(&t, shape, 3);
	text = make_proof(&t, some, 3, &len);
	proof = read_proof(text, len);
	given = disclosed(&t, some, 3);
	for (i = 0; i + 1 < 15; i++) { /* two neighbours, one disclosed */
		memcpy(copy, given, n * sizeof(*copy));
		swap_blocks(copy, i, i + 1, 8);
		assert_false(verifies(proof, copy, shape.frames, &err));
	}
	for (i = 0; i < n; i += 2) { /* the channels */
		copy[i] = given[i + 1];
		copy[i + 1] = given[i];
	}
	assert_false(verifies(proof, copy, shape.frames, &err));
	memcpy(copy, given, n * sizeof(*copy)); /* and zeros after it */
	for (i = 0; i <= shape.frames + 8; i++)
		assert_int_equal(verifies(proof, copy, i, &err),
		    i == shape.frames);
	memmove(copy + 2, copy, (n - 2) * sizeof(*copy)); /* a frame later */
	assert_false(verifies(proof, copy, shape.frames, &err));
	free(copy);
	free(given);
	sar_redact_proof_free(proof);
	free(text);
	end_trial(&t);
}

/* A proof that says another block was withheld does not hold for this audio,
 * nor does this one for audio that was cut a block further. */
static void
a_cut_that_is_a_block_off_is_told(void **state)
{
	static const struct sar_redact_range cut = { 0, 4, 8 };
	static const struct sar_redact_range others[] = { { 0, 5, 9 },
		{ 0, 3, 7 }, { 0, 5, 8 }, { 0, 4, 7 } };
	struct sar_redact_shape shape = { 60, 40, 1 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_proof *proof;
	int16_t *given;
	struct trial t;
	size_t len, i;
	char *text;

	(void)state;
	begin_trial(&t, shape, 9);
	given = disclosed(&t, &cut, 1);
	for (i = 0; i < 4; i++) {
		text = make_proof(&t, &others[i], 1, &len);
		proof = read_proof(text, len);
		assert_false(verifies(proof, given, shape.frames, &err));
		sar_redact_proof_free(proof);
		free(text);
	}
	free(given);
	end_trial(&t);
}

/* Of what is withheld only hashes tell, and those say nothing. */
static void
salts_and_sizes_do_not_depend_on_what_is_withheld(void **state)
{
	struct sar_redact_shape shape = { 15 * 4, 40, 2 };
	struct sar_redact_roots roots;
	const char *a_line, *b_line;
	struct trial a, b;
	size_t a_len, b_len, k, len;
	char *a_text, *b_text;

	(void)state;
	begin_trial(&a, shape, 3);
	begin_trial(&b, shape, 3);
	for (k = 4; k < 12; k++)
		b.samples[2 * k] = 77;
	slow_roots(&shape, b.samples, &b.seeds, &roots);
	put_line(&shape, &roots, b.line, sizeof(b.line));
	register_line(&b, "register");
	a_text = make_proof(&a, some, 3, &a_len);
	b_text = make_proof(&b, some, 3, &b_len);
	assert_int_equal(a_len, b_len);
	for (k = 0; (len = find_line(a_text, "salt ", k, &a_line)) > 0; k++) {
		assert_int_equal(find_line(b_text, "salt ", k, &b_line), len);
		assert_memory_equal(a_line, b_line, len);
		assert_int_equal(a_line - a_text, b_line - b_text);
	}
	assert_true(k > 3);
	assert_int_not_equal(find_line(a_text, "hash ", 0, &a_line), 0);
	len = find_line(b_text, "hash ", 0, &b_line);
	assert_memory_not_equal(a_line, b_line, len);
	free(a_text);
	free(b_text);
	end_trial(&a);
	end_trial(&b);
}

static void
a_prover_refuses_what_it_cannot_prove(void **state)
{
	static const struct {
		struct sar_redact_range ranges[2];
		size_t n;
	} wrong[] = {
		{ { { 0, 3, 3 } }, 1 },               /* empty */
		{ { { 0, 3, 16 } }, 1 },              /* past the end */
		{ { { 2, 3, 4 } }, 1 },               /* of no channel */
		{ { { 0, 3, 6 }, { 0, 6, 8 } }, 2 },  /* touching */
		{ { { 0, 3, 6 }, { 0, 5, 8 } }, 2 },  /* overlapping */
		{ { { 0, 9, 10 }, { 0, 5, 8 } }, 2 }, /* out of order */
		{ { { 1, 1, 2 }, { 0, 5, 8 } }, 2 },
	};
	struct sar_redact_shape shape = { 15 * 4, 40, 2 };
	struct sar_err err = SAR_ERR_INIT;
	struct trial t;
	size_t len, i;

	(void)state;
	begin_trial(&t, shape, 3);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_null(try_proof(&t, wrong[i].ranges, wrong[i].n, &len,
		    &err));
		assert_int_equal(err.code, SAR_EFAIL);
	}
	t.samples[17] ^= 1; /* another recording, */
	assert_null(try_proof(&t, some, 3, &len, &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
	t.samples[17] ^= 1;
	t.seeds.seed[1][0] ^= 1; /* or other seeds, */
	assert_null(try_proof(&t, some, 3, &len, &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
	t.seeds.seed[1][0] ^= 1;
	t.shape.frames--; /* or a shorter one */
	assert_null(try_proof(&t, some, 3, &len, &err));
	assert_int_equal(err.code, SAR_ECORRUPT);
	end_trial(&t);
}

static void
more_cuts_than_a_proof_can_have_are_refused(void **state)
{
	struct sar_redact_shape shape = { 400000, 10, 1 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_roots roots;
	struct sar_redact_range *ranges;
	struct sar_redact_prove what;
	struct trial t;
	uint64_t size;
	size_t i, n = 90000;

	(void)state;
	ranges = calloc(n, sizeof(*ranges));
	assert_non_null(ranges);
	for (i = 0; i < n; i++) {
		ranges[i].from = 4 * i;
		ranges[i].to = 4 * i + 3;
	}
	begin_trial(&t, (struct sar_redact_shape){ 4, 10, 1 }, 1);
	t.shape = shape;
	memset(&roots, 0, sizeof(roots));
	put_line(&shape, &roots, t.line, sizeof(t.line));
	what = what_of(&t, ranges, n);
	assert_int_equal(sar_redact_proof_size(&what, &size, &err), -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_null(sar_redact_prover_new(&what, &err));
	assert_int_equal(err.code, SAR_EREFUSED);
	end_trial(&t);
	free(ranges);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vector_comes_out_byte_for_byte),
		cmocka_unit_test(any_proof_covers_each_block_once_and_verifies),
		cmocka_unit_test(
		    every_sample_that_differs_is_told_but_for_what_is_withheld),
		cmocka_unit_test(what_was_moved_cut_or_added_is_told),
		cmocka_unit_test(a_cut_that_is_a_block_off_is_told),
		cmocka_unit_test(
		    salts_and_sizes_do_not_depend_on_what_is_withheld),
		cmocka_unit_test(a_prover_refuses_what_it_cannot_prove),
		cmocka_unit_test(more_cuts_than_a_proof_can_have_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
