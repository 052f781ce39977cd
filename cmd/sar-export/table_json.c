#include "base/b64.h"
#include "common/cmd.h"
#include "sar-export/table.h"

/* How the item's legs came to be found, in one word each. */
static json_t *
matches(const struct sar_calls *calls, const struct sar_item *item)
{
	static const char *const names[] = { "number", "possible", "group",
		"audio", "link" };
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < item->n_legs; i++)
		(void)json_array_append_new(list,
		    json_string(names[calls->legs[item->legs[i]].match]));
	return list;
}

/* The same in full: by what way, and what joins it. */
static json_t *
evidence(const struct sar_calls *calls, const struct sar_item *item)
{
	static const char *const names[] = { "number", "group", "audio", "link",
		"near" };
	const struct sar_calls_leg *leg;
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < item->n_legs; i++) {
		leg = &calls->legs[item->legs[i]];
		(void)json_array_append_new(list,
		    json_pack("{ssss}", "found", names[leg->found], "evidence",
			leg->evidence));
	}
	return list;
}

static void
add_recording(json_t *line, const struct sar_index_recording *rec,
    enum sar_plan_format asked)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	char day[SAR_DATE_LEN];

	if (rec != NULL && rec->deleted != 0) {
		sar_date_format(sar_date_of_days(rec->deleted_on), day);
		(void)json_object_set_new(line, "deleted", json_string(day));
		(void)json_object_set_new(line, "record",
		    json_integer(rec->deleted));
	}
	if (rec == NULL || rec->state == SAR_RECORDING_MISSING)
		return;
	sar_hex_put(rec->sha256, SAR_SHA256_LEN, hex);
	(void)json_object_set_new(line, "recording", json_string(hex));
	(void)json_object_set_new(line, "frames",
	    json_integer((json_int_t)rec->frames));
	(void)json_object_set_new(line, "rate", json_integer(rec->rate));
	(void)json_object_set_new(line, "channels",
	    json_integer(rec->channels));
	(void)json_object_set_new(line, "codec", json_string(rec->codec));
	if (rec->finding[0] != '\0')
		(void)json_object_set_new(line, "finding",
		    json_string(rec->finding));
	/* What it would be packaged as by the policy. */
	if (rec->state == SAR_RECORDING_PRESENT)
		(void)json_object_set_new(line, "format",
		    json_string(sar_plan_format_name(sar_plan_format_of(asked,
			rec))));
}

static void
print_item(const struct sar_calls *calls, const struct sar_item *item,
    enum sar_plan_format asked)
{
	char last[SAR_DATE_LEN], start[SAR_UTC_LEN], other[SAR_CIVIL_LEN];
	json_t *line = json_object();

	sar_utc_format(calls->legs[item->legs[0]].leg.start, start);
	sar_date_format(item->last_day, last);
	sar_civil_format(&item->other, other);
	(void)json_object_set_new(line, "type", json_string("item"));
	(void)json_object_set_new(line, "schema",
	    json_string("sar-export.find/1"));
	(void)json_object_set_new(line, "item", json_integer(item->number));
	(void)json_object_set_new(line, "start", json_string(start));
	(void)json_object_set_new(line, "uncertain",
	    json_boolean(item->uncertain));
	(void)json_object_set_new(line, "possible",
	    json_boolean(item->possible));
	(void)json_object_set_new(line, "decision",
	    json_string(sar_retain_decision_name(item->decision)));
	(void)json_object_set_new(line, "last_day", json_string(last));
	(void)json_object_set_new(line, "legs", matches(calls, item));
	(void)json_object_set_new(line, "evidence", evidence(calls, item));
	if (item->clocks_differ)
		(void)json_object_set_new(line, "other_clock",
		    json_string(other));
	add_recording(line, item->recording, asked);
	cmd_print_json(line);
}

/* What was searched: all of it, from and to, and each period by itself. */
static void
add_periods(const struct sar_find *find)
{
	char from[SAR_UTC_LEN], to[SAR_UTC_LEN];
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < find->n_periods; i++) {
		sar_utc_format(find->periods[i].from, from);
		sar_utc_format(find->periods[i].to, to);
		(void)json_array_append_new(list,
		    json_pack("{ssss}", "from", from, "to", to));
	}
	sar_utc_format(find->periods[0].from, from);
	(void)json_object_set_new(cmd_summary(), "from", json_string(from));
	(void)json_object_set_new(cmd_summary(), "to", json_string(to));
	(void)json_object_set_new(cmd_summary(), "periods", list);
}

void
table_items_json(const struct sar_case *c, const struct sar_find *find)
{
	size_t count[SAR_DECISION_UNSUPPORTED + 1] = { 0 };
	json_t *totals = json_object();
	json_t *unread = json_object();
	size_t i;

	for (i = 0; i < find->items->n; i++) {
		count[find->items->items[i].decision]++;
		print_item(find->calls, &find->items->items[i],
		    sar_case_format(c));
	}
	for (i = 0; i <= SAR_DECISION_UNSUPPORTED; i++)
		(void)json_object_set_new(totals,
		    sar_retain_decision_name((enum sar_decision)i),
		    json_integer((json_int_t)count[i]));
	for (i = SAR_PHONE_WITHHELD; i <= SAR_PHONE_BAD; i++)
		(void)json_object_set_new(unread,
		    sar_phone_kind_name((enum sar_phone_kind)i),
		    json_integer((json_int_t)find->calls->unattributed[i]));
	(void)json_object_set_new(cmd_summary(), "ref",
	    json_string(c->request->ref));
	add_periods(find);
	(void)json_object_set_new(cmd_summary(), "items",
	    json_integer((json_int_t)find->items->n));
	(void)json_object_set_new(cmd_summary(), "legs_by_number",
	    json_integer((json_int_t)find->n_by_number));
	(void)json_object_set_new(cmd_summary(), "unusually_many",
	    json_boolean(find->n_by_number >= SAR_FIND_MANY));
	(void)json_object_set_new(cmd_summary(), "decisions", totals);
	(void)json_object_set_new(cmd_summary(), "unattributed", unread);
}

void
table_plan_json(const struct sar_plan *plan)
{
	json_t *classes = json_object();
	size_t i;

	for (i = 0; i < plan->n; i++) {
		const struct sar_plan_item *item = &plan->items[i];
		json_t *line = json_pack("{sssssIsssssI}", "type", "outcome",
		    "schema", "sar-export.outcome/1", "item",
		    (json_int_t)item->item->number, "class",
		    sar_plan_class_name(item->class), "reason", item->reason,
		    "cuts", (json_int_t)item->n_cuts);

		if (item->name[0] != '\0') {
			(void)json_object_set_new(line, "name",
			    json_string(item->name));
			(void)json_object_set_new(line, "format",
			    json_string(sar_plan_format_name(item->format)));
		}
		cmd_print_json(line);
	}
	for (i = 0; i <= SAR_CLASS_UNAVAILABLE; i++)
		(void)json_object_set_new(classes,
		    sar_plan_class_name((enum sar_class)i),
		    json_integer((json_int_t)plan->count[i]));
	(void)json_object_set_new(cmd_summary(), "classes", classes);
	(void)json_object_set_new(cmd_summary(), "undecided",
	    json_integer((json_int_t)plan->undecided));
	(void)json_object_set_new(cmd_summary(), "failed",
	    json_integer((json_int_t)plan->failed));
}
