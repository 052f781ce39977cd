#ifndef SAR_EXPORT_CMD_INTAKE_VIEW_H
#define SAR_EXPORT_CMD_INTAKE_VIEW_H

#include <stdbool.h>

#include "export/home.h"

/**
 * intake_take: Take in the request that --file or the options give, or with
 * --ref alone that of its case, as --by says, and hold what it finds; ${dry}
 * writes nothing.  What it came to is said first, whatever fails after it;
 * unless ${say}, only what somebody has to know who asked for something else.
 * The ref, which the caller frees; NULL with ${err} set.
 */
SAR_MUST_CHECK char *intake_take(const struct sar_home *home, bool dry,
    bool say, struct sar_err *err);

#endif
