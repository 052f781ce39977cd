/* The letters of a case: true for it, whole, and easy to read. */
#include "letter_bench.h"

#include <ctype.h>

#include "letter/notice.h"

#define WHY "Because there are {{many}} calls & <b>more</b>."

/* A letter of a case whose clock runs, for each test. */
static struct letter {
	struct bench bench;
	struct sar_clock_dates clock;
	struct sar_notice notice;
} letter;

static int
set(void **state)
{
	struct sar_clock_dates *clock = &letter.clock;
	struct bench *b = &letter.bench;

	begin(b);
	*clock = (struct sar_clock_dates){ .state = SAR_CLOCK_RUNNING };
	clock->safe = (int32_t)sar_date_days((struct sar_date){ 2026, 11, 2 });
	clock->latest = clock->safe;
	letter.notice = (struct sar_notice){ .profile = b->conf,
		.ref = "SAR-2026-7",
		.name = b->name,
		.date = { 2026, 10, 12 },
		.received = { 2026, 10, 1 },
		.clock = clock,
		.text = WHY,
		.reason = "excessive",
		.pence = 1205,
		.months = 6,
		.complaint = "C-2026-0003",
		.complained = { 2026, 10, 9 },
		.outcome = "partly-upheld" };
	*state = &letter;
	return 0;
}

static int
clear(void **state)
{
	struct letter *l = *state;

	end(&l->bench);
	return 0;
}

static char *
written(enum sar_notice_kind kind, const struct sar_notice *notice)
{
	struct sar_err err = SAR_ERR_INIT;
	char *text = sar_notice_text(kind, NULL, notice, &err);
	char *flat;

	if (text == NULL)
		fail_msg("%s", err.msg);
	assert_lines(text);
	assert_memory_equal(text,
	    "CONTROLLER of Wexcombe\r\n  CONTACT dp@wexcombe.example\r\n", 55);
	flat = unwrapped(text);
	free(text);
	return flat;
}

/* ${kind} must say each of the parts, and none of the others. */
static void
says(enum sar_notice_kind kind, const struct sar_notice *notice,
    const char *const *parts, const char *const *lacks)
{
	char *text = written(kind, notice);

	for (; *parts != NULL; parts++)
		assert_has(text, *parts);
	for (; *lacks != NULL; lacks++)
		assert_lacks(text, *lacks);
	free(text);
}

#define PARTS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define NOTHING ((const char *const[]){ NULL })

static void
an_acknowledgement_has_reference_and_both_days(void **state)
{
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;

	says(SAR_NOTICE_ACKNOWLEDGEMENT, n,
	    PARTS("To: Zoe Example", "Our reference: SAR-2026-7",
		"Date of this letter: 12 October 2026",
		"came on 1 October 2026",
		"We will answer you by 2 November 2026 at the latest.",
		"We ask for no fee.", "CONTACT dp@wexcombe.example",
		"If we have such recordings, we keep them"),
	    PARTS("the law allows is", "that we found", "What we need",
		"behalf"));
	l->clock.latest++;
	says(SAR_NOTICE_ACKNOWLEDGEMENT, n,
	    PARTS("We will answer you by 2 November 2026 at the latest. The "
		  "last day that the law allows is 3 November 2026."),
	    NOTHING);
}

static void
what_was_said_is_not_asked_for_again(void **state)
{
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;

	n->may_need_identity = true;
	says(SAR_NOTICE_ACKNOWLEDGEMENT, n,
	    PARTS("Tell us in what form you would like",
		"Tell us if you need our letters in another form",
		"ask you for proof of who you are."),
	    PARTS("You told us", "who it is"));
	n->form_known = n->needs_known = true;
	says(SAR_NOTICE_ACKNOWLEDGEMENT, n,
	    PARTS("You told us in what form", "You told us what you need"),
	    PARTS("Tell us in what form", "large print"));
	says(SAR_NOTICE_IDENTITY, n, PARTS("Please show us who you are"),
	    PARTS("who it is"));
	n->agent = "B. Agent";
	says(SAR_NOTICE_IDENTITY, n, PARTS("Please show us who the person is"),
	    PARTS("who it is"));
}

static void
nothing_is_promised_for_a_day_that_is_past(void **state)
{
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;

	n->date = (struct sar_date){ 2026, 11, 2 }; /* the last day */
	says(SAR_NOTICE_ACKNOWLEDGEMENT, n,
	    PARTS("We will answer you by 2 November 2026 at the latest."),
	    PARTS("sorry"));
	l->clock.latest++;
	n->date.day = 3;
	says(SAR_NOTICE_ACKNOWLEDGEMENT, n,
	    PARTS("We should have answered you by 2 November 2026. We are "
		  "late, and we are sorry. We will answer you as soon as we "
		  "can."),
	    PARTS("We will answer you by", "the law allows"));
}

