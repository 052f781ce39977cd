#ifndef SAR_BASE_FILE_H
#define SAR_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

/**
 * sar_file_read: Read all of the regular file ${path} (symbolic links are
 * refused), at most ${max} bytes, into *${text}, which is NUL-terminated
 * after *${len} bytes and freed by the caller.  Return 0, or -1 with ${err}
 * set: SAR_EMISSING when absent, SAR_EINPUT when larger than ${max}.
 */
SAR_MUST_CHECK int sar_file_read(const char *path, size_t max, char **text,
    size_t *len, struct sar_err *err);

/** sar_file_read_fd: The same from an open descriptor of any kind. */
SAR_MUST_CHECK int sar_file_read_fd(int fd, const char *name, size_t max,
    char **text, size_t *len, struct sar_err *err);

/** sar_file_open: Open a regular file to read, no links; -1 on failure. */
SAR_MUST_CHECK int sar_file_open(const char *path, struct sar_err *err);

/**
 * sar_file_open_below: Open the regular file ${path}, which must stay below
 * the folder ${root}: no "..", no absolute path, no symbolic link on the way.
 * Return a descriptor, or -1 with ${err} set, SAR_EMISSING when it is absent,
 * and errno telling why.
 */
SAR_MUST_CHECK int sar_file_open_below(const char *root, const char *path,
    struct sar_err *err);

/**
 * sar_file_open_at: The same below the folder that ${dir} has open.  On
 * failure errno alone tells: EXDEV for a path that leads out, ELOOP for a
 * link, EISDIR for what is no regular file.
 */
SAR_MUST_CHECK int sar_file_open_at(int dir, const char *path);

/** sar_file_dir_at: Open the folder ${path} below the folder that ${dir} has
 * open, "." for that itself, in the same way. */
SAR_MUST_CHECK int sar_file_dir_at(int dir, const char *path);

/**
 * sar_file_write: Put ${len} bytes under ${path} with ${mode}, whole or not
 * at all: an unnamed or temporary file in the same folder, fsync, then the
 * name, then fsync of the folder.  An existing file is replaced if
 * ${replace}, else refused with SAR_EREFUSED; a folder that is absent or may
 * not be written is SAR_ESPACE.
 */
SAR_MUST_CHECK int sar_file_write(const char *path, const void *data,
    size_t len, mode_t mode, bool replace, struct sar_err *err);

/** sar_file_write_all: write(2) until all ${len} bytes are out. */
SAR_MUST_CHECK int sar_file_write_all(int fd, const char *name,
    const void *data, size_t len, struct sar_err *err);

/**
 * sar_file_move: Rename ${from} to ${to}, on the same file system, where
 * nothing may be: EEXIST.  What a kill left under both names is ${to}'s.  On
 * failure errno alone tells.
 */
SAR_MUST_CHECK int sar_file_move(const char *from, const char *to);

/** sar_file_sync_dir: fsync the folder ${path}. */
SAR_MUST_CHECK int sar_file_sync_dir(const char *path, struct sar_err *err);

/** sar_file_mkdir: Make the folder ${path}, or accept one that is there. */
SAR_MUST_CHECK int sar_file_mkdir(const char *path, mode_t mode,
    struct sar_err *err);

/** sar_file_exists: Is there anything (a link too) under ${path}? */
bool sar_file_exists(const char *path);

/**
 * sar_file_join: "dir/name", malloc'd; NULL with ${err} set when memory runs
 * out.
 */
SAR_MUST_CHECK char *sar_file_join(const char *dir, const char *name,
    struct sar_err *err);

/**
 * sar_file_lock: Create or open ${path} and take an exclusive kernel lock on
 * it, waiting at most ${wait_s} seconds.  Return the descriptor, whose
 * closing releases the lock, or -1 with ${err} set: SAR_ELOCKED when another
 * process holds it, SAR_ESIGNAL when a signal came while it waited.
 */
SAR_MUST_CHECK int sar_file_lock(const char *path, unsigned wait_s,
    struct sar_err *err);

#endif
