/* sar-marks(5): what one person decided, and Audacity's labels in it. */
#include "marks_bench.h"

#include "marks/basis.h"

/* All that has to be there, and nothing to cut. */
#define BARE HEAD "\n"

static void
a_marks_file_is_read_in_any_order_of_keys(void **state)
{
	static const char text[] = "sar-marks: 1\nreviewed: 2026-10-12\n"
				   "reviewer: u1041\nspeaker: requester\n"
				   "recording: sha256:" HEX64 "\n\n"
				   "1.500000\t2.250000\tTP third party\n"
				   "7\t8,5\tlpp: to the solicitor\n";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks;

	(void)state;
	marks = sar_marks_parse("m", text, sizeof(text) - 1, &err);
	assert_non_null(marks);
	assert_string_equal(marks->name, "m");
	assert_int_equal(marks->recording[0], 0x00);
	assert_int_equal(marks->recording[31], 0xef);
	assert_int_equal(marks->speaker, SAR_SPEAKER_REQUESTER);
	assert_string_equal(marks->reviewer, "u1041");
	assert_int_equal(marks->reviewed.year, 2026);
	assert_int_equal(marks->reviewed.day, 12);
	assert_int_equal(marks->n, 2);
	assert_int_equal(marks->marks[0].from_us, 1500000);
	assert_int_equal(marks->marks[0].to_us, 2250000);
	assert_string_equal(marks->marks[0].basis, "TP");
	assert_int_equal(marks->marks[0].line, 7);
	assert_int_equal(marks->marks[1].from_us, 7000000);
	assert_int_equal(marks->marks[1].to_us, 8500000);
	assert_string_equal(marks->marks[1].basis, "LPP");
	sar_marks_free(marks);
}

static void
no_labels_means_reviewed_with_nothing_to_cut(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks;

	(void)state;
	marks = sar_marks_parse("m", BARE, strlen(BARE), &err);
	assert_non_null(marks);
	assert_int_equal(marks->n, 0);
	sar_marks_free(marks);
}

static void
a_header_cut_short_is_not_taken_for_no_cuts(void **state)
{
	static const char text[] = BARE;
	size_t len;

	(void)state;
	for (len = 0; len < sizeof(text) - 2; len++) {
		struct sar_err err = SAR_ERR_INIT;

		assert_null(sar_marks_parse("m", text, len, &err));
		assert_int_equal(err.code, SAR_EINPUT);
	}
}

static void
each_header_mistake_is_named(void **state)
{
	(void)state;
	assert_marks_refused("recording: sha256:" HEX64 "\nsar-marks: 1\n\n",
	    "m: line 1: a marks file begins with sar-marks: 1");
	assert_marks_refused("sar-marks: 2\n\n",
	    "m: line 1: sar-marks: expected 1");
	assert_marks_refused("sar-marks: 1\nspeeker: other\n\n",
	    "m: line 2: unknown key");
	assert_marks_refused("sar-marks: 1\nspeaker: other\nspeaker: other\n\n",
	    "m: line 3: this key was given before");
	assert_marks_refused("sar-marks: 1\nspeaker: nobody\n\n",
	    "m: line 2: speaker: expected requester or other");
	assert_marks_refused("sar-marks: 1\nrecording: sha256:00\n\n",
	    "m: line 2: recording: expected sha256: and 64 hexadecimal "
	    "digits");
	assert_marks_refused("sar-marks: 1\nreviewer: J. Smith\n\n",
	    "m: line 2: reviewer: expected a staff id of up to 32 letters, "
	    "digits, . _ or -");
	assert_marks_refused("sar-marks: 1\nreviewed: 2026-02-30\n\n",
	    "m: line 2: reviewed: expected a date, YYYY-MM-DD");
	assert_marks_refused("sar-marks: 1\n1.0\t2.0\tTP\n",
	    "m: line 2: expected key: value");
	assert_marks_refused("sar-marks: 1\nspeaker: requester\n"
			     "reviewer: u1\nreviewed: 2026-10-12\n\n",
	    "m: no \"recording\" in the header");
	assert_marks_refused("\n", "m: no \"sar-marks\" in the header");
	assert_marks_refused("",
	    "m: the header does not end with an empty line");
}

