#ifndef SAR_EXPORT_HOLD_H
#define SAR_EXPORT_HOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "docket/docket.h"
#include "export/case.h"
#include "export/find.h"
#include "index/index.h"

/*
 * Holds: what keeps recordings from the purge (reference D1, D4, D7).  They
 * are in the index, where a purge looks under the same lock, and in the log,
 * which has how many and a root over them, and nothing of what they are.
 * Placing one again places what is missing and logs nothing that the log has.
 */
#define SAR_HOLD_REQUEST SAR_DOCKET_OWN_HOLD
#define SAR_HOLD_WORD 33 /* of a name, staff id or code, with NUL */

struct sar_hold_options {
	const char *by;   /* staff id */
	const char *name; /* NULL: SAR_HOLD_REQUEST */
	/* As it is in the index or, lost there, in the log: */
	const char *owner;      /* staff id; NULL: as it is, or by */
	const char *reason;     /* code; NULL: as it is, or access-request */
	struct sar_date review; /* year 0: as it is, or in six months */
	struct sar_date until;  /* expiring is by this day; year 0: not asked */
	int64_t now;
	unsigned lock_wait;
	bool dry_run; /* look, and change nothing */
};

struct sar_hold_result {
	uint64_t n;       /* recordings it holds */
	uint64_t gone;    /* of these, not on the disk: should they come back */
	uint64_t added;   /* of these, by this call */
	uint64_t deleted; /* asked for, and deleted before: no hold can be */
	uint64_t expiring; /* of n, on the disk and past retention before
			      options->until ends */
	uint64_t record;   /* of the log, that says so; if n > 0 */
	bool logged;       /* by this call */
};

/**
 * sar_hold_case: Place the hold of ${c}, or extend it to all that ${find}
 * found: every recording, a possible match and a copy too.  What was held
 * stays held.  Nothing found and nothing held is no hold, and no failure.
 * Killed anywhere it is completed by the next call.  SAR_EMISSING without an
 * index, SAR_ELOCKED while others write to it.
 */
SAR_MUST_CHECK int sar_hold_case(const struct sar_case *c,
    const struct sar_find *find, const struct sar_hold_options *options,
    struct sar_hold_result *out, struct sar_err *err);

/**
 * sar_hold_found: The same outside any case, as for a complaint: what ${find}
 * found is held under ${options}->name.
 */
SAR_MUST_CHECK int sar_hold_found(const struct sar_home *home,
    const struct sar_find *find, const struct sar_hold_options *options,
    struct sar_hold_result *out, struct sar_err *err);

/* Recordings by their ids in the index. */
struct sar_hold_ids {
	const int64_t *ids;
	size_t n;
};

/** sar_hold_recordings: Those of ${ids}; for the case ${ref}, or NULL.
 * SAR_EINPUT for an id that the index does not have. */
SAR_MUST_CHECK int sar_hold_recordings(const struct sar_home *home,
    const char *ref, const struct sar_hold_ids *ids,
    const struct sar_hold_options *options, struct sar_hold_result *out,
    struct sar_err *err);

/** sar_hold_gone: How many recordings of hold ${id} of the index are not on
 * the disk. */
SAR_MUST_CHECK int sar_hold_gone(const struct sar_home *home,
    struct sar_index *index, int64_t id, uint64_t *gone, struct sar_err *err);

struct sar_hold_lifting {
	const char *by;
	const char *ref;    /* case, or NULL */
	const char *name;   /* NULL: SAR_HOLD_REQUEST */
	const char *reason; /* code */
	int64_t now;
	unsigned lock_wait;
	bool dry_run;
};

/**
 * sar_hold_lift: End a hold, for the log and then for the index: *${record} is
 * the one that says so, *${logged} whether it was written now.  Lifted before
 * is lifted.  SAR_EMISSING when there is no such hold.  Whether the case still
 * needs it the caller asks.
 */
SAR_MUST_CHECK int sar_hold_lift(const struct sar_home *home,
    const struct sar_hold_lifting *lifting, uint64_t *record, bool *logged,
    struct sar_err *err);

#endif
