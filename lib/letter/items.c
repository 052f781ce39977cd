/* What was found, and what became of each item. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "letter/prose.h"
#include "letter/sections.h"
#include "marks/basis.h"

#define PLACES_MAX 100 /* listed one by one, of one recording */

/* What a reason means for the reader, beyond what it says. */
static const struct {
	const char *reason;
	const char *more;
} meanings[] = {
	{ "not-requester", "It was found by your telephone number only. Its "
			   "date and length are left out because they are "
			   "about somebody else." },
	{ "possible-match", "It was found by a number that may be yours. Its "
			    "date and length are left out because they may be "
			    "about somebody else." },
	{ "not-reviewed", "We do not disclose a recording that nobody has "
			  "checked. Its date and length are left out because "
			  "they may be about somebody else." },
	{ "held-past-retention", "You may ask us to decide again about "
				 "disclosing it; section 7 says how." },
	{ "retention-boundary", "You may ask us to decide again about "
				"disclosing it; section 7 says how." },
	{ "missing", "We are sorry. If it is found, we will write to you "
		     "again." },
	{ "damaged", "We are sorry that we cannot give it to you." },
	{ "unsupported-format", "So we could not take out what is about other "
				"people. If we become able to, we will write "
				"to you again." },
};

bool
sar_letter_hides(const struct sar_plan_item *item)
{
	static const char *const reasons[] = { "not-requester",
		"possible-match", "not-reviewed" };
	size_t i;

	if (item->marks != NULL)
		return item->marks->speaker != SAR_SPEAKER_REQUESTER;
	if (item->item->possible)
		return true;
	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(item->reason, reasons[i]) == 0)
			return true;
	return false;
}

static void
count(struct sar_buf *out, const char *what, size_t n)
{
	sar_buf_printf(out, "  %-38s %zu\r\n", what, n);
}

static void
add_counts(struct sar_buf *out, const struct sar_plan *plan)
{
	count(out,
	    "Recordings disclosed in full:", plan->count[SAR_CLASS_DISCLOSED]);
	count(out, "Recordings disclosed in part:",
	    plan->count[SAR_CLASS_PART_DISCLOSED]);
	count(out, "Recordings withheld:", plan->count[SAR_CLASS_WITHHELD]);
	count(out, "Calls without an available recording:",
	    plan->count[SAR_CLASS_UNAVAILABLE]);
	count(out, "In all:", plan->n);
}

/* "DPA 2018 Sch. 2 para. 16 and DPA ..." */
static void
provisions(const char *joined, char *out, size_t size)
{
	uint32_t bits = sar_basis_bits(joined);
	const struct sar_basis *basis;
	size_t used = 0;
	size_t i;

	out[0] = '\0';
	for (i = 0; (basis = sar_basis_nth(bits, i)) != NULL && used < size;
	     i++)
		used += (size_t)snprintf(out + used, size - used, "%s%s",
		    i == 0 ? "" : " and ", basis->provision);
}

/* Where each cut is, so that a complaint can name it. */
static void
add_places(struct sar_buf *out, const struct sar_plan_item *item)
{
	uint32_t rate = item->item->recording->rate;
	char where[640];
	char length[SAR_PROSE_TIME];
	char why[512];
	uint64_t at;
	size_t i;

	for (i = 0; i < item->n_cuts && i < PLACES_MAX; i++) {
		at = rate == 0 ? 0 : item->cuts[i].from / rate;
		sar_prose_length(sar_prose_tenths(item->cuts[i].to -
						      item->cuts[i].from,
				     rate),
		    length);
		provisions(item->cuts[i].basis, why, sizeof(why));
		(void)snprintf(where, sizeof(where),
		    "at %" PRIu64 ":%02" PRIu64 " for %s, under %s", at / 60,
		    at % 60, length, why);
		sar_prose_add(out, "    - ", where);
	}
	if (item->n_cuts > PLACES_MAX)
		sar_buf_printf(out, "    - and %zu further places\r\n",
		    item->n_cuts - PLACES_MAX);
}

static void
add_cuts(struct sar_buf *out, const struct sar_plan_item *item)
{
	char length[SAR_PROSE_TIME];

	if (item->n_cuts == 0)
		return;
	sar_prose_length(sar_prose_tenths(sar_plan_cut_frames(item),
			     item->item->recording->rate),
	    length);
	sar_buf_printf(out, "  Taken out: %zu place%s, %s in all\r\n",
	    item->n_cuts, item->n_cuts == 1 ? "" : "s", length);
	add_places(out, item);
}

