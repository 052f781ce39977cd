#ifndef SAR_PHONE_PLAN_H
#define SAR_PHONE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "phone/phone.h"

/**
 * sar_phone_plan_outside: The ${i}th prefix for an outside line, its length
 * in *${len}, not ended by a NUL; NULL when ${plan} has no more.
 */
const char *sar_phone_plan_outside(const struct sar_phone_plan *plan, size_t i,
    size_t *len);

/**
 * sar_phone_plan_local: Are ${digits} an extension of ${plan}, or a short
 * code?  Which of the two cannot be told: 101 is both.
 */
bool sar_phone_plan_local(const struct sar_phone_plan *plan,
    const char *digits);

#endif
