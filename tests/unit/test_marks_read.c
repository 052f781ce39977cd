/* Marks in the formats of other programs: what is read, what is refused. */
#include "marks_read.h"

/* The format is told from the text. */
#define READ(text, spans)                                                 \
	do {                                                              \
		struct sar_read_input in_ = input(text, sizeof(text) - 1, \
		    SAR_MARKS_AUTO);                                      \
		assert_read(&in_, spans);                                 \
	} while (0)
#define REFUSED(text, msg)                                                \
	do {                                                              \
		struct sar_read_input in_ = input(text, sizeof(text) - 1, \
		    SAR_MARKS_AUTO);                                      \
		assert_refused(&in_, msg);                                \
	} while (0)
/* With a code for what has none. */
#define READ_TP(text, spans)                                              \
	do {                                                              \
		struct sar_read_input in_ = input(text, sizeof(text) - 1, \
		    SAR_MARKS_AUTO);                                      \
		in_.code = "tp";                                          \
		assert_read(&in_, spans);                                 \
	} while (0)

static void
csv_is_read_with_any_separator(void **state)
{
	(void)state;
	READ("start,end,code\n1.5,2.25,TP\n", "1500000-2250000 TP");
	READ("START;End;code;text\n1,5;2,25;tp;Esme\n7;8,5;LPP;\n",
	    "1500000-2250000 TP 7000000-8500000 LPP");
	READ("from\tto\tprovision\n1.5\t2.25\tTP\n", "1500000-2250000 TP");
	READ("\"code\",\"start\",\"end\"\n\"TP\",\"1,5\",\"2,25\"\n",
	    "1500000-2250000 TP");
	READ("start,end,code\n0:00:01.5,1:01:01,TP\n", "1500000-3661000000 TP");
	READ("start;end;code\n0:00:01,5;100:00:00;TP\n",
	    "1500000-360000000000 TP");
	READ("start,end,code,text\n1,2,TP,\"a\nb,\"\"c\"\"\"\n\n3,4,LPP,\n",
	    "1000000-2000000 TP 3000000-4000000 LPP");
	READ_TP("start,end\n1,2\n", "1000000-2000000 TP");
	READ_TP("start,end,code\n1,2,\n1,2,REF\n",
	    "1000000-2000000 TP 1000000-2000000 REF");
}

static void
csv_says_channel_fill_and_decision(void **state)
{
	static const char text[] =
	    "start;end;code;channel;fill;decision\n1;2;TP;2,1;tone;D1\n"
	    "1;2;TP;;;\n";
	struct sar_read_input in = input(text, sizeof(text) - 1,
	    SAR_MARKS_AUTO);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };

	(void)state;
	assert_int_equal(sar_marks_read(&in, &marks, &err), 0);
	assert_int_equal(marks.marks[0].channels, 3);
	assert_int_equal(marks.marks[0].fill, SAR_MARK_FILL_TONE);
	assert_string_equal(marks.marks[0].decision, "D1");
	assert_int_equal(marks.marks[1].channels, 0);
	assert_int_equal(marks.marks[1].fill, SAR_MARK_FILL_POLICY);
	assert_string_equal(marks.marks[1].decision, "");
	assert_int_equal(marks.marks[1].line, 3);
	assert_string_equal(marks.suggested, "");
	free(marks.marks);
}

