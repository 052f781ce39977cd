/* plan.json: see sar-plan(5). */
#include <jansson.h>
#include <stdlib.h>

#include "base/b64.h"
#include "plan/plan.h"

#define SCHEMA "sar-export.plan/1"

static json_t *
cuts_json(const struct sar_plan_item *item)
{
	json_t *cuts = json_array();
	size_t i;

	for (i = 0; cuts != NULL && i < item->n_cuts; i++) {
		if (json_array_append_new(cuts,
			json_pack("[I,I,s]", (json_int_t)item->cuts[i].from,
			    (json_int_t)item->cuts[i].to,
			    item->cuts[i].basis)) == 0)
			continue;
		json_decref(cuts);
		cuts = NULL;
	}
	return cuts;
}

static json_t *
recording_json(const struct sar_index_recording *recording)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	/* Nothing is known of a file that was not there at import. */
	if (recording == NULL || recording->state == SAR_RECORDING_MISSING)
		return json_null();
	sar_hex_put(recording->sha256, SAR_SHA256_LEN, hex);
	return json_pack("{s:s,s:I,s:I,s:I,s:s,s:s}", "sha256", hex, "frames",
	    (json_int_t)recording->frames, "rate", (json_int_t)recording->rate,
	    "channels", (json_int_t)recording->channels, "codec",
	    recording->codec == NULL ? "" : recording->codec, "finding",
	    recording->finding == NULL ? "" : recording->finding);
}

static json_t *
review_json(const struct sar_marks *marks)
{
	char reviewed[SAR_DATE_LEN];

	if (marks == NULL)
		return json_null();
	sar_date_format(marks->reviewed, reviewed);
	return json_pack("{s:s,s:s,s:s}", "speaker",
	    marks->speaker == SAR_SPEAKER_REQUESTER ? "requester" : "other",
	    "reviewer", marks->reviewer, "reviewed", reviewed);
}

/* What joined each leg of the item to the call that has the number. */
static json_t *
evidence_json(const struct sar_calls *calls, const struct sar_item *item)
{
	static const char *const found[] = { "number", "group", "audio", "link",
		"near" };
	const struct sar_calls_leg *leg;
	json_t *list = json_array();
	size_t i;

	for (i = 0; list != NULL && i < item->n_legs; i++) {
		leg = &calls->legs[item->legs[i]];
		if (json_array_append_new(list,
			json_pack("[s,s]", found[leg->found], leg->evidence)) ==
		    0)
			continue;
		json_decref(list);
		list = NULL;
	}
	return list;
}

/* Calls in the period of which nobody can say whose they are. */
static json_t *
unattributed_json(const struct sar_calls *calls)
{
	json_t *counts = json_object();
	int i;

	for (i = SAR_PHONE_WITHHELD; counts != NULL && i <= SAR_PHONE_BAD; i++)
		if (json_object_set_new(counts,
			sar_phone_kind_name((enum sar_phone_kind)i),
			json_integer((json_int_t)calls->unattributed[i])) !=
		    0) {
			json_decref(counts);
			counts = NULL;
		}
	return counts;
}

static json_t *
item_json(const struct sar_plan *plan, const struct sar_plan_item *item)
{
	json_t *json =
	    json_pack("{s:I,s:b,s:s,s:s,s:s,s:o,s:o,s:o,s:I,s:I,s:s}", "number",
		(json_int_t)item->item->number, "possible",
		item->item->possible ? 1 : 0, "decision",
		sar_retain_decision_name(item->item->decision), "class",
		sar_plan_class_name(item->class), "reason", item->reason,
		"recording", recording_json(item->item->recording), "review",
		review_json(item->marks), "cuts", cuts_json(item),
		"guard_before_ms", (json_int_t)item->guard_before_ms,
		"guard_after_ms", (json_int_t)item->guard_after_ms, "name",
		item->name);

	if (json != NULL && item->name[0] != '\0' &&
	    json_object_set_new(json, "format",
		json_string(sar_plan_format_name(item->format))) != 0) {
		json_decref(json);
		return NULL;
	}
	if (json != NULL && plan->calls != NULL &&
	    json_object_set_new(json, "evidence",
		evidence_json(plan->calls, item->item)) != 0) {
		json_decref(json);
		json = NULL;
	}
	return json;
}

static json_t *
items_json(const struct sar_plan *plan)
{
	json_t *items = json_array();
	size_t i;

	for (i = 0; items != NULL && i < plan->n; i++) {
		if (json_array_append_new(items,
			item_json(plan, &plan->items[i])) == 0)
			continue;
		json_decref(items);
		items = NULL;
	}
	return items;
}

static json_t *
counts_json(const struct sar_plan *plan)
{
	return json_pack("{s:I,s:I,s:I,s:I,s:I,s:I,s:I}", "items",
	    (json_int_t)plan->n, "disclosed",
	    (json_int_t)plan->count[SAR_CLASS_DISCLOSED], "part-disclosed",
	    (json_int_t)plan->count[SAR_CLASS_PART_DISCLOSED], "withheld",
	    (json_int_t)plan->count[SAR_CLASS_WITHHELD], "unavailable",
	    (json_int_t)plan->count[SAR_CLASS_UNAVAILABLE], "undecided",
	    (json_int_t)plan->undecided, "failed", (json_int_t)plan->failed);
}

char *
sar_plan_json(const struct sar_plan *plan, const char *ref, struct sar_err *err)
{
	json_t *root = NULL;
	char *text = NULL;

	root = json_pack("{s:s,s:s,s:s,s:s,s:I,s:o,s:o}", "schema", SCHEMA,
	    "ref", ref, "fill",
	    plan->fill == SAR_FILL_TONE ? "tone" : "silence", "format",
	    sar_plan_format_name(plan->format), "fade_ms",
	    (json_int_t)plan->fade_ms, "counts", counts_json(plan), "items",
	    items_json(plan));
	if (root != NULL && plan->calls != NULL &&
	    json_object_set_new(root, "unattributed",
		unattributed_json(plan->calls)) != 0) {
		json_decref(root);
		root = NULL;
	}
	if (root != NULL)
		text = json_dumps(root,
		    JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	/* jansson does not say which; bad UTF-8 in the index is the other. */
	if (text == NULL)
		(void)sar_err_set(err, SAR_EFAIL,
		    "plan: out of memory, or text that is not UTF-8");
	json_decref(root);
	return text;
}
