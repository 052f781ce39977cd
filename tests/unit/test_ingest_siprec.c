/* SIPREC metadata: what is read of it, and how one document changes another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ingest/siprec.h"

#define OPEN "<recording xmlns='urn:ietf:params:xml:ns:recording:1'>"
#define COMPLETE OPEN "<datamode>complete</datamode>"
#define PARTIAL OPEN "<datamode>partial</datamode>"
#define SESSION "<session session_id='s'><start-time>1</start-time></session>"
#define PARTICIPANT                                             \
	"<participant participant_id='p'><nameID aor='sip:1'/>" \
	"</participant>"
#define CLOSE "</recording>"

static struct sar_siprec *
parse(const char *text)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_siprec *doc = sar_siprec_parse("doc", text, strlen(text),
	    &err);

	if (doc == NULL)
		fail_msg("%s", err.msg);
	return doc;
}

static void
a_change_replaces_times_and_adds_numbers(void **state)
{
	struct sar_siprec *whole = parse(COMPLETE SESSION PARTICIPANT CLOSE);
	struct sar_siprec *change = parse(PARTIAL
	    "<session session_id='s'><stop-time>2</stop-time></session>"
	    "<participant participant_id='p'><nameID aor='sip:2'/>"
	    "<nameID aor='sip:1'/></participant>"
	    "<participant participant_id='q'/>" CLOSE);
	struct sar_err err = SAR_ERR_INIT;
	struct sar_siprec_item *item;

	(void)state;
	assert_false(whole->partial);
	assert_true(change->partial);
	assert_int_equal(sar_siprec_merge(whole, change, &err), 0);
	item = sar_siprec_find(whole, SAR_SIPREC_SESSION, "s", NULL);
	assert_string_equal(item->since, "1");
	assert_string_equal(item->until, "2");
	item = sar_siprec_find(whole, SAR_SIPREC_PARTICIPANT, "p", NULL);
	assert_int_equal(item->n_numbers, 2);
	assert_string_equal(item->numbers[0], "sip:1");
	assert_string_equal(item->numbers[1], "sip:2");
	assert_non_null(sar_siprec_find(whole, SAR_SIPREC_PARTICIPANT, "q",
	    NULL));
	assert_int_equal(whole->n, 3);
	sar_siprec_free(whole);
	sar_siprec_free(change);
}

static void
what_others_put_in_is_passed_over(void **state)
{
	struct sar_siprec *doc = parse(COMPLETE
	    "<session session_id='s'><x:start-time xmlns:x='urn:x'>9"
	    "</x:start-time><group-ref> a\n b </group-ref></session>"
	    "<session xmlns='urn:x' session_id='t'/>"
	    "<participant participant_id='p'><x xmlns='urn:x' aor='sip:9'/>"
	    "<nameID aor='sip:1'><name>N</name></nameID></participant>" CLOSE);
	struct sar_siprec_item *item;

	(void)state;
	item = sar_siprec_find(doc, SAR_SIPREC_SESSION, "s", NULL);
	assert_null(item->since);
	assert_string_equal(item->group, "ab");
	assert_null(sar_siprec_find(doc, SAR_SIPREC_SESSION, "t", NULL));
	item = sar_siprec_find(doc, SAR_SIPREC_PARTICIPANT, "p", NULL);
	assert_int_equal(item->n_numbers, 1);
	sar_siprec_free(doc);
}

static void
what_is_missing_is_named(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ COMPLETE CLOSE, "doc: no session in it" },
		{ COMPLETE SESSION PARTICIPANT
		    "<participantsessionassoc participant_id='p' "
		    "session_id='t'/>" CLOSE,
		    "doc: an association of a session that is not there" },
		{ COMPLETE SESSION "<participantstreamassoc "
				   "participant_id='p'><send>x</send>"
				   "</participantstreamassoc>" CLOSE,
		    "doc: an association of a participant that is not there" },
	};
	struct sar_err err;
	struct sar_siprec *doc;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		err = (struct sar_err)SAR_ERR_INIT;
		doc = parse(cases[i].text);
		assert_int_equal(sar_siprec_check(doc, "doc", &err), -1);
		assert_int_equal(err.code, SAR_EINPUT);
		assert_string_equal(err.msg, cases[i].message);
		sar_siprec_free(doc);
	}
}

static void
what_cannot_be_read_is_refused_by_line(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "<recording/>",
		    "doc: line 1: not a recording session's metadata" },
		{ OPEN CLOSE, "doc: no data mode" },
		{ OPEN "\n<datamode>some</datamode>" CLOSE,
		    "doc: line 2: a data mode that is not known" },
		{ COMPLETE "<session/>" CLOSE,
		    "doc: line 1: an element without its id" },
		{ COMPLETE
		    "<participantsessionassoc participant_id='p'/>" CLOSE,
		    "doc: line 1: an element without its id" },
	};
	struct sar_err err;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		err = (struct sar_err)SAR_ERR_INIT;
		assert_null(sar_siprec_parse("doc", cases[i].text,
		    strlen(cases[i].text), &err));
		assert_int_equal(err.code, SAR_EINPUT);
		assert_string_equal(err.msg, cases[i].message);
	}
}

static bool
claimed(const char *head)
{
	const struct sar_probe probe = { .head = head,
		.len = strlen(head),
		.whole = true };

	return sar_format_siprec.probe(&probe);
}

static void
only_siprec_is_claimed(void **state)
{
	(void)state;
	assert_true(claimed(COMPLETE));
	assert_true(claimed("\xEF\xBB\xBF<?xml version='1.0'?>\n<!-- a > b -->"
			    "\n" OPEN));
	assert_true(claimed("<r:recording "
			    "xmlns:r='urn:ietf:params:xml:ns:recording'>"));
	assert_true(claimed("<!DOCTYPE x []>" OPEN));
	assert_false(claimed("<recording>"));
	assert_false(claimed("<recordings "
			     "xmlns='urn:ietf:params:xml:ns:recording:1'>"));
	assert_false(claimed("<cdr core-uuid='x'><recording "
			     "xmlns='urn:ietf:params:xml:ns:recording:1'>"));
	assert_false(claimed("<!-- " OPEN));
	assert_false(claimed("<?xml"));
	assert_false(claimed("a,b\n" OPEN));
	assert_false(claimed(""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_change_replaces_times_and_adds_numbers),
		cmocka_unit_test(what_others_put_in_is_passed_over),
		cmocka_unit_test(what_is_missing_is_named),
		cmocka_unit_test(what_cannot_be_read_is_refused_by_line),
		cmocka_unit_test(only_siprec_is_claimed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
