#ifndef SAR_REDACT_RECORD_H
#define SAR_REDACT_RECORD_H

/* Private to redact: the record of the log that registered a batch. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/sha256.h"
#include "base/utc.h"

struct sar_redact_record {
	uint64_t seq;
	uint64_t n; /* lines of the batch */
	uint8_t root[SAR_SHA256_LEN];
	char when[SAR_UTC_LEN];
};

/**
 * sar_redact_record_read: Is the line, without its LF, a "register" record, as
 * the reader of the log would have it, to the byte: each member, of its kind,
 * in order of name, and no other?  Where it would be refused in the log, it
 * must not hold in a proof.
 */
bool sar_redact_record_read(const char *line, size_t len,
    struct sar_redact_record *out);

#endif
