/* Private to ingest: Asterisk's channel event log, put together as legs. */
#ifndef SAR_INGEST_CEL_H
#define SAR_INGEST_CEL_H

#include "ingest/format.h"

/* The fields of an event that are read. */
enum sar_cel_field {
	SAR_CEL_EVENTTYPE,
	SAR_CEL_EVENTTIME,
	SAR_CEL_NUM,
	SAR_CEL_ANI,
	SAR_CEL_RDNIS,
	SAR_CEL_DNID,
	SAR_CEL_EXTEN,
	SAR_CEL_CHANNEL,
	SAR_CEL_UNIQUEID,
	SAR_CEL_LINKEDID,
	SAR_CEL_PEER,
	SAR_CEL_EXTRA,
	SAR_CEL_FIELDS
};

/* An event as it stands in the log; "" where it has no such field. */
struct sar_cel_record {
	const char *at[SAR_CEL_FIELDS];
};

/** sar_cel_is_event: Is ${type} the name of an event of Asterisk's own? */
bool sar_cel_is_event(const char *type);

/** sar_cel_is_start: Is it that a channel was made? */
bool sar_cel_is_start(const struct sar_cel_record *record);

/*
 * Each channel, one end of a call, is a leg: the number at that end, when it
 * was on the line with others (join, drop) or put where it hears none of them
 * (hold), and what transfers tie it to.  Events of a channel are in order, so
 * a leg is given out when its channel has ended.
 *
 * At most SAR_CEL_CHANNELS are open at once; of more, the one that has been
 * quiet the longest is given out as far as it has got, and so is one with
 * more events than a leg has room for.  What comes after is a further part, a
 * leg of its own, tied to the first one; and so is a channel whose beginning
 * the log does not show, because another log does.
 */
#define SAR_CEL_CHANNELS 16384

struct sar_cel; /* opaque */

/** sar_cel_new: To read ${in}, which outlives it. */
SAR_MUST_CHECK struct sar_cel *sar_cel_new(struct sar_reading *in,
    struct sar_err *err);
void sar_cel_free(struct sar_cel *cel);

/** sar_cel_take: Take the next event; one that cannot be read is a reject. */
SAR_MUST_CHECK int sar_cel_take(struct sar_cel *cel,
    const struct sar_cel_record *record, uint64_t line, struct sar_err *err);

/** sar_cel_end: The log is at its end: give out all that is left. */
SAR_MUST_CHECK int sar_cel_end(struct sar_cel *cel, struct sar_err *err);

#endif