static void
csv_refuses_by_line(void **state)
{
	static const char time[] =
	    "f: line 2: a start or end is not a time: expected seconds or "
	    "H:MM:SS";
	static const char thousands[] =
	    "f: line 2: a comma before three digits: a decimal comma or "
	    "thousands?";

	(void)state;
	REFUSED("start,end,code\n1,2\n",
	    "f: line 2: not as many cells as the header has columns");
	REFUSED("start,end,code\n1,2,TP,x\n",
	    "f: line 2: not as many cells as the header has columns");
	REFUSED("start,end,code\n1,5,2,5,TP\n",
	    "f: line 2: not as many cells as the header has columns");
	REFUSED("start,end,code,speaker\n1,2,TP,Esme\n",
	    "f: line 1: unknown column: expected start, end, code, channel, "
	    "fill, decision or text");
	REFUSED("start,from,end,code\n1,1,2,TP\n",
	    "f: line 1: two columns of one meaning");
	REFUSED("start,end,text\n1,2,TP\n",
	    "f: line 1: expected the column code");
	REFUSED("start,end,code\n,2,TP\n",
	    "f: line 2: a start or end is empty");
	REFUSED("start,end,code\n-1,2,TP\n", time);
	REFUSED("start,end,code\n1e1,20,TP\n", time);
	REFUSED("start,end,code\n1:30,2:00,TP\n", time);
	REFUSED("start,end,code\n0:60:00,2:00:00,TP\n", time);
	REFUSED("start,end,code\n0:1:00,2:00:00,TP\n", time);
	REFUSED("start,end,code\n\"1,234.5\",2000,TP\n", time);
	REFUSED("start,end,code\n\"1,234\",2000,TP\n", thousands);
	REFUSED("start\tend\tcode\n1,234\t2000\tTP\n", thousands);
	REFUSED("start;end;code\n1,5;2.5;TP\n",
	    "f: line 2: decimal points and decimal commas in one file");
	REFUSED("start,end,code\n2,1,TP\n",
	    "f: line 2: the end is before the start");
	REFUSED("start,end,code\n2,2.0,TP\n",
	    "f: line 2: it ends where it starts: there is no length to cut");
	REFUSED("start,end,code\n1,2,Esme\n",
	    "f: line 2: the code is not that of a provision");
	REFUSED("start,end,code,channel\n1,2,TP,1.2\n",
	    "f: line 2: channel: expected numbers from 1 to 8, as "
	    "channel=1,2");
	REFUSED("start,end,code,text\n1,2,TP,\"x\n3,4,TP,y\n",
	    "f: line 2: a quote that is never closed");
	REFUSED("start,end,code,text\n1,2,TP,\"x\"y\n",
	    "f: line 2: a quote out of place");
	REFUSED("start,end;code\n1,2,TP\n",
	    "f: line 1: expected a header whose columns are parted by commas, "
	    "semicolons or TABs");
}

static void
webvtt_is_read(void **state)
{
	(void)state;
	READ("WEBVTT\n\n00:01.500 --> 00:02.000\nTP\n", "1500000-2000000 TP");
	READ("WEBVTT Esme's\n\nNOTE x\ny\n\nSTYLE\n::cue {}\n\nREGION\nid:a\n\n"
	     "first\n00:00:01.500 --> 100:00:02.000 line:0 align:start\n"
	     "<v.loud Esme><b>lpp</b> channel=1 you\nand me</v>\n\n\nNOTE\n"
	     "z\n\n"
	     "00:01.000 \t--> 00:09.000\t\nTP <00:02.000>then\n",
	    "1500000-360002000000 LPP 1000000-9000000 TP");
	READ_TP("WEBVTT\n\n00:01.500 --> 00:02.000\n<v Esme>No way!\n",
	    "1500000-2000000 TP");
	READ_TP("WEBVTT\n\n00:01.500 --> 00:02.000\n", "1500000-2000000 TP");
	READ("WEBVTT\n", "");
}

