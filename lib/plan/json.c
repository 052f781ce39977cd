/* plan.json: see sar-plan(5). */
#include <jansson.h>
#include <string.h>

#include "base/hex.h"
#include "plan/json_list.h"
#include "plan/kept.h"
#include "plan/plan.h"

/* The ids of the decisions in the set, sorted as they are. */
static json_t *
ids_json(const struct sar_marks *marks, uint64_t set)
{
	json_t *ids = json_array();
	size_t i;

	for (i = 0; ids != NULL && i < marks->n_decisions; i++)
		if ((set >> i & 1) != 0)
			ids = sar_json_list_add(ids,
			    json_string(marks->decisions[i].id));
	return ids;
}

static json_t *
cuts_json(const struct sar_plan_item *item)
{
	const struct sar_plan_cut *cut;
	json_t *cuts = json_array();
	size_t i;

	for (i = 0; cuts != NULL && i < item->n_cuts; i++) {
		cut = &item->cuts[i];
		cuts = sar_json_list_add(cuts,
		    json_pack("{s:I,s:I,s:I,s:s,s:s,s:o}", "from",
			(json_int_t)cut->from, "to", (json_int_t)cut->to,
			"channels", (json_int_t)cut->channels, "fill",
			sar_plan_fill_name(cut->fill), "basis", cut->basis,
			"decisions", ids_json(item->marks, cut->decisions)));
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
decisions_json(const struct sar_marks *marks)
{
	json_t *list = json_array();
	json_t *record;
	const char *text;
	size_t i;
	int k;

	for (i = 0; list != NULL && i < marks->n_decisions; i++) {
		record = json_pack("{s:s}", "id", marks->decisions[i].id);
		for (k = 0; record != NULL && k < SAR_DECISION_FIELDS; k++) {
			text = marks->decisions[i].field[k];
			if (text == NULL ||
			    json_object_set_new(record,
				sar_decision_key((enum sar_decision_field)k),
				json_string(text)) == 0)
				continue;
			json_decref(record);
			record = NULL;
		}
		list = sar_json_list_add(list, record);
	}
	return list;
}

/* In hexadecimal, or NULL. */
static json_t *
marks_digest(const struct sar_marks *marks)
{
	struct sar_err ignored = SAR_ERR_INIT;
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	uint8_t digest[SAR_SHA256_LEN];

	if (sar_marks_digest(marks, digest, &ignored) == -1)
		return NULL;
	sar_hex_put(digest, sizeof(digest), hex);
	return json_string(hex);
}

/* What is there only of marks that are not settled, or come from a saved
   review; ${review} is taken. */
static json_t *
add_standing(const struct sar_marks *marks, json_t *review)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	int rc = 0;

	if (review == NULL)
		return NULL;
	if (marks->standing != SAR_STANDING_SETTLED)
		rc = json_object_set_new(review, "standing",
		    json_string(sar_marks_standing_name(marks->standing)));
	if (rc == 0 && marks->has_review) {
		sar_hex_put(marks->review, SAR_SHA256_LEN, hex);
		rc = json_object_set_new(review, "review", json_string(hex));
	}
	if (rc == 0)
		return review;
	json_decref(review);
	return NULL;
}

static json_t *
review_json(const struct sar_marks *marks)
{
	char reviewed[SAR_DATE_LEN];
	json_t *review;

	if (marks == NULL)
		return json_null();
	sar_date_format(marks->reviewed, reviewed);
	review = json_pack("{s:s,s:s,s:s,s:o,s:b,s:o}", "speaker",
	    marks->speaker == SAR_SPEAKER_REQUESTER ? "requester" : "other",
	    "reviewer", marks->reviewer, "reviewed", reviewed, "marks",
	    marks_digest(marks), "damage_heard", marks->damage_heard ? 1 : 0,
	    "decisions", decisions_json(marks));
	return add_standing(marks, review);
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
		list = sar_json_list_add(list,
		    json_pack("[s,s]", found[leg->found], leg->evidence));
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

/* The format of the file in the package; null when it has none. */
static json_t *
format_json(const struct sar_plan_item *item)
{
	return item->name[0] == '\0'
		   ? json_null()
		   : json_string(sar_plan_format_name(item->format));
}

/* The day a recording was deleted when it was due to be, and where the log
   says so. */
static int
add_deleted(json_t *json, const struct sar_index_recording *recording)
{
	char day[SAR_DATE_LEN];

	if (recording == NULL || recording->deleted == 0)
		return 0;
	sar_date_format(sar_date_of_days(recording->deleted_on), day);
	return json_object_set_new(json, "deleted",
	    json_pack("{s:s,s:I}", "on", day, "record",
		(json_int_t)recording->deleted));
}

static json_t *
item_json(const struct sar_plan *plan, const struct sar_plan_item *item)
{
	char start[SAR_CIVIL_LEN];
	json_t *json;

	sar_civil_format(&item->item->start, start);
	json = json_pack("{s:I,s:s,s:b,s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:I,s:I,"
			 "s:s}",
	    "number", (json_int_t)item->item->number, "start", start,
	    "possible", item->item->possible ? 1 : 0, "decision",
	    sar_retain_decision_name(item->item->decision), "class",
	    sar_plan_class_name(item->class), "reason", item->reason,
	    "recording", recording_json(item->item->recording), "review",
	    review_json(item->marks), "cuts", cuts_json(item), "format",
	    format_json(item), "guard_before_ms",
	    (json_int_t)item->guard_before_ms, "guard_after_ms",
	    (json_int_t)item->guard_after_ms, "name", item->name);
	if (json != NULL &&
	    (add_deleted(json, item->item->recording) != 0 ||
		(plan->calls != NULL &&
		    json_object_set_new(json, "evidence",
			evidence_json(plan->calls, item->item)) != 0) ||
		(item->block != 0 &&
		    json_object_set_new(json, "block",
			json_integer((json_int_t)item->block)) != 0))) {
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

	for (i = 0; items != NULL && i < plan->n; i++)
		items = sar_json_list_add(items,
		    item_json(plan, &plan->items[i]));
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

/* What is there only where it was searched, or said; ${root} is taken. */
static json_t *
add_optional(const struct sar_plan *plan, json_t *root)
{
	int rc = 0;

	if (root == NULL)
		return NULL;
	if (plan->calls != NULL)
		rc = json_object_set_new(root, "unattributed",
		    unattributed_json(plan->calls));
	if (rc == 0 && plan->proofs)
		rc = json_object_set_new(root, "redaction_proofs", json_true());
	if (rc == 0 && plan->expired_reason != NULL)
		rc = json_object_set_new(root, "expired_reason",
		    json_string(plan->expired_reason));
	if (rc == 0)
		return root;
	json_decref(root);
	return NULL;
}

char *
sar_plan_json(const struct sar_plan *plan, const char *ref, struct sar_err *err)
{
	json_t *root = NULL;
	char *text = NULL;

	root = json_pack("{s:s,s:s,s:s,s:s,s:I,s:o,s:o}", "schema",
	    SAR_PLAN_SCHEMA, "ref", ref, "fill", sar_plan_fill_name(plan->fill),
	    "format", sar_plan_format_name(plan->format), "fade_ms",
	    (json_int_t)plan->fade_ms, "counts", counts_json(plan), "items",
	    items_json(plan));
	root = add_optional(plan, root);
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
