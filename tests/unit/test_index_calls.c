/* Whole calls: what belongs to one is found, and what does not is not. */
#include "index_make.h"

#define WHO INT64_C(441632960123)   /* asks */
#define OTHER INT64_C(441632960777) /* a stranger */
#define OWN INT64_C(441632960000)   /* the organisation's */
#define A2001 (-2001)               /* agents */
#define A2002 (-2002)
#define A2003 (-2003)
#define DAY 86400

struct story {
	const char *name;
	struct make_leg legs[10];
	const char *found; /* for WHO, from 0 to a day later */
};

static const struct story stories[] = {
	{ "one group, transferred blind to another agent",
	    { { "a", "g", 60, 30, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", 90, 60, { WHO, A2002 }, { "y" }, 0, 0, 0 },
		{ "c", "h", 60, 60, { OTHER, A2003 }, { "z" }, 0, 0, 0 } },
	    "a:number b:number x.wav(1) y.wav(1)" },
	{ "an agent's standing connection, of which each caller has the id",
	    { { "a", "g", 600, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", 670, 60, { OTHER, A2001 }, { "y" }, 0, 0, 0 },
		{ "c", "g", 680, 20, { A2001, A2002 }, { "z" }, 0, 0, 0 },
		{ "d", "g", 620, 20, { A2001, A2003 }, { 0 }, 0, 0, 0 } },
	    "a:number d:group b:possible c:possible x.wav(1) y.wav(1) "
	    "z.wav(1)" },
	{ "a leg of the group that nobody is known of",
	    { { "a", "g", 600, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", 670, 60, { 0 }, { "y" }, 0, 0, 0 } },
	    "a:number b:group x.wav(1) y.wav(1)" },
	{ "a number that names a call is used again for another",
	    { { "a", "7", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "7", 90, 60, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", "7", 9000, 60, { A2003, OTHER }, { "y" }, 0, 0, 0 } },
	    "a:number b:group c:possible x.wav(1) y.wav(1)" },
	{ "both others on the line at once, in one conference",
	    { { "a", "g", 60, 600, { WHO, OWN }, { "x" }, 0, 0, 0 },
		{ "b", "g", 90, 600, { OTHER, OWN }, { 0 }, 0, 0, 0 },
		{ "c", "g", 659, 60, { A2001, OWN }, { 0 }, 0, 0, 0 } },
	    "a:number b:group c:group x.wav(1)" },
	{ "a leg of the group without the number",
	    { { "a", "g", 60, 30, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", 90, 60, { A2001, A2002 }, { "y" }, 0, 0, 0 },
		{ "c", "h", 90, 60, { OTHER, A2001 }, { "z" }, 0, 0, 0 } },
	    "a:number b:group x.wav(1) y.wav(1)" },
	{ "a blind transfer that only a link tells of",
	    { { "a", "g", 60, 30, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 90, 60, { A2001, A2002 }, { "y" }, "a", 0, 0 },
		{ "c", "i", 90, 60, { OTHER, A2003 }, { "z" }, 0, 0, 0 } },
	    "a:number b:link x.wav(1) y.wav(1)" },
	{ "a link to a group, followed both ways and on",
	    { { "a", "g", 60, 30, { WHO, A2001 }, { "x" }, "@h", 0, 0 },
		{ "b", "h", 90, 60, { A2001, A2002 }, { "y" }, 0, 0, 0 },
		{ "c", "h", 95, 60, { A2002, A2003 }, { 0 }, 0, 0, 0 },
		{ "d", "i", 99, 60, { A2003, OWN }, { 0 }, "@h", 0, 0 },
		{ "e", "j", 99, 60, { OTHER, OWN }, { 0 }, "@k", 0, 0 } },
	    "a:number b:link c:link d:link x.wav(1) y.wav(1)" },
	{ "a link's target is a reference or a group, never both",
	    { { "a", "g", 60, 30, { WHO, A2001 }, { 0 }, "b", 0, 0 },
		{ "b", "h", 90, 60, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", "b", 90, 60, { OTHER, A2003 }, { 0 }, 0, 0, 0 },
		{ "d", "i", 99, 60, { OTHER, A2003 }, { 0 }, "@a", 0, 0 },
		{ "e", "j", 99, 60, { OTHER, A2003 }, { 0 }, "g", 0, 0 },
		{ "f", "g", 99, 60, { A2001, A2003 }, { 0 }, "@y", 0, 0 },
		{ "y", "l", 99, 60, { OTHER, A2003 }, { 0 }, 0, 0, 0 } },
	    "a:number b:link f:group" },
	{ "an attended transfer's consultation, which nothing ties",
	    { { "a", "g", 600, 300, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 700, 20, { A2001, A2002 }, { "y" }, 0, 0, 0 },
		{ "c", "i", 700, 20, { A2003, A2002 }, { "z" }, 0, 0, 0 } },
	    "a:number b:possible x.wav(1) y.wav(1)" },
	{ "a consultation's own group, with a stranger in it, is no one's",
	    { { "a", "g", 600, 300, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 700, 20, { A2001, A2002 }, { "y" }, 0, 0, 0 },
		{ "c", "h", 720, 20, { OTHER, A2002 }, { "z" }, 0, 0, 0 } },
	    "a:number x.wav(1)" },
	{ "nor one in which somebody withheld the number",
	    { { "a", "g", 600, 300, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 700, 20, { A2001, A2002, MAKE_WITHHELD }, { 0 }, 0,
		    0, 0 },
		{ "c", 0, 700, 20, { A2001, A2002, MAKE_WITHHELD }, { 0 }, 0, 0,
		    0 } },
	    "a:number x.wav(1)" },
	{ "a consultation is so within a minute of the call, not later",
	    { { "a", "g", 600, 300, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "b", 0, 960, 20, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", 0, 961, 20, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "d", 0, 500, 40, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "e", 0, 500, 39, { A2001, A2002 }, { 0 }, 0, 0, 0 } },
	    "d:possible a:number b:possible" },
	{ "one that began hours before and goes on",
	    { { "a", "g", 20000, 300, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "b", 0, 5600, 14400, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", 0, 5599, 15000, { A2001, A2002 }, { 0 }, 0, 0, 0 } },
	    "b:possible a:number" },
	{ "an extension of another recorder is another telephone",
	    { { "a", "g", 600, 300, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "two/b", 0, 700, 20, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", 0, 700, 20, { OWN, A2001 }, { 0 }, 0, 0, 0 } },
	    "a:number" },
	{ "what a consultation leads to is only possible too",
	    { { "a", "g", 600, 300, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "b", "h", 700, 20, { A2001, A2002 }, { "y" }, 0, 0, 0 },
		{ "c", "h", 720, 20, { A2002, A2003 }, { 0 }, 0, 0, 0 },
		{ "d", "i", 800, 20, { OTHER, A2003 }, { "y" }, 0, 0, 0 } },
	    "a:number b:possible c:possible d:possible y.wav(2)" },
	{ "an agent's connection that stays up, bridged to one after another",
	    { { "a", 0, 60, 60, { WHO, A2001 }, { "x" }, "~s", 0, 0 },
		{ "s", 0, 0, 900, { A2001 }, { 0 }, 0, 0, 0 },
		{ "c", 0, 200, 60, { OTHER, A2001 }, { "y" }, "~s", 0, 0 },
		{ "d", 0, 200, 60, { OTHER, A2003 }, { "z" }, 0, 0, 0 } },
	    "s:link a:number c:possible x.wav(1) y.wav(1)" },
	{ "it rang at the number, and somebody else answered",
	    { { "a", "g", 60, -20, { OTHER, WHO }, { 0 }, 0, 0, 0 },
		{ "b", "g", 80, 60, { OTHER, A2002 }, { "y" }, 0, 0, 0 } },
	    "a:number b:possible y.wav(1)" },
	{ "the caller's own call that was answered on another leg",
	    { { "a", "g", 60, -20, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "b", "g", 80, 60, { A2001, A2002 }, { "y" }, 0, 0, 0 } },
	    "a:number b:group y.wav(1)" },
	{ "a conference: two strangers on one recording",
	    { { "a", "g", 60, 600, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 70, 600, { OTHER, A2001 }, { "x" }, 0, 0, 0 },
		{ "c", "h", 700, 60, { OTHER, A2002 }, { "y" }, 0, 0, 0 },
		{ "d", "i", 800, 60, { OTHER, A2003 }, { "z" }, 0, 0, 0 } },
	    "a:number b:audio c:possible x.wav(2) y.wav(1)" },
	{ "who shares a recording with those who share one",
	    { { "a", "g", 60, 600, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 70, 600, { OTHER, A2001 }, { "x", "y" }, 0, 0, 0 },
		{ "c", "i", 80, 600, { OTHER, A2002 }, { "y" }, 0, 0, 0 },
		{ "d", "j", 90, 600, { OTHER, A2003 }, { "z" }, 0, 0, 0 } },
	    "a:number b:audio c:possible x.wav(2) y.wav(2)" },
	{ "who shares a recording with a leg of the group",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "b", "g", 70, 60, { A2001, A2002 }, { "x" }, 0, 0, 0 },
		{ "c", "h", 80, 60, { OTHER, OWN }, { "x" }, 0, 0, 0 } },
	    "a:number b:group c:audio x.wav(2)" },
	{ "parked and picked up: the same file, once",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "p", 120, 300, { WHO }, { 0 }, "a", 0, 0 },
		{ "c", "q", 420, 60, { A2003, -71 }, { "x" }, "@p", 0, 0 } },
	    "a:number b:number c:link x.wav(2)" },
	{ "a queue rings two agents, one answers",
	    { { "a", "g", 60, 60, { WHO, OWN }, { "q" }, 0, 0, 0 },
		{ "b", "g", 61, 10, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "c", "g", 61, 59, { OWN, A2002 }, { "q" }, 0, 0, 0 },
		{ "d", "h", 61, 59, { OTHER, A2001 }, { "r" }, 0, 0, 0 } },
	    "a:number b:number c:group q.wav(2)" },
	{ "a second recording that overlaps the first",
	    { { "a", "g", 60, 60, { WHO, OWN }, { "x", "y" }, 0, 0, 0 },
		{ "b", "g", 80, 60, { OWN, A2002 }, { "y" }, 0, 0, 0 } },
	    "a:number b:group x.wav(1) y.wav(2)" },
	{ "several files of one call",
	    { { "a", "g", 60, 60, { WHO, OWN }, { "z", "x", "y" }, 0, 0, 0 },
		{ "b", "h", 60, 60, { OTHER, OWN }, { "w" }, 0, 0, 0 } },
	    "a:number x.wav(1) y.wav(1) z.wav(1)" },
	{ "a copy under another name is the same recording",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", 80, 60, { A2001, A2002 }, { "y=x" }, 0, 0, 0 } },
	    "a:number b:group x.wav(2)" },
	{ "two copies of one leg are one",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x", "y=x", "w=x" }, 0, 0,
		0 } },
	    "a:number w.wav(1)" },
	{ "the rest of a call lies outside the period",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", -1800, 60, { A2001, A2002 }, { "y" }, 0, 0, 0 },
		{ "c", "h", 4 * DAY, 60, { A2002, A2003 }, { "z" }, "a", 0, 0 },
		{ "d", "i", 4 * DAY, 60, { WHO, A2003 }, { "v" }, 0, 0, 0 } },
	    "b:group a:number c:link y.wav(1) x.wav(1) z.wav(1)" },
	{ "a group's name that another recorder uses too",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "two/b", "g", 60, 60, { OTHER, A2001 }, { "y" }, 0, 0, 0 },
		{ "two/a", "h", 60, 60, { OTHER, A2001 }, { "z" }, 0, 0, 0 } },
	    "a:number x.wav(1)" },
	{ "a link to what another recorder calls so",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { 0 }, "b", 0, 0 },
		{ "two/b", "h", 60, 60, { OTHER, A2001 }, { 0 }, "a", 0, 0 },
		{ "two/c", "b", 60, 60, { OTHER, A2001 }, { 0 }, "@g", 0, 0 },
		{ "d", "g", 60, 60, { A2001, A2003 }, { 0 }, "@h", 0, 0 } },
	    "a:number d:group" },
	{ "a recording of two recorders joins what it is of",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "two/b", "g", 61, 60, { OTHER, A2001 }, { "x" }, 0, 0, 0 } },
	    "a:number twob:audio x.wav(2)" },
	{ "legs without a group are no group",
	    { { "a", 0, 60, 60, { WHO, OWN }, { "x" }, 0, 0, 0 },
		{ "b", 0, 60, 60, { OTHER, OWN }, { "y" }, 0, 0, 0 } },
	    "a:number x.wav(1)" },
	{ "a probable number, and what belongs to it, is for a person",
	    { { "a", "g", 60, 60, { MAKE_LIKELY + WHO, OWN }, { "x" }, 0, 0,
		  0 },
		{ "b", "g", 80, 60, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", "h", 80, 60, { OTHER, A2002 }, { "x" }, 0, 0, 0 },
		{ "d", "i", 80, 60, { OTHER, A2003 }, { 0 }, "a", 0, 0 },
		{ "e", "j", 80, 60, { OTHER, A2003 }, { 0 }, 0, 0, 0 } },
	    "a:possible b:possible c:possible d:possible x.wav(2)" },
	{ "a probable number in a call that is certain anyway",
	    { { "a", "g", 60, 60, { MAKE_LIKELY + WHO, OWN }, { 0 }, 0, 0, 0 },
		{ "b", "g", 80, 60, { WHO, A2002 }, { 0 }, 0, 0, 0 } },
	    "a:group b:number" },
	{ "two parties of one leg, one of them certain",
	    { { "a", "g", 60, 60, { MAKE_LIKELY + WHO, WHO }, { 0 }, 0, 0, 0 },
		{ "b", "h", 70, 60, { WHO, WHO }, { 0 }, 0, 0, 0 } },
	    "a:number b:number" },
	{ "at the period's edges",
	    { { "a", 0, -60, 60, { WHO }, { 0 }, 0, 0, 0 },
		{ "b", 0, -60, 59, { WHO }, { 0 }, 0, 0, 0 },
		{ "c", 0, DAY - 1, 9, { WHO }, { 0 }, 0, 0, 0 },
		{ "d", 0, DAY, 9, { WHO }, { 0 }, 0, 0, 0 } },
	    "a:number c:number" },
	{ "at its edges, uncertain or by another clock",
	    { { "a", 0, -120, 60, { WHO }, { 0 }, 0, 60, 0 },
		{ "b", 0, -121, 60, { WHO }, { 0 }, 0, 60, 0 },
		{ "c", 0, DAY + 59, 9, { WHO }, { 0 }, 0, 60, 0 },
		{ "d", 0, DAY + 60, 9, { WHO }, { 0 }, 0, 60, 0 },
		{ "e", 0, DAY + 90, 9, { WHO }, { 0 }, 0, 0, DAY - 1 },
		{ "f", 0, -90, 10, { WHO }, { 0 }, 0, 0, -10 },
		{ "h", 0, -90, 10, { WHO }, { 0 }, 0, 0, -11 } },
	    "a:number f:number c:number e:number" },
	{ "a call of a week that ends in the period",
	    { { "a", 0, -7 * DAY + 5, 7 * DAY, { WHO }, { 0 }, 0, 0, 0 },
		{ "b", 0, -7 * DAY + 5, 6 * DAY, { WHO }, { 0 }, 0, 0, 0 },
		{ "c", 0, -9 * DAY + 5, 7 * DAY, { WHO }, { 0 }, 0, 2 * DAY / 2,
		    0 } },
	    "a:number" },
	{ "a consultation where the recorder groups nothing",
	    { { "a", 0, 600, 300, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "b", 0, 700, 20, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", 0, 700, 20, { OTHER, A2002 }, { 0 }, 0, 0, 0 } },
	    "a:number b:possible" },
	{ "two of the same moment",
	    { { "a", 0, 60, 60, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "b", 0, 60, 60, { WHO, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", 0, 60, 60, { MAKE_LIKELY + WHO, OWN }, { 0 }, 0, 0,
		    0 } },
	    "a:number b:number c:possible" },
	{ "nobody has the number",
	    { { "a", "g", 60, 60, { OTHER, A2001 }, { "x" }, 0, 0, 0 } }, "" },
};

static void
tell_story(const struct story *story)
{
	struct sar_index *index = make_index();
	struct sar_calls *calls;
	char got[512];
	size_t n, first;

	for (n = 0; n < 10 && story->legs[n].ref != NULL; n++)
		continue;
	/* One more before them all, or that is a load and the rest is not. */
	for (first = 0; first < 2; first++) {
		if (first == 1) {
			sar_index_close(index);
			index = make_index();
			make_load(index, 'a', story->legs, 1);
		}
		make_load(index, 'b', story->legs, n);
		calls = make_search(index, WHO, 0, DAY);
		make_tell(calls, got, sizeof(got));
		if (strcmp(got, story->found) != 0)
			fail_msg("%s:\n  %s\n  expected %s", story->name, got,
			    story->found);
		sar_index_calls_free(calls);
	}
	sar_index_close(index);
}

static void
each_story_finds_the_call_and_nothing_else(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(stories) / sizeof(stories[0]); i++)
		tell_story(&stories[i]);
}

static void
each_leg_says_by_which_evidence_it_was_joined(void **state)
{
	static const struct make_leg legs[] = {
		{ "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", 61, 60, { A2001, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", "h", 62, 60, { A2001, A2003 }, { 0 }, "a", 0, 0 },
		{ "d", "i", 63, 60, { OTHER, A2003 }, { "x" }, 0, 0, 0 },
		{ "e", "j", 64, 60, { A2001, -2009 }, { 0 }, 0, 0, 0 },
	};
	static const char *const evidence[] = { "number", "call", "test",
		"recording", "extension and time" };
	static const size_t via[] = { SAR_CALLS_NONE, 0, 0, 0, 0 };
	struct sar_index *index = make_index();
	struct sar_calls *calls;
	size_t i;

	(void)state;
	make_load(index, 'a', legs, 5);
	calls = make_search(index, WHO, 0, DAY);
	assert_int_equal(calls->n_legs, 5);
	for (i = 0; i < 5; i++) {
		assert_string_equal(calls->legs[i].leg.ref, legs[i].ref);
		assert_string_equal(calls->legs[i].evidence, evidence[i]);
		if (i != 4)
			assert_int_equal(calls->legs[i].via, via[i]);
	}
	sar_index_calls_free(calls);
	sar_index_close(index);
}

static void
several_numbers_are_searched_at_once_and_none_is_ignored(void **state)
{
	static const struct make_leg legs[] = {
		{ "a", 0, 60, 60, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "b", 0, 61, 60, { OTHER, A2002 }, { 0 }, 0, 0, 0 },
		{ "c", 0, 62, 60, { OWN, A2003 }, { 0 }, 0, 0, 0 },
		{ "d", 0, 63, 60, { MAKE_WITHHELD, A2003 }, { 0 }, 0, 0, 0 },
	};
	static const int64_t keys[] = { WHO, 0, OTHER };
	struct sar_index_query query = { keys, 3, MAKE_BASE, MAKE_BASE + DAY,
		true, NULL, 0 };
	struct sar_index *index = make_index();
	struct sar_err err = SAR_ERR_INIT;
	struct sar_calls *calls;
	char got[128];

	(void)state;
	make_load(index, 'a', legs, 4);
	calls = sar_index_search(index, &query, &err);
	assert_non_null(calls);
	make_tell(calls, got, sizeof(got));
	assert_string_equal(got, "a:number b:number");
	/* The key of what cannot be read finds nothing: it is counted. */
	assert_int_equal(calls->unattributed[SAR_PHONE_WITHHELD], 1);
	sar_index_calls_free(calls);
	query.to = query.from;
	assert_null(sar_index_search(index, &query, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	sar_index_close(index);
}

/* Those whose number nobody can read, found otherwise or not. */
static void
who_withheld_a_number_is_counted_once_unless_found(void **state)
{
	static const struct make_leg legs[] = {
		{ "a", "g", 60, 60, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "after", "g", DAY, 60, { MAKE_WITHHELD }, { 0 }, 0, 0, 0 },
		{ "edge", "g", -60, 60, { MAKE_WITHHELD }, { 0 }, 0, 0, 0 },
		{ "before", "g", -4000, 60, { MAKE_WITHHELD }, { 0 }, 0, 0, 0 },
		{ "two", "g", 61, 60, { MAKE_WITHHELD, MAKE_WITHHELD }, { 0 },
		    0, 0, 0 },
		{ "x", "h", 61, 60, { MAKE_WITHHELD, MAKE_WITHHELD }, { 0 }, 0,
		    0, 0 },
		{ "y", "i", DAY - 1, 60, { MAKE_WITHHELD, OTHER }, { 0 }, 0, 0,
		    0 },
		{ "z", "i", DAY, 60, { MAKE_WITHHELD, OTHER }, { 0 }, 0, 0, 0 },
	};
	struct sar_index *index = make_index();
	struct sar_calls *calls;

	(void)state;
	make_load(index, 'a', legs, 8);
	calls = make_search(index, WHO, 0, DAY);
	assert_int_equal(calls->unattributed[SAR_PHONE_WITHHELD], 2);
	sar_index_calls_free(calls);
	/* The same where the period cuts an hour in two. */
	calls = make_search(index, WHO, 1, DAY);
	assert_int_equal(calls->unattributed[SAR_PHONE_WITHHELD], 2);
	sar_index_calls_free(calls);
	calls = make_search(index, WHO, 0, DAY + 1);
	assert_int_equal(calls->unattributed[SAR_PHONE_WITHHELD], 3);
	sar_index_calls_free(calls);
	sar_index_close(index);
}

/* One group of ${n} legs, of which the first is WHO's: how is the last found?
 */
static enum sar_match
last_of_group(int n)
{
	int64_t key = WHO;
	struct sar_index_query query = { &key, 1, MAKE_BASE, MAKE_BASE + DAY,
		true, NULL, 0 };
	struct sar_index *index = make_index();
	struct sar_err err = SAR_ERR_INIT;
	enum sar_match match;
	struct sar_calls *calls;
	struct make_leg leg = { .ref = "a", .group = "g", .length = 90 };
	char ref[16];
	int i;

	for (i = 0; i < n; i++) {
		(void)snprintf(ref, sizeof(ref), "r%d", i);
		leg.ref = ref;
		leg.start = 60 + i;
		leg.keys[0] = i == 0 ? WHO : OTHER;
		make_load(index, (char)('A' + i), &leg, 1);
	}
	calls = sar_index_search(index, &query, &err);
	assert_non_null(calls);
	assert_int_equal(calls->n_legs, n);
	match = calls->legs[n - 1].match;
	sar_index_calls_free(calls);
	sar_index_close(index);
	return match;
}

static void
a_call_of_too_many_legs_is_no_one_persons(void **state)
{
	(void)state;
	assert_int_equal(last_of_group(64), SAR_MATCH_GROUP);
	assert_int_equal(last_of_group(65), SAR_MATCH_POSSIBLE);
}

static void
assert_reaches(struct sar_index *index, int64_t from, int64_t to, bool want)
{
	const struct sar_index_period period = { MAKE_BASE + from,
		MAKE_BASE + to };
	struct sar_err err = SAR_ERR_INIT;
	bool reaches;

	assert_int_equal(sar_index_reaches(index, &period, &reaches, &err), 0);
	assert_true(reaches == want);
}

static void
a_time_without_any_call_is_not_reached(void **state)
{
	static const struct make_leg legs[] = {
		{ .ref = "r1", .length = 60, .keys = { 7 } },
		{ .ref = "r2",
		    .start = 50000,
		    .length = 1000,
		    .keys = { MAKE_WITHHELD },
		    .uncertain = 3600 },
	};
	struct sar_index *index = make_index();

	(void)state;
	assert_reaches(index, -90000, 90000, false);
	make_load(index, 'a', legs, 2);
	assert_reaches(index, -90000, 90000, true);
	assert_reaches(index, -90000, 0, false);
	assert_reaches(index, -90000, 1, true);
	assert_reaches(index, 100, 46000, false);
	/* It may have begun an hour before, and ended an hour after. */
	assert_reaches(index, 100, 46500, true);
	assert_reaches(index, 54500, 90000, true);
	assert_reaches(index, 54700, 90000, false);
	sar_index_close(index);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_story_finds_the_call_and_nothing_else),
		cmocka_unit_test(each_leg_says_by_which_evidence_it_was_joined),
		cmocka_unit_test(
		    several_numbers_are_searched_at_once_and_none_is_ignored),
		cmocka_unit_test(a_call_of_too_many_legs_is_no_one_persons),
		cmocka_unit_test(
		    who_withheld_a_number_is_counted_once_unless_found),
		cmocka_unit_test(a_time_without_any_call_is_not_reached),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