static void
webvtt_refuses_by_line(void **state)
{
	static const char start[] =
	    "f: line 3: the start is not a time, HH:MM:SS.mmm";
	static const char code[] = "f: line 3: the label does not begin with "
				   "the code of a provision";

	(void)state;
	REFUSED("WEBVTTX\n\n00:01.000 --> 00:02.000\nTP\n",
	    "f: line 1: expected WEBVTT");
	REFUSED("WEBVTT\n00:01.000 --> 00:02.000\nTP\n",
	    "f: line 2: expected an empty line after WEBVTT");
	REFUSED("WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:9\n\n"
		"00:01.000 --> 00:02.000\nTP\n",
	    "f: line 2: X-TIMESTAMP-MAP: the times count from elsewhere than "
	    "the start");
	REFUSED("WEBVTT\n\n00:01.00 --> 00:02.000\nTP\n", start);
	REFUSED("WEBVTT\n\n0:01.000 --> 00:02.000\nTP\n", start);
	REFUSED("WEBVTT\n\n0:00:01.000 --> 00:02.000\nTP\n", start);
	REFUSED("WEBVTT\n\n00:61.000 --> 00:02.000\nTP\n", start);
	REFUSED("WEBVTT\n\n-00:01.000 --> 00:02.000\nTP\n", start);
	REFUSED("WEBVTT\n\n00:01.000--> 00:02.000\nTP\n", start);
	REFUSED("WEBVTT\n\n00:01.000 -->00:02.000\nTP\n",
	    "f: line 3: expected start --> end");
	REFUSED("WEBVTT\n\n00:01.000 --> 00:02\nTP\n",
	    "f: line 3: the end is not a time, HH:MM:SS.mmm");
	REFUSED("WEBVTT\n\n00:01.000 --> 00:02.000 tp\nTP\n",
	    "f: line 3: expected nothing but cue settings after the end");
	REFUSED("WEBVTT\n\n00:02.000 --> 00:01.000\nTP\n",
	    "f: line 3: the end is before the start");
	REFUSED("WEBVTT\n\n00:02.000 --> 00:02.000\nTP\n",
	    "f: line 3: it ends where it starts: there is no length to cut");
	REFUSED("WEBVTT\n\n00:01.000 --> 00:02.000\n<v TP>Esme\n", code);
	REFUSED("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", code);
	REFUSED("WEBVTT\n\nTP\n", "f: line 3: expected a cue: start --> end");
	REFUSED("WEBVTT\n\n00:01.000 --> 00:02.000\nTP\n"
		"00:03.000 --> 00:04.000\nTP\n",
	    "f: line 5: times within a cue: expected an empty line before the "
	    "next cue");
	REFUSED("WEBVTT\n\n00:01.000 --> 00:02.000\nTP\n \n"
		"00:03.000 --> 00:04.000\nTP\n",
	    "f: line 5: a line of nothing but blanks");
	REFUSED("WEBVTT\n\nNOTE\n00:01.000 --> 00:02.000\nTP\n",
	    "f: line 4: times within a block that is not a cue: expected an "
	    "empty line before them");
	REFUSED("WEBVTT\n\n00:01.000 --> 00:02.000\nTP\n\nSTYLE\nx\n",
	    "f: line 7: expected a cue: start --> end");
}

static void
srt_is_read(void **state)
{
	(void)state;
	READ("1\n00:00:01,500 --> 00:00:02,000\nTP\n", "1500000-2000000 TP");
	READ("\n1\n00:00:01.500 --> 00:00:02.000 X1:40 X2:600 Y1:20 Y2:50\n"
	     "<i>TP</i> Esme\nmore\n\n\n7\n01:00:00,000 --> 01:00:00,001\nLPP",
	    "1500000-2000000 TP 3600000000-3600001000 LPP");
}

static void
srt_refuses_by_line(void **state)
{
	(void)state;
	REFUSED("1\n00:01,500 --> 00:00:02,000\nTP\n",
	    "f: line 2: the start is not a time, HH:MM:SS.mmm");
	REFUSED("1\n00:00:01,5 --> 00:00:02,000\nTP\n",
	    "f: line 2: the start is not a time, HH:MM:SS.mmm");
	REFUSED("1\n00:00:01,500 --> 00:00:02,000 TP\nTP\n",
	    "f: line 2: expected nothing after the end");
	REFUSED("1\n00:00:01,500 --> 00:00:02,000\nTP\n\nEsme\n",
	    "f: line 5: expected the number of a subtitle");
	REFUSED("1\n00:00:01,500 --> 00:00:02,000\nTP\n\n2\n\n",
	    "f: line 6: expected start --> end after the number");
	REFUSED("1\n00:00:01,500 --> 00:00:02,000\nTP\n2\n"
		"00:00:03,500 --> 00:00:04,000\nTP\n",
	    "f: line 5: times within a cue: expected an empty line before the "
	    "next cue");
	REFUSED("1\n00:00:01,500 --> 00:00:02,000\nEsme\n",
	    "f: line 2: the label does not begin with the code of a "
	    "provision");
}

