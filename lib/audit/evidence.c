/* Redaction proofs: is what is left of a recording what the log registered? */
#include <stdlib.h>
#include <string.h>

#include "audio/audio.h"
#include "audit/state.h"

/* Of a volume: fifteen thousand recordings of an hour, twenty cuts in each. */
#define PROOFS_MAX ((uint64_t)256 << 20)

/* What is wrong with the text is wrong with the package. */
static int
finding(struct sar_audit *audit, struct sar_err *err)
{
	if (err->code == SAR_EINPUT)
		err->code = SAR_ECORRUPT;
	return sar_audit_finding(audit, SAR_AUDIT_PROOFS, err);
}

static int
read_plain(struct sar_audit_volume *volume, struct sar_audit_evidence *proof,
    struct sar_err *err)
{
	const char *name = sar_package_name(volume->reader, proof->entry);
	struct sar_source plain;
	char *text = NULL;
	size_t len;
	int rc = -1;

	if (sar_package_entry(volume->reader, proof->entry, &plain, err) == -1)
		return -1;
	if (plain.size > SAR_REDACT_PROOF_MAX)
		return sar_err_set(err, SAR_ECORRUPT,
		    "%s: longer than a redaction proof can be", name);
	len = (size_t)plain.size;
	if ((text = malloc(len + 1)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	if (sar_source_read(&plain, text, len, 0, err) == 0 &&
	    sar_sha256_text(text, len, proof->sha256, err) == 0) {
		proof->proof = sar_redact_proof_parse(name, text, len, err);
		rc = proof->proof == NULL ? -1 : 0;
	}
	free(text);
	return rc;
}

/* Not authenticated yet: it must be the same again later. */
static int
read_proof(struct sar_audit_volume *volume, size_t i, struct sar_err *err)
{
	struct sar_audit_evidence *proof = &volume->proofs[volume->n_proofs++];
	int rc;

	proof->entry = i;
	if (sar_package_unlock(volume->reader, i,
		volume->audit->options->passphrase, err) == -1)
		/* Of a wrong passphrase the check of all of it tells. */
		return err->code == SAR_ESECRET ? 0 : -1;
	rc = read_plain(volume, proof, err);
	sar_package_lock(volume->reader, i);
	return rc == 0 ? 0 : finding(volume->audit, err);
}

int
sar_audit_evidence_read(struct sar_audit_volume *volume, struct sar_err *err)
{
	const struct sar_package_reader *reader = volume->reader;
	size_t n = sar_package_count(reader);
	uint64_t size = 0;
	size_t i;

	volume->proofs = calloc(n + 1, sizeof(*volume->proofs));
	if (volume->proofs == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < n; i++) {
		if (sar_audit_kind_of(sar_package_name(reader, i)) !=
		    SAR_AUDIT_REDACTION_PROOF)
			continue;
		if (sar_package_size(reader, i) > PROOFS_MAX - size)
			return sar_audit_say(volume->audit, SAR_AUDIT_PROOFS,
			    SAR_ECORRUPT, err,
			    "%s: more than %llu MiB of redaction proofs",
			    sar_package_name(reader, i),
			    (unsigned long long)(PROOFS_MAX >> 20));
		size += sar_package_size(reader, i);
		if (read_proof(volume, i, err) == -1)
			return -1;
	}
	return 0;
}

void
sar_audit_evidence_free(struct sar_audit_volume *volume)
{
	size_t i;

	for (i = 0; i < volume->n_proofs; i++)
		sar_redact_proof_free(volume->proofs[i].proof);
	free(volume->proofs);
}

const struct sar_audit_evidence *
sar_audit_evidence_at(const struct sar_audit_volume *volume, size_t i)
{
	size_t k;

	for (k = 0; k < volume->n_proofs; k++)
		if (volume->proofs[k].entry == i)
			return &volume->proofs[k];
	return NULL;
}
