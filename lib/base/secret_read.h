#ifndef SAR_BASE_SECRET_READ_H
#define SAR_BASE_SECRET_READ_H

#include <stdbool.h>

#include "base/secret.h"

/* Private to secret.c and secret_command.c. */

#define SECRET_MAX 4096

/**
 * sar_secret_read: One line from ${fd}, or any with ${lines}.  Messages call it
 * ${what}.
 */
SAR_MUST_CHECK struct sar_secret *sar_secret_read(int fd, const char *what,
    bool lines, struct sar_err *err);

#endif
