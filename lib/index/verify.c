#include "index/verify.h"

#include <stdlib.h>
#include <string.h>

#include "index/digest.h"
#include "index/load.h"
#include "index/recording.h"
#include "index/verifying.h"

#define AT_ONCE 256 /* legs loaded together */
#define EVERY 64    /* steps between ticks */
#define VM_STEPS 1000000

int
sar_index_verifying_fault(struct sar_index_check *check, const char *table,
    int64_t id, struct sar_err *err)
{
	check->verdict->faults++;
	if (check->how->fault == NULL)
		return 0;
	return check->how->fault(check->how->ctx, table, id, err);
}

int
sar_index_verifying_step(struct sar_index_check *check, struct sar_err *err)
{
	return sar_progress_tick(check->how->progress, ++check->done,
	    check->total, EVERY, err);
}

/* How many steps it will be, about. */
static int
count_steps(struct sar_index_check *check, struct sar_err *err)
{
	/* A commitment for each recording, unless the file has none. */
	static const char sql[] = "SELECT 2 * (SELECT count(*) FROM leg) + "
				  "(SELECT count(*) FROM leg_recording) + "
				  "2 * (SELECT count(*) FROM recording)";
	struct sar_index_stmt stmt;
	bool bad = false;

	if (sar_index_prepare(check->index, SAR_INDEX_VERIFY_COUNT, sql, &stmt,
		err) == -1 ||
	    sar_index_step(check->index, &stmt, err) == -1)
		return -1;
	check->total = (uint64_t)sar_index_column(&stmt, 0, 0, INT64_MAX, &bad);
	sar_index_done(&stmt);
	return 0;
}

/* While SQLite is at work by itself. */
struct waiting {
	struct sar_index_check *check;
	struct sar_err *err;
	bool ended;
};

static int
on_steps(void *ctx)
{
	struct waiting *waiting = ctx;

	if (sar_progress_tick(waiting->check->how->progress,
		waiting->check->done, waiting->check->total, 1,
		waiting->err) == 0)
		return 0;
	waiting->ended = true;
	return 1;
}

/* Run ${sql}; each row it gives is a fault of the file. */
static int
each_is_fault(struct sar_index_check *check, enum sar_index_slot slot,
    const char *sql, const char *good, struct sar_err *err)
{
	struct waiting waiting = { check, err, false };
	struct sar_err sqlite = SAR_ERR_INIT;
	struct sar_index_stmt stmt;
	const char *text;
	int rc;

	if (sar_index_prepare(check->index, slot, sql, &stmt, err) == -1)
		return -1;
	sqlite3_progress_handler(check->index->db, VM_STEPS, on_steps,
	    &waiting);
	while ((rc = sar_index_step(check->index, &stmt, &sqlite)) == 1) {
		text = (const char *)sqlite3_column_text(stmt.stmt, 0);
		if (good != NULL && text != NULL && strcmp(text, good) == 0)
			continue;
		if (sar_index_verifying_fault(check, "file", 0, err) == -1) {
			sar_index_done(&stmt);
			waiting.ended = true;
			break;
		}
	}
	sqlite3_progress_handler(check->index->db, 0, NULL, NULL);
	if (waiting.ended)
		return -1;
	if (rc == -1 && sqlite.code == SAR_ECORRUPT)
		return sar_index_verifying_fault(check, "file", 0, err);
	if (rc == -1)
		*err = sqlite;
	return rc;
}

static int
check_file(struct sar_index_check *check, struct sar_err *err)
{
	if (check->how->quick)
		return 0;
	if (each_is_fault(check, SAR_INDEX_VERIFY_TREES,
		"PRAGMA integrity_check(100)", "ok", err) == -1)
		return -1;
	return each_is_fault(check, SAR_INDEX_VERIFY_KEYS,
	    "PRAGMA foreign_key_check", NULL, err);
}

/* Load ${n} legs as a search would; SAR_ECORRUPT when one is not right. */
static int
load(struct sar_index *index, const int64_t *ids, size_t n, struct sar_err *err)
{
	struct sar_index_hit at[AT_ONCE];
	struct sar_index_hits hits = { .at = at, .n = n };
	struct sar_calls calls = { 0 };
	struct sar_index_loader loader = { .index = index,
		.hits = &hits,
		.calls = &calls };
	size_t i = 0;

	memset(at, 0, sizeof(at));
	for (i = 0; i < n; i++)
		at[i].leg = ids[i];
	i = 0;
	if ((calls.text = sar_index_text_new(err)) != NULL)
		while (i < n && sar_index_load_leg(&loader, i, err) != NULL)
			i++;
	sar_index_loader_free(&loader);
	free(calls.legs);
	sar_index_text_free(calls.text);
	return i == n ? 0 : -1;
}

/* Of legs one of which is not right: which? */
static int
check_each(struct sar_index_check *check, const int64_t *ids, size_t n,
    struct sar_err *err)
{
	struct sar_err one;
	size_t i;

	for (i = 0; i < n; i++) {
		one = (struct sar_err)SAR_ERR_INIT;
		if (load(check->index, &ids[i], 1, &one) == 0)
			continue;
		if (one.code != SAR_ECORRUPT) {
			*err = one;
			return -1;
		}
		if (sar_index_verifying_fault(check, "leg", ids[i], err) == -1)
			return -1;
	}
	return 0;
}

