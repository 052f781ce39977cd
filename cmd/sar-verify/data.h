#ifndef SAR_VERIFY_DATA_H
#define SAR_VERIFY_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/**
 * data_put: The ${len} bytes at ${text}, which a command was asked for: to the
 * file ${path}, a new one unless ${force}, or for NULL to standard output,
 * unless --json has them as ${key} of its summary.  --quiet is for talk, not
 * for these.
 */
SAR_MUST_CHECK int data_put(const char *path, bool force, const char *key,
    const char *text, size_t len, struct sar_err *err);

#endif
