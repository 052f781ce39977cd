/* Private to export: does a step fit what the log has of the case? */
#ifndef SAR_EXPORT_EVENT_TRIAL_H
#define SAR_EXPORT_EVENT_TRIAL_H

#include "docket/dockets.h"
#include "export/event.h"

/* The record as it would be written next. */
struct sar_event_trial {
	enum sar_record_type type;
	const json_t *members; /* all but those of every record */
	uint64_t seq;
	int64_t now;
	const struct sar_zone *zone;
	const char *ref; /* of the case; or NULL */
};

/**
 * sar_event_try: Give that record to ${dockets}, which have been told of all of
 * the log.  They are what judges a log: what they would not accept there is not
 * written.  -1 with ${err} set: SAR_EINPUT for a day that cannot be, or a
 * member that no record may have; SAR_EREVIEW without a receipt; else
 * SAR_EREFUSED, saying why.
 */
SAR_MUST_CHECK int sar_event_try(struct sar_dockets *dockets,
    const struct sar_event_trial *trial, struct sar_err *err);

#endif
