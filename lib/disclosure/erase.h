#ifndef SAR_DISCLOSURE_ERASE_H
#define SAR_DISCLOSURE_ERASE_H

/* Private to disclosure: records that give way to their leaf hash. */

#include "disclosure/session.h"

/**
 * sar_erase_settle: Carry out what was logged and not done.  Where it cannot
 * be done now it stays an open item, and the log goes on: no release waits for
 * an erasure.
 */
SAR_MUST_CHECK int sar_erase_settle(struct sar_session *session,
    struct sar_err *err);

#endif
