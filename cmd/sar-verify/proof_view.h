#ifndef SAR_VERIFY_PROOF_VIEW_H
#define SAR_VERIFY_PROOF_VIEW_H

#include "audit/proof.h"

/** proof_view_log: Which log it is, and its state; for people and --json.
 * Each line begins with ${mark}, "OK" for one. */
void proof_view_log(const struct sar_audit_proof *proof, const char *mark);

/** proof_view_witnesses: Who cosigned that state, and what it is worth if
 * nobody did. */
void proof_view_witnesses(const struct sar_audit_proof *proof,
    const char *mark);

#endif
