/* Reading what the page saves: strictly, whoever wrote it. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/utc.h"
#include "review/saved.h"

#define A64                                \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DECISION                                                          \
	"{'id':'1','outcome':'redact','without-identifying':'no',"        \
	"'consent':'not-sought','information':'i','confidentiality':'c'," \
	"'steps':' s ','capability':'n/a','refusal':'n/a','by':'u1041',"  \
	"'on':'2026-10-12'}"
#define CUT                                                  \
	"{'from_us':1000000,'to_us':2000000,'channels':[2]," \
	"'basis':'TP','fill':'tone','decision':'1'}"
#define ITEM(n, verdict, cuts, decisions)                              \
	"{'item':" n ",'recording':'" A64 "','verdict':'" verdict "'," \
	"'speaker':'requester','damage_heard':true,"                   \
	"'heard_permille':900,'note':'a note','cuts':[" cuts "],"      \
	"'decisions':[" decisions "]}"
#define ALL(items)                                                          \
	"{'schema':'sar-review.saved/1','ref':'SAR-2026-0042','base':'" A64 \
	"','by':'u1041','saved':'2026-11-26T15:04:05Z','items':[" items "]}"
#define GOOD ALL(ITEM("2", "approved", CUT, DECISION))

/* ${text} with " where it has ', and ${from} once replaced by ${to}. */
static char *
quoted(const char *text, const char *from, const char *to)
{
	const char *at = from == NULL ? NULL : strstr(text, from);
	size_t size = strlen(text) + (to == NULL ? 0 : strlen(to)) + 1;
	char *out = malloc(size);
	char *p;

	assert_non_null(out);
	assert_true(from == NULL || at != NULL);
	if (at == NULL)
		(void)snprintf(out, size, "%s", text);
	else
		(void)snprintf(out, size, "%.*s%s%s", (int)(at - text), text,
		    to, at + strlen(from));
	for (p = out; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	return out;
}

#define NOT_SAVED "f: not a file that the page of a review saved"

static struct sar_saved *
read_text(const char *text, struct sar_err *err)
{
	char *json = quoted(text, NULL, NULL);
	struct sar_saved *saved = sar_saved_parse("f", json, strlen(json), err);

	free(json);
	return saved;
}

static void
all_of_it_is_taken(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_saved *saved = read_text(GOOD, &err);
	const struct sar_saved_item *item;
	const struct sar_marks *marks;
	char at[SAR_UTC_LEN];

	(void)state;
	assert_non_null(saved);
	assert_string_equal(saved->ref, "SAR-2026-0042");
	assert_int_equal(saved->base[31], 0xaa);
	assert_string_equal(saved->by, "u1041");
	sar_utc_format(saved->saved, at);
	assert_string_equal(at, "2026-11-26T15:04:05Z");
	assert_int_equal(saved->n, 1);
	item = &saved->items[0];
	assert_int_equal(item->item, 2);
	assert_int_equal(item->verdict, SAR_VERDICT_APPROVED);
	assert_int_equal(item->heard_permille, 900);
	assert_string_equal(item->note, "a note");
	marks = item->marks;
	assert_string_equal(marks->name, "f: item 2");
	assert_int_equal(marks->recording[0], 0xaa);
	assert_int_equal(marks->speaker, SAR_SPEAKER_REQUESTER);
	assert_string_equal(marks->reviewer, "u1041");
	assert_true(marks->damage_heard);
	assert_true(marks->has_review);
	assert_memory_equal(marks->review, saved->digest, SAR_SHA256_LEN);
	assert_int_equal(marks->standing, SAR_STANDING_SETTLED);
	assert_int_equal(marks->n, 1);
	assert_int_equal(marks->marks[0].from_us, 1000000);
	assert_int_equal(marks->marks[0].to_us, 2000000);
	assert_int_equal(marks->marks[0].channels, 2);
	assert_int_equal(marks->marks[0].fill, SAR_MARK_FILL_TONE);
	assert_string_equal(marks->marks[0].basis, "TP");
	assert_string_equal(marks->marks[0].decision, "1");
	assert_int_equal(marks->n_decisions, 1);
	/* As a marks file keeps it. */
	assert_string_equal(marks->decisions[0].field[SAR_FIELD_STEPS], "s");
	assert_null(marks->decisions[0].field[SAR_FIELD_PARENT]);
	sar_saved_free(saved);
}

static void
a_verdict_is_a_standing(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_saved *saved =
	    read_text(ALL(ITEM("1", "approved", "", "") "," ITEM("2",
			  "rejected", CUT, "") "," ITEM("3", "second-person",
			  "", DECISION) "," ITEM("9", "undecided", CUT, "")),
		&err);
	static const enum sar_standing standing[] = { SAR_STANDING_SETTLED,
		SAR_STANDING_REJECTED, SAR_STANDING_SECOND,
		SAR_STANDING_SETTLED };
	static const char *const names[] = { "approved", "rejected",
		"second-person", "undecided" };
	size_t i;

	(void)state;
	assert_non_null(saved);
	assert_int_equal(saved->n, 4);
	for (i = 0; i < 4; i++) {
		assert_int_equal(saved->items[i].marks->standing, standing[i]);
		assert_string_equal(sar_saved_verdict_name(saved->items[i]
							       .verdict),
		    names[i]);
	}
	sar_saved_free(saved);
}

/* Every way of spoiling it, and what is said of it: never what stands there. */
static const struct {
	const char *from, *to, *msg;
} spoilt[] = {
	{ "saved/1", "saved/2", NOT_SAVED },
	{ "'ref':'SAR-2026-0042',", "", "f: ref: is missing" },
	{ "'ref':", "'more':1,'ref':", "f: has a member that is not known" },
	{ "'ref':", "'ref':'x','ref':",
	    NOT_SAVED ": not JSON, or a member is there twice" },
	{ "SAR-2026-0042", "../x",
	    "f: ref: expected letters, digits, . _ and -" },
	{ "'" A64 "'", "'AA'", "f: base: expected 64 hexadecimal digits" },
	{ "'" A64 "'", "7", "f: base: expected a string" },
	{ "'by':'u1041'", "'by':''",
	    "f: by: expected letters, digits, . _ and -" },
	{ "'by':'u1041'", "'by':null", "f: by: expected a string" },
	{ "15:04:05Z", "15:04:05+01:00",
	    "f: saved: expected a time, YYYY-MM-DDThh:mm:ssZ" },
	{ "2026-11-26T", "2026-11-31T",
	    "f: saved: expected a time, YYYY-MM-DDThh:mm:ssZ" },
	{ "'items':[", "'items':[3,", "f: items 1: expected an object" },
	{ "'items':[", "'items':{},'x':[",
	    "f: has a member that is not known" },
	{ "'item':2", "'item':0", "f: items 1: item: out of bounds" },
	{ "'item':2", "'item':2.0",
	    "f: items 1: item: expected a whole number" },
	{ "'item':2", "'item':2e0",
	    "f: items 1: item: expected a whole number" },
	{ "'item':2", "'item':'2'",
	    "f: items 1: item: expected a whole number" },
	{ "'item':2", "'item':4294967298", "f: items 1: item: out of bounds" },
	{ "'item':2", "'item':99999999999999999999",
	    NOT_SAVED ": not JSON, or a member is there twice" },
	{ "'item':2", "'item':2,'item':2",
	    NOT_SAVED ": not JSON, or a member is there twice" },
	{ "'item':2,", "", "f: items 1: item: is missing" },
	{ "approved", "Approved", "f: item 2: verdict: is none of its words" },
	{ "'approved'", "true", "f: item 2: verdict: expected a string" },
	{ "'requester'", "'other'",
	    "f: item 2: cuts: speaker other: all of it is withheld, so there "
	    "are none" },
	{ "'requester'", "''",
	    "f: item 2: speaker: is empty, so nobody has said who speaks" },
	{ "'damage_heard':true", "'damage_heard':1",
	    "f: item 2: damage_heard: expected true or false" },
	{ ":900", ":1001", "f: item 2: heard_permille: out of bounds" },
	{ ":900", ":-1", "f: item 2: heard_permille: out of bounds" },
	{ ":900", ":0.9",
	    "f: item 2: heard_permille: expected a whole number" },
	{ "a note", "a\\nnote",
	    "f: item 2: note: a character that cannot stand in a line" },
	{ "a note", "a\\u2028note",
	    "f: item 2: note: a character that cannot stand in a line" },
	{ "a note", "a\\u0000note",
	    NOT_SAVED ": not JSON, or a member is there twice" },
	{ "a note", "a\\ud800note",
	    NOT_SAVED ": not JSON, or a member is there twice" },
	{ "a note", "a\xffnote",
	    NOT_SAVED ": not JSON, or a member is there twice" },
	{ "'cuts':[", "'cuts':[[],", "f: item 2: cut 1: expected an object" },
	{ "'cuts':[", "'cuts':[{},", "f: item 2: cut 1: from_us: is missing" },
	{ "'from_us':1000000", "'from_us':2000000",
	    "f: item 2: cut 1: to_us: is not after from_us" },
	{ "'from_us':1000000", "'from_us':-1",
	    "f: item 2: cut 1: from_us: out of bounds" },
	{ "'to_us':2000000", "'to_us':9007199254740993",
	    "f: item 2: cut 1: to_us: out of bounds" },
	{ "[2]", "2", "f: item 2: cut 1: channels: expected a list" },
	{ "[2]", "[0]",
	    "f: item 2: cut 1: channels: expected whole numbers from 1 to 8" },
	{ "[2]", "[9]",
	    "f: item 2: cut 1: channels: expected whole numbers from 1 to 8" },
	{ "[2]", "['2']",
	    "f: item 2: cut 1: channels: expected whole numbers from 1 to 8" },
	{ "[2]", "[2,2]", "f: item 2: cut 1: channels: has a channel twice" },
	{ "'TP'", "'tp'",
	    "f: item 2: cut 1: basis: expected the code of a provision" },
	{ "'TP'", "'TP+LPP'",
	    "f: item 2: cut 1: basis: expected the code of a provision" },
	{ "'tone'", "'noise'", "f: item 2: cut 1: fill: is none of its words" },
	{ "'decision':'1'", "'decision':'a-b'",
	    "f: item 2: cut 1: decision: expected up to 8 letters and digits" },
	{ "'decision':'1'", "'decision':'2'",
	    "f: item 2: cut 1: rests on a decision that is not there" },
	{ "'TP'", "'CRIME'",
	    "f: item 2: cut 1: the decision has no \"prejudice\"" },
	{ "'TP'", "'NEITHER'",
	    "f: item 2: cut 1: NEITHER is of all of a recording, on every "
	    "channel" },
	{ "'id':'1',", "", "f: item 2: decision 1: id: expected a string" },
	{ "'id':'1'", "'id':''",
	    "f: item 2: decision 1: id: expected up to 8 letters and digits" },
	{ "'decisions':[", "'decisions':[" DECISION ",",
	    "f: item 2: decision 2: id: another decision is called so" },
	{ "'redact'", "'keep'",
	    "f: item 2: decision 1: outcome: expected redact or disclose" },
	{ "'steps':' s '", "'steps':' '",
	    "f: item 2: decision 1: steps: expected a note or n/a" },
	{ "'steps':' s '", "'steps':'a\\tb'",
	    "f: item 2: decision 1: steps: a character that cannot stand in a "
	    "line" },
	{ "'steps':' s '", "'steps':'\\u0085'",
	    "f: item 2: decision 1: steps: a character that cannot stand in a "
	    "line" },
	{ "'steps':' s ',", "",
	    "f: item 2: decision 1: the decision has no \"steps\"" },
	{ "'steps'", "'step'",
	    "f: item 2: decision 1: has a member that is not known" },
	{ "'not-sought'", "'given'",
	    "f: item 2: decision 1: they consented, so withholding it is not "
	    "reasonable" },
	{ "'cuts':[" CUT "]", "'cuts':[]",
	    "f: item 2: decision 1: no label rests on this decision to "
	    "redact" },
};

static void
whatever_is_amiss_is_refused_by_its_place(void **state)
{
	struct sar_err err;
	char *json;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(spoilt) / sizeof(spoilt[0]); i++) {
		err = (struct sar_err)SAR_ERR_INIT;
		json = quoted(GOOD, spoilt[i].from, spoilt[i].to);
		assert_null(sar_saved_parse("f", json, strlen(json), &err));
		assert_string_equal(err.msg, spoilt[i].msg);
		assert_int_equal(err.code, SAR_EINPUT);
		free(json);
	}
}

