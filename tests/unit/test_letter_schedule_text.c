/* schedule.txt. */
#include "letter_bench.h"

#include "letter/prose.h"
#include "letter/sections.h"

static char *
schedule_of(struct bench *b)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_letter_schedule_text(&b->letter, &err);

	if (text == NULL)
		fail_msg("%s", err.msg);
	return text;
}

static void
every_place_is_there_to_a_tenth_of_a_second(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 96000, 112000, "TP");
	cut(&b, 500001, 534399, "TP+LPP");
	b.cuts[1].fill = SAR_FILL_SILENCE;
	flat = unwrapped(text = schedule_of(&b));
	assert_has(flat,
	    "Item 1: Disclosed in full File: call-01.wav, a WAV sound file "
	    "Call: 1 May 2026 at 09:01:07, local time Length: 1 minute 1 "
	    "second Retention period ends: 1 November 2026 The "
	    "whole recording is disclosed. Item 2: ");
	assert_has(flat,
	    "Parts that may not be disclosed were taken out. "
	    "Taken out: 2 places, 6.3 seconds in all 1. from 0:12.0 to 0:14.0: "
	    "you hear a steady tone. DPA 2018 Sch. 2 para. 16 2. from 1:02.5 "
	    "to 1:06.8: you hear silence. DPA 2018 Sch. 2 para. 16 and DPA "
	    "2018 Sch. 2 para. 19 A gap or silence");
	assert_has(flat, "- DPA 2018 Sch. 2 para. 16: It is about somebody");
	assert_has(flat, "- DPA 2018 Sch. 2 para. 19: It is legal advice");
	assert_lacks(flat, "para. 7");
	assert_has(flat, "A gap or silence that is not listed here was in the "
			 "recording when it was made, and is not ours.");
	assert_has(text, "Our reference: SAR-2026-7\r\n");
	assert_has(text, "Date: 12 October 2026\r\n");
	assert_has(text, "Wexcombe Council\r\n");
	free(text);
	free(flat);
	end(&b);
}

/* What is said to be taken out must cover all that was. */
static void
a_place_is_never_shorter_than_the_cut(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 799, 801, "TP");
	cut(&b, 8000, 8000 * 60, "TP");
	b.recording[0].frames = (uint64_t)8000 * 90000;
	cut(&b, (uint64_t)8000 * 3599, (uint64_t)8000 * 3600, "TP");
	cut(&b, (uint64_t)8000 * 36000 + 1, (uint64_t)8000 * 36605, "TP");
	flat = unwrapped(text = schedule_of(&b));
	assert_has(flat, "1. from 0:00.0 to 0:00.2:");
	assert_has(flat, "2. from 0:01.0 to 1:00.0:");
	assert_has(flat, "3. from 59:59.0 to 1:00:00.0:");
	assert_has(flat, "4. from 10:00:00.0 to 10:10:05.0:");
	free(text);
	free(flat);
	end(&b);
}

static void
all_places_are_listed_however_many(void **state)
{
	struct bench b;
	char *text, *flat;
	uint64_t i;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	for (i = 0; i < 150; i++)
		cut(&b, i * 2000, i * 2000 + 800, "TP");
	flat = unwrapped(text = schedule_of(&b));
	assert_has(flat, "150. from 0:37.2 to 0:37.4: you hear");
	free(text);
	free(flat);
	end(&b);
}

static void
channels_have_the_words_people_use(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 0, 8000, "TP");
	cut(&b, 8000, 16000, "TP");
	cut(&b, 16000, 24000, "TP");
	b.recording[0].channels = 2;
	b.cuts[0].channels = 1;
	b.cuts[1].channels = 2;
	flat = unwrapped(text = schedule_of(&b));
	assert_has(flat, "a WAV sound file with two channels, left and right");
	assert_has(flat, "you hear a steady tone on the left channel only. D");
	assert_has(flat, "you hear a steady tone on the right channel only. D");
	assert_has(flat, "you hear a steady tone. DPA");
	free(text);
	free(flat);
	b.recording[0].channels = 4;
	b.cuts[1].channels = 5;
	b.cuts[2].channels = 11;
	flat = unwrapped(text = schedule_of(&b));
	assert_has(flat, "with 4 channels");
	assert_has(flat, "a steady tone on channel 1 of 4 only. DPA");
	assert_has(flat, "a steady tone on channels 1 and 3 of 4 only. DPA");
	assert_has(flat, "a steady tone on channels 1, 2 and 4 of 4 only. DPA");
	free(text);
	free(flat);
	end(&b);
}

static void
the_format_is_named_and_times_are_those_its_player_shows(void **state)
{
	static const struct {
		enum sar_plan_format format;
		const char *text;
	} rows[] = {
		{ SAR_FORMAT_WAV, "a WAV sound file" },
		{ SAR_FORMAT_WAV_ALAW, "a WAV sound file" },
		{ SAR_FORMAT_WAV_ULAW, "a WAV sound file" },
		{ SAR_FORMAT_FLAC, "a FLAC sound file" },
		{ SAR_FORMAT_MP3, "an MP3 sound file" },
		{ SAR_FORMAT_OPUS, "an Opus sound file" },
	};
	struct bench b;
	char *text, *flat;
	size_t i;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 8000, 16000, "TP");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		b.items[0].format = rows[i].format;
		flat = unwrapped(text = schedule_of(&b));
		assert_has(flat, rows[i].text);
		/* 1105 frames later, as in listen.html: sar-package(5). */
		assert_has(flat, rows[i].format == SAR_FORMAT_MP3
				     ? "1. from 0:01.1 to 0:02.2: you hear"
				     : "1. from 0:01.0 to 0:02.0: you hear");
		assert_lacks(flat, "later");
		free(text);
		free(flat);
	}
	end(&b);
}

