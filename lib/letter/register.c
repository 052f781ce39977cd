#include "letter/register.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cell.h"
#include "base/hex.h"
#include "letter/prose.h"
#include "letter/sections.h"

/* The number under which the requester is told of each; 0: is not. */
static unsigned
told_number(const struct sar_plan *plan, size_t i)
{
	unsigned number = 0;
	size_t k;

	if (plan->items[i].neither)
		return 0;
	for (k = 0; k <= i; k++)
		number += !plan->items[k].neither;
	return number;
}

static void
cell(struct sar_buf *out, const char *text)
{
	sar_cell_add(out, text == NULL ? "" : text);
	sar_buf_puts(out, ",");
}

static void
number(struct sar_buf *out, uint64_t value)
{
	sar_buf_printf(out, "%" PRIu64 ",", value);
}

static void
add_when(struct sar_buf *out, const struct sar_item *item)
{
	char text[SAR_CIVIL_LEN];

	sar_civil_format(&item->start, text);
	cell(out, text);
	sar_date_format(item->last_day, text);
	cell(out, text);
}

static void
add_recording(struct sar_buf *out, const struct sar_index_recording *recording)
{
	char hex[SAR_HEX_LEN(SAR_SHA256_LEN)] = "";

	if (recording != NULL && recording->state != SAR_RECORDING_MISSING)
		sar_hex_put(recording->sha256, SAR_SHA256_LEN, hex);
	cell(out, hex);
	number(out, recording == NULL ? 0 : recording->frames);
	number(out, recording == NULL ? 0 : recording->rate);
}

static void
add_review(struct sar_buf *out, const struct sar_marks *marks)
{
	char day[SAR_DATE_LEN] = "";

	if (marks != NULL)
		sar_date_format(marks->reviewed, day);
	cell(out, marks == NULL ? "" : marks->reviewer);
	cell(out, day);
	cell(out, marks == NULL                             ? ""
		  : marks->speaker == SAR_SPEAKER_REQUESTER ? "requester"
							    : "other");
}

/* What stands with each row of the item. */
static void
add_item(struct sar_buf *out, const struct sar_plan *plan, size_t i)
{
	const struct sar_plan_item *item = &plan->items[i];

	number(out, item->item->number);
	number(out, told_number(plan, i));
	cell(out, item->name);
	add_when(out, item->item);
	cell(out, item->item->possible ? "possible" : "certain");
	cell(out, sar_retain_decision_name(item->item->decision));
	cell(out, sar_plan_class_name(item->class));
	cell(out, item->reason);
	add_recording(out, item->item->recording);
	add_review(out, item->marks);
}

const char *
sar_register_included(const struct sar_plan *plan,
    const struct sar_plan_item *item)
{
	const char *reason = item->reason;

	return strcmp(reason, "past-retention-included") == 0 ||
		       strcmp(reason, "retention-boundary-included") == 0
		   ? plan->expired_reason
		   : NULL;
}

/* The record it rests on, or empty cells; the last of the row. */
static void
add_decision(struct sar_buf *out, const struct sar_plan *plan, size_t i,
    const struct sar_decision_record *record)
{
	const char *included = sar_register_included(plan, &plan->items[i]);
	int k;

	cell(out, record == NULL ? "" : record->id);
	for (k = 0; k < SAR_DECISION_FIELDS; k++)
		cell(out, record == NULL ? NULL : record->field[k]);
	sar_cell_add(out, included == NULL ? "" : included);
	sar_buf_puts(out, "\r\n");
}

static void
add_channels(struct sar_buf *out, uint32_t channels)
{
	char text[32 * 3 + 4] = "every";
	size_t used = 0;
	uint32_t i;

	for (i = 0; i < 32 && channels != 0; i++)
		if ((channels >> i & 1) != 0)
			used += (size_t)snprintf(text + used,
			    sizeof(text) - used, "%s%" PRIu32,
			    used == 0 ? "" : " ", i + 1);
	cell(out, text);
}

/* One row for each decision that the cut rests on, at least one. */
static void
add_cut(struct sar_buf *out, const struct sar_plan *plan, size_t i, size_t k)
{
	const struct sar_plan_item *item = &plan->items[i];
	const struct sar_plan_cut *cut = &item->cuts[k];
	char why[SAR_LETTER_PROVISIONS];
	uint64_t left = cut->decisions;
	size_t d = 0;

	sar_letter_provisions(sar_basis_bits(cut->basis), "; ", why);
	do {
		while (left != 0 && (left >> d & 1) == 0)
			d++;
		add_item(out, plan, i);
		number(out, k + 1);
		number(out, cut->from);
		number(out, cut->to);
		add_channels(out, cut->channels);
		cell(out, sar_plan_fill_name(cut->fill));
		cell(out, cut->basis);
		cell(out, why);
		add_decision(out, plan, i,
		    left == 0 ? NULL : &item->marks->decisions[d]);
		left &= left - 1;
	} while (left != 0);
}

/* Decisions on which no cut rests: to disclose. */
static void
add_rest(struct sar_buf *out, const struct sar_plan *plan, size_t i)
{
	const struct sar_plan_item *item = &plan->items[i];
	size_t n = item->marks == NULL ? 0 : item->marks->n_decisions;
	uint64_t used = 0;
	size_t k;

	for (k = 0; k < item->n_cuts; k++)
		used |= item->cuts[k].decisions;
	if (n == 0 && item->n_cuts > 0)
		return;
	for (k = 0; k < n || (k == 0 && item->n_cuts == 0); k++) {
		if (k < n && (used >> k & 1) != 0)
			continue;
		add_item(out, plan, i);
		sar_buf_puts(out, "0,0,0,\"\",\"\",\"\",\"\",");
		add_decision(out, plan, i,
		    k < n ? &item->marks->decisions[k] : NULL);
	}
}

char *
sar_letter_register(const struct sar_plan *plan, struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	const char *key;
	size_t i, k;

	sar_buf_puts(&out,
	    "item,told_as,file,start,retention_ends,match,retention,outcome,"
	    "reason,recording_sha256,frames,rate,reviewer,reviewed,speaker,"
	    "cut,from_frame,to_frame,channels,fill,basis,provisions,decision");
	/* No two columns have one name: "outcome" is the item's. */
	for (k = 0; k < SAR_DECISION_FIELDS; k++) {
		key = sar_decision_key((enum sar_decision_field)k);
		sar_buf_printf(&out, ",%s%s",
		    strcmp(key, "outcome") == 0 ? "decision_" : "", key);
	}
	sar_buf_puts(&out, ",included_for\r\n");
	for (i = 0; i < plan->n; i++) {
		for (k = 0; k < plan->items[i].n_cuts; k++)
			add_cut(&out, plan, i, k);
		add_rest(&out, plan, i);
	}
	if (sar_buf_check(&out, err) == -1) {
		sar_buf_free(&out);
		return NULL;
	}
	return sar_buf_take(&out);
}
