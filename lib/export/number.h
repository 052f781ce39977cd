#ifndef SAR_EXPORT_NUMBER_H
#define SAR_EXPORT_NUMBER_H

/* Private to export: the reference that a request without one gets. */

#include "export/case.h"
#include "export/receipts.h"

#define SAR_NUMBER_PREFIX (SAR_HOME_PREFIX_MAX + 8) /* "SAR-2026-" */

/* The text of a request, owned. */
struct sar_numbered {
	const char *name; /* what messages call it */
	char *text;
	size_t len;
	char
	    corrects[SAR_REQUEST_REF_MAX + 1]; /* sar_number_prefix() sets it */
};

/** sar_number_policy: Read what references that we give begin with. */
SAR_MUST_CHECK int sar_number_policy(struct sar_home *home,
    struct sar_err *err);

/** sar_number_prefix: What its number would begin with; "" for a request that
 * has a ref.  SAR_EINPUT for what is no request. */
SAR_MUST_CHECK int sar_number_prefix(const struct sar_home *home,
    struct sar_numbered *text, char out[SAR_NUMBER_PREFIX],
    struct sar_err *err);

/**
 * sar_number_give: Add to the text, unless it has one, the ref of the case that
 * has just this request, or the next that neither a folder of the home nor the
 * log has: one more than the highest, so that what was deleted is not given
 * again; of one that corrects SAR-2026-0042, SAR-2026-0042-C1, and then -C2.
 * ${receipts} have the prefix.  The cases are locked, unless it is for a dry
 * run.
 */
SAR_MUST_CHECK int sar_number_give(const struct sar_home *home,
    struct sar_numbered *text, struct sar_receipts *receipts,
    struct sar_err *err);

/**
 * sar_number_keep: Remember, in cases/.last-PREFIX, that ${ref} was given, if
 * it begins with ${prefix}: it is not given again, even when its folder is
 * deleted and its records are erased.
 */
SAR_MUST_CHECK int sar_number_keep(const struct sar_home *home,
    const char *prefix, const char *ref, struct sar_err *err);

#endif
