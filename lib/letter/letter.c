#include "letter/letter.h"

#include <string.h>

#include "letter/words.h"

static const char *
say(const struct sar_letter *letter, const char *key)
{
	const char *text = sar_conf_get(letter->profile, "profile", key);

	return text == NULL ? "" : text;
}

static void
put_head(struct sar_buf *buf, const struct sar_letter *letter)
{
	const struct sar_request *request = letter->request;

	sar_buf_printf(buf, "%s\n\n", say(letter, "controller"));
	sar_words_date(buf, letter->date);
	sar_buf_printf(buf, "\nOur reference: %s\n\n", request->ref);
	sar_buf_puts(buf, "CONFIDENTIAL: for the person named or described "
			  "below only\n\n");
	if (request->name != NULL)
		sar_buf_printf(buf, "Dear %s,\n\n", request->name);
	else
		sar_buf_puts(buf, "To the person who made this request,\n\n");
	sar_buf_puts(buf,
	    "YOUR REQUEST FOR RECORDINGS OF TELEPHONE CALLS\n\n"
	    "You asked for a copy of the recordings of your telephone calls "
	    "that we hold\n(the right of access, Article 15 of the UK GDPR). "
	    "We received your request on\n");
	sar_words_date(buf, request->received);
	sar_buf_puts(buf, ".\n\n");
}

static void
put_search(struct sar_buf *buf, const struct sar_letter *letter)
{
	const struct sar_request *request = letter->request;
	size_t i;

	sar_buf_puts(buf, "WHAT WE SEARCHED FOR\n\nCalls from ");
	sar_words_date(buf, request->from);
	sar_buf_puts(buf, " to ");
	sar_words_date(buf, request->to);
	sar_buf_puts(buf, ", made or received in either direction,\nwith ");
	sar_buf_puts(buf, request->n_numbers == 1
			      ? "this number of yours:\n"
			      : "these numbers of yours:\n");
	for (i = 0; i < request->n_numbers; i++)
		sar_buf_printf(buf, "    %s\n", request->numbers[i].digits);
	sar_buf_puts(buf,
	    "We followed each call to everybody it was transferred to. We "
	    "cannot find calls\nmade with the number withheld.\n\n");
}

static void
put_counts(struct sar_buf *buf, const struct sar_letter *letter)
{
	const struct sar_plan *plan = letter->plan;

	sar_buf_puts(buf, "WHAT WE FOUND\n\n");
	if (plan->n == 0) {
		sar_buf_puts(buf, "We hold no recording of a call with you, "
				  "and no record of one.\n\n");
		return;
	}
	sar_buf_printf(buf,
	    "%zu call%s or recording%s:\n"
	    "    %zu given to you in full\n"
	    "    %zu given to you in part\n"
	    "    %zu held back\n"
	    "    %zu that cannot be given\n\n",
	    plan->n, plan->n == 1 ? "" : "s", plan->n == 1 ? "" : "s",
	    plan->count[SAR_CLASS_DISCLOSED],
	    plan->count[SAR_CLASS_PART_DISCLOSED],
	    plan->count[SAR_CLASS_WITHHELD],
	    plan->count[SAR_CLASS_UNAVAILABLE]);
}

/* What was cut from one recording, and under which provisions. */
static void
put_cuts(struct sar_buf *buf, const struct sar_plan_item *item)
{
	uint64_t ms = sar_words_cut_ms(item);
	uint32_t bits = sar_words_bases(item);
	const struct sar_basis *basis;
	size_t n;

	sar_buf_printf(buf,
	    "     Taken out: %zu place%s, %llu.%llu seconds in all.\n",
	    item->n_cuts, item->n_cuts == 1 ? "" : "s",
	    (unsigned long long)(ms / 1000),
	    (unsigned long long)(ms % 1000 / 100));
	for (n = 0; (basis = sar_basis_nth(bits, n)) != NULL; n++)
		sar_buf_printf(buf, "     Why: %s\n     (%s)\n", basis->plain,
		    basis->provision);
}