static void
what_was_heard_is_read_to_the_last_digit_or_refused(void **state)
{
	static const char *const bad[] = { "", "pcm16", "pcm16 8000 1",
		"pcm16 8000 1 0", "pcm16 8000 1 80000 x", "pcm16 08000 1 80000",
		"pcm16  8000 1 80000", "pcm16 8000 0 80000", "pcm16 -8000 1 1",
		"pcm16 4294967296 1 1", "pcm16 8000 1 4611686018427387905",
		"pcm16 8000 1 99999999999999999999", "pcm 16 8000 1 80000",
		"abcdefghijklmnopqrstuvwx 8000 1 1", "pcm16 8000 1 8e4" };
	static const char good[] = "sar-marks: 1\nrecording: sha256:" HEX64
				   "\nspeaker: requester\nreviewer: u1041\n"
				   "reviewed: 2026-10-12\n"
				   "heard: g723-24 4294967295 2 "
				   "4611686018427387904\n\n";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks;
	char text[128];
	char *out;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		(void)snprintf(text, sizeof(text),
		    "sar-marks: 1\nheard: %s\n\n", bad[i]);
		assert_marks_refused(text,
		    "m: line 2: heard: expected codec, rate, channels and "
		    "frames");
	}
	marks = sar_marks_parse("m", good, sizeof(good) - 1, &err);
	assert_non_null(marks);
	assert_string_equal(marks->heard.codec, "g723-24");
	assert_int_equal(marks->heard.rate, UINT32_MAX);
	assert_int_equal(marks->heard.channels, 2);
	assert_int_equal(marks->heard.frames, UINT64_C(1) << 62);
	assert_non_null(out = sar_marks_format(marks, &err));
	assert_string_equal(out, good);
	free(out);
	sar_marks_free(marks);
}

static void
another_speaker_leaves_nothing_to_label(void **state)
{
	static const char head[] = "sar-marks: 1\nrecording: sha256:" HEX64
				   "\nspeaker: other\n"
				   "reviewer: u1041\nreviewed: 2026-10-12\n\n";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks;
	char text[512];

	(void)state;
	marks = sar_marks_parse("m", head, strlen(head), &err);
	assert_non_null(marks);
	assert_int_equal(marks->speaker, SAR_SPEAKER_OTHER);
	sar_marks_free(marks);
	(void)snprintf(text, sizeof(text), "%s1.0\t2.0\tTP\n", head);
	assert_marks_refused(text,
	    "m: line 7: speaker other withholds all of the recording, so "
	    "there can be no labels");
}

static void
times_round_outwards_to_microseconds(void **state)
{
	struct sar_marks marks;

	(void)state;
	marks = labels("0.0000019\t0.0000021\tTP\n"
		       "0.9999999\t1.0000000\tTP\n"
		       "1.0000000001\t1.00000000010000001\tTP\n"
		       "999999999999\t999999999999.000001\tTP\n"
		       "0\t0.0000010000000\tTP\n");
	assert_int_equal(marks.n, 5);
	assert_int_equal(marks.marks[0].from_us, 1);
	assert_int_equal(marks.marks[0].to_us, 3);
	assert_int_equal(marks.marks[1].from_us, 999999);
	assert_int_equal(marks.marks[1].to_us, 1000000);
	assert_int_equal(marks.marks[2].from_us, 1000000);
	assert_int_equal(marks.marks[2].to_us, 1000001);
	assert_true(marks.marks[3].from_us == UINT64_C(999999999999000000));
	assert_true(marks.marks[3].to_us == UINT64_C(999999999999000001));
	assert_int_equal(marks.marks[4].to_us, 1);
	free(marks.marks);
}

