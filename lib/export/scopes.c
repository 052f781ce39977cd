#include "export/scopes.h"

static json_t *
range_json(struct sar_date first, struct sar_date last)
{
	char from[SAR_DATE_LEN], to[SAR_DATE_LEN];

	sar_date_format(first, from);
	sar_date_format(last, to);
	return json_sprintf("%s/%s", from, to);
}

int
sar_scopes_put(json_t *members, const struct sar_request *request)
{
	json_t *list;
	size_t i;

	if (json_object_set_new(members, "scope",
		range_json(request->from, request->to)) == -1)
		return -1;
	if (request->n_ranges == 1)
		return 0;
	if ((list = json_array()) == NULL)
		return -1;
	for (i = 0; i < request->n_ranges; i++)
		if (json_array_append_new(list,
			range_json(request->ranges[i].from,
			    request->ranges[i].to)) == -1) {
			json_decref(list);
			return -1;
		}
	return json_object_set_new(members, "scopes", list);
}
