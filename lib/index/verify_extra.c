#include <stdlib.h>

#include "index/digest.h"
#include "index/idmap.h"
#include "index/verifying.h"

/* One table beside the legs, read in step with them. */
struct cursor {
	struct sar_index_stmt stmt;
	int64_t leg; /* of the row it stands on */
	bool at_end;
	int64_t (*digest)(const struct sar_index_stmt *stmt);
};

#define TABLES 4

struct sum {
	int64_t id;
	struct sar_index_sums sums;
};

struct extra {
	struct sar_index_check *check;
	struct cursor cursors[TABLES];
	struct sum *sums; /* of each source */
	size_t n_sums, cap_sums;
	struct sar_index_idmap places;
};

static int
party_in(const struct sar_index_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt->stmt, column) == SQLITE_NULL)
		return SAR_INDEX_NO_PARTY;
	return sqlite3_column_int(stmt->stmt, column);
}

static int64_t
event_digest(const struct sar_index_stmt *stmt)
{
	struct sar_index_event event = {
		(enum sar_event)sqlite3_column_int(stmt->stmt, 2),
		party_in(stmt, 3), sqlite3_column_int64(stmt->stmt, 4)
	};

	return sar_index_digest_event((size_t)sqlite3_column_int64(stmt->stmt,
					  1),
	    &event);
}

static int64_t
link_digest(const struct sar_index_stmt *stmt)
{
	struct sar_index_link link = {
		.kind = (enum sar_link)sqlite3_column_int(stmt->stmt, 3),
		.to_group = sqlite3_column_int(stmt->stmt, 1) != 0,
		.target = (const char *)sqlite3_column_text(stmt->stmt, 2),
		.evidence = (const char *)sqlite3_column_text(stmt->stmt, 4),
	};

	return sar_index_digest_link(&link);
}

static int64_t
stream_digest(const struct sar_index_stmt *stmt)
{
	struct sar_index_stream stream = { sqlite3_column_int64(stmt->stmt, 1),
		(uint32_t)sqlite3_column_int64(stmt->stmt, 2),
		sqlite3_column_int(stmt->stmt, 3) };

	return sar_index_digest_stream(&stream);
}

static int64_t
segment_digest(const struct sar_index_stmt *stmt)
{
	struct sar_index_segment segment = {
		.recording = sqlite3_column_int64(stmt->stmt, 2),
		.party = party_in(stmt, 3),
		.from_ms = sqlite3_column_int64(stmt->stmt, 4),
		.to_ms = sqlite3_column_int64(stmt->stmt, 5),
	};

	return sar_index_digest_segment((size_t)sqlite3_column_int64(stmt->stmt,
					    1),
	    &segment);
}

static int
advance(struct sar_index *index, struct cursor *cursor, struct sar_err *err)
{
	int rc = sar_index_step(index, &cursor->stmt, err);

	if (rc == -1)
		return -1;
	cursor->at_end = rc == 0;
	if (rc == 1)
		cursor->leg = sqlite3_column_int64(cursor->stmt.stmt, 0);
	return 0;
}

static int
start(struct extra *extra, struct sar_err *err)
{
	static const struct {
		enum sar_index_slot slot;
		const char *sql;
		int64_t (*digest)(const struct sar_index_stmt *stmt);
	} tables[TABLES] = {
		{ SAR_INDEX_VERIFY_EVENTS,
		    "SELECT leg, nr, what, party, at FROM event ORDER BY leg",
		    event_digest },
		{ SAR_INDEX_VERIFY_LINKS,
		    "SELECT leg, to_call, target, kind, evidence FROM link "
		    "ORDER BY leg",
		    link_digest },
		{ SAR_INDEX_VERIFY_STREAMS,
		    "SELECT leg, recording, channel, party FROM stream "
		    "ORDER BY leg",
		    stream_digest },
		{ SAR_INDEX_VERIFY_SEGMENTS,
		    "SELECT leg, nr, recording, party, starts, ends "
		    "FROM segment ORDER BY leg",
		    segment_digest },
	};
	struct sar_index *index = extra->check->index;
	size_t i;

	for (i = 0; i < TABLES; i++) {
		extra->cursors[i].digest = tables[i].digest;
		if (sar_index_prepare(index, tables[i].slot, tables[i].sql,
			&extra->cursors[i].stmt, err) == -1 ||
		    advance(index, &extra->cursors[i], err) == -1)
			return -1;
	}
	return 0;
}

