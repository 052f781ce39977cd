#ifndef SAR_CASEBOOK_COMPARE_H
#define SAR_CASEBOOK_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "tlog/note.h"
#include "tlog/policy.h"
#include "tlog/range.h"

/*
 * Do two things that a log signed fit together?  Each is a checkpoint, cosigned
 * or not, or what has one in it: a tlog-proof or a request to a witness; or the
 * log's folder.
 */
#define SAR_COMPARE_MAX ((size_t)512 << 10) /* bytes of a file */

enum sar_compare_kind {
	SAR_COMPARE_LOG,
	SAR_COMPARE_NOTE,
	SAR_COMPARE_PROOF,
	SAR_COMPARE_REQUEST
};

/* One of the two, verified. */
struct sar_compare_side {
	const char *name; /* its path */
	enum sar_compare_kind kind;
	char *text; /* of its file; of a log, its last checkpoint */
	const char *note_text;
	struct sar_note note;
	struct sar_key_public key; /* that signed it */
	struct sar_policy_seen by; /* witnesses */
	uint64_t old;              /* of a request: where its proof begins */
	struct sar_range_proof proof;
};

/**
 * sar_compare_log: Read the log in ${dir} with its key ${key} and verify it;
 * its later keys are trusted from then on.  To be cleared in any case.
 */
SAR_MUST_CHECK int sar_compare_log(const char *dir,
    const struct sar_key_public *key, struct sar_policy *policy,
    const volatile int *stop, struct sar_compare_side *out,
    struct sar_err *err);

/**
 * sar_compare_no_key: Set ${err} for what is called ${name}: signed in the
 * log's name with a key that the log, which was read, does not have.
 */
void sar_compare_no_key(const char *name, struct sar_err *err);

/**
 * sar_compare_file: Read a file of ${len} bytes, which becomes ${out}'s, and
 * verify its signatures.  SAR_EINPUT when it is malformed or nothing that is
 * known here, SAR_ETAMPER when nobody trusted signed it or its proof of
 * inclusion is wrong.  To be cleared in any case.
 */
SAR_MUST_CHECK int sar_compare_file(const char *name, char *text, size_t len,
    const struct sar_policy *policy, struct sar_compare_side *out,
    struct sar_err *err);
void sar_compare_clear(struct sar_compare_side *side);

enum sar_compare_verdict {
	SAR_COMPARE_SAME,      /* the same records */
	SAR_COMPARE_GROWN,     /* the larger begins with the smaller */
	SAR_COMPARE_UNDECIDED, /* nothing shows it */
	SAR_COMPARE_UNPROVEN,  /* a request's proof is wrong, which it says */
	SAR_COMPARE_FORK       /* they contradict each other */
};

/**
 * sar_compare_sides: Compare ${a} with ${b}, of one log.  For a fork the proof
 * of it is added to ${evidence}.  SAR_EINPUT when they are of two logs.
 */
SAR_MUST_CHECK int sar_compare_sides(const struct sar_compare_side *a,
    const struct sar_compare_side *b, const volatile int *stop,
    enum sar_compare_verdict *verdict, struct sar_buf *evidence,
    struct sar_err *err);

#endif
