/* letter.txt. */
#include "letter_bench.h"

#include "letter/prose.h"

static void
every_item_of_the_profile_must_be_there_and_not_empty(void **state)
{
	const struct sar_conf_key *key;
	struct sar_err err = SAR_ERR_INIT;
	struct sar_conf *conf = profile_of(profile_text);
	char line[64], copy[sizeof(profile_text) + 8], expected[128];
	char *at, *rest;
	size_t n = 0;

	(void)state;
	assert_int_equal(sar_letter_check(conf, &err), 0);
	sar_conf_free(conf);
	for (key = all_keys(); key->key != NULL; key++, n++) {
		(void)snprintf(line, sizeof(line), "\n%s =", key->key);
		(void)snprintf(copy, sizeof(copy), "%s", profile_text);
		assert_non_null(at = strstr(copy, line));
		assert_non_null(rest = strchr(at + 1, '\n'));
		memmove(at, rest, strlen(rest) + 1);
		conf = profile_of(copy);
		assert_int_equal(sar_letter_check(conf, &err), -1);
		assert_int_equal(err.code, SAR_EINPUT);
		(void)snprintf(expected, sizeof(expected),
		    "sar.conf: %s: missing from [%s]", key->key, key->section);
		assert_string_equal(err.msg, expected);
		sar_conf_free(conf);

		(void)snprintf(copy, sizeof(copy), "%s", profile_text);
		at = strstr(copy, line) + strlen(line);
		memset(at, ' ', strcspn(at, "\n"));
		conf = profile_of(copy);
		assert_int_equal(sar_letter_check(conf, &err), -1);
		assert_non_null(strstr(err.msg, key->key));
		assert_non_null(strstr(err.msg, ": empty"));
		sar_conf_free(conf);
	}
	assert_int_equal(n, 12);
}

static void
none_is_no_answer_where_the_law_has_none(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char copy[sizeof(profile_text)];
	struct sar_conf *conf;
	char *at;

	(void)state;
	(void)snprintf(copy, sizeof(copy), "%s", profile_text);
	at = strstr(copy, "PURPOSES");
	memset(at, ' ', strcspn(at, "\n"));
	memcpy(at, "None", 4);
	conf = profile_of(copy);
	assert_int_equal(sar_letter_check(conf, &err), -1);
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg,
	    "sar.conf: line 6: purposes: cannot be \"none\"");
	sar_conf_free(conf);
}

static void
the_letter_says_every_item_of_article_15(void **state)
{
	static const char *const parts[] = { "CONTROLLER of Wexcombe",
		"CONTACT dp@wexcombe.example", "PURPOSES training; disputes",
		"CATEGORIES voice", "RECIPIENTS staff", "RETENTION six months",
		"6 calendar months", "SOURCE telephone system",
		"No decisions are made about you by automated means",
		"not transferred to another country", "(rectification)",
		"(erasure)", "(restriction)", "(objection)",
		"ROUTE write to us", "REGULATOR 0303 123 1113", "a court",
		"judicial remedy", "Article 15 of the UK GDPR" };
	struct bench b;
	char *text, *flat;
	size_t i;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	flat = unwrapped(text = letter_of(&b));
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		assert_has(flat, parts[i]);
	assert_lacks(flat, " none ");
	/* To us first, then the regulator, then a court. */
	assert_true(strstr(flat, "ROUTE") < strstr(flat, "REGULATOR"));
	assert_true(strstr(flat, "REGULATOR") < strstr(flat, "a court"));
	free(text);
	free(flat);
	end(&b);
}

static void
the_letter_says_to_whom_when_and_what_was_searched(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	b.request.n_numbers = 2;
	(void)snprintf(b.request.numbers[1].digits,
	    sizeof(b.request.numbers[1].digits), "+447700900123");
	flat = unwrapped(text = letter_of(&b));
	assert_has(text, "To: Zoe Example\r\n");
	assert_has(text, "Our reference: SAR-2026-7\r\n");
	assert_has(text, "Date of this letter: 12 October 2026\r\n");
	assert_has(text, "Your request came on: 1 October 2026\r\n");
	assert_has(flat, "these telephone numbers of yours, from 1 April 2026 "
			 "to 30 September 2026, both days included: "
			 "+441632960123 +447700900123 ");
	free(text);
	free(flat);
	b.request.name = NULL;
	text = letter_of(&b);
	assert_lacks(text, "To:");
	assert_lacks(text, "Dear");
	free(text);
	end(&b);
}

