/* listen.html: what is in it, and that nothing from outside is markup. */
#include "letter_bench.h"

#include <sys/wait.h>
#include <unistd.h>

#include "letter/html.h"
#include "letter/prose.h"
#include "letter/sections.h"

static char *
page_of(struct bench *b)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_letter_listen(&b->letter, &err);

	if (text == NULL)
		fail_msg("%s", err.msg);
	return text;
}

/* Python's parsers of HTML and XML, and a look at links, ids and digests. */
static void
assert_page(const char *page)
{
	const char *tests = getenv("SAR_TESTS");
	char path[] = "/tmp/sar-listen-XXXXXX";
	char script[512];
	int fd = mkstemp(path);
	int status = 0;
	pid_t pid;

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, page, strlen(page)), strlen(page));
	assert_int_equal(close(fd), 0);
	(void)snprintf(script, sizeof(script), "%s/cli/listen.py",
	    tests == NULL ? "tests" : tests);
	assert_int_not_equal(pid = fork(), -1);
	if (pid == 0) {
		(void)!freopen("/dev/null", "w", stdout);
		(void)execlp("python3", "python3", script, path, (char *)NULL);
		_exit(126);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	(void)unlink(path);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static size_t
count_of(const char *text, const char *part)
{
	size_t n = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		n++;
	return n;
}

static void
each_recording_has_a_player_and_its_cuts(void **state)
{
	struct bench b;
	char *page;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_DISCLOSED, "inside");
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 96000, 112000, "TP");
	cut(&b, 500001, 534399, "TP+LPP");
	b.cuts[1].fill = SAR_FILL_SILENCE;
	(void)add(&b, SAR_CLASS_UNAVAILABLE, "missing");
	page = page_of(&b);
	assert_page(page);
	assert_int_equal(count_of(page, "<audio controls="), 2);
	assert_has(page, " src=\"call-01.wav\" data-seconds=\"61.000\" "
			 "aria-label=\"Player for item 1, call-01.wav\">");
	assert_has(page,
	    "<h3 id=\"head-2\">Item 2: 2 May 2026 at 09:02:07</h3>");
	assert_has(page, "<dd>2 minutes 2 seconds</dd>");
	assert_has(page, "<tr data-from=\"12.000\" data-to=\"14.000\"");
	assert_has(page, "<tr data-from=\"62.500\" data-to=\"66.800\"");
	assert_has(page,
	    "<td class=\"time\">1:02.5</td><td class=\"time\">1:06.8</td>"
	    "<td>silence</td><td><a href=\"#basis-TP\">DPA 2018 Sch. 2 para. "
	    "16</a> and <a href=\"#basis-LPP\">DPA 2018 Sch. 2 para. 19</a>");
	assert_int_equal(count_of(page, "<tr data-from="), 2);
	/* 96000 of 976000 frames: 98.3 of 1000. */
	assert_has(page, "<rect class=\"tone\" x=\"98.3\" y=\"5\" "
			 "width=\"16.4\" height=\"30\" />");
	assert_int_equal(count_of(page, "<rect class=\"silence\""), 1);
	assert_has(page, "you hear a steady tone or silence in its place");
	assert_has(page, "<dt id=\"basis-LPP\">DPA 2018 Sch. 2 para. 19</dt>");
	assert_has(page, "not here, and why</h2>\n<section class=\"item\" "
			 "id=\"item-3\"");
	assert_has(page, "extract all of them into one folder");
	assert_has(page, "not listed here was in the recording when");
	assert_has(page, "CONTACT dp@wexcombe.example");
	assert_has(page, "REGULATOR 0303 123 1113");
	assert_lacks(page, "Zoe");
	assert_lacks(page, "960123");
	free(page);
	end(&b);
}

static void
what_the_letter_hides_is_hidden_here_too(void **state)
{
	static const char *const reasons[] = { "not-requester",
		"possible-match", "not-reviewed" };
	struct bench b;
	char *page;
	size_t i;

	(void)state;
	for (i = 0; i < 3; i++) {
		begin(&b);
		(void)add(&b, SAR_CLASS_WITHHELD, reasons[i]);
		cut(&b, 8000, 16000, "LPP");
		page = page_of(&b);
		assert_page(page);
		assert_has(page, "<h3 id=\"head-1\">Item 1</h3>");
		assert_lacks(page, "May 2026");
		assert_lacks(page, "November");
		assert_lacks(page, "1 minute");
		assert_lacks(page, "Sch.");
		assert_lacks(page, "<audio ");
		free(page);
		end(&b);
	}
}

