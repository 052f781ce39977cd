#include "index/unread.h"

#include <stdlib.h>
#include <string.h>

#define CELLS 8192 /* a power of two */

struct cell {
	int64_t first, last; /* hours since 1970 */
	int64_t kind;        /* 0: free */
	int64_t n;
};

struct sar_index_unread {
	size_t used;
	struct cell cells[CELLS];
};

/* The hour that ${time} lies in, before 1970 too. */
static int64_t
hour_of(int64_t time)
{
	int64_t hour = time / SAR_INDEX_HOUR;

	return time % SAR_INDEX_HOUR < 0 ? hour - 1 : hour;
}

static int
write_cell(struct sar_index *index, const struct cell *cell,
    struct sar_err *err)
{
	static const char add_sql[] =
	    "INSERT INTO unread (first, last, kind, n) VALUES (?1, ?2, ?3, 0) "
	    "ON CONFLICT DO NOTHING";
	static const char sum_sql[] =
	    "UPDATE unread SET n = n + ?4 WHERE first = ?1 AND last = ?2 "
	    "AND kind = ?3";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_UNREAD_ADD, add_sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, cell->first);
	sar_index_bind_int(&stmt, cell->last);
	sar_index_bind_int(&stmt, cell->kind);
	if (sar_index_run(index, &stmt, err) == -1 ||
	    sar_index_prepare(index, SAR_INDEX_UNREAD_SUM, sum_sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, cell->first);
	sar_index_bind_int(&stmt, cell->last);
	sar_index_bind_int(&stmt, cell->kind);
	sar_index_bind_int(&stmt, cell->n);
	return sar_index_run(index, &stmt, err);
}

int
sar_index_unread_flush(struct sar_index *index, struct sar_err *err)
{
	struct sar_index_unread *unread = index->unread;
	size_t i;

	if (unread == NULL || unread->used == 0)
		return 0;
	for (i = 0; i < CELLS; i++)
		if (unread->cells[i].kind != 0 && unread->cells[i].n != 0 &&
		    write_cell(index, &unread->cells[i], err) == -1)
			return -1;
	sar_index_unread_forget(index);
	return 0;
}

static int
count(struct sar_index *index, const struct cell *what, struct sar_err *err)
{
	uint64_t hash = ((uint64_t)what->first * 31 + (uint64_t)what->last) * 8;
	struct sar_index_unread *unread = index->unread;
	struct cell *cell;
	size_t at;

	if (unread == NULL) {
		index->unread = unread = calloc(1, sizeof(*unread));
		if (unread == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
	}
	if (unread->used >= CELLS / 2 &&
	    sar_index_unread_flush(index, err) == -1)
		return -1;
	hash = (hash + (uint64_t)what->kind) * UINT64_C(0x9E3779B97F4A7C15);
	for (at = (size_t)(hash >> 40) & (CELLS - 1);;
	     at = (at + 1) & (CELLS - 1)) {
		cell = &unread->cells[at];
		if (cell->kind == 0 ||
		    (cell->kind == what->kind && cell->first == what->first &&
			cell->last == what->last))
			break;
	}
	if (cell->kind == 0) {
		*cell = *what;
		unread->used++;
	} else
		cell->n += what->n;
	return 0;
}

int
sar_index_unread_add(struct sar_index *index, const struct sar_index_leg *leg,
    struct sar_err *err)
{
	struct cell cell = { .first = hour_of(sar_index_since(leg)),
		.last = hour_of(sar_index_until(leg)),
		.n = 1 };
	unsigned seen = 0;
	unsigned bit;
	size_t i;

	for (i = 0; i < leg->n_parties; i++) {
		cell.kind = (int64_t)leg->parties[i].number.kind;
		bit = 1U << leg->parties[i].number.kind;
		if (cell.kind <= SAR_PHONE_LOCAL || (seen & bit) != 0)
			continue;
		seen |= bit;
		if (count(index, &cell, err) == -1)
			return -1;
	}
	return 0;
}

int
sar_index_unread_drop(struct sar_index *index, int64_t id, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT DISTINCT kind, since, until FROM party "
	    "WHERE leg = ?1 AND kind > 1";
	struct cell cells[SAR_PHONE_BAD + 1];
	struct sar_index_stmt stmt;
	bool bad = false;
	size_t i, n = 0;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_UNREAD_OF, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		if (n == sizeof(cells) / sizeof(cells[0])) {
			sar_index_done(&stmt);
			return sar_index_corrupt(index, "leg", id, err);
		}
		cells[n].kind = sar_index_column(&stmt, 0, SAR_PHONE_WITHHELD,
		    SAR_PHONE_BAD, &bad);
		cells[n].first = hour_of(sqlite3_column_int64(stmt.stmt, 1));
		cells[n].last = hour_of(sqlite3_column_int64(stmt.stmt, 2));
		cells[n++].n = -1;
	}
	if (rc == -1)
		return -1;
	if (bad)
		return sar_index_corrupt(index, "leg", id, err);
	for (i = 0; i < n; i++)
		if (count(index, &cells[i], err) == -1)
			return -1;
	return 0;
}

