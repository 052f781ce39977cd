/* RTTM and diarisation: what programs suggest, and a person must confirm. */
#include "marks_read.h"

#define CUT "B"

/* The segments of speaker B, for the provision TP. */
static struct sar_read_input
cut(const char *text)
{
	struct sar_read_input in = input(text, strlen(text), SAR_MARKS_AUTO);

	in.speaker = CUT;
	in.code = "TP";
	return in;
}

static void
read_cut(const char *text, const char *spans)
{
	struct sar_read_input in = cut(text);

	assert_read(&in, spans);
}

static void
refuse_cut(const char *text, const char *msg)
{
	struct sar_read_input in = cut(text);

	assert_refused(&in, msg);
}

static void
rttm_gives_the_segments_of_one_speaker(void **state)
{
	(void)state;
	read_cut(";; a comment\n"
		 "SPKR-INFO f 1 <NA> <NA> <NA> adult_male A <NA>\n"
		 "SPEAKER f 1 0.2 0.7 <NA> <NA> A <NA> <NA>\n"
		 "\n"
		 "SPEAKER f 1 1.5 0.25 <NA> <NA> B <NA> <NA>\n"
		 "SPEAKER\tf\t<NA>\t2.0000005  0.0000005 <NA> <NA> B <NA>\n"
		 "SPEAKER f 2 3.0000009 1.0000002 <NA> <NA> B <NA>\n",
	    "1500000-1750000 TP 2000000-2000001 TP 3000000-4000002 TP");
}

/* A cut on one channel would leave the speaker on the others of a mix. */
static void
a_channel_that_a_program_wrote_does_not_narrow_a_cut(void **state)
{
	struct sar_read_input in =
	    cut("SPEAKER f 1 1.5 0.25 <NA> <NA> B <NA> <NA>\n");
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };

	(void)state;
	assert_int_equal(sar_marks_read(&in, &marks, &err), 0);
	assert_int_equal(marks.n, 1);
	assert_int_equal(marks.marks[0].channels, 0);
	assert_string_equal(marks.suggested, "rttm");
	assert_false(marks.confirmed);
	free(marks.marks);
}

static void
rttm_refuses_by_line(void **state)
{
	(void)state;
	refuse_cut("SPEAKER f 1 -1 1 <NA> <NA> B <NA> <NA>\n",
	    "f: line 1: the onset is not a time in seconds");
	refuse_cut("SPEAKER f 1 1 1e1 <NA> <NA> B <NA> <NA>\n",
	    "f: line 1: the duration is not a time in seconds");
	refuse_cut("SPEAKER f 1 1 0.0 <NA> <NA> A <NA> <NA>\n",
	    "f: line 1: a duration of 0: there is no length to cut");
	refuse_cut("SPEAKER f 0 1 1 <NA> <NA> B <NA> <NA>\n",
	    "f: line 1: the channel is not a number from 1");
	refuse_cut("SPEAKER f 1.5 1 1 <NA> <NA> B <NA> <NA>\n",
	    "f: line 1: the channel is not a number from 1");
	refuse_cut("SPEAKER f 1 1 1 <NA> <NA> <NA> <NA> <NA>\n",
	    "f: line 1: a segment that has no speaker");
	refuse_cut("SPEAKER f 1 1 1 <NA> <NA> B\n",
	    "f: line 1: expected SPEAKER and 8 or 9 fields after it");
	refuse_cut("SPEAKER f 1 1 1 <NA> <NA> B <NA> <NA> x\n",
	    "f: line 1: expected SPEAKER and 8 or 9 fields after it");
	refuse_cut("SPEAKER f 1 1 1 <NA> <NA> B <NA> <NA>\n"
		   "LEXEME f 1 1 1 Esme lex B <NA> <NA>\n",
	    "f: line 2: expected SPEAKER");
	refuse_cut("SPEAKER f 1 1 1 <NA> <NA> B <NA> <NA>\n"
		   "SPEAKER g 1 1 1 <NA> <NA> B <NA> <NA>\n",
	    "f: line 2: another recording than the lines before it");
	refuse_cut("SPEAKER f 1 1 1 <NA> <NA> BB <NA> <NA>\n",
	    "f: no segment of the speaker to cut");
}

