#ifndef SAR_DISCLOSURE_PROVE_H
#define SAR_DISCLOSURE_PROVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "disclosure/log.h"
#include "tlog/tlogproof.h"

/* Records of a log that somebody is to be given proofs of. */
struct sar_prove {
	const char *dir;
	const struct sar_key_public *key; /* the log's first, or a later one */
	const char *mark;     /* of the log, or NULL: as sar_log_reading's */
	const uint64_t *seqs; /* numbers of the records */
	size_t n;
	/* Against the first checkpoint that a witness has cosigned, with all
	   its cosignatures. */
	bool cosigned;
	/* The log that was read, for who wants it; the caller frees it.  NULL
	   otherwise. */
	struct sar_log **log;
};

/**
 * sar_prove_records: For each record of ${what} its tlog-proof, with the record
 * in extra, against the first checkpoint that covers it: so a proof that is
 * made again is the same to the byte, as long as nobody cosigns.  The log is
 * read and verified whole, once; twice where that checkpoint covers more.
 * ${proofs} has room for all, each to be cleared in any case.  -1 with ${err}
 * set: as sar_log_open(), SAR_EINPUT for a number past the end, SAR_EREFUSED
 * for a record that was erased, SAR_EREVIEW when no witness has cosigned a
 * checkpoint that covers it and one was asked for.
 */
SAR_MUST_CHECK int sar_prove_records(const struct sar_prove *what,
    struct sar_tlogproof *proofs, struct sar_err *err);

#endif
