#include "sar-export/plan_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "common/cmd.h"
#include "sar-export/table.h"

#define ID_LEN 8     /* digits of the digest that name a recording to people */
#define TIME_LEN 32  /* "m:ss.mmm" and NUL */
#define PLACE_LEN 96 /* "item N: TIME to TIME: " */
#define WORDS_LEN 96 /* "channels 1, 2, ..." */

/* Minutes, seconds and milliseconds, rounded down. */
static void
put_time(uint64_t frame, uint32_t rate, char out[TIME_LEN])
{
	uint64_t seconds = frame / rate;

	(void)snprintf(out, TIME_LEN, "%" PRIu64 ":%02u.%03u", seconds / 60,
	    (unsigned)(seconds % 60), (unsigned)(frame % rate * 1000 / rate));
}

/* People count channels from 1. */
static void
put_channels(uint32_t channels, char out[WORDS_LEN])
{
	size_t used = 0;
	unsigned i;

	if (channels == 0) {
		(void)snprintf(out, WORDS_LEN, "all channels");
		return;
	}
	for (i = 0; i < 32 && used < WORDS_LEN; i++)
		if ((channels >> i & 1) != 0)
			used += (size_t)snprintf(out + used, WORDS_LEN - used,
			    "%s %u", used == 0 ? "channel" : ",", i + 1);
}

static const char *
field(const struct sar_decision_record *record, enum sar_decision_field which)
{
	return record->field[which] == NULL ? "?" : record->field[which];
}

static void
say_decisions(const struct sar_marks *marks, uint64_t set)
{
	const struct sar_decision_record *record;
	size_t i;

	if (set == 0)
		cmd_say("       no decision recorded\n");
	for (i = 0; i < marks->n_decisions; i++) {
		if ((set >> i & 1) == 0)
			continue;
		record = &marks->decisions[i];
		cmd_say("       decision %s: %s, by %s on %s", record->id,
		    field(record, SAR_FIELD_OUTCOME),
		    field(record, SAR_FIELD_BY), field(record, SAR_FIELD_ON));
		if (record->field[SAR_FIELD_CONSENT] != NULL)
			cmd_say(", consent %s",
			    record->field[SAR_FIELD_CONSENT]);
		cmd_say("\n");
	}
}

static void
say_cut(const struct sar_plan_item *item, size_t i)
{
	const struct sar_plan_cut *cut = &item->cuts[i];
	uint32_t rate = item->item->recording->rate;
	char from[TIME_LEN], to[TIME_LEN], channels[WORDS_LEN];

	put_time(cut->from, rate, from);
	put_time(cut->to, rate, to);
	put_channels(cut->channels, channels);
	cmd_say("  %3zu  %s to %s  frames %" PRIu64 " to %" PRIu64
		"  %s  %s  %s\n",
	    i + 1, from, to, cut->from, cut->to, channels,
	    sar_plan_fill_name(cut->fill), cut->basis);
	say_decisions(item->marks, cut->decisions);
}

static void
say_review(const struct sar_marks *marks)
{
	char reviewed[SAR_DATE_LEN];

	if (marks == NULL)
		return;
	sar_date_format(marks->reviewed, reviewed);
	cmd_say("       heard by %s on %s: %s%s\n", marks->reviewer, reviewed,
	    marks->speaker == SAR_SPEAKER_REQUESTER ? "the requester speaks"
						    : "not the requester",
	    marks->damage_heard ? "; damaged, all heard, and the times fit"
				: "");
}

static void
say_recording(const struct sar_item *item)
{
	const struct sar_index_recording *recording = item->recording;
	char why[TABLE_WHY];
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)], length[TIME_LEN];

	if (recording == NULL || (recording->state == SAR_RECORDING_MISSING &&
				     recording->deleted == 0))
		return;
	table_why(item, why);
	if (recording->rate == 0) {
		if (why[0] != '\0')
			cmd_say("       %s\n", why);
		return;
	}
	sar_hex_put(recording->sha256, SAR_SHA256_LEN, hex);
	put_time(recording->frames, recording->rate, length);
	cmd_say("       recording %.*s, %s, %" PRIu32 " Hz, %" PRIu32
		" channel%s, %s%s%s%s\n",
	    ID_LEN, hex, recording->codec == NULL ? "" : recording->codec,
	    recording->rate, recording->channels,
	    recording->channels == 1 ? "" : "s", length,
	    why[0] == '\0' ? "" : " [", why, why[0] == '\0' ? "" : "]");
}

