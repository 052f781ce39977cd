/* Codes as the log says them, in sentences for who reads the letter. */
#include "letter/notice_state.h"
#include "letter/sections.h"

/* It is for us to show it: UK GDPR Art. 12(5). */
#define MANIFESTLY(how, what)                                        \
	{                                                            \
		how,                                                 \
		    "The law allows " what                           \
		    " where a request is manifestly " how            \
		    " (Article 12(5) of the UK GDPR). It is for us " \
		    "to show that yours is.",                        \
		    NULL                                             \
	}

static const struct sar_letter_meaning extensions[] = {
	{ "complex", "The law allows this for a request that is complex.",
	    NULL },
	{ "numerous",
	    "The law allows this where somebody has made several requests.",
	    NULL },
};

static const struct sar_letter_meaning fees[] = {
	MANIFESTLY("unfounded", "a fee"),
	MANIFESTLY("excessive", "a fee"),
	{ "copies",
	    "The law allows a fee for further copies of what was given before "
	    "(Article 15(3) of the UK GDPR).",
	    NULL },
};

static const struct sar_letter_meaning refusals[] = {
	MANIFESTLY("unfounded", "us to refuse"),
	MANIFESTLY("excessive", "us to refuse"),
	{ "exempt",
	    "The law exempts what you asked for from the right of access.",
	    NULL },
	{ "not-the-person",
	    "We could not establish that you are the person whose calls you "
	    "asked for.",
	    "We could not establish who the person is, whose calls you asked "
	    "for." },
	{ "no-authority",
	    "We could not establish that you may ask for another person's "
	    "calls on their behalf.",
	    NULL },
};

static const struct sar_letter_meaning outcomes[] = {
	{ "upheld", "We uphold your complaint.", NULL },
	{ "partly-upheld", "We uphold your complaint in part.", NULL },
	{ "not-upheld", "We do not uphold your complaint.", NULL },
};

#define MEANING(all, code, another) \
	sar_letter_meaning(all, sizeof(all) / sizeof((all)[0]), code, another)

const char *
sar_notice_ground(enum sar_notice_kind kind, const char *reason, bool another)
{
	if (kind == SAR_NOTICE_EXTENSION)
		return MEANING(extensions, reason, another);
	if (kind == SAR_NOTICE_FEE)
		return MEANING(fees, reason, another);
	return MEANING(refusals, reason, another);
}

const char *
sar_notice_outcome(const char *outcome)
{
	return MEANING(outcomes, outcome, false);
}
