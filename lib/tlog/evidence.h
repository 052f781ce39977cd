#ifndef SAR_TLOG_EVIDENCE_H
#define SAR_TLOG_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "tlog/key.h"
#include "tlog/note.h"
#include "tlog/policy.h"
#include "tlog/range.h"

/*
 * Proof that a log told two stories: two checkpoints that it signed and that
 * cannot both be true.  The file has all that it takes to check it, sar-verify
 * says how without any program of ours.
 */
#define SAR_EVIDENCE_MAX 16384 /* bytes of a file */
#define SAR_EVIDENCE_HEAD "sar-evidence@v1\n"

/* One of the two: a note that was parsed, and verifies. */
struct sar_evidence_note {
	const struct sar_key_public *key; /* that signed it */
	const char *text;
	struct sar_note note;
};

/* How the first root of the larger tree's records came about that is not the
 * smaller checkpoint's. */
struct sar_evidence_prefix {
	uint8_t
	    root[SAR_SHA256_LEN];    /* of as many records as the smaller has */
	struct sar_range_proof path; /* that the larger tree begins with it */
};

/**
 * sar_evidence_add: Write that ${a} and ${b} contradict each other.  ${prefix}
 * is NULL for two of one size, else ${b} is the larger.  SAR_EFAIL when they
 * prove nothing: it is checked before it is written.
 */
SAR_MUST_CHECK int sar_evidence_add(struct sar_buf *buf,
    const struct sar_evidence_note *a, const struct sar_evidence_note *b,
    const struct sar_evidence_prefix *prefix, struct sar_err *err);

/* A file that was read: whether its keys are the log's is for others to say. */
struct sar_evidence {
	size_t n_keys; /* 1 or 2 */
	struct sar_key_public keys[2];
	uint64_t sizes[2];
	uint8_t roots[2][SAR_SHA256_LEN];
};

/**
 * sar_evidence_parse: Read and check one, in the one form it can have.
 * SAR_EINPUT when it is malformed or shows nothing.
 */
SAR_MUST_CHECK int sar_evidence_parse(const char *name, const char *text,
    size_t len, struct sar_evidence *out, struct sar_err *err);

/** sar_evidence_trusted: Are its keys all of ${policy}'s logs? */
bool sar_evidence_trusted(const struct sar_evidence *evidence,
    const struct sar_policy *policy);

#endif
