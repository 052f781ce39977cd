#ifndef SAR_EXPORT_WORDING_H
#define SAR_EXPORT_WORDING_H

#include <stddef.h>

#include "base/err.h"

#define SAR_WORDING_MAX 16384 /* bytes: some pages */

/**
 * sar_wording_read(name, text, len, err):
 * What a person wrote to be said to another, or of a case: a question, reasons,
 * a complaint.  The ${len} bytes at ${text}, which messages call ${name}, with
 * line ends as LF, no byte order mark, and one LF at the end; the caller frees
 * it.  NULL with ${err} set to SAR_EINPUT, naming the line and nothing of what
 * it says: too long, nothing in it that can be seen, not UTF-8, or with a
 * character that would make something else of it on a screen.
 */
SAR_MUST_CHECK char *sar_wording_read(const char *name, const char *text,
    size_t len, struct sar_err *err);

#endif
