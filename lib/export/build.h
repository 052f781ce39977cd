#ifndef SAR_EXPORT_BUILD_H
#define SAR_EXPORT_BUILD_H

#include "base/secret.h"
#include "export/answer.h"
#include "export/case.h"
#include "export/history.h"
#include "export/packing.h"

/*
 * From a decided answer to a released package.  Order, so that a kill at any
 * moment leaves something a second run completes (disclosure-log.md 4.3):
 *
 *   0  proofs of recordings made, where there are to be any
 *   1  intent in the log, durable
 *   2  each zip built in an unnamed file, synced, read back, every sample of
 *      every recording compared
 *   3  certificates of that in the case, durable
 *   4  all linked into staging/
 *   5  passphrase sealed for recovery, durable, then handed over
 *   6  release in the log, durable
 *   7  the proof of that from the log, into staging/, for each zip
 *   8  all moved to outbox/, each after its proof; how to open them after that
 *
 * A run that finds 1 without 6 voids that intent, removes what 3 to 5 left
 * and starts again; one that finds 6 without 8 does 7 and 8.
 */

/*
 * A recording that was fine when it was imported and is not now.  One that
 * cannot be decoded any more is as one that could not be then: it is left out
 * where the options allow that.  One that is gone, or another file than was
 * imported, or that the self-check finds a difference in, is an incident:
 * nothing is released.  Nor is anything where one is not decoded to what was
 * committed to, and so cannot be proved.
 */
struct sar_build_spoiled {
	unsigned item;
	/* "unreadable", "gone", "changed", "unproved" or "differs" */
	const char *state;
	const struct sar_err *why;
};

enum sar_build_phase {
	SAR_BUILD_PROVING,   /* proofs of recordings; only where there are */
	SAR_BUILD_MEASURING, /* for the volumes; only where that is needed */
	SAR_BUILD_PACKAGING,
	SAR_BUILD_CHECKING
};

/* How far a build has come. */
struct sar_build_progress {
	enum sar_build_phase phase;
	unsigned volume, volumes; /* from 1 */
	uint64_t done;            /* bytes of what is packaged */
	uint64_t total;           /* of them; 0: nobody knows yet */
};

struct sar_build_options {
	const char *by; /* pseudonymous staff id */
	bool allow_partial;
	const char *expired_reason; /* code; NULL: leave expired ones out */
	const struct sar_secret *passphrase; /* NULL: generate one */
	const char *passphrase_out; /* file for a generated one; or NULL */
	/* A generated one is told nobody: whoever has a recovery key can tell
	   it.  There has to be one. */
	bool recovery_only;
	/* Shows a generated one to a person; used without either. */
	int (*show)(void *ctx, const struct sar_secret *passphrase,
	    struct sar_err *err);
	void *show_ctx;
	struct sar_packing packing;
	unsigned lock_wait;
	unsigned jobs; /* threads; 0: as many as there are cores */
	int64_t now;
	const volatile int *stop; /* a signal's number once one came */
	/* Told now and then, by several threads but one at a time; or NULL. */
	void (*progress)(void *ctx, const struct sar_build_progress *progress);
	void *progress_ctx;
	/* Told of each recording that fails, in order of items; or NULL. */
	void (*spoiled)(void *ctx, const struct sar_build_spoiled *spoiled);
	void *spoiled_ctx;
};

enum sar_build_outcome {
	SAR_BUILD_RELEASED, /* by this run */
	SAR_BUILD_BEFORE,   /* by an earlier run; nothing was done */
	SAR_BUILD_NIL       /* nothing held: logged as a nil return */
};

/* After an earlier run's release, whose passphrase the package keeps: */
enum sar_build_passphrase {
	SAR_BUILD_UNASKED,  /* none was given, no file was named */
	SAR_BUILD_SAME,     /* that given, or in the file, opens the package */
	SAR_BUILD_UNTESTED, /* no package is there to try it on */
	SAR_BUILD_UNWRITTEN /* the file named is not there and was not made */
};

