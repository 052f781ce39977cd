/*
 * The same marks in every format and every encoding: nobody's cut may depend
 * on which program wrote it down.
 */
#include "marks_read.h"

#include "base/buf.h"

#define MARKS 5
#define CASES 60

/* A span in milliseconds, which every format can say. */
struct span {
	uint64_t from;
	uint64_t to;
};

static void
add_seconds(struct sar_buf *out, uint64_t ms, char point)
{
	sar_buf_printf(out, "%llu%c%03llu", (unsigned long long)(ms / 1000),
	    point, (unsigned long long)(ms % 1000));
}

static void
add_clock(struct sar_buf *out, uint64_t ms, char point)
{
	sar_buf_printf(out, "%02llu:%02llu:%02llu%c%03llu",
	    (unsigned long long)(ms / 3600000),
	    (unsigned long long)(ms / 60000 % 60),
	    (unsigned long long)(ms / 1000 % 60), point,
	    (unsigned long long)(ms % 1000));
}

static void
write_audacity(struct sar_buf *out, const struct span *s, char point)
{
	size_t i;

	for (i = 0; i < MARKS; i++) {
		add_seconds(out, s[i].from, point);
		sar_buf_puts(out, "\t");
		add_seconds(out, s[i].to, point);
		sar_buf_puts(out, "\tTP \xc3\xa9\xf0\x9f\x8e\xa7\n");
	}
}

/* With semicolons, where a comma cannot part thousands. */
static void
write_csv(struct sar_buf *out, const struct span *s, char point)
{
	size_t i;

	sar_buf_puts(out, "start;end;code;text\n");
	for (i = 0; i < MARKS; i++) {
		add_seconds(out, s[i].from, point);
		sar_buf_puts(out, ";");
		add_clock(out, s[i].to, point);
		sar_buf_puts(out, ";TP;\"\xc3\xa9\xf0\x9f\x8e\xa7\"\n");
	}
}

static void
write_cues(struct sar_buf *out, const struct span *s, char point, bool numbers)
{
	size_t i;

	for (i = 0; i < MARKS; i++) {
		if (numbers)
			sar_buf_printf(out, "%zu\n", i + 1);
		add_clock(out, s[i].from, point);
		sar_buf_puts(out, " --> ");
		add_clock(out, s[i].to, point);
		sar_buf_puts(out, "\n<b>TP</b> \xc3\xa9\xf0\x9f\x8e\xa7\n\n");
	}
}

static void
write_vtt(struct sar_buf *out, const struct span *s, char point)
{
	sar_buf_puts(out, "WEBVTT\n\n");
	write_cues(out, s, point, false);
}

static void
write_srt(struct sar_buf *out, const struct span *s, char point)
{
	write_cues(out, s, point, true);
}

static void
add_interval(struct sar_buf *out, uint64_t from, uint64_t to, char point,
    const char *text)
{
	add_seconds(out, from, point);
	sar_buf_puts(out, "\n");
	add_seconds(out, to, point);
	sar_buf_printf(out, "\n\"%s\"\n", text);
}

/* The spans are in order and apart, so between them nothing is said. */
static void
write_textgrid(struct sar_buf *out, const struct span *s, char point)
{
	uint64_t at = 0;
	size_t i;

	sar_buf_puts(out, "File type = \"ooTextFile\"\nObject class = "
			  "\"TextGrid\"\n\n0\n");
	add_seconds(out, s[MARKS - 1].to, point);
	sar_buf_puts(out, "\n<exists>\n1\n\"IntervalTier\"\n\"\xc3\xa9\"\n0\n");
	add_seconds(out, s[MARKS - 1].to, point);
	sar_buf_printf(out, "\n%d\n", MARKS * 2);
	for (i = 0; i < MARKS; i++) {
		add_interval(out, at, s[i].from, point, "");
		add_interval(out, s[i].from, s[i].to, point,
		    "TP \xf0\x9f\x8e\xa7");
		at = s[i].to;
	}
}

static void
write_rttm(struct sar_buf *out, const struct span *s, char point)
{
	size_t i;

	for (i = 0; i < MARKS; i++) {
		sar_buf_puts(out, "SPEAKER f 1 ");
		add_seconds(out, s[i].from, point);
		sar_buf_puts(out, " ");
		add_seconds(out, s[i].to - s[i].from, point);
		sar_buf_puts(out, " <NA> <NA> \xc3\xa9 <NA> <NA>\n");
	}
}

