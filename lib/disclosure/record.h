#ifndef SAR_DISCLOSURE_RECORD_H
#define SAR_DISCLOSURE_RECORD_H

/* Private to disclosure: one line of the log. */

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/sha256.h"

#define SAR_RECORD_MAX 16384 /* bytes of a line, without its LF */

/**
 * sar_record_parse: Read the ${len} bytes at ${line} as record number ${seq}.
 * The caller releases the object.  NULL, with *${why} saying what is wrong,
 * for anything else.
 */
json_t *sar_record_parse(const char *line, size_t len, uint64_t seq,
    const char **why);

/** sar_record_tombstone: Is the line "-" and a leaf hash?  Then read it. */
bool sar_record_tombstone(const char *line, size_t len,
    uint8_t leaf[SAR_SHA256_LEN]);

/** sar_record_is: Is the record of ${type}? */
bool sar_record_is(const json_t *record, const char *type);

/** sar_record_digest: Read a member that holds 32 bytes in Base64. */
bool sar_record_digest(const json_t *record, const char *name,
    uint8_t out[SAR_SHA256_LEN]);

/** sar_record_number: Read a member that is a whole number, not negative. */
bool sar_record_number(const json_t *record, const char *name, uint64_t *out);

/**
 * sar_record_make: Add record ${seq} to ${line}, with its LF: ${members}
 * (borrowed, may be NULL), and v, type, seq, t and a fresh salt.
 */
SAR_MUST_CHECK int sar_record_make(const char *type, const json_t *members,
    uint64_t seq, int64_t now, struct sar_buf *line, struct sar_err *err);

#endif