static void
what_is_not_plain_decimals_is_refused(void **state)
{
	static const char *const bad[] = { "-1.0", "+1.0", "1e3", "1.5e0",
		"nan", "NaN", "inf", "0x10", "1.", ".5", "1.0.0", "1,0.0",
		"1'0", " 1.0", "1.0 ", "", "1:02", "1234567890123", "1.0s",
		"\xd9\xa1" };
	char text[64];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		(void)snprintf(text, sizeof(text), "%s\t9.0\tTP\n", bad[i]);
		assert_label_refused(text, strlen(text),
		    "l: line 1: the start is not a time in seconds");
		(void)snprintf(text, sizeof(text), "0.0\t%s\tTP\n", bad[i]);
		assert_label_refused(text, strlen(text),
		    "l: line 1: the end is not a time in seconds");
	}
}

static void
a_label_without_length_is_refused_not_skipped(void **state)
{
	(void)state;
	REFUSED("1.0\t2.0\tTP\n3.0\t3.0\tTP\n",
	    "l: line 2: a point label has no length to cut");
	REFUSED("3\t3.000\tTP\n",
	    "l: line 1: a point label has no length to cut");
	/* Rounding apart must not make a length of none. */
	REFUSED("3.0000005\t3.00000050\tTP\n",
	    "l: line 1: a point label has no length to cut");
	REFUSED("3.0\tTP there\n",
	    "l: line 1: a point label has no length to cut");
	REFUSED("3.0\n", "l: line 1: expected start TAB end TAB code");
}

static void
a_reversed_label_is_refused(void **state)
{
	(void)state;
	REFUSED("9.0\t3.0\tTP\n", "l: line 1: the end is before the start");
	REFUSED("1.0000009\t1.0000001\tTP\n",
	    "l: line 1: the end is before the start");
	REFUSED("1.00000011\t1.0000001\tTP\n",
	    "l: line 1: the end is before the start");
}

static void
a_spectral_label_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };
	static const char text[] = "1.0\t2.0\tTP\n\\\t-1.000000\t634.58\n";

	(void)state;
	assert_int_equal(read_labels(text, strlen(text), &marks, &err), -1);
	assert_string_equal(err.msg,
	    "l: line 2: a spectral label marks a frequency band, not a time");
	assert_true(err.hint[0] != '\0');
}

static void
a_label_needs_the_code_of_a_provision(void **state)
{
	static const char why[] =
	    "l: line 1: the label does not begin with the code of a provision";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks;

	(void)state;
	REFUSED("1.0\t2.0\t\n", why);
	REFUSED("1.0\t2.0\n", why);
	REFUSED("1.0\t2.0\tTPX\n", why);
	REFUSED("1.0\t2.0\tT\n", why);
	REFUSED("1.0\t2.0\tTP,LPP\n", why);
	REFUSED("1.0\t2.0\tTP+LPP\n", why);
	REFUSED("1.0\t2.0\tmy friend TP\n", why);
	REFUSED("1.0\t2.0\tCRIME-RISK-AND-MORE\n", why);
	assert_int_equal(read_labels("1\t2\tsecretword\n", 15, &marks, &err),
	    -1);
	assert_null(strstr(err.msg, "secretword"));
	assert_null(strstr(err.hint, "secretword"));
	assert_non_null(strstr(err.hint, "CRIME-RISK"));
	marks = labels("1\t2\tcrime-Risk\n1\t2\tTP:x\n1\t2\t  sw-harm a\tb\n");
	assert_int_equal(marks.n, 3);
	assert_string_equal(marks.marks[0].basis, "CRIME-RISK");
	assert_string_equal(marks.marks[2].basis, "SW-HARM");
	free(marks.marks);
}

static void
marks_of_windows_editors_are_taken(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *file;
	struct sar_marks marks;
	static const char dos[] =
	    "\xef\xbb\xbfsar-marks: 1\r\nrecording: sha256:" HEX64 "\r\n"
	    "speaker: requester\r\nreviewer: u1\r\nreviewed: 2026-10-12\r\n"
	    "\r\n1,5\t2,5\tTP M\xc3\xbcller\r\n\r\n\r\n";

	(void)state;
	marks = labels("\xef\xbb\xbf"
		       "1.0\t2.0\tTP\r\n3.0\t4.0\tTP");
	assert_int_equal(marks.n, 2);
	free(marks.marks);
	file = sar_marks_parse("m", dos, sizeof(dos) - 1, &err);
	assert_non_null(file);
	assert_int_equal(file->n, 1);
	assert_int_equal(file->marks[0].line, 7);
	sar_marks_free(file);
}

