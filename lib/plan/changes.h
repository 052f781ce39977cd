#ifndef SAR_PLAN_CHANGES_H
#define SAR_PLAN_CHANGES_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct sar_plan_kept; /* opaque: a plan.json that was read */

/* Bytes of a plan.json at most. */
#define SAR_PLAN_MAX ((size_t)64 * 1024 * 1024)

/**
 * sar_plan_read(name, text, len, err):
 * Read a plan.json of the schema sar_plan_json() writes; members it does not
 * know are kept.  The caller frees the result with sar_plan_kept_free().  NULL
 * with ${err} set to SAR_EINPUT for anything else: a member that is not there
 * or of another kind, a digest that is none, cuts that are not sorted or
 * overlap.
 */
SAR_MUST_CHECK struct sar_plan_kept *sar_plan_read(const char *name,
    const char *text, size_t len, struct sar_err *err);
void sar_plan_kept_free(struct sar_plan_kept *plan);

/* One thing that is not as it was. */
struct sar_change {
	unsigned item;    /* its number now, or then if it is gone; 0: all */
	const char *what; /* code, as "audio-replaced" */
	/* Of a cut: frames now (then, if it is gone), and frames a second. */
	uint64_t from;
	uint64_t to; /* 0: not of a cut */
	uint32_t rate;
};

typedef void sar_changes_fn(void *ctx, const struct sar_change *change);

/**
 * sar_changes_find(then, now, fn, ctx, n, err):
 * Call ${fn} for everything in which the plans differ, and store in *${n} how
 * many there were.  Items are the same when their recording's digest is, else
 * when their start is.  -1 with ${err} set when memory runs out.
 */
SAR_MUST_CHECK int sar_changes_find(const struct sar_plan_kept *then,
    const struct sar_plan_kept *now, sar_changes_fn *fn, void *ctx, size_t *n,
    struct sar_err *err);

/** sar_changes_text: Plain English for a code. */
const char *sar_changes_text(const char *what);

#endif
