/* However legs get in, at once, one by one, in parts, the index is the same. */
#include <sqlite3.h>

#include "index_make.h"

#include "base/buf.h"

#define LEGS 48
#define REFS 20 /* so that most come more than once */
#define FILES 8

struct entry {
	struct sar_index_leg leg;
	struct sar_index_party parties[3];
	struct sar_index_use uses[3];
	struct sar_index_stream streams[3];
	struct sar_index_event events[3];
	struct sar_index_segment segments[3];
	struct sar_index_link links[3];
	char ref[16], call[16], targets[3][16];
	int files[3];
};

static bool
one_in(int n)
{
	return rand() % n == 0;
}

static void
draw_parties(struct entry *e)
{
	struct sar_index_party *party;
	size_t i;

	e->leg.n_parties = (size_t)(rand() % 4);
	for (i = 0; i < e->leg.n_parties; i++) {
		party = &e->parties[i];
		party->role = (enum sar_role)(rand() % 4);
		party->raw = one_in(2) ? "01632 960123" : "";
		party->number.kind = (enum sar_phone_kind)(rand() %
							   (SAR_PHONE_BAD + 1));
		party->number.certain = party->number.kind == SAR_PHONE_E164;
		if (party->number.kind == SAR_PHONE_E164)
			party->number.key = 441632960000 + rand() % 3;
		if (party->number.kind == SAR_PHONE_LOCAL)
			party->number.key = -100 - rand() % 3;
	}
}

static void
draw_beside(struct entry *e)
{
	size_t i;

	e->leg.n_events = (size_t)(rand() % 4);
	e->leg.n_links = (size_t)(rand() % 4);
	e->leg.n_segments = (size_t)(rand() % 4);
	e->leg.n_streams = (size_t)(rand() % 4);
	for (i = 0; i < 3; i++) {
		e->events[i] = (struct sar_index_event){
			(enum sar_event)(rand() % 8), rand() % 3 - 1,
			rand() % 1000
		};
		(void)snprintf(e->targets[i], sizeof(e->targets[i]), "r%d",
		    rand() % 3);
		e->links[i] = (struct sar_index_link){ (enum sar_link)(rand() %
								       3),
			one_in(2), e->targets[i], one_in(2) ? "this" : "that" };
		e->segments[i].from_ms = rand() % 100;
		e->segments[i].to_ms = 100 + rand() % 100;
		e->segments[i].party = rand() % 3 - 1;
		e->streams[i].channel = (uint32_t)(rand() % 2);
		e->streams[i].party = rand() % 3 - 1;
	}
}

static void
draw_files(struct entry *e)
{
	size_t i;

	e->leg.n_uses = (size_t)(rand() % 4);
	for (i = 0; i < 3; i++) {
		e->files[i] = rand() % FILES;
		e->uses[i].offset_ms = one_in(2) ? SAR_INDEX_NO_TIME
						 : rand() % 100;
		e->uses[i].length_ms = one_in(2) ? SAR_INDEX_NO_TIME
						 : rand() % 100;
	}
	if (e->leg.n_uses == 0)
		e->leg.n_segments = e->leg.n_streams = 0;
}

static void
draw(struct entry *e, int ref)
{
	memset(e, 0, sizeof(*e));
	(void)snprintf(e->ref, sizeof(e->ref), "r%d", ref);
	(void)snprintf(e->call, sizeof(e->call), "c%d", rand() % 9);
	e->leg = (struct sar_index_leg){ .system = one_in(4) ? "two" : "one",
		.ref = e->ref,
		.group = one_in(4) ? "" : e->call,
		.start = MAKE_BASE + rand() % 20000,
		.uncertain = one_in(5) ? 3600 : 0,
		.talk = (uint32_t)(rand() % 9),
		.answered = one_in(2),
		.hold = (enum sar_known)(rand() % 3),
		.recorded = (enum sar_known)(rand() % 3),
		.direction = (enum sar_direction)(rand() % 4),
		.start_raw = one_in(2) ? "2026-05-28" : "",
		.line = (uint64_t)(rand() % 100),
		.parties = e->parties,
		.uses = e->uses,
		.streams = e->streams,
		.events = e->events,
		.segments = e->segments,
		.links = e->links };
	e->leg.end = e->leg.start + rand() % 4000;
	e->leg.clock = one_in(3) ? e->leg.start + rand() % 100
				 : SAR_INDEX_NO_TIME;
	draw_parties(e);
	draw_files(e);
	draw_beside(e);
}

