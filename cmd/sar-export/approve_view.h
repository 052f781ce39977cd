#ifndef SAR_EXPORT_CMD_APPROVE_VIEW_H
#define SAR_EXPORT_CMD_APPROVE_VIEW_H

#include "export/case.h"
#include "export/verdicts.h"

/** approve_view_show: What a saved review says, and what it changes. */
SAR_MUST_CHECK int approve_view_show(const struct sar_case *c,
    const struct sar_verdicts *verdicts, const char *by, struct sar_err *err);

/** approve_view_waits: What waits for a person, or of a ${dry} run would;
 * SAR_EREVIEW, -1. */
int approve_view_waits(const struct sar_case *c,
    const struct sar_verdicts *verdicts, bool dry, struct sar_err *err);

#endif
