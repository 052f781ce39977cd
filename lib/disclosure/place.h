#ifndef SAR_DISCLOSURE_PLACE_H
#define SAR_DISCLOSURE_PLACE_H

/* Private to disclosure: what file system a log is on. */

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/**
 * sar_place_network: Is it one, by the number statfs(2) knows it by, that is
 * reached through a network or another program?  There a flush may say more
 * than is true, and a lock may not be everybody's.
 */
bool sar_place_network(uint32_t type);

/** sar_place_check: SAR_EREFUSED when the open folder ${dir}, which messages
 * call ${name}, is on such a one. */
SAR_MUST_CHECK int sar_place_check(int dir, const char *name,
    struct sar_err *err);

#endif
