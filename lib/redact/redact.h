#ifndef SAR_REDACT_REDACT_H
#define SAR_REDACT_REDACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sha256.h"
#include "tlog/tlogproof.h"

/*
 * sar-audio/v1: a recording is committed to when it is registered, block by
 * block; what is disclosed of it later can be proved to be what was registered,
 * and what was withheld to be just that, by whoever has neither the recording
 * nor what was withheld.  Scheme and format: sar-redaction-proof(5).  Pure: no
 * files, no decoder; samples are int16, interleaved, as decoded from the start.
 */
#define SAR_REDACT_SEED 32
#define SAR_REDACT_CHANNELS 8
#define SAR_REDACT_PROOF_MAX ((size_t)8 << 20) /* bytes of a proof */

/* Of what media decodes: a day at most, 4 to 655350 Hz. */
struct sar_redact_shape {
	uint64_t frames;
	uint32_t rate;
	uint32_t channels;
};

/* What stands for a recording.  The seeds are secret: with them, what is
   withheld can be guessed at; without, the roots say nothing.  Random, one
   each for a channel, and wiped by whoever has them. */
struct sar_redact_seeds {
	uint8_t seed[SAR_REDACT_CHANNELS][SAR_REDACT_SEED];
};
struct sar_redact_roots {
	uint8_t root[SAR_REDACT_CHANNELS][SAR_SHA256_LEN];
};

/** sar_redact_block: Frames of a block at ${rate}: a tenth of a second. */
uint32_t sar_redact_block(uint32_t rate);

/** sar_redact_blocks: How many there are; the last may be short. */
uint64_t sar_redact_blocks(const struct sar_redact_shape *shape);

/**
 * sar_redact_align: Widen [*${from}, *${to}) outward to whole blocks of a
 * recording of ${shape}.
 */
void sar_redact_align(const struct sar_redact_shape *shape, uint64_t *from,
    uint64_t *to);

/** sar_redact_aligned: Is it of whole blocks, and not empty? */
bool sar_redact_aligned(const struct sar_redact_shape *shape, uint64_t from,
    uint64_t to);

struct sar_redact_commit; /* opaque: a commitment being made */

/**
 * sar_redact_commit_new: Of a recording of ${shape}, whose length may be a
 * guess, or 0: the height of the salts' tree depends on it, and where it turns
 * out to be another the caller decodes once more.  Seeds are copied, and the
 * copy wiped.  NULL with ${err} set: SAR_EINPUT for what no recording is.
 */
SAR_MUST_CHECK struct sar_redact_commit *sar_redact_commit_new(
    const struct sar_redact_shape *shape, const struct sar_redact_seeds *seeds,
    struct sar_err *err);
void sar_redact_commit_free(struct sar_redact_commit *commit);

/** sar_redact_commit_add: The next ${frames}, interleaved. */
SAR_MUST_CHECK int sar_redact_commit_add(struct sar_redact_commit *commit,
    const int16_t *samples, size_t frames, struct sar_err *err);

/** sar_redact_commit_end: The roots and the true number of frames; *${again}
 * when the guess was so far off that all must be added once more, to a new one
 * that is told them; there are no roots then.  Once. */
SAR_MUST_CHECK int sar_redact_commit_end(struct sar_redact_commit *commit,
    struct sar_redact_roots *roots, uint64_t *frames, bool *again,
    struct sar_err *err);

/* A half-open range of blocks of one channel that is withheld. */
struct sar_redact_range {
	uint32_t channel;
	uint64_t from;
	uint64_t to;
};

struct sar_redact_ranges {
	struct sar_redact_range *range;
	size_t n;
	size_t cap;
};

/**
 * sar_redact_ranges_add: Frames [${from}, ${to}) are withheld, of the channels
 * whose bits are set in ${channels}, or of every one for 0, as of a plan's cut.
 * SAR_EFAIL unless they are whole blocks of ${shape}.
 */
SAR_MUST_CHECK int sar_redact_ranges_add(struct sar_redact_ranges *ranges,
    const struct sar_redact_shape *shape, uint32_t channels, uint64_t from,
    uint64_t to, struct sar_err *err);

/** sar_redact_ranges_end: Sort them, and make one of those that touch. */
void sar_redact_ranges_end(struct sar_redact_ranges *ranges);
void sar_redact_ranges_free(struct sar_redact_ranges *ranges);

/* What a registration line says (sar-log(5)), as far as a proof needs it. */
struct sar_redact_registered {
	struct sar_redact_shape shape;
	struct sar_redact_roots roots;
	char decoder[64];
};

/** sar_redact_line_parse: Read a registration line of version 2 that has
 * roots.  SAR_EINPUT for any other: what does not decode has none. */
SAR_MUST_CHECK int sar_redact_line_parse(const char *name, const char *line,
    size_t len, struct sar_redact_registered *out, struct sar_err *err);

/*
 * A proof being made: told what is withheld, it keeps the nodes over that as
 * the samples go by.  What registered points at outlives the prover; all else
 * is copied.
 */