/* One zip that was released. */
struct sar_build_package {
	char *path;   /* in the outbox */
	bool present; /* is it still there? */
	uint8_t sha256[SAR_SHA256_LEN];
	uint64_t size; /* if it is there */
	char *proof;   /* in the outbox: sar-proof(5) */
	bool proven;   /* is it there? */
};

struct sar_build_result {
	enum sar_build_outcome outcome;
	uint64_t record; /* of the release or nil return in the log */
	struct sar_build_package *packages; /* one, or volumes; none for nil */
	size_t n_packages;
	bool present;     /* are all still there? */
	bool has_content; /* not so of what an old version released */
	uint8_t content[SAR_SHA256_LEN]; /* the same at every build */
	size_t left_out; /* of those planned: the plan has changed */
	bool has_proofs; /* there were to be any, by this run: */
	size_t proofs;   /* recordings that have one */
	size_t unproved; /* that could have one and have none, */
	/* of which so many for want of the record that registered them: it is
	   not in the log, or was erased; all others were not committed to. */
	size_t unregistered;
	enum sar_build_passphrase passphrase; /* with SAR_BUILD_BEFORE */
};

/**
 * sar_build_run: Package and release ${answer}.  The case must be locked.
 * Return 0, or -1 with ${err} set and nothing released: as
 * sar_answer_ready() and sar_approval_ready(), or, when an earlier run released
 * the case, as sar_released_same(); and SAR_EINPUT when the profile
 * lacks an Art. 15 item, SAR_EREFUSED when the passphrase file exists (after
 * an earlier run's release: when it, or the passphrase given, does not open
 * the package), or
 * another under a name in the outbox, or the volumes cannot be as small as the
 * options want them,
 * SAR_ECORRUPT when a recording is not what was imported or the self-check
 * finds a difference, SAR_EPARTIAL when recordings cannot be decoded any more
 * and may not be left out, SAR_ESIGNAL when it was told to stop.  Where they
 * may, they become unavailable in ${answer}'s plan.  On success the caller
 * frees ${result} with sar_build_result_free().
 */
SAR_MUST_CHECK int sar_build_run(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_build_options *options,
    struct sar_build_result *result, struct sar_err *err);
/**
 * sar_build_forecast: Do what sar_build_run() does before it logs an intent,
 * of a case that has not been released, and write nothing: make the texts and
 * look through them, and find out how many zips it takes, *${volumes}; 0 for a
 * nil return.  It reads the recordings where the build would have to for that.
 * Return 0, or -1 with ${err} set as there.
 */
SAR_MUST_CHECK int sar_build_forecast(const struct sar_case *c,
    const struct sar_answer *answer, const struct sar_build_options *options,
    unsigned *volumes, struct sar_err *err);

/**
 * sar_build_before: Of what ${history} says was released, find out what is in
 * the outbox, and whether the passphrase of ${options} (NULL: none) is the
 * release's; write nothing.  Return 0, or -1 with ${err} set: SAR_ECORRUPT when
 * something else is under a package's name or its proof's, SAR_EREFUSED for
 * another passphrase.  On success the caller frees ${result} with
 * sar_build_result_free().
 */
SAR_MUST_CHECK int sar_build_before(const struct sar_case *c,
    const struct sar_history *history, const struct sar_build_options *options,
    struct sar_build_result *result, struct sar_err *err);

/**
 * sar_build_outbox: The same, but look only which names there are.
 */
SAR_MUST_CHECK int sar_build_outbox(const struct sar_case *c,
    const struct sar_history *history, struct sar_build_result *result,
    struct sar_err *err);

/**
 * sar_build_unfinished: Was what follows a release cut short: is a package
 * still in staging, or is a proof wanting, or how to open it, of packages that
 * are all in the outbox?  Another run completes that.
 */
SAR_MUST_CHECK int sar_build_unfinished(const struct sar_case *c,
    const struct sar_history *history, bool *unfinished, struct sar_err *err);

void sar_build_result_free(struct sar_build_result *result);

#endif
