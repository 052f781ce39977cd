/* Reading a plan.json: see sar-plan(5). */
#include "plan/kept.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/sha256.h"

/* What a member may be. */
enum kind {
	TEXT,
	DIGEST,
	COUNT, /* a whole number, not negative */
	TRUTH,
	LIST,
	OBJECT,
	TEXT_OR_NULL,
	OBJECT_OR_NULL
};

struct member {
	const char *key;
	enum kind kind;
};

static const struct member of_plan[] = {
	{ "schema", TEXT },
	{ "ref", TEXT },
	{ "fill", TEXT },
	{ "format", TEXT },
	{ "fade_ms", COUNT },
	{ "counts", OBJECT },
	{ "items", LIST },
};

static const struct member of_counts[] = {
	{ "items", COUNT },
	{ "disclosed", COUNT },
	{ "part-disclosed", COUNT },
	{ "withheld", COUNT },
	{ "unavailable", COUNT },
	{ "undecided", COUNT },
	{ "failed", COUNT },
};

static const struct member of_item[] = {
	{ "number", COUNT },
	{ "start", TEXT },
	{ "possible", TRUTH },
	{ "decision", TEXT },
	{ "class", TEXT },
	{ "reason", TEXT },
	{ "recording", OBJECT_OR_NULL },
	{ "review", OBJECT_OR_NULL },
	{ "cuts", LIST },
	{ "format", TEXT_OR_NULL },
	{ "guard_before_ms", COUNT },
	{ "guard_after_ms", COUNT },
	{ "name", TEXT },
};

static const struct member of_recording[] = {
	{ "sha256", DIGEST },
	{ "frames", COUNT },
	{ "rate", COUNT },
	{ "channels", COUNT },
	{ "codec", TEXT },
	{ "finding", TEXT },
};

static const struct member of_review[] = {
	{ "speaker", TEXT },
	{ "reviewer", TEXT },
	{ "reviewed", TEXT },
	{ "marks", DIGEST },
	{ "damage_heard", TRUTH },
	{ "decisions", LIST },
};

static const struct member of_cut[] = {
	{ "from", COUNT },
	{ "to", COUNT },
	{ "channels", COUNT },
	{ "fill", TEXT },
	{ "basis", TEXT },
	{ "decisions", LIST },
};

#define HAS(object, table) \
	has_members(object, table, sizeof(table) / sizeof((table)[0]))

static bool
is_digest(const json_t *value)
{
	uint8_t digest[SAR_SHA256_LEN];

	return json_is_string(value) &&
	       sar_hex_get(json_string_value(value), digest, sizeof(digest));
}

static bool
is_kind(const json_t *value, enum kind kind)
{
	switch (kind) {
	case TEXT:
		return json_is_string(value);
	case DIGEST:
		return is_digest(value);
	case COUNT:
		return json_is_integer(value) && json_integer_value(value) >= 0;
	case TRUTH:
		return json_is_boolean(value);
	case LIST:
		return json_is_array(value);
	case OBJECT:
		return json_is_object(value);
	case TEXT_OR_NULL:
		return json_is_null(value) || json_is_string(value);
	case OBJECT_OR_NULL:
		return json_is_null(value) || json_is_object(value);
	}
	return false;
}

static bool
has_members(const json_t *object, const struct member *table, size_t n)
{
	size_t i;

	if (!json_is_object(object))
		return false;
	for (i = 0; i < n; i++)
		if (!is_kind(json_object_get(object, table[i].key),
			table[i].kind))
			return false;
	return true;
}

static bool
all_text(const json_t *list)
{
	size_t i;

	for (i = 0; i < json_array_size(list); i++)
		if (!json_is_string(json_array_get(list, i)))
			return false;
	return true;
}

static bool
are_cuts(const json_t *cuts)
{
	json_int_t end = 0;
	json_int_t from;
	const json_t *cut;
	size_t i;

	for (i = 0; i < json_array_size(cuts); i++) {
		cut = json_array_get(cuts, i);
		if (!HAS(cut, of_cut) ||
		    !all_text(json_object_get(cut, "decisions")))
			return false;
		from = json_integer_value(json_object_get(cut, "from"));
		if (from < end)
			return false;
		end = json_integer_value(json_object_get(cut, "to"));
		if (end <= from)
			return false;
	}
	return true;
}

static bool
are_decisions(const json_t *list)
{
	const char *key;
	json_t *record;
	json_t *value;
	size_t i;

	for (i = 0; i < json_array_size(list); i++) {
		record = json_array_get(list, i);
		if (!json_is_string(json_object_get(record, "id")))
			return false;
		json_object_foreach(record, key,
		    value) if (!json_is_string(value)) return false;
	}
	return true;
}

static bool
is_item(const json_t *item)
{
	const json_t *recording;
	const json_t *review;

	if (!HAS(item, of_item) || !are_cuts(json_object_get(item, "cuts")))
		return false;
	recording = json_object_get(item, "recording");
	review = json_object_get(item, "review");
	if (json_is_object(recording) && !HAS(recording, of_recording))
		return false;
	return json_is_null(review) ||
	       (HAS(review, of_review) &&
		   are_decisions(json_object_get(review, "decisions")));
}

static bool
is_plan(const json_t *root)
{
	const json_t *items;
	size_t i;

	if (!HAS(root, of_plan) ||
	    !HAS(json_object_get(root, "counts"), of_counts) ||
	    strcmp(json_string_value(json_object_get(root, "schema")),
		SAR_PLAN_SCHEMA) != 0)
		return false;
	items = json_object_get(root, "items");
	for (i = 0; i < json_array_size(items); i++)
		if (!is_item(json_array_get(items, i)))
			return false;
	return true;
}

struct sar_plan_kept *
sar_plan_read(const char *name, const char *text, size_t len,
    struct sar_err *err)
{
	struct sar_plan_kept *plan = calloc(1, sizeof(*plan));

	if (plan == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	if (len <= SAR_PLAN_MAX)
		plan->root = json_loadb(text, len, JSON_REJECT_DUPLICATES,
		    NULL);
	if (plan->root == NULL || !is_plan(plan->root)) {
		(void)sar_err_set(err, SAR_EINPUT,
		    "%s: not a plan of this release", name);
		sar_plan_kept_free(plan);
		return NULL;
	}
	return plan;
}

void
sar_plan_kept_free(struct sar_plan_kept *plan)
{
	if (plan == NULL)
		return;
	json_decref(plan->root);
	free(plan);
}
