/* How SQLite goes about each statement of a search: never through a table. */
#include "index/db.h"
#include "index_make.h"

#define START INT64_C(1779998400)
#define NUMBER INT64_C(441632960123)

#define BY_KEY                                            \
	"SEARCH party USING COVERING INDEX party_by_key " \
	"(key=? AND since>? AND since<?)"
#define BY_ID(table) "SEARCH " table " USING INTEGER PRIMARY KEY (rowid=?)"
#define BY_LEG(table) "SEARCH " table " USING PRIMARY KEY (leg=?)"
#define BY_CALL(table)                                                 \
	"SEARCH " table " USING COVERING INDEX leg_by_call (system=? " \
	"AND call=?)"

/* Every table that a slot's statement looks into, and by what. */
static const struct {
	enum sar_index_slot slot;
	const char *looks[5];
} plans[] = {
	{ SAR_INDEX_KEY_NEAR, { BY_KEY } },
	{ SAR_INDEX_KEY_LEGS, { BY_KEY } },
	{ SAR_INDEX_CALL_LEGS, { BY_CALL("leg") } },
	{ SAR_INDEX_CALL_PARTIES,
	    { "SEARCH l USING INDEX leg_by_call (system=? AND call=?)",
		BY_LEG("p") " LEFT-JOIN" } },
	{ SAR_INDEX_AUDIO_LEGS,
	    { "SEARCH leg_recording USING COVERING INDEX "
	      "leg_recording_by_recording (recording=?)" } },
	{ SAR_INDEX_LINKS_FROM,
	    { "SEARCH k USING PRIMARY KEY (leg=? AND to_call=?)",
		"SEARCH b USING COVERING INDEX leg_by_ref (system=? AND ref=?)",
		"SEARCH k USING PRIMARY KEY (leg=? AND to_call=?)",
		BY_CALL("b") } },
	{ SAR_INDEX_LINKS_TO,
	    { "SEARCH k USING INDEX link_by_target (target=? AND to_call=?)",
		BY_ID("b"),
		"SEARCH k USING INDEX link_by_target (target=? AND to_call=?)",
		BY_ID("b") } },
	{ SAR_INDEX_CALL_INSIDE,
	    { BY_LEG("party"), BY_ID("b"), BY_CALL("d"), BY_LEG("q") } },
	{ SAR_INDEX_LOAD_LEG, { BY_ID("leg") } },
	{ SAR_INDEX_LOAD_SOURCE, { BY_ID("source") } },
	{ SAR_INDEX_LOAD_PARTIES, { BY_LEG("party") } },
	{ SAR_INDEX_LOAD_USES, { BY_LEG("leg_recording") } },
	{ SAR_INDEX_LOAD_RECORDING, { BY_ID("r") } },
	{ SAR_INDEX_UNREAD_HOURS,
	    { "SEARCH unread USING PRIMARY KEY (first>? AND first<?)" } },
	{ SAR_INDEX_UNREAD_PARTIES, { "SEARCH party USING INDEX party_unread "
				      "(since>? AND since<?)" } },
	{ SAR_INDEX_KEY_ENTRY,
	    { "SEARCH party USING INDEX party_by_key (key=?)" } },
};

#define N_PLANS (sizeof(plans) / sizeof(plans[0]))

/* A leg with all that a search follows: a call, a recording, a link. */
static void
put(struct sar_index *index, int64_t source, const char *ref, const char *call,
    bool outside)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index_party parties[2] = {
		{ .raw = "a",
		    .number = { .kind = SAR_PHONE_LOCAL, .key = -7 } },
		{ .raw = "b",
		    .number = { .kind = SAR_PHONE_E164,
			.key = NUMBER,
			.certain = true } },
	};
	struct sar_index_recording rec = { .path = "a.wav",
		.state = SAR_RECORDING_MISSING,
		.codec = "",
		.finding = "" };
	struct sar_index_use use = { 0, SAR_INDEX_NO_TIME, SAR_INDEX_NO_TIME };
	struct sar_index_link link = { SAR_LINK_BLIND, false, "r1", "test" };
	struct sar_index_leg leg = { .system = "t",
		.ref = ref,
		.group = call,
		.start = START,
		.end = START + 60,
		.clock = SAR_INDEX_NO_TIME,
		.start_raw = "",
		.parties = parties,
		.n_parties = outside ? 2 : 1,
		.uses = &use,
		.n_uses = outside,
		.links = &link,
		.n_links = outside };
	enum sar_index_put how;

	assert_int_equal(sar_index_put_recording(index, &rec, &use.recording,
			     &err),
	    0);
	assert_int_equal(sar_index_put_leg(index, source, &leg, &how, &err), 0);
}

