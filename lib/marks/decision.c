#include "marks/decision.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/text.h"
#include "marks/marks.h"

#define NOT_APPLICABLE "n/a"

static bool
is_one_of(const char *value, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(value, *words) == 0)
			return true;
	return false;
}

static bool
is_outcome(const char *value)
{
	static const char *const words[] = { "redact", "disclose", NULL };

	return is_one_of(value, words);
}

static bool
is_answer(const char *value)
{
	static const char *const words[] = { "yes", "no", NULL };

	return is_one_of(value, words);
}

static bool
is_consent(const char *value)
{
	static const char *const words[] = { "given", "refused", "not-sought",
		"not-capable", NULL };

	return is_one_of(value, words);
}

static bool
is_date(const char *value)
{
	struct sar_date date;

	return sar_date_parse(value, &date);
}

static bool
is_staff(const char *value)
{
	return sar_text_plain(value, 32);
}

/* A tab in a note would look like a label to a careless reader. */
static bool
is_note(const char *value)
{
	return value[0] != '\0' && strchr(value, '\t') == NULL;
}

/* Of what is neither confirmed nor denied, what covers that. */
static bool
is_parent(const char *value)
{
	const struct sar_basis *basis = sar_basis_find(value);

	return basis != NULL && strcmp(basis->code, SAR_BASIS_NEITHER) != 0;
}

/* The order is that of the enumeration, and of a formatted record. */
static const struct field {
	const char *key;
	bool (*ok)(const char *value);
	const char *expected;
} fields[] = {
	{ "outcome", is_outcome, "outcome: expected redact or disclose" },
	{ "without-identifying", is_answer,
	    "without-identifying: expected yes or no" },
	{ "consent", is_consent,
	    "consent: expected given, refused, not-sought or not-capable" },
	{ "consent-date", is_date,
	    "consent-date: expected a date, YYYY-MM-DD" },
	{ "consent-evidence", is_note,
	    "consent-evidence: expected where the answer is kept" },
	{ "information", is_note, "information: expected a note or n/a" },
	{ "confidentiality", is_note,
	    "confidentiality: expected a note or n/a" },
	{ "steps", is_note, "steps: expected a note or n/a" },
	{ "capability", is_note, "capability: expected a note or n/a" },
	{ "refusal", is_note, "refusal: expected a note or n/a" },
	{ "prejudice", is_note, "prejudice: expected a note" },
	{ "parent", is_parent,
	    "parent: expected the code of a provision, not NEITHER" },
	{ "whole-recording", is_note, "whole-recording: expected a note" },
	{ "by", is_staff,
	    "by: expected a staff id of up to 32 letters, digits, . _ or -" },
	{ "on", is_date, "on: expected a date, YYYY-MM-DD" },
};
_Static_assert(sizeof(fields) / sizeof(fields[0]) == SAR_DECISION_FIELDS,
    "a row for each field");

const char *
sar_decision_key(enum sar_decision_field field)
{
	return fields[field].key;
}

bool
sar_decision_is_id(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (!(text[i] >= '0' && text[i] <= '9') &&
		    !(text[i] >= 'A' && text[i] <= 'Z') &&
		    !(text[i] >= 'a' && text[i] <= 'z'))
			return false;
	return len > 0 && len < SAR_DECISION_ID;
}

const char *
sar_decision_bad(enum sar_decision_field field, const char *value)
{
	return fields[field].ok(value) ? NULL : fields[field].expected;
}

static bool
says(const struct sar_decision_record *record, enum sar_decision_field field,
    const char *word)
{
	return record->field[field] != NULL &&
	       strcmp(record->field[field], word) == 0;
}

/* The key of the first of ${need} that is not there. */
static const char *
first_missing(const struct sar_decision_record *record,
    const enum sar_decision_field *need, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (record->field[need[i]] == NULL)
			return fields[need[i]].key;
	return NULL;
}

static const char *
lacks_consent(const struct sar_decision_record *record)
{
	static const enum sar_decision_field asked[] = { SAR_FIELD_WITHOUT,
		SAR_FIELD_CONSENT };
	static const enum sar_decision_field answered[] = {
		SAR_FIELD_CONSENT_DATE, SAR_FIELD_EVIDENCE
	};
	const char *missing = first_missing(record, asked, 2);

	if (missing != NULL)
		return missing;
	if (says(record, SAR_FIELD_CONSENT, "given") ||
	    says(record, SAR_FIELD_CONSENT, "refused"))
		return first_missing(record, answered, 2);
	return NULL;
}

