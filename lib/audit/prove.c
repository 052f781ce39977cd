/* A recording that is decoded anyway, beside its redaction proof. */
#include <string.h>

#include "audio/audio.h"
#include "audit/state.h"

/* "call-01.redaction-proof" of "call-01.wav"; NULL if it has none. */
static const struct sar_audit_evidence *
proof_of(const struct sar_audit_volume *volume, const char *name)
{
	size_t len = strcspn(name, ".") + 1;
	const char *other;
	size_t k;

	for (k = 0; k < volume->n_proofs; k++) {
		other = sar_package_name(volume->reader,
		    volume->proofs[k].entry);
		if (strncmp(name, other, len) == 0)
			return &volume->proofs[k];
	}
	return NULL;
}

static void
count(struct sar_audit *audit, size_t *counter)
{
	(void)pthread_mutex_lock(&audit->lock);
	++*counter;
	(void)pthread_mutex_unlock(&audit->lock);
}

static bool
same_ranges(const struct sar_redact_proof *proof,
    const struct sar_redact_ranges *ranges)
{
	const struct sar_redact_range *withheld;
	size_t n, i;

	withheld = sar_redact_proof_withheld(proof, &n);
	if (n != ranges->n)
		return false;
	for (i = 0; i < n; i++)
		if (withheld[i].channel != ranges->range[i].channel ||
		    withheld[i].from != ranges->range[i].from ||
		    withheld[i].to != ranges->range[i].to)
			return false;
	return true;
}

/* Does the proof withhold just what redactions.json says was cut?  *${same}. */
static int
compare_cuts(const struct sar_redact_proof *proof,
    const struct sar_redactions_file *file, bool *same, struct sar_err *err)
{
	const struct sar_redact_shape *shape = sar_redact_proof_shape(proof);
	struct sar_redact_ranges ranges = { 0 };
	const struct sar_plan_cut *cut;
	size_t i;
	int rc = 0;

	*same = shape->frames == file->frames && shape->rate == file->rate &&
		shape->channels == file->channels;
	for (i = 0; i < file->n_cuts && *same && rc == 0; i++) {
		cut = &file->cuts[i];
		*same = sar_redact_aligned(shape, cut->from, cut->to);
		if (*same)
			rc = sar_redact_ranges_add(&ranges, shape,
			    cut->channels, cut->from, cut->to, err);
	}
	sar_redact_ranges_end(&ranges);
	*same = *same && same_ranges(proof, &ranges);
	sar_redact_ranges_free(&ranges);
	return rc;
}

int
sar_audit_prove_begin(struct sar_audit_proving *proving,
    const struct sar_redactions_file *file, struct sar_err *err)
{
	const struct sar_audit_evidence *proof = proof_of(proving->volume,
	    file->name);
	struct sar_audit *audit = proving->volume->audit;
	bool lossless = sar_audio_lossless(file->format);
	bool same = false;

	if (proof == NULL) {
		if (lossless)
			count(audit, &audit->seen.unproved);
		return 0;
	}
	if (!lossless)
		return sar_audit_say(audit, SAR_AUDIT_PROOFS, SAR_ECORRUPT, err,
		    "%s: a redaction proof of what is not lossless",
		    file->name);
	if (proof->proof == NULL)
		return 0;
	if (compare_cuts(proof->proof, file, &same, err) == -1)
		return -1;
	if (!same)
		return sar_audit_say(audit, SAR_AUDIT_PROOFS, SAR_ECORRUPT, err,
		    "%s: its redaction proof has other cuts than "
		    "redactions.json",
		    file->name);
	proving->proof = proof->proof;
	proving->verifier = sar_redact_verifier_new(proof->proof, err);
	return proving->verifier == NULL ? -1 : 0;
}

int
sar_audit_prove_add(void *ctx, const int16_t *samples, size_t frames,
    struct sar_err *err)
{
	struct sar_audit_proving *proving = ctx;

	if (proving->verifier == NULL)
		return 0;
	return sar_redact_verifier_add(proving->verifier, samples, frames, err);
}