static struct sar_index *
filled(void)
{
	struct sar_index_source source = { .name = "x",
		.importer = "t/1",
		.zone = "Europe/London",
		.evidence = "operator",
		.grouped = "call",
		.imported = START };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index = make_index();
	int64_t id;

	assert_int_equal(sar_index_begin(index, 0, &err), 0);
	assert_int_equal(sar_index_add_source(index, &source, &id, &err), 0);
	put(index, id, "r0", "c0", true);
	put(index, id, "r1", "c1", true);
	put(index, id, "r2", "c2", false);
	put(index, id, "r3", "c0", true);
	source.rows_read = source.rows_new = 4;
	assert_int_equal(sar_index_end_source(index, id, &source, &err), 0);
	assert_int_equal(sar_index_commit(index, &err), 0);
	return index;
}

/* Every kind of search, so that each has its statements. */
static void
search(struct sar_index *index)
{
	int64_t key = NUMBER;
	struct sar_index_query query = { &key, 1, START, START + 3600, true,
		NULL, 0 };
	struct sar_err err = SAR_ERR_INIT;
	struct sar_calls *calls;
	bool entry;

	calls = sar_index_search(index, &query, &err);
	assert_non_null(calls);
	assert_int_equal(calls->n_legs, 4);
	sar_index_calls_free(calls);
	query.to--;
	calls = sar_index_search(index, &query, &err);
	assert_non_null(calls);
	sar_index_calls_free(calls);
	assert_int_equal(sar_index_is_entry(index, key, &entry, &err), 0);
}

/* Holds the plan of ${sql} to ${looks}. */
static void
hold(struct sar_index *index, const char *sql, const char *const looks[5])
{
	sqlite3_stmt *stmt = NULL;
	const char *detail;
	char text[2048];
	size_t n = 0;

	(void)snprintf(text, sizeof(text), "EXPLAIN QUERY PLAN %s", sql);
	assert_int_equal(sqlite3_prepare_v2(index->db, text, -1, &stmt, NULL),
	    SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		detail = (const char *)sqlite3_column_text(stmt, 3);
		assert_non_null(detail);
		if (strncmp(detail, "SCAN ", 5) == 0 &&
		    strcmp(detail, "SCAN CONSTANT ROW") != 0 &&
		    strncmp(detail, "SCAN (subquery-", 15) != 0)
			fail_msg("%s: %s", detail, sql);
		if (strncmp(detail, "SEARCH ", 7) != 0)
			continue;
		if (n == 5 || looks[n] == NULL)
			fail_msg("more: %s: %s", detail, sql);
		assert_string_equal(detail, looks[n]);
		n++;
	}
	(void)sqlite3_finalize(stmt);
	assert_true(n > 0 && (n == 5 || looks[n] == NULL));
}

static void
no_statement_of_a_search_goes_through_a_table(void **state)
{
	struct sar_index *index = filled();
	size_t i;

	(void)state;
	search(index);
	for (i = 0; i < N_PLANS; i++) {
		assert_non_null(index->stmts[plans[i].slot]);
		hold(index, sqlite3_sql(index->stmts[plans[i].slot]),
		    plans[i].looks);
	}
	sar_index_close(index);
}

/* A statement that is new and not in the list above is noticed. */
static void
every_statement_of_a_search_is_known_here(void **state)
{
	struct sar_err err = SAR_ERR_INIT;
	struct sar_index *index;
	size_t i, slot;

	(void)state;
	sar_index_close(filled());
	index = sar_index_open(make_path, true, &err);
	assert_non_null(index);
	search(index);
	for (slot = 0; slot < SAR_INDEX_SLOTS; slot++) {
		for (i = 0; i < N_PLANS; i++)
			if (plans[i].slot == (enum sar_index_slot)slot)
				break;
		/* Beginning and end, one row of no interest, and a name by
		   its id. */
		if (i == N_PLANS && index->stmts[slot] != NULL &&
		    slot != SAR_INDEX_READ_BEGIN &&
		    slot != SAR_INDEX_READ_END && slot != SAR_INDEX_LINKS_ANY &&
		    slot != SAR_INDEX_SYSTEM_NAME)
			fail_msg("not known: %s",
			    sqlite3_sql(index->stmts[slot]));
	}
	sar_index_close(index);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_statement_of_a_search_goes_through_a_table),
		cmocka_unit_test(every_statement_of_a_search_is_known_here),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
