/* Records of decisions: what they must say, and what cannot be. */
#include "marks_bench.h"

#include "marks/decision.h"

#define FACTORS(id)                                                      \
	"decision." id ".without-identifying: no\n"                      \
	"decision." id ".information: their health\n"                    \
	"decision." id ".confidentiality: n/a\n"                         \
	"decision." id ".steps: none\ndecision." id ".capability: n/a\n" \
	"decision." id ".refusal: n/a\n"
#define WHO(id) "decision." id ".by: u7\ndecision." id ".on: 2026-10-13\n"
#define REDACT(id)                                      \
	"decision." id ".outcome: redact\n" FACTORS(id) \
	    WHO(id) "decision." id ".consent: not-sought\n"
#define LABEL "1.000000\t2.000000\tTP\n"

static struct sar_marks *
parse(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks = sar_marks_parse("m", text, strlen(text),
	    &err);

	if (marks == NULL)
		fail_msg("%s", err.msg);
	return marks;
}

static void
a_record_to_redact_holds_for_the_label_that_names_none(void **state)
{
	struct sar_marks *marks = parse(HEAD REDACT("1") "\n" LABEL);
	struct sar_err err = SAR_ERR_INIT;
	char *text;

	(void)state;
	assert_int_equal(marks->n_decisions, 1);
	assert_string_equal(marks->decisions[0].id, "1");
	assert_string_equal(marks->decisions[0].field[SAR_FIELD_INFORMATION],
	    "their health");
	assert_null(marks->decisions[0].field[SAR_FIELD_PREJUDICE]);
	assert_int_equal(sar_decision_of(marks, &marks->marks[0]), 0);
	/* As written, in the order of the manual. */
	text = sar_marks_format(marks, &err);
	assert_string_equal(text,
	    HEAD "decision.1.outcome: redact\n"
		 "decision.1.without-identifying: no\n"
		 "decision.1.consent: not-sought\n"
		 "decision.1.information: their health\n"
		 "decision.1.confidentiality: n/a\ndecision.1.steps: none\n"
		 "decision.1.capability: n/a\ndecision.1.refusal: n/a\n"
		 "decision.1.by: u7\ndecision.1.on: 2026-10-13\n\n" LABEL);
	free(text);
	sar_marks_free(marks);
}

static void
each_thing_the_law_asks_for_has_to_be_there(void **state)
{
	static const char *const fields[] = { "outcome", "without-identifying",
		"consent", "information", "confidentiality", "steps",
		"capability", "refusal", "by", "on" };
	char text[2048], key[64], msg[128];
	char *at;
	char *end;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s",
		    HEAD REDACT("1") "\n" LABEL);
		(void)snprintf(key, sizeof(key), "decision.1.%s:", fields[i]);
		at = strstr(text, key);
		assert_non_null(at);
		end = strchr(at, '\n') + 1;
		memmove(at, end, strlen(end) + 1);
		(void)snprintf(msg, sizeof(msg),
		    "m: line 6: the decision has no \"%s\"", fields[i]);
		assert_marks_refused(text, msg);
	}
}

static void
an_answer_to_the_question_of_consent_has_a_date_and_a_place(void **state)
{
	(void)state;
	assert_marks_refused(HEAD
	    "decision.1.outcome: redact\n" FACTORS("1")
		WHO("1") "decision.1.consent: refused\n\n" LABEL,
	    "m: line 6: consent was refused, so refusal is not n/a");
	assert_marks_refused(HEAD "decision.1.outcome: disclose\n" FACTORS("1")
				 WHO("1") "decision.1.consent: given\n\n",
	    "m: line 6: the decision has no \"consent-date\"");
	assert_marks_refused(HEAD
	    "decision.1.outcome: disclose\n" FACTORS("1")
		WHO("1") "decision.1.consent: given\n"
			 "decision.1.consent-date: 2026-10-01\n\n",
	    "m: line 6: the decision has no \"consent-evidence\"");
	assert_marks_refused(HEAD "decision.1.outcome: disclose\n" FACTORS("1")
				 WHO("1") "decision.1.consent: not-capable\n\n",
	    "m: line 6: they cannot consent, so capability is not n/a");
}

