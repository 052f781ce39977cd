#ifndef SAR_CASEBOOK_PREFIX_H
#define SAR_CASEBOOK_PREFIX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "disclosure/log.h"
#include "tlog/policy.h"
#include "tlog/range.h"
#include "tlog/tree.h"

/* What a log's folder says of its first records. */
struct sar_prefix {
	struct sar_log *log;          /* as it was verified */
	uint64_t at;                  /* so many records were asked for */
	bool reached;                 /* it has as many */
	uint8_t root[SAR_SHA256_LEN]; /* of these, if so */
	char *note; /* the first checkpoint of that size; NULL without one */
	size_t note_len;
	struct sar_tree tree;
};

/**
 * sar_prefix_read: Read and verify the log, ${how} without callbacks, and say
 * what its first ${at} records are.  To be cleared in any case.
 */
SAR_MUST_CHECK int sar_prefix_read(const struct sar_log_reading *how,
    uint64_t at, struct sar_prefix *out, struct sar_err *err);
void sar_prefix_clear(struct sar_prefix *prefix);

/**
 * sar_prefix_path: Read it again for the proof that its first ${size} records
 * begin with its first ${at}; none is needed for 0 and for all.
 */
SAR_MUST_CHECK int sar_prefix_path(const struct sar_log_reading *how,
    uint64_t at, uint64_t size, struct sar_range_proof *proof,
    struct sar_err *err);

/**
 * sar_prefix_keys: Trust the keys of ${log} that ${key}, it was read with,
 * handed over to, one after another; nobody vouches for those before it.
 */
SAR_MUST_CHECK int sar_prefix_keys(const struct sar_log *log,
    const struct sar_key_public *key, struct sar_policy *policy,
    struct sar_err *err);

#endif
