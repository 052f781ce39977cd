#ifndef SAR_AUDIT_DESCRIBE_H
#define SAR_AUDIT_DESCRIBE_H

#include <stddef.h>

#include "base/err.h"
#include "plan/redactions.h"

/**
 * sar_describe_check: Private to audit.  Is ${text} the vCon of a package that
 * the entry ${name} is to be: canonical, of the members sar-package(5) names
 * and no others, with three parties of which the last is anonymous, about the
 * recording of the same number, and, with ${redactions} (or NULL), does it tell
 * just what they have?  SAR_ECORRUPT naming the entry if not.
 */
SAR_MUST_CHECK int sar_describe_check(const char *name, const char *text,
    size_t len, const struct sar_redactions *redactions, struct sar_err *err);

#endif
