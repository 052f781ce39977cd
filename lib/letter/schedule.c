#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cell.h"
#include "letter/prose.h"
#include "letter/sections.h"

/* One cell, and what ends it. */
static void
cell(struct sar_buf *out, const char *text, const char *end)
{
	sar_cell_add(out, text);
	sar_buf_puts(out, end);
}

static void
number(struct sar_buf *out, uint64_t value, const char *end)
{
	sar_buf_printf(out, "%" PRIu64 "%s", value, end);
}

static void
seconds(struct sar_buf *out, uint64_t frames, uint32_t rate, const char *end)
{
	uint64_t tenths = sar_prose_tenths(frames, rate);

	sar_buf_printf(out, "%" PRIu64 ".%" PRIu64 "%s", tenths / 10,
	    tenths % 10, end);
}

/* date,time,length_seconds, or three empty cells. */
static void
add_facts(struct sar_buf *out, const struct sar_plan_item *item)
{
	const struct sar_item *of = item->item;
	char text[SAR_PROSE_DATE];

	if (sar_letter_hides(item)) {
		sar_buf_puts(out, ",,,");
		return;
	}
	sar_prose_date(of->start.date, text);
	cell(out, text, ",");
	(void)snprintf(text, sizeof(text), "%02d:%02d:%02d", of->start.hour,
	    of->start.minute, of->start.second);
	cell(out, text, ",");
	if (of->recording != NULL && of->recording->frames > 0)
		seconds(out, of->recording->frames, of->recording->rate, ",");
	else
		sar_buf_puts(out, ",");
}

/* Why, and what else the length alone would not tell. */
static void
add_reason(struct sar_buf *out, const struct sar_plan_item *item)
{
	const struct sar_index_recording *recording = item->item->recording;
	char text[512];

	(void)snprintf(text, sizeof(text), "%s%s",
	    sar_plan_reason_text(item->reason),
	    !sar_letter_hides(item) && recording != NULL &&
		    recording->frames > 0 && sar_plan_truncated(recording)
		? " " SAR_LETTER_TRUNCATED
		: "");
	cell(out, text, ",");
}

/* places_removed,seconds_removed,provisions */
static void
add_cuts(struct sar_buf *out, const struct sar_plan_item *item)
{
	char text[SAR_LETTER_PROVISIONS];

	if (item->n_cuts == 0 || sar_letter_hides(item)) {
		sar_buf_puts(out, "0,0.0,\"\"\r\n");
		return;
	}
	number(out, item->n_cuts, ",");
	seconds(out, sar_plan_cut_frames(item), item->item->recording->rate,
	    ",");
	sar_letter_provisions(sar_letter_cut_bases(item), "; ", text);
	cell(out, text, "\r\n");
}

char *
sar_letter_schedule(const struct sar_letter *letter, struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	const struct sar_plan_item *item;
	size_t i;

	sar_buf_puts(&out, "item,file,date,time,length_seconds,outcome,reason,"
			   "places_removed,seconds_removed,provisions\r\n");
	for (i = 0; i < letter->plan->n; i++) {
		item = &letter->plan->items[i];
		number(&out, item->item->number, ",");
		cell(&out, item->name, ",");
		add_facts(&out, item);
		cell(&out, sar_plan_class_text(item->class), ",");
		add_reason(&out, item);
		add_cuts(&out, item);
	}
	if (sar_buf_check(&out, err) == -1) {
		sar_buf_free(&out);
		return NULL;
	}
	return sar_buf_take(&out);
}