/* When the call was, how long, and until when it is kept. */
static void
add_facts(struct sar_buf *out, const struct sar_plan_item *item)
{
	const struct sar_item *of = item->item;
	char date[SAR_PROSE_DATE];
	char length[SAR_PROSE_TIME];

	sar_prose_date(of->start.date, date);
	sar_buf_printf(out, "  Call: %s at %02d:%02d:%02d, local time\r\n",
	    date, of->start.hour, of->start.minute, of->start.second);
	if (of->uncertain)
		sar_prose_add(out, "  ",
		    "The time may be an hour out: the "
		    "clocks changed that night.");
	if (of->recording == NULL || of->recording->frames == 0)
		return;
	sar_prose_length(sar_prose_tenths(of->recording->frames,
			     of->recording->rate),
	    length);
	sar_buf_printf(out, "  Length: %s\r\n", length);
	if (sar_plan_truncated(of->recording))
		sar_prose_add(out, "  ", SAR_LETTER_TRUNCATED);
	if (item->class == SAR_CLASS_UNAVAILABLE)
		return;
	sar_prose_date(of->last_day, date);
	sar_buf_printf(out, "  Retention period ends: %s\r\n", date);
}

static void
add_item(struct sar_buf *out, const struct sar_plan_item *item)
{
	char text[768];
	size_t i;

	sar_buf_printf(out, "Item %u: %s\r\n", item->item->number,
	    sar_plan_class_text(item->class));
	if (item->name[0] != '\0')
		sar_buf_printf(out, "  File: %s\r\n", item->name);
	if (!sar_letter_hides(item))
		add_facts(out, item);
	(void)snprintf(text, sizeof(text), "%s",
	    sar_plan_reason_text(item->reason));
	for (i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (strcmp(meanings[i].reason, item->reason) == 0)
			(void)snprintf(text, sizeof(text), "%s %s",
			    sar_plan_reason_text(item->reason),
			    meanings[i].more);
	sar_prose_add(out, "  ", text);
	add_cuts(out, item);
	sar_prose_line(out);
}

void
sar_letter_found(struct sar_buf *out, const struct sar_letter *letter)
{
	const struct sar_plan *plan = letter->plan;
	size_t i;

	sar_prose_heading(out, "3. What we found");
	if (plan->n == 0) {
		sar_prose_printf(out,
		    "Nothing: there is no call to or from your number%s in "
		    "this time in our records of recorded calls, and we hold "
		    "no recording of one. We keep recordings for %d calendar "
		    "month%s from the day of the call.",
		    letter->request->n_numbers == 1 ? "" : "s", letter->months,
		    letter->months == 1 ? "" : "s");
		return;
	}
	add_counts(out, plan);
	sar_prose_line(out);
	for (i = 0; i < plan->n; i++)
		add_item(out, &plan->items[i]);
}

/* All provisions that any cut rests on, in plain English. */
static void
add_bases(struct sar_buf *out, const struct sar_plan *plan)
{
	const struct sar_basis *basis;
	uint32_t bits = 0;
	char text[512];
	size_t i, k;

	for (i = 0; i < plan->n; i++)
		for (k = 0; k < plan->items[i].n_cuts; k++)
			bits |= sar_basis_bits(plan->items[i].cuts[k].basis);
	for (i = 0; (basis = sar_basis_nth(bits, i)) != NULL; i++) {
		(void)snprintf(text, sizeof(text), "%s: %s", basis->provision,
		    basis->plain);
		sar_prose_add(out, "  - ", text);
	}
	sar_prose_line(out);
}

/* Was more cut than was marked, for the sake of the codec? */
static bool
has_guards(const struct sar_plan *plan)
{
	const struct sar_plan_item *item;
	size_t i;

	for (i = 0; i < plan->n; i++) {
		item = &plan->items[i];
		if (item->n_cuts > 0 &&
		    (item->guard_before_ms > 0 || item->guard_after_ms > 0))
			return true;
	}
	return false;
}

void
sar_letter_taken_out(struct sar_buf *out, const struct sar_letter *letter)
{
	const struct sar_plan *plan = letter->plan;
	size_t cuts = 0;
	size_t i;

	for (i = 0; i < plan->n; i++)
		cuts += plan->items[i].n_cuts;
	sar_prose_heading(out, "4. What you will hear, and what was taken out");
	if (cuts == 0)
		sar_prose_printf(out,
		    "We took nothing out of the recordings we give you.");
	else {
		sar_prose_printf(out,
		    "Where we took something out, you hear %s in its place. "
		    "The recording stays as long as it was, so the times of "
		    "everything else are right. What was taken out is not in "
		    "the file any more. Section 3 lists each place. The "
		    "reasons, in the Data Protection Act 2018 (DPA 2018):",
		    plan->fill == SAR_FILL_TONE ? "a steady tone" : "silence");
		add_bases(out, plan);
		if (has_guards(plan))
			sar_prose_printf(out,
			    "Some recordings were made in a format that "
			    "smears sound in time. From those we took out up "
			    "to half a second more round each place.");
	}
	sar_prose_printf(out,
	    "A gap or silence that is not listed in section 3 was in the "
	    "recording when it was made, and is not ours. A recorder is, for "
	    "instance, often paused while the details of a payment card are "
	    "taken, so that they are not kept.");
}
