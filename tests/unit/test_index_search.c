/* Searching the index, held against a search of a plain array. */
#include "index_make.h"

#define DAY 86400
#define BASE INT64_C(1780000000)
#define MAX_LEGS 60
#define INTERNAL (-1) /* a key: nobody from outside */

struct made {
	int64_t start, end;
	int64_t clock; /* seconds that a second clock is off; 0: none */
	int64_t key;   /* 0: withheld */
	bool certain;
	int call, recording; /* recording 0: none */
	uint32_t uncertain;
	int link;      /* 1 + the leg it is linked to; 0: none */
	int extension; /* 0: none */
};

/* How well a leg belongs to what was asked for, worst first. */
enum belongs {
	NOT,
	MAYBE,
	SHARES,
	IS_PART,
	HAS_NUMBER
};

static size_t
set_parties(const struct made *m, struct sar_index_party parties[2])
{
	size_t n = 0;

	memset(parties, 0, 2 * sizeof(*parties));
	if (m->key != INTERNAL) {
		parties[n].raw = "x";
		parties[n].number.kind = m->key == 0 ? SAR_PHONE_WITHHELD
						     : SAR_PHONE_E164;
		parties[n].number.key = m->key;
		parties[n].number.certain = m->key != 0 && m->certain;
		n++;
	}
	if (m->extension != 0) {
		parties[n].raw = "y";
		parties[n].role = SAR_ROLE_CALLED;
		parties[n].number.kind = SAR_PHONE_LOCAL;
		parties[n].number.key = -m->extension;
		n++;
	}
	return n;
}

static void
put(struct sar_index *index, int64_t source, const struct made *m, int n)
{
	char ref[24], call[24], file[24], target[24];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_party parties[2];
	struct sar_index_use use = { 0, SAR_INDEX_NO_TIME, SAR_INDEX_NO_TIME };
	struct sar_index_link link = { SAR_LINK_BLIND, false, target, "test" };
	struct sar_index_leg leg = { .system = "t",
		.ref = ref,
		.group = call,
		.start = m->start,
		.end = m->end,
		.uncertain = m->uncertain,
		.start_raw = "",
		.answered = true,
		.clock = m->clock == 0 ? SAR_INDEX_NO_TIME
				       : m->start + m->clock,
		.parties = parties,
		.uses = &use,
		.links = &link };
	struct sar_index_recording rec = { .path = file,
		.codec = "pcm16",
		.finding = "",
		.bytes = 1,
		.frames = 1,
		.rate = 8000,
		.channels = 1 };
	enum sar_index_put how;

	(void)snprintf(ref, sizeof(ref), "r%d", n);
	(void)snprintf(call, sizeof(call), "c%d", m->call);
	(void)snprintf(file, sizeof(file), "f%d.wav", m->recording);
	(void)snprintf(target, sizeof(target), "r%d", m->link - 1);
	rec.sha256[0] = (uint8_t)(m->recording + 1);
	leg.n_parties = set_parties(m, parties);
	leg.n_links = m->link > 0;
	if (m->recording != 0)
		assert_int_equal(sar_index_put_recording(index, &rec,
				     &use.recording, &err),
		    0);
	leg.n_uses = use.recording != 0;
	assert_int_equal(sar_index_put_leg(index, source, &leg, &how, &err), 0);
	assert_int_equal(how, SAR_INDEX_NEW);
}

/* Legs [from, to) of ${legs}, as one source. */
static void
fill(struct sar_index *index, const struct made *legs, int from, int to)
{
	struct sar_index_source source = { .name = "x",
		.importer = "t/1",
		.zone = "Europe/London",
		.evidence = "operator",
		.grouped = "call",
		.imported = BASE };
	struct sar_err err = SAR_ERR_INIT;
	int64_t id;
	int i;

	source.sha256[0] = (uint8_t)from;
	assert_int_equal(sar_index_begin(index, 0, &err), 0);
	assert_int_equal(sar_index_add_source(index, &source, &id, &err), 0);
	for (i = from; i < to; i++)
		put(index, id, &legs[i], i);
	source.rows_read = source.rows_new = (uint64_t)(to - from);
	assert_int_equal(sar_index_end_source(index, id, &source, &err), 0);
	assert_int_equal(sar_index_commit(index, &err), 0);
}

