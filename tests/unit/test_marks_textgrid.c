/* Praat's TextGrid, long and short. */
#include "marks_read.h"

#define HEAD "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\n"

/* The form the manual of Praat shows, with one interval that says LPP. */
static const char long_form[] = HEAD
    "xmin = 0 \nxmax = 2.3 \ntiers? <exists> \nsize = 2 \nitem []: \n"
    "    item [1]:\n        class = \"IntervalTier\" \n"
    "        name = \"Mary \"\"M\"\"\" \n        xmin = 0 \n"
    "        xmax = 2.3 \n        intervals: size = 3 \n"
    "        intervals [1]:\n            xmin = 0 \n"
    "            xmax = 1.5 \n            text = \"\" \n"
    "        intervals [2]:\n            xmin = 1.5 \n"
    "            xmax = 2.25 \n"
    "            text = \" lpp channel=2\nsaid \"\"no\"\" \" \n"
    "        intervals [3]:\n            xmin = 2.25 \n"
    "            xmax = 2.3 \n            text = \" \n \" \n"
    "    item [2]:\n        class = \"TextTier\" \n"
    "        name = \"bell\" \n        xmin = 0 \n"
    "        xmax = 2.3 \n        points: size = 1 \n"
    "        points [1]:\n            number = 1.5 \n"
    "            mark = \"TP\" \n";

#define SHORT_TIER(name, text)                                                \
	"\"IntervalTier\"\n\"" name "\"\n0\n2.3\n2\n0\n1.5\n\"\"\n1.5\n2.3\n" \
	"\"" text "\"\n"
#define SHORT_HEAD(tiers) HEAD "0\n2.3\n<exists>\n" tiers "\n"

static struct sar_read_input
grid(const char *text, const char *tier)
{
	struct sar_read_input in = input(text, strlen(text), SAR_MARKS_AUTO);

	in.tier = tier;
	return in;
}

static void
read_grid(const char *text, const char *tier, const char *spans)
{
	struct sar_read_input in = grid(text, tier);

	assert_read(&in, spans);
}

static void
refuse_grid(const char *text, const char *tier, const char *msg)
{
	struct sar_read_input in = grid(text, tier);

	assert_refused(&in, msg);
}

/* ${text} with the first ${from} in it turned into ${to}. */
static void
refuse_changed(const char *text, const char *from, const char *to,
    const char *msg)
{
	const char *at = strstr(text, from);
	char changed[2048];

	assert_non_null(at);
	(void)snprintf(changed, sizeof(changed), "%.*s%s%s", (int)(at - text),
	    text, to, at + strlen(from));
	refuse_grid(changed, "Mary \"M\"", msg);
}

static void
both_forms_are_read(void **state)
{
	(void)state;
	read_grid(long_form, "Mary \"M\"", "1500000-2250000 LPP");
	read_grid(SHORT_HEAD("1") SHORT_TIER("x", "TP"), NULL,
	    "1500000-2300000 TP");
	read_grid("File type = \"ooTextFile short\"\n\"TextGrid\"\n\n0\n2.3\n"
		  "<exists>\n1\n" SHORT_TIER("x", "TP"),
	    NULL, "1500000-2300000 TP");
	read_grid(SHORT_HEAD("2") SHORT_TIER("x", "TP")
		      SHORT_TIER("y", "LPP it"),
	    "y", "1500000-2300000 LPP");
	read_grid(SHORT_HEAD("1") SHORT_TIER("x", ""), NULL, "");
}

static void
the_tier_is_named_unless_there_is_but_one(void **state)
{
	(void)state;
	refuse_grid(long_form, NULL, "f: points beside a tier of intervals");
	refuse_grid(long_form, "bell",
	    "f: the tier named is of points: a point has no length to cut");
	refuse_grid(long_form, "Mary", "f: no tier of the name given");
	refuse_grid(SHORT_HEAD("2") SHORT_TIER("x", "TP") SHORT_TIER("y", "TP"),
	    NULL, "f: more than one tier of intervals");
	refuse_grid(SHORT_HEAD("2") SHORT_TIER("x", "TP") SHORT_TIER("x", "TP"),
	    "x", "f: more than one tier of the name given");
	refuse_grid(SHORT_HEAD("1") "\"TextTier\"\n\"x\"\n0\n2.3\n0\n", NULL,
	    "f: no tier of intervals: a point has no length to cut");
}

