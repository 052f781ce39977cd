/* Private to export: register records, and the log's proofs of them. */
#ifndef SAR_EXPORT_REGISTERS_H
#define SAR_EXPORT_REGISTERS_H

#include "disclosure/log.h"
#include "tlog/tlogproof.h"

/* What the log has under the number of a register record. */
struct sar_register_record {
	uint64_t seq;
	bool erased; /* or is of another type */
	uint64_t n;  /* lines of its batch */
	uint8_t root[SAR_SHA256_LEN];
	/* With the record in extra, against the first checkpoint that covers
	   it; no checkpoint: the log does not have it. */
	struct sar_tlogproof proof;
};

struct sar_registers; /* opaque */

/** sar_registers_new: Of the ${n} ${seqs}, in any order, more than once. */
SAR_MUST_CHECK struct sar_registers *sar_registers_new(const uint64_t *seqs,
    size_t n, struct sar_err *err);
void sar_registers_free(struct sar_registers *registers); /* accepts NULL */

/**
 * sar_registers_record, sar_registers_note: To be told the log while it is
 * read, once, with the registers as ${ctx}.  A proof is made while the log goes
 * by, and holds when that has verified.
 */
int sar_registers_record(void *ctx, const struct sar_record *record,
    struct sar_err *err);
int sar_registers_note(void *ctx, const struct sar_log_note *note,
    struct sar_err *err);

/** sar_registers_nth: By number, each once; NULL past the last. */
const struct sar_register_record *sar_registers_nth(const struct sar_registers
							*registers,
    size_t i);

/** sar_registers_find: The one that is record ${seq}; NULL if none is. */
const struct sar_register_record *sar_registers_find(const struct sar_registers
							 *registers,
    uint64_t seq);

#endif
