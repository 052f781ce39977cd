#ifndef SAR_REDACT_EXTENT_H
#define SAR_REDACT_EXTENT_H

#include "redact/redact.h"

/* Private to redact: what a recording's length comes to. */
#define SAR_EXTENT_RATE_MIN 4
#define SAR_EXTENT_RATE_MAX 655350 /* of FLAC */
#define SAR_EXTENT_SECONDS (UINT64_C(24) * 3600)

/* The most blocks are those of a day at 19 Hz, a frame each: below 2^21. */
#define SAR_EXTENT_HEIGHT 21

/** sar_extent_ok: Is it one that a recording can have? */
bool sar_extent_ok(const struct sar_redact_shape *shape);

/** sar_extent_same: In length, rate and channels. */
bool sar_extent_same(const struct sar_redact_shape *a,
    const struct sar_redact_shape *b);

/** sar_extent_height: Of a tree that has ${blocks} leaves, or more. */
unsigned sar_extent_height(uint64_t blocks);

#endif