static int
check_some(struct sar_index_check *check, const int64_t *ids, size_t n,
    struct sar_err *err)
{
	struct sar_err fault = SAR_ERR_INIT;
	size_t i;

	check->verdict->legs += n;
	for (i = 0; i < n; i++)
		if (sar_index_verifying_step(check, err) == -1)
			return -1;
	if (load(check->index, ids, n, &fault) == 0)
		return 0;
	if (fault.code == SAR_ECORRUPT)
		return check_each(check, ids, n, err);
	*err = fault;
	return -1;
}

static int
check_legs(struct sar_index_check *check, struct sar_err *err)
{
	static const char sql[] = "SELECT id FROM leg ORDER BY id";
	int64_t ids[AT_ONCE];
	struct sar_index_stmt stmt;
	size_t n = 0;
	int rc;

	if (sar_index_prepare(check->index, SAR_INDEX_VERIFY_LEGS, sql, &stmt,
		err) == -1)
		return -1;
	while ((rc = sar_index_step(check->index, &stmt, err)) == 1) {
		ids[n++] = sqlite3_column_int64(stmt.stmt, 0);
		if (n < AT_ONCE)
			continue;
		if (check_some(check, ids, n, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
		n = 0;
	}
	if (rc == -1)
		return -1;
	return n == 0 ? 0 : check_some(check, ids, n, err);
}

static int64_t
time_in(const struct sar_index_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt->stmt, column) == SQLITE_NULL)
		return SAR_INDEX_NO_TIME;
	return sqlite3_column_int64(stmt->stmt, column);
}

static int
check_uses(struct sar_index_check *check, struct sar_err *err)
{
	static const char sql[] = "SELECT leg, recording, offset, length, "
				  "digest FROM leg_recording";
	struct sar_index_use use;
	struct sar_index_stmt stmt;
	int64_t leg;
	int rc;

	if (sar_index_prepare(check->index, SAR_INDEX_VERIFY_USES, sql, &stmt,
		err) == -1)
		return -1;
	while ((rc = sar_index_step(check->index, &stmt, err)) == 1) {
		leg = sqlite3_column_int64(stmt.stmt, 0);
		use.recording = sqlite3_column_int64(stmt.stmt, 1);
		use.offset_ms = time_in(&stmt, 2);
		use.length_ms = time_in(&stmt, 3);
		check->verdict->uses++;
		if ((sar_index_digest_use(leg, &use) !=
			    sqlite3_column_int64(stmt.stmt, 4) &&
			sar_index_verifying_fault(check, "leg_recording", leg,
			    err) == -1) ||
		    sar_index_verifying_step(check, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	}
	return rc;
}

/* The recording in the row of ${stmt}. */
static int
check_recording(struct sar_index_check *check,
    const struct sar_index_stmt *stmt, struct sar_err *err)
{
	struct sar_index_recording recording;
	struct sar_index_text *text = sar_index_text_new(err);
	struct sar_err fault = SAR_ERR_INIT;
	int rc = -1;

	if (text == NULL)
		return -1;
	check->verdict->recordings++;
	if (sar_index_recording_read(check->index, stmt, text, &recording,
		&fault) == 0)
		rc = 0;
	else if (fault.code == SAR_ECORRUPT)
		rc = sar_index_verifying_fault(check, "recording", recording.id,
		    err);
	else
		*err = fault;
	sar_index_text_free(text);
	return rc == -1 ? -1 : sar_index_verifying_step(check, err);
}

static int
check_recordings(struct sar_index_check *check, struct sar_err *err)
{
	static const char sql[] = "SELECT " SAR_INDEX_RECORDING_COLUMNS
				  " FROM recording r";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(check->index, SAR_INDEX_VERIFY_RECORDINGS, sql,
		&stmt, err) == -1)
		return -1;
	while ((rc = sar_index_step(check->index, &stmt, err)) == 1)
		if (check_recording(check, &stmt, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

int
sar_index_verify(struct sar_index *index, const struct sar_index_verifying *how,
    struct sar_index_verdict *verdict, struct sar_err *err)
{
	struct sar_index_check check = { index, how, verdict, 0, 0 };
	struct sar_err fault = SAR_ERR_INIT;
	int rc = -1;

	*verdict = (struct sar_index_verdict){ 0 };
	if (sar_index_read_begin(index, err) == -1)
		return -1;
	if (count_steps(&check, &fault) == 0 &&
	    check_file(&check, &fault) == 0 &&
	    check_legs(&check, &fault) == 0 &&
	    sar_index_verifying_extra(&check, &fault) == 0 &&
	    check_uses(&check, &fault) == 0 &&
	    check_recordings(&check, &fault) == 0 &&
	    sar_index_verifying_committed(&check, &fault) == 0 &&
	    sar_index_verifying_held(&check, &fault) == 0 &&
	    sar_index_verifying_unread(&check, &fault) == 0)
		rc = 0;
	sar_index_read_end(index);
	if (rc == -1 && fault.code == SAR_ECORRUPT)
		/* A tree so broken that it cannot be read to its end. */
		rc = sar_index_verifying_fault(&check, "file", 0, err);
	else if (rc == -1)
		*err = fault;
	return rc;
}
