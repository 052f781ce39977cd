#ifndef SAR_VERIFY_TRUST_H
#define SAR_VERIFY_TRUST_H

#include <popt.h>
#include <stdbool.h>

#include "tlog/policy.h"

/* Whom a command trusts: --vkey, files with keys of one log, or --policy. */
struct trust_args {
	char **vkeys; /* NULL-ended, or NULL */
	char *policy;
};

#define TRUST_OPTIONS(args)                                                  \
	{ "vkey", '\0', POPT_ARG_ARGV, &(args).vkeys, 60,                    \
		"the log's public keys (log.vkey), the first one first; "    \
		"again for more of the same log",                            \
		"FILE" },                                                    \
	{                                                                    \
		"policy", '\0', POPT_ARG_STRING, &(args).policy, 61,         \
		    "logs and witnesses to trust (C2SP tlog-policy)", "FILE" \
	}

/** trust_given: Was either? */
bool trust_given(const struct trust_args *args);

/**
 * trust_read: What the options say; the caller frees it.  NULL with ${err} set:
 * SAR_EINPUT for neither, both, or keys of more than one log.
 */
SAR_MUST_CHECK struct sar_policy *trust_read(const struct trust_args *args,
    struct sar_err *err);

/** trust_log: The key a log's folder is read with: the first; SAR_EINPUT for a
 * policy without a log, or with several of different names. */
SAR_MUST_CHECK const struct sar_key_public *trust_log(const struct sar_policy
							  *policy,
    struct sar_err *err);

/** trust_witness: Read a witness's public key from its file. */
SAR_MUST_CHECK int trust_witness(const char *path, struct sar_key_public *key,
    struct sar_err *err);

void trust_free(struct trust_args *args);

#endif
