#ifndef SAR_REDACT_PROOF_H
#define SAR_REDACT_PROOF_H

#include "redact/cover.h"

/* Private to redact: all that a proof says, made or read. */
struct sar_redact_proof {
	char *name; /* of the file that was read, for messages; or NULL */
	struct sar_redact_shape shape;
	struct sar_redact_roots roots;
	struct sar_redact_range *withheld;
	size_t n_withheld;
	struct sar_cover hashes;
	struct sar_cover salts;
	char *line; /* and a NUL */
	size_t line_len;
	struct sar_redact_registered registered; /* what it says */
	uint64_t nr;
	uint64_t of;
	struct sar_range_proof path;
	struct sar_tlogproof log;
};

#define SAR_REDACT_PROOF_HEADER "sar-redaction-proof@v1\n"

/** sar_redact_proof_nodes: Lay the covers over what is withheld, which is
 * checked. SAR_EREFUSED when they are too many, SAR_EFAIL for ranges that are
 * wrong. */
SAR_MUST_CHECK int sar_redact_proof_nodes(struct sar_redact_proof *proof,
    struct sar_err *err);

/** sar_redact_proof_write: As text, added to ${buf}.  SAR_EREFUSED: too long.
 */
SAR_MUST_CHECK int sar_redact_proof_write(const struct sar_redact_proof *proof,
    struct sar_buf *buf, struct sar_err *err);

#endif
