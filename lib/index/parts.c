#include "index/parts.h"

#include <stdlib.h>

#include "index/db.h"
#include "index/digest.h"

#define STEP 16

/* A leg's parts being read, and the sum of their digests. */
struct reading {
	struct sar_index *index;
	struct sar_index_parts *parts;
	int64_t leg;
	uint64_t sum;
	bool bad;
};

typedef int row_fn(struct reading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err);

/* Room for one more than ${n} things of ${size} in *${list}. */
static int
grow(void **list, size_t n, size_t size, struct sar_err *err)
{
	void *wide;

	if (n % STEP != 0)
		return 0;
	if ((wide = reallocarray(*list, n + STEP, size)) == NULL)
		return sar_err_set(err, SAR_EFAIL, "out of memory");
	*list = wide;
	return 0;
}

static int
party_in(struct reading *to, const struct sar_index_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt->stmt, column) == SQLITE_NULL)
		return SAR_INDEX_NO_PARTY;
	return (int)sar_index_column(stmt, column, 0, SAR_INDEX_PARTIES - 1,
	    &to->bad);
}

static int
read_event(struct reading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_parts *parts = to->parts;
	struct sar_index_event *event;
	void *list = parts->events;
	size_t nr;

	if (grow(&list, parts->n_events, sizeof(*event), err) == -1)
		return -1;
	parts->events = list;
	event = &parts->events[parts->n_events++];
	nr = (size_t)sar_index_column(stmt, 0, 0, INT64_MAX, &to->bad);
	event->what = (enum sar_event)sar_index_column(stmt, 1, 0,
	    SAR_EVENT_RESUME, &to->bad);
	event->party = party_in(to, stmt, 2);
	event->at_ms = sar_index_column(stmt, 3, INT64_MIN, INT64_MAX,
	    &to->bad);
	to->sum += (uint64_t)sar_index_digest_event(nr, event);
	return 0;
}

static int
read_stream(struct reading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_parts *parts = to->parts;
	struct sar_index_stream *stream;
	void *list = parts->streams;

	if (grow(&list, parts->n_streams, sizeof(*stream), err) == -1)
		return -1;
	parts->streams = list;
	stream = &parts->streams[parts->n_streams++];
	stream->recording = sar_index_column(stmt, 0, INT64_MIN, INT64_MAX,
	    &to->bad);
	stream->channel = (uint32_t)sar_index_column(stmt, 1, 0, UINT32_MAX,
	    &to->bad);
	stream->party = party_in(to, stmt, 2);
	to->sum += (uint64_t)sar_index_digest_stream(stream);
	return 0;
}

static int
read_segment(struct reading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_parts *parts = to->parts;
	struct sar_index_segment *segment;
	void *list = parts->segments;
	size_t nr;

	if (grow(&list, parts->n_segments, sizeof(*segment), err) == -1)
		return -1;
	parts->segments = list;
	segment = &parts->segments[parts->n_segments++];
	nr = (size_t)sar_index_column(stmt, 0, 0, INT64_MAX, &to->bad);
	segment->recording = sar_index_column(stmt, 1, INT64_MIN, INT64_MAX,
	    &to->bad);
	segment->party = party_in(to, stmt, 2);
	segment->from_ms = sar_index_column(stmt, 3, 0, INT64_MAX, &to->bad);
	segment->to_ms = sar_index_column(stmt, 4, 0, INT64_MAX, &to->bad);
	to->sum += (uint64_t)sar_index_digest_segment(nr, segment);
	return 0;
}

static int
read_link(struct reading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	struct sar_index_link link = { 0 };

	(void)err;
	link.to_group = sar_index_column(stmt, 0, 0, 1, &to->bad) == 1;
	link.target = sar_index_column_text(stmt, 1, &to->bad);
	link.kind = (enum sar_link)sar_index_column(stmt, 2, 0, SAR_LINK_BRIDGE,
	    &to->bad);
	link.evidence = sar_index_column_text(stmt, 3, &to->bad);
	to->parts->links |= 1U << link.kind;
	if (!to->bad)
		to->sum += (uint64_t)sar_index_digest_link(&link);
	return 0;
}

/* The leg's own word on the sum of all that stands beside it. */
static int
read_sum(struct reading *to, const struct sar_index_stmt *stmt,
    struct sar_err *err)
{
	(void)err;
	to->sum -= (uint64_t)sar_index_column(stmt, 0, INT64_MIN, INT64_MAX,
	    &to->bad);
	return 0;
}

static int
read_table(struct reading *to, enum sar_index_slot slot, const char *sql,
    row_fn *fn, struct sar_err *err)
{
	struct sar_index_stmt stmt;
	int rc;

	if (sar_index_prepare(to->index, slot, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, to->leg);
	while ((rc = sar_index_step(to->index, &stmt, err)) == 1)
		if (fn(to, &stmt, err) == -1) {
			sar_index_done(&stmt);
			return -1;
		}
	return rc;
}

int
sar_index_parts_load(struct sar_index *index, int64_t leg,
    struct sar_index_parts *parts, struct sar_err *err)
{
	static const struct {
		enum sar_index_slot slot;
		const char *sql;
		row_fn *fn;
	} tables[] = {
		{ SAR_INDEX_PARTS_EVENTS,
		    "SELECT nr, what, party, at FROM event WHERE leg = ?1 "
		    "ORDER BY nr",
		    read_event },
		{ SAR_INDEX_PARTS_STREAMS,
		    "SELECT recording, channel, party FROM stream "
		    "WHERE leg = ?1",
		    read_stream },
		{ SAR_INDEX_PARTS_SEGMENTS,
		    "SELECT nr, recording, party, starts, ends FROM segment "
		    "WHERE leg = ?1 ORDER BY nr",
		    read_segment },
		{ SAR_INDEX_PARTS_LINKS,
		    "SELECT to_call, target, kind, evidence FROM link "
		    "WHERE leg = ?1",
		    read_link },
		{ SAR_INDEX_PARTS_SUM, "SELECT extra FROM leg WHERE id = ?1",
		    read_sum },
	};
	struct reading to = { index, parts, leg, 0, false };
	size_t i;

	*parts = (struct sar_index_parts){ 0 };
	for (i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		if (read_table(&to, tables[i].slot, tables[i].sql, tables[i].fn,
			err) == -1)
			goto failed;
	if (!to.bad && to.sum == 0)
		return 0;
	(void)sar_index_corrupt(index, "leg", leg, err);

failed:
	sar_index_parts_free(parts);
	return -1;
}

void
sar_index_parts_free(struct sar_index_parts *parts)
{
	free(parts->events);
	free(parts->streams);
	free(parts->segments);
	*parts = (struct sar_index_parts){ 0 };
}
