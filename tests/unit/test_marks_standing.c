/* What marks are worth: settled, rejected, or for a second person. */
#include "marks_bench.h"

#define REJECTED "standing: rejected\n"
#define SECOND "standing: second-person\n"

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

/* Read, it is written as it was. */
static void
assert_kept(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks = parse(text);
	char *again = sar_marks_format(marks, &err);

	assert_non_null(again);
	assert_string_equal(again, text);
	free(again);
	sar_marks_free(marks);
}

static void
the_header_lines_are_written_as_they_are_read(void **state)
{
	(void)state;
	assert_kept(HEAD "\n");
	assert_kept(HEAD REJECTED "\n");
	assert_kept(HEAD SECOND "\n");
	assert_kept(HEAD SECOND "asked: u1041 u2\nreview: sha256:" HEX64
				"\n\n1.000000\t2.000000\tTP\n");
	assert_kept(HEAD "review: sha256:" HEX64 "\n\n");
}

static void
anything_else_is_refused(void **state)
{
	static const char standing[] =
	    "m: line 6: standing: expected rejected or second-person";
	static const char asked[] =
	    "m: line 7: asked: expected staff ids, each once, with a space "
	    "between";

	(void)state;
	assert_marks_refused(HEAD "standing:\n\n", standing);
	assert_marks_refused(HEAD "standing: approved\n\n", standing);
	assert_marks_refused(HEAD "standing: Rejected\n\n", standing);
	assert_marks_refused(HEAD REJECTED REJECTED "\n",
	    "m: line 7: this key was given before");
	assert_marks_refused(HEAD REJECTED "asked:\n\n", asked);
	assert_marks_refused(HEAD REJECTED "asked: a  b\n\n", asked);
	assert_marks_refused(HEAD REJECTED "asked: a A\n\n", asked);
	assert_marks_refused(HEAD REJECTED "asked: a/b\n\n", asked);
	assert_marks_refused(HEAD REJECTED
	    "asked: a b c d e f g h i j k l m n o p q\n\n",
	    asked);
	assert_marks_refused(HEAD "asked: a\n\n",
	    "m: who asked for a second person is named, and nobody waits");
	assert_marks_refused(HEAD "review: sha256:00\n\n",
	    "m: line 6: review: expected sha256: and 64 hexadecimal digits");
}

/* ${after} in the place of ${before}: the line of who asked, or the refusal. */
static void
assert_follows(const char *before, const char *after, const char *asked)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *old = parse(before);
	struct sar_marks *marks = parse(after);
	char *text;

	if (sar_marks_follow(marks, old, &err) == -1) {
		assert_string_equal(err.msg, asked);
		assert_int_equal(err.code, SAR_EREFUSED);
		assert_string_not_equal(err.hint, "");
	} else {
		text = sar_marks_format(marks, &err);
		assert_non_null(text);
		assert_int_equal(strstr(text, "asked: ") != NULL,
		    asked[0] != '\0');
		assert_non_null(strstr(text, asked));
		/* The same once more is the same. */
		assert_int_equal(sar_marks_follow(marks, old, &err), 0);
		sar_marks_free(old);
		old = parse(text);
		free(text);
		assert_int_equal(sar_marks_follow(marks, old, &err), 0);
		text = sar_marks_format(marks, &err);
		assert_non_null(strstr(text, asked));
		free(text);
	}
	sar_marks_free(marks);
	sar_marks_free(old);
}

#define BY(id)                                        \
	"sar-marks: 1\nrecording: sha256:" HEX64 "\n" \
	"speaker: requester\nreviewer: " id "\nreviewed: 2026-10-12\n"

static void
who_asked_for_a_second_person_does_not_settle_it(void **state)
{
	static const char no[] =
	    "m: who asked for a second person cannot settle it";

	(void)state;
	assert_follows(BY("a") "\n", BY("a") "\n", "");
	assert_follows(BY("a") REJECTED "\n", BY("a") "\n", "");
	assert_follows(BY("a") SECOND "\n", BY("a") "\n", no);
	assert_follows(BY("a") SECOND "\n", BY("A") "\n", no);
	assert_follows(BY("a") SECOND "\n", BY("b") "\n", "");
	/* Nor by way of something else, or of somebody else who asks too. */
	assert_follows(BY("a") SECOND "\n", BY("a") REJECTED "\n",
	    "asked: a\n");
	assert_follows(BY("a") REJECTED "asked: a\n\n", BY("a") "\n", no);
	assert_follows(BY("a") SECOND "\n", BY("b") SECOND "\n", "asked: a\n");
	assert_follows(BY("b") SECOND "asked: a\n\n", BY("a") "\n", no);
	assert_follows(BY("b") SECOND "asked: a\n\n", BY("b") "\n", no);
	assert_follows(BY("b") SECOND "asked: a\n\n", BY("c") "\n", "");
	assert_follows(BY("b") SECOND "asked: a\n\n", BY("c") REJECTED "\n",
	    "asked: a b\n");
	assert_follows(BY("a") SECOND "\n", BY("a") SECOND "\n", "");
}

static void
more_people_than_there_is_room_for_are_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *old = parse(BY("q") SECOND
	    "asked: a b c d e f g h i j k l m n o p\n\n");
	struct sar_marks *marks = parse(BY("r") SECOND "\n");

	(void)state;
	assert_int_equal(sar_marks_follow(marks, old, &err), -1);
	assert_int_equal(err.code, SAR_EREFUSED);
	assert_string_equal(err.msg,
	    "m: more than 16 people have asked for a second person");
	assert_int_equal(marks->n_asked, 0);
	sar_marks_free(marks);
	sar_marks_free(old);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_lines_are_written_as_they_are_read),
		cmocka_unit_test(anything_else_is_refused),
		cmocka_unit_test(
		    who_asked_for_a_second_person_does_not_settle_it),
		cmocka_unit_test(
		    more_people_than_there_is_room_for_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
