#ifndef SAR_TEST_REDACT_PROVE_H
#define SAR_TEST_REDACT_PROVE_H

/* A recording that was registered in the second batch of a log of five
 * records, between two others, and proofs of it. */
#include "redact_make.h"
#include "tlog_helpers.h"

#include "tlog/policy.h"
#include "tlog/range.h"
#include "tlog/tlogproof.h"

#define BATCH 3
#define LOG_SIZE 5
#define RECORD 2

struct trial {
	struct sar_redact_shape shape;
	struct sar_redact_seeds seeds;
	int16_t *samples;
	char line[2048];
	struct sar_range_proof path;
	struct sar_tlogproof log;
	struct sar_policy *policy;
};

static inline void
put_line(const struct sar_redact_shape *shape,
    const struct sar_redact_roots *roots, char *line, size_t len)
{
	char text[SAR_REDACT_CHANNELS * 48] = "";
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];
	uint32_t c;
	int n;

	for (c = 0; c < shape->channels; c++) {
		sar_b64_put(roots->root[c], SAR_SHA256_LEN, b64);
		(void)snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "%s\"%s\"", c == 0 ? "" : ",", b64);
	}
	n = snprintf(line, len,
	    "{\"B\":%u,\"ch\":%u,\"codec\":\"pcm16\",\"dec\":\"sar-export/1 "
	    "pcm16\",\"file\":\"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
	    "\",\"fmt\":\"s16le\",\"frames\":%llu,\"rate\":%u,\"rec\":"
	    "\"oKCgoKCgoKCgoKCgoKCgoA==\",\"roots\":[%s],\"salt\":"
	    "\"oaGhoaGhoaGhoaGhoaGhoQ==\",\"v\":2}",
	    sar_redact_block(shape->rate), shape->channels,
	    (unsigned long long)shape->frames, shape->rate, text);
	assert_true(n > 0 && (size_t)n < len);
}

/* The path to leaf ${index} of ${n} lines, and their root. */
static inline void
prove_line(const char *const *lines, size_t n, size_t index,
    struct sar_range_proof *path, uint8_t root[SAR_SHA256_LEN])
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_range *range = sar_range_inclusion(index, n, &err);
	struct sar_tree tree = { .size = 0 };
	uint8_t leaf[SAR_SHA256_LEN];
	size_t i;

	assert_non_null(range);
	for (i = 0; i < n; i++) {
		sar_tree_leaf(lines[i], strlen(lines[i]), leaf);
		sar_tree_add_leaf(&tree, leaf);
		sar_range_leaf(range, leaf);
	}
	sar_tree_root(&tree, root);
	assert_int_equal(sar_range_end(range, path, &err), 0);
	sar_range_free(range);
}

static inline void
put_record(const uint8_t root[SAR_SHA256_LEN], const char *type, unsigned n,
    char out[512])
{
	char b64[SAR_B64_LEN(SAR_SHA256_LEN)];

	sar_b64_put(root, SAR_SHA256_LEN, b64);
	(void)snprintf(out, 512,
	    "{\"by\":\"cron\",\"n\":%u,\"root\":\"%s\",\"salt\":"
	    "\"oaGhoaGhoaGhoaGhoaGhoQ==\",\"seq\":%d,\"t\":"
	    "\"2026-01-05T23:10:07Z\",\"type\":\"%s\",\"v\":1}",
	    n, b64, RECORD, type);
}

/* ${record} is in the log, whose key signed. */
static inline void
log_record(const char *record, struct sar_tlogproof *out)
{
	const char *lines[LOG_SIZE] = { "a", "b", record, "d", "e" };
	struct sar_key_secret *key = vector_secret();
	struct sar_buf buf = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	uint8_t root[SAR_SHA256_LEN];

	memset(out, 0, sizeof(*out));
	prove_line(lines, LOG_SIZE, RECORD, &out->path, root);
	assert_int_equal(sar_note_add(&buf, key, LOG_SIZE, root, &err), 0);
	out->index = RECORD;
	out->extra = strdup(record);
	assert_non_null(out->extra);
	out->extra_len = strlen(record);
	out->checkpoint_len = buf.len;
	out->checkpoint = sar_buf_take(&buf);
	sar_key_secret_free(key);
}

static inline void
register_line(struct trial *t, const char *type)
{
	const char *lines[BATCH] = { "{\"v\":2}", t->line, "{\"v\":3}" };
	uint8_t root[SAR_SHA256_LEN];
	char record[512];

	prove_line(lines, BATCH, 1, &t->path, root);
	put_record(root, type, BATCH, record);
	sar_tlogproof_clear(&t->log);
	log_record(record, &t->log);
}

