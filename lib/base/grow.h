#ifndef SAR_BASE_GROW_H
#define SAR_BASE_GROW_H

#include <stddef.h>

#include "base/err.h"

/**
 * sar_grow_by_one: Make room for one more after the ${n} things of ${size}
 * bytes at ${all}, which has room for *${room}.  Return where they are now, or
 * NULL with ${err} set when memory runs out, and then they are where they were.
 */
SAR_MUST_CHECK void *sar_grow_by_one(void *all, size_t n, size_t *room,
    size_t size, struct sar_err *err);

#endif