static void
say_item(const struct sar_plan_item *item)
{
	const struct sar_civil *start = &item->item->start;
	char date[SAR_DATE_LEN];
	size_t i;

	sar_date_format(start->date, date);
	cmd_say("\n%3u  %s %02d:%02d  %s: %s\n", item->item->number, date,
	    start->hour, start->minute, sar_plan_class_text(item->class),
	    sar_plan_reason_text(item->reason));
	if (item->name[0] != '\0')
		cmd_say("       in the package: %s (%s)\n", item->name,
		    sar_plan_format_name(item->format));
	say_recording(item->item);
	say_review(item->marks);
	for (i = 0; i < item->n_cuts; i++)
		say_cut(item, i);
	if (item->n_cuts > 0 &&
	    (item->guard_before_ms > 0 || item->guard_after_ms > 0))
		cmd_say("       with %" PRIu32 " ms before and %" PRIu32
			" ms after each mark, for the codec\n",
		    item->guard_before_ms, item->guard_after_ms);
	if (item->n_cuts > 0 && item->block != 0)
		cmd_say("       widened to whole tenths of a second, for the "
			"proof of what is cut\n");
}

void
plan_view_approval(const struct sar_approval *approval)
{
	static const char *const what[] = {
		[SAR_APPROVAL_HOLDS] = "Approved",
		[SAR_APPROVAL_PLAN_CHANGED] = "ANOTHER PLAN was approved",
		[SAR_APPROVAL_NO_LETTER] =
		    "The plan WITHOUT ITS LETTER was approved",
		[SAR_APPROVAL_LETTER_CHANGED] = "ANOTHER LETTER was approved",
	};

	if (!approval->given)
		cmd_say("\nNobody has approved it.\n");
	else
		cmd_say("\n%s by %s at %s (record %" PRIu64 " of the log)%s\n",
		    what[approval->stale], approval->by, approval->at,
		    approval->record,
		    sar_approval_current(approval)
			? "."
			: ": the approval is stale.");
}

void
plan_view_text(const struct sar_case *c, const struct sar_plan *plan,
    const struct sar_approval *approval)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)];
	size_t i;

	sar_hex_put(approval->plan, SAR_SHA256_LEN, hex);
	cmd_say("Plan of %s, SHA-256 %s\n", c->request->ref, hex);
	if (c->request->adjustments != NULL)
		cmd_say("The requester needs: %s\n", c->request->adjustments);
	for (i = 0; i < plan->n; i++)
		say_item(&plan->items[i]);
	cmd_say("\nTotal %zu", plan->n);
	for (i = 0; i <= SAR_CLASS_UNAVAILABLE; i++)
		cmd_say(" %s %zu %s", i == 0 ? "=" : "+", plan->count[i],
		    sar_plan_class_text((enum sar_class)i));
	cmd_say("\n");
}

int
plan_view_json(const struct sar_case *c, const struct sar_plan *plan,
    struct sar_err *err)
{
	char *text = sar_plan_json(plan, c->request->ref, err);
	json_t *root;
	json_t *items;
	size_t i;