static void
put_item(struct sar_buf *buf, const struct sar_letter *letter, size_t i)
{
	const struct sar_plan_item *item = &letter->plan->items[i];
	const struct sar_civil *start = &item->item->start;
	uint64_t seconds = sar_words_item_seconds(letter->plan, i);

	sar_buf_printf(buf, "%3u. ", item->item->number);
	sar_words_date(buf, start->date);
	sar_buf_printf(buf, ", %02d:%02d", start->hour, start->minute);
	if (seconds > 0) {
		sar_buf_puts(buf, ", ");
		sar_words_length(buf, seconds);
	}
	sar_buf_printf(buf, "\n     %s", sar_plan_class_text(item->class));
	if (item->name[0] != '\0')
		sar_buf_printf(buf, ": the file %s", item->name);
	sar_buf_puts(buf, "\n");
	if (!sar_words_is_given(item) ||
	    strcmp(item->reason, "past-retention-included") == 0)
		sar_buf_printf(buf, "     %s\n",
		    sar_plan_reason_text(item->reason));
	if (item->n_cuts > 0)
		put_cuts(buf, item);
}

static void
put_items(struct sar_buf *buf, const struct sar_letter *letter)
{
	const char *fill = letter->plan->fill == SAR_FILL_TONE ? "a tone"
							       : "silence";
	size_t i;

	for (i = 0; i < letter->plan->n; i++)
		put_item(buf, letter, i);
	if (letter->plan->n == 0)
		return;
	sar_buf_printf(buf,
	    "\nWhere something was taken out you hear %s of the same length; "
	    "nothing else was\nchanged. Other silences, for example while "
	    "card details are taken, were in the\nrecording when it was "
	    "made. The file schedule.csv has this list as a table.\n"
	    "Times are local times.\n\n",
	    fill);
}

/* One item of Art. 15, with the word "none" said in full. */
static void
put_right(struct sar_buf *buf, const struct sar_letter *letter,
    const char *title, const char *key, const char *none)
{
	const char *text = say(letter, key);

	sar_buf_printf(buf, "%s\n    %s\n\n", title,
	    none != NULL && strcmp(text, "none") == 0 ? none : text);
}

/* Art. 15(1)(a) to (h) and 15(2), in order. */
static void
put_article(struct sar_buf *buf, const struct sar_letter *letter)
{
	sar_buf_puts(buf, "ABOUT THE RECORDINGS\n\n");
	put_right(buf, letter, "Why we record calls", "purposes", NULL);
	put_right(buf, letter, "What kinds of information they hold",
	    "categories", NULL);
	put_right(buf, letter, "Who has received them, or may", "recipients",
	    "Nobody outside.");
	put_right(buf, letter, "How long we keep them", "retention", NULL);
	sar_buf_printf(buf,
	    "    For each call that is %d calendar months from its day.\n\n",
	    letter->months);
	sar_buf_puts(buf,
	    "Your other rights\n"
	    "    You may ask us to correct what is wrong, to erase a "
	    "recording, to restrict\n    what we do with it, and you may "
	    "object to our using it.\n\n");
	put_right(buf, letter, "Where the information is from", "source", NULL);
	put_right(buf, letter, "Decisions by automated means",
	    "automated-decisions",
	    "No decisions are made about you by automated means, and you are "
	    "not profiled.");
	put_right(buf, letter, "Transfers to other countries", "transfers",
	    "The recordings are not transferred outside the United Kingdom.");
}

static void
put_end(struct sar_buf *buf, const struct sar_letter *letter)
{
	sar_buf_puts(buf, "IF YOU ARE NOT SATISFIED\n\n");
	put_right(buf, letter, "First, complain to us", "complaint-route",
	    NULL);
	put_right(buf, letter, "Then you may complain to the regulator",
	    "regulator-contact", NULL);
	sar_buf_puts(buf,
	    "You may also ask a court to enforce your right.\n\n");
	sar_buf_printf(buf, "Yours sincerely,\n\n%s\n", say(letter, "contact"));
}

char *
sar_letter_text(const struct sar_letter *letter, struct sar_err *err)
{
	struct sar_buf buf = SAR_BUF_INIT;

	put_head(&buf, letter);
	put_search(&buf, letter);
	put_counts(&buf, letter);
	put_items(&buf, letter);
	put_article(&buf, letter);
	put_end(&buf, letter);
	return sar_words_crlf(&buf, err);
}
