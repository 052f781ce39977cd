#include "retain_bench.h"

/* Any calls at all: nothing is lost and nothing is counted twice. */

#define ROUNDS 3000
#define RECEIVED "2026-03-01"

static uint64_t
next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static size_t
below(uint64_t *seed, size_t n)
{
	return (size_t)(next(seed) % n);
}

static void
any_calls(struct bench *b, uint64_t *seed)
{
	static const char *const groups[] = { "", "a", "b", "c", "d", "e" };
	static const char *const paths[] = { "x", "y", "z" };
	struct sar_calls_leg *leg;
	int64_t start = bench_utc("2025-08-20T00:00:00Z");
	size_t n = below(seed, BENCH);
	size_t i, j, links;

	bench_clear(b);
	for (i = 0; i < n; i++) {
		leg = bench_leg(b, groups[below(seed, 6)],
		    "2026-01-14T09:00:00Z");
		start += (int64_t)below(seed, 3) * 43200;
		leg->leg.start = start;
		leg->leg.system = below(seed, 4) == 0 ? "other" : "freepbx";
		leg->leg.uncertain = below(seed, 4) == 0 ? 3600 : 0;
		leg->leg.talk = (uint32_t)below(seed, 2);
		leg->leg.parties[0].number.key = below(seed, 2) == 0 ? KEY_OTHER
								     : KEY_DDI;
		leg->match = (enum sar_match)below(seed, 4);
	}
	for (i = 0; n > 0 && i < below(seed, BENCH); i++) {
		bench_recording(b, paths[below(seed, 3)])->state =
		    (enum sar_recording_state)below(seed, 5);
		links = 1 + below(seed, 3);
		for (j = 0; j < links; j++)
			bench_link(b, below(seed, n), i);
	}
}

static bool
is_linked(const struct bench *b, size_t leg, size_t recording)
{
	size_t i;

	for (i = 0; i < b->calls.n_links; i++)
		if (b->links[i].leg == leg &&
		    b->links[i].recording == recording)
			return true;
	return false;
}

static bool
has_recording(const struct bench *b, size_t leg)
{
	size_t i;

	for (i = 0; i < b->calls.n_recordings; i++)
		if (is_linked(b, leg, i))
			return true;
	return false;
}

static bool
same_name(const struct bench *b, size_t x, size_t y)
{
	const struct sar_index_leg *p = &b->legs[x].leg, *q = &b->legs[y].leg;

	return x == y ||
	       (p->group[0] != '\0' && strcmp(p->group, q->group) == 0 &&
		   strcmp(p->system, q->system) == 0);
}

static bool
is_own(const struct bench *b, size_t leg)
{
	return b->legs[leg].match != SAR_MATCH_POSSIBLE &&
	       b->legs[leg].match != SAR_MATCH_AUDIO;
}

/* What might be the requester's stands apart from what is. */
static bool
same_group(const struct bench *b, size_t x, size_t y)
{
	size_t i;

	if (!same_name(b, x, y) || is_own(b, x) == is_own(b, y))
		return same_name(b, x, y);
	for (i = 0; i < b->calls.n_legs; i++)
		if (same_name(b, x, i) && is_own(b, i))
			return false;
	return true;
}

static bool
group_has_recording(const struct bench *b, size_t leg)
{
	size_t i;

	for (i = 0; i < b->calls.n_legs; i++)
		if (same_group(b, leg, i) && has_recording(b, i))
			return true;
	return false;
}

/* Does ${leg} belong to an item of ${recording}, by the words of retain.h? */
static bool
goes_with(const struct bench *b, size_t leg, size_t recording)
{
	size_t i;

	if (is_linked(b, leg, recording))
		return true;
	for (i = 0; i < b->calls.n_legs; i++)
		if (is_linked(b, i, recording) && same_group(b, i, leg))
			return !has_recording(b, leg);
	return false;
}

static bool
has_leg(const struct sar_item *item, size_t leg)
{
	size_t i;

	for (i = 0; i < item->n_legs; i++)
		if (item->legs[i] == leg)
			return true;
	return false;
}