/* Some come again as they were, some changed. */
static void
draw_all(struct entry entries[LEGS], bool repeat)
{
	int i, j;

	for (i = 0; i < LEGS; i++)
		draw(&entries[i], repeat ? rand() % REFS : i);
	for (i = 1; repeat && i < LEGS; i++) {
		if (!one_in(3))
			continue;
		j = rand() % i;
		entries[i] = entries[j];
		entries[i].leg.parties = entries[i].parties;
		entries[i].leg.ref = entries[i].ref;
		if (entries[j].leg.group == entries[j].call)
			entries[i].leg.group = entries[i].call;
	}
}

static void
put(struct sar_index *index, int64_t source, struct entry *e,
    struct sar_index_source *counts)
{
	struct sar_err err = SAR_ERR_INIT;
	enum sar_index_put how;
	char name[16];
	size_t i;

	for (i = 0; i < 3; i++) {
		(void)snprintf(name, sizeof(name), "f%d", e->files[i]);
		e->uses[i].recording = make_recording(index, name);
		/* Streams and segments are of files the leg is in. */
		if (e->leg.n_uses > 0) {
			e->streams[i].recording = e->uses[0].recording;
			e->segments[i].recording = e->uses[0].recording;
		}
	}
	if (sar_index_put_leg(index, source, &e->leg, &how, &err) == -1)
		fail_msg("%s", err.msg);
	counts->rows_read++;
	counts->rows_new += how == SAR_INDEX_NEW;
	counts->rows_same += how == SAR_INDEX_SAME;
	counts->rows_changed += how == SAR_INDEX_CHANGED;
}

static void
put_range(struct sar_index *index, struct entry *entries, int from, int to)
{
	struct sar_index_source source = { .name = "x",
		.importer = "t/1",
		.zone = "Europe/London",
		.evidence = "operator",
		.grouped = "call",
		.imported = MAKE_BASE };
	struct sar_err err = SAR_ERR_INIT;
	int64_t id;
	int i;

	source.sha256[0] = (uint8_t)(from + 1);
	source.sha256[1] = (uint8_t)to;
	assert_int_equal(sar_index_add_source(index, &source, &id, &err), 0);
	for (i = from; i < to; i++)
		put(index, id, &entries[i], &source);
	assert_int_equal(sar_index_end_source(index, id, &source, &err), 0);
}

/* As an import does it, once more when the load met a reference twice. */
static void
load_range(struct sar_index *index, struct entry *entries, int from, int to)
{
	struct sar_err err = SAR_ERR_INIT;
	bool again = false;

	assert_int_equal(sar_index_begin(index, 0, &err), 0);
	put_range(index, entries, from, to);
	assert_int_equal(sar_index_seal(index, &again, &err), 0);
	if (again)
		put_range(index, entries, from, to);
	if (sar_index_commit(index, &err) == -1)
		fail_msg("%s", err.msg);
}

/* A statement's rows as text. */
static void
dump(sqlite3 *db, const char *sql, struct sar_buf *out)
{
	sqlite3_stmt *stmt = NULL;
	const char *text;
	int i;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	sar_buf_printf(out, "%.20s\n", sql);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (i = 0; i < sqlite3_column_count(stmt); i++) {
			text = (const char *)sqlite3_column_text(stmt, i);
			sar_buf_printf(out, "%s|", text == NULL ? "-" : text);
		}
		sar_buf_printf(out, "\n");
	}
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
}

