/* What the text of a mark says: code, channels, fill, decision. */
#include "marks_bench.h"

/* What a label says besides its code. */
static void
channels_fill_and_decision_stand_after_the_code(void **state)
{
	struct sar_marks marks;

	(void)state;
	marks =
	    labels("1\t2\tTP channel=2,1 fill=tone decision=D7 Mr channel 5\n"
		   "1\t2\tLPP: decision=12345678 channel=8\n"
		   "1\t2\tTP fill=silence\n"
		   "1\t2\tTP asked channel five\n"
		   "1\t2\tTP Channel=2 FILL=tone\n"
		   "1\t2\tTP x = 1\n");
	assert_int_equal(marks.n, 6);
	assert_int_equal(marks.marks[4].channels, 2);
	assert_int_equal(marks.marks[4].fill, SAR_MARK_FILL_TONE);
	assert_int_equal(marks.marks[5].channels, 0);
	assert_int_equal(marks.marks[0].channels, 3);
	assert_int_equal(marks.marks[0].fill, SAR_MARK_FILL_TONE);
	assert_string_equal(marks.marks[0].decision, "D7");
	assert_int_equal(marks.marks[1].channels, 1 << 7);
	assert_int_equal(marks.marks[1].fill, SAR_MARK_FILL_POLICY);
	assert_string_equal(marks.marks[1].decision, "12345678");
	assert_int_equal(marks.marks[2].fill, SAR_MARK_FILL_SILENCE);
	assert_int_equal(marks.marks[2].channels, 0);
	assert_int_equal(marks.marks[3].channels, 0);
	free(marks.marks);
}

static void
a_key_that_is_not_understood_is_no_comment(void **state)
{
	static const char channel[] = "l: line 1: channel: expected numbers "
				      "from 1 to 8, as channel=1,2";
	static const char fill[] = "l: line 1: fill: expected tone or silence";
	static const char decision[] =
	    "l: line 1: decision: expected up to 8 letters and digits";
	static const char unknown[] =
	    "l: line 1: expected channel=, fill= or decision= after the code";

	(void)state;
	REFUSED("1\t2\tTP channel=0\n", channel);
	REFUSED("1\t2\tTP channel=9\n", channel);
	REFUSED("1\t2\tTP channel=\n", channel);
	REFUSED("1\t2\tTP channel=1,\n", channel);
	REFUSED("1\t2\tTP channel=,1\n", channel);
	REFUSED("1\t2\tTP channel=1,1\n", channel);
	REFUSED("1\t2\tTP channel=12\n", channel);
	REFUSED("1\t2\tTP channel=left\n", channel);
	REFUSED("1\t2\tTP fill=beep\n", fill);
	REFUSED("1\t2\tTP fill=\n", fill);
	REFUSED("1\t2\tTP decision=\n", decision);
	REFUSED("1\t2\tTP decision=123456789\n", decision);
	REFUSED("1\t2\tTP decision=D-1\n", decision);
	REFUSED("1\t2\tTP chanel=1\n", unknown);
	REFUSED("1\t2\tTP =1\n", unknown);
	REFUSED("1\t2\tTP fill=tone x=y\n", unknown);
	REFUSED("1\t2\tTP channel=1 channel=2\n",
	    "l: line 1: channel is given twice");
	REFUSED("1\t2\tTP fill=tone fill=tone\n",
	    "l: line 1: fill is given twice");
	REFUSED("1\t2\tTP decision=1 decision=1\n",
	    "l: line 1: decision is given twice");
	REFUSED("1\t2\tTP friend channel=1\n",
	    "l: line 1: channel= stands right after the code");
	REFUSED("1\t2\tTP channel = 1\n",
	    "l: line 1: no blanks stand round the = of a key");
	REFUSED("1\t2\tTP Channel =1\n",
	    "l: line 1: no blanks stand round the = of a key");
	REFUSED("1\t2\tTP channel= 1\n", channel);
	REFUSED("1\t2\tTP a friend fill = tone\n",
	    "l: line 1: no blanks stand round the = of a key");
}

static void
put(char *out, size_t size, const char *id)
{
	(void)snprintf(out, size, "%s", id);
}

static void
assert_same(const struct sar_mark *a, const struct sar_mark *b)
{
	assert_true(a->from_us == b->from_us && a->to_us == b->to_us);
	assert_string_equal(a->basis, b->basis);
	assert_int_equal(a->channels, b->channels);
	assert_int_equal(a->fill, b->fill);
	assert_string_equal(a->decision, b->decision);
	assert_int_equal(a->line, b->line);
}

/* Any mark written as a label reads back the same. */
static void
labels_read_back_as_they_were_written(void **state)
{
	static const char *const ids[] = { "", "D1", "abcdefgh", "12345678" };
	static const char *const codes[] = { "TP", "CRIME-RISK", "SW-HARM",
		"CHILD" };
	struct sar_mark made[64] = { { 0 } };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks;
	unsigned round;
	size_t i;
	char *text;

	(void)state;
	srandom(4);
	for (round = 0; round < 200; round++) {
		for (i = 0; i < 64; i++) {
			struct sar_mark *m = &made[i];

			m->from_us = (uint64_t)random() * 7;
			m->to_us = m->from_us + 1 +
				   (uint64_t)random() % 9999999;
			m->channels = (uint32_t)random() % 256;
			m->fill = (enum sar_mark_fill)(random() % 3);
			put(m->decision, sizeof(m->decision),
			    ids[random() % 4]);
			put(m->basis, sizeof(m->basis), codes[random() % 4]);
			m->line = (unsigned)i + 1;
		}
		text = sar_marks_labels_format(made, 64, &err);
		assert_non_null(text);
		marks = labels(text);
		assert_int_equal(marks.n, 64);
		for (i = 0; i < 64; i++)
			assert_same(&made[i], &marks.marks[i]);
		free(marks.marks);
		free(text);
	}
	text = sar_marks_labels_format(NULL, 0, &err);
	assert_string_equal(text, "");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    channels_fill_and_decision_stand_after_the_code),
		cmocka_unit_test(a_key_that_is_not_understood_is_no_comment),
		cmocka_unit_test(labels_read_back_as_they_were_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
