/* NEITHER: what such a mark has to rest on, and what it cannot go with. */
#include "marks_bench.h"

#include "marks/decision.h"

#define LABEL "0.000000\t2.000000\tNEITHER\n"
#define SAID                                             \
	"decision.1.outcome: redact\n"                   \
	"decision.1.prejudice: it would warn somebody\n" \
	"decision.1.parent: CRIME\n"
#define WHO "decision.1.by: u7\ndecision.1.on: 2026-10-13\n"

static void
it_has_a_parent_and_a_note_of_prejudice(void **state)
{
	static const char text[] = HEAD SAID WHO "\n" LABEL;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks = sar_marks_parse("m", text, strlen(text),
	    &err);
	char *again;

	(void)state;
	if (marks == NULL)
		fail_msg("%s", err.msg);
	assert_true(sar_marks_neither(marks));
	assert_int_equal(sar_basis_silent(), sar_basis_bits("neither"));
	assert_string_equal(marks->marks[0].basis, "NEITHER");
	assert_string_equal(marks->decisions[0].field[SAR_FIELD_PARENT],
	    "CRIME");
	again = sar_marks_format(marks, &err);
	assert_string_equal(again, text);
	free(again);
	sar_marks_free(marks);
}

static void
each_of_them_has_to_be_there(void **state)
{
	(void)state;
	assert_marks_refused(HEAD "\n" LABEL,
	    "m: line 7: NEITHER has to rest on a decision");
	assert_marks_refused(HEAD "decision.1.outcome: redact\n"
				  "decision.1.parent: CRIME\n" WHO "\n" LABEL,
	    "m: line 11: the decision has no \"prejudice\"");
	assert_marks_refused(HEAD "decision.1.outcome: redact\n"
				  "decision.1.prejudice: x\n" WHO "\n" LABEL,
	    "m: line 11: the decision has no \"parent\"");
	assert_marks_refused(HEAD "decision.1.outcome: redact\n"
				  "decision.1.prejudice: x\n"
				  "decision.1.parent: NEITHER\n" WHO "\n" LABEL,
	    "m: line 8: parent: expected the code of a provision, not "
	    "NEITHER");
	/* What the parent asks for is asked for here: para. 16's factors. */
	assert_marks_refused(HEAD "decision.1.outcome: redact\n"
				  "decision.1.prejudice: x\n"
				  "decision.1.parent: TP\n" WHO "\n" LABEL,
	    "m: line 12: the decision has no \"without-identifying\"");
}

static void
it_is_of_all_of_a_recording(void **state)
{
	(void)state;
	assert_marks_refused(HEAD SAID WHO "\n" LABEL
					   "1.000000\t2.000000\tCRIME\n",
	    "m: line 13: NEITHER is of all of a recording, and goes with no "
	    "other provision");
	assert_marks_refused(HEAD SAID WHO
	    "\n"
	    "0.000000\t2.000000\tNEITHER channel=1\n",
	    "m: line 12: NEITHER is of all of a recording, on every channel");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_has_a_parent_and_a_note_of_prejudice),
		cmocka_unit_test(each_of_them_has_to_be_there),
		cmocka_unit_test(it_is_of_all_of_a_recording),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