	if (text == NULL)
		return -1;
	root = json_loads(text, 0, NULL);
	free(text);
	if (root == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	items = json_object_get(root, "items");
	for (i = 0; i < json_array_size(items); i++) {
		json_t *line = json_copy(json_array_get(items, i));

		(void)json_object_set_new(line, "type", json_string("item"));
		(void)json_object_set(line, "schema",
		    json_object_get(root, "schema"));
		cmd_print_json(line);
	}
	(void)json_object_set(cmd_summary(), "counts",
	    json_object_get(root, "counts"));
	if (c->request->adjustments != NULL)
		(void)json_object_set_new(cmd_summary(), "adjustments",
		    json_string(c->request->adjustments));
	json_decref(root);
	return 0;
}

static uint32_t
rate_of(const struct sar_plan *plan, unsigned number)
{
	size_t i;

	for (i = 0; i < plan->n; i++)
		if (plan->items[i].item->number == number)
			return plan->items[i].item->recording->rate;
	return 0;
}

/* "item 3: 0:05.794 to 0:09.841: ", as far as it is known. */
static void
put_place(unsigned item, uint64_t from, uint64_t to, uint32_t rate,
    char out[PLACE_LEN])
{
	char begin[TIME_LEN], end[TIME_LEN];
	int used = 0;

	out[0] = '\0';
	if (item != 0)
		used = snprintf(out, PLACE_LEN, "item %u: ", item);
	if (to == 0 || rate == 0)
		return;
	put_time(from, rate, begin);
	put_time(to, rate, end);
	(void)snprintf(out + used, PLACE_LEN - (size_t)used,
	    "%s to %s: ", begin, end);
}

static void
print_json(json_t *line, uint64_t from, uint64_t to)
{
	if (to != 0) {
		(void)json_object_set_new(line, "from",
		    json_integer((json_int_t)from));
		(void)json_object_set_new(line, "to",
		    json_integer((json_int_t)to));
	}
	cmd_print_json(line);
}

static void
print_finding(const struct sar_finding *finding, const char *text)
{
	const struct sar_plan_cut *cut = finding->cut;

	print_json(json_pack("{sssssIssssss}", "type", "finding", "schema",
		       "sar-export.finding/1", "item",
		       (json_int_t)finding->item, "level",
		       finding->error ? "error" : "warning", "what",
		       finding->what, "text", text),
	    cut == NULL ? 0 : cut->from, cut == NULL ? 0 : cut->to);
}

static void
place_of(const struct sar_plan *plan, const struct sar_finding *finding,
    char out[PLACE_LEN])
{
	const struct sar_plan_cut *cut = finding->cut;

	if (cut == NULL)
		put_place(finding->item, 0, 0, 0, out);
	else
		put_place(finding->item, cut->from, cut->to,
		    rate_of(plan, finding->item), out);
}

void
plan_view_finding(const struct sar_plan *plan,
    const struct sar_finding *finding, const char *text)
{
	char place[PLACE_LEN];

	if (cmd_options.json) {
		print_finding(finding, text);
		return;
	}
	place_of(plan, finding, place);
	cmd_say("%-7s  %s%s\n", finding->error ? "error" : "warning", place,
	    text);
}

struct warning {
	const struct sar_plan *plan;
	unsigned item;
};

/* What is to be heard of again when it is done, and not in the plan alone. */
static bool
is_told(const struct sar_finding *finding)
{
	static const char *const told[] = { "cross-talk", "coded-together",
		"held-past-retention" };
	size_t i;

	for (i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (strcmp(finding->what, told[i]) == 0)
			return true;
	return false;
}

static void
warn(void *ctx, const struct sar_finding *finding)
{
	const struct warning *w = ctx;
	const char *text = sar_lint_text(finding->what);
	char place[PLACE_LEN];

	if ((w->item != 0 && finding->item != w->item) || !is_told(finding))
		return;
	if (cmd_options.json)
		print_finding(finding, text);
	place_of(w->plan, finding, place);
	cmd_warn("warning: %s%s\n", place, text);
}

void
plan_view_warnings(const struct sar_plan *plan, unsigned item)
{
	struct warning w = { plan, item };

	sar_lint_run(plan, warn, &w);
}

void
plan_view_change(const struct sar_change *change)
{
	const char *text = sar_changes_text(change->what);
	char place[PLACE_LEN];

	if (cmd_options.json) {
		print_json(json_pack("{sssssIssss}", "type", "change", "schema",
			       "sar-export.change/1", "item",
			       (json_int_t)change->item, "what", change->what,
			       "text", text),
		    change->from, change->to);
		return;
	}
	put_place(change->item, change->from, change->to, change->rate, place);
	cmd_say("%s%s\n", place, text);
}

/* "lines 34 to 36", counted from 1; where there are none, after which. */
static void
put_lines(size_t first, size_t n, char out[PLACE_LEN])
{
	if (n == 0)
		(void)snprintf(out, PLACE_LEN, "after line %zu", first);
	else if (n == 1)
		(void)snprintf(out, PLACE_LEN, "line %zu", first + 1);
	else
		(void)snprintf(out, PLACE_LEN, "lines %zu to %zu", first + 1,
		    first + n);
}

/* What a letter says may come from anywhere: a terminal must not act on it. */
static void
say_lines(char sign, const struct sar_line *line, size_t n)
{
	unsigned char c;
	size_t i, k;

	for (i = 0; i < n; i++) {
		cmd_say("    %c", sign);
		for (k = 0; k < line[i].len; k++) {
			c = (unsigned char)line[i].text[k];
			cmd_say("%c", c < 0x20 || c == 0x7f ? '?' : c);
		}
		cmd_say("\n");
	}
}

static json_t *
lines_json(const struct sar_line *line, size_t n)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < n; i++)
		(void)json_array_append_new(list,
		    json_stringn(line[i].text, line[i].len));
	return list;
}

static void
print_lines_json(const struct sar_approval_lines *lines, bool diff)
{
	json_t *line = json_pack("{ss,ss,ss,sI,sI,sI,sI}", "type",
	    "letter-change", "schema", "sar-export.letter-change/1", "name",
	    lines->name, "line", (json_int_t)lines->at.now + 1, "lines",
	    (json_int_t)lines->at.n_now, "line_then",
	    (json_int_t)lines->at.then + 1, "lines_then",
	    (json_int_t)lines->at.n_then);

	if (diff) {
		(void)json_object_set_new(line, "then",
		    lines_json(lines->was, lines->at.n_then));
		(void)json_object_set_new(line, "now",
		    lines_json(lines->is, lines->at.n_now));
	}
	cmd_print_json(line);
}

void
plan_view_lines(const struct sar_approval_lines *lines, bool diff)
{
	char now[PLACE_LEN], then[PLACE_LEN];

	if (cmd_options.json) {
		print_lines_json(lines, diff);
		return;
	}
	put_lines(lines->at.now, lines->at.n_now, now);
	put_lines(lines->at.then, lines->at.n_then, then);
	cmd_say("%s, %s%s%.*s%s: not as approved (%s then)\n", lines->name, now,
	    lines->section.len > 0 ? ", under \"" : "", (int)lines->section.len,
	    lines->section.text, lines->section.len > 0 ? "\"" : "", then);
	if (!diff)
		return;
	say_lines('-', lines->was, lines->at.n_then);
	say_lines('+', lines->is, lines->at.n_now);
}
