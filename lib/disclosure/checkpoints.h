#ifndef SAR_DISCLOSURE_CHECKPOINTS_H
#define SAR_DISCLOSURE_CHECKPOINTS_H

/* Private to disclosure: the file "checkpoints", notes one after another. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sha256.h"
#include "tlog/key.h"

struct sar_checkpoints_one {
	uint64_t size;
	uint8_t root[SAR_SHA256_LEN];
	size_t offset;
	size_t len;
	size_t line; /* from 1 */
};

/*
 * Bytes between two checkpoints: what a write cut short left.  A recover
 * record must tell of them.
 */
struct sar_checkpoints_gap {
	size_t offset;
	size_t len;
	size_t line;
	size_t next; /* index of the checkpoint after it */
	bool told;
};

struct sar_checkpoints {
	struct sar_checkpoints_one *all;
	size_t n;
	struct sar_checkpoints_gap *gaps;
	size_t n_gaps;
	size_t end; /* of the last checkpoint: a torn one may follow */
};

/**
 * sar_checkpoints_parse: Find all checkpoints in the ${len} bytes at ${text}
 * and verify each one's signature.  Sizes never decrease.  What follows the
 * last may be the beginning of another, cut short; anything else that is no
 * checkpoint is SAR_ETAMPER or, between two, a gap.  To be cleared in any
 * case.
 */
SAR_MUST_CHECK int sar_checkpoints_parse(const char *text, size_t len,
    const struct sar_key_public *key, struct sar_checkpoints *out,
    struct sar_err *err);
void sar_checkpoints_clear(struct sar_checkpoints *points);

#endif
