#include "index/satellite.h"

#include "index/digest.h"

static void
bind_time(struct sar_index_stmt *stmt, int64_t time)
{
	if (time == SAR_INDEX_NO_TIME)
		sar_index_bind_null(stmt);
	else
		sar_index_bind_int(stmt, time);
}

static void
bind_party(struct sar_index_stmt *stmt, int party)
{
	if (party == SAR_INDEX_NO_PARTY)
		sar_index_bind_null(stmt);
	else
		sar_index_bind_int(stmt, party);
}

static int
add_use(struct sar_index *index, int64_t id, const struct sar_index_use *use,
    bool *added, struct sar_err *err)
{
	/* A record that does not say where leaves what another said. */
	static const char sql[] =
	    "INSERT INTO leg_recording (leg, recording, offset, length, digest)"
	    " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (leg, recording) "
	    "DO UPDATE SET offset = excluded.offset, length = excluded.length, "
	    "digest = excluded.digest WHERE digest <> excluded.digest AND "
	    "(excluded.offset IS NOT NULL OR excluded.length IS NOT NULL)";
	static const char bulk_sql[] =
	    "INSERT INTO leg_recording "
	    "(leg, recording, offset, length, digest) "
	    "VALUES (?1, ?2, ?3, ?4, ?5)";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index,
		index->bulk ? SAR_INDEX_USE_BULK : SAR_INDEX_USE_ADD,
		index->bulk ? bulk_sql : sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, use->recording);
	bind_time(&stmt, use->offset_ms);
	bind_time(&stmt, use->length_ms);
	sar_index_bind_int(&stmt, sar_index_digest_use(id, use));
	if (sar_index_run(index, &stmt, err) == -1)
		return -1;
	if (sqlite3_changes(index->db) > 0)
		*added = true;
	return 0;
}

static bool
says_where(const struct sar_index_use *use)
{
	return use->offset_ms != SAR_INDEX_NO_TIME ||
	       use->length_ms != SAR_INDEX_NO_TIME;
}

/* Of the uses of one recording by a leg the last counts that says where. */
static bool
counts(const struct sar_index_leg *leg, size_t i)
{
	const struct sar_index_use *use = &leg->uses[i];
	size_t j;

	if (use->recording == 0)
		return false;
	for (j = 0; j < leg->n_uses; j++) {
		if (j == i || leg->uses[j].recording != use->recording)
			continue;
		if (says_where(&leg->uses[j]) != says_where(use)
			? says_where(&leg->uses[j])
			: j > i)
			return false;
	}
	return true;
}

int
sar_index_satellite_uses(struct sar_index *index, int64_t id,
    const struct sar_index_leg *leg, bool *added, struct sar_err *err)
{
	size_t i;

	*added = false;
	for (i = 0; i < leg->n_uses; i++)
		if (counts(leg, i) &&
		    add_use(index, id, &leg->uses[i], added, err) == -1)
			return -1;
	return 0;
}

static int
add_event(struct sar_index *index, int64_t id, size_t nr,
    const struct sar_index_event *event, struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO event (leg, nr, what, party, at) "
	    "VALUES (?1, ?2, ?3, ?4, ?5)";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_EVENT_ADD, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, (int64_t)nr);
	sar_index_bind_int(&stmt, (int64_t)event->what);
	bind_party(&stmt, event->party);
	sar_index_bind_int(&stmt, event->at_ms);
	return sar_index_run(index, &stmt, err);
}

static int
add_link(struct sar_index *index, int64_t id, const struct sar_index_link *link,
    struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO link (leg, to_call, target, kind, evidence) "
	    "VALUES (?1, ?2, ?3, ?4, ?5)";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_LINK_ADD, sql, &stmt, err) == -1)
		return -1;
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, link->to_group);
	sar_index_bind_text(&stmt, link->target);
	sar_index_bind_int(&stmt, (int64_t)link->kind);
	sar_index_bind_text(&stmt, link->evidence);
	return sar_index_run(index, &stmt, err);
}

static int
add_stream(struct sar_index *index, int64_t id,
    const struct sar_index_stream *stream, struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO stream (recording, channel, leg, party) "
	    "VALUES (?1, ?2, ?3, ?4)";
	struct sar_index_stmt stmt;

	if (sar_index_prepare(index, SAR_INDEX_STREAM_ADD, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, stream->recording);
	sar_index_bind_int(&stmt, stream->channel);
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, stream->party);
	return sar_index_run(index, &stmt, err);
}

static int
add_segment(struct sar_index *index, int64_t id, size_t nr,
    const struct sar_index_segment *segment, struct sar_err *err)
{
	static const char sql[] =
	    "INSERT INTO segment (recording, leg, nr, party, starts, ends) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
	struct sar_index_stmt stmt;

	if (segment->recording == 0)
		return 0;
	if (sar_index_prepare(index, SAR_INDEX_SEGMENT_ADD, sql, &stmt, err) ==
	    -1)
		return -1;
	sar_index_bind_int(&stmt, segment->recording);
	sar_index_bind_int(&stmt, id);
	sar_index_bind_int(&stmt, (int64_t)nr);
	bind_party(&stmt, segment->party);
	sar_index_bind_int(&stmt, segment->from_ms);
	sar_index_bind_int(&stmt, segment->to_ms);
	return sar_index_run(index, &stmt, err);
}

int
sar_index_satellite_add(struct sar_index *index, int64_t id,
    const struct sar_index_leg *leg, struct sar_err *err)
{
	size_t i;

	for (i = 0; i < leg->n_events; i++)
		if (add_event(index, id, i, &leg->events[i], err) == -1)
			return -1;
	for (i = 0; i < leg->n_links; i++)
		if (sar_index_digest_has_link(leg, i) &&
		    add_link(index, id, &leg->links[i], err) == -1)
			return -1;
	for (i = 0; i < leg->n_streams; i++)
		if (sar_index_digest_has_stream(leg, i) &&
		    add_stream(index, id, &leg->streams[i], err) == -1)
			return -1;
	for (i = 0; i < leg->n_segments; i++)
		if (add_segment(index, id, i, &leg->segments[i], err) == -1)
			return -1;
	return 0;
}

int
sar_index_satellite_drop(struct sar_index *index, int64_t id,
    struct sar_err *err)
{
	static const struct {
		enum sar_index_slot slot;
		const char *sql;
	} drops[] = {
		{ SAR_INDEX_EVENT_DROP, "DELETE FROM event WHERE leg = ?1" },
		{ SAR_INDEX_LINK_DROP, "DELETE FROM link WHERE leg = ?1" },
		{ SAR_INDEX_STREAM_DROP, "DELETE FROM stream WHERE leg = ?1" },
		{ SAR_INDEX_SEGMENT_DROP,
		    "DELETE FROM segment WHERE leg = ?1" },
	};
	struct sar_index_stmt stmt;
	size_t i;

	for (i = 0; i < sizeof(drops) / sizeof(drops[0]); i++) {
		if (sar_index_prepare(index, drops[i].slot, drops[i].sql, &stmt,
			err) == -1)
			return -1;
		sar_index_bind_int(&stmt, id);
		if (sar_index_run(index, &stmt, err) == -1)
			return -1;
	}
	return 0;
}
