#ifndef SAR_EXPORT_REVEAL_H
#define SAR_EXPORT_REVEAL_H

#include <stdint.h>

#include "base/secret.h"
#include "export/case.h"
#include "package/age.h"

struct sar_reveal_options {
	const char *by;
	unsigned lock_wait;
	int64_t now;
};

/**
 * sar_reveal_open(c, identity, options, record, err):
 * Open the passphrase sealed in ${c}, which is locked, and record in the log
 * that ${options}' by has it, before anybody gets to see it: *${record} is the
 * record's number.  The caller frees the passphrase.  NULL with ${err} set: as
 * sar_recovery_open(), and SAR_EMISSING when nothing has been released.
 */
SAR_MUST_CHECK struct sar_secret *sar_reveal_open(const struct sar_case *c,
    const struct sar_age_identity *identity,
    const struct sar_reveal_options *options, uint64_t *record,
    struct sar_err *err);

#endif
