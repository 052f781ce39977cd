/* From an index to the answer's rows: each recording of a call once. */
#include "index_make.h"

#include "retain/retain.h"

#define WHO INT64_C(441632960123)
#define OTHER INT64_C(441632960777)
#define OWN INT64_C(441632960000)
#define A2001 (-2001)
#define A2002 (-2002)
#define A2003 (-2003)
#define DAY 86400

struct story {
	const char *name;
	struct make_leg legs[8];
	const char *items; /* "x.wav:a+b ?y.wav:c -:d": a "?" for possible */
};

static const struct story stories[] = {
	{ "one file of several legs is one row",
	    { { "a", "g", 60, 30, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", 90, 60, { WHO, A2002 }, { "x" }, 0, 0, 0 },
		{ "c", "g", 95, 60, { A2002, A2003 }, { "x" }, 0, 0, 0 } },
	    "x.wav:a+b+c" },
	{ "several files of one call are rows one after the other",
	    { { "a", "g", 60, 30, { WHO, OWN }, { "z", "x" }, 0, 0, 0 },
		{ "b", "h", 60, 30, { OTHER, OWN }, { "y" }, 0, 0, 0 } },
	    "x.wav:a z.wav:a" },
	{ "a queue's rung agent goes with the recording of who answered",
	    { { "a", "g", 60, 60, { WHO, OWN }, { "q" }, 0, 0, 0 },
		{ "b", "g", 61, 10, { WHO, A2001 }, { 0 }, 0, 0, 0 },
		{ "c", "g", 61, 59, { OWN, A2002 }, { "q" }, 0, 0, 0 } },
	    "q.wav:a+b+c" },
	{ "overlapping second recording",
	    { { "a", "g", 60, 60, { WHO, OWN }, { "x", "y" }, 0, 0, 0 },
		{ "b", "g", 80, 60, { OWN, A2002 }, { "y" }, 0, 0, 0 } },
	    "x.wav:a y.wav:a+b" },
	{ "a copy under another name is the same row",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", 80, 60, { A2001, A2002 }, { "y=x" }, 0, 0, 0 } },
	    "x.wav:a+b" },
	{ "what somebody else answered is for a person to decide",
	    { { "a", "g", 60, -20, { OTHER, WHO }, { 0 }, 0, 0, 0 },
		{ "b", "g", 80, 60, { OTHER, A2002 }, { "y" }, 0, 0, 0 } },
	    "?y.wav:a+b" },
	{ "what rang and nobody answered is the one's it rang at",
	    { { "a", "g", 60, -20, { OTHER, WHO }, { 0 }, 0, 0, 0 },
		{ "b", "g", 60, -20, { OTHER, A2002 }, { 0 }, 0, 0, 0 } },
	    "-:a+b" },
	{ "a file whose name was used again hours later",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 9000, 60, { OTHER, A2001 }, { "x" }, 0, 0, 0 } },
	    "?x.wav:a+b" },
	{ "a consultation is for a person to decide",
	    { { "a", "g", 600, 300, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 700, 20, { A2001, A2002 }, { "y" }, 0, 0, 0 },
		{ "c", "i", 700, 20, { OTHER, A2001 }, { "z" }, 0, 0, 0 } },
	    "x.wav:a ?y.wav:b" },
	{ "the conference's one file is certain, the stranger's next is not",
	    { { "a", "g", 60, 600, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 70, 600, { OTHER, A2001 }, { "x" }, 0, 0, 0 },
		{ "c", "h", 700, 60, { OTHER, A2002 }, { "y" }, 0, 0, 0 } },
	    "x.wav:a+b ?y.wav:c" },
	{ "who shares a file, and their own file: not the asker's",
	    { { "a", "g", 60, 600, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "h", 70, 600, { OTHER, A2001 }, { "x", "y" }, 0, 0,
		    0 } },
	    "x.wav:a+b ?y.wav:b" },
	{ "an id of a group that is used again: not the asker's",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "g", 90, 60, { A2001, A2003 }, { "z" }, 0, 0, 0 },
		{ "c", "g", 9000, 60, { OTHER, A2001 }, { "y" }, 0, 0, 0 },
		{ "d", "g", 9900, 60, { OTHER, A2001 }, { 0 }, 0, 0, 0 } },
	    "x.wav:a z.wav:b ?y.wav:c+d" },
	{ "a parked call picked up: one file, one row",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "b", "p", 120, 300, { WHO }, { 0 }, "a", 0, 0 },
		{ "c", "q", 420, 60, { A2003, -71 }, { "x" }, "@p", 0, 0 } },
	    "x.wav:a+c -:b" },
	{ "a probable number alone",
	    { { "a", "g", 60, 60, { MAKE_LIKELY + WHO, OWN }, { "x" }, 0, 0,
		0 } },
	    "?x.wav:a" },
	{ "two recorders' groups of one name",
	    { { "a", "g", 60, 60, { WHO, A2001 }, { "x" }, 0, 0, 0 },
		{ "two/b", "g", 60, 60, { WHO, A2001 }, { 0 }, 0, 0, 0 } },
	    "-:b x.wav:a" },
};

/* ... with "+" between the legs, and " " between rows. */
static void
tell(const struct sar_items *items, char *out, size_t size)
{
	const struct sar_item *item;
	size_t used = 0;
	size_t i, j;

	out[0] = '\0';
	for (i = 0; i < items->n; i++) {
		item = &items->items[i];
		assert_int_equal(item->number, i + 1);
		used += (size_t)snprintf(out + used, size - used,
		    "%s%s%s:", i > 0 ? " " : "", item->possible ? "?" : "",
		    item->recording == NULL ? "-" : item->recording->path);
		for (j = 0; j < item->n_legs; j++)
			used += (size_t)snprintf(out + used, size - used,
			    "%s%s", j > 0 ? "+" : "",
			    items->calls->legs[item->legs[j]].leg.ref);
	}
	assert_true(used < size);
}

static void
each_story_ends_in_the_rows_it_should(void **state)
{
	static const int64_t recorded[] = { OWN, A2001 };
	const struct sar_retain_policy policy = { 6, recorded, 2 };
	struct sar_date received = { 2026, 6, 30 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_zone *zone = sar_zone_open("Europe/London", &err);
	struct sar_index *index;
	struct sar_calls *calls;
	struct sar_items *items;
	char got[256];
	size_t i, n;

	(void)state;
	assert_non_null(zone);
	for (i = 0; i < sizeof(stories) / sizeof(stories[0]); i++) {
		for (n = 0; n < 8 && stories[i].legs[n].ref != NULL; n++)
			continue;
		index = make_index();
		make_load(index, 'a', stories[i].legs, n);
		calls = make_search(index, WHO, 0, DAY);
		items = sar_retain_decide(calls, &policy, zone, received, &err);
		assert_non_null(items);
		tell(items, got, sizeof(got));
		if (strcmp(got, stories[i].items) != 0)
			fail_msg("%s:\n  %s\n  expected %s", stories[i].name,
			    got, stories[i].items);
		sar_retain_free(items);
		sar_index_calls_free(calls);
		sar_index_close(index);
	}
	sar_zone_free(zone);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_story_ends_in_the_rows_it_should),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
