#include <string.h>

#include "base/date.h"
#include "export/review_state.h"
#include "marks/decision.h"

#define ALWAYS "always"
#define FACTORS "factors"

static const char *const outcomes[] = { "redact", "disclose", NULL };
static const char *const answers[] = { "no", "yes", NULL };
static const char *const consents[] = { "not-sought", "given", "refused",
	"not-capable", NULL };

/* In the words of the form; when a field has to be there is for
 * sar_decision_check() to say, and only repeated here. */
static const struct sar_review_field fields[] = {
	[SAR_FIELD_OUTCOME] = { NULL, "Outcome", "choice", outcomes, 0,
	    ALWAYS },
	[SAR_FIELD_WITHOUT] = { NULL,
	    "Can the request be met without identifying them?", "choice",
	    answers, 0, FACTORS },
	[SAR_FIELD_CONSENT] = { NULL, "Their consent", "choice", consents, 0,
	    FACTORS },
	[SAR_FIELD_CONSENT_DATE] = { NULL, "Day of their answer", "date", NULL,
	    0, FACTORS },
	[SAR_FIELD_EVIDENCE] = { NULL, "Where their answer is kept", "note",
	    NULL, 0, FACTORS },
	[SAR_FIELD_INFORMATION] = { NULL, "Type of information", "note", NULL,
	    0, FACTORS },
	[SAR_FIELD_CONFIDENTIAL] = { NULL,
	    "Duty of confidentiality owed to them", "note", NULL, 0, FACTORS },
	[SAR_FIELD_STEPS] = { NULL, "Steps taken to seek consent", "note", NULL,
	    0, FACTORS },
	[SAR_FIELD_CAPABILITY] = { NULL, "Whether they can consent", "note",
	    NULL, 0, FACTORS },
	[SAR_FIELD_REFUSAL] = { NULL, "Express refusal of consent", "note",
	    NULL, 0, FACTORS },
	[SAR_FIELD_PREJUDICE] = { NULL, "What disclosure would harm, and how",
	    "note", NULL, 0, "prejudice" },
	[SAR_FIELD_PARENT] = { NULL,
	    "The exemption that neither confirming nor denying rests on",
	    "choice", NULL, 0, "neither" },
	[SAR_FIELD_WHOLE] = { NULL, "Why all of the recording has to go",
	    "note", NULL, 0, "whole" },
	[SAR_FIELD_BY] = { NULL, "Decided by (staff id)", "staff", NULL, 0,
	    ALWAYS },
	[SAR_FIELD_ON] = { NULL, "Decided on", "date", NULL, 0, ALWAYS },
};
_Static_assert(sizeof(fields) / sizeof(fields[0]) == SAR_DECISION_FIELDS,
    "a row for each field");

static unsigned
max_of(const char *kind)
{
	if (strcmp(kind, "note") == 0)
		return SAR_DECISION_NOTE;
	return strcmp(kind, "date") == 0 ? SAR_DATE_LEN - 1 : 32;
}

static const char *
test_name(enum sar_basis_test test)
{
	static const char *const names[] = {
		[SAR_TEST_NONE] = "none",
		[SAR_TEST_FACTORS] = "factors",
		[SAR_TEST_PREJUDICE] = "prejudice",
	};

	return names[test];
}

static void
ask_bases(struct sar_review_asked *out)
{
	const struct sar_basis *basis;
	size_t parents = 0;
	size_t i;

	for (i = 0; i < SAR_REVIEW_BASES &&
		    (basis = sar_basis_nth(UINT32_MAX, i)) != NULL;
	     i++) {
		out->bases[i].code = basis->code;
		out->bases[i].provision = basis->provision;
		out->bases[i].plain = basis->plain;
		out->bases[i].test = test_name(basis->test);
		if (strcmp(basis->code, SAR_BASIS_NEITHER) != 0)
			out->parents[parents++] = basis->code;
	}
	out->n_bases = i;
	out->parents[parents] = NULL;
}

void
sar_review_ask(struct sar_review_asked *out)
{
	int i;

	ask_bases(out);
	for (i = 0; i < SAR_DECISION_FIELDS; i++) {
		out->fields[i] = fields[i];
		out->fields[i].key =
		    sar_decision_key((enum sar_decision_field)i);
		out->fields[i].max = max_of(fields[i].kind);
	}
	out->fields[SAR_FIELD_PARENT].choices = out->parents;
}