/* A number is not a person: nothing of somebody else's call. */
static void
what_the_letter_hides_is_hidden_here_too(void **state)
{
	static const char *const reasons[] = { "not-requester",
		"possible-match", "not-reviewed" };
	struct bench b;
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		begin(&b);
		(void)add(&b, SAR_CLASS_WITHHELD, reasons[i]);
		cut(&b, 8000, 16000, "LPP");
		text = schedule_of(&b);
		assert_has(text, "Item 1: Withheld\r\n");
		assert_lacks(text, "May");
		assert_lacks(text, "November");
		assert_lacks(text, "Length");
		assert_lacks(text, "1 minute");
		assert_lacks(text, "Sch.");
		assert_lacks(text, "0:01");
		free(text);
		end(&b);
	}
	/* Marks that say somebody else speaks hide it whatever the reason. */
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	b.marks[0].speaker = SAR_SPEAKER_OTHER;
	cut(&b, 8000, 16000, "LPP");
	text = schedule_of(&b);
	assert_lacks(text, "May");
	assert_lacks(text, "Sch.");
	free(text);
	end(&b);
}

static void
what_is_withheld_or_not_there_says_why(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	add(&b, SAR_CLASS_WITHHELD, "exempt")->marks = &b.marks[0];
	cut(&b, 0, 8000 * 61, "LPP");
	(void)add(&b, SAR_CLASS_UNAVAILABLE, "missing");
	(void)add(&b, SAR_CLASS_UNAVAILABLE, "not-answered");
	b.item[2].recording = NULL;
	flat = unwrapped(text = schedule_of(&b));
	assert_has(flat, "All of the recording is exempt. Under: "
			 "DPA 2018 Sch. 2 para. 19 Item 2: Not available");
	assert_lacks(flat, "Taken out");
	assert_has(flat, "cannot be found. We are sorry.");
	assert_has(flat, "The call was not answered");
	assert_has(flat, "- DPA 2018 Sch. 2 para. 19: It is legal advice");
	free(text);
	free(flat);
	end(&b);
}

static void
damage_is_told_and_nothing_found_is_said(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	flat = unwrapped(text = schedule_of(&b));
	assert_has(flat, "There are none.");
	assert_lacks(flat, "provisions mean");
	free(text);
	free(flat);
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	b.recording[0].finding = "truncated";
	flat = unwrapped(text = schedule_of(&b));
	assert_has(flat, SAR_LETTER_TRUNCATED);
	free(text);
	free(flat);
	end(&b);
}

static void
lines_fit_end_in_crlf_and_are_utf8(void **state)
{
	struct bench b;
	char *text;
	size_t i;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	for (i = 0; i < 12; i++)
		cut(&b, i * 8000, i * 8000 + 100,
		    "TP+CRIME+CRIME-RISK+PUBLIC-FN+REG+LPP+MGMT+NEG");
	text = schedule_of(&b);
	assert_lines(text);
	free(text);
	end(&b);
}

static void
the_same_plan_gives_the_same_bytes(void **state)
{
	struct bench b;
	char *one, *two;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 0, 8000, "TP");
	one = schedule_of(&b);
	two = schedule_of(&b);
	assert_string_equal(one, two);
	free(one);
	free(two);
	end(&b);
}

static void
sections_are_those_of_the_letter_and_a_fade_is_told(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_WITHHELD, "held-past-retention");
	(void)add(&b, SAR_CLASS_WITHHELD, "retention-boundary");
	b.plan.fade_ms = 20;
	flat = unwrapped(text = schedule_of(&b));
	assert_has(flat, "; section 7 of our letter says how. Item 2: ");
	assert_lacks(flat, "; section 7 says");
	assert_lacks(flat, "thousandth");
	free(text);
	free(flat);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 8000, 16000, "TP");
	flat = unwrapped(text = schedule_of(&b));
	assert_lines(text);
	assert_has(flat, "each over 20 thousandths of a second, so that there "
			 "is no click; nothing is missing there.");
	free(text);
	free(flat);
	b.plan.fade_ms = 0;
	flat = unwrapped(text = schedule_of(&b));
	assert_lacks(flat, "thousandth");
	free(text);
	free(flat);
	end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_place_is_there_to_a_tenth_of_a_second),
		cmocka_unit_test(a_place_is_never_shorter_than_the_cut),
		cmocka_unit_test(all_places_are_listed_however_many),
		cmocka_unit_test(channels_have_the_words_people_use),
		cmocka_unit_test(
		    sections_are_those_of_the_letter_and_a_fade_is_told),
		cmocka_unit_test(
		    the_format_is_named_and_times_are_those_its_player_shows),
		cmocka_unit_test(what_the_letter_hides_is_hidden_here_too),
		cmocka_unit_test(what_is_withheld_or_not_there_says_why),
		cmocka_unit_test(damage_is_told_and_nothing_found_is_said),
		cmocka_unit_test(lines_fit_end_in_crlf_and_are_utf8),
		cmocka_unit_test(the_same_plan_gives_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