/* An item that says of itself whose it is not, in whatever class. */
static void
no_cut_is_shown_of_a_recording_that_is_hidden(void **state)
{
	struct bench b;
	char *page;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	b.marks[0].speaker = SAR_SPEAKER_OTHER;
	cut(&b, 8000, 16000, "LPP");
	page = page_of(&b);
	assert_lacks(page, "May 2026");
	assert_lacks(page, "<tr data-from");
	assert_lacks(page, "<rect");
	free(page);
	end(&b);
}

static void
no_text_from_outside_is_markup(void **state)
{
	static const char text[] =
	    "[organisation]\nname = </title><script>alert(1)</script>\n"
	    "[profile]\n"
	    "controller = \"><img src=x onerror=alert(1)>\n"
	    "contact = ' onclick='alert(1) & &lt; <!-- --> ]]>\n"
	    "purposes = p\ncategories = c\nrecipients = none\nretention = r\n"
	    "source = s\nautomated-decisions = none\ntransfers = none\n"
	    "complaint-route = a\xe2\x80\xae txt.exe \xef\xbf\xbe z\n"
	    "  and \xc2\x85 more\n"
	    "regulator-contact = zo\xc3\xab\n";
	struct bench b;
	char *page;

	(void)state;
	begin(&b);
	sar_conf_free(b.conf);
	b.letter.profile = b.conf = profile_of(text);
	(void)add(&b, SAR_CLASS_WITHHELD, "<b>\"x\"&'y'</b>");
	(void)snprintf(b.request.ref, sizeof(b.request.ref), "<i>&\"'");
	page = page_of(&b);
	assert_page(page);
	assert_has(page, "&lt;/title&gt;&lt;script&gt;alert(1)");
	assert_has(page, "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;");
	assert_has(page, "&#39; onclick=&#39;alert(1) &amp; &amp;lt; &lt;!--");
	assert_has(page, "&lt;b&gt;&quot;x&quot;&amp;&#39;y&#39;&lt;/b&gt;");
	assert_has(page, "a\xef\xbf\xbd txt.exe \xef\xbf\xbd z");
	assert_has(page, "zo\xc3\xab");
	assert_lacks(page, "<img");
	assert_lacks(page, "<script>alert");
	assert_lacks(page, "\xe2\x80\xae");
	assert_lacks(page, "\xc2\x85");
	assert_int_equal(count_of(page, "<script"), 1);
	free(page);
	end(&b);
}

static void
bytes_that_are_no_text_are_replaced(void **state)
{
	static const struct {
		const char *in;
		const char *out;
	} rows[] = {
		{ "a\xff"
		  "b",
		    "a\xef\xbf\xbd"
		    "b" },
		{ "a\xc3", "a\xef\xbf\xbd" },
		{ "a\xc0\xaf", "a\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ "\xf0\x9f\x93\x9e", "\xf0\x9f\x93\x9e" },
		{ "\xc2\x9f|\xc2\xa0", "\xef\xbf\xbd|\xc2\xa0" },
		{ "a\tb\r\nc\x7f", "a b  c " },
		{ "\xef\xbf\xbf\xe2\x81\xa6\xe2\x80\x94",
		    "\xef\xbf\xbd\xef\xbf\xbd\xe2\x80\x94" },
	};
	struct sar_buf out = SAR_BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		sar_html_text(&out, rows[i].in);
		assert_string_equal(out.data, rows[i].out);
		sar_buf_free(&out);
	}
	sar_html_lines(&out, "a\n<b");
	assert_string_equal(out.data, "a<br />&lt;b");
	sar_buf_free(&out);
}

static void
channels_have_lines_of_their_own(void **state)
{
	struct bench b;
	char *page;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	b.recording[0].channels = 2;
	cut(&b, 0, 8000, "TP");
	cut(&b, 80000, 88000, "TP");
	page = page_of(&b);
	assert_int_equal(count_of(page, "<rect class=\"kept\""), 1);
	free(page);
	b.cuts[1].channels = 2;
	page = page_of(&b);
	assert_page(page);
	assert_int_equal(count_of(page, "<rect class=\"kept\""), 2);
	assert_int_equal(count_of(page, "<rect class=\"tone\""), 3);
	assert_int_equal(count_of(page, "y=\"45\""), 2);
	assert_has(page, "<td>a steady tone on the right channel only</td>");
	assert_has(page, "the lower one the right");
	free(page);
	end(&b);
}