static void
an_empty_line_between_labels_is_refused(void **state)
{
	struct sar_marks marks;

	(void)state;
	REFUSED("1.0\t2.0\tTP\n\n3.0\t4.0\tTP\n",
	    "l: line 3: a label after an empty line");
	REFUSED("\n\n1.0\t2.0\tTP\n", "l: line 3: a label after an empty line");
	REFUSED(" \n", "l: line 1: expected start TAB end TAB code");
	marks = labels("1.0\t2.0\tTP\n\n\n");
	assert_int_equal(marks.n, 1);
	free(marks.marks);
}

/* What another program shows as two labels must never be read as one. */
static void
bytes_that_hide_a_line_are_refused(void **state)
{
	static const char why[] = "l: line 1: line break other than LF or CRLF";

	(void)state;
	REFUSED("1.0\t2.0\tTP\r3.0\t4.0\tTP\n", why);
	REFUSED("1.0\t2.0\tTP\r", why);
	REFUSED("1.0\t2.0\tTP\r\r\n", why);
	REFUSED("1.0\t2.0\tTP \xc2\x85"
		"3.0\t4.0\tTP\n",
	    why);
	REFUSED("1.0\t2.0\tTP \xe2\x80\xa8"
		"3.0\t4.0\tTP\n",
	    why);
	REFUSED("1.0\t2.0\tTP \xe2\x80\xa9"
		"3.0\t4.0\tTP\n",
	    why);
	REFUSED("1.0\t2.0\tTP \v3.0\t4.0\tTP\n",
	    "l: line 1: control character");
	REFUSED("1.0\t2.0\tTP\n1.0\t2.0\tTP\0 x\n", "l: line 2: NUL byte");
	REFUSED("1.0\t2.0\tTP \xff\n", "l: not UTF-8");
	REFUSED("1.0\t2.0\tTP \xc0\xaf\n", "l: not UTF-8");
}

/* We wrote it, in UTF-8; only what is handed in may be in UTF-16. */
static void
a_marks_file_in_utf16_is_refused_by_name(void **state)
{
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_null(sar_marks_parse("m", "\xff\xfes\0", 4, &err));
	assert_string_equal(err.msg, "m: UTF-16, not UTF-8");
	assert_string_equal(err.hint, "save it again with the encoding UTF-8");
}

/* Every key a header can have, in the order in which they are written. */
static const char every_key[] =
    "sar-marks: 1\nrecording: sha256:" HEX64 "\n"
    "speaker: requester\nreviewer: u1041\nreviewed: 2026-10-12\n"
    "heard: pcm16 16000 1 480000\nlabels: sha256:" HEX64 "\n"
    "suggested: rttm\nconfirmed: yes\ndamage: heard\nstanding: rejected\n"
    "asked: u7 u8\nreview: sha256:" HEX64 "\n"
    "decision.1.outcome: redact\ndecision.1.by: u7\n"
    "decision.1.on: 2026-10-13\n\n1.000000\t2.000000\tLPP\n";

static void
a_header_is_written_in_one_order(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks;
	char *out;

	(void)state;
	marks = sar_marks_parse("m", every_key, strlen(every_key), &err);
	assert_non_null(marks);
	out = sar_marks_format(marks, &err);
	assert_non_null(out);
	assert_string_equal(out, every_key);
	free(out);
	sar_marks_free(marks);
}

/* "recording" of the page's ".It Li recording:\& sha256:...". */
static bool
page_key(const char *line, char *out, size_t size)
{
	const char *key = line + strlen(".It Li ");

	if (strncmp(line, ".It Li ", strlen(".It Li ")) != 0)
		return false;
	key += *key == '"';
	(void)snprintf(out, size, "%.*s", (int)strcspn(key, ":.\\"), key);
	return true;
}

