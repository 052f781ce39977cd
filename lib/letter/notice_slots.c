/* Which placeholders there are, and which letter has which. */
#include <string.h>

#include "letter/notice_state.h"

#define BIT(kind) (UINT32_C(1) << SAR_NOTICE_##kind)
#define ALL ((UINT32_C(1) << SAR_NOTICES) - 1)
#define COMPLAINTS (BIT(COMPLAINT_ACKNOWLEDGEMENT) | BIT(COMPLAINT_OUTCOME))
#define ANSWERS (BIT(ANSWER) | BIT(NIL))
#define CASE (ALL & ~COMPLAINTS) /* of a request */
#define STEPS (CASE & ~ANSWERS)
#define NONE 0

static const struct {
	const char *name;
	enum sar_slot_form form;
	uint32_t has;  /* kinds of letter */
	uint32_t need; /* of these, which cannot do without */
	const char *what;
} slots[SLOTS] = {
	[SLOT_ORGANISATION] = { "organisation", SAR_SLOT_WORDS, ALL, ALL,
	    "the organisation's name" },
	[SLOT_CONTROLLER] = { "controller", SAR_SLOT_WORDS, ALL, NONE,
	    "its name and postal address, from [profile]" },
	[SLOT_CONTACT] = { "contact", SAR_SLOT_LINES, ALL, STEPS | COMPLAINTS,
	    "whom to ask, from [profile]" },
	[SLOT_NAME] = { "name", SAR_SLOT_WORDS, ALL, NONE,
	    "who asked, or complains, if the case says it" },
	[SLOT_AGENT] = { "agent", SAR_SLOT_WORDS, ALL, NONE,
	    "who asked on their behalf, if somebody did" },
	[SLOT_REFERENCE] = { "reference", SAR_SLOT_WORDS, ALL, CASE,
	    "of the case" },
	[SLOT_DATE] = { "date", SAR_SLOT_WORDS, ALL, ALL, "of the letter" },
	[SLOT_RECEIVED] = { "received", SAR_SLOT_WORDS, CASE,
	    BIT(ACKNOWLEDGEMENT) | BIT(EXTENSION) | BIT(REFUSAL) | ANSWERS,
	    "the day the request came" },
	[SLOT_DEADLINE] = { "deadline", SAR_SLOT_WORDS, STEPS & ~BIT(REFUSAL),
	    STEPS & ~BIT(REFUSAL),
	    "by when we answer, and what that waits for, in sentences" },
	[SLOT_DUE] = { "due", SAR_SLOT_WORDS, STEPS & ~BIT(REFUSAL), NONE,
	    "the day we answer by, if nothing has to come first and it is not "
	    "past" },
	[SLOT_LATEST] = { "latest", SAR_SLOT_WORDS, STEPS & ~BIT(REFUSAL), NONE,
	    "the law's last day, if it is a later one" },
	[SLOT_NEEDS_IDENTITY] = { "needs-identity", SAR_SLOT_WORDS, STEPS, NONE,
	    "\"yes\": we wait for proof of who they are" },
	[SLOT_NEEDS_AUTHORITY] = { "needs-authority", SAR_SLOT_WORDS, STEPS,
	    NONE, "\"yes\": we wait for a representative's authority" },
	[SLOT_NEEDS_FEE] = { "needs-fee", SAR_SLOT_WORDS, STEPS, NONE,
	    "\"yes\": we wait for a fee" },
	[SLOT_MAY_IDENTITY] = { "may-need-identity", SAR_SLOT_WORDS,
	    BIT(ACKNOWLEDGEMENT), NONE,
	    "\"yes\": nobody has said yet whether we need that proof" },
	[SLOT_MAY_AUTHORITY] = { "may-need-authority", SAR_SLOT_WORDS,
	    BIT(ACKNOWLEDGEMENT), NONE,
	    "\"yes\": nobody has said yet whether there is authority" },
	[SLOT_FORM_KNOWN] = { "form-known", SAR_SLOT_WORDS,
	    BIT(ACKNOWLEDGEMENT), NONE,
	    "\"yes\": they said in what form they want the recordings" },
	[SLOT_NEEDS_KNOWN] = { "needs-known", SAR_SLOT_WORDS,
	    BIT(ACKNOWLEDGEMENT), NONE,
	    "\"yes\": they said in what form they need our letters" },
	[SLOT_HELD] = { "held", SAR_SLOT_WORDS, COMPLAINTS, NONE,
	    "\"yes\": what it is about, if there is anything, is kept" },
	[SLOT_QUESTION] = { "question", SAR_SLOT_LINES, BIT(CLARIFICATION),
	    BIT(CLARIFICATION), "what we need to know" },
	[SLOT_GROUND] = { "ground", SAR_SLOT_WORDS,
	    BIT(EXTENSION) | BIT(FEE) | BIT(REFUSAL),
	    BIT(EXTENSION) | BIT(FEE) | BIT(REFUSAL),
	    "what the law allows it for, in sentences" },
	[SLOT_REASONS] = { "reasons", SAR_SLOT_LINES,
	    BIT(EXTENSION) | BIT(FEE) | BIT(REFUSAL),
	    BIT(EXTENSION) | BIT(FEE) | BIT(REFUSAL),
	    "why, as somebody wrote it for this case" },
	[SLOT_AMOUNT] = { "amount", SAR_SLOT_WORDS, BIT(FEE), BIT(FEE),
	    "of the fee, in pounds" },
	[SLOT_COMPLAINT] = { "complaint", SAR_SLOT_WORDS, COMPLAINTS,
	    COMPLAINTS, "its reference" },
	[SLOT_COMPLAINED] = { "complained", SAR_SLOT_WORDS, COMPLAINTS,
	    COMPLAINTS, "the day the complaint came" },
	[SLOT_OUTCOME] = { "outcome", SAR_SLOT_WORDS, BIT(COMPLAINT_OUTCOME),
	    BIT(COMPLAINT_OUTCOME), "of the complaint, in a sentence" },
	[SLOT_DECISION] = { "decision", SAR_SLOT_LINES, BIT(COMPLAINT_OUTCOME),
	    BIT(COMPLAINT_OUTCOME),
	    "what was decided and done, as somebody wrote it" },
	[SLOT_NOTE] = { "note", SAR_SLOT_LINES,
	    BIT(ACKNOWLEDGEMENT) | BIT(IDENTITY) | BIT(AUTHORITY) |
		BIT(COMPLAINT_ACKNOWLEDGEMENT),
	    NONE, "what somebody added for this case, if they did" },
	[SLOT_COMPLAINT_ROUTE] = { "complaint-route", SAR_SLOT_LINES,
	    STEPS | BIT(COMPLAINT_ACKNOWLEDGEMENT),
	    BIT(EXTENSION) | BIT(FEE) | BIT(REFUSAL),
	    "how to complain to us, from [profile]" },
	[SLOT_REGULATOR] = { "regulator", SAR_SLOT_LINES, STEPS | COMPLAINTS,
	    BIT(EXTENSION) | BIT(FEE) | BIT(REFUSAL) | COMPLAINTS,
	    "how to complain to the regulator, from [profile]" },
	[SLOT_COURT] = { "court", SAR_SLOT_WORDS, STEPS | COMPLAINTS,
	    BIT(EXTENSION) | BIT(FEE) | BIT(REFUSAL) | BIT(COMPLAINT_OUTCOME),
	    "that a court can be asked, in a sentence" },
	[SLOT_ABOUT] = { "about", SAR_SLOT_BLOCK, BIT(CLARIFICATION), NONE,
	    "what Article 15 wants told that waits for nothing" },
	[SLOT_CORRECTION] = { "correction", SAR_SLOT_BLOCK, ANSWERS, ANSWERS,
	    "which answer it takes the place of, and why, if it does" },
	[SLOT_OUR_ANSWER] = { "our-answer", SAR_SLOT_BLOCK, ANSWERS, ANSWERS,
	    "section 1" },
	[SLOT_FILES] = { "files", SAR_SLOT_BLOCK, BIT(ANSWER), BIT(ANSWER),
	    "what is in the package" },
	[SLOT_SEARCH] = { "search", SAR_SLOT_BLOCK, ANSWERS, ANSWERS,
	    "section 2: what was searched for" },
	[SLOT_ACCOUNT] = { "account", SAR_SLOT_BLOCK, ANSWERS, ANSWERS,
	    "sections 3 and 4: what was found, and what was taken out" },
	[SLOT_RIGHTS] = { "rights", SAR_SLOT_BLOCK, ANSWERS, ANSWERS,
	    "sections 5 to 7: Article 15 (1) and (2), rights, complaints" },
};

size_t
sar_notice_slots(enum sar_notice_kind kind, struct sar_slot out[SLOTS],
    enum notice_slot which[SLOTS])
{
	uint32_t bit = UINT32_C(1) << kind;
	size_t n = 0;
	int i;

	for (i = 0; i < SLOTS; i++) {
		if ((slots[i].has & bit) == 0)
			continue;
		out[n].name = slots[i].name;
		out[n].form = slots[i].form;
		out[n].required = (slots[i].need & bit) != 0;
		which[n++] = (enum notice_slot)i;
	}
	return n;
}

const char *
sar_notice_what(enum notice_slot slot)
{
	return slots[slot].what;
}

bool
sar_notice_slot(enum sar_notice_kind kind, size_t n,
    struct sar_notice_slot *out)
{
	struct sar_slot all[SLOTS];
	enum notice_slot which[SLOTS];

	if (n >= sar_notice_slots(kind, all, which))
		return false;
	out->name = all[n].name;
	out->what = sar_notice_what(which[n]);
	out->required = all[n].required;
	out->alone = all[n].form != SAR_SLOT_WORDS;
	return true;
}
