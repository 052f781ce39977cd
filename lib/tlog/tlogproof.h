#ifndef SAR_TLOG_TLOGPROOF_H
#define SAR_TLOG_TLOGPROOF_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "tlog/note.h"
#include "tlog/policy.h"
#include "tlog/range.h"

/*
 * C2SP tlog-proof@v1: that a leaf is in a log, checked offline.  Ours carry
 * the record itself, without its LF, in "extra".
 */
#define SAR_TLOGPROOF_EXTRA_MAX 49146 /* bytes; Go reads lines of 64 KiB */
#define SAR_TLOGPROOF_MAX ((size_t)128 << 10)

struct sar_tlogproof {
	char *extra; /* extra_len bytes and a NUL; NULL if it has none */
	size_t extra_len;
	uint64_t index;
	struct sar_range_proof path;
	char *checkpoint; /* the note with all its signature lines, and a NUL */
	size_t checkpoint_len;
};

/** sar_tlogproof_parse: Read one, in the one form it can have.  SAR_EINPUT
 * naming the line.  Nothing is verified.  To be cleared in any case. */
SAR_MUST_CHECK int sar_tlogproof_parse(const char *name, const char *text,
    size_t len, struct sar_tlogproof *out, struct sar_err *err);
void sar_tlogproof_clear(struct sar_tlogproof *proof);

/** sar_tlogproof_add: Write ${proof}. */
SAR_MUST_CHECK int sar_tlogproof_add(struct sar_buf *buf,
    const struct sar_tlogproof *proof, struct sar_err *err);

/* What a proof that verified says. */
struct sar_tlogproof_seen {
	const struct sar_key_public *log; /* of the policy */
	uint64_t size;
	uint8_t root[SAR_SHA256_LEN];
	struct sar_policy_seen witnesses;
};

/**
 * sar_tlogproof_verify: Is ${leaf} (or the record in extra, for NULL) in a
 * tree that a log of ${policy} signed, and as many of its witnesses as it asks
 * for?  SAR_ETAMPER if not; SAR_EREVIEW, with ${seen} filled in, if only the
 * witnesses are too few; SAR_EINPUT when there is no record to ask for.
 */
SAR_MUST_CHECK int sar_tlogproof_verify(const char *name,
    const struct sar_tlogproof *proof, const struct sar_policy *policy,
    const uint8_t leaf[SAR_SHA256_LEN], struct sar_tlogproof_seen *seen,
    struct sar_err *err);

/**
 * sar_tlogproof_unsigned: Is the record in extra in the tree of a checkpoint
 * that a log of ${policy} may have signed, with a key that is not in it: one
 * that has the name of such a log, and a signature line in that name?
 * SAR_ETAMPER if not, and SAR_EINPUT when there is no record.  Nobody's
 * signature is looked at; ${seen} has size and root alone.
 */
SAR_MUST_CHECK int sar_tlogproof_unsigned(const char *name,
    const struct sar_tlogproof *proof, const struct sar_policy *policy,
    struct sar_tlogproof_seen *seen, struct sar_err *err);

#endif
