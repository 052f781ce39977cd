#ifndef SAR_EXPORT_RECOVERY_H
#define SAR_EXPORT_RECOVERY_H

#include "base/conf.h"
#include "base/err.h"
#include "base/secret.h"
#include "package/age.h"

/*
 * A package's passphrase, sealed to the organisation's own keys: the one copy
 * that is ever stored, and only where sar.conf names such a key.  It is in the
 * case as
 */
#define SAR_RECOVERY_FILE "passphrase.age"

struct sar_case;

/* Whom passphrases are sealed to; nobody when n is 0. */
struct sar_recovery {
	size_t n;
	struct sar_age_recipient to[SAR_AGE_RECIPIENTS];
};

/**
 * sar_recovery_policy: What ${conf}'s recovery-recipient says.  SAR_EINPUT
 * naming the line of what is no key, and of one too many or given twice.
 */
SAR_MUST_CHECK int sar_recovery_policy(const struct sar_conf *conf,
    struct sar_recovery *recovery, struct sar_err *err);

/**
 * sar_recovery_seal: Put the passphrase of ${c}'s package into the case, sealed
 * as the policy says, durably and whole or not at all; nothing where it names
 * nobody.  Generated or given makes no difference.
 */
SAR_MUST_CHECK int sar_recovery_seal(const struct sar_case *c,
    const struct sar_secret *passphrase, struct sar_err *err);

/** sar_recovery_drop: Take it out again: nothing was released with it. */
SAR_MUST_CHECK int sar_recovery_drop(const struct sar_case *c,
    struct sar_err *err);

/**
 * sar_recovery_open: The passphrase sealed in ${c}; the caller frees it.  NULL
 * with ${err} set: SAR_EMISSING when there is none, and as sar_age_open().
 */
SAR_MUST_CHECK struct sar_secret *sar_recovery_open(const struct sar_case *c,
    const struct sar_age_identity *identity, struct sar_err *err);

#endif
