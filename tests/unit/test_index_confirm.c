/* A leg without what it was found by is a damaged index, not an answer. */
#include "index_make.h"

#include "index/load.h"

#define WHO INT64_C(441632960123)
#define OTHER INT64_C(441632960777)

/* The leg it was met by, and the leg itself. */
struct pair {
	struct sar_calls_leg legs[2];
	struct sar_index_party parties[2];
};

struct claim {
	const char *name;
	struct sar_index_hit hit;
	const char *system, *ref, *group; /* of the leg */
	int64_t start;                    /* after the period's */
	int64_t key;
	bool certain;
	bool holds;
};

#define NUMBER(how)                                     \
	{                                               \
		.match = how, .found = SAR_FOUND_NUMBER \
	}
#define GROUP                                                      \
	{                                                          \
		.match = SAR_MATCH_GROUP, .found = SAR_FOUND_GROUP \
	}
#define LINK(name, call, backwards)                                \
	{                                                          \
		.match = SAR_MATCH_LINK, .found = SAR_FOUND_LINK,  \
		.target = name, .to_call = call, .back = backwards \
	}
#define NEAR                                                         \
	{                                                            \
		.match = SAR_MATCH_POSSIBLE, .found = SAR_FOUND_NEAR \
	}

/* The other leg is "via" of group "g" of recorder "one"; the period lasts a
   hundred seconds, the leg ten. */
static const struct claim claims[] = {
	{ "its number", NUMBER(SAR_MATCH_NUMBER), "one", "r", "", 0, WHO, true,
	    true },
	{ "another's", NUMBER(SAR_MATCH_NUMBER), "one", "r", "", 0, OTHER, true,
	    false },
	{ "a probable one said to be certain", NUMBER(SAR_MATCH_NUMBER), "one",
	    "r", "", 0, WHO, false, false },
	{ "a probable one", NUMBER(SAR_MATCH_POSSIBLE), "one", "r", "", 0, WHO,
	    false, true },
	{ "another's, probable", NUMBER(SAR_MATCH_POSSIBLE), "one", "r", "", 0,
	    OTHER, false, false },
	{ "no number at all", NUMBER(SAR_MATCH_POSSIBLE), "one", "r", "", 0, 0,
	    false, false },
	{ "at the last second", NUMBER(SAR_MATCH_NUMBER), "one", "r", "", 99,
	    WHO, true, true },
	{ "a second after", NUMBER(SAR_MATCH_NUMBER), "one", "r", "", 100, WHO,
	    true, false },
	{ "over as it begins", NUMBER(SAR_MATCH_NUMBER), "one", "r", "", -10,
	    WHO, true, true },
	{ "over a second before", NUMBER(SAR_MATCH_NUMBER), "one", "r", "", -11,
	    WHO, true, false },
	{ "its group", GROUP, "one", "r", "g", 500, OTHER, true, true },
	{ "another group", GROUP, "one", "r", "h", 0, WHO, true, false },
	{ "another recorder's group", GROUP, "two", "r", "g", 0, WHO, true,
	    false },
	{ "linked to its reference", LINK("r", false, false), "one", "r", "h",
	    0, OTHER, true, true },
	{ "to another's", LINK("s", false, false), "one", "r", "s", 0, OTHER,
	    true, false },
	{ "to its group", LINK("h", true, false), "one", "r", "h", 0, OTHER,
	    true, true },
	{ "to another group", LINK("r", true, false), "one", "r", "h", 0, OTHER,
	    true, false },
	{ "back to the other's reference", LINK("via", false, true), "one", "r",
	    "h", 0, OTHER, true, true },
	{ "back to its own", LINK("r", false, true), "one", "r", "h", 0, OTHER,
	    true, false },
	{ "back to the other's group", LINK("g", true, true), "one", "r", "h",
	    0, OTHER, true, true },
	{ "linked across recorders", LINK("r", false, false), "two", "r", "h",
	    0, OTHER, true, false },
	{ "near", NEAR, "one", "r", "h", 0, OTHER, true, true },
	{ "near on another recorder", NEAR, "two", "r", "h", 0, OTHER, true,
	    false },
};

static void
set_leg(struct pair *pair, size_t i, const char *system, const char *ref,
    const char *group)
{
	struct sar_index_leg *leg = &pair->legs[i].leg;

	*leg = (struct sar_index_leg){ .id = (int64_t)i + 1,
		.system = system,
		.ref = ref,
		.group = group,
		.start = MAKE_BASE,
		.clock = SAR_INDEX_NO_TIME,
		.parties = &pair->parties[i],
		.n_parties = 1 };
	leg->end = leg->start + 10;
	pair->parties[i].raw = "";
}

static int
confirm(struct sar_index *index, const struct claim *claim, const char *group)
{
	const int64_t keys[] = { 0, WHO };
	struct sar_index_query query = { keys, 2, MAKE_BASE, MAKE_BASE + 100,
		false, NULL, 0 };
	struct sar_index_hit at[2] = { GROUP, claim->hit };
	struct sar_index_hits hits = { .at = at, .n = 2 };
	struct pair pair = { 0 };
	struct sar_calls calls = { .legs = pair.legs, .n_legs = 2 };
	struct sar_err err = SAR_ERR_INIT;
	int rc;

	set_leg(&pair, 0, "one", "via", group);
	set_leg(&pair, 1, claim->system, claim->ref, claim->group);
	pair.legs[1].leg.start += claim->start;
	pair.legs[1].leg.end += claim->start;
	pair.parties[1].number.key = claim->key;
	pair.parties[1].number.certain = claim->certain;
	/* The first is of the group it says, by way of itself. */
	at[1].via = 0;
	if (group[0] == '\0')
		at[0] = (struct sar_index_hit)NEAR;
	rc = sar_index_confirm(index, &query, &hits, &calls, &err);
	if (rc == -1)
		assert_int_equal(err.code, SAR_ECORRUPT);
	return rc;
}

static void
each_claim_is_held_against_the_leg(void **state)
{
	struct sar_index *index = make_index();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(claims) / sizeof(claims[0]); i++)
		if ((confirm(index, &claims[i], "g") == 0) != claims[i].holds)
			fail_msg("%s", claims[i].name);
	sar_index_close(index);
}

static void
two_legs_of_no_group_are_of_none_together(void **state)
{
	static const struct claim claim = { "", GROUP, "one", "r", "", 0, WHO,
		true, false };
	struct sar_index *index = make_index();

	(void)state;
	assert_int_equal(confirm(index, &claim, ""), -1);
	sar_index_close(index);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_claim_is_held_against_the_leg),
		cmocka_unit_test(two_legs_of_no_group_are_of_none_together),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