static void
each_item_says_when_how_long_and_what_was_taken_out(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 96000, 112000, "TP");
	cut(&b, 500000, 534400, "TP+LPP");
	b.item[1].uncertain = true;
	flat = unwrapped(text = letter_of(&b));
	assert_has(text, "Recordings disclosed in full:          1\r\n");
	assert_has(text, "Recordings disclosed in part:          1\r\n");
	assert_has(text, "In all:                                2\r\n");
	assert_has(flat,
	    "Item 1: Disclosed in full File: call-01.wav Call: 1 May 2026 at "
	    "09:01:07, local time Length: 1 minute 1 second Retention period "
	    "ends: 1 November 2026 The whole recording is disclosed. Item 2: "
	    "Disclosed in part File: call-02.wav Call: 2 May 2026 at 09:02:07, "
	    "local time The time may be an hour out");
	assert_has(flat,
	    "Taken out: 2 places, 6.3 seconds in all - at 0:12 for 2 seconds, "
	    "under DPA 2018 Sch. 2 para. 16 - at 1:02 for 4.3 seconds, under "
	    "DPA 2018 Sch. 2 para. 16 and DPA 2018 Sch. 2 para. 19");
	assert_has(flat, "para. 19: It is legal advice");
	assert_has(flat, "2 recordings come with this letter");
	free(text);
	free(flat);
	end(&b);
}

static void
what_is_heard_in_place_of_a_cut_is_explained(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 0, 8000, "TP");
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat, "you hear a steady tone in its place");
	assert_has(flat, "is not ours. A recorder is, for instance, often "
			 "paused while the details of a payment card");
	assert_lacks(flat, "smears");
	free(text);
	free(flat);
	b.cuts[0].fill = SAR_FILL_SILENCE;
	b.items[0].guard_after_ms = 400;
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat, "you hear silence in its place");
	assert_has(flat, "smears");
	free(text);
	free(flat);
	cut(&b, 16000, 17000, "TP");
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat, "you hear a steady tone or silence in its place");
	free(text);
	free(flat);
	b.items[0].n_cuts = 0;
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat, "We took nothing out");
	assert_lacks(flat, "smears");
	assert_has(flat, "payment card");
	free(text);
	free(flat);
	end(&b);
}

static void
a_call_of_somebody_else_shows_neither_date_nor_length(void **state)
{
	static const char *const hidden[] = { "not-requester", "possible-match",
		"not-reviewed" };
	struct bench b;
	char *text;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		begin(&b);
		(void)add(&b, SAR_CLASS_WITHHELD, hidden[i]);
		text = letter_of(&b);
		assert_has(text, "Item 1: Withheld\r\n");
		assert_lacks(text, "May 2026");
		assert_lacks(text, "Length:");
		free(text);
		end(&b);
	}
	begin(&b);
	(void)add(&b, SAR_CLASS_UNAVAILABLE, "expired");
	(void)add(&b, SAR_CLASS_WITHHELD, "held-past-retention");
	text = letter_of(&b);
	assert_has(text, "1 May 2026 at");
	assert_has(text, "2 May 2026 at");
	free(text);
	b.item[0].possible = true;
	b.marks[1].speaker = SAR_SPEAKER_OTHER;
	b.items[1].marks = &b.marks[1];
	text = letter_of(&b);
	assert_lacks(text, "May 2026");
	free(text);
	end(&b);
}

static void
every_reason_is_in_words_and_every_item_is_there(void **state)
{
	static const struct {
		enum sar_class class;
		const char *reason;
	} rows[] = {
		{ SAR_CLASS_DISCLOSED, "inside" },
		{ SAR_CLASS_PART_DISCLOSED, "redacted" },
		{ SAR_CLASS_DISCLOSED, "past-retention-included" },
		{ SAR_CLASS_DISCLOSED, "retention-boundary-included" },
		{ SAR_CLASS_WITHHELD, "not-reviewed" },
		{ SAR_CLASS_WITHHELD, "possible-match" },
		{ SAR_CLASS_WITHHELD, "not-requester" },
		{ SAR_CLASS_WITHHELD, "exempt" },
		{ SAR_CLASS_WITHHELD, "held-past-retention" },
		{ SAR_CLASS_WITHHELD, "retention-boundary" },
		{ SAR_CLASS_UNAVAILABLE, "missing" },
		{ SAR_CLASS_UNAVAILABLE, "damaged" },
		{ SAR_CLASS_UNAVAILABLE, "unsupported-format" },
		{ SAR_CLASS_UNAVAILABLE, "expired" },
		{ SAR_CLASS_UNAVAILABLE, "not-recorded-by-design" },
		{ SAR_CLASS_UNAVAILABLE, "not-answered" },
	};
	struct bench b;
	char *text, *flat;
	char head[32];
	size_t i;

	(void)state;
	begin(&b);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		(void)add(&b, rows[i].class, rows[i].reason);
	b.item[13].recording = b.item[14].recording = NULL;
	b.item[15].recording = NULL;
	b.recording[10].frames = b.recording[10].rate = 0;
	flat = unwrapped(text = letter_of(&b));
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)snprintf(head, sizeof(head), "Item %zu: ", i + 1);
		assert_has(flat, head);
		assert_has(flat, sar_plan_reason_text(rows[i].reason));
		if (strchr(rows[i].reason, '-') != NULL)
			assert_lacks(text, rows[i].reason);
	}
	free(text);
	free(flat);
	end(&b);
}