static int64_t
since(const struct made *m)
{
	int64_t clock = m->clock < 0 && m->clock >= -DAY ? -m->clock : 0;

	return m->start -
	       (clock > m->uncertain ? clock : (int64_t)m->uncertain);
}

static int64_t
until(const struct made *m)
{
	int64_t clock = m->clock > 0 && m->clock <= DAY ? m->clock : 0;

	return m->end + (clock > m->uncertain ? clock : (int64_t)m->uncertain);
}

static bool
in_period(const struct made *m, int64_t from, int64_t to)
{
	return since(m) < to && until(m) >= from;
}

static bool
same_call(const struct made *legs, int i, int j)
{
	return legs[i].call == legs[j].call || legs[i].link - 1 == j ||
	       legs[j].link - 1 == i;
}

static bool
same_sound(const struct made *legs, int i, int j)
{
	return legs[i].recording != 0 && legs[i].recording == legs[j].recording;
}

/* An internal call of an extension of ${i}'s, at the same time. */
static bool
is_near(const struct made *legs, int n, int i, int j)
{
	int k;

	if (i == j || legs[i].extension == 0 ||
	    legs[i].extension != legs[j].extension ||
	    legs[i].call == legs[j].call)
		return false;
	for (k = 0; k < n; k++)
		if (legs[k].call == legs[j].call && legs[k].key != INTERNAL)
			return false;
	return since(&legs[j]) >= since(&legs[i]) - 14400 &&
	       since(&legs[j]) <= until(&legs[i]) + 60 &&
	       until(&legs[j]) >= since(&legs[i]) - 60;
}

/* Raise to ${to} what ${how} joins to a leg of at least ${from}; again. */
static void
spread(const struct made *legs, int n, enum belongs got[MAX_LEGS],
    enum belongs from, enum belongs to, bool sound, bool repeat)
{
	enum belongs before[MAX_LEGS];
	bool again = true;
	int i, j;

	while (again) {
		again = false;
		memcpy(before, got, sizeof(before));
		for (i = 0; i < n; i++)
			for (j = 0; j < n; j++) {
				if (before[j] < from || got[i] >= to)
					continue;
				if (!(sound ? same_sound(legs, i, j)
					    : same_call(legs, i, j)))
					continue;
				got[i] = to;
				again = repeat;
			}
	}
}

/* What the search must find: by definition, one leg after the other. */
static void
expect(const struct made *legs, int n, int64_t key, int64_t from, int64_t to,
    enum belongs got[MAX_LEGS])
{
	int i, j, round;

	for (i = 0; i < n; i++) {
		got[i] = NOT;
		if (legs[i].key == key && in_period(&legs[i], from, to))
			got[i] = legs[i].certain ? HAS_NUMBER : MAYBE;
	}
	spread(legs, n, got, IS_PART, IS_PART, false, true);
	spread(legs, n, got, IS_PART, SHARES, true, false);
	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++)
			if (got[i] >= IS_PART && got[j] == NOT &&
			    is_near(legs, n, i, j))
				got[j] = MAYBE;
	for (round = 0; round < n; round++) {
		spread(legs, n, got, MAYBE, MAYBE, false, true);
		spread(legs, n, got, MAYBE, MAYBE, true, true);
	}
}

static enum belongs
belongs_of(enum sar_match match)
{
	switch (match) {
	case SAR_MATCH_NUMBER:
		return HAS_NUMBER;
	case SAR_MATCH_GROUP:
	case SAR_MATCH_LINK:
		return IS_PART;
	case SAR_MATCH_AUDIO:
		return SHARES;
	case SAR_MATCH_POSSIBLE:
	default:
		return MAYBE;
	}
}

