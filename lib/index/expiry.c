#include "index/expiry.h"

#include <stdlib.h>
#include <string.h>

#include "index/load.h"
#include "index/recording.h"

/* A day that no call is of, and that no sum overflows from. */
#define NEVER INT64_MIN

/*
 * As far as a start may be off, and by whichever clock is later: whoever
 * deletes must not rely on the earlier of two readings.
 */
#define LATEST(leg)                                                         \
	"max(" leg ".start + " leg ".uncertain, ifnull(" leg ".clock, " leg \
	".start))"

/* The legs of the calls of those on it; of so many nobody knows whose. */
#define OF_CALLS(recording)                                                  \
	" FROM leg_recording u JOIN leg l ON l.id = u.leg JOIN leg g "       \
	"ON g.id IN (SELECT c.id FROM leg c INDEXED BY leg_by_call "         \
	"WHERE c.system = l.system AND c.call = l.call LIMIT 1000) "         \
	"WHERE u.recording = " recording " AND g.start <= l.finish + 54000 " \
	"AND g.start >= l.start - 54000"

#define EXPIRY_COLUMNS(recording)                                       \
	"(SELECT max(" LATEST(                                          \
	    "l") ") FROM leg_recording u JOIN leg l "                   \
		 "ON l.id = u.leg WHERE u.recording = " recording "), " \
		 "(SELECT max(" LATEST("g") ")" OF_CALLS(recording) ")"

_Static_assert(SAR_INDEX_SAME_CALL_S == 54000, "the statement says 54000");

static void
take_latest(const struct sar_index_stmt *stmt, int column, bool *dated,
    int64_t *latest)
{
	int i;

	*dated = false;
	*latest = NEVER;
	for (i = column; i < column + 2; i++) {
		if (sqlite3_column_type(stmt->stmt, i) == SQLITE_NULL)
			continue;
		*dated = true;
		if (sqlite3_column_int64(stmt->stmt, i) > *latest)
			*latest = sqlite3_column_int64(stmt->stmt, i);
	}
}

/* The first after ${after}: 1, or 0 if there is none. */
static int
next(struct sar_index *index, int64_t after, struct sar_index_text *text,
    struct sar_index_expiry *out, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT " SAR_INDEX_RECORDING_COLUMNS
	    ", " EXPIRY_COLUMNS("r.id") " FROM recording r WHERE r.id > ?1 AND "
					"r.state <> 1 ORDER BY r.id LIMIT 1";
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_EXPIRY_NEXT, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, after);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	rc = sar_index_recording_read(index, &stmt, text, &out->recording, err);
	take_latest(&stmt, 11, &out->dated, &out->latest);
	sar_index_done(&stmt);
	return rc == -1 ? -1 : 1;
}

int
sar_index_each_expiry(struct sar_index *index, sar_index_expiry_fn *fn,
    void *ctx, struct sar_err *err)
{
	struct sar_index_expiry expiry = { .recording = { .id = INT64_MIN } };
	struct sar_index_text *text;
	int rc;

	do {
		if ((text = sar_index_text_new(err)) == NULL)
			return -1;
		rc = next(index, expiry.recording.id, text, &expiry, err);
		if (rc == 1 && fn(ctx, &expiry, err) == -1)
			rc = -1;
		sar_index_text_free(text);
	} while (rc == 1);
	return rc;
}

int
sar_index_expiry_of(struct sar_index *index, int64_t recording, bool *dated,
    int64_t *latest, struct sar_err *err)
{
	static const char sql[] = "SELECT " EXPIRY_COLUMNS("?1");
	struct sar_index_stmt stmt;
	int rc;

	*dated = false;
	*latest = NEVER;
	if (sar_index_prepare(index, SAR_INDEX_EXPIRY_OF, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	if ((rc = sar_index_step(index, &stmt, err)) != 1)
		return rc;
	take_latest(&stmt, 0, dated, latest);
	sar_index_done(&stmt);
	return 0;
}

/* Legs to be read as a search would read them. */
struct legs {
	int64_t *ids;
	size_t n;
	size_t cap;
};

static int
add_leg(struct legs *legs, int64_t id, struct sar_err *err)
{
	int64_t *wide;

	if (legs->n == legs->cap) {
		legs->cap = legs->cap * 2 + 16;
		wide = reallocarray(legs->ids, legs->cap, sizeof(*wide));
		if (wide == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		legs->ids = wide;
	}
	legs->ids[legs->n++] = id;
	return 0;
}

static int
list_legs(struct sar_index *index, int64_t recording, struct legs *legs,
    struct sar_err *err)
{
	static const char sql[] =
	    "SELECT u.leg FROM leg_recording u WHERE u.recording = ?1 "
	    "UNION SELECT g.id" OF_CALLS("?1");
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_EXPIRY_LEGS, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, recording);
	while ((rc = sar_index_step(index, &stmt, err)) == 1)
		if (add_leg(legs, sqlite3_column_int64(stmt.stmt, 0), err) ==
		    -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

static int64_t
latest_of(const struct sar_index_leg *leg)
{
	int64_t latest = leg->start + (int64_t)leg->uncertain;

	if (leg->clock != SAR_INDEX_NO_TIME && leg->clock > latest)
		latest = leg->clock;
	return latest;
}

/* Each of ${legs}, against its digest; the latest of them. */
static int
read_legs(struct sar_index *index, const struct legs *legs, int64_t *latest,
    struct sar_err *err)
{
	struct sar_index_hits hits = { .n = legs->n };
	struct sar_calls calls = { 0 };
	struct sar_index_loader loader = { .index = index,
		.hits = &hits,
		.calls = &calls };
	const struct sar_index_leg *leg;
	size_t i = 0;

	*latest = NEVER;
	hits.at = calloc(legs->n + 1, sizeof(*hits.at));
	if (hits.at == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	for (i = 0; i < legs->n; i++)
		hits.at[i].leg = legs->ids[i];
	i = 0;
	if ((calls.text = sar_index_text_new(err)) != NULL)
		for (; i < legs->n; i++) {
			leg = sar_index_load_leg(&loader, i, err);
			if (leg == NULL)
				break;
			if (latest_of(leg) > *latest)
				*latest = latest_of(leg);
		}
	sar_index_loader_free(&loader);
	free(calls.legs);
	sar_index_text_free(calls.text);
	free(hits.at);
	return i == legs->n && i > 0 ? 0 : -1;
}

int
sar_index_expiry_check(struct sar_index *index,
    const struct sar_index_expiry *expiry, struct sar_err *err)
{
	int64_t id = expiry->recording.id;
	struct legs legs = { NULL, 0, 0 };
	int64_t latest = NEVER;
	int rc = -1;

	if (list_legs(index, id, &legs, err) == -1)
		goto out;
	if (legs.n == 0 || !expiry->dated)
		(void)sar_index_corrupt(index, "recording", id, err);
	else if (read_legs(index, &legs, &latest, err) == 0)
		rc = latest == expiry->latest
			 ? 0
			 : sar_index_corrupt(index, "recording", id, err);

out:
	free(legs.ids);
	return rc;
}
