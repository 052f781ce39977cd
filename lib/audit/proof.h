#ifndef SAR_AUDIT_PROOF_H
#define SAR_AUDIT_PROOF_H

#include <stdbool.h>
#include <stddef.h>

#include "audit/audit.h"
#include "base/source.h"
#include "disclosure/record.h"
#include "tlog/tlogproof.h"

/*
 * What somebody can know who has the proof that lies beside a package, and the
 * log's public key, but neither the log nor the network: sar-proof(5).
 */
struct sar_audit_proof {
	struct sar_tlogproof proof;
	struct sar_tlogproof_seen seen; /* its log is the policy's */
	struct sar_record *record;
	size_t unknown; /* cosignatures by keys that are not in the policy */
	/* SAR_EREVIEW when the policy wants more witnesses, else SAR_OK. */
	struct sar_err review;
};

/**
 * sar_audit_proof_read: Read the proof in the file ${path} and verify it by
 * ${policy}, and its record by the table of its type.  -1 with ${err} set:
 * SAR_EINPUT when it is not a proof, SAR_ETAMPER when it proves nothing.  Too
 * few witnesses are no failure: see review.  To be cleared in any case.
 */
SAR_MUST_CHECK int sar_audit_proof_read(const char *path,
    const struct sar_policy *policy, struct sar_audit_proof *out,
    struct sar_err *err);
void sar_audit_proof_clear(struct sar_audit_proof *proof);

/* Zips beside a release record. */
struct sar_audit_zips {
	size_t volumes;                  /* that it released */
	size_t right;                    /* of those given, to the byte */
	bool given[SAR_RECORD_LIST + 1]; /* by place, from 1 */
	unsigned *places; /* of each zip given; 0: none of this release */
};

/* Which zips are to be held against which record. */
struct sar_audit_zips_options {
	const struct sar_record *record;
	const struct sar_source *zips;
	size_t n;
	void (*finding)(void *ctx, enum sar_audit_check check,
	    const struct sar_err *err);
	void *ctx;
};

/**
 * sar_audit_zips: Are they what the record released, by digest and size?  Each
 * that is not, and each that is missing (SAR_EPARTIAL), is told to finding.
 * -1 with ${err} set: one could not be read, SAR_EINPUT when one was given
 * twice, SAR_ECORRUPT when the record releases nothing.  To be cleared in any
 * case.
 */
SAR_MUST_CHECK int sar_audit_zips(const struct sar_audit_zips_options *options,
    struct sar_audit_zips *out, struct sar_err *err);
void sar_audit_zips_clear(struct sar_audit_zips *zips);

#endif