static inline void
begin_trial(struct trial *t, struct sar_redact_shape shape, uint64_t seed)
{
	struct sar_key_public key = vector_key("log.vkey");
	struct sar_redact_roots roots;
	struct sar_err err = SAR_ERR_INIT;

	memset(t, 0, sizeof(*t));
	t->shape = shape;
	t->samples = make_samples(&shape, seed);
	t->seeds = make_seeds(seed + 1);
	slow_roots(&shape, t->samples, &t->seeds, &roots);
	put_line(&shape, &roots, t->line, sizeof(t->line));
	register_line(t, "register");
	t->policy = sar_policy_of_key(&key, &err);
	assert_non_null(t->policy);
}

static inline void
end_trial(struct trial *t)
{
	sar_tlogproof_clear(&t->log);
	sar_policy_free(t->policy);
	free(t->samples);
}

static inline struct sar_redact_prove
what_of(const struct trial *t, const struct sar_redact_range *ranges, size_t n)
{
	struct sar_redact_prove what = {
		.shape = t->shape,
		.seeds = &t->seeds,
		.withheld = ranges,
		.n_withheld = n,
		.line = t->line,
		.nr = 1,
		.of = BATCH,
		.path = &t->path,
		.registered = &t->log,
	};

	return what;
}

/* The text of a proof; NULL with ${err} set.  The caller frees it. */
static inline char *
try_proof(const struct trial *t, const struct sar_redact_range *ranges,
    size_t n, size_t *len, struct sar_err *err)
{
	struct sar_redact_prove what = what_of(t, ranges, n);
	struct sar_redact_prover *prover = sar_redact_prover_new(&what, err);
	struct sar_buf buf = SAR_BUF_INIT;
	uint64_t at, some;
	int rc = prover == NULL ? -1 : 0;

	for (at = 0; rc == 0 && at < t->shape.frames; at += some) {
		some = t->shape.frames - at < 61 ? t->shape.frames - at : 61;
		rc = sar_redact_prover_add(prover,
		    t->samples + at * t->shape.channels, (size_t)some, err);
	}
	if (rc == 0)
		rc = sar_redact_prover_end(prover, &buf, err);
	sar_redact_prover_free(prover);
	*len = buf.len;
	if (rc == 0)
		return sar_buf_take(&buf);
	sar_buf_free(&buf);
	return NULL;
}

static inline char *
make_proof(const struct trial *t, const struct sar_redact_range *ranges,
    size_t n, size_t *len)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = try_proof(t, ranges, n, len, &err);

	if (text == NULL)
		fail_msg("%s", err.msg);
	return text;
}

static inline struct sar_redact_proof *
read_proof(const char *text, size_t len)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_redact_proof *proof = sar_redact_proof_parse("p", text, len,
	    &err);

	if (proof == NULL)
		fail_msg("%s", err.msg);
	return proof;
}

/* Do ${frames} at ${samples} verify? */
static inline bool
verifies(const struct sar_redact_proof *proof, const int16_t *samples,
    uint64_t frames, struct sar_err *err)
{
	struct sar_redact_verifier *v = sar_redact_verifier_new(proof, err);
	uint32_t channels = sar_redact_proof_shape(proof)->channels;
	uint64_t at, some;
	int rc;

	assert_non_null(v);
	for (at = 0; at < frames; at += some) {
		some = frames - at < 53 ? frames - at : 53;
		assert_int_equal(sar_redact_verifier_add(v,
				     samples + at * channels, (size_t)some,
				     err),
		    0);
	}
	rc = sar_redact_verifier_end(v, err);
	sar_redact_verifier_free(v);
	if (rc == -1)
		assert_int_equal(err->code, SAR_ECORRUPT);
	return rc == 0;
}

/* The samples with silence for what is withheld. */
static inline int16_t *
disclosed(const struct trial *t, const struct sar_redact_range *ranges,
    size_t n)
{
	size_t channels = t->shape.channels;
	uint64_t block = sar_redact_block(t->shape.rate);
	size_t size = (size_t)t->shape.frames * channels;
	int16_t *out = calloc(size + 1, sizeof(*out));
	uint64_t f;
	size_t i;

	assert_non_null(out);
	memcpy(out, t->samples, size * sizeof(*out));
	for (i = 0; i < n; i++)
		for (f = ranges[i].from * block;
		     f < ranges[i].to * block && f < t->shape.frames; f++)
			out[f * channels + ranges[i].channel] = 0;
	return out;
}

/* Ranges of all channels, sorted and not touching; how many. */
static inline size_t
random_ranges(const struct sar_redact_shape *shape, uint64_t *random,
    struct sar_redact_range *out, size_t max)
{
	uint64_t blocks = sar_redact_blocks(shape), at, len;
	size_t n = 0;
	uint32_t c;

	for (c = 0; c < shape->channels; c++) {
		at = dice(random) % 4;
		while (n < max && at < blocks && dice(random) % 6 != 0) {
			len = 1 + dice(random) % (1 + dice(random) % blocks);
			if (len > blocks - at)
				len = blocks - at;
			out[n++] = (struct sar_redact_range){ c, at, at + len };
			at += len + 1 + dice(random) % 9;
		}
	}
	return n;
}

#endif
