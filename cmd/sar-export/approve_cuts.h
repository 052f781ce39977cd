#ifndef SAR_EXPORT_CMD_APPROVE_CUTS_H
#define SAR_EXPORT_CMD_APPROVE_CUTS_H

#include "export/verdicts.h"

/** approve_cuts_say: Each cut as it is marked: its provision, and who decided
 * it and when. */
void approve_cuts_say(const struct sar_marks *marks);

/** approve_cuts_more: What leaves that was decided not to, before all else. */
void approve_cuts_more(const struct sar_verdicts *verdicts);

#endif
