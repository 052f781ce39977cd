#ifndef SAR_EXPORT_PLAN_SALT_H
#define SAR_EXPORT_PLAN_SALT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/sha256.h"
#include "export/case.h"

/*
 * Private to export: what stands for a plan, or another text of a case, in the
 * log.  A plan has digests of recordings, times and notes, a letter what was
 * said to somebody, which can be guessed and tried against a plain SHA-256 of
 * it; so the log has a commitment, and its salt, cases/REF/plan.salt, goes with
 * the case.
 */
#define SAR_PLAN_SALT "plan.salt"

/** sar_plan_salt_make: See to it that the case, which is locked, has a salt. */
SAR_MUST_CHECK int sar_plan_salt_make(const struct sar_case *c,
    struct sar_err *err);

/**
 * sar_plan_salt_commit: The commitment to the plan's ${text}; *${there} is
 * false when the case has no salt, and nothing can be told.  SAR_ECORRUPT for a
 * file that is none.
 */
SAR_MUST_CHECK int sar_plan_salt_commit(const struct sar_case *c,
    const char *text, uint8_t out[SAR_SHA256_LEN], bool *there,
    struct sar_err *err);

/* The same of any folder that has a salt of its own. */
SAR_MUST_CHECK int sar_plan_salt_make_in(const char *dir, struct sar_err *err);
SAR_MUST_CHECK int sar_plan_salt_commit_in(const char *dir, const char *text,
    uint8_t out[SAR_SHA256_LEN], bool *there, struct sar_err *err);

#endif
