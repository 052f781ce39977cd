#ifndef SAR_BASE_SHA512_H
#define SAR_BASE_SHA512_H

#include <stdint.h>

#include "base/err.h"
#include "base/source.h"

#define SAR_SHA512_LEN 64

/** sar_sha512_source: SHA-512 (FIPS 180-4) of all of ${source}. */
SAR_MUST_CHECK int sar_sha512_source(const struct sar_source *source,
    uint8_t out[SAR_SHA512_LEN], struct sar_err *err);

#endif
