#ifndef SAR_PACKAGE_SIZE_H
#define SAR_PACKAGE_SIZE_H

#include <stddef.h>
#include <stdint.h>

#include "package/content.h"
#include "package/package.h"

/**
 * sar_size_of(options, signature, entries, n):
 * How large the package is that is made by ${options}, in the volume and the
 * number of volumes these say, of ${n} entries with these names and sizes, in
 * this order, with a signature of so many bytes.  To the byte: so where the
 * sizes are bounds, it is one; of a padded one only nearly, for Padme sizes are
 * not always to be had.  UINT64_MAX when there is no such size.
 */
uint64_t sar_size_of(const struct sar_package_options *options,
    size_t signature, const struct sar_content_entry *entries, size_t n);

#endif