static void
who_consented_is_not_cut_out(void **state)
{
	(void)state;
	assert_marks_refused(HEAD
	    "decision.1.outcome: redact\n" FACTORS("1")
		WHO("1") "decision.1.consent: given\n"
			 "decision.1.consent-date: 2026-10-01\n"
			 "decision.1.consent-evidence: letter 4\n\n" LABEL,
	    "m: line 6: they consented, so withholding it is not reasonable");
	/* With it, the factors need not be weighed. */
	sar_marks_free(parse(HEAD
	    "decision.1.outcome: disclose\n"
	    "decision.1.without-identifying: no\n"
	    "decision.1.consent: given\ndecision.1.consent-date: 2026-10-01\n"
	    "decision.1.consent-evidence: letter 4\n" WHO("1") "\n"));
	assert_marks_refused(HEAD
	    "decision.1.outcome: disclose\n"
	    "decision.1.without-identifying: no\n"
	    "decision.1.consent: not-sought\n" WHO("1") "\n",
	    "m: line 6: the decision has no \"information\"");
}

static void
labels_and_records_fit_each_other(void **state)
{
	struct sar_marks *marks;
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_marks_refused(HEAD REDACT("1") "\n",
	    "m: line 6: no label rests on this decision to redact");
	assert_marks_refused(HEAD
	    "decision.1.outcome: disclose\ndecision.1.consent: "
	    "not-sought\n" FACTORS("1") WHO("1") "\n" LABEL,
	    "m: line 17: cuts what the decision is to disclose");
	marks = parse(HEAD REDACT("B") "\n" LABEL);
	(void)snprintf(marks->marks[0].decision, SAR_DECISION_ID, "A");
	assert_int_equal(sar_decision_check(marks, &err), -1);
	assert_string_equal(err.msg,
	    "m: line 17: rests on a decision that is not there");
	(void)snprintf(marks->marks[0].decision, SAR_DECISION_ID, "B");
	assert_int_equal(sar_decision_check(marks, &err), 0);
	sar_marks_free(marks);
	/* Two, and the label names none: to be decided still, not guessed. */
	assert_marks_refused(HEAD REDACT("B") REDACT("A") "\n" LABEL,
	    "m: line 16: no label rests on this decision to redact");
	/* Nobody has decided yet: that is for the plan. */
	marks = parse(HEAD "\n" LABEL);
	assert_int_equal(sar_decision_of(marks, &marks->marks[0]), -1);
	sar_marks_free(marks);
}

static void
a_provision_with_a_test_of_prejudice_needs_its_note(void **state)
{
	static const struct {
		const char *code;
		bool note;
	} rows[] = {
		{ "CRIME", true },
		{ "CRIME-RISK", true },
		{ "PUBLIC-FN", true },
		{ "REG", true },
		{ "MGMT", true },
		{ "NEG", true },
		{ "SW-HARM", true },
		{ "CHILD", true },
		{ "LPP", false },
		{ "REF", false },
	};
	char text[1024];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)snprintf(text, sizeof(text),
		    "%sdecision.1.outcome: redact\n%s\n1\t2\t%s\n", HEAD,
		    WHO("1"), rows[i].code);
		if (rows[i].note)
			assert_marks_refused(text,
			    "m: line 10: the decision has no \"prejudice\"");
		else
			sar_marks_free(parse(text));
		(void)snprintf(text, sizeof(text),
		    "%sdecision.1.outcome: redact\n"
		    "decision.1.prejudice: it would warn them\n%s\n1\t2\t%s\n",
		    HEAD, WHO("1"), rows[i].code);
		sar_marks_free(parse(text));
	}
	assert_marks_refused(HEAD
	    "decision.1.outcome: redact\n"
	    "decision.1.prejudice: it would\n" WHO("1") "\n"
							"1\t2\tTP\n",
	    "m: line 11: the decision has no \"without-identifying\"");
}

static void
each_slip_in_a_record_is_named_by_line(void **state)
{
	char text[1024];
	char note[600];

	(void)state;
	assert_marks_refused(HEAD "decision.1.outcome: maybe\n\n",
	    "m: line 6: outcome: expected redact or disclose");
	assert_marks_refused(HEAD "decision.1.consent: yes\n\n",
	    "m: line 6: consent: expected given, refused, not-sought or "
	    "not-capable");
	assert_marks_refused(HEAD "decision.1.on: 2026-02-30\n\n",
	    "m: line 6: on: expected a date, YYYY-MM-DD");
	assert_marks_refused(HEAD "decision.1.by: J. Smith\n\n",
	    "m: line 6: by: expected a staff id of up to 32 letters, digits, "
	    ". _ or -");
	assert_marks_refused(HEAD "decision.1.steps:\n\n",
	    "m: line 6: steps: expected a note or n/a");
	assert_marks_refused(HEAD "decision.1.steps: a\tb\n\n",
	    "m: line 6: steps: expected a note or n/a");
	assert_marks_refused(HEAD "decision.1.why: x\n\n",
	    "m: line 6: unknown key");
	assert_marks_refused(HEAD
	    "decision.1.steps: a\ndecision.1.steps: a\n\n",
	    "m: line 7: this key was given before");
	assert_marks_refused(HEAD "decision.123456789.steps: a\n\n",
	    "m: line 6: expected decision.ID.FIELD, the ID up to 8 letters "
	    "and digits");
	assert_marks_refused(HEAD "decision.a-b.steps: a\n\n",
	    "m: line 6: expected decision.ID.FIELD, the ID up to 8 letters "
	    "and digits");
	assert_marks_refused(HEAD "decision.1: a\n\n",
	    "m: line 6: expected decision.ID.FIELD, the ID up to 8 letters "
	    "and digits");
	memset(note, 'x', sizeof(note));
	note[501] = '\0';
	(void)snprintf(text, sizeof(text), "%sdecision.1.steps: %s\n\n", HEAD,
	    note);
	assert_marks_refused(text, "m: line 6: longer than 500 bytes");
}