/* Sch. 2 para. 16(3): regard to be had to at least these. */
static const char *
lacks_factors(const struct sar_decision_record *record)
{
	static const enum sar_decision_field factors[] = {
		SAR_FIELD_INFORMATION, SAR_FIELD_CONFIDENTIAL, SAR_FIELD_STEPS,
		SAR_FIELD_CAPABILITY, SAR_FIELD_REFUSAL
	};
	const char *missing = lacks_consent(record);

	if (missing == NULL)
		missing = first_missing(record, factors, 5);
	return missing;
}

/* Is the record about a third party at all, or of another provision? */
static bool
is_third_party(const struct sar_decision_record *record)
{
	int i;

	for (i = SAR_FIELD_WITHOUT; i <= SAR_FIELD_REFUSAL; i++)
		if (record->field[i] != NULL)
			return true;
	return says(record, SAR_FIELD_OUTCOME, "disclose");
}

static bool
is_neither(const char *code)
{
	return strcmp(code, SAR_BASIS_NEITHER) == 0;
}

const char *
sar_decision_lacks(const struct sar_decision_record *record, const char *basis)
{
	const struct sar_basis *provision = sar_basis_find(basis);

	if (provision != NULL && provision->test == SAR_TEST_FACTORS)
		return lacks_factors(record);
	if (provision != NULL && provision->test == SAR_TEST_PREJUDICE &&
	    record->field[SAR_FIELD_PREJUDICE] == NULL)
		return fields[SAR_FIELD_PREJUDICE].key;
	if (provision == NULL || !is_neither(provision->code))
		return NULL;
	if (record->field[SAR_FIELD_PARENT] == NULL)
		return fields[SAR_FIELD_PARENT].key;
	/* And whatever the parent asks for: it is no other provision. */
	return sar_decision_lacks(record, record->field[SAR_FIELD_PARENT]);
}

/* What cannot be so, or NULL. */
static const char *
contradiction(const struct sar_decision_record *record)
{
	if (says(record, SAR_FIELD_OUTCOME, "redact") &&
	    says(record, SAR_FIELD_CONSENT, "given"))
		return "they consented, so withholding it is not reasonable";
	if (says(record, SAR_FIELD_CONSENT, "refused") &&
	    says(record, SAR_FIELD_REFUSAL, NOT_APPLICABLE))
		return "consent was refused, so refusal is not n/a";
	if (says(record, SAR_FIELD_CONSENT, "not-capable") &&
	    says(record, SAR_FIELD_CAPABILITY, NOT_APPLICABLE))
		return "they cannot consent, so capability is not n/a";
	return NULL;
}

/* The fault is the record's, wherever that is. */
static int
bad_record(const struct sar_marks *marks,
    const struct sar_decision_record *record, const char *why,
    struct sar_err *err)
{
	if (marks->place != NULL)
		return sar_err_set(err, SAR_EINPUT, "%s: decision %u: %s",
		    marks->name, record->line, why);
	if (marks->decided == NULL)
		return sar_marks_bad(marks, record->line, why, err);
	return sar_err_set(err, SAR_EINPUT, "%s: line %u: decision %s: %s",
	    marks->decided, record->line, record->id, why);
}

/* For the cut of ${mark}, or for any when that is NULL. */
static int
lacking(const struct sar_marks *marks, const struct sar_decision_record *record,
    const struct sar_mark *mark, const char *key, struct sar_err *err)
{
	char why[64];

	(void)snprintf(why, sizeof(why), "the decision has no \"%s\"", key);
	if (mark != NULL && marks->decided == NULL)
		return sar_marks_bad(marks, mark->line, why, err);
	return bad_record(marks, record, why, err);
}

static int
check_record(const struct sar_marks *marks,
    const struct sar_decision_record *record, struct sar_err *err)
{
	static const enum sar_decision_field always[] = { SAR_FIELD_OUTCOME,
		SAR_FIELD_BY, SAR_FIELD_ON };
	const char *missing = first_missing(record, always, 3);
	const char *why;

	if (missing == NULL && is_third_party(record))
		missing = says(record, SAR_FIELD_CONSENT, "given")
			      ? lacks_consent(record)
			      : lacks_factors(record);
	if ((why = contradiction(record)) != NULL)
		return bad_record(marks, record, why, err);
	if (missing != NULL)
		return lacking(marks, record, NULL, missing, err);
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct sar_decision_record *x = a;
	const struct sar_decision_record *y = b;

	return strcmp(x->id, y->id);
}