/* The record is the one that this very log has there, under the same root. */
static bool
is_in_log(const struct sar_audit *audit, const struct sar_redact_chain *chain)
{
	const struct sar_audit_registered *r = audit->registered;
	size_t i;

	for (i = 0; i < audit->n_registered; i++, r++)
		if (r->seq == chain->record)
			return memcmp(r->leaf, chain->leaf, SAR_SHA256_LEN) ==
				   0 &&
			       r->size == chain->seen.size &&
			       memcmp(r->root, chain->seen.root,
				   SAR_SHA256_LEN) == 0;
	return false;
}

/* By any key that is known, rightly or not. */
static bool
is_signed(const struct sar_audit *audit, const struct sar_redact_proof *proof)
{
	const struct sar_key_public *keys;
	size_t n, i;

	keys = sar_policy_logs(audit->policy, &n);
	for (i = 0; i < n; i++)
		if (sar_redact_proof_signed(proof, &keys[i]))
			return true;
	return false;
}

/* Is it of the log that all other proofs are of? */
static int
check_head(struct sar_audit_proving *proving,
    const struct sar_redact_chain *chain, struct sar_err *err)
{
	struct sar_audit *audit = proving->volume->audit;
	struct sar_audit_head head = { .log = chain->seen.log->name,
		.size = chain->seen.size,
		.record = chain->record };
	bool agrees = false;

	memcpy(head.root, chain->seen.root, SAR_SHA256_LEN);
	memcpy(head.leaf, chain->leaf, SAR_SHA256_LEN);
	if (sar_audit_head(audit, &head, &agrees, err) == -1)
		return -1;
	if (agrees) {
		count(audit, &audit->seen.proofs);
		return 0;
	}
	return sar_audit_say(audit, SAR_AUDIT_PROOFS, SAR_ETAMPER, err,
	    "package: its proofs are of two logs that contradict each other, "
	    "both signed: one has another record %llu, or another root of %llu "
	    "records",
	    (unsigned long long)chain->record,
	    (unsigned long long)chain->seen.size);
}

/* Signed with a key that was not given: but that, all of it must hold. */
static int
check_foreign(struct sar_audit_proving *proving, struct sar_err *err)
{
	struct sar_audit *audit = proving->volume->audit;
	struct sar_redact_chain chain;

	if (sar_redact_proof_unsigned(proving->proof, audit->policy, &chain,
		err) == -1)
		return sar_audit_finding(audit, SAR_AUDIT_PROOFS, err);
	count(audit, &audit->seen.foreign_proofs);
	return 0;
}

static int
check_chain(struct sar_audit_proving *proving, struct sar_err *err)
{
	struct sar_audit *audit = proving->volume->audit;
	const struct sar_audit_options *options = audit->options;
	struct sar_redact_chain chain;

	/* After a change of key only the log tells which keys it had. */
	if (options->log == NULL && !is_signed(audit, proving->proof))
		return check_foreign(proving, err);
	if (sar_redact_proof_chain(proving->proof, audit->policy, &chain,
		err) == -1)
		return sar_audit_finding(audit, SAR_AUDIT_PROOFS, err);
	if (options->log != NULL && !is_in_log(audit, &chain))
		return sar_audit_say(audit, SAR_AUDIT_PROOFS, SAR_ETAMPER, err,
		    "log: record %llu, or the checkpoint after it, is not the "
		    "one that a redaction proof rests on",
		    (unsigned long long)chain.record);
	return check_head(proving, &chain, err);
}

int
sar_audit_prove_end(struct sar_audit_proving *proving, bool whole,
    struct sar_err *err)
{
	int rc = 0;

	if (proving->verifier != NULL && whole) {
		rc = sar_redact_verifier_end(proving->verifier, err);
		if (rc == 0)
			rc = check_chain(proving, err);
		else
			rc = sar_audit_finding(proving->volume->audit,
			    SAR_AUDIT_PROOFS, err);
	}
	sar_redact_verifier_free(proving->verifier);
	proving->verifier = NULL;
	return rc;
}
