#ifndef SAR_EXPORT_TIMELINE_H
#define SAR_EXPORT_TIMELINE_H

#include "export/event.h"

#define SAR_TIMELINE "timeline.txt"

/**
 * sar_timeline_write: What was done in a case, when, and by whom, as
 * cases/REF/timeline.txt, for a person who reads it: made from the log, anew
 * each time, and read by nothing.  Whoever calls has the case locked.
 * Where there is no folder any more nothing is written.
 * ${docket}, if not NULL, gets where the case stands, and is the caller's to
 * clear in any case.
 */
SAR_MUST_CHECK int sar_timeline_write(const struct sar_event_place *place,
    struct sar_docket *docket, struct sar_err *err);

/** sar_timeline_case: The same of ${c}, after whatever was logged of it. */
SAR_MUST_CHECK int sar_timeline_case(const struct sar_case *c,
    struct sar_err *err);

#endif
