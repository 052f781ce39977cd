#ifndef SAR_TLOG_POLICY_H
#define SAR_TLOG_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "tlog/cosign.h"
#include "tlog/key.h"

/*
 * C2SP tlog-policy: which logs are trusted, and whose cosignatures a checkpoint
 * must have.  "log VKEY [URL]", "witness NAME VKEY [URL]", "group NAME
 * K|all|any MEMBER...", "quorum NAME|none".  A policy can have no log at all,
 * which then trusts none: where the log's key is known from elsewhere, it is
 * added.
 */
struct sar_policy; /* opaque */

#define SAR_POLICY_MAX 65536 /* bytes of a file */
#define SAR_POLICY_LOGS 512  /* keys: one a month is more than 40 years */
#define SAR_POLICY_WITNESSES 64

/** sar_policy_parse: SAR_EINPUT naming file and line; NULL then. */
SAR_MUST_CHECK struct sar_policy *sar_policy_parse(const char *name,
    const char *text, size_t len, struct sar_err *err);

/** sar_policy_of_key: That of one log, and no witness. */
SAR_MUST_CHECK struct sar_policy *sar_policy_of_key(const struct sar_key_public
							*key,
    struct sar_err *err);
void sar_policy_free(struct sar_policy *policy); /* accepts NULL */

/** sar_policy_add_log: Trust one more, as a later key of the same log; one
 * that is there already is left as it is.  SAR_EINPUT: it is not a log's, or
 * there are too many. */
SAR_MUST_CHECK int sar_policy_add_log(struct sar_policy *policy,
    const struct sar_key_public *key, struct sar_err *err);

const struct sar_key_public *sar_policy_logs(const struct sar_policy *policy,
    size_t *n);
const struct sar_key_public *sar_policy_witnesses(const struct sar_policy
						      *policy,
    size_t *n);

/* Whose cosignatures were found. */
struct sar_policy_seen {
	bool met; /* the quorum, if any */
	size_t n; /* cosignatures that verify */
	struct sar_cosignature by[SAR_NOTE_SIGS_MAX];
};

/**
 * sar_policy_check: Is the note that begins the ${len} bytes at ${text} signed
 * by a log of ${policy}, *${log}, and by whom is it cosigned?  note->len says
 * how many of the bytes it is.  SAR_ETAMPER when there is none, when the log's
 * signature is not there or wrong, or when that of another known log or a known
 * witness does not verify.  Too few witnesses are no failure here: seen->met is
 * false.
 */
SAR_MUST_CHECK int sar_policy_check(const struct sar_policy *policy,
    const char *name, const char *text, size_t len,
    const struct sar_key_public **log, struct sar_note *note,
    struct sar_policy_seen *seen, struct sar_err *err);

/**
 * sar_policy_unknown: Does the note that begins the ${len} bytes at ${text}
 * have no signature but such, in the name of a log of ${policy}, as by keys
 * that are not among its keys?  As what is signed after a change of keys.
 */
bool sar_policy_unknown(const struct sar_policy *policy, const char *text,
    size_t len);

#endif