/* A leg that only shares the recording, an hour from all of the others. */
static bool
is_written_again(const struct bench *b, const struct sar_item *item)
{
	const struct sar_index_leg *x, *y;
	size_t i, j, near;

	for (i = 0; i < item->n_legs; i++) {
		x = &b->legs[item->legs[i]].leg;
		for (j = near = 0; j < item->n_legs; j++) {
			y = &b->legs[item->legs[j]].leg;
			near += b->legs[item->legs[j]].match !=
				    SAR_MATCH_AUDIO &&
				x->start <= y->end + 3600 &&
				y->start <= x->end + 3600;
		}
		if (b->legs[item->legs[i]].match == SAR_MATCH_AUDIO &&
		    near == 0)
			return item->recording != NULL;
	}
	return false;
}

static void
check_item(const struct bench *b, const struct sar_item *item)
{
	bool possible = true, uncertain = false, wanted;
	size_t first = item->legs[0];
	size_t i, j;

	for (i = 1; i < item->n_legs; i++)
		assert_true(item->legs[i - 1] < item->legs[i]);
	for (i = 0; i < b->calls.n_legs; i++) {
		wanted = item->recording == NULL
			     ? same_group(b, first, i)
			     : goes_with(b, i,
				   (size_t)(item->recording - b->recordings));
		assert_int_equal(has_leg(item, i), wanted);
		if (!wanted)
			continue;
		uncertain = uncertain || b->legs[i].leg.uncertain > 0;
		for (j = 0; j < b->calls.n_legs; j++)
			if (same_group(b, i, j) &&
			    b->legs[j].match != SAR_MATCH_POSSIBLE &&
			    b->legs[j].match != SAR_MATCH_AUDIO)
				possible = false;
	}
	assert_int_equal(item->possible, possible || is_written_again(b, item));
	assert_int_equal(item->uncertain, uncertain);
}

static void
check_order(const struct bench *b, const struct sar_items *items)
{
	int64_t before, start;
	size_t i;

	for (i = 0; i < items->n; i++) {
		assert_int_equal(items->items[i].number, i + 1);
		if (i == 0)
			continue;
		before = b->legs[items->items[i - 1].legs[0]].leg.start;
		start = b->legs[items->items[i].legs[0]].leg.start;
		assert_true(before <= start);
	}
}

/* Each recording, and each group with none, is in just one item. */
static void
check_balance(const struct bench *b, const struct sar_items *items)
{
	unsigned recordings[BENCH] = { 0 }, alone[BENCH] = { 0 };
	unsigned reached[BENCH] = { 0 };
	const struct sar_item *item;
	size_t i, j;

	for (i = 0; i < items->n; i++) {
		item = &items->items[i];
		if (item->recording != NULL)
			recordings[item->recording - b->recordings]++;
		for (j = 0; j < item->n_legs; j++) {
			reached[item->legs[j]]++;
			if (item->recording == NULL)
				alone[item->legs[j]]++;
		}
	}
	for (i = 0; i < b->calls.n_recordings; i++)
		assert_int_equal(recordings[i], 1);
	for (i = 0; i < b->calls.n_legs; i++) {
		assert_true(reached[i] > 0);
		assert_int_equal(alone[i], !group_has_recording(b, i));
	}
}

static void
whatever_the_calls_the_totals_balance(void **state)
{
	uint64_t seed = 0x9e3779b97f4a7c15;
	uint64_t recordings = 0, calls = 0;
	struct sar_items *items;
	struct bench b;
	unsigned round;
	size_t i;

	(void)state;
	bench_open(&b);
	for (round = 0; round < ROUNDS; round++) {
		any_calls(&b, &seed);
		items = bench_decide(&b, RECEIVED);
		for (i = 0; i < items->n; i++) {
			check_item(&b, &items->items[i]);
			if (items->items[i].recording != NULL)
				recordings++;
			else
				calls++;
		}
		check_order(&b, items);
		check_balance(&b, items);
		sar_retain_free(items);
	}
	/* The draw did bring up both kinds. */
	assert_true(recordings > ROUNDS && calls > ROUNDS);
	bench_close(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whatever_the_calls_the_totals_balance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
