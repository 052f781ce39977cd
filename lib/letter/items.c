/* What was found, and what became of each item. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "letter/prose.h"
#include "letter/sections.h"
#include "marks/basis.h"

#define PLACES_MAX 100 /* listed one by one, of one recording */

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

/* Where each cut is, so that a complaint can name it. */
static void
add_places(struct sar_buf *out, const struct sar_plan_item *item)
{
	uint32_t rate = item->item->recording->rate;
	char where[640];
	char length[SAR_PROSE_TIME];
	char why[SAR_LETTER_PROVISIONS];
	uint64_t at;
	size_t i;

	for (i = 0; i < item->n_cuts && i < PLACES_MAX; i++) {
		at = rate == 0
			 ? 0
			 : (item->cuts[i].from + sar_letter_delay(item)) / rate;
		sar_prose_length(sar_prose_tenths(item->cuts[i].to -
						      item->cuts[i].from,
				     rate),
		    length);
		sar_letter_provisions(sar_basis_bits(item->cuts[i].basis),
		    " and ", why);
		(void)snprintf(where, sizeof(where),
		    "at %" PRIu64 ":%02" PRIu64 " for %s, under %s", at / 60,
		    at % 60, length, why);
		sar_prose_add(out, "    - ", where);
	}
	if (item->n_cuts > PLACES_MAX)
		sar_buf_printf(out,
		    "    - and %zu further places, listed in schedule.txt\r\n",
		    item->n_cuts - PLACES_MAX);
}

static void
add_cuts(struct sar_buf *out, const struct sar_plan_item *item)
{
	char length[SAR_PROSE_TIME];
	char why[SAR_LETTER_PROVISIONS];

	if (item->n_cuts == 0 || sar_letter_hides(item))
		return;
	if (item->name[0] == '\0') {
		sar_letter_provisions(sar_letter_cut_bases(item), " and ", why);
		sar_prose_add(out, "  Under: ", why);
		return;
	}
	sar_prose_length(sar_prose_tenths(sar_plan_cut_frames(item),
			     item->item->recording->rate),
	    length);
	sar_buf_printf(out, "  Taken out: %zu place%s, %s in all\r\n",
	    item->n_cuts, item->n_cuts == 1 ? "" : "s", length);
	add_places(out, item);
}

static void
add_item(struct sar_buf *out, const struct sar_plan_item *item, bool another)
{
	char text[SAR_LETTER_REASON];

	sar_buf_printf(out, "Item %u: %s\r\n", item->item->number,
	    sar_plan_class_text(item->class));
	if (item->name[0] != '\0')
		sar_buf_printf(out, "  File: %s\r\n", item->name);
	sar_letter_facts(out, item);
	sar_letter_reason(item, another, text);
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
		    "Nothing that we have to tell you of: no call to or from "
		    "%s number%s in this time, and no recording of one. We "
		    "keep recordings for %d calendar month%s from the day of "
		    "the call.",
		    sar_letter_another(letter) ? "that person's" : "your",
		    letter->request->n_numbers == 1 ? "" : "s", letter->months,
		    letter->months == 1 ? "" : "s");
		return;
	}
	add_counts(out, plan);
	sar_prose_line(out);
	for (i = 0; i < plan->n; i++)
		add_item(out, &plan->items[i], sar_letter_another(letter));
}

/* The first and last of the recordings' names. */
static void
add_names(struct sar_buf *out, const struct sar_plan *plan)
{
	const char *first = NULL;
	const char *last = NULL;
	char text[160];
	size_t i;

	for (i = 0; i < plan->n; i++) {
		if (plan->items[i].name[0] == '\0')
			continue;
		if (first == NULL)
			first = plan->items[i].name;
		last = plan->items[i].name;
	}
	if (first == NULL)
		return;
	(void)snprintf(text, sizeof(text),
	    "%s%s%s: the recording%s that we can give you; any program that "
	    "plays sound opens %s",
	    first, first == last ? "" : " to ", first == last ? "" : last,
	    first == last ? "" : "s", first == last ? "it" : "them");
	sar_prose_add(out, "  ", text);
}

