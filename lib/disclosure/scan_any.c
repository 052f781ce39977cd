/* Records in any form that JSON has, and what is wrong with one. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "disclosure/scan.h"

#define WRITTEN (JSON_COMPACT | JSON_SORT_KEYS | JSON_ENSURE_ASCII)

static const struct sar_schema_member *
find_member(const struct sar_schema *schema, const char *name)
{
	size_t i;

	for (i = 0; i < schema->n; i++)
		if (strcmp(schema->members[i].name, name) == 0)
			return &schema->members[i];
	return NULL;
}

static enum sar_record_type
type_of(const json_t *object)
{
	const json_t *type = json_object_get(object, "type");

	if (!json_is_string(type))
		return SAR_RECORD_TYPES;
	return sar_schema_find(json_string_value(type),
	    json_string_length(type));
}

/* Why is the object not a record?  The scanner stopped at fault->member. */
static void
explain(json_t *object, struct sar_record_fault *fault)
{
	enum sar_record_type type = type_of(object);
	const struct sar_schema *schema;
	const char *name;
	json_t *value;

	if (type == SAR_RECORD_TYPES) {
		*fault = (struct sar_record_fault){ "type", "is not known" };
		return;
	}
	schema = sar_schema_of(type);
	json_object_foreach(object, name,
	    value) if (find_member(schema, name) == NULL)
	{
		*fault = (struct sar_record_fault){ NULL,
			"has a member that its type has not" };
		return;
	}
	if (fault->member == NULL)
		return;
	fault->is_not = json_object_get(object, fault->member) == NULL
			    ? "is missing"
			    : sar_schema_is_not(find_member(schema,
				  fault->member));
}

/* Is there a byte below ' '?  JSON has white space there, a line has none. */
static bool
has_control(const char *line, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)line[i] < ' ')
			return true;
	return false;
}

bool
sar_scan_any(const char *line, size_t len, uint64_t seq, char *scratch,
    struct sar_record_member *members, struct sar_record *record,
    struct sar_record_fault *fault)
{
	json_t *object;
	size_t n;
	bool ok;

	if (sar_scan_line(line, len, seq, members, record, fault))
		return true;
	*fault = (struct sar_record_fault){ NULL, "not a record" };
	if (len > SAR_RECORD_MAX)
		fault->is_not = "longer than 16384 bytes";
	if (len < 2 || len > SAR_RECORD_MAX || line[0] != '{' ||
	    line[len - 1] != '}' || has_control(line, len) ||
	    (object = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL)) ==
		NULL)
		return false;
	/* In our form it is never longer, unless it has what no member may. */
	n = json_dumpb(object, scratch, len, WRITTEN);
	ok = n <= len && sar_scan_line(scratch, n, seq, members, record, fault);
	if (!ok)
		explain(object, fault);
	json_decref(object);
	record->line = line;
	record->len = len;
	return ok;
}