static void
what_the_clock_waits_for_is_said_and_no_day_promised(void **state)
{
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;

	l->clock.state = SAR_CLOCK_WAITING;
	l->clock.waits[SAR_CLOCK_IDENTITY] = true;
	says(SAR_NOTICE_ACKNOWLEDGEMENT, n,
	    PARTS("The law gives us one month. That time begins on the day we "
		  "have proof of who you are. "
		  "If that came on the day of this letter, we would answer "
		  "you by 2 November 2026.",
		"What we need: proof of who you are",
		"something that proves who you are."),
	    PARTS("We will answer you by", "may ask for somebody else"));
	l->clock.waits[SAR_CLOCK_AUTHORITY] = l->clock.waits[SAR_CLOCK_FEE] =
	    true;
	n->agent = "B. Agent";
	says(SAR_NOTICE_ACKNOWLEDGEMENT, n,
	    PARTS("To: B. Agent", "About the calls of: Zoe Example",
		"the day we have proof of who the person is, proof that you "
		"may ask on the other person's behalf and your payment.",
		"What we need: proof of who the person is",
		"who the person is, whose calls you ask for",
		"you may ask for somebody else"),
	    PARTS("We ask for no fee", "your telephone calls"));
	l->clock.asking = true;
	says(SAR_NOTICE_IDENTITY, n,
	    PARTS("and your payment, and stops while we wait for your answer "
		  "to our question. If all of it came on the day of this "
		  "letter, we would answer you by 2 November 2026."),
	    NOTHING);
	says(SAR_NOTICE_AUTHORITY, n,
	    PARTS("Living in the same home is not enough"), NOTHING);
}

static void
a_question_stops_the_clock_and_what_waits_for_nothing_is_told(void **state)
{
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;

	l->clock.state = SAR_CLOCK_PAUSED;
	l->clock.asking = true;
	says(SAR_NOTICE_CLARIFICATION, n,
	    PARTS(WHY,
		"The time we have for our answer stops while we wait for "
		"yours, and goes on when it has come. If that came on the day "
		"of this letter, we would answer you by 2 November 2026.",
		"We go on with all of your request that does not depend on "
		"your answer.",
		"PURPOSES training; disputes", "RETENTION six months",
		"SOURCE telephone system", "ROUTE write to us"),
	    PARTS("Section 3", "We will answer you by"));
}

static void
an_extension_has_reasons_day_and_routes(void **state)
{
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;

	l->clock.extended = true;
	n->reason = "complex";
	says(SAR_NOTICE_EXTENSION, n,
	    PARTS(WHY, "for a request that is complex.", "by 2 November 2026",
		"ROUTE write to us", "REGULATOR 0303 123 1113",
		"a judicial remedy"),
	    PARTS("several requests", "manifestly"));
	n->reason = "numerous";
	says(SAR_NOTICE_EXTENSION, n, PARTS("several requests"),
	    PARTS("that is complex"));
}

static void
a_fee_has_amount_reason_and_starts_the_clock(void **state)
{
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;

	l->clock.state = SAR_CLOCK_WAITING;
	l->clock.waits[SAR_CLOCK_FEE] = true;
	says(SAR_NOTICE_FEE, n,
	    PARTS(WHY,
		"pay \xc2\xa3"
		"12.05 before",
		"manifestly excessive (Article 12(5) of the UK GDPR). It is "
		"for us to show that yours is.",
		"That time begins on the day we have your payment.",
		"ROUTE write to us", "REGULATOR 0303 123 1113"),
	    NOTHING);
	n->reason = "copies";
	says(SAR_NOTICE_FEE, n, PARTS("Article 15(3)"), PARTS("manifestly"));
}