static void
many_places_are_not_all_listed_but_all_counted(void **state)
{
	struct bench b;
	char *text;
	uint64_t i;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	for (i = 0; i < 150; i++)
		cut(&b, i * 2000, i * 2000 + 800, "TP");
	text = letter_of(&b);
	assert_has(text, "Taken out: 150 places, 15 seconds in all\r\n");
	assert_has(text,
	    "    - and 50 further places, listed in schedule.txt\r\n");
	free(text);
	end(&b);
}

static void
a_nil_answer_still_says_all_the_law_asks(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat, "By what you told us, there is no recording of a call "
			 "that we have to tell you of.");
	assert_has(flat, "neither confirm nor deny");
	assert_has(flat, "Calls on other days are outside what you asked for.");
	assert_has(flat, "Nothing that we have to tell you of: no call to or "
			 "from your number in this time");
	assert_has(flat, "PURPOSES");
	assert_has(flat, "judicial remedy");
	assert_lacks(flat, "come with this letter");
	free(text);
	free(flat);
	(void)add(&b, SAR_CLASS_UNAVAILABLE, "not-recorded-by-design");
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat, "There is no recording that we can give you.");
	assert_lacks(flat, "come with this letter");
	assert_lacks(flat, "comes with this letter");
	assert_lacks(flat, "listen.html");
	free(text);
	free(flat);
	end(&b);
}

static void
every_file_that_comes_with_the_letter_is_explained(void **state)
{
	static const char *const parts[] = { "keep them in one folder",
		"letter.txt: this letter",
		"listen.html: open this one to listen", "without the internet",
		"call-01.wav to call-02.flac: the recordings that we can give "
		"you; any program that plays sound opens them",
		"schedule.txt: the list", "schedule.csv: the list as a table",
		"redactions.json, and the files whose names begin with "
		"manifest" };
	struct bench b;
	char *text, *flat;
	size_t i;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	(void)snprintf(b.items[1].name, sizeof(b.items[1].name),
	    "call-02.flac");
	flat = unwrapped(text = letter_of(&b));
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		assert_has(flat, parts[i]);
	assert_lacks(flat, "vcon");
	assert_lacks(flat, "redaction-proof");
	free(text);
	free(flat);
	b.letter.vcon = b.letter.proofs = true;
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat, "files that end in .vcon.json: a description");
	assert_has(flat, "files that end in .redaction-proof: with these");
	free(text);
	free(flat);
	end(&b);
}

/* What is withheld whole is explained without a word of cuts. */
static void
what_is_withheld_whole_has_its_provision(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	add(&b, SAR_CLASS_WITHHELD, "exempt")->marks = &b.marks[0];
	cut(&b, 0, 8000 * 61, "LPP");
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat, "All of the recording is exempt. Under: DPA 2018 "
			 "Sch. 2 para. 19");
	assert_lacks(flat, "Taken out");
	assert_has(flat, "4. What was taken out");
	assert_has(flat, "We give you no recording, so there is none from "
			 "which we took anything out.");
	assert_has(flat, "listen.html: a page that works without");
	assert_has(flat, "schedule.txt: the list of recordings and calls "
			 "schedule.csv");
	assert_lacks(flat, "you will hear");
	assert_lacks(flat, "recordings we give you");
	assert_lacks(flat, "payment card");
	assert_lacks(flat, "open this one to listen");
	assert_lacks(flat, ".vcon.json");
	assert_lacks(flat, ".redaction-proof");
	assert_has(flat, "- DPA 2018 Sch. 2 para. 19: It is legal advice");
	assert_has(flat, "listen.html");
	assert_lacks(flat, "call-01");
	free(text);
	free(flat);
	end(&b);
}