/* sar-marks(5) says that its order is that of the file. */
static void
the_page_has_every_key_in_the_order_written(void **state)
{
	const char *tests = getenv("SAR_TESTS");
	const char *at = every_key;
	char line[512], key[32];
	FILE *f;

	(void)state;
	(void)snprintf(line, sizeof(line), "%s/../man/sar-marks.5",
	    tests == NULL ? "tests" : tests);
	f = fopen(line, "re");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL &&
	       strncmp(line, ".Ss", 3) != 0) {
		if (!page_key(line, key, sizeof(key)))
			continue;
		assert_int_equal(strncmp(at, key, strlen(key)), 0);
		while (strncmp(at, key, strlen(key)) == 0)
			at = strchr(at, '\n') + 1;
	}
	(void)fclose(f);
	assert_int_equal(*at, '\n');
}

/* Where the cuts came from is kept; what nobody confirmed is not read. */
static void
suggestions_are_kept_only_when_confirmed(void **state)
{
	static const char text[] = "sar-marks: 1\nrecording: sha256:" HEX64 "\n"
				   "speaker: requester\nreviewer: u1041\n"
				   "reviewed: 2026-10-12\n"
				   "labels: sha256:" HEX64 "\n"
				   "suggested: rttm\nconfirmed: yes\n\n"
				   "1.000000\t2.000000\tTP\n";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks;
	char *out;

	(void)state;
	marks = sar_marks_parse("m", text, strlen(text), &err);
	assert_non_null(marks);
	assert_true(marks->has_labels && marks->confirmed);
	assert_int_equal(marks->labels[31], 0xef);
	assert_string_equal(marks->suggested, "rttm");
	out = sar_marks_format(marks, &err);
	assert_non_null(out);
	assert_string_equal(out, text);
	free(out);
	marks->confirmed = false;
	assert_null(sar_marks_format(marks, &err));
	assert_int_equal(err.code, SAR_EREVIEW);
	assert_string_equal(err.msg,
	    "m: a program suggested these cuts, and nobody has confirmed them");
	sar_marks_free(marks);
}

static void
a_marks_file_of_unconfirmed_suggestions_needs_a_person(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char text[512];

	(void)state;
	(void)snprintf(text, sizeof(text), "%.*ssuggested: rttm\n\n",
	    (int)strlen(BARE) - 1, BARE);
	assert_null(sar_marks_parse("m", text, strlen(text), &err));
	assert_int_equal(err.code, SAR_EREVIEW);
	(void)snprintf(text, sizeof(text), "%.*sconfirmed: yes\n\n",
	    (int)strlen(BARE) - 1, BARE);
	assert_marks_refused(text, "m: confirmed, but nothing was suggested");
	assert_marks_refused("sar-marks: 1\nconfirmed: no\n\n",
	    "m: line 2: confirmed: expected yes");
	assert_marks_refused("sar-marks: 1\nlabels: sha256:00\n\n",
	    "m: line 2: labels: expected sha256: and 64 hexadecimal digits");
	assert_marks_refused("sar-marks: 1\nsuggested: a b\n\n",
	    "m: line 2: suggested: expected the name of a format");
}

static char *
repeated(const char *line, size_t times)
{
	size_t len = strlen(line);
	char *text = malloc(len * times + 1);
	size_t i;

	assert_non_null(text);
	for (i = 0; i < times; i++)
		memcpy(text + i * len, line, len);
	text[len * times] = '\0';
	return text;
}

static void
the_limits_are_one_mebibyte_and_100000_labels(void **state)
{
	char *many = repeated("0\t1\tTP\n", SAR_MARKS_LABELS_MAX);
	char *more = repeated("0\t1\tTP\n", SAR_MARKS_LABELS_MAX + 1);
	char *large = repeated(" ", SAR_MARKS_MAX + 1);
	struct sar_marks marks;

	(void)state;
	marks = labels(many);
	assert_int_equal(marks.n, SAR_MARKS_LABELS_MAX);
	free(marks.marks);
	assert_label_refused(more, strlen(more),
	    "l: line 100001: more than 100000 labels");
	assert_label_refused(large, strlen(large),
	    "l: larger than 1048576 bytes");
	free(many);
	free(more);
	free(large);
}

