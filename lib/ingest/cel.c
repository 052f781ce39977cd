#include "ingest/cel.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/cel_event.h"

#define QUIET_MS \
	(INT64_C(60) * 1000) /* after a hangup: its end is not logged */

bool
sar_cel_is_start(const struct sar_cel_record *record)
{
	return strcmp(record->at[SAR_CEL_EVENTTYPE], "CHAN_START") == 0;
}

static bool
check_lengths(struct sar_row *row, const struct sar_cel_record *record)
{
	static const struct {
		enum sar_cel_field field;
		const char *name;
		size_t max;
	} limits[] = {
		{ SAR_CEL_EVENTTIME, "eventtime", SAR_CEL_TIME_MAX },
		{ SAR_CEL_NUM, "cid_num", SAR_CEL_FIELD_MAX },
		{ SAR_CEL_ANI, "cid_ani", SAR_CEL_FIELD_MAX },
		{ SAR_CEL_RDNIS, "cid_rdnis", SAR_CEL_FIELD_MAX },
		{ SAR_CEL_DNID, "cid_dnid", SAR_CEL_FIELD_MAX },
		{ SAR_CEL_EXTEN, "exten", SAR_CEL_FIELD_MAX },
		{ SAR_CEL_CHANNEL, "channame", SAR_CEL_FIELD_MAX },
		{ SAR_CEL_UNIQUEID, "uniqueid", SAR_CEL_ID_MAX },
		{ SAR_CEL_LINKEDID, "linkedid", SAR_CEL_ID_MAX },
		{ SAR_CEL_PEER, "peer", SAR_CEL_LONG_MAX },
		{ SAR_CEL_EXTRA, "extra", SAR_CEL_LONG_MAX },
	};
	size_t i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		if (strnlen(record->at[limits[i].field], limits[i].max + 1) >
		    limits[i].max)
			return sar_row_reject(row, limits[i].name, "too long");
	return true;
}

/*
 * The instant of a time without a zone.  In the hour that repeats, the second
 * one is meant if the channel's own events are already past the first.
 */
static void
resolve(struct sar_cel *cel, const struct sar_civil *civil,
    struct sar_cel_event *event)
{
	struct sar_row *row = cel->in->row;
	const char *unique = event->record->at[SAR_CEL_UNIQUEID];
	const struct sar_cel_channel *channel;
	int64_t utc[2];

	sar_row_start(row, &cel->in->context, civil);
	if (sar_cel_is_start(event->record))
		sar_row_settle(row, &cel->in->context, civil,
		    sar_row_epoch(unique));
	channel = sar_names_get(cel->by_unique, unique);
	if (row->fit == SAR_ZONE_REPEATED && channel != NULL &&
	    row->leg.start * 1000 < channel->last_ms - 1000 &&
	    sar_zone_utc(cel->in->context.zone, civil, utc) == 2) {
		row->leg.start = utc[1];
		row->leg.uncertain = 0;
		row->fit = SAR_ZONE_EXACT;
	}
	event->at_ms += row->leg.start * 1000;
	event->uncertain = row->leg.uncertain;
	event->fit = row->fit;
	sar_row_clear(row);
}

static bool
read_event(struct sar_cel *cel, const struct sar_cel_record *record,
    struct sar_cel_event *event)
{
	struct sar_row *row = cel->in->row;
	const char *const *at = record->at;
	const char *type = at[SAR_CEL_EVENTTYPE];
	struct sar_stamp stamp;

	event->record = record;
	if (!check_lengths(row, record))
		return false;
	if (!sar_stamp_read(at[SAR_CEL_EVENTTIME], &stamp))
		return sar_row_reject(row, "eventtime", "not a time");
	if (at[SAR_CEL_UNIQUEID][0] == '\0')
		return sar_row_reject(row, "uniqueid", "empty");
	if (type[strspn(type, "0123456789")] == '\0')
		return sar_row_reject(row, "eventtype",
		    "empty, or a number, which differ between versions");
	event->at_ms = stamp.instant ? stamp.utc_ms : (int64_t)stamp.ms;
	if (!stamp.instant)
		resolve(cel, &stamp.civil, event);
	return true;
}

static void
drop(struct sar_cel *cel, struct sar_cel_channel *channel)
{
	TAILQ_REMOVE(&cel->list, channel, list);
	sar_names_drop(cel->by_unique, channel->unique, channel);
	sar_names_drop(cel->by_name, channel->name, channel);
	cel->n--;
	sar_cel_channel_free(channel);
}

static int
give(struct sar_cel *cel, struct sar_cel_channel *channel, struct sar_err *err)
{
	int rc = sar_cel_channel_give(channel, cel->in, err);

	drop(cel, channel);
	return rc;
}

