/* Private to ingest: a table of things by name. */
#ifndef SAR_INGEST_NAMES_H
#define SAR_INGEST_NAMES_H

#include <stddef.h>

#include "base/err.h"

struct sar_names; /* opaque; empty at first */

SAR_MUST_CHECK struct sar_names *sar_names_new(struct sar_err *err);
void sar_names_free(struct sar_names *names);

/** sar_names_get: What ${name} was put to; NULL when nothing. */
void *sar_names_get(const struct sar_names *names, const char *name);

/** sar_names_put: Let ${name}, which is copied, stand for ${thing} now. */
SAR_MUST_CHECK int sar_names_put(struct sar_names *names, const char *name,
    void *thing, struct sar_err *err);

/** sar_names_drop: Forget ${name}, if it stands for ${thing}. */
void sar_names_drop(struct sar_names *names, const char *name,
    const void *thing);

#endif