void
sar_letter_files(struct sar_buf *out, const struct sar_letter *letter)
{
	bool given = sar_letter_given(letter->plan) > 0;

	add_names(out, letter->plan);
	if (given && letter->vcon)
		sar_prose_add(out, "  ",
		    "files that end in .vcon.json: a description of each "
		    "recording for programs (the format is called vCon)");
	if (given && letter->proofs)
		sar_prose_add(out, "  ",
		    "files that end in .redaction-proof: with these somebody "
		    "you trust can check that what you have of a recording is "
		    "what was recorded, and how much of it was left out; you "
		    "need not open them");
	sar_prose_add(out, "  ",
	    given ? "schedule.txt: the list of recordings and calls, with "
		    "every place that was taken out"
		  : "schedule.txt: the list of recordings and calls");
	sar_prose_add(out, "  ",
	    "schedule.csv: the list as a table, for a spreadsheet\n"
	    "redactions.json, and the files whose names begin with manifest: "
	    "for programs, and for anybody who wants to check that nothing "
	    "was changed on the way; you need not open them");
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

/* What is withheld whole rests on something too. */
static void
add_grounds(struct sar_buf *out, const struct sar_plan *plan)
{
	uint32_t bits = 0;
	size_t i;

	for (i = 0; i < plan->n; i++)
		bits |= sar_letter_cut_bases(&plan->items[i]);
	if (bits == 0)
		return;
	sar_prose_printf(out, "What we withhold rests on the Data Protection "
			      "Act 2018 (DPA 2018):");
	sar_letter_bases(out, plan);
}

/* Of an answer with no recording in it nothing is said of what is heard. */
static void
add_nothing_given(struct sar_buf *out, const struct sar_plan *plan)
{
	sar_prose_heading(out, "4. What was taken out");
	sar_prose_printf(out,
	    "We give you no recording, so there is none from which we took "
	    "anything out.");
	add_grounds(out, plan);
}

static void
add_taken_out(struct sar_buf *out, const struct sar_plan *plan, bool guards)
{
	const char *heard = sar_letter_heard(plan);

	if (sar_letter_given(plan) == 0) {
		add_nothing_given(out, plan);
		return;
	}
	sar_prose_heading(out, "4. What you will hear, and what was taken out");
	if (heard == NULL) {
		sar_prose_printf(out,
		    "We took nothing out of the recordings we give you.");
		add_grounds(out, plan);
	} else {
		sar_prose_printf(out,
		    "Where we took something out, you hear %s in its place. "
		    "The recording stays as long as it was, so the times of "
		    "everything else are right. What was taken out is not in "
		    "the file any more. Section 3 lists the places, "
		    "schedule.txt gives them to a tenth of a second, and "
		    "listen.html shows them while you listen. The reasons, in "
		    "the Data Protection Act 2018 (DPA 2018):",
		    heard);
		sar_letter_bases(out, plan);
		if (guards)
			sar_prose_printf(out,
			    "Some recordings were made in a format that "
			    "smears sound in time. From those we took out up "
			    "to a second more round each place.");
	}
	sar_prose_printf(out,
	    "A gap or silence that is not listed in section 3 was in the "
	    "recording when it was made, and is not ours. A recorder is, for "
	    "instance, often paused while the details of a payment card are "
	    "taken, so that they are not kept.");
}

void
sar_letter_taken_out(struct sar_buf *out, const struct sar_letter *letter)
{
	add_taken_out(out, letter->plan, has_guards(letter->plan));
}

char *
sar_letter_account(const struct sar_letter *letter, bool guards,
    struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;

	sar_letter_found(&out, letter);
	add_taken_out(&out, letter->plan, guards);
	if (sar_buf_check(&out, err) == -1) {
		sar_buf_free(&out);
		return NULL;
	}
	/* Without the empty line before a heading. */
	memmove(out.data, out.data + 2, out.len - 1);
	return sar_buf_take(&out);
}