static void
a_grid_is_refused_by_line(void **state)
{
	(void)state;
	refuse_changed(long_form, "xmin = 0 ", "xmin = 1 ",
	    "f: line 4: xmin is not 0");
	refuse_changed(long_form, "xmin = 0 ", "xmax = 0 ",
	    "f: line 4: expected a time, xmin or xmax");
	refuse_changed(long_form, "xmin = 0 ", "",
	    "f: line 5: expected a time, xmin or xmax");
	refuse_changed(long_form, "<exists>", "<absent>",
	    "f: line 6: expected tiers? <exists>");
	refuse_changed(long_form, "size = 2", "size = -1",
	    "f: line 7: expected a size of up to 100000");
	refuse_changed(long_form, "size = 2", "size = 1",
	    "f: line 30: expected nothing after the last tier");
	refuse_changed(long_form, "size = 2", "size = 3",
	    "f: line 38: expected the class of a tier");
	refuse_changed(long_form, "item [2]", "item [3]",
	    "f: line 30: expected the class of a tier");
	refuse_changed(long_form, "TextTier", "FormTier",
	    "f: line 30: expected \"IntervalTier\" or \"TextTier\"");
	refuse_changed(long_form, "intervals: size = 3", "intervals: size = 4",
	    "f: line 30: expected a time, xmin or xmax");
	refuse_changed(long_form, "intervals [2]", "intervals [3]",
	    "f: line 20: expected a time, xmin or xmax");
	refuse_changed(long_form, "xmax = 1.5", "xmax = 1.4",
	    "f: line 20: an interval does not begin where the one before it "
	    "ends");
	refuse_changed(long_form, "xmax = 1.5", "xmax = 0",
	    "f: line 16: it ends where it starts: there is no length to cut");
	refuse_changed(long_form, "xmax = 1.5", "xmax = 1.5e0",
	    "f: line 17: not a time in seconds");
	refuse_changed(long_form, "lpp ", "Esme ",
	    "f: line 20: the label does not begin with the code of a "
	    "provision");
	refuse_changed(long_form, "\"bell\"", "\"bell",
	    "f: line 31: expected the name of a tier");
	refuse_changed(long_form, "text = \"\"", "text = \"\"x",
	    "f: line 18: expected the text of an interval");
	refuse_changed(long_form, "text = \"\"", "mark = \"\"",
	    "f: line 18: expected the text of an interval");
	refuse_changed(long_form, "text = \"\" ", "text = ! \"\" ",
	    "f: line 18: expected the text of an interval");
	refuse_changed(long_form, "Object class = \"TextGrid\"",
	    "Object class = \"Sound\"",
	    "f: line 2: expected File type = \"ooTextFile\" and Object class "
	    "= \"TextGrid\"");
}

static void
tiers_are_as_long_as_the_whole(void **state)
{
	(void)state;
	refuse_changed(long_form, "        xmax = 2.3 \n",
	    "        xmax = 2.4 \n",
	    "f: line 14: a tier of another length than the whole");
	refuse_grid(SHORT_HEAD("1") "\"IntervalTier\"\n\"x\"\n0\n2.3\n1\n0\n"
				    "2\n\"TP\"\n",
	    NULL,
	    "f: line 15: the last interval does not end where its tier does");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_forms_are_read),
		cmocka_unit_test(the_tier_is_named_unless_there_is_but_one),
		cmocka_unit_test(a_grid_is_refused_by_line),
		cmocka_unit_test(tiers_are_as_long_as_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
