#ifndef SAR_PACKAGE_LAYOUT_NAMES_H
#define SAR_PACKAGE_LAYOUT_NAMES_H

#include <stdbool.h>

#include "base/err.h"
#include "package/layout.h"

/**
 * sar_layout_names: Private to the layout files.  Are the names of all entries
 * those of a package, or of what is in a hidden one?  Sets hidden and padded.
 * SAR_ECORRUPT, "WHERE: why".
 */
SAR_MUST_CHECK int sar_layout_names(struct sar_layout *layout, bool inner,
    const char *where, struct sar_err *err);

#endif