/* Withheld in the period, and not among what was found. */
static uint64_t
withheld(const struct made *legs, int n, int64_t from, int64_t to,
    const enum belongs got[MAX_LEGS])
{
	uint64_t count = 0;
	int i;

	for (i = 0; i < n; i++)
		count += got[i] == NOT && in_period(&legs[i], from, to) &&
			 legs[i].key == 0;
	return count;
}

static void
compare(struct sar_index *index, const struct made *legs, int n, int64_t key,
    int64_t from, int64_t to)
{
	struct sar_index_query query = { &key, 1, from, to, true, NULL, 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_calls *calls = sar_index_search(index, &query, &err);
	enum belongs found[MAX_LEGS], got[MAX_LEGS] = { NOT };
	const struct sar_calls_leg *leg;
	size_t k;
	int i;

	if (calls == NULL)
		fail_msg("%s", err.msg);
	for (k = 0; k < calls->n_legs; k++) {
		long at = strtol(calls->legs[k].leg.ref + 1, NULL, 10);

		leg = &calls->legs[k];
		assert_int_equal(got[at], NOT);
		got[at] = belongs_of(leg->match);
		assert_true((leg->found == SAR_FOUND_NUMBER) ==
			    (leg->via == SAR_CALLS_NONE));
		assert_true(leg->via == SAR_CALLS_NONE ||
			    leg->via < calls->n_legs);
		if (leg->found == SAR_FOUND_GROUP)
			assert_string_equal(leg->leg.group,
			    calls->legs[leg->via].leg.group);
	}
	expect(legs, n, key, from, to, found);
	for (i = 0; i < n; i++)
		if (got[i] != found[i])
			fail_msg("leg %d: found %d, expected %d", i, got[i],
			    found[i]);
	assert_int_equal(calls->unattributed[SAR_PHONE_WITHHELD],
	    withheld(legs, n, from, to, got));
	sar_index_calls_free(calls);
}

/* How each leg belongs to what ${query} found. */
static uint64_t
search(struct sar_index *index, const struct sar_index_query *query,
    enum belongs got[MAX_LEGS])
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_calls *calls = sar_index_search(index, query, &err);
	uint64_t unattributed;
	size_t i, via, round;

	if (calls == NULL)
		fail_msg("%s", err.msg);
	memset(got, 0, MAX_LEGS * sizeof(*got));
	for (i = 0; i < calls->n_legs; i++) {
		long at = strtol(calls->legs[i].leg.ref + 1, NULL, 10);

		assert_int_equal(got[at], NOT);
		got[at] = belongs_of(calls->legs[i].match);
		/* The way it was met by leads to a number, not in a circle. */
		for (via = i, round = 0; calls->legs[via].via != SAR_CALLS_NONE;
		     via = calls->legs[via].via)
			assert_true(round++ < calls->n_legs);
		assert_int_equal(calls->legs[via].found, SAR_FOUND_NUMBER);
	}
	for (i = 0; i < calls->n_links; i++)
		assert_true(calls->links[i].leg < calls->n_legs &&
			    calls->links[i].recording < calls->n_recordings);
	unattributed = calls->unattributed[SAR_PHONE_WITHHELD];
	sar_index_calls_free(calls);
	return unattributed;
}

static bool
in_some(const struct made *m, const struct sar_index_period *periods, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (in_period(m, periods[i].from, periods[i].to))
			return true;
	return false;
}

