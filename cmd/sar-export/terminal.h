#ifndef SAR_EXPORT_CMD_TERMINAL_H
#define SAR_EXPORT_CMD_TERMINAL_H

#include "base/err.h"
#include "base/secret.h"

/*
 * A passphrase for a person's eyes: on the terminal itself and not on standard
 * output, which may be a file.
 */

/** terminal_open: The terminal, open for writing; SAR_EINPUT without one. */
SAR_MUST_CHECK int terminal_open(struct sar_err *err);

/** terminal_show: ${head}, then the passphrase, on ${tty}. */
SAR_MUST_CHECK int terminal_show(int tty, const char *head,
    const struct sar_secret *passphrase, struct sar_err *err);

#endif
