#ifndef SAR_CASEBOOK_CASEBOOK_H
#define SAR_CASEBOOK_CASEBOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"
#include "base/zone.h"
#include "disclosure/log.h"
#include "ledger/ledger.h"
#include "tlog/key.h"
#include "tlog/policy.h"

/*
 * A log as an auditor sees it who trusts nobody: verified, read as a register
 * of cases, and held against what is kept elsewhere: cosignatures, checkpoints
 * known from before, and the packages in the outbox.
 */
struct sar_casebook_options {
	const char *dir; /* the log's folder */
	/* Whom to trust; the later keys of the log are added. */
	struct sar_policy *policy;
	const struct sar_key_public *pinned; /* the log's key, of the policy */
	unsigned jobs;
	bool every_signature;
	const struct sar_zone *zone;         /* as of a ledger */
	const struct sar_holidays *holidays; /* likewise */
	bool has_as_of;
	struct sar_date as_of;
	const char *outbox;       /* folder, or NULL */
	const char *const *known; /* files, NULL after the last; or NULL */
	unsigned max_age;         /* days of the last cosignature; 0: any */
	int64_t now;              /* that is counted from here */
	sar_ledger_fn *exception; /* each; counts once the log verified */
	void *ctx;
	const volatile int *stop;
};

/* A witness, by its cosignatures that verify. */
struct sar_casebook_witness {
	struct sar_key_public key;
	bool trusted;  /* by the policy; else the log alone says who that is */
	uint64_t n;    /* checkpoints it cosigned */
	uint64_t size; /* the largest of them */
	int64_t time;  /* of that cosignature: the witness's word */
};

#define SAR_CASEBOOK_WITNESSES 128

struct sar_casebook {
	struct sar_log *log;
	struct sar_ledger *ledger;
	const struct sar_ledger_sums *sums;
	size_t pinned; /* which of sar_log_keys() was */
	size_t n_witnesses;
	struct sar_casebook_witness witnesses[SAR_CASEBOOK_WITNESSES];
	uint64_t stray; /* bytes of cosignatures that are no note */
	bool demanded;  /* the policy asks for witnesses; and then: */
	bool met;       /* is there a checkpoint with as many? */
	uint64_t met_size;
	int64_t met_time;        /* when the last of them was there */
	uint64_t packages;       /* that releases name */
	uint64_t zips;           /* in the outbox */
	uint64_t proofs;         /* of these, with a proof that verifies */
	uint64_t there;          /* of these, named by a release */
	uint64_t gone;           /* packages that are not there any more */
	uint64_t known;          /* checkpoints that the log was held against */
	uint64_t unsigned_known; /* of these, without a signature */
	/* What the log signed, or what is kept of it, and what it shows now,
	   which cannot both be: notes; NULL if there is nothing such. */
	char *contradiction[2];
	char *contradicts; /* where the first is from */
};

/**
 * sar_casebook_read: Read and verify it all.  -1 with ${err} set: as
 * sar_log_open(); SAR_ETAMPER also when what is kept elsewhere contradicts the
 * log, and when a cosignature does not verify; SAR_EINPUT naming a file of
 * ${options->known} that is no checkpoint of this log.  To be cleared in any
 * case.
 */
SAR_MUST_CHECK int sar_casebook_read(const struct sar_casebook_options *options,
    struct sar_casebook *out, struct sar_err *err);
void sar_casebook_clear(struct sar_casebook *book);

#endif
