#ifndef SAR_REQUEST_MORE_H
#define SAR_REQUEST_MORE_H

/* Private to request: what a request need not say. */

#include "base/conf.h"
#include "request/request.h"

/** sar_request_read_more: Who asks, which way, and what they ask for besides.
 */
SAR_MUST_CHECK int sar_request_read_more(const struct sar_conf *conf,
    struct sar_request *request, struct sar_err *err);

#endif
