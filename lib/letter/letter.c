#include "letter/letter.h"

#include <stdio.h>
#include <string.h>

#include "letter/prose.h"
#include "letter/sections.h"

static void
add_head(struct sar_buf *out, const struct sar_letter *letter)
{
	const struct sar_request *request = letter->request;
	char date[SAR_PROSE_DATE];

	sar_prose_add(out, "",
	    sar_conf_get(letter->profile, "organisation", "name"));
	sar_prose_line(out);
	sar_buf_puts(out, "CONFIDENTIAL: for the person who asked, only\r\n");
	sar_prose_line(out);
	if (request->name != NULL && request->name[0] != '\0')
		sar_prose_add(out, "To: ", request->name);
	sar_buf_printf(out, "Our reference: %s\r\n", request->ref);
	sar_prose_date(letter->date, date);
	sar_buf_printf(out, "Date of this letter: %s\r\n", date);
	sar_prose_date(request->received, date);
	sar_buf_printf(out, "Your request came on: %s\r\n", date);
}

size_t
sar_letter_given(const struct sar_plan *plan)
{
	return plan->count[SAR_CLASS_DISCLOSED] +
	       plan->count[SAR_CLASS_PART_DISCLOSED];
}

/* Where nothing at all is held, the letter goes alone. */
static bool
is_packaged(const struct sar_plan *plan)
{
	return plan->failed > 0 || sar_letter_given(plan) > 0 ||
	       plan->count[SAR_CLASS_WITHHELD] > 0;
}

/* What came with the letter, and what each file is for. */
static void
add_files(struct sar_buf *out, const struct sar_letter *letter)
{
	if (!is_packaged(letter->plan))
		return;
	sar_prose_printf(out,
	    "These files come together. Please keep them in one folder; if "
	    "they came in several parts, extract all of them into one.");
	sar_prose_add(out, "  ",
	    "letter.txt: this letter\n"
	    "listen.html: open this one to listen. It is a page that works "
	    "without the internet, in any browser: it lists the calls, plays "
	    "them, and shows where something was taken out");
	sar_letter_files(out, letter);
	sar_prose_line(out);
	sar_prose_printf(out,
	    "With the package, not in it, comes a small file whose name ends "
	    "in .tlog-proof. Please keep it: it proves what we wrote about "
	    "this answer in our signed log, so that nobody can change that "
	    "later unseen.");
}

/* Art. 15(1): whether or not data is being processed. */
static void
add_answer(struct sar_buf *out, const struct sar_letter *letter)
{
	const struct sar_plan *plan = letter->plan;
	size_t given = sar_letter_given(plan);

	sar_prose_heading(out, "1. Our answer");
	sar_prose_printf(out,
	    "You asked for recordings of your telephone calls. This is our "
	    "answer under Article 15 of the UK GDPR, your right of access.");
	if (given > 0)
		sar_prose_printf(out,
		    "Yes, we hold personal data about you in recordings of "
		    "calls. %zu recording%s with this letter.",
		    given, given == 1 ? " comes" : "s come");
	else if (plan->n > 0)
		sar_prose_printf(out,
		    "We found %zu call%s or recording%s by what you told us, "
		    "but there is no recording that we can give you. Section 3 "
		    "says why, for each.",
		    plan->n, plan->n == 1 ? "" : "s", plan->n == 1 ? "" : "s");
	else
		sar_prose_printf(out,
		    "We hold no recording of a call with you that can be found "
		    "by what you told us.");
}

static void
add_search(struct sar_buf *out, const struct sar_letter *letter)
{
	const struct sar_request *request = letter->request;
	char from[SAR_PROSE_DATE];
	char to[SAR_PROSE_DATE];
	size_t i;

	sar_prose_date(request->from, from);
	sar_prose_date(request->to, to);
	sar_prose_heading(out, "2. What we searched for");
	sar_prose_printf(out,
	    "We searched the index of our recorded calls for calls to and "
	    "from %s of yours, from %s to %s, both days included:",
	    request->n_numbers == 1 ? "this telephone number"
				    : "these telephone numbers",
	    from, to);
	for (i = 0; i < request->n_numbers; i++)
		sar_buf_printf(out, "  %s\r\n", request->numbers[i].digits);
	sar_prose_line(out);
	sar_prose_printf(out,
	    "Where a call was passed on, we followed it to all its parts. "
	    "What counts is what we held on the day your request came.");
	sar_prose_printf(out,
	    "Calls you made from another telephone, or without showing your "
	    "number, cannot be found in this way. If there were any, tell us "
	    "the number, or the day and time, and we will look again. This "
	    "search was for recordings of calls, not for letters, e-mails or "
	    "notes.");
}

char *
sar_letter_text(const struct sar_letter *letter, struct sar_err *err)
{
	struct sar_buf out = SAR_BUF_INIT;

	if (sar_letter_check(letter->profile, err) == -1)
		return NULL;
	add_head(&out, letter);
	add_answer(&out, letter);
	add_files(&out, letter);
	add_search(&out, letter);
	sar_letter_found(&out, letter);
	sar_letter_taken_out(&out, letter);
	sar_letter_about(&out, letter);
	sar_letter_rights(&out, letter);
	sar_prose_add(&out, "",
	    sar_conf_get(letter->profile, "organisation", "name"));
	if (sar_buf_check(&out, err) == -1) {
		sar_buf_free(&out);
		return NULL;
	}
	return sar_buf_take(&out);
}

void
sar_letter_day(struct sar_date date, char out[SAR_LETTER_DAY])
{
	sar_prose_date(date, out);
}
