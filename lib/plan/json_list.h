#ifndef SAR_PLAN_JSON_LIST_H
#define SAR_PLAN_JSON_LIST_H

#include <jansson.h>

/* Private to plan. */

/**
 * sar_json_list_add: Append ${value}, which is taken, and return ${list}; NULL,
 * with both released, on failure.
 */
json_t *sar_json_list_add(json_t *list, json_t *value);

#endif
