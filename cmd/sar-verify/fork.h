#ifndef SAR_VERIFY_FORK_H
#define SAR_VERIFY_FORK_H

#include "base/buf.h"
#include "base/err.h"

/**
 * fork_found: The log signed what cannot both be: write the proof of it,
 * ${evidence}, to the new file ${path}; for NULL to none, and ${option} is what
 * names one.  Return -1 with ${err} set to SAR_ETAMPER, whether it could be
 * written or not.
 */
int fork_found(const char *path, const char *option,
    const struct sar_buf *evidence, struct sar_err *err);

#endif
