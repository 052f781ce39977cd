/* Searching the index, held against a search of a plain array. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "index/search.h"

#define DAY 86400
#define BASE INT64_C(1780000000)
#define MAX_LEGS 40

struct made {
	int64_t start, end;
	int64_t key; /* 0: withheld */
	bool certain;
	int call, recording; /* recording 0: none */
	uint32_t uncertain;
};

static char folder[] = "/tmp/test-index-XXXXXX";
static char path[64];

static struct sar_index *
fresh(void)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index;

	(void)unlink(path);
	assert_int_equal(sar_index_create(path, &err), 0);
	index = sar_index_open(path, true, &err);
	assert_non_null(index);
	return index;
}

static void
put(struct sar_index *index, int64_t source, const struct made *m, int n)
{
	char ref[24], call[24], file[24];
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_leg leg = { .system = "t",
		.ref = ref,
		.group = call,
		.start = m->start,
		.end = m->end,
		.uncertain = m->uncertain,
		.start_raw = "",
		.answered = true,
		.clock = SAR_INDEX_NO_TIME,
		.n_parties = 1 };
	struct sar_index_party parties[1] = { 0 };
	struct sar_index_use use = { .offset_ms = SAR_INDEX_NO_TIME,
		.length_ms = SAR_INDEX_NO_TIME };
	struct sar_index_recording rec = { .path = file,
		.codec = "pcm16",
		.finding = "",
		.bytes = 1,
		.frames = 1,
		.rate = 8000,
		.channels = 1 };
	struct sar_index_party *party = &parties[0];
	enum sar_index_put how;

	leg.parties = parties;
	leg.uses = &use;
	(void)snprintf(ref, sizeof(ref), "r%d", n);
	(void)snprintf(call, sizeof(call), "c%d", m->call);
	(void)snprintf(file, sizeof(file), "f%d.wav", m->recording);
	rec.sha256[0] = (uint8_t)(m->recording + 1);
	party->raw = "";
	party->number.kind = m->key == 0 ? SAR_PHONE_WITHHELD : SAR_PHONE_E164;
	party->number.key = m->key;
	party->number.certain = m->key != 0 && m->certain;
	if (m->recording != 0)
		assert_int_equal(sar_index_put_recording(index, &rec,
				     &use.recording, &err),
		    0);
	leg.n_uses = use.recording != 0;
	assert_int_equal(sar_index_put_leg(index, source, &leg, &how, &err), 0);
	assert_int_equal(how, SAR_INDEX_NEW);
}

static void
fill(struct sar_index *index, const struct made *legs, int n)
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

	assert_int_equal(sar_index_begin(index, 0, &err), 0);
	assert_int_equal(sar_index_add_source(index, &source, &id, &err), 0);
	for (i = 0; i < n; i++)
		put(index, id, &legs[i], i);
	assert_int_equal(sar_index_commit(index, &err), 0);
}

/* What the search must find: by definition, one leg after the other. */
static void
expect(const struct made *legs, int n, int64_t key, int64_t from, int64_t to,
    bool found[MAX_LEGS])
{
	bool again = true;
	int i, j;

	for (i = 0; i < n; i++)
		found[i] = legs[i].key == key &&
			   legs[i].start - (int64_t)legs[i].uncertain < to &&
			   legs[i].end + (int64_t)legs[i].uncertain >= from;
	while (again) {
		again = false;
		for (i = 0; i < n; i++)
			for (j = 0; j < n && !found[i]; j++)
				if (found[j] && (legs[i].call == legs[j].call ||
						    (legs[i].recording != 0 &&
							legs[i].recording ==
							    legs[j].recording)))
					found[i] = again = true;
	}
}

static void
compare(struct sar_index *index, const struct made *legs, int n, int64_t key,
    int64_t from, int64_t to)
{
	struct sar_index_query query = { &key, 1, from, to };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_calls *calls = sar_index_search(index, &query, &err);
	bool found[MAX_LEGS], got[MAX_LEGS] = { false };
	size_t k;
	int i;

	assert_non_null(calls);
	for (k = 0; k < calls->n_legs; k++) {
		long at = strtol(calls->legs[k].leg.ref + 1, NULL, 10);

		assert_false(got[at]);
		got[at] = true;
		if (calls->legs[k].match == SAR_MATCH_NUMBER)
			assert_true(legs[at].key == key && legs[at].certain);
	}
	expect(legs, n, key, from, to, found);
	for (i = 0; i < n; i++)
		if (got[i] != found[i])
			fail_msg("leg %d: found %d, expected %d", i, got[i],
			    found[i]);
	sar_index_calls_free(calls);
}

