/* Private to export: a recording in the store, or why it is not to be had. */
#ifndef SAR_EXPORT_DISK_H
#define SAR_EXPORT_DISK_H

#include <stdbool.h>

#include "base/err.h"

/**
 * sar_disk_open(root, path, name, gone, err):
 * Open the recording ${path} of the store ${root}; messages call it ${name}.
 * Return a descriptor, or -1 with ${err} set: SAR_EMISSING when the store is
 * away or the file may not be read, SAR_ECORRUPT with *${gone} when the store
 * is there without it, SAR_ECORRUPT when something else has its place.
 */
SAR_MUST_CHECK int sar_disk_open(const char *root, const char *path,
    const char *name, bool *gone, struct sar_err *err);

#endif