/* The sum over all that stands beside ${leg}. */
static int
sum_beside(struct extra *extra, int64_t leg, int64_t *out, struct sar_err *err)
{
	struct cursor *cursor;
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < TABLES; i++) {
		cursor = &extra->cursors[i];
		while (!cursor->at_end && cursor->leg <= leg) {
			if (cursor->leg == leg)
				sum += (uint64_t)cursor->digest(&cursor->stmt);
			else if (sar_index_verifying_fault(extra->check, "leg",
				     cursor->leg, err) == -1)
				return -1; /* of no leg there is */
			if (advance(extra->check->index, cursor, err) == -1)
				return -1;
		}
	}
	*out = (int64_t)sum;
	return 0;
}

static int
add_to_source(struct extra *extra, int64_t source, int64_t digest,
    struct sar_err *err)
{
	struct sum *wide;
	size_t place;

	if (sar_index_idmap_put(&extra->places, source, extra->n_sums, &place,
		err) == -1)
		return -1;
	if (place == extra->cap_sums) {
		extra->cap_sums = extra->cap_sums * 2 + 16;
		wide = reallocarray(extra->sums, extra->cap_sums,
		    sizeof(*wide));
		if (wide == NULL)
			return sar_err_set(err, SAR_EFAIL, "out of memory");
		extra->sums = wide;
	}
	if (place == extra->n_sums)
		extra->sums[extra->n_sums++] = (struct sum){ source, { 0, 0 } };
	extra->sums[place].sums.legs++;
	extra->sums[place].sums.digest += (uint64_t)digest;
	return 0;
}

static int
check_leg(struct extra *extra, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	int64_t id = sqlite3_column_int64(stmt->stmt, 0);
	int64_t sum = 0;

	if (add_to_source(extra, sqlite3_column_int64(stmt->stmt, 1),
		sqlite3_column_int64(stmt->stmt, 2), err) == -1 ||
	    sum_beside(extra, id, &sum, err) == -1)
		return -1;
	if (sum != sqlite3_column_int64(stmt->stmt, 3) &&
	    sar_index_verifying_fault(extra->check, "leg", id, err) == -1)
		return -1;
	return sar_index_verifying_step(extra->check, err);
}

static int
check_legs(struct extra *extra, struct sar_err *err)
{
	static const char sql[] =
	    "SELECT id, source, digest, extra FROM leg ORDER BY id";
	int64_t sum;
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(extra->check->index, SAR_INDEX_VERIFY_SUMS, sql,
		&stmt, err) == -1)
		return -1;
	while ((rc = sar_index_step(extra->check->index, &stmt, err)) == 1)
		if (check_leg(extra, &stmt, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	/* What is left is beside no leg. */
	return rc == -1 ? -1 : sum_beside(extra, INT64_MAX, &sum, err);
}

/* Each source against what is there of it. */
static int
check_sources(struct extra *extra, struct sar_err *err)
{
	static const char sql[] = "SELECT id, legs, digest FROM source";
	struct sar_index_sums none = { 0, 0 }, *sums;
	struct sar_index_stmt stmt;
	size_t place;
	int64_t id;
	int rc;

	if (sar_index_prepare(extra->check->index, SAR_INDEX_VERIFY_SOURCES,
		sql, &stmt, err) == -1)
		return -1;
	while ((rc = sar_index_step(extra->check->index, &stmt, err)) == 1) {
		id = sqlite3_column_int64(stmt.stmt, 0);
		place = sar_index_idmap_get(&extra->places, id);
		sums = place == SAR_INDEX_NOT_THERE ? &none
						    : &extra->sums[place].sums;
		if (sums->legs == sqlite3_column_int64(stmt.stmt, 1) &&
		    sums->digest ==
			(uint64_t)sqlite3_column_int64(stmt.stmt, 2))
			continue;
		if (sar_index_verifying_fault(extra->check, "source", id,
			err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	}
	return rc;
}

int
sar_index_verifying_extra(struct sar_index_check *check, struct sar_err *err)
{
	struct extra extra = { .check = check };
	int rc = -1;
	size_t i;

	if (start(&extra, err) == 0 && check_legs(&extra, err) == 0 &&
	    check_sources(&extra, err) == 0)
		rc = 0;
	for (i = 0; i < TABLES; i++)
		if (extra.cursors[i].stmt.stmt != NULL)
			sar_index_done(&extra.cursors[i].stmt);
	sar_index_idmap_free(&extra.places);
	free(extra.sums);
	return rc;
}
