#ifndef SAR_PACKAGE_SIZE_H
#define SAR_PACKAGE_SIZE_H

#include <stddef.h>
#include <stdint.h>

#include "package/content.h"
#include "package/package.h"

/**
 * sar_size_of(options, entries, n):
 * No package made by ${options} of ${n} entries with these names and sizes,
 * in this order, is larger, whichever volume it is of however many.  It is
 * smaller by less than 1300 bytes and 32 an entry, unless it is padded.
 * UINT64_MAX when there is no such size.
 */
uint64_t sar_size_of(const struct sar_package_options *options,
    const struct sar_content_entry *entries, size_t n);

#endif