/* Periods one after the other; some touch, some are whole hours. */
static size_t
draw_periods(struct sar_index_period *periods)
{
	size_t i, n = 2 + (size_t)rand() % 3;
	int64_t unit = rand() % 2 == 0 ? 3600 : 1;
	int64_t at = BASE - BASE % 3600 - DAY;

	for (i = 0; i < n; i++) {
		at += rand() % 4 == 0 ? 0 : rand() % (2 * DAY) / unit * unit;
		periods[i].from = at;
		at += (1 + rand() % (DAY + DAY / 2) / unit) * unit;
		periods[i].to = at;
	}
	return n;
}

/* Of several periods: what searches of each find, and of one number by
   definition too. */
static void
compare_periods(struct sar_index *index, const struct made *legs,
    const int64_t *keys, size_t n_keys)
{
	struct sar_index_period periods[4];
	size_t k, n = draw_periods(periods);
	struct sar_index_query all = { keys, n_keys, 0, 0, true, periods, n };
	struct sar_index_query one = { keys, n_keys, 0, 0, true, NULL, 0 };
	enum belongs got[MAX_LEGS], best[MAX_LEGS] = { NOT };
	enum belongs each[MAX_LEGS], found[MAX_LEGS];
	uint64_t unattributed, want = 0;
	int i;

	unattributed = search(index, &all, got);
	for (k = 0; k < n; k++) {
		one.from = periods[k].from;
		one.to = periods[k].to;
		(void)search(index, &one, each);
		expect(legs, MAX_LEGS, keys[0], one.from, one.to, found);
		for (i = 0; i < MAX_LEGS; i++) {
			assert_true(n_keys > 1 || each[i] == found[i]);
			if (each[i] > best[i])
				best[i] = each[i];
		}
	}
	for (i = 0; i < MAX_LEGS; i++) {
		if (got[i] != best[i])
			fail_msg("leg %d: found %d, expected %d", i, got[i],
			    best[i]);
		want += got[i] == NOT && legs[i].key == 0 &&
			in_some(&legs[i], periods, n);
	}
	assert_int_equal(unattributed, want);
}

static void
draw(struct made *m, int n)
{
	m->key = rand() % 6 == 0 ? 0 : INT64_C(441632960000) + rand() % 5;
	m->certain = rand() % 4 != 0;
	m->call = rand() % 40;
	m->recording = rand() % 3 == 0 ? 1 + rand() % 15 : 0;
	m->uncertain = rand() % 10 == 0 ? 3600 : 0;
	m->clock = rand() % 5 == 0 ? rand() % (3 * DAY) - 3 * DAY / 2 : 0;
	m->link = rand() % 12 == 0 ? 1 + rand() % MAX_LEGS : 0;
	if (m->link == n + 1)
		m->link = 0;
	m->extension = rand() % 2 == 0 ? 20 + rand() % 3 : 0;
	if (m->extension != 0 && rand() % 2 == 0) {
		m->key = INTERNAL;
		m->call = 100 + rand() % 40;
	}
	/* Legs of a call overlap.  What else has its id is told apart by the
	   stories of test_index_calls.c. */
	m->start = BASE + m->call * INT64_C(97001) % (6 * DAY) + rand() % 600;
	m->end = m->start + 600 + (rand() % 20 == 0 ? 2 * DAY : rand() % 3000);
}

static void
a_search_finds_what_a_plain_array_has(void **state)
{
	struct made legs[MAX_LEGS];
	struct sar_index *index;
	int round, i, q, split;

	(void)state;
	srand(20261125);
	for (round = 0; round < 60; round++) {
		for (i = 0; i < MAX_LEGS; i++)
			draw(&legs[i], i);
		index = make_index();
		/* The first is a load into an empty index, the second not. */
		split = rand() % (MAX_LEGS - 1) + 1;
		fill(index, legs, 0, split);
		fill(index, legs, split, MAX_LEGS);
		for (q = 0; q < 12; q++) {
			int64_t from = BASE + rand() % (6 * DAY);
			int64_t to = from + 1 + rand() % (2 * DAY);

			if (q % 2 == 0) {
				from -= from % 3600;
				to = from + 3600 * (1 + rand() % 48);
			}
			compare(index, legs, MAX_LEGS,
			    INT64_C(441632960000) + rand() % 5, from, to);
		}
		sar_index_close(index);
	}
}

