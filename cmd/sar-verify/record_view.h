#ifndef SAR_VERIFY_RECORD_VIEW_H
#define SAR_VERIFY_RECORD_VIEW_H

#include "disclosure/record.h"

/** record_view: All that ${record} says, a line each, for people; with --json
 * as "record" of the summary. */
void record_view(const struct sar_record *record);

#endif