static void
a_refusal_has_ground_reasons_and_all_three_routes(void **state)
{
	static const struct {
		const char *reason;
		const char *says;
	} grounds[] = {
		{ "unfounded", "us to refuse where a request is manifestly "
			       "unfounded" },
		{ "excessive", "us to refuse where a request is manifestly "
			       "excessive" },
		{ "exempt", "exempts what you asked for" },
		{ "not-the-person", "could not establish that you are the "
				    "person" },
		{ "no-authority", "could not establish that you may ask" },
	};
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;
	size_t i;

	for (i = 0; i < sizeof(grounds) / sizeof(grounds[0]); i++) {
		n->reason = grounds[i].reason;
		says(SAR_NOTICE_REFUSAL, n,
		    PARTS(grounds[i].says, WHY,
			"complain to us first:", "ROUTE write to us",
			"REGULATOR 0303 123 1113", "ask a court"),
		    PARTS("We will answer you"));
	}
	n->agent = "B. Agent";
	n->reason = "not-the-person";
	says(SAR_NOTICE_REFUSAL, n,
	    PARTS("could not establish who the person is, whose calls you "
		  "asked for."),
	    PARTS("that you are the person"));
}

static void
complaints_have_their_own_reference(void **state)
{
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;

	n->ref = n->name = NULL; /* outside any request */
	n->clock = NULL;
	says(SAR_NOTICE_COMPLAINT_ACKNOWLEDGEMENT, n,
	    PARTS("Your complaint: C-2026-0003", "came on 9 October 2026",
		"REGULATOR 0303 123 1113"),
	    PARTS("To:", "Our reference", "we keep the recordings"));
	n->held = true;
	says(SAR_NOTICE_COMPLAINT_ACKNOWLEDGEMENT, n,
	    PARTS("we keep the recordings that it is about, if there are "
		  "any."),
	    NOTHING);
	says(SAR_NOTICE_COMPLAINT_OUTCOME, n,
	    PARTS("We uphold your complaint in part.", WHY, "ask a court"),
	    NOTHING);
	n->outcome = "not-upheld";
	says(SAR_NOTICE_COMPLAINT_OUTCOME, n,
	    PARTS("We do not uphold your complaint."), NOTHING);
}

static void
refuses(enum sar_notice_kind kind, const struct sar_notice *notice,
    const char *want)
{
	struct sar_err err = SAR_ERR_INIT;

	assert_null(sar_notice_text(kind, NULL, notice, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	assert_string_equal(err.msg, want);
}

static void
nothing_that_has_to_be_said_can_be_left_open(void **state)
{
	struct letter *l = *state;
	const struct sar_notice with = l->notice;
	struct sar_notice *n = &l->notice;

	n->text = " \r\n\t";
	n->reason = "complex";
	refuses(SAR_NOTICE_EXTENSION, n,
	    "letter extension: reasons: not given");
	refuses(SAR_NOTICE_CLARIFICATION, n,
	    "letter clarification: question: not given");
	refuses(SAR_NOTICE_COMPLAINT_OUTCOME, n,
	    "letter complaint-outcome: decision: not given");
	*n = with;
	n->reason = "because";
	refuses(SAR_NOTICE_REFUSAL, n, "letter refusal: ground: not given");
	n->reason = "unfounded"; /* not a reason to extend */
	refuses(SAR_NOTICE_EXTENSION, n, "letter extension: ground: not given");
	n->reason = "complex"; /* not one to refuse, nor for a fee */
	refuses(SAR_NOTICE_REFUSAL, n, "letter refusal: ground: not given");
	refuses(SAR_NOTICE_FEE, n, "letter fee: ground: not given");
	n->reason = "exempt"; /* nor is this one */
	refuses(SAR_NOTICE_FEE, n, "letter fee: ground: not given");
	*n = with;
	n->pence = 0;
	refuses(SAR_NOTICE_FEE, n, "letter fee: amount: not given");
	*n = with;
	n->clock = NULL;
	refuses(SAR_NOTICE_ACKNOWLEDGEMENT, n,
	    "letter acknowledgement: deadline: not given");
	*n = with;
	n->date.month = 0;
	refuses(SAR_NOTICE_IDENTITY, n, "letter identity: date: not given");
	*n = with;
	n->outcome = NULL;
	refuses(SAR_NOTICE_COMPLAINT_OUTCOME, n,
	    "letter complaint-outcome: outcome: not given");
	*n = with;
	n->name = "\xff";
	refuses(SAR_NOTICE_FEE, n, "letter fee: name: not UTF-8");
	n->name = "A\x1b[1m";
	refuses(SAR_NOTICE_FEE, n, "letter fee: name: a control character");
	n->name = "A\xe2\x80\xae";
	refuses(SAR_NOTICE_FEE, n, "letter fee: name: a control character");
}

/* --- how easy it is to read ------------------------------------------------
 */

static bool
is_vowel(char c)
{
	return c != '\0' && strchr("aeiouyAEIOUY", c) != NULL;
}

/* Groups of vowels, but for an e at the end: near enough. */
static size_t
syllables(const char *word, size_t len)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < len; i++)
		if (is_vowel(word[i]) && (i == 0 || !is_vowel(word[i - 1])))
			n++;
	if (len > 2 && word[len - 1] == 'e' && !is_vowel(word[len - 2]) &&
	    word[len - 2] != 'l' && n > 1)
		n--;
	return n == 0 ? 1 : n;
}