/* When what is in the period began at the earliest. */
static int64_t
earliest(const struct sar_index_unread_query *query)
{
	int64_t from = query->period.from - SAR_INDEX_LONGEST;

	return from > query->after ? from : query->after;
}

/* What begins in the hours of the period and is not over before it. */
static int
sum_hours(struct sar_index *index, const struct sar_index_unread_query *query,
    uint64_t counts[SAR_PHONE_BAD + 1], struct sar_err *err)
{
	static const char sql[] =
	    "SELECT kind, n FROM unread WHERE first >= ?1 AND first < ?2 "
	    "AND last >= ?3";
	struct sar_index_stmt stmt;
	bool bad = false;
	int64_t kind;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_UNREAD_HOURS, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, hour_of(earliest(query)));
	sar_index_bind_int(&stmt, hour_of(query->period.to));
	sar_index_bind_int(&stmt, hour_of(query->period.from));
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		kind = sar_index_column(&stmt, 0, SAR_PHONE_WITHHELD,
		    SAR_PHONE_BAD, &bad);
		counts[kind] += (uint64_t)sar_index_column(&stmt, 1, 0,
		    INT64_MAX, &bad);
	}
	if (rc == 0 && bad)
		return sar_index_corrupt(index, "unread", query->period.from,
		    err);
	return rc;
}

/* The same counted one by one, for a period that cuts an hour in two. */
static int
sum_parties(struct sar_index *index, const struct sar_index_unread_query *query,
    uint64_t counts[SAR_PHONE_BAD + 1], struct sar_err *err)
{
	static const char sql[] =
	    "SELECT kind, count(DISTINCT leg) FROM party "
	    "INDEXED BY party_unread WHERE key IS NULL AND since >= ?1 "
	    "AND since < ?2 AND until >= ?3 GROUP BY kind";
	struct sar_index_stmt stmt;
	bool bad = false;
	int64_t kind;
	int rc;

	if (sar_index_prepare(index, SAR_INDEX_UNREAD_PARTIES, sql, &stmt,
		err) == -1)
		return -1;
	sar_index_bind_int(&stmt, earliest(query));
	sar_index_bind_int(&stmt, query->period.to);
	sar_index_bind_int(&stmt, query->period.from);
	while ((rc = sar_index_step(index, &stmt, err)) == 1) {
		kind = sar_index_column(&stmt, 0, SAR_PHONE_WITHHELD,
		    SAR_PHONE_BAD, &bad);
		counts[kind] += (uint64_t)sar_index_column(&stmt, 1, 0,
		    INT64_MAX, &bad);
	}
	if (rc == 0 && bad)
		return sar_index_corrupt(index, "party", query->period.from,
		    err);
	return rc;
}

static bool
is_hour(int64_t time)
{
	return time % SAR_INDEX_HOUR == 0;
}

int
sar_index_unread_count(struct sar_index *index,
    const struct sar_index_unread_query *query,
    uint64_t counts[SAR_PHONE_BAD + 1], struct sar_err *err)
{
	if (is_hour(query->period.from) && is_hour(query->period.to) &&
	    (query->after <= query->period.from - SAR_INDEX_LONGEST ||
		is_hour(query->after)))
		return sum_hours(index, query, counts, err);
	return sum_parties(index, query, counts, err);
}

void
sar_index_unread_forget(struct sar_index *index)
{
	if (index->unread != NULL)
		memset(index->unread, 0, sizeof(*index->unread));
}

void
sar_index_unread_free(struct sar_index *index)
{
	free(index->unread);
	index->unread = NULL;
}
