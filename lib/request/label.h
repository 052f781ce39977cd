#ifndef SAR_REQUEST_LABEL_H
#define SAR_REQUEST_LABEL_H

#include <stdbool.h>
#include <stddef.h>

#include "phone/phone.h"

/**
 * sar_label_fits: Private to request.  May ${text} stand in file names and in
 * the disclosure log?  Plain, at most ${max} bytes, not of digits only, and
 * with no telephone number of ${plan} in it.
 */
bool sar_label_fits(const char *text, size_t max,
    const struct sar_phone_plan *plan);

#endif
