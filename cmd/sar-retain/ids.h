#ifndef SAR_RETAIN_CMD_IDS_H
#define SAR_RETAIN_CMD_IDS_H

#include <stddef.h>
#include <stdint.h>

#include "export/home.h"

/**
 * ids_read: The recordings that the lines of ${fd} name, by the number they
 * have in the index or by their path: *${n} of them in *${ids}, which the
 * caller frees.  SAR_EINPUT, by line, for one that the index does not have.
 */
SAR_MUST_CHECK int ids_read(const struct sar_home *home, int fd, int64_t **ids,
    size_t *n, struct sar_err *err);

#endif