static void
the_format_is_told_from_the_text_or_not_at_all(void **state)
{
	static const char unknown[] =
	    "f: it cannot be told which format this is";
	struct sar_read_input in = input("1\t2\tTP\n", 7, SAR_MARKS_CSV);

	(void)state;
	READ("", "");
	READ("\n\r\n", "");
	READ("1\t2\tTP\n", "1000000-2000000 TP");
	REFUSED("1 2 TP\n", unknown);
	REFUSED("1,2,TP\n", unknown);
	REFUSED("00:00:01,500 --> 00:00:02,000\nTP\n", unknown);
	REFUSED("1\t2\t-->\n1\t2\tTP\n", unknown);
	REFUSED("File type = \"ooTextFile\"\t\n", unknown);
	REFUSED("hello\n", unknown);
	assert_refused(&in,
	    "f: line 1: unknown column: expected start, end, code, channel, "
	    "fill, decision or text");
	assert_int_equal(sar_read_format("webvtt"), SAR_MARKS_WEBVTT);
	assert_int_equal(sar_read_format("vtt"), SAR_MARKS_FORMATS);
}

static void
what_a_file_cannot_give_was_meant_for_another(void **state)
{
	struct sar_read_input in = input("1\t2\tTP\n", 7, SAR_MARKS_AUTO);

	(void)state;
	in.tier = "Mary";
	assert_refused(&in,
	    "f: a tier was named, and only a TextGrid has tiers");
	in.tier = NULL;
	in.speaker = "Esme";
	assert_refused(&in,
	    "f: a speaker was named, and only RTTM and diarisation have "
	    "speakers");
	in.speaker = NULL;
	in.code = "XX";
	assert_refused(&in, "f: the code given is not of a provision");
	in = input("start,end,code\n1,2,TP\n", 22, SAR_MARKS_AUTO);
	in.widen = true;
	assert_refused(&in, "f: only Audacity labels can be widened");
}

/* Wider than what was marked, and only when the person says so. */
static void
points_and_spectral_labels_are_widened_when_asked(void **state)
{
	static const char text[] = "0.25\t0.25\tTP\n\\\t6928.456\t6928.456\n"
				   "2.5\t3\tLPP\n\\\t-1.000000\t6334.588 \n"
				   "9.0000001\t9.0000001\tTP\n";
	struct sar_read_input in = input(text, sizeof(text) - 1,
	    SAR_MARKS_AUTO);

	(void)state;
	assert_refused(&in, "f: line 1: a point label has no length to cut");
	in.widen = true;
	assert_refused(&in, "f: line 1: a point label has no length to cut");
	in.widen = false;
	in.widen_points_us = 500000;
	assert_refused(&in,
	    "f: line 2: a spectral label marks a frequency band, not a time");
	in.widen = true;
	assert_read(&in, "0-750000 TP 2500000-3000000 LPP 8500000-9500001 TP");
}

static void
frequencies_out_of_place_are_refused(void **state)
{
	struct sar_read_input in = input("\\\t1\t2\n", 6, SAR_MARKS_AUDACITY);

	(void)state;
	in.widen = true;
	assert_refused(&in, "f: line 1: frequencies that follow no label");
	in.text = "1\t2\tTP\n\\\t1\t2\n\\\t1\t2\n";
	in.len = strlen(in.text);
	assert_refused(&in, "f: line 3: frequencies that follow no label");
	in.text = "1\t2\tTP\n\\\t1\n";
	in.len = strlen(in.text);
	assert_refused(&in, "f: line 2: expected \\ TAB low TAB high");
	in.text = "1\t2\tTP\n\\\t-2\t5\n";
	in.len = strlen(in.text);
	assert_refused(&in, "f: line 2: expected \\ TAB low TAB high");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_read_with_any_separator),
		cmocka_unit_test(csv_says_channel_fill_and_decision),
		cmocka_unit_test(csv_refuses_by_line),
		cmocka_unit_test(webvtt_is_read),
		cmocka_unit_test(webvtt_refuses_by_line),
		cmocka_unit_test(srt_is_read),
		cmocka_unit_test(srt_refuses_by_line),
		cmocka_unit_test(
		    the_format_is_told_from_the_text_or_not_at_all),
		cmocka_unit_test(what_a_file_cannot_give_was_meant_for_another),
		cmocka_unit_test(
		    points_and_spectral_labels_are_widened_when_asked),
		cmocka_unit_test(frequencies_out_of_place_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
