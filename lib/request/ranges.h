#ifndef SAR_REQUEST_RANGES_H
#define SAR_REQUEST_RANGES_H

/* Private to request: the days it is about. */

#include "base/conf.h"
#include "request/request.h"

/** sar_request_read_days: "received", and "from" and "to" or each "range". */
SAR_MUST_CHECK int sar_request_read_days(const struct sar_conf *conf,
    struct sar_request *request, struct sar_err *err);

#endif
