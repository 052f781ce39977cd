#ifndef SAR_BASE_CSP_H
#define SAR_BASE_CSP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/**
 * sar_csp_hash: Add what a content security policy calls the ${len} bytes at
 * ${text}, a style or a script: 'sha256-...'.
 */
SAR_MUST_CHECK int sar_csp_hash(struct sar_buf *out, const void *text,
    size_t len, struct sar_err *err);

#endif