static void
several_periods_find_the_union_of_what_each_finds(void **state)
{
	struct made legs[MAX_LEGS];
	struct sar_index *index;
	int64_t keys[2];
	int round, i, q;

	(void)state;
	srand(20261126);
	for (round = 0; round < 60; round++) {
		for (i = 0; i < MAX_LEGS; i++)
			draw(&legs[i], i);
		index = make_index();
		fill(index, legs, 0, MAX_LEGS);
		for (q = 0; q < 8; q++) {
			keys[0] = INT64_C(441632960000) + rand() % 5;
			keys[1] = INT64_C(441632960000) + rand() % 5;
			compare_periods(index, legs, keys, 1 + (size_t)q % 2);
		}
		sar_index_close(index);
	}
}

static void
periods_come_one_after_the_other(void **state)
{
	struct sar_index_period periods[] = { { BASE, BASE + 9 },
		{ BASE + 8, BASE + 20 } };
	int64_t key = 441632960123;
	struct sar_index_query query = { &key, 1, 0, 0, true, periods, 2 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = make_index();
	struct sar_calls *calls;

	(void)state;
	assert_null(sar_index_search(index, &query, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	periods[1].from = BASE + 20;
	assert_null(sar_index_search(index, &query, &err));
	assert_int_equal(err.code, SAR_EINPUT);
	periods[1].from = BASE + 9;
	err = (struct sar_err)SAR_ERR_INIT;
	assert_non_null(calls = sar_index_search(index, &query, &err));
	sar_index_calls_free(calls);
	sar_index_close(index);
}

static void
a_call_that_ran_into_the_period_counts_and_one_that_ended_before_does_not(void *
	*state)
{
	static const struct made legs[] = {
		{ BASE - 60, BASE + 60, 0, 441632960123, true, 1, 0, 0, 0, 0 },
		{ BASE - 120, BASE - 60, 0, 441632960123, true, 2, 0, 0, 0, 0 },
		{ BASE + 100, BASE + 200, 0, 441632960123, true, 3, 0, 0, 0,
		    0 },
	};
	struct sar_index *index = make_index();

	(void)state;
	fill(index, legs, 0, 3);
	compare(index, legs, 3, 441632960123, BASE, BASE + 100);
	sar_index_close(index);
}

static void
only_probable_numbers_make_a_possible_match(void **state)
{
	static const struct made legs[] = {
		{ BASE, BASE + 9, 0, 441632960123, false, 1, 1, 0, 0, 0 },
		{ BASE + 1, BASE + 9, 0, 0, true, 1, 0, 0, 0, 0 },
	};
	int64_t key = 441632960123;
	struct sar_index_query query = { &key, 1, BASE - 5, BASE + 5, false,
		NULL, 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = make_index();
	struct sar_calls *calls;

	(void)state;
	fill(index, legs, 0, 2);
	calls = sar_index_search(index, &query, &err);
	assert_non_null(calls);
	assert_int_equal(calls->n_legs, 2);
	assert_int_equal(calls->legs[0].match, SAR_MATCH_POSSIBLE);
	assert_int_equal(calls->legs[1].match, SAR_MATCH_POSSIBLE);
	assert_int_equal(calls->n_recordings, 1);
	sar_index_calls_free(calls);
	sar_index_close(index);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_search_finds_what_a_plain_array_has),
		cmocka_unit_test(
		    several_periods_find_the_union_of_what_each_finds),
		cmocka_unit_test(periods_come_one_after_the_other),
		cmocka_unit_test(
		    a_call_that_ran_into_the_period_counts_and_one_that_ended_before_does_not),
		cmocka_unit_test(only_probable_numbers_make_a_possible_match),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
