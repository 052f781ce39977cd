#ifndef SAR_INDEX_HOLD_H
#define SAR_INDEX_HOLD_H

#include "index/index.h"

/*
 * Holds: recordings that no purge may touch, by their id and by their content,
 * so that a copy under another name stays as well.  A purge asks under the
 * lock that a hold is placed under.  Days are as sar_date_days() counts.
 */
#define SAR_INDEX_HELD_SALT 16
#define SAR_INDEX_NO_RECORD (-1)   /* of the log: none yet */
#define SAR_INDEX_NO_DAY INT32_MAX /* not known */

struct sar_index_hold {
	int64_t id;
	const char *ref;  /* case, or "" */
	const char *name; /* with ref, what it is known by */
	const char *owner, *reason;
	int32_t placed, review;
	uint64_t n;     /* recordings */
	int64_t record; /* of the log, that says all this; or none yet */
};

/* A recording in a hold, as it was on the day it was put there. */
struct sar_index_held {
	int64_t recording;
	const char *path; /* as it is now */
	bool missing;     /* it was, and has no digest: */
	uint8_t sha256[SAR_SHA256_LEN];
	uint64_t bytes;
	int32_t expires; /* last day of its retention; SAR_INDEX_NO_DAY */
	uint8_t salt[SAR_INDEX_HELD_SALT];
};

/** sar_index_hold_get: That of ${ref} and ${name}: *${there} false if none.
 * Its text is good until the next call. */
SAR_MUST_CHECK int sar_index_hold_get(struct sar_index *index, const char *ref,
    const char *name, bool *there, struct sar_index_hold *out,
    struct sar_err *err);

/** sar_index_hold_put: Add ${hold}, or change the one of its ref and name, and
 * its id in *${id}; what it has of a record is forgotten. */
SAR_MUST_CHECK int sar_index_hold_put(struct sar_index *index,
    const struct sar_index_hold *hold, int64_t *id, struct sar_err *err);

/**
 * sar_index_hold_add: Put ${held}->recording into hold ${id} with its expires
 * and salt; the rest is taken from the recording.  *${added}: it was not there.
 * SAR_EINPUT for one the index does not have.
 */
SAR_MUST_CHECK int sar_index_hold_add(struct sar_index *index, int64_t id,
    const struct sar_index_held *held, bool *added, struct sar_err *err);

/** sar_index_hold_count: Make hold ${id} say how many it has, *${n}. */
SAR_MUST_CHECK int sar_index_hold_count(struct sar_index *index, int64_t id,
    uint64_t *n, struct sar_err *err);

/** sar_index_hold_logged: Record ${record} of the log says it as it is. */
SAR_MUST_CHECK int sar_index_hold_logged(struct sar_index *index, int64_t id,
    uint64_t record, struct sar_err *err);

/** sar_index_hold_drop: It was lifted: nothing of it stays here. */
SAR_MUST_CHECK int sar_index_hold_drop(struct sar_index *index, int64_t id,
    struct sar_err *err);

typedef int sar_index_hold_fn(void *ctx, const struct sar_index_hold *hold,
    struct sar_err *err);

/** sar_index_each_hold: Call ${fn} for each, by case and name. */
SAR_MUST_CHECK int sar_index_each_hold(struct sar_index *index,
    sar_index_hold_fn *fn, void *ctx, struct sar_err *err);

typedef int sar_index_held_fn(void *ctx, const struct sar_index_held *held,
    struct sar_err *err);

/** sar_index_each_held: Call ${fn} for each recording of hold ${id}, by id. */
SAR_MUST_CHECK int sar_index_each_held(struct sar_index *index, int64_t id,
    sar_index_held_fn *fn, void *ctx, struct sar_err *err);

/** sar_index_held: Is ${recording} held, or what has its content? */
SAR_MUST_CHECK int sar_index_held(struct sar_index *index,
    const struct sar_index_recording *recording, bool *held,
    struct sar_err *err);

/** sar_index_holders: Call ${fn} for each hold that holds it. */
SAR_MUST_CHECK int sar_index_holders(struct sar_index *index,
    const struct sar_index_recording *recording, sar_index_hold_fn *fn,
    void *ctx, struct sar_err *err);

/** sar_index_holds: Is ${recording} in hold ${id}? */
SAR_MUST_CHECK int sar_index_holds(struct sar_index *index, int64_t id,
    int64_t recording, bool *is, struct sar_err *err);

#endif