static void
diarisation_gives_the_segments_of_one_speaker(void **state)
{
	(void)state;
	read_cut("[{\"start\": 1.5, \"end\": 2, \"speaker\": \"B\"},\n"
		 " {\"start\": 0, \"end\": 1, \"speaker\": \"A\"}]",
	    "1500000-2000000 TP");
	read_cut("{\"language\":\"en\",\"x\":[1,{\"a\":[]},null,true,-1e5],"
		 "\"segments\":[{\"speaker\":\"\\u0042\",\"text\":\"\\\"e\","
		 "\"end\":0.0300001,\"start\":0.0100001}],"
		 "\"word_segments\":[]}\n",
	    "10000-30001 TP");
	read_cut("{\"diarization\":[{\"s\\u0074art\":1,\"end\":2,"
		 "\"speaker\":\"B\"}]}",
	    "1000000-2000000 TP");
	/* A word of the speaker in what another says: all of that is cut. */
	read_cut("[{\"start\":1,\"end\":4,\"speaker\":\"A\",\"words\":["
		 "{\"word\":\"x\",\"speaker\":\"A\"},"
		 "{\"word\":\"y\",\"start\":2,\"speaker\":\"B\"},"
		 "{\"word\":\"7\"}]}]",
	    "1000000-4000000 TP");
}

static void
diarisation_refuses_by_line(void **state)
{
	static const char json[] = "f: line 1: not well-formed JSON";
	static const char no_speaker[] =
	    "f: line 1: a segment that has no speaker";

	(void)state;
	refuse_cut("[{\"start\":1,\"end\":2}]", no_speaker);
	refuse_cut("[{\"start\":1,\"end\":2,\"speaker\":null}]", no_speaker);
	refuse_cut("[{\"start\":1,\"end\":2,\"speaker\":\"\"}]", no_speaker);
	refuse_cut("[\n{\"start\":1,\n\"speaker\":\"B\"}]",
	    "f: line 2: a segment that has no start or no end");
	refuse_cut("[{\"start\":\"1\",\"end\":2,\"speaker\":\"B\"}]",
	    "f: line 1: a start or end is not a number of seconds");
	refuse_cut("[{\"start\":-1,\"end\":2,\"speaker\":\"B\"}]",
	    "f: line 1: a start or end is not a time in seconds");
	refuse_cut("[{\"start\":1e-5,\"end\":2,\"speaker\":\"B\"}]",
	    "f: line 1: a start or end is not a time in seconds");
	refuse_cut("[{\"start\":1,\"start\":0,\"end\":2,\"speaker\":\"B\"}]",
	    "f: line 1: a start or end is given twice");
	refuse_cut("[{\"start\":1,\"end\":2,\"speaker\":\"B\","
		   "\"speaker\":\"A\"}]",
	    "f: line 1: a speaker is given twice");
	refuse_cut("[{\"start\":2,\"end\":1,\"speaker\":\"A\"}]",
	    "f: line 1: the end is before the start");
	refuse_cut("[{\"start\":2,\"end\":2.0,\"speaker\":\"B\"}]",
	    "f: line 1: it ends where it starts: there is no length to cut");
	refuse_cut("{\"segments\":[],\"diarization\":[]}",
	    "f: line 1: more than one list of segments");
	refuse_cut("{\"a\":[]}",
	    "f: line 1: expected a list as segments or diarization");
	refuse_cut("{\"segments\":{}}",
	    "f: line 1: expected a list of segments");
	refuse_cut("[1]", "f: line 1: expected {start, end, speaker}");
	refuse_cut("[] []", "f: line 1: expected nothing after the list");
	refuse_cut("[]", "f: no segment of the speaker to cut");
	refuse_cut("[{\"start\":1,\"end\":2,\"speaker\":\"B\",}]", json);
	refuse_cut("[{\"start\":1,\"end\":2,\"speaker\":\"B\"},]", json);
	refuse_cut("[{\"start\":1,\"end\":2,\"speaker\":\"B\"}", json);
	refuse_cut("[{\"start\":1 \"end\":2}]", json);
	refuse_cut("[{\"x\":\"\\ud800\"}]", json);
	refuse_cut("[{\"x\":\"\\x\"}]", json);
	refuse_cut("[{\"x\":01}]", json);
	refuse_cut("[{\"x\":[}]", json);
	refuse_cut("[{\"x\":{\"a\":1]}]", json);
	refuse_cut("[{\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1", json);
}

static void
a_suggestion_says_whom_to_cut_and_why(void **state)
{
	static const char why[] =
	    "f: expected the speaker to cut and the code of a provision";
	struct sar_read_input in = cut("SPEAKER f 1 1 1 <NA> <NA> B <NA>\n");

	(void)state;
	in.code = NULL;
	assert_refused(&in, why);
	in = cut("[]");
	in.speaker = NULL;
	assert_refused(&in, why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rttm_gives_the_segments_of_one_speaker),
		cmocka_unit_test(
		    a_channel_that_a_program_wrote_does_not_narrow_a_cut),
		cmocka_unit_test(rttm_refuses_by_line),
		cmocka_unit_test(diarisation_gives_the_segments_of_one_speaker),
		cmocka_unit_test(diarisation_refuses_by_line),
		cmocka_unit_test(a_suggestion_says_whom_to_cut_and_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
