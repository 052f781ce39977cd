#ifndef SAR_DISCLOSURE_CHAIN_H
#define SAR_DISCLOSURE_CHAIN_H

/* Private to disclosure: the log's keys, one after another. */

#include "disclosure/log_state.h"

struct sar_chain_link {
	struct sar_log_key key;
	uint64_t record; /* that brought it; 0 is the genesis record */
	uint64_t size;   /* at which the key before it signed last; 0: none */
	bool seen;       /* that checkpoint */
	uint8_t root[SAR_SHA256_LEN]; /* of it */
};

struct sar_chain {
	const char *origin;
	struct sar_chain_link *links;
	size_t n;
	size_t room;
	size_t next; /* link whose checkpoint is to be seen next */
};

void sar_chain_clear(struct sar_chain *chain);

/**
 * sar_chain_take: A genesis or key-rotate record.  -1 with ${err} set when
 * memory runs out; else *${why} says what is wrong with it, or is NULL.
 */
SAR_MUST_CHECK int sar_chain_take(struct sar_chain *chain,
    const struct sar_record *record, const char **why, struct sar_err *err);

/** sar_chain_at: The key that signs a checkpoint of ${size}. */
const struct sar_key_public *sar_chain_at(const struct sar_chain *chain,
    uint64_t size);

/** sar_chain_ends: Is ${size} that at which a key signed last? */
bool sar_chain_ends(const struct sar_chain *chain, uint64_t size);

/** sar_chain_pass: A checkpoint that matches the tree.  SAR_ETAMPER when one
 * that had to come before it is not there. */
SAR_MUST_CHECK int sar_chain_pass(struct sar_chain *chain, uint64_t size,
    const uint8_t root[SAR_SHA256_LEN], struct sar_err *err);

/**
 * sar_chain_end: With all read, is each change of key borne out by both keys
 * in the ${n} notes of the folder ${dir}, and is ${pinned} one of them?  What
 * it comes to is put in ${log}; ${last} is the last checkpoint's size.
 */
SAR_MUST_CHECK int sar_chain_end(const struct sar_chain *chain, int dir,
    unsigned n, const struct sar_key_public *pinned, uint64_t last,
    struct sar_log *log, struct sar_err *err);

#endif
