#include <stddef.h>

#include "index/committed.h"
#include "index/db.h"
#include "index/held.h"

struct query {
	enum sar_index_slot slot;
	const char *sql;
	int n; /* numbers it gives */
};

/* ${query}'s one row in ${out}. */
static int
numbers(struct sar_index *index, const struct query *query, int64_t *out,
    struct sar_err *err)
{
	struct sar_index_stmt stmt;
	int i, rc;

	if (sar_index_prepare(index, query->slot, query->sql, &stmt, err) == -1)
		return -1;
	if ((rc = sar_index_step(index, &stmt, err)) == -1)
		return -1;
	for (i = 0; i < query->n; i++)
		out[i] = rc == 1 ? sqlite3_column_int64(stmt.stmt, i) : 0;
	sar_index_done(&stmt);
	return 0;
}

static int
stat_legs(struct sar_index *index, struct sar_index_stat *out,
    struct sar_err *err)
{
	static const struct query legs = { SAR_INDEX_STAT_LEGS,
		"SELECT count(*), count(*) - count(call), min(start), "
		"max(start) FROM leg",
		4 };
	static const struct query calls = { SAR_INDEX_STAT_CALLS,
		"SELECT count(*) FROM (SELECT DISTINCT system, call FROM leg "
		"WHERE call IS NOT NULL)",
		1 };
	int64_t leg[4], call;

	if (numbers(index, &legs, leg, err) == -1 ||
	    numbers(index, &calls, &call, err) == -1)
		return -1;
	out->legs = (uint64_t)leg[0];
	/* A leg that is in no group is a call of its own. */
	out->groups = (uint64_t)(leg[1] + call);
	out->first = leg[2];
	out->last = leg[3];
	return 0;
}

int
sar_index_newest(struct sar_index *index, bool *any, int64_t *start,
    struct sar_err *err)
{
	static const struct query newest = { SAR_INDEX_STAT_NEWEST,
		"SELECT count(*) > 0, max(start) FROM leg", 2 };
	int64_t n[2];

	if (numbers(index, &newest, n, err) == -1)
		return -1;
	*any = n[0] != 0;
	*start = n[1];
	return 0;
}

static int
stat_recordings(struct sar_index *index, struct sar_index_stat *out,
    struct sar_err *err)
{
	static const struct query states = { SAR_INDEX_STAT_STATES,
		"SELECT total(state = 0), total(state = 1), total(state = 2), "
		"total(state = 3), total(state = 4) FROM recording",
		SAR_RECORDING_UNSUPPORTED + 1 };
	int64_t state[SAR_RECORDING_UNSUPPORTED + 1];
	size_t i;

	if (numbers(index, &states, state, err) == -1)
		return -1;
	for (i = 0; i <= SAR_RECORDING_UNSUPPORTED; i++) {
		out->by_state[i] = (uint64_t)state[i];
		out->recordings += out->by_state[i];
	}
	return 0;
}

static int
stat_parties(struct sar_index *index, struct sar_index_stat *out,
    struct sar_err *err)
{
	static const struct query kinds = { SAR_INDEX_STAT_KINDS,
		"SELECT total(kind = 0), total(kind = 1), total(kind = 2), "
		"total(kind = 3), total(kind = 4), total(kind = 5), "
		"total(kind = 6) FROM party",
		SAR_PHONE_BAD + 1 };
	int64_t kind[SAR_PHONE_BAD + 1];
	size_t i;

	if (numbers(index, &kinds, kind, err) == -1)
		return -1;
	for (i = 0; i <= SAR_PHONE_BAD; i++) {
		out->by_kind[i] = (uint64_t)kind[i];
		out->parties += out->by_kind[i];
	}
	return 0;
}

static int
stat_beside(struct sar_index *index, struct sar_index_stat *out,
    struct sar_err *err)
{
	static const struct query counts = { SAR_INDEX_STAT_MORE,
		"SELECT (SELECT count(*) FROM leg_recording), "
		"(SELECT count(*) FROM event), (SELECT count(*) FROM link), "
		"(SELECT count(*) FROM stream), (SELECT count(*) FROM "
		"segment), "
		"total(uncertain > 0), count(clock), "
		"(SELECT page_count * page_size FROM pragma_page_count, "
		"pragma_page_size) FROM leg",
		8 };
	int64_t n[8];

	if (numbers(index, &counts, n, err) == -1)
		return -1;
	out->uses = (uint64_t)n[0];
	out->events = (uint64_t)n[1];
	out->links = (uint64_t)n[2];
	out->streams = (uint64_t)n[3];
	out->segments = (uint64_t)n[4];
	out->uncertain = (uint64_t)n[5];
	out->clocks = (uint64_t)n[6];
	out->bytes = (uint64_t)n[7];
	return 0;
}

static int
stat_commitments(struct sar_index *index, struct sar_index_stat *out,
    struct sar_err *err)
{
	static const struct query counts = { SAR_INDEX_STAT_COMMITTED,
		"SELECT (SELECT count(registered) FROM recording), "
		"total(roots <> x'' AND seeds IS NOT NULL), "
		"total(seeds IS NULL) FROM commitment",
		3 };
	static const struct query old = { SAR_INDEX_STAT_COMMITTED,
		"SELECT count(registered), 0, 0 FROM recording", 3 };
	int64_t n[3];

	if (numbers(index,
		index->version < SAR_INDEX_COMMITTED_SINCE ? &old : &counts, n,
		err) == -1)
		return -1;
	out->registered = (uint64_t)n[0];
	out->committed = (uint64_t)n[1];
	out->commits_forgotten = (uint64_t)n[2];
	return 0;
}

/* Those are not missing: they were to go. */
static int
stat_deleted(struct sar_index *index, struct sar_index_stat *out,
    struct sar_err *err)
{
	static const struct query counts = { SAR_INDEX_STAT_DELETED,
		"SELECT count(*) FROM purge WHERE state = 2", 1 };
	int64_t n = 0;

	if (index->version < SAR_INDEX_HELD_SINCE)
		return 0;
	if (numbers(index, &counts, &n, err) == -1)
		return -1;
	out->deleted = (uint64_t)n;
	if (out->by_state[SAR_RECORDING_MISSING] >= out->deleted)
		out->by_state[SAR_RECORDING_MISSING] -= out->deleted;
	return 0;
}

int
sar_index_stat(struct sar_index *index, struct sar_index_stat *out,
    struct sar_err *err)
{
	static const struct query sources = { SAR_INDEX_STAT_SOURCES,
		"SELECT count(*) FROM source", 1 };
	int64_t count = 0;
	int rc = -1;

	*out = (struct sar_index_stat){ 0 };
	if (sar_index_read_begin(index, err) == -1)
		return -1;
	if (numbers(index, &sources, &count, err) == 0 &&
	    stat_legs(index, out, err) == 0 &&
	    stat_recordings(index, out, err) == 0 &&
	    stat_deleted(index, out, err) == 0 &&
	    stat_commitments(index, out, err) == 0 &&
	    stat_parties(index, out, err) == 0 &&
	    stat_beside(index, out, err) == 0)
		rc = 0;
	out->sources = (uint64_t)count;
	sar_index_read_end(index);
	return rc;
}
