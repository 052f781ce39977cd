#ifndef SAR_AUDIT_AUDIT_H
#define SAR_AUDIT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "base/source.h"
#include "disclosure/record.h"
#include "spot/spot.h"
#include "tlog/policy.h"
#include "tlog/tlogproof.h"

/*
 * A package as somebody sees it who has it, its passphrase and the log's
 * public key, and trusts nobody.  Everything in it may be hostile.  Each thing
 * that is wrong is a finding; one does not hide the others, where it is safe to
 * go on.
 */
enum sar_audit_check {
	SAR_AUDIT_STRUCTURE,  /* the zip is as sar-package(5) says */
	SAR_AUDIT_CONTENTS,   /* every entry opens and matches the manifest */
	SAR_AUDIT_SIGNATURE,  /* the manifest is signed by the log's key */
	SAR_AUDIT_LOG,        /* a release of the log names it */
	SAR_AUDIT_REDACTIONS, /* cuts hold the fill, and the papers agree */
	SAR_AUDIT_PROOFS,     /* what is left is what the log registered */
	SAR_AUDIT_METADATA,   /* nothing else is in recordings and texts */
	SAR_AUDIT_NUMBERS,    /* nobody is named who must not be */
	SAR_AUDIT_CHECKS
};

enum sar_audit_state {
	SAR_AUDIT_NOT_CHECKED,
	SAR_AUDIT_OK,
	SAR_AUDIT_FAILED
};

struct sar_audit_options {
	const struct sar_secret *passphrase; /* NULL: contents not checked */
	/* One log at least; its keys may have signed the manifest. */
	const struct sar_policy *policy;
	const char *log; /* folder, read with the first; NULL: not checked */
	/* By a proof that was checked, in place of the log: else NULL. */
	const struct sar_record *release;
	const struct sar_tlogproof_seen *released; /* and what that said */
	const struct sar_spot *spot; /* what to look for in texts */
	bool known;                  /* it has the numbers that may be there */
	bool absent;                 /* and what must not */
	unsigned jobs;               /* threads; 1 or more */
	const volatile int *stop;    /* a signal's number once one came */
	/* Told of each finding, by one thread at a time.  SAR_EPARTIAL: a
	   volume was not given; SAR_ESECRET: the passphrase is wrong. */
	void (*finding)(void *ctx, enum sar_audit_check check,
	    const struct sar_err *err);
	void *ctx;
};

/* What was seen, besides findings. */
struct sar_audit_seen {
	enum sar_audit_state states[SAR_AUDIT_CHECKS];
	size_t given;          /* volumes */
	unsigned volumes;      /* that there are; 0 as long as unknown */
	size_t entries;        /* of all volumes that were given */
	size_t recordings;     /* looked into */
	size_t cuts;           /* in them */
	size_t unclear;        /* of which too short to be told */
	size_t proofs;         /* recordings that their proof fits */
	size_t unproved;       /* of a lossless format, and none */
	size_t foreign_proofs; /* of which another key signed the log's part */
	size_t texts;          /* scanned */
	size_t strangers;      /* lines with a number that is not known */
	bool foreign;      /* listen.html: style or script of another release */
	bool uncompared;   /* a volume's papers were not written again */
	bool unscanned;    /* a text is too long to be looked through */
	bool proof;        /* each volume had a redactions.json to go by */
	bool whole;        /* each volume that was given was looked into */
	bool sound;        /* recordings are as redactions.json says */
	bool hidden;       /* names, number and sizes */
	bool all;          /* no volume is missing, each opened */
	uint32_t mp3_edge; /* ms not looked at inside an edge of a cut; 0: no
			      such recording */
	uint32_t opus_edge;
	uint8_t content[SAR_SHA256_LEN]; /* if all */
	bool released; /* by record ${seq} of the log, then: */
	uint64_t seq;
	char when[32];               /* the log's */
	const uint8_t *certificates; /* digest, or NULL for none; audit's own */
};

struct sar_audit; /* opaque */

/** sar_audit_new: ${options} outlive it.  NULL with ${err} set. */
SAR_MUST_CHECK struct sar_audit *sar_audit_new(const struct sar_audit_options
						   *options,
    struct sar_err *err);
void sar_audit_free(struct sar_audit *audit); /* accepts NULL */

/**
 * sar_audit_run: Check ${n} zips, the volumes of one package, in any order.
 * Return 0 with what was seen, findings or not; -1 with ${err} set when it
 * could not be done to its end.  Once for each audit.
 */
SAR_MUST_CHECK int sar_audit_run(struct sar_audit *audit,
    const struct sar_source *zips, size_t n, struct sar_audit_seen *seen,
    struct sar_err *err);

/** sar_audit_check_name: "structure", "contents", ... */
const char *sar_audit_check_name(enum sar_audit_check check);

#endif