int
sar_decision_of(const struct sar_marks *marks, const struct sar_mark *mark)
{
	int only = -1;
	size_t i;

	for (i = 0; i < marks->n_decisions; i++) {
		if (mark->decision[0] != '\0') {
			if (strcmp(marks->decisions[i].id, mark->decision) == 0)
				return (int)i;
		} else if (says(&marks->decisions[i], SAR_FIELD_OUTCOME,
			       "redact")) {
			if (only != -1)
				return -1;
			only = (int)i;
		}
	}
	return only;
}

static int
check_mark(const struct sar_marks *marks, const struct sar_mark *mark,
    uint64_t *used, struct sar_err *err)
{
	int of = sar_decision_of(marks, mark);
	const struct sar_decision_record *record;
	const char *missing;

	if (of == -1 && mark->decision[0] != '\0')
		return sar_marks_bad(marks, mark->line,
		    "rests on a decision that is not there", err);
	if (of == -1 && is_neither(mark->basis))
		return sar_marks_bad(marks, mark->line,
		    "NEITHER has to rest on a decision", err);
	if (of == -1) {
		/* To be decided still; unless all is decided, to disclose. */
		if (marks->n_decisions == 1)
			return sar_marks_bad(marks, mark->line,
			    "cuts what the decision is to disclose", err);
		return 0;
	}
	record = &marks->decisions[of];
	if (!says(record, SAR_FIELD_OUTCOME, "redact"))
		return sar_marks_bad(marks, mark->line,
		    "cuts what the decision is to disclose", err);
	if ((missing = sar_decision_lacks(record, mark->basis)) != NULL)
		return lacking(marks, record, mark, missing, err);
	*used |= UINT64_C(1) << of;
	return 0;
}

bool
sar_marks_neither(const struct sar_marks *marks)
{
	size_t i;

	for (i = 0; i < marks->n; i++)
		if (is_neither(marks->marks[i].basis))
			return true;
	return false;
}

/* What is not told of at all has no part that is. */
static int
check_neither(const struct sar_marks *marks, struct sar_err *err)
{
	const struct sar_mark *mark;
	size_t i;

	if (!sar_marks_neither(marks))
		return 0;
	for (i = 0; i < marks->n; i++) {
		mark = &marks->marks[i];
		if (!is_neither(mark->basis))
			return sar_marks_bad(marks, mark->line,
			    "NEITHER is of all of a recording, and goes with "
			    "no other provision",
			    err);
		if (mark->channels != 0)
			return sar_marks_bad(marks, mark->line,
			    "NEITHER is of all of a recording, on every "
			    "channel",
			    err);
	}
	return 0;
}

int
sar_decision_check(struct sar_marks *marks, struct sar_err *err)
{
	uint64_t used = 0;
	size_t i;

	if (marks->n_decisions > 0)
		qsort(marks->decisions, marks->n_decisions,
		    sizeof(*marks->decisions), by_id);
	/* What is not settled may not be whole yet: nothing rests on it. */
	if (marks->standing != SAR_STANDING_SETTLED)
		return 0;
	if (check_neither(marks, err) == -1)
		return -1;
	for (i = 0; i < marks->n_decisions; i++)
		if (check_record(marks, &marks->decisions[i], err) == -1)
			return -1;
	for (i = 0; i < marks->n; i++)
		if (check_mark(marks, &marks->marks[i], &used, err) == -1)
			return -1;
	/* A label may have been lost: what was to go would be given away. */
	for (i = 0; i < marks->n_decisions; i++)
		if ((used >> i & 1) == 0 &&
		    says(&marks->decisions[i], SAR_FIELD_OUTCOME, "redact"))
			return bad_record(marks, &marks->decisions[i],
			    "no label rests on this decision to redact", err);
	return 0;
}

void
sar_decision_free(struct sar_marks *marks)
{
	size_t i;
	size_t k;

	for (i = 0; i < marks->n_decisions; i++)
		for (k = 0; k < SAR_DECISION_FIELDS; k++)
			free(marks->decisions[i].field[k]);
	free(marks->decisions);
	free(marks->decided);
	marks->decided = NULL;
	marks->decisions = NULL;
	marks->n_decisions = 0;
}
