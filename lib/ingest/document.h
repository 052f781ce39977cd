#ifndef SAR_INGEST_DOCUMENT_H
#define SAR_INGEST_DOCUMENT_H

#include "ingest/format.h"

/**
 * sar_document_read: All of in->source, at most ${max} bytes, NUL-terminated
 * after *${len}, hashed into in->sha256; the caller frees *${text}.
 * SAR_EINPUT for a larger one, a NUL byte, or text that is not UTF-8 (a BOM
 * is taken off).
 */
SAR_MUST_CHECK int sar_document_read(struct sar_reading *in, size_t max,
    char **text, size_t *len, struct sar_err *err);

#endif
