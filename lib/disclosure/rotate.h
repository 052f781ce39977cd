#ifndef SAR_DISCLOSURE_ROTATE_H
#define SAR_DISCLOSURE_ROTATE_H

/* Private to disclosure: the change of a log's key. */

#include "disclosure/session.h"

/**
 * sar_rotate_settle: Does ${session} sign with the key the log is signed with?
 * A change that was begun is completed, one that was not yet logged is dropped.
 * SAR_ESECRET when there is not the key for it.
 */
SAR_MUST_CHECK int sar_rotate_settle(struct sar_session *session,
    struct sar_err *err);

#endif