static void
who_is_not_the_requester_needs_no_decision(void **state)
{
	(void)state;
	assert_marks_refused("sar-marks: 1\nrecording: sha256:" HEX64
			     "\nspeaker: other\nreviewer: u1\n"
			     "reviewed: 2026-10-12\n" REDACT("1") "\n",
	    "m: line 6: speaker other withholds all of the recording, so "
	    "there can be no decisions");
}

static void
records_as_people_write_them_are_read_by_block(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbf# why\r\nid: NEIGHB\r\noutcome: redact\r\n\r\n\r\n"
	    "# and\r\noutcome: disclose\r\nsteps:  we   wrote \r\n";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };

	(void)state;
	assert_int_equal(sar_decision_read("d", text, sizeof(text) - 1, &marks,
			     &err),
	    0);
	assert_int_equal(marks.n_decisions, 2);
	assert_string_equal(marks.decisions[0].id, "NEIGHB");
	assert_int_equal(marks.decisions[0].line, 2);
	assert_string_equal(marks.decisions[1].id, "2");
	assert_string_equal(marks.decisions[1].field[SAR_FIELD_STEPS],
	    "we   wrote");
	sar_decision_free(&marks);
	assert_int_equal(marks.n_decisions, 0);
}

static void
assert_file_refused(const char *text, const char *msg)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };

	assert_int_equal(sar_decision_read("d", text, strlen(text), &marks,
			     &err),
	    -1);
	assert_string_equal(err.msg, msg);
	assert_null(marks.decisions);
}

static void
a_file_of_records_that_cannot_be_read_leaves_nothing(void **state)
{
	(void)state;
	assert_file_refused("", "d: no decision in it");
	assert_file_refused("# nothing\n\n", "d: no decision in it");
	assert_file_refused("outcome: redact\nnonsense\n",
	    "d: line 2: expected field: text");
	assert_file_refused("id: a\n\nid: a\n",
	    "d: line 3: id: another decision is called so");
	assert_file_refused("id: 2\n\nsteps: a\n",
	    "d: line 3: two decisions have one id");
	assert_file_refused("id: a b\n",
	    "d: line 1: id: expected up to 8 letters and digits");
	assert_file_refused(sar_decision_template(),
	    "d: line 7: outcome: expected redact or disclose");
}

static void
no_more_than_64_records(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };
	char text[2048];
	size_t used = 0;
	int i;

	(void)state;
	for (i = 0; i < 65; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used,
		    "steps: a\n\n");
	assert_int_equal(sar_decision_read("d", text, used - 11, &marks, &err),
	    0);
	assert_int_equal(marks.n_decisions, 64);
	assert_string_equal(marks.decisions[63].id, "64");
	sar_decision_free(&marks);
	assert_file_refused(text, "d: line 129: more than 64 decisions");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_record_to_redact_holds_for_the_label_that_names_none),
		cmocka_unit_test(each_thing_the_law_asks_for_has_to_be_there),
		cmocka_unit_test(
		    an_answer_to_the_question_of_consent_has_a_date_and_a_place),
		cmocka_unit_test(who_consented_is_not_cut_out),
		cmocka_unit_test(labels_and_records_fit_each_other),
		cmocka_unit_test(
		    a_provision_with_a_test_of_prejudice_needs_its_note),
		cmocka_unit_test(each_slip_in_a_record_is_named_by_line),
		cmocka_unit_test(who_is_not_the_requester_needs_no_decision),
		cmocka_unit_test(
		    records_as_people_write_them_are_read_by_block),
		cmocka_unit_test(
		    a_file_of_records_that_cannot_be_read_leaves_nothing),
		cmocka_unit_test(no_more_than_64_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