/* All the index says, without its own ids and whence it has it. */
static char *
contents(void)
{
#define OF "system s JOIN leg g ON g.system = s.id "
	static const char *const sql[] = {
		"SELECT s.name, ref, call, start, finish, clock, talk, "
		"uncertain, answered, direction, hold, recorded, start_raw, "
		"digest FROM " OF "ORDER BY 1, 2",
		"SELECT s.name, ref, p.nr, role, kind, certain, rules, key, "
		"raw, since, until FROM " OF "JOIN party p ON p.leg = g.id "
		"ORDER BY 1, 2, 3",
		"SELECT s.name, ref, path, offset, length FROM " OF
		"JOIN leg_recording l ON l.leg = g.id JOIN recording r ON "
		"r.id = l.recording ORDER BY 1, 2, 3",
		"SELECT s.name, ref, e.nr, what, party, at FROM " OF
		"JOIN event e ON e.leg = g.id ORDER BY 1, 2, 3",
		"SELECT s.name, ref, to_call, target, kind, evidence FROM " OF
		"JOIN link k ON k.leg = g.id ORDER BY 1, 2, 3, 4, 5",
		"SELECT s.name, ref, path, channel, party FROM " OF
		"JOIN stream t ON t.leg = g.id JOIN recording r ON "
		"r.id = t.recording ORDER BY 1, 2, 3, 4, 5",
		"SELECT s.name, ref, t.nr, path, party, starts, ends FROM " OF
		"JOIN segment t ON t.leg = g.id JOIN recording r ON "
		"r.id = t.recording ORDER BY 1, 2, 3",
		"SELECT path, state, hex(sha256), bytes, frames, digest "
		"FROM recording ORDER BY 1",
		"SELECT first, last, kind, n FROM unread WHERE n <> 0 "
		"ORDER BY 1, 2, 3",
		"SELECT sum(legs), (SELECT count(*) FROM leg) FROM source",
		"SELECT count(*) FROM party WHERE leg NOT IN "
		"(SELECT id FROM leg)",
		"PRAGMA foreign_key_check",
		"PRAGMA integrity_check",
	};
	struct sar_buf out = SAR_BUF_INIT;
	struct sar_err err = SAR_ERR_INIT;
	sqlite3 *db = NULL;
	char *text;
	size_t i;

	assert_int_equal(sqlite3_open(make_path, &db), SQLITE_OK);
	for (i = 0; i < sizeof(sql) / sizeof(sql[0]); i++)
		dump(db, sql[i], &out);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	assert_int_equal(sar_buf_check(&out, &err), 0);
	text = strdup(out.data);
	sar_buf_free(&out);
	assert_non_null(text);
	return text;
}

/* Load in parts that end at each number of ${ends}. */
static char *
load_in(struct entry *entries, const int *ends, size_t n)
{
	struct sar_index *index = make_index();
	int from = 0;
	size_t i;

	for (i = 0; i < n; i++) {
		load_range(index, entries, from, ends[i]);
		from = ends[i];
	}
	sar_index_close(index);
	return contents();
}

static void
hold_against(const char *want, char *got, const char *how)
{
	size_t i = 0;

	while (want[i] != '\0' && want[i] == got[i])
		i++;
	if (want[i] != got[i])
		fail_msg("%s differs:\n%.160s\n--- from\n%.160s", how,
		    got + (i < 60 ? 0 : i - 60), want + (i < 60 ? 0 : i - 60));
	free(got);
}

static int
by_value(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void
compare_ways(struct entry *entries)
{
	int one_by_one[LEGS], whole = LEGS, parts[4];
	char *want;
	int i;

	for (i = 0; i < LEGS; i++)
		one_by_one[i] = i + 1;
	for (i = 0; i < 3; i++)
		parts[i] = rand() % LEGS;
	parts[3] = LEGS;
	qsort(parts, 4, sizeof(*parts), by_value);
	want = load_in(entries, one_by_one, LEGS);
	hold_against(want, load_in(entries, &whole, 1), "all at once");
	hold_against(want, load_in(entries, parts, 4), "in parts");
	free(want);
}

static int
rounds(int n)
{
	return getenv("SAR_SOAK") == NULL ? n : n * 50;
}

static void
legs_get_in_the_same_at_once_and_one_by_one(void **state)
{
	static struct entry entries[LEGS];
	int round;

	(void)state;
	srand(7);
	for (round = 0; round < rounds(6); round++) {
		draw_all(entries, false);
		compare_ways(entries);
	}
}

static void
references_that_repeat_in_a_load_end_as_the_last_says(void **state)
{
	static struct entry entries[LEGS];
	int round;

	(void)state;
	srand(8);
	for (round = 0; round < rounds(6); round++) {
		draw_all(entries, true);
		compare_ways(entries);
	}
}

static void
what_was_read_before_changes_nothing_whatever_its_order(void **state)
{
	static struct entry entries[LEGS];
	struct sar_index *index;
	char *want;
	int whole = LEGS, i, round;

	(void)state;
	srand(9);
	for (round = 0; round < rounds(4); round++) {
		draw_all(entries, false);
		want = load_in(entries, &whole, 1);
		index = make_index();
		/* Overlapping parts, the last first, each of them twice. */
		for (i = LEGS; i > 0; i -= 8) {
			load_range(index, entries, i < 16 ? 0 : i - 16, i);
			load_range(index, entries, i < 16 ? 0 : i - 16, i);
		}
		sar_index_close(index);
		hold_against(want, contents(), "from the end");
		free(want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(legs_get_in_the_same_at_once_and_one_by_one),
		cmocka_unit_test(
		    references_that_repeat_in_a_load_end_as_the_last_says),
		cmocka_unit_test(
		    what_was_read_before_changes_nothing_whatever_its_order),
	};

	return cmocka_run_group_tests(tests, make_set_up, make_tear_down);
}
