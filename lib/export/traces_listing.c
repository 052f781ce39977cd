/* What was found, so that the same gives the same text. */
#include <jansson.h>
#include <string.h>

#include "base/hex.h"
#include "base/utc.h"
#include "export/traces.h"

/* Of its legs what tells them from any other: the recorder and its id. */
static json_t *
legs_json(const struct sar_calls *calls, const struct sar_item *item)
{
	static const char *const matches[] = { "number", "possible", "group",
		"audio", "link" };
	const struct sar_calls_leg *leg;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < item->n_legs; i++) {
		leg = &calls->legs[item->legs[i]];
		(void)json_array_append_new(list,
		    json_pack("{ss,ss,ss,ss}", "system", leg->leg.system, "ref",
			leg->leg.ref, "match", matches[leg->match], "evidence",
			leg->evidence));
	}
	return list;
}

static json_t *
item_json(const struct sar_calls *calls, const struct sar_item *item)
{
	const struct sar_index_recording *recording = item->recording;
	char start[SAR_UTC_LEN], last[SAR_DATE_LEN];
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	json_t *object;

	sar_utc_format(calls->legs[item->legs[0]].leg.start, start);
	sar_date_format(item->last_day, last);
	object = json_pack("{sI,ss,ss,ss,sb,so}", "item",
	    (json_int_t)item->number, "start", start, "decision",
	    sar_retain_decision_name(item->decision), "last_day", last,
	    "possible", item->possible, "legs", legs_json(calls, item));
	if (object == NULL || recording == NULL)
		return object;
	(void)json_object_set_new(object, "state",
	    json_integer((json_int_t)recording->state));
	if (recording->finding[0] != '\0')
		(void)json_object_set_new(object, "finding",
		    json_string(recording->finding));
	if (recording->state == SAR_RECORDING_MISSING)
		return object;
	sar_hex_put(recording->sha256, SAR_SHA256_LEN, hex);
	(void)json_object_set_new(object, "recording", json_string(hex));
	return object;
}

/* What was looked for: each number in the one form that all the forms it may
   have been dialled or written in come to, and how it was read. */
static json_t *
numbers_json(const struct sar_request *request)
{
	char rules[SAR_PHONE_RULES_LEN];
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < request->n_numbers; i++) {
		sar_phone_rules_name(request->numbers[i].rules, rules);
		(void)json_array_append_new(list,
		    json_pack("{ss,ss,sI}", "digits",
			request->numbers[i].digits, "rules", rules, "key",
			(json_int_t)request->numbers[i].key));
	}
	return list;
}

static json_t *
periods_json(const struct sar_find *find)
{
	char from[SAR_UTC_LEN], to[SAR_UTC_LEN];
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < find->n_periods; i++) {
		sar_utc_format(find->periods[i].from, from);
		sar_utc_format(find->periods[i].to, to);
		(void)json_array_append_new(list,
		    json_pack("{ss,ss}", "from", from, "to", to));
	}
	return list;
}

static json_t *
counts_json(const struct sar_find *find)
{
	size_t count[SAR_DECISION_UNSUPPORTED + 1] = { 0 };
	json_t *object = json_object();
	size_t i;

	for (i = 0; i < find->items->n; i++)
		count[find->items->items[i].decision]++;
	for (i = 0; i <= SAR_DECISION_UNSUPPORTED; i++)
		(void)json_object_set_new(object,
		    sar_retain_decision_name((enum sar_decision)i),
		    json_integer((json_int_t)count[i]));
	return object;
}

static json_t *
unread_json(const struct sar_calls *calls)
{
	json_t *object = json_object();
	size_t i;

	for (i = SAR_PHONE_WITHHELD; i <= SAR_PHONE_BAD; i++)
		(void)json_object_set_new(object,
		    sar_phone_kind_name((enum sar_phone_kind)i),
		    json_integer((json_int_t)calls->unattributed[i]));
	return object;
}

char *
sar_traces_listing(const struct sar_case *c, const struct sar_find *find,
    struct sar_err *err)
{
	json_t *items = json_array();
	json_t *root;
	char *text = NULL;
	size_t i;

	for (i = 0; i < find->items->n; i++)
		(void)json_array_append_new(items,
		    item_json(find->calls, &find->items->items[i]));
	root = json_pack("{ss,ss,so,so,so,so,so}", "schema",
	    "sar-export.search/1", "ref", c->request->ref, "periods",
	    periods_json(find), "numbers", numbers_json(c->request), "counts",
	    counts_json(find), "unattributed", unread_json(find->calls),
	    "items", items);
	/* An item that memory was wanting for is not in it. */
	if (root != NULL && json_array_size(items) == find->items->n)
		text = json_dumps(root,
		    JSON_SORT_KEYS | JSON_COMPACT | JSON_ENSURE_ASCII);
	if (text == NULL)
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
	json_decref(root);
	return text;
}