struct measure {
	size_t words, sentences, syllables, longest;
};

static void
measure(const char *text, struct measure *out)
{
	size_t here = 0;
	size_t len;

	memset(out, 0, sizeof(*out));
	for (; *text != '\0'; text += len) {
		for (len = 0;
		     isalpha((unsigned char)text[len]) || text[len] == '\'';
		     len++)
			continue;
		if (len > 0) {
			out->words++;
			out->syllables += syllables(text, len);
			here++;
		} else {
			/* A line that is empty ends a heading or an item. */
			if ((strchr(".:?;", *text) != NULL ||
				strncmp(text, "\n\n", 2) == 0 ||
				strncmp(text, "\n  - ", 5) == 0) &&
			    here > 0) {
				out->sentences++;
				if (here > out->longest)
					out->longest = here;
				here = 0;
			}
			len = 1;
		}
	}
}

/* Flesch: 60 and more is plain English, 70 and more fairly easy. */
static double
ease(const struct measure *m)
{
	return 206.835 - 1.015 * (double)m->words / (double)m->sentences -
	       84.6 * (double)m->syllables / (double)m->words;
}

static void
assert_plain(const char *name, const char *text)
{
	static const char *const jargon[] = { "pursuant", "herein", "aforesaid",
		"in respect of", "commence", "terminate", "utilise",
		"data subject", "hereby", "prior to", "notwithstanding",
		"in accordance with", "we are unable to", "subject access",
		"DSAR", "shall" };
	struct measure m;
	char *copy = strdup(text);
	char *from, *to;
	size_t i;

	assert_non_null(copy);
	for (from = to = copy; *from != '\0'; from++)
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	measure(copy, &m);
	if (ease(&m) < 70 || m.longest > 30)
		fail_msg("%s: ease %.0f, a sentence of %zu words:\n%s", name,
		    ease(&m), m.longest, copy);
	for (i = 0; i < sizeof(jargon) / sizeof(jargon[0]); i++)
		assert_lacks(copy, jargon[i]);
	free(copy);
}

static void
every_letter_is_plain_english(void **state)
{
	struct letter *l = *state;
	struct sar_notice *n = &l->notice;
	struct sar_err err = SAR_ERR_INIT;
	char *text;
	int k, waits;

	n->text = "You asked for much. It takes us long.";
	for (waits = 0; waits < 2; waits++) {
		for (k = 0; k < SAR_NOTICE_ANSWER; k++) {
			n->reason = k == SAR_NOTICE_EXTENSION ? "complex"
							      : "excessive";
			text = sar_notice_text((enum sar_notice_kind)k, NULL, n,
			    &err);
			if (text == NULL)
				fail_msg("%s", err.msg);
			assert_plain(sar_notice_name((enum sar_notice_kind)k),
			    text);
			free(text);
		}
		l->clock.state = SAR_CLOCK_WAITING;
		l->clock.waits[SAR_CLOCK_IDENTITY] = true;
		l->clock.waits[SAR_CLOCK_AUTHORITY] = true;
		n->agent = "B. Agent";
	}
}

#define LETTER_TEST(test) cmocka_unit_test_setup_teardown(test, set, clear)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LETTER_TEST(an_acknowledgement_has_reference_and_both_days),
		LETTER_TEST(what_was_said_is_not_asked_for_again),
		LETTER_TEST(nothing_is_promised_for_a_day_that_is_past),
		LETTER_TEST(
		    what_the_clock_waits_for_is_said_and_no_day_promised),
		LETTER_TEST(
		    a_question_stops_the_clock_and_what_waits_for_nothing_is_told),
		LETTER_TEST(an_extension_has_reasons_day_and_routes),
		LETTER_TEST(a_fee_has_amount_reason_and_starts_the_clock),
		LETTER_TEST(a_refusal_has_ground_reasons_and_all_three_routes),
		LETTER_TEST(complaints_have_their_own_reference),
		LETTER_TEST(nothing_that_has_to_be_said_can_be_left_open),
		LETTER_TEST(every_letter_is_plain_english),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
