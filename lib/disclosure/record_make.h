#ifndef SAR_DISCLOSURE_RECORD_MAKE_H
#define SAR_DISCLOSURE_RECORD_MAKE_H

/* Private to disclosure: writing one line of the log. */

#include <jansson.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/**
 * sar_record_make: Add record ${seq} to ${line}, with its LF: ${members}
 * (borrowed, may be NULL), and v, type, seq, t and a fresh salt.
 */
SAR_MUST_CHECK int sar_record_make(const char *type, const json_t *members,
    uint64_t seq, int64_t now, struct sar_buf *line, struct sar_err *err);

#endif