static void
write_json(struct sar_buf *out, const struct span *s, char point)
{
	size_t i;

	sar_buf_puts(out, "{\"segments\":\n");
	for (i = 0; i < MARKS; i++) {
		sar_buf_puts(out, i == 0 ? "[{\"start\":" : ",\n{\"start\":");
		add_seconds(out, s[i].from, point);
		sar_buf_puts(out, ",\"end\":");
		add_seconds(out, s[i].to, point);
		sar_buf_puts(out, ",\"speaker\":\"\xc3\xa9\"}");
	}
	sar_buf_puts(out, "]}\n");
}

static const struct format {
	const char *name;
	void (*write)(struct sar_buf *out, const struct span *s, char point);
	bool comma; /* it may be written for the point */
	bool suggested;
} formats[] = {
	{ "audacity", write_audacity, true, false },
	{ "csv", write_csv, true, false },
	{ "webvtt", write_vtt, true, false },
	{ "srt", write_srt, true, false },
	{ "textgrid", write_textgrid, true, false },
	{ "rttm", write_rttm, true, true },
	{ "diarisation-json", write_json, false, true },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

/* LF as CRLF. */
static void
crlf(const struct sar_buf *in, struct sar_buf *out)
{
	size_t i;

	for (i = 0; i < in->len; i++) {
		if (in->data[i] == '\n')
			sar_buf_puts(out, "\r");
		sar_buf_add(out, in->data + i, 1);
	}
}

static void
add_unit(struct sar_buf *out, unsigned code, bool big)
{
	char bytes[2] = { (char)(code & 0xff), (char)(code >> 8) };

	if (big) {
		bytes[0] = (char)(code >> 8);
		bytes[1] = (char)(code & 0xff);
	}
	sar_buf_add(out, bytes, 2);
}

/* Well-formed UTF-8 as UTF-16: written apart from what is tested. */
static void
utf16(const struct sar_buf *in, struct sar_buf *out, bool mark, bool big)
{
	size_t i;

	if (mark)
		add_unit(out, 0xfeff, big);
	for (i = 0; i < in->len;) {
		unsigned c = (unsigned char)in->data[i];
		int more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;

		c = more == 0 ? c : c & (0x3fU >> more);
		for (i++; more > 0; more--, i++)
			c = c << 6 | ((unsigned char)in->data[i] & 0x3fU);
		if (c >= 0x10000) {
			add_unit(out, 0xd800 + ((c - 0x10000) >> 10), big);
			c = 0xdc00 + ((c - 0x10000) & 0x3ff);
		}
		add_unit(out, c, big);
	}
}

/* ${how}: 0 as it is; 1 a mark before it; 2 to 5 UTF-16, marked, of each order.
 */
static void
encode(const struct sar_buf *in, struct sar_buf *out, unsigned how)
{
	if (how == 1)
		sar_buf_puts(out, "\xef\xbb\xbf");
	if (how < 2)
		sar_buf_add(out, in->data, in->len);
	else
		utf16(in, out, how < 4, how % 2 == 1);
}

static void
assert_spans(const struct format *format, const struct sar_buf *text,
    const struct span *s)
{
	struct sar_read_input in = input(text->data, text->len, SAR_MARKS_AUTO);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_marks marks = { 0 };
	size_t i;

	if (format->suggested) {
		in.speaker = "\xc3\xa9";
		in.code = "TP";
	}
	if (sar_marks_read(&in, &marks, &err) == -1)
		fail_msg("%s: %s", format->name, err.msg);
	assert_int_equal(marks.n, MARKS);
	for (i = 0; i < MARKS; i++) {
		assert_true(marks.marks[i].from_us == s[i].from * 1000);
		assert_true(marks.marks[i].to_us == s[i].to * 1000);
		assert_string_equal(marks.marks[i].basis, "TP");
	}
	assert_int_equal(marks.suggested[0] != '\0', format->suggested);
	free(marks.marks);
}

static void
try_format(const struct format *format, const struct span *s, char point)
{
	struct sar_buf text = SAR_BUF_INIT;
	struct sar_buf lines = SAR_BUF_INIT;
	struct sar_buf coded = SAR_BUF_INIT;
	unsigned how;

	format->write(&text, s, point);
	crlf(&text, &lines);
	for (how = 0; how < 12; how++) {
		coded.len = 0;
		encode(how < 6 ? &text : &lines, &coded, how % 6);
		assert_spans(format, &coded, s);
	}
	sar_buf_free(&text);
	sar_buf_free(&lines);
	sar_buf_free(&coded);
}

static void
make_spans(struct span *s)
{
	uint64_t at = 0;
	size_t i;

	for (i = 0; i < MARKS; i++) {
		s[i].from = at + 1 + (uint64_t)random() % 4000000;
		s[i].to = s[i].from + 1 + (uint64_t)random() % 100000;
		at = s[i].to;
	}
}

static void
every_format_in_every_encoding_says_the_same(void **state)
{
	struct span s[MARKS];
	size_t i;
	int k;

	(void)state;
	srandom(16);
	for (k = 0; k < CASES; k++) {
		make_spans(s);
		for (i = 0; i < FORMATS; i++) {
			try_format(&formats[i], s, '.');
			if (formats[i].comma)
				try_format(&formats[i], s, ',');
		}
	}
}

static void
half_characters_are_refused(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *msg;
	} bad[] = {
		{ "\xff\xfe"
		  "1\0\t\0x",
		    7, "f: UTF-16 that ends within a character" },
		{ "\xff\xfe\n\0\x00\xd8x\0", 8,
		    "f: line 2: half of a UTF-16 surrogate pair" },
		{ "\xfe\xff\xdc\x00\0x", 6,
		    "f: line 1: half of a UTF-16 surrogate pair" },
		{ "\xff\xfe"
		  "1\0\x00\xd8",
		    6, "f: line 1: half of a UTF-16 surrogate pair" },
		{ "\xff\xfe"
		  "1\0\t\0\0\0\n\0",
		    10, "f: line 1: NUL byte" },
		{ "\xff\xfe"
		  "1\0\x28\x20",
		    6, "f: line 1: line break other than LF or CRLF" },
		{ "\xff\xfe"
		  "1\0\r\0"
		  "2\0",
		    8, "f: line 1: line break other than LF or CRLF" },
		{ "1\t2\tTP \xed\xa0\x80\n", 11, "f: not UTF-8" },
		{ "1\0", 2, "f: UTF-16, not UTF-8" },
		{ "\xff\xfe\0\0", 4, "f: line 1: NUL byte" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct sar_read_input in = input(bad[i].text, bad[i].len,
		    SAR_MARKS_AUTO);

		assert_refused(&in, bad[i].msg);
	}
}

/* Files that other programs, or the manuals of them, have published. */
static bool
fixture(const char *name, char *text, size_t size, size_t *len)
{
	const char *tests = getenv("SAR_TESTS");
	char path[512];
	FILE *file;

	(void)snprintf(path, sizeof(path),
	    "%s/../../shared/fixtures/segments/%s",
	    tests == NULL ? "tests" : tests, name);
	if ((file = fopen(path, "re")) == NULL)
		return false;
	*len = fread(text, 1, size, file);
	(void)fclose(file);
	return *len < size;
}

/* ${name} with the code TP, ${tier} or ${speaker}; skipped when absent. */
static void
try_fixture(const char *name, const char *tier, const char *speaker,
    const char *spans, const char *msg)
{
	char text[4096];
	struct sar_read_input in = input(text, 0, SAR_MARKS_AUTO);

	if (!fixture(name, text, sizeof(text), &in.len)) {
		print_message("no %s: skipped\n", name);
		skip();
	}
	in.code = "TP";
	in.tier = tier;
	in.speaker = speaker;
	if (spans != NULL)
		assert_read(&in, spans);
	else
		assert_refused(&in, msg);
}

static void
the_manual_of_audacity(void **state)
{
	(void)state;
	try_fixture("audacity-manual-standard.txt", NULL, NULL, NULL,
	    "f: line 1: a point label has no length to cut");
	try_fixture("audacity-manual-extended-spectral.txt", NULL, NULL, NULL,
	    "f: line 1: a point label has no length to cut");
}

static void
the_voices_of_the_w3c(void **state)
{
	(void)state;
	try_fixture("w3c-voice-spans.vtt", NULL, NULL,
	    "0-2000000 TP 2000000-4000000 TP 4000000-6000000 TP "
	    "6000000-8000000 TP",
	    NULL);
}

static void
the_words_of_mary(void **state)
{
	(void)state;
	try_fixture("mary.TextGrid", "word", NULL,
	    "315420-675550 TP 675549-983908 TP 983907-1063726 TP "
	    "1063725-1518254 TP",
	    NULL);
	try_fixture("mary.TextGrid", NULL, NULL, NULL,
	    "f: more than one tier of intervals");
	try_fixture("mary.TextGrid", "pitch", NULL, NULL,
	    "f: the tier named is of points: a point has no length to cut");
}

/* It is of two recordings, and only one of them can be the one heard. */
static void
the_training_data_of_pyannote(void **state)
{
	(void)state;
	try_fixture("train.rttm", NULL, "speaker_A", NULL,
	    "f: line 2: another recording than the lines before it");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_in_every_encoding_says_the_same),
		cmocka_unit_test(half_characters_are_refused),
		cmocka_unit_test(the_manual_of_audacity),
		cmocka_unit_test(the_voices_of_the_w3c),
		cmocka_unit_test(the_words_of_mary),
		cmocka_unit_test(the_training_data_of_pyannote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