static void
lines_fit_and_end_in_crlf_whatever_the_words(void **state)
{
	struct bench b;
	char *text, *again;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 0, 8000, "TP+LPP+CRIME+SW-HARM");
	(void)snprintf(b.name, sizeof(b.name),
	    "Zo\xc3\xab \xc3\x89lise\tN\xc3\xad Example\r\nand a line");
	text = letter_of(&b);
	assert_lines(text);
	again = letter_of(&b);
	assert_string_equal(text, again);
	free(text);
	free(again);
	end(&b);
}

static void
a_letter_without_a_whole_profile_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct bench b;

	(void)state;
	begin(&b);
	sar_conf_free(b.conf);
	b.conf = profile_of("[organisation]\nname = W\n");
	b.letter.profile = b.conf;
	assert_null(sar_letter_text(&b.letter, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	end(&b);
}

static void
lengths_are_in_words_and_never_nothing(void **state)
{
	static const struct {
		uint64_t frames;
		const char *words;
	} rows[] = {
		{ 0, "0 seconds" },
		{ 1, "0.1 seconds" },
		{ 8000, "1 second" },
		{ 8399, "1 second" },
		{ 8400, "1.1 seconds" },
		{ 16000, "2 seconds" },
		{ 480000, "1 minute" },
		{ 488000, "1 minute 1 second" },
		{ 964000, "2 minutes 0.5 seconds" },
	};
	char words[SAR_PROSE_TIME];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sar_prose_length(sar_prose_tenths(rows[i].frames, 8000), words);
		assert_string_equal(words, rows[i].words);
	}
	sar_prose_length(sar_prose_tenths(UINT64_MAX, UINT32_MAX), words);
	assert_string_equal(words, "71582788 minutes 17 seconds");
}

static void
a_recording_without_its_end_is_said_to_be(void **state)
{
	static const char said[] = "Length: 1 minute 1 second The end of this "
				   "recording is missing. We give the length "
				   "of what we hold, and hold nothing more of "
				   "it. Retention";
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	(void)add(&b, SAR_CLASS_WITHHELD, "not-reviewed");
	b.recording[0].finding = "truncated trailing";
	b.recording[1].finding = "header-repaired";
	b.recording[2].finding = "truncated";
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat, said);
	/* Of the second nothing is missing; the third may be another's. */
	assert_null(strstr(strstr(flat, "end of this") + 1, "end of this"));
	free(text);
	free(flat);
	end(&b);
}

static void
a_damaged_recording_is_not_said_to_be_silent(void **state)
{
	struct bench b;
	char *text, *flat;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_UNAVAILABLE, "damaged");
	flat = unwrapped(text = letter_of(&b));
	assert_has(flat,
	    "we cannot take other people's words out of it safely");
	assert_lacks(flat, "played");
	free(text);
	free(flat);
	end(&b);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_item_of_the_profile_must_be_there_and_not_empty),
		cmocka_unit_test(none_is_no_answer_where_the_law_has_none),
		cmocka_unit_test(the_letter_says_every_item_of_article_15),
		cmocka_unit_test(
		    the_letter_says_to_whom_when_and_what_was_searched),
		cmocka_unit_test(
		    each_item_says_when_how_long_and_what_was_taken_out),
		cmocka_unit_test(what_is_heard_in_place_of_a_cut_is_explained),
		cmocka_unit_test(
		    a_call_of_somebody_else_shows_neither_date_nor_length),
		cmocka_unit_test(
		    every_reason_is_in_words_and_every_item_is_there),
		cmocka_unit_test(
		    many_places_are_not_all_listed_but_all_counted),
		cmocka_unit_test(a_nil_answer_still_says_all_the_law_asks),
		cmocka_unit_test(
		    every_file_that_comes_with_the_letter_is_explained),
		cmocka_unit_test(what_is_withheld_whole_has_its_provision),
		cmocka_unit_test(lines_fit_and_end_in_crlf_whatever_the_words),
		cmocka_unit_test(a_letter_without_a_whole_profile_is_refused),
		cmocka_unit_test(lengths_are_in_words_and_never_nothing),
		cmocka_unit_test(a_recording_without_its_end_is_said_to_be),
		cmocka_unit_test(a_damaged_recording_is_not_said_to_be_silent),
	};

	return cmocka_run_group_tests_name("letter", tests, NULL, NULL);
}
