#include "letter/letter.h"

#include <stdio.h>
#include <string.h>

#include "letter/notice.h"
#include "letter/prose.h"
#include "letter/sections.h"

size_t
sar_letter_given(const struct sar_plan *plan)
{
	return plan->count[SAR_CLASS_DISCLOSED] +
	       plan->count[SAR_CLASS_PART_DISCLOSED];
}

bool
sar_letter_another(const struct sar_letter *letter)
{
	return letter->request->agent != NULL;
}

bool
sar_letter_packaged(const struct sar_plan *plan)
{
	return plan->failed > 0 || sar_letter_given(plan) > 0 ||
	       plan->count[SAR_CLASS_WITHHELD] > 0;
}

/* What came with the letter, and what each file is for. */
static void
add_files(struct sar_buf *out, const struct sar_letter *letter)
{
	if (!sar_letter_packaged(letter->plan))
		return;
	sar_prose_printf(out,
	    "These files come together. Please keep them in one folder; if "
	    "they came in several parts, extract all of them into one.");
	sar_prose_add(out, "  ", "letter.txt: this letter");
	sar_prose_add(out, "  ",
	    sar_letter_given(letter->plan) > 0
		? "listen.html: open this one to listen. It is a page that "
		  "works without the internet, in any browser: it lists the "
		  "calls, plays them, and shows where something was taken out"
		: "listen.html: a page that works without the internet, in any "
		  "browser: it lists the calls, and shows why no recording of "
		  "them is here");
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
	bool another = sar_letter_another(letter);

	sar_prose_heading(out, "1. Our answer");
	sar_prose_printf(out,
	    "You asked for recordings of %s telephone calls%s. This is our "
	    "answer under Article 15 of the UK GDPR, %s right of access.",
	    another ? "another person's" : "your",
	    another ? ", on that person's behalf" : "",
	    another ? "that person's" : "your");
	if (given > 0)
		sar_prose_printf(out,
		    "Yes, we hold personal data about %s in recordings of "
		    "calls. %zu recording%s with this letter.",
		    another ? "that person" : "you", given,
		    given == 1 ? " comes" : "s come");
	else if (plan->n > 0)
		sar_prose_printf(out,
		    "This answer tells you of %zu call%s or recording%s. There "
		    "is no recording that we can give you. Section 3 says why, "
		    "for each.",
		    plan->n, plan->n == 1 ? "" : "s", plan->n == 1 ? "" : "s");
	else
		sar_prose_printf(out,
		    "By what you told us, there is no recording of a call that "
		    "we have to tell you of.");
	/* In every answer, so that it tells nothing of any (reference 1.6). */
	sar_prose_printf(out,
	    "In rare cases the law lets us neither confirm nor deny that we "
	    "hold something. We say so in every answer that we send. It does "
	    "not mean that there is such a thing here.");
}

static const char *
numbers_of(const struct sar_letter *letter)
{
	bool one = letter->request->n_numbers == 1;

	if (sar_letter_another(letter))
		return one ? "this telephone number of that person"
			   : "these telephone numbers of that person";
	return one ? "this telephone number of yours"
		   : "these telephone numbers of yours";
}

/* Which days; the numbers come after it. */
static void
add_days(struct sar_buf *out, const struct sar_request *request,
    const char *numbers)
{
	char from[SAR_PROSE_DATE];
	char to[SAR_PROSE_DATE];
	size_t i;

	sar_prose_date(request->from, from);
	sar_prose_date(request->to, to);
	if (request->n_ranges <= 1) {
		sar_prose_printf(out,
		    "We searched the index of our recorded calls for calls to "
		    "and from %s, from %s to %s, both days included:",
		    numbers, from, to);
		return;
	}
	sar_prose_printf(out,
	    "We searched the index of our recorded calls for calls on these "
	    "days, the first and the last of each included:");
	for (i = 0; i < request->n_ranges; i++) {
		sar_prose_date(request->ranges[i].from, from);
		sar_prose_date(request->ranges[i].to, to);
		sar_buf_printf(out, "  %s to %s\r\n", from, to);
	}
	sar_prose_line(out);
	sar_prose_printf(out, "to and from %s:", numbers);
}

