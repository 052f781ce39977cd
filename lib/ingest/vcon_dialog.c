/* A dialog of a vCon as a leg. */
#include <math.h>
#include <string.h>

#include "ingest/json.h"
#include "ingest/rfc3339.h"
#include "ingest/vcon.h"

#define WEEK_MS (INT64_C(7) * 24 * 3600 * 1000)

static int64_t
floor_seconds(int64_t ms)
{
	return ms / 1000 - (ms % 1000 < 0);
}

static bool
read_time(struct sar_row *row, const json_t *value, const char *column,
    int64_t *ms)
{
	const char *text = json_string_value(value);
	struct sar_rfc3339 when;

	if (text == NULL || !sar_rfc3339_read(text, &when))
		return sar_row_reject(row, column, "not a time of RFC 3339");
	if (!when.zoned)
		return sar_row_reject(row, column, "a time without an offset");
	*ms = when.utc_ms;
	return true;
}

/* In milliseconds; SAR_INDEX_NO_TIME when it does not say. */
static bool
read_duration(struct sar_row *row, const json_t *dialog, int64_t *ms)
{
	const json_t *value = json_object_get(dialog, "duration");
	double seconds = json_number_value(value);

	*ms = SAR_INDEX_NO_TIME;
	if (value == NULL || json_is_null(value))
		return true;
	if (!json_is_number(value) || !(seconds >= 0) ||
	    seconds > (double)WEEK_MS / 1000)
		return sar_row_reject(row, "duration",
		    "not seconds of at most a week");
	*ms = (int64_t)ceil(seconds * 1000);
	return true;
}

static bool
fill_times(struct sar_row *row, const json_t *dialog, int64_t *start_ms,
    int64_t *length_ms)
{
	struct sar_index_leg *leg = &row->leg;
	int64_t length;

	if (!read_time(row, json_object_get(dialog, "start"), "start",
		start_ms) ||
	    !read_duration(row, dialog, length_ms))
		return false;
	length = *length_ms == SAR_INDEX_NO_TIME ? 0 : *length_ms;
	leg->start_raw = sar_json_text(dialog, "start");
	leg->start = floor_seconds(*start_ms);
	leg->end = floor_seconds(*start_ms + length + 999);
	if (leg->answered)
		leg->talk = (uint32_t)((length + 999) / 1000);
	return true;
}

static const struct {
	const char *name;
	bool event; /* else a key, which may be of a PIN: never kept */
	enum sar_event what;
} events[] = {
	{ "join", true, SAR_EVENT_JOIN },
	{ "drop", true, SAR_EVENT_DROP },
	{ "hold", true, SAR_EVENT_HOLD },
	{ "unhold", true, SAR_EVENT_UNHOLD },
	{ "mute", true, SAR_EVENT_MUTE },
	{ "unmute", true, SAR_EVENT_UNMUTE },
	{ "keydown", false, SAR_EVENT_JOIN },
	{ "keyup", false, SAR_EVENT_JOIN },
};

#define N_EVENTS (sizeof(events) / sizeof(events[0]))

static bool
take_event(const struct sar_vcon *vcon, struct sar_reading *in,
    const json_t *item, struct sar_vcon_places *places)
{
	const char *name = sar_json_text(item, "event");
	struct sar_vcon_indices who;
	int64_t at = 0;
	size_t i;
	int party;

	for (i = 0; name != NULL && i < N_EVENTS; i++)
		if (strcmp(events[i].name, name) == 0)
			break;
	if (name == NULL || i == N_EVENTS)
		return sar_row_reject(in->row, "party_history",
		    "an event that is not known");
	if (!events[i].event)
		return true;
	if (json_is_array(json_object_get(item, "party")) ||
	    !sar_vcon_indices(json_object_get(item, "party"),
		json_array_size(vcon->parties), &who))
		return sar_row_reject(in->row, "party_history",
		    "not the index of a party there is");
	if (!read_time(in->row, json_object_get(item, "time"), "party_history",
		&at))
		return false;
	party = sar_vcon_party(vcon, in, who.at[0], SAR_ROLE_OTHER, places);
	if (party == SAR_INDEX_NO_PARTY)
		return false;
	sar_row_event(in->row, events[i].what, party, at);
	if (events[i].what == SAR_EVENT_HOLD)
		in->row->leg.hold = SAR_YES;
	return true;
}

