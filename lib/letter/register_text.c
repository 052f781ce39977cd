/* register.txt: the organisation's register, to be read. */
#include <inttypes.h>
#include <stdio.h>

#include "letter/prose.h"
#include "letter/register.h"
#include "letter/sections.h"

static void
add_decision(struct sar_buf *out, const struct sar_decision_record *record)
{
	char first[80];
	int k;

	sar_buf_printf(out, "  Decision %s\r\n", record->id);
	for (k = 0; k < SAR_DECISION_FIELDS; k++) {
		if (record->field[k] == NULL)
			continue;
		(void)snprintf(first, sizeof(first),
		    "    %s: ", sar_decision_key((enum sar_decision_field)k));
		sar_prose_add(out, first, record->field[k]);
	}
}

static void
add_review(struct sar_buf *out, const struct sar_marks *marks)
{
	char day[SAR_PROSE_DATE];

	sar_prose_date(marks->reviewed, day);
	sar_buf_printf(out, "  Heard by %s on %s: %s speaks\r\n",
	    marks->reviewer, day,
	    marks->speaker == SAR_SPEAKER_REQUESTER ? "the requester"
						    : "somebody else");
}

/* Places as a player of the recording shows them, of one withheld too. */
static void
add_cut(struct sar_buf *out, const struct sar_plan_item *item, size_t i)
{
	const struct sar_plan_cut *cut = &item->cuts[i];
	uint32_t rate = item->item->recording->rate;
	char from[SAR_PROSE_TIME], to[SAR_PROSE_TIME];
	char channels[SAR_LETTER_CHANNELS];
	char text[512];

	sar_prose_place(sar_prose_tenths_down(cut->from, rate), from);
	sar_prose_place(sar_prose_tenths_up(cut->to, rate), to);
	sar_letter_channels(cut, item->item->recording->channels, channels);
	(void)snprintf(text, sizeof(text), "%zu. from %s to %s%s%s: %s", i + 1,
	    from, to, channels[0] == '\0' ? "" : " on ", channels, cut->basis);
	sar_prose_add(out, "  Cut ", text);
}

static void
add_item(struct sar_buf *out, const struct sar_plan *plan, size_t of,
    unsigned *number)
{
	const struct sar_plan_item *item = &plan->items[of];
	const char *included = sar_register_included(plan, item);
	const struct sar_civil *at = &item->item->start;
	char day[SAR_PROSE_DATE];
	size_t i;

	sar_prose_date(at->date, day);
	sar_buf_printf(out, "Item %u: %s, %s\r\n", item->item->number,
	    sar_plan_class_text(item->class), item->reason);
	if (item->neither)
		sar_prose_add(out, "  ",
		    "The requester is not told of it: neither confirmed nor "
		    "denied. Nothing that leaves may say that it is there.");
	else
		sar_buf_printf(out, "  The requester's schedule: item %u\r\n",
		    ++*number);
	if (item->name[0] != '\0')
		sar_buf_printf(out, "  File: %s\r\n", item->name);
	sar_buf_printf(out, "  Call: %s at %02d:%02d:%02d\r\n", day, at->hour,
	    at->minute, at->second);
	sar_prose_date(item->item->last_day, day);
	sar_buf_printf(out, "  Retention: %s, to %s\r\n",
	    sar_retain_decision_text(item->item->decision), day);
	if (included != NULL)
		sar_buf_printf(out, "  Taken in all the same for: %s\r\n",
		    included);
	if (item->marks != NULL)
		add_review(out, item->marks);
	for (i = 0; i < item->n_cuts; i++)
		add_cut(out, item, i);
	for (i = 0; item->marks != NULL && i < item->marks->n_decisions; i++)
		add_decision(out, &item->marks->decisions[i]);
	sar_prose_line(out);
}

char *
sar_letter_register_text(const struct sar_plan *plan, const char *ref,
    struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;
	unsigned number = 0;
	size_t i;

	sar_buf_puts(&out, "INTERNAL: not for the requester\r\n");
	sar_prose_heading(&out, "Register of what was decided, and why");
	sar_buf_printf(&out, "Case: %s\r\n\r\n", ref);
	sar_prose_printf(&out,
	    "%zu item%s: %zu disclosed, %zu in part, %zu withheld, %zu not "
	    "available. Of those withheld, %zu %s not to be told of.",
	    plan->n, plan->n == 1 ? "" : "s", plan->count[SAR_CLASS_DISCLOSED],
	    plan->count[SAR_CLASS_PART_DISCLOSED],
	    plan->count[SAR_CLASS_WITHHELD], plan->count[SAR_CLASS_UNAVAILABLE],
	    plan->neither, plan->neither == 1 ? "is" : "are");
	for (i = 0; i < plan->n; i++)
		add_item(&out, plan, i, &number);
	if (sar_buf_check(&out, err) == -1) {
		sar_buf_free(&out);
		return NULL;
	}
	return sar_buf_take(&out);
}