static void
add_search(struct sar_buf *out, const struct sar_letter *letter)
{
	const struct sar_request *request = letter->request;
	size_t i;

	sar_prose_heading(out, "2. What we searched for");
	add_days(out, request, numbers_of(letter));
	for (i = 0; i < request->n_numbers; i++)
		sar_buf_printf(out, "  %s\r\n", request->numbers[i].digits);
	sar_prose_line(out);
	sar_prose_printf(out,
	    "Where a call was passed on, we followed it to all its parts. "
	    "What counts is what we held on the day your request came. Calls "
	    "on other days are outside what you asked for. Ask us if you want "
	    "those too.");
	sar_prose_printf(out,
	    "Calls %s made from another telephone, or without showing %s "
	    "number, cannot be found in this way. If there were any, tell us "
	    "the number, or the day and time, and we will look again. This "
	    "search was for recordings of calls, not for letters, e-mails or "
	    "notes.",
	    sar_letter_another(letter) ? "that person" : "you",
	    sar_letter_another(letter) ? "the" : "your");
}

/* A person who has two answers must know which one holds. */
static int
add_correction(struct sar_buf *out, const struct sar_letter *letter,
    struct sar_err *err)
{
	const struct sar_letter_correction *of = letter->corrects;
	char date[SAR_PROSE_DATE];

	if (of == NULL)
		return 0;
	if (of->why == NULL || of->why[strspn(of->why, " \t\r\n")] == '\0')
		return sar_err_set(err, SAR_EINPUT,
		    "letter: a corrected answer has to say why");
	sar_prose_date(of->date, date);
	sar_prose_heading(out, "This answer takes the place of another");
	sar_prose_printf(out,
	    "We answered this request before, in our letter of %s with the "
	    "reference %s. That answer was not right. Please use this one in "
	    "its place.",
	    date, of->ref);
	sar_prose_printf(out, "What was not right:");
	sar_prose_lines(out, "  ", of->why);
	sar_prose_line(out);
	return 0;
}

/* The parts of the letter that are made, and not written. */
static int
make_blocks(const struct sar_letter *letter,
    struct sar_buf blocks[SAR_NOTICE_BLOCKS], struct sar_err *err)
{
	struct sar_buf *account = &blocks[SAR_NOTICE_ACCOUNT];
	struct sar_buf *rights = &blocks[SAR_NOTICE_RIGHTS];
	int i;

	if (add_correction(&blocks[SAR_NOTICE_CORRECTION], letter, err) == -1)
		return -1;
	add_answer(&blocks[SAR_NOTICE_OUR_ANSWER], letter);
	add_files(&blocks[SAR_NOTICE_FILES], letter);
	add_search(&blocks[SAR_NOTICE_SEARCH], letter);
	sar_letter_found(account, letter);
	sar_letter_taken_out(account, letter);
	sar_letter_about(rights, letter);
	sar_letter_rights(rights, letter);
	for (i = 0; i < SAR_NOTICE_BLOCKS; i++)
		if (sar_buf_check(&blocks[i], err) == -1)
			return -1;
	return 0;
}

char *
sar_letter_text(const struct sar_letter *letter, struct sar_err *err)
{
	const struct sar_request *request = letter->request;
	struct sar_notice notice = {
		.profile = letter->profile,
		.ref = request->ref,
		.name = request->name,
		.agent = request->agent,
		.date = letter->date,
		.received = request->received,
		.months = letter->months,
	};
	struct sar_buf blocks[SAR_NOTICE_BLOCKS] = { SAR_BUF_INIT };
	char *text = NULL;
	int i;

	if (sar_letter_check(letter->profile, err) == -1)
		return NULL;
	if (make_blocks(letter, blocks, err) == 0) {
		for (i = 0; i < SAR_NOTICE_BLOCKS; i++)
			notice.blocks[i] = blocks[i].data;
		text = sar_notice_text(sar_letter_packaged(letter->plan)
					   ? SAR_NOTICE_ANSWER
					   : SAR_NOTICE_NIL,
		    letter->template, &notice, err);
	}
	for (i = 0; i < SAR_NOTICE_BLOCKS; i++)
		sar_buf_free(&blocks[i]);
	return text;
}

void
sar_letter_day(struct sar_date date, char out[SAR_LETTER_DAY])
{
	sar_prose_date(date, out);
}
