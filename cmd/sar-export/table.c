#include "sar-export/table.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/b64.h"
#include "common/cmd.h"

#define ID_LEN 8 /* digits of the digest that name a recording to people */

static const char *
way(const struct sar_calls *calls, const struct sar_item *item)
{
	static const char *const names[] = { "?", "in", "out", "int" };

	return names[calls->legs[item->legs[0]].leg.direction];
}

/* Whole seconds: of the recording, or of the call when there is none. */
static uint64_t
seconds(const struct sar_calls *calls, const struct sar_item *item)
{
	const struct sar_index_recording *rec = item->recording;
	uint64_t talk = 0;
	size_t i;

	if (rec != NULL && rec->rate != 0)
		return (rec->frames + rec->rate / 2) / rec->rate;
	for (i = 0; i < item->n_legs; i++)
		talk += calls->legs[item->legs[i]].leg.talk;
	return talk;
}

static void
recording_id(const struct sar_item *item, char out[ID_LEN + 1])
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];

	if (item->recording == NULL ||
	    item->recording->state == SAR_RECORDING_MISSING) {
		(void)snprintf(out, ID_LEN + 1, "-");
		return;
	}
	sar_hex_put(item->recording->sha256, SAR_SHA256_LEN, hex);
	(void)snprintf(out, ID_LEN + 1, "%.*s", ID_LEN, hex);
}

/* Why it is no more than possible: by its first leg. */
static const char *
reason(const struct sar_calls *calls, const struct sar_item *item)
{
	const struct sar_calls_leg *leg = &calls->legs[item->legs[0]];

	switch (leg->found) {
	case SAR_FOUND_NUMBER:
		if (leg->rang)
			return "it rang there, somebody else answered";
		if (leg->match == SAR_MATCH_NUMBER)
			return "the file was used for another call hours "
			       "apart";
		return "the number is only probable";
	case SAR_FOUND_AUDIO:
		return "somebody who shares a recording";
	case SAR_FOUND_NEAR:
		return "the same extension at that time";
	case SAR_FOUND_GROUP:
		return "the same id of the whole call";
	case SAR_FOUND_LINK:
	default:
		return "by way of another possible match";
	}
}

void
table_why(const struct sar_item *item, char out[TABLE_WHY])
{
	const struct sar_index_recording *rec = item->recording;
	const char *codec = rec == NULL || rec->codec == NULL ? "" : rec->codec;
	const char *finding = rec == NULL ? "" : rec->finding;
	const char *text = "";
	char day[SAR_DATE_LEN];

	if (rec != NULL && rec->deleted != 0) {
		sar_date_format(sar_date_of_days(rec->deleted_on), day);
		(void)snprintf(out, TABLE_WHY,
		    "deleted on %s: record %" PRId64 " of the log", day,
		    rec->deleted);
		return;
	}
	if (item->decision == SAR_DECISION_UNSUPPORTED ||
	    item->decision == SAR_DECISION_DAMAGED)
		text = rec->state == SAR_RECORDING_EMPTY ? "no sound in it"
							 : "cannot be decoded";
	if (text[0] == '\0' || rec->state == SAR_RECORDING_EMPTY)
		codec = "";
	(void)snprintf(out, TABLE_WHY, "%s%s%s%s%s", codec,
	    codec[0] == '\0' ? "" : " ", text,
	    text[0] == '\0' || finding[0] == '\0' ? "" : ": ", finding);
}

static void
print_item(const struct sar_calls *calls, const struct sar_item *item)
{
	char date[SAR_DATE_LEN], last[SAR_DATE_LEN], id[ID_LEN + 1];
	uint64_t s = seconds(calls, item);
	char why[TABLE_WHY];

	sar_date_format(item->start.date, date);
	sar_date_format(item->last_day, last);
	recording_id(item, id);
	cmd_say("%3u  %s  %02d:%02d%c  %2llu:%02llu  %-3s  %4zu  %-8s  %s",
	    item->number, date, item->start.hour, item->start.minute,
	    item->uncertain ? '?' : ' ', (unsigned long long)(s / 60),
	    (unsigned long long)(s % 60), way(calls, item), item->n_legs, id,
	    sar_retain_decision_text(item->decision));
	if (item->decision == SAR_DECISION_INSIDE ||
	    item->decision == SAR_DECISION_PAST)
		cmd_say(", last day %s", last);
	if (item->clocks_differ)
		cmd_say("; another clock says %04d-%02d-%02d %02d:%02d",
		    item->other.date.year, item->other.date.month,
		    item->other.date.day, item->other.hour, item->other.minute);
	if (item->possible)
		cmd_say("; POSSIBLE MATCH (%s): a person must decide",
		    reason(calls, item));
	table_why(item, why);
	if (why[0] != '\0')
		cmd_say(" [%s]", why);
	cmd_say("\n");
}

