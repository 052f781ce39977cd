#include "plan/json_list.h"

json_t *
sar_json_list_add(json_t *list, json_t *value)
{
	if (list != NULL && json_array_append_new(list, value) == 0)
		return list;
	json_decref(list);
	return NULL;
}
