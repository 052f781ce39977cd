#ifndef SAR_TLOG_COMMITMENT_H
#define SAR_TLOG_COMMITMENT_H

#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"

#define SAR_COMMITMENT_SALT 32

/**
 * sar_commitment_make: SHA-256("sar-export/commit/v1" 00 salt value), which
 * stands for a value that is personal where it must not be read; whoever has
 * the salt can show what it was.  Without the salt it says nothing.
 */
SAR_MUST_CHECK int sar_commitment_make(const uint8_t salt[SAR_COMMITMENT_SALT],
    const char *value, uint8_t out[SAR_SHA256_LEN], struct sar_err *err);

#endif