static void
a_search_finds_what_a_plain_array_has(void **state)
{
	struct made legs[MAX_LEGS];
	struct sar_index *index;
	int round, i, q;

	(void)state;
	srand(20261124);
	for (round = 0; round < 25; round++) {
		for (i = 0; i < MAX_LEGS; i++) {
			legs[i].start = BASE + rand() % (6 * DAY);
			legs[i].end = legs[i].start + (rand() % 20 == 0
							      ? 2 * DAY
							      : rand() % 3600);
			legs[i].key = rand() % 6 == 0
					  ? 0
					  : INT64_C(441632960000) + rand() % 5;
			legs[i].certain = rand() % 4 != 0;
			legs[i].call = rand() % 25;
			legs[i].recording = rand() % 3 == 0 ? rand() % 12 : 0;
			legs[i].uncertain = rand() % 10 == 0 ? 3600 : 0;
		}
		index = fresh();
		fill(index, legs, MAX_LEGS);
		for (q = 0; q < 12; q++) {
			int64_t from = BASE + rand() % (6 * DAY);

			compare(index, legs, MAX_LEGS,
			    INT64_C(441632960000) + rand() % 5, from,
			    from + rand() % (2 * DAY));
		}
		sar_index_close(index);
	}
}

static void
a_call_that_ran_into_the_period_counts_and_one_that_ended_before_does_not(void *
	*state)
{
	static const struct made legs[] = {
		{ BASE - 60, BASE + 60, 441632960123, true, 1, 0, 0 },
		{ BASE - 120, BASE - 60, 441632960123, true, 2, 0, 0 },
		{ BASE + 100, BASE + 200, 441632960123, true, 3, 0, 0 },
	};
	struct sar_index *index = fresh();

	(void)state;
	fill(index, legs, 3);
	compare(index, legs, 3, 441632960123, BASE, BASE + 100);
	sar_index_close(index);
}

static void
only_probable_numbers_make_a_possible_match(void **state)
{
	static const struct made legs[] = {
		{ BASE, BASE + 9, 441632960123, false, 1, 1, 0 },
		{ BASE + 1, BASE + 9, 0, true, 1, 0, 0 },
	};
	int64_t key = 441632960123;
	struct sar_index_query query = { &key, 1, BASE - 5, BASE + 5 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = fresh();
	struct sar_calls *calls;

	(void)state;
	fill(index, legs, 2);
	calls = sar_index_search(index, &query, &err);
	assert_non_null(calls);
	assert_int_equal(calls->n_legs, 2);
	assert_int_equal(calls->legs[0].match, SAR_MATCH_POSSIBLE);
	assert_int_equal(calls->legs[1].match, SAR_MATCH_POSSIBLE);
	assert_int_equal(calls->n_recordings, 1);
	sar_index_calls_free(calls);
	sar_index_close(index);
}

static void
a_second_writer_is_told_the_index_is_locked(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *one = fresh();
	struct sar_index *two = sar_index_open(path, true, &err);

	(void)state;
	assert_non_null(two);
	assert_int_equal(sar_index_begin(one, 0, &err), 0);
	assert_int_equal(sar_index_begin(two, 0, &err), -1);
	assert_int_equal(err.code, SAR_ELOCKED);
	sar_index_rollback(one);
	assert_int_equal(sar_index_begin(two, 0, &err), 0);
	sar_index_rollback(two);
	sar_index_close(one);
	sar_index_close(two);
}

static void
what_is_no_index_is_refused(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	FILE *f;

	(void)state;
	(void)unlink(path);
	assert_null(sar_index_open(path, false, &err));
	assert_int_equal(err.code, SAR_EMISSING);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs("not a database, but text long enough", f) >= 0);
	assert_int_equal(fclose(f), 0);
	assert_null(sar_index_open(path, false, &err));
	assert_true(err.code == SAR_EMISSING || err.code == SAR_ECORRUPT);
	assert_int_equal(sar_index_create(path, &err), -1);
	assert_int_equal(err.code, SAR_EREFUSED);
}

static int
set_up(void **state)
{
	(void)state;
	if (mkdtemp(folder) == NULL)
		return -1;
	(void)snprintf(path, sizeof(path), "%s/index.db", folder);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	(void)unlink(path);
	return rmdir(folder);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_search_finds_what_a_plain_array_has),
		cmocka_unit_test(
		    a_call_that_ran_into_the_period_counts_and_one_that_ended_before_does_not),
		cmocka_unit_test(only_probable_numbers_make_a_possible_match),
		cmocka_unit_test(a_second_writer_is_told_the_index_is_locked),
		cmocka_unit_test(what_is_no_index_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
