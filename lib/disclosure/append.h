#ifndef SAR_DISCLOSURE_APPEND_H
#define SAR_DISCLOSURE_APPEND_H

/* Private to disclosure: what comes before anything is added. */

#include "disclosure/session.h"

/**
 * sar_append_settle: Leave what a write cut short left where it is, and tell of
 * it in a new segment; carry out erasures that were logged and are still to be
 * done, where that can be done now.
 */
SAR_MUST_CHECK int sar_append_settle(struct sar_session *session,
    struct sar_err *err);

#endif
