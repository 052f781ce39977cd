/*
 * What an organisation begins with.  Short sentences and everyday words: a
 * test counts both.  What the law wants said is in placeholders, which a
 * template has to keep; what is between them is the organisation's.  What was
 * found no letter before the answer tells, nor that anything was: whoever asked
 * may be somebody else, and of some things nobody may know (sar-marks(5)).
 */
#include "letter/notice_texts.h"

/* Who writes, and where letters reach them: what is said below rests on it. */
#define WHO                \
	"{{controller}}\n" \
	"{{contact}}\n\n"

/* Who asked is who is written to. */
#define TO                                                 \
	"{{#agent}}\n"                                     \
	"To: {{agent}}\n"                                  \
	"{{#name}}About the calls of: {{name}}{{/name}}\n" \
	"{{/agent}}\n"                                     \
	"{{^agent}}\n"                                     \
	"{{#name}}To: {{name}}{{/name}}\n"                 \
	"{{/agent}}\n"

#define HEAD                                                               \
	WHO "CONFIDENTIAL: for the person it is addressed to, only\n\n" TO \
	    "{{#reference}}Our reference: {{reference}}{{/reference}}\n"

#define DATE "Date of this letter: {{date}}\n\n"

#define ABOUT_TIME "## When we will answer\n\n{{deadline}}\n\n"

#define ASK_US                                          \
	"## If you want to ask us something\n\n"        \
	"Please give our reference, {{reference}}.\n\n" \
	"{{contact}}\n\n"

#define COMPLAIN                                      \
	"## If you think that this is wrong\n\n"      \
	"Please complain to us first:\n\n"            \
	"{{complaint-route}}\n\n"                     \
	"You can also complain to the regulator:\n\n" \
	"{{regulator}}\n\n"                           \
	"{{court}}\n\n"

#define END "{{organisation}}\n"

#define WHOSE "{{^agent}}you are{{/agent}}{{#agent}}the person is{{/agent}}"

#define YOU_ASKED                                              \
	"You asked for recordings of {{^agent}}your{{/agent}}" \
	"{{#agent}}another person's{{/agent}} telephone calls. "

static const char acknowledgement[] = HEAD DATE
    "# We have your request\n\n" YOU_ASKED
    "Your request came on {{received}}. This letter says what "
    "happens next.{{^needs-fee}} We ask for no "
    "fee.{{/needs-fee}}\n\n" ABOUT_TIME "{{#needs-identity}}\n"
    "## What we need: proof of who " WHOSE "\n\n"
    "We must not give calls to the wrong person. Please send us something "
    "that proves who {{^agent}}you are{{/agent}}{{#agent}}the person is, "
    "whose calls you ask for{{/agent}}. A copy will do. Ask us if you are not "
    "sure what to send.\n\n"
    "{{/needs-identity}}\n"
    "{{#needs-authority}}\n"
    "## What we need: that you may ask for somebody else\n\n"
    "You ask for another person's calls. Please send us something that shows "
    "that you may, such as a letter which that person has signed.\n\n"
    "{{/needs-authority}}\n"
    "{{#may-need-identity}}\n"
    "We may still have to ask you for proof of who " WHOSE ". If so, we "
    "will write to you about it.\n\n"
    "{{/may-need-identity}}\n"
    "{{#may-need-authority}}\n"
    "We may still have to ask you to show us that you may ask for another "
    "person. If so, we will write to you about it.\n\n"
    "{{/may-need-authority}}\n"
    "{{note}}\n\n"
    "## What happens now\n\n"
    "- We look for the calls by the telephone numbers and days that you "
    "gave us.\n"
    "- If we have such recordings, we keep them until we have answered you, "
    "also those that we would have deleted by then.\n"
    "- Somebody listens to each recording before we give it to you. What is "
    "about other people may have to be taken out.\n"
    "- We send you what we can, and say what we cannot send and why.\n\n"
    "## What you can do\n\n"
    "- Tell us about calls from other numbers, or on other days.\n"
    "{{^form-known}}\n"
    "- Tell us in what form you would like to have the recordings.\n"
    "{{/form-known}}\n"
    "{{#form-known}}\n"
    "- You told us in what form you would like to have the recordings. Tell "
    "us if that changes.\n"
    "{{/form-known}}\n"
    "{{^needs-known}}\n"
    "- Tell us if you need our letters in another form, such as large "
    "print.\n"
    "{{/needs-known}}\n"
    "{{#needs-known}}\n"
    "- You told us what you need so that you can use our letters. Tell us "
    "if that changes.\n"
    "{{/needs-known}}\n"
    "- Take your request back, at any time.\n\n" ASK_US END;

static const char identity[] = HEAD DATE
    "# Please show us who " WHOSE "\n\n" YOU_ASKED
    "They can be about private things, so we must be sure that we "
    "give them to the right person. We cannot be sure yet.\n\n"
    "Please send us something that proves who {{^agent}}you are{{/agent}}"
    "{{#agent}}the person is, whose calls you ask for{{/agent}}. A copy will "
    "do; please keep the original. Send no more than is needed for that. Ask "
    "us if you are not sure what to send.\n\n{{note}}\n\n" ABOUT_TIME ASK_US
    "## If you think that we do not need this\n\n"
    "Please tell us why.\n\n"
    "{{complaint-route}}\n\n" END;