static void
what_is_formatted_reads_back_the_same(void **state)
{
	static const char text[] = BARE "0.000001\t1.000000\tTP\n"
					"12345.678901\t99999.000000\tCHILD\n";
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks *marks;
	char *out;

	(void)state;
	marks = sar_marks_parse("m", text, sizeof(text) - 1, &err);
	assert_non_null(marks);
	out = sar_marks_format(marks, &err);
	assert_non_null(out);
	assert_string_equal(out, text);
	free(out);
	marks->speaker = SAR_SPEAKER_OTHER;
	assert_null(sar_marks_format(marks, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	sar_marks_free(marks);
}

static void
the_table_of_provisions_is_whole(void **state)
{
	char codes[SAR_BASIS_JOINED];
	char joined[SAR_BASIS_JOINED];
	const struct sar_basis *basis;
	uint32_t all = 0;
	size_t n;
	char *p;

	(void)state;
	(void)snprintf(codes, sizeof(codes), "%s", sar_basis_codes());
	for (p = codes; *p != '\0'; p++)
		if (*p == ' ')
			*p = '+';
	all = sar_basis_bits(codes);
	assert_int_equal(all, (1U << 12) - 1);
	sar_basis_join(all, joined);
	assert_string_equal(joined, codes);
	for (n = 0; (basis = sar_basis_nth(all, n)) != NULL; n++) {
		assert_ptr_equal(sar_basis_find(basis->code), basis);
		assert_true(strncmp(basis->provision, "DPA 2018 Sch. ", 14) ==
				0 ||
			    strcmp(basis->code, "NEITHER") == 0);
		assert_true(strlen(basis->plain) > 20);
		assert_true(strlen(basis->code) < SAR_BASIS_MAX);
	}
	assert_int_equal(n, 12);
	assert_null(sar_basis_nth(1U << 12, 0));
	assert_null(sar_basis_find("MUE"));
	assert_null(sar_basis_find(""));
	assert_string_equal(sar_basis_find("tp")->provision,
	    "DPA 2018 Sch. 2 para. 16");
	assert_int_equal(sar_basis_bits("TP+"), 0);
	assert_int_equal(sar_basis_bits("TP+XX"), 0);
	assert_int_equal(sar_basis_bits(""), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_marks_file_is_read_in_any_order_of_keys),
		cmocka_unit_test(no_labels_means_reviewed_with_nothing_to_cut),
		cmocka_unit_test(a_header_cut_short_is_not_taken_for_no_cuts),
		cmocka_unit_test(each_header_mistake_is_named),
		cmocka_unit_test(another_speaker_leaves_nothing_to_label),
		cmocka_unit_test(times_round_outwards_to_microseconds),
		cmocka_unit_test(what_is_not_plain_decimals_is_refused),
		cmocka_unit_test(a_label_without_length_is_refused_not_skipped),
		cmocka_unit_test(a_reversed_label_is_refused),
		cmocka_unit_test(a_spectral_label_is_refused),
		cmocka_unit_test(a_label_needs_the_code_of_a_provision),
		cmocka_unit_test(marks_of_windows_editors_are_taken),
		cmocka_unit_test(an_empty_line_between_labels_is_refused),
		cmocka_unit_test(bytes_that_hide_a_line_are_refused),
		cmocka_unit_test(a_marks_file_in_utf16_is_refused_by_name),
		cmocka_unit_test(a_header_is_written_in_one_order),
		cmocka_unit_test(the_page_has_every_key_in_the_order_written),
		cmocka_unit_test(suggestions_are_kept_only_when_confirmed),
		cmocka_unit_test(
		    a_marks_file_of_unconfirmed_suggestions_needs_a_person),
		cmocka_unit_test(the_limits_are_one_mebibyte_and_100000_labels),
		cmocka_unit_test(what_is_formatted_reads_back_the_same),
		cmocka_unit_test(
		    what_was_heard_is_read_to_the_last_digit_or_refused),
		cmocka_unit_test(the_table_of_provisions_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
