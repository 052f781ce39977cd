#ifndef SAR_TLOG_VKEYS_H
#define SAR_TLOG_VKEYS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "tlog/key.h"

/*
 * A file of public keys, all of one name, one a line, oldest first: log.vkey,
 * or a witness's, which has one.  People make it by copying a line out of a
 * text for Windows, so what comes of that is read too: a byte order mark, CR
 * before LF, spaces before a key, empty lines at the end.
 */
#define SAR_VKEYS_FILE_MAX ((size_t)512 * (SAR_VKEY_MAX + 16))

/**
 * sar_vkeys_read: Read the file ${path}, of one key of ${kind} or more, into
 * *${keys}, which the caller frees.  SAR_EINPUT for anything else, naming the
 * line.
 */
SAR_MUST_CHECK int sar_vkeys_read(const char *path, enum sar_key_kind kind,
    struct sar_key_public **keys, size_t *n, struct sar_err *err);

/** sar_vkeys_parse: The same of the ${len} bytes at ${text}, which messages
 * call ${name}. */
SAR_MUST_CHECK int sar_vkeys_parse(const char *name, const char *text,
    size_t len, enum sar_key_kind kind, struct sar_key_public **keys, size_t *n,
    struct sar_err *err);

/** sar_vkeys_add: Add the line of ${key}. */
void sar_vkeys_add(struct sar_buf *buf, const struct sar_key_public *key);

#endif