static const char authority[] = HEAD DATE
    "# Please show us that you may ask\n\n" YOU_ASKED
    "We may give them to you only if that person wants it, or if "
    "the law lets you act for them.\n\n"
    "Please send us something that shows this. It can be a letter that the "
    "person has signed, or a power of attorney. Living in the same home is "
    "not enough.\n\n{{note}}\n\n" ABOUT_TIME ASK_US
    "## If you think that we do not need this\n\n"
    "Please tell us why.\n\n"
    "{{complaint-route}}\n\n" END;

static const char clarification[] = HEAD DATE
    "# A question about your request\n\n"
    "To find what you asked for, we need to know something from you:\n\n"
    "{{question}}\n\n" ABOUT_TIME "## What we do meanwhile\n\n"
    "We go on with all of your request that does not depend on your answer. "
    "If we have such recordings, we keep them until we have answered you. "
    "What we can tell you already is at the end of this letter.\n\n" ASK_US
    "## If you think that we do not need to ask this\n\n"
    "Please tell us, and say why.\n\n"
    "{{complaint-route}}\n\n"
    "{{about}}\n\n" END;

static const char extension[] = HEAD DATE
    "# We need more time for your request\n\n"
    "Your request came on {{received}}. We cannot answer it within one "
    "month. {{ground}} It gives us up to two months more.\n\n"
    "## Why we need more time\n\n"
    "{{reasons}}\n\n" ABOUT_TIME
    "We will not wait for that day if we are ready before.\n\n" ASK_US COMPLAIN
	END;

static const char fee[] = HEAD DATE
    "# A fee for your request\n\n"
    "We ask you to pay {{amount}} before we go on with your request. "
    "{{ground}} It may be no more than is reasonable for the work.\n\n"
    "## Why we ask for a fee\n\n"
    "{{reasons}}\n\n" ABOUT_TIME
    "You can also change your request, so that there is less to do. Ask us "
    "how, and how to pay.\n\n" ASK_US COMPLAIN END;

static const char refusal[] = HEAD DATE
    "# We refuse your request\n\n"
    "Your request came on {{received}}. We will not give you what you asked "
    "for. {{ground}}\n\n"
    "## Why we refuse\n\n"
    "{{reasons}}\n\n" COMPLAIN ASK_US END;

static const char complaint_acknowledgement[] = HEAD
    "Your complaint: {{complaint}}\n" DATE "# We have your complaint\n\n"
    "Your complaint came on {{complained}}. We look into it now. We will tell "
    "you what we find, and what we do about it, as soon as we can.\n\n"
    "{{#held}}While we do, we keep the recordings that it is about, if there "
    "are any.{{/held}}\n\n"
    "{{note}}\n\n"
    "## If you want to add something, or ask us\n\n"
    "Please give the reference of your complaint, {{complaint}}.\n\n"
    "{{contact}}\n\n"
    "## If you are not content with how we deal with it\n\n"
    "You can complain to the regulator:\n\n"
    "{{regulator}}\n\n" END;

static const char complaint_outcome[] = HEAD
    "Your complaint: {{complaint}}\n" DATE
    "# What we decided on your complaint\n\n"
    "Your complaint came on {{complained}}. {{outcome}}\n\n"
    "## What we found, and what we do about it\n\n"
    "{{decision}}\n\n"
    "## If you are not content with this\n\n"
    "You can complain to the regulator:\n\n"
    "{{regulator}}\n\n"
    "{{court}}\n\n"
    "## If you want to ask us something\n\n"
    "Please give the reference of your complaint, {{complaint}}.\n\n"
    "{{contact}}\n\n" END;

#define ANSWER_HEAD                                               \
	WHO "CONFIDENTIAL: for the person who asked, only\n\n" TO \
	    "Our reference: {{reference}}\n"                      \
	    "Date of this letter: {{date}}\n"                     \
	    "Your request came on: {{received}}\n\n"              \
	    "{{correction}}\n\n"

static const char answer[] = ANSWER_HEAD "{{our-answer}}\n"
					 "{{files}}\n"
					 "{{search}}\n"
					 "{{account}}\n"
					 "{{rights}}\n" END;

static const char nil[] = ANSWER_HEAD "{{our-answer}}\n"
				      "{{search}}\n"
				      "{{account}}\n"
				      "{{rights}}\n" END;

const char *const sar_notice_builtins[SAR_NOTICES] = {
	[SAR_NOTICE_ACKNOWLEDGEMENT] = acknowledgement,
	[SAR_NOTICE_IDENTITY] = identity,
	[SAR_NOTICE_AUTHORITY] = authority,
	[SAR_NOTICE_CLARIFICATION] = clarification,
	[SAR_NOTICE_EXTENSION] = extension,
	[SAR_NOTICE_FEE] = fee,
	[SAR_NOTICE_REFUSAL] = refusal,
	[SAR_NOTICE_COMPLAINT_ACKNOWLEDGEMENT] = complaint_acknowledgement,
	[SAR_NOTICE_COMPLAINT_OUTCOME] = complaint_outcome,
	[SAR_NOTICE_ANSWER] = answer,
	[SAR_NOTICE_NIL] = nil,
};
