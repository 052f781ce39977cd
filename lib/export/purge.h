#ifndef SAR_EXPORT_PURGE_H
#define SAR_EXPORT_PURGE_H

#include <stdbool.h>
#include <stdint.h>

#include "export/home.h"

/*
 * The purge: what is past its retention, and nothing holds, is deleted: the
 * file, what the index has of it, and the secrets of its commitment.  Nothing
 * is deleted that cannot be logged, that a case which is open asks for, or that
 * is not the very file that was imported.
 */

/* What became of a recording that is past retention. */
enum sar_purge_fate {
	SAR_PURGE_DUE,     /* nothing holds it; looked only */
	SAR_PURGE_HELD,    /* it stays */
	SAR_PURGE_DELETED, /* by this run */
	SAR_PURGE_SPARED,  /* a hold came, or it changed, while the run went */
	SAR_PURGE_GONE,    /* not on the disk before the run came */
	SAR_PURGE_CHANGED, /* not the file that was imported: not touched */
	SAR_PURGE_LINKED,  /* has another name on the disk: not touched */
	SAR_PURGE_AWAY     /* a run that was cut short had it, and its folder
			      is not there: it stays claimed */
};

/** sar_purge_fate_name: "due", "held", ... for machines. */
const char *sar_purge_fate_name(enum sar_purge_fate fate);

typedef int sar_purge_fn(void *ctx, int64_t recording, enum sar_purge_fate fate,
    struct sar_err *err);

struct sar_purge_options {
	const char *by; /* staff id */
	int64_t now;
	unsigned lock_wait;
	bool confirmed;           /* else look, and change nothing */
	const char *plan;         /* of a look before; NULL: whatever is due */
	uint64_t at_most;         /* more than so many is SAR_EREFUSED */
	const volatile int *stop; /* a signal's number once one came */
	sar_purge_fn *told;       /* of each recording that is due; or NULL */
	void *ctx;
};

#define SAR_PURGE_PLAN 17 /* 16 characters of hex, and NUL */
/* Days after its last day: on the first of them it has to go. */
#define SAR_PURGE_LATE 1
#define SAR_PURGE_ONCE (1U << 20) /* recordings one run deletes at most */

struct sar_purge_result {
	uint64_t due;              /* past retention, and held or not */
	uint64_t held;             /* of these */
	uint64_t listed;           /* of these: to be deleted by this run */
	bool more;                 /* the rest is for the next run */
	char plan[SAR_PURGE_PLAN]; /* stands for what is listed */
	uint64_t deleted, spared, gone, changed, linked; /* of listed */
	uint64_t away; /* claimed by a run that was cut short, and not to be
			  seen: of none of these */
	uint64_t completed; /* deleted by a run that was cut short, and logged
			       by this one */
	uint64_t records;   /* of the log, that say so */
	uint64_t record;    /* the last of them */
	bool retained;      /* what was due and is held was logged: */
	uint64_t retain;    /* record */
};

/**
 * sar_purge_run(home, options, out, err):
 * Delete what is due, or with confirmed false look what that is.  What a run
 * that was killed had begun is completed first.  -1 with ${err} set, and ${out}
 * good for what was done till then: SAR_EREVIEW when ${options}->plan is
 * another, or the log has a hold that the index has not; SAR_EREFUSED for more
 * than at_most, or without a plan where the clock is far ahead of the last call
 * and of the log; SAR_EMISSING, SAR_ETAMPER or SAR_ESECRET when nothing could
 * be logged, and SAR_ESPACE or SAR_EMISSING when files cannot be deleted.
 */
SAR_MUST_CHECK int sar_purge_run(const struct sar_home *home,
    const struct sar_purge_options *options, struct sar_purge_result *out,
    struct sar_err *err);

#endif