/* A stretch of the recording, cut to what there is of it. */
static void
add_segment(struct sar_row *row, int party, int64_t from, int64_t to,
    int64_t length_ms)
{
	if (from < 0)
		from = 0;
	if (length_ms != SAR_INDEX_NO_TIME && to > length_ms)
		to = length_ms;
	if (from < to)
		sar_row_segment(row, 0, from, to, party);
}

/*
 * In a vCon the start of a recording is that of its first sample, so its
 * events have a place in it.  One who drops without having joined was there
 * from the beginning; one who joins and does not drop stays till the end,
 * where that is known.
 */
static void
add_segments(struct sar_row *row, int64_t start_ms, int64_t length_ms)
{
	int64_t joined[SAR_INDEX_PARTIES] = { 0 };
	bool here[SAR_INDEX_PARTIES] = { false };
	const struct sar_index_event *e;
	size_t i;

	for (i = 1; i < row->n_events; i++)
		if (row->events[i].at_ms < row->events[i - 1].at_ms)
			return; /* in no order: not to be relied on */
	for (i = 0; i < row->n_events; i++) {
		e = &row->events[i];
		if (e->what == SAR_EVENT_JOIN && !here[e->party]) {
			joined[e->party] = e->at_ms - start_ms;
			here[e->party] = true;
		} else if (e->what == SAR_EVENT_DROP) {
			add_segment(row, e->party, joined[e->party],
			    e->at_ms - start_ms, length_ms);
			here[e->party] = false;
			joined[e->party] = INT64_MAX;
		}
	}
	for (i = 0; i < row->leg.n_parties; i++)
		if (here[i] && length_ms != SAR_INDEX_NO_TIME)
			add_segment(row, (int)i, joined[i], length_ms,
			    length_ms);
}

bool
sar_vcon_history(const struct sar_vcon *vcon, struct sar_reading *in,
    const json_t *dialog, int64_t start_ms, int64_t length_ms,
    struct sar_vcon_places *places)
{
	const json_t *list = json_object_get(dialog, "party_history");
	size_t i;

	if (list == NULL || json_is_null(list))
		return true;
	if (!json_is_array(list))
		return sar_row_reject(in->row, "party_history", "no list");
	for (i = 0; i < json_array_size(list); i++)
		if (!take_event(vcon, in, json_array_get(list, i), places))
			return false;
	if (in->row->n_files > 0)
		add_segments(in->row, start_ms, length_ms);
	return true;
}

/* The sound there is, or must be. */
static bool
fill_recording(struct sar_vcon *vcon, struct sar_reading *in, size_t nr,
    bool recording, const struct sar_vcon_places *places)
{
	if (recording) {
		in->row->leg.recorded = SAR_YES;
		return sar_vcon_sound(vcon, in, nr, places);
	}
	/* A set is recorded in the dialogs of its recordings. */
	if (!in->row->leg.answered) {
		in->row->leg.recorded = SAR_NO;
		return true;
	}
	in->row->leg.recorded = SAR_YES;
	return vcon->recordings || sar_vcon_expect(vcon, in, nr);
}

bool
sar_vcon_row(struct sar_vcon *vcon, struct sar_reading *in, size_t nr)
{
	const json_t *dialog = json_array_get(vcon->dialogs, nr);
	const char *type = sar_json_text(dialog, "type");
	struct sar_row *row = in->row;
	struct sar_vcon_places places;
	int64_t start_ms = 0, length_ms = 0;
	bool recording, set;

	if (!json_is_object(dialog))
		return sar_row_reject(row, "dialog", "no object");
	if (json_object_size(dialog) == 0)
		return sar_row_reject(row, "dialog",
		    "empty: not known to who made it, or redacted");
	if (type == NULL)
		return sar_row_reject(row, "type", "not there");
	if (strcmp(type, "text") == 0)
		return sar_row_reject(row, "type",
		    "text, which is no call: not taken");
	recording = strcmp(type, "recording") == 0;
	set = strcmp(type, "recording-set") == 0;
	if (!recording && !set && strcmp(type, "incomplete") != 0)
		return sar_row_reject(row, "type", "not known");
	row->leg.ref = sar_row_format(row, "%s:%zu", vcon->id, nr);
	row->leg.group = vcon->id;
	row->leg.answered = recording || set;
	return fill_times(row, dialog, &start_ms, &length_ms) &&
	       sar_vcon_parties(vcon, in, dialog, &places) &&
	       fill_recording(vcon, in, nr, recording, &places) &&
	       sar_vcon_history(vcon, in, dialog, start_ms, length_ms,
		   &places) &&
	       sar_vcon_links(vcon, row, nr);
}