/* What is heard in an MP3 comes later: 1105 frames, sar-package(5). */
static void
places_are_where_they_are_heard_in_the_file(void **state)
{
	struct bench b;
	char *page;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	b.items[0].format = SAR_FORMAT_MP3;
	(void)snprintf(b.items[0].name, sizeof(b.items[0].name), "call-01.mp3");
	cut(&b, 8000, 16000, "TP");
	page = page_of(&b);
	assert_has(page, "<tr data-from=\"1.138\" data-to=\"2.139\"");
	assert_has(page, "<td class=\"time\">0:01.1</td>"
			 "<td class=\"time\">0:02.2</td>");
	assert_has(page, "data-seconds=\"61.138\"");
	free(page);
	end(&b);
}

static void
however_many_places_and_however_long_it_stays_a_page(void **state)
{
	static struct sar_plan_cut cuts[5000];
	struct bench b;
	char *page;
	uint64_t i;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	b.recording[0].frames = UINT64_C(1) << 62;
	for (i = 0; i < 5000; i++) {
		cuts[i].from = i << 49;
		cuts[i].to = (i << 49) + 9;
		(void)snprintf(cuts[i].basis, sizeof(cuts[i].basis), "TP");
	}
	b.items[0].cuts = cuts;
	b.items[0].n_cuts = 5000;
	page = page_of(&b);
	assert_page(page);
	assert_int_equal(count_of(page, "<tr data-from="), 1000);
	assert_has(page, "There are 4000 more places; schedule.txt lists them");
	assert_true(count_of(page, "<rect ") <= 501);
	assert_true(count_of(page, "<rect class=\"tone\"") >= 1);
	free(page);
	end(&b);
}

static void
nothing_to_listen_to_is_a_page_too(void **state)
{
	struct bench b;
	char *page;

	(void)state;
	begin(&b);
	page = page_of(&b);
	assert_page(page);
	assert_has(page, "There are none in this package.");
	free(page);
	add(&b, SAR_CLASS_WITHHELD, "exempt")->marks = &b.marks[0];
	cut(&b, 0, 8000 * 61, "LPP");
	page = page_of(&b);
	assert_page(page);
	assert_has(page, "<p>Under <a href=\"#basis-LPP\">");
	assert_lacks(page, "<rect");
	free(page);
	end(&b);
}

static void
the_same_plan_gives_the_same_page(void **state)
{
	struct bench b;
	char *one, *two;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 0, 8000, "TP");
	one = page_of(&b);
	two = page_of(&b);
	assert_string_equal(one, two);
	free(one);
	free(two);
	end(&b);
}

/* What the reader is sent to must be there. */
static void
sections_are_those_of_the_letter_and_a_fade_is_told(void **state)
{
	struct bench b;
	char *page;

	(void)state;
	begin(&b);
	(void)add(&b, SAR_CLASS_WITHHELD, "held-past-retention");
	b.plan.fade_ms = 20;
	page = page_of(&b);
	assert_has(page, "; section 7 of our letter says how.");
	assert_lacks(page, "thousandth");
	free(page);
	(void)add(&b, SAR_CLASS_PART_DISCLOSED, "redacted");
	cut(&b, 8000, 16000, "TP");
	page = page_of(&b);
	assert_has(page, "each over 20 thousandths of a second, so that");
	free(page);
	b.plan.fade_ms = 1;
	page = page_of(&b);
	assert_has(page, "each over 1 thousandth of a second, so that");
	free(page);
	b.plan.fade_ms = 0;
	page = page_of(&b);
	assert_lacks(page, "thousandth");
	free(page);
	end(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_recording_has_a_player_and_its_cuts),
		cmocka_unit_test(what_the_letter_hides_is_hidden_here_too),
		cmocka_unit_test(no_cut_is_shown_of_a_recording_that_is_hidden),
		cmocka_unit_test(no_text_from_outside_is_markup),
		cmocka_unit_test(bytes_that_are_no_text_are_replaced),
		cmocka_unit_test(channels_have_lines_of_their_own),
		cmocka_unit_test(places_are_where_they_are_heard_in_the_file),
		cmocka_unit_test(
		    however_many_places_and_however_long_it_stays_a_page),
		cmocka_unit_test(nothing_to_listen_to_is_a_page_too),
		cmocka_unit_test(
		    sections_are_those_of_the_letter_and_a_fade_is_told),
		cmocka_unit_test(the_same_plan_gives_the_same_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
