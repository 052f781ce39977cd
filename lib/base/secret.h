#ifndef SAR_BASE_SECRET_H
#define SAR_BASE_SECRET_H

#include <stddef.h>

#include "base/err.h"

/*
 * A passphrase or key: guarded memory (sodium_malloc), locked so that it is
 * not swapped to disk, read-only once filled, wiped when freed.  Never in
 * argv, the environment, a log or a message.
 */
struct sar_secret; /* opaque */

/**
 * sar_secret_new: Copy ${len} bytes, at most 4096; the caller wipes its own.
 * NULL with ${err} set: SAR_EFAIL when memory cannot be had or locked.
 */
SAR_MUST_CHECK struct sar_secret *sar_secret_new(const void *data, size_t len,
    struct sar_err *err);
void sar_secret_free(struct sar_secret *secret);

/**
 * sar_secret_to_file: ${secret} and a newline to the new file ${path}, mode
 * 0600, durably; SAR_EREFUSED when there is one.
 */
SAR_MUST_CHECK int sar_secret_to_file(const struct sar_secret *secret,
    const char *path, struct sar_err *err);

/** sar_secret_data: The bytes, NUL-terminated after sar_secret_len(). */
const char *sar_secret_data(const struct sar_secret *secret);
size_t sar_secret_len(const struct sar_secret *secret);

/**
 * sar_secret_from_file: One line from ${path}: a regular file, one name,
 * owned by this user or root, no rights for group or others (SAR_ESECRET
 * otherwise).  A systemd credential (a file directly in
 * $CREDENTIALS_DIRECTORY) may be mode 0440.  One trailing newline is
 * taken off; NUL, a carriage return, another newline, or nothing left is
 * SAR_ESECRET, as is a file that cannot be read.
 */
SAR_MUST_CHECK struct sar_secret *sar_secret_from_file(const char *path,
    struct sar_err *err);

/**
 * sar_secret_from_fd: The same from the open descriptor ${fd}.  SAR_ESIGNAL
 * when a signal came (base/stop.h) before the end of it.
 */
SAR_MUST_CHECK struct sar_secret *sar_secret_from_fd(int fd,
    struct sar_err *err);

/**
 * sar_secret_from_command: The same from the standard output of ${command},
 * split into words as a shell splits them but run without a shell, with an
 * empty standard input.  A command that fails is SAR_ESECRET; one that needs a
 * shell (an unquoted | or $, an open quote) is SAR_EINPUT.  Messages do not
 * quote it.  When a signal came it is ended, and that is SAR_ESIGNAL.
 */
SAR_MUST_CHECK struct sar_secret *sar_secret_from_command(const char *command,
    struct sar_err *err);

/**
 * sar_secret_lines_from_file, _fd, _command: The same of text that may have
 * several lines, with whatever line ends, as a file of keys.
 */
SAR_MUST_CHECK struct sar_secret *sar_secret_lines_from_file(const char *path,
    struct sar_err *err);
SAR_MUST_CHECK struct sar_secret *sar_secret_lines_from_fd(int fd,
    struct sar_err *err);
SAR_MUST_CHECK struct sar_secret *sar_secret_lines_from_command(const char
								    *command,
    struct sar_err *err);

#endif
