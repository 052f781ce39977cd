#ifndef SAR_PACKAGE_SALTS_H
#define SAR_PACKAGE_SALTS_H

#include <stddef.h>

#include "base/err.h"
#include "base/stream.h"
#include "package/layout.h"

/* Private to the package module: salts, which are in clear. */

/** sar_salts_read: The salts of ${layout}'s entries, malloc'd; NULL: ${err}. */
SAR_MUST_CHECK uint8_t *sar_salts_read(const struct sar_source *source,
    const struct sar_layout *layout, struct sar_err *err);

/**
 * sar_salts_once: Is each of ${n} at ${salts}, which are sorted, there once?
 * SAR_ECORRUPT, "${name}: ...", if not.
 */
SAR_MUST_CHECK int sar_salts_once(uint8_t *salts, size_t n, const char *name,
    struct sar_err *err);

#endif
