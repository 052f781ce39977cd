#ifndef SAR_AUDIT_DESCRIBE_H
#define SAR_AUDIT_DESCRIBE_H

#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "base/sha256.h"
#include "plan/redactions.h"

/* Private to audit: what a vCon says that redactions.json does not. */
struct sar_described {
	size_t item; /* of the redactions; SIZE_MAX: none, and that is wrong */
	char created[SAR_DATE_LEN];           /* the letter's date */
	int64_t start;                        /* of the call, UTC */
	uint8_t organisation[SAR_SHA256_LEN]; /* digest of its name, as JSON */
};

/**
 * sar_describe_check: Private to audit.  Is ${text} the vCon of a package that
 * the entry ${name} is to be: to the byte what sar_letter_vcon() writes of the
 * recording of the same number in ${redactions}, but for a date, the start of
 * the call, whether the organisation made it, a number, the organisation's name
 * and two UUIDs, which each have the form they must have?  SAR_ECORRUPT naming
 * the entry if not.
 */
SAR_MUST_CHECK int sar_describe_check(const char *name, const char *text,
    size_t len, const struct sar_redactions *redactions,
    struct sar_described *out, struct sar_err *err);

#endif