static void
a_draft_may_be_unfinished_but_not_unreadable(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_saved *saved =
	    read_text(ALL(ITEM("2", "undecided", CUT, "{'id':'x'}")), &err);

	(void)state;
	assert_non_null(saved);
	sar_saved_free(saved);
	/* So may what nothing rests on yet. */
	saved = read_text(ALL(ITEM("2", "rejected", CUT, "{'id':'x'}")), &err);
	assert_non_null(saved);
	sar_saved_free(saved);
	assert_null(read_text(ALL(ITEM("2", "approved", CUT, "{'id':'x'}")),
	    &err));
	assert_null(read_text(ALL(ITEM("2", "undecided", CUT, "{'id':'-'}")),
	    &err));
}

static void
items_stand_in_order_each_once(void **state)
{
	static const char again[] =
	    "f: items 2: item: is not after the item before it";
	struct sar_err err = SAR_ERR_INIT;

	(void)state;
	assert_null(read_text(ALL(ITEM("2", "undecided", "", "") "," ITEM("2",
				  "undecided", "", "")),
	    &err));
	assert_string_equal(err.msg, again);
	assert_null(read_text(ALL(ITEM("2", "undecided", "", "") "," ITEM("1",
				  "undecided", "", "")),
	    &err));
	assert_string_equal(err.msg, again);
}

