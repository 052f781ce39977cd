/* Private to ingest: what an event of a channel event log means. */
#ifndef SAR_INGEST_CEL_EVENT_H
#define SAR_INGEST_CEL_EVENT_H

#include "ingest/cel.h"
#include "ingest/cel_channel.h"
#include "ingest/names.h"
#include "ingest/stamp.h"

struct sar_cel {
	struct sar_reading *in;
	struct sar_names *by_unique; /* to channels that are open */
	struct sar_names *by_name;
	struct sar_cel_list list; /* the one quiet the longest first */
	size_t n;
	int64_t now_ms; /* the latest time there was */
};

/* An event, read. */
struct sar_cel_event {
	uint64_t line;
	int64_t at_ms;
	uint32_t uncertain;
	enum sar_zone_fit fit;
	const struct sar_cel_record *record;
};

/**
 * sar_cel_note: Keep what every event of ${channel} carries: its name, its
 * linked id, numbers, the time.
 */
SAR_MUST_CHECK int sar_cel_note(struct sar_cel *cel,
    struct sar_cel_channel *channel, const struct sar_cel_event *event,
    struct sar_err *err);

/**
 * sar_cel_happen: What ${event} means for ${channel}, whose it is; *${over}
 * is set when nothing comes after it.
 */
SAR_MUST_CHECK int sar_cel_happen(struct sar_cel *cel,
    struct sar_cel_channel *channel, const struct sar_cel_event *event,
    bool *over, struct sar_err *err);

#endif
