#include "bare.h"

#include <stdlib.h>

#include "index/search.h"

#define LEGS 1000000
#define DAY 86400

struct bare {
	sqlite3 *db;
	sqlite3_stmt *begin, *end;
	sqlite3_stmt *find;       /* the legs with a key in a period */
	sqlite3_stmt *call;       /* the legs of a leg's call */
	sqlite3_stmt *audio;      /* ... on its recordings */
	sqlite3_stmt *near;       /* ... of its extensions, at about its time */
	sqlite3_stmt *leg;        /* all of a leg's row */
	sqlite3_stmt *parties;    /* ... of its parties */
	sqlite3_stmt *recordings; /* ... of its recordings */
	sqlite3_stmt *top;        /* the greatest leg */
	sqlite3_stmt *caller;     /* who called in a leg, and when */
	int64_t legs[LEGS];
	uint64_t sum; /* of all that was read, so that it is read */
};

static bool
prepare(struct bare *bare)
{
	struct {
		sqlite3_stmt **stmt;
		const char *sql;
	} all[] = {
		{ &bare->begin, "BEGIN" },
		{ &bare->end, "ROLLBACK" },
		{ &bare->find,
		    "SELECT leg FROM party INDEXED BY party_by_key WHERE "
		    "key = ?1 AND since >= ?2 AND since < ?3 AND until >= ?4" },
		{ &bare->call,
		    "SELECT b.id FROM leg a JOIN leg b ON b.system = a.system "
		    "AND b.call = a.call WHERE a.id = ?1" },
		{ &bare->audio,
		    "SELECT b.leg FROM leg_recording a JOIN leg_recording b "
		    "INDEXED BY leg_recording_by_recording "
		    "ON b.recording = a.recording WHERE a.leg = ?1" },
		{ &bare->near,
		    "SELECT c.leg FROM party p JOIN party c "
		    "INDEXED BY party_by_key ON c.key = p.key AND c.since "
		    "BETWEEN p.since - 14400 AND p.until + 60 "
		    "AND c.until >= p.since - 60 "
		    "WHERE p.leg = ?1 AND p.kind = 1" },
		{ &bare->leg, "SELECT * FROM leg WHERE id = ?1" },
		{ &bare->parties, "SELECT * FROM party WHERE leg = ?1" },
		{ &bare->recordings,
		    "SELECT l.*, r.* FROM leg_recording l JOIN recording r "
		    "ON r.id = l.recording WHERE l.leg = ?1" },
		{ &bare->top, "SELECT max(id) FROM leg" },
		{ &bare->caller,
		    "SELECT key, since FROM party WHERE leg = ?1 AND role = 0 "
		    "AND kind = 0" },
	};
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (sqlite3_prepare_v3(bare->db, all[i].sql, -1,
			SQLITE_PREPARE_PERSISTENT, all[i].stmt,
			NULL) != SQLITE_OK)
			return false;
	return true;
}

struct bare *
bare_open(const char *path)
{
	struct bare *bare = calloc(1, sizeof(*bare));
	int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX;

	if (bare == NULL)
		return NULL;
	if (sqlite3_open_v2(path, &bare->db, flags, NULL) == SQLITE_OK &&
	    prepare(bare))
		return bare;
	bare_close(bare);
	return NULL;
}

void
bare_close(struct bare *bare)
{
	sqlite3_stmt *stmt;

	if (bare == NULL)
		return;
	while ((stmt = sqlite3_next_stmt(bare->db, NULL)) != NULL)
		(void)sqlite3_finalize(stmt);
	(void)sqlite3_close(bare->db);
	free(bare);
}

static void
run(sqlite3_stmt *stmt)
{
	(void)sqlite3_step(stmt);
	(void)sqlite3_reset(stmt);
}