struct sar_redact_prove {
	struct sar_redact_shape shape; /* exact */
	const struct sar_redact_seeds *seeds;
	const struct sar_redact_range *withheld; /* sorted by channel, from;
						    disjoint, not touching */
	size_t n_withheld;
	const char *line; /* the registration line, no LF */
	uint64_t nr;      /* its number in its batch, of */
	uint64_t of;
	const struct sar_range_proof *path;     /* from it to the batch root */
	const struct sar_tlogproof *registered; /* of the register record */
};
struct sar_redact_prover; /* opaque */

/** sar_redact_prover_new: SAR_ECORRUPT when ${line} is of another shape,
 * SAR_EREFUSED when the proof would be too long, SAR_EFAIL for ranges that are
 * out of order: never is a salt given out above a block that is withheld. */
SAR_MUST_CHECK struct sar_redact_prover *sar_redact_prover_new(
    const struct sar_redact_prove *what, struct sar_err *err);
SAR_MUST_CHECK int sar_redact_prover_add(struct sar_redact_prover *prover,
    const int16_t *samples, size_t frames, struct sar_err *err);

/** sar_redact_prover_end: The proof's text, added to ${buf} once it was read
 * again as whoever gets it does.  SAR_ECORRUPT when the recording is not the
 * one that ${line} registered (its roots differ): a decoder of another version,
 * or a changed file. */
SAR_MUST_CHECK int sar_redact_prover_end(struct sar_redact_prover *prover,
    struct sar_buf *buf, struct sar_err *err);
void sar_redact_prover_free(struct sar_redact_prover *prover);

/** sar_redact_proof_size: How long the text will be, to the byte. */
SAR_MUST_CHECK int sar_redact_proof_size(const struct sar_redact_prove *what,
    uint64_t *size, struct sar_err *err);

/* A proof that was read; all of it may be hostile. */
struct sar_redact_proof; /* opaque */

/** sar_redact_proof_parse: SAR_EINPUT naming the line.  The covers are checked
 * to be disjoint and together all blocks; the chain to the log is not. */
SAR_MUST_CHECK struct sar_redact_proof *sar_redact_proof_parse(const char *name,
    const char *text, size_t len, struct sar_err *err);
void sar_redact_proof_free(struct sar_redact_proof *proof);

const struct sar_redact_shape *sar_redact_proof_shape(
    const struct sar_redact_proof *proof);
const struct sar_redact_range *sar_redact_proof_withheld(
    const struct sar_redact_proof *proof, size_t *n);

/** sar_redact_proof_registered: What its registration line says; if it belongs
 * to the proof is for the chain to tell. */
const struct sar_redact_registered *sar_redact_proof_registered(
    const struct sar_redact_proof *proof);

/* What a proof hangs on, once that was checked. */
struct sar_redact_chain {
	uint64_t record; /* of the log: the batch */
	char when[24];   /* by the log's own clock, as 2026-01-05T23:10:07Z */
	uint8_t leaf[SAR_SHA256_LEN]; /* the record's hash in the log */
	uint64_t nr;                  /* in the batch, of */
	uint64_t of;
	struct sar_tlogproof_seen seen;
};

/**
 * sar_redact_proof_chain: Is what it proves what a log of ${policy} registered?
 * The roots are those of the registration line, which is in its batch, whose
 * root is in a record of the log.  SAR_ETAMPER if not; SAR_EREVIEW, with
 * ${chain} set, when only witnesses are too few: sar_tlogproof_verify().
 */
SAR_MUST_CHECK int sar_redact_proof_chain(const struct sar_redact_proof *proof,
    const struct sar_policy *policy, struct sar_redact_chain *chain,
    struct sar_err *err);

/**
 * sar_redact_proof_unsigned: The same as far as no key is needed: whoever
 * signed, as sar_tlogproof_unsigned() has it.  SAR_ETAMPER if it cannot be of a
 * log of ${policy}; of what it says to be signed there is no word, and
 * chain->seen has no log and no witnesses.
 */
SAR_MUST_CHECK int sar_redact_proof_unsigned(const struct sar_redact_proof
						 *proof,
    const struct sar_policy *policy, struct sar_redact_chain *chain,
    struct sar_err *err);

/** sar_redact_proof_signed: Has the checkpoint of it signature lines of
 * ${key}'s, one or more, right or wrong?  If not, another key of the log may
 * have signed. */
SAR_MUST_CHECK bool sar_redact_proof_signed(const struct sar_redact_proof
						*proof,
    const struct sar_key_public *key);

/* The disclosed recording beside its proof. */
struct sar_redact_verifier; /* opaque */
SAR_MUST_CHECK struct sar_redact_verifier *sar_redact_verifier_new(
    const struct sar_redact_proof *proof, struct sar_err *err);
SAR_MUST_CHECK int sar_redact_verifier_add(struct sar_redact_verifier *verifier,
    const int16_t *samples, size_t frames, struct sar_err *err);

/** sar_redact_verifier_end: 0 if every block outside what is withheld is as
 * registered.  SAR_ECORRUPT naming the channel if not, or another length. */
SAR_MUST_CHECK int sar_redact_verifier_end(struct sar_redact_verifier *verifier,
    struct sar_err *err);
void sar_redact_verifier_free(struct sar_redact_verifier *verifier);

#endif
