#ifndef SAR_EXPORT_SCOPES_H
#define SAR_EXPORT_SCOPES_H

/* Private to export: the days asked for, as the log has them. */

#include <jansson.h>

#include "request/request.h"

/** sar_scopes_put: Set "scope", from the first day to the last, and "scopes"
 * too where those are several ranges.  -1, with nothing set, for no memory. */
int sar_scopes_put(json_t *members, const struct sar_request *request);

#endif
