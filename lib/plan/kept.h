/* Private to plan: a plan.json as it was read, known to have its shape. */
#ifndef SAR_PLAN_KEPT_H
#define SAR_PLAN_KEPT_H

#include <jansson.h>

#include "plan/changes.h"

#define SAR_PLAN_SCHEMA "sar-export.plan/2"

struct sar_plan_kept {
	json_t *root;
};

#endif