static void
nothing_before_behind_or_missing_is_taken(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	char *json = quoted(GOOD, NULL, NULL);
	char *more = malloc(strlen(json) + 3);
	size_t len = strlen(json);
	size_t i;

	(void)state;
	assert_non_null(more);
	for (i = 0; i < len; i++)
		assert_null(sar_saved_parse("f", json, i, &err));
	(void)snprintf(more, len + 3, "%s{}", json);
	assert_null(sar_saved_parse("f", more, len + 2, &err));
	(void)snprintf(more, len + 3, " %s\n", json);
	sar_saved_free(sar_saved_parse("f", more, len + 2, &err));
	more[len + 1] = '\0';
	assert_null(sar_saved_parse("f", more, len + 2, &err));
	free(more);
	free(json);
}

static void
it_has_at_most_16_mebibytes_and_no_depth(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	size_t len = SAR_SAVED_MAX + 1;
	char *text = malloc(len);

	(void)state;
	assert_non_null(text);
	memset(text, ' ', len);
	assert_null(sar_saved_parse("f", text, len, &err));
	assert_string_equal(err.msg, "f: larger than 16 MiB");
	memset(text, '[', len);
	assert_null(sar_saved_parse("f", text, len - 1, &err));
	assert_string_equal(err.msg,
	    NOT_SAVED ": not JSON, or a member is there twice");
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_of_it_is_taken),
		cmocka_unit_test(a_verdict_is_a_standing),
		cmocka_unit_test(whatever_is_amiss_is_refused_by_its_place),
		cmocka_unit_test(a_draft_may_be_unfinished_but_not_unreadable),
		cmocka_unit_test(items_stand_in_order_each_once),
		cmocka_unit_test(nothing_before_behind_or_missing_is_taken),
		cmocka_unit_test(it_has_at_most_16_mebibytes_and_no_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