/* Read every column of the row. */
static void
take(struct bare *bare, sqlite3_stmt *stmt)
{
	int i, n = sqlite3_column_count(stmt);

	for (i = 0; i < n; i++)
		switch (sqlite3_column_type(stmt, i)) {
		case SQLITE_INTEGER:
			bare->sum += (uint64_t)sqlite3_column_int64(stmt, i);
			break;
		case SQLITE_TEXT:
			bare->sum += sqlite3_column_text(stmt, i)[0];
			break;
		default:
			break;
		}
}

/* Every row of ${stmt} for ${leg}. */
static void
take_all(struct bare *bare, sqlite3_stmt *stmt, int64_t leg)
{
	(void)sqlite3_bind_int64(stmt, 1, leg);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		take(bare, stmt);
	(void)sqlite3_reset(stmt);
}

size_t
bare_find(struct bare *bare, const struct bare_question *question)
{
	size_t n = 0;

	(void)sqlite3_bind_int64(bare->find, 1, question->key);
	(void)sqlite3_bind_int64(bare->find, 2,
	    question->from - SAR_INDEX_LONGEST);
	(void)sqlite3_bind_int64(bare->find, 3, question->to);
	(void)sqlite3_bind_int64(bare->find, 4, question->from);
	while (sqlite3_step(bare->find) == SQLITE_ROW && n < LEGS)
		bare->legs[n++] = sqlite3_column_int64(bare->find, 0);
	(void)sqlite3_reset(bare->find);
	return n;
}

static void
take_legs(struct bare *bare, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		take_all(bare, bare->leg, bare->legs[i]);
		take_all(bare, bare->parties, bare->legs[i]);
		take_all(bare, bare->recordings, bare->legs[i]);
	}
}

size_t
bare_rows(struct bare *bare, const struct bare_question *question)
{
	size_t n;

	run(bare->begin);
	n = bare_find(bare, question);
	take_legs(bare, n);
	run(bare->end);
	return n;
}

static int
by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Each leg once. */
static size_t
distinct(struct bare *bare, size_t all)
{
	size_t i, n = 0;

	qsort(bare->legs, all, sizeof(bare->legs[0]), by_id);
	for (i = 0; i < all; i++)
		if (n == 0 || bare->legs[i] != bare->legs[n - 1])
			bare->legs[n++] = bare->legs[i];
	return n;
}

size_t
bare_calls(struct bare *bare, const struct bare_question *question)
{
	size_t i, all, n;

	run(bare->begin);
	all = n = bare_find(bare, question);
	for (i = 0; i < n; i++) {
		(void)sqlite3_bind_int64(bare->call, 1, bare->legs[i]);
		while (sqlite3_step(bare->call) == SQLITE_ROW && all < LEGS)
			bare->legs[all++] = sqlite3_column_int64(bare->call, 0);
		(void)sqlite3_reset(bare->call);
	}
	n = distinct(bare, all);
	take_legs(bare, n);
	for (i = 0; i < n; i++) {
		take_all(bare, bare->audio, bare->legs[i]);
		take_all(bare, bare->near, bare->legs[i]);
	}
	run(bare->end);
	return n;
}

bool
bare_ask(struct bare *bare, uint64_t random, struct bare_question *question)
{
	int64_t top = 0;
	bool found;

	if (sqlite3_step(bare->top) == SQLITE_ROW)
		top = sqlite3_column_int64(bare->top, 0);
	(void)sqlite3_reset(bare->top);
	if (top <= 0)
		return false;
	(void)sqlite3_bind_int64(bare->caller, 1,
	    (int64_t)(random % (uint64_t)top) + 1);
	if ((found = sqlite3_step(bare->caller) == SQLITE_ROW)) {
		question->key = sqlite3_column_int64(bare->caller, 0);
		question->from = sqlite3_column_int64(bare->caller, 1) -
				 15 * DAY;
		question->from -= question->from % DAY;
		question->to = question->from + 31 * DAY;
	}
	(void)sqlite3_reset(bare->caller);
	return found;
}

void
bare_forget(struct bare *bare)
{
	(void)sqlite3_db_release_memory(bare->db);
}
