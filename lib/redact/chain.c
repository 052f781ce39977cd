/* From the roots of a proof to a checkpoint that somebody signed. */
#include <string.h>

#include "redact/proof.h"
#include "redact/record.h"
#include "tlog/tree.h"

static int
tampered(const struct sar_redact_proof *proof, const char *why,
    struct sar_err *err)
{
	return sar_err_set(err, SAR_ETAMPER, "%s: %s", proof->name, why);
}

static int
check_line(const struct sar_redact_proof *proof, struct sar_err *err)
{
	const struct sar_redact_registered *line = &proof->registered;

	if (!sar_extent_same(&line->shape, &proof->shape) ||
	    memcmp(&line->roots, &proof->roots, sizeof(line->roots)) != 0)
		return tampered(proof,
		    "the registration line is of another recording", err);
	return 0;
}

static int
check_batch(const struct sar_redact_proof *proof,
    const struct sar_redact_record *batch, struct sar_err *err)
{
	uint8_t leaf[SAR_SHA256_LEN];

	if (batch->seq != proof->log.index)
		return tampered(proof,
		    "the record is of another place in the log", err);
	sar_tree_leaf(proof->line, proof->line_len, leaf);
	if (batch->n != proof->of || !sar_range_included(proof->nr, proof->of,
					 leaf, batch->root, &proof->path))
		return tampered(proof,
		    "the registration line is not in the batch of the record",
		    err);
	return 0;
}

static int
check_record(const struct sar_redact_proof *proof,
    struct sar_redact_chain *chain, struct sar_err *err)
{
	struct sar_redact_record batch;

	if (proof->log.extra == NULL ||
	    !sar_redact_record_read(proof->log.extra, proof->log.extra_len,
		&batch))
		return tampered(proof,
		    "what is in the log is no record of a registration", err);
	sar_tree_leaf(proof->log.extra, proof->log.extra_len, chain->leaf);
	chain->record = batch.seq;
	chain->nr = proof->nr;
	chain->of = proof->of;
	memcpy(chain->when, batch.when, strlen(batch.when) + 1);
	return check_batch(proof, &batch, err);
}

/* All of it that is below the checkpoint. */
static int
check_below(const struct sar_redact_proof *proof,
    struct sar_redact_chain *chain, struct sar_err *err)
{
	memset(chain, 0, sizeof(*chain));
	if (check_line(proof, err) == -1)
		return -1;
	return check_record(proof, chain, err);
}

int
sar_redact_proof_chain(const struct sar_redact_proof *proof,
    const struct sar_policy *policy, struct sar_redact_chain *chain,
    struct sar_err *err)
{
	if (check_below(proof, chain, err) == -1)
		return -1;
	return sar_tlogproof_verify(proof->name, &proof->log, policy, NULL,
	    &chain->seen, err);
}

int
sar_redact_proof_unsigned(const struct sar_redact_proof *proof,
    const struct sar_policy *policy, struct sar_redact_chain *chain,
    struct sar_err *err)
{
	if (check_below(proof, chain, err) == -1)
		return -1;
	return sar_tlogproof_unsigned(proof->name, &proof->log, policy,
	    &chain->seen, err);
}

bool
sar_redact_proof_signed(const struct sar_redact_proof *proof,
    const struct sar_key_public *key)
{
	return sar_note_claims(proof->log.checkpoint, proof->log.checkpoint_len,
	    key);
}