static int
open_channel(struct sar_cel *cel, const struct sar_cel_event *event,
    struct sar_cel_channel **out, struct sar_err *err)
{
	const char *const *at = event->record->at;
	const char *unique = at[SAR_CEL_UNIQUEID];
	const char *linked = at[SAR_CEL_LINKEDID];
	struct sar_cel_channel *channel;

	channel = sar_cel_channel_new(unique, at[SAR_CEL_EVENTTIME], err);
	if (channel == NULL)
		return -1;
	if (sar_names_put(cel->by_unique, unique, channel, err) == -1) {
		sar_cel_channel_free(channel);
		return -1;
	}
	channel->line = event->line;
	channel->first_ms = event->at_ms;
	channel->last_ms = event->at_ms;
	channel->fit = event->fit;
	channel->began = sar_cel_is_start(event->record);
	channel->caller = linked[0] == '\0' || strcmp(unique, linked) == 0;
	TAILQ_INSERT_TAIL(&cel->list, channel, list);
	cel->n++;
	*out = channel;
	return 0;
}

/* The channel of ${event}: the part of it that has room. */
static int
find_channel(struct sar_cel *cel, const struct sar_cel_event *event,
    struct sar_cel_channel **out, struct sar_err *err)
{
	struct sar_cel_channel *channel;

	channel = sar_names_get(cel->by_unique,
	    event->record->at[SAR_CEL_UNIQUEID]);
	if (channel != NULL && sar_cel_channel_full(channel, event->at_ms)) {
		if (give(cel, channel, err) == -1)
			return -1;
		channel = NULL;
	}
	if (channel == NULL)
		return open_channel(cel, event, out, err);
	TAILQ_REMOVE(&cel->list, channel, list);
	TAILQ_INSERT_TAIL(&cel->list, channel, list);
	*out = channel;
	return 0;
}

/* Give out what is over, and what there is no room for. */
static int
make_room(struct sar_cel *cel, struct sar_err *err)
{
	struct sar_cel_channel *first;

	while ((first = TAILQ_FIRST(&cel->list)) != NULL &&
	       (cel->n > SAR_CEL_CHANNELS ||
		   (first->gone && cel->now_ms - first->last_ms > QUIET_MS)))
		if (give(cel, first, err) == -1)
			return -1;
	return 0;
}

int
sar_cel_take(struct sar_cel *cel, const struct sar_cel_record *record,
    uint64_t line, struct sar_err *err)
{
	struct sar_cel_event event = { .line = line };
	struct sar_row *row = cel->in->row;
	struct sar_cel_channel *channel;
	bool over = false;

	if (!read_event(cel, record, &event))
		return sar_sink_reject(cel->in, line, row->column, row->reason,
		    err);
	/* It is of no channel: the last one that had the id has ended. */
	if (strcmp(record->at[SAR_CEL_EVENTTYPE], "LINKEDID_END") == 0)
		return 0;
	if (find_channel(cel, &event, &channel, err) == -1 ||
	    sar_cel_happen(cel, channel, &event, &over, err) == -1 ||
	    (over && give(cel, channel, err) == -1))
		return -1;
	if (cel->now_ms < event.at_ms)
		cel->now_ms = event.at_ms;
	return make_room(cel, err);
}

int
sar_cel_end(struct sar_cel *cel, struct sar_err *err)
{
	struct sar_cel_channel *channel;

	while ((channel = TAILQ_FIRST(&cel->list)) != NULL)
		if (give(cel, channel, err) == -1)
			return -1;
	return 0;
}

struct sar_cel *
sar_cel_new(struct sar_reading *in, struct sar_err *err)
{
	struct sar_cel *cel = calloc(1, sizeof(*cel));

	if (cel == NULL) {
		(void)sar_err_set(err, SAR_EFAIL, "out of memory");
		return NULL;
	}
	cel->in = in;
	cel->now_ms = INT64_MIN / 2;
	TAILQ_INIT(&cel->list);
	if ((cel->by_unique = sar_names_new(err)) == NULL ||
	    (cel->by_name = sar_names_new(err)) == NULL) {
		sar_cel_free(cel);
		return NULL;
	}
	return cel;
}

void
sar_cel_free(struct sar_cel *cel)
{
	struct sar_cel_channel *channel;

	if (cel == NULL)
		return;
	while ((channel = TAILQ_FIRST(&cel->list)) != NULL)
		drop(cel, channel);
	sar_names_free(cel->by_unique);
	sar_names_free(cel->by_name);
	free(cel);
}
