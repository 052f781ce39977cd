/* Private to export: what recordings were registered by, for their proofs. */
#ifndef SAR_EXPORT_REGISTERED_H
#define SAR_EXPORT_REGISTERED_H

#include "export/history.h"
#include "export/home.h"
#include "plan/plan.h"
#include "redact/redact.h"

struct sar_registered; /* opaque: of the recordings of one plan */

/**
 * sar_registered_new: Look up in the home's index what each recording that
 * ${plan} packages without loss was registered by, if it was committed to.
 * Borrows ${plan}.
 */
SAR_MUST_CHECK struct sar_registered *sar_registered_new(const struct sar_home
							     *home,
    const struct sar_plan *plan, struct sar_err *err);
void sar_registered_free(struct sar_registered *registered);

/**
 * sar_registered_watch: Have the log told to it while that is read; each
 * registration gets the log's proof of it as of the first checkpoint that
 * covers it, so that it is the same whenever it is made.
 */
void sar_registered_watch(struct sar_registered *registered,
    struct sar_history_watch *watch);

/**
 * sar_registered_check: Once the log has been read and verified: is what the
 * index has what it registered?  SAR_ECORRUPT when not.
 */
SAR_MUST_CHECK int sar_registered_check(struct sar_registered *registered,
    struct sar_err *err);

/** sar_registered_has: Can there be a proof of ${item}? */
bool sar_registered_has(const struct sar_registered *registered,
    const struct sar_plan_item *item);

/** sar_registered_lost: Can there be none because the record that registered it
 * is not in the log any more, or was erased? */
bool sar_registered_lost(const struct sar_registered *registered,
    const struct sar_plan_item *item);

/**
 * sar_registered_prove: Call ${fn}(${ctx}, what, ...) with all that a proof of
 * ${item} takes, which is good until it returns.
 */
typedef int sar_registered_fn(void *ctx, const struct sar_redact_prove *what,
    struct sar_err *err);
SAR_MUST_CHECK int sar_registered_prove(struct sar_registered *registered,
    const struct sar_plan_item *item, sar_registered_fn *fn, void *ctx,
    struct sar_err *err);

#endif