static void
print_totals(const struct sar_items *items)
{
	size_t count[SAR_DECISION_UNSUPPORTED + 1] = { 0 };
	const char *plus = "";
	size_t i;

	for (i = 0; i < items->n; i++)
		count[items->items[i].decision]++;
	cmd_say("\nTotal %zu = ", items->n);
	for (i = 0; i <= SAR_DECISION_UNSUPPORTED; i++) {
		if (count[i] == 0)
			continue;
		cmd_say("%s%zu %s", plus, count[i],
		    sar_retain_decision_text((enum sar_decision)i));
		plus = " + ";
	}
	cmd_say("%s\n", items->n == 0 ? "nothing held" : "");
}

static void
print_unattributed(const struct sar_calls *calls)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i <= SAR_PHONE_BAD; i++)
		n += calls->unattributed[i];
	if (n == 0)
		return;
	cmd_say("\nIn the period %llu other call%s a party without a "
		"readable number\n(withheld %llu, ambiguous %llu, digits lost "
		"%llu, several %llu, unreadable %llu):\nno search by number "
		"can say whose they are.\n",
	    (unsigned long long)n, n == 1 ? " has" : "s have",
	    (unsigned long long)calls->unattributed[SAR_PHONE_WITHHELD],
	    (unsigned long long)calls->unattributed[SAR_PHONE_AMBIGUOUS],
	    (unsigned long long)calls->unattributed[SAR_PHONE_LOSSY],
	    (unsigned long long)calls->unattributed[SAR_PHONE_MULTIPLE],
	    (unsigned long long)calls->unattributed[SAR_PHONE_BAD]);
}

/* What was searched for: of several ranges of days one a line. */
static void
print_search(const struct sar_request *request, const struct sar_find *find)
{
	char from[SAR_DATE_LEN], to[SAR_DATE_LEN], received[SAR_DATE_LEN];
	char start[SAR_UTC_LEN], end[SAR_UTC_LEN];
	size_t i, n = request->n_ranges;

	sar_date_format(request->received, received);
	cmd_say("Request %s, received %s: calls%s", request->ref, received,
	    n == 1 ? "" : "\n");
	for (i = 0; i < n; i++) {
		sar_date_format(request->ranges[i].from, from);
		sar_date_format(request->ranges[i].to, to);
		sar_utc_format(find->periods[i].from, start);
		sar_utc_format(find->periods[i].to, end);
		cmd_say(" from %s to %s\n(%s to %s),%s", from, to, start, end,
		    i + 1 < n ? " and\n" : "");
	}
	cmd_say(" %zu number%s.\n", request->n_numbers,
	    request->n_numbers == 1 ? "" : "s");
}

void
table_items(const struct sar_case *c, const struct sar_find *find)
{
	size_t i;

	print_search(c->request, find);
	if (find->items->n > 0)
		cmd_say("\n no  date        time    length  way  legs  "
			"record    decision\n");
	for (i = 0; i < find->items->n; i++)
		print_item(find->calls, &find->items->items[i]);
	print_totals(find->items);
	if (find->n_by_number >= SAR_FIND_MANY)
		cmd_say(
		    "\nTHE NUMBER IS ON %zu LEGS: is it one person's, or an "
		    "organisation's, a care\nhome's, a payphone's?  "
		    "Numbers of your own go into sar.conf as \"own\".\n",
		    find->n_by_number);
	print_unattributed(find->calls);
}

static const char *
outcome_of(const struct sar_plan_item *item)
{
	return item->name[0] != '\0' ? item->name : "-";
}

void
table_plan(const struct sar_plan *plan)
{
	const struct sar_plan_item *item;
	const char *plus = "";
	uint64_t cut;
	size_t i;

	cmd_say("\n no  in package    outcome\n");
	for (i = 0; i < plan->n; i++) {
		item = &plan->items[i];
		cmd_say("%3u  %-12s  %s", item->item->number, outcome_of(item),
		    sar_plan_class_text(item->class));
		if (item->class != SAR_CLASS_DISCLOSED &&
		    item->class != SAR_CLASS_PART_DISCLOSED) {
			cmd_say(": %s", sar_plan_reason_text(item->reason));
		} else if (item->n_cuts > 0) {
			cut = sar_plan_cut_frames(item) * 1000 /
			      item->item->recording->rate;
			cmd_say(": %zu cut%s, %llu.%03llu s", item->n_cuts,
			    item->n_cuts == 1 ? "" : "s",
			    (unsigned long long)(cut / 1000),
			    (unsigned long long)(cut % 1000));
		}
		cmd_say("\n");
	}
	cmd_say("\nTotal %zu = ", plan->n);
	for (i = 0; i <= SAR_CLASS_UNAVAILABLE; i++) {
		cmd_say("%s%zu %s", plus, plan->count[i],
		    sar_plan_class_text((enum sar_class)i));
		plus = " + ";
	}
	cmd_say("\n");
}
