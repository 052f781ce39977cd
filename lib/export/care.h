#ifndef SAR_EXPORT_CARE_H
#define SAR_EXPORT_CARE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "export/home.h"
#include "tlog/key.h"

/* What is done to the log itself, for whom and when. */
struct sar_care {
	const struct sar_home *home;
	const char *by; /* staff id */
	unsigned lock_wait;
	int64_t now;
};

/** sar_care_rotate: Change the log's key, as sar_log_rotate() does. */
SAR_MUST_CHECK int sar_care_rotate(const struct sar_care *care,
    struct sar_key_public *key, uint64_t *seq, struct sar_err *err);

/**
 * sar_care_erase: Erase record ${target}, as sar_log_erase() does, if
 * sar_erasable_check() has nothing against it.  The record that says so has the
 * keyed tag of the case's reference, which is not given again.
 */
SAR_MUST_CHECK int sar_care_erase(const struct sar_care *care, uint64_t target,
    const char *basis, uint64_t *seq, struct sar_err *err);

/** sar_care_adopt: Begin a new high-water mark, as sar_log_adopt() does. */
SAR_MUST_CHECK int sar_care_adopt(const struct sar_care *care, uint64_t *seq,
    struct sar_err *err);

/* What the log was found to be. */
struct sar_care_found {
	uint64_t through;    /* records */
	uint64_t tail;       /* bytes no record tells of */
	uint64_t pending;    /* erasures to be carried out */
	bool rotating;       /* a change of key is not finished */
	uint64_t unattested; /* cosigned records without their cosignature */
	uint64_t seq;        /* the record that says so */
};

/** sar_care_exceptions: How many open items that makes. */
uint64_t sar_care_exceptions(const struct sar_care_found *found);

/**
 * sar_care_verify: Verify the log whole, every signature of it, and log that it
 * was done.  Open items are no failure, and are settled by it where that can be
 * done: it cannot for cosignatures.  SAR_ETAMPER, and nothing is logged, when
 * it does not verify.
 */
SAR_MUST_CHECK int sar_care_verify(const struct sar_care *care,
    struct sar_care_found *found, struct sar_err *err);

/* That somebody looked at it. */
struct sar_care_review {
	uint64_t exceptions; /* found by who reviewed */
	const char *report;  /* file whose digest is logged, or NULL */
};

/** sar_care_review: Log that the log, which verifies, was reviewed. */
SAR_MUST_CHECK int sar_care_review(const struct sar_care *care,
    const struct sar_care_review *review, uint64_t *through, uint64_t *seq,
    struct sar_err *err);

#endif
